/**
 * One who reads the event stream: where it stands, what it wants, and how much it has not taken yet. What it does not take
 * waits in the journal, not here.
 */
import type { JournalCursor } from "./journal-cursor.ts";

/** One event, translated once for all who want it. */
export type StreamedEvent = {
  readonly sequence: number;
  readonly eventIndex: number;
  readonly kind: string;
  readonly client: string;
  readonly symbol: string;
  /** As it goes out. */
  text(): string;
};

export type EventFilter = { client: string; symbol: string; kinds: ReadonlySet<string> | null };
/** Everything up to here was told: all of the frame when `eventIndex` is WHOLE_FRAME. */
export type EventPlace = { sequence: number; eventIndex: number };
/** A frame has fewer events. */
export const WHOLE_FRAME = 0xffff;

/** Where it is written to. */
export type EventSink = {
  /** @param taken told when the peer's side of the line has it */
  write(text: string, taken: () => void): void;
  /** Ends the reply; a peer that does not read loses its line. */
  end(isStuck: boolean): void;
};

/** Written in pieces, so that a slow reader is seen to read. */
const PIECE_CHARS = 32 * 1024;
const ROOM_CHARS = 256 * 1024;
const FULL_CHARS = 1024 * 1024;
const STUCK_MS = 10_000;
const HEARTBEAT_MS = 5_000;

export class EventConsumer {
  readonly place: EventPlace;
  readonly filter: EventFilter;
  /** The last frame it wants. */
  readonly until: number;
  /** Its own reading of the journal while it is behind the others. */
  cursor: JournalCursor | null = null;
  isLive = false;
  isEnded = false;
  readonly #sink: EventSink;
  readonly #onEnd: (reason: string) => void;
  #waiting = 0;
  #text = "";
  readonly #nowMs: () => number;
  #progressMs: number;
  #toldMs: number;

  constructor(
    place: EventPlace,
    filter: EventFilter,
    until: number,
    sink: EventSink,
    nowMs: () => number,
    onEnd: (reason: string) => void,
  ) {
    this.place = place;
    this.filter = filter;
    this.until = until;
    this.#sink = sink;
    this.#onEnd = onEnd;
    this.#nowMs = nowMs;
    this.#progressMs = nowMs();
    this.#toldMs = nowMs();
    this.#write(`: from ${this.cursorText}\nid: ${this.cursorText}\n\n`);
    this.#flush();
  }

  /** As `after` and Last-Event-ID take it. */
  get cursorText(): string {
    const { sequence, eventIndex } = this.place;
    return eventIndex === WHOLE_FRAME ? String(sequence) : `${sequence}-${eventIndex}`;
  }

  /** Is there room for another piece of the journal? */
  get hasRoom(): boolean {
    return this.#waiting < ROOM_CHARS;
  }

  /** Too much waits for it to be told with the others. */
  get isFull(): boolean {
    return this.#waiting >= FULL_CHARS;
  }

  /** Tells those of a stretch of events that it wants and does not have. @param toSequence the stretch's last frame */
  give(events: readonly StreamedEvent[], toSequence: number): void {
    const { place } = this;
    const last = Math.min(toSequence, this.until);
    for (const event of events) {
      if (event.sequence > last) break;
      if (event.sequence < place.sequence) continue;
      if (event.sequence === place.sequence && event.eventIndex <= place.eventIndex) continue;
      if (this.#wants(event)) this.#write(event.text());
    }
    if (last >= place.sequence) {
      place.sequence = last;
      place.eventIndex = WHOLE_FRAME;
    }
    this.#flush();
    this.finishIfDone();
  }

  /** Ends it when it has the last frame it wants. */
  finishIfDone(): void {
    const { sequence, eventIndex } = this.place;
    if (this.isEnded || sequence < this.until || (sequence === this.until && eventIndex !== WHOLE_FRAME)) return;
    this.#write(`event: end\ndata: {"sequence":${sequence}}\n\n`);
    this.#flush();
    this.#end("", false);
  }

  /** Something now and then, with how far it is: who wants few events has a cursor all the same. Ends one that is stuck. */
  tick(): void {
    if (this.isEnded) return;
    const nowMs = this.#nowMs();
    if (this.#waiting > 0 && nowMs - this.#progressMs > STUCK_MS) {
      return this.close(`nothing was read for ${STUCK_MS / 1_000} s; go on after ${this.cursorText}`, true);
    }
    if (nowMs - this.#toldMs < HEARTBEAT_MS || this.#waiting > 0) return;
    this.#write(`: heartbeat\nid: ${this.cursorText}\n\n`);
    this.#flush();
  }

  /** Says why, and ends it. */
  close(reason: string, isStuck = false): void {
    if (this.isEnded) return;
    this.#write(`event: closed\ndata: ${JSON.stringify({ reason })}\n\n`);
    this.#flush();
    this.#end(reason, isStuck);
  }

  /** Its line is gone. */
  leave(): void {
    this.#end("", true);
  }

  #end(reason: string, isStuck: boolean): void {
    if (this.isEnded) return;
    this.isEnded = true;
    this.isLive = false;
    this.cursor?.close();
    this.cursor = null;
    this.#sink.end(isStuck);
    this.#onEnd(reason);
  }

  #wants({ kind, client, symbol }: StreamedEvent): boolean {
    const { filter } = this;
    if (filter.kinds !== null && !filter.kinds.has(kind)) return false;
    return (filter.client === "" || filter.client === client) && (filter.symbol === "" || filter.symbol === symbol);
  }

  #write(text: string): void {
    this.#text += text;
    this.#toldMs = this.#nowMs();
    if (this.#text.length >= PIECE_CHARS) this.#flush();
  }

  #flush(): void {
    const text = this.#text;
    if (text === "" || this.isEnded) return;
    this.#text = "";
    if (this.#waiting === 0) this.#progressMs = this.#nowMs();
    this.#waiting += text.length;
    this.#sink.write(text, () => {
      this.#waiting -= text.length;
      this.#progressMs = this.#nowMs();
    });
  }
}
