/**
 * The state as of any sequence, made again from the journal: one reading of it that goes on where it stands when a later
 * place is asked for, and begins again at the newest snapshot before an earlier one. For a thread of its own.
 */
import { evolve } from "./core/core.ts";
import { placeOf } from "./core/fill-table.ts";
import { viewOrder } from "./core/order-view.ts";
import { State } from "./core/state.ts";
import { type AsOfReply, HOUSE_LEVELS_MAX, type HouseLevel } from "./desk/as-of-wire.ts";
import { orderRow } from "./desk/rows.ts";
import { decodeFrame } from "./domain/frame.ts";
import { NO_PRICE } from "./domain/price.ts";
import { Side } from "./domain/values.ts";
import type { DurablePosition } from "./follower-messages.ts";
import { nodeDisk } from "./journal/disk.ts";
import type { Frame } from "./journal/reader.ts";
import { JournalTail } from "./journal/tail.ts";
import { ByteReader } from "./lib/byte-buffer.ts";
import { Snapshots } from "./snapshots.ts";
import { stateHash } from "./state-hash.ts";

/** A frame of the chunk that was read last, behind the place asked for. */
type Waiting = { sequence: number; timeNs: bigint; payload: Buffer };

export type AsOfOptions = {
  journalDirectory: string;
  dataDirectory: string;
  version: string;
  skips: readonly number[];
};

export class AsOfReader {
  readonly #options: AsOfOptions;
  readonly #snapshots: Snapshots;
  readonly #skips: ReadonlySet<number>;
  readonly #reader = new ByteReader();
  #state = new State();
  #tail: JournalTail;
  #sequence = 0;
  #timeNs = 0n;
  #waiting: Waiting[] = [];
  /** Of the state at `#sequence`; "" when it was not asked for yet. */
  #hash = "";

  constructor(options: AsOfOptions) {
    this.#options = options;
    this.#snapshots = new Snapshots(options.dataDirectory, options.version, nodeDisk);
    this.#skips = new Set(options.skips);
    this.#tail = new JournalTail(options.journalDirectory, nodeDisk);
  }

  /**
   * Goes to `sequence`, which is durable, for as long as it may.
   *
   * @param forMs after so long it answers how far it came; asked again, it goes on from there
   * @throws LockstepError LOCKSTEP_ERR_JOURNAL_DAMAGED
   */
  read(sequence: number, orderId: number, durable: DurablePosition, forMs: number): AsOfReply {
    const untilMs = performance.now() + forMs;
    this.#startBefore(sequence);
    this.#applyWaiting(sequence);
    while (this.#sequence < sequence && performance.now() < untilMs) {
      this.#tail.poll(durable.segment, durable.offset, (frame) => this.#take(frame, sequence));
    }
    return this.#reply(orderId, this.#sequence === sequence);
  }

  close(): void {
    this.#tail.close();
  }

  /** Begins again when the place lies behind, or a snapshot is much nearer to it. */
  #startBefore(sequence: number): void {
    if (this.#sequence <= sequence && this.#sequence > 0) return;
    this.#tail.close();
    const snapshot = this.#snapshots.load(() => {}, sequence);
    this.#state = snapshot?.state ?? new State();
    this.#tail = new JournalTail(this.#options.journalDirectory, nodeDisk, snapshot?.info ?? null);
    this.#sequence = snapshot?.info.position.lastSequence ?? 0;
    this.#timeNs = snapshot?.info.timeNs ?? 0n;
    this.#waiting = [];
    this.#hash = "";
  }

  #applyWaiting(until: number): void {
    const due = this.#waiting.filter(({ sequence }) => sequence <= until);
    this.#waiting = this.#waiting.slice(due.length);
    for (const { sequence, timeNs, payload } of due) this.#apply(sequence, timeNs, payload, 0, payload.length);
  }

  #take(frame: Frame, until: number): true {
    const { sequence, timeNs, bytes, payloadStart, payloadEnd } = frame;
    if (sequence <= until) this.#apply(sequence, timeNs, bytes, payloadStart, payloadEnd);
    else this.#waiting.push({ sequence, timeNs, payload: Buffer.from(bytes.subarray(payloadStart, payloadEnd)) });
    return true;
  }

  #apply(sequence: number, timeNs: bigint, bytes: Uint8Array, start: number, end: number): void {
    if (!this.#skips.has(sequence)) {
      this.#reader.reset(bytes, start, end);
      for (const [index, event] of decodeFrame(this.#reader).events.entries()) {
        evolve(this.#state, event, timeNs, placeOf(sequence, index));
      }
    }
    this.#sequence = sequence;
    this.#timeNs = timeNs;
    this.#hash = "";
  }

  #reply(orderId: number, isThere: boolean): AsOfReply {
    const state = this.#state;
    const { orders } = state;
    const view = viewOrder(state, orderId);
    const instrument = isThere ? state.instruments[orders.instrumentId[orders.rowOf(orderId)]] : undefined;
    if (isThere && this.#hash === "") this.#hash = stateHash(state);
    let openOrders = 0;
    for (let row = 1; row <= orders.rowCount; row++) if (orders.isOpen(row)) openOrders++;
    return {
      sequence: this.#sequence,
      isThere,
      timeUs: Number(this.#timeNs / 1_000n),
      stateHash: this.#hash,
      tradingDay: state.tradingDay,
      orders: orders.count,
      openOrders,
      order: !isThere || view === null ? null : orderRow({ ...view, text: "" }, state),
      market:
        instrument === undefined
          ? null
          : {
              symbol: instrument.symbol,
              priceScale: instrument.priceScale,
              bidPx: priceOrNull(instrument.bidPx),
              askPx: priceOrNull(instrument.askPx),
              lastPx: priceOrNull(instrument.lastPx),
            },
      bids: instrument === undefined ? [] : houseLevels(state, instrument.instrumentId, true, orderId),
      asks: instrument === undefined ? [] : houseLevels(state, instrument.instrumentId, false, orderId),
    };
  }
}

function houseLevels(state: State, instrumentId: number, isBuy: boolean, orderId: number): HouseLevel[] {
  const { orders } = state;
  const levels = new Map<number, HouseLevel>();
  for (let row = 1; row <= orders.rowCount; row++) {
    if (orders.instrumentId[row] !== instrumentId || !orders.isOpen(row)) continue;
    if ((String.fromCharCode(orders.side[row]) === Side.Buy) !== isBuy) continue;
    const price = orders.price[row];
    const level = levels.get(price) ?? { price: priceOrNull(price), leavesQty: 0, orders: 0, hasThisOrder: false };
    level.leavesQty += orders.leavesQty(row);
    level.orders++;
    if (orders.idOf(row) === orderId) level.hasThisOrder = true;
    levels.set(price, level);
  }
  // Orders at the market stand before all prices.
  const rank = ({ price }: HouseLevel) => (price === null ? Number.NEGATIVE_INFINITY : isBuy ? -price : price);
  const sorted = [...levels.values()].sort((a, b) => rank(a) - rank(b));
  // The order's own level is told wherever it stands.
  return sorted.filter((level, at) => at < HOUSE_LEVELS_MAX || level.hasThisOrder);
}

function priceOrNull(price: number): number | null {
  return price === NO_PRICE ? null : price;
}
