/**
 * Takes secrets out of a raw FIX message before it is stored or shown: Password (554), NewPassword (925),
 * EncryptedPassword (1402), EncryptedNewPassword (1404) and RawData (96), which carries a password in older versions.
 */
import { type Command, CommandType } from "../domain/records.generated.ts";

const SOH = 1;
const EQUALS = 61;
const SECRET_TAGS: ReadonlySet<number> = new Set([96, 554, 925, 1402, 1404]);
/** The length field before each data field: its value says where the data ends, whatever bytes it holds. */
const LENGTH_TAGS: ReadonlyMap<number, number> = new Map([
  [95, 96],
  [1401, 1402],
  [1403, 1404],
]);
const REPLACEMENT = Buffer.from("***", "latin1");

/** The command as it may be stored and shown: not even the hash of a password, which the journal needs and people do not. */
export function withoutHash(command: Command): Command {
  if (command.type !== CommandType.ChangePassword) return command;
  return { ...command, passwordHash: "***", replaces: "***" };
}

/** @returns the same bytes when there is nothing to hide, else a copy with each secret's value as `***`. */
export function redact(raw: Uint8Array): Uint8Array {
  if (!mayHoldSecret(raw)) return raw;
  const parts: Uint8Array[] = [];
  let keptFrom = 0;
  let dataTag = 0;
  let dataLength = 0;
  for (let at = 0; at < raw.length; ) {
    const equals = raw.indexOf(EQUALS, at);
    if (equals === -1) break;
    const tag = readTag(raw, at, equals);
    let end = raw.indexOf(SOH, equals + 1);
    if (end === -1) end = raw.length;
    if (tag === dataTag && raw[equals + 1 + dataLength] === SOH) end = equals + 1 + dataLength;
    dataTag = LENGTH_TAGS.get(tag) ?? 0;
    dataLength = dataTag === 0 ? 0 : readTag(raw, equals + 1, end);
    if (SECRET_TAGS.has(tag)) {
      parts.push(raw.subarray(keptFrom, equals + 1), REPLACEMENT);
      keptFrom = end;
    }
    at = end + 1;
  }
  if (parts.length === 0) return raw;
  parts.push(raw.subarray(keptFrom));
  return Buffer.concat(parts);
}

/** One pass, no allocation: nearly every message is an order or a report, and has nothing to hide. */
function mayHoldSecret(raw: Uint8Array): boolean {
  for (let at = 0; at + 3 < raw.length; at++) {
    if (raw[at] !== SOH) continue;
    const first = raw[at + 1] - 48;
    if (first !== 1 && first !== 5 && first !== 9) continue;
    let tag = first;
    let next = at + 2;
    for (; next < raw.length && raw[next] !== EQUALS && tag < 10_000; next++) tag = tag * 10 + raw[next] - 48;
    if (raw[next] === EQUALS && SECRET_TAGS.has(tag)) return true;
  }
  return false;
}

function readTag(raw: Uint8Array, start: number, end: number): number {
  let tag = 0;
  for (let at = start; at < end; at++) {
    const digit = raw[at] - 48;
    if (digit < 0 || digit > 9) return -1;
    tag = tag * 10 + digit;
  }
  return tag;
}
