/**
 * The event stream. In: who reads, from where on, what of it. Out: the journal's events as JSON, each once, in order.
 *
 * Who has everything shares one reading of the journal, and each event is translated once. Who is behind, because he came
 * with an old cursor or reads slowly, has a reading of his own, a piece at a time while his line has room: what he has not
 * taken stays in the journal. All of it has a bounded part of each tick, so that viewers do not wait for programs.
 */
import type { Event } from "../domain/records.generated.ts";
import { EventName } from "../domain/records.generated.ts";
import {
  clientOf,
  type EventOrder,
  type EventReport,
  eventJson,
  QUIET_KINDS,
  symbolOf,
} from "../history/event-json.ts";
import { errorText } from "../lib/errors.ts";
import type { DeskData } from "./desk-data.ts";
import {
  EventConsumer,
  type EventFilter,
  type EventPlace,
  type EventSink,
  type StreamedEvent,
} from "./event-consumer.ts";
import type { EventFrame, JournalCursor } from "./journal-cursor.ts";

export const CONSUMERS_MAX = 16;
const TICK_MS = 50;
/** Of each tick: for who is behind, and for who has everything. */
const BUDGET_MS = 10;
/** Orders whose clients and symbols are remembered. */
const ORDERS_KEPT = 20_000;

type Stretch = { events: StreamedEvent[]; toSequence: number; hasMore: boolean };

