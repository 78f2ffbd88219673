/**
 * The initiator with a venue that is not ours: QuickFIX C++ as acceptor, validating all it gets by its own dictionary, its
 * numbers in files; ours validates all it gets, too. Both sides are cut, killed and started again, and miss nothing.
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FixInitiator } from "../src/fix/initiator.ts";
import { MemoryStore } from "../src/fix/memory-store.ts";
import type { MessageView } from "../src/fix/message-view.ts";
import { FixSession } from "../src/fix/session.ts";
import { type FixApplication, fixSessionConfig } from "../src/fix/session-types.ts";
import { Tag } from "../src/fix/tags.ts";
import { SystemClock } from "../src/lib/clock.ts";
import { fieldsOf, Mailbox } from "./support/mailbox.ts";
import { compileQuickFixPeer, dictionaryPath, quickFixMissing } from "./support/quickfix-peer.ts";
import { freePort, QuickFixVenue } from "./support/quickfix-venue.ts";

const missing = quickFixMissing();
const skipped = missing === "" ? "" : ` (skipped: ${missing})`;
if (missing !== "") console.warn(`QuickFIX C++ venue: skipped: ${missing}`);

const clock = new SystemClock();
/** QuickFIX reads its dictionaries anew at each start. */
const PATIENCE_MS = 20_000;

/** What the gateway's application is given, and what its session said. */
class Desk implements FixApplication {
  readonly reports = new Mailbox();
  readonly events = new Mailbox();
  readonly faults: string[] = [];

  onLogon(): void {
    this.events.put({ 0: "logon" });
  }

  onLogout(): void {
    this.events.put({ 0: "logout" });
  }

  onMessage(_session: FixSession, view: MessageView): void {
    this.reports.put(fieldsOf(view.bytes.toString("latin1", view.start, view.end)));
  }

  onSessionEvent(_session: FixSession | null, kind: string, text: string): void {
    if (/reject|garbled/.test(kind)) this.faults.push(`${kind}: ${text}`);
  }
}

const versions = [
  { name: "4.2", beginString: "FIX.4.2", applVerId: "", dictionary: "FIX42.xml", transport: "" },
  { name: "4.4", beginString: "FIX.4.4", applVerId: "", dictionary: "FIX44.xml", transport: "" },
  { name: "5.0 SP2", beginString: "FIXT.1.1", applVerId: "9", dictionary: "FIX50SP2.xml", transport: "FIXT11.xml" },
];

let directory = "";
let program = "";
beforeAll(() => {
  if (missing !== "") return;
  directory = mkdtempSync(join(tmpdir(), "lockstep-quickfix-venue-"));
  program = compileQuickFixPeer(directory, "quickfix-venue");
}, 120_000);
afterAll(() => {
  if (directory !== "") rmSync(directory, { recursive: true, force: true });
});

