/**
 * What the order path's thread and the follower's thread say to each other. Two ways: messages (once a second, cold) and
 * one shared place in memory (after each commit, hot) that tells the follower how far it may read.
 */

import type { TradingPlan } from "../simulator/calendar-inputs.ts";
import type { Environment } from "./config.ts";
import type { Act } from "./desk/act-wire.ts";
import type { ActionReply, IdentifiedAction } from "./desk/action-wire.ts";
import type { AlertLimits } from "./desk/alert-wire.ts";
import type { BookTold } from "./desk/depth-wire.ts";
import type { WarningLimits } from "./desk/preview-warnings.ts";
import type { CertificateStatus } from "./fix/tls-expiry.ts";

/** Given to `new Worker` as `workerData`. */
export type FollowerOptions = {
  journalDirectory: string;
  /** Where `history.db` lives. */
  dataDirectory: string;
  http: { host: string; port: number };
  /** From `SharedPosition.allocate`. */
  position: SharedArrayBuffer;
  environment: Environment;
  version: string;
  /** Where FIX clients connect, as shown to people. */
  fixAddress: string;
  /** `fsync` or `write`, as shown to people. */
  durability: string;
  snapshots: SnapshotSettings;
  /** Judge the recorded commands again: each before it is shown, when there is nothing else to do, or not at all. */
  verify: "always" | "idle" | "never";
  /** Frames up to this one were judged in an earlier life, maybe by other code: they are not judged again. */
  verifyAfter: number;
  /** After how long people are told that something waits. */
  alerts: AlertLimits;
  /** What people are asked to look at once more before they send an order. */
  warnings: WarningLimits;
  /** When instruments trade. */
  trading: Pick<TradingPlan, "calendars" | "instruments">;
  /** Frames whose events do not count. */
  skips: readonly number[];
};

/** How often the follower writes a snapshot: whichever comes first. */
export type SnapshotSettings = { everyFrames: number; everyMinutes: number };

/** One FIX session as the desk sees it. */
export type SessionStatus = {
  sessionId: number;
  compId: string;
  beginString: string;
  state: "LoggedOn" | "LoggedOut" | "AwaitingResend";
  /** Address and port; empty when not connected. */
  peer: string;
  nextSenderMsgSeqNum: number;
  nextTargetMsgSeqNum: number;
  /** The last thing that went wrong, in words; empty when nothing did. */
  lastError: string;
  /** The outside venue it is a line of, and whether that carries drop copies; "" for a client's. */
  venue: string;
  isDropCopy: boolean;
  /** Whether we call it, now and whenever the line is lost. */
  isCalled: boolean;
};

/** An exchange in the box: there is no line that could be down. */
export type BundledStatus = {
  venueId: number;
  name: string;
  /** Reports the house has not taken yet. */
  waitingReports: number;
  /** Its journal's disk is full. */
  isWaitingForRoom: boolean;
};

/** One hop's latency since the start or over the last window, in microseconds. */
export type LatencySummary = {
  hop: string;
  count: number;
  p50Us: number;
  p90Us: number;
  p99Us: number;
  p999Us: number;
  maxUs: number;
  /** How many took up to 1, 2, 4 ... microseconds; the first ones less, the last ones more. */
  powers: number[];
};

/** What one sampled order took on each hop, in microseconds, in the order of the latencies. */
export type HopSample = { orderId: number; hopsUs: number[] };

/** Sent by the order path every second. */
export type OrderPathStatus = {
  kind: "status";
  timeMs: number;
  /** Null: as they were told of last. */
  sessions: SessionStatus[] | null;
  exchanges: BundledStatus[];
  ordersPerSecond: number;
  reportsPerSecond: number;
  latencies: LatencySummary[];
  /** Orders of the sample whose New report went out since the last time, the newest ones. */
  hopSamples: HopSample[];
  eventLoopDelayP99Ms: number;
  eventLoopDelayMaxMs: number;
  inboxDepth: number;
  inboxMax: number;
  /** TLS certificates in use and when they end; none without TLS. */
  certificates: CertificateStatus[];
  /** Bytes and groups the journal has written since the start. */
  bytesWritten: number;
  groupsWritten: number;
  /** What keeps the journal from taking everything, in words; empty when nothing does. */
  journalTrouble: string;
};

export type ToFollower =
  | OrderPathStatus
  /** An action of a person was not taken. */
  | { kind: "actionLost"; reply: ActionReply }
  | { kind: "depth"; books: BookTold[] }
  | { kind: "acted"; id: number; fault: string }
  | { kind: "stop" };

/** Sent by the follower every second. */
export type FollowerStatus = {
  kind: "status";
  appliedSequence: number;
  /** Judged again up to here; 0 when that is not done. */
  verifiedSequence: number;
  /** History holds frames up to here. */
  historySequence: number;
  lagFrames: number;
  /** Age of the oldest thing that is durable and not yet shown; 0 when caught up. */
  lagMs: number;
  viewers: number;
  eventLoopDelayP99Ms: number;
  eventLoopDelayMaxMs: number;
};

export type FromFollower =
  | { kind: "listening"; host: string; port: number }
  | { kind: "failed"; code: string; text: string }
  /** The primary and its own journal differ there; the follower shows nothing newer. */
  | { kind: "diverged"; sequence: number; text: string }
  /** A line for the operator's log. */
  | { kind: "said"; level: "info" | "warn" | "error"; text: string }
  /** A person does something. */
  | { kind: "action"; action: IdentifiedAction }
  /** Somebody at the desk orders something; it is answered by `acted`. */
  | { kind: "act"; id: number; act: Act }
  /** People watch these books, and no others. */
  | { kind: "watch"; symbols: readonly string[] }
  | FollowerStatus;

/** A place in the journal: everything before `offset` of `segment`, up to frame `sequence`, is durable. */
export type DurablePosition = { segment: number; offset: number; sequence: number };

const VERSION = 0;
const SEGMENT = 1;
const OFFSET = 2;
const SEQUENCE = 3;
const SLOTS = 4;

/**
 * The durable position, shared by one writer and one reader without a lock: a version counter that is odd while the
 * three numbers are being written, so that a reader never takes a segment with another segment's offset.
 */
export class SharedPosition {
  readonly #slots: Float64Array;
  readonly #version: Int32Array;

  constructor(buffer: SharedArrayBuffer) {
    this.#slots = new Float64Array(buffer);
    this.#version = new Int32Array(buffer, VERSION * 8, 1);
  }

  static allocate(): SharedArrayBuffer {
    return new SharedArrayBuffer(SLOTS * 8);
  }

  /** Order path only, after each commit; about 60 ns and no allocation. */
  publish(segment: number, offset: number, sequence: number): void {
    Atomics.add(this.#version, 0, 1);
    this.#slots[SEGMENT] = segment;
    this.#slots[OFFSET] = offset;
    this.#slots[SEQUENCE] = sequence;
    Atomics.add(this.#version, 0, 1);
  }

  /** @returns false when a write was in progress for all of a bounded number of looks; `into` is then unchanged. */
  read(into: DurablePosition): boolean {
    for (let attempt = 0; attempt < 100; attempt++) {
      const before = Atomics.load(this.#version, 0);
      if (before & 1) continue;
      const segment = this.#slots[SEGMENT];
      const offset = this.#slots[OFFSET];
      const sequence = this.#slots[SEQUENCE];
      if (Atomics.load(this.#version, 0) !== before) continue;
      into.segment = segment;
      into.offset = offset;
      into.sequence = sequence;
      return true;
    }
    return false;
  }
}
