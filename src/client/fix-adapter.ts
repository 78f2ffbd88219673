/**
 * Hot path: an application message of a FIX session becomes a command; budget 0.4 us.
 *
 * In: in-sequence, dictionary-valid messages. Out: commands in the sequencer's line, each with the message it came from.
 * What cannot be a command (an unsupported type, a text too long to keep, a full line) is answered here, and its
 * MsgSeqNum still goes into the journal. It judges nothing about the trade.
 */
import { TEXT_MAX } from "../domain/limits.ts";
import { NO_PRICE } from "../domain/price.ts";
import { type Command, CommandType } from "../domain/records.generated.ts";
import { ABSENT, LogoutCause, type OrdType, type Side, TimeInForce } from "../domain/values.ts";
import type { PasswordChange } from "../fix/credentials.ts";
import type { MessageView } from "../fix/message-view.ts";
import { BusinessRejectReason, SessionRejectReason } from "../fix/reject-reasons.ts";
import type { FixSession } from "../fix/session.ts";
import type { FixApplication, SessionEnd, SessionEventKind } from "../fix/session-types.ts";
import { MsgType, Tag } from "../fix/tags.ts";
import { TextCache } from "../lib/text-cache.ts";
import { Admission, type Line } from "./admission.ts";
import { tooLongText } from "./kept-texts.ts";
import { ListAdapter } from "./list-adapter.ts";
import { massActionCommand, massCancelCommand, massStatusCommand } from "./mass-request-adapter.ts";
import { orderTerms, readOrderTerms } from "./order-terms.ts";
import { securityIdOf } from "./security-id.ts";

/** How commands get in line; given by the composition root. */
export type CommandLine = {
  /** @returns false when the line is full */
  offer(command: Command, raw?: Uint8Array, start?: number, end?: number): boolean;
  /** For session bookkeeping, which has places kept free. */
  offerReserved(command: Command): boolean;
} & Line;

export type SessionNote = (session: FixSession | null, kind: SessionEventKind, text: string) => void;

const CAUSE_OF = { peer: LogoutCause.Client, line: LogoutCause.Line, us: LogoutCause.House } as const;
const ORDER_ID_DIGITS_MAX = 10;

export class FixAdapter implements FixApplication {
  /** When the bytes of the message at hand were read, by the monotonic clock, in milliseconds. */
  readMs = 0;
  readonly #line: CommandLine;
  readonly #admission: Admission;
  readonly #note: SessionNote;
  readonly #texts = new TextCache();
  readonly #lists = new ListAdapter();
  /** Sessions that may listen and not speak: drop copies. */
  readonly #listeners = new Set<number>();

  constructor(line: CommandLine, note: SessionNote) {
    this.#line = line;
    this.#admission = new Admission(line);
    this.#note = note;
  }

  /** From now on what the session sends is refused: it is there to listen. */
  addListener(sessionId: number): void {
    this.#listeners.add(sessionId);
  }

