/**
 * Hot path: stamps a sample of new orders on their way through the house; budget 0.1 us an order that is not sampled.
 *
 * One order at a time is followed, from the read of its bytes to the write of its New report:
 *
 *   read -> offered -> its turn -> judged -> decided, batch closed -> durable -> venue done
 *        -> its report's turn -> report encoded -> durable -> written
 *
 * Between two of them a number of orders is passed over that changes each time, so that in a burst the first is not
 * always the one. Times are the monotonic clock's, in milliseconds. What is measured stays in histograms by hop; a bench
 * may ask for the stamps themselves.
 */
import { type Command, CommandType, type Event, EventType } from "../domain/records.generated.ts";
import { Histogram } from "../lib/histogram.ts";

/** What lies between two stamps, in the order of the stamps. */
export const HOPS = [
  "decode and session",
  "inbox",
  "wait in its batch",
  "risk and decide",
  "evolve and encode",
  "journal",
  "match at the venue",
  "inbox of the report",
  "report decided and encoded",
  "journal of the report",
  "socket write",
] as const;

const STAMPS = HOPS.length + 1;
const Stamp = {
  Read: 0,
  Offered: 1,
  Turn: 2,
  Judging: 3,
  Judged: 4,
  Decided: 5,
  Durable: 6,
  VenueDone: 7,
  ReportTurn: 8,
  ReportDecided: 9,
  ReportDurable: 10,
  Written: 11,
} as const;

const Phase = { Idle: 0, Waiting: 1, Order: 2, AtVenue: 3, Report: 4 } as const;
/** Orders passed over: 0 to one less than this, a power of two. */
const SKIP_MAX = 8;
/** New orders after which one that its venue has not answered is followed no longer. */
const GIVE_UP_AFTER = 100_000;
/** Orders whose stamps are kept for a bench. */
const KEPT_MAX = 100_000;

/** Sampled orders kept for people until they are taken, and the columns of one: its OrderID, then its hops. */
const RECENT_MAX = 64;
const RECENT_COLUMNS = HOPS.length + 1;

/** The stamps of orders, for a bench in another process. */
export type HopLog = {
  /** What is added to a stamp, in nanoseconds, to get the machine's monotonic clock. */
  originNs: number;
  hops: readonly string[];
  orders: { clOrdId: string; stampsMs: number[] }[];
};

export class HopTrace {
  readonly histograms: readonly Histogram[] = HOPS.map(() => new Histogram());
  /** When the bytes of the message that is dealt with now were read; given by whoever reads them. */
  readMs: () => number = () => Number.POSITIVE_INFINITY;
  /** The command that is followed; compared by identity. */
  followed: Command | null = null;
  readonly #stamps = new Float64Array(STAMPS);
  #phase: number = Phase.Idle;
  #skip = 0;
  #passed = 0;
  #chance = 1;
  #orderId = 0;
  #clOrdId = "";
  readonly #recent = new Float64Array(RECENT_MAX * RECENT_COLUMNS);
  /** Ever put into it, and how many of them when it was last taken. */
  #recentCount = 0;
  #recentTaken = 0;
  #kept: { clOrdId: string; stampsMs: number[] }[] | null = null;

  /** From now on the stamps of the next hundred thousand sampled orders are kept. */
  keep(): void {
    this.#kept = [];
  }

  /** The followed order is at its venue. */
  get awaitsReport(): boolean {
    return this.#phase === Phase.AtVenue;
  }

  /** The followed order's report is on its way. */
  get isReporting(): boolean {
    return this.#phase === Phase.Report;
  }

  get kept(): HopLog["orders"] {
    return this.#kept ?? [];
  }

