/**
 * What an ExecutionReport costs to build and encode, header, time and checksum included, and to hand over through the
 * session with its store; beside it fixparser's encoding of the same fields.
 */
import { Bench } from "tinybench";
import type { MessageWriter } from "../../src/fix/message-writer.ts";
import { Outbound } from "../../src/fix/outbound.ts";
import { fixSessionConfig, type SessionStore } from "../../src/fix/session-types.ts";
import { MsgType, Tag } from "../../src/fix/tags.ts";
import { BatchClock, SystemClock } from "../../src/lib/clock.ts";
import type { BenchRow } from "../row.ts";
import { FixParser } from "./fixparser-peer.ts";
import { microseconds } from "./messages.ts";
import { QUICKFIX_ABSENT, quickFixFigures } from "./quickfix-peer.ts";

/** tinybench's own reading of the clock costs as much as one message. */
const MESSAGES_PER_TURN = 100;

class Nowhere implements SessionStore {
  nextSenderMsgSeqNum = 1;
  nextTargetMsgSeqNum = 1;
  bytes = 0;

  sent(_msgSeqNum: number, _isApplication: boolean, _bytes: Uint8Array, start: number, end: number): void {
    this.bytes += end - start;
  }

  consumed(): void {}

  reset(): void {}

  readSent(): void {}
}

function report(writer: MessageWriter, nowNs: bigint, number: number): void {
  writer.text(Tag.Account, "ACC-7");
  writer.decimal(Tag.AvgPx, 0, 0);
  writer.text(Tag.ClOrdID, "ORD-00100027");
  writer.int(Tag.CumQty, 0);
  writer.int(Tag.ExecID, number);
  writer.int(Tag.OrderID, number);
  writer.int(Tag.OrderQty, 1500);
  writer.char(Tag.OrdStatus, "0");
  writer.char(Tag.OrdType, "2");
  writer.decimal(Tag.Price, 10125, 2);
  writer.char(Tag.Side, "1");
  writer.text(Tag.Symbol, "ACME");
  writer.char(Tag.TimeInForce, "0");
  writer.timestamp(Tag.TransactTime, nowNs);
  writer.char(Tag.ExecType, "0");
  writer.int(Tag.LeavesQty, 1500);
}

const FIELDS: readonly (readonly [number, string | number])[] = [
  [Tag.MsgType, "8"],
  [Tag.MsgSeqNum, 100027],
  [Tag.SenderCompID, "LOCKSTEP"],
  [Tag.SendingTime, "20261122-10:11:12.345"],
  [Tag.TargetCompID, "CLIENT01"],
  [Tag.Account, "ACC-7"],
  [Tag.AvgPx, 0],
  [Tag.ClOrdID, "ORD-00100027"],
  [Tag.CumQty, 0],
  [Tag.ExecID, "100027"],
  [Tag.OrderID, "100027"],
  [Tag.OrderQty, 1500],
  [Tag.OrdStatus, "0"],
  [Tag.OrdType, "2"],
  [Tag.Price, 101.25],
  [Tag.Side, "1"],
  [Tag.Symbol, "ACME"],
  [Tag.TimeInForce, "0"],
  [Tag.TransactTime, "20261122-10:11:12.344"],
  [Tag.ExecType, "0"],
  [Tag.LeavesQty, 1500],
];

export async function run(): Promise<BenchRow[]> {
  const clock = new BatchClock(new SystemClock());
  const store = new Nowhere();
  const config = fixSessionConfig({ beginString: "FIX.4.4", senderCompId: "LOCKSTEP", targetCompId: "CLIENT01" });
  const outbound = new Outbound(config, store, clock);
  const parser = new FixParser.default();
  const bench = new Bench({ time: 800, warmupTime: 400 });
  bench.add("ours", () => {
    // As in the sequencer: a batch has one time.
    clock.letGo();
    const nowNs = clock.nowNs();
    clock.hold(nowNs);
    for (let index = 0; index < MESSAGES_PER_TURN; index++) {
      report(outbound.begin(MsgType.ExecutionReport), nowNs, 100_000 + index);
      outbound.send();
    }
  });
  bench.add("fixparser", () => {
    const message = parser.createMessage(...FIELDS.map(([tag, value]) => new FixParser.Field(tag, value)));
    store.bytes += message.encode().length;
  });
  const quickFix = quickFixFigures();
  await bench.run();
  const name = "ExecutionReport of 21 fields: build and encode";
  const note = quickFix === null ? QUICKFIX_ABSENT : "the clock is read once a batch of 100, as in the OMS";
  return [
    { name, unit: "us", value: microseconds(bench, "ours") / MESSAGES_PER_TURN, note },
    { name, unit: "us", value: microseconds(bench, "fixparser"), peer: "fixparser 2.9.5", reach: 5 },
    ...(quickFix === null ? [] : [{ name, unit: "us", value: quickFix.build, peer: "QuickFIX C++", reach: 6 }]),
  ];
}
