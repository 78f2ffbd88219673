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
/** Entries of the table before that each new key links into the doubled one. */
const LINKED_AT_ONCE = 8;
/** Slots lie all over their table: as many are made at first as this many entries need, and more with the entries. */
const SLOTS_RESERVED_FOR = 1 << 18;
const NO_SLOTS = new Int32Array(0);
/** A slot that is free. Entries stand in slots as one more than they are, so that fresh memory, which is zeros, is all free. */
const FREE = 0;

export class TextMap {
  /** Entries so far; entries are 0 to size - 1. */
  size = 0;
  #slots: Int32Array;
  #mask: number;
  /** The slots before they doubled, while entries from `#linked` to `#linkedEnd` are not in the new ones yet. */
  #oldSlots: Int32Array = NO_SLOTS;
  #oldMask = 0;
  #linked = 0;
  #linkedEnd = 0;
  #hashes: Int32Array;
  #scopes: Uint16Array;
  /** Where each key's text lies in `#store`. */
  #texts: Int32Array;
  #values: Int32Array;
  /** Entries there was asked to be room for. */
  #reserved = 0;
  readonly #store = new TextStore();

  /** @param capacity entries to have room for at first; the memory, slots included, is touched, and so real, only when used */
  constructor(capacity: number) {
    let slots = 1024;
    while (slots < capacity * 2) slots *= 2;
    this.#slots = new Int32Array(slots);
    this.#mask = slots - 1;
    const room = slots >> 1;
    this.#hashes = new Int32Array(room);
    this.#scopes = new Uint16Array(room);
    this.#texts = new Int32Array(room);
    this.#values = new Int32Array(room);
  }

  /** Makes room for so many entries at once, which the smaller maps that follow this one have as well. Cold. */
  reserve(entries: number): void {
    this.#reserved = Math.max(this.#reserved, entries);
    let room = this.#hashes.length;
    while (room < entries) room *= 2;
    this.#makeRoom(room);
    while (this.#slots.length < Math.min(entries, SLOTS_RESERVED_FOR) * 2) this.#doubleSlots();
    this.#linkUpTo(this.#linkedEnd);
  }

  /** @returns the entry of the key, or -1 */
  find(scope: number, text: string): number {
    return this.#find(hashOf(scope, text), scope, text);
  }

  /** Sets the value of a key, adding it when it is new. @returns its entry */
  put(scope: number, text: string, value: number): number {
    const hash = hashOf(scope, text);
    const found = this.#find(hash, scope, text);
    if (found !== NONE) {
      this.#values[found] = value;
      return found;
    }
    if (this.size === this.#hashes.length) this.#makeRoom(this.size * 2);
    if (this.size * 2 >= this.#slots.length) this.#doubleSlots();
    const entry = this.size++;
    this.#hashes[entry] = hash;
    this.#scopes[entry] = scope;
    this.#values[entry] = value;
    this.#texts[entry] = this.#store.add(text);
    this.#link(entry, hash);
    if (this.#linked < this.#linkedEnd) this.#linkUpTo(Math.min(this.#linked + LINKED_AT_ONCE, this.#linkedEnd));
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
    if (this.#reserved > 0) map.reserve(this.#reserved);
    for (let entry = 0; entry < this.size; entry++) {
      if (!isKept(this.#values[entry])) continue;
      entries[entry] = map.put(this.#scopes[entry], this.textOf(entry), this.#values[entry]);
    }
    return { map, entries };
  }

  /** Writes the map, or reads one in place of what is here. The slots follow from the hashes, and are made anew. */
  transfer(image: Image): void {
    const size = image.count(this.size);
    if (image.isReading) this.#begin(size);
    image.array(this.#hashes.subarray(0, size));
    image.array(this.#scopes.subarray(0, size));
    image.array(this.#texts.subarray(0, size));
    image.array(this.#values.subarray(0, size));
    this.#store.transfer(image);
    if (image.isReading) for (let entry = 0; entry < size; entry++) this.#link(entry, this.#hashes[entry]);
  }

  #find(hash: number, scope: number, text: string): number {
    const entry = this.#look(this.#slots, this.#mask, hash, scope, text);
    if (entry !== NONE || this.#linked === this.#linkedEnd) return entry;
    return this.#look(this.#oldSlots, this.#oldMask, hash, scope, text);
  }

  #look(slots: Int32Array, mask: number, hash: number, scope: number, text: string): number {
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const entry = slots[slot] - 1;
      if (entry === NONE) return NONE;
      if (this.#hashes[entry] === hash && this.#scopes[entry] === scope && this.#store.equals(this.#texts[entry], text))
        return entry;
    }
  }

  #link(entry: number, hash: number): void {
    let slot = hash & this.#mask;
    while (this.#slots[slot] !== FREE) slot = (slot + 1) & this.#mask;
    this.#slots[slot] = entry + 1;
  }

  /** Twice as many slots, free but for the keys that come from now on; the others follow a few at a time. */
  #doubleSlots(): void {
    this.#linkUpTo(this.#linkedEnd);
    this.#oldSlots = this.#slots;
    this.#oldMask = this.#mask;
    this.#linked = 0;
    this.#linkedEnd = this.size;
    this.#slots = new Int32Array(this.#oldSlots.length * 2);
    this.#mask = this.#slots.length - 1;
  }

  #linkUpTo(end: number): void {
    while (this.#linked < end) {
      this.#link(this.#linked, this.#hashes[this.#linked]);
      this.#linked++;
    }
    if (this.#linked === this.#linkedEnd) this.#oldSlots = NO_SLOTS;
  }

  /** Forgets everything and makes room for so many. */
  #begin(size: number): void {
    let slots = this.#slots.length;
    while (slots < size * 2) slots *= 2;
    this.#slots = new Int32Array(slots);
    this.#mask = slots - 1;
    this.#oldSlots = NO_SLOTS;
    this.#linked = 0;
    this.#linkedEnd = 0;
    this.size = 0;
    let room = this.#hashes.length;
    while (room < size) room *= 2;
    this.#makeRoom(room);
    this.size = size;
  }

  /** The room for entries grows by a copy: an order that waits meanwhile waits for 14 bytes an entry. */
  #makeRoom(room: number): void {
    if (room <= this.#hashes.length) return;
    this.#hashes = grown(this.#hashes, new Int32Array(room));
    this.#scopes = grown(this.#scopes, new Uint16Array(room));
    this.#texts = grown(this.#texts, new Int32Array(room));
    this.#values = grown(this.#values, new Int32Array(room));
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
