/**
 * One run of load. Open loop: requests are due on a schedule that does not wait for answers, and latency counts from when
 * a request was due, so that a server that stalls cannot hide what it kept waiting (no coordinated omission). Closed
 * loop: a window of requests is kept in flight. How late the generator itself was is measured too, and said.
 */
import { LockstepError } from "../../lib/errors.ts";
import { Histogram } from "../../lib/histogram.ts";
import { Random } from "../../lib/random.ts";
import type { TimeWindow } from "./cpu-profile.ts";
import { JsonLoadSession } from "./json-load-session.ts";
import { Answer, type LoadAnswers } from "./load-answers.ts";
import { LoadSession } from "./load-session.ts";
import { MIXES } from "./mixes.ts";
import { OrderFlow, REQUEST_NAMES } from "./order-flow.ts";

export const OVER = ["fix", "json"] as const;
export type Over = (typeof OVER)[number];

export type LoadPlan = {
  host: string;
  port: number;
  /** FIX over TCP, or JSON over WebSocket. */
  over: Over;
  targetCompId: string;
  compIds: readonly string[];
  mix: string;
  /** Requests a second, all sessions together; 0 is the closed loop. */
  rate: number;
  /** Requests in flight, all sessions together, in the closed loop. */
  window: number;
  arrival: "uniform" | "poisson";
  warmupS: number;
  durationS: number;
  /** Orders that rest before the clock runs. */
  depth: number;
  symbols: number;
  seed: number;
};

export type LoadSecond = { sent: number; answered: number; p50Us: number; p99Us: number; maxUs: number };

export type LoadResult = {
  /** Requests that were counted, and all that were sent, the books' and the warm-up's included. */
  requests: number;
  allRequests: number;
  answered: number;
  rejected: number;
  /** Cancels and replaces that met a fill on their way. */
  tooLate: number;
  fills: number;
  unanswered: number;
  /** Requests by kind. */
  byKind: Record<string, number>;
  requestsPerSecond: number;
  /** From due to answered, nanoseconds. */
  latency: Histogram;
  /** From due to written: how late the generator was, nanoseconds. */
  lateness: Histogram;
  seconds: LoadSecond[];
  /** When counting began and ended, in microseconds of the monotonic clock. */
  counted: TimeWindow;
  firstReject: string;
  /** When the request of a ClOrdID was due, written and answered; null when it is none that was counted. */
  stampsOf: (clOrdId: string) => RequestStamps | null;
};

/** Nanoseconds of the machine's monotonic clock, which all its processes share. */
export type RequestStamps = { dueNs: number; sentNs: number; answeredNs: number };

/** Latencies are kept to 0.8 %. */
const SUB_BITS = 7;
const SETTLE_S = 10;
/** Requests written between two looks at the sockets. */
const BURST_MAX = 256;
const DEPTH_WINDOW = 1_000;

const nowNs = () => Number(process.hrtime.bigint());

/** @throws LockstepError LOCKSTEP_ERR_BENCH when a session cannot log on, is lost, or gets what is no report */
export async function runLoad(plan: LoadPlan): Promise<LoadResult> {
  const load = new Load(plan);
  try {
    await load.logOn();
    await load.buildDepth();
    return await load.measure();
  } finally {
    load.close();
  }
}

class Load {
  readonly #plan: LoadPlan;
  readonly #sessions: LoadAnswers[];
  /** What the ClOrdIDs of each session begin with. */
  readonly #prefixes: string[];
  readonly #random: Random;
  /** Per session, by request. */
  readonly #dueNs: Float64Array[];
  readonly #sentNs: Float64Array[];
  readonly #answeredNs: Float64Array[];
  readonly #nextRequest: Int32Array;
  readonly #requestsMax: number;
  readonly #latency = new Histogram(SUB_BITS);
  readonly #lateness = new Histogram(SUB_BITS);
  readonly #second = new Histogram(SUB_BITS);
  readonly #seconds: LoadSecond[] = [];
  readonly #byKind = [0, 0, 0, 0];
  #failure = "";
  #inFlight = 0;
  #turn = 0;
  #fills = 0;
  #rejected = 0;
  #tooLate = 0;
  #answered = 0;
  #sent = 0;
  #secondSent = 0;
  /** Only requests due from here on are counted. */
  #countFromNs = Number.POSITIVE_INFINITY;
  #isCounting = false;

