import { expect, it } from "vitest";
import { parseConfig } from "../src/config.ts";
import { TradingDays } from "../src/trading-days.ts";

const ns = (text: string) => BigInt(Date.parse(text)) * 1_000_000n;

it.each<[string, string, string, number]>([
  ["UTC", "00:00", "2026-11-22T23:59:59.999Z", 20_261_122],
  ["UTC", "00:00", "2026-11-23T00:00:00Z", 20_261_123],
  // Sydney trades from 23:00 to 05:00 UTC, all of it on its own date.
  ["Australia/Sydney", "00:00", "2026-11-22T12:59:59Z", 20_261_122],
  ["Australia/Sydney", "00:00", "2026-11-22T13:00:00Z", 20_261_123],
  // A futures day begins on the evening before, and follows the clocks.
  ["America/Chicago", "17:00", "2026-11-22T22:59:59Z", 20_261_122],
  ["America/Chicago", "17:00", "2026-11-22T23:00:00Z", 20_261_123],
  ["America/Chicago", "17:00", "2026-06-21T21:59:59Z", 20_260_621],
  ["America/Chicago", "17:00", "2026-06-21T22:00:00Z", 20_260_622],
  ["Europe/London", "06:00", "2026-12-31T05:59:59Z", 20_261_230],
  ["Europe/London", "06:00", "2027-01-01T06:00:00Z", 20_270_101],
])("in %s from %s on, %s belongs to %d", (timeZone, startsAt, time, expected) => {
  expect(new TradingDays(timeZone, startsAt).dayOf(ns(time))).toBe(expected);
});

it("is the UTC date unless the configuration says otherwise, and names what is wrong with it", () => {
  const text = (setting: string) => `${setting}
insecureLogon: true
sessions: [{ compId: ALPHA, beginString: FIX.4.4 }]
instruments: [{ symbol: A, referencePrice: "10.00" }]
`;
  expect(parseConfig(text(""), "house.yaml").tradingDays.dayOf(ns("2026-11-22T23:59:59Z"))).toBe(20_261_122);
  const sydney = parseConfig(text("tradingDay: { timeZone: Australia/Sydney }"), "house.yaml");
  expect(sydney.tradingDays.dayOf(ns("2026-11-22T23:59:59Z"))).toBe(20_261_123);
  expect(() => parseConfig(text("tradingDay: { timeZone: Sydney }"), "house.yaml")).toThrow(
    'house.yaml, line 1: tradingDay/timeZone: found "Sydney", expected a zone like Europe/London',
  );
});
