/** When a session has to say something, ask whether the peer is still there, or give it up: FIX 4.4 Vol. 2, cases 4 to 6. */

export const Due = { Nothing: 0, Heartbeat: 1, TestRequest: 2, GiveUp: 3 } as const;

/** A peer silent for this many heartbeat intervals is asked, and for that many given up. */
const ASK_AFTER = 1.2;
const GIVE_UP_AFTER = 2.4;

export class KeepAlive {
  /** HeartBtInt(108) in seconds; 0 is none. */
  heartBtInt = 0;
  lastReceivedMs = 0;
  /** Whether a TestRequest waits for any message as its answer. */
  asked = false;

  received(nowMs: number): void {
    this.lastReceivedMs = nowMs;
    this.asked = false;
  }

  due(nowMs: number, lastSentMs: number): number {
    const intervalMs = this.heartBtInt * 1000;
    if (intervalMs === 0) return Due.Nothing;
    const silentMs = nowMs - this.lastReceivedMs;
    if (silentMs >= GIVE_UP_AFTER * intervalMs) return Due.GiveUp;
    // While a TestRequest is open its answer is what is waited for: no heartbeats into the silence.
    if (this.asked) return Due.Nothing;
    if (silentMs >= ASK_AFTER * intervalMs) return Due.TestRequest;
    return nowMs - lastSentMs >= intervalMs ? Due.Heartbeat : Due.Nothing;
  }
}
