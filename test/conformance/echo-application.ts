/**
 * The application of the conformance sets: it sends orders, security definitions and e-mails back as they came, and knows
 * nothing else. Holds no session logic of its own.
 */
import type { MessageView } from "../../src/fix/message-view.ts";
import { BusinessRejectReason } from "../../src/fix/reject-reasons.ts";
import type { FixSession } from "../../src/fix/session.ts";
import type { FixApplication, SessionEventKind } from "../../src/fix/session-types.ts";
import { MsgType, Tag } from "../../src/fix/tags.ts";

export class EchoApplication implements FixApplication {
  readonly #seen = new Map<FixSession, Set<string>>();
  readonly #note: (text: string) => void;

  constructor(note: (text: string) => void = () => {}) {
    this.#note = note;
  }

  onLogon(): void {}

  onLogout(from: FixSession): void {
    this.#seen.delete(from);
  }

  onMessage(from: FixSession, message: MessageView): void {
    const { msgType, msgSeqNum } = message;
    const old = !from.config.traits.hasBusinessReject;
    const echoed = msgType === MsgType.NewOrderSingle || msgType === MsgType.Email || (msgType === "d" && !old);
    if (!echoed) {
      const text = old ? "Unsupported message type" : "Unsupported Message Type";
      from.businessReject(msgSeqNum, msgType, BusinessRejectReason.UnsupportedMessageType, text);
      return;
    }
    if (msgType === MsgType.NewOrderSingle && this.#isKnown(from, message)) return;
    echo(from, message);
  }

  onSessionEvent(from: FixSession | null, kind: SessionEventKind, text: string): void {
    this.#note(`${from?.name ?? "-"} ${kind}: ${text}`);
  }

  /** A PossResend of an order already seen in this logon is dropped. */
  #isKnown(from: FixSession, message: MessageView): boolean {
    const known = this.#seen.get(from) ?? new Set<string>();
    this.#seen.set(from, known);
    const clOrdId = message.text(Tag.ClOrdID);
    if (message.possResend && known.has(clOrdId)) return true;
    known.add(clOrdId);
    return false;
  }
}

/** Sends a message back as it came: PossResend from the header, and the body with its tags ascending, groups whole. */
function echo(to: FixSession, message: MessageView): void {
  const writer = to.begin(message.msgType);
  if (message.has(Tag.PossResend)) writer.text(Tag.PossResend, message.text(Tag.PossResend));
  const spec = to.config.dictionary.message(message.msgType)!;
  const bodies: { tag: number; from: number; to: number }[] = [];
  for (let index = 0; index < message.count; index++) {
    const tag = message.tagAt(index);
    const place = spec.places[tag];
    const isBody = (place & 3) === 2;
    const last = bodies[bodies.length - 1];
    if (isBody) bodies.push({ tag, from: message.starts[index] - `${tag}=`.length, to: message.ends[index] + 1 });
    // A group's members have no place of their own in the message: they stay behind their count.
    else if (place === 0 && last) last.to = message.ends[index] + 1;
  }
  bodies.sort((a, b) => a.tag - b.tag);
  for (const body of bodies) writer.fields(message.bytes, body.from, body.to);
  to.send();
}
