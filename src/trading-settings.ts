/**
 * What the configuration says of trading hours and price bands: the schema's parts, and the plan the exchange goes by.
 * Faults name the line, the key, what was found and what was expected.
 */
import { type Static, Type } from "@sinclair/typebox";
import { calendarFault, type MarketCalendar, type PhaseTime } from "../simulator/calendar.ts";
import type { TradingPlan } from "../simulator/calendar-inputs.ts";
import { Phase } from "../simulator/phases.ts";
import { VOLATILITY_AUCTION_MS } from "../simulator/phases-by-instrument.ts";
import { BAND_BPS_MAX } from "../simulator/price-bands.ts";
import { DAY_NAMES } from "./fix/session-hours.ts";

const strict = { additionalProperties: false };
const Time = Type.String({ pattern: "^([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d)?$" });
const IsoDate = Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$" });
const Percent = Type.Number({ minimum: 0.01, maximum: BAND_BPS_MAX / 100 });

const PHASE_KEYS = ["preOpen", "openingAuction", "continuous", "closingAuction", "closed"] as const;
const PHASE_OF = {
  preOpen: Phase.PreOpen,
  openingAuction: Phase.OpeningAuction,
  continuous: Phase.Continuous,
  closingAuction: Phase.ClosingAuction,
  closed: Phase.Closed,
} as const;
const OPTIONAL_TIMES = {
  preOpen: Type.Optional(Time),
  openingAuction: Type.Optional(Time),
  continuous: Type.Optional(Time),
  closingAuction: Type.Optional(Time),
  closed: Type.Optional(Time),
};

const CalendarSchema = Type.Object(
  {
    name: Type.String({ pattern: "^[A-Z0-9]{1,16}$" }),
    timeZone: Type.String({ minLength: 1, maxLength: 64 }),
    /** When each phase begins, local time. A time before the one above it is the next day's. */
    phases: Type.Object({ ...OPTIONAL_TIMES, continuous: Time, closed: Time }, strict),
    days: Type.Array(Type.Union(DAY_NAMES.map((day) => Type.Literal(day))), {
      default: ["Mon", "Tue", "Wed", "Thu", "Fri"],
      minItems: 1,
    }),
    holidays: Type.Array(IsoDate, { default: [], maxItems: 1_000 }),
    /** Days with some other times; the times that are not given are those of every day. */
    halfDays: Type.Array(Type.Object({ date: IsoDate, ...OPTIONAL_TIMES }, strict), { default: [], maxItems: 1_000 }),
  },
  strict,
);
export const CALENDARS_SETTING = Type.Array(CalendarSchema, { default: [], maxItems: 100 });

/** Keys of an instrument's row. */
export const TRADING_SETTINGS = {
  /** The name of the calendar it trades by; without it, always. */
  calendar: Type.Optional(Type.String({ pattern: "^[A-Z0-9]{1,16}$" })),
  /** Orders farther from the day's reference price are refused. */
  staticBandPercent: Type.Optional(Percent),
  /** A trade farther from the last one starts a volatility auction. */
  dynamicBandPercent: Type.Optional(Percent),
  /** Orders of 9,001 to 9,099 lots rehearse: `simulator/certification/conventions.ts`. */
  certification: Type.Boolean({ default: false }),
  volatilityAuctionSeconds: Type.Integer({ default: VOLATILITY_AUCTION_MS / 1_000, minimum: 1, maximum: 3_600 }),
} as const;

const Row = Type.Object({ symbol: Type.String(), ...TRADING_SETTINGS });
type Times = Partial<Record<(typeof PHASE_KEYS)[number], string>>;
type Refuse = (path: readonly (string | number)[], message: string) => never;

/** @param refuse ends with an error that names the line of a key */
export function toTradingPlan(
  calendars: Static<typeof CALENDARS_SETTING>,
  instruments: readonly Static<typeof Row>[],
  refuse: Refuse,
): TradingPlan {
  const names = calendars.map(({ name }) => name);
  return {
    calendars: calendars.map((row, index) => {
      const path = ["venue", "calendars", index];
      const where = path.join("/");
      if (names.indexOf(row.name) !== index) refuse(path, `${where}: ${row.name} stands there twice`);
      const calendar = toCalendar(row);
      const fault = calendarFault(calendar);
      if (fault !== null) refuse([...path, ...fault.path], `${[where, ...fault.path].join("/")}: ${fault.text}`);
      return calendar;
    }),
    instruments: instruments.map((row, index) => {
      const { symbol, calendar, staticBandPercent = 0, dynamicBandPercent = 0, volatilityAuctionSeconds } = row;
      const { certification } = row;
      if (calendar !== undefined && !names.includes(calendar)) {
        const known = names.length === 0 ? "venue/calendars has none" : `expected one of ${names.join(", ")}`;
        refuse(["instruments", index, "calendar"], `instruments/${index}/calendar: found "${calendar}", ${known}`);
      }
      return {
        symbol,
        calendar: calendar ?? null,
        staticBps: Math.round(staticBandPercent * 100),
        dynamicBps: Math.round(dynamicBandPercent * 100),
        auctionMs: volatilityAuctionSeconds * 1_000,
        certification,
      };
    }),
  };
}

function toCalendar(row: Static<typeof CalendarSchema>): MarketCalendar {
  const { name, timeZone, holidays } = row;
  return {
    name,
    timeZone,
    holidays,
    days: row.days.map((day) => DAY_NAMES.indexOf(day as (typeof DAY_NAMES)[number])),
    phases: toPhases(row.phases),
    halfDays: row.halfDays.map(({ date, ...times }) => ({ date, phases: toPhases({ ...row.phases, ...times }) })),
  };
}

/** In the order of the day. Going back over midnight once is the next day; what goes back again is found as a fault. */
function toPhases(times: Times): PhaseTime[] {
  let before = -1;
  let isNextDay = false;
  return PHASE_KEYS.flatMap((key) => {
    const text = times[key];
    if (text === undefined) return [];
    const [hours, minutes, seconds = 0] = text.split(":").map(Number);
    const ofDay = hours * 3_600 + minutes * 60 + seconds;
    if (ofDay < before) isNextDay = true;
    before = ofDay;
    return [{ phase: PHASE_OF[key], seconds: ofDay + (isNextDay ? 86_400 : 0) }];
  });
}
