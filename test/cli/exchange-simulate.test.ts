import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { exchange } from "../../src/cli/exchange.ts";
import { CLI_PATH } from "../support/process.ts";

const HOUSE = `insecureLogon: true
sessions: [ { compId: ALPHA, beginString: FIX.4.4 } ]
venue:
  agents: { seed: 4 }
  calendars:
    - name: SHORT
      timeZone: America/New_York
      phases: { openingAuction: "09:25", continuous: "09:30", closingAuction: "09:40", closed: "09:42" }
instruments:
  - { symbol: ACME, referencePrice: "100.00", agents: true, calendar: SHORT, dynamicBandPercent: 5 }
`;

describe("lockstep exchange --simulate", () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "lockstep-simulate-"));
  });

  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  const run = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [CLI_PATH, "exchange", ...args], {
      cwd: directory,
      encoding: "utf8",
      timeout: 120_000,
    });
    return { status, stdout, stderr };
  };
  const file = (...path: string[]) => readFileSync(join(directory, ...path), "utf8");

  it("trades on virtual time and writes the tape, the same for the same seed, and says what it looked like", () => {
    const { status, stdout } = run("--simulate", "2m", "--out", "one");
    expect(status).toBe(0);
    expect(stdout).toMatch(/^simulated 2026-01-05T14:30:00.000Z to 2026-01-05T14:32:00.000Z: 120 s in \d+\.\d s$/m);
    expect(stdout).toMatch(/^AAPL +\d+ +\d+ +\d+\.\d\d/m);
    expect(stdout).toMatch(/^maker \(maker\): running; \d+ requests, \d+ orders open; /m);
    expect(readdirSync(join(directory, "one")).sort()).toEqual(["exchange", "orders.csv", "quotes.csv", "trades.csv"]);
    run("--simulate", "120s", "--out", "two");
    for (const name of ["orders.csv", "quotes.csv", "trades.csv"]) {
      expect(file("one", name).length).toBeGreaterThan(1_000);
      expect(file("two", name) === file("one", name), name).toBe(true);
    }
    run("--simulate", "2m", "--out", "three", "--seed", "5");
    expect(file("three", "orders.csv")).not.toBe(file("one", "orders.csv"));
  });

  it("trades a calendar's day with its auctions, which replayed from its orders is the same day", () => {
    writeFileSync(join(directory, "house.yaml"), HOUSE);
    const day = ["--config", "house.yaml", "--simulate", "day", "--out"];
    expect(run(...day, "day").stdout).toMatch(/^simulated 2026-01-05T14:25:00.000Z to 2026-01-05T14:42:00.100Z/m);
    const trades = file("day", "trades.csv");
    expect(trades).toContain("\n2026-01-05T14:30:00.000Z,ACME,");
    expect(trades).toContain("\n2026-01-05T14:42:00.000Z,ACME,");
    const from = ["--from", "2026-01-05T14:25:00Z", "--no-agents", "--recorded"];
    // What the first order's time is apart from the start's is lost to a recording; so the start is made its first row.
    const [header, ...rows] = file("day", "orders.csv").split("\n");
    const first = "2026-01-05T14:25:00.000Z,ACME,cancel,nothing,,,,,";
    writeFileSync(join(directory, "orders.csv"), [header, first, ...rows].join("\n"));
    const replayed = run(...day, "again", ...from, "orders.csv");
    expect(replayed.stderr).toMatch(/^the recording orders.csv is over: \d+ requests sent, 1 rows passed over$/m);
    expect(file("again", "trades.csv") === trades).toBe(true);
    expect(file("again", "quotes.csv") === file("day", "quotes.csv")).toBe(true);
  });

  it.each([
    [["--simulate", "1h"], "--simulate needs --out DIR, where the tape is to lie"],
    [["--simulate", "5x", "--out", "o"], "--simulate is 5x, expected day, or a length up to 366d like 90s, 45m, 1h"],
    [["--simulate", "0s", "--out", "o"], "--simulate is 0s, expected day"],
    [["--simulate", "1h", "--out", "o", "--from", "noon"], "--from is noon, expected a time like 2026-01-05T14:30:00Z"],
    [["--simulate", "1h", "--out", "."], "--out . has files in it; expected a directory that is empty or not there"],
    [["--out", "o"], "--out and --from go with --simulate"],
    [["--speed", "2"], "--speed goes with --recorded FILE"],
    [["--recorded", "bad.csv", "--speed", "0"], "--speed is 0, expected a number from 0.001 to 10000"],
    [["--recorded", "bad.csv", "--recorded-kind", "quotes"], "--recorded-kind is quotes, expected orders or trades"],
    [
      ["--simulate", "day", "--out", "o", "--recorded", "bad.csv", "--recorded-kind", "trades"],
      'bad.csv, line 3: column 4 (qty): found "-5", expected a quantity above 0 in whole lots',
    ],
    [["--simulate", "day", "--out", "o", "--recorded", "none.csv"], "the recording none.csv cannot be read: ENOENT"],
    [
      ["--data-dir", "x", "--recorded", "bad.csv", "--fix-port", "0", "--http-port", "0"],
      "bad.csv, line 1: column 3: found",
    ],
  ])("%j is refused in a sentence", async (args, text) => {
    const time = "2026-01-05T14:30:00Z";
    const inside = (path: string) => join(directory, path);
    writeFileSync(inside("bad.csv"), `time,symbol,price,qty\n${time},AAPL,228.00,5\n${time},AAPL,228.00,-5\n`);
    const placed = args.map((word) => (/^(o|\.|x|\w+\.csv)$/.test(word) ? inside(word) : word));
    const expected = text.replace(/(bad|none)\.csv/, (name) => inside(name)).replace("--out .", `--out ${inside(".")}`);
    await expect(exchange(placed)).rejects.toThrow(expected);
    expect(existsSync(inside("o"))).toBe(false);
  });

  it("is done without a fuss when nobody reads its figures to the end", () => {
    const { status, stderr } = spawnSync(
      "/bin/sh",
      [
        "-c",
        '("$0" "$1" exchange --simulate 5s --out o; echo "exit $?" >&2) | head -1 >first',
        process.execPath,
        CLI_PATH,
      ],
      { cwd: directory, encoding: "utf8", timeout: 120_000 },
    );
    expect(stderr).toBe("exit 0\n");
    expect(status).toBe(0);
    expect(file("first")).toMatch(/^simulated .*\n$/);
    expect(file("o", "orders.csv").split("\n").length).toBeGreaterThan(100);
  });

  it("tells a wrong recording in a sentence, with exit 1", () => {
    writeFileSync(join(directory, "bad.csv"), "time\n");
    const { status, stderr } = run("--simulate", "day", "--out", "o", "--recorded", "bad.csv");
    expect(stderr).toMatch(
      /^lockstep exchange: bad\.csv, line 1: column 2: found nothing, expected the heading symbol/m,
    );
    expect(status).toBe(1);
  });
});
