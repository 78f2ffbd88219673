import { expect, it } from "vitest";
import { actionFault } from "../../src/core/desk-checks.ts";
import { type Command, CommandType, type Event, EventType } from "../../src/domain/records.generated.ts";
import { writeRoutingRules } from "../../src/domain/routing.ts";
import { CxlRejReason, KillScope, OrdRejReason, OrdType, Side, TimeInForce } from "../../src/domain/values.ts";
import { stateHash } from "../../src/state-hash.ts";
import { deskCommand } from "../support/desk-words.ts";
import { copyOf } from "../support/slow-venue.ts";
import { cancel, names, newOrder, replace, TestCore } from "../support/trade-words.ts";

const FOR_PEOPLE = { moreTerms: [21, "3".charCodeAt(0), 0] };
const ALPHA = { scope: KillScope.Session, sessionId: 1, desk: "" };
const BRAVO = { scope: KillScope.Session, sessionId: 2, desk: "" };
const CASH = { scope: KillScope.Desk, sessionId: 0, desk: "cash" };
const HOUSE = { scope: KillScope.All, sessionId: 0, desk: "" };
type Whom = { scope: number; sessionId: number; desk: string };

const word = (whom: Whom, isOn: boolean, reason = "runaway"): Command => ({
  type: CommandType.SetKillSwitch,
  ...whom,
  isOn,
  actor: "Ann",
  reason,
  requestId: 1,
});
const kill = (core: TestCore, whom: Whom) => core.tell(word(whom, true));
const release = (core: TestCore, whom: Whom) => core.tell(word(whom, false));
let actions = 0;
const desk = (core: TestCore, words: string) => core.tell(deskCommand(words, `k${++actions}`));
const refusals = (events: readonly Event[]) =>
  events.flatMap((event) =>
    event.type === EventType.OrderRejected || event.type === EventType.RequestRejected
      ? [event.text]
      : event.type === EventType.DeskActionRefused
        ? [event.reason]
        : [],
  );
const toVenue = (events: readonly Event[]) => events.filter((event) => event.type === EventType.OrderRouted).length;
/** A trader's own order. */
const OWN: Command = {
  type: CommandType.DeskNewOrder,
  ...{ actionId: "own", user: "Ann", account: "FUND", symbol: "ZVZZT", isCare: false, client: "", clOrdId: "" },
  ...{ side: Side.Buy, ordType: OrdType.Limit, timeInForce: TimeInForce.Day },
  ...{ qtyMantissa: 10, qtyScale: 0, priceMantissa: 10_000, priceScale: 2 },
};
const ON = "the kill switch of ALPHA is on (runaway): no new orders and no replaces; cancels are taken";

/** Orders of two clients at the venue; ALPHA's second is of a desk, accepted, with a part at the venue. */
function house(): TestCore {
  const core = new TestCore();
  const rules = [{ id: "large", when: { qtyMin: 1_000 }, to: { desk: "cash" } }];
  core.tell({ type: CommandType.DefineRouting, rules: writeRoutingRules(rules) });
  core.tell(newOrder("A1"));
  core.tell(newOrder("A2", { qtyMantissa: 1_000 }));
  core.tell(newOrder("B1", { sessionId: 2 }));
  for (const orderId of [1, 3]) core.accept(orderId);
  desk(core, "accept 2");
  desk(core, "slice 2 400 @ 100.00");
  core.accept(4);
  return core;
}

it("stops a client: its live orders are canceled, parts and all, and the next input is refused with who and why", () => {
  const core = house();
  const events = kill(core, ALPHA);
  expect(names(events)).toEqual([
    "KillSwitchSet",
    "HouseCancelRequested",
    "OrderRouted",
    "HouseCancelRequested",
    "OrderRouted",
    "HouseCancelRequested",
  ]);
  const canceled = events.flatMap((event) => (event.type === EventType.HouseCancelRequested ? [event.orderId] : []));
  expect(canceled).toEqual([1, 4, 2]);
  const refused = core.tell(newOrder("A3"));
  expect(refused).toMatchObject([
    { type: EventType.OrderRejected, ordRejReason: OrdRejReason.BrokerOption, text: ON, clOrdId: "A3" },
  ]);
  expect(names(core.tell(newOrder("B2", { sessionId: 2 })))).toEqual(["OrderAccepted", "OrderRouted"]);
  expect(release(core, ALPHA)).toMatchObject([{ type: EventType.KillSwitchSet, isOn: false }]);
  expect(names(core.tell(newOrder("A4")))).toEqual(["OrderAccepted", "OrderRouted"]);
});

it("takes cancels and refuses replaces while it is on, also where the venue would not cancel", () => {
  const core = house();
  kill(core, ALPHA);
  const refused = {
    type: CommandType.ExchangeRequestRejected,
    orderId: 1,
    requestNumber: 2,
    cxlRejReason: 2,
    text: "",
  };
  core.venue({ ...refused, isUnknownOrder: false } as never);
  expect(core.tell(replace("A5", "A1"))).toMatchObject([{ text: ON, cxlRejReason: CxlRejReason.BrokerOption }]);
  expect(toVenue(core.tell(cancel("A6", "A1")))).toBe(1);
});

it("pulled once more cancels what is still open, and can be released once", () => {
  const core = house();
  kill(core, BRAVO);
  core.venue({
    type: CommandType.ExchangeRequestRejected,
    ...{ orderId: 3, requestNumber: 2, cxlRejReason: 2, text: "" },
  } as never);
  expect(toVenue(kill(core, BRAVO))).toBe(1);
  expect(toVenue(kill(core, BRAVO))).toBe(0);
  release(core, BRAVO);
  expect(release(core, BRAVO)).toMatchObject([{ type: EventType.CommandRefused, text: "this kill switch is not on" }]);
});

