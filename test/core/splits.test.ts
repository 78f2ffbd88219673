/** Splits of instruments: what becomes of the orders that are kept here. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { parseConfig } from "../../src/config.ts";
import { isOnTick } from "../../src/domain/instrument.ts";
import { Term } from "../../src/domain/more-terms.ts";
import type { Qty, Ticks } from "../../src/domain/price.ts";
import {
  CommandType,
  type Event,
  EventType,
  type OrderSplit,
  type SplitRequested,
} from "../../src/domain/records.generated.ts";
import { OrdType, Side, TimeInForce, TradingPhase } from "../../src/domain/values.ts";
import { splitCommands } from "../../src/split-settings.ts";
import { names, newOrder, TestCore, testInstrument } from "../support/trade-words.ts";

const SEED = Number(process.env.LOCKSTEP_SEED ?? 20_261_122);
const GTC = { timeInForce: TimeInForce.GoodTillCancel };

const splitsOf = (events: readonly Event[]) =>
  events.filter((event): event is OrderSplit => event.type === EventType.OrderSplit);

function split(core: TestCore, newShares: number, oldShares: number, splitId = "S", venueIds: number[] = []): Event[] {
  const asked = { splitId, symbol: "ZVZZT", newShares, oldShares, venueIds, actor: "" };
  const events = core.tell({ type: CommandType.ApplySplit, ...asked });
  for (let sweep = core.state.sweeps.urgent; sweep !== null; sweep = core.state.sweeps.urgent) {
    events.push(...core.tell({ type: CommandType.ContinueSweep, sweepId: sweep.sweepId }));
  }
  return events;
}

/** A market that is closed, so that orders stay here. */
function closed(lotSize = 1, tickTable = [0, 1]): TestCore {
  const core = new TestCore();
  const definition = { ...testInstrument("ZVZZT"), lotSize: lotSize as Qty, tickTable };
  core.tell({ type: CommandType.DefineInstrument, ...definition });
  core.tell({ type: CommandType.UpdatePhase, symbol: "ZVZZT", phase: TradingPhase.Closed, holdsWhenClosed: true });
  return core;
}

it("gives every order a whole number of lots and a price on the tick that is no worse for its client", () => {
  process.stdout.write(`seed ${SEED}\n`);
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 20 }),
      fc.constantFrom(1, 10, 100),
      fc.constantFrom<number[]>([0, 1], [0, 5], [0, 1, 5_000, 5, 10_000, 25]),
      fc.array(
        fc.record({
          isBuy: fc.boolean(),
          lots: fc.integer({ min: 1, max: 500 }),
          ticks: fc.integer({ min: 330, max: 470 }),
        }),
        { minLength: 1, maxLength: 20 },
      ),
      (newShares, oldShares, lotSize, tickTable, orders) => {
        fc.pre(newShares !== oldShares);
        const core = closed(lotSize, tickTable);
        for (const [index, { isBuy, lots, ticks }] of orders.entries()) {
          const asked = {
            sessionId: 2,
            side: isBuy ? Side.Buy : Side.Sell,
            qtyMantissa: lots * lotSize,
            priceMantissa: ticks * 25,
            ...GTC,
          };
          core.tell(newOrder(`C${index}`, asked));
        }
        const kept = orders.map(({ isBuy, lots, ticks }) => ({ isBuy, qty: lots * lotSize, price: ticks * 25 }));
        const events = split(core, newShares, oldShares);
        const told = new Map(splitsOf(events).map((event) => [event.orderId, event]));
        const instrument = { ...testInstrument("ZVZZT"), tickTable };
        for (const [index, { isBuy, qty, price }] of kept.entries()) {
          const event = told.get(index + 1);
          const exactLots = (qty * newShares) / oldShares / lotSize;
          if (event === undefined) {
            expect(exactLots).toBeLessThan(1);
            continue;
          }
          expect(event.orderQty % lotSize).toBe(0);
          expect(exactLots - event.orderQty / lotSize).toBeGreaterThanOrEqual(0);
          expect(exactLots - event.orderQty / lotSize).toBeLessThan(1);
          expect(isOnTick(instrument, event.price)).toBe(true);
          const exactPrice = (price * oldShares) / newShares;
          if (isBuy) expect(event.price).toBeLessThanOrEqual(exactPrice);
          else expect(event.price).toBeGreaterThanOrEqual(exactPrice);
          expect(Math.abs(event.price - exactPrice)).toBeLessThan(25);
          expect(core.state.orders.orderQty[core.state.orders.rowOf(index + 1)]).toBe(event.orderQty);
        }
        // No trade, no report: what was split is split once.
        expect(names(split(core, newShares, oldShares))).toEqual(["CommandRefused"]);
      },
    ),
    { numRuns: 150, seed: SEED },
  );
});

