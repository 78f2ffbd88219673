/** Streams of operations of every kind, and the engine behind the same words as the reference book. */
import { MatchingEngine } from "../../simulator/matching/matching-engine.ts";
import type { OrderBook } from "../../simulator/matching/order-book.ts";
import {
  LEVEL,
  MARKET,
  OWN_TERMS,
  SELL,
  TERMS,
  TIF_DAY,
  TIF_FILL_OR_KILL,
  TIF_IMMEDIATE_OR_CANCEL,
} from "../../simulator/matching/order-pool.ts";
import {
  AmendOutcome,
  type SelfMatchListener,
  type TradeListener,
  WorkOutcome,
} from "../../simulator/matching/outcomes.ts";
import type { PriceLevels } from "../../simulator/matching/price-levels.ts";
import * as rare from "../../simulator/matching/rare-terms.ts";
import { NO_PRICE, type Qty, type Ticks } from "../../src/domain/price.ts";
import { ReferenceBook, type ReferenceTerms } from "./reference-book.ts";

export type Operation =
  | { kind: "new"; terms: ReferenceTerms }
  | { kind: "cancel"; target: number }
  | { kind: "replace"; target: number; qty: number; price: number; change: Change }
  | { kind: "cancelAll"; isBuy: boolean }
  | { kind: "endWaiting"; auction: "open" | "close" };
type Change = { field: "none" | "displayQty" | "stopPx" | "pegOffset"; value: number };

/** Draws an integer from 0 to `bound` - 1; 0 everywhere makes the plainest operation. */
export type Draw = (bound: number) => number;

const PLAIN: Omit<ReferenceTerms, "isBuy" | "price" | "qty"> = {
  timeInForce: "day",
  stopPx: null,
  displayQty: null,
  minQty: 0,
  postOnly: false,
  isMarketToLimit: false,
  peg: null,
  auction: null,
  selfMatchId: 0,
  selfMatchMode: "newest",
};

/** @param tick prices are multiples of it */
export function drawOperation(draw: Draw, lastId: number, tick: number): Operation {
  const what = draw(100);
  if (what < 58 || lastId === 0) return { kind: "new", terms: drawTerms(draw, tick) };
  // Mostly one of the latest orders: the older are mostly done.
  const target = 1 + (draw(4) === 3 ? draw(lastId) : Math.max(0, lastId - 1 - draw(60)));
  if (what < 80) return { kind: "cancel", target };
  if (what === 98) return { kind: "cancelAll", isBuy: draw(2) === 0 };
  if (what === 99) return { kind: "endWaiting", auction: draw(2) === 0 ? "open" : "close" };
  const field = (["none", "none", "none", "displayQty", "stopPx", "pegOffset"] as const)[draw(6)];
  const value = field === "displayQty" ? 1 + draw(6) : field === "stopPx" ? drawPrice(draw, tick) : draw(7) - 3;
  return { kind: "replace", target, qty: 1 + draw(25), price: drawPrice(draw, tick), change: { field, value } };
}

function drawTerms(draw: Draw, tick: number): ReferenceTerms {
  const terms: ReferenceTerms = { ...PLAIN, isBuy: draw(2) === 0, price: drawPrice(draw, tick), qty: 1 + draw(25) };
  const type = draw(20);
  if (type >= 17) {
    terms.peg = { to: (["primary", "mid", "market"] as const)[draw(3)], offset: draw(7) - 3 };
    if (draw(2) === 0) terms.price = null;
  } else if (type === 16) {
    terms.isMarketToLimit = true;
    terms.price = null;
  } else if (type >= 12) {
    terms.stopPx = drawPrice(draw, tick);
    if (draw(2) === 0) terms.price = null;
  } else if (type === 11) {
    terms.price = null;
  }
  if (terms.peg === null) {
    if (type >= 5 && draw(6) === 0) terms.timeInForce = draw(2) === 0 ? "ioc" : "fok";
    if (type >= 3 && terms.price !== null && draw(3) === 0) terms.displayQty = draw(3) === 2 ? 0 : 1 + draw(6);
    if (type >= 3 && draw(8) === 0) terms.minQty = 1 + draw(terms.qty);
    if (type >= 3 && type < 12 && draw(12) === 0) terms.auction = draw(2) === 0 ? "open" : "close";
    if (type >= 3 && type < 11 && terms.timeInForce === "day" && terms.minQty === 0) {
      terms.postOnly = terms.auction === null && draw(6) === 0;
    }
  }
  if (draw(3) === 1) {
    terms.selfMatchId = 1 + draw(2);
    terms.selfMatchMode = (["newest", "oldest", "both", "decrement"] as const)[draw(4)];
  }
  return terms;
}