  onMessage(session: FixSession, message: MessageView): void {
    this.readMs = session.readMs;
    if (this.#listeners.size > 0 && this.#listeners.has(session.id)) return this.#refuseListener(session, message);
    if (this.#isTurnedAway(session, message) || this.#hasTooLongText(session, message)) return;
    switch (message.msgType) {
      case MsgType.NewOrderSingle:
        return this.#newOrder(session, message);
      case MsgType.OrderCancelRequest:
        return this.#cancel(session, message);
      case MsgType.OrderCancelReplaceRequest:
        return this.#replace(session, message);
      case MsgType.OrderStatusRequest:
        return this.#status(session, message);
      case MsgType.DontKnowTrade:
        return this.#dontKnow(session, message);
      case MsgType.OrderMassStatusRequest:
        return this.#offer(session, message, massStatusCommand(session.id, message));
      case MsgType.OrderMassCancelRequest:
        return this.#offer(session, message, massCancelCommand(session.id, message));
      case MsgType.OrderMassActionRequest:
        return this.#offer(session, message, massActionCommand(session.id, message));
      case MsgType.NewOrderList:
      case MsgType.ListExecute:
      case MsgType.ListCancelRequest:
      case MsgType.ListStatusRequest:
        return this.#list(session, message);
      default:
        this.#businessReject(
          session,
          message,
          BusinessRejectReason.UnsupportedMessageType,
          `MsgType(35) ${message.msgType} is not supported; D, E, F, G, H, K, L, M, Q, q, AF and CA are`,
        );
    }
  }

  /** Half of the line is left for what comes without having been asked: reports of the venue, session bookkeeping. */
  isFull(): boolean {
    return this.#line.isFull ?? false;
  }

  onLogon(session: FixSession): void {
    const { peer, nextTargetMsgSeqNum } = session.status();
    const reset = nextTargetMsgSeqNum <= 2;
    this.#line.offerReserved({ type: CommandType.LogOnSession, sessionId: session.id, msgSeqNum: 0, peer, reset });
  }

  onLogout(session: FixSession, reason: string, end: SessionEnd): void {
    // A peer's Logout may carry any text in Text(58); what is kept of it is bounded.
    const kept = reason.slice(0, TEXT_MAX);
    this.#line.offerReserved({
      type: CommandType.LogOutSession,
      sessionId: session.id,
      msgSeqNum: 0,
      reason: kept,
      cause: CAUSE_OF[end],
    });
  }

  /** A new password, of which only the hash comes this far. @returns false when it cannot be put in line */
  offerPassword(sessionId: number, { passwordHash, replaces }: PasswordChange): boolean {
    return this.#line.offerReserved({ type: CommandType.ChangePassword, sessionId, passwordHash, replaces });
  }

  /** Inbound numbers up to this one carried no business: the journal is told, in their turn. */
  advance(sessionId: number, msgSeqNum: number): void {
    this.#line.offerReserved({ type: CommandType.AdvanceSession, sessionId, msgSeqNum });
  }

  onSessionEvent(session: FixSession | null, kind: SessionEventKind, text: string): void {
    this.#note(session, kind, text);
  }

  #refuseListener(session: FixSession, message: MessageView): void {
    // FIX 4.2 has no "not authorized" among its BusinessRejectReasons (380).
    const isOld = session.config.beginString === "FIX.4.2";
    const reason = isOld ? BusinessRejectReason.Other : BusinessRejectReason.NotAuthorized;
    this.#businessReject(session, message, reason, "this is a drop copy session; it takes no orders");
  }

  /** Whether the message is refused because too many come. */
  #isTurnedAway(session: FixSession, message: MessageView): boolean {
    const refusal = this.#admission.judge(session, message);
    if (refusal === null) return false;
    this.#businessReject(session, message, refusal.reason, refusal.text);
    if (refusal.logout !== null) session.endWithLogout(refusal.logout);
    return true;
  }

  #newOrder(session: FixSession, message: MessageView): void {
    if (!this.#readQty(session, message)) return;
    const qtyMantissa = message.mantissa;
    const qtyScale = message.scale;
    if (!this.#readPrice(session, message)) return;
    const priceMantissa = message.mantissa;
    const priceScale = message.scale;
    readOrderTerms(message, session.config.dictionary);
    this.#offer(session, message, {
      type: CommandType.NewOrder,
      sessionId: session.id,
      msgSeqNum: message.msgSeqNum,
      possResend: message.possResend,
      clOrdId: message.text(Tag.ClOrdID),
      account: this.#textOf(message, Tag.Account),
      symbol: this.#textOf(message, Tag.Symbol),
      side: message.char(Tag.Side) as Side,
      ordType: message.char(Tag.OrdType) as OrdType,
      timeInForce: timeInForceOf(message),
      qtyMantissa,
      qtyScale,
      priceMantissa,
      priceScale,
      unsupported: orderTerms.unsupported,
      securityId: securityIdOf(message),
      securityExchange: this.#textOf(message, Tag.SecurityExchange),
      moreTerms: orderTerms.moreTerms,
      carried: orderTerms.carried,
    });
  }

  #cancel(session: FixSession, message: MessageView): void {
    this.#offer(session, message, {
      type: CommandType.CancelOrder,
      sessionId: session.id,
      msgSeqNum: message.msgSeqNum,
      clOrdId: message.text(Tag.ClOrdID),
      origClOrdId: message.text(Tag.OrigClOrdID),
      orderId: orderIdOf(message),
      symbol: this.#textOf(message, Tag.Symbol),
      side: sideOf(message),
      securityId: securityIdOf(message),
      securityExchange: this.#textOf(message, Tag.SecurityExchange),
    });
  }

  #replace(session: FixSession, message: MessageView): void {
    if (!this.#readQty(session, message)) return;
    const qtyMantissa = message.mantissa;
    const qtyScale = message.scale;
    if (!this.#readPrice(session, message)) return;
    const priceMantissa = message.mantissa;
    const priceScale = message.scale;
    readOrderTerms(message, session.config.dictionary);
    this.#offer(session, message, {
      type: CommandType.ReplaceOrder,
      sessionId: session.id,
      msgSeqNum: message.msgSeqNum,
      clOrdId: message.text(Tag.ClOrdID),
      origClOrdId: message.text(Tag.OrigClOrdID),
      orderId: orderIdOf(message),
      symbol: this.#textOf(message, Tag.Symbol),
      side: sideOf(message),
      ordType: message.char(Tag.OrdType) as OrdType,
      timeInForce: timeInForceOf(message),
      qtyMantissa,
      qtyScale,
      priceMantissa,
      priceScale,
      unsupported: orderTerms.unsupported,
      securityId: securityIdOf(message),
      securityExchange: this.#textOf(message, Tag.SecurityExchange),
      moreTerms: orderTerms.moreTerms,
      carried: orderTerms.carried,
    });
  }

  #status(session: FixSession, message: MessageView): void {
    this.#offer(session, message, {
      type: CommandType.RequestOrderStatus,
      sessionId: session.id,
      msgSeqNum: message.msgSeqNum,
      clOrdId: message.text(Tag.ClOrdID),
      orderId: orderIdOf(message),
      ordStatusReqId: message.text(Tag.OrdStatusReqID),
      symbol: this.#textOf(message, Tag.Symbol),
      side: sideOf(message),
    });
  }

  #dontKnow(session: FixSession, message: MessageView): void {
    this.#offer(session, message, {
      type: CommandType.DontKnowTrade,
      sessionId: session.id,
      msgSeqNum: message.msgSeqNum,
      orderId: orderIdOf(message),
      execId: message.text(Tag.ExecID),
      dkReason: message.char(Tag.DKReason),
      text: message.text(Tag.Text).slice(0, TEXT_MAX),
    });
  }

  #list(session: FixSession, message: MessageView): void {
    const read = this.#lists.read(session.id, message, session.config.dictionary);
    if ("type" in read) return this.#offer(session, message, read);
    if (read.tag !== 0) return this.#reject(session, message, read.tag, read.text);
    const { msgSeqNum, msgType } = message;
    session.businessReject(msgSeqNum, msgType, read.reason, read.text, message.text(Tag.ListID));
    this.advance(session.id, msgSeqNum);
  }

  #offer(session: FixSession, message: MessageView, command: Command): void {
    if (this.#line.offer(command, message.bytes, message.start, message.end)) return;
    this.#businessReject(
      session,
      message,
      BusinessRejectReason.ApplicationNotAvailable,
      "too many messages wait to be worked; send it again in a moment",
    );
  }

  /** The text of a field whose values come again and again; "" when the message has none. */
  #textOf(message: MessageView, tag: number): string {
    const index = message.indexOf(tag);
    return index < 0 ? "" : this.#texts.get(message.bytes, message.starts[index], message.ends[index]);
  }

  /** Reads OrderQty into the view's mantissa and scale. */
  #readQty(session: FixSession, message: MessageView): boolean {
    if (message.decimal(Tag.OrderQty)) return true;
    if (message.has(Tag.OrderQty)) return this.#rejectNumber(session, message, Tag.OrderQty, "OrderQty");
    const text = "OrderQty(38) is required; orders by cash amount or percent are not supported";
    this.#businessReject(session, message, BusinessRejectReason.ConditionallyRequiredFieldMissing, text);
    return false;
  }

  /** Reads Price into the view's mantissa and scale; NO_PRICE when the message has none. */
  #readPrice(session: FixSession, message: MessageView): boolean {
    if (message.has(Tag.Price)) {
      return message.decimal(Tag.Price) || this.#rejectNumber(session, message, Tag.Price, "Price");
    }
    message.mantissa = NO_PRICE;
    message.scale = 0;
    return true;
  }

  #rejectNumber(session: FixSession, message: MessageView, tag: number, name: string): boolean {
    const text = `${name}(${tag}) ${message.text(tag)} is too long to be exact; up to 15 digits are`;
    this.#reject(session, message, tag, text);
    return false;
  }

  #hasTooLongText(session: FixSession, message: MessageView): boolean {
    const long = tooLongText(message);
    if (long !== null) this.#reject(session, message, long.tag, long.text);
    return long !== null;
  }

  #reject(session: FixSession, message: MessageView, tag: number, text: string): void {
    session.reject(message.msgSeqNum, tag, message.msgType, SessionRejectReason.ValueIncorrect, text);
    this.advance(session.id, message.msgSeqNum);
  }

  #businessReject(session: FixSession, message: MessageView, reason: number, text: string): void {
    session.businessReject(message.msgSeqNum, message.msgType, reason, text, message.text(Tag.ClOrdID));
    this.advance(session.id, message.msgSeqNum);
  }
}

function timeInForceOf(message: MessageView): TimeInForce {
  const timeInForce = message.char(Tag.TimeInForce);
  return timeInForce === "" ? TimeInForce.Day : (timeInForce as TimeInForce);
}

function sideOf(message: MessageView): Side {
  const side = message.char(Tag.Side);
  return (side === "" ? ABSENT : side) as Side;
}

/** Our OrderIDs are decimal numbers; any other text names none of our orders. */
function orderIdOf(message: MessageView): number {
  const index = message.indexOf(Tag.OrderID);
  if (index < 0 || message.ends[index] - message.starts[index] > ORDER_ID_DIGITS_MAX) return 0;
  const orderId = message.intAt(index);
  return orderId > 0 && orderId <= 0xffff_ffff ? orderId : 0;
}
