/**
 * What a NewOrderSingle costs before anybody looks at it: framing and indexing with the checksum, and the whole check
 * against the dictionary; beside them fixparser, which parses to objects and checks nothing.
 */
import { Bench } from "tinybench";
import { Framer } from "../../src/fix/framer.ts";
import { MessageView } from "../../src/fix/message-view.ts";
import { Validator } from "../../src/fix/validator.ts";
import { dictionaryOf } from "../../src/fix/versions.ts";
import type { BenchRow } from "../row.ts";
import { FixParser } from "./fixparser-peer.ts";
import { microseconds, NEW_ORDER } from "./messages.ts";
import { QUICKFIX_ABSENT, quickFixFigures } from "./quickfix-peer.ts";

/** As many as one read of a socket brings, so that the share of the framer's bookkeeping is the real one. */
const MESSAGES_PER_READ = 100;

export async function run(): Promise<BenchRow[]> {
  const stream = Buffer.concat(Array.from({ length: MESSAGES_PER_READ }, () => NEW_ORDER));
  const framer = new Framer();
  const view = new MessageView();
  const rules = { emptyValuesAllowed: false, userDefinedTagsAllowed: false };
  const validator = new Validator(dictionaryOf("FIX.4.4"), rules);
  const parser = new FixParser.default();
  const text = NEW_ORDER.toString("latin1");
  let valid = 0;
  const bench = new Bench({ time: 800, warmupTime: 400 });
  bench.add("index", () => {
    framer.push(stream, 0, stream.length);
    while (framer.next(view)) valid++;
  });
  bench.add("check", () => {
    framer.push(stream, 0, stream.length);
    while (framer.next(view)) if (validator.check(view)) valid++;
  });
  bench.add("fixparser", () => {
    valid += parser.parse(text).length;
  });
  const quickFix = quickFixFigures();
  await bench.run();
  if (valid === 0) throw new Error("the bench's order is not valid");
  const name = `NewOrderSingle of ${NEW_ORDER.length} bytes: parse with full validation`;
  return [
    {
      name: `NewOrderSingle of ${NEW_ORDER.length} bytes: frame and index`,
      unit: "us",
      value: microseconds(bench, "index") / MESSAGES_PER_READ,
    },
    {
      name,
      unit: "us",
      value: microseconds(bench, "check") / MESSAGES_PER_READ,
      ...(quickFix === null ? { note: QUICKFIX_ABSENT } : {}),
    },
    ...(quickFix === null ? [] : [{ name, unit: "us", value: quickFix.parse, peer: "QuickFIX C++", reach: 4 }]),
    {
      name,
      unit: "us",
      value: microseconds(bench, "fixparser"),
      peer: "fixparser 2.9.5",
      note: "parses, validates nothing",
      reach: 8,
    },
  ];
}
