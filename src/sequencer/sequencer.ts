/**
 * Hot path: the loop. Inbox -> decide -> evolve -> journal -> release; budget 0.3 us a command of its own.
 *
 * The single writer. Whatever changes anything passes here once, in arrival order, and gets its sequence and time. A
 * batch is what arrived while the last one was worked; it is made durable by one commit, and only then do the
 * publishers release what it caused. It knows neither FIX nor venues: those are publishers given to it.
 */

import { decide, evolve } from "../core/core.ts";
import { placeOf } from "../core/fill-table.ts";
import type { State } from "../core/state.ts";
import type { Sweep } from "../core/sweeps.ts";
import { encodeDecision, encodeSentCount, encodeUnapplied } from "../domain/frame.ts";
import { BATCH_MAX, INBOX_MAX } from "../domain/limits.ts";
import { type Command, CommandType, type Event } from "../domain/records.generated.ts";
import { Durability, type JournalWriter } from "../journal/writer.ts";
import type { ByteWriter } from "../lib/byte-buffer.ts";
import type { BatchClock } from "../lib/clock.ts";
import { failpoint } from "../lib/failpoint.ts";
import { HopTrace } from "./hop-trace.ts";
import { Inbox, type InboxHalf } from "./inbox.ts";
import { LagGauge } from "./lag-gauge.ts";
import { type SentIndex, SentStage } from "./sent-stage.ts";

/** Turns events into what the outside hears. */
export type Publisher = {
  /** Called for every command that came with a client's message, before its events; the bytes are valid meanwhile. */
  receive?(command: Command, raw: Buffer, rawStart: number, rawEnd: number, timeNs: bigint): void;
  /** Called for every event right after it changed the state; what it makes is held back until `release`. */
  publish(event: Event, sequence: number, eventIndex: number, timeNs: bigint): void;
  /** The batch is durable: everything held back may go out. */
  release(): void;
};

export type SequencerOptions = {
  state: State;
  journal: JournalWriter;
  /** Held at the batch's time while the batch is worked. */
  clock: BatchClock;
  /** Runs the loop once the sockets that are readable now have been read. */
  soon: (run: () => void) => void;
  /** New orders are not to be offered while the loop is further behind than this; 0 is always. */
  lagMaxMs?: number;
  publishers: readonly Publisher[];
  sentIndex: SentIndex;
  /** Called after every commit with the place up to which the log is durable. */
  onDurable: (journal: JournalWriter) => void;
  /** A bug or a failed disk: nothing more is worked, nothing of the batch was released. */
  onFailure: (error: unknown) => void;
};

const BEFORE_APPEND = failpoint("before_append");
const AFTER_APPEND = failpoint("after_append");
const AFTER_APPLY = failpoint("after_apply");

/** So many commands, and what they caused, are worked in one turn. */
const FEW = 4;
const RECORD_SENT: Command = { type: CommandType.RecordSent };

