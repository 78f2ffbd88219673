/**
 * Hot path: UTCTimestamp text, written from and read to nanoseconds; budget 0.08 us each. Both directions keep the last
 * second they saw: traffic comes in bursts within one.
 */

const SOH = 1;
const ZERO = 48;
const NINE = 57;
const DASH = 45;
const COLON = 58;
const POINT = 46;
const PLUS = 43;
const LETTER_Z = 90;
const NS_PER_SECOND = 1_000_000_000n;
/** "YYYYMMDD-HH:MM:SS" */
const SECOND_LENGTH = 17;
/** "HH:MM" */
const MINUTE_LENGTH = 5;
/** "HH:MM:SS" */
const TIME_LENGTH = 8;
const SECONDS_A_DAY = 86_400;
/** Picoseconds. */
const FRACTION_DIGITS_MAX = 12;
const OFFSET_HOURS_MAX = 14;

/** How many digits follow the second: FIX 4.0 and 4.1 know none, 4.2 to 4.4 three, later six and nine as well. */
export type TimestampDigits = 0 | 3 | 6 | 9;

export class TimestampWriter {
  readonly #digits: TimestampDigits;
  /** Nanoseconds that one unit of the last digit is worth. */
  readonly #unitNs: number;
  #secondNs = -1n;
  /** The last time written and its text: a report's own times are often the same one. */
  #lastNs = -1n;
  readonly #text: Buffer;
  /** The text and a separator, in whole words. */
  readonly #words: Int32Array;
  readonly #length: number;

  constructor(digits: TimestampDigits) {
    this.#digits = digits;
    this.#unitNs = 10 ** (9 - digits);
    const length = digits === 0 ? SECOND_LENGTH : SECOND_LENGTH + 1 + digits;
    const memory = new ArrayBuffer((length + 4) & ~3);
    this.#text = Buffer.from(memory, 0, length);
    this.#words = new Int32Array(memory);
    this.#length = length + 1;
    new Uint8Array(memory)[length] = SOH;
  }

