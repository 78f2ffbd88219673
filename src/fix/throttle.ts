/**
 * Hot path: how fast a session may send; budget 15 ns a message.
 *
 * Time comes in once a read, messages one by one. What the application is handed in its turn is judged there (`judge`):
 * over the limit it is refused, and numbered like everything else. What never reaches the application (session messages,
 * invalid ones, garbage) cannot be refused so; it is charged, and while there is a debt nothing more is read (`charge`).
 * A session that queues is never refused: every message is charged, and the rest waits in the socket.
 *
 * FIX 5.0 SP2, ThrottleParms: ThrottleAction(1611) 0 is "queue inbound" and 2 is "reject".
 */

export type ThrottleSettings = {
  readonly perSecond: number;
  /** How many at once, after a silence long enough; at least 1. */
  readonly burst: number;
  readonly over: "reject" | "queue";
  /** More refusals than this in a minute end the connection; 0 never does. */
  readonly disconnectAfter: number;
};

export const Verdict = { Take: 0, OverSession: 1, OverHouse: 2, Disconnect: 3 } as const;

/** The time in which refusals are counted up to `disconnectAfter`. */
const WINDOW_MS = 60_000;
/** A held line is looked at again no sooner, so that a flood costs a timer for many messages and not for each. */
const PAUSE_MIN_MS = 5;
const PAUSE_MAX_MS = 1_000;

/** Fills by so much a second, up to a burst. */
export class TokenBucket {
  readonly perSecond: number;
  readonly burst: number;
  #tokens: number;
  #atMs = 0;

  constructor(perSecond: number, burst: number) {
    this.perSecond = perSecond;
    this.burst = Math.max(1, burst);
    this.#tokens = this.burst;
  }

  /** What is left; negative is a debt. */
  get tokens(): number {
    return this.#tokens;
  }

  /** @param nowMs by the monotonic clock */
  refill(nowMs: number): void {
    if (nowMs <= this.#atMs) return;
    this.#tokens = Math.min(this.burst, this.#tokens + ((nowMs - this.#atMs) * this.perSecond) / 1000);
    this.#atMs = nowMs;
  }

  /** Takes one, if there is a whole one. */
  take(): boolean {
    if (this.#tokens < 1) return false;
    this.#tokens--;
    return true;
  }

  /** Takes so many, into debt where it has to be. */
  spend(count: number): void {
    this.#tokens -= count;
  }
}

/** One session's limit, which outlives its connections, and the house's, which all sessions share. */
export class SessionThrottle {
  /** Null: only the house's limit holds. */
  readonly settings: ThrottleSettings | null;
  readonly house: TokenBucket | null;
  /** Refused since the start, and how often the line was held; for a console. */
  refused = 0;
  held = 0;
  readonly #messages: TokenBucket | null;
  /** Urgent messages have a bucket of their own: a flood of orders does not keep its own cancels out. */
  readonly #urgent: TokenBucket | null;
  readonly #isQueue: boolean;
  readonly #disconnectAfter: number;
  #nowMs = 0;
  #windowFromMs = Number.NEGATIVE_INFINITY;
  #refusedInWindow = 0;
  /** Whether the application was asked about the message that is being dealt with. */
  #wasJudged = false;

  constructor(settings: ThrottleSettings | null, house: TokenBucket | null = null) {
    this.settings = settings;
    this.house = house;
    this.#messages = settings === null ? null : new TokenBucket(settings.perSecond, settings.burst);
    this.#urgent = settings === null ? null : new TokenBucket(settings.perSecond, settings.burst);
    this.#isQueue = settings?.over === "queue";
    this.#disconnectAfter = settings?.disconnectAfter ?? 0;
  }

  /** The time of the messages that come next. */
  refill(nowMs: number): void {
    this.#nowMs = nowMs;
    this.#messages?.refill(nowMs);
    this.#urgent?.refill(nowMs);
    this.house?.refill(nowMs);
  }

  /** The application's message in its turn: whether it may be taken. */
  judge(isUrgent: boolean): number {
    this.#wasJudged = true;
    if (!this.#isQueue && this.#messages !== null) {
      const bucket = isUrgent ? this.#urgent! : this.#messages;
      if (!bucket.take()) return this.#refuse();
    }
    if (isUrgent || this.house === null || this.house.take()) return Verdict.Take;
    this.refused++;
    return Verdict.OverHouse;
  }

  /** After each message, or `count` stretches of garbage: false when nothing more may be read before `waitMs`. */
  charge(count: number): boolean {
    const wasJudged = this.#wasJudged;
    this.#wasJudged = false;
    const bucket = this.#messages;
    if (bucket === null) return true;
    if (this.#isQueue || !wasJudged) bucket.spend(Math.min(count, bucket.burst));
    if (this.#isQueue ? bucket.tokens >= 1 : bucket.tokens > -1) return true;
    this.held++;
    return false;
  }

  /** How long a held line waits, in milliseconds. */
  get waitMs(): number {
    const bucket = this.#messages;
    if (bucket === null) return 0;
    const missing = 1 - bucket.tokens;
    return Math.min(PAUSE_MAX_MS, Math.max(PAUSE_MIN_MS, Math.ceil((missing * 1000) / bucket.perSecond)));
  }

  #refuse(): number {
    this.refused++;
    if (this.#disconnectAfter === 0) return Verdict.OverSession;
    if (this.#nowMs - this.#windowFromMs >= WINDOW_MS) {
      this.#windowFromMs = this.#nowMs;
      this.#refusedInWindow = 0;
    }
    this.#refusedInWindow++;
    return this.#refusedInWindow > this.#disconnectAfter ? Verdict.Disconnect : Verdict.OverSession;
  }
}
