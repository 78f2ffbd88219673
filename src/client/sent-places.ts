/**
 * Hot path: where each message a session sent lies in the journal, by MsgSeqNum; budget 10 ns a message.
 *
 * Twelve bytes a message, and no more than `RESENDABLE_MAX` to twice as many of them: the oldest are let go in one move
 * of the rest. What is asked for after that is gap-filled, like an administrative message.
 */
import { RESENDABLE_MAX } from "../domain/limits.ts";
import type { Image } from "../lib/image.ts";

const CAPACITY_MIN = 256;

export class SentPlaces {
  /** The number the first place is of. */
  #first = 0;
  #places = new Float64Array(CAPACITY_MIN);
  #lengths = new Uint32Array(CAPACITY_MIN);

  /** Forgets everything: numbers begin again. */
  clear(): void {
    this.#first = 0;
    this.#places.fill(0);
  }

  /**
   * Notes where a message lies. Numbers come in ascending order.
   *
   * @param place 0 for a message that is not resent
   * @param keepFrom no number from this one on may be let go; 0 when the client has had all of them
   */
  put(msgSeqNum: number, place: number, length: number, keepFrom: number): void {
    let at = msgSeqNum - this.#first;
    if (at >= this.#places.length) {
      if (at >= RESENDABLE_MAX * 2) this.#letGo(msgSeqNum, keepFrom);
      at = msgSeqNum - this.#first;
      this.#reserve(at + 1);
    }
    this.#places[at] = place;
    this.#lengths[at] = length;
  }

  /** Where the message lies; 0 when it is not resent, or was let go. */
  placeOf(msgSeqNum: number): number {
    const at = msgSeqNum - this.#first;
    return at < 0 || at >= this.#places.length ? 0 : this.#places[at];
  }

  lengthOf(msgSeqNum: number): number {
    return this.#lengths[msgSeqNum - this.#first];
  }

  /** Writes the places of the numbers below `end`, or reads them. */
  transfer(image: Image, end: number): void {
    this.#first = image.int(this.#first);
    const count = Math.max(0, end - this.#first);
    this.#reserve(count);
    image.array(this.#places.subarray(0, count));
    image.array(this.#lengths.subarray(0, count));
  }

  #letGo(msgSeqNum: number, keepFrom: number): void {
    const wanted = msgSeqNum - RESENDABLE_MAX;
    const first = keepFrom > 0 ? Math.min(wanted, keepFrom) : wanted;
    const gone = first - this.#first;
    if (gone <= 0) return;
    const count = msgSeqNum - first;
    this.#places.copyWithin(0, gone, gone + count);
    this.#lengths.copyWithin(0, gone, gone + count);
    this.#places.fill(0, count);
    this.#first = first;
  }

  #reserve(count: number): void {
    if (count <= this.#places.length) return;
    const size = Math.max(this.#places.length * 2, count);
    const places = new Float64Array(size);
    places.set(this.#places);
    const lengths = new Uint32Array(size);
    lengths.set(this.#lengths);
    this.#places = places;
    this.#lengths = lengths;
  }
}
