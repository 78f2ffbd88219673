import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Random } from "../../../src/lib/random.ts";
import { loadScenario } from "../../../src/scenario-file.ts";
import { Site } from "../trading-floor.ts";
import { Night } from "./night.ts";

const EXAMPLE = join(import.meta.dirname, "../../../simulator/adversary/examples/bad-afternoon.yaml");
const ORDERS = 400;

describe("the example of a scenario", () => {
  const sites: Site[] = [];
  const nights: Night[] = [];

  beforeEach(() => {
    sites.push(new Site(), new Site());
  });

  afterEach(() => {
    for (const night of nights.splice(0)) night.exchange.close();
    for (const site of sites.splice(0)) site.clear();
  });

  it("is a bad afternoon, and the same one every time", () => {
    const tapes = sites.map((site) => {
      const night = new Night(site, { scenario: loadScenario(EXAMPLE) });
      nights.push(night);
      const random = new Random(7);
      const faults: string[] = [];
      night.exchange.adversary.onLineFault = ({ fault, session }) => faults.push(`${fault} ${session}`);
      const tape: string[] = [];
      for (let order = 1; order <= ORDERS; order++) {
        const price = 9_995 + random.below(10);
        const symbol = random.oneIn(2) ? "ACME" : "ZVZZT";
        const qty = (1 + random.below(9)) * 100;
        if (random.oneIn(2)) tape.push(...night.trader.buy(`${order}-1`, qty, price, { symbol }));
        else tape.push(...night.trader.sell(`${order}-1`, qty, price, { symbol }));
        if (random.oneIn(4)) tape.push(...night.trader.cancel(`${order}-2`, `${order}-1`));
        tape.push(...night.pass(random.below(1_000)));
      }
      tape.push(...night.pass(10_000));
      return { tape, faults, rules: night.exchange.adversary.rules!.status() };
    });
    expect(tapes[1]).toEqual(tapes[0]);
    // Every rule that is on was met; the one that waits for an operator was not.
    for (const { name, met, isOff } of tapes[0].rules) expect([name, met > 0]).toEqual([name, !isOff]);
    const sequences = tapes[0].tape.map((line) => Number(line.split(" ")[0]));
    expect(sequences).toEqual([...sequences].sort((a, b) => a - b));
    expect(sequences.at(-1)).toBeGreaterThan(sequences.length);
    expect(new Set(tapes[0].faults)).toEqual(new Set(["disconnect ALPHA", "stall BRAVO", "gap "]));
  });
});
