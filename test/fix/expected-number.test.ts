import { describe, expect, it } from "vitest";
import { expectedNumber, skipTo } from "../../src/fix/expected-number.ts";
import { MemoryStore } from "../../src/fix/memory-store.ts";
import { FixSession } from "../../src/fix/session.ts";
import { fixSessionConfig } from "../../src/fix/session-types.ts";
import { SystemClock } from "../../src/lib/clock.ts";

function newSession(): { session: FixSession; store: MemoryStore } {
  const store = new MemoryStore();
  const config = fixSessionConfig({ beginString: "FIX.4.4", senderCompId: "US", targetCompId: "THEM" });
  return { store, session: new FixSession({ id: 1, config, store, clock: new SystemClock() }) };
}

/** Until every turn that was asked for has been. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
}

describe("a peer that expects a higher number of us than we know", () => {
  it("says so in the standard's words, whatever stands around them", () => {
    expect(expectedNumber("MsgSeqNum too low, expecting 65 but received 32")).toBe(65);
    expect(expectedNumber("FAR: the peer refused our Logon: MsgSeqNum too low, expecting 7")).toBe(7);
    for (const text of ["", "wrong password", "MsgSeqNum too low", "MsgSeqNum too low, expecting 1234567890123"])
      expect(expectedNumber(text), text).toBe(0);
  });

  it("has our numbers go on there, kept in the store, and never go back", async () => {
    const { session, store } = newSession();
    skipTo(session, 2_345);
    await turns(5);
    expect([session.nextSenderMsgSeqNum, store.nextSenderMsgSeqNum]).toEqual([2_345, 2_345]);
    skipTo(session, 12);
    await turns(2);
    expect(session.nextSenderMsgSeqNum).toBe(2_345);
  });

  it("changes nothing of a session that is connected", async () => {
    const { session } = newSession();
    session.start({ peer: "them", backlogBytes: 0, write: () => {}, close: () => {} });
    const { nextSenderMsgSeqNum } = session;
    skipTo(session, 500);
    await turns(3);
    expect(session.nextSenderMsgSeqNum).toBe(nextSenderMsgSeqNum);
  });
});
