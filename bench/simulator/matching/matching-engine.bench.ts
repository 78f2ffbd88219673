/**
 * What one operation of matching costs, the look-up of the order's id included, every order type switched in: on a book of
 * plain orders, and on one with an iceberg and a hidden order, where all take the long way. Beside it the two order books
 * npm has and one in C++. Everybody plays the same stream; runs are interleaved, medians told. The peers of npm play a
 * beginning of it when the whole would take them minutes.
 */
import { createRequire } from "node:module";
import { getHeapStatistics } from "node:v8";
import { median } from "../../../src/lib/median.ts";
import type { BenchRow } from "../../row.ts";
import { MAP_BOOK, MAP_BOOK_ABSENT, MapBook } from "./map-book.ts";
import { EXCHANGE_CORE, makeOrderStream, OpKind, type OrderStream } from "./order-stream.ts";
import { PlayedBook } from "./played-book.ts";

const SEED = 20_261_122;
const ROUNDS = 5;
/** As many operations as the exchange works at a time under load. */
const BATCH = 64;
const NPM_PEERS = ["nodejs-order-book", "hft-limit-order-book"] as const;
const QUICK_SIZES = [
  { name: "1 thousand resting", resting: 1_000, measured: 5_000, measuredByPeers: 1_000 },
  { name: "10 thousand resting", resting: 10_000, measured: 5_000, measuredByPeers: 0 },
] as const;
const SIZES = [
  { name: "1 thousand resting", resting: 1_000, measured: 500_000, measuredByPeers: 100_000 },
  { name: "100 thousand resting", resting: 100_000, measured: 500_000, measuredByPeers: 20_000 },
  { name: "1 million resting", resting: 1_000_000, measured: 500_000, measuredByPeers: 0 },
] as const;

/** How many times better than a peer, by peer, and how much dearer with a thousand times the orders: performance targets. */
const REACH: Readonly<Record<string, number>> = { "nodejs-order-book": 15, [MAP_BOOK]: 1 / 0.7 };
const DEARER_MAX = 2.5;
const BUDGET_NS = 160;
/** Heap statistics are counted in slices of so many operations; a slice that met a collection is left out. */
const SLICES = 20;

type Way = { name: string; batch: number; isRare: boolean };
const PLAIN: Way = { name: "", batch: BATCH, isRare: false };
const WAYS: readonly Way[] = [
  PLAIN,
  { name: ", rare orders on the book", batch: BATCH, isRare: true },
  { name: ", one operation at a time", batch: 1, isRare: false },
];

type PeerBook = {
  limit(order: { id: string; side: string; size: number; price: number }): { done: unknown[] };
  cancel(id: string): unknown;
};
type PeerConstructor = new () => PeerBook;

/** @returns nanoseconds an operation */
function playOwn(stream: OrderStream, { batch, isRare }: Way): number {
  const book = new PlayedBook();
  if (isRare) book.addRareOrders();
  book.play(stream, 0, stream.measuredFrom, batch);
  const startNs = process.hrtime.bigint();
  book.play(stream, stream.measuredFrom, stream.length, batch);
  const tookNs = Number(process.hrtime.bigint() - startNs);
  if (book.tradedQty !== stream.tradedQty[stream.length - 1]) throw new Error("Lockstep traded something else");
  return tookNs / (stream.length - stream.measuredFrom);
}

