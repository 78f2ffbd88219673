/**
 * Composition root of the follower's thread, which serves people: it reads the durable frames, evolves the same core,
 * and from that feeds history and the desk and writes the snapshots. It hears from the order path how far it may read
 * (shared memory) and how it fares (a message a second); it tells where it listens, how far it is behind, what the
 * operator should know, and why it ended.
 *
 * History that is far behind, or gone, is filled beside: people see the live state at once, and their questions are
 * answered from the rows that are there until all of them are.
 */
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { isMainThread, type MessagePort, parentPort, workerData } from "node:worker_threads";
import { AsOf } from "./as-of.ts";
import { type Desk, openDesk } from "./desk/desk.ts";
import type { DeskData } from "./desk/desk-data.ts";
import { SavedViews } from "./desk/saved-views.ts";
import type { SystemMessage } from "./desk/wire.ts";
import { FollowedJournal } from "./followed-journal.ts";
import {
  type DurablePosition,
  type FollowerOptions,
  type FromFollower,
  type OrderPathStatus,
  SharedPosition,
  type ToFollower,
} from "./follower-messages.ts";
import type { FrameCheck } from "./follower-projection.ts";
import { FollowerRequests } from "./follower-requests.ts";
import { SnapshotSchedule } from "./follower-snapshots.ts";
import { systemMessage } from "./follower-system.ts";
import { History, REBUILD_MARKER } from "./history/history.ts";
import { isFileFault, Queries } from "./history/queries.ts";
import { HopSamples } from "./hop-samples.ts";
import { Divergence, divergenceCheck, IdleVerifier } from "./idle-verifier.ts";
import { nodeDisk } from "./journal/disk.ts";
import { decodeSegmentHeader, HEADER_BYTES } from "./journal/format.ts";
import { type ChainPosition, damaged, readSegmentBytes } from "./journal/reader.ts";
import { FollowedEvents } from "./journal-events.ts";
import { errorText, LockstepError } from "./lib/errors.ts";
import { DELAY_RESOLUTION_MS, delayMs } from "./lib/event-loop-delay.ts";
import { yieldThread } from "./lib/thread-priority.ts";
import { MarketHours } from "./market-hours.ts";
import { type PassedOver, passedOverText, Snapshots } from "./snapshots.ts";

/**
 * A look at the journal costs 2 ms whatever it finds, most of it the commit of the history: at 10,000 orders a second a look
 * every 5 ms took two fifths of a processor, one every 40 ms a tenth. Nobody sees 40 ms.
 */
const POLL_MIN_MS = 40;
const POLL_MAX_MS = 50;
const STATUS_MS = 1_000;
/** History this far behind is filled beside, not before people see anything: half a second's work. */
const ASIDE_FRAMES = 20_000;
/** Of the journal, between two looks at what people ask for, while history is filled beside: some 10 ms. */
const FILL_BYTES = 64 * 1024;

/** The two ends of talking to the order path: a worker's `parentPort`, or a test's own. */
export type FollowerPort = Pick<MessagePort, "postMessage"> & {
  on(event: "message", listener: (message: ToFollower) => void): unknown;
  close(): void;
};

type Opened = { history: History; queries: Queries; live: FollowedJournal; filling: FollowedJournal | null };

export class Follower {
  readonly #options: FollowerOptions;
  readonly #port: FollowerPort;
  readonly #shared: SharedPosition;
  readonly #durable: DurablePosition = { segment: 0, offset: 0, sequence: 0 };
  readonly #journalId: Buffer;
  readonly #snapshots: Snapshots;
  readonly #skips: ReadonlySet<number>;
  readonly #schedule: SnapshotSchedule;
  #history: History;
  #queries: Queries;
  /** What people see. */
  #live: FollowedJournal;
  /** Fills a history that is far behind `#live`, which then has none; null when there is no such thing to do. */
  #filling: FollowedJournal | null = null;
  readonly #verifier: IdleVerifier | null;
  readonly #check: FrameCheck | null;
  /** What a question met in history's file; "" when nothing. */
  #historyFault = "";
  /** Why nothing newer is shown; "" when it is. */
  #alarm = "";
  readonly #delay = monitorEventLoopDelay({ resolution: DELAY_RESOLUTION_MS });
  #delayP99Ms = 0;
  #delayMaxMs = 0;
  readonly #hopSamples = new HopSamples();
  readonly #requests = new FollowerRequests((message) => this.#tell(message));
  readonly #asOf: AsOf;
  readonly #hours: MarketHours;
  #desk: Desk | null = null;
  #orderPath: OrderPathStatus | null = null;
  #orderPathAtMs = 0;
  /** When the follower last held everything that was durable then. */
  #caughtUpAtMs = performance.now();
  #pollMs = POLL_MIN_MS;
  #pollTimer: NodeJS.Timeout | undefined;
  #statusTimer: NodeJS.Timeout | undefined;
  #isStopped = false;