describe.skipIf(missing !== "").each(versions)(`QuickFIX C++ as venue, FIX $name${skipped}`, (version) => {
  const { beginString, applVerId } = version;
  const store = new MemoryStore();
  const desk = new Desk();
  const venues: QuickFixVenue[] = [];
  let port = 0;
  let venue: QuickFixVenue;
  let initiator: FixInitiator;

  async function openVenue(): Promise<QuickFixVenue> {
    const files = join(directory, version.name);
    mkdirSync(files, { recursive: true });
    const transport = version.transport === "" ? {} : { transport: dictionaryPath(version.transport) };
    const options = { program, port, beginString, store: files, dictionary: dictionaryPath(version.dictionary) };
    const opened = await QuickFixVenue.open({ ...options, ...transport });
    venues.push(opened);
    return opened;
  }

  /** A gateway as it is after a start: a new session over what the store has. */
  async function call(): Promise<void> {
    const names = { senderCompId: "GW", targetCompId: "VENUE" };
    const config = fixSessionConfig({ beginString, defaultApplVerId: applVerId, ...names });
    const session = new FixSession({ id: 0, config, store, clock });
    const pauses = { reconnectMinMs: 50, reconnectMaxMs: 200, tickMs: 20 };
    initiator = new FixInitiator({ session, application: desk, clock, flush: "auto", ...pauses });
    initiator.connect("127.0.0.1", port);
    await desk.events.next({ 0: "logon" }, PATIENCE_MS);
  }

  beforeAll(async () => {
    port = await freePort();
    venue = await openVenue();
    await call();
  }, 30_000);
  afterAll(async () => {
    await initiator?.close();
    for (const each of venues) await each.kill();
  });

  function order(clOrdId: string): void {
    const writer = initiator.session.begin("D");
    writer.text(Tag.ClOrdID, clOrdId);
    writer.char(Tag.HandlInst, "1");
    writer.decimal(Tag.OrderQty, 300, 0);
    writer.char(Tag.OrdType, "2");
    writer.decimal(Tag.Price, 10_005, 2);
    writer.char(Tag.Side, "1");
    writer.text(Tag.Symbol, "ACME");
    writer.timestamp(Tag.TransactTime, clock.nowNs());
    initiator.session.send();
  }

  const late = (clOrdId: string) => {
    const transType = beginString === "FIX.4.2" ? "|20=0" : "";
    return venue.send(
      `35=8|6=0|14=0|39=0|150=0|37=L|17=L-${clOrdId}|11=${clOrdId}|38=300|54=1|55=ACME|151=300${transType}`,
    );
  };

  it("reports every order it is sent", async () => {
    for (const clOrdId of ["A1", "A2", "A3"]) order(clOrdId);
    for (const clOrdId of ["A1", "A2", "A3"]) {
      expect(await venue.received.next({ 35: "D", 11: clOrdId })).toMatchObject({
        38: "300",
        44: "100.05",
        55: "ACME",
      });
      const report = await desk.reports.next({ 11: clOrdId });
      expect(report).toMatchObject({ 35: "8", 49: "VENUE", 56: "GW", 37: `O-${clOrdId}`, 151: "300" });
      expect(report).not.toHaveProperty("43");
    }
  });

  it("sends again what it said while the gateway was logged out, and the gateway was started anew", async () => {
    await initiator.close("bye");
    await venue.events.next({ 0: "logout" }, PATIENCE_MS);
    expect(await venue.received.next({ 35: "5" })).toMatchObject({ 58: "bye" });
    for (const clOrdId of ["B1", "B2"]) await late(clOrdId);
    await call();
    for (const clOrdId of ["B1", "B2"]) expect(await desk.reports.next({ 11: clOrdId })).toMatchObject({ 43: "Y" });
  });

  it("is sent again what the gateway sent while its line was cut", async () => {
    initiator.session.disconnect("cut");
    order("C1");
    await desk.events.next({ 0: "logon" }, PATIENCE_MS);
    order("C2");
    expect(await venue.received.next({ 35: "D", 11: "C1" })).toMatchObject({ 43: "Y" });
    for (const clOrdId of ["C1", "C2"]) expect(await desk.reports.next({ 11: clOrdId })).toMatchObject({ 39: "0" });
  });

  it("goes on with its numbers after it was killed, and gets what the gateway sent meanwhile", async () => {
    await venue.kill();
    await desk.events.next({ 0: "logout" }, PATIENCE_MS);
    for (const clOrdId of ["D1", "D2"]) order(clOrdId);
    venue = await openVenue();
    await desk.events.next({ 0: "logon" }, PATIENCE_MS);
    for (const clOrdId of ["D1", "D2"]) {
      expect(await venue.received.next({ 35: "D", 11: clOrdId })).toMatchObject({ 43: "Y" });
      expect(await desk.reports.next({ 11: clOrdId })).toMatchObject({ 37: `O-${clOrdId}` });
    }
  });

  it("logs out, and both sides agree on their numbers to the last", async () => {
    const { session } = initiator;
    await initiator.close("good night");
    await venue.events.next({ 0: "logout" }, PATIENCE_MS);
    const { 34: ours } = await venue.received.next({ 35: "5" });
    const { 34: theirs } = await venue.sent.next({ 35: "5" });
    expect([session.nextSenderMsgSeqNum, session.nextTargetMsgSeqNum]).toEqual([Number(ours) + 1, Number(theirs) + 1]);
    await call();
    expect(await venue.received.next({ 35: "A", 34: String(Number(ours) + 1) })).not.toHaveProperty("141");
    expect(initiator.session.status().gap).toBe("");
  });

  it("and the gateway reject nothing of each other's", () => {
    expect(desk.faults).toEqual([]);
    for (const { received, sent, log } of venues) {
      expect([...received.all, ...sent.all].filter((message) => ["3", "j"].includes(message[35]))).toEqual([]);
      expect(log.filter((text) => /reject|invalid|too low|unsupported/i.test(text))).toEqual([]);
    }
    const ids = desk.reports.all.map((report) => report[17]);
    expect(ids.toSorted()).toEqual([...new Set(ids)].toSorted());
  });
});
