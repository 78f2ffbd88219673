/**
 * A planted bug, for tests of what a bug does: judging or applying anything of one symbol throws.
 *
 *   LOCKSTEP_POISON=judge:ZXZZT     reading the symbol's tick table throws
 *   LOCKSTEP_POISON=apply:ZXZZT     setting its last price throws
 *
 * Read once, at the start; nothing is planted, and nothing costs anything, when the environment has no such name.
 */
import { AssertionError } from "./assert.ts";

/** Plants what the environment asks for into the definition of the symbol, if it asks for it. */
export function poison(
  definitions: readonly ({ symbol: string; lastPx: number } | undefined)[],
  asked = process.env.LOCKSTEP_POISON ?? "",
): void {
  const [where, symbol] = asked.split(":");
  const fail = () => {
    throw new AssertionError("a planted bug");
  };
  for (const definition of definitions) {
    if (asked === "" || definition?.symbol !== symbol) continue;
    if (where === "judge") Object.defineProperty(definition, "tickTable", { get: fail });
    const lastPx = definition.lastPx;
    if (where === "apply") Object.defineProperty(definition, "lastPx", { get: () => lastPx, set: fail });
  }
}
