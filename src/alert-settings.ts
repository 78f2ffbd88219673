/** After how long somebody is told that an order waits: the configuration's part. 0 turns a kind off. */
import { type Static, Type } from "@sinclair/typebox";
import type { AlertLimits } from "./desk/alert-wire.ts";

const DAY_SECONDS = 86_400;
const Seconds = (value: number) => Type.Integer({ default: value, minimum: 0, maximum: DAY_SECONDS });

/** `alerts`. */
export const ALERTS_SETTING = Type.Object(
  {
    /** A care order that nobody has accepted. That it came is told at once. */
    unacceptedSeconds: Seconds(60),
    /** A care order that was accepted, and nothing of it is with a venue. */
    unworkedSeconds: Seconds(300),
    /** An order its venue has not acknowledged. */
    unacknowledgedSeconds: Seconds(5),
    /** A replace or cancel its venue has not answered. */
    unansweredSeconds: Seconds(5),
    /** A request that may or may not have reached its venue. */
    doubtSeconds: Seconds(10),
    /** A session that is gone while orders of it are open. */
    sessionLostSeconds: Seconds(5),
    /** Before an instrument's calendar closes it with open orders. */
    nearCloseMinutes: Type.Integer({ default: 10, minimum: 0, maximum: 1_440 }),
    /** Of a limit, by one order. */
    limitUsePercent: Type.Integer({ default: 90, minimum: 0, maximum: 100 }),
  },
  { additionalProperties: false, default: {} },
);

export function toAlertLimits(settings: Static<typeof ALERTS_SETTING>): AlertLimits {
  return {
    unacceptedMs: settings.unacceptedSeconds * 1_000,
    unworkedMs: settings.unworkedSeconds * 1_000,
    unacknowledgedMs: settings.unacknowledgedSeconds * 1_000,
    unansweredMs: settings.unansweredSeconds * 1_000,
    doubtMs: settings.doubtSeconds * 1_000,
    sessionLostMs: settings.sessionLostSeconds * 1_000,
    nearCloseMs: settings.nearCloseMinutes * 60_000,
    limitUsePercent: settings.limitUsePercent,
  };
}
