/**
 * Stops that are kept here because their venue takes none, by instrument and side in the order in which they are reached:
 * buys from the lowest stop price, sales from the highest, at one price the oldest first. Cold, but for asking whether
 * there are any.
 */
import type { Image } from "../lib/image.ts";

/** `hasDay`: its market was open while it was here, so that a Day order's day is over with the next roll. */
type Held = { instrumentId: number; isBuy: boolean; stopPx: number; hasDay: boolean };
/** The first to be reached is the first. A sale's key is its price below 0. */
type Queue = { keys: number[]; orderIds: number[] };

const NOTHING: Held = { instrumentId: 0, isBuy: false, stopPx: 0, hasDay: false };

export class StopTable {
  /** By OrderID; what is not reached yet. */
  readonly #held = new Map<number, Held>();
  /** OrderIDs of stops that were reached here: to their venue they are market or limit orders. */
  readonly #reached = new Set<number>();
  /** By instrument and side. */
  readonly #queues = new Map<number, Queue>();

  get size(): number {
    return this.#held.size;
  }

  /** Is it kept here, and not reached yet? */
  has(orderId: number): boolean {
    return this.#held.size > 0 && this.#held.has(orderId);
  }

  /** Is or was the stop kept here? Then its venue knows nothing of it. */
  isOurs(orderId: number): boolean {
    return this.has(orderId) || (this.#reached.size > 0 && this.#reached.has(orderId));
  }

  hasDay(orderId: number): boolean {
    return this.#held.get(orderId)?.hasDay ?? false;
  }

  hold(orderId: number, held: Held): void {
    this.#held.set(orderId, { ...held });
    this.#enqueue(orderId, held);
  }

  /** Its client or a split gave it another stop price. */
  move(orderId: number, stopPx: number): void {
    const held = this.#held.get(orderId);
    if (held === undefined || held.stopPx === stopPx) return;
    this.#dequeue(orderId, held);
    held.stopPx = stopPx;
    this.#enqueue(orderId, held);
  }

  reach(orderId: number): void {
    if (this.forget(orderId)) this.#reached.add(orderId);
  }

  /** The order has ended. @returns whether it was kept here */
  forget(orderId: number): boolean {
    const held = this.#held.get(orderId);
    if (held === undefined) return false;
    this.#dequeue(orderId, held);
    return this.#held.delete(orderId);
  }

  /** The instrument's market is open: the day of its Day orders has begun. */
  open(instrumentId: number): void {
    for (const held of this.#held.values()) if (held.instrumentId === instrumentId) held.hasDay = true;
  }

  /** Forgets stops that were reached and are in memory no more. */
  keep(isHere: (orderId: number) => boolean): void {
    for (const orderId of this.#reached) if (!isHere(orderId)) this.#reached.delete(orderId);
  }

  /** @returns OrderIDs of the stops that a trade at that price reaches, in the order in which they are worked */
  reachedBy(instrumentId: number, lastPx: number): number[] {
    return [...this.#first(instrumentId, true, lastPx), ...this.#first(instrumentId, false, -lastPx)];
  }

  transfer(image: Image): void {
    const were = [...this.#held];
    for (let index = 0, count = image.count(were.length); index < count; index++) {
      const [id, was] = were[index] ?? [0, NOTHING];
      const orderId = image.int(id);
      const held = {
        instrumentId: image.int(was.instrumentId),
        isBuy: image.flag(was.isBuy),
        stopPx: image.int(was.stopPx),
        hasDay: image.flag(was.hasDay),
      };
      if (image.isReading) this.hold(orderId, held);
    }
    const reached = [...this.#reached];
    for (let index = 0, count = image.count(reached.length); index < count; index++) {
      const orderId = image.int(reached[index] ?? 0);
      if (image.isReading) this.#reached.add(orderId);
    }
  }

  #first(instrumentId: number, isBuy: boolean, lastKey: number): number[] {
    const queue = this.#queues.get(queueId(instrumentId, isBuy));
    if (queue === undefined) return [];
    let count = 0;
    while (count < queue.keys.length && queue.keys[count] <= lastKey) count++;
    return queue.orderIds.slice(0, count);
  }

  #enqueue(orderId: number, held: Held): void {
    const id = queueId(held.instrumentId, held.isBuy);
    const queue = this.#queues.get(id) ?? { keys: [], orderIds: [] };
    this.#queues.set(id, queue);
    const at = placeOf(queue, keyOf(held), orderId);
    queue.keys.splice(at, 0, keyOf(held));
    queue.orderIds.splice(at, 0, orderId);
  }

  #dequeue(orderId: number, held: Held): void {
    const queue = this.#queues.get(queueId(held.instrumentId, held.isBuy));
    if (queue === undefined) return;
    const at = placeOf(queue, keyOf(held), orderId);
    queue.keys.splice(at, 1);
    queue.orderIds.splice(at, 1);
  }
}

function queueId(instrumentId: number, isBuy: boolean): number {
  return instrumentId * 2 + (isBuy ? 1 : 0);
}

function keyOf({ isBuy, stopPx }: Held): number {
  return isBuy ? stopPx : -stopPx;
}

/** Where the order is in its queue, or would be. */
function placeOf({ keys, orderIds }: Queue, key: number, orderId: number): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (keys[middle] < key || (keys[middle] === key && orderIds[middle] < orderId)) low = middle + 1;
    else high = middle;
  }
  return low;
}
