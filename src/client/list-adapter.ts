/**
 * A client's messages about lists of orders (35=E, K, L, M) become commands. Cold. Each order of a list is read by the same
 * rules as an order alone: its entry of NoOrders(73) is put down as a message of its own, and that is read.
 */
import { CL_ORD_ID_MAX, LIST_LINES_MAX } from "../domain/limits.ts";
import { type ListLine, listLineText } from "../domain/list-lines.ts";
import { NO_PRICE } from "../domain/price.ts";
import { type Command, CommandType } from "../domain/records.generated.ts";
import { Contingency, type OrdType, type Side, TimeInForce } from "../domain/values.ts";
import type { Dictionary } from "../fix/dictionary.ts";
import { MessageView } from "../fix/message-view.ts";
import { groupEnd, groupOf, indexOutsideGroups } from "../fix/messages/group-cursor.ts";
import { BusinessRejectReason } from "../fix/reject-reasons.ts";
import { MsgType, Tag } from "../fix/tags.ts";
import { tooLongText } from "./kept-texts.ts";
import { orderTerms, readOrderTerms } from "./order-terms.ts";
import { securityIdOf } from "./security-id.ts";

/** Why a message about a list is no command: with a tag for a Reject(3), with a reason for a BusinessMessageReject(j). */
export type ListRefusal = { tag: number; reason: number; text: string };

const HEAD = Buffer.from(`35=${MsgType.NewOrderSingle}\x01`, "latin1");
const NO_BIDDING = 3;
/** ListExecInstType (433). */
const EXEC_IMMEDIATE = "1";
const EXEC_WAIT = "2";
const CODE_MAX = 0xff;

/** Has the version lists of orders in one message? */
export function takesLists(dictionary: Dictionary): boolean {
  const spec = dictionary.message(MsgType.NewOrderList);
  return spec !== undefined && groupOf(spec, Tag.NoOrders) !== undefined;
}

/** Reads lists. Reused for message after message. */
export class ListAdapter {
  readonly #line = new MessageView();

  /** @returns the command, or why there is none */
  read(sessionId: number, message: MessageView, dictionary: Dictionary): Command | ListRefusal {
    const listId = message.text(Tag.ListID);
    if (!takesLists(dictionary)) {
      const text = `MsgType(35) ${message.msgType} is not supported in this version; lists of orders are from FIX 4.2 on`;
      return refusal(BusinessRejectReason.UnsupportedMessageType, text);
    }
    if (listId.length > CL_ORD_ID_MAX) {
      const text = `ListID(66) has ${listId.length} characters; at most ${CL_ORD_ID_MAX} are kept`;
      return { tag: Tag.ListID, reason: 0, text };
    }
    const asked = { sessionId, msgSeqNum: message.msgSeqNum, listId };
    switch (message.msgType) {
      case MsgType.ListExecute:
        return { type: CommandType.ExecuteList, ...asked };
      case MsgType.ListCancelRequest:
        return { type: CommandType.CancelList, ...asked };
      case MsgType.ListStatusRequest:
        return { type: CommandType.RequestListStatus, ...asked };
      default:
        return this.#newList(asked, message, dictionary);
    }
  }

