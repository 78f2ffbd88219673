import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decide, evolve } from "../../src/core/core.ts";
import { placeOf } from "../../src/core/fill-table.ts";
import { type OrderView, viewOrder } from "../../src/core/order-view.ts";
import { State } from "../../src/core/state.ts";
import { type Command, CommandType, type Event, EventType } from "../../src/domain/records.generated.ts";
import { OrdStatus, Side } from "../../src/domain/values.ts";
import { stateHash } from "../../src/state-hash.ts";
import { cancel, newOrder, replace, TestCore } from "../support/trade-words.ts";

/** One step of a day: what a client asks, or what a venue (that may lie) says. Numbers pick among what exists. */
const step = fc.record({
  kind: fc.constantFrom(
    "new",
    "new",
    "new",
    "cancel",
    "replace",
    "replace",
    "replace",
    "accept",
    "accept",
    "fill",
    "fill",
    "fill",
    "cancelled",
    "replaced",
    "rejected",
    "expired",
    "restated",
    "bust",
    "correct",
    "day",
  ),
  pick: fc.nat(40),
  session: fc.constantFrom(1, 2),
  qty: fc.integer({ min: -1, max: 500 }),
  price: fc.integer({ min: 7_990, max: 12_010 }),
  solicited: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function play(core: TestCore, { kind, pick, session, qty, price, solicited }: Step, count: number): Event[] {
  const clOrdId = `C${count}`;
  const orig = `C${pick}`;
  // Mostly an order there is.
  const orderId = pick % 5 === 0 ? pick + 1 : 1 + (pick % Math.max(1, core.state.orders.count));
  const { orders, requests, clOrdIds } = core.state;
  const row = orders.rowOf(orderId);
  // Answers come in any order, and to any of the requests that wait.
  const pending: number[] = [];
  for (let slot = row === 0 ? 0 : orders.requestHead[row]; slot !== 0; slot = requests.next[slot]) pending.push(slot);
  const slot = pending[qty & 1] ?? pending[0] ?? 0;
  const requestNumber = slot === 0 ? orders.requestNumber[row] : requests.requestNumber[slot];
  // A replace names what is in force or pending now, or something of another time.
  const last = pending.at(-1);
  const named =
    row === 0 || price % 5 === 0
      ? orig
      : clOrdIds.textOf(
          last === undefined || requests.clOrdIdEntry[last] < 0
            ? orders.clOrdIdEntry[row]
            : requests.clOrdIdEntry[last],
        );
  const owner = row === 0 ? session : orders.sessionId[row];
  const report = { orderId, requestNumber };
  switch (kind) {
    case "new":
      return core.tell(
        newOrder(pick % 9 === 0 ? orig : clOrdId, { sessionId: session, qtyMantissa: qty, priceMantissa: price }),
      );
    case "cancel":
      return core.tell(cancel(clOrdId, named, { sessionId: owner, side: Side.Buy }));
    case "replace":
      return core.tell(replace(clOrdId, named, { sessionId: owner, qtyMantissa: qty, priceMantissa: price }));
    case "day":
      return core.tell({ type: CommandType.OpenTradingDay, tradingDay: core.state.tradingDay + 1 });
    case "accept":
      return core.accept(orderId);
    case "fill":
      return core.fill(orderId, qty, price, `T${count - (pick % 3)}`);
    case "cancelled":
      return core.venue({ type: CommandType.ExchangeCanceled, ...report, solicited, text: "" });
    case "replaced":
      return core.venue({
        type: CommandType.ExchangeReplaced,
        ...report,
        orderQty: qty as never,
        price: price as never,
      });
    case "rejected":
      return core.venue({ type: CommandType.ExchangeRequestRejected, ...report, cxlRejReason: 0, text: "" });
    case "restated":
      return core.venue({
        type: CommandType.ExchangeRestated,
        ...report,
        orderQty: qty as never,
        price: price as never,
        reason: 255,
        text: "",
      });
    case "bust":
      return core.bust(orderId, tradeOf(core, orderId, price), solicited ? -1 : Math.max(qty, 0));
    case "correct":
      return core.correct(orderId, tradeOf(core, orderId, price), qty, price, solicited ? -1 : orders.leavesQty(row));
    default:
      return core.venue({ type: CommandType.ExchangeExpired, ...report, text: "" });
  }
}

/** An order's trades as a ledger of lines, the slow way: what stands, by the venue's ExecID, and what stands for what. */
class Trades {
  readonly #lines = new Map<string, { qty: number; px: number }>();
  readonly #now = new Map<string, string>();

  apply(event: Event): void {
    if (event.type === EventType.OrderFilled) {
      this.#lines.set(event.exchangeExecId, { qty: event.lastQty, px: event.lastPx });
    } else if (event.type === EventType.FillBusted || event.type === EventType.FillCorrected) {
      let id = event.exchangeExecRefId;
      for (let next = this.#now.get(id); next !== undefined; next = this.#now.get(id)) id = next;
      const isBust = event.type === EventType.FillBusted;
      if (isBust) expect({ qty: event.lastQty, px: event.lastPx }).toEqual(this.#lines.get(id));
      expect(this.#lines.delete(id)).toBe(true);
      this.#now.set(id, event.exchangeExecId);
      if (!isBust) this.#lines.set(event.exchangeExecId, { qty: event.lastQty, px: event.lastPx });
    }
  }

  sum(): { qty: number; notional: number } {
    let qty = 0;
    let notional = 0;
    for (const line of this.#lines.values()) {
      qty += line.qty;
      notional += line.qty * line.px;
    }
    return { qty, notional };
  }
}

/** One of the trades the order had, standing or not; or none. */
function tradeOf({ state }: TestCore, orderId: number, pick: number): string {
  const { exchangeExecIds } = state;
  const ids: string[] = [];
  for (let entry = 0; entry < exchangeExecIds.size; entry++) {
    if (exchangeExecIds.valueOf(entry) === orderId) ids.push(exchangeExecIds.textOf(entry));
  }
  return ids[pick % (ids.length + 1)] ?? "NONE";
}

/** What a property that never met them would say nothing about. */
const RARE = [
  EventType.FillBusted,
  EventType.FillCorrected,
  EventType.OrderRestated,
  EventType.RequestReleased,
  EventType.RequestRejected,
  EventType.ExceptionOpened,
];

const days = fc.array(step, { minLength: 1, maxLength: 120, size: "max" });

describe("any day of requests and reports", () => {
  it("keeps every order's quantities consistent and never fills beyond the order", () => {
    const seen = new Map<number, number>();
    fc.assert(
      fc.property(days, (steps) => {
        const core = new TestCore();
        const last = new Map<number, OrderView>();
        const dropped = new Set<number>();
        const trades = new Map<number, Trades>();
        steps.forEach((given, count) => {
          for (const event of play(core, given, count)) {
            // A bug met while judging is an outcome, too, and no day may have one.
            expect(event.type).not.toBe(EventType.CommandFailed);
            seen.set(event.type, (seen.get(event.type) ?? 0) + 1);
            if ("orderId" in event && !trades.has(event.orderId)) trades.set(event.orderId, new Trades());
            if ("orderId" in event) trades.get(event.orderId)?.apply(event);
          }
          for (let orderId = 1; orderId <= core.state.orders.count; orderId++) {
            const view = viewOrder(core.state, orderId);
            if (view === null) {
              // Dropped: it was done, and is not needed to come back.
              expect(last.get(orderId)).toMatchObject({ leavesQty: 0, pending: "" });
              dropped.add(orderId);
              continue;
            }
            expect(dropped.has(orderId)).toBe(false);
            last.set(orderId, view);
            const row = core.state.orders.rowOf(orderId);
            expect(core.state.orders.idOf(row)).toBe(orderId);
            const booked = trades.get(orderId)?.sum() ?? { qty: 0, notional: 0 };
            expect(view.cumQty).toBe(booked.qty);
            expect(core.state.orders.notional[row]).toBe(booked.notional);
            expect(view.cumQty).toBeLessThanOrEqual(Math.max(view.orderQty, 0));
            if (core.state.orders.isOpen(row)) expect(view.cumQty + view.leavesQty).toBe(view.orderQty);
            else expect(view.leavesQty).toBe(0);
            if (view.ordStatus === OrdStatus.Filled) expect(view.cumQty).toBe(view.orderQty);
          }
        });
      }),
      { numRuns: 150 },
    );
    for (const type of RARE) expect(seen.get(type), `events of type ${type}`).toBeGreaterThan(0);
  });

  it("gives the same events and the same state when it is decided again, and when only its events are applied", () => {
    fc.assert(
      fc.property(days, (steps) => {
        const core = new TestCore();
        for (const [count, given] of steps.entries()) play(core, given, count);
        const decided = new State();
        const applied = new State();
        let nowNs = 1_700_000_000_000_000_000n;
        for (const [index, { command, events }] of core.log.entries()) {
          nowNs += 1_000n;
          const again: Event[] = [];
          decide(decided, command as Command, again);
          expect(again).toEqual(events);
          for (const [at, event] of again.entries()) evolve(decided, event, nowNs, placeOf(index + 1, at));
          for (const [at, event] of events.entries()) evolve(applied, event, nowNs, placeOf(index + 1, at));
        }
        expect(stateHash(decided)).toBe(stateHash(core.state));
        expect(stateHash(applied)).toBe(stateHash(core.state));
      }),
      { numRuns: 60 },
    );
  });

  it("decides without changing the state", () => {
    fc.assert(
      fc.property(days, (steps) => {
        const core = new TestCore();
        for (const [count, given] of steps.entries()) play(core, given, count);
        const before = stateHash(core.state);
        for (const { command } of core.log) decide(core.state, command, []);
        expect(stateHash(core.state)).toBe(before);
      }),
      { numRuns: 30 },
    );
  });
});