  /** The orders sampled since the last call, the newest 64 of them, in microseconds. Cold: once a second. */
  takeRecent(): { orderId: number; hopsUs: number[] }[] {
    const taken: { orderId: number; hopsUs: number[] }[] = [];
    for (let n = Math.max(this.#recentTaken, this.#recentCount - RECENT_MAX); n < this.#recentCount; n++) {
      const at = (n % RECENT_MAX) * RECENT_COLUMNS;
      const [orderId, ...hopsMs] = this.#recent.subarray(at, at + RECENT_COLUMNS);
      taken.push({ orderId, hopsUs: hopsMs.map((ms) => Math.round(ms * 1e4) / 10) });
    }
    this.#recentTaken = this.#recentCount;
    return taken;
  }

  /** A command goes in line. @returns true when it is one to follow: then `follow` is to be called */
  wants(command: Command): boolean {
    if (command.type !== CommandType.NewOrder) return false;
    if (this.#phase === Phase.Idle) return this.#skip-- <= 0;
    if (this.#phase === Phase.AtVenue && ++this.#passed > GIVE_UP_AFTER) this.#drop();
    return false;
  }

  follow(command: Command, nowMs: number): void {
    this.followed = command;
    this.#passed = 0;
    this.#phase = Phase.Waiting;
    this.#stamps[Stamp.Read] = Math.min(this.readMs(), nowMs);
    this.#stamps[Stamp.Offered] = nowMs;
    this.#chance = (Math.imul(this.#chance, 1_664_525) + 1_013_904_223) >>> 0;
    this.#skip = (this.#chance >>> 16) & (SKIP_MAX - 1);
  }

  /** The followed command is judged, and its events are known. @param turnMs when its batch began */
  judged(events: readonly Event[], turnMs: number, judgingMs: number, judgedMs: number): void {
    const command = this.followed;
    this.followed = null;
    const first = events[0];
    if (command?.type !== CommandType.NewOrder || first?.type !== EventType.OrderAccepted) return this.#drop();
    this.#orderId = first.orderId;
    this.#clOrdId = command.clOrdId;
    this.#stamps[Stamp.Turn] = turnMs;
    this.#stamps[Stamp.Judging] = judgingMs;
    this.#stamps[Stamp.Judged] = judgedMs;
    this.#phase = Phase.Order;
  }

  /** An event was published. @param turnMs when its batch began */
  published(event: Event, turnMs: number): void {
    if (!("orderId" in event) || event.orderId !== this.#orderId) return;
    if (event.type !== EventType.OrderAcknowledged) return this.#drop();
    this.#stamps[Stamp.ReportTurn] = turnMs;
    this.#phase = Phase.Report;
  }

  /** A batch was worked, made durable and released. @param writtenMs when the clients' sockets had it */
  released(decidedMs: number, durableMs: number, writtenMs: number, releasedMs: number): void {
    if (this.#phase === Phase.Order) {
      this.#stamps[Stamp.Decided] = decidedMs;
      this.#stamps[Stamp.Durable] = durableMs;
      this.#stamps[Stamp.VenueDone] = releasedMs;
      this.#phase = Phase.AtVenue;
    } else if (this.#phase === Phase.Report) {
      this.#stamps[Stamp.ReportDecided] = decidedMs;
      this.#stamps[Stamp.ReportDurable] = durableMs;
      this.#stamps[Stamp.Written] = writtenMs;
      this.#finish();
    }
  }

  #finish(): void {
    this.#phase = Phase.Idle;
    const at = (this.#recentCount++ % RECENT_MAX) * RECENT_COLUMNS;
    this.#recent[at] = this.#orderId;
    for (let hop = 0; hop < HOPS.length; hop++) {
      const ms = Math.max(0, this.#stamps[hop + 1] - this.#stamps[hop]);
      this.#recent[at + 1 + hop] = ms;
      this.histograms[hop].record(ms * 1e6);
    }
    if (this.#kept === null || this.#kept.length >= KEPT_MAX) return;
    this.#kept.push({ clOrdId: this.#clOrdId, stampsMs: Array.from(this.#stamps) });
  }

  #drop(): void {
    this.#phase = Phase.Idle;
  }
}
