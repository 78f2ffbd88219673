/**
 * What QuickFIX C++ is told of orders that traded while it was away, and after Lockstep was killed in the middle of a
 * session: it keeps its numbers, asks for nothing twice, and validates what is resent like everything else.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LockstepProcess, startLockstep } from "./support/process.ts";
import { compileQuickFixPeer, dictionaryPath, QuickFixPeer, quickFixMissing } from "./support/quickfix-peer.ts";

const missing = quickFixMissing();
if (missing !== "") console.warn(`QuickFIX C++ peer, resuming: skipped: ${missing}`);

describe.skipIf(missing !== "")(
  `QuickFIX C++ takes its session up again${missing === "" ? "" : ` (skipped: ${missing})`}`,
  () => {
    let directory = "";
    let dataDir = "";
    let oms: LockstepProcess;
    let alpha: QuickFixPeer;
    let bravo: QuickFixPeer;

    beforeAll(async () => {
      directory = mkdtempSync(join(tmpdir(), "lockstep-quickfix-"));
      dataDir = join(directory, "data");
      const program = compileQuickFixPeer(directory);
      oms = await startLockstep({ dataDir, args: ["--no-agents"] });
      const logOn = (sender: string, beginString: string, dictionary: string) =>
        QuickFixPeer.logOn({ program, port: oms.fixPort, sender, beginString, dictionary, reset: false });
      alpha = await logOn("ALPHA", "FIX.4.4", dictionaryPath("FIX44.xml"));
      bravo = await logOn("BRAVO", "FIX.4.2", dictionaryPath("FIX42.xml"));
    }, 120_000);

    afterAll(async () => {
      await alpha?.stop();
      await bravo?.stop();
      await oms?.stop();
      rmSync(directory, { recursive: true, force: true });
    });

    it("gets the fills of its absence by resend, as possible duplicates, each once", async () => {
      alpha.send("35=D|11=S1|55=ZVZZT|54=1|38=300|40=2|44=100.00");
      await alpha.received.next({ 35: "8", 11: "S1", 150: "0" });
      await alpha.leave();
      bravo.send("35=D|11=T1|21=1|55=ZVZZT|54=2|38=100|40=2|44=100.00");
      await bravo.received.next({ 35: "8", 11: "T1", 39: "2" });
      bravo.send("35=D|11=T2|21=1|55=ZVZZT|54=2|38=50|40=2|44=100.00");
      await bravo.received.next({ 35: "8", 11: "T2", 39: "2" });
      await alpha.resume();
      expect(await alpha.received.next({ 11: "S1", 150: "F" })).toMatchObject({
        43: "Y",
        32: "100",
        14: "100",
        151: "200",
      });
      expect(await alpha.received.next({ 11: "S1", 150: "F" })).toMatchObject({
        43: "Y",
        32: "50",
        14: "150",
        151: "150",
      });
    });

    it("goes on with the same numbers and orders after Lockstep was killed", async () => {
      alpha.send("35=D|11=S2|55=ZVZZT|54=1|38=100|40=2|44=99.00");
      const { 37: orderId } = await alpha.received.next({ 35: "8", 11: "S2", 150: "0" });
      const { fixPort } = oms;
      await oms.kill("SIGKILL");
      await Promise.all([alpha.event("logout"), bravo.event("logout")]);
      oms = await startLockstep({ dataDir, args: ["--no-agents", "--fix-port", String(fixPort)] });
      await Promise.all([alpha.event("logon"), bravo.event("logon")]);

      alpha.send("35=H|11=S2|55=ZVZZT|54=1");
      const status = await alpha.received.next({ 35: "8", 11: "S2", 150: "I" });
      expect(status).toMatchObject({ 37: orderId, 39: "0", 14: "0", 151: "100" });
      bravo.send("35=D|11=T3|21=1|55=ZVZZT|54=2|38=250|40=2|44=99.00");
      expect(await alpha.received.next({ 11: "S1", 150: "F" })).toMatchObject({
        39: "2",
        32: "150",
        14: "300",
        151: "0",
      });
      expect(await alpha.received.next({ 11: "S2", 150: "F" })).toMatchObject({
        37: orderId,
        39: "2",
        32: "100",
        14: "100",
      });
      expect(await bravo.received.next({ 11: "T3", 150: "2" })).toMatchObject({ 39: "2", 14: "250", 6: "99.600000" });
    });

    it("heard of every execution once, and rejected nothing", () => {
      for (const peer of [alpha, bravo]) {
        const reports = peer.received.all.filter((message) => message[35] === "8");
        const first = reports.filter((message) => message[43] !== "Y");
        expect(new Set(first.map((message) => message[17])).size).toBe(first.length);
        const fills = new Set(reports.filter((message) => Number(message[32]) > 0).map((message) => message[17]));
        expect(fills.size).toBe(4);
        const rejects = [...peer.received.all, ...peer.sent.all].filter((message) => ["3", "j"].includes(message[35]));
        expect(rejects).toEqual([]);
        expect(peer.log.filter((text) => /too low|rejected|invalid/i.test(text))).toEqual([]);
      }
    });
  },
);
