/**
 * Either side of a bad line agrees with the other in the end, from many seeds; and deliberate bugs are caught.
 * `LOCKSTEP_SEED` is the first seed, `LOCKSTEP_LINE_SEEDS` how many there are (50; 500 with LOCKSTEP_FULL).
 */
import { describe, expect, it } from "vitest";
import { EventType } from "../../src/domain/records.generated.ts";
import { VenuePublisher } from "../../src/exchange/venue-publisher.ts";
import { runLine } from "./line-run.ts";
import { lineReportOf } from "./report.ts";

const FIRST = Number(process.env.LOCKSTEP_SEED ?? 1);
const SEEDS = Number(process.env.LOCKSTEP_LINE_SEEDS ?? (process.env.LOCKSTEP_FULL ? 500 : 50));
const LOSING = process.env.LOCKSTEP_FULL ? 100 : 10;
const TIMEOUT_MS = 600_000;
const PUBLISH = VenuePublisher.prototype.publish;

/** The test's own process has to answer its runner between two seeds. */
const breathe = () => new Promise((resolve) => setImmediate(resolve));

describe("an OMS and a venue with a bad line between them", () => {
  it(`agree on every order and every fill, with nothing in doubt, seeds ${FIRST} to ${FIRST + SEEDS - 1}`, {
    timeout: TIMEOUT_MS,
  }, async () => {
    const startedMs = performance.now();
    const sums = { orders: 0, fills: 0, starts: 0, logons: 0, doubts: 0, aliens: 0 };
    for (let seed = FIRST; seed < FIRST + SEEDS; seed++) {
      const outcome = runLine(seed);
      await breathe();
      expect(outcome.violation, lineReportOf(outcome)).toBeNull();
      for (const key of Object.keys(sums) as (keyof typeof sums)[]) sums[key] += outcome[key];
    }
    const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
    process.stdout.write(`line: ${SEEDS} seeds in ${seconds} s, ${JSON.stringify(sums)}\n`);
    for (const sum of Object.values(sums)) expect(sum).toBeGreaterThan(SEEDS);
  });

  // Failure mode 8: what nobody has answered is in doubt, and all of it is resolved ten seconds after the logon.
  it(`have nothing in doubt ten seconds after a logon, though three in ten of all messages are lost, ${LOSING} seeds`, {
    timeout: TIMEOUT_MS,
  }, async () => {
    let doubts = 0;
    for (let seed = FIRST; seed < FIRST + LOSING; seed++) {
      const outcome = runLine(seed, { lossShare: 0.3 });
      await breathe();
      expect(outcome.violation, lineReportOf(outcome, 0.3)).toBeNull();
      doubts += outcome.doubts;
    }
    expect(doubts).toBeGreaterThan(LOSING * 20);
  });

  it("give the same night from the same seed", () => {
    const first = runLine(FIRST);
    expect(runLine(FIRST)).toEqual(first);
    expect(runLine(FIRST + 1).digest).not.toBe(first.digest);
  });

  it.each([
    ["does not ask how orders in doubt stand", "askForDoubts" as const, () => 0],
    [
      "does not send again what the venue does not know",
      "publish" as const,
      function (this: VenuePublisher, event: Parameters<VenuePublisher["publish"]>[0]) {
        if (event.type !== EventType.RequestRepeated) PUBLISH.call(this, event);
      },
    ],
  ])("do not when the OMS %s", async (_, method, mutant) => {
    const whole = VenuePublisher.prototype[method];
    Object.assign(VenuePublisher.prototype, { [method]: mutant });
    try {
      for (let seed = FIRST; seed < FIRST + SEEDS; seed++) {
        const { violation } = runLine(seed);
        await breathe();
        if (violation !== null) return expect(["doubt", "open", "answered"]).toContain(violation.invariant);
      }
      expect.fail(`${SEEDS} seeds from ${FIRST} on do not catch it`);
    } finally {
      Object.assign(VenuePublisher.prototype, { [method]: whole });
    }
  });
});
