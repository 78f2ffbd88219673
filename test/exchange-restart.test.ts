/** `lockstep exchange` killed in the middle of what its clients do: the same orders, the same book, the same next trade. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Random } from "../src/lib/random.ts";
import { type LockstepProcess, startLockstep } from "./support/process.ts";
import { limit, of, Trader } from "./support/trader.ts";

const SEED = Number(process.env.LOCKSTEP_SEED ?? Date.now() % 1_000_000);
const KILLS = process.env.LOCKSTEP_FULL === "1" ? 30 : 2;
const ORDERS = 120;
const CONFIG = `
compId: XSIM
insecureLogon: true
sessions:
  - { compId: ALPHA, beginString: FIX.4.4 }
  - { compId: BRAVO, beginString: FIXT.1.1, defaultApplVerId: "9" }
instruments:
  - { symbol: ACME, referencePrice: "100.00" }
`;
const TIME = "60=20261122-10:00:00";

type Order = { clOrdId: string; orderId: number; side: string; price: number; leaves: number; isShown: boolean };

/** What a client's reports say of its orders, each report counted once. */
function ordersOf(client: Trader): Map<string, Order> {
  const orders = new Map<string, Order>();
  const counted = new Set<string>();
  for (const message of client.heard) {
    if (of(message, 35) !== "8" || of(message, 150) === "I" || counted.has(of(message, 17)!)) continue;
    counted.add(of(message, 17)!);
    const clOrdId = of(message, 41) ?? of(message, 11)!;
    // What came over a gap is heard before what was sent before it; nothing of an order comes back here.
    const leaves = Math.min(Number(of(message, 151)), orders.get(clOrdId)?.leaves ?? Number.POSITIVE_INFINITY);
    orders.set(clOrdId, {
      clOrdId,
      orderId: Number(of(message, 37)!.slice(1)),
      side: of(message, 54)!,
      price: Number(of(message, 44) ?? 0),
      leaves,
      isShown: of(message, 1138) === undefined && of(message, 111) === undefined && of(message, 40) === "2",
    });
  }
  return orders;
}

describe("lockstep exchange, killed", () => {
  let home = "";
  let exchange: LockstepProcess;
  const alpha = new Trader("ALPHA", "FIX.4.4");
  const bravo = new Trader("BRAVO", "FIXT.1.1", "9");
  const both = [alpha, bravo];
  const start = () =>
    startLockstep({
      command: "exchange",
      dataDir: join(home, "data"),
      args: ["--config", join(home, "exchange.yaml"), "--no-agents"],
    });

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), "lockstep-exchange-restart-"));
    writeFileSync(join(home, "exchange.yaml"), CONFIG);
    exchange = await start();
    for (const client of both) await client.logOn(exchange.fixPort);
  }, 60_000);

  afterAll(async () => {
    for (const client of both) client.drop();
    await exchange?.stop();
    rmSync(home, { recursive: true, force: true });
  });

  const live = () =>
    both.flatMap((client) => [...ordersOf(client).values()]).filter(({ leaves, isShown }) => leaves > 0 && isShown);
  const levels = (side: string) => {
    const found = new Map<number, number>();
    for (const { side: own, price, leaves } of live()) {
      if (own === side) found.set(price, (found.get(price) ?? 0) + leaves);
    }
    return [...found].sort(([a], [b]) => (side === "1" ? b - a : a - b)).slice(0, 10);
  };

  it("has every order as its client was told, the book they make, and trades next with the first in line", {
    timeout: 300_000,
  }, async () => {
    console.log(`exchange restart seed ${SEED} (LOCKSTEP_SEED=${SEED} repeats it)`);
    const random = new Random(SEED);
    let number = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      for (let count = 0; count < ORDERS; count++) {
        const client = both[random.below(2)];
        const clOrdId = `N${++number}`;
        const side = 1 + random.below(2);
        const price = ((10_000 + (side === 1 ? -1 : 1) * (random.below(20) - 4)) / 100).toFixed(2);
        const iceberg = client === alpha ? "111=5|" : "1138=5|";
        const stop = `11=${clOrdId}|55=ACME|54=${side}|38=20|40=3|99=${side === 1 ? "101.00" : "99.00"}|${TIME}|`;
        if (random.oneIn(12)) client.send("D", stop);
        else
          client.send("D", limit(clOrdId, "ACME", side, 10 + random.below(90), price, random.oneIn(5) ? iceberg : ""));
        if (random.oneIn(10)) await new Promise((resolve) => setImmediate(resolve));
      }
      // Some of it is answered, some of it is on its way.
      await alpha.until(() => alpha.heard.length > 0, "something should be heard");
      await exchange.kill("SIGKILL");
      for (const client of both) await client.until(() => !client.loggedOn, "the line should be gone");
      exchange = await start();
      for (const client of both) await client.logOn(exchange.fixPort);
      await alpha.until(
        () => both.reduce((sum, client) => sum + ordersOf(client).size, 0) >= number,
        `seed ${SEED}: every order should be answered, killed or not`,
      );
      // And what the last of them did to others was told.
      for (const client of both) {
        client.send("H", `11=NONE|55=ACME|54=1|790=K${kill}|`);
        await client.next({ 35: "8", 790: `K${kill}` });
      }
      const answer = await fetch(`http://127.0.0.1:${exchange.httpPort}/api/book/ACME`);
      const shown = (await answer.json()) as Record<"bids" | "asks", { price: string; qty: string; orders: number }[]>;
      // What is not shown whole, icebergs, stands in the book with its shown part: only levels without one are compared.
      const hidden = new Set(
        both
          .flatMap((client) => [...ordersOf(client).values()])
          .filter(({ leaves, isShown }) => leaves > 0 && !isShown)
          .map(({ price }) => price),
      );
      const plain = (rows: { price: string; qty: string }[]) =>
        rows.map(({ price, qty }) => [Number(price), Number(qty)]).filter(([price]) => !hidden.has(price));
      const told = (side: string) => levels(side).filter(([price]) => !hidden.has(price));
      expect(plain(shown.bids), `seed ${SEED}`).toEqual(told("1").slice(0, plain(shown.bids).length));
      expect(plain(shown.asks), `seed ${SEED}`).toEqual(told("2").slice(0, plain(shown.asks).length));

      // The next trade: of the best bids shown, the one that was there first.
      const best = Number(shown.bids[0].price);
      const atBest = both
        .flatMap((client) => [...ordersOf(client).values()])
        .filter(({ side, price, leaves }) => side === "1" && price === best && leaves > 0);
      const first = atBest.reduce((a, b) => (b.orderId < a.orderId ? b : a));
      const hitter = `Z${kill}`;
      alpha.send("D", limit(hitter, "ACME", 2, 1, shown.bids[0].price, "59=3|"));
      await alpha.next({ 35: "8", 11: hitter, 150: "F", 31: shown.bids[0].price });
      number++;
      if (atBest.some(({ isShown }) => !isShown)) continue;
      const owner = ordersOf(alpha).has(first.clOrdId) ? alpha : bravo;
      await owner.until(
        () => ordersOf(owner).get(first.clOrdId)!.leaves === first.leaves - 1,
        `seed ${SEED}: ${first.clOrdId} should trade first`,
      );
    }
    for (const client of both) expect(client.faults).toEqual([]);
  });
});
