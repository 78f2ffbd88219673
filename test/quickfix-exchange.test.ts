/** `lockstep exchange` as QuickFIX C++ sees it: a client not ours, validating every message by its own dictionaries. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LockstepProcess, startLockstep } from "./support/process.ts";
import { compileQuickFixPeer, dictionaryPath, QuickFixPeer, quickFixMissing } from "./support/quickfix-peer.ts";

const missing = quickFixMissing();
if (missing !== "") console.warn(`QuickFIX C++ on the exchange: skipped: ${missing}`);

const TIME = "20261122-10:00:00";
const DATA = "263=1|264=0|265=1|267=3|269=0|269=1|269=2|146=1|55=ZVZZT";

describe.skipIf(missing !== "")(
  `QuickFIX C++ trades on the exchange alone${missing === "" ? "" : ` (skipped: ${missing})`}`,
  () => {
    let directory = "";
    let exchange: LockstepProcess;
    let alpha: QuickFixPeer;
    let bravo: QuickFixPeer;
    let charlie: QuickFixPeer;

    beforeAll(async () => {
      directory = mkdtempSync(join(tmpdir(), "lockstep-quickfix-exchange-"));
      const program = compileQuickFixPeer(directory);
      exchange = await startLockstep({ command: "exchange", args: ["--no-agents", "--comp-id", "LOCKSTEP"] });
      const logOn = (sender: string, beginString: string, file: string, transport?: string) =>
        QuickFixPeer.logOn({
          program,
          port: exchange.fixPort,
          sender,
          beginString,
          dictionary: dictionaryPath(file),
          ...(transport === undefined ? {} : { transport: dictionaryPath(transport) }),
        });
      alpha = await logOn("ALPHA", "FIX.4.4", "FIX44.xml");
      bravo = await logOn("BRAVO", "FIX.4.2", "FIX42.xml");
      charlie = await logOn("CHARLIE", "FIXT.1.1", "FIX50SP2.xml", "FIXT11.xml");
    }, 120_000);

    afterAll(async () => {
      for (const peer of [alpha, bravo, charlie]) await peer?.stop();
      await exchange?.stop();
      rmSync(directory, { recursive: true, force: true });
    });

    it("is told of the book and of every change, in three versions", async () => {
      for (const peer of [alpha, bravo, charlie]) {
        peer.send(`35=V|262=MD|${DATA}`);
        await peer.received.next({ 35: "W", 262: "MD", 55: "ZVZZT" });
      }
      alpha.send(`35=D|11=A1|55=ZVZZT|54=1|38=100|40=2|44=90.00|60=${TIME}`);
      await alpha.received.next({ 35: "8", 11: "A1", 150: "0" });
      for (const peer of [alpha, bravo, charlie]) {
        await peer.received.next({ 35: "X", 279: "0", 269: "0", 270: "90.00", 271: "100" });
      }
    });

    it("trades, replaces, cancels and is refused", async () => {
      bravo.send(`35=D|21=1|11=B1|55=ZVZZT|54=2|38=40|40=2|44=90.00|60=${TIME}`);
      await bravo.received.next({ 35: "8", 11: "B1", 150: "2", 32: "40", 31: "90.00" });
      await alpha.received.next({ 35: "8", 11: "A1", 150: "F", 39: "1", 151: "60" });
      charlie.send(`35=D|11=C1|55=ZVZZT|54=2|38=10|40=2|44=95.00|60=${TIME}`);
      await charlie.received.next({ 35: "8", 11: "C1", 150: "0" });
      charlie.send(`35=G|11=C2|41=C1|55=ZVZZT|54=2|38=20|40=2|44=94.00|60=${TIME}`);
      await charlie.received.next({ 35: "8", 11: "C2", 41: "C1", 150: "5", 38: "20" });
      charlie.send(`35=F|11=C3|41=C1|55=ZVZZT|54=2|38=20|60=${TIME}`);
      await charlie.received.next({ 35: "9", 11: "C3", 102: "1" });
      charlie.send(`35=q|11=C4|530=7|60=${TIME}`);
      await charlie.received.next({ 35: "r", 11: "C4", 531: "7", 533: "1" });
      await charlie.received.next({ 35: "8", 11: "C2", 150: "4" });
    });

    it("gets instruments and statuses", async () => {
      alpha.send("35=x|320=L|559=4");
      await alpha.received.next({ 35: "y", 320: "L", 893: "Y" });
      bravo.send("35=c|320=L|321=3");
      await bravo.received.next({ 35: "d", 320: "L", 55: "ZVZZT" });
      charlie.send("35=x|320=L|559=0|55=ZVZZT");
      await charlie.received.next({ 35: "y", 320: "L", 55: "ZVZZT" });
      for (const peer of [alpha, bravo, charlie]) {
        peer.send("35=e|324=E|55=ZVZZT|263=0");
        await peer.received.next({ 35: "f", 324: "E", 326: "17" });
        peer.send("35=g|335=G|263=0");
        await peer.received.next({ 35: "h", 335: "G", 340: "2" });
      }
    });

    it("found nothing to reject", () => {
      for (const peer of [alpha, bravo, charlie]) {
        const rejects = peer.sent.all.filter((message) => message[35] === "3" || message[35] === "j");
        expect(rejects).toEqual([]);
      }
    });
  },
);
