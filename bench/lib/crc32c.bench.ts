/** What the checksum of a journal frame costs. */
import { crc32c } from "../../src/lib/crc32c.ts";
import type { BenchRow } from "../row.ts";
import { measure, same } from "../support/measure.ts";

const FRAMES = 100;
const FRAME_BYTES = 600;

export function run(quick = false): Promise<BenchRow[]> {
  const frame = Buffer.from(Array.from({ length: FRAME_BYTES }, (_, index) => (index * 31) & 0xff));
  const digits = Buffer.from("123456789", "latin1");
  let sum = 0;
  const turn = () => {
    sum = 0;
    for (let index = 0; index < FRAMES; index++) sum += crc32c(frame, 0, FRAME_BYTES - (index & 7));
  };
  turn();
  const expected = sum;
  return measure(
    [
      {
        name: "crc32c: a byte, in a frame of 600",
        unit: "ns",
        budget: 1.2,
        perTurn: FRAMES * (FRAME_BYTES - 3.5),
        turn,
        check: () => {
          same(sum, expected, "sum of the checksums");
          // The check value of RFC 3720's polynomial.
          same(crc32c(digits, 0, 9), 0xe3069283, "checksum of 123456789");
        },
      },
    ],
    quick,
  );
}
