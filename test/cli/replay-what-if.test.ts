import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { whatIf } from "../../src/cli/replay/what-if.ts";
import { parseConfig } from "../../src/config.ts";
import type { Qty, Ticks } from "../../src/domain/price.ts";
import { CommandType, type Event, EventType } from "../../src/domain/records.generated.ts";
import { Random } from "../../src/lib/random.ts";
import { stateHash } from "../../src/state-hash.ts";
import { writeJournalOf } from "../support/core-journal.ts";
import { CLI_PATH } from "../support/process.ts";
import { cancel, newOrder, replace, TestCore } from "../support/trade-words.ts";

let root = "";
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "lockstep-what-if-"));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A configuration of the test core's sessions and instruments with other limits. */
function house(limits: string): string {
  return `compId: LOCKSTEP
insecureLogon: true
sessions:
  - { compId: ALPHA, beginString: FIX.4.4 }
  - { compId: BRAVO, beginString: FIX.4.4 }
  - { compId: DELTA, beginString: FIX.4.4 }
limits:
${limits}
instruments:
  - { symbol: ZVZZT, description: Test symbol, referencePrice: "100.00" }
  - { symbol: ZWZZT, description: Test symbol, referencePrice: "100.00" }
`;
}
const RECORDED = `  - { priceCollarPercent: 20 }
  - { session: ALPHA, maxOrderQty: 100000, maxOrderNotional: 5000000 }`;
const TIGHTER = `  - { priceCollarPercent: 30 }
  - { session: ALPHA, maxOrderQty: 500 }
  - { session: DELTA, maxOrderQty: 1 }`;

function whatIfOf(dataDir: string, limits: string, ...args: string[]) {
  const path = join(root, "house.yaml");
  writeFileSync(path, house(limits));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [CLI_PATH, "replay", "--data-dir", dataDir, "--what-if", "house.yaml", ...args],
    { encoding: "utf8", cwd: root },
  );
  return { code: status, out: stdout, err: stderr };
}

function day(): TestCore {
  const core = new TestCore();
  // Small enough for both houses.
  core.tell(newOrder("A"));
  core.accept(1);
  core.fill(1, 40, 9_999);
  // Too large for the other house: its fills are lost, and what the client says about it later follows.
  core.tell(newOrder("B", { qtyMantissa: 1_000 }));
  core.accept(2);
  core.fill(2, 600, 10_000);
  core.tell(cancel("B2", "B"));
  core.venue({ type: CommandType.ExchangeCanceled, orderId: 2, requestNumber: 2, solicited: true, text: "" });
  // Outside the recorded collar, inside the other one.
  core.tell(newOrder("C", { priceMantissa: 7_500 }));
  core.tell(cancel("X", "C"));
  // X names a cancel in the other house, so the order is a duplicate there; from here on OrderIDs differ.
  core.tell(newOrder("X", { qtyMantissa: 10 }));
  core.accept(4);
  core.fill(4, 10, 10_000);
  // The order fits, its replace does not.
  core.tell(newOrder("E", { symbol: "ZWZZT", sessionId: 1 }));
  core.accept(5);
  core.tell(replace("E2", "E", { symbol: "ZWZZT", qtyMantissa: 700 }));
  const terms = { orderQty: 700 as Qty, price: 10_000 as Ticks };
  core.venue({ type: CommandType.ExchangeReplaced, orderId: 5, requestNumber: 2, ...terms });
  core.venue({
    type: CommandType.ExchangeFill,
    orderId: 5,
    requestNumber: 2,
    exchangeExecId: "T-7",
    lastQty: 50 as Qty,
    lastPx: 10_000 as Ticks,
  });
  // A fill of the first request, of more than the other house's order has.
  core.fill(5, 150, 10_000);
  return core;
}

