import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { verifyJournal } from "../../src/cli/verify.ts";
import { decide, evolve } from "../../src/core/core.ts";
import { placeOf } from "../../src/core/fill-table.ts";
import { State } from "../../src/core/state.ts";
import { type Event, EventType } from "../../src/domain/records.generated.ts";
import { stateHash } from "../../src/state-hash.ts";
import { writeJournalOf } from "../support/core-journal.ts";
import { CLI_PATH } from "../support/process.ts";
import { cancel, newOrder, TestCore } from "../support/trade-words.ts";

const root = mkdtempSync(join(tmpdir(), "lockstep-verify-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let made = 0;

/** A day of three orders, one filled and one canceled-pending, as the core decided it. */
function day(): TestCore {
  const core = new TestCore();
  core.tell(newOrder("A"));
  core.accept(1);
  core.fill(1, 40, 9_999);
  core.tell(newOrder("B", { priceMantissa: 9_900 }));
  core.accept(2);
  core.tell(cancel("C", "B"));
  core.tell(newOrder("D", { symbol: "NOPE" }));
  return core;
}

function write(core: TestCore, change?: (events: Event[], index: number) => Event[]): string {
  return writeJournalOf(core, join(root, `d${++made}`), change);
}

function lockstep(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI_PATH, ...args], { encoding: "utf8" });
  return { code: status, out: stdout, err: stderr };
}

describe("lockstep verify", () => {
  it("re-decides every command and gives the live state's hash", () => {
    const core = day();
    const verified = verifyJournal(join(write(core), "journal"));
    const events = core.log.reduce((sum, entry) => sum + entry.events.length, 0);
    expect(verified).toMatchObject({
      commands: core.log.length,
      events,
      orders: 3,
      lastSequence: core.log.length,
      tornTail: "",
    });
    expect(verified.stateHash).toBe(stateHash(core.state));
  });

  it.each([
    [
      "an event that was changed",
      (events: Event[]) =>
        events.map((event) =>
          event.type === EventType.OrderFilled ? { ...event, lastPx: (event.lastPx + 1) as never } : event,
        ),
      /ExchangeFill\): event 1 was recorded as OrderFilled .*"lastPx":10000.* and is now OrderFilled .*"lastPx":9999/,
    ],
    [
      "an event that was left out",
      (events: Event[]) => events.filter((event) => event.type !== EventType.OrderRejected),
      /NewOrder\): event 0 is OrderRejected now, and none was recorded/,
    ],
    [
      "an event that was put in",
      (events: Event[], index: number): Event[] =>
        index === 9 ? [...events, { type: EventType.CommandRefused, text: "planted" }] : events,
      /event \d+ was recorded as CommandRefused, and none comes now/,
    ],
  ])("exits 1 at %s, and says where", (_, change, text) => {
    const dataDir = write(day(), change);
    const { code, err } = lockstep("verify", "--data-dir", dataDir);
    expect(err).toMatch(text);
    expect(err).toMatch(/sequence \d+ /);
    expect(code).toBe(1);
  });

  it("says that there is no journal", () => {
    expect(lockstep("verify", "--data-dir", join(root, "nowhere"))).toMatchObject({
      code: 1,
      err: expect.stringContaining("there is no journal in"),
    });
  });
});

describe("lockstep replay", () => {
  it("gives the state as of any sequence, the same as it was then", () => {
    const core = day();
    const dataDir = write(core);
    const state = new State();
    let timeNs = 1_700_000_000_000_000_000n;
    for (const [index, { command }] of core.log.entries()) {
      const events: Event[] = [];
      decide(state, command, events);
      timeNs += 1_000n;
      for (const [at, event] of events.entries()) evolve(state, event, timeNs, placeOf(index + 1, at));
      if (index % 5 !== 0 && index !== core.log.length - 1) continue;
      const { out } = lockstep("replay", "--data-dir", dataDir, "--until", String(index + 1), "--json");
      const summary = JSON.parse(out.trim().split("\n").at(-1) ?? "{}");
      expect(summary).toMatchObject({ sequence: index + 1, orders: state.orders.count, stateHash: stateHash(state) });
    }
  });

  it("shows one order in words", () => {
    const { out, code } = lockstep("replay", "--data-dir", write(day()), "--order", "1");
    expect(out.split("\n")[0]).toBe("1 ALPHA A buy 100 ZVZZT @ 100.00 OrdStatus 1 filled 40 at 99.99 leaves 60");
    expect(code).toBe(0);
  });

  it("names a wrong flag", () => {
    expect(lockstep("replay", "--until", "soon")).toMatchObject({
      code: 1,
      err: expect.stringContaining("--until is soon, expected a whole number"),
    });
  });
});
