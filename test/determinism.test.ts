/** The same journal gives the same state on other machines: another time zone, another language, another Node. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { START_NS } from "./support/follower-fixture.ts";
import { JournalFixture } from "./support/journal-fixture.ts";
import { CLI_PATH } from "./support/process.ts";
import { TradingDay } from "./support/trading-day.ts";

const directory = mkdtempSync(join(tmpdir(), "lockstep-determinism-"));
const VERIFY = [CLI_PATH, "verify", "--data-dir", directory];
let here = "";

beforeAll(() => {
  const journal = new JournalFixture(join(directory, "journal"), START_NS);
  const day = new TradingDay(journal, 32);
  day.begin();
  for (let step = 0; step < 2_000; step++) day.step();
  journal.commit();
  journal.close();
  here = execFileSync(process.execPath, VERIFY, { encoding: "utf8" });
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

it.each([
  ["the time zone Asia/Kathmandu", { TZ: "Asia/Kathmandu" }],
  ["the time zone America/St_Johns", { TZ: "America/St_Johns" }],
  ["a Turkish locale", { LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" }],
  ["one thread in the pool and little memory", { UV_THREADPOOL_SIZE: "1", NODE_OPTIONS: "--max-old-space-size=128" }],
])("commands judged again give the same events and state with %s", (_, env) => {
  expect(here).toMatch(/^verified \d{4} commands/);
  expect(execFileSync(process.execPath, VERIFY, { encoding: "utf8", env: { ...process.env, ...env } })).toBe(here);
});

it.for(["22", "24"])(
  "commands judged again give the same events and state on Node %s",
  { timeout: 120_000 },
  (version, { skip }) => {
    // A journal is read without any native module, so that another Node needs nothing but itself.
    const run = (...args: string[]) =>
      spawnSync("npx", ["--yes", "--package", `node@${version}`, "node", ...args], {
        encoding: "utf8",
        timeout: 90_000,
      });
    const found = process.env.LOCKSTEP_FULL ? run("--version").stdout.trim() : "";
    skip(!found.startsWith(`v${version}.`), `needs LOCKSTEP_FULL=1 and Node ${version} from the package registry`);
    expect(run(...VERIFY).stdout).toBe(here);
  },
);
