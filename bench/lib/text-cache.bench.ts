/** What a symbol or an account costs that came before, beside a new string made of the same bytes. */
import { TextCache } from "../../src/lib/text-cache.ts";
import type { BenchRow } from "../row.ts";
import { measure, same } from "../support/measure.ts";

const ROUNDS = 100;
const TEXTS = ["ACME", "NOVA", "ORION", "LYRA-28", "ACC-7", "ACC-8", "ALPINE-01", "BTC-EUR"];

export function run(quick = false): Promise<BenchRow[]> {
  const cache = new TextCache();
  const bytes = Buffer.from(TEXTS.join(""), "latin1");
  const ends: number[] = [];
  for (const text of TEXTS) ends.push((ends.at(-1) ?? 0) + text.length);
  const starts = [0, ...ends];
  let length = 0;
  const perTurn = ROUNDS * TEXTS.length;
  const check = () => {
    same(length, ROUNDS * bytes.length, "characters read");
    same(cache.get(bytes, starts[3], ends[3]), "LYRA-28", "a cached text");
  };
  const get = () => {
    length = 0;
    for (let round = 0; round < ROUNDS; round++)
      for (let at = 0; at < ends.length; at++) length += cache.get(bytes, starts[at], ends[at]).length;
  };
  const slice = () => {
    length = 0;
    for (let round = 0; round < ROUNDS; round++)
      for (let at = 0; at < ends.length; at++) length += bytes.latin1Slice(starts[at], ends[at]).length;
  };
  return measure(
    [
      { name: "TextCache: a text that came before", unit: "ns", budget: 30, perTurn, turn: get, check },
      { name: "the same text as a new string", unit: "ns", perTurn, turn: slice, check },
    ],
    quick,
  );
}
