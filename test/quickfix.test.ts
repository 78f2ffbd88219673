/**
 * Lockstep's messages as QuickFIX C++ sees them: an engine that is not ours, validating every message by its own
 * dictionary. A real server from `dist`, real sockets.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Fields } from "./support/mailbox.ts";
import { type LockstepProcess, startLockstep } from "./support/process.ts";
import { compileQuickFixPeer, dictionaryPath, QuickFixPeer, quickFixMissing } from "./support/quickfix-peer.ts";

const missing = quickFixMissing();
if (missing !== "") console.warn(`QuickFIX C++ peer: skipped: ${missing}`);

describe.skipIf(missing !== "")(
  `QuickFIX C++ trades with Lockstep${missing === "" ? "" : ` (skipped: ${missing})`}`,
  () => {
    let directory = "";
    let program = "";
    let oms: LockstepProcess;
    let alpha: QuickFixPeer;
    let bravo: QuickFixPeer;
    let charlie: QuickFixPeer;

    const logOn = (sender: string, beginString: string, dictionary: string) =>
      QuickFixPeer.logOn({ program, port: oms.fixPort, sender, beginString, dictionary });

    beforeAll(async () => {
      directory = mkdtempSync(join(tmpdir(), "lockstep-quickfix-"));
      program = compileQuickFixPeer(directory);
      oms = await startLockstep({ args: ["--no-agents"] });
      alpha = await logOn("ALPHA", "FIX.4.4", dictionaryPath("FIX44.xml"));
      bravo = await logOn("BRAVO", "FIX.4.2", dictionaryPath("FIX42.xml"));
    }, 120_000);

    afterAll(async () => {
      await alpha?.stop();
      await bravo?.stop();
      await charlie?.stop();
      await oms?.stop();
      rmSync(directory, { recursive: true, force: true });
    });

    const report = (peer: QuickFixPeer, clOrdId: string, execType: string, more: Fields = {}) =>
      peer.received.next({ 35: "8", 11: clOrdId, 150: execType, ...more });

    it("acknowledges a limit order", async () => {
      alpha.send("35=D|11=N1|55=ZVZZT|54=1|38=100|40=2|44=90.00|59=0");
      const ack = await report(alpha, "N1", "0");
      expect(ack).toMatchObject({
        39: "0",
        1: "ALPHA-1",
        14: "0",
        151: "100",
        6: "0",
        38: "100",
        44: "90.00",
        54: "1",
        59: "0",
      });
      expect(ack[37]).toMatch(/^\d+$/);
      expect(ack[17]).not.toBe("");
    });

    it("cancels", async () => {
      alpha.send("35=F|11=N2|41=N1|55=ZVZZT|54=1|38=100");
      expect(await report(alpha, "N2", "4")).toMatchObject({ 39: "4", 41: "N1", 14: "0", 151: "0" });
    });

    it("replaces price and quantity", async () => {
      alpha.send("35=D|11=R1|55=ZVZZT|54=1|38=100|40=2|44=90.00");
      const { 37: orderId } = await report(alpha, "R1", "0");
      alpha.send("35=G|11=R2|41=R1|55=ZVZZT|54=1|38=250|40=2|44=90.05");
      const replaced = await report(alpha, "R2", "5");
      expect(replaced).toMatchObject({ 37: orderId, 41: "R1", 39: "0", 38: "250", 44: "90.05", 14: "0", 151: "250" });
      alpha.send("35=F|11=R3|41=R2|55=ZVZZT|54=1|38=250");
      expect(await report(alpha, "R3", "4")).toMatchObject({ 37: orderId, 41: "R2", 39: "4" });
    });

    it("crosses two clients of two FIX versions, and both are told of every fill", async () => {
      alpha.send("35=D|11=X1|55=ZVZZT|54=1|38=300|40=2|44=100.00");
      await report(alpha, "X1", "0");
      bravo.send("35=D|11=Y1|21=1|55=ZVZZT|54=2|38=100|40=2|44=100.00");
      bravo.send("35=D|11=Y2|21=1|55=ZVZZT|54=2|38=300|40=2|44=99.50");

      const fill = { 31: "100.00", 6: "100.000000" };
      expect(await report(alpha, "X1", "F")).toMatchObject({ ...fill, 39: "1", 32: "100", 14: "100", 151: "200" });
      expect(await report(alpha, "X1", "F")).toMatchObject({ ...fill, 39: "2", 32: "200", 14: "300", 151: "0" });
      // FIX 4.2: ExecTransType says "new", and a fill's ExecType is the status it led to.
      expect(await report(bravo, "Y1", "0")).toMatchObject({ 20: "0", 39: "0", 14: "0", 151: "100" });
      expect(await report(bravo, "Y1", "2")).toMatchObject({
        ...fill,
        20: "0",
        39: "2",
        32: "100",
        14: "100",
        151: "0",
      });
      expect(await report(bravo, "Y2", "1")).toMatchObject({
        ...fill,
        20: "0",
        39: "1",
        32: "200",
        14: "200",
        151: "100",
      });
      bravo.send("35=F|11=Y3|41=Y2|55=ZVZZT|54=2|38=300");
      expect(await report(bravo, "Y3", "4")).toMatchObject({ 20: "0", 39: "4", 41: "Y2", 14: "200", 151: "0" });
    });

    it("averages fills at two prices", async () => {
      bravo.send("35=D|11=V1|21=1|55=ZVZZT|54=2|38=100|40=2|44=100.01");
      bravo.send("35=D|11=V2|21=1|55=ZVZZT|54=2|38=200|40=2|44=100.02");
      await report(bravo, "V2", "0");
      alpha.send("35=D|11=V3|55=ZVZZT|54=1|38=300|40=2|44=100.05");
      expect(await report(alpha, "V3", "F")).toMatchObject({
        31: "100.01",
        32: "100",
        6: "100.010000",
        14: "100",
        151: "200",
      });
      expect(await report(alpha, "V3", "F")).toMatchObject({
        31: "100.02",
        32: "200",
        6: "100.016667",
        14: "300",
        151: "0",
      });
    });

    it("fills what there is for an immediate-or-cancel order and cancels the rest", async () => {
      bravo.send("35=D|11=I1|21=1|55=ZVZZT|54=2|38=100|40=2|44=100.00");
      await report(bravo, "I1", "0");
      alpha.send("35=D|11=I2|55=ZVZZT|54=1|38=250|40=2|44=100.00|59=3");
      expect(await report(alpha, "I2", "0")).toMatchObject({ 39: "0", 59: "3" });
      expect(await report(alpha, "I2", "F")).toMatchObject({ 39: "1", 32: "100", 14: "100", 151: "150" });
      expect(await report(alpha, "I2", "4")).toMatchObject({ 39: "4", 14: "100", 151: "0" });
    });

    it("kills a fill-or-kill order whole, and leaves the book as it was", async () => {
      bravo.send("35=D|11=K1|21=1|55=ZVZZT|54=2|38=100|40=2|44=100.00");
      await report(bravo, "K1", "0");
      alpha.send("35=D|11=K2|55=ZVZZT|54=1|38=250|40=2|44=100.00|59=4");
      expect(await report(alpha, "K2", "4")).toMatchObject({ 39: "4", 14: "0", 151: "0", 6: "0" });
      alpha.send("35=D|11=K3|55=ZVZZT|54=1|38=100|40=2|44=100.00|59=4");
      expect(await report(alpha, "K3", "F")).toMatchObject({ 39: "2", 32: "100", 14: "100" });
    });

    it("fills a market order", async () => {
      bravo.send("35=D|11=M1|21=1|55=ZVZZT|54=1|38=100|40=2|44=99.90");
      await report(bravo, "M1", "0");
      alpha.send("35=D|11=M2|55=ZVZZT|54=2|38=100|40=1");
      const filled = await report(alpha, "M2", "F");
      expect(filled).toMatchObject({ 39: "2", 40: "1", 31: "99.90", 32: "100", 14: "100", 151: "0" });
      expect(filled).not.toHaveProperty("44");
    });

    it("rejects a ClOrdID used before, an unknown symbol and a price off the tick, with a text", async () => {
      alpha.send("35=D|11=M2|55=ZVZZT|54=2|38=100|40=2|44=101.00");
      expect(await report(alpha, "M2", "8")).toMatchObject({ 103: "6", 58: expect.stringMatching(/ClOrdID/) });
      alpha.send("35=D|11=J1|55=NOSUCH|54=1|38=100|40=2|44=1.00");
      expect(await report(alpha, "J1", "8")).toMatchObject({ 39: "8", 103: "1", 58: expect.stringMatching(/NOSUCH/) });
      alpha.send("35=D|11=J2|55=ZVZZT|54=1|38=100|40=2|44=100.005");
      expect(await report(alpha, "J2", "8")).toMatchObject({
        39: "8",
        58: expect.stringMatching(/tick/),
        14: "0",
        151: "0",
      });
      bravo.send("35=D|11=J3|21=1|55=NOSUCH|54=1|38=100|40=2|44=1.00");
      expect(await report(bravo, "J3", "8")).toMatchObject({ 20: "0", 39: "8", 103: "1" });
    });

    it("answers a cancel of an unknown order with OrderCancelReject", async () => {
      alpha.send("35=F|11=U1|41=NEVER|55=ZVZZT|54=1|38=100");
      const rejected = await alpha.received.next({ 35: "9", 11: "U1" });
      expect(rejected).toMatchObject({ 41: "NEVER", 102: "1", 37: "NONE", 39: "8", 434: "1" });
      bravo.send("35=F|11=U2|41=NEVER|55=ZVZZT|54=1");
      expect(await bravo.received.next({ 35: "9", 11: "U2" })).toMatchObject({
        41: "NEVER",
        102: "1",
        37: "NONE",
        434: "1",
      });
    });

    it("reports an order's status", async () => {
      alpha.send("35=H|11=X1|55=ZVZZT|54=1");
      expect(await report(alpha, "X1", "I")).toMatchObject({ 39: "2", 14: "300", 151: "0" });
      bravo.send("35=H|11=Y2|55=ZVZZT|54=2");
      expect(await bravo.received.next({ 35: "8", 20: "3" })).toMatchObject({ 39: "4", 14: "200", 151: "0" });
    });

    it("speaks FIX 5.0 SP2 over FIXT.1.1 just as well", async () => {
      const dictionary = dictionaryPath("FIX50SP2.xml");
      const transport = dictionaryPath("FIXT11.xml");
      const sender = "CHARLIE";
      charlie = await QuickFixPeer.logOn({
        program,
        port: oms.fixPort,
        sender,
        beginString: "FIXT.1.1",
        dictionary,
        transport,
      });
      charlie.send("35=D|11=C1|55=ZXZZT|54=2|38=200|40=2|44=100.00");
      expect(await report(charlie, "C1", "0")).toMatchObject({ 39: "0", 1: "CHARLIE-1", 151: "200" });
      alpha.send("35=D|11=C2|55=ZXZZT|54=1|38=50|40=2|44=100.00");
      expect(await report(charlie, "C1", "F")).toMatchObject({ 39: "1", 31: "100.00", 32: "50", 14: "50", 151: "150" });
      charlie.send("35=G|11=C3|41=C1|55=ZXZZT|54=2|38=100|40=2|44=100.10");
      expect(await report(charlie, "C3", "5")).toMatchObject({ 39: "1", 41: "C1", 38: "100", 14: "50", 151: "50" });
      charlie.send("35=F|11=C4|41=C3|55=ZXZZT|54=2|38=100");
      expect(await report(charlie, "C4", "4")).toMatchObject({ 39: "4", 41: "C3", 14: "50", 151: "0" });
      charlie.send("35=D|11=C5|55=ZXZZT|54=1|38=100|40=2|44=100.005");
      expect(await report(charlie, "C5", "8")).toMatchObject({ 39: "8", 103: "18", 58: expect.stringMatching(/tick/) });
      charlie.send("35=F|11=C6|41=NEVER|55=ZXZZT|54=1|38=100");
      expect(await charlie.received.next({ 35: "9", 11: "C6" })).toMatchObject({ 37: "NONE", 102: "1", 434: "1" });
      charlie.send("35=H|11=C3|55=ZXZZT|54=2");
      expect(await report(charlie, "C3", "I")).toMatchObject({ 39: "4", 14: "50" });
    });

    it("sends nothing that QuickFIX's validation rejects, and rejects nothing QuickFIX sends", async () => {
      for (const peer of [alpha, bravo, charlie]) {
        const rejects = [...peer.received.all, ...peer.sent.all].filter((message) =>
          ["3", "j", "2"].includes(message[35]),
        );
        expect(rejects).toEqual([]);
        expect(peer.log.filter((text) => /reject|invalid|expecting|unsupported/i.test(text))).toEqual([]);
      }
    });

    it("is refused in its own version's form what Lockstep does not do", async () => {
      for (const [peer, id, handlInst] of [
        [alpha, "P", ""],
        [bravo, "Q", "|21=1"],
        [charlie, "S", ""],
      ] as const) {
        peer.send(`35=D|11=${id}1${handlInst}|55=ZXZZT|54=1|38=100|40=6`);
        expect(await report(peer, `${id}1`, "8")).toMatchObject({ 39: "8", 58: expect.stringMatching(/OrdType/) });
        peer.send(`35=D|11=${id}2${handlInst}|55=ZXZZT|54=1|38=10000000|40=2|44=100.00`);
        expect(await report(peer, `${id}2`, "8")).toMatchObject({
          39: "8",
          103: "3",
          58: expect.stringMatching(/OrderQty/),
        });
        peer.send(`35=D|11=${id}3${handlInst}|55=ZXZZT|54=1|38=100|40=2|44=150.00`);
        expect(await report(peer, `${id}3`, "8")).toMatchObject({ 39: "8", 58: expect.stringMatching(/Price/) });
        peer.send(`35=D|11=${id}4${handlInst}|55=ZXZZT|54=1|38=100|40=2|44=100.00|59=5`);
        expect(await report(peer, `${id}4`, "8")).toMatchObject({ 39: "8", 58: expect.stringMatching(/TimeInForce/) });
        peer.send(`35=D|11=${id}5${handlInst}|55=ZXZZT|54=1|40=2|44=100.00|152=5000`);
        expect(await peer.received.next({ 35: "j" })).toMatchObject({
          372: "D",
          380: "5",
          58: expect.stringMatching(/OrderQty/),
        });
        peer.send("35=c|320=R1|321=1|55=ZXZZT");
        expect(await peer.received.next({ 35: "j" })).toMatchObject({ 372: "c", 380: "3" });
        peer.send(`35=H|11=NEVER|55=ZXZZT|54=1`);
        expect(await peer.received.next({ 35: "8", 11: "NEVER" })).toMatchObject({ 39: "8", 37: "NONE" });
        peer.send(`35=G|11=${id}6${handlInst}|41=NEVER|55=ZXZZT|54=1|38=100|40=2|44=100.00`);
        expect(await peer.received.next({ 35: "9", 11: `${id}6` })).toMatchObject({ 102: "1", 434: "2" });
        expect(peer.sent.all.filter((message) => message[35] === "3")).toEqual([]);
      }
    });

    it("would hear of a message that is against the dictionary", async () => {
      const whole = readFileSync(dictionaryPath("FIX44.xml"), "utf8");
      const at = whole.indexOf("<message name='ExecutionReport'");
      const start = at === -1 ? whole.indexOf('<message name="ExecutionReport"') : at;
      const end = whole.indexOf("</message>", start);
      const path = join(directory, "without-leaves.xml");
      const poorer = whole.slice(start, end).replace(/<field [^>]*LeavesQty[^>]*>/, "");
      writeFileSync(path, whole.slice(0, start) + poorer + whole.slice(end));
      await alpha.stop();
      alpha = await logOn("ALPHA", "FIX.4.4", path);
      alpha.send("35=D|11=Z1|55=ZVZZT|54=1|38=100|40=2|44=90.00");
      expect(await alpha.sent.next({ 35: "3" })).toMatchObject({ 371: "151", 372: "8" });
    });
  },
);