  /** @throws LockstepError when the journal's first segment or the history cannot be used */
  constructor(options: FollowerOptions, port: FollowerPort) {
    this.#options = options;
    this.#port = port;
    this.#shared = new SharedPosition(options.position);
    this.#shared.read(this.#durable);
    this.#journalId = readJournalId(options);
    this.#hours = new MarketHours(options.trading);
    this.#asOf = new AsOf({ ...options, asOf: true });
    this.#snapshots = new Snapshots(options.dataDirectory, options.version, nodeDisk);
    this.#skips = new Set(options.skips);
    const { history, queries, live, filling } = this.#open();
    this.#history = history;
    this.#queries = queries;
    this.#live = live;
    this.#filling = filling;
    const begin = live.appliedSequence;
    this.#check = options.verify === "always" ? divergenceCheck(options.verifyAfter) : null;
    // Its state is its own, so the snapshot is read once more.
    const verifyFrom = options.verify === "idle" ? this.#snapshots.load(() => {}, begin) : null;
    this.#verifier =
      options.verify === "idle"
        ? new IdleVerifier(options.journalDirectory, verifyFrom, this.#skips, options.verifyAfter)
        : null;
    this.#schedule = new SnapshotSchedule(options.snapshots, begin, performance.now());
  }

  /** History as it is on disk, or a new one when it is damaged, and the readings of the journal that go with it. */
  #open(): Opened {
    const history = this.#openHistory();
    try {
      const queries = this.#queriesOf(history);
      const newest = this.#snapshots.load(this.#passOver, this.#durable.sequence);
      const begin = newest?.info.position.lastSequence ?? 0;
      const { appliedSequence } = history;
      const isNear = begin <= appliedSequence && this.#durable.sequence - appliedSequence <= ASIDE_FRAMES;
      const { journalDirectory } = this.#options;
      const live = new FollowedJournal(journalDirectory, newest, isNear ? history : null, queries, this.#skips);
      const filling = isNear ? null : this.#fillFrom(appliedSequence, history, queries);
      return { history, queries, live, filling };
    } catch (error) {
      if (!isFileFault(error)) throw error;
      history.discard();
      this.#say("warn", `history's file cannot be used: ${error.message}`);
      return this.#open();
    }
  }

  #openHistory(): History {
    const { dataDirectory } = this.#options;
    const history = new History(dataDirectory, this.#journalId.toString("hex"), this.#durable.sequence);
    if (history.rebuiltBecause !== "" && this.#durable.sequence > 0)
      this.#say("info", `history is made anew from the journal: ${history.rebuiltBecause}`);
    return history;
  }

  /** A reading that begins where history ends, or at the last snapshot before that. */
  #fillFrom(sequence: number, history: History, queries: Queries): FollowedJournal {
    const snapshot = this.#snapshots.load(this.#passOver, sequence);
    return new FollowedJournal(this.#options.journalDirectory, snapshot, history, queries, this.#skips, FILL_BYTES);
  }

  /** After a fault of history's file half-way through a batch: nothing in memory is to be trusted, the journal is. */
  #reopen(error: Error): void {
    this.#filling?.close();
    this.#live.close();
    this.#history.discard();
    this.#say("warn", `history's file cannot be used: ${error.message}`);
    const { history, queries, live, filling } = this.#open();
    this.#history = history;
    this.#queries = queries;
    this.#live = live;
    this.#filling = filling;
    this.#historyFault = "";
    this.#desk?.refresh();
  }

  /** Catches up with what is durable now, then listens and follows. */
  async start(): Promise<void> {
    this.#port.on("message", (message) => {
      if (message.kind === "stop") void this.stop();
      else if (message.kind === "acted") this.#requests.answered(message.id, message.fault);
      else if (message.kind === "depth") this.#desk?.market(message.books);
      else if (message.kind === "actionLost") this.#desk?.actionLost(message.reply);
      else this.#hear(message);
    });
    this.#delay.enable();
    while (this.#catchUp()) await new Promise((resolve) => setImmediate(resolve));
    if (this.#isStopped) return;
    const { http, environment, version, fixAddress, durability } = this.#options;
    const desk = await openDesk(http, this.#deskData(), { environment, version, fixAddress, durability });
    if (this.#isStopped) return desk.close();
    this.#desk = desk;
    this.#tell({ kind: "listening", host: desk.host, port: desk.port });
    this.#statusTimer = setInterval(() => this.#report(), STATUS_MS);
    this.#pollIn(0);
  }

  /** @returns false when caught up, or when something is wrong that people have to be told of */
  #catchUp(): boolean {
    try {
      return this.#alarm === "" && this.#pollOnce();
    } catch (error) {
      if (error instanceof Divergence) this.#diverged(error);
      else if (isFileFault(error)) this.#reopen(error);
      else throw error;
      return this.#alarm === "";
    }
  }

  async stop(): Promise<void> {
    if (this.#isStopped) return;
    if (this.#desk !== null) this.#leaveSnapshot();
    this.#isStopped = true;
    clearTimeout(this.#pollTimer);
    clearInterval(this.#statusTimer);
    this.#delay.disable();
    this.#asOf.close();
    await this.#desk?.close();
    this.#live.close();
    this.#filling?.close();
    this.#verifier?.close();
    this.#history.close();
    this.#port.close();
  }

  /** Ends the follower and says why: what it would show from now on could be wrong. */
  fail(error: unknown): void {
    const code = error instanceof LockstepError ? error.code : "LOCKSTEP_ERR_FOLLOWER";
    this.#tell({ kind: "failed", code, text: errorText(error) });
    // What is half applied must not become a snapshot.
    this.#alarm = errorText(error);
    void this.stop();
  }

  #pollIn(delayMs: number): void {
    if (this.#isStopped) return;
    this.#pollTimer = setTimeout(() => this.#poll(), delayMs);
  }

  /** Reads at once while there is more, else looks again soon: sooner when something was there. */
  #poll(): void {
    const before = this.#live.appliedSequence;
    try {
      const hasMore = this.#alarm === "" && (this.#pollOnce() || this.#fill() || this.#verify());
      const foundAny = this.#live.appliedSequence > before;
      this.#pollMs = foundAny ? POLL_MIN_MS : Math.min(POLL_MAX_MS, this.#pollMs + 1);
      this.#pollIn(hasMore ? 0 : this.#pollMs);
    } catch (error) {
      if (error instanceof Divergence) return this.#diverged(error);
      if (!isFileFault(error)) return this.fail(error);
      this.#reopen(error);
      this.#pollIn(0);
    }
  }

  /** From here on what is shown would rest on events that the commands do not give: it stays as it is, and says so. */
  #diverged({ sequence, message }: Divergence): void {
    this.#alarm = message;
    this.#tell({ kind: "diverged", sequence, text: message });
  }

  /** One chunk of the journal: applied, committed, shown. @returns true when there is more to read */
  #pollOnce(): boolean {
    if (this.#isStopped) return false;
    const { segment, sequence } = this.#durable;
    if (!this.#shared.read(this.#durable)) return true;
    if (this.#durable.segment === segment && this.#durable.sequence === sequence && this.#isCaughtUp()) {
      this.#caughtUpAtMs = performance.now();
      return false;
    }
    const hasMore = this.#live.poll(this.#durable, this.#check);
    const { projection } = this.#live;
    if (projection.isRearranged) this.#desk?.refresh();
    else this.#desk?.changed(projection.changedOrders, projection.executions);
    this.#desk?.outcomes(projection.outcomes);
    projection.endBatch();
    if (!hasMore) this.#caughtUpAtMs = performance.now();
    if (this.#schedule.isDue(this.#live.appliedSequence, performance.now())) this.#takeSnapshot();
    return hasMore;
  }

  /** One chunk for a history that is behind. @returns true while it is */
  #fill(): boolean {
    const filling = this.#filling;
    if (filling === null || this.#isStopped) return false;
    filling.poll(this.#durable);
    filling.projection.endBatch();
    if (filling.appliedSequence < this.#live.appliedSequence) return true;
    // The same state at the same place, and it has the history: it goes on instead.
    this.#live.close();
    filling.readInFull();
    this.#live = filling;
    this.#filling = null;
    this.#desk?.refresh();
    this.#say("info", `history is complete again, up to sequence ${filling.appliedSequence}`);
    return false;
  }

  /** One chunk judged again, when there is nothing else to do. @returns true while there is more */
  #verify(): boolean {
    return !this.#isStopped && (this.#verifier?.poll(this.#durable) ?? false);
  }

  /** History is thrown away and filled again beside; people see the live state meanwhile. */
  #rebuildHistory(reason: string): void {
    this.#say("warn", `history is made anew from the journal: ${reason}`);
    this.#filling?.close();
    this.#history.discard();
    this.#historyFault = "";
    this.#history = this.#openHistory();
    this.#queries = this.#queriesOf(this.#history);
    this.#live.projection.leaveHistory(this.#queries);
    this.#filling = this.#fillFrom(0, this.#history, this.#queries);
    this.#desk?.refresh();
  }

  /** Looks after the history's file: once a second is enough. */
  #checkHistory(): void {
    const marker = join(this.#options.dataDirectory, REBUILD_MARKER);
    if (existsSync(marker)) {
      rmSync(marker);
      this.#rebuildHistory("somebody asked for it");
    } else if (!this.#history.isInPlace) {
      this.#rebuildHistory("its file was deleted or exchanged");
    } else if (this.#historyFault !== "") {
      this.#rebuildHistory(`its file cannot be used: ${this.#historyFault}`);
    }
  }

  #queriesOf(history: History): Queries {
    return new Queries(history.database, (text) => {
      this.#historyFault = text;
    });
  }

  /** The last frames are taken up and kept, so that the next start has little to apply. Far behind, it is let be. */
  #leaveSnapshot(): void {
    try {
      if (!this.#shared.read(this.#durable) || this.#alarm !== "") return;
      if (this.#durable.sequence - this.#live.appliedSequence > ASIDE_FRAMES) return;
      while (this.#pollOnce());
      if (this.#schedule.isWorthLeaving(this.#live.appliedSequence)) this.#takeSnapshot();
    } catch (error) {
      this.#say("error", `the last frames were not taken up: ${errorText(error)}`);
    }
  }

  #takeSnapshot(): void {
    const startedMs = performance.now();
    try {
      const { bytes, position } = this.#snapshots.save(this.#live.known, this.#live.place(this.#journalId));
      const tookMs = Math.round(performance.now() - startedMs);
      this.#say("info", `snapshot at sequence ${position.lastSequence}: ${bytes} bytes in ${tookMs} ms`);
    } catch (error) {
      // A start without it takes longer, and that is all.
      this.#say("error", `the snapshot at sequence ${this.#live.appliedSequence} failed: ${errorText(error)}`);
    }
    this.#schedule.taken(this.#live.appliedSequence, performance.now());
  }

  /** The end of the last group that history holds. */
  get #historyPlace(): ChainPosition {
    return (this.#filling ?? this.#live).place(this.#journalId).position;
  }

  #isCaughtUp(): boolean {
    return this.#live.appliedSequence === this.#durable.sequence;
  }

  #hear(status: OrderPathStatus): void {
    this.#orderPath = { ...status, sessions: status.sessions ?? this.#orderPath?.sessions ?? [] };
    this.#orderPathAtMs = performance.now();
    this.#hopSamples.add(status.hopSamples);
  }

  #tell(message: FromFollower): void {
    this.#port.postMessage(message);
  }

  readonly #passOver = ({ path, reason }: PassedOver) => this.#say("warn", passedOverText(path, reason));

  #say(level: "info" | "warn" | "error", text: string): void {
    this.#tell({ kind: "said", level, text });
  }

  #report(): void {
    if (this.#alarm === "") this.#checkHistory();
    this.#delayP99Ms = delayMs(this.#delay.percentile(99));
    this.#delayMaxMs = delayMs(this.#delay.max);
    this.#delay.reset();
    const { appliedSequence, lagFrames, lagMs, viewers } = this.#system();
    const eventLoopDelayP99Ms = this.#delayP99Ms;
    const eventLoopDelayMaxMs = this.#delayMaxMs;
    this.#tell({
      kind: "status",
      appliedSequence,
      verifiedSequence: this.#verifier?.verifiedSequence ?? (this.#check === null ? 0 : appliedSequence),
      historySequence: this.#history.appliedSequence,
      lagFrames,
      lagMs,
      viewers,
      eventLoopDelayP99Ms,
      eventLoopDelayMaxMs,
    });
  }

  #deskData(): DeskData {
    const queries = () => this.#queries;
    const state = () => this.#live.projection.state;
    return {
      get state() {
        return state();
      },
      savedViews: new SavedViews(join(this.#options.dataDirectory, "views.json")),
      // Told up to where history is: it says how orders stood after each report.
      journalEvents: new FollowedEvents(this.#options.journalDirectory, this.#skips, () => this.#historyPlace),
      say: (level, text) => this.#say(level, text),
      // Asked for each time: history may have been exchanged for another.
      get queries() {
        return queries();
      },
      viewOrder: (orderId) => this.#live.projection.viewOrder(orderId),
      appliedSequence: () => this.#live.appliedSequence,
      historySequence: () => this.#history.appliedSequence,
      orderCount: () => this.#live.projection.state.orders.count,
      executionCount: () => (this.#filling ?? this.#live).projection.executionCount,
      alarm: () => this.#alarm,
      system: () => this.#system(),
      exchanges: () => this.#orderPath?.exchanges ?? [],
      priceTimes: (instrumentId) => this.#live.projection.marketAges.of(instrumentId),
      operations: () => this.#live.projection.operations,
      act: (action) => this.#tell({ kind: "action", action }),
      watch: (symbols) => this.#tell({ kind: "watch", symbols }),
      hopsOf: (orderId) => this.#hopSamples.of(orderId),
      operate: (act) => this.#requests.ask(act),
      asOf: (query, isGone) => this.#asOf.ask(query, isGone),
      alertLimits: this.#options.alerts,
      warningLimits: this.#options.warnings,
      outcomeOf: (actionId) => this.#live.projection.outcomeOf(actionId),
      closesAtMs: (symbol, nowMs) => this.#hours.closesAtMs(symbol, nowMs),
    };
  }

  #system(): SystemMessage {
    const nowMs = performance.now();
    return systemMessage({
      path: this.#orderPath,
      pathAgeMs: nowMs - this.#orderPathAtMs,
      alarm: this.#alarm,
      durability: this.#options.durability,
      appliedSequence: this.#live.appliedSequence,
      durable: this.#durable,
      behindMs: nowMs - this.#caughtUpAtMs,
      delayP99Ms: this.#delayP99Ms,
      delayMaxMs: this.#delayMaxMs,
      viewers: this.#desk?.viewerCount ?? 0,
      state: this.#live.projection.state,
    });
  }
}

/** The journal names itself in its first segment, which the writer makes before anybody follows. */
function readJournalId(options: FollowerOptions): Buffer {
  const header = decodeSegmentHeader(readSegmentBytes(options.journalDirectory, 1, 0, HEADER_BYTES));
  if (typeof header === "string") throw damaged(options.journalDirectory, 1, 0, header);
  return header.journalId;
}

/** Makes and starts a follower; what goes wrong on the way is told like what goes wrong later. */
export async function runFollower(options: FollowerOptions, port: FollowerPort): Promise<Follower | null> {
  let follower: Follower | null = null;
  try {
    follower = new Follower(options, port);
    await follower.start();
    return follower;
  } catch (error) {
    const code = error instanceof LockstepError ? error.code : "LOCKSTEP_ERR_FOLLOWER";
    if (follower !== null) follower.fail(error);
    else {
      port.postMessage({ kind: "failed", code, text: errorText(error) } satisfies FromFollower);
      port.close();
    }
    return null;
  }
}

if (!isMainThread && parentPort !== null && isFollowerOptions(workerData)) {
  // People wait for orders, not the other way round.
  yieldThread();
  void runFollower(workerData, parentPort);
}

/** Test runners run tests in workers of their own: only a worker that was given our options is the follower. */
function isFollowerOptions(data: unknown): data is FollowerOptions {
  return typeof data === "object" && data !== null && "position" in data && "journalDirectory" in data;
}
