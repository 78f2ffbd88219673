/**
 * The sequence numbers of each session and direction, over all messages of a log: gaps, repeated numbers, and beginnings
 * that nobody announced (FIX 4.4 Vol. 2, "Message sequence numbers"). A log may begin and end anywhere.
 */
import { Tag } from "../../fix/tags.ts";
import type { Fault } from "./fault.ts";
import { fieldOf, numberOf } from "./fields.ts";

/** Sessions and directions kept in mind; garbage that looks like messages must not fill the memory. */
const STREAMS_MAX = 10_000;

export class SequenceCheck {
  readonly #expected = new Map<string, number>();

  /** Numbers that a direction has used without a message in the log. */
  advance(sender: string, target: string, msgSeqNum: number): void {
    this.#set(`${sender}>${target}`, msgSeqNum + 1);
  }

  /** @returns what is odd about the message's number; takes it up */
  faultsOf(raw: string): Fault[] {
    const msgSeqNum = numberOf(raw, Tag.MsgSeqNum);
    if (Number.isNaN(msgSeqNum)) return [];
    const stream = `${fieldOf(raw, Tag.SenderCompID)}>${fieldOf(raw, Tag.TargetCompID)}`;
    const msgType = fieldOf(raw, Tag.MsgType);
    const expected = this.#expected.get(stream);
    const isReset = msgType === "4" && fieldOf(raw, Tag.GapFillFlag) !== "Y";
    const isFresh = msgType === "A" && fieldOf(raw, Tag.ResetSeqNumFlag) === "Y";
    const newSeqNo = msgType === "4" ? numberOf(raw, Tag.NewSeqNo) : Number.NaN;
    if (isReset || isFresh || expected === undefined) {
      this.#set(stream, Number.isNaN(newSeqNo) ? msgSeqNum + 1 : newSeqNo);
      return [];
    }
    if (msgSeqNum < expected) return this.#low(raw, stream, msgType, msgSeqNum, expected, newSeqNo);
    this.#set(stream, Math.max(msgSeqNum + 1, newSeqNo || 0));
    if (msgSeqNum === expected) return [];
    const missing = msgSeqNum - expected;
    const which = missing === 1 ? `${expected} is` : `${expected} to ${msgSeqNum - 1} are`;
    return [fault("sequence gap", `MsgSeqNum(34) is ${msgSeqNum}, expected ${expected}: ${which} not in the log`)];
  }

  #low(raw: string, stream: string, msgType: string, msgSeqNum: number, expected: number, newSeqNo: number): Fault[] {
    if (fieldOf(raw, Tag.PossDupFlag) === "Y") {
      if (newSeqNo > expected) this.#set(stream, newSeqNo);
      return [fault("possible duplicate", `sent again: PossDupFlag(43) is Y, and the number is below ${expected}`)];
    }
    if (msgType === "A" && msgSeqNum === 1) {
      this.#set(stream, 2);
      const text = `the numbers start again at 1, expected ${expected}; ResetSeqNumFlag(141) is not Y`;
      return [fault("numbers start again", text)];
    }
    const text = `MsgSeqNum(34) is ${msgSeqNum}, expected ${expected}: it was used before, and PossDupFlag(43) is not Y`;
    return [fault("repeated number", text)];
  }

  #set(stream: string, expected: number): void {
    if (this.#expected.size >= STREAMS_MAX && !this.#expected.has(stream)) return;
    this.#expected.set(stream, expected);
  }
}

function fault(kind: string, text: string): Fault {
  return { kind, tag: Tag.MsgSeqNum, text };
}
