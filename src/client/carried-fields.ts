/**
 * What orders carry of their clients' messages (parties, capacity, identifiers), written into reports: as the recipient's
 * version has it, which a drop copy's may not be the client's. Cold: most orders carry nothing.
 */
import { BodyCopier } from "../fix/body-copier.ts";
import type { Dictionary } from "../fix/dictionary.ts";
import { MessageView } from "../fix/message-view.ts";
import type { MessageWriter } from "../fix/message-writer.ts";
import { MsgType } from "../fix/tags.ts";

const HEAD = `35=${MsgType.NewOrderSingle}\x01`;

export class CarriedFields {
  readonly #copier: BodyCopier;
  readonly #view = new MessageView();

  /** @param target the recipient's dictionary */
  constructor(target: Dictionary) {
    this.#copier = new BodyCopier(target);
  }

  /**
   * Writes what the recipient's ExecutionReport has of it.
   *
   * @param carried fields of a NewOrderSingle or OrderCancelReplaceRequest, each with its separator
   * @param source the dictionary they are valid by
   */
  write(carried: string, source: Dictionary, writer: MessageWriter): void {
    const text = HEAD + carried;
    let sum = 0;
    for (let index = 0; index < text.length; index++) sum += text.charCodeAt(index);
    const bytes = Buffer.from(`${text}10=${String(sum % 256).padStart(3, "0")}\x01`, "latin1");
    if (!this.#view.index(bytes, 0, bytes.length)) return;
    this.#copier.copy(this.#view, source, writer, 0, MsgType.ExecutionReport);
  }
}
