/**
 * Ids in an order of their own, found by rank and ranked by id, while they come, go and move: what a table of a million
 * rows needs to show any page of it at once. Blocks of some hundred ids, so that an insertion moves a few cache lines and a
 * search halves first the blocks, then one of them:
 *
 *   blocks   [ 9 8 7 ] [ 6 5 ] [ 4 3 2 1 ]      rank of 5 = 3 + 1
 *
 * The order is the caller's and may depend on what it keeps about an id; it must not change while the id is here.
 */
import { assert } from "../../lib/assert.ts";

const BLOCK_IDS = 512;
/** Blocks are made this full, so that the first insertions split none. */
const FILL = 384;

type Block = { ids: Uint32Array; count: number };

export class RankedList {
  /** Below 0 when the first id stands before the second; never 0 for two ids. */
  readonly #compare: (a: number, b: number) => number;
  #blocks: Block[] = [];
  #count = 0;

  constructor(compare: (a: number, b: number) => number) {
    this.#compare = compare;
  }

  get count(): number {
    return this.#count;
  }

  /** Takes ids that are in order already, in place of what is here. */
  fill(ids: Uint32Array): void {
    this.#blocks = [];
    this.#count = ids.length;
    for (let start = 0; start < ids.length; start += FILL) {
      const block = { ids: new Uint32Array(BLOCK_IDS), count: Math.min(FILL, ids.length - start) };
      block.ids.set(ids.subarray(start, start + block.count));
      this.#blocks.push(block);
    }
  }

  /** The id must not be here. */
  insert(id: number): void {
    if (this.#blocks.length === 0) this.#blocks.push({ ids: new Uint32Array(BLOCK_IDS), count: 0 });
    let at = this.#blockOf(id);
    let block = this.#blocks[at];
    if (block.count === BLOCK_IDS) {
      this.#split(at);
      if (this.#compare(id, this.#blocks[at + 1].ids[0]) > 0) at++;
      block = this.#blocks[at];
    }
    const place = this.#placeIn(block, id);
    block.ids.copyWithin(place + 1, place, block.count);
    block.ids[place] = id;
    block.count++;
    this.#count++;
  }

  /** The id must be here, in the order it was inserted by. */
  remove(id: number): void {
    const at = this.#blockOf(id);
    const block = this.#blocks[at];
    const place = this.#placeIn(block, id);
    assert(place < block.count && block.ids[place] === id, "the id is not in the list, or its order has changed");
    block.ids.copyWithin(place, place + 1, block.count);
    block.count--;
    this.#count--;
    if (block.count === 0) this.#blocks.splice(at, 1);
  }

  /** The place of an id that is here, from 0. */
  rankOf(id: number): number {
    const at = this.#blockOf(id);
    let rank = 0;
    for (let index = 0; index < at; index++) rank += this.#blocks[index].count;
    const block = this.#blocks[at];
    const place = this.#placeIn(block, id);
    assert(block.ids[place] === id, "the id is not in the list");
    return rank + place;
  }

  /** Appends the ids of ranks `from` to `to - 1` to `into`; ranks beyond the end have none. */
  slice(from: number, to: number, into: number[]): void {
    let skip = Math.max(0, from);
    let wanted = Math.min(to, this.#count) - skip;
    for (const { ids, count } of this.#blocks) {
      if (wanted <= 0) return;
      if (skip >= count) {
        skip -= count;
        continue;
      }
      const end = Math.min(count, skip + wanted);
      for (let place = skip; place < end; place++) into.push(ids[place]);
      wanted -= end - skip;
      skip = 0;
    }
  }

  visit(visit: (id: number) => void): void {
    for (const { ids, count } of this.#blocks) for (let place = 0; place < count; place++) visit(ids[place]);
  }

  /** The last block whose first id does not stand behind this one. */
  #blockOf(id: number): number {
    let low = 0;
    let high = this.#blocks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#compare(this.#blocks[middle].ids[0], id) <= 0) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Where the id is in its block, or would be. */
  #placeIn(block: Block, id: number): number {
    let low = 0;
    let high = block.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#compare(block.ids[middle], id) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #split(at: number): void {
    const block = this.#blocks[at];
    const half = BLOCK_IDS >> 1;
    const upper = { ids: new Uint32Array(BLOCK_IDS), count: block.count - half };
    upper.ids.set(block.ids.subarray(half, block.count));
    block.count = half;
    this.#blocks.splice(at + 1, 0, upper);
  }
}
