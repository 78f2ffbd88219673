/** Execution reports and rejects in plain words: one message, one sentence. Pure; every FIX version's form is read. */
import { ExecType, OrdStatus, Side, TimeInForce } from "../../domain/values.ts";
import type { MessageView } from "../../fix/message-view.ts";
import { Tag } from "../../fix/tags.ts";

const EXEC_TRANS_TYPE_STATUS = "3";
const TRADE_CORRECT = "G";
const TRADE_CANCEL = "H";
/** A reason "other" adds nothing to the text beside it. */
const OTHER = "99";

export const ORD_STATUS_WORDS: Readonly<Record<string, string>> = {
  [OrdStatus.New]: "on the book",
  [OrdStatus.PartiallyFilled]: "part filled",
  [OrdStatus.Filled]: "filled",
  [OrdStatus.DoneForDay]: "done for the day",
  [OrdStatus.Canceled]: "canceled",
  [OrdStatus.PendingCancel]: "waiting for its cancel",
  [OrdStatus.Rejected]: "rejected",
  [OrdStatus.PendingNew]: "not accepted yet",
  [OrdStatus.Expired]: "expired",
  [OrdStatus.PendingReplace]: "waiting for its replace",
  [OrdStatus.Suspended]: "suspended",
};
const ORD_REJ_WORDS: Readonly<Record<string, string>> = {
  "0": "broker option",
  "1": "unknown symbol",
  "2": "exchange closed",
  "3": "order exceeds limit",
  "4": "too late to enter",
  "5": "unknown order",
  "6": "duplicate order",
  "7": "given by telephone before",
  "11": "unsupported order characteristic",
  "13": "incorrect quantity",
  "15": "unknown account",
  "16": "price exceeds current price band",
  "18": "invalid price increment",
};
const CXL_REJ_WORDS: Readonly<Record<string, string>> = {
  "0": "too late",
  "1": "unknown order",
  "2": "broker option",
  "3": "already pending",
  "6": "duplicate ClOrdID",
  "8": "price exceeds current price band",
  "18": "invalid price increment",
};
const SIDE_WORDS: Readonly<Record<string, string>> = {
  [Side.Buy]: "buy",
  [Side.Sell]: "sell",
  [Side.SellShort]: "short",
};
const TIME_IN_FORCE_WORDS: Readonly<Record<string, string>> = {
  [TimeInForce.Day]: "",
  [TimeInForce.GoodTillCancel]: " gtc",
  [TimeInForce.ImmediateOrCancel]: " ioc",
  [TimeInForce.FillOrKill]: " fok",
};

/** What an ExecutionReport reports: an ExecType as FIX 4.4 has it, whatever the version wrote. */
export function execTypeOf(report: MessageView): string {
  if (report.char(Tag.ExecTransType) === EXEC_TRANS_TYPE_STATUS) return ExecType.OrderStatus;
  // FIX 4.0 has no ExecType; before 4.3 a fill's is the OrdStatus it led to.
  const execType = report.char(Tag.ExecType) || report.char(Tag.OrdStatus);
  return execType === OrdStatus.PartiallyFilled || execType === OrdStatus.Filled ? ExecType.Trade : execType;
}

/** ExecutionReport (8). */
export function reportSentence(report: MessageView): string {
  const was = report.text(Tag.OrigClOrdID);
  const name = `order ${report.text(Tag.ClOrdID)}${was === "" ? "" : ` (was ${was})`}`;
  return `${name}: ${happening(report)}`;
}

function happening(report: MessageView): string {
  const text = report.text(Tag.Text);
  const because = text === "" ? "" : ` (${text})`;
  switch (execTypeOf(report)) {
    case ExecType.New:
      return `accepted, ${termsOf(report)}${because}`;
    case ExecType.PendingNew:
      // What goes to a venue is told of when the venue has it: only a person keeps an order pending.
      return `waits for the desk to accept it${because}`;
    case ExecType.Trade:
      return `${fillOf(report)}, ${averageOf(report)}, ${leftOf(report)}`;
    case ExecType.Canceled:
      return `canceled${because}, ${filledOf(report)}`;
    case ExecType.Suspended:
      return `suspended${because}, ${leftOf(report)}`;
    case ExecType.Expired:
      return `expired${because}, ${filledOf(report)}`;
    case ExecType.Replaced:
      return `replaced${because}, now ${termsOf(report)}, ${leftOf(report)}`;
    case ExecType.PendingCancel:
      return `cancel asked for${because}`;
    case ExecType.PendingReplace:
      return `replace asked for${because}`;
    case ExecType.Rejected:
      return `rejected: ${reasonOf(text, ORD_REJ_WORDS, report.text(Tag.OrdRejReason))}`;
    case ExecType.OrderStatus:
      return statusOf(report, because);
    case TRADE_CANCEL:
      return `a trade was taken back${because}, ${filledOf(report)}`;
    case TRADE_CORRECT:
      return `a trade was corrected${because}, ${filledOf(report)}, ${averageOf(report)}`;
    default:
      return `ExecType ${report.text(Tag.ExecType)}, OrdStatus ${report.text(Tag.OrdStatus)}${because}`;
  }
}

