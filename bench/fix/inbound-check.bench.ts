/** What it costs to know that an order is valid, of our time and from the session's peer. */
import { InboundCheck } from "../../src/fix/inbound-check.ts";
import type { BenchRow } from "../row.ts";
import { lineConfig, orderViews, TIME_NS } from "../support/fix-line.ts";
import { measure, same } from "../support/measure.ts";

const MESSAGES = 100;

export function run(quick = false): Promise<BenchRow[]> {
  const inboundCheck = new InboundCheck(lineConfig());
  inboundCheck.wallMs = Number(TIME_NS / 1_000_000n);
  const views = orderViews(100_000, MESSAGES);
  let fine = 0;
  return measure(
    [
      {
        name: "InboundCheck: a NewOrderSingle of 17 fields",
        unit: "us",
        budget: 0.6,
        perTurn: MESSAGES,
        turn: () => {
          fine = 0;
          for (let index = 0; index < MESSAGES; index++) {
            const view = views[index];
            if (inboundCheck.hasBeginString(view) && inboundCheck.isValid(view) && inboundCheck.isFromPeer(view))
              fine++;
          }
        },
        check: () => same(fine, MESSAGES, "messages found right"),
      },
    ],
    quick,
  );
}
