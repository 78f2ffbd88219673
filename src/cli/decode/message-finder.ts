/**
 * Finds FIX messages in whatever text they lie in: logs with timestamps and prefixes, captures, several on one line, the
 * separator shown as SOH, "|", "^A" or in words, a message torn over lines. Text goes in in pieces of any size (latin1, a
 * character a byte), whole messages come out with SOH between their fields; one that is cut off comes out as far as it
 * goes. What is found does not depend on how the text was cut, and what is kept between pieces is bounded.
 *
 * Where a message ends says its BodyLength(9), as long as CheckSum(10) stands there: with line ends as they are, with line
 * ends taken out, or with the indent of the next line taken out as well. Else it ends with the first CheckSum(10) on its
 * line (with real separators: before the next message), and without one at the end of its line.
 */
const SOH = "\u0001";
/** BeginString, a separator in any of its spellings, and BodyLength: nothing but a message begins like this. */
const START = /8=FIXT?\.\d\.\d(?:SP\d)?(\u0001|\^A|<SOH>|\\x01|\\u0001| ?\| ?)9=/g;
const START_MAX = 40;
/** The next message begins no nearer than this. */
const BEGIN_STRING_MIN = 9;
/** A length beyond this is not believed: nobody's messages are so long, and a wrong one would hold up all behind it. */
const BODY_LENGTH_MAX = 256 * 1024;
const BODY_LENGTH_DIGITS_MAX = 6;
/** Line ends and indents that a torn message may have. */
const TEAR_MAX = 4 * 1024;
/** A message longer than this in the text is given up. */
const MESSAGE_MAX = 1024 * 1024;
/** "10=ddd" */
const TRAILER_LENGTH = 6;

/** How the line ends inside a message are understood. */
const Tear = { None: 0, LineEnds: 1, Indents: 2 } as const;
const TEARS: readonly (RegExp | null)[] = [null, /\r?\n/g, /\r?\n[ \t]*/g];

export type FoundMessage = {
  /** Fields with SOH behind each. */
  readonly raw: string;
  /** The line it begins on, from 1. */
  readonly line: number;
};

type End = { at: number; tear: number };

export class MessageFinder {
  #text = "";
  #line = 1;

  /** @returns the messages that are whole by now */
  push(piece: string): FoundMessage[] {
    this.#text += piece;
    return this.#take(false);
  }

  /** @returns what the end of the input leaves */
  end(): FoundMessage[] {
    return this.#take(true);
  }

  #take(isEnd: boolean): FoundMessage[] {
    const found: FoundMessage[] = [];
    const text = this.#text;
    const trailers = new Trailers(text);
    /** All before it is done with, and its lines are counted. */
    let done = 0;
    for (;;) {
      START.lastIndex = done;
      const start = START.exec(text);
      // The beginning of a message may be the end of this piece.
      const from = start?.index ?? Math.max(done, text.length - START_MAX);
      this.#line += linesIn(text, done, from);
      done = from;
      if (start === null) break;
      const separator = start[1];
      const end = endOf(text, trailers, from, from + start[0].length, separator, isEnd);
      if (end === null) break;
      found.push({ raw: normalized(text.slice(from, end.at), separator, end.tear), line: this.#line });
      this.#line += linesIn(text, from, end.at);
      done = end.at;
    }
    this.#text = text.slice(done);
    return found;
  }
}

/**
 * Where "10=" stands next behind a separator. Remembered, so that text that begins a message everywhere and ends none is
 * looked through once and not once for each.
 */
class Trailers {
  readonly #text: string;
  readonly #next = new Map<string, { from: number; at: number }>();

  constructor(text: string) {
    this.#text = text;
  }

