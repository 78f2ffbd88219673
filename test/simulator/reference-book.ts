/**
 * The book at its most obvious: one list of orders, searched whole for every question. Slow, and easy to believe. What
 * happens is written down as lines, so that two books can be compared line by line.
 */
import { PRICE_MAX } from "../../src/domain/limits.ts";

export type ReferenceTerms = {
  isBuy: boolean;
  /** null: no limit. For a pegged order its own limit, for a stop the limit it has once triggered. */
  price: number | null;
  qty: number;
  timeInForce: "day" | "ioc" | "fok";
  stopPx: number | null;
  /** null: shown whole; 0: hidden; else an iceberg that shows so much. */
  displayQty: number | null;
  minQty: number;
  postOnly: boolean;
  isMarketToLimit: boolean;
  peg: { to: "primary" | "mid" | "market"; offset: number } | null;
  auction: "open" | "close" | null;
  selfMatchId: number;
  selfMatchMode: "newest" | "oldest" | "both" | "decrement";
};

type Place = "nowhere" | "queue" | "stops" | "auction" | "asleep";

type ReferenceOrder = ReferenceTerms & {
  id: number;
  leavesQty: number;
  cumQty: number;
  place: Place;
  /** When it came to its place: among equals the lower is first. */
  turn: number;
  /** What it can trade at in the queue; of a pegged order what the peg says. */
  workPx: number;
  shownQty: number;
  isTriggered: boolean;
  /** A trade has reached its stop price. */
  isHit: boolean;
};

export class ReferenceBook {
  readonly lines: string[] = [];
  readonly tick: number;
  #orders: ReferenceOrder[] = [];
  #pegs: ReferenceOrder[] = [];
  #pegsToLookAt: ReferenceOrder[] = [];
  #pegBest = "null null";
  #turn = 0;
  #lastPx: number | null = null;

  constructor(tick = 1) {
    this.tick = tick;
  }

  get orderCount(): number {
    return this.#orders.length;
  }

  add(id: number, terms: ReferenceTerms): void {
    const order: ReferenceOrder = {
      ...terms,
      id,
      leavesQty: terms.qty,
      cumQty: 0,
      place: "nowhere",
      turn: 0,
      workPx: 0,
      shownQty: 0,
      isTriggered: false,
      isHit: false,
    };
    if (order.postOnly && this.#couldTrade(order.isBuy, order.price!)) {
      this.lines.push(`${id} refused`);
      return;
    }
    this.#orders.push(order);
    this.#work(order);
    this.#settle();
  }

  cancel(id: number): void {
    const order = this.#find(id);
    if (order === undefined) return;
    this.#remove(order);
    this.#settle();
  }

