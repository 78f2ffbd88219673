/**
 * A thing as bytes, and back: one description, in one order, that writes and reads.
 *
 *   peer: image.text(was.peer)        writing: puts `was.peer` down and gives it back; reading: gives what was put down
 *
 * In: values one after the other, arrays as a whole. Out: the same on any little-endian machine, so that a hash of the
 * bytes speaks for the thing. Because nobody writes what nobody reads, a field cannot be in one and not in the other.
 */
import { assert } from "./assert.ts";
import { ByteReader, ByteWriter } from "./byte-buffer.ts";

const PIECE_BYTES = 64 * 1024;

export type Image = {
  /** Do the values come from bytes? Then what is given is ignored. */
  readonly isReading: boolean;
  /** A safe integer. */
  int(value: number): number;
  /** Nanoseconds. */
  time(value: bigint): bigint;
  flag(value: boolean): boolean;
  /** Up to 65,535 characters, none above U+00FF. */
  text(value: string): string;
  /** How many of something follow. @throws AssertionError for more than the bytes that are left */
  count(value: number): number;
  /** An array as it lies in memory: put down, or filled. */
  array(values: NumberArray): void;
};

export type NumberArray =
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | Int32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array;

/** Writes. `sink` gets the bytes in pieces, each valid during the call only; `flush` gives it the last. */
export class ImageWriter implements Image {
  readonly isReading = false;
  readonly #sink: (bytes: Uint8Array) => void;
  readonly #to = new ByteWriter(PIECE_BYTES * 2);

  constructor(sink: (bytes: Uint8Array) => void) {
    this.#sink = sink;
  }

  int(value: number): number {
    this.#room(8).int(value);
    return value;
  }

  time(value: bigint): bigint {
    this.#room(8).time(value);
    return value;
  }

  flag(value: boolean): boolean {
    this.#room(1).bool(value);
    return value;
  }

  text(value: string): string {
    this.#room(2 + value.length).text(value);
    return value;
  }

  count(value: number): number {
    return this.int(value);
  }

  array(values: NumberArray): void {
    this.flush();
    if (values.byteLength > 0) this.#sink(bytesOf(values));
  }

  flush(): void {
    const to = this.#to;
    if (to.offset > 0) this.#sink(to.bytes.subarray(0, to.offset));
    to.offset = 0;
  }

  #room(count: number): ByteWriter {
    if (this.#to.offset > PIECE_BYTES) this.flush();
    this.#to.reserve(count);
    return this.#to;
  }
}

/** Reads. `source` fills what it is given with the next bytes; `length` is how many it has in all. */
export class ImageReader implements Image {
  readonly isReading = true;
  readonly #source: (into: Uint8Array) => void;
  readonly #piece = Buffer.alloc(PIECE_BYTES * 2);
  readonly #from = new ByteReader(Buffer.alloc(0));
  /** Bytes not yet taken from the source. */
  #left: number;

  constructor(source: (into: Uint8Array) => void, length: number) {
    this.#source = source;
    this.#left = length;
  }

  /** Bytes not yet read. */
  get left(): number {
    return this.#left + this.#from.end - this.#from.offset;
  }

  int(_value: number): number {
    return this.#have(8).int();
  }

  time(_value: bigint): bigint {
    return this.#have(8).time();
  }

  flag(_value: boolean): boolean {
    return this.#have(1).bool();
  }

  text(_value: string): string {
    const length = this.#have(2).u16();
    this.#from.offset -= 2;
    return this.#have(2 + length).text();
  }

  count(_value: number): number {
    const found = this.int(0);
    assert(found >= 0 && found <= this.left, "an image counts more than it holds");
    return found;
  }

  array(values: NumberArray): void {
    const bytes = bytesOf(values);
    const from = this.#from;
    const held = Math.min(from.end - from.offset, bytes.length);
    bytes.set(from.bytes.subarray(from.offset, from.offset + held));
    from.offset += held;
    if (held < bytes.length) this.#take(bytes.subarray(held));
  }

  /** Sees to it that `count` bytes lie in the piece. */
  #have(count: number): ByteReader {
    const from = this.#from;
    const held = from.end - from.offset;
    if (held >= count) return from;
    const piece = this.#piece;
    piece.copyWithin(0, from.offset, from.end);
    const more = Math.min(PIECE_BYTES * 2 - held, this.#left);
    this.#take(piece.subarray(held, held + more));
    from.reset(piece, 0, held + more);
    return from;
  }

  #take(into: Uint8Array): void {
    assert(into.length <= this.#left, "an image ends before its values do");
    this.#left -= into.length;
    this.#source(into);
  }
}

/** An array's memory. */
export function bytesOf(values: NumberArray): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
