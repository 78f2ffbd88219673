/**
 * Hot path: whether a client's message is let into the line at all; budget 20 ns a message.
 *
 * Two questions, both before the sequencer: is its sender over a limit of messages, and is the line too long for one more
 * order. A refusal is a BusinessMessageReject and no ExecutionReport: nothing has made an order of the message yet, and
 * OrderIDs and ExecIDs come from the sequence. FIX 5.0 SP2 has reasons for it, 380=8 and 9; before, it is 0 and the text.
 */
import { SESSIONS_MAX } from "../domain/limits.ts";
import type { MessageView } from "../fix/message-view.ts";
import { type OverLimit, overLimit } from "../fix/over-limit.ts";
import { BusinessRejectReason } from "../fix/reject-reasons.ts";
import type { FixSession } from "../fix/session.ts";
import { MsgType } from "../fix/tags.ts";
import { Verdict } from "../fix/throttle.ts";

/** What of the line is looked at. */
export type Line = {
  /** Whether the line is so long that new orders are better told so at once. */
  readonly isLagging?: boolean;
  /** Whether clients have to wait until some of it was worked. */
  readonly isFull?: boolean;
  /** How often the line was worked. */
  readonly turns?: number;
};

/**
 * Orders of one session that are taken in each turn of a line that is too long. It is the sessions that send many which
 * make it long; who sends one now and then is not turned away for them.
 */
const SHARE = 16;
const LATE: OverLimit = {
  reason: BusinessRejectReason.ApplicationNotAvailable,
  text: "too many orders wait to be worked, and this one would come too late; send it again in a moment",
  logout: null,
};

export class Admission {
  readonly #line: Line;
  /** By session, only while the line is too long: the turn that is counted, and the orders taken in it. */
  readonly #turns = new Float64Array(SESSIONS_MAX + 1).fill(-1);
  readonly #taken = new Uint32Array(SESSIONS_MAX + 1);
  /** New orders turned away because the line was too long; for a console. */
  shed = 0;

  constructor(line: Line) {
    this.#line = line;
  }

  /** Null lets the message in. */
  judge(session: FixSession, { msgType }: MessageView): OverLimit | null {
    const { throttle } = session;
    if (throttle !== null) {
      const verdict = throttle.judge(isCancel(msgType));
      if (verdict !== Verdict.Take) return overLimit(session, throttle, verdict);
    }
    // A cancel takes risk away and is never turned back.
    if (!isNewOrder(msgType) || !this.#line.isLagging || this.#hasShare(session.id)) return null;
    this.shed++;
    return LATE;
  }

  #hasShare(sessionId: number): boolean {
    const turn = this.#line.turns ?? 0;
    if (this.#turns[sessionId] !== turn) {
      this.#turns[sessionId] = turn;
      this.#taken[sessionId] = 0;
    }
    return this.#taken[sessionId]++ < SHARE;
  }
}

function isNewOrder(msgType: string): boolean {
  return msgType === MsgType.NewOrderSingle || msgType === MsgType.NewOrderList;
}

function isCancel(msgType: string): boolean {
  return (
    msgType === MsgType.OrderCancelRequest ||
    msgType === MsgType.OrderMassCancelRequest ||
    msgType === MsgType.OrderMassActionRequest ||
    msgType === MsgType.ListCancelRequest
  );
}
