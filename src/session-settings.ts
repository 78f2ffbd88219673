/**
 * What a session's row in the configuration says of its FIX session beside its names: who may log on and from where. The
 * schema's part, and what becomes of it; faults name the row.
 */
import { type Static, Type } from "@sinclair/typebox";
import { parseNetwork } from "./fix/address-list.ts";
import { type Credentials, parsePasswordHash, plainPassword } from "./fix/credentials.ts";
import type { FixSessionConfig } from "./fix/session-types.ts";
import { errorText } from "./lib/errors.ts";

const Words = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: "^[\\x21-\\x7e]+$" });

/** Keys of a session's row. */
export const SESSION_SETTINGS = {
  username: Type.Optional(Words(64)),
  password: Type.Optional(Type.String({ minLength: 8, maxLength: 64 })),
  /** As `hashPassword` writes it; in place of `password`. */
  passwordHash: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
  /** Networks the client may log on from: "10.1.0.0/16", "192.0.2.7". */
  allowFrom: Type.Optional(Type.Array(Words(64), { minItems: 1, maxItems: 100 })),
  /** What TestMessageIndicator(464) has to be when the client sends it. */
  testMessages: Type.Optional(Type.Boolean()),
  /** Both sides say in their Logon what they expect (789), and resend without being asked. */
  nextExpectedMsgSeqNum: Type.Boolean({ default: false }),
  /** Messages asked for with one ResendRequest; 0 asks for all of them. */
  resendRequestChunk: Type.Integer({ default: 2_500, minimum: 0, maximum: 1_000_000 }),
} as const;

const Row = Type.Object(SESSION_SETTINGS);
type Row = Static<typeof Row>;

export type SessionSettings = Pick<
  FixSessionConfig,
  "credentials" | "allowFrom" | "testMessages" | "nextExpectedMsgSeqNum" | "resendRequestChunk"
>;

/** @param refuse ends with an error that names the line of a key */
export function toSessionSettings(row: Row, refuse: (key: string, message: string) => never): SessionSettings {
  const allowFrom = row.allowFrom ?? [];
  for (const network of allowFrom) {
    if (parseNetwork(network) === null) {
      refuse("allowFrom", `allowFrom: found ${JSON.stringify(network)}, expected a network like 10.1.0.0/16`);
    }
  }
  return {
    credentials: toCredentials(row, refuse),
    allowFrom,
    testMessages: row.testMessages === undefined ? "" : row.testMessages ? "Y" : "N",
    nextExpectedMsgSeqNum: row.nextExpectedMsgSeqNum,
    resendRequestChunk: row.resendRequestChunk,
  };
}

function toCredentials(row: Row, refuse: (key: string, message: string) => never): Credentials | null {
  const { username = "", password, passwordHash } = row;
  if (password !== undefined && passwordHash !== undefined) {
    refuse("passwordHash", "password and passwordHash are both there; expected one of them");
  }
  if (password !== undefined) return { username, password: plainPassword(password) };
  if (passwordHash === undefined) {
    if (username !== "") refuse("username", "a username without a password; expected password or passwordHash, too");
    return null;
  }
  try {
    return { username, password: parsePasswordHash(passwordHash) };
  } catch (error) {
    return refuse("passwordHash", errorText(error));
  }
}