it("moves the stop price of a stop that is kept here, away from the market, and the last trade with it", () => {
  const core = new TestCore();
  const policy = { holdsWhenDown: true, repeatsUnknown: true, cancelsAliens: false, ordTypes: "12", timesInForce: "" };
  core.tell({ type: CommandType.DefineVenue, venueId: 1, name: "PLAIN", ...policy });
  core.tell({ type: CommandType.VenueLineUp, venueId: 1, text: "PLAIN" });
  const trade = (lastPx: number) =>
    core.tell({
      type: CommandType.UpdateMarket,
      symbol: "ZVZZT",
      bidPx: 0 as Ticks,
      askPx: 0 as Ticks,
      lastPx: lastPx as Ticks,
    });
  trade(10_000);
  const stopLimit = { ordType: OrdType.StopLimit, ...GTC };
  core.tell(newOrder("A", { ...stopLimit, priceMantissa: 10_021, moreTerms: [Term.StopPx, 10_011, 2] }));
  core.tell(newOrder("B", { ...stopLimit, side: Side.Sell, priceMantissa: 9_979, moreTerms: [Term.StopPx, 9_989, 2] }));
  core.tell(newOrder("C"));
  expect(splitsOf(split(core, 2, 1))).toMatchObject([
    { orderId: 1, orderQty: 200, price: 5_010, moreTerms: [Term.StopPx, 5_006] },
    { orderId: 2, orderQty: 200, price: 4_990, moreTerms: [Term.StopPx, 4_994] },
  ]);
  expect(core.state.instruments[1]?.lastPx).toBe(5_000);
  expect(names(trade(5_005))).toEqual(["MarketUpdated"]);
  expect(names(trade(5_006))).toEqual(["MarketUpdated", "OrderTriggered", "OrderRouted"]);
});

it("has as much open at a venue that does not split as its client has left, whatever trades on the way", () => {
  process.stdout.write(`seed ${SEED}\n`);
  const lots = fc.nat({ max: 100 });
  const ratio = fc.constantFrom([2, 1], [3, 2], [1, 10], [7, 3]);
  fc.assert(
    fc.property(ratio, lots, fc.array(lots, { maxLength: 3 }), ([newShares, oldShares], before, crossing) => {
      const core = new TestCore();
      core.tell(newOrder("A", { ...GTC, qtyMantissa: 400 }));
      core.accept(1);
      const { orders } = core.state;
      // What the venue has: how much of the order there is, by its own count, and what has traded.
      const due = [...crossing];
      let venueQty = 400;
      let venueCum = 0;
      // What of it traded before the venue knew of the split: in old shares.
      let oldQty = -1;
      const trade = (lastQty: number) => {
        const qty = Math.min(lastQty, venueQty - venueCum);
        if (qty === 0) return;
        venueCum += qty;
        core.fill(1, qty, 10_000);
      };
      const answer = (events: readonly Event[]) => {
        const asked = events.findLast(({ type }) => type === EventType.SplitRequested) as SplitRequested | undefined;
        if (asked === undefined) return [];
        trade(due.shift() ?? 0);
        const { baseQty } = core.state.entries.get(1) ?? { baseQty: 0 };
        venueQty = Math.max(asked.orderQty - baseQty, venueCum);
        if (oldQty === -1) oldQty = venueCum;
        const { requestNumber, price } = asked;
        const orderQty = venueQty as Qty;
        return core.venue({ type: CommandType.ExchangeReplaced, orderId: 1, requestNumber, orderQty, price });
      };
      trade(before);
      let events = split(core, newShares, oldShares, "S", [1]);
      for (let turn = 0; turn < 4; turn++) events = answer(events);
      expect(names(events)).not.toContain("SplitRequested");
      const row = orders.rowOf(1);
      const left = Math.floor(((400 - Math.max(oldQty, 0)) * newShares) / oldShares) - (venueCum - Math.max(oldQty, 0));
      // It is over where all the venue had has traded, and being canceled where nothing is left for the client.
      if (!orders.isLive(row)) return venueQty === venueCum;
      if (orders.pending[row] !== 0) return left <= 0;
      expect([orders.leavesQty(row), venueQty - venueCum]).toEqual([left, left]);
      return true;
    }),
    { numRuns: 300, seed: SEED },
  );
});

it("takes as many commands as it needs for very many orders, and refuses what is no split", () => {
  const core = closed();
  for (let index = 0; index < 9_000; index++) core.tell(newOrder(`C${index}`, GTC));
  const refused = (newShares: number, oldShares: number) => names(split(core, newShares, oldShares));
  expect(refused(2, 2)).toEqual(["CommandRefused"]);
  expect(refused(0, 1)).toEqual(["CommandRefused"]);
  expect(refused(20_000, 1)).toEqual(["CommandRefused"]);
  expect(splitsOf(split(core, 3, 1)).map(({ orderId }) => orderId)).toEqual(
    Array.from({ length: 9_000 }, (_, index) => index + 1),
  );
});

it("is asked for by a row of the configuration, once", () => {
  const text = (splits: string) =>
    `sessions: [{ compId: A, beginString: FIX.4.4 }]\ninsecureLogon: true\ninstruments: [{ symbol: ZVZZT, referencePrice: "100.00" }]\nsplits: ${splits}\n`;
  const { splits } = parseConfig(text('[{ id: "2026-11", symbol: ZVZZT, ratio: "2:1" }]'), "test");
  const core = closed();
  expect(splitCommands(core.state, splits)).toMatchObject([{ splitId: "2026-11", newShares: 2, oldShares: 1 }]);
  for (const command of splitCommands(core.state, splits)) core.tell(command);
  expect(splitCommands(core.state, splits)).toEqual([]);
  expect(() => parseConfig(text('[{ id: X, symbol: NOPE, ratio: "2:1" }]'), "test")).toThrow(/no instrument NOPE/);
  expect(() => parseConfig(text('[{ id: X, symbol: ZVZZT, ratio: "2:2" }]'), "test")).toThrow(/two different counts/);
});
