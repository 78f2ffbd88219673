import { expect, it } from "vitest";
import type { VenueNewOrder } from "../../src/domain/exchange-port.ts";
import { Term } from "../../src/domain/more-terms.ts";
import { CommandType, EventType } from "../../src/domain/records.generated.ts";
import { TimeInForce } from "../../src/domain/values.ts";
import { VenuePublisher } from "../../src/exchange/venue-publisher.ts";
import { ScriptedVenue } from "../support/scripted-venue.ts";
import { newOrder, TestCore } from "../support/trade-words.ts";

it("gives a GTD order to a venue that takes Day orders only as one, and the rest of it anew the next day", () => {
  const core = new TestCore();
  const policy = { holdsWhenDown: true, repeatsUnknown: true, cancelsAliens: false, ordTypes: "", timesInForce: "0" };
  core.tell({ type: CommandType.DefineVenue, venueId: 1, name: "DAY", ...policy });
  core.tell({ type: CommandType.VenueLineUp, venueId: 1, text: "DAY" });
  const given: VenueNewOrder[] = [];
  class Venue extends ScriptedVenue {
    override newOrder(order: VenueNewOrder): void {
      given.push(structuredClone(order));
    }
  }
  const publisher = new VenuePublisher(core.state, 1, new Venue());
  const tell = (command: Parameters<TestCore["tell"]>[0]) => {
    for (const event of core.tell(command)) if (event.type === EventType.OrderRouted) publisher.publish(event);
    publisher.release();
  };
  const moreTerms = [Term.ExpireDate, 20_261_122, 0];
  tell(newOrder("A", { timeInForce: TimeInForce.GoodTillDate, moreTerms }));
  core.accept(1);
  core.fill(1, 40, 10_000);
  tell({ type: CommandType.OpenTradingDay, tradingDay: 20_261_121 });
  expect(given).toMatchObject([
    { clOrdId: "1-1", timeInForce: TimeInForce.Day, orderQty: 100 },
    { clOrdId: "1-2", timeInForce: TimeInForce.Day, orderQty: 60 },
  ]);
  expect(given.map(({ terms }) => terms?.expireDate)).toEqual([undefined, undefined]);
});
