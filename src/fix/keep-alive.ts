/** When a session has to say something, ask whether the peer is still there, or give it up: FIX 4.4 Vol. 2, cases 4 to 6. */
import type { Outbound } from "./outbound.ts";
import { diagnose } from "./session-doctor.ts";
import { SessionState } from "./session-status.ts";
import type { FixSessionConfig } from "./session-types.ts";

/** A peer silent for this many heartbeat intervals is asked, and for that many given up. */
const ASK_AFTER = 1.2;
const GIVE_UP_AFTER = 2.4;

export class KeepAlive {
  /** HeartBtInt(108) in seconds; 0 is none. */
  heartBtInt = 0;
  lastReceivedMs = 0;
  /** Since when the session is in a state it may not stay in: it waits for the peer's Logon, or its Logout. */
  waitingSinceMs = 0;
  readonly #logonTimeoutMs: number;
  readonly #logoutTimeoutMs: number;
  readonly #out: Outbound;
  /** Whether a TestRequest waits for any message as its answer. */
  #asked = false;

  constructor(config: FixSessionConfig, out: Outbound) {
    this.#logonTimeoutMs = config.logonTimeoutMs;
    this.#logoutTimeoutMs = config.logoutTimeoutMs;
    this.#out = out;
  }

  received(nowMs: number): void {
    this.lastReceivedMs = nowMs;
    this.#asked = false;
  }

  /** Sends the Heartbeat or TestRequest that is due; why the peer is to be given up, "" when it is not. */
  tick(state: SessionState, nowMs: number): string {
    const waitedMs = nowMs - this.waitingSinceMs;
    if (state === SessionState.Asking) {
      return waitedMs >= this.#logonTimeoutMs ? "the peer did not answer our Logon in time" : "";
    }
    if (state === SessionState.Leaving && waitedMs >= this.#logoutTimeoutMs) {
      return "the peer did not answer our Logout in time";
    }
    const intervalMs = this.heartBtInt * 1000;
    if (intervalMs === 0) return "";
    const silentMs = nowMs - this.lastReceivedMs;
    if (silentMs >= GIVE_UP_AFTER * intervalMs) return diagnose("silentPeer", { found: "", expected: "" }).note;
    // While a TestRequest is open its answer is what is waited for: no heartbeats into the silence.
    if (this.#asked) return "";
    if (silentMs >= ASK_AFTER * intervalMs) {
      this.#asked = true;
      this.#out.testRequest();
    } else if (nowMs - this.#out.lastSentMs >= intervalMs) {
      this.#out.heartbeat(null);
    }
    return "";
  }
}
