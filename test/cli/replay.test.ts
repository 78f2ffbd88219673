import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CommandType } from "../../src/domain/records.generated.ts";
import { stateHash } from "../../src/state-hash.ts";
import { writeJournalOf } from "../support/core-journal.ts";
import { CLI_PATH, startLockstep } from "../support/process.ts";
import { cancel, newOrder, replace, TestCore } from "../support/trade-words.ts";

let root = "";
let dataDir = "";
let core: TestCore;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "lockstep-replay-"));
  core = new TestCore();
  core.tell({ type: CommandType.LogOnSession, sessionId: 1, msgSeqNum: 1, peer: "10.0.0.9:4711", reset: false });
  core.tell(newOrder("A", { msgSeqNum: 2 }));
  core.accept(1);
  core.fill(1, 40, 9_999, "T-9");
  core.tell(replace("B", "A", { msgSeqNum: 3, qtyMantissa: 200, priceMantissa: 9_990 }));
  core.tell(cancel("C", "B", { msgSeqNum: 4, symbol: "ZWZZT" }));
  core.tell(newOrder("D", { msgSeqNum: 5, symbol: "NOPE" }));
  core.tell(newOrder("A", { msgSeqNum: 6 }));
  dataDir = writeJournalOf(core, join(root, "data"));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function replayOf(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI_PATH, "replay", "--data-dir", dataDir, ...args], {
    encoding: "utf8",
  });
  return { code: status, out: stdout, err: stderr };
}

describe("lockstep replay", () => {
  it("tells an order's whole timeline with sequence, time, cause and why", () => {
    const { out, code } = replayOf("--order", "B");
    expect(code).toBe(0);
    expect(out).toBe(`1 ALPHA A buy 100 ZVZZT @ 100.00 OrdStatus E filled 40 at 99.99 leaves 60
        10  2023-11-14T22:13:20.000010000Z  NewOrder 34=2      A accepted for ALPHA-1: every check passed
        10  2023-11-14T22:13:20.000010000Z  NewOrder 34=2      sent to venue 1 as 1-1  [pending new, filled 0, leaves 100]
        11  2023-11-14T22:13:20.000011000Z  ExchangeAccepted   taken by the venue as X1  [new, filled 0, leaves 100]
        12  2023-11-14T22:13:20.000012000Z  ExchangeFill       filled 40 @ 99.99, the venue's ExecID T-9  [partially filled, filled 40, leaves 60]
        13  2023-11-14T22:13:20.000013000Z  ReplaceOrder 34=3  replace B to 200 @ 99.90 accepted, waits for the venue
        13  2023-11-14T22:13:20.000013000Z  ReplaceOrder 34=3  sent to venue 1 as 1-2  [pending replace, filled 40, leaves 60]
        14  2023-11-14T22:13:20.000014000Z  CancelOrder 34=4   cancel C refused by the house, CxlRejReason(102) 99 (other): Symbol(55) is ZWZZT, the order's is ZVZZT  [pending replace, filled 40, leaves 60]
        16  2023-11-14T22:13:20.000016000Z  NewOrder 34=6      A refused by the house, OrdRejReason(103) 6 (duplicate order): ClOrdID(11) A was used before, for OrderID(37) 1  [pending replace, filled 40, leaves 60]
as of sequence 16, 2023-11-14T22:13:20.000016000Z: 2 orders, state ${stateHash(core.state)}
`);
  });

  it("tells it as of then: what came later is not there", () => {
    const { out } = replayOf("--order", "1", "--until", "2023-11-14T22:13:20.000011Z");
    expect(out.split("\n")[0]).toBe("1 ALPHA A buy 100 ZVZZT @ 100.00 OrdStatus 0 filled 0 at 0 leaves 100");
    expect(out.match(/^ +\d+ /gm)).toHaveLength(3);
    expect(out).toContain("as of sequence 11, ");
  });

  it("sums the state up: orders by state, sessions with their numbers, limits, the hash", () => {
    expect(
      replayOf().out,
    ).toBe(`as of sequence 16, 2023-11-14T22:13:20.000016000Z: 2 orders, state ${stateHash(core.state)}
trading day 20261120
orders      1 rejected, 1 pending replace
session     FIX.4.4:ALPHA  next in 7, next out 1  on, from 10.0.0.9:4711
session     FIX.4.4:BRAVO  next in 1, next out 1  off
limit       price collar bps 2000  of the firm
limit       max order qty 100000  of FIX.4.4:ALPHA
limit       max order notional 5000000  of FIX.4.4:ALPHA
`);
  });

  it.each([
    ["a sequence", "12", 12],
    ["a time", "2023-11-14T22:13:20.000013999Z", 13],
    ["a time without a zone, which is UTC", "2023-11-14 22:13:20.000005", 5],
    ["a duration before the last frame", "-0ms", 16],
    ["a time after the end", "2030-01-01", 16],
  ])("stops at %s", (_, until, sequence) => {
    const { out } = replayOf("--until", until, "--json");
    expect(JSON.parse(out.trim().split("\n").at(-1) ?? "")).toMatchObject({ sequence });
  });

  it.each([
    [["--until", "soon"], "--until is soon, expected a whole number (a sequence), a UTC time"],
    [["--until", "2020-01-01"], "and the journal begins at 2023-11-14T22:13:20.000001000Z; give a later time"],
    [["--until", "-1d"], "and the journal begins at"],
    [["--order", "NONE"], "no order had that OrderID or ClOrdID by sequence 16"],
    [["--order", "B", "--until", "12"], "no order had that OrderID or ClOrdID by sequence 12"],
  ])("exits 1 at %j and says what was expected", (args, text) => {
    expect(replayOf(...args)).toMatchObject({ code: 1, out: "", err: expect.stringContaining(text) });
  });

  it("gives an order with its timeline as JSON", () => {
    const [order, summary] = replayOf("--order", "1", "--json")
      .out.trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(order).toMatchObject({ orderId: 1, clOrdId: "A", pendingClOrdId: "B", ordStatus: "E", cumQty: 40 });
    expect(order.timeline[3]).toEqual({
      sequence: 12,
      time: "2023-11-14T22:13:20.000012000Z",
      command: "ExchangeFill",
      msgSeqNum: 0,
      event: "OrderFilled",
      why: "filled 40 @ 99.99, the venue's ExecID T-9",
      ordStatus: "1",
      cumQty: "40",
      leavesQty: "60",
    });
    expect(summary).toMatchObject({ ordersByState: { "8": 1, E: 1 }, stateHash: stateHash(core.state) });
  });

  it("reads beside a running server, and takes nothing from it", async () => {
    const oms = await startLockstep({ args: ["--durability", "write"] });
    try {
      const { status, stdout } = spawnSync(
        process.execPath,
        [CLI_PATH, "replay", "--data-dir", oms.dataDir, "--json"],
        {
          encoding: "utf8",
        },
      );
      expect(status).toBe(0);
      expect(JSON.parse(stdout).sequence).toBeGreaterThan(10);
      expect(oms.exit).toBeNull();
    } finally {
      expect((await oms.stop()).code).toBe(0);
    }
  });
});
