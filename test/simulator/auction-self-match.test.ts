/** Orders of one owner in an auction: they do not trade with each other, and the rest trades as if the ones that go were never there. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { auctionOf, NO_AUCTION, uncross } from "../../simulator/matching/auction.ts";
import { type AuctionPlan, planAuction } from "../../simulator/matching/auction-self-match.ts";
import { MatchingEngine } from "../../simulator/matching/matching-engine.ts";
import { LEVEL, MARKET, SELL } from "../../simulator/matching/order-pool.ts";
import type { AuctionListener, SelfMatchListener } from "../../simulator/matching/outcomes.ts";
import {
  CANCEL_BOTH,
  CANCEL_NEWEST,
  CANCEL_OLDEST,
  DECREMENT,
  HIDDEN,
  ICEBERG,
  NO_RARE_TERMS,
} from "../../simulator/matching/rare-terms.ts";
import { Phase } from "../../simulator/phases.ts";
import type { VenueTerms } from "../../src/domain/exchange-port.ts";
import { NO_PRICE, type Qty, type Ticks } from "../../src/domain/price.ts";
import { type AuctionTrade, bruteForce, type Order, TICK_TABLES, tradeObviously } from "./auction-reference.ts";
import { open, Site, Trader } from "./trading-floor.ts";

const SEED = Number(process.env.LOCKSTEP_SEED ?? Date.now() % 1_000_000);
const RUNS = Number(process.env.LOCKSTEP_AUCTION_RUNS ?? 1_500);
const MODES = [CANCEL_NEWEST, CANCEL_OLDEST, CANCEL_BOTH, DECREMENT];
const REFERENCE = 100 as Ticks;

/** A `selfId` of 0 meets nobody. `looks` is ICEBERG, HIDDEN or nothing. */
type Owned = Order & { participant: number; id: number; mode: number; looks: number; selfId: number };

const ownedOrders = (looks: readonly number[]) =>
  fc
    .array(
      fc.record({
        isBuy: fc.boolean(),
        price: fc.option(fc.integer({ min: -20, max: 160 }), { freq: 8 }),
        qty: fc.integer({ min: 1, max: 30 }),
        participant: fc.integer({ min: 0, max: 1 }),
        selfId: fc.integer({ min: 0, max: 2 }),
        mode: fc.constantFrom(...MODES),
        looks: fc.constantFrom(...looks),
      }),
      { maxLength: 16 },
    )
    // An order without a price is shown whole: the venue takes no other.
    .map((rows): Owned[] =>
      rows.map((row, index) => ({ ...row, id: index + 1, looks: row.price === null ? 0 : row.looks })),
    );

class Call implements AuctionListener, SelfMatchListener {
  readonly engine = new MatchingEngine({ onTrade: () => {} }, this);
  readonly pool = this.engine.pool;
  readonly book = this.engine.books[this.engine.addBook()];
  readonly trades: AuctionTrade[] = [];
  readonly prevented: { older: number; newer: number; isOlderOut: boolean; isNewerOut: boolean }[] = [];
  /** What is left of each after every prevention. */
  readonly open: Map<number, number>;

  constructor(orders: readonly Owned[]) {
    this.open = new Map(orders.map(({ id, qty }) => [id, qty]));
    for (const { isBuy, price, qty, id, participant, selfId, mode, looks } of orders) {
      const terms = (isBuy ? 0 : SELL) | (price === null ? MARKET : 0);
      const order = this.engine.create(1, terms, qty as Qty, (price ?? NO_PRICE) as Ticks, id, participant, id, 1);
      if (selfId !== 0 || looks !== 0) {
        const displayQty = looks === ICEBERG ? Math.min(3, qty) : 0;
        this.engine.equip(order, { ...NO_RARE_TERMS, flags: mode | looks, selfMatchId: selfId, displayQty });
      }
      this.engine.rest(order);
    }
  }

  auction(tickTable: readonly number[]): AuctionPlan {
    const plan = planAuction(this.book, this.engine, tickTable, REFERENCE);
    for (const { older, newer } of plan.meetings) this.engine.keepApart(older, newer);
    expect(auctionOf(this.book, this.pool, tickTable, REFERENCE)).toEqual(plan.result);
    uncross(this.book, this.engine, plan.result, this);
    return plan;
  }

  onAuctionTrade(bid: number, ask: number, qty: Qty, price: Ticks): void {
    this.trades.push({ bid: this.pool.orderNumber(bid), ask: this.pool.orderNumber(ask), qty, price });
  }

  onSelfMatch(maker: number, taker: number, isOlderOut: boolean, isNewerOut: boolean): void {
    const [older, newer] = [maker, taker].map((order) => this.pool.orderNumber(order));
    this.prevented.push({ older, newer, isOlderOut, isNewerOut });
    this.open.set(older, isOlderOut ? 0 : this.pool.leavesQty(maker));
    this.open.set(newer, isNewerOut ? 0 : this.pool.leavesQty(taker));
  }

  left(): [id: number, leavesQty: number][] {
    const left: [number, number][] = [];
    for (let handle = 1; handle <= this.pool.highest; handle++) {
      if (this.pool.i32[(handle << 4) + LEVEL] === 0) continue;
      left.push([this.pool.orderNumber(handle), this.pool.leavesQty(handle)]);
    }
    return left.sort(([a], [b]) => a - b);
  }
}

function areOne(a: Owned, b: Owned): boolean {
  return a.selfId !== 0 && a.selfId === b.selfId && a.participant === b.participant;
}