export class EventStream {
  readonly #data: DeskData;
  readonly #consumers = new Set<EventConsumer>();
  readonly #orders = new Map<number, EventOrder>();
  readonly #nowMs: () => number;
  #live: JournalCursor | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(data: DeskData, nowMs: () => number = () => performance.now()) {
    this.#data = data;
    this.#nowMs = nowMs;
  }

  get consumerCount(): number {
    return this.#consumers.size;
  }

  get isFull(): boolean {
    return this.#consumers.size >= CONSUMERS_MAX;
  }

  /**
   * Lets somebody read.
   *
   * @param place what he has; he is told what comes after it
   * @param until the last sequence he wants; Infinity for no end
   * @param makeSink begins the reply, once nothing stands against it
   * @throws PrunedJournal when events after `place` are gone
   */
  add(place: EventPlace, filter: EventFilter, until: number, makeSink: () => EventSink): EventConsumer {
    const cursor = this.#openAt(place);
    const consumer: EventConsumer = new EventConsumer(place, filter, until, makeSink(), this.#nowMs, (reason) => {
      this.#consumers.delete(consumer);
      if (reason !== "") this.#data.say?.("warn", `a reader of the event stream was let go: ${reason}`);
      if (this.#consumers.size === 0) this.#stop();
    });
    consumer.cursor = cursor;
    this.#consumers.add(consumer);
    this.#timer ??= setInterval(() => this.tick(), TICK_MS);
    // Who wants what is there already, and has it, is done.
    consumer.finishIfDone();
    this.tick();
    return consumer;
  }

  /** Reads on and tells. */
  tick(): void {
    const nowMs = this.#nowMs();
    try {
      this.#tellLive(nowMs);
      this.#tellBehind(nowMs);
    } catch (error) {
      // A damaged journal ends the follower by itself; a question that history could not answer is asked again then.
      for (const consumer of [...this.#consumers]) consumer.close(`the journal could not be read: ${errorText(error)}`);
    }
    for (const consumer of [...this.#consumers]) consumer.tick();
  }

  close(): void {
    for (const consumer of [...this.#consumers]) consumer.close("the desk is closing");
    this.#stop();
  }

  #stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.#live?.close();
    this.#live = null;
    this.#orders.clear();
  }

  #tellLive(nowMs: number): void {
    const cursor = this.#live;
    if (cursor === null) return;
    const readers = [...this.#consumers].filter(({ isLive }) => isLive);
    if (readers.length === 0) {
      cursor.close();
      this.#live = null;
      return;
    }
    for (let hasMore = true; hasMore && this.#nowMs() - nowMs < BUDGET_MS; ) {
      const stretch = this.#read(cursor);
      hasMore = stretch.hasMore;
      for (const reader of readers) {
        if (!reader.isLive) continue;
        // From here on he reads by himself.
        if (reader.isFull) reader.isLive = false;
        else reader.give(stretch.events, stretch.toSequence);
      }
    }
  }

  /** A piece for each who is behind, and again, as long as there is time. */
  #tellBehind(nowMs: number): void {
    for (let isAnyBehind = true; isAnyBehind; ) {
      isAnyBehind = false;
      for (const reader of [...this.#consumers]) {
        if (reader.isLive || reader.isEnded || !reader.hasRoom) continue;
        if (this.#tellMore(reader)) isAnyBehind = true;
        if (this.#nowMs() - nowMs >= BUDGET_MS) return;
      }
    }
  }

  /** @returns whether there is more */
  #tellMore(reader: EventConsumer): boolean {
    // Whoever was served comes last next time.
    this.#consumers.delete(reader);
    this.#consumers.add(reader);
    reader.cursor ??= this.#openAt(reader.place);
    const { events, toSequence, hasMore } = this.#read(reader.cursor);
    reader.give(events, toSequence);
    if (!hasMore && !reader.isEnded) this.#join(reader);
    return hasMore;
  }

  /** Who has everything reads with the others from now on. */
  #join(reader: EventConsumer): void {
    const { cursor } = reader;
    if (cursor === null) return;
    if (this.#live === null) this.#live = cursor;
    else if (this.#live.sequence === cursor.sequence) cursor.close();
    else return;
    reader.cursor = null;
    reader.isLive = true;
  }

  /** Part of a frame may be told already: that frame is read once more. */
  #openAt({ sequence }: EventPlace): JournalCursor {
    return this.#data.journalEvents.open(Math.max(0, sequence - 1));
  }

  #read(cursor: JournalCursor): Stretch {
    const frames: EventFrame[] = [];
    const hasMore = cursor.read((frame) => frames.push(frame));
    const first = frames.at(0)?.sequence ?? 0;
    const toSequence = frames.at(-1)?.sequence ?? 0;
    const reports = first === 0 ? new Map<string, EventReport>() : this.#data.queries.reports(first, toSequence);
    const events: StreamedEvent[] = [];
    for (const frame of frames) {
      for (const [eventIndex, event] of frame.events.entries()) {
        events.push(this.#streamed(frame, event, eventIndex, reports.get(`${frame.sequence}-${eventIndex}`) ?? null));
      }
    }
    return { events, toSequence, hasMore };
  }

  #streamed(frame: EventFrame, event: Event, eventIndex: number, report: EventReport | null): StreamedEvent {
    const { state } = this.#data;
    const order = this.#orderOf(event);
    let text = "";
    return {
      sequence: frame.sequence,
      eventIndex,
      kind: EventName[event.type],
      client: clientOf(event, order, state),
      symbol: symbolOf(event, order, state),
      text: () => {
        if (text === "") {
          const json = eventJson({ ...frame, eventIndex }, frame.command, event, order, report, state);
          text = `id: ${json.id}\ndata: ${JSON.stringify(json)}\n\n`;
        }
        return text;
      },
    };
  }

  #orderOf(event: Event): EventOrder | null {
    if (!("orderId" in event) || event.orderId === 0) return null;
    const known = this.#orders.get(event.orderId);
    if (known !== undefined) return known;
    const found = this.#data.viewOrder(event.orderId);
    if (found === null) return null;
    const { compId: client, account, symbol, side, priceScale, qtyScale } = found;
    const order = { client, account, symbol, side, priceScale, qtyScale };
    if (this.#orders.size >= ORDERS_KEPT) this.#orders.clear();
    this.#orders.set(event.orderId, order);
    return order;
  }
}

/** What is told without being asked for by name. */
export function wantedKinds(kinds: readonly string[], all: readonly string[]): ReadonlySet<string> {
  return new Set(kinds.length > 0 ? kinds : all.filter((kind) => !QUIET_KINDS.has(kind)));
}
