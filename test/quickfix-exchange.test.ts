/** `lockstep exchange` as QuickFIX C++ sees it: a client not ours, validating every message by its own dictionaries. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LockstepProcess, startLockstep } from "./support/process.ts";
import { compileQuickFixPeer, dictionaryPath, QuickFixPeer, quickFixMissing } from "./support/quickfix-peer.ts";
import { of, ToldBook } from "./support/trader.ts";

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
    }, 240_000);

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

    it("is told what an auction would give, in three versions, and that it is over", async () => {
      const phase = async (name: string) => {
        const answer = await fetch(`http://127.0.0.1:${exchange.httpPort}/api/command`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ do: "phase", symbol: "ZXZZT", phase: name }),
        });
        expect(await answer.json()).toEqual({ error: "" });
      };
      const asked = [
        [alpha, "4", { 269: "4", 286: "5" }],
        [bravo, "4", { 269: "4", 58: "theoretical price of the auction" }],
        [charlie, "Q", { 269: "Q" }],
      ] as const;
      for (const [peer, type] of asked) {
        peer.send(`35=V|262=CALL|263=1|264=0|265=1|267=1|269=${type}|146=1|55=ZXZZT`);
        await peer.received.next({ 35: "W", 262: "CALL", 55: "ZXZZT" });
      }
      await phase("opening auction");
      alpha.send(`35=D|11=CALL1|55=ZXZZT|54=1|38=100|40=2|44=90.00|60=${TIME}`);
      alpha.send(`35=D|11=CALL2|55=ZXZZT|54=2|38=60|40=2|44=90.00|60=${TIME}`);
      for (const [peer, , words] of asked) {
        await peer.received.next({ 35: "X", 262: "CALL", 279: "0", 270: "90.00", 271: "60", ...words });
        peer.send(`35=V|262=ONCE|263=0|264=0|267=1|269=${words[269]}|146=1|55=ZXZZT`);
        await peer.received.next({ 35: "W", 262: "ONCE", 270: "90.00", 271: "60", ...words });
      }
      await phase("resume");
      for (const [peer] of asked) await peer.received.next({ 35: "X", 262: "CALL", 279: "2", 270: "90.00" });
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

    it("trades every order type its version has, and is told each term", async () => {
      const order = (side: number, qty: number, more: string) => `55=ZWZZT|54=${side}|38=${qty}|60=${TIME}|${more}`;
      for (const [peer, name] of [
        [alpha, "A"],
        [bravo, "B"],
        [charlie, "C"],
      ] as const) {
        const send = async (
          number: number,
          side: number,
          qty: number,
          more: string,
          wanted: Record<number, string>,
        ) => {
          const clOrdId = `${name}T${number}`;
          const handling = peer === bravo ? "21=1|" : "";
          peer.send(`35=D|11=${clOrdId}|${handling}${order(side, qty, more)}`);
          return await peer.received.next({ 35: "8", 11: clOrdId, ...wanted });
        };
        const display = peer === charlie ? 1138 : 111;
        await send(1, 2, 100, `40=2|44=100.00|${display}=10`, { 150: "0", [display]: "10" });
        await send(2, 2, 10, `40=2|44=100.05|${display}=0`, { 150: "0", [display]: "0" });
        await send(3, 1, 10, "40=3|99=100.00", { 150: "0", 40: "3", 99: "100.00" });
        await send(4, 1, 10, "40=4|99=100.00|44=100.00", { 150: "0", 40: "4", 44: "100.00" });
        await send(5, 1, 10, "40=2|44=99.00|18=6", { 150: "0", 18: "6" });
        const peg = peer === charlie ? "40=P|1094=5|211=-0.05" : "40=P|18=R|211=-0.05";
        await send(6, 1, 10, peg, { 150: "0", 40: "P", 18: "R", 211: "-0.05" });
        await send(7, 1, 20, "40=2|44=100.00|110=20|59=3", { 150: "0", 110: "20", 59: "3" });
        // The order, both stops behind it: 40 of the iceberg's 100.
        await peer.received.next({ 35: "8", 11: `${name}T3`, 39: "2" });
        await peer.received.next({ 35: "8", 11: `${name}T4`, 39: "2" });
        await send(8, 1, 10, "40=2|44=90.00|59=6|432=20991231", { 150: "0", 59: "6", 432: "20991231" });
        await send(9, 1, 10, "40=2|44=90.00|59=1", { 150: "0", 59: "1" });
        await send(10, 1, 10, "40=2|44=90.00|59=4", { 150: "4", 59: "4" });
        if (peer !== bravo) {
          await send(11, 1, 10, "40=K", { 150: "F", 39: "2", 31: "100.00" });
          await send(12, 1, 10, "40=2|44=90.00|59=7", { 150: "0", 59: "7" });
          peer.send("35=AF|584=MASS|585=7");
          await peer.received.next({ 35: "8", 584: "MASS", 150: "I", 912: "Y" });
          peer.send(`35=q|11=${name}T99|530=1|55=ZWZZT|60=${TIME}`);
          await peer.received.next({ 35: "r", 11: `${name}T99`, 531: "1" });
        } else {
          for (const [number, side] of [
            [1, 2],
            [2, 2],
            [5, 1],
            [6, 1],
            [8, 1],
            [9, 1],
          ]) {
            peer.send(`35=F|11=BTC${number}|41=BT${number}|55=ZWZZT|54=${side}|38=10|60=${TIME}`);
            await peer.received.next({ 35: "8", 11: `BTC${number}`, 150: "4" });
          }
        }
        await send(13, 1, 10, "40=1", { 150: "4", 39: "4" });
      }
      charlie.send(`35=D|11=CS1|${order(2, 30, "40=2|44=80.00|2362=9")}`);
      charlie.send(`35=D|11=CS2|${order(1, 30, "40=2|44=80.00|2362=9|2964=3")}`);
      await charlie.received.next({ 35: "8", 11: "CS1", 150: "4", 2362: "9" });
      await charlie.received.next({ 35: "8", 11: "CS2", 150: "4", 2964: "3" });
      charlie.send(`35=D|11=CS3|${order(1, 30, "40=3|99=85.00")}`);
      charlie.send(`35=D|11=CS4|${order(2, 10, "40=2|44=85.00")}`);
      alpha.send(`35=D|11=AS5|${order(1, 10, "40=2|44=85.00")}`);
      await charlie.received.next({ 35: "8", 11: "CS3", 150: "L", 99: "85.00" });
    });

    it("rebuilds the book from market data alone, whatever trades", async () => {
      const SYMBOL = "ZXZZT";
      for (const peer of [alpha, bravo, charlie]) {
        peer.send(`35=V|262=BOOK|${DATA.replace("ZVZZT", SYMBOL)}`);
        await peer.received.next({ 35: "W", 262: "BOOK" });
      }
      for (let round = 0; round < 60; round++) {
        const price = (
          100 +
          (round % 2 === 0 ? -1 : 1) * ((round * 7) % 9) * 0.05 +
          (round % 11 === 0 ? 0.3 : 0)
        ).toFixed(2);
        const more = round % 6 === 0 ? "|111=5" : "";
        alpha.send(
          `35=D|11=MD${round}|55=${SYMBOL}|54=${1 + (round % 2)}|38=${11 + round}|40=2|44=${price}${more}|60=${TIME}`,
        );
        await alpha.received.next({ 35: "8", 11: `MD${round}`, 150: "0" });
      }
      const answer = await fetch(`http://127.0.0.1:${exchange.httpPort}/api/book/${SYMBOL}`);
      const shown = (await answer.json()) as Record<"bids" | "asks", { price: string; qty: string }[]>;
      const plain = (rows: { price: string; qty: string }[]) =>
        rows.map(({ price, qty }) => [Number(price), Number(qty)]);
      expect(shown.bids.length + shown.asks.length).toBeGreaterThan(8);
      for (const peer of [alpha, bravo, charlie]) {
        const rebuilt = () => {
          const told = new ToldBook();
          for (const raw of peer.raw) {
            const message = raw.split("\x01").map((field) => field.split(/=(.*)/s) as [string, string]);
            if (of(message, 262) === "BOOK" && /^[WX]$/.test(of(message, 35)!)) told.take(message);
          }
          return [told.levels("0").slice(0, 10), told.levels("1").slice(0, 10)];
        };
        const expected = JSON.stringify([plain(shown.bids), plain(shown.asks)]);
        for (let tries = 0; JSON.stringify(rebuilt()) !== expected && tries < 500; tries++) {
          await new Promise((resolve) => setTimeout(resolve, 10));
        }
        expect(JSON.stringify(rebuilt())).toBe(expected);
      }
    });

    it("is told of halts it subscribed to, the instrument's and the session's", async () => {
      for (const peer of [alpha, bravo, charlie]) {
        peer.send("35=e|324=HALT|55=ZVZZT|263=1");
        await peer.received.next({ 35: "f", 324: "HALT", 326: "17" });
        peer.send("35=g|335=DAY|263=1");
        await peer.received.next({ 35: "h", 335: "DAY", 340: "2" });
      }
      const command = (symbol: string, phase: string) =>
        fetch(`http://127.0.0.1:${exchange.httpPort}/api/command`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ do: "phase", symbol, phase }),
        });
      await command("ZVZZT", "halted");
      for (const peer of [alpha, bravo, charlie])
        await peer.received.next({ 35: "f", 324: "HALT", 326: "2", 325: "Y" });
      await command("", "halted");
      for (const peer of [alpha, bravo, charlie]) await peer.received.next({ 35: "h", 335: "DAY", 340: "1", 325: "Y" });
      await command("", "opening auction");
      for (const peer of [alpha, bravo, charlie]) {
        const opening = peer === bravo ? "5" : "22";
        await peer.received.next({ 35: "f", 324: "HALT", 326: opening, 325: "Y" });
        await peer.received.next({ 35: "h", 335: "DAY", 340: "4", 325: "Y" });
      }
      await command("", "resume");
      for (const peer of [alpha, bravo, charlie]) {
        await peer.received.next({ 35: "f", 324: "HALT", 326: "17", 325: "Y" });
        await peer.received.next({ 35: "h", 335: "DAY", 340: "2", 325: "Y" });
      }
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

    it("rehearses on the certification symbol", async () => {
      for (const [peer, name, traded] of [
        [alpha, "QA", "F"],
        [bravo, "QB", ""],
        [charlie, "QC", "F"],
      ] as const) {
        const isOld = traded === "";
        // Fills come twice and before their acknowledgement here: that is what is rehearsed.
        peer.received.isWatched = false;
        const send = (code: number) => {
          const handling = isOld ? "21=1|" : "";
          const clOrdId = `${name}${code}`;
          peer.send(`35=D|11=${clOrdId}|${handling}55=ZXZZT|54=1|38=${9_000 + code}|40=2|44=99.00|60=${TIME}`);
          return clOrdId;
        };
        const hears = async (code: number, wanted: Record<number, string>) =>
          await peer.received.next({ 35: "8", 11: `${name}${code}`, ...wanted });
        for (const code of [13, 20, 30, 32, 40, 42, 43, 83]) send(code);
        await hears(13, { 150: isOld ? "2" : traded, 39: "2", 32: "9013" });
        await hears(40, { 150: isOld ? "2" : traded, 39: "2" });
        await hears(40, { 150: isOld ? "2" : traded, 39: "2" });
        await hears(42, { 150: "0", 39: "0" });
        await hears(83, { 150: "8", 103: "3" });
        await hears(20, { 150: "4", 39: "4" });
        await hears(30, isOld ? { 20: "1", 14: "0" } : { 150: "H", 14: "0" });
        await hears(32, isOld ? { 20: "2", 31: "98.99" } : { 150: "G", 31: "98.99" });
        await hears(43, { 39: "2" });
        // QuickFIX asks for the numbers that were skipped, and gets them filled.
        send(62);
        await hears(62, { 150: "0" });
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
