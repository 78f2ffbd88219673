import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { START_NS } from "../support/follower-fixture.ts";
import { JournalFixture } from "../support/journal-fixture.ts";
import { CLI_PATH } from "../support/process.ts";
import { TradingDay } from "../support/trading-day.ts";

type Line = {
  kind?: string;
  sequence: number;
  order: { OrderID: string };
  who: string;
  fields: Record<string, unknown>;
  report?: { OrdStatus: string; CumQty: string };
  after: { OrdStatus: string; CumQty: string };
  received: string;
  client: string;
  time: string;
  records: number;
  chainHash: string;
};

let directory = "";
let journal: JournalFixture;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "lockstep-records-"));
  journal = new JournalFixture(join(directory, "journal"), START_NS);
  const day = new TradingDay(journal, 21);
  day.begin();
  for (let step = 0; step < 400; step++) {
    day.step();
    if (step % 20 === 0) journal.commit();
  }
  journal.commit();
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function exported(...args: string[]): { code: number | null; lines: Line[]; err: string } {
  const ran = spawnSync(process.execPath, [CLI_PATH, "records", "export", "--data-dir", directory, ...args], {
    encoding: "utf8",
    timeout: 30_000,
    maxBuffer: 64 * 1024 * 1024,
  });
  const lines = ran.stdout.split("\n").filter((line) => line !== "");
  return { code: ran.status, lines: lines.map((line) => JSON.parse(line) as Line), err: ran.stderr };
}

test("writes every change of every order with who caused it and the client's message, and the head it leads to", () => {
  const { code, lines } = exported();
  expect(code).toBe(0);
  const head = lines.pop() as Line;
  expect(head).toMatchObject({ kind: "head", records: lines.length, lastSequence: journal.writer.durableSequence });
  expect(head.chainHash).toMatch(/^[0-9a-f]{64}$/);
  const { orders } = journal.state;
  expect(new Set(lines.map(({ order }) => order.OrderID)).size).toBe(orders.count);
  const accepted = lines.find(({ kind }) => kind === "OrderAccepted") as Line;
  expect(accepted.who).toBe(`client ${accepted.client}`);
  expect(accepted.received).toContain("35=D\u0001");
  expect(accepted.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/);
  const filled = lines.find(({ kind }) => kind === "OrderFilled") as Line;
  expect(filled.who).toBe("venue 1");
  expect(filled.fields).toMatchObject({ OrderID: filled.order.OrderID, LastPx: expect.stringMatching(/^\d+\.\d+$/) });
  expect(filled.report).toMatchObject({ OrdStatus: filled.after.OrdStatus, CumQty: filled.after.CumQty });
  const sequences = lines.map(({ sequence }) => sequence);
  expect(sequences).toEqual([...sequences].sort((a, b) => a - b));
});

test("writes one order, one client, one stretch of time", () => {
  const one = exported("--order", "17").lines;
  expect(new Set(one.slice(0, -1).map(({ order }) => order.OrderID))).toEqual(new Set(["17"]));
  const client = exported("--client", "CORVUS").lines;
  expect(new Set(client.slice(0, -1).map((line) => line.client))).toEqual(new Set(["CORVUS"]));
  const until = exported("--until", "200").lines;
  expect(until.slice(0, -1).every(({ sequence }) => sequence <= 200)).toBe(true);
  expect(exported("--order", "no-such").err).toContain("no order had that OrderID or ClOrdID");
  expect(exported("--from", "17").err).toContain("expected a UTC time");
});

test("one flipped byte is located, and nothing is exported as whole", () => {
  const segments = join(directory, "journal");
  const [name] = readdirSync(segments).sort();
  const bytes = readFileSync(join(segments, name));
  // In the client's text of some order: a place that is surely in a frame.
  const at = bytes.indexOf("35=D\u0001", 20_000, "latin1");
  expect(at).toBeGreaterThan(0);
  bytes[at] ^= 1;
  writeFileSync(join(segments, name), bytes);
  const { code, lines, err } = exported();
  expect(code).toBe(1);
  expect(err).toMatch(/LOCKSTEP_ERR_JOURNAL_DAMAGED/);
  expect(lines.some(({ kind }) => kind === "head")).toBe(false);
  bytes[at] ^= 1;
  writeFileSync(join(segments, name), bytes);
});
