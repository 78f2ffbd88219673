/**
 * Hot path: each NewOrderSingle (D), OrderCancelRequest (F) and OrderCancelReplaceRequest (G) that became a command is
 * sent on to the drop copy sessions that ask for requests and in whose scope it is, in the frame of its command and before
 * its reports; budget 2 us a copy.
 *
 * A copy has the client's business fields byte for byte, TransactTime(60) too, as far as the drop copy's FIX version has
 * them (`BodyCopier` says what is left out), and says whose it is in OnBehalfOfCompID(115) and, where the version has it,
 * that it is a copy in CopyMsgIndicator(797). Refused orders are copied like others; what was refused by the session, or
 * for want of room, never was a request. The client's own header (SenderSubID and the like) is not copied.
 *
 * The time we received it (RTS 25: the frame's time in the journal, which is when the request got its place in line):
 * an entry of TrdRegTimestamps, 770=4 (broker receipt), behind the client's own, in D and G of FIX 5.0 and later. No other
 * version has that group in these messages, and none has it in F; there SendingTime(52) of the copy is exactly that time
 * (and OrigSendingTime(122) when it is sent again), in the session's `timestampDigits`.
 *
 * What the version requires and the client's did not send is said as we understood it: HandlInst(21) 1, CxlType(125) F,
 * TransactTime the time we received it, and the order's own quantity, ClOrdID and symbol.
 */
import type { State } from "../core/state.ts";
import { clientClOrdId } from "../core/telephoned.ts";
import { type CancelOrder, type Command, CommandType, type ReplaceOrder } from "../domain/records.generated.ts";
import { BodyCopier } from "../fix/body-copier.ts";
import type { Dictionary } from "../fix/dictionary.ts";
import { MessageView } from "../fix/message-view.ts";
import type { MessageWriter } from "../fix/message-writer.ts";
import { groupOf } from "../fix/messages/group-cursor.ts";
import type { FixSession } from "../fix/session.ts";
import { Tag } from "../fix/tags.ts";
import { type DropCopyScope, isInScope } from "./drop-copy-scope.ts";

/** TrdRegTimestampType(770): when a broker received it. */
const BROKER_RECEIPT = 4;
const AUTOMATED_NO_INTERVENTION = "1";
const FULL_REMAINING_QUANTITY = "F";
const NONE = "NONE";

type Recipient = { session: FixSession; scope: DropCopyScope; copier: BodyCopier };
/** A command that can be copied, which names its session. */
type Request = Command & { sessionId: number };

export class RequestCopies {
  /** Copies made since the start. */
  copies = 0;
  readonly #state: State;
  readonly #recipients: Recipient[] = [];
  readonly #view = new MessageView();

  constructor(state: State) {
    this.#state = state;
  }

  /** From now on the session gets the requests in its scope. */
  add(session: FixSession, scope: DropCopyScope): void {
    this.#recipients.push({ session, scope, copier: new BodyCopier(session.config.dictionary) });
  }

  /**
   * Sends the copies of one request, before its events change anything.
   *
   * @param source the dictionary the request is valid by
   * @param raw where the client's message lies, from `start` to `end`
   * @param timeNs the frame's time
   */
  copy(source: Dictionary, command: Command, raw: Buffer, start: number, end: number, timeNs: bigint): void {
    if (this.#recipients.length === 0 || !isRequest(command)) return;
    const row = this.#rowOf(command);
    const account = this.#accountOf(command, row);
    let isRead = false;
    for (let index = 0; index < this.#recipients.length; index++) {
      const recipient = this.#recipients[index];
      if (!isInScope(recipient.scope, command.sessionId, account)) continue;
      if (!isRead && !this.#view.index(raw, start, end)) return;
      isRead = true;
      this.#write(recipient, source, command, row, timeNs);
    }
  }

  #write({ session, copier }: Recipient, source: Dictionary, command: Request, row: number, timeNs: bigint): void {
    const view = this.#view;
    const spec = session.config.dictionary.message(view.msgType);
    if (spec === undefined) return;
    const writer = session.begin(view.msgType, this.#state.sessions[command.sessionId]?.compId ?? "");
    copier.copy(view, source, writer, Tag.NoTrdRegTimestamps);
    for (let index = 0; index < spec.required.length; index++) {
      if (copier.lacks(view, spec, spec.required[index])) this.#fill(writer, spec.required[index], row, timeNs);
    }
    if (spec.places[Tag.CopyMsgIndicator] > 0 && !view.has(Tag.CopyMsgIndicator)) {
      writer.bool(Tag.CopyMsgIndicator, true);
    }
    if (groupOf(spec, Tag.NoTrdRegTimestamps) !== undefined) {
      const mark = writer.beginGroup(Tag.NoTrdRegTimestamps);
      const entries = copier.copyEntries(view, source, Tag.NoTrdRegTimestamps, writer);
      writer.timestamp(Tag.TrdRegTimestamp, timeNs);
      writer.int(Tag.TrdRegTimestampType, BROKER_RECEIPT);
      writer.text(Tag.TrdRegTimestampOrigin, session.config.senderCompId);
      writer.endGroup(mark, entries + 1);
    }
    session.send();
    this.copies++;
  }

  #fill(writer: MessageWriter, tag: number, row: number, timeNs: bigint): void {
    const { orders, instruments } = this.#state;
    const instrument = instruments[orders.instrumentId[row]];
    switch (tag) {
      case Tag.HandlInst:
        return writer.text(tag, AUTOMATED_NO_INTERVENTION);
      case Tag.CxlType:
        return writer.text(tag, FULL_REMAINING_QUANTITY);
      case Tag.TransactTime:
        return writer.timestamp(tag, timeNs);
      case Tag.OrderQty:
        return writer.decimal(tag, row === 0 ? 0 : orders.orderQty[row], instrument?.qtyScale ?? 0);
      case Tag.OrigClOrdID:
        return writer.text(tag, row === 0 ? NONE : clientClOrdId(this.#state, row, orders.clOrdIdEntry[row]) || NONE);
      default:
        return writer.text(tag, tag === Tag.Symbol ? (instrument?.symbol ?? "[N/A]") : NONE);
    }
  }

  /** Row of the order a request speaks of, 0 for none: a new order has none yet. */
  #rowOf(command: Request): number {
    if (command.type === CommandType.NewOrder) return 0;
    const { orders, clOrdIds } = this.#state;
    const { sessionId, origClOrdId, orderId } = command as CancelOrder | ReplaceOrder;
    const entry = origClOrdId === "" ? -1 : clOrdIds.find(sessionId, origClOrdId);
    const named = entry < 0 ? orderId : clOrdIds.valueOf(entry);
    const row = orders.rowOf(named);
    return row !== 0 && orders.sessionId[row] === sessionId ? row : 0;
  }

  /** The order's account; of a new or unknown one what the message says, or else the session's own. */
  #accountOf(command: Request, row: number): string {
    const { orders, accounts, sessions } = this.#state;
    if (row !== 0) return accounts.textOf(orders.accountEntry[row]);
    const account = command.type === CommandType.NewOrder ? command.account : "";
    return account === "" ? (sessions[command.sessionId]?.account ?? "") : account;
  }
}

function isRequest(command: Command): command is Request {
  const { type } = command;
  return type === CommandType.NewOrder || type === CommandType.CancelOrder || type === CommandType.ReplaceOrder;
}
