/**
 * `lockstep exchange`, a real process on sockets, as clients see it who know nothing of it but FIX: orders of three
 * versions meet, market data rebuilds the book, and a kill -9 loses nothing.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LockstepProcess, startLockstep } from "./support/process.ts";
import { entries, limit, of, ToldBook, Trader } from "./support/trader.ts";

const CONFIG = `
compId: XSIM
insecureLogon: true
sessions:
  - { compId: ALPHA, beginString: FIX.4.4 }
  - { compId: BRAVO, beginString: FIX.4.2 }
  - { compId: CHARLIE, beginString: FIXT.1.1, defaultApplVerId: "9" }
  - { compId: DELTA, beginString: FIX.4.4 }
  - { compId: COPY, beginString: FIX.4.4, dropCopy: { clients: [ALPHA] } }
instruments:
${Array.from({ length: 149 }, (_, index) => `  - { symbol: S${index}, description: "Number ${index}", referencePrice: "100.00" }`).join("\n")}
  - { symbol: VOLA, referencePrice: "100.00", dynamicBandPercent: 5, volatilityAuctionSeconds: 600 }
  - { symbol: VOLB, referencePrice: "100.00", dynamicBandPercent: 5, volatilityAuctionSeconds: 5 }
`;

const subscribe = (id: string, symbol: string, depth: number, more = "") =>
  `262=${id}|263=1|264=${depth}|265=1|${more}267=3|269=0|269=1|269=2|146=1|55=${symbol}|`;

describe("lockstep exchange", () => {
  let home = "";
  let config = "";
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
      args: ["--config", config, "--no-agents", "--cancel-on-disconnect", "DELTA"],
    });
  const bookOf = async (symbol: string) => {
    const answer = await fetch(`http://127.0.0.1:${exchange.httpPort}/api/book/${symbol}`);
    const { bids, asks } = (await answer.json()) as Record<"bids" | "asks", { price: string; qty: string }[]>;
    const plain = (rows: { price: string; qty: string }[]) =>
      rows.map(({ price, qty }) => [Number(price), Number(qty)]);
    return { bids: plain(bids), asks: plain(asks) };
  };

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), "lockstep-exchange-"));
    config = join(home, "exchange.yaml");
    writeFileSync(config, CONFIG);
    exchange = await start();
    for (const client of everybody) await client.logOn(exchange.fixPort);
  }, 60_000);

  afterAll(async () => {
    for (const client of everybody) client.drop();
    await exchange?.stop();
    rmSync(home, { recursive: true, force: true });
  });

  it("lets orders of three versions meet, and copies ALPHA's reports", async () => {
    alpha.send("D", limit("A1", "S0", 1, 100, "10.00"));
    const ack = await alpha.next({ 35: "8", 11: "A1", 150: "0", 39: "0" });
    expect(of(ack, 37)).toMatch(/^X\d+$/);
    bravo.send("D", limit("B1", "S0", 2, 30, "10.00"));
    await bravo.next({ 35: "8", 11: "B1", 150: "0", 20: "0" });
    await bravo.next({ 35: "8", 11: "B1", 150: "2", 39: "2", 32: "30", 31: "10.00" });
    await alpha.next({ 35: "8", 11: "A1", 150: "F", 39: "1", 32: "30", 14: "30", 151: "70" });
    charlie.send("D", limit("C1", "S0", 2, 100, "9.99", "59=3|"));
    await charlie.next({ 35: "8", 11: "C1", 150: "F", 32: "70", 31: "10.00" });
    await charlie.next({ 35: "8", 11: "C1", 150: "4", 39: "4", 14: "70", 151: "0" });
    await alpha.next({ 35: "8", 11: "A1", 150: "F", 39: "2", 6: "10.000000" });
    await copy.next({ 35: "8", 11: "A1", 150: "0", 115: "ALPHA" });
    await copy.next({ 35: "8", 11: "A1", 39: "2", 115: "ALPHA" });
    expect(copy.heard.some((message) => of(message, 11) === "B1")).toBe(false);
  });

  it("replaces, cancels, tells the status, and refuses with a reason", async () => {
    alpha.send("D", limit("A2", "S0", 1, 100, "9.00"));
    alpha.send("G", limit("A3", "S0", 1, 250, "9.05", "41=A2|"));
    await alpha.next({ 35: "8", 11: "A3", 41: "A2", 150: "5", 38: "250", 44: "9.05" });
    alpha.send("H", "11=A3|55=S0|54=1|790=Q1|");
    await alpha.next({ 35: "8", 11: "A3", 150: "I", 39: "0", 790: "Q1", 151: "250" });
    alpha.send("F", "11=A4|41=A2|55=S0|54=1|60=20261122-10:00:00|38=250|");
    await alpha.next({ 35: "9", 11: "A4", 41: "A2", 102: "1", 434: "1" });
    alpha.send("F", "11=A5|41=A3|55=S0|54=1|60=20261122-10:00:00|38=250|");
    await alpha.next({ 35: "8", 11: "A5", 41: "A3", 150: "4", 39: "4", 151: "0" });
    alpha.send("D", limit("A5", "S0", 1, 1, "9.00"));
    await alpha.next({ 35: "8", 11: "A5", 150: "8", 39: "8", 103: "6" });
    alpha.send("D", limit("A6", "NONE", 1, 1, "9.00"));
    await alpha.next({ 35: "8", 11: "A6", 39: "8", 103: "1" });
    alpha.send("D", limit("A7", "S0", 1, 1, "9.001"));
    await alpha.next({ 35: "8", 11: "A7", 39: "8", 103: "99" });
    charlie.send("D", limit("C2", "S0", 1, 1, "9.001"));
    await charlie.next({ 35: "8", 11: "C2", 39: "8", 103: "18" });
  });

  it("gives a book by market data that is its own, at every depth and order by order, whatever trades", async () => {
    bravo.send("D", limit("B9", "S1", 1, 7, "99.00"));
    await bravo.next({ 35: "8", 11: "B9", 150: "0" });
    const tellers: [Trader, string, string][] = [
      [alpha, "full", subscribe("full", "S1", 0)],
      [alpha, "best", subscribe("best", "S1", 3)],
      [bravo, "full42", subscribe("full42", "S1", 0)],
      [charlie, "orders", subscribe("orders", "S1", 0, "266=N|")],
    ];
    for (const [client, id, body] of tellers) {
      client.send("V", body);
      await client.next({ 35: "W", 262: id });
    }
    for (let round = 0; round < 60; round++) {
      const side = 1 + (round % 2);
      const price = (100 + (side === 1 ? -1 : 1) * ((round * 7) % 9) * 0.05 + (round % 11 === 0 ? 0.3 : 0)).toFixed(2);
      alpha.send("D", limit(`M${round}`, "S1", side, 10 + round, price));
      if (round % 5 === 4) {
        alpha.send("F", `11=MC${round}|41=M${round - 3}|55=S1|54=${1 + ((round - 3) % 2)}|60=20261122-10:00:00|38=1|`);
      }
    }
    alpha.send("H", "11=M59|55=S1|54=2|790=LAST|");
    await alpha.next({ 35: "8", 790: "LAST" });
    alpha.send("V", `262=once|263=0|264=0|267=2|269=0|269=1|146=1|55=S1|`);
    const once = new ToldBook();
    once.take(await alpha.next({ 35: "W", 262: "once" }));
    const shown = await bookOf("S1");
    expect(once.levels("0").slice(0, 10)).toEqual(shown.bids);
    expect(once.levels("1").slice(0, 10)).toEqual(shown.asks);
    const traded = alpha.heard.filter((message) => of(message, 150) === "F" && of(message, 55) === "S1").length / 2;
    expect(traded).toBeGreaterThan(3);
    for (const [client, id] of tellers) {
      const told = new ToldBook();
      const whole = id === "best" ? 3 : Number.POSITIVE_INFINITY;
      const isTold = () => {
        told.book.clear();
        told.trades.length = 0;
        for (const message of client.heard) {
          if (of(message, 262) === id && /^[WX]$/.test(of(message, 35) ?? "")) told.take(message);
        }
        const same = (side: string) =>
          JSON.stringify(told.levels(side)) === JSON.stringify(once.levels(side).slice(0, whole));
        return same("0") && same("1") && told.trades.length === traded;
      };
      await client.until(isTold, `${id}: ${JSON.stringify([...told.book])}`);
      client.send("V", `262=${id}|263=2|264=0|267=1|269=0|146=1|55=S1|`);
    }
  });

  it.each([
    ["1", "an unknown symbol", "262=r1|263=1|264=0|265=1|267=1|269=0|146=1|55=NONE|", "0"],
    ["2", "an unknown entry type", "262=r2|263=1|264=0|265=1|267=1|269=7|146=1|55=S0|", "8"],
    ["3", "a depth below nothing", "262=r3|263=1|264=-1|265=1|267=1|269=0|146=1|55=S0|", "5"],
  ])("refuses market data with a reason: %s, %s", async (_number, _what, body, reason) => {
    alpha.send("V", body);
    await alpha.next({ 35: "Y", 281: reason });
  });

  it("refuses a second subscription of one MDReqID", async () => {
    alpha.send("V", subscribe("twice", "S2", 1));
    await alpha.next({ 35: "W", 262: "twice", 268: "0" });
    charlie.send("V", subscribe("empty", "S2", 1));
    const empty = await charlie.next({ 35: "W", 262: "empty" });
    expect(entries(empty, 269).map((entry) => entry.get("269"))).toEqual(["J"]);
    alpha.send("V", subscribe("twice", "S3", 1));
    await alpha.next({ 35: "Y", 262: "twice", 281: "1" });
  });

  it("lists its instruments in fragments, defines one, and says how it trades", async () => {
    alpha.send("x", "320=L1|559=4|");
    const first = await alpha.next({ 35: "y", 320: "L1", 560: "0", 393: "151", 893: "N" });
    const last = await alpha.next({ 35: "y", 320: "L1", 560: "0", 393: "151", 893: "Y" });
    const symbols = [first, last].flatMap((message) => entries(message, 55).map((entry) => entry.get("55")));
    expect(symbols).toEqual([...Array.from({ length: 149 }, (_, index) => `S${index}`), "VOLA", "VOLB"]);
    bravo.send("c", "320=D1|321=0|55=S7|");
    await bravo.next({ 35: "d", 320: "D1", 55: "S7", 323: "1" });
    alpha.send("e", "324=E1|55=S0|263=0|");
    await alpha.next({ 35: "f", 324: "E1", 55: "S0", 326: "17", 31: "10.00" });
    charlie.send("g", "335=G1|263=0|");
    await charlie.next({ 35: "h", 335: "G1", 340: "2" });
  });

  it("tells who subscribed to a status when a price band halts trading", async () => {
    alpha.send("e", "324=E2|55=VOLA|263=1|");
    await alpha.next({ 35: "f", 324: "E2", 326: "17", 325: "N" });
    bravo.send("D", limit("V1", "VOLA", 2, 10, "120.00"));
    bravo.send("D", limit("V2", "VOLA", 1, 10, "120.00"));
    await alpha.next({ 35: "f", 324: "E2", 55: "VOLA", 326: "5", 325: "Y" });
  });

  it("tells what an auction would give, in each version's words, and takes it back when it is over", async () => {
    const ask = (id: string, type: string) => `262=${id}|263=1|264=1|265=1|267=1|269=${type}|146=1|55=VOLB|`;
    const asked: [Trader, string, Record<number, string>][] = [
      [alpha, "4", { 269: "4", 286: "5" }],
      [bravo, "4", { 269: "4", 58: "theoretical price of the auction" }],
      [charlie, "Q", { 269: "Q" }],
    ];
    for (const [client, type] of asked) {
      client.send("V", ask("auction", type));
      await client.next({ 35: "W", 262: "auction" });
    }
    alpha.send("V", ask("none", "7"));
    const refusal = await alpha.next({ 35: "Y", 262: "none", 281: "8" });
    expect(of(refusal, 58)).toContain("4 (opening price, theoretical while an auction is called)");
    delta.send("D", limit("W1", "VOLB", 2, 10, "120.00"));
    delta.send("D", limit("W2", "VOLB", 1, 4, "120.00"));
    for (const [client, , words] of asked) {
      await client.next({ 35: "X", 262: "auction", 279: "0", 270: "120.00", 271: "4", ...words });
    }
    delta.send("D", limit("W3", "VOLB", 1, 5, "120.00"));
    for (const [client] of asked) await client.next({ 35: "X", 262: "auction", 279: "1", 270: "120.00", 271: "9" });
    charlie.send("V", ask("later", "Q").replace("263=1", "263=0"));
    await charlie.next({ 35: "W", 262: "later", 269: "Q", 270: "120.00", 271: "9" });
    for (const [client] of asked) await client.next({ 35: "X", 262: "auction", 279: "2", 270: "120.00" });
  });

  it("cancels all orders of a symbol on request, and all of a client whose line is gone", async () => {
    alpha.send("D", limit("Q1", "S4", 1, 10, "50.00"));
    alpha.send("D", limit("Q2", "S4", 1, 10, "51.00"));
    alpha.send("D", limit("Q3", "S5", 1, 10, "50.00"));
    alpha.send("q", "11=Q4|530=1|55=S4|60=20261122-10:00:00|");
    await alpha.next({ 35: "r", 11: "Q4", 531: "1", 533: "2" });
    await alpha.next({ 35: "8", 11: "Q1", 150: "4" });
    await alpha.next({ 35: "8", 11: "Q2", 150: "4" });
    delta.send("D", limit("D1", "S5", 1, 20, "50.00"));
    await delta.next({ 35: "8", 11: "D1", 150: "0" });
    delta.drop();
    for (let tries = 0; (await bookOf("S5")).bids[0][1] !== 10; tries++) expect(tries).toBeLessThan(200);
    await delta.logOn(exchange.fixPort);
    await delta.next({ 35: "8", 11: "D1", 150: "4", 43: "Y" });
  });

  it("has the same books and numbers after kill -9, and gives what was missed", async () => {
    charlie.send("D", limit("K1", "S6", 1, 40, "20.00"));
    await charlie.next({ 35: "8", 11: "K1", 150: "0" });
    charlie.drop();
    await charlie.until(() => !charlie.loggedOn, "the line should be gone");
    alpha.send("D", limit("K2", "S6", 2, 15, "20.00"));
    await alpha.next({ 35: "8", 11: "K2", 150: "F" });
    const before = [await bookOf("S1"), await bookOf("S6")];
    await exchange.kill("SIGKILL");
    exchange = await start();
    expect([await bookOf("S1"), await bookOf("S6")]).toEqual(before);
    for (const client of everybody) await client.logOn(exchange.fixPort);
    await charlie.next({ 35: "8", 11: "K1", 150: "F", 32: "15", 43: "Y" });
    charlie.send("F", "11=K3|41=K1|55=S6|54=1|60=20261122-10:00:00|38=40|");
    await charlie.next({ 35: "8", 11: "K3", 41: "K1", 150: "4", 14: "15" });
    alpha.send("D", limit("K2", "S6", 2, 15, "20.00"));
    await alpha.next({ 35: "8", 11: "K2", 150: "8", 103: "6" });
    for (const client of everybody) expect(client.faults).toEqual([]);
  });
});
