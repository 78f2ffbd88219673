/**
 * What one operation of matching costs, the look-up of the order's id included, beside the two order books npm has.
 * Everybody plays the same stream; runs are interleaved, medians told. The peers play a beginning of it when the whole
 * would take them minutes.
 */
import { createRequire } from "node:module";
import { MatchingEngine } from "../../../simulator/matching/matching-engine.ts";
import { SELL } from "../../../simulator/matching/order-pool.ts";
import { type TradeListener, WorkOutcome } from "../../../simulator/matching/outcomes.ts";
import { OrderDirectory } from "../../../simulator/order-directory.ts";
import type { Qty, Ticks } from "../../../src/domain/price.ts";
import { median } from "../../../src/lib/median.ts";
import type { BenchRow } from "../../row.ts";
import { makeOrderStream, type OrderStream } from "./order-stream.ts";

const SEED = 20_261_122;
const ROUNDS = 5;
const QUICK_SIZES = [
  { name: "1 thousand resting", resting: 1_000, measured: 5_000, measuredByPeers: 1_000 },
  { name: "10 thousand resting", resting: 10_000, measured: 5_000, measuredByPeers: 0 },
] as const;
const PEERS = ["nodejs-order-book", "hft-limit-order-book"] as const;
const SIZES = [
  { name: "1 thousand resting", resting: 1_000, measured: 500_000, measuredByPeers: 100_000 },
  { name: "100 thousand resting", resting: 100_000, measured: 500_000, measuredByPeers: 20_000 },
  { name: "1 million resting", resting: 1_000_000, measured: 500_000, measuredByPeers: 0 },
] as const;

type PeerBook = {
  limit(order: { id: string; side: string; size: number; price: number }): { done: unknown[] };
  cancel(id: string): unknown;
};
type PeerConstructor = new () => PeerBook;

/** The engine as the venue uses it: orders are named by the participant's number. */
class LockstepBook implements TradeListener {
  readonly engine = new MatchingEngine(this);
  readonly #book = this.engine.addBook();
  readonly #directory = new OrderDirectory();
  tradedQty = 0;

  onTrade(maker: number, _taker: number, qty: Qty, _price: Ticks): void {
    this.tradedQty += qty;
    const { pool } = this.engine;
    if (pool.leavesQty(maker) === 0) this.#directory.setHandle(pool.clientOrder(maker), 0);
  }

  add(order: number, side: number, qty: number, price: number): void {
    if (this.#directory.hasSeen(order, 1)) return;
    this.#directory.see(order, 1);
    const terms = side === 0 ? 0 : SELL;
    const handle = this.engine.create(this.#book, terms, qty as Qty, price as Ticks, order, 0, order, 1);
    if (this.engine.work(handle) === WorkOutcome.Resting) this.#directory.setHandle(order, handle);
  }

  cancel(order: number): void {
    const handle = this.#directory.handle(order);
    if (handle === 0) return;
    this.#directory.setHandle(order, 0);
    this.engine.cancel(handle);
  }
}

/** @returns nanoseconds an operation */
function playLockstep(stream: OrderStream): number {
  const book = new LockstepBook();
  const play = (from: number, to: number): void => {
    const { isCancel, orders, sides, prices, qtys } = stream;
    for (let index = from; index < to; index++) {
      if (isCancel[index] === 1) book.cancel(orders[index]);
      else book.add(orders[index], sides[index], qtys[index], prices[index]);
    }
  };
  play(0, stream.measuredFrom);
  const startNs = process.hrtime.bigint();
  play(stream.measuredFrom, stream.length);
  const tookNs = Number(process.hrtime.bigint() - startNs);
  if (book.tradedQty !== stream.tradedQty[stream.length - 1]) throw new Error("Lockstep traded something else");
  return tookNs / (stream.length - stream.measuredFrom);
}

/** @returns nanoseconds an operation */
function playPeer(Book: PeerConstructor, stream: OrderStream, ids: readonly string[], measured: number): number {
  const book = new Book();
  const play = (from: number, to: number): void => {
    const { isCancel, orders, sides, prices, qtys } = stream;
    for (let index = from; index < to; index++) {
      const id = ids[orders[index]];
      if (isCancel[index] === 1) book.cancel(id);
      else book.limit({ id, side: sides[index] === 0 ? "buy" : "sell", size: qtys[index], price: prices[index] });
    }
  };
  play(0, stream.measuredFrom);
  const startNs = process.hrtime.bigint();
  play(stream.measuredFrom, stream.measuredFrom + measured);
  return Number(process.hrtime.bigint() - startNs) / measured;
}

function loadPeers(): Map<string, PeerConstructor> {
  const peers = new Map<string, PeerConstructor>();
  const load = createRequire(new URL("../../peers/package.json", import.meta.url));
  for (const name of PEERS) {
    try {
      peers.set(name, load(name).OrderBook);
    } catch {
      // The report says that it is not there.
    }
  }
  return peers;
}

/** How many times better than a peer, by peer, and how much dearer with a thousand times the orders: performance targets. */
const REACH = { "nodejs-order-book": 15 } as const;
const DEARER_MAX = 2.5;
const BUDGET_NS = 160;

export async function run(quick = false): Promise<BenchRow[]> {
  const peers = loadPeers();
  const rows: BenchRow[] = [];
  const own: number[] = [];
  for (const size of quick ? QUICK_SIZES : SIZES) {
    const stream = makeOrderStream(SEED, size.resting, size.measured);
    const ids = Array.from({ length: stream.length + 1 }, (_, order) => `order-${order}`);
    const figures = new Map<string, number[]>([["Lockstep", []]]);
    for (let round = 0; round < (quick ? 1 : ROUNDS); round++) {
      figures.get("Lockstep")!.push(playLockstep(stream));
      if (size.measuredByPeers === 0) continue;
      for (const [name, Book] of peers) {
        const taken = figures.get(name) ?? [];
        if (taken.length < 3) taken.push(playPeer(Book, stream, ids, size.measuredByPeers));
        figures.set(name, taken);
      }
    }
    const isSmall = size.resting === SIZES[0].resting;
    for (const [name, values] of figures) {
      const row: BenchRow = { name: `matching, ${size.name}`, unit: "ns/operation", value: median(values) };
      if (name !== "Lockstep") {
        row.peer = name;
        const reach = REACH[name as keyof typeof REACH];
        if (isSmall && reach !== undefined) row.reach = reach;
      } else {
        own.push(row.value);
        if (isSmall) row.budget = BUDGET_NS;
      }
      rows.push(row);
    }
  }
  const peer = `itself with ${SIZES[0].name}`;
  const absent = PEERS.filter((name) => !peers.has(name));
  if (absent.length > 0) rows[0].note = `${absent.join(", ")} left out: npm run bench:setup brings them`;
  const last = rows.findLast((row) => row.peer === undefined)!;
  rows.push({ name: last.name, unit: last.unit, value: own[0], peer, reach: 1 / DEARER_MAX });
  return rows;
}

if (process.argv[1] === new URL(import.meta.url).pathname) console.table(await run());
