/**
 * jspurefix's codec beside ours, on the same messages: it parses to a view (fields found, structure and checksum known) or
 * on to an object, and validates no values; ours is framed, indexed and fully validated. Both build and encode the same
 * ExecutionReport, header, time and checksum included.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { Framer } from "../../src/fix/framer.ts";
import { MessageView } from "../../src/fix/message-view.ts";
import { MessageWriter } from "../../src/fix/message-writer.ts";
import { MsgType, Tag } from "../../src/fix/tags.ts";
import { Validator } from "../../src/fix/validator.ts";
import { dictionaryOf } from "../../src/fix/versions.ts";
import type { BenchRow } from "../row.ts";
import { TIME_NS, viewOf } from "../support/fix-line.ts";
import { measure, same } from "../support/measure.ts";
import { NEW_ORDER } from "./messages.ts";

const MESSAGES = 100;
const PEERS = join(import.meta.dirname, "../peers");
const PEER = "jspurefix 5.11.4";
const PARSED = `NewOrderSingle of ${NEW_ORDER.length} bytes, parsed and validated`;
const BUILT = "ExecutionReport of 21 fields, built";

type PeerFigures = { view: number; object: number; build: number; clOrdId: string; length: number };

export async function run(quick = false): Promise<BenchRow[]> {
  const rows = await ours(quick);
  const peer = peerFigures(quick ? 500 : 2_000);
  if (peer === null) {
    rows[0].note = "jspurefix left out: npm run bench:setup brings it";
    return rows;
  }
  const checksNoValues = "validates no values";
  return [
    ...rows,
    { name: PARSED, unit: "us", value: peer.view, peer: `${PEER} to a view`, note: checksNoValues },
    { name: PARSED, unit: "us", value: peer.object, peer: `${PEER} to an object`, note: checksNoValues },
    { name: BUILT, unit: "us", value: peer.build, peer: `${PEER} from an object` },
  ];
}

function ours(quick: boolean): Promise<BenchRow[]> {
  const stream = Buffer.concat(Array.from({ length: MESSAGES }, () => NEW_ORDER));
  const framer = new Framer();
  const view = new MessageView();
  const validator = new Validator(dictionaryOf("FIX.4.4"), {
    emptyValuesAllowed: false,
    userDefinedTagsAllowed: false,
  });
  const writer = new MessageWriter("FIX.4.4", 3);
  let valid = 0;
  return measure(
    [
      {
        name: PARSED,
        unit: "us",
        perTurn: MESSAGES,
        turn: () => {
          valid = 0;
          framer.push(stream, 0, stream.length);
          while (framer.next(view)) if (validator.check(view)) valid++;
        },
        check: () => same(valid, MESSAGES, "valid messages"),
      },
      {
        name: BUILT,
        unit: "us",
        perTurn: MESSAGES,
        turn: () => {
          for (let index = 0; index < MESSAGES; index++) writeReport(writer, 100_000 + index);
        },
        check: () => {
          const report = viewOf(Buffer.from(writer.bytes.subarray(writer.start, writer.end)));
          same(report.text(Tag.ExecID), String(100_000 + MESSAGES - 1), "ExecID of the last report");
          // BeginString, BodyLength, MsgType and CheckSum beside the header's four and sixteen of the body.
          same(report.count, 24, "its fields");
        },
      },
    ],
    quick,
  );
}

function writeReport(writer: MessageWriter, number: number): void {
  writer.open(MsgType.ExecutionReport);
  writer.int(Tag.MsgSeqNum, number);
  writer.text(Tag.SenderCompID, "LOCKSTEP");
  writer.timestamp(Tag.SendingTime, TIME_NS + BigInt(number));
  writer.text(Tag.TargetCompID, "CLIENT01");
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
  writer.timestamp(Tag.TransactTime, TIME_NS);
  writer.char(Tag.ExecType, "0");
  writer.int(Tag.LeavesQty, 1500);
  writer.close();
}

/** @returns null where it is not installed */
function peerFigures(milliseconds: number): PeerFigures | null {
  if (!existsSync(join(PEERS, "node_modules/jspurefix"))) return null;
  const order = NEW_ORDER.toString("latin1").replaceAll("\x01", "|");
  const args = [join(PEERS, "jspurefix-codec.mjs"), order, String(milliseconds)];
  const ran = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (ran.status !== 0) throw new Error(`the jspurefix peer failed: ${ran.stderr}`);
  const figures = JSON.parse(ran.stdout) as PeerFigures;
  same(figures.clOrdId, "ORD-00100027", "ClOrdID as jspurefix read it");
  same(figures.length > 180, true, "jspurefix wrote a whole report");
  return figures;
}