export class Sequencer {
  readonly inbox = new Inbox();
  readonly sentStage = new SentStage();
  readonly hops = new HopTrace();
  readonly #options: SequencerOptions;
  readonly #events: Event[] = [];
  /** When the batch that is worked began. */
  #turnMs = 0;
  #lastTimeNs: bigint;
  #scheduled = false;
  #stopped = false;
  /** How often what waits was worked. */
  turns = 0;
  #offeredAtMs = 0;
  #decidedAtMs = 0;
  readonly #lag: LagGauge;
  /** What was taken out of the inbox, and how far it is worked: a full disk interrupts it between two batches. */
  #half: InboxHalf;
  /** The frame that is being written. */
  #frame: ByteWriter | null = null;
  #from = 0;
  #stuckSweep = 0;
  /** Commands of the group that waits for room on the disk; 0 when none does. */
  #heldCommands = 0;
  /** A turn is being worked, and another one was asked for meanwhile. */
  #isWorking = false;
  #isAskedFor = false;
  readonly #run = () => {
    this.#scheduled = false;
    this.doWork();
  };

  /** @param lastTimeNs time of the last recovered frame: time in the journal never goes back */
  constructor(options: SequencerOptions, lastTimeNs: bigint) {
    this.#options = options;
    this.#lag = new LagGauge(options.lagMaxMs ?? 0);
    this.#lastTimeNs = lastTimeNs;
    this.#half = this.inbox.takeAll();
  }

  /**
   * Is the journal's disk full, and a group waiting for room? Nothing of it is released and nothing more is worked; every
   * `doWork` tries again, and goes on where it stopped when there is room.
   */
  get isWaitingForRoom(): boolean {
    return this.#heldCommands > 0;
  }

  /** Whether so much waits that nothing more should be read that may need a place. */
  get isFull(): boolean {
    return this.inbox.size >= INBOX_MAX / 2;
  }

  /** Whether the loop is too far behind to take new orders; cancels are taken all the same. */
  get isLagging(): boolean {
    return this.#lag.isLagging(this.#options.clock);
  }

  /**
   * Puts a command in line.
   *
   * @param raw the client's message, copied; absent for what does not come from a client
   * @returns false when the inbox is full: the caller answers its client
   */
  offer(command: Command, raw?: Uint8Array, start = 0, end = 0): boolean {
    if (this.#stopped) return false;
    const taken = raw === undefined ? this.inbox.offer(command) : this.inbox.offer(command, raw, start, end);
    if (taken) {
      if (this.hops.wants(command)) this.hops.follow(command, this.#options.clock.monotonicMs());
      this.schedule();
    }
    return taken;
  }

  /** Puts session bookkeeping in line, for which places are kept free. */
  offerReserved(command: Command): boolean {
    if (this.#stopped || !this.inbox.offerReserved(command)) return false;
    this.schedule();
    return true;
  }

  /** Sees to it that work is done once the sockets that are readable now have been read. */
  schedule(): void {
    if (this.#scheduled || this.#stopped) return;
    if (this.#isWorking) {
      if (!this.#isAskedFor) this.#offeredAtMs = this.#options.clock.monotonicMs();
      this.#isAskedFor = true;
      return;
    }
    this.#scheduled = true;
    this.#offeredAtMs = this.#options.clock.monotonicMs();
    this.#options.soon(this.#run);
  }

  /** Works everything that waits. @returns how many commands it was */
  doWork(): number {
    if (this.#stopped) return 0;
    try {
      this.#isWorking = true;
      let count = this.#workAll();
      if (this.#worksOnAtOnce(count)) {
        this.#isAskedFor = false;
        count += this.#workAll();
      }
      this.#options.clock.letGo();
      this.#isWorking = false;
      if (this.#isAskedFor) {
        this.#isAskedFor = false;
        this.#scheduled = true;
        this.#options.soon(this.#run);
      }
      return count;
    } catch (error) {
      this.#isWorking = false;
      this.#stopped = true;
      this.#options.onFailure(error);
      return 0;
    }
  }

  /**
   * What few commands caused (the venue's reports of a few orders) need not wait for another turn of the event loop, which
   * costs as much as judging an order: there is hardly anybody to share the next commit with. Many wait, so that the orders
   * that came meanwhile share it; and so do all where a commit is a sync.
   */
  #worksOnAtOnce(count: number): boolean {
    const isFew = count > 0 && count <= FEW && this.inbox.size > 0 && this.inbox.size <= FEW;
    return isFew && !this.isWaitingForRoom && this.#options.journal.durability === Durability.Write;
  }

  /** Works what waits and takes nothing more. What waits for room on the disk is dropped: nobody was told of it. */
  stop(): void {
    do this.doWork();
    while (!this.#stopped && !this.isWaitingForRoom && (this.inbox.size > 0 || this.sentStage.count > 0));
    this.#stopped = true;
  }

  #workAll(): number {
    this.turns++;
    const { clock, publishers } = this.#options;
    if (this.#heldCommands > 0 && !this.#commitAndRelease(this.#heldCommands)) return 0;
    if (this.#from === this.#half.commands.length) this.#takeInbox();
    const half = this.#half;
    const first = this.#from;
    const count = half.commands.length;
    const offeredAtMs = this.#offeredAtMs;
    while (this.#from < count || this.#hasUrgent) {
      if (this.#hasUrgent) {
        if (!this.#workUrgent()) return this.#from - first;
        continue;
      }
      const nowNs = this.#stampNs();
      const from = this.#from;
      let to = Math.min(from + BATCH_MAX, count);
      this.#turnMs = clock.monotonicMs();
      for (let index = from; index < to; index++) {
        const rawStart = index === 0 ? 0 : half.rawEnds[index - 1];
        this.#work(half.commands[index], half.raw.bytes, rawStart, half.rawEnds[index], nowNs);
        if (this.#hasUrgent) to = index + 1;
      }
      this.#from = to;
      if (!this.#commitAndRelease(to - from)) return to - first;
    }
    if (count > first) this.#lag.turn(this.#decidedAtMs - offeredAtMs, this.#decidedAtMs);
    if (this.sentStage.count > 0) {
      this.#work(RECORD_SENT, half.raw.bytes, 0, 0, this.#stampNs());
      this.#commitAndRelease(1);
    } else if (count === first) {
      // Nothing new to make durable, but something durable may wait for the wire: resends go out in pieces.
      for (let at = 0; at < publishers.length; at++) publishers[at].release();
    }
    return count - first;
  }

  /** Work on many orders that goes before whatever waits: its next step. @returns false when the disk is full */
  #workUrgent(): boolean {
    const sweep = this.#options.state.sweeps.urgent as Sweep;
    const { sweepId, done } = sweep;
    this.#work({ type: CommandType.ContinueSweep, sweepId }, this.#half.raw.bytes, 0, 0, this.#stampNs());
    // A step that met a bug is on record; it is not tried for ever.
    if (sweep.done === done) this.#stuckSweep = sweepId;
    return this.#commitAndRelease(1);
  }

  get #hasUrgent(): boolean {
    const { urgent } = this.#options.state.sweeps;
    return urgent !== null && urgent.sweepId !== this.#stuckSweep;
  }

  #takeInbox(): void {
    this.#half = this.inbox.takeAll();
    this.#from = 0;
  }

  #work(command: Command, raw: Buffer, rawStart: number, rawEnd: number, nowNs: bigint): void {
    const { state, journal, publishers, sentIndex } = this.#options;
    const events = this.#events;
    events.length = 0;
    if (this.hops.followed === command) this.#decideStamped(command);
    else decide(state, command, events);
    const frame = journal.beginFrame(nowNs);
    this.#frame = frame;
    const frameOffset = journal.frameOffset;
    const frameStart = journal.frameStart;
    const sequence = journal.lastSequence;
    encodeDecision(frame, command, raw, rawStart, rawEnd, events);
    if (rawEnd > rawStart) {
      for (let at = 0; at < publishers.length; at++) publishers[at].receive?.(command, raw, rawStart, rawEnd, nowNs);
    }
    for (let index = 0; index < events.length; index++) {
      const event = events[index];
      this.#evolve(event, nowNs, placeOf(sequence, index));
      for (let at = 0; at < publishers.length; at++) publishers[at].publish(event, sequence, index, nowNs);
      if (this.hops.awaitsReport) this.hops.published(event, this.#turnMs);
    }
    encodeSentCount(frame, this.sentStage.count);
    if (this.sentStage.count > 0) {
      this.sentStage.moveTo(frame, frameStart, journal.segmentNumber, frameOffset, sentIndex);
    }
    journal.endFrame();
  }

  /**
   * Applies an event. When it cannot have happened, the state is broken and this process is over; the frame is put down
   * all the same, with nothing sent, so that the next start names it instead of meeting the same message again.
   */
  #evolve(event: Event, nowNs: bigint, place: number): void {
    const { state, journal } = this.#options;
    try {
      evolve(state, event, nowNs, place);
    } catch (error) {
      if (this.#frame !== null) encodeUnapplied(this.#frame);
      journal.endFrame();
      journal.commit();
      throw error;
    }
  }

  #decideStamped(command: Command): void {
    const { state, clock } = this.#options;
    const judgingMs = clock.monotonicMs();
    decide(state, command, this.#events);
    this.hops.judged(this.#events, this.#turnMs, judgingMs, clock.monotonicMs());
  }

  /**
   * What sessions said while a group waited for room lies on their connections behind what the group releases, and goes
   * out with it: it has to be durable first. @returns false when there is no room for it
   */
  #recordStaged(): boolean {
    if (this.sentStage.count === 0) return true;
    this.#work(RECORD_SENT, this.#half.raw.bytes, 0, 0, this.#stampNs());
    return this.#options.journal.commit();
  }

  /** @returns false when the disk is full: the group waits, and nothing of it was released */
  #commitAndRelease(commands: number): boolean {
    const { clock, journal, publishers, onDurable } = this.#options;
    const decidedMs = clock.monotonicMs();
    this.#decidedAtMs = decidedMs;
    BEFORE_APPEND?.hit();
    const isDurable = journal.commit() && this.#recordStaged();
    this.#heldCommands = isDurable ? 0 : commands;
    if (!isDurable) return false;
    AFTER_APPEND?.hit();
    const durableMs = clock.monotonicMs();
    onDurable(journal);
    AFTER_APPLY?.hit();
    let writtenMs = durableMs;
    for (let at = 0; at < publishers.length; at++) {
      publishers[at].release();
      // The first publisher is the clients'.
      if (at === 0 && this.hops.isReporting) writtenMs = clock.monotonicMs();
    }
    const releasedMs = clock.monotonicMs();
    this.hops.released(decidedMs, durableMs, writtenMs, releasedMs);
    return true;
  }

  /** Wall-clock time, once per batch, and never before the time of an earlier frame. */
  #stampNs(): bigint {
    const { clock } = this.#options;
    clock.letGo();
    const nowNs = clock.nowNs();
    if (nowNs > this.#lastTimeNs) this.#lastTimeNs = nowNs;
    clock.hold(this.#lastTimeNs);
    return this.#lastTimeNs;
  }
}
