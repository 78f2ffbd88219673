import { expect, it } from "vitest";
import { SentPlaces } from "../../src/client/sent-places.ts";
import { RESENDABLE_MAX } from "../../src/domain/limits.ts";

it("gives back where every message lies, and 0 for what was never sent or is not resent", () => {
  const places = new SentPlaces();
  for (let number = 1; number <= 1_000; number++) places.put(number, number % 7 === 0 ? 0 : number * 10, number, 0);
  expect([1, 7, 999, 1_000, 1_001, 90_000].map((number) => places.placeOf(number))).toEqual([
    10, 0, 9_990, 10_000, 0, 0,
  ]);
  expect(places.lengthOf(999)).toBe(999);
  places.clear();
  expect(places.placeOf(999)).toBe(0);
});

it("lets the oldest go and keeps the last million, and all that were sent since the client left", () => {
  const free = new SentPlaces();
  const away = new SentPlaces();
  const last = RESENDABLE_MAX * 2 + 200_000;
  for (let number = 1; number <= last; number++) {
    free.put(number, number, 1, 0);
    away.put(number, number, 1, 500_000);
  }
  for (const number of [last, last - RESENDABLE_MAX]) expect(free.placeOf(number)).toBe(number);
  expect(free.placeOf(RESENDABLE_MAX)).toBe(0);
  for (const number of [last, 500_000]) expect(away.placeOf(number)).toBe(number);
  expect(away.placeOf(499_999)).toBe(0);
});
