/** What must be true of both sides of a venue's line when everything has come to rest. */
import { openSimulatedExchange } from "../../simulator/open-exchange.ts";
import type { Config } from "../../src/config.ts";
import { isCare } from "../../src/core/held-orders.ts";
import type { State } from "../../src/core/state.ts";
import { type VenueReport, VenueReportKind } from "../../src/domain/exchange-port.ts";
import { decodeFrame } from "../../src/domain/frame.ts";
import { parseVenueClOrdId } from "../../src/domain/instrument.ts";
import { EventType, type OrderFilled } from "../../src/domain/records.generated.ts";
import { ExceptionKind } from "../../src/domain/values.ts";
import type { Disk } from "../../src/journal/disk.ts";
import { scanJournal } from "../../src/journal/journal.ts";
import { ByteReader } from "../../src/lib/byte-buffer.ts";
import { EXCHANGE_JOURNAL, OMS_JOURNAL } from "./disk-door.ts";
import { checkReplay } from "./verdict.ts";
import type { World } from "./world.ts";

const REQUEST_FACTOR = 65_536;

/** An order as the venue's own journal has it. */
type AtVenue = {
  cumQty: number;
  notional: number;
  isCanceled: boolean;
  replaced: { orderQty: number; price: number } | null;
};
type Trade = { orderId: number; qty: number; px: number };
type Tape = { orders: Map<number, AtVenue>; trades: Map<string, Trade>; resting: number };

/** @param aliens ClOrdIDs of the orders the venue has told of that we never sent */
export function checkBothSides(
  world: World,
  live: State,
  disk: Disk,
  instruments: Config["instruments"],
  aliens: readonly string[],
): void {
  const { state } = checkReplay(world, disk, live);
  const { orders, venues } = state;
  const tape = tapeOf(world, disk, instruments);
  checkExceptions(world, state, aliens);
  for (const orderId of venues.doubts) world.fail("doubt", `order ${orderId} is in doubt`);
  let open = 0;
  for (let orderId = 1; orderId <= orders.count; orderId++) {
    const row = orders.rowOf(orderId);
    const there = tape.orders.get(orderId);
    const what = `order ${orderId}:`;
    if (isCare(orders, row)) {
      checkWhole(world, state, orderId, row);
      continue;
    }
    const [cumQty, notional] = [there?.cumQty ?? 0, there?.notional ?? 0];
    if (orders.cumQty[row] !== cumQty) world.fail("CumQty", `${what} ${orders.cumQty[row]} here, ${cumQty} there`);
    if (orders.notional[row] !== notional)
      world.fail("AvgPx", `${what} ${orders.notional[row]} here, ${notional} there`);
    if (orders.isOpen(row) && orders.isUnanswered(row)) world.fail("answered", `${what} a request has no answer`);
    const isOpen = orders.isOpen(row);
    const rests = there !== undefined && !there.isCanceled && there.cumQty < orders.orderQty[row];
    if (isOpen !== rests) world.fail("open", `${what} ${isOpen ? "open" : "ended"} here, not so there`);
    if (!orders.isOpen(row)) continue;
    open++;
    const terms = there?.replaced ?? null;
    if (terms !== null && (terms.orderQty !== orders.orderQty[row] || terms.price !== orders.price[row])) {
      const here = `${orders.orderQty[row]} at ${orders.price[row]}`;
      world.fail("terms", `${what} ${here} here, ${terms.orderQty} at ${terms.price} there`);
    }
  }
  for (const orderId of tape.orders.keys()) {
    if (!orders.has(orderId)) world.fail("alien", `the venue has order ${orderId}, and the OMS ${orders.count} orders`);
  }
  if (open !== tape.resting) world.fail("open", `${open} orders are open here, ${tape.resting} rest there`);
  checkFills(world, disk, tape.trades);
}

/** Every order the venue has and we never sent is told to people, once; nothing else is left to them. */
function checkExceptions(world: World, { venues }: State, aliens: readonly string[]): void {
  const told: string[] = [];
  for (const { kind, text, orderId } of venues.exceptions.values()) {
    if (kind === ExceptionKind.AlienOrder) told.push(/STRANGE-\d+/.exec(text)?.[0] ?? text);
    else world.fail("person", `order ${orderId}: ${text}`);
  }
  const [is, has] = [told.toSorted().join(" "), aliens.toSorted().join(" ")];
  if (is !== has) world.fail("alien", `told of: ${is}; the venue has: ${has}`);
}

