/**
 * An OMS whose orders trade at another process: `lockstep exchange` behind the FIX venue, in three versions at once. Either
 * side is killed while orders are on their way; afterwards nothing is in doubt, lost or booked twice.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SessionsReply } from "../../src/desk/session-wire.ts";
import { Random } from "../../src/lib/random.ts";
import { CLI_PATH, type LockstepProcess, startLockstep } from "../support/process.ts";
import { freePort } from "../support/quickfix-venue.ts";
import { limit, type Message, of, Trader } from "../support/trader.ts";
import { outsideConfig, VENUE_VERSIONS, venueSideConfig } from "../support/venue-house.ts";

const SEED = Number(process.env.LOCKSTEP_SEED ?? "20261122");
const PATIENCE_MS = 20_000;
/** Who is killed, in turn; LOCKSTEP_FULL has more of it. */
const VICTIMS = Array.from({ length: process.env.LOCKSTEP_FULL ? 20 : 2 }, (_, turn) =>
  turn % 2 === 0 ? "venue" : "oms",
);

describe("an OMS with an exchange in another process", () => {
  let home = "";
  let venuePort = 0;
  let venue: LockstepProcess;
  let oms: LockstepProcess;
  const client = new Trader("ALPHA", "FIX.4.4", "", "LOCKSTEP");
  const other = new Trader("OTHER", "FIX.4.4");

  const startVenue = () =>
    startLockstep({
      command: "exchange",
      dataDir: join(home, "venue"),
      args: ["--config", join(home, "venue.yaml"), "--no-agents", "--fix-port", String(venuePort)],
    });
  const startOms = () => startLockstep({ dataDir: join(home, "oms"), args: ["--config", join(home, "oms.yaml")] });

  /** Until every line is up and an order of each venue is taken. */
  async function lineUp(): Promise<void> {
    for (const { symbol } of VENUE_VERSIONS) {
      for (let attempt = 0; ; attempt++) {
        const clOrdId = `UP-${symbol}-${client.nextIn}-${attempt}`;
        client.send("D", limit(clOrdId, symbol, 1, 1, "81.00", "59=3|"));
        const answer = await client.next({ 35: "8", 11: clOrdId });
        if (of(answer, 150) !== "8") break;
        expect(of(answer, 58)).toContain("is down");
        expect(attempt, `the line of ${symbol} stays down`).toBeLessThan(1_000);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  }

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), "lockstep-outside-"));
    venuePort = await freePort();
    writeFileSync(join(home, "venue.yaml"), venueSideConfig());
    writeFileSync(join(home, "oms.yaml"), outsideConfig(venuePort));
    venue = await startVenue();
    oms = await startOms();
    await client.logOn(oms.fixPort);
    await other.logOn(venuePort);
    await lineUp();
  }, 60_000);

  afterAll(async () => {
    client.drop();
    other.drop();
    await oms?.stop();
    await venue?.stop();
    if (home !== "") rmSync(home, { recursive: true, force: true });
  });

  it("has its lines on the console: logged out with who and why, not called meanwhile, and called again", async () => {
    const session = async (...args: string[]) => {
      const all = [CLI_PATH, "session", ...args, "--http", `127.0.0.1:${oms.httpPort}`, "--json"];
      try {
        return JSON.parse((await promisify(execFile)(process.execPath, all)).stdout) as SessionsReply;
      } catch (error) {
        return { fault: (error as { stderr: string }).stderr };
      }
    };
    const rowOf = async (name: string) =>
      ((await session("list")) as SessionsReply).rows.find((row) => row.name === name);
    const why = ["--reason", "their end of day", "--actor", "Anna"];
    await expect
      .poll(() => rowOf("V2"), { timeout: PATIENCE_MS })
      .toMatchObject({
        state: "LoggedOn",
        venue: "V2",
        compId: "XSIM",
        beginString: "FIX.4.2",
        peer: `127.0.0.1:${venuePort}`,
        isCalled: true,
      });
    expect(await rowOf("V2 drop copy")).toMatchObject({ isDropCopy: true });
    expect(await session("reset", "V2", ...why)).toEqual({ fault: expect.stringContaining("log it out first") });
    expect(await session("connect", "V2", ...why)).toEqual({ fault: expect.stringContaining("is called already") });
    expect(await session("connect", "ALPHA", ...why)).toEqual({ fault: expect.stringContaining("connects by itself") });
    expect(await session("logout", "V2", ...why)).toMatchObject({ name: "V2", actor: "Anna" });
    await expect
      .poll(() => rowOf("V2"), { timeout: PATIENCE_MS })
      .toMatchObject({ state: "LoggedOut", isCalled: false, lastLogout: "logged out" });
    client.send("D", limit("DOWN-1", "ALFA", 1, 1, "81.00", "59=3|"));
    expect(of(await client.next({ 35: "8", 11: "DOWN-1" }), 58)).toContain("V2 is down");
    expect(await session("logout", "V2", ...why)).toEqual({ fault: expect.stringContaining("is logged out already") });
    expect(await session("connect", "V2", ...why)).toMatchObject({ action: "connect" });
    await expect.poll(() => rowOf("V2"), { timeout: PATIENCE_MS }).toMatchObject({ state: "LoggedOn", isCalled: true });
    await lineUp();
  }, 60_000);

  describe.each(VENUE_VERSIONS)("in $name", ({ symbol, theirs, name }) => {
    const id = (text: string) => `${text}-${name}`;
    const next = (wanted: Record<number, string>): Promise<Message> => client.next({ 35: "8", ...wanted });

    it("has orders taken, filled at the venue's price, and filled in parts", async () => {
      other.send("D", limit(id("S1"), theirs, 2, 60, "100.01"));
      await other.next({ 35: "8", 11: id("S1"), 150: "0" });
      client.send("D", limit(id("A1"), symbol, 1, 100, "100.05"));
      await next({ 11: id("A1"), 150: "0", 39: "0", 151: "100" });
      await next({ 11: id("A1"), 150: "F", 39: "1", 32: "60", 31: "100.01", 14: "60", 151: "40" });
      other.send("D", limit(id("S2"), theirs, 2, 40, "100.05"));
      await next({ 11: id("A1"), 150: "F", 39: "2", 32: "40", 31: "100.05", 14: "100", 151: "0", 6: "100.026000" });
    });

    it("has orders replaced and canceled", async () => {
      client.send("D", limit(id("B1"), symbol, 1, 100, "99.00"));
      await next({ 11: id("B1"), 150: "0" });
      client.send("G", `41=${id("B1")}|${limit(id("B2"), symbol, 1, 150, "98.50")}`);
      await next({ 11: id("B2"), 41: id("B1"), 150: "5", 38: "150", 44: "98.50" });
      client.send("F", `41=${id("B2")}|11=${id("B3")}|55=${symbol}|54=1|60=20261122-10:00:00|38=150|`);
      await next({ 11: id("B3"), 41: id("B2"), 150: "4", 39: "4" });
      client.send("F", `41=${id("B3")}|11=${id("B4")}|55=${symbol}|54=1|60=20261122-10:00:00|38=150|`);
      await client.next({ 35: "9", 11: id("B4"), 102: "0" });
    });

    it("has a replace refused by the venue with its words, and the order goes on", async () => {
      client.send("D", limit(id("C1"), symbol, 1, 100, "99.00"));
      await next({ 11: id("C1"), 150: "0" });
      client.send("G", `41=${id("C1")}|${limit(id("C2"), symbol, 1, 100, "60.00")}`);
      const refused = await client.next({ 35: "9", 11: id("C2"), 434: "2" });
      expect(of(refused, 58)).toMatch(/band/);
      client.send("F", `41=${id("C1")}|11=${id("C3")}|55=${symbol}|54=1|60=20261122-10:00:00|38=100|`);
      await next({ 11: id("C3"), 41: id("C1"), 150: "4" });
    });

    it("has an order refused by the venue with its words", async () => {
      client.send("D", limit(id("D1"), symbol, 1, 100, "60.00"));
      expect(of(await next({ 11: id("D1"), 150: "8", 39: "8" }), 58)).toMatch(/band/);
    });

    it("has the rest of an IOC canceled unasked, and market orders filled or canceled", async () => {
      other.send("D", limit(id("S3"), theirs, 2, 10, "100.00"));
      await other.next({ 35: "8", 11: id("S3"), 150: "0" });
      client.send("D", limit(id("E1"), symbol, 1, 30, "100.00", "59=3|"));
      await next({ 11: id("E1"), 150: "F", 32: "10", 39: "1" });
      await next({ 11: id("E1"), 150: "4", 39: "4", 14: "10", 151: "0" });
      client.send("D", `11=${id("E2")}|21=1|55=${symbol}|54=1|60=20261122-10:00:00|38=5|40=1|`);
      await next({ 11: id("E2"), 150: "4", 14: "0" });
    });
  });

  it("refuses new orders while the line is down and takes cancels, which the venue has once it is back", async () => {
    const { symbol } = VENUE_VERSIONS[0];
    client.send("D", limit("F1", symbol, 1, 100, "99.00"));
    await client.next({ 35: "8", 11: "F1", 150: "0" });
    await venue.kill();
    other.drop();
    // An order that is sent before the OMS has seen that the line is gone waits for the venue's word.
    const from = client.heard.length;
    const refusals = () => client.heard.slice(from).filter((message) => of(message, 150) === "8");
    for (let attempt = 0; refusals().length === 0 && attempt < 200; attempt++) {
      client.send("D", limit(`F2-${attempt}`, symbol, 1, 100, "99.00"));
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect([of(refusals()[0], 103), of(refusals()[0], 58)]).toEqual(["2", expect.stringContaining("is down")]);
    client.send("F", `41=F1|11=F3|55=${symbol}|54=1|60=20261122-10:00:00|38=100|`);
    client.send("H", `11=F1|55=${symbol}|54=1|`);
    await client.next({ 35: "8", 11: "F1", 39: "6" });
    venue = await startVenue();
    await client.next({ 35: "8", 11: "F3", 41: "F1", 150: "4", 39: "4" });
    await other.logOn(venuePort);
    await lineUp();
  }, 60_000);

  it("loses and doubles nothing when either side is killed under load", async () => {
    console.log(`outside venue seed ${SEED} (LOCKSTEP_SEED=${SEED} repeats it)`);
    const random = new Random(SEED);
    const asked: string[] = [];
    const outputs: string[] = [];
    let number = 0;
    const load = (count: number) => {
      for (let index = 0; index < count; index++) {
        const { symbol, theirs } = VENUE_VERSIONS[random.below(VENUE_VERSIONS.length)];
        const price = `${99 + random.below(3)}.${10 + random.below(80)}`;
        number++;
        if (random.below(3) === 0) {
          other.send("D", limit(`O${number}`, theirs, 1 + random.below(2), 1 + random.below(90), price));
          continue;
        }
        client.send("D", limit(`L${number}`, symbol, 1 + random.below(2), 1 + random.below(90), price));
        asked.push(`L${number}|${symbol}`);
        if (random.below(3) > 0) continue;
        const [clOrdId, of55] = asked[random.below(asked.length)].split("|");
        client.send("F", `41=${clOrdId}|11=X${number}|55=${of55}|54=1|60=20261122-10:00:00|38=1|`);
      }
    };
    for (const victim of VICTIMS) {
      load(100);
      await new Promise((resolve) => setTimeout(resolve, random.below(60)));
      if (victim === "venue") {
        await venue.kill();
        other.drop();
        load(20);
        venue = await startVenue();
        await other.logOn(venuePort);
      } else {
        await oms.kill();
        outputs.push(oms.output);
        client.drop();
        oms = await startOms();
        await client.logOn(oms.fixPort);
      }
      await lineUp();
    }
    await settled(client);
    const ours = await ordersOf(
      client,
      VENUE_VERSIONS.map(({ symbol }) => symbol),
    );
    expect(client.faults).toEqual([]);
    expect(ours.filter(({ ordStatus }) => ["A", "6", "E"].includes(ordStatus))).toEqual([]);
    const fills = fillsOf(client);
    for (const { clOrdId, cumQty, avgPx } of ours) {
      const told = fills.get(clOrdId) ?? { qty: 0, notional: 0 };
      expect([clOrdId, cumQty]).toEqual([clOrdId, told.qty]);
      if (told.qty > 0) expect(avgPx).toBeCloseTo(told.notional / told.qty, 4);
    }
    // Nothing had to be left to a person, and no drop copy differed.
    for (const output of [...outputs, oms.output]) expect(output).not.toContain("waits for a person");
    await expectSameAtVenue(venuePort, ours);
  }, 600_000);

  /** Until nothing comes any more of what is on its way. */
  async function settled(trader: Trader): Promise<void> {
    const untilMs = performance.now() + PATIENCE_MS;
    for (let seen = -1; seen !== trader.heard.length && performance.now() < untilMs; ) {
      seen = trader.heard.length;
      await new Promise((resolve) => setTimeout(resolve, 700));
    }
  }

  type Standing = {
    clOrdId: string;
    orderId: string;
    symbol: string;
    ordStatus: string;
    cumQty: number;
    avgPx: number;
  };

  /** How every order of the load stands, by OrderStatusRequest. */
  async function ordersOf(trader: Trader, symbols: readonly string[]): Promise<Standing[]> {
    const standing: Standing[] = [];
    const names = trader.orders.filter((each) => /^L\d+$/.test(each));
    for (const clOrdId of names) trader.send("H", `11=${clOrdId}|55=${symbols[0]}|54=1|790=Q-${clOrdId}|`);
    for (const clOrdId of names) {
      const message = await trader.next({ 35: "8", 790: `Q-${clOrdId}` });
      if (of(message, 37) === "NONE" || of(message, 39) === "8") continue;
      standing.push({
        clOrdId,
        orderId: of(message, 37)!,
        symbol: of(message, 55)!,
        ordStatus: of(message, 39)!,
        cumQty: Number(of(message, 14)),
        avgPx: Number(of(message, 6)),
      });
    }
    return standing;
  }

  /** What was told of each order in fills, by the ClOrdID it was made with. */
  function fillsOf(trader: Trader): Map<string, { qty: number; notional: number }> {
    const byOrder = new Map<string, string>();
    const fills = new Map<string, { qty: number; notional: number }>();
    const seen = new Set<string>();
    for (const message of trader.heard) {
      const clOrdId = of(message, 11) ?? "";
      const orderId = of(message, 37) ?? "";
      if (of(message, 35) !== "8") continue;
      if (/^L\d+$/.test(clOrdId)) byOrder.set(orderId, clOrdId);
      if (of(message, 150) !== "F" || seen.has(of(message, 17)!)) continue;
      seen.add(of(message, 17)!);
      const name = byOrder.get(orderId) ?? clOrdId;
      const fill = fills.get(name) ?? { qty: 0, notional: 0 };
      fill.qty += Number(of(message, 32));
      fill.notional += Number(of(message, 32)) * Number(of(message, 31));
      fills.set(name, fill);
    }
    return fills;
  }

  /** The venue is asked by the OMS's own name, once the OMS is gone. */
  async function expectSameAtVenue(port: number, ours: readonly Standing[]): Promise<void> {
    client.drop();
    await oms.stop();
    const asked: Standing[] = [];
    for (const { compId, symbol, theirs } of VENUE_VERSIONS) {
      const asker = new Trader(`${compId}CHECK`, "FIX.4.4");
      await asker.logOn(port);
      await settled(asker);
      await asker.until(() => !asker.isGapped, `${compId}CHECK misses messages`);
      const copies = asker.heard.filter((message) => of(message, 150) === "F");
      for (const order of ours.filter((each) => each.symbol === symbol)) {
        const fills = copies.filter((copy) => of(copy, 11)?.split("-")[0] === order.orderId && of(copy, 55) === theirs);
        const qty = fills.reduce((sum, copy) => sum + Number(of(copy, 32)), 0);
        asked.push({ ...order, cumQty: qty });
      }
      asker.drop();
    }
    const plain = (rows: readonly Standing[]) => rows.map(({ clOrdId, cumQty }) => `${clOrdId} ${cumQty}`).toSorted();
    expect(plain(asked)).toEqual(plain(ours));
  }
});