/** Prices close together, so that orders meet; now and then far away, so that levels come and go; below 0 too. */
function drawPrice(draw: Draw, tick: number): number {
  const where = draw(40);
  if (where === 39) return [4_294_967_296, -60, 100 + 4_294_967_296, 1e11][draw(4)] * tick;
  return (where === 38 ? 60 + draw(80) : 95 + draw(11)) * tick;
}

/** The engine by ids. It writes down the lines the reference writes down. */
export class EngineUnderTest implements TradeListener, SelfMatchListener {
  readonly engine = new MatchingEngine(this, this);
  readonly book: OrderBook;
  readonly lines: string[] = [];
  readonly #handles = new Map<number, number>();

  constructor(tick = 1) {
    this.book = this.engine.books[this.engine.addBook()];
    this.book.tickTable = [0, tick];
  }

  onTrade(maker: number, taker: number, qty: Qty, price: Ticks): void {
    this.lines.push(`${this.#id(maker)} ${this.#id(taker)} trade ${qty} at ${price}`);
    if (this.engine.pool.leavesQty(maker) === 0) this.#handles.delete(this.#id(maker));
  }

  onSelfMatch(maker: number, taker: number, isMakerOut: boolean, isTakerOut: boolean): void {
    const words = [this.#id(maker), ...(isMakerOut ? ["out"] : []), this.#id(taker), ...(isTakerOut ? ["out"] : [])];
    this.lines.push(`${words.join(" ")} self-match`);
    if (isMakerOut) this.#handles.delete(this.#id(maker));
  }

  add(id: number, terms: ReferenceTerms): void {
    const { engine } = this;
    const own = ownTerms(terms);
    const price = (terms.price ?? NO_PRICE) as Ticks;
    if (terms.postOnly && engine.couldTrade(1, own, price)) {
      this.lines.push(`${id} refused`);
      return;
    }
    const order = engine.create(1, own, terms.qty as Qty, price, id, 0, 0, 0);
    const rareTerms = rareTermsOf(terms);
    if (Object.values(rareTerms).some((value) => value !== 0)) engine.equip(order, rareTerms);
    this.#work(order);
    this.#settle();
  }

  cancel(id: number): void {
    const order = this.#handles.get(id);
    if (order === undefined) return;
    this.#handles.delete(id);
    this.engine.cancel(order);
    this.#settle();
  }

  cancelAll(isBuy: boolean): void {
    const { i32 } = this.engine.pool;
    for (const [id, order] of [...this.#handles]) {
      if (((i32[(order << 4) + TERMS] & SELL) === 0) !== isBuy) continue;
      this.#handles.delete(id);
      this.engine.cancel(order);
    }
    this.#settle();
  }

  endWaiting(auction: "open" | "close"): void {
    const queue = auction === "open" ? this.book.atOpen : this.book.atClose;
    for (let order = queue.first; order !== 0; order = queue.first) {
      this.lines.push(`${this.#id(order)} over`);
      this.cancel(this.#id(order));
    }
  }

  replace(id: number, orderQty: number, newPrice: number, change: Change): void {
    const { engine } = this;
    const order = this.#handles.get(id);
    if (order === undefined) return;
    const terms = engine.pool.i32[(order << 4) + TERMS];
    const own = terms & OWN_TERMS;
    const row = rare.rowOf(terms);
    const hasPrice =
      row === 0
        ? (own & MARKET) === 0
        : engine.rareTerms.f64[(row << 4) + rare.LIMIT_PX] !== NO_PRICE && (own & MARKET) === 0;
    const price = (hasPrice ? newPrice : NO_PRICE) as Ticks;
    const rareTerms = { ...rare.NO_RARE_TERMS };
    if (row !== 0) engine.rareTerms.read(row, rareTerms);
    if ((rareTerms.flags & rare.POST_ONLY) !== 0 && engine.couldTrade(1, own, price)) {
      this.lines.push(`${id} refused`);
      return;
    }
    if (change.field === "displayQty" && (rareTerms.flags & rare.ICEBERG) !== 0) rareTerms.displayQty = change.value;
    if (change.field === "pegOffset" && (rareTerms.flags & rare.PEG_MASK) !== 0) rareTerms.pegOffset = change.value;
    const isDormant = (rareTerms.flags & (rare.STOP | rare.TRIGGERED)) === rare.STOP;
    if (change.field === "stopPx" && isDormant) rareTerms.stopPx = change.value;
    const outcome =
      row === 0
        ? engine.amend(order, own, orderQty as Qty, price)
        : engine.amendRare(order, own, orderQty as Qty, price, rareTerms);
    this.lines.push(
      `${id} ${outcome === AmendOutcome.Done ? "done" : outcome === AmendOutcome.KeptPriority ? "kept" : "lost"}`,
    );
    if (outcome === AmendOutcome.Done) this.#handles.delete(id);
    else if (outcome === AmendOutcome.LostPriority) this.#work(order);
    this.#settle();
  }

  /** As `ReferenceBook.queues`, read from the levels; what levels count is held against their queues. */
  queues(isBuy: boolean): string[] {
    const { bids, asks, darkBids, darkAsks, buyStops, sellStops } = this.book;
    const { pool } = this.engine;
    const lines: string[] = [];
    this.#readLevels(isBuy ? bids : asks, (price, orders) => {
      lines.push(
        `shown ${price}: ${orders.map((order) => `${this.#id(order)} x ${this.#counted(order)} of ${pool.leavesQty(order)}`).join(", ")}`,
      );
    });
    this.#readLevels(isBuy ? darkBids : darkAsks, (price, orders) => {
      lines.push(
        `dark ${price}: ${orders.map((order) => `${this.#id(order)} x ${pool.leavesQty(order)} of ${pool.leavesQty(order)}`).join(", ")}`,
      );
    });
    this.#readLevels(isBuy ? buyStops : sellStops, (price, orders) => {
      for (const order of orders) lines.push(`stop ${price}: ${this.#id(order)} x ${pool.leavesQty(order)}`);
    });
    return lines;
  }

  waiting(auction: "open" | "close"): string {
    const { pool } = this.engine;
    const queue = auction === "open" ? this.book.atOpen : this.book.atClose;
    return this.#chain(queue.first)
      .map((order) => `${this.#id(order)} x ${pool.leavesQty(order)}`)
      .join(", ");
  }

  pegs(): string {
    const words: string[] = [];
    const { pool, rareTerms } = this.engine;
    for (let order = this.book.firstPeg; order !== 0; ) {
      const row = rare.rowOf(pool.i32[(order << 4) + TERMS]);
      const isAsleep = rareTerms.i32[(row << 5) + rare.PLACE] === rare.Place.Asleep;
      words.push(`${this.#id(order)} at ${isAsleep ? "-" : pool.price(order)}`);
      order = rareTerms.i32[(row << 5) + rare.NEXT_PEG];
    }
    return words.join(", ");
  }

  /** Orders found by walking over all handles, as the venue does. */
  get orderCount(): number {
    const { pool } = this.engine;
    let count = 0;
    for (let order = 1; order <= pool.highest; order++) if (pool.i32[(order << 4) + LEVEL] !== 0) count++;
    return count;
  }

  #work(order: number): void {
    const id = this.#id(order);
    const outcome = this.engine.work(order);
    if (outcome === WorkOutcome.Resting) {
      this.#handles.set(id, order);
      return;
    }
    this.#handles.delete(id);
    this.lines.push(`${id} ${OUTCOMES[outcome]}`);
  }

  #settle(): void {
    for (;;) {
      const stop = this.engine.nextTriggered(1);
      if (stop !== 0) {
        this.lines.push(`${this.#id(stop)} triggered`);
        this.#work(stop);
        continue;
      }
      const peg = this.engine.nextRepriced(1);
      if (peg === 0) return;
      this.lines.push(`${this.#id(peg)} moved`);
      this.#work(peg);
    }
  }

  #readLevels(levels: PriceLevels, read: (price: number, orders: number[]) => void): void {
    levels.visit(10_000, (price, totalQty, orderCount) => {
      const orders = this.#chain(levels.firstAt(price));
      const sum = orders.reduce((before, order) => before + this.#counted(order), 0);
      if (sum !== totalQty || orders.length !== orderCount) {
        throw new Error(
          `level ${price} counts ${orderCount} orders of ${totalQty}; its queue has ${orders.length} of ${sum}`,
        );
      }
      read(price, orders);
    });
  }

  #chain(first: number): number[] {
    const orders: number[] = [];
    for (let order = first; order !== 0; order = this.engine.pool.next(order)) orders.push(order);
    return orders;
  }

  #counted(order: number): number {
    const { pool, rareTerms } = this.engine;
    const row = rare.rowOf(pool.i32[(order << 4) + TERMS]);
    const isShown = row !== 0 && rareTerms.i32[(row << 5) + rare.PLACE] === rare.Place.Shown;
    return isShown ? rareTerms.f64[(row << 4) + rare.SHOWN_QTY] : pool.leavesQty(order);
  }

  #id(order: number): number {
    return this.engine.pool.orderNumber(order);
  }
}

