/** What a turn's look at how far behind the loop is costs. */
import { LagGauge } from "../../src/sequencer/lag-gauge.ts";
import type { BenchRow } from "../row.ts";
import { measure, same } from "../support/measure.ts";

const TURNS = 1_000;

export function run(quick = false): Promise<BenchRow[]> {
  const gauge = new LagGauge(50);
  let nowMs = 0;
  const clock = { monotonicMs: () => nowMs };
  let lagging = 0;
  return measure(
    [
      {
        name: "LagGauge: a turn",
        unit: "ns",
        budget: 20,
        perTurn: TURNS,
        turn: () => {
          lagging = 0;
          for (let index = 0; index < TURNS; index++) {
            nowMs += 0.5;
            gauge.turn(0.1 + (index & 3), nowMs);
            if (gauge.isLagging(clock)) lagging++;
          }
        },
        check: () => same(lagging, 0, "turns that lag"),
      },
    ],
    quick,
  );
}
