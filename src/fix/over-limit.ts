/** What a session is told whose message is over a limit: the limit, and whether the session ends with it. */
import { BusinessRejectReason } from "./reject-reasons.ts";
import type { FixSession } from "./session.ts";
import { type Diagnosis, diagnose } from "./session-doctor.ts";
import { type SessionThrottle, Verdict } from "./throttle.ts";

export type OverLimit = {
  /** BusinessRejectReason(380). */
  readonly reason: number;
  readonly text: string;
  /** Not null: with this the session ends. */
  readonly logout: Diagnosis | null;
};

/** DefaultApplVerID(1137). */
const FIX_50_SP2 = "9";

/** FIX 5.0 SP2 has reasons for it, 380=8 and 9; before, it is 0 and the text. @param verdict not `Take` */
export function overLimit(session: FixSession, throttle: SessionThrottle, verdict: number): OverLimit {
  const isHouse = verdict === Verdict.OverHouse;
  const { perSecond, burst } = isHouse ? throttle.house! : throttle.settings!;
  const whose = isHouse ? "the house's" : "the session's";
  const limit = `${whose} limit of ${perSecond} messages a second (${burst} at once)`;
  const text = `over ${limit}; it was not taken, send it again later`;
  const ends = verdict === Verdict.Disconnect;
  const { ThrottleLimitExceeded, ThrottleLimitExceededSessionDisconnected, Other } = BusinessRejectReason;
  const isNamed = session.config.defaultApplVerId === FIX_50_SP2;
  return {
    reason: !isNamed ? Other : ends ? ThrottleLimitExceededSessionDisconnected : ThrottleLimitExceeded,
    text,
    logout: ends ? diagnose("overLimit", { found: throttle.refused, expected: limit }) : null,
  };
}