it("stops a desk: what it has, what rules would give it, and further parts; clients' other orders go on", () => {
  const core = house();
  const events = kill(core, CASH);
  const canceled = events.flatMap((event) => (event.type === EventType.HouseCancelRequested ? [event.orderId] : []));
  expect(canceled).toEqual([4, 2]);
  const large = core.tell(newOrder("A7", { qtyMantissa: 2_000 }));
  expect(refusals(large)).toEqual([ON.replace("ALPHA", "desk cash")]);
  expect(names(core.tell(newOrder("A8")))).toEqual(["OrderAccepted", "OrderRouted"]);
  release(core, CASH);
  expect(refusals(core.tell(newOrder("A9", { qtyMantissa: 2_000 })))).toEqual([]);
});

it("stops the house: everybody's orders, those of the desk itself, and those nobody has heard of yet", () => {
  const core = house();
  core.tell(newOrder("W", { sessionId: 2, ...FOR_PEOPLE }));
  desk(core, "accept 5");
  const events = kill(core, HOUSE);
  expect(events.filter((event) => event.type === EventType.HouseCancelRequested)).toHaveLength(5);
  // No part of it is at a venue, so nobody has to be asked.
  expect(events.at(-1)).toMatchObject({ type: EventType.OrderCanceled, orderId: 5 });
  for (const sessionId of [1, 2]) expect(refusals(core.tell(newOrder(`N${sessionId}`, { sessionId })))).toHaveLength(1);
  expect(refusals(core.tell(OWN))).toEqual([ON.replace("ALPHA", "the house")]);
  expect(refusals(desk(core, "slice 2 100 @ 100.00"))).toHaveLength(1);
});

it("is why the desk cannot give out more of an order whose cancel its venue refused, nor change a part: the menu says so", () => {
  const core = house();
  kill(core, ALPHA);
  const refused = { orderId: 4, requestNumber: 2, cxlRejReason: 2, text: "not now" };
  core.venue({ type: CommandType.ExchangeRequestRejected, ...refused } as never);
  for (const [action, orderId] of [
    ["slice", 2],
    ["replace", 4],
  ] as const)
    expect(actionFault(core.state, action, orderId, "Ann")).toBe(ON);
  expect(refusals(desk(core, "slice 2 100 @ 100.00"))).toEqual([ON]);
});

it("cancels ten thousand before anything else is worked, in frames that stay small", () => {
  const core = new TestCore();
  for (let index = 1; index <= 10_000; index++) core.tell(newOrder(`C${index}`, { sessionId: 1 + (index % 2) }));
  for (let orderId = 1; orderId <= 10_000; orderId++) core.accept(orderId);
  let events = kill(core, HOUSE);
  let requested = toVenue(events);
  for (let step = 0; core.state.sweeps.urgent !== null && step < 10; step++) {
    expect(events.length).toBeLessThan(20_000);
    events = core.tell({ type: CommandType.ContinueSweep, sweepId: core.state.sweeps.urgent.sweepId });
    requested += toVenue(events);
  }
  expect(requested).toBe(10_000);
  expect(core.state.sweeps.running).toEqual([]);
});

it("is not sent again after a lost line, whatever the venue's policy is", () => {
  const core = house();
  const line = { venueId: 1, name: "XSIM", holdsWhenDown: false, repeatsUnknown: true, cancelsAliens: false };
  core.tell({ type: CommandType.DefineVenue, ...line, ordTypes: "", timesInForce: "" });
  core.tell({ type: CommandType.VenueLineUp, venueId: 1, text: "" });
  core.tell(newOrder("A10"));
  core.tell({ type: CommandType.VenueLineDown, venueId: 1, text: "cut" });
  kill(core, ALPHA);
  core.tell({ type: CommandType.VenueLineUp, venueId: 1, text: "" });
  const status = { orderId: 5, requestNumber: 1, ordStatus: "\0", orderQty: 0, cumQty: 0, price: 0, text: "" };
  const events = core.venue({ type: CommandType.ExchangeStatus, ...status, exchangeOrderId: "" } as never);
  expect(names(events)).toEqual(["VenueReportRecorded", "OrderCanceled"]);
});

it("is in the state's image, and a state made from it stops the same", () => {
  const core = house();
  kill(core, ALPHA);
  kill(core, CASH);
  const copy = copyOf(core.state);
  expect(stateHash(copy)).toBe(stateHash(core.state));
  expect(copy.kills.all()).toEqual(core.state.kills.all());
  expect(copy.kills.all()[0]).toMatchObject({ ...ALPHA, actor: "Ann", reason: "runaway" });
});

it.each<[string, Partial<Whom> & { actor?: string; reason?: string }, string]>([
  ["nobody", { reason: "" }, "a kill switch needs who and why"],
  ["an unknown session", { scope: KillScope.Session, sessionId: 9 }, "there is no session 9"],
  ["an unknown desk", { scope: KillScope.Desk, desk: "csah" }, "there is no desk csah; there are cash"],
  ["two at once", { scope: KillScope.Session, sessionId: 1, desk: "cash" }, "names a session, a desk, or nobody"],
])("is refused for %s, and stops nobody", (_, given, text) => {
  const core = house();
  const events = core.tell({ ...word(HOUSE, true), ...given } as Command);
  expect(events).toMatchObject([{ type: EventType.CommandRefused, text: expect.stringContaining(text) }]);
  expect(core.state.kills.size).toBe(0);
});
