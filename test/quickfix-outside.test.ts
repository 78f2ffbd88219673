/**
 * The OMS as a process, its orders at a venue that is not ours: QuickFIX C++ as acceptor, with dictionaries on, in three
 * versions. It trades, and is killed, and the OMS is killed; both go on and agree on every order.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LockstepProcess, startLockstep } from "./support/process.ts";
import { compileQuickFixPeer, dictionaryPath, quickFixMissing } from "./support/quickfix-peer.ts";
import { freePort, QuickFixVenue } from "./support/quickfix-venue.ts";
import { limit, of, Trader } from "./support/trader.ts";

const missing = quickFixMissing();
const skipped = missing === "" ? "" : ` (skipped: ${missing})`;
const TIME = "60=20261122-10:00:00|";
const versions = [
  { name: "4.2", beginString: "FIX.4.2", applVerId: "", dictionary: "FIX42.xml", transport: "" },
  { name: "4.4", beginString: "FIX.4.4", applVerId: "", dictionary: "FIX44.xml", transport: "" },
  { name: "5.0 SP2", beginString: "FIXT.1.1", applVerId: "9", dictionary: "FIX50SP2.xml", transport: "FIXT11.xml" },
];

let directory = "";
let program = "";
beforeAll(() => {
  if (missing !== "") return;
  directory = mkdtempSync(join(tmpdir(), "lockstep-quickfix-outside-"));
  program = compileQuickFixPeer(directory, "quickfix-venue");
}, 120_000);
afterAll(() => {
  if (directory !== "") rmSync(directory, { recursive: true, force: true });
});

describe.skipIf(missing !== "").each(versions)(`an OMS trades at QuickFIX C++ in FIX $name${skipped}`, (version) => {
  const { name, beginString, applVerId, dictionary, transport } = version;
  const client = new Trader("ALPHA", "FIX.4.4", "", "LOCKSTEP");
  const venues: QuickFixVenue[] = [];
  let home = "";
  let port = 0;
  let venue: QuickFixVenue;
  let oms: LockstepProcess;

  async function openVenue(): Promise<void> {
    const paths = {
      dictionary: dictionaryPath(dictionary),
      ...(transport === "" ? {} : { transport: dictionaryPath(transport) }),
    };
    venue = await QuickFixVenue.open({ program, port, beginString, store: home, hasBook: true, ...paths });
    venues.push(venue);
  }
  const startOms = () => startLockstep({ dataDir: join(home, "oms"), args: ["--config", join(home, "oms.yaml")] });

  async function lineUp(): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      const clOrdId = `UP-${client.nextIn}-${attempt}`;
      client.send("D", limit(clOrdId, "ACME", 1, 10, "101.00"));
      const answer = await client.next({ 35: "8", 11: clOrdId });
      if (of(answer, 150) !== "8") return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  beforeAll(async () => {
    home = join(directory, name);
    mkdirSync(home, { recursive: true });
    port = await freePort();
    const applVer = applVerId === "" ? "" : `, defaultApplVerId: "${applVerId}"`;
    writeFileSync(
      join(home, "oms.yaml"),
      `
insecureLogon: true
sessions: [{ compId: ALPHA, beginString: FIX.4.4 }]
venues:
  - { name: QUICK, id: 2, beginString: ${beginString}${applVer}, senderCompId: GW, targetCompId: VENUE,
      hosts: [{ host: 127.0.0.1, port: ${port} }], reconnectMinMs: 50, reconnectMaxMs: 200 }
instruments: [{ symbol: ACME, referencePrice: "100.00", venue: QUICK }]
`,
    );
    await openVenue();
    oms = await startOms();
    await client.logOn(oms.fixPort);
    await lineUp();
  }, 60_000);

  afterAll(async () => {
    client.drop();
    await oms?.stop();
    for (const each of venues) await each.kill();
  });

  it("fills, replaces, cancels and refusals come home", async () => {
    client.send("D", limit("A1", "ACME", 1, 25, "100.50"));
    await client.next({ 35: "8", 11: "A1", 150: "F", 32: "12", 31: "100.00", 39: "1" });
    await client.next({ 35: "8", 11: "A1", 150: "F", 32: "13", 14: "25", 39: "2" });
    client.send("D", limit("B1", "ACME", 1, 100, "99.00"));
    await client.next({ 35: "8", 11: "B1", 150: "0" });
    client.send("G", `41=B1|${limit("B2", "ACME", 1, 200, "98.00")}`);
    await client.next({ 35: "8", 11: "B2", 41: "B1", 150: "5", 38: "200", 44: "98.00" });
    client.send("F", `41=B2|11=B3|55=ACME|54=1|${TIME}38=200|`);
    await client.next({ 35: "8", 11: "B3", 41: "B2", 150: "4" });
    client.send("D", limit("C1", "ACME", 1, 666, "99.00"));
    await client.next({ 35: "8", 11: "C1", 150: "8", 58: "666 is refused here" });
  });

  it("goes on with both sides' orders when either is killed while orders are on their way", async () => {
    let number = 0;
    const load = (count: number) => {
      for (let index = 0; index < count; index++) {
        number++;
        client.send(
          "D",
          limit(`L${number}`, "ACME", 1 + (number % 2), 1 + (number % 60), number % 3 ? "99.00" : "101.00"),
        );
        if (number % 5 === 0) client.send("F", `41=L${number - 3}|11=X${number}|55=ACME|54=1|${TIME}38=1|`);
      }
    };
    load(60);
    await venue.kill();
    await openVenue();
    await lineUp();
    load(60);
    await oms.kill();
    client.drop();
    oms = await startOms();
    await client.logOn(oms.fixPort);
    await lineUp();
    const standing = new Map<string, string>();
    const names = client.orders.filter((each) => /^L\d+$/.test(each));
    const ask = async () => {
      standing.clear();
      for (const clOrdId of names) client.send("H", `11=${clOrdId}|55=ACME|54=1|790=${clOrdId}-${client.nextIn}|`);
      await client.until(() => client.heard.length > 0, "nothing was heard");
      await new Promise((resolve) => setTimeout(resolve, 500));
      for (const message of client.heard) {
        const clOrdId = of(message, 790)?.split("-")[0] ?? "";
        if (of(message, 37) !== "NONE")
          standing.set(clOrdId, `${of(message, 37)} ${of(message, 39)} ${of(message, 14)}`);
      }
    };
    const unsettled = () => [...standing.values()].filter((each) => /^\S+ [A6E] /.test(each));
    for (let attempt = 0; attempt < 20; attempt++) {
      await ask();
      if (unsettled().length === 0) break;
    }
    expect(unsettled()).toEqual([]);
    // The venue's own book: ClOrdID, Symbol, Side, Price, OrdStatus, OrderQty, CumQty.
    const theirs = new Map<string, string>();
    for (const line of readFileSync(join(home, "book.txt"), "utf8").split("\n")) {
      const [clOrdId, , , , ordStatus, , cumQty] = line.split(" ");
      if (/^\d+-\d+$/.test(clOrdId)) theirs.set(clOrdId.split("-")[0], `${ordStatus} ${cumQty}`);
    }
    for (const [clOrdId, each] of standing) {
      const [orderId, ordStatus, cumQty] = each.split(" ");
      // What was refused because the line was down never went there.
      if (ordStatus !== "8") expect([clOrdId, `${ordStatus} ${cumQty}`]).toEqual([clOrdId, theirs.get(orderId)]);
    }
    expect(client.faults).toEqual([]);
    // Enough of them were open, filled and canceled there for the comparison to mean something.
    for (const ordStatus of ["0", "2", "4"])
      expect([...theirs.values()].filter((each) => each.startsWith(ordStatus)).length).toBeGreaterThan(3);
    expect(standing.size).toBeGreaterThan(60);
  }, 60_000);

  it("and neither rejects a message of the other", () => {
    for (const { received, sent } of venues)
      expect([...received.all, ...sent.all].filter((message) => ["3", "j"].includes(message[35]))).toEqual([]);
  });
});