  cancelAll(isBuy: boolean): void {
    for (const order of this.#orders.filter((other) => other.isBuy === isBuy)) this.#remove(order);
    this.#settle();
  }

  /** Everybody that waits for the auction goes, first come first. */
  endWaiting(auction: "open" | "close"): void {
    const waiting = this.#orders.filter((order) => order.place === "auction" && order.auction === auction);
    for (const order of waiting.sort((a, b) => a.turn - b.turn)) this.#end(order, "over");
  }

  replace(id: number, qty: number, price: number, change: Partial<ReferenceTerms>): void {
    const order = this.#find(id);
    if (order === undefined) return;
    const newPrice = order.price === null ? null : price;
    if (order.postOnly && this.#couldTrade(order.isBuy, newPrice!)) {
      this.lines.push(`${id} refused`);
      return;
    }
    const leavesQty = qty - order.cumQty;
    const next = { ...order, ...change };
    if (leavesQty <= 0) {
      this.#remove(order);
      this.lines.push(`${id} done`);
    } else if (
      leavesQty <= order.leavesQty &&
      newPrice === order.price &&
      JSON.stringify(next) === JSON.stringify({ ...order })
    ) {
      order.leavesQty = leavesQty;
      order.shownQty = Math.min(order.shownQty, leavesQty);
      this.lines.push(`${id} kept`);
    } else {
      this.lines.push(`${id} lost`);
      this.#pegs = this.#pegs.filter((other) => other !== order);
      this.#pegsToLookAt = this.#pegsToLookAt.filter((other) => other !== order);
      Object.assign(order, change, { leavesQty, price: newPrice, place: "nowhere", isHit: false });
      this.#work(order);
    }
    this.#settle();
  }

  /** Where everybody is, first come first: `queue 100: 7 x 5, 9 x 3 of 10`. */
  queues(isBuy: boolean): string[] {
    const lines: string[] = [];
    const own = this.#orders.filter((order) => order.isBuy === isBuy);
    for (const isDark of [false, true]) {
      const queue = own
        .filter((order) => order.place === "queue" && this.#isDark(order) === isDark)
        .sort(this.#byPriority);
      for (const price of new Set(queue.map((order) => order.workPx))) {
        const orders = queue.filter((order) => order.workPx === price);
        const words = orders.map(({ id, shownQty, leavesQty }) => `${id} x ${shownQty} of ${leavesQty}`);
        lines.push(`${isDark ? "dark" : "shown"} ${price}: ${words.join(", ")}`);
      }
    }
    const stops = own.filter((order) => order.place === "stops");
    for (const order of stops.sort((a, b) => (a.stopPx! - b.stopPx!) * (isBuy ? 1 : -1) || a.turn - b.turn)) {
      lines.push(`stop ${order.stopPx}: ${order.id} x ${order.leavesQty}`);
    }
    return lines;
  }

  waiting(auction: "open" | "close"): string {
    const waiting = this.#orders.filter((order) => order.place === "auction" && order.auction === auction);
    return waiting
      .sort((a, b) => a.turn - b.turn)
      .map((order) => `${order.id} x ${order.leavesQty}`)
      .join(", ");
  }

  pegs(): string {
    return this.#pegs.map((order) => `${order.id} at ${order.place === "asleep" ? "-" : order.workPx}`).join(", ");
  }

  /** What a replace that names one field changes of this order: nothing, when the order has no such thing. */
  changeOf(id: number, change: { field: string; value: number }): Partial<ReferenceTerms> {
    const order = this.#find(id);
    if (change.field === "displayQty" && (order?.displayQty ?? 0) > 0) return { displayQty: change.value };
    if (change.field === "stopPx" && order?.place === "stops") return { stopPx: change.value };
    if (change.field === "pegOffset" && order?.peg) return { peg: { ...order.peg, offset: change.value } };
    return {};
  }

  #work(order: ReferenceOrder): void {
    if (order.auction !== null) return this.#stay(order, "auction");
    if (order.stopPx !== null && !order.isTriggered) {
      this.#stay(order, "stops");
      if (this.#lastPx !== null) this.#hit(order, this.#lastPx);
      return;
    }
    if (order.isMarketToLimit) {
      const best = this.#bestShown(!order.isBuy);
      if (best === null) return this.#end(order, "canceled");
      order.price = best;
      order.isMarketToLimit = false;
    }
    if (order.peg !== null) {
      if (!this.#pegs.includes(order)) this.#pegs.push(order);
      const price = this.#pegPrice(order);
      if (price === null) return this.#stay(order, "asleep");
      order.workPx = price;
    } else if (order.price !== null) {
      order.workPx = order.price;
    }
    const needsQty = order.timeInForce === "fok" ? order.leavesQty : Math.min(order.minQty, order.leavesQty);
    if (this.#tradable(order) < needsQty)
      return this.#end(order, order.timeInForce === "fok" ? "killed" : "too little");
    order.minQty = 0;
    if (this.#match(order)) return this.#end(order, "met itself");
    if (order.leavesQty === 0) return this.#end(order, "filled");
    const isMarket = order.price === null && order.peg === null;
    if (order.timeInForce !== "day" || isMarket) {
      return this.#end(order, order.timeInForce === "fok" ? "killed" : "canceled");
    }
    this.#queue(order);
  }

  /** @returns whether the order is canceled because it met one of its own */
  #match(taker: ReferenceOrder): boolean {
    for (;;) {
      const [maker] = this.#makersFor(taker);
      if (maker === undefined || taker.leavesQty === 0) return false;
      if (this.#isSelfMatch(maker, taker)) {
        if (this.#keepApart(maker, taker)) return true;
        continue;
      }
      const qty = Math.min(maker.shownQty, taker.leavesQty);
      const price = maker.workPx;
      maker.leavesQty -= qty;
      maker.cumQty += qty;
      maker.shownQty -= qty;
      taker.leavesQty -= qty;
      taker.cumQty += qty;
      this.lines.push(`${maker.id} ${taker.id} trade ${qty} at ${price}`);
      this.#lastPx = price;
      for (const order of this.#orders) if (order.place === "stops") this.#hit(order, price);
      if (maker.leavesQty === 0) this.#remove(maker);
      else if (maker.shownQty === 0) this.#queue(maker);
    }
  }

  #keepApart(maker: ReferenceOrder, taker: ReferenceOrder): boolean {
    let isMakerOut = taker.selfMatchMode !== "newest";
    let isTakerOut = taker.selfMatchMode !== "oldest";
    if (taker.selfMatchMode === "decrement") {
      const qty = Math.min(maker.leavesQty, taker.leavesQty);
      maker.leavesQty -= qty;
      maker.shownQty = Math.min(maker.shownQty, maker.leavesQty);
      taker.leavesQty -= qty;
      isMakerOut = maker.leavesQty === 0;
      isTakerOut = taker.leavesQty === 0;
    }
    this.lines.push(`${maker.id}${isMakerOut ? " out" : ""} ${taker.id}${isTakerOut ? " out" : ""} self-match`);
    if (isMakerOut) this.#remove(maker);
    return isTakerOut;
  }

  /** Works what triggered and what has another price, until nothing has. */
  #settle(): void {
    for (;;) {
      const hit = this.#orders.filter((order) => order.place === "stops" && order.isHit);
      const [stop] = hit.sort((a, b) => {
        if (a.isBuy !== b.isBuy) return a.isBuy ? -1 : 1;
        return (a.stopPx! - b.stopPx!) * (a.isBuy ? 1 : -1) || a.turn - b.turn;
      });
      if (stop !== undefined) {
        this.lines.push(`${stop.id} triggered`);
        stop.isTriggered = true;
        stop.place = "nowhere";
        this.#work(stop);
        continue;
      }
      const peg = this.#nextRepriced();
      if (peg === undefined) return;
      this.lines.push(`${peg.id} moved`);
      this.#work(peg);
    }
  }

  #nextRepriced(): ReferenceOrder | undefined {
    const best = `${this.#bestShown(true)} ${this.#bestShown(false)}`;
    if (best !== this.#pegBest) {
      this.#pegBest = best;
      this.#pegsToLookAt = [...this.#pegs];
    }
    for (let peg = this.#pegsToLookAt.shift(); peg !== undefined; peg = this.#pegsToLookAt.shift()) {
      const price = this.#pegPrice(peg);
      if (peg.place === "asleep" ? price === null : price === peg.workPx) continue;
      if (price === null) {
        peg.place = "asleep";
        continue;
      }
      peg.place = "nowhere";
      return peg;
    }
    return undefined;
  }

  #pegPrice(order: ReferenceOrder): number | null {
    const bid = this.#bestShown(true);
    const ask = this.#bestShown(false);
    const { to, offset } = order.peg!;
    let anchor: number | null;
    if (to === "mid") anchor = bid === null || ask === null ? null : (bid + ask) / 2;
    else anchor = (to === "primary") === order.isBuy ? bid : ask;
    if (anchor === null) return null;
    const { tick } = this;
    const price = order.isBuy
      ? Math.floor((Math.floor(anchor) + offset) / tick) * tick
      : Math.ceil((Math.ceil(anchor) + offset) / tick) * tick;
    const limited =
      order.price === null ? price : order.isBuy ? Math.min(price, order.price) : Math.max(price, order.price);
    return Math.abs(limited) > PRICE_MAX ? null : limited;
  }

  /** What the order would trade at once, found by trying it on a copy. */
  #tradable(order: ReferenceOrder): number {
    let sum = 0;
    const copy = new ReferenceBook(this.tick);
    copy.#orders = this.#orders.map((other) => ({ ...other }));
    copy.#turn = this.#turn;
    const taker = { ...order, leavesQty: Number.POSITIVE_INFINITY };
    for (;;) {
      const [maker] = copy.#makersFor(taker);
      if (maker === undefined) return sum;
      if (copy.#isSelfMatch(maker, taker)) {
        if (taker.selfMatchMode !== "oldest") return sum;
        copy.#remove(maker);
        continue;
      }
      sum += maker.shownQty;
      maker.leavesQty -= maker.shownQty;
      if (maker.leavesQty === 0) copy.#remove(maker);
      else copy.#queue(maker);
    }
  }

  /** Everybody the order may meet, the first to trade first. */
  #makersFor(taker: ReferenceOrder): ReferenceOrder[] {
    const makers = this.#orders.filter((other) => other.place === "queue" && other.isBuy !== taker.isBuy);
    const hasLimit = taker.price !== null || taker.peg !== null;
    const crossing = makers.filter(
      (other) => !hasLimit || (taker.isBuy ? other.workPx <= taker.workPx : other.workPx >= taker.workPx),
    );
    return crossing.sort(this.#byPriority);
  }

  readonly #byPriority = (a: ReferenceOrder, b: ReferenceOrder): number => {
    if (a.workPx !== b.workPx) return a.isBuy ? b.workPx - a.workPx : a.workPx - b.workPx;
    return Number(this.#isDark(a)) - Number(this.#isDark(b)) || a.turn - b.turn;
  };

  #couldTrade(isBuy: boolean, price: number): boolean {
    return this.#orders.some(
      (other) =>
        other.place === "queue" && other.isBuy !== isBuy && (isBuy ? other.workPx <= price : other.workPx >= price),
    );
  }

