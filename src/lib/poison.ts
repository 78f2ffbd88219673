/**
 * A planted bug, for tests of what a bug does: of one symbol, judging or applying anything throws, or judging rests on chance.
 *
 *   LOCKSTEP_POISON=judge:ZXZZT       reading the symbol's tick table throws
 *   LOCKSTEP_POISON=apply:ZXZZT       setting its last price throws
 *   LOCKSTEP_POISON=chance:ZXZZT:7    Math.random is seeded with 7, and decides which of its orders an unlucky house refuses
 *
 * Read once, at the start; nothing is planted, and nothing costs anything, when the environment has no such name.
 */
import { AssertionError } from "./assert.ts";
import { Random } from "./random.ts";

/** One in so many readings is unlucky. */
const UNLUCKY_ONE_IN = 500;

type Poisoned = { symbol: string; lastPx: number; referencePx: number };

/** Plants what the environment asks for into the definition of the symbol, if it asks for it. */
export function poison(
  definitions: readonly (Poisoned | undefined)[],
  asked = process.env.LOCKSTEP_POISON ?? "",
): void {
  const [where, symbol, seed] = asked.split(":");
  const fail = () => {
    throw new AssertionError("a planted bug");
  };
  for (const definition of definitions) {
    if (asked === "" || definition?.symbol !== symbol) continue;
    if (where === "judge") Object.defineProperty(definition, "tickTable", { get: fail });
    if (where === "chance") plantChance(definition, Number(seed));
    const lastPx = definition.lastPx;
    if (where === "apply") Object.defineProperty(definition, "lastPx", { get: () => lastPx, set: fail });
  }
}

/** Prices around which orders are judged are now and then a tenth of what they are. */
function plantChance(definition: Poisoned, seed: number): void {
  const random = new Random(seed);
  Math.random = () => random.next() / 4_294_967_296;
  const { referencePx } = definition;
  const unlucky = () => Math.floor(Math.random() * UNLUCKY_ONE_IN) === 0;
  Object.defineProperty(definition, "referencePx", { get: () => (unlucky() ? referencePx / 10 : referencePx) });
}
