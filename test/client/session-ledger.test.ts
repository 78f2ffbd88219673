import { describe, expect, it } from "vitest";
import { SessionLedger } from "../../src/client/session-ledger.ts";
import type { SentMessage } from "../../src/domain/frame.ts";
import { type Command, CommandType } from "../../src/domain/records.generated.ts";

const LOG_ON = { type: CommandType.LogOnSession, sessionId: 1, msgSeqNum: 0, peer: "p", reset: false } as Command;
const LOG_OUT = { type: CommandType.LogOutSession, sessionId: 1, msgSeqNum: 0, reason: "r" } as Command;
const NUMBER = (msgSeqNum: number) => ({ type: CommandType.AdvanceSession, sessionId: 1, msgSeqNum }) as Command;
const sent = (msgSeqNum: number, isApplication = true): SentMessage => ({
  sessionId: 1,
  msgSeqNum,
  isApplication,
  start: 0,
  end: 1,
});

type Row = readonly [atMs: number, command: Command, sent: SentMessage[]];

function ledgerOf(frames: readonly Row[]) {
  const ledger = new SessionLedger();
  for (const [atMs, command, messages] of frames) {
    const content = { command, receivedStart: 0, receivedEnd: 0, events: [], sent: messages };
    ledger.recover(content, 1, 0, BigInt(atMs) * 1_000_000n);
  }
  const spans = { bytes: new Uint8Array(0), read: () => 0, close: () => {} };
  ledger.attach({ stageSent: () => {}, visitStaged: () => {}, advance: () => {}, spans });
  const { nextSenderMsgSeqNum, nextTargetMsgSeqNum, lastUsedMs, awayFrom } = ledger.storeOf(1);
  return { nextSenderMsgSeqNum, nextTargetMsgSeqNum, lastUsedMs, awayFrom };
}

describe("the session ledger, made again from the journal", () => {
  it("knows when a session's numbers were last used, and what was sent while its client was away", () => {
    const day: Row[] = [
      [1_000, LOG_ON, [sent(1, false)]],
      [2_000, NUMBER(1), []],
      [3_000, NUMBER(2), [sent(2)]],
      [4_000, LOG_OUT, [sent(3, false)]],
      [5_000, NUMBER(0), [sent(4)]],
      [6_000, NUMBER(0), [sent(5)]],
    ];
    const expected = { nextSenderMsgSeqNum: 6, nextTargetMsgSeqNum: 3, lastUsedMs: 6_000, awayFrom: 4 };
    expect(ledgerOf(day)).toEqual(expected);
  });

  it("forgets both when the client is back, or the numbers begin again", () => {
    const away: Row = [1_000, LOG_OUT, [sent(1)]];
    expect(ledgerOf([away]).awayFrom).toBe(1);
    expect(ledgerOf([away, [2_000, LOG_ON, []]]).awayFrom).toBe(0);
    expect(ledgerOf([]).lastUsedMs).toBe(0);
  });
});