/** @returns nanoseconds an operation */
function playPeer(Book: PeerConstructor, stream: OrderStream, ids: readonly string[], measured: number): number {
  const book = new Book();
  const play = (from: number, to: number): void => {
    const { kinds, orders, sides, prices, qtys } = stream;
    for (let index = from; index < to; index++) {
      const id = ids[orders[index]];
      if (kinds[index] === OpKind.Cancel) book.cancel(id);
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
  for (const name of NPM_PEERS) {
    try {
      peers.set(name, load(name).OrderBook);
    } catch {
      // The report says that it is not there.
    }
  }
  return peers;
}

/** @returns bytes the heap grew by for an operation, once all is warm */
function allocated(stream: OrderStream): number {
  const book = new PlayedBook();
  const measured = stream.length - stream.measuredFrom;
  const half = stream.measuredFrom + Math.floor(measured / 2);
  book.play(stream, 0, half, BATCH);
  const slice = Math.floor((stream.length - half) / SLICES);
  const grown = (from: number, to: number): number => {
    const before = getHeapStatistics().used_heap_size;
    book.play(stream, from, to, BATCH);
    return getHeapStatistics().used_heap_size - before;
  };
  const empty = grown(half, half);
  const bytes: number[] = [];
  for (let index = 0; index < SLICES; index++) {
    const found = grown(half + index * slice, half + (index + 1) * slice) - empty;
    if (found >= 0) bytes.push(found / slice);
  }
  return bytes.length === 0 ? 0 : median(bytes);
}

export async function run(quick = false): Promise<BenchRow[]> {
  const peers = loadPeers();
  const mapBook = new MapBook();
  const rows: BenchRow[] = [];
  const sizes = quick ? QUICK_SIZES : SIZES;
  const rounds = quick ? 1 : ROUNDS;
  for (const size of sizes) {
    const stream = makeOrderStream(SEED, size.resting, size.measured);
    const ids = Array.from({ length: stream.length + 1 }, (_, order) => `order-${order}`);
    const own = WAYS.map(() => [] as number[]);
    const others = new Map<string, number[]>();
    if (mapBook.isThere) others.set(MAP_BOOK, []);
    for (let round = 0; round < rounds; round++) {
      for (const [index, way] of WAYS.entries()) own[index].push(playOwn(stream, way));
      if (mapBook.isThere) others.get(MAP_BOOK)!.push(...mapBook.play(stream, 1));
      if (size.measuredByPeers === 0 || round >= 3) continue;
      for (const [name, Book] of peers) {
        const taken = others.get(name) ?? [];
        taken.push(playPeer(Book, stream, ids, size.measuredByPeers));
        others.set(name, taken);
      }
    }
    const isSmall = size.resting === sizes[0].resting;
    const name = `matching, ${size.name}`;
    for (const [index, way] of WAYS.entries()) {
      const row: BenchRow = { name: name + way.name, unit: "ns/operation", value: median(own[index]) };
      if (isSmall && way === PLAIN) row.budget = BUDGET_NS;
      rows.push(row);
    }
    for (const [peer, values] of others) {
      const reach = isSmall ? REACH[peer] : undefined;
      rows.push({ name, unit: "ns/operation", value: median(values), peer, ...(reach === undefined ? {} : { reach }) });
    }
  }
  rows.push(...growthRows(rows, `matching, ${sizes[0].name}`, `matching, ${sizes[sizes.length - 1].name}`));
  const absent: string[] = NPM_PEERS.filter((name) => !peers.has(name));
  const notes = absent.length === 0 ? [] : [`${absent.join(", ")} left out: npm run bench:setup brings them`];
  if (!mapBook.isThere) notes.push(MAP_BOOK_ABSENT);
  if (notes.length > 0) rows[0].note = notes.join("; ");
  rows.push(...mixRows(quick, mapBook));
  mapBook.remove();
  return rows;
}

/** What a thousand times the orders cost, plain and with rare orders on the book. */
function growthRows(rows: readonly BenchRow[], small: string, large: string): BenchRow[] {
  const figure = (name: string) => rows.find((row) => row.name === name && row.peer === undefined)!.value;
  return WAYS.filter(({ batch }) => batch > 1).map(({ name }) => ({
    name: `cost of ${large}${name}, of that with the fewest`,
    unit: "x",
    value: figure(large + name) / figure(small + name),
    reach: DEARER_MAX,
  }));
}

/** The mix exchange-core publishes its figures for, and what an operation of the ordinary mix leaves on the heap. */
function mixRows(quick: boolean, mapBook: MapBook): BenchRow[] {
  const rounds = quick ? 1 : ROUNDS;
  const measured = quick ? 5_000 : 500_000;
  const stream = makeOrderStream(SEED, 1_000, measured, EXCHANGE_CORE);
  const name = "exchange-core's mix (9 % GTC, 3 % IOC, 6 % cancel, 82 % move), 1 thousand resting";
  const values = Array.from({ length: rounds }, () => playOwn(stream, PLAIN));
  const rows: BenchRow[] = [{ name, unit: "ns/operation", value: median(values) }];
  if (mapBook.isThere) {
    rows.push({ name, unit: "ns/operation", value: median(mapBook.play(stream, rounds)), peer: MAP_BOOK });
  }
  const long = makeOrderStream(SEED, 1_000, quick ? 40_000 : 2_000_000);
  rows.push({
    name: "matching, heap allocated in a million operations",
    unit: "bytes/operation",
    value: allocated(long),
    reach: 1,
  });
  return rows;
}

if (process.argv[1] === new URL(import.meta.url).pathname) console.table(await run());