  #isSelfMatch(a: ReferenceOrder, b: ReferenceOrder): boolean {
    return a.selfMatchId !== 0 && a.selfMatchId === b.selfMatchId;
  }

  #isDark(order: ReferenceOrder): boolean {
    return order.displayQty === 0 || order.peg !== null;
  }

  #bestShown(isBuy: boolean): number | null {
    const prices = this.#orders
      .filter((order) => order.place === "queue" && order.isBuy === isBuy && !this.#isDark(order))
      .map((order) => order.workPx);
    if (prices.length === 0) return null;
    return isBuy ? Math.max(...prices) : Math.min(...prices);
  }

  #hit(stop: ReferenceOrder, price: number): void {
    if (stop.isBuy ? price >= stop.stopPx! : price <= stop.stopPx!) stop.isHit = true;
  }

  #queue(order: ReferenceOrder): void {
    this.#stay(order, "queue");
    const isIceberg = order.displayQty !== null && order.displayQty > 0;
    order.shownQty = isIceberg ? Math.min(order.displayQty!, order.leavesQty) : order.leavesQty;
  }

  #stay(order: ReferenceOrder, place: Place): void {
    order.place = place;
    order.turn = ++this.#turn;
  }

  #end(order: ReferenceOrder, how: string): void {
    this.lines.push(`${order.id} ${how}`);
    this.#remove(order);
  }

  #remove(order: ReferenceOrder): void {
    this.#orders = this.#orders.filter((other) => other !== order);
    this.#pegs = this.#pegs.filter((other) => other !== order);
    this.#pegsToLookAt = this.#pegsToLookAt.filter((other) => other !== order);
  }

  #find(id: number): ReferenceOrder | undefined {
    return this.#orders.find((order) => order.id === id);
  }
}
