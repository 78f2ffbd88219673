/** What a sent message costs on its way into the frame: staged, moved, and its place told. */
import { ByteWriter } from "../../src/lib/byte-buffer.ts";
import { type SentIndex, SentStage } from "../../src/sequencer/sent-stage.ts";
import type { BenchRow } from "../row.ts";
import { measure, same } from "../support/measure.ts";

const FRAMES = 500;
/** An ExecutionReport's length. */
const MESSAGE = Buffer.alloc(260, 65);

export function run(quick = false): Promise<BenchRow[]> {
  const stage = new SentStage();
  const frame = new ByteWriter(1024 * 1024);
  let recorded = 0;
  let last = 0;
  const index: SentIndex = {
    record: (_sessionId, msgSeqNum) => {
      recorded++;
      last = msgSeqNum;
    },
  };
  let from = 0;
  let number = 1;
  return measure(
    [
      {
        name: `SentStage: a message of ${MESSAGE.length} bytes staged and moved into its frame`,
        unit: "us",
        budget: 0.15,
        perTurn: FRAMES,
        before: () => {
          from = recorded;
        },
        turn: () => {
          frame.offset = 0;
          for (let count = 0; count < FRAMES; count++) {
            stage.add(1, number++, true, MESSAGE, 0, MESSAGE.length);
            stage.moveTo(frame, frame.offset, 1, frame.offset, index);
          }
        },
        check: () => {
          same(recorded - from, FRAMES, "messages recorded");
          same(last, number - 1, "the last MsgSeqNum");
        },
      },
    ],
    quick,
  );
}
