/** What cutting a stream into messages costs beside indexing them, a hundred a read, and in reads that cut messages in two. */
import { Framer } from "../../src/fix/framer.ts";
import { MessageView } from "../../src/fix/message-view.ts";
import type { BenchRow } from "../row.ts";
import { measure, same } from "../support/measure.ts";
import { NEW_ORDER } from "./messages.ts";

const MESSAGES = 100;
const READS = 10;

export async function run(quick = false): Promise<BenchRow[]> {
  const stream = Buffer.concat(Array.from({ length: MESSAGES }, () => NEW_ORDER));
  const { length } = NEW_ORDER;
  const framer = new Framer();
  const view = new MessageView();
  let count = 0;
  const check = () => {
    same(count, MESSAGES, "messages");
    same(framer.garbled, 0, "garbled messages");
    same(framer.partialBytes, 0, "bytes left over");
  };
  const rows = await measure(
    [
      {
        name: `Framer: a message of ${length} bytes cut and indexed, ${MESSAGES} a read`,
        unit: "us",
        perTurn: MESSAGES,
        turn: () => {
          count = 0;
          framer.push(stream, 0, stream.length);
          while (framer.next(view)) count++;
          framer.keep();
        },
        check,
      },
      {
        name: "the same message indexed alone",
        unit: "us",
        perTurn: MESSAGES,
        turn: () => {
          count = 0;
          for (let at = 0; at < stream.length; at += length) if (view.index(stream, at, at + length)) count++;
        },
        check,
      },
      {
        name: `Framer: the same stream in ${READS} reads that cut messages in two`,
        unit: "us",
        perTurn: MESSAGES,
        turn: () => {
          count = 0;
          const part = Math.ceil(stream.length / READS) - 17;
          for (let at = 0; at < stream.length; at += part) {
            framer.push(stream, at, Math.min(at + part, stream.length));
            while (framer.next(view)) count++;
            framer.keep();
          }
        },
        check,
      },
    ],
    quick,
  );
  return [
    ...rows,
    { name: "Framer: of that the cutting", unit: "us", value: rows[0].value - rows[1].value, budget: 0.1 },
  ];
}
