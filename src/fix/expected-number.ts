/** A peer that expects a higher number of us than we know: how it says so, and how our numbers go on there. */
import type { FixSession } from "./session.ts";

/** FIX 4.4 Vol. 2, test case 2: the words are the standard's, and engines say them so. */
const TOO_LOW = /MsgSeqNum too low, expecting (\d{1,9})\b/i;
/** Numbers staged in one turn: a frame takes so many easily. */
const NUMBERS_A_TURN = 1_000;

/** @param text of a Logout that refused our Logon. @returns the MsgSeqNum(34) the peer expects; 0 when it does not say so */
export function expectedNumber(text: string): number {
  return Number(TOO_LOW.exec(text)?.[1] ?? 0);
}

/**
 * The numbers before the expected one are used up, some in each turn of the event loop: the peer has had them. Nothing
 * happens while the session is connected, and numbers never go back.
 */
export function skipTo(session: FixSession, expected: number): void {
  setImmediate(() => {
    const missing = expected - session.nextSenderMsgSeqNum;
    if (missing <= 0 || session.connected) return;
    session.skipNumbers(Math.min(missing, NUMBERS_A_TURN));
    skipTo(session, expected);
  });
}
