/** What it costs to make the body of an order one of another FIX version. */
import { BodyCopier } from "../../src/fix/body-copier.ts";
import { MessageWriter } from "../../src/fix/message-writer.ts";
import { dictionaryOf } from "../../src/fix/versions.ts";
import type { BenchRow } from "../row.ts";
import { orderMessage, viewOf } from "../support/fix-line.ts";
import { measure, same } from "../support/measure.ts";

const COPIES = 100;

export function run(quick = false): Promise<BenchRow[]> {
  const source = dictionaryOf("FIX.4.4");
  const copier = new BodyCopier(dictionaryOf("FIX.4.2"));
  const writer = new MessageWriter("FIX.4.2", 3);
  const view = viewOf(orderMessage(100_027));
  return measure(
    [
      {
        name: "BodyCopier: a NewOrderSingle of 17 fields, FIX.4.4 into FIX.4.2",
        unit: "us",
        budget: 1,
        perTurn: COPIES,
        turn: () => {
          for (let count = 0; count < COPIES; count++) {
            writer.open("D");
            copier.copy(view, source, writer, 0);
            writer.close();
          }
        },
        check: () => {
          const copy = viewOf(Buffer.from(writer.bytes.subarray(writer.start, writer.end)));
          same(copy.text(11), view.text(11), "ClOrdID of the copy");
          // 12 fields of the body, and BeginString, BodyLength, MsgType and CheckSum.
          same(copy.count, 16, "fields of the copy");
        },
      },
    ],
    quick,
  );
}
