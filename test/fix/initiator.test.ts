import { afterEach, describe, expect, it } from "vitest";
import { FixInitiator } from "../../src/fix/initiator.ts";
import { MemoryStore } from "../../src/fix/memory-store.ts";
import { FixSession } from "../../src/fix/session.ts";
import { fixSessionConfig } from "../../src/fix/session-types.ts";
import { Tag } from "../../src/fix/tags.ts";
import { acceptorSide, Recorder, turnOver } from "./two-sides.ts";

let closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing) await close();
  closing = [];
});

async function bothSides(beginString = "FIX.4.4", defaultApplVerId = "", resetOnLogon = false) {
  const side = await acceptorSide({ beginString, defaultApplVerId });
  const config = fixSessionConfig({
    beginString,
    defaultApplVerId,
    senderCompId: "C",
    targetCompId: "S",
    resetOnLogon,
  });
  const { clock } = side;
  const session = new FixSession({ id: 1, config, store: new MemoryStore(), clock });
  const application = new Recorder();
  const initiator = new FixInitiator({ session, application, clock, flush: "auto", tickMs: 0 });
  closing.push(() => initiator.close(), side.close);
  initiator.connect("127.0.0.1", side.port);
  await until(() => session.loggedOn);
  return { side, session, application, initiator, clock };
}

async function until(met: () => boolean): Promise<void> {
  for (let turn = 0; turn < 500 && !met(); turn++) await turnOver();
  expect(met()).toBe(true);
}

function report(session: FixSession, execId: string): void {
  const writer = session.begin("8");
  writer.decimal(Tag.AvgPx, 0, 0);
  writer.decimal(Tag.CumQty, 0, 0);
  writer.text(Tag.ExecID, execId);
  writer.text(Tag.OrderID, "o");
  writer.char(Tag.OrdStatus, "0");
  writer.char(Tag.Side, "1");
  writer.text(Tag.Symbol, "ACME");
  writer.char(Tag.ExecType, "0");
  writer.decimal(Tag.LeavesQty, 100, 0);
  session.send();
}

describe("initiator", () => {
  const versions = [
    ["FIX.4.0", ""],
    ["FIX.4.1", ""],
    ["FIX.4.2", ""],
    ["FIX.4.3", ""],
    ["FIX.4.4", ""],
    ["FIXT.1.1", "7"],
    ["FIXT.1.1", "8"],
    ["FIXT.1.1", "9"],
  ];
  for (const [beginString, applVerId] of versions) {
    it(`logs on, sends an order and logs out in ${beginString} ${applVerId}`, async () => {
      const { side, session, application, initiator } = await bothSides(beginString, applVerId);
      const writer = session.begin("D");
      for (const [tag, value] of [
        [Tag.ClOrdID, "a"],
        [Tag.HandlInst, "1"],
        [Tag.OrderQty, "100"],
        [Tag.OrdType, "1"],
        [Tag.Side, "1"],
        [Tag.Symbol, "ACME"],
      ] as const) {
        writer.text(tag, value);
      }
      if (beginString > "FIX.4.1") writer.timestamp(Tag.TransactTime, side.clock.nowNs());
      session.send();
      await until(() => side.app.notes.length === 2);
      expect(side.app.notes[1]).toMatch(/^message 35=D\|34=2\|49=C\|56=S\|11=a\|21=1\|38=100\|40=1\|54=1\|55=ACME/);
      await initiator.close("bye");
      expect(application.notes).toEqual(["logon", "logout: logged out"]);
      await until(() => side.app.notes.length === 3);
      expect(side.app.notes[2]).toBe("logout: the peer logged out: bye");
    });
  }

  it("connects again with growing pauses, and fills the gap it has missed", async () => {
    const { side, session, application, initiator, clock } = await bothSides();
    side.session.disconnect("line cut");
    await until(() => !session.connected);
    for (const execId of ["e1", "e2"]) report(side.session, execId);
    initiator.tick();
    expect(session.connected).toBe(false);
    clock.advanceMs(1000);
    initiator.tick();
    await until(() => application.notes.length === 5);
    expect(application.notes.map((note) => /17=\w+/.exec(note)?.[0] ?? note)).toEqual([
      "logon",
      "logout: the peer closed the connection",
      "logon",
      "17=e1",
      "17=e2",
    ]);
    expect([session.nextTargetMsgSeqNum, session.status().gap]).toEqual([side.session.nextSenderMsgSeqNum, ""]);
  });

  it("starts both sides at 1 with ResetSeqNumFlag when so configured", async () => {
    const { side, session } = await bothSides("FIX.4.4", "", true);
    await until(() => side.session.loggedOn);
    expect([session.nextSenderMsgSeqNum, session.nextTargetMsgSeqNum]).toEqual([2, 2]);
    expect(side.app.events.some((text) => text.startsWith("reset: the peer asked"))).toBe(true);
  });
});
