/** Stops for a venue that takes none: kept here, reached by the last trade, and then market or limit orders. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { viewOrder } from "../../src/core/order-view.ts";
import { State } from "../../src/core/state.ts";
import { transferState } from "../../src/core/state-image.ts";
import { Term } from "../../src/domain/more-terms.ts";
import { NO_PRICE, type Ticks } from "../../src/domain/price.ts";
import { CommandType, type Event, EventType, type NewOrder } from "../../src/domain/records.generated.ts";
import { OrdStatus, OrdType, Side, TimeInForce, TradingPhase } from "../../src/domain/values.ts";
import { ImageReader, ImageWriter } from "../../src/lib/image.ts";
import { stateHash } from "../../src/state-hash.ts";
import { cancel, names, newOrder, replace, TestCore } from "../support/trade-words.ts";

const SEED = Number(process.env.LOCKSTEP_SEED ?? 20_261_122);
const POLICY = { holdsWhenDown: true, repeatsUnknown: true, cancelsAliens: false, ordTypes: "12", timesInForce: "" };

/** A core whose venue takes market and limit orders, and whose last trade was at 100.00. */
class StopCore extends TestCore {
  constructor(policy: Partial<typeof POLICY> = {}) {
    super();
    this.tell({ type: CommandType.DefineVenue, venueId: 1, name: "PLAIN", ...POLICY, ...policy });
    this.tell({ type: CommandType.VenueLineUp, venueId: 1, text: "PLAIN" });
    this.trade(10_000);
  }

  /** The venue's public last trade; what comes of it to the end, whatever commands that takes. */
  trade(lastPx: number): Event[] {
    const prices = { bidPx: NO_PRICE, askPx: NO_PRICE, lastPx: lastPx as Ticks };
    const events = this.tell({ type: CommandType.UpdateMarket, symbol: "ZVZZT", ...prices });
    for (let sweep = this.state.sweeps.urgent; sweep !== null; sweep = this.state.sweeps.urgent) {
      events.push(...this.tell({ type: CommandType.ContinueSweep, sweepId: sweep.sweepId }));
    }
    return events;
  }

  stop(clOrdId: string, side: Side, stopPx: number, given: Partial<NewOrder> = {}): Event[] {
    const moreTerms = [Term.StopPx, stopPx, 2];
    return this.tell(
      newOrder(clOrdId, { side, ordType: OrdType.Stop, priceMantissa: NO_PRICE, priceScale: 0, moreTerms, ...given }),
    );
  }
}

const triggered = (events: readonly Event[]) =>
  events.flatMap((event) => (event.type === EventType.OrderTriggered ? [event.orderId] : []));
const routed = (events: readonly Event[]) =>
  events.flatMap((event) => (event.type === EventType.OrderRouted ? [event.orderId] : []));

/** The state as it is after a restart from a snapshot. */
function reread(state: State): State {
  const pieces: Buffer[] = [];
  const writer = new ImageWriter((bytes) => pieces.push(Buffer.from(bytes)));
  transferState(state, writer);
  writer.flush();
  const bytes = Buffer.concat(pieces);
  const again = new State();
  let at = 0;
  const reader = new ImageReader((into) => {
    into.set(bytes.subarray(at, at + into.length));
    at += into.length;
  }, bytes.length);
  transferState(again, reader);
  expect(stateHash(again)).toBe(stateHash(state));
  return again;
}