  /** @returns where the separator before it starts; -1 for nowhere */
  next(separator: string, from: number): number {
    const known = this.#next.get(separator);
    if (known !== undefined && from >= known.from && (known.at === -1 || from <= known.at)) return known.at;
    const at = this.#text.indexOf(`${separator}10=`, from);
    this.#next.set(separator, { from, at });
    return at;
  }
}

/** Where the message ends; null when more text is needed to say. */
function endOf(text: string, trailers: Trailers, from: number, lengthAt: number, separator: string, isEnd: boolean) {
  const lengthEnd = text.slice(lengthAt, lengthAt + BODY_LENGTH_DIGITS_MAX + separator.length).indexOf(separator);
  const digits = lengthEnd === -1 ? "" : text.slice(lengthAt, lengthAt + lengthEnd);
  const length = /^\d{1,6}$/.test(digits) ? Number(digits) : 0;
  if (length > 0 && length <= BODY_LENGTH_MAX) {
    const bodyAt = lengthAt + lengthEnd + separator.length;
    const limit = bodyAt + (length + TRAILER_LENGTH) * separator.length + TEAR_MAX;
    const end = endByLength(text, trailers, bodyAt, limit, separator, length);
    if (end !== null) return end;
    if (!isEnd && !isAllThere(text, bodyAt, limit, separator, length + TRAILER_LENGTH)) return null;
  }
  return endByTrailer(text, trailers, from, separator, isEnd);
}

/** The end that BodyLength names, when a CheckSum stands there. */
function endByLength(
  text: string,
  trailers: Trailers,
  bodyAt: number,
  limit: number,
  separator: string,
  length: number,
): End | null {
  const lengths = [0, 0, 0];
  let counted = bodyAt;
  for (let at = trailers.next(separator, bodyAt); at !== -1 && at < limit; at = trailers.next(separator, at + 1)) {
    const fieldAt = at + separator.length;
    const part = text.slice(counted, fieldAt);
    for (let tear = 0; tear < TEARS.length; tear++) lengths[tear] += untornLength(part, separator, tear);
    counted = fieldAt;
    // Taking most out gives the shortest text.
    if (lengths[Tear.Indents] > length) return null;
    const tear = lengths.indexOf(length);
    const end = fieldAt + TRAILER_LENGTH;
    if (tear !== -1 && /^\d{3}$/.test(text.slice(end - 3, end))) return { at: end, tear };
  }
  return null;
}

/** Whether every place where BodyLength may end the message is in the text by now. */
function isAllThere(text: string, bodyAt: number, limit: number, separator: string, wanted: number): boolean {
  if (text.length >= limit) return true;
  if (text.length - bodyAt < wanted) return false;
  return untornLength(text.slice(bodyAt), separator, Tear.Indents) >= wanted;
}

/** Only what stands on the message's line; with real separators, a field may hold a line's end. */
function endByTrailer(text: string, trailers: Trailers, from: number, separator: string, isEnd: boolean): End | null {
  START.lastIndex = from + BEGIN_STRING_MIN;
  const next = START.exec(text)?.index ?? text.length;
  let bound = next;
  if (separator !== SOH) {
    const lineEnd = text.slice(from, next).search(/[\r\n]/);
    if (lineEnd !== -1) bound = from + lineEnd;
  }
  for (let at = trailers.next(separator, from); at !== -1 && at < bound; at = trailers.next(separator, at + 1)) {
    const valueAt = at + separator.length + TRAILER_LENGTH - 3;
    const digits = /^\d{0,3}/.exec(text.slice(valueAt, valueAt + 3))?.[0].length ?? 0;
    if (digits === 3) return { at: Math.min(valueAt + 3, bound), tear: Tear.None };
    if (valueAt + digits < bound || bound < text.length) return { at: valueAt + digits, tear: Tear.None };
  }
  if (bound === text.length && !isEnd && text.length - from < MESSAGE_MAX) return null;
  const cut = text.slice(from, bound).search(/[\r\n]/);
  return { at: cut === -1 ? bound : from + cut, tear: Tear.None };
}

/** Bytes of a part of a message, each separator being one. */
function untornLength(part: string, separator: string, tear: number): number {
  const pattern = TEARS[tear];
  const whole = pattern === null || !part.includes("\n") ? part : part.replace(pattern, "");
  if (separator.length === 1) return whole.length;
  let count = 0;
  for (let at = whole.indexOf(separator); at !== -1; at = whole.indexOf(separator, at + separator.length)) count++;
  return whole.length - count * (separator.length - 1);
}

/** The message with SOH behind each field; a part without a tag belongs to the value before it. */
function normalized(message: string, separator: string, tear: number): string {
  const pattern = TEARS[tear];
  const whole = pattern === null ? message : message.replace(pattern, "");
  // A real separator in a data field stays where it is.
  if (separator === SOH) return whole.endsWith(SOH) ? whole : `${whole}${SOH}`;
  const fields: string[] = [];
  for (const part of whole.split(separator)) {
    if (/^\d{1,9}=/.test(part)) fields.push(part);
    else if (part !== "" && fields.length > 0) fields[fields.length - 1] += separator + part;
  }
  return `${fields.join(SOH)}${SOH}`;
}

function linesIn(text: string, from: number, to: number): number {
  let lines = 0;
  for (let at = text.indexOf("\n", from); at !== -1 && at < to; at = text.indexOf("\n", at + 1)) lines++;
  return lines;
}
