/** What a read costs that is counted into its turn: two peers in turn, ten reads each. */
import { ReadTurns } from "../../src/fix/read-turns.ts";
import type { BenchRow } from "../row.ts";
import { measure, same } from "../support/measure.ts";

const TURNS = 50;
const READS = 20;

export function run(quick = false): Promise<BenchRow[]> {
  let end = () => {};
  const turns = new ReadTurns((run) => {
    end = run;
  });
  const peers = [{ name: "A" }, { name: "B" }];
  let shared = 0;
  let from = 0;
  turns.read(peers[1]);
  end();
  return measure(
    [
      {
        name: "ReadTurns: a read",
        unit: "ns",
        budget: 20,
        perTurn: TURNS * READS,
        before: () => {
          from = turns.turn;
        },
        turn: () => {
          shared = 0;
          for (let turn = 0; turn < TURNS; turn++) {
            for (let read = 0; read < READS; read++) {
              turns.read(peers[read & 1]);
              if (turns.isShared) shared++;
            }
            end();
          }
        },
        check: () => {
          same(shared, TURNS * READS, "reads in shared turns");
          same(turns.turn - from, TURNS, "turns");
        },
      },
    ],
    quick,
  );
}