describe("a stop for a venue that takes none", () => {
  it("is new to its client at once, and leaves when the last trade reaches it, beyond its price, too", () => {
    const core = new StopCore();
    expect(names(core.stop("A", Side.Buy, 10_050))).toEqual(["OrderAccepted", "StopHeld"]);
    expect(viewOrder(core.state, 1)?.ordStatus).toBe(OrdStatus.New);
    expect(names(core.trade(10_049))).toEqual(["MarketUpdated"]);
    expect(names(core.trade(10_300))).toEqual(["MarketUpdated", "OrderTriggered", "OrderRouted"]);
    expect(names(core.trade(10_400))).toEqual(["MarketUpdated"]);
    expect(names(core.accept(1))).toEqual(["VenueReportRecorded", "OrderAcknowledged"]);
  });

  it("is reached by a fill of ours, and at once when the last trade was there already", () => {
    const core = new StopCore();
    core.stop("A", Side.Sell, 9_950);
    core.tell(newOrder("B"));
    core.accept(2);
    expect(triggered(core.fill(2, 100, 9_940))).toEqual([1]);
    expect(names(core.stop("C", Side.Sell, 9_945))).toEqual([
      "OrderAccepted",
      "StopHeld",
      "OrderTriggered",
      "OrderRouted",
    ]);
  });

  it("is refused when the venue takes not even what it would become, or no trade is known to watch it by", () => {
    const core = new StopCore({ ordTypes: "2" });
    expect(core.stop("A", Side.Buy, 10_050)).toMatchObject([{ text: "OrdType(40) 3 is not taken by PLAIN" }]);
    const [other] = core.stop("B", Side.Buy, 10_050, {
      symbol: "ZWZZT",
      ordType: OrdType.StopLimit,
      priceMantissa: 10_100,
      priceScale: 2,
    });
    expect(other).toMatchObject({ text: expect.stringContaining("no trade of ZWZZT is known to watch it by") });
  });

  it("is canceled and replaced without the venue, and worked at once when its new price is reached", () => {
    const core = new StopCore();
    core.stop("A", Side.Buy, 10_050);
    const asked = { ordType: OrdType.Stop, priceMantissa: NO_PRICE, priceScale: 0 };
    const up = core.tell(replace("A2", "A", { ...asked, qtyMantissa: 70, moreTerms: [Term.StopPx, 10_080, 2] }));
    expect(names(up)).toEqual(["ReplaceRequested", "OrderReplaced"]);
    expect(triggered(core.trade(10_060))).toEqual([]);
    const down = core.tell(replace("A3", "A2", { ...asked, qtyMantissa: 60, moreTerms: [Term.StopPx, 10_055, 2] }));
    expect(names(down)).toEqual(["ReplaceRequested", "OrderReplaced", "OrderTriggered", "OrderRouted"]);
    expect(viewOrder(core.state, 1)).toMatchObject({ orderQty: 60, clOrdId: "A3" });
    core.stop("B", Side.Buy, 10_090);
    expect(names(core.tell(cancel("B2", "B")))).toEqual(["CancelRequested", "OrderCanceled"]);
    expect(triggered(core.trade(10_100))).toEqual([]);
  });

  it("waits for the line and for the opening once it is reached, and leaves by itself", () => {
    const core = new StopCore();
    core.stop("A", Side.Buy, 10_050);
    core.stop("B", Side.Buy, 10_900);
    core.tell({ type: CommandType.VenueLineDown, venueId: 1, text: "cut" });
    expect(names(core.trade(10_060))).toEqual(["MarketUpdated", "OrderTriggered"]);
    expect(routed(core.tell({ type: CommandType.VenueLineUp, venueId: 1, text: "PLAIN" }))).toEqual([1]);
    const phase = { type: CommandType.UpdatePhase, symbol: "ZVZZT", holdsWhenClosed: true } as const;
    core.tell({ ...phase, phase: TradingPhase.Closed });
    expect(names(core.trade(10_900))).toEqual(["MarketUpdated", "OrderTriggered"]);
    expect(routed(core.tell({ ...phase, phase: TradingPhase.Open }))).toEqual([2]);
  });

  it("ends with its day when it is a Day order that has had one, and is carried on when it is GTC", () => {
    const core = new StopCore();
    core.stop("A", Side.Buy, 10_050);
    core.stop("B", Side.Buy, 10_050, { timeInForce: TimeInForce.GoodTillCancel });
    const phase = { type: CommandType.UpdatePhase, symbol: "ZVZZT", holdsWhenClosed: true } as const;
    core.tell({ ...phase, phase: TradingPhase.Closed });
    core.stop("C", Side.Buy, 10_050);
    const roll = () => core.tell({ type: CommandType.OpenTradingDay, tradingDay: core.state.tradingDay + 1 });
    expect(names(roll())).toEqual(["TradingDayOpened", "OrderExpired", "OrderRestated"]);
    core.tell({ ...phase, phase: TradingPhase.Open });
    core.tell({ ...phase, phase: TradingPhase.Closed });
    expect(names(roll())).toEqual(["TradingDayOpened", "OrderRestated", "OrderExpired"]);
    expect(triggered(core.trade(10_050))).toEqual([2]);
  });

  it("is worked in as many commands as it takes when a trade reaches very many", () => {
    const core = new StopCore();
    const count = 10_000;
    for (let index = 0; index < count; index++) core.stop(`C${index}`, Side.Buy, 10_001 + (index % 50));
    const events = core.tell({
      type: CommandType.UpdateMarket,
      symbol: "ZVZZT",
      bidPx: NO_PRICE,
      askPx: NO_PRICE,
      lastPx: 10_100 as Ticks,
    });
    expect(triggered(events).length).toBeLessThan(count / 2);
    expect(core.state.sweeps.urgent).not.toBeNull();
    reread(core.state);
    expect(core.trade(10_000).filter(({ type }) => type === EventType.OrderRouted)).toHaveLength(
      count - triggered(events).length,
    );
  });
});