/** OrderCancelReject (9). */
export function cancelRejectSentence(reject: MessageView): string {
  const what = reject.char(Tag.CxlRejResponseTo) === "2" ? "replace" : "cancel";
  const of = reject.text(Tag.OrigClOrdID);
  const reason = reasonOf(reject.text(Tag.Text), CXL_REJ_WORDS, reject.text(Tag.CxlRejReason));
  return `${what} ${reject.text(Tag.ClOrdID)}${of === "" ? "" : ` of ${of}`}: refused: ${reason}`;
}

/** BusinessMessageReject (j) and Reject (3); `clOrdId` is what the rejected message was about, "" when nothing. */
export function messageRejectSentence(reject: MessageView, clOrdId: string): string {
  const text =
    reject.text(Tag.Text) || `reason ${reject.text(Tag.BusinessRejectReason) || reject.text(Tag.SessionRejectReason)}`;
  const refTag = reject.text(Tag.RefTagID);
  return `${clOrdId === "" ? `message ${reject.text(Tag.RefSeqNum)}` : clOrdId}: refused: ${text}${refTag === "" ? "" : ` (tag ${refTag})`}`;
}

export function termsText(side: string, qty: string, symbol: string, price: string, timeInForce: string): string {
  const at = price === "" ? "at market" : `@ ${price}`;
  return `${SIDE_WORDS[side] ?? `side ${side}`} ${qty} ${symbol} ${at}${TIME_IN_FORCE_WORDS[timeInForce] ?? ""}`;
}

/** A price without the zeros an average carries beyond the digits of `like`: "100.000000" like "100.25" is "100.00". */
export function trimPrice(price: string, like: string): string {
  const digits = like.includes(".") ? like.length - like.indexOf(".") - 1 : 0;
  const point = price.indexOf(".");
  if (point === -1) return price;
  let end = price.length;
  while (end > point + 1 + digits && price[end - 1] === "0") end--;
  return price.slice(0, end === point + 1 ? point : end);
}

function termsOf(report: MessageView): string {
  return termsText(
    report.char(Tag.Side),
    report.text(Tag.OrderQty),
    report.text(Tag.Symbol),
    report.text(Tag.Price),
    report.char(Tag.TimeInForce),
  );
}

function fillOf(report: MessageView): string {
  const done = report.char(Tag.OrdStatus) === OrdStatus.Filled ? "filled" : "part filled";
  const of = `${report.text(Tag.LastQty)} of ${report.text(Tag.OrderQty)} ${report.text(Tag.Symbol)}`;
  return `${done} ${of} at ${report.text(Tag.LastPx)}`;
}

function filledOf(report: MessageView): string {
  return `${report.text(Tag.CumQty)} of ${report.text(Tag.OrderQty)} ${report.text(Tag.Symbol)} filled`;
}

function averageOf(report: MessageView): string {
  return `average ${trimPrice(report.text(Tag.AvgPx), report.text(Tag.LastPx) || report.text(Tag.Price))}`;
}

function leftOf(report: MessageView): string {
  const left = report.has(Tag.LeavesQty)
    ? report.text(Tag.LeavesQty)
    : String(Number(report.text(Tag.OrderQty)) - Number(report.text(Tag.CumQty)));
  return Number(left) === 0 ? "nothing left" : `${left} left`;
}

function statusOf(report: MessageView, because: string): string {
  const ordStatus = report.char(Tag.OrdStatus);
  const words = ORD_STATUS_WORDS[ordStatus] ?? `OrdStatus ${ordStatus}`;
  if (report.text(Tag.OrderID) === "NONE") return `unknown${because}`;
  const average = Number(report.text(Tag.CumQty)) === 0 ? "" : `, ${averageOf(report)}`;
  return `${words}${because}, ${termsOf(report)}, ${filledOf(report)}${average}, ${leftOf(report)}`;
}

function reasonOf(text: string, words: Readonly<Record<string, string>>, code: string): string {
  const word = code === "" || code === OTHER ? "" : (words[code] ?? `reason ${code}`);
  if (text === "") return word === "" ? "no reason was given" : word;
  return word === "" ? text : `${text} (${word})`;
}
