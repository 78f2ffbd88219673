/** The application of the side that calls: a venue's reports are taken; anything else is nothing this side asked for. */
import type { MessageView } from "../../src/fix/message-view.ts";
import { BusinessRejectReason } from "../../src/fix/reject-reasons.ts";
import type { FixSession } from "../../src/fix/session.ts";
import type { FixApplication, SessionEventKind } from "../../src/fix/session-types.ts";
import { MsgType } from "../../src/fix/tags.ts";

export class GatewayApplication implements FixApplication {
  readonly #note: (text: string) => void;

  constructor(note: (text: string) => void = () => {}) {
    this.#note = note;
  }

  onLogon(): void {}

  onLogout(): void {}

  onMessage(from: FixSession, message: MessageView): void {
    const { msgType, msgSeqNum } = message;
    if (msgType === MsgType.ExecutionReport || msgType === MsgType.OrderCancelReject) return;
    const text = from.config.traits.hasBusinessReject ? "Unsupported Message Type" : "Unsupported message type";
    from.businessReject(msgSeqNum, msgType, BusinessRejectReason.UnsupportedMessageType, text);
  }

  onSessionEvent(from: FixSession | null, kind: SessionEventKind, text: string): void {
    this.#note(`${from?.name ?? "-"} ${kind}: ${text}`);
  }
}
