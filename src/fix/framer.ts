/**
 * Hot path: cuts the byte stream into whole messages; budget 0.1 us a message beside the indexing.
 *
 * Bytes come in as the socket gives them, in any pieces; whole, checked messages go out, indexed in the view that is
 * passed in. What is garbled (8, 9 and 35 not the first three, a wrong BodyLength or CheckSum, a tag that is no number) is
 * skipped and counted, and the next "8=FIX" is looked for: FIX 4.4 Vol. 2, "Garbled message". Never an exception.
 * A message's declared length is checked before anything is kept, so a peer cannot make the framer hold more than
 * `messageBytesMax` and one read.
 */
import type { MessageView } from "./message-view.ts";

export const MESSAGE_BYTES_MAX = 65_536;

const SOH = 1;
const ZERO = 48;
const EQUALS = 61;
/** "8=FIX": what a message starts with, and what is looked for after garbage. */
const HEAD = Buffer.from("8=FIX", "latin1");
const BEGIN_STRING_MAX = 16;
const LENGTH_DIGITS_MAX = 7;
const TRAILER_LENGTH = 7;

/** What is kept of a message that spans reads is let go afterwards when it was more than this. */
const KEPT_BYTES = 1024;
const NOTHING = Buffer.alloc(0);

const NEED_MORE = -1;
const BAD = -2;

export class Framer {
  /** Messages and stretches of bytes that were skipped since the connection began. */
  garbled = 0;
  readonly #messageBytesMax: number;
  /** The bytes being cut: the socket's own when a message does not span reads, else `#kept`. */
  #bytes: Buffer;
  #at = 0;
  #end = 0;
  #kept: Buffer;
  /** After garbage: no message is read before the next "8=FIX" is found. */
  #lost = false;
  /** Where the body of the message being framed starts. */
  #bodyAt = 0;

  constructor(messageBytesMax: number = MESSAGE_BYTES_MAX) {
    this.#messageBytesMax = messageBytesMax;
    this.#kept = NOTHING;
    this.#bytes = NOTHING;
  }

  /** Bytes of a message whose end has not come; after garbage there is none before the next beginning is found. */
  get partialBytes(): number {
    return this.#lost ? 0 : this.#end - this.#at;
  }

  /** Gives what one read brought. The bytes must stay as they are until `keep` is called. */
  push(bytes: Buffer, start: number, end: number): void {
    const left = this.#end - this.#at;
    if (left === 0) {
      this.#bytes = bytes;
      this.#at = start;
      this.#end = end;
      return;
    }
    const needed = left + end - start;
    if (needed > this.#kept.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(needed, this.#kept.length * 2));
      this.#bytes.copy(grown, 0, this.#at, this.#end);
      this.#kept = grown;
    } else if (this.#at > 0) {
      this.#kept.copyWithin(0, this.#at, this.#end);
    }
    bytes.copy(this.#kept, left, start, end);
    this.#bytes = this.#kept;
    this.#at = 0;
    this.#end = needed;
  }

  /** Copies the beginning of an unfinished message out of the socket's bytes, which are the socket's again after this. */
  keep(): void {
    const left = this.#end - this.#at;
    if (left === 0) {
      if (this.#kept.length > KEPT_BYTES) this.#kept = NOTHING;
      this.#bytes = NOTHING;
      this.#at = 0;
      this.#end = 0;
      return;
    }
    if (this.#bytes === this.#kept) return;
    if (left > this.#kept.length) this.#kept = Buffer.allocUnsafeSlow(Math.max(left, KEPT_BYTES));
    this.#bytes.copy(this.#kept, 0, this.#at, this.#end);
    this.#bytes = this.#kept;
    this.#at = 0;
    this.#end = left;
  }

  /** Indexes the next whole message in `view`: false when there is none before more bytes come. */
  next(view: MessageView): boolean {
    for (;;) {
      if (this.#lost && !this.#findHead()) return false;
      const length = this.#measure();
      if (length === NEED_MORE) return false;
      if (length === BAD) {
        this.#skip(1);
        continue;
      }
      const start = this.#at;
      const end = this.#bodyAt + length + TRAILER_LENGTH;
      if (!this.#endsWithTrailer(end)) {
        // The declared length is believed for the skip: what it covers cannot be told from the next message's beginning.
        this.#skip(this.#bodyAt + length - start);
        continue;
      }
      this.#at = end;
      if (this.#startsWithMsgType() && view.index(this.#bytes, start, end)) return true;
      this.garbled++;
    }
  }

  /** The declared BodyLength(9) once the whole message is here; also sets where the body starts. */
  #measure(): number {
    const bytes = this.#bytes;
    const end = this.#end;
    let at = this.#at;
    for (let index = 0; index < HEAD.length; index++, at++) {
      if (at === end) return NEED_MORE;
      if (bytes[at] !== HEAD[index]) return BAD;
    }
    const stop = this.#at + 2 + BEGIN_STRING_MAX;
    while (at < end && bytes[at] !== SOH) if (++at > stop) return BAD;
    // "|9=" and at least one digit
    if (at + 3 >= end) return NEED_MORE;
    if (bytes[at + 1] !== ZERO + 9 || bytes[at + 2] !== EQUALS) return BAD;
    at += 3;
    const digitsAt = at;
    let length = 0;
    for (; at < end && bytes[at] !== SOH; at++) {
      const digit = bytes[at] - ZERO;
      if (digit < 0 || digit > 9 || at - digitsAt >= LENGTH_DIGITS_MAX) return BAD;
      length = length * 10 + digit;
    }
    if (at === end) return NEED_MORE;
    if (length > this.#messageBytesMax || length < 5) return BAD;
    this.#bodyAt = at + 1;
    return this.#bodyAt + length + TRAILER_LENGTH > end ? NEED_MORE : length;
  }

  #endsWithTrailer(end: number): boolean {
    const bytes = this.#bytes;
    const at = end - TRAILER_LENGTH;
    return (
      bytes[at - 1] === SOH &&
      bytes[at] === ZERO + 1 &&
      bytes[at + 1] === ZERO &&
      bytes[at + 2] === EQUALS &&
      isDigit(bytes[at + 3]) &&
      isDigit(bytes[at + 4]) &&
      isDigit(bytes[at + 5]) &&
      bytes[at + 6] === SOH
    );
  }

  #startsWithMsgType(): boolean {
    const at = this.#bodyAt;
    const bytes = this.#bytes;
    return bytes[at] === ZERO + 3 && bytes[at + 1] === ZERO + 5 && bytes[at + 2] === EQUALS && bytes[at + 3] !== SOH;
  }

  #skip(count: number): void {
    this.garbled++;
    this.#at += count;
    this.#lost = true;
  }

  /** Moves to the next "8=FIX", or to what may be the beginning of one at the end of the bytes. */
  #findHead(): boolean {
    const found = this.#bytes.indexOf(HEAD, this.#at);
    if (found >= 0 && found + HEAD.length <= this.#end) {
      this.#at = found;
      this.#lost = false;
      return true;
    }
    this.#at = Math.max(this.#at, this.#end - (HEAD.length - 1));
    return false;
  }
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= ZERO + 9;
}