const OUTCOMES: Record<number, string> = {
  [WorkOutcome.Filled]: "filled",
  [WorkOutcome.RestCanceled]: "canceled",
  [WorkOutcome.Killed]: "killed",
  [WorkOutcome.SelfMatched]: "met itself",
  [WorkOutcome.MinQtyMissed]: "too little",
};

function ownTerms({ isBuy, timeInForce, price, peg, isMarketToLimit }: ReferenceTerms): number {
  const isMarket = price === null && peg === null && !isMarketToLimit;
  return (
    (isBuy ? 0 : SELL) |
    { day: TIF_DAY, ioc: TIF_IMMEDIATE_OR_CANCEL, fok: TIF_FILL_OR_KILL }[timeInForce] |
    (isMarket ? MARKET : 0)
  );
}

function rareTermsOf(terms: ReferenceTerms): rare.RareTerms {
  let flags = 0;
  if (terms.stopPx !== null) flags |= rare.STOP;
  if (terms.isMarketToLimit) flags |= rare.MARKET_TO_LIMIT;
  if (terms.postOnly) flags |= rare.POST_ONLY;
  if (terms.displayQty !== null) flags |= terms.displayQty === 0 ? rare.HIDDEN : rare.ICEBERG;
  if (terms.peg !== null)
    flags |= { primary: rare.PEG_PRIMARY, mid: rare.PEG_MID, market: rare.PEG_MARKET }[terms.peg.to];
  if (terms.auction !== null) flags |= terms.auction === "open" ? rare.AT_OPEN : rare.AT_CLOSE;
  const { CANCEL_NEWEST, CANCEL_OLDEST, CANCEL_BOTH, DECREMENT } = rare;
  const modes = { newest: CANCEL_NEWEST, oldest: CANCEL_OLDEST, both: CANCEL_BOTH, decrement: DECREMENT };
  if (terms.selfMatchId !== 0) flags |= modes[terms.selfMatchMode];
  return {
    flags,
    stopPx: terms.stopPx ?? 0,
    displayQty: terms.displayQty ?? 0,
    minQty: terms.minQty,
    pegOffset: terms.peg?.offset ?? 0,
    expireDate: 0,
    selfMatchId: terms.selfMatchId,
  };
}

