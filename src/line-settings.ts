/**
 * What the configuration's `fix` says of the port itself: how many may connect, how long they may be silent, and how much
 * may be sent. The schema's part, with every default, and what becomes of it.
 */
import { type Static, Type } from "@sinclair/typebox";
import type { AcceptorOptions } from "./fix/acceptor.ts";
import { CONNECTION_LIMITS } from "./fix/connection.ts";
import { GUARD_LIMITS } from "./fix/logon-guard.ts";
import type { ThrottleSettings } from "./fix/throttle.ts";

const strict = { additionalProperties: false };
const Whole = (value: number, minimum: number, maximum: number) => Type.Integer({ default: value, minimum, maximum });
const Rate = Type.Integer({ minimum: 1, maximum: 1_000_000 });

const RATE = {
  perSecond: Rate,
  /** As many at once after a silence; as many as a second's without it. */
  burst: Type.Optional(Rate),
};

/** A session's row, `throttle`: how fast it may send. */
export const THROTTLE_SETTINGS = Type.Object(
  {
    ...RATE,
    /** Over the limit a message is refused, or waits where it is. */
    over: Type.Union([Type.Literal("reject"), Type.Literal("queue")], { default: "reject" }),
    /** More refusals than this in a minute end the connection; 0 never does. */
    disconnectAfter: Whole(1_000, 0, 1_000_000),
  },
  strict,
);

/** `fix.throttle`: how many messages all sessions together may send; cancels are not counted. */
export const HOUSE_THROTTLE_SETTINGS = Type.Object(RATE, strict);

/** `fix.limits`. */
export const LINE_SETTINGS = Type.Object(
  {
    /** Connections in all, logged on or not, and of one address. */
    connectionsMax: Whole(4_096, 1, 65_535),
    connectionsPerAddressMax: Whole(4_096, 1, 65_535),
    /** Of these, those that have not logged on yet; the one that has waited longest makes room. */
    waitingMax: Whole(128, 1, 65_535),
    waitingPerAddressMax: Whole(32, 1, 65_535),
    /** From connecting to a whole Logon; TLS handshake and all. */
    logonSeconds: Whole(10, 1, 300),
    /** From the beginning of a message to its end. */
    partialMessageSeconds: Whole(CONNECTION_LIMITS.partialMs / 1000, 1, 300),
    /** A peer that takes nothing for so long, or has so much waiting for it, is cut off; it gets the rest by resend. */
    unreadSeconds: Whole(CONNECTION_LIMITS.stallMs / 1000, 1, 300),
    unreadBytesMax: Whole(CONNECTION_LIMITS.backlogBytesMax, 65_536, 256 * 1024 * 1024),
    /** Wrong logons in a row before an address has to wait, and how long it waits at most. */
    wrongLogonsMax: Whole(GUARD_LIMITS.failuresMax, 1, 1_000_000),
    wrongLogonPauseSecondsMax: Whole(GUARD_LIMITS.pauseMaxMs / 1000, 1, 3_600),
    /** New orders are refused while those before them wait longer than this; 0 never refuses. */
    lagMaxMs: Whole(50, 0, 60_000),
  },
  { ...strict, default: {} },
);

export type LineSettings = {
  /** For the port. */
  readonly acceptor: Pick<
    AcceptorOptions,
    | "connectionsMax"
    | "connectionsPerAddressMax"
    | "waitingMax"
    | "waitingPerAddressMax"
    | "logonTimeoutMs"
    | "guard"
    | "limits"
  >;
  readonly lagMaxMs: number;
  /** Null: no limit of the house's. */
  readonly house: { readonly perSecond: number; readonly burst: number } | null;
};

export function toLineSettings(
  limits: Static<typeof LINE_SETTINGS>,
  house: Static<typeof HOUSE_THROTTLE_SETTINGS> | undefined,
): LineSettings {
  const { connectionsMax, connectionsPerAddressMax, waitingMax, waitingPerAddressMax } = limits;
  return {
    acceptor: {
      connectionsMax,
      connectionsPerAddressMax,
      waitingMax,
      waitingPerAddressMax,
      logonTimeoutMs: limits.logonSeconds * 1000,
      guard: { failuresMax: limits.wrongLogonsMax, pauseMaxMs: limits.wrongLogonPauseSecondsMax * 1000 },
      limits: {
        partialMs: limits.partialMessageSeconds * 1000,
        stallMs: limits.unreadSeconds * 1000,
        backlogBytesMax: limits.unreadBytesMax,
      },
    },
    lagMaxMs: limits.lagMaxMs,
    house: house === undefined ? null : { perSecond: house.perSecond, burst: house.burst ?? house.perSecond },
  };
}

export function toThrottle(given: Static<typeof THROTTLE_SETTINGS> | undefined): ThrottleSettings | null {
  if (given === undefined) return null;
  const { perSecond, burst = perSecond, over, disconnectAfter } = given;
  return { perSecond, burst, over, disconnectAfter };
}
