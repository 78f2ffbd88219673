/** QuickFIX C++ as a peer in the codec benches: compiled and run in a process of its own, where there is a compiler. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeDictionaryXml } from "../../src/fix/dictionary-xml-writer.ts";
import { definitionsOf } from "../../src/fix/versions.ts";
import { NEW_ORDER } from "./messages.ts";

/** Microseconds a message. */
export type QuickFixFigures = { parse: number; build: number };

const SOURCE = join(import.meta.dirname, "../peers/quickfix-codec.cpp");
const SECONDS = "1";
export const QUICKFIX_ABSENT = "QuickFIX C++ left out: needs g++ and libquickfix-dev";

/** @returns null where there is no compiler or no library */
export function quickFixFigures(): QuickFixFigures | null {
  const directory = mkdtempSync(join(tmpdir(), "lockstep-quickfix-"));
  try {
    const program = join(directory, "quickfix-codec");
    const compiler = spawnSync("g++", ["-std=c++14", "-O2", "-w", SOURCE, "-o", program, "-lquickfix", "-lpthread"]);
    if (compiler.status !== 0) return null;
    const dictionary = join(directory, "FIX44.xml");
    writeFileSync(dictionary, writeDictionaryXml(definitionsOf("FIX.4.4").application));
    const order = NEW_ORDER.toString("latin1").replaceAll("\x01", "|");
    const run = spawnSync(program, [dictionary, order, SECONDS], { encoding: "utf8" });
    if (run.status !== 0) throw new Error(`the QuickFIX peer failed: ${run.stderr}`);
    return JSON.parse(run.stdout) as QuickFixFigures;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