describe("lockstep replay --what-if", () => {
  it("leaves out the frame that an operator left out, in both courses of things, and says so", () => {
    const plain = new TestCore();
    const core = new TestCore();
    for (const each of [plain, core]) {
      each.tell(newOrder("A"));
      each.accept(1);
    }
    // Its events break an invariant: there is no such order.
    const broken = plain.log.length + 1;
    const lie = {
      type: EventType.OrderFilled,
      ...{ orderId: 77, venueId: 1, exchangeExecId: "T-9", lastQty: 1 as Qty, lastPx: 10_000 as Ticks },
    };
    const { command } = core.log[core.log.length - 1];
    core.log.push({ command, events: [lie as unknown as Event] });
    const skip = { sequence: broken, sessionId: 0, msgSeqNum: 0, refMsgType: "", clOrdId: "", reason: "ticket 7" };
    core.tell({ type: CommandType.SkipFrame, ...skip });
    for (const each of [plain, core]) each.fill(1, 40, 9_999);
    const dataDir = writeJournalOf(core, join(root, "skipped"));
    const { out, code } = whatIfOf(dataDir, RECORDED);
    expect(code).toBe(0);
    expect(out).toContain(
      `not applied sequence ${broken} (ExchangeAccepted), which does not count by an operator's decision\n`,
    );
    expect(out).toContain("recorded    1 new orders, 0 refused by the house, 1 fills of 3999.60 USD\n");
    expect(out).toContain("otherwise   1 new orders, 0 refused by the house, 1 fills of 3999.60 USD\n");
    expect(
      whatIf(join(dataDir, "journal"), broken + 1, parseConfig(house(RECORDED), "house.yaml")).differences,
    ).toEqual([]);
  });

  it("tells what other limits would have refused, accepted and lost, by client and reason", () => {
    const dataDir = writeJournalOf(day(), join(root, "day"));
    const { out, code } = whatIfOf(dataDir, TIGHTER);
    expect(code).toBe(0);
    expect(
      out.replace(/^state otherwise [0-9a-f]{64}$/m, "state otherwise HASH"),
    ).toBe(`what if house.yaml had been in force from the first of 27 commands, up to sequence 27, 2023-11-14T22:13:20.000027000Z
recorded    5 new orders, 1 refused by the house, 5 fills of 84999.60 USD
otherwise   5 new orders, 2 refused by the house, 1 fills of 3999.60 USD
not applied limits of FIX.4.4:DELTA: the journal has no such session

would have been refused: 3
  12  ALPHA order B buy 1000 ZVZZT @ 100.00  notional 100000.00 USD  order 2
      OrdRejReason(103) 3 (order exceeds limit): OrderQty(38) 1000 is 500 above the maximum order quantity 500 of ALPHA
      lost: 1 fills, 600, 60000.00 USD
  19  ALPHA order X buy 10 ZVZZT @ 100.00  notional 1000.00 USD  order 4
      OrdRejReason(103) 6 (duplicate order): ClOrdID(11) X was used before, for OrderID(37) 3
      lost: 1 fills, 10, 1000.00 USD
  24  ALPHA replace E2 buy 700 ZWZZT @ 100.00  notional 70000.00 USD  order 5
      CxlRejReason(102) 99 (other): OrderQty(38) 700 is 200 above the maximum order quantity 500 of ALPHA
      lost: 2 fills, 200, 20000.00 USD

would have been accepted: 1; no venue has answered them, so they stay pending and fill nothing here
  17  ALPHA order C buy 100 ZVZZT @ 75.00  notional 7500.00 USD  order 3
      was refused, OrdRejReason(103) 16 (price exceeds current price band): Price(44) 75.00 is outside the collar 80.00 to 120.00 (20 % around 100.00, the last price) of the firm

totals by client and reason
  ALPHA  accepted, instead of OrdRejReason(103) 16 (price exceeds current price band): 1, notional 7500.00 USD
  ALPHA  refused, CxlRejReason(102) 99 (other): 1, notional 70000.00 USD, lost 2 fills of 20000.00 USD
  ALPHA  refused, OrdRejReason(103) 3 (order exceeds limit): 1, notional 100000.00 USD, lost 1 fills of 60000.00 USD
  ALPHA  refused, OrdRejReason(103) 6 (duplicate order): 1, notional 1000.00 USD, lost 1 fills of 1000.00 USD

2 later requests about those orders would have had other answers

venue reports left out
  of orders that would not have been sent: 2 ExchangeAccepted, 1 ExchangeCanceled, 2 ExchangeFill
  of cancels and replaces that would not have been sent: 1 ExchangeFill, 1 ExchangeReplaced
  that could not be true of the order as it would have stood: 1 ExchangeFill
  fills lost in ZVZZT: 2, 610, 61000.00 USD
  fills lost in ZWZZT: 2, 200, 20000.00 USD

state otherwise HASH
Public prices and all other venue reports are as recorded: the venue's book is not played again without these orders.
`);
  });

  it("gives the same differences as JSON, with a summary behind them", () => {
    const dataDir = writeJournalOf(day(), join(root, "json"));
    const lines = whatIfOf(dataDir, TIGHTER, "--json").out.trim().split("\n");
    const rows = lines.map((line) => JSON.parse(line));
    expect(rows.map(({ kind, clOrdId, change }) => [kind, clOrdId, change])).toEqual([
      ["difference", "B", "refused"],
      ["difference", "C", "accepted"],
      ["difference", "X", "refused"],
      ["difference", "E2", "refused"],
      ["summary", undefined, undefined],
    ]);
    expect(rows[0]).toMatchObject({ sequence: 12, notional: "100000.00", lostFills: 1, lostNotional: "60000.00" });
    expect(rows[4]).toMatchObject({
      consequences: 2,
      fillsLost: [
        { symbol: "ZVZZT", fills: 2, qty: "610", notional: { USD: "61000.00" } },
        { symbol: "ZWZZT", fills: 2, qty: "200", notional: { USD: "20000.00" } },
      ],
    });
  });

  it("finds nothing different under the limits that were in force, and comes to the same state", () => {
    const core = day();
    const { out } = whatIfOf(writeJournalOf(core, join(root, "same")), RECORDED);
    expect(out).toContain("\nnothing would have been different\n");
    expect(out).toContain(`state otherwise ${stateHash(core.state)}\n`);
    expect(out).not.toContain("left out");
  });

  it("accounts for every fill of any day: made in both courses, or lost", () => {
    const seed = Number(process.env.LOCKSTEP_SEED ?? 20_261_122);
    process.stdout.write(`what-if days: LOCKSTEP_SEED=${seed}\n`);
    for (let number = 0; number < 6; number++) {
      const core = randomDay(new Random(seed + number));
      const directory = join(writeJournalOf(core, join(root, `any-${number}`)), "journal");
      const end = Number.MAX_SAFE_INTEGER;
      const same = whatIf(directory, end, parseConfig(house(RECORDED), "house.yaml"));
      expect(same.differences).toEqual([]);
      expect(stateHash(same.state)).toBe(stateHash(core.state));
      const tighter = parseConfig(house("  - { maxOrderQty: 400 }\n  - { priceCollarPercent: 1 }"), "house.yaml");
      const other = whatIf(directory, end, tighter);
      expect(other.differences.length).toBeGreaterThan(0);
      expect(other.recorded.fills).toBeGreaterThan(other.otherwise.fills);
      expect(other.otherwise.fills + other.lost.fills).toBe(other.recorded.fills);
      const again = whatIf(directory, end, tighter);
      expect({ ...again, state: stateHash(again.state) }).toEqual({ ...other, state: stateHash(other.state) });
    }
  });

  it("names the line of a configuration that cannot be", () => {
    const { code, err } = whatIfOf(writeJournalOf(day(), join(root, "bad")), "  - { session: NOBODY, maxOrderQty: 1 }");
    expect(code).toBe(1);
    expect(err).toContain("house.yaml, line 8: limits/0: there is no session NOBODY");
  });
});

