/**
 * What a session's row in the configuration says of its FIX session beside its names: who may log on and from where. The
 * schema's part, and what becomes of it; faults name the row.
 */
import { type Static, Type } from "@sinclair/typebox";
import { parseNetwork } from "./fix/address-list.ts";
import {
  type Credentials,
  PASSWORD_LENGTH_MAX,
  PASSWORD_LENGTH_MIN,
  parsePasswordHash,
  plainPassword,
} from "./fix/credentials.ts";
import { DAY_NAMES, type SessionSchedule } from "./fix/session-hours.ts";
import type { FixSessionConfig } from "./fix/session-types.ts";
import type { ThrottleSettings } from "./fix/throttle.ts";
import { errorText } from "./lib/errors.ts";
import { isTimeZone } from "./lib/zone-time.ts";
import { THROTTLE_SETTINGS, toThrottle } from "./line-settings.ts";
import { DICTIONARY_SETTINGS } from "./session-dictionary.ts";

const Words = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: "^[\\x21-\\x7e]+$" });

const TIME = `^((${DAY_NAMES.join("|")}) )?([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d)?$`;
const EVERY_DAY: readonly number[] = [0, 1, 2, 3, 4, 5, 6];

/** Keys of a session's row. */
export const SESSION_SETTINGS = {
  username: Type.Optional(Words(64)),
  password: Type.Optional(Type.String({ minLength: PASSWORD_LENGTH_MIN, maxLength: PASSWORD_LENGTH_MAX })),
  /** As `hashPassword` writes it; in place of `password`. */
  passwordHash: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
  /** Characters a password needs at least that the client sets itself, with NewPassword(925). */
  newPasswordLengthMin: Type.Integer({ default: 12, minimum: PASSWORD_LENGTH_MIN, maximum: PASSWORD_LENGTH_MAX }),
  /** Networks the client may log on from: "10.1.0.0/16", "192.0.2.7". */
  allowFrom: Type.Optional(Type.Array(Words(64), { minItems: 1, maxItems: 100 })),
  /** What TestMessageIndicator(464) has to be when the client sends it. */
  testMessages: Type.Optional(Type.Boolean()),
  /** Both sides say in their Logon what they expect (789), and resend without being asked. */
  nextExpectedMsgSeqNum: Type.Boolean({ default: false }),
  /** Messages asked for with one ResendRequest; 0 asks for all of them. */
  resendRequestChunk: Type.Integer({ default: 2_500, minimum: 0, maximum: 1_000_000 }),
  /** When the session is open; its numbers begin at 1 each time. Without it the session is always open. */
  schedule: Type.Optional(
    Type.Object(
      {
        timeZone: Words(64),
        /** "08:00" every day; "Sun 17:00" to "Fri 17:00" once a week. An end at or before the start is the next day's. */
        start: Type.String({ pattern: TIME }),
        end: Type.String({ pattern: TIME }),
        days: Type.Optional(Type.Array(Type.Union(DAY_NAMES.map((day) => Type.Literal(day))), { minItems: 1 })),
        holidays: Type.Array(Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$" }), { default: [], maxItems: 1_000 }),
      },
      { additionalProperties: false },
    ),
  ),
  /** Reports the client never saw when its numbers begin again: sent as PossResend(97)=Y, or dropped. */
  reportsOverReset: Type.Union([Type.Literal("possResend"), Type.Literal("drop")], { default: "possResend" }),
  ...DICTIONARY_SETTINGS,
  /** How fast the client may send; without it as fast as it likes. */
  throttle: Type.Optional(THROTTLE_SETTINGS),
  /** What the client's TLS certificate has to be; every part given counts. */
  certificate: Type.Optional(
    Type.Object(
      {
        commonName: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
        subjectAltName: Type.Optional(Words(256)),
        fingerprint: Type.Optional(Type.String({ pattern: "^([0-9A-Fa-f]{2}:?){32}$" })),
      },
      { additionalProperties: false, minProperties: 1 },
    ),
  ),
} as const;

const Row = Type.Object(SESSION_SETTINGS);
type Row = Static<typeof Row>;

export type SessionSettings = Pick<
  FixSessionConfig,
  | "credentials"
  | "newPasswordLengthMin"
  | "allowFrom"
  | "testMessages"
  | "nextExpectedMsgSeqNum"
  | "resendRequestChunk"
  | "schedule"
  | "overReset"
  | "certificate"
> &
  Partial<Pick<FixSessionConfig, "dictionary" | "otherDictionaries">> & { readonly throttle: ThrottleSettings | null };

type Refuse = (key: string, message: string) => never;

/** @param refuse ends with an error that names the line of a key */
export function toSessionSettings(row: Row, refuse: Refuse): SessionSettings {
  const allowFrom = row.allowFrom ?? [];
  for (const network of allowFrom) {
    if (parseNetwork(network) === null) {
      refuse("allowFrom", `allowFrom: found ${JSON.stringify(network)}, expected a network like 10.1.0.0/16`);
    }
  }
  return {
    credentials: toCredentials(row, refuse),
    newPasswordLengthMin: row.newPasswordLengthMin,
    allowFrom,
    testMessages: row.testMessages === undefined ? "" : row.testMessages ? "Y" : "N",
    nextExpectedMsgSeqNum: row.nextExpectedMsgSeqNum,
    resendRequestChunk: row.resendRequestChunk,
    schedule: toSchedule(row, refuse),
    overReset: row.reportsOverReset,
    certificate: row.certificate ?? null,
    throttle: toThrottle(row.throttle),
  };
}

/** When a session is open, of its row. */
export function toSchedule({ schedule }: Pick<Row, "schedule">, refuse: Refuse): SessionSchedule | null {
  if (schedule === undefined) return null;
  const { timeZone, holidays } = schedule;
  if (!isTimeZone(timeZone)) {
    refuse("schedule", `schedule/timeZone: found ${JSON.stringify(timeZone)}, expected a zone like Europe/London`);
  }
  const start = dayAndTime(schedule.start);
  const end = dayAndTime(schedule.end);
  if (start.day < 0 !== end.day < 0) {
    refuse("schedule", "schedule: start and end both name a day (once a week), or neither (every day)");
  }
  if (start.day >= 0 && schedule.days !== undefined) {
    refuse("schedule", "schedule/days: a session that is open once a week has none; remove it");
  }
  const days = schedule.days?.map((day) => DAY_NAMES.indexOf(day as (typeof DAY_NAMES)[number])) ?? EVERY_DAY;
  const week = start.day < 0 ? null : { startDay: start.day, endDay: end.day };
  return { timeZone, start: start.seconds, end: end.seconds, week, days, holidays };
}

/** "Sun 17:00" or "08:00:30"; the day is negative when there is none. */
function dayAndTime(text: string): { day: number; seconds: number } {
  const [time, name = ""] = text.split(" ").reverse();
  const [hours, minutes, seconds = 0] = time.split(":").map(Number);
  const day = DAY_NAMES.indexOf(name as (typeof DAY_NAMES)[number]);
  return { day, seconds: hours * 3600 + minutes * 60 + seconds };
}

function toCredentials(row: Row, refuse: Refuse): Credentials | null {
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
