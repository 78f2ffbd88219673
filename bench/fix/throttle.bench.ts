/** What a session's limit costs a message that is within it, the house's limit beside it. */
import { SessionThrottle, TokenBucket, Verdict } from "../../src/fix/throttle.ts";
import type { BenchRow } from "../row.ts";
import { measure, same } from "../support/measure.ts";

const READS = 20;
const MESSAGES = 50;

export function run(quick = false): Promise<BenchRow[]> {
  const settings = { perSecond: 1_000_000, burst: 100_000, over: "reject", disconnectAfter: 0 } as const;
  const throttle = new SessionThrottle(settings, new TokenBucket(1_000_000, 100_000));
  let nowMs = 0;
  let taken = 0;
  return measure(
    [
      {
        name: `SessionThrottle: a message within its limit, ${MESSAGES} a read`,
        unit: "ns",
        budget: 15,
        perTurn: READS * MESSAGES,
        turn: () => {
          taken = 0;
          for (let read = 0; read < READS; read++) {
            throttle.refill(++nowMs);
            for (let message = 0; message < MESSAGES; message++) {
              if (throttle.judge(false) === Verdict.Take && throttle.charge(1)) taken++;
            }
          }
        },
        check: () => same(taken, READS * MESSAGES, "messages taken"),
      },
    ],
    quick,
  );
}
