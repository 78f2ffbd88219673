/** The one table of what orders may be: the core decides by it, people read it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { VenueNewOrder } from "../../src/domain/exchange-port.ts";
import { PLAIN_SUPPORT, supportTable, supportTableText, type VenueSupport } from "../../src/domain/order-support.ts";
import { NO_PRICE, type Ticks } from "../../src/domain/price.ts";
import { CommandType, EventType } from "../../src/domain/records.generated.ts";
import { OrdType, TimeInForce } from "../../src/domain/values.ts";
import { VenuePublisher } from "../../src/exchange/venue-publisher.ts";
import { ScriptedVenue } from "../support/scripted-venue.ts";
import { newOrder, TestCore } from "../support/trade-words.ts";

const TYPES = Object.values(OrdType);
const TIMES = Object.values(TimeInForce);
/** What an order of a type or time has to say besides. */
const TYPE_TERMS: Readonly<Record<string, number[]>> = { "3": [99, 10_010, 2], "4": [99, 10_010, 2], P: [1094, 5, 0] };

function outcome(ordType: string, timeInForce: string, more: readonly number[]): string {
  const core = new TestCore();
  const gtd = timeInForce === "6" ? [432, 20_261_130, 0] : [];
  const moreTerms = [...(TYPE_TERMS[ordType] ?? []), ...gtd, ...more];
  const asked = { ordType: ordType as OrdType, timeInForce: timeInForce as TimeInForce, moreTerms };
  const [event] = core.tell(newOrder("A", asked));
  return event?.type === EventType.OrderAccepted ? "yes" : event?.type === EventType.OrderRejected ? event.text : "?";
}

/** "yes" when the venue is given the order as its client wrote it, "held" when it is given another or none yet. */
function whoDoesIt(ordType: OrdType, timeInForce: TimeInForce, venue: VenueSupport): string {
  const core = new TestCore();
  const policy = { holdsWhenDown: true, repeatsUnknown: true, cancelsAliens: false, ...venue };
  core.tell({ type: CommandType.DefineVenue, venueId: 1, name: "OUTSIDE", ...policy });
  core.tell({ type: CommandType.VenueLineUp, venueId: 1, text: "OUTSIDE" });
  const none = { bidPx: NO_PRICE, askPx: NO_PRICE };
  core.tell({ type: CommandType.UpdateMarket, symbol: "ZVZZT", ...none, lastPx: 10_000 as Ticks });
  const given: VenueNewOrder[] = [];
  class Venue extends ScriptedVenue {
    override newOrder(order: VenueNewOrder): void {
      given.push(structuredClone(order));
    }
  }
  const publisher = new VenuePublisher(core.state, 1, new Venue());
  const gtd = timeInForce === TimeInForce.GoodTillDate ? [432, 20_261_130, 0] : [];
  const events = core.tell(
    newOrder("A", { ordType, timeInForce, moreTerms: [...(TYPE_TERMS[ordType] ?? []), ...gtd] }),
  );
  for (const event of events) publisher.publish(event);
  publisher.release();
  if (events[0]?.type !== EventType.OrderAccepted) return "-";
  return given[0]?.ordType === ordType && given[0].timeInForce === timeInForce ? "yes" : "held";
}

describe("the table of order types", () => {
  const { header, rows } = supportTable();

  it("says of every type and time in force what the core does", () => {
    for (const [row, ordType] of TYPES.entries()) {
      for (const [column, timeInForce] of TIMES.entries()) {
        const place = header.indexOf(columnOf(timeInForce));
        const is = outcome(ordType, timeInForce, []);
        const said = rows.find(([name]) => name.startsWith(`${ordType} `))?.[place];
        expect(is === "yes" ? "yes" : "-", `${ordType} ${timeInForce} (${row}, ${column}): ${is}`).toBe(said);
      }
    }
  });

  it.each([
    ["iceberg, hidden", [111, 10, 0]],
    ["MinQty", [110, 10, 0]],
    ["post-only", [18, 54, 0]],
    ["self-match id", [2362, 7, 0]],
  ])("says with which times in force %s goes", (name, more) => {
    for (const ordType of TYPES) {
      const said = rows.find(([type]) => type.startsWith(`${ordType} `))?.[header.indexOf(name)] ?? "";
      const times = TIMES.filter((time) => outcome(ordType, time, []) === "yes");
      const taken = times.filter((time) => outcome(ordType, time, more) === "yes");
      const missing = times.filter((time) => !taken.includes(time)).map(columnOf);
      const is = taken.length === 0 ? "-" : missing.length === 0 ? "yes" : `not ${missing.sort().join(", ")}`;
      expect(is, `${ordType} with ${name}`).toBe(sorted(said));
    }
  });

  it("stands in the README as it is, where it stands", () => {
    const readme = readFileSync(join(import.meta.dirname, "../../README.md"), "utf8");
    const first = supportTableText().split("\n")[0];
    if (readme.includes("| OrdType | Day |")) expect(readme).toContain(supportTableText());
    else expect(readme).not.toContain(first);
    if (readme.includes("| held |")) expect(readme).toContain(supportTableText(PLAIN_SUPPORT));
  });

  it.each([
    ["everything", { ordTypes: "", timesInForce: "" }],
    ["market and limit orders, Day, IOC and FOK", PLAIN_SUPPORT],
    ["limit orders and stop limits, Day and GTC", { ordTypes: "24", timesInForce: "01" }],
    ["limit orders, at the auctions", { ordTypes: "2", timesInForce: "27" }],
  ])("says what a venue that takes %s is given, what is held for it, and what is refused", (_name, venue) => {
    const { header, rows } = supportTable(venue);
    for (const ordType of TYPES) {
      for (const timeInForce of TIMES) {
        const said = rows.find(([name]) => name.startsWith(`${ordType} `))?.[header.indexOf(columnOf(timeInForce))];
        expect(said, `${ordType} ${timeInForce}`).toBe(whoDoesIt(ordType, timeInForce, venue));
      }
    }
  });
});

function sorted(said: string): string {
  return said.startsWith("not ") ? `not ${said.slice(4).split(", ").sort().join(", ")}` : said;
}

function columnOf(timeInForce: string): string {
  const names: Readonly<Record<string, string>> = {
    "0": "Day",
    "1": "GTC",
    "2": "at the opening",
    "3": "IOC",
    "4": "FOK",
    "6": "GTD",
    "7": "at the close",
  };
  return names[timeInForce] ?? "";
}
