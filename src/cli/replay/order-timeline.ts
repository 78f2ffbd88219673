/** One order up to a place: how it stood then, and everything that happened to it, with sequence, time and why. */
import { type OrderView, viewOrder } from "../../core/order-view.ts";
import type { State } from "../../core/state.ts";
import type { FrameContent } from "../../domain/frame.ts";
import { decimalText, decimalTextShort, NO_PRICE } from "../../domain/price.ts";
import { CommandName, type Event, EventName } from "../../domain/records.generated.ts";
import type { Frame } from "../../journal/reader.ts";
import { timeText } from "../../lib/iso-time.ts";
import { type Recovered, readRecovered } from "../../recover.ts";
import { eventWords } from "./event-words.ts";
import { statusWords } from "./state-summary.ts";

export type TimelineRow = {
  sequence: number;
  time: string;
  /** The command that caused it, and MsgSeqNum(34) of the client's message; 0 when it came from elsewhere. */
  command: string;
  msgSeqNum: number;
  event: string;
  why: string;
  /** OrdStatus(39) and quantities after the event. */
  ordStatus: string;
  cumQty: string;
  leavesQty: string;
};

/** @returns the OrderIDs an OrderID or a ClOrdID names: a ClOrdID may name an order of several sessions and days */
export function findOrders(directory: string, until: number, asked: string): Set<number> {
  const found = new Set<number>();
  const { state } = readRecovered(directory, (frame, content) => {
    for (const event of content.events) {
      if ("clOrdId" in event && event.clOrdId === asked && "orderId" in event && event.orderId > 0) {
        found.add(event.orderId);
      }
    }
    return frame.sequence < until;
  });
  if (/^\d{1,10}$/.test(asked) && Number(asked) >= 1 && Number(asked) <= state.orders.count) found.add(Number(asked));
  return found;
}

/** Applies the journal up to `until` and keeps what happened to the orders. */
export function readTimelines(
  directory: string,
  until: number,
  orderIds: ReadonlySet<number>,
): { recovered: Recovered; sequence: number; timelines: Map<number, TimelineRow[]>; orders: Map<number, OrderView> } {
  let sequence = 0;
  const timelines = new Map<number, TimelineRow[]>();
  const orders = new Map<number, OrderView>();
  for (const orderId of orderIds) timelines.set(orderId, []);
  const recovered = readRecovered(directory, (frame, content, state) => {
    sequence = frame.sequence;
    for (const event of content.events) {
      if (!("orderId" in event)) continue;
      const timeline = timelines.get(event.orderId);
      if (timeline === undefined) continue;
      // Kept as of its last event: an order that was done days ago is no longer in the state.
      const order = viewOrder(state, event.orderId);
      if (order !== null) orders.set(event.orderId, order);
      timeline.push(rowOf(frame, content, event, order));
    }
    return frame.sequence < until;
  });
  return { recovered, sequence, timelines, orders };
}

function rowOf(frame: Frame, { command }: FrameContent, event: Event, order: OrderView | null): TimelineRow {
  return {
    sequence: frame.sequence,
    time: timeText(frame.timeNs),
    command: CommandName[command.type],
    msgSeqNum: "msgSeqNum" in command ? command.msgSeqNum : 0,
    event: EventName[event.type],
    why: eventWords(event, order),
    ordStatus: order?.ordStatus ?? "",
    cumQty: decimalText(order?.cumQty ?? 0, order?.qtyScale ?? 0),
    leavesQty: decimalText(order?.leavesQty ?? 0, order?.qtyScale ?? 0),
  };
}

export function timelineText(rows: readonly TimelineRow[]): string {
  const width = Math.max(0, ...rows.map((row) => causeOf(row).length));
  return rows
    .map((row, index) => {
      const isLast = rows[index + 1]?.sequence !== row.sequence;
      const state = isLast ? `  [${statusWords(row.ordStatus)}, filled ${row.cumQty}, leaves ${row.leavesQty}]` : "";
      return `  ${String(row.sequence).padStart(8)}  ${row.time}  ${causeOf(row).padEnd(width)}  ${row.why}${state}\n`;
    })
    .join("");
}

function causeOf({ command, msgSeqNum }: TimelineRow): string {
  return msgSeqNum === 0 ? command : `${command} 34=${msgSeqNum}`;
}

export function selectOrders(state: State, openOnly: boolean): OrderView[] {
  const orders: OrderView[] = [];
  for (let row = 1; row <= state.orders.rowCount; row++) {
    if (openOnly && !state.orders.isOpen(row)) continue;
    const order = viewOrder(state, state.orders.idOf(row));
    if (order !== null) orders.push(order);
  }
  return orders;
}

export function orderLine(order: OrderView): string {
  const side = order.side === "1" ? "buy" : "sell";
  const price = order.price === NO_PRICE ? "market" : `@ ${decimalText(order.price, order.priceScale)}`;
  const filled = `${decimalText(order.cumQty, order.qtyScale)} at ${decimalTextShort(order.avgPxMantissa, order.avgPxScale)}`;
  return (
    `${order.orderId} ${order.compId} ${order.clOrdId} ${side} ${decimalText(order.orderQty, order.qtyScale)} ${order.symbol} ${price}` +
    ` OrdStatus ${order.ordStatus} filled ${filled} leaves ${decimalText(order.leavesQty, order.qtyScale)}`
  );
}
