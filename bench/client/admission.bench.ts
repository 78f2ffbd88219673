/** What it costs to let an order into a line that is short, its session and the house within their limits. */
import { Admission } from "../../src/client/admission.ts";
import { SessionThrottle, TokenBucket } from "../../src/fix/throttle.ts";
import type { BenchRow } from "../row.ts";
import { openLine, orderViews } from "../support/fix-line.ts";
import { measure, same } from "../support/measure.ts";

const MESSAGES = 100;
const LIMIT = { perSecond: 10_000_000, burst: 1_000_000, over: "reject", disconnectAfter: 0 } as const;

export function run(quick = false): Promise<BenchRow[]> {
  const admission = new Admission({ isLagging: false, isFull: false, turns: 1 });
  const { session } = openLine();
  const views = orderViews(2, MESSAGES);
  const throttle = new SessionThrottle(LIMIT, new TokenBucket(LIMIT.perSecond, LIMIT.burst));
  let nowMs = 0;
  let admitted = 0;
  const turn = () => {
    admitted = 0;
    for (let index = 0; index < MESSAGES; index++) if (admission.judge(session, views[index]) === null) admitted++;
  };
  const check = () => same(admitted, MESSAGES, "orders let in");
  return measure(
    [
      {
        name: "Admission: an order of a session without a limit",
        unit: "ns",
        budget: 20,
        perTurn: MESSAGES,
        before: () => {
          session.throttle = null;
        },
        turn,
        check,
      },
      {
        name: "Admission: an order of a session within its limit",
        unit: "ns",
        budget: 20,
        perTurn: MESSAGES,
        before: () => {
          session.throttle = throttle;
          nowMs += 1_000;
          throttle.refill(nowMs);
        },
        turn,
        check,
      },
    ],
    quick,
  );
}
