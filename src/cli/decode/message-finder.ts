/**
 * Finds FIX messages in whatever text they lie in: logs with timestamps and prefixes, captures, several on one line, the
 * separator shown as SOH, "|", "^A" or in words. Text goes in in pieces of any size (latin1, a character a byte), whole
 * messages come out with SOH between their fields; one that is cut off comes out as far as it goes.
 */
const SOH = "\u0001";
/** BeginString, a separator in any of its spellings, and BodyLength: nothing but a message begins like this. */
const START = /8=FIXT?\.\d\.\d(?:SP\d)?(\u0001|\^A|<SOH>|\\x01|\\u0001| ?\| ?)9=/g;
const START_MAX = 40;
/** The next message begins no nearer than this. */
const BEGIN_STRING_MIN = 9;
/** A message longer than this is given up: what is kept between pieces is bounded. */
const MESSAGE_MAX = 1024 * 1024;

export type FoundMessage = {
  /** Fields with SOH behind each. */
  readonly raw: string;
  /** The line it begins on, from 1. */
  readonly line: number;
};

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
    let done = 0;
    for (;;) {
      START.lastIndex = done;
      const start = START.exec(text);
      if (start === null) {
        // The beginning of a message may be the end of this piece.
        done = Math.max(done, text.length - START_MAX);
        break;
      }
      const from = start.index;
      const separator = start[1];
      const to = endOf(text, from, separator, isEnd);
      if (to === -1) {
        this.#forget(done, from);
        return found;
      }
      this.#line += linesIn(text, done, from);
      found.push({ raw: normalized(text.slice(from, to), separator), line: this.#line });
      this.#line += linesIn(text, from, to);
      done = to;
    }
    this.#forget(done, done);
    return found;
  }

  /** Drops the text before `to`; the lines in it from `counted` on are counted. */
  #forget(counted: number, to: number): void {
    this.#line += linesIn(this.#text, counted, to);
    this.#text = this.#text.slice(to);
  }
}

/** Where the message ends, -1 when more text is needed to say. */
function endOf(text: string, from: number, separator: string, isEnd: boolean): number {
  START.lastIndex = from + BEGIN_STRING_MIN;
  const next = START.exec(text)?.index ?? text.length;
  let bound = next;
  if (separator !== SOH) {
    // Only a real separator lets a field hold a line's end.
    const lineEnd = text.slice(from, next).search(/[\r\n]/);
    if (lineEnd !== -1) bound = from + lineEnd;
  }
  const trailer = `${separator}10=`;
  for (let at = text.indexOf(trailer, from); at !== -1 && at < bound; at = text.indexOf(trailer, at + 1)) {
    const valueAt = at + trailer.length;
    const digits = /^\d{0,3}/.exec(text.slice(valueAt, valueAt + 3))?.[0].length ?? 0;
    if (digits === 3) return Math.min(valueAt + 3, bound);
    if (valueAt + digits < bound || bound < text.length) return valueAt + digits;
  }
  if (bound === text.length && !isEnd && text.length - from < MESSAGE_MAX) return -1;
  const cut = text.slice(from, bound).search(/[\r\n]/);
  return cut === -1 ? bound : from + cut;
}

/** The message with SOH behind each field; a part without a tag belongs to the value before it. */
function normalized(message: string, separator: string): string {
  const fields: string[] = [];
  for (const part of message.split(separator)) {
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
