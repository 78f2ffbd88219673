/**
 * Writes the golden journals of this version: `tsx test/support/make-golden.ts`. Run once for each version that is
 * released, and never again for that version: what it wrote is what later versions have to read.
 *
 * A real house trades for a moment with clients of three versions; both its journals are kept, and beside them what its
 * orders were.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { packageVersion } from "../../src/cli/options.ts";
import { Random } from "../../src/lib/random.ts";
import { goldenFacts } from "./golden.ts";
import { PersistentClient } from "./persistent-client.ts";
import { startLockstep } from "./process.ts";

const ROUNDS = 40;
const CONFIG = `compId: LOCKSTEP
insecureLogon: true
segmentBytes: 65536
fix: { limits: { lagMaxMs: 0 } }
sessions:
  - { compId: ALPHA, beginString: FIX.4.4, pendingReports: true }
  - { compId: BRAVO, beginString: FIX.4.2 }
  - { compId: CHARLIE, beginString: FIXT.1.1, defaultApplVerId: "9" }
  - { compId: COPY, beginString: FIX.4.4, dropCopy: { includeRequests: true } }
limits:
  - { priceCollarPercent: 20 }
  - { session: ALPHA, maxOrderQty: 1000 }
venue: { agents: { enabled: false } }
instruments:
  - { symbol: ZVZZT, referencePrice: "100.00" }
  - { symbol: ZWZZT, referencePrice: "50.000", priceScale: 3, ticks: [ { from: "0", tick: "0.005" } ], lotSize: "10" }
`;
const TIME = "20261122-10:00:00.000";

async function trade(fixPort: number): Promise<void> {
  const random = new Random(20_261_122);
  const clients = [
    new PersistentClient({ compId: "ALPHA", beginString: "FIX.4.4" }),
    new PersistentClient({ compId: "BRAVO", beginString: "FIX.4.2" }),
    new PersistentClient({ compId: "CHARLIE", beginString: "FIXT.1.1", applVerId: "9" }),
  ];
  for (const client of clients) await client.logOn(fixPort);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, client] of clients.entries()) {
      const id = `G${index}-${round}`;
      const side = 1 + random.below(2);
      const qty = 10 * (1 + random.below(12)) * (random.oneIn(15) ? 50 : 1);
      const [symbol, price] = random.oneIn(3)
        ? ["ZWZZT", `${49 + random.below(3)}.00${random.oneIn(9) ? 1 : 5}`]
        : ["ZVZZT", `${99 + random.below(3)}.00`];
      const timeInForce = ["0", "1", "3", "4"][random.below(4)];
      client.send(
        "D",
        `11=${id}|21=1|38=${qty}|40=2|44=${price}|54=${side}|55=${symbol}|59=${timeInForce}|60=${TIME}|`,
      );
      await client.until(() => client.reports.has(id), `${id} was not answered`);
      const isOpen = client.reports.get(id)?.get("39") === "0";
      if (!isOpen || random.oneIn(2)) continue;
      const request = `R${id}`;
      const common = `11=${request}|41=${id}|54=${side}|55=${symbol}|60=${TIME}|`;
      if (random.oneIn(2)) client.send("F", `${common}38=${qty}|`);
      else client.send("G", `${common}21=1|38=${qty + 10}|40=2|44=${price}|59=${timeInForce}|`);
      await client.until(() => client.reports.has(request) || client.faults.length > 0, `${request} was not answered`);
    }
  }
  for (const client of clients) client.drop();
}

const home = mkdtempSync(join(tmpdir(), "lockstep-golden-"));
writeFileSync(join(home, "lockstep.yaml"), CONFIG);
const dataDir = join(home, "data");
const oms = await startLockstep({ dataDir, args: ["--config", join(home, "lockstep.yaml")] });
await trade(oms.fixPort);
await oms.stop();

const golden = join(import.meta.dirname, "../golden", packageVersion());
for (const journal of ["journal", "exchange"]) {
  mkdirSync(join(golden, journal), { recursive: true });
  for (const name of readdirSync(join(dataDir, journal)).filter((file) => file.startsWith("segment-"))) {
    writeFileSync(join(golden, journal, `${name}.gz`), gzipSync(readFileSync(join(dataDir, journal, name))));
  }
}
writeFileSync(join(golden, "facts.json"), `${JSON.stringify(goldenFacts(dataDir), null, 1)}\n`);
rmSync(home, { recursive: true, force: true });
