/**
 * Hot path: one look-up per client request and one insert per order; budget 60 ns each at a million keys.
 *
 * A map from (scope, text) to an integer, off the garbage-collected heap: a million ClOrdIDs as JavaScript strings in a
 * Map cost 2 to 5 ms a scavenge, here they cost the collector nothing. Keys are not removed one by one: `kept` makes a
 * smaller map. An entry is a small integer that stays valid for the map's life and gives its text back.
 */
import { assert } from "./assert.ts";
import type { Image } from "./image.ts";

const CHUNK_BITS = 20;
const CHUNK_BYTES = 1 << CHUNK_BITS;
const CHUNK_MASK = CHUNK_BYTES - 1;
const NONE = -1;

export class TextMap {
  /** Entries so far; entries are 0 to size - 1. */
  size = 0;
  #slots: Int32Array;
  #mask: number;
  #hashes: Int32Array;
  #scopes: Uint16Array;
  #places: Uint32Array;
  #lengths: Uint16Array;
  #values: Int32Array;
  readonly #chunks: Buffer[] = [];
  #end = 0;

  /** @param capacity entries to have room for at first; the memory is touched, and so real, only when used */
  constructor(capacity: number) {
    let slots = 1024;
    while (slots < capacity * 2) slots *= 2;
    this.#slots = new Int32Array(slots).fill(NONE);
    this.#mask = slots - 1;
    const room = slots >> 1;
    this.#hashes = new Int32Array(room);
    this.#scopes = new Uint16Array(room);
    this.#places = new Uint32Array(room);
    this.#lengths = new Uint16Array(room);
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
      if (this.#hashes[entry] === hash && this.#scopes[entry] === scope && this.#equals(entry, text)) return entry;
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
    this.#store(entry, text);
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
    const place = this.#places[entry];
    const at = place & CHUNK_MASK;
    return this.#chunks[place >>> CHUNK_BITS].latin1Slice(at, at + this.#lengths[entry]);
  }

  /** Copies the text's bytes to `target` at `offset`. @returns the offset behind them */
  copyText(entry: number, target: Uint8Array, offset: number): number {
    const place = this.#places[entry];
    const chunk = this.#chunks[place >>> CHUNK_BITS];
    const at = place & CHUNK_MASK;
    const length = this.#lengths[entry];
    for (let index = 0; index < length; index++) target[offset + index] = chunk[at + index];
    return offset + length;
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
    image.array(this.#places.subarray(0, size));
    image.array(this.#lengths.subarray(0, size));
    image.array(this.#values.subarray(0, size));
    this.#end = image.int(this.#end);
    const chunks = image.count(this.#chunks.length);
    for (let index = 0; index < chunks; index++) {
      if (image.isReading) this.#chunks.push(Buffer.alloc(CHUNK_BYTES));
      const used = index < chunks - 1 ? CHUNK_BYTES : this.#end - index * CHUNK_BYTES;
      image.array(this.#chunks[index].subarray(0, used));
    }
    if (image.isReading) for (let entry = 0; entry < size; entry++) this.#link(entry, this.#hashes[entry]);
  }

  #equals(entry: number, text: string): boolean {
    const length = this.#lengths[entry];
    if (length !== text.length) return false;
    const place = this.#places[entry];
    const chunk = this.#chunks[place >>> CHUNK_BITS];
    const at = place & CHUNK_MASK;
    for (let index = 0; index < length; index++) if (chunk[at + index] !== text.charCodeAt(index)) return false;
    return true;
  }

  #store(entry: number, text: string): void {
    const length = text.length;
    assert(length <= 0xffff, "key too long");
    // A text never straddles two chunks, so that comparing it needs one.
    if (
      this.#chunks.length === 0 ||
      (this.#end & CHUNK_MASK) + length > CHUNK_BYTES ||
      (this.#end & CHUNK_MASK) === 0
    ) {
      this.#end = this.#chunks.length * CHUNK_BYTES;
      this.#chunks.push(Buffer.alloc(CHUNK_BYTES));
    }
    const chunk = this.#chunks[this.#chunks.length - 1];
    const at = this.#end & CHUNK_MASK;
    for (let index = 0; index < length; index++) chunk[at + index] = text.charCodeAt(index);
    this.#places[entry] = this.#end;
    this.#lengths[entry] = length;
    this.#end += length;
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
    this.#places = new Uint32Array(room);
    this.#lengths = new Uint16Array(room);
    this.#values = new Int32Array(room);
    this.#slots = new Int32Array(room * 2).fill(NONE);
    this.#mask = room * 2 - 1;
    this.#chunks.length = 0;
    this.size = size;
  }

  #grow(): void {
    const room = this.#hashes.length * 2;
    this.#hashes = grown(this.#hashes, new Int32Array(room));
    this.#scopes = grown(this.#scopes, new Uint16Array(room));
    this.#places = grown(this.#places, new Uint32Array(room));
    this.#lengths = grown(this.#lengths, new Uint16Array(room));
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
