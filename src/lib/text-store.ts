/**
 * Hot path: keeps texts off the heap and gives them back; budget 40 ns to add one.
 *
 * Where a text is only ever wanted by whoever holds its entry, this is a third of what a map costs: two bytes and the text.
 * An entry is where the text lies; entries are valid for the store's life.
 *
 *   chunk: | length u16 | Latin-1 bytes | length u16 | ...
 */
import { assert } from "./assert.ts";
import type { Image } from "./image.ts";

const CHUNK_BITS = 20;
const CHUNK_BYTES = 1 << CHUNK_BITS;
const CHUNK_MASK = CHUNK_BYTES - 1;
const CHUNKS_MAX = 2_047;
const LENGTH_MAX = 0xffff;

export class TextStore {
  readonly #chunks: Buffer[] = [];
  #end = 0;

  /** @returns the text's entry, an integer below 2^31 */
  add(text: string): number {
    const length = text.length;
    assert(length <= LENGTH_MAX, "text too long");
    // A text never straddles two chunks.
    const at = this.#end & CHUNK_MASK;
    if (at === 0 || at + 2 + length > CHUNK_BYTES) {
      assert(this.#chunks.length < CHUNKS_MAX, "the text store is full");
      this.#end = this.#chunks.length * CHUNK_BYTES;
      this.#chunks.push(Buffer.alloc(CHUNK_BYTES));
    }
    const entry = this.#end;
    const chunk = this.#chunks[entry >>> CHUNK_BITS];
    const start = entry & CHUNK_MASK;
    chunk[start] = length & 0xff;
    chunk[start + 1] = length >>> 8;
    for (let index = 0; index < length; index++) chunk[start + 2 + index] = text.charCodeAt(index);
    this.#end += 2 + length;
    return entry;
  }

  textOf(entry: number): string {
    const chunk = this.#chunks[entry >>> CHUNK_BITS];
    const start = entry & CHUNK_MASK;
    return chunk.latin1Slice(start + 2, start + 2 + chunk[start] + (chunk[start + 1] << 8));
  }

  equals(entry: number, text: string): boolean {
    const chunk = this.#chunks[entry >>> CHUNK_BITS];
    const start = entry & CHUNK_MASK;
    const length = text.length;
    if (chunk[start] + (chunk[start + 1] << 8) !== length) return false;
    for (let index = 0; index < length; index++) if (chunk[start + 2 + index] !== text.charCodeAt(index)) return false;
    return true;
  }

  /** Copies the text's bytes to `target` at `offset`. @returns the offset behind them */
  copyText(entry: number, target: Uint8Array, offset: number): number {
    const chunk = this.#chunks[entry >>> CHUNK_BITS];
    const start = entry & CHUNK_MASK;
    const length = chunk[start] + (chunk[start + 1] << 8);
    for (let index = 0; index < length; index++) target[offset + index] = chunk[start + 2 + index];
    return offset + length;
  }

  /** Writes the store, or reads one in place of what is here. */
  transfer(image: Image): void {
    this.#end = image.int(this.#end);
    const chunks = image.count(this.#chunks.length);
    if (image.isReading) this.#chunks.length = 0;
    for (let index = 0; index < chunks; index++) {
      if (image.isReading) this.#chunks.push(Buffer.alloc(CHUNK_BYTES));
      const used = index < chunks - 1 ? CHUNK_BYTES : this.#end - index * CHUNK_BYTES;
      image.array(this.#chunks[index].subarray(0, used));
    }
  }
}
