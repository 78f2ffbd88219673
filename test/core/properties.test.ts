import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decide, evolve } from "../../src/core/core.ts";
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
    "accept",
    "accept",
    "fill",
    "fill",
    "fill",
    "cancelled",
    "replaced",
    "rejected",
    "expired",
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
  const orderId = pick + 1;
  const requestNumber = core.state.orders.requestNumber[core.state.orders.rowOf(orderId)];
  const report = { orderId, requestNumber };
  switch (kind) {
    case "new":
      return core.tell(
        newOrder(pick % 9 === 0 ? orig : clOrdId, { sessionId: session, qtyMantissa: qty, priceMantissa: price }),
      );
    case "cancel":
      return core.tell(cancel(clOrdId, orig, { sessionId: session, side: Side.Buy }));
    case "replace":
      return core.tell(replace(clOrdId, orig, { sessionId: session, qtyMantissa: qty, priceMantissa: price }));
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
    default:
      return core.venue({ type: CommandType.ExchangeExpired, ...report, text: "" });
  }
}

const days = fc.array(step, { minLength: 1, maxLength: 120 });

describe("any day of requests and reports", () => {
  it("keeps every order's quantities consistent and never fills beyond the order", () => {
    fc.assert(
      fc.property(days, (steps) => {
        const core = new TestCore();
        const last = new Map<number, OrderView>();
        const dropped = new Set<number>();
        const filled = new Map<number, { qty: number; notional: number }>();
        steps.forEach((given, count) => {
          for (const event of play(core, given, count)) {
            if (event.type !== EventType.OrderFilled) continue;
            const before = filled.get(event.orderId) ?? { qty: 0, notional: 0 };
            filled.set(event.orderId, {
              qty: before.qty + event.lastQty,
              notional: before.notional + event.lastQty * event.lastPx,
            });
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
            const booked = filled.get(orderId) ?? { qty: 0, notional: 0 };
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
  });

  it("gives the same events and the same state when it is decided again, and when only its events are applied", () => {
    fc.assert(
      fc.property(days, (steps) => {
        const core = new TestCore();
        for (const [count, given] of steps.entries()) play(core, given, count);
        const decided = new State();
        const applied = new State();
        let nowNs = 1_700_000_000_000_000_000n;
        for (const { command, events } of core.log) {
          nowNs += 1_000n;
          const again: Event[] = [];
          decide(decided, command as Command, again);
          expect(again).toEqual(events);
          for (const event of again) evolve(decided, event, nowNs);
          for (const event of events) evolve(applied, event, nowNs);
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