  constructor(plan: LoadPlan) {
    this.#plan = plan;
    const run = Math.floor(process.hrtime()[1] / 1_000).toString(36);
    this.#prefixes = plan.compIds.map((_, index) => `L${run}.${index}-`);
    this.#random = new Random(plan.seed);
    const total = (plan.rate > 0 ? plan.rate : 250_000) * (plan.warmupS + plan.durationS + 1) + plan.depth;
    this.#requestsMax = Math.ceil(total / plan.compIds.length) + 1_000;
    this.#sessions = plan.compIds.map((compId, index) => {
      const flow = new OrderFlow(MIXES[plan.mix], plan.seed * 1_000 + index, plan.symbols, this.#requestsMax);
      const { host, port, targetCompId, over } = plan;
      const options = { host, port, compId, targetCompId, run: this.#prefixes[index] };
      return new (over === "json" ? JsonLoadSession : LoadSession)(options, flow, this.#requestsMax, {
        onAnswer: (_, request, answer) => this.#onAnswer(index, request, answer),
        onFill: () => {
          this.#fills++;
        },
        onFailure: (text) => {
          this.#failure ||= text;
        },
      });
    });
    this.#dueNs = this.#sessions.map(() => new Float64Array(this.#requestsMax));
    this.#sentNs = this.#sessions.map(() => new Float64Array(this.#requestsMax));
    this.#answeredNs = this.#sessions.map(() => new Float64Array(this.#requestsMax));
    this.#nextRequest = new Int32Array(this.#sessions.length);
  }

  async logOn(): Promise<void> {
    await this.#until(SETTLE_S, () => this.#sessions.every(({ loggedOn }) => loggedOn));
    const missing = this.#sessions.filter(({ loggedOn }) => !loggedOn).map(({ compId }) => compId);
    if (missing.length > 0)
      throw new LockstepError("LOCKSTEP_ERR_BENCH", `no Logon was answered for ${missing.join(", ")} in ${SETTLE_S} s`);
  }

  async buildDepth(): Promise<void> {
    let left = this.#plan.depth;
    await this.#until(60, () => {
      while (left > 0 && this.#inFlight < DEPTH_WINDOW) {
        this.#send(nowNs(), true);
        left--;
      }
      this.#flush();
      return left === 0 && this.#inFlight === 0;
    });
  }

  async measure(): Promise<LoadResult> {
    const { rate, warmupS, durationS } = this.#plan;
    const startNs = nowNs() + 1e6;
    this.#countFromNs = startNs + warmupS * 1e9;
    const endNs = this.#countFromNs + durationS * 1e9;
    this.#isCounting = true;
    const fillsBefore = this.#fills;
    let nextSecondNs = this.#countFromNs + 1e9;
    let dueNs = startNs;
    await this.#until(warmupS + durationS + 5, () => {
      const now = nowNs();
      if (rate > 0) dueNs = this.#sendDue(dueNs, now, endNs);
      else if (now < endNs) this.#fillWindow(now);
      this.#flush();
      while (now >= nextSecondNs && nextSecondNs <= endNs) {
        this.#closeSecond();
        nextSecondNs += 1e9;
      }
      return now >= endNs && (rate === 0 || dueNs >= endNs);
    });
    await this.#until(SETTLE_S, () => this.#inFlight === 0);
    const answeredInTime = this.#seconds.reduce((sum, { answered }) => sum + answered, 0);
    return {
      requests: this.#sent,
      allRequests: this.#nextRequest.reduce((sum, count) => sum + count, 0),
      answered: this.#answered,
      rejected: this.#rejected,
      tooLate: this.#tooLate,
      fills: this.#fills - fillsBefore,
      unanswered: this.#inFlight,
      byKind: Object.fromEntries(REQUEST_NAMES.map((name, kind) => [name, this.#byKind[kind]])),
      requestsPerSecond: answeredInTime / Math.max(1, this.#seconds.length),
      latency: this.#latency,
      lateness: this.#lateness,
      seconds: this.#seconds,
      counted: [this.#countFromNs / 1e3, endNs / 1e3],
      firstReject: this.#sessions.find(({ firstReject }) => firstReject !== "")?.firstReject ?? "",
      stampsOf: (clOrdId) => this.#stampsOf(clOrdId),
    };
  }

  close(): void {
    for (const session of this.#sessions) session.close();
  }

  /** @returns when the next request is due */
  #sendDue(from: number, now: number, endNs: number): number {
    const { rate, arrival } = this.#plan;
    const meanNs = 1e9 / rate;
    let dueNs = from;
    for (let count = 0; count < BURST_MAX && dueNs <= now && dueNs < endNs; count++) {
      this.#send(dueNs, false);
      dueNs += arrival === "uniform" ? meanNs : meanNs * -Math.log(1 - this.#random.next() / 4_294_967_296);
    }
    return dueNs;
  }

  #fillWindow(now: number): void {
    const { window } = this.#plan;
    // A window is refilled by an eighth at least, so that the generator does not write orders one by one.
    if (window - this.#inFlight < Math.min(64, Math.ceil(window / 8))) return;
    while (this.#inFlight < window) this.#send(now, false);
  }

  #send(dueNs: number, isDepth: boolean): void {
    const index = this.#turn;
    this.#turn = (index + 1) % this.#sessions.length;
    const request = this.#nextRequest[index]++;
    if (request >= this.#requestsMax) throw new RangeError("more requests than the plan has room for");
    this.#dueNs[index][request] = dueNs;
    this.#sessions[index].send(request, isDepth);
    this.#inFlight++;
    if (!this.#isCounting || dueNs < this.#countFromNs) return;
    this.#sent++;
    this.#secondSent++;
    this.#byKind[this.#sessions[index].flow.kinds[request]]++;
  }

  #flush(): void {
    const now = nowNs();
    for (let index = 0; index < this.#sessions.length; index++) {
      const sentNs = this.#sentNs[index];
      for (let request = this.#nextRequest[index] - 1; request >= 0 && sentNs[request] === 0; request--) {
        sentNs[request] = now;
        const dueNs = this.#dueNs[index][request];
        if (this.#isCounting && dueNs >= this.#countFromNs) this.#lateness.record(now - dueNs);
      }
      this.#sessions[index].flush();
    }
  }

  #onAnswer(index: number, request: number, answer: Answer): void {
    this.#inFlight--;
    const dueNs = this.#dueNs[index][request];
    if (!this.#isCounting || dueNs < this.#countFromNs) return;
    const now = nowNs();
    this.#answered++;
    if (answer === Answer.Refused) this.#rejected++;
    if (answer === Answer.TooLate) this.#tooLate++;
    this.#latency.record(now - dueNs);
    this.#second.record(now - dueNs);
    this.#answeredNs[index][request] = now;
  }

  #closeSecond(): void {
    const { count, p50, p99, max } = this.#second.summary();
    this.#seconds.push({
      sent: this.#secondSent,
      answered: count,
      p50Us: p50 / 1e3,
      p99Us: p99 / 1e3,
      maxUs: max / 1e3,
    });
    this.#second.reset();
    this.#secondSent = 0;
  }

  #stampsOf(clOrdId: string): RequestStamps | null {
    const index = this.#prefixes.findIndex((prefix) => clOrdId.startsWith(prefix));
    if (index < 0) return null;
    const request = Number(clOrdId.slice(this.#prefixes[index].length));
    const answeredNs = this.#answeredNs[index][request] ?? 0;
    if (answeredNs === 0) return null;
    return { dueNs: this.#dueNs[index][request], sentNs: this.#sentNs[index][request], answeredNs };
  }

  /** Turns the loop, which reads the sockets, until `isDone` says so. */
  async #until(seconds: number, isDone: () => boolean): Promise<void> {
    const untilNs = nowNs() + seconds * 1e9;
    while (!isDone() && nowNs() < untilNs) {
      if (this.#failure !== "") throw new LockstepError("LOCKSTEP_ERR_BENCH", this.#failure);
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    if (this.#failure !== "") throw new LockstepError("LOCKSTEP_ERR_BENCH", this.#failure);
  }
}