/** Every prevention is of one owner, and did what the later order's mode says to what was open then. */
function judge(orders: readonly Owned[], call: Call): void {
  const openQty = new Map(orders.map(({ id, qty }) => [id, qty]));
  for (const { older, newer, isOlderOut, isNewerOut } of call.prevented) {
    const [first, second] = [older, newer].map((id) => orders[id - 1]);
    expect(areOne(first, second)).toBe(true);
    expect(first.isBuy).not.toBe(second.isBuy);
    expect(older).toBeLessThan(newer);
    const [oldQty, newQty] = [openQty.get(older)!, openQty.get(newer)!];
    const smaller = Math.min(oldQty, newQty);
    const left = {
      [CANCEL_NEWEST]: [oldQty, 0],
      [CANCEL_OLDEST]: [0, newQty],
      [CANCEL_BOTH]: [0, 0],
      [DECREMENT]: [oldQty - smaller, newQty - smaller],
    }[second.mode]!;
    openQty.set(older, left[0]).set(newer, left[1]);
    expect([isOlderOut, isNewerOut]).toEqual([left[0] === 0, left[1] === 0]);
  }
  expect(call.open).toEqual(openQty);
}

describe("an auction in which one owner has orders on both sides", () => {
  it(`trades what brute force over all prices trades of the orders that stay (LOCKSTEP_SEED=${SEED})`, () => {
    let prevented = 0;
    fc.assert(
      fc.property(ownedOrders([0]), fc.constantFrom(...TICK_TABLES), (orders, tickTable) => {
        const call = new Call(orders);
        const { result } = call.auction(tickTable);
        judge(orders, call);
        const stay = orders.map((order) => ({ ...order, qty: call.open.get(order.id)! })).filter(({ qty }) => qty > 0);
        const expected = bruteForce(stay, tickTable, REFERENCE);
        expect(result).toEqual(expected);
        const { trades, left } = tradeObviously(stay, expected);
        expect(call.trades).toEqual(trades);
        expect(call.left()).toEqual(left);
        for (const { bid, ask } of call.trades) expect(areOne(orders[bid - 1], orders[ask - 1])).toBe(false);
        prevented += call.prevented.length;
      }),
      { seed: SEED, numRuns: RUNS },
    );
    expect(prevented).toBeGreaterThan(RUNS / 10);
  });

  it(`keeps icebergs and hidden orders of one owner apart, too, and leaves no book crossed (LOCKSTEP_SEED=${SEED})`, () => {
    fc.assert(
      fc.property(ownedOrders([0, ICEBERG, HIDDEN]), fc.constantFrom(...TICK_TABLES), (orders, tickTable) => {
        const call = new Call(orders);
        const { result } = call.auction(tickTable);
        judge(orders, call);
        const stay = orders.map((order) => ({ ...order, qty: call.open.get(order.id)! })).filter(({ qty }) => qty > 0);
        expect(result).toEqual(bruteForce(stay, tickTable, REFERENCE));
        expect(call.trades.reduce((sum, { qty }) => sum + qty, 0)).toBe(result.volume);
        for (const { bid, ask } of call.trades) expect(areOne(orders[bid - 1], orders[ask - 1])).toBe(false);
        expect(auctionOf(call.book, call.pool, tickTable, REFERENCE)).toEqual(NO_AUCTION);
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });

  const text = '"self-match prevention: it met an order with the same SelfMatchPreventionID"';
  it.each<[NonNullable<VenueTerms["selfMatchMode"]>, string[]]>([
    [
      "newest",
      [
        `Restated 1-1 X1 now 30@10000 ${text}`,
        `Canceled 2-1 X2 ${text}`,
        "Fill 1-1 X1 T1 30@10000",
        "Fill 9-1 X3 T2 30@10000",
      ],
    ],
    ["oldest", [`Canceled 1-1 X1 ${text}`, `Restated 2-1 X2 now 10@10000 ${text}`]],
    ["both", [`Canceled 1-1 X1 ${text}`, `Canceled 2-1 X2 ${text}`]],
    [
      "decrement",
      [
        `Restated 1-1 X1 now 20@10000 ${text}`,
        `Canceled 2-1 X2 ${text}`,
        "Fill 1-1 X1 T1 20@10000",
        "Fill 9-1 X3 T2 20@10000",
      ],
    ],
  ])("tells both sides before it trades: %s", (selfMatchMode, told) => {
    const home = new Site();
    const trader = new Trader(open(home.directory));
    try {
      trader.exchange.commandPhase("ACME", Phase.OpeningAuction);
      const terms: VenueTerms = { selfMatchId: 7, selfMatchMode };
      trader.buy("1-1", 30, 10_000, { terms });
      trader.sell("2-1", 10, 10_000, { terms });
      trader.sell("9-1", 40, 10_000);
      trader.tape.take();
      const indicative: number[] = [];
      trader.exchange.visitIndicative((_symbol, _price, volume) => indicative.push(volume));
      trader.exchange.commandPhase("ACME", Phase.Continuous);
      const lines = trader.tape.take().map((line) => line.slice(line.indexOf(" ") + 1));
      expect(lines).toEqual(told);
      const traded = lines
        .filter((line) => line.startsWith("Fill 1-1"))
        .map((line) => Number(/(\d+)@/.exec(line)?.[1]));
      expect(indicative).toEqual(traded.length === 0 ? [0] : traded);
      if (selfMatchMode !== "oldest") expect(trader.cancel("2-2", "2-1")[0]).toContain("RequestRejected 2-2");
    } finally {
      trader.exchange.close();
      home.clear();
    }
  });
});