  /** Writes the time and the separator at `at`, up to 31 bytes beyond it, and returns where the separator ends. */
  writeField(bytes: DataView, at: number, nowNs: bigint): number {
    if (nowNs !== this.#lastNs) this.#update(nowNs);
    // Four bytes at a time, more than there are: what is too much is overwritten by the next field.
    const words = this.#words;
    const length = words.length;
    for (let index = 0; index < length; index++) bytes.setInt32(at + index * 4, words[index], true);
    return at + this.#length;
  }

  /** UTCTimeOnly with the same digits: nanoseconds since midnight, at most 86,401 seconds, the last of them a leap second. */
  writeTimeOfDay(bytes: Uint8Array, at: number, ns: number): number {
    let second = Math.floor(ns / 1e9);
    const fraction = ns - second * 1e9;
    const leap = second >= SECONDS_A_DAY ? 1 : 0;
    second -= leap;
    const minute = (second / 60) | 0;
    const hour = (minute / 60) | 0;
    writePair(bytes, at, hour);
    bytes[at + 2] = COLON;
    writePair(bytes, at + 3, minute - hour * 60);
    bytes[at + 5] = COLON;
    writePair(bytes, at + 6, second - minute * 60 + leap);
    if (this.#digits === 0) return at + TIME_LENGTH;
    bytes[at + TIME_LENGTH] = POINT;
    const end = at + TIME_LENGTH + 1 + this.#digits;
    writeFraction(bytes, end, at + TIME_LENGTH, (fraction / this.#unitNs) | 0);
    return end;
  }

  #update(nowNs: bigint): void {
    this.#lastNs = nowNs;
    let fraction = Number(nowNs - this.#secondNs);
    if (this.#secondNs < 0n || fraction < 0 || fraction >= 1e9) {
      this.#setSecond(nowNs);
      fraction = Number(nowNs - this.#secondNs);
    }
    if (this.#digits === 0) return;
    const text = this.#text;
    text[SECOND_LENGTH] = POINT;
    writeFraction(text, text.length, SECOND_LENGTH, (fraction / this.#unitNs) | 0);
  }

  #setSecond(nowNs: bigint): void {
    const second = nowNs / NS_PER_SECOND;
    this.#secondNs = second * NS_PER_SECOND;
    const iso = new Date(Number(second) * 1000).toISOString();
    const text = `${iso.slice(0, 4)}${iso.slice(5, 7)}${iso.slice(8, 10)}-${iso.slice(11, 19)}`;
    this.#text.write(text, "latin1");
  }
}

export class TimestampReader {
  readonly #second = Buffer.alloc(SECOND_LENGTH);
  #secondMs = Number.NaN;

  /** Milliseconds since 1970 with what fraction there is, or NaN when the text is no UTCTimestamp. */
  readMs(bytes: Uint8Array, at: number, end: number): number {
    if (!isTimestamp(bytes, at, end)) return Number.NaN;
    const second = this.#second;
    let same = true;
    for (let index = SECOND_LENGTH - 1; index >= 0; index--) {
      if (second[index] !== bytes[at + index]) {
        same = false;
        break;
      }
    }
    if (!same) {
      for (let index = 0; index < SECOND_LENGTH; index++) second[index] = bytes[at + index];
      this.#secondMs = secondMsOf(second);
    }
    let fractionMs = 0;
    let unit = 100;
    for (let index = at + SECOND_LENGTH + 1; index < end; index++, unit /= 10)
      fractionMs += (bytes[index] - ZERO) * unit;
    return this.#secondMs + fractionMs;
  }
}

/** A UTCTimestamp's nanoseconds since 1970, digits beyond the ninth cut; -1 when the text is none, or before 1970. */
export function timestampNs(bytes: Uint8Array, at: number, end: number): bigint {
  if (!isTimestamp(bytes, at, end)) return -1n;
  const year = pair(bytes, at) * 100 + pair(bytes, at + 2);
  // Date.UTC takes the years 0 to 99 for those of the last century.
  if (year < 1970) return -1n;
  const dayMs = Date.UTC(year, pair(bytes, at + 4) - 1, pair(bytes, at + 6));
  return BigInt(dayMs) * 1_000_000n + BigInt(timeOfDayNs(bytes, at + 9, end));
}

/** A UTCTimeOnly's nanoseconds since midnight, digits beyond the ninth cut; -1 when the text is none. */
export function timeOfDayNs(bytes: Uint8Array, at: number, end: number): number {
  if (!isTime(bytes, at, end)) return -1;
  const second = (pair(bytes, at) * 60 + pair(bytes, at + 3)) * 60 + pair(bytes, at + 6);
  let fraction = 0;
  let unit = 100_000_000;
  for (let index = at + TIME_LENGTH + 1; index < end && unit >= 1; index++, unit /= 10)
    fraction += (bytes[index] - ZERO) * unit;
  return second * 1e9 + fraction;
}

/** Writes the digits of `value` before `end`, down to but not at `after`, zeros first. */
function writeFraction(bytes: Uint8Array, end: number, after: number, value: number): void {
  let rest = value;
  for (let at = end - 1; at > after; at--) {
    const next = (rest / 10) | 0;
    bytes[at] = ZERO + rest - next * 10;
    rest = next;
  }
}

function writePair(bytes: Uint8Array, at: number, value: number): void {
  const tens = (value / 10) | 0;
  bytes[at] = ZERO + tens;
  bytes[at + 1] = ZERO + value - tens * 10;
}

function secondMsOf(bytes: Uint8Array): number {
  const year = pair(bytes, 0) * 100 + pair(bytes, 2);
  return Date.UTC(year, pair(bytes, 4) - 1, pair(bytes, 6), pair(bytes, 9), pair(bytes, 12), pair(bytes, 15));
}

/** YYYYMMDD-HH:MM:SS, or with a point and up to twelve digits; a second of 60 is a leap second. */
export function isTimestamp(bytes: Uint8Array, at: number, end: number): boolean {
  return isDate(bytes, at, at + 8) && end - at >= SECOND_LENGTH && bytes[at + 8] === DASH && isTime(bytes, at + 9, end);
}

/** YYYYMMDD of a day there is. */
export function isDate(bytes: Uint8Array, at: number, end: number): boolean {
  if (end - at !== 8 || !isMonth(bytes, at)) return false;
  const day = pair(bytes, at + 6);
  return day >= 1 && (day <= 28 || day <= daysOf(bytes, at));
}

/** YYYYMM */
export function isMonth(bytes: Uint8Array, at: number): boolean {
  const month = pair(bytes, at + 4);
  return pair(bytes, at) >= 0 && pair(bytes, at + 2) >= 0 && month >= 1 && month <= 12;
}

function daysOf(bytes: Uint8Array, at: number): number {
  const month = pair(bytes, at + 4);
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  const century = pair(bytes, at);
  const year = pair(bytes, at + 2);
  // Every fourth year is a leap year, and of the centuries every fourth.
  return (year === 0 ? century : year) % 4 === 0 ? 29 : 28;
}

/** HH:MM:SS, or with a point and up to twelve digits; a second of 60 is a leap second. */
export function isTime(bytes: Uint8Array, at: number, end: number): boolean {
  if (!isSecond(bytes, at, end)) return false;
  return end - at === TIME_LENGTH || fractionEnd(bytes, at + TIME_LENGTH, end) === end;
}

/** HH:MM:SS */
export function isLocalTime(bytes: Uint8Array, at: number, end: number): boolean {
  return end - at === TIME_LENGTH && isSecond(bytes, at, end);
}

/** HH:MM, then :SS, its fraction and the offset from UTC (Z, +hh, -hh or +hh:mm) where they are given. */
export function isZonedTime(bytes: Uint8Array, at: number, end: number): boolean {
  if (isSecond(bytes, at, end)) return isOffset(bytes, fractionEnd(bytes, at + TIME_LENGTH, end), end);
  return isMinute(bytes, at, end) && isOffset(bytes, at + MINUTE_LENGTH, end);
}

/** YYYYMMDD-HH:MM:SS, its fraction and the offset from UTC where they are given. */
export function isZonedTimestamp(bytes: Uint8Array, at: number, end: number): boolean {
  if (end - at < SECOND_LENGTH || !isDate(bytes, at, at + 8) || bytes[at + 8] !== DASH) return false;
  return isSecond(bytes, at + 9, end) && isOffset(bytes, fractionEnd(bytes, at + SECOND_LENGTH, end), end);
}

function isMinute(bytes: Uint8Array, at: number, end: number): boolean {
  if (end - at < MINUTE_LENGTH || bytes[at + 2] !== COLON) return false;
  const hour = pair(bytes, at);
  const minute = pair(bytes, at + 3);
  return hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59;
}

function isSecond(bytes: Uint8Array, at: number, end: number): boolean {
  if (end - at < TIME_LENGTH || bytes[at + 5] !== COLON || !isMinute(bytes, at, end)) return false;
  const second = pair(bytes, at + 6);
  return second >= 0 && second <= 60;
}

/** Where a fraction of a second ends that may be at `at`: `at` itself when there is none. */
function fractionEnd(bytes: Uint8Array, at: number, end: number): number {
  if (at >= end || bytes[at] !== POINT) return at;
  let index = at + 1;
  while (index < end && bytes[index] >= ZERO && bytes[index] <= NINE) index++;
  return index - at - 1 >= 1 && index - at - 1 <= FRACTION_DIGITS_MAX ? index : at;
}

/** The specification has offsets of 1 to 12 hours, the world 0 to 14. */
function isOffset(bytes: Uint8Array, at: number, end: number): boolean {
  const length = end - at;
  if (length === 0) return true;
  if (bytes[at] === LETTER_Z) return length === 1;
  if ((bytes[at] !== PLUS && bytes[at] !== DASH) || (length !== 3 && length !== 6)) return false;
  const hours = pair(bytes, at + 1);
  if (hours < 0 || hours > OFFSET_HOURS_MAX) return false;
  if (length === 3) return true;
  const minutes = pair(bytes, at + 4);
  return bytes[at + 3] === COLON && minutes >= 0 && minutes <= 59;
}

/** The two digits at `at` as a number; negative when they are not digits. */
function pair(bytes: Uint8Array, at: number): number {
  const tens = bytes[at] - ZERO;
  const ones = bytes[at + 1] - ZERO;
  return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
}
