/** What a session's row says of its open orders when it ends: the schema's part, and what becomes of it. */
import { type Static, Type } from "@sinclair/typebox";
import { LogoutCause } from "./domain/values.ts";

const GRACE_SECONDS_MAX = 3_600;

/** A session's row, `cancelOnDisconnect`. */
export const DISCONNECT_SETTINGS = Type.Object(
  {
    /** The client's own Logout, a line that is lost (or that we cut for a fault of the client's), or both. */
    on: Type.Union([Type.Literal("logout"), Type.Literal("drop"), Type.Literal("both")]),
    /** A client that logs on again within it finds its orders as they were; 0 waits for nobody. */
    graceSeconds: Type.Number({ default: 10, minimum: 0, maximum: GRACE_SECONDS_MAX }),
    /** Good-till-cancel and good-till-date orders stay. */
    keepGtc: Type.Boolean({ default: true }),
    /** Our own planned stop counts as well. */
    ourStop: Type.Boolean({ default: false }),
  },
  { additionalProperties: false },
);

export type CancelOnDisconnect = { cancelOn: number; graceMs: number; keepGtc: boolean };

/** As the core keeps it; without the key nothing is canceled but orders that say so themselves. */
export function toCancelOnDisconnect(given: Static<typeof DISCONNECT_SETTINGS> | undefined): CancelOnDisconnect {
  if (given === undefined) return { cancelOn: 0, graceMs: 0, keepGtc: true };
  const { on, graceSeconds, keepGtc, ourStop } = given;
  const onLogout = on === "drop" ? 0 : 1 << LogoutCause.Client;
  const onDrop = on === "logout" ? 0 : 1 << LogoutCause.Line;
  const onStop = ourStop ? 1 << LogoutCause.House : 0;
  return { cancelOn: onLogout + onDrop + onStop, graceMs: Math.round(graceSeconds * 1_000), keepGtc };
}