  #newList(
    asked: { sessionId: number; msgSeqNum: number; listId: string },
    message: MessageView,
    dictionary: Dictionary,
  ): Command | ListRefusal {
    const fault = shapeFault(message);
    if (fault !== "") return refusal(BusinessRejectReason.Other, fault);
    const lines = this.#readLines(message, dictionary);
    if (typeof lines !== "string") return lines;
    if (lines.length > LIST_LINES_MAX) {
      const text = `the orders of the message have ${lines.length} characters; at most ${LIST_LINES_MAX} are taken: send the list in parts`;
      return refusal(BusinessRejectReason.Other, text);
    }
    const contingency = message.has(Tag.ContingencyType) ? message.int(Tag.ContingencyType) : Contingency.None;
    return {
      type: CommandType.NewOrderList,
      ...asked,
      possResend: message.possResend,
      contingency: Math.min(Math.max(contingency, 0), CODE_MAX) as Contingency,
      totNoOrders: Math.min(Math.max(message.int(Tag.TotNoOrders), 0), 0xffff_ffff),
      waitsForExecute: message.char(Tag.ListExecInstType) === EXEC_WAIT,
      isLast: message.char(Tag.LastFragment) === "Y",
      lines,
    };
  }

  /** The orders as one text. */
  #readLines(message: MessageView, dictionary: Dictionary): string | ListRefusal {
    const spec = dictionary.message(message.msgType);
    const group = spec === undefined ? undefined : groupOf(spec, Tag.NoOrders);
    const count = spec === undefined ? -1 : indexOutsideGroups(message, spec, Tag.NoOrders);
    if (group === undefined || count < 0) {
      return refusal(BusinessRejectReason.ConditionallyRequiredFieldMissing, "NoOrders(73) is required");
    }
    const end = groupEnd(message, count + 1, group, 0);
    let lines = "";
    for (let from = count + 1; from < end; ) {
      let to = from + 1;
      while (to < end && message.tags[to] !== group.delimiter) to++;
      const line = this.#readLine(message, from, to, dictionary);
      if ("text" in line) return line;
      lines += listLineText(line);
      from = to;
    }
    return lines;
  }

  #readLine(message: MessageView, from: number, to: number, dictionary: Dictionary): ListLine | ListRefusal {
    const view = this.#line;
    const bytes = orderMessage(message, from, to);
    if (!view.index(bytes, 0, bytes.length)) return refusal(BusinessRejectReason.Other, "an order cannot be read");
    const name = `order ${view.text(Tag.ListSeqNo)} of the list`;
    const long = tooLongText(view);
    if (long !== null) return { tag: long.tag, reason: 0, text: `${name}: ${long.text}` };
    const missing = missingField(view);
    if (missing !== "")
      return refusal(BusinessRejectReason.ConditionallyRequiredFieldMissing, `${name}: ${missing} is required`);
    if (!view.decimal(Tag.OrderQty)) return inexact(view, Tag.OrderQty, "OrderQty", name);
    const { mantissa: qtyMantissa, scale: qtyScale } = view;
    const hasPrice = view.has(Tag.Price);
    if (hasPrice && !view.decimal(Tag.Price)) return inexact(view, Tag.Price, "Price", name);
    const priceMantissa = hasPrice ? view.mantissa : NO_PRICE;
    const priceScale = hasPrice ? view.scale : 0;
    readOrderTerms(view, dictionary);
    const timeInForce = view.char(Tag.TimeInForce);
    return {
      listSeqNo: Math.max(view.int(Tag.ListSeqNo), 0),
      clOrdId: view.text(Tag.ClOrdID),
      account: view.text(Tag.Account),
      symbol: view.text(Tag.Symbol),
      side: view.char(Tag.Side) as Side,
      ordType: view.char(Tag.OrdType) as OrdType,
      timeInForce: (timeInForce === "" ? TimeInForce.Day : timeInForce) as TimeInForce,
      qtyMantissa,
      qtyScale,
      priceMantissa,
      priceScale,
      unsupported: orderTerms.unsupported,
      securityId: securityIdOf(view),
      securityExchange: view.text(Tag.SecurityExchange),
      linkId: view.text(Tag.ClOrdLinkID),
      moreTerms: [...orderTerms.moreTerms],
      carried: orderTerms.carried,
    };
  }
}

function shapeFault(message: MessageView): string {
  const bidType = message.int(Tag.BidType);
  if (message.has(Tag.BidType) && bidType !== NO_BIDDING)
    return `BidType(394) ${bidType} is not supported; 3 (no bidding process) is`;
  const execInst = message.char(Tag.ListExecInstType);
  if (execInst !== "" && execInst !== EXEC_IMMEDIATE && execInst !== EXEC_WAIT)
    return `ListExecInstType(433) ${execInst} is not supported; 1 (immediate) and 2 (wait for ListExecute) are`;
  return "";
}

function missingField(view: MessageView): string {
  if (!view.has(Tag.OrderQty)) return "OrderQty(38)";
  if (!view.has(Tag.OrdType)) return "OrdType(40)";
  return view.has(Tag.Side) ? "" : "Side(54)";
}

/** The fields from one index to before another, as a message. */
function orderMessage(message: MessageView, from: number, to: number): Buffer {
  const tagLength = String(message.tags[from]).length + 1;
  const fields = message.bytes.subarray(message.starts[from] - tagLength, message.ends[to - 1] + 1);
  let sum = 0;
  for (const byte of HEAD) sum += byte;
  for (let index = 0; index < fields.length; index++) sum += fields[index];
  return Buffer.concat([HEAD, fields, Buffer.from(`10=${String(sum % 256).padStart(3, "0")}\x01`, "latin1")]);
}

function inexact(view: MessageView, tag: number, name: string, order: string): ListRefusal {
  return {
    tag,
    reason: 0,
    text: `${order}: ${name}(${tag}) ${view.text(tag)} is too long to be exact; up to 15 digits are`,
  };
}

function refusal(reason: number, text: string): ListRefusal {
  return { tag: 0, reason, text };
}