/** Plays operations to both, and stops at the first that makes a difference. */
export class Duel {
  readonly real: EngineUnderTest;
  readonly reference: ReferenceBook;
  lastId = 0;
  readonly #tick: number;

  constructor(tick = 1) {
    this.#tick = tick;
    this.real = new EngineUnderTest(tick);
    this.reference = new ReferenceBook(tick);
  }

  /** @returns what differs, in words, or "" */
  play(draw: Draw, comparesQueues: boolean): string {
    const operation = drawOperation(draw, this.lastId, this.#tick);
    const { real, reference } = this;
    const id = operation.kind === "new" ? ++this.lastId : 0;
    for (const book of [real, reference]) {
      book.lines.length = 0;
      if (operation.kind === "new") book.add(id, operation.terms);
      else if (operation.kind === "cancel") book.cancel(operation.target);
      else if (operation.kind === "cancelAll") book.cancelAll(operation.isBuy);
      else if (operation.kind === "endWaiting") book.endWaiting(operation.auction);
    }
    if (operation.kind === "replace") {
      const { target, qty, price, change } = operation;
      real.replace(target, qty, price, change);
      reference.replace(target, qty, price, reference.changeOf(target, change));
    }
    const what = JSON.stringify(operation);
    const difference = differs(real.lines, reference.lines);
    if (difference !== "") return `after ${what} #${id}: ${difference}`;
    if (!comparesQueues) return "";
    const wrong = differs(standing(real), standing(reference));
    return wrong === "" ? "" : `after ${what} #${id}, standing: ${wrong}`;
  }
}

function standing(book: EngineUnderTest | ReferenceBook): string[] {
  const waiting = [`open ${book.waiting("open")}`, `close ${book.waiting("close")}`];
  return [
    ...book.queues(true),
    "-",
    ...book.queues(false),
    ...waiting,
    `pegs ${book.pegs()}`,
    `${book.orderCount} orders`,
  ];
}

function differs(real: readonly string[], reference: readonly string[]): string {
  if (real.length === reference.length && real.every((line, index) => line === reference[index])) return "";
  return `engine\n  ${real.join("\n  ")}\nreference\n  ${reference.join("\n  ")}`;
}
