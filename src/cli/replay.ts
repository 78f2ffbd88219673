/** `lockstep replay`: the state as of any place in the journal, made by applying the recorded events up to it. */
import type { OrderView } from "../core/order-view.ts";
import { viewOrder } from "../core/order-view.ts";
import type { State } from "../core/state.ts";
import { decimalText, decimalTextShort, NO_PRICE } from "../domain/price.ts";
import { CommandName, EventName } from "../domain/records.generated.ts";
import { readRecovered, stateHash } from "../recover.ts";
import { readOptions, readWhole } from "./options.ts";
import { journalDirectory } from "./verify.ts";

const HELP = `usage: lockstep replay [--data-dir DIR] [--until N] [--order ID] [--open] [--events] [--json]

  --until N    stop after sequence N (default: the end)
  --order ID   only this OrderID
  --open       only orders that are still open
  --events     print every command and event on the way
  --json       one JSON object a line
`;

export async function replay(args: string[]): Promise<number> {
  const { values } = readOptions(args, {
    "data-dir": { type: "string" },
    until: { type: "string" },
    order: { type: "string" },
    open: { type: "boolean" },
    events: { type: "boolean" },
    json: { type: "boolean" },
    help: { type: "boolean", short: "h" },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const until =
    values.until === undefined ? Number.MAX_SAFE_INTEGER : readWhole(values.until, "until", 1, Number.MAX_SAFE_INTEGER);
  const only = values.order === undefined ? 0 : readWhole(values.order, "order", 1, 0xffff_ffff);
  const isJson = values.json === true;
  let lastSequence = 0;
  let lastTimeNs = 0n;
  const { state } = readRecovered(
    journalDirectory((values["data-dir"] as string | undefined) ?? "./data"),
    (frame, content) => {
      lastSequence = frame.sequence;
      lastTimeNs = frame.timeNs;
      if (values.events) {
        const names = content.events.map((event) => EventName[event.type]).join(" ");
        process.stdout.write(
          `${frame.sequence} ${timeText(frame.timeNs)} ${CommandName[content.command.type]}: ${names}\n`,
        );
      }
      return frame.sequence < until;
    },
  );
  const orders = selectOrders(state, only, values.open === true);
  for (const order of orders)
    process.stdout.write(isJson ? `${JSON.stringify(order, jsonValue)}\n` : `${orderLine(order)}\n`);
  const summary = {
    sequence: lastSequence,
    time: timeText(lastTimeNs),
    orders: state.orders.count,
    stateHash: stateHash(state),
  };
  process.stdout.write(
    isJson
      ? `${JSON.stringify(summary)}\n`
      : `as of sequence ${summary.sequence}, ${summary.time}: ${summary.orders} orders, state ${summary.stateHash}\n`,
  );
  return 0;
}

function selectOrders(state: State, only: number, openOnly: boolean): OrderView[] {
  const orders: OrderView[] = [];
  for (let orderId = 1; orderId <= state.orders.count; orderId++) {
    if (only !== 0 && orderId !== only) continue;
    if (openOnly && !state.orders.isOpen(orderId)) continue;
    const order = viewOrder(state, orderId);
    if (order !== null) orders.push(order);
  }
  return orders;
}

function orderLine(order: OrderView): string {
  const side = order.side === "1" ? "buy" : "sell";
  const price = order.price === NO_PRICE ? "market" : `@ ${decimalText(order.price, order.priceScale)}`;
  const filled = `${decimalText(order.cumQty, order.qtyScale)} at ${decimalTextShort(order.avgPxMantissa, order.avgPxScale)}`;
  return (
    `${order.orderId} ${order.compId} ${order.clOrdId} ${side} ${decimalText(order.orderQty, order.qtyScale)} ${order.symbol} ${price}` +
    ` OrdStatus ${order.ordStatus} filled ${filled} leaves ${decimalText(order.leavesQty, order.qtyScale)}`
  );
}

function timeText(timeNs: bigint): string {
  const whole = new Date(Number(timeNs / 1_000_000n)).toISOString().slice(0, 19);
  return `${whole}.${String(timeNs % 1_000_000_000n).padStart(9, "0")}Z`;
}

function jsonValue(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}
