/** Trading hours and price bands in the configuration: what they become, what is refused, and how they are taken up again. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { Phase } from "../simulator/phases.ts";
import { loadConfig, parseConfig } from "../src/config.ts";
import { PersistentClient } from "./support/persistent-client.ts";
import { type LockstepProcess, startLockstep } from "./support/process.ts";

const PHASES =
  '{ preOpen: "07:00", openingAuction: "09:25", continuous: "09:30", closingAuction: "15:55", closed: "16:00" }';

function house(calendar: string, instrument = "calendar: XNYS", more = ""): string {
  return `insecureLogon: true
sessions: [ { compId: ALPHA, beginString: FIX.4.4 } ]
venue:
  agents: { enabled: false }
  calendars:
    - name: XNYS
${calendar}
${more}
instruments:
  - { symbol: ZVZZT, referencePrice: "100.00", ${instrument} }
`;
}
const rows = (...lines: string[]) => lines.map((line) => `      ${line}`).join("\n");
const NEW_YORK = rows("timeZone: America/New_York", `phases: ${PHASES}`);

describe("trading hours in the configuration", () => {
  it("become a calendar, with what is not said as on every day", () => {
    const text = house(
      rows(
        "timeZone: America/New_York",
        `phases: ${PHASES}`,
        "holidays: [2026-11-26]",
        'halfDays: [ { date: 2026-11-27, closingAuction: "12:55", closed: "13:00:30" } ]',
      ),
      "calendar: XNYS, staticBandPercent: 20, dynamicBandPercent: 2.5, volatilityAuctionSeconds: 300",
    );
    const { trading } = parseConfig(text, "house.yaml");
    const [calendar] = trading.calendars;
    expect(calendar).toMatchObject({ name: "XNYS", days: [1, 2, 3, 4, 5], holidays: ["2026-11-26"] });
    expect(calendar.phases.map(({ phase, seconds }) => [phase, seconds])).toEqual([
      [Phase.PreOpen, 25_200],
      [Phase.OpeningAuction, 33_900],
      [Phase.Continuous, 34_200],
      [Phase.ClosingAuction, 57_300],
      [Phase.Closed, 57_600],
    ]);
    expect(calendar.halfDays[0].phases.slice(3)).toEqual([
      { phase: Phase.ClosingAuction, seconds: 46_500 },
      { phase: Phase.Closed, seconds: 46_830 },
    ]);
    expect(trading.instruments).toEqual([
      {
        symbol: "ZVZZT",
        calendar: "XNYS",
        staticBps: 2_000,
        dynamicBps: 250,
        auctionMs: 300_000,
        certification: false,
      },
    ]);
  });

  it("may go on over midnight", () => {
    const text = house(rows("timeZone: America/Chicago", 'phases: { continuous: "17:00", closed: "16:00" }'));
    expect(parseConfig(text, "house.yaml").trading.calendars[0].phases).toEqual([
      { phase: Phase.Continuous, seconds: 61_200 },
      { phase: Phase.Closed, seconds: 144_000 },
    ]);
  });

  it("are always, without bands, in the demonstration", () => {
    const { trading } = loadConfig(null);
    expect(trading.calendars).toEqual([]);
    expect(
      trading.instruments.every((row) => row.calendar === null && row.staticBps === 0 && row.dynamicBps === 0),
    ).toBe(true);
  });

  it.each<[string, string, string, RegExp]>([
    [
      "a zone nobody knows",
      rows("timeZone: Mars/Olympus", `phases: ${PHASES}`),
      "calendar: XNYS",
      /^house\.yaml, line 7: venue\/calendars\/0\/timeZone: found "Mars\/Olympus", expected a zone like America\/New_York$/,
    ],
    [
      "a time that is none",
      rows("timeZone: America/New_York", 'phases: { continuous: "9:30", closed: "16:00" }'),
      "calendar: XNYS",
      /^house\.yaml, line 8: venue\/calendars\/0\/phases\/continuous: found "9:30", expected a text like/,
    ],
    [
      "no close",
      rows("timeZone: America/New_York", 'phases: { continuous: "09:30" }'),
      "calendar: XNYS",
      /^house\.yaml, line 8: venue\/calendars\/0\/phases\/closed: missing; expected a text like/,
    ],
    [
      "times out of order",
      rows("timeZone: America/New_York", 'phases: { preOpen: "10:00", continuous: "09:30", closed: "16:00" }'),
      "calendar: XNYS",
      /^house\.yaml, line 8: venue\/calendars\/0\/phases: the day is longer than 24 hours/,
    ],
    [
      "a key nobody knows",
      rows("timeZone: America/New_York", `phases: ${PHASES}`, "lunch: noon"),
      "calendar: XNYS",
      /^house\.yaml, line 9: venue\/calendars\/0\/lunch: unknown key; remove it or correct its spelling$/,
    ],
    [
      "a holiday that is no date",
      rows("timeZone: America/New_York", `phases: ${PHASES}`, "holidays: [2026-11-26, 2026-02-30]"),
      "calendar: XNYS",
      /^house\.yaml, line 9: venue\/calendars\/0\/holidays\/1: found "2026-02-30", expected a date like 2026-12-25$/,
    ],
    [
      "a half day that does not close",
      rows("timeZone: America/New_York", `phases: ${PHASES}`, 'halfDays: [ { date: 2026-11-27, closed: "09:00" } ]'),
      "calendar: XNYS",
      /^house\.yaml, line 9: venue\/calendars\/0\/halfDays\/0: the day is longer than 24 hours/,
    ],
    [
      "a calendar that is not there",
      NEW_YORK,
      "calendar: XLON",
      /^house\.yaml, line 11: instruments\/0\/calendar: found "XLON", expected one of XNYS$/,
    ],
    [
      "a band wider than the price",
      NEW_YORK,
      "staticBandPercent: 101",
      /^house\.yaml, line 11: instruments\/0\/staticBandPercent: found 101, expected a number from 0\.01 to 100$/,
    ],
  ])("with %s are refused with line and key", (_what, calendar, instrument, expected) => {
    expect(() => parseConfig(house(calendar, instrument), "house.yaml")).toThrow(expected);
  });
});

describe("a running exchange", () => {
  let oms: LockstepProcess | undefined;
  let home = "";
  afterEach(async () => {
    await oms?.stop();
    if (home !== "") rmSync(home, { recursive: true, force: true });
  });

  it("takes up its hours and bands at SIGHUP, and keeps those it has when the file has a fault", {
    timeout: 60_000,
  }, async () => {
    home = mkdtempSync(join(tmpdir(), "lockstep-hours-"));
    const path = join(home, "house.yaml");
    // A day of the week that is neither today nor tomorrow nor yesterday, anywhere on earth.
    const far = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][(new Date().getUTCDay() + 3) % 7];
    const closed = house(rows("timeZone: America/New_York", `phases: ${PHASES}`, `days: [${far}]`));
    writeFileSync(path, house(NEW_YORK, "staticBandPercent: 10"));
    const running = await startLockstep({ dataDir: join(home, "data"), args: ["--config", path] });
    oms = running;
    const alpha = new PersistentClient({ compId: "ALPHA", beginString: "FIX.4.4" });
    await alpha.logOn(running.fixPort);
    const answerTo = async (id: string, price: string) => {
      alpha.send("D", `11=${id}|21=1|38=10|40=2|44=${price}|54=1|55=ZVZZT|59=0|60=20261122-00:00:00|`);
      const field = (tag: string) => alpha.reports.get(id)?.get(tag) ?? "";
      await alpha.until(() => ["0", "8"].includes(field("39")), `no answer to ${id}`);
      return `${field("39")} ${field("103")} ${field("58")}`.trim();
    };
    let signals = 0;
    const hangUp = async (text: string) => {
      writeFileSync(path, text);
      process.kill(running.pid, "SIGHUP");
      signals++;
      const heard = () => running.output.match(/SIGHUP: (XSIM has|calendars and)/g)?.length === signals;
      await alpha.until(heard, "the signal was not heard");
    };
    expect(await answerTo("A1", "99.00")).toBe("0");
    expect(await answerTo("A2", "89.99")).toContain("price must be from 90.00 to 110.00, the static band of the day");
    await hangUp(closed);
    expect(await answerTo("A3", "99.00")).toBe(
      "8 2 XSIM is closed; orders are taken from pre-open on, cancels always; ZVZZT is in phase closed",
    );
    await hangUp(closed.replace("16:00", "25:00"));
    expect(running.output).toMatch(
      /SIGHUP: calendars and price bands stay as they were: .*line 8: venue\/calendars\/0/,
    );
    expect(await answerTo("A4", "99.00")).toContain("8 2 XSIM is closed");
    await hangUp(house(NEW_YORK, "staticBandPercent: 20"));
    expect(await answerTo("A5", "89.99")).toBe("0");
    alpha.drop();
  });
});