/** An order that people work has traded what its parts have, and what was filled by hand. */
function checkWhole(world: World, { orders, care, exchangeExecIds, fills }: State, orderId: number, row: number): void {
  let [cumQty, notional] = [0, 0];
  for (const childId of care.work.get(orderId)?.children ?? []) {
    cumQty += orders.cumQty[orders.rowOf(childId)];
    notional += orders.notional[orders.rowOf(childId)];
  }
  for (let entry = 0; entry < exchangeExecIds.size; entry++) {
    if (!exchangeExecIds.textOf(entry).startsWith(`manual:${orderId}:`)) continue;
    cumQty += fills.lastQty[entry];
    notional += fills.lastQty[entry] * fills.lastPx[entry];
  }
  const what = `order ${orderId}, which people work:`;
  if (orders.cumQty[row] !== cumQty) world.fail("CumQty", `${what} ${orders.cumQty[row]}, its parts ${cumQty}`);
  if (orders.notional[row] !== notional) world.fail("AvgPx", `${what} ${orders.notional[row]}, its parts ${notional}`);
  if (orders.isOpen(row) && orders.isUnanswered(row)) world.fail("answered", `${what} a request has no answer`);
}

/** Every trade of the venue is booked once, as it was, and nothing else is. */
function checkFills(world: World, disk: Disk, trades: ReadonlyMap<string, Trade>): void {
  const booked = new Map<string, OrderFilled>();
  const reader = new ByteReader();
  scanJournal(
    OMS_JOURNAL,
    (frame) => {
      reader.reset(frame.bytes, frame.payloadStart, frame.payloadEnd);
      for (const event of decodeFrame(reader).events) {
        // What people filled by hand, and what a whole heard of its parts, no venue has told.
        if (event.type !== EventType.OrderFilled || event.venueId === 0) continue;
        const { exchangeExecId, orderId, lastQty, lastPx } = event;
        if (booked.has(exchangeExecId)) world.fail("booked twice", `ExecID ${exchangeExecId} of order ${orderId}`);
        booked.set(exchangeExecId, { ...event });
        const trade = trades.get(exchangeExecId);
        if (trade?.orderId === orderId && trade.qty === lastQty && trade.px === lastPx) continue;
        world.fail("booked wrong", `ExecID ${exchangeExecId}: ${lastQty} at ${lastPx} of order ${orderId}`);
      }
      return true;
    },
    disk,
  );
  for (const [execId, { orderId }] of trades) {
    if (!booked.has(execId)) world.fail("not booked", `ExecID ${execId} of order ${orderId}`);
  }
}

/** Everything the venue ever did, by its own journal. */
function tapeOf(world: World, disk: Disk, instruments: Config["instruments"]): Tape {
  const orders = new Map<number, AtVenue>();
  const trades = new Map<string, Trade>();
  const exchange = openSimulatedExchange({
    directory: EXCHANGE_JOURNAL,
    instruments,
    agents: null,
    lastReportSequence: 0,
    disk,
    nowNs: () => 0n,
  });
  const onReport = (report: VenueReport) => {
    const orderId = Math.floor(parseVenueClOrdId(report.clOrdId) / REQUEST_FACTOR);
    const order = orders.get(orderId);
    if (report.kind === VenueReportKind.Accepted) {
      if (order !== undefined) world.fail("entered twice", `the venue took order ${orderId} as new twice`);
      orders.set(orderId, { cumQty: 0, notional: 0, isCanceled: false, replaced: null });
    }
    if (order === undefined) return true;
    switch (report.kind) {
      case VenueReportKind.Fill:
        order.cumQty += report.lastQty;
        order.notional += report.lastQty * report.lastPx;
        trades.set(report.exchangeExecId, { orderId, qty: report.lastQty, px: report.lastPx });
        return true;
      case VenueReportKind.Replaced:
        order.replaced = { orderQty: report.orderQty, price: report.price };
        return true;
      case VenueReportKind.Canceled:
      case VenueReportKind.Expired:
        order.isCanceled = true;
        return true;
      default:
        return true;
    }
  };
  exchange.connect({ onReport }, 0);
  const resting = exchange.restingOrders;
  exchange.close();
  return { orders, trades, resting };
}
