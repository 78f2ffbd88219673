/** QuickFIX C++ as a peer in the codec benches: compiled and run in a process of its own, where there is a compiler. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compileQuickFix, QUICKFIX_ABSENT } from "../support/quickfix-program.ts";
import { NEW_ORDER } from "./messages.ts";

export { QUICKFIX_ABSENT };

/** Microseconds a message. */
export type QuickFixFigures = { parse: number; build: number };

const SECONDS = "1";

/** @returns null where there is no compiler or no library */
export function quickFixFigures(): QuickFixFigures | null {
  const directory = mkdtempSync(join(tmpdir(), "lockstep-quickfix-"));
  try {
    const compiled = compileQuickFix("quickfix-codec", directory);
    if (compiled === null) return null;
    const order = NEW_ORDER.toString("latin1").replaceAll("\x01", "|");
    const run = spawnSync(compiled.program, [compiled.dictionary, order, SECONDS], { encoding: "utf8" });
    if (run.status !== 0) throw new Error(`the QuickFIX peer failed: ${run.stderr}`);
    return JSON.parse(run.stdout) as QuickFixFigures;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
