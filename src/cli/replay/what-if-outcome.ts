/** What became of one client's request, and how two courses of things differ about it. */
import { collarReference } from "../../core/risk.ts";
import type { State } from "../../core/state.ts";
import { decimalText, NO_PRICE } from "../../domain/price.ts";
import {
  type CancelOrder,
  type Command,
  CommandType,
  type Event,
  EventType,
  type NewOrder,
  type ReplaceOrder,
} from "../../domain/records.generated.ts";
import { CxlRejReason } from "../../domain/values.ts";
import type { Frame } from "../../journal/reader.ts";
import { cxlRejText, ordRejText } from "./event-words.ts";
import { exactNotional } from "./notional.ts";

/** @param text the rule, the limit and by how much; "" when accepted */
export type Outcome = { accepted: boolean; code: number; reason: string; text: string };
export type Asked = NewOrder | ReplaceOrder | CancelOrder;

export type Difference = {
  request: "order" | "replace" | "cancel";
  /** What would have become of it instead of what did. */
  change: "refused" | "accepted" | "refused for another reason";
  sequence: number;
  timeNs: bigint;
  /** The order's recorded OrderID; 0 when it had none. */
  orderId: number;
  compId: string;
  clOrdId: string;
  side: string;
  qty: string;
  symbol: string;
  /** "" for a market order and a cancel. */
  price: string;
  currency: string;
  notional: bigint;
  reason: string;
  text: string;
  recordedReason: string;
  recordedText: string;
  /** What the venue filled of it, which would not have been. */
  lostFills: number;
  lostQty: number;
  lostNotional: bigint;
  qtyScale: number;
};

/** Refusals that come of how the order stands, not of what is asked. */
const OF_THE_STATE: ReadonlySet<number> = new Set([
  CxlRejReason.TooLateToCancel,
  CxlRejReason.UnknownOrder,
  CxlRejReason.AlreadyPending,
  CxlRejReason.DuplicateClOrdId,
]);

export function isAsked(command: Command): command is Asked {
  const { type } = command;
  return type === CommandType.NewOrder || type === CommandType.ReplaceOrder || type === CommandType.CancelOrder;
}

/** @returns null when the events say neither yes nor no, as where an order seen before is told again */
export function outcomeOf(events: readonly Event[]): Outcome | null {
  for (const event of events) {
    switch (event.type) {
      case EventType.OrderAccepted:
      case EventType.ReplaceRequested:
      case EventType.CancelRequested:
        return { accepted: true, code: 0, reason: "", text: "" };
      case EventType.OrderRejected: {
        const { ordRejReason: code, text } = event;
        return { accepted: false, code, reason: ordRejText(code), text };
      }
      case EventType.RequestRejected: {
        const { cxlRejReason: code, text } = event;
        return { accepted: false, code, reason: cxlRejText(code), text };
      }
    }
  }
  return null;
}

export function isSame(was: Outcome, is: Outcome): boolean {
  return was.accepted === is.accepted && was.code === is.code;
}

/** Whether the request's other fate comes of its order's other fate, and not of what it asks. */
export function followsFromState(is: Outcome): boolean {
  return is.accepted || OF_THE_STATE.has(is.code);
}

/** The recorded OrderID a request is about; 0 when it was about none. */
export function orderIdOf(recorded: readonly Event[]): number {
  for (const event of recorded) if ("orderId" in event) return event.orderId;
  return 0;
}

/** @param state the other course, before the command */
export function differenceOf(
  frame: Frame,
  state: State,
  command: Asked,
  orderId: number,
  was: Outcome,
  is: Outcome,
): Difference {
  const instrument = state.instruments[state.instrumentIds.get(command.symbol) ?? 0];
  const hasTerms = command.type !== CommandType.CancelOrder;
  const isLimit = hasTerms && command.priceMantissa !== NO_PRICE;
  let notional = 0n;
  if (isLimit) {
    notional = exactNotional(command.priceMantissa, command.qtyMantissa, command.priceScale + command.qtyScale);
  } else if (hasTerms && instrument !== undefined) {
    const scale = instrument.priceScale + command.qtyScale;
    notional = exactNotional(collarReference(instrument), command.qtyMantissa, scale);
  }
  return {
    request: hasTerms ? (command.type === CommandType.NewOrder ? "order" : "replace") : "cancel",
    change: is.accepted ? "accepted" : was.accepted ? "refused" : "refused for another reason",
    sequence: frame.sequence,
    timeNs: frame.timeNs,
    orderId,
    compId: state.sessions[command.sessionId]?.compId ?? "",
    clOrdId: command.clOrdId,
    side: command.side,
    qty: hasTerms ? decimalText(command.qtyMantissa, command.qtyScale) : "",
    symbol: command.symbol,
    price: isLimit ? decimalText(command.priceMantissa, command.priceScale) : "",
    currency: instrument?.currency ?? "",
    notional,
    reason: is.reason,
    text: is.text,
    recordedReason: was.reason,
    recordedText: was.text,
    lostFills: 0,
    lostQty: 0,
    lostNotional: 0n,
    qtyScale: instrument?.qtyScale ?? 0,
  };
}
