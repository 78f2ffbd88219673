/**
 * Hot path: one look-up per client request and one insert per order; budget 60 ns each at a million keys.
 *
 * A map from (scope, text) to an integer, off the garbage-collected heap: a million ClOrdIDs as JavaScript strings in a
 * Map cost 2 to 5 ms a scavenge, here they cost the collector nothing. Keys are not removed one by one: `kept` makes a
 * smaller map. An entry is a small integer that stays valid for the map's life and gives its text back.
 *
 * Measured at a million keys: 75 ns for a key that is not there, 210 ns to add one, 260 ns to find one at random, which is
 * three cache misses. The keys of orders of the last moments, which are what is asked for, are in the cache.
 */
import type { Image } from "./image.ts";
import { TextStore } from "./text-store.ts";

const NONE = -1;

export class TextMap {
  /** Entries so far; entries are 0 to size - 1. */
  size = 0;
  #slots: Int32Array;
  #mask: number;
  #hashes: Int32Array;
  #scopes: Uint16Array;
  /** Where each key's text lies in `#store`. */
  #texts: Int32Array;
  #values: Int32Array;
  readonly #store = new TextStore();

  /** @param capacity entries to have room for at first; the memory is touched, and so real, only when used */
  constructor(capacity: number) {
    let slots = 1024;
    while (slots < capacity * 2) slots *= 2;
    this.#slots = new Int32Array(slots).fill(NONE);
    this.#mask = slots - 1;
    const room = slots >> 1;
    this.#hashes = new Int32Array(room);
    this.#scopes = new Uint16Array(room);
    this.#texts = new Int32Array(room);
    this.#values = new Int32Array(room);
  }

  /** Makes room for so many entries at once. */
  reserve(entries: number): void {
    while (this.#hashes.length < entries) this.#grow();
  }

  /** @returns the entry of the key, or -1 */
  find(scope: number, text: string): number {
    const hash = hashOf(scope, text);
    for (let slot = hash & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const entry = this.#slots[slot];
      if (entry === NONE) return NONE;
      if (this.#hashes[entry] === hash && this.#scopes[entry] === scope && this.#store.equals(this.#texts[entry], text))
        return entry;
    }
  }

  /** Sets the value of a key, adding it when it is new. @returns its entry */
  put(scope: number, text: string, value: number): number {
    const found = this.find(scope, text);
    if (found !== NONE) {
      this.#values[found] = value;
      return found;
    }
    if (this.size === this.#hashes.length) this.#grow();
    const entry = this.size++;
    const hash = hashOf(scope, text);
    this.#hashes[entry] = hash;
    this.#scopes[entry] = scope;
    this.#values[entry] = value;
    this.#texts[entry] = this.#store.add(text);
    this.#link(entry, hash);
    return entry;
  }

  valueOf(entry: number): number {
    return this.#values[entry];
  }

  scopeOf(entry: number): number {
    return this.#scopes[entry];
  }

  textOf(entry: number): string {
    return this.#store.textOf(this.#texts[entry]);
  }

  /** Copies the text's bytes to `target` at `offset`. @returns the offset behind them */
  copyText(entry: number, target: Uint8Array, offset: number): number {
    return this.#store.copyText(this.#texts[entry], target, offset);
  }

  /**
   * A new map with the keys whose values are to be kept. Cold.
   *
   * @returns the map, and by old entry the new one (-1 for those left out)
   */
  kept(isKept: (value: number) => boolean): { map: TextMap; entries: Int32Array } {
    const entries = new Int32Array(this.size).fill(NONE);
    let count = 0;
    for (let entry = 0; entry < this.size; entry++) if (isKept(this.#values[entry])) count++;
    const map = new TextMap(count);
    for (let entry = 0; entry < this.size; entry++) {
      if (!isKept(this.#values[entry])) continue;
      entries[entry] = map.put(this.#scopes[entry], this.textOf(entry), this.#values[entry]);
    }
    return { map, entries };
  }

  /** Writes the map, or reads one in place of what is here. The slots follow from the hashes, and are made anew. */
  transfer(image: Image): void {
    const size = image.count(this.size);
    if (image.isReading) this.#makeRoom(size);
    image.array(this.#hashes.subarray(0, size));
    image.array(this.#scopes.subarray(0, size));
    image.array(this.#texts.subarray(0, size));
    image.array(this.#values.subarray(0, size));
    this.#store.transfer(image);
    if (image.isReading) for (let entry = 0; entry < size; entry++) this.#link(entry, this.#hashes[entry]);
  }

  #link(entry: number, hash: number): void {
    let slot = hash & this.#mask;
    while (this.#slots[slot] !== NONE) slot = (slot + 1) & this.#mask;
    this.#slots[slot] = entry;
  }

  /** Forgets everything and makes room for so many. */
  #makeRoom(size: number): void {
    let room = this.#hashes.length;
    while (room < size) room *= 2;
    this.#hashes = new Int32Array(room);
    this.#scopes = new Uint16Array(room);
    this.#texts = new Int32Array(room);
    this.#values = new Int32Array(room);
    this.#slots = new Int32Array(room * 2).fill(NONE);
    this.#mask = room * 2 - 1;
    this.size = size;
  }

  #grow(): void {
    const room = this.#hashes.length * 2;
    this.#hashes = grown(this.#hashes, new Int32Array(room));
    this.#scopes = grown(this.#scopes, new Uint16Array(room));
    this.#texts = grown(this.#texts, new Int32Array(room));
    this.#values = grown(this.#values, new Int32Array(room));
    this.#slots = new Int32Array(room * 2).fill(NONE);
    this.#mask = room * 2 - 1;
    for (let entry = 0; entry < this.size; entry++) this.#link(entry, this.#hashes[entry]);
  }
}

function grown<T extends { set(source: T): void }>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** FNV-1a over the scope and the characters, with a final mix so that the low bits depend on all of them. */
function hashOf(scope: number, text: string): number {
  let hash = 0x811c9dc5 ^ scope;
  hash = Math.imul(hash, 0x01000193);
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return hash ^ (hash >>> 12);
}
