/** Every order type the exchange knows, as clients of three FIX versions send it, change it, and are told of it. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LockstepProcess, startLockstep } from "./support/process.ts";
import { limit, of, Trader } from "./support/trader.ts";

const SYMBOLS = ["STOP", "ICE", "PEG", "SMP", "TIME", "WRONG", "MASS", "LINE", "MIN", "HALT"];
const CONFIG = `
compId: XSIM
insecureLogon: true
sessions:
  - { compId: ALPHA, beginString: FIX.4.4 }
  - { compId: BRAVO, beginString: FIX.4.2 }
  - { compId: CHARLIE, beginString: FIXT.1.1, defaultApplVerId: "9" }
  - { compId: DELTA, beginString: FIX.4.4, cancelOnDisconnect: { on: both, graceSeconds: 1 } }
  - { compId: COPY, beginString: FIX.4.4, dropCopy: { accounts: [ACC], includeRequests: true } }
instruments:
${SYMBOLS.map((symbol) => `  - { symbol: ${symbol}, referencePrice: "100.00", ticks: [{ from: "0", tick: "0.05" }], lotSize: "10" }`).join("\n")}
  - { symbol: BAND, referencePrice: "100.00", staticBandPercent: 10 }
`;
const TIME = "60=20261122-10:00:00";
const order = (clOrdId: string, symbol: string, side: number, qty: number, more: string) =>
  `11=${clOrdId}|21=1|55=${symbol}|54=${side}|${TIME}|38=${qty}|${more}`;

describe("order types at lockstep exchange", () => {
  let home = "";
  let exchange: LockstepProcess;
  const alpha = new Trader("ALPHA", "FIX.4.4");
  const bravo = new Trader("BRAVO", "FIX.4.2");
  const charlie = new Trader("CHARLIE", "FIXT.1.1", "9");
  const delta = new Trader("DELTA", "FIX.4.4");
  const copy = new Trader("COPY", "FIX.4.4");
  const everybody = [alpha, bravo, charlie, delta, copy];

  const start = () =>
    startLockstep({
      command: "exchange",
      dataDir: join(home, "data"),
      args: ["--config", join(home, "exchange.yaml"), "--no-agents"],
    });

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), "lockstep-exchange-orders-"));
    writeFileSync(join(home, "exchange.yaml"), CONFIG);
    exchange = await start();
    for (const client of everybody) await client.logOn(exchange.fixPort);
  }, 60_000);

  afterAll(async () => {
    for (const client of everybody) client.drop();
    await exchange?.stop();
    rmSync(home, { recursive: true, force: true });
  });

  it("triggers stops by the last trade, and says so as each version can", async () => {
    alpha.send("D", order("S1", "STOP", 1, 10, "40=3|99=101.00|"));
    await alpha.next({ 35: "8", 11: "S1", 150: "0", 40: "3", 99: "101.00" });
    charlie.send("D", order("S2", "STOP", 1, 10, "40=4|99=101.00|44=101.50|"));
    await charlie.next({ 35: "8", 11: "S2", 150: "0", 40: "4", 99: "101.00", 44: "101.50" });
    bravo.send("D", limit("S3", "STOP", 2, 10, "101.00"));
    bravo.send("D", limit("S4", "STOP", 2, 20, "101.50"));
    alpha.send("D", limit("S5", "STOP", 1, 10, "101.00"));
    await alpha.next({ 35: "8", 11: "S5", 150: "F" });
    await alpha.next({ 35: "8", 11: "S1", 150: "D", 378: "4" });
    await alpha.next({ 35: "8", 11: "S1", 150: "F", 31: "101.50" });
    await charlie.next({ 35: "8", 11: "S2", 150: "L", 99: "101.00" });
    await charlie.next({ 35: "8", 11: "S2", 150: "F", 39: "2" });
  });

  it("shows an iceberg's part, hides the hidden, and keeps terms over a replace", async () => {
    alpha.send("D", order("I1", "ICE", 2, 100, "40=2|44=10.00|111=20|"));
    await alpha.next({ 35: "8", 11: "I1", 150: "0", 111: "20" });
    charlie.send("D", order("I2", "ICE", 2, 50, "40=2|44=10.05|1138=0|"));
    await charlie.next({ 35: "8", 11: "I2", 150: "0", 1138: "0" });
    bravo.send("V", "262=ice|263=0|264=0|267=2|269=0|269=1|146=1|55=ICE|");
    const book = await bravo.next({ 35: "W", 262: "ice" });
    expect([of(book, 268), of(book, 270), of(book, 271)]).toEqual(["1", "10.00", "20"]);
    alpha.send("G", order("I3", "ICE", 2, 80, "41=I1|40=2|44=10.00|"));
    await alpha.next({ 35: "8", 11: "I3", 150: "5", 38: "80", 111: "20" });
    alpha.send("G", order("I4", "ICE", 2, 80, "41=I3|40=2|44=10.00|111=30|"));
    await alpha.next({ 35: "8", 11: "I4", 150: "5", 111: "30" });
    bravo.send("D", order("I5", "ICE", 1, 130, "40=1|59=3|"));
    await bravo.next({ 35: "8", 11: "I5", 150: "2", 39: "2", 14: "130" });
    await charlie.next({ 35: "8", 11: "I2", 150: "F", 39: "2" });
  });

  it("pegs to the book by ExecInst, or by PegPriceType", async () => {
    bravo.send("D", limit("P1", "PEG", 1, 10, "50.00"));
    bravo.send("D", limit("P2", "PEG", 2, 10, "51.00"));
    await bravo.next({ 35: "8", 11: "P2", 150: "0" });
    alpha.send("D", order("P3", "PEG", 2, 10, "40=P|18=M|"));
    await alpha.next({ 35: "8", 11: "P3", 150: "0", 40: "P", 18: "M", 211: "0.00" });
    charlie.send("D", order("P4", "PEG", 1, 10, "40=P|1094=5|211=0.10|"));
    await charlie.next({ 35: "8", 11: "P4", 150: "0", 18: "R", 1094: "5", 211: "0.10" });
    alpha.send("D", limit("P5", "PEG", 1, 10, "50.50"));
    await alpha.next({ 35: "8", 11: "P3", 150: "F", 31: "50.50" });
  });

  it("takes market-to-limit, MinQty, post-only, and orders for the auctions", async () => {
    bravo.send("D", limit("M1", "MIN", 2, 30, "20.00"));
    await bravo.next({ 35: "8", 11: "M1", 150: "0" });
    alpha.send("D", order("M2", "MIN", 1, 50, "40=2|44=20.00|110=40|"));
    await alpha.next({ 35: "8", 11: "M2", 150: "4", 110: "40" });
    alpha.send("D", order("M3", "MIN", 1, 50, "40=2|44=20.00|18=6|"));
    await alpha.next({
      35: "8",
      11: "M3",
      150: "8",
      103: "11",
      58: "a post-only order must not trade at once, and this one would",
    });
    alpha.send("D", order("M4", "MIN", 1, 50, "40=2|44=19.95|18=6|"));
    await alpha.next({ 35: "8", 11: "M4", 150: "0", 18: "6" });
    alpha.send("D", order("M5", "MIN", 1, 50, "40=K|"));
    await alpha.next({ 35: "8", 11: "M5", 150: "F", 32: "30" });
    await alpha.next({ 35: "8", 11: "M5", 150: "D", 378: "3", 44: "20.00", 151: "20" });
    charlie.send("D", order("M6", "MIN", 1, 10, "40=2|44=19.00|59=7|"));
    await charlie.next({ 35: "8", 11: "M6", 150: "0", 59: "7" });
    bravo.send("D", order("M7", "MIN", 1, 10, "40=2|44=19.00|59=2|"));
    const late = await bravo.next({ 35: "8", 11: "M7", 150: "8", 103: "4" });
    expect(of(late, 58)).toContain("MIN is in phase continuous");
  });

  it("keeps one participant's orders from each other, and says which stays", async () => {
    charlie.send("D", order("X1", "SMP", 2, 30, "40=2|44=30.00|2362=7|"));
    await charlie.next({ 35: "8", 11: "X1", 150: "0", 2362: "7", 2964: "1" });
    charlie.send("D", order("X2", "SMP", 1, 30, "40=2|44=30.00|2362=7|2964=1|"));
    await charlie.next({ 35: "8", 11: "X1", 150: "D", 378: "8", 151: "30" });
    await charlie.next({ 35: "8", 11: "X2", 150: "4", 39: "4" });
    charlie.send("D", order("X3", "SMP", 1, 30, "40=2|44=30.00|2362=7|2964=2|"));
    await charlie.next({ 35: "8", 11: "X1", 150: "4", 39: "4" });
  });

  it("keeps an order until its date, and ends one at its time", async () => {
    alpha.send("D", order("T1", "TIME", 1, 10, "40=2|44=1.00|59=6|432=20991231|"));
    await alpha.next({ 35: "8", 11: "T1", 150: "0", 59: "6", 432: "20991231" });
    alpha.send("D", order("T2", "TIME", 1, 10, "40=2|44=1.00|59=6|432=20200101|"));
    const over = await alpha.next({ 35: "8", 11: "T2", 150: "8" });
    expect(of(over, 58)).toMatch(/^ExpireDate\(432\) 20200101 is before the trading day \d{8}$/);
    const soon = new Date(Date.now() + 1_500).toISOString().replaceAll("-", "").replace("T", "-").slice(0, 17);
    charlie.send("D", order("T3", "TIME", 1, 10, `40=2|44=1.00|59=6|126=${soon}|`));
    await charlie.next({ 35: "8", 11: "T3", 150: "0", 59: "6" });
    await charlie.next({ 35: "8", 11: "T3", 150: "C", 39: "C", 58: "ExpireTime(126) has come" });
  });

  it.each([
    ["W1", "40=2|44=10.01|", 10, "99", "Price(44) 10.01 must be a multiple of the tick 0.05"],
    ["W2", "40=2|44=10.00|", 15, "13", "OrderQty(38) 15 must be a multiple of the lot size 10, and above 0"],
    ["W3", "40=4|44=10.00|99=10.021|", 10, "99", "StopPx(99) 10.021 must be a multiple of the tick 0.05"],
    [
      "W4",
      "40=2|44=10.00|111=15|",
      40,
      "13",
      "MaxFloor(111) 15 must be a multiple of the lot size 10, and MinQty at most OrderQty(38) 40",
    ],
    ["W5", "40=P|18=R|59=3|", 10, "11", "; found OrdType(40) P, TimeInForce(59) 3, ExecInst(18) R"],
    ["W6", "40=2|44=10.00|18=G|", 10, "11", "ExecInst(18) G is not supported"],
    ["W7", "40=2|44=10.00|210=10|", 10, "11", "MaxShow(210) is not supported"],
    ["W8", "40=2|44=600000000000.00|", 10, "99", "must be from -"],
    ["W9", "40=2|44=10.00|126=20991231-00:00:00|", 10, "11", "good till date needs an ExpireDate"],
  ])("refuses with the field and the limit: %s %s", async (clOrdId, terms, qty, reason, text) => {
    alpha.send("D", order(clOrdId, "WRONG", 1, qty, terms));
    const refused = await alpha.next({ 35: "8", 11: clOrdId, 150: "8", 39: "8" });
    expect([of(refused, 103), of(refused, 58)]).toEqual([reason, expect.stringContaining(text)]);
  });

  it("names the band an order is outside of, and why a replace is refused", async () => {
    alpha.send("D", limit("N1", "BAND", 1, 10, "89.00"));
    const refused = await alpha.next({ 35: "8", 11: "N1", 150: "8" });
    expect(of(refused, 58)).toBe("Price(44) 89.00: price must be from 90.00 to 110.00, the static band of the day");
    alpha.send("D", limit("N2", "BAND", 1, 10, "95.00"));
    alpha.send("G", order("N3", "BAND", 1, 10, "41=N2|40=2|44=111.00|"));
    const kept = await alpha.next({ 35: "9", 11: "N3", 41: "N2", 434: "2" });
    expect(of(kept, 58)).toContain("from 90.00 to 110.00");
  });

  it("tells the status of all live orders, of a symbol or a side, and that there is none", async () => {
    for (const [clOrdId, side] of [
      ["Q1", 1],
      ["Q2", 1],
      ["Q3", 2],
    ] as const) {
      delta.send("D", order(clOrdId, "MASS", side, 10, `40=2|44=${side === 1 ? "5.00" : "6.00"}|`));
      await delta.next({ 35: "8", 11: clOrdId, 150: "0" });
    }
    delta.send("AF", "584=R1|585=7|");
    await delta.next({ 35: "8", 584: "R1", 150: "I", 11: "Q1", 911: "3", 912: "N" });
    await delta.next({ 35: "8", 584: "R1", 150: "I", 11: "Q2", 911: "3" });
    await delta.next({ 35: "8", 584: "R1", 150: "I", 11: "Q3", 911: "3", 912: "Y" });
    delta.send("AF", "584=R2|585=1|55=MASS|54=2|");
    await delta.next({ 35: "8", 584: "R2", 11: "Q3", 911: "1", 912: "Y" });
    delta.send("AF", "584=R3|585=1|55=STOP|");
    await delta.next({ 35: "8", 584: "R3", 39: "8", 911: "0", 912: "Y" });
    const first = delta.heard.find((message) => of(message, 11) === "Q1")!;
    delta.send("H", `37=${of(first, 37)}|11=OTHER|55=MASS|54=1|`);
    await delta.next({ 35: "8", 11: "Q1", 150: "I" });
    delta.send("q", `11=Q9|530=1|55=MASS|54=1|${TIME}|`);
    await delta.next({ 35: "r", 11: "Q9", 531: "1", 533: "2" });
    await delta.next({ 35: "8", 11: "Q1", 150: "4", 58: "OrderMassCancelRequest Q9" });
    await delta.next({ 35: "8", 11: "Q2", 150: "4" });
    delta.send("q", `11=Q10|530=1|55=NONE|${TIME}|`);
    await delta.next({ 35: "r", 11: "Q10", 531: "0", 58: "Symbol(55) NONE is not listed" });
    delta.send("q", `11=Q11|530=7|54=2|${TIME}|`);
    await delta.next({ 35: "r", 11: "Q11", 531: "7", 533: "1" });
  });

  it("copies an account's requests and reports, and nobody else's", async () => {
    alpha.send("D", order("C1", "MASS", 1, 10, "1=ACC|40=2|44=4.00|"));
    await alpha.next({ 35: "8", 11: "C1", 150: "0" });
    alpha.send("F", `11=C2|41=C1|55=MASS|54=1|${TIME}|38=10|`);
    await copy.next({ 35: "D", 11: "C1", 1: "ACC", 115: "ALPHA" });
    await copy.next({ 35: "8", 11: "C1", 150: "0", 115: "ALPHA" });
    await copy.next({ 35: "F", 11: "C2", 41: "C1", 115: "ALPHA" });
    await copy.next({ 35: "8", 11: "C2", 150: "4" });
    expect(copy.heard.slice(1).every((message) => of(message, 115) === "ALPHA" && /^C/.test(of(message, 11)!))).toBe(
      true,
    );
  });

  it("cancels what is not good till canceled when a line stays gone, not when it comes back in time", async () => {
    delta.send("D", order("L1", "LINE", 1, 10, "40=2|44=5.00|"));
    delta.send("D", order("L2", "LINE", 1, 10, "40=2|44=5.05|59=1|"));
    await delta.next({ 35: "8", 11: "L2", 150: "0" });
    delta.drop();
    await delta.until(() => !delta.loggedOn, "the line should be gone");
    await delta.logOn(exchange.fixPort);
    delta.send("H", "11=L1|55=LINE|54=1|");
    await delta.next({ 35: "8", 11: "L1", 150: "I", 39: "0" });
    delta.drop();
    await delta.until(() => !delta.loggedOn, "the line should be gone");
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    await delta.logOn(exchange.fixPort);
    await delta.next({ 35: "8", 11: "L1", 150: "4", 58: "the client's line is gone" });
    delta.send("H", "11=L2|55=LINE|54=1|");
    await delta.next({ 35: "8", 11: "L2", 150: "I", 39: "0" });
  });

  it("is done for the day with what outlives the close, also over a restart, and there again when it opens", async () => {
    const phase = (name: string) =>
      fetch(`http://127.0.0.1:${exchange.httpPort}/api/command`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ do: "phase", symbol: "TIME", phase: name }),
      });
    alpha.send("D", order("G1", "TIME", 1, 30, "40=2|44=2.00|59=1|"));
    bravo.send("D", order("G2", "TIME", 1, 30, "40=2|44=2.00|"));
    await alpha.next({ 35: "8", 11: "G1", 150: "0" });
    await bravo.next({ 35: "8", 11: "G2", 150: "0" });
    await phase("closed");
    await alpha.next({ 35: "8", 11: "G1", 150: "3", 39: "3", 151: "30" });
    await bravo.next({ 35: "8", 11: "G2", 150: "C", 39: "C" });
    await exchange.kill("SIGKILL");
    exchange = await start();
    for (const client of everybody) await client.logOn(exchange.fixPort);
    alpha.send("H", "11=G1|55=TIME|54=1|790=CLOSED|");
    await alpha.next({ 35: "8", 790: "CLOSED", 39: "3" });
    await phase("resume");
    await alpha.next({ 35: "8", 11: "G1", 150: "D", 378: "1", 39: "0", 151: "30" });
    const execIds = alpha.heard.filter((message) => of(message, 43) !== "Y").map((message) => of(message, 17));
    const given = execIds.filter((execId) => execId !== undefined);
    expect(new Set(given).size).toBe(given.length);
  });

  it("suspends, cancels and reinstates orders in a trading halt, as each asks", async () => {
    const phase = (name: string) =>
      fetch(`http://127.0.0.1:${exchange.httpPort}/api/command`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ do: "phase", symbol: "HALT", phase: name }),
      });
    alpha.send("D", order("H1", "HALT", 1, 30, "40=2|44=2.00|18=J|"));
    await alpha.next({ 35: "8", 11: "H1", 150: "0", 18: "J" });
    charlie.send("D", order("H2", "HALT", 1, 30, "40=2|44=2.00|18=K|"));
    await charlie.next({ 35: "8", 11: "H2", 150: "0", 18: "K" });
    await phase("halted");
    await alpha.next({ 35: "8", 11: "H1", 150: "9", 39: "9", 151: "30" });
    await charlie.next({ 35: "8", 11: "H2", 150: "4", 378: "6", 39: "4", 151: "0" });
    await phase("resume");
    await alpha.next({ 35: "8", 11: "H1", 150: "D", 378: "8", 39: "0", 151: "30" });
  });

  it("has the same orders with all their terms after kill -9", async () => {
    charlie.send("D", order("K1", "LINE", 2, 100, "40=2|44=9.00|1138=20|59=6|432=20991231|2362=3|"));
    await charlie.next({ 35: "8", 11: "K1", 150: "0" });
    await exchange.kill("SIGKILL");
    exchange = await start();
    for (const client of everybody) await client.logOn(exchange.fixPort);
    charlie.send("H", "11=K1|55=LINE|54=2|");
    const terms = { 59: "6", 432: "20991231", 1138: "20", 2362: "3", 151: "100" };
    await charlie.next({ 35: "8", 11: "K1", 150: "I", 39: "0", ...terms });
    alpha.send("D", order("K2", "LINE", 1, 30, "40=2|44=9.00|"));
    await charlie.next({ 35: "8", 11: "K1", 150: "F", 32: "20" });
    await charlie.next({ 35: "8", 11: "K1", 150: "F", 32: "10", 151: "70" });
    for (const client of everybody) expect(client.faults).toEqual([]);
  });
});
