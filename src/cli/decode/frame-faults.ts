/** What is wrong with a FIX message's frame: its first three fields, BodyLength and CheckSum. */
import { type Fault, printable } from "./fault.ts";

const SOH = "\u0001";
const BODY_LENGTH_TAG = 9;
const CHECK_SUM_TAG = 10;
const MSG_TYPE_TAG = 35;

/** @param raw latin1, SOH behind each field. @returns none when the frame is right */
export function frameFaults(raw: string): Fault[] {
  const faults: Fault[] = [];
  const bodyStart = bodyStartOf(raw);
  const trailerAt = trailerAtOf(raw);
  if (bodyStart === -1) {
    faults.push({ kind: "first fields", tag: BODY_LENGTH_TAG, text: "BodyLength(9) is not the second field" });
  } else if (!raw.startsWith("35=", bodyStart)) {
    faults.push({ kind: "first fields", tag: MSG_TYPE_TAG, text: "MsgType(35) is not the third field" });
  }
  if (trailerAt === -1) {
    const text = "CheckSum(10) is missing: the message is cut off";
    faults.push({ kind: "cut off", tag: CHECK_SUM_TAG, text });
    return faults;
  }
  if (bodyStart !== -1) {
    const length = trailerAt - bodyStart;
    const found = raw.slice(raw.indexOf("9=", raw.indexOf(SOH)) + 2, bodyStart - 1);
    if (found !== String(length)) {
      const text = `BodyLength(9) is ${printable(found)}, but the body has ${length} bytes`;
      faults.push({ kind: "BodyLength", tag: BODY_LENGTH_TAG, text });
    }
  }
  const found = raw.slice(trailerAt + 3, -1);
  const expected = checkSumOf(raw, trailerAt);
  if (found !== expected) {
    const text = `CheckSum(10) is ${printable(found)}, but the bytes add up to ${expected}`;
    faults.push({ kind: "CheckSum", tag: CHECK_SUM_TAG, text });
  }
  return faults;
}

/** Where CheckSum(10), as the last field, starts; -1 when it is not there. */
export function trailerAtOf(raw: string): number {
  const at = raw.lastIndexOf(SOH, raw.length - 2) + 1;
  return raw.endsWith(SOH) && raw.startsWith("10=", at) ? at : -1;
}

/** The three digits for the characters before `end`. */
export function checkSumOf(raw: string, end: number): string {
  let sum = 0;
  for (let at = 0; at < end; at++) sum += raw.charCodeAt(at);
  return String(sum % 256).padStart(3, "0");
}

/** Where the body starts, behind BeginString(8) and BodyLength(9); -1 when these are not the first two. */
function bodyStartOf(raw: string): number {
  const second = raw.indexOf(SOH) + 1;
  if (!raw.startsWith("8=") || second === 0 || !raw.startsWith("9=", second)) return -1;
  return raw.indexOf(SOH, second) + 1 || -1;
}
