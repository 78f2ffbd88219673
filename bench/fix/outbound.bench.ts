/** What a session adds to a report beside its body: header, number, time, checksum, and the store and the wire told. */
import { MessageWriter } from "../../src/fix/message-writer.ts";
import { Outbound } from "../../src/fix/outbound.ts";
import { MsgType, Tag } from "../../src/fix/tags.ts";
import { BatchClock, SystemClock } from "../../src/lib/clock.ts";
import type { BenchRow } from "../row.ts";
import { CountingStore, CountingWire, lineConfig } from "../support/fix-line.ts";
import { measure, same } from "../support/measure.ts";

const MESSAGES = 100;
const TEXT = "ORD-00100027";

export async function run(quick = false): Promise<BenchRow[]> {
  const store = new CountingStore();
  const clock = new BatchClock(new SystemClock());
  const out = new Outbound(lineConfig(), store, clock);
  const wire = new CountingWire();
  out.wire = wire;
  const bare = new MessageWriter("FIX.4.4", 3);
  let from = 0;
  let bytes = 0;
  const rows = await measure(
    [
      {
        name: "Outbound: a message with five fields of its own",
        unit: "us",
        perTurn: MESSAGES,
        before: () => {
          from = store.sentCount;
        },
        turn: () => {
          clock.letGo();
          clock.hold(clock.nowNs());
          for (let index = 0; index < MESSAGES; index++) {
            writeBody(out.begin(MsgType.ExecutionReport), index);
            out.send();
          }
        },
        check: () => {
          same(store.sentCount - from, MESSAGES, "messages stored");
          same(wire.messages, store.sentCount, "messages on the wire");
        },
      },
      {
        name: "the body alone, made a message",
        unit: "us",
        perTurn: MESSAGES,
        turn: () => {
          bytes = 0;
          for (let index = 0; index < MESSAGES; index++) {
            bare.open(MsgType.ExecutionReport);
            writeBody(bare, index);
            bare.close();
            bytes += bare.end - bare.start;
          }
        },
        check: () => same(bytes > MESSAGES * 60, true, "bytes were written"),
      },
    ],
    quick,
  );
  return [
    ...rows,
    { name: "Outbound: beside the body", unit: "us", value: rows[0].value - rows[1].value, budget: 0.3 },
  ];
}

function writeBody(to: MessageWriter, index: number): void {
  to.text(Tag.ClOrdID, TEXT);
  to.int(Tag.CumQty, 0);
  to.int(Tag.ExecID, 100_000 + index);
  to.int(Tag.OrderID, 100_000 + index);
  to.int(Tag.OrderQty, 1_500);
}
