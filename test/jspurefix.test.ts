/** Lockstep's messages as jspurefix takes them: an engine in another hand, with numbers of its own in files. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SystemClock } from "../src/lib/clock.ts";
import { RawClient, stamp } from "./fix/two-sides.ts";
import { JspurefixPeer, jspurefixMissing } from "./support/jspurefix-peer.ts";
import { type LockstepProcess, startLockstep } from "./support/process.ts";

const missing = jspurefixMissing();
if (missing !== "") console.warn(`jspurefix peer: skipped: ${missing}`);

describe.skipIf(missing !== "")(
  `jspurefix trades with Lockstep${missing === "" ? "" : ` (skipped: ${missing})`}`,
  () => {
    const clock = new SystemClock();
    let directory = "";
    let oms: LockstepProcess;
    let alpha: JspurefixPeer;
    let bravo: RawClient;
    const logOn = () => JspurefixPeer.logOn(oms.fixPort, "ALPHA", join(directory, "store"));
    const peers: JspurefixPeer[] = [];

    beforeAll(async () => {
      directory = mkdtempSync(join(tmpdir(), "lockstep-jspurefix-"));
      oms = await startLockstep({ args: ["--no-agents"] });
      alpha = await logOn();
      peers.push(alpha);
      bravo = new RawClient(oms.fixPort, clock);
      Object.assign(bravo, { sender: "BRAVO", target: "LOCKSTEP", beginString: "FIX.4.2" });
      bravo.send("35=A|34=1|98=0|108=30|141=Y");
    });
    afterAll(async () => {
      bravo?.socket.destroy();
      for (const peer of peers) await peer.kill();
      await oms?.stop();
      if (directory !== "") rmSync(directory, { recursive: true, force: true });
    });

    const body = (clOrdId: string, price: number) => {
      const words = { ClOrdID: clOrdId, Instrument: { Symbol: "ZVZZT" }, Side: "1", OrdType: "2", Price: price };
      return { ...words, OrderQtyData: { OrderQty: 100 } };
    };

    it("is acknowledged an order, and its cancel", async () => {
      alpha.send("D", body("A1", 90));
      const ack = await alpha.received.next({ 35: "8", 11: "A1" });
      expect(ack).toMatchObject({ 39: "0", 150: "0", 38: "100", 44: "90.00", 14: "0", 151: "100" });
      alpha.send("F", { ...body("A2", 90), OrigClOrdID: "A1" });
      const canceled = await alpha.received.next({ 35: "8", 11: "A2" });
      expect(canceled).toMatchObject({ 39: "4", 150: "4", 41: "A1", 151: "0" });
    });

    it("is resent the fill of its absence after its line was cut, once, as a possible duplicate", async () => {
      alpha.send("D", body("A3", 100));
      await alpha.received.next({ 35: "8", 11: "A3", 39: "0" });
      // It writes its numbers down in its own time, and with older ones nobody would let it on again.
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      await alpha.kill();
      const sell = `11=B1|21=1|38=100|40=2|44=100.00|54=2|55=ZVZZT|60=${stamp(clock.nowNs())}`;
      bravo.send(`35=D|34=2|${sell}`);
      const filled = () => bravo.received.some((text) => /\|11=B1\|.*\|39=2\|/.test(text));
      for (let turn = 0; turn < 5_000 && !filled(); turn++) await new Promise((resolve) => setTimeout(resolve, 2));
      expect(filled()).toBe(true);

      alpha = await logOn();
      peers.push(alpha);
      expect(await alpha.received.next({ 35: "8", 11: "A3", 150: "F" }, 10_000)).toMatchObject({
        43: "Y",
        39: "2",
        32: "100",
        31: "100.00",
      });
      expect(alpha.sent.all.filter((message) => message[35] === "2").length).toBeGreaterThan(0);
      alpha.send("D", body("A4", 90));
      expect(await alpha.received.next({ 35: "8", 11: "A4" })).toMatchObject({ 39: "0" });
      expect(alpha.received.all.filter((message) => message[150] === "F").length).toBe(1);
    });

    it("logs out, and is rejected nothing", async () => {
      expect(await alpha.logOut()).toBe("");
      expect((await alpha.received.next({ 35: "5" }))[58]).toBeUndefined();
      for (const { received, sent } of peers) {
        expect([...received.all, ...sent.all].filter((message) => ["3", "j"].includes(message[35]))).toEqual([]);
      }
    });
  },
);