/** Clients ask, change and cancel; the venue answers in any order. */
function randomDay(random: Random): TestCore {
  const core = new TestCore();
  const { orders } = core.state;
  for (let step = 0; step < 300; step++) {
    const orderId = 1 + random.below(Math.max(1, orders.count));
    const id = `S${step}`;
    const orig = orders.count === 0 ? "" : core.state.clOrdIds.textOf(orders.clOrdIdEntry[orderId]);
    const priceMantissa = 9_800 + random.below(400);
    const qtyMantissa = 1 + random.below(800);
    const choice = random.below(10);
    if (choice < 3 || orders.count === 0) core.tell(newOrder(id, { qtyMantissa, priceMantissa }));
    else if (choice === 3) core.tell(cancel(id, orig));
    else if (choice === 4) core.tell(replace(id, orig, { qtyMantissa, priceMantissa }));
    else if (orders.acceptedRequest[orderId] === 0) core.accept(orderId);
    else answer(core, random, orderId);
  }
  return core;
}

function answer(core: TestCore, random: Random, orderId: number): void {
  const { orders } = core.state;
  const requestNumber = orders.requestNumber[orderId];
  const report = { orderId, requestNumber };
  if (orders.pending[orderId] === 1 && random.oneIn(2)) {
    core.venue({ type: CommandType.ExchangeCanceled, ...report, solicited: true, text: "" });
  } else if (orders.pending[orderId] === 2 && random.oneIn(2)) {
    const orderQty = Math.max(core.state.requests.orderQty[orders.requestHead[orderId]], orders.cumQty[orderId]) as Qty;
    const price = core.state.requests.price[orders.requestHead[orderId]] as Ticks;
    core.venue({ type: CommandType.ExchangeReplaced, ...report, orderQty, price });
  } else if (orders.leavesQty(orderId) > 0) {
    core.fill(orderId, 1 + random.below(orders.leavesQty(orderId)), 9_900 + random.below(200));
  }
}
