/**
 * Hot path: what each fill was, so that a bust or a correction finds it; budget 10 ns to put one down.
 *
 * Rows stand beside `State.exchangeExecIds`, one for each entry of that map: (venue, ExecID) finds the fill. A fill that
 * was corrected points to its correction, because a venue may name either:
 *
 *   lastQty > 0   the fill as it stands        lastQty 0    busted        lastQty -n   corrected: entry n - 1 stands for it
 */
import type { Image } from "../lib/image.ts";

const INITIAL_CAPACITY = 1 << 10;
/** A frame has at most 65,535 events. */
const EVENTS_FACTOR = 65_536;

/** Where an event stands in the journal, as one number: what ExecIDs are made of. */
export function placeOf(sequence: number, eventIndex: number): number {
  return sequence * EVENTS_FACTOR + eventIndex;
}

export function sequenceOf(place: number): number {
  return Math.floor(place / EVENTS_FACTOR);
}

export function eventIndexOf(place: number): number {
  return place % EVENTS_FACTOR;
}

export class FillTable {
  lastQty = new Float64Array(INITIAL_CAPACITY);
  lastPx = new Float64Array(INITIAL_CAPACITY);
  /** `placeOf` the event that reported the fill to the client. */
  place = new Float64Array(INITIAL_CAPACITY);
  /** Of corrections, by entry: the place of the trade itself. */
  readonly #madeAt = new Map<number, number>();

  put(entry: number, lastQty: number, lastPx: number, place: number): void {
    if (entry >= this.lastQty.length) this.reserve(entry + 1);
    this.lastQty[entry] = lastQty;
    this.lastPx[entry] = lastPx;
    this.place[entry] = place;
  }

  /** From now on another fill stands for this one. */
  correct(entry: number, by: number): void {
    this.#madeAt.set(by, this.madeAt(entry));
    this.lastQty[entry] = -by - 1;
  }

  /** @returns the entry that stands for a fill: its own, or that of its last correction */
  standingFor(entry: number): number {
    while (this.lastQty[entry] < 0) entry = -this.lastQty[entry] - 1;
    return entry;
  }

  /** `placeOf` the trade that a fill is, or corrects. */
  madeAt(entry: number): number {
    return this.#madeAt.get(entry) ?? this.place[entry];
  }

  /** Makes room for so many entries. */
  reserve(entries: number): void {
    let capacity = this.lastQty.length;
    while (capacity < entries) capacity *= 2;
    if (capacity === this.lastQty.length) return;
    this.lastQty = grown(this.lastQty, capacity);
    this.lastPx = grown(this.lastPx, capacity);
    this.place = grown(this.place, capacity);
  }

  /** The fills that are kept, under their new entries. Cold. @param entries by old entry the new one, -1 for those left out */
  kept(entries: Int32Array): FillTable {
    const table = new FillTable();
    for (let entry = 0; entry < entries.length; entry++) {
      const to = entries[entry];
      if (to === -1) continue;
      const qty = this.lastQty[entry];
      table.put(to, qty < 0 ? -entries[-qty - 1] - 1 : qty, this.lastPx[entry], this.place[entry]);
      const madeAt = this.#madeAt.get(entry);
      if (madeAt !== undefined) table.#madeAt.set(to, madeAt);
    }
    return table;
  }

  /** @param count entries of the map beside it */
  transfer(image: Image, count: number): void {
    this.reserve(count);
    image.array(this.lastQty.subarray(0, count));
    image.array(this.lastPx.subarray(0, count));
    image.array(this.place.subarray(0, count));
    const corrections = [...this.#madeAt];
    for (let index = 0, length = image.count(corrections.length); index < length; index++) {
      const [entry, madeAt] = corrections[index] ?? [0, 0];
      this.#madeAt.set(image.int(entry), image.int(madeAt));
    }
  }
}

function grown(from: Float64Array, capacity: number): Float64Array<ArrayBuffer> {
  const to = new Float64Array(capacity);
  to.set(from);
  return to;
}
