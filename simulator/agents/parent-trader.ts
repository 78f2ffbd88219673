/**
 * Works a large order over some minutes, and rests before the next one.
 *
 *   resting -> a parent is drawn -> slice by slice: joins the best price of its side, takes what is late -> done -> resting
 *
 * Even: what is due grows with time, and at the end the rest is taken. Participation: what is due is a part of everything
 * that trades, so it sends nothing while nothing trades, and when its time is over what is left is left.
 * Parents of one side follow those of the other when inventory says so.
 */
import { NO_PRICE } from "../../src/domain/price.ts";
import { Side } from "../../src/domain/values.ts";
import { type AgentOrder, openQty } from "./agent-orders.ts";
import { ParentStyle } from "./agent-settings.ts";
import { uniform } from "./chance.ts";
import { lotsOf, type Strategy, type TradingDesk } from "./trading-desk.ts";

type Parent = {
  readonly side: Side;
  readonly qty: number;
  readonly startMs: number;
  readonly startInventory: number;
  /** What had traded in the market when it began. */
  readonly startVolume: number;
};

export class ParentTrader implements Strategy {
  readonly #desk: TradingDesk;
  #parent: Parent | null = null;
  #slice: AgentOrder | null = null;
  #restUntilMs = -1;

  constructor(desk: TradingDesk) {
    this.#desk = desk;
  }

  act(nowMs: number): void {
    const { settings, random } = this.#desk;
    if (this.#slice?.isDone) this.#slice = null;
    if (this.#restUntilMs < 0) this.#restUntilMs = nowMs + settings.pauseSeconds * 1_000 * uniform(random);
    if (this.#parent === null) {
      if (nowMs >= this.#restUntilMs) this.#parent = this.#draw(nowMs);
      return;
    }
    this.#work(this.#parent, nowMs);
  }

  /** What is open stays open for the auction. */
  prepare(): void {}

  #draw(nowMs: number): Parent | null {
    const { orders, settings, random, volume } = this.#desk;
    const held = orders.inventory / orders.limits.inventoryMax;
    const side = uniform(random) < 0.5 - held ? Side.Buy : Side.Sell;
    const qty = lotsOf(this.#desk, settings.parentSizes * (0.5 + uniform(random)), orders.room(side));
    if (qty === 0) return null;
    return { side, qty, startMs: nowMs, startInventory: orders.inventory, startVolume: volume.count() };
  }

  #work(parent: Parent, nowMs: number): void {
    const { orders, settings, book } = this.#desk;
    const { lotSize } = orders.instrument;
    const { side } = parent;
    const change = orders.inventory - parent.startInventory;
    const done = side === Side.Buy ? change : -change;
    const progress = Math.min(1, (nowMs - parent.startMs) / 1_000 / settings.durationSeconds);
    const follows = settings.style === ParentStyle.Participation;
    const due = follows ? this.#dueOf(parent, done) : parent.qty * progress;
    const late = Math.floor((due - done) / lotSize) * lotSize;
    const isLast = progress === 1 && !follows;
    const slice = this.#slice;
    if (done >= parent.qty || (progress === 1 && follows)) {
      if (slice !== null) orders.cancel(slice);
      else this.#rest(nowMs);
      return;
    }
    if (slice === null) {
      if (!follows || late > 0) this.#next(side, late, isLast, parent.qty - done);
      return;
    }
    const isOld = nowMs - slice.sinceMs > settings.sliceSeconds * 1_000;
    const bestPx = side === Side.Buy ? book.bidPx : book.askPx;
    // What is late by more than a slice is taken, and a slice that the market left behind is tried again.
    if ((isOld && late > openQty(slice)) || isLast || (isOld && slice.price !== bestPx)) orders.cancel(slice);
  }

  /** Its part of what traded since it began; of what others traded that is part / (1 - part). */
  #dueOf({ qty, startVolume }: Parent, done: number): number {
    const { settings, volume } = this.#desk;
    const part = settings.participationPercent / 100;
    return Math.min(qty, ((volume.count() - startVolume - done) * part) / (1 - part));
  }

  /** The next slice: one that joins the best price while there is time, one that takes when there is none left. */
  #next(side: Side, late: number, isLast: boolean, leftQty: number): void {
    const { orders, book, settings } = this.#desk;
    const isBuy = side === Side.Buy;
    const usual = lotsOf(this.#desk, 1, Math.min(leftQty, orders.room(side)));
    // Who follows the market is not before it.
    const follows = settings.style === ParentStyle.Participation;
    const size = follows ? Math.min(usual, late) : usual;
    if (size === 0) {
      if (isLast) this.#parent = null;
      return;
    }
    if (late >= usual || isLast) {
      const bestPx = isBuy ? book.askPx : book.bidPx;
      if (bestPx === NO_PRICE) return;
      const wanted = isLast ? leftQty : follows ? late : size;
      orders.take(side, Math.min(wanted, orders.room(side)), orders.fitPrice(side, bestPx));
      return;
    }
    const bestPx = isBuy ? book.bidPx : book.askPx;
    if (bestPx !== NO_PRICE) this.#slice = orders.place(side, size, orders.fitPrice(side, bestPx));
  }

  #rest(nowMs: number): void {
    const { settings, random } = this.#desk;
    this.#parent = null;
    this.#restUntilMs = nowMs + settings.pauseSeconds * 1_000 * (0.5 + uniform(random));
  }
}
