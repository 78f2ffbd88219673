/** When a trading day of the house begins: the configuration's part, and which day a moment belongs to. */
import { type Static, Type } from "@sinclair/typebox";
import { DAY_MS, isTimeZone, ZoneTime } from "./lib/zone-time.ts";

const NOON_MS = DAY_MS / 2;

/** `tradingDay`. */
export const TRADING_DAY_SETTING = Type.Object(
  {
    timeZone: Type.String({ default: "UTC", minLength: 1, maxLength: 64 }),
    /** Local time. A day that begins at noon or later has the next day's date. */
    startsAt: Type.String({ default: "00:00", pattern: "^([01]\\d|2[0-3]):[0-5]\\d$" }),
  },
  { additionalProperties: false, default: {} },
);

export class TradingDays {
  readonly #zone: ZoneTime;
  readonly #shiftMs: number;

  /** @param startsAt "17:00", local time */
  constructor(timeZone: string, startsAt: string) {
    this.#zone = new ZoneTime(timeZone);
    const [hours, minutes] = startsAt.split(":").map(Number);
    const startMs = (hours * 60 + minutes) * 60_000;
    this.#shiftMs = startMs < NOON_MS ? -startMs : DAY_MS - startMs;
  }

  /** @returns yyyymmdd */
  dayOf(nowNs: bigint): number {
    const date = new Date(this.#zone.localMs(Number(nowNs / 1_000_000n)) + this.#shiftMs);
    return date.getUTCFullYear() * 10_000 + (date.getUTCMonth() + 1) * 100 + date.getUTCDate();
  }
}

/** @param refuse ends with an error that names the line of the key */
export function toTradingDays(
  { timeZone, startsAt }: Static<typeof TRADING_DAY_SETTING>,
  refuse: (path: readonly string[], message: string) => never,
): TradingDays {
  if (isTimeZone(timeZone)) return new TradingDays(timeZone, startsAt);
  const path = ["tradingDay", "timeZone"];
  return refuse(path, `${path.join("/")}: found ${JSON.stringify(timeZone)}, expected a zone like Europe/London`);
}