const step = fc.record({
  kind: fc.constantFrom("stop", "stop", "stop", "cancel", "replace", "trade", "trade", "restart"),
  isBuy: fc.boolean(),
  price: fc.integer({ min: 9_985, max: 10_015 }),
  pick: fc.nat(1_000),
});

it("stops kept here are worked as a list that is looked through and sorted at every trade says", () => {
  process.stdout.write(`seed ${SEED}\n`);
  let reached = 0;
  fc.assert(
    fc.property(fc.array(step, { minLength: 10, maxLength: 120 }), (steps) => {
      const core = new StopCore();
      let last = 10_000;
      const model: { orderId: number; clOrdId: string; isBuy: boolean; stopPx: number }[] = [];
      /** What the last trade reaches: buys from the lowest, then sales from the highest, the oldest first. */
      const work = () => {
        const hit = model.filter(({ isBuy, stopPx }) => (isBuy ? last >= stopPx : last <= stopPx));
        hit.sort(
          (a, b) =>
            Number(b.isBuy) - Number(a.isBuy) ||
            (a.isBuy ? a.stopPx - b.stopPx : b.stopPx - a.stopPx) ||
            a.orderId - b.orderId,
        );
        for (const order of hit) model.splice(model.indexOf(order), 1);
        reached += hit.length;
        return hit.map(({ orderId }) => orderId);
      };
      for (const [count, { kind, isBuy, price, pick }] of steps.entries()) {
        const clOrdId = `C${count}`;
        const known = model[pick % Math.max(1, model.length)];
        const side = (known ?? { isBuy }).isBuy ? Side.Buy : Side.Sell;
        let events: Event[] = [];
        if (kind === "stop") {
          events = core.stop(clOrdId, isBuy ? Side.Buy : Side.Sell, price);
          model.push({ orderId: core.state.orders.count, clOrdId, isBuy, stopPx: price });
        } else if (kind === "trade") {
          last = price;
          events = core.trade(price);
        } else if (kind === "restart") {
          const { stops } = reread(core.state);
          expect(stops.reachedBy(1, price)).toEqual(core.state.stops.reachedBy(1, price));
        } else if (known !== undefined && kind === "cancel") {
          events = core.tell(cancel(clOrdId, known.clOrdId, { side }));
          model.splice(model.indexOf(known), 1);
        } else if (known !== undefined) {
          const asked = { side, ordType: OrdType.Stop, priceMantissa: NO_PRICE, priceScale: 0 };
          events = core.tell(replace(clOrdId, known.clOrdId, { ...asked, moreTerms: [Term.StopPx, price, 2] }));
          known.clOrdId = clOrdId;
          known.stopPx = price;
        }
        const expected = work();
        expect(triggered(events), `step ${count}: ${kind} at ${price}`).toEqual(expected);
        expect(routed(events)).toEqual(expected);
      }
      expect(core.state.stops.size).toBe(model.length);
    }),
    { numRuns: Number(process.env.LOCKSTEP_STOP_RUNS ?? 300), seed: SEED },
  );
  expect(reached).toBeGreaterThan(300);
});
