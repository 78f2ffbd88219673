/** Where two rare things meet in one order: a kill switch and what waits, a halt and a lost line, a split and a part. */
import { expect, it } from "vitest";
import { viewOrder } from "../../src/core/order-view.ts";
import type { Qty, Ticks } from "../../src/domain/price.ts";
import { type Command, CommandType, type Event, EventType } from "../../src/domain/records.generated.ts";
import {
  Contingency,
  CxlRejReason,
  ExecRestatementReason,
  KillScope,
  OrdRejReason,
  OrdStatus,
  OrdType,
  Side,
  TimeInForce,
} from "../../src/domain/values.ts";
import { deskCommand } from "../support/desk-words.ts";
import { cancel, names, newOrder, replace, TestCore } from "../support/trade-words.ts";

const FOR_PEOPLE = [21, "3".charCodeAt(0), 0];
const POLICY = { holdsWhenDown: false, cancelsAliens: false, ordTypes: "", timesInForce: "" };

/** A core whose venue is behind a line. */
function behindLine(repeatsUnknown = false): TestCore {
  const core = new TestCore();
  core.tell({ type: CommandType.DefineVenue, venueId: 1, name: "OUTSIDE", ...POLICY, repeatsUnknown });
  core.tell({ type: CommandType.VenueLineUp, venueId: 1, text: "logged on" });
  return core;
}

/** A line that is lost and found: what was not answered is in doubt. */
function blink(core: TestCore): void {
  core.tell({ type: CommandType.VenueLineDown, venueId: 1, text: "cut" });
  core.tell({ type: CommandType.VenueLineUp, venueId: 1, text: "logged on" });
}

function halt(core: TestCore, orderId: number): Event[] {
  const act = { requestNumber: 1, isCanceled: false, text: "halted" };
  return core.venue({ type: CommandType.ExchangeHalted, orderId, ...act });
}

function status(
  core: TestCore,
  ordStatus: OrdStatus,
  { request = 1, qty = 100 }: { request?: number; qty?: number } = {},
): Event[] {
  const stands = { orderQty: qty as Qty, price: 10_000 as Ticks, cumQty: 0 as Qty, avgPxMantissa: 0, avgPxScale: 0 };
  const report = { orderId: 1, requestNumber: request, ordStatus, exchangeOrderId: "X1", ...stands, text: "" };
  return core.venue({ type: CommandType.ExchangeStatus, ...report });
}

function replaced(core: TestCore, orderId: number, requestNumber: number, qty: number): Event[] {
  const terms = { orderQty: qty as Qty, price: 10_000 as Ticks };
  return core.venue({ type: CommandType.ExchangeReplaced, orderId, requestNumber, ...terms });
}

const ordStatus = (core: TestCore, orderId: number) => viewOrder(core.state, orderId)?.ordStatus;
const KILL: Command = {
  ...{ type: CommandType.SetKillSwitch, scope: KillScope.Session, sessionId: 1, desk: "", isOn: true },
  ...{ actor: "Ann", reason: "runaway", requestId: 1 },
};

it("sends no replace that waited when a kill switch came, though the venue refuses the cancel", () => {
  const core = new TestCore();
  core.tell(newOrder("A"));
  core.accept(1);
  core.tell(replace("B", "A", { qtyMantissa: 200 }));
  core.tell(replace("C", "B", { qtyMantissa: 300 }));
  core.tell(KILL);
  expect(names(replaced(core, 1, 2, 200))).toEqual(["VenueReportRecorded", "OrderReplaced"]);
  const events = core.venue({
    ...{ type: CommandType.ExchangeRequestRejected, orderId: 1, requestNumber: 3 },
    ...{ cxlRejReason: CxlRejReason.Other, text: "not now" },
  });
  expect(names(events)).toEqual(["VenueReportRecorded", "HouseCancelRejected", "RequestRejected"]);
  expect(events[2]).toMatchObject({ clOrdId: "C", cxlRejReason: CxlRejReason.BrokerOption, wasPending: true });
  expect(ordStatus(core, 1)).toBe(OrdStatus.New);
});

it("knows after a lost line that a replace was taken, though the order is suspended since", () => {
  const core = behindLine();
  core.tell(newOrder("A"));
  core.accept(1);
  core.tell(replace("B", "A", { qtyMantissa: 200 }));
  blink(core);
  const events = status(core, OrdStatus.Suspended, { request: 2, qty: 200 });
  expect(names(events)).toEqual(["VenueReportRecorded", "OrderReplaced", "OrderSuspended"]);
  expect(viewOrder(core.state, 1)).toMatchObject({ orderQty: 200, pending: "", ordStatus: OrdStatus.Suspended });
});

it("sends a cancel once more after a lost line, though the order is suspended since", () => {
  const core = behindLine();
  core.tell(newOrder("A"));
  core.accept(1);
  core.tell(cancel("B", "A"));
  blink(core);
  const events = status(core, OrdStatus.Suspended);
  expect(names(events)).toEqual(["VenueReportRecorded", "RequestRepeated", "OrderSuspended"]);
});

it("has an order acknowledged before it is suspended, when both were lost with the line", () => {
  const core = behindLine();
  core.tell(newOrder("A"));
  blink(core);
  const events = status(core, OrdStatus.Suspended);
  expect(names(events)).toEqual(["VenueReportRecorded", "OrderAcknowledged", "DoubtResolved", "OrderSuspended"]);
  expect(ordStatus(core, 1)).toBe(OrdStatus.Suspended);
});

it("learns after a lost line that a suspended order is at work again", () => {
  const core = behindLine();
  core.tell(newOrder("A"));
  core.accept(1);
  halt(core, 1);
  core.tell(replace("B", "A", { qtyMantissa: 200 }));
  blink(core);
  expect(names(status(core, OrdStatus.New))).toEqual(["VenueReportRecorded", "OrderRestated", "RequestRejected"]);
  expect(ordStatus(core, 1)).toBe(OrdStatus.New);
});

it("leaves an order suspended that the house makes smaller, since its venue has said nothing else", () => {
  const core = new TestCore();
  const exit = { moreTerms: [1385, Contingency.OuoAbsolute, 0], carried: "583=X\x01" };
  core.tell(newOrder("A", exit));
  core.tell(newOrder("B", exit));
  core.accept(1);
  core.accept(2);
  halt(core, 2);
  core.fill(1, 40, 10_000);
  expect(names(replaced(core, 2, 2, 60))).toContain("OrderRestated");
  expect(viewOrder(core.state, 2)).toMatchObject({ orderQty: 60, ordStatus: OrdStatus.Suspended });
});

it("leaves an order suspended when a trade of it is busted and not all of that is back on the book", () => {
  const core = new TestCore();
  core.tell(newOrder("A"));
  core.accept(1);
  core.fill(1, 40, 10_000, "F1");
  halt(core, 1);
  expect(names(core.bust(1, "F1", 60))).toEqual(["VenueReportRecorded", "FillBusted", "OrderRestated"]);
  expect(viewOrder(core.state, 1)).toMatchObject({ orderQty: 60, cumQty: 0, ordStatus: OrdStatus.Suspended });
});

it("has an order that was suspended at work again when it goes to its venue anew", () => {
  const core = new TestCore();
  const linked = { carried: "583=X\x01" };
  core.tell(newOrder("A", { ...linked, moreTerms: [1385, Contingency.Oto, 0] }));
  core.tell(newOrder("B", { ...linked, moreTerms: [1385, Contingency.Oto, 0] }));
  core.accept(1);
  core.fill(1, 40, 10_000, "F1");
  core.accept(2);
  halt(core, 2);
  expect(names(core.bust(1, "F1"))).toContain("HouseCancelRequested");
  const off = { orderId: 2, requestNumber: 2, solicited: true, text: "" };
  expect(names(core.venue({ type: CommandType.ExchangeCanceled, ...off }))).toContain("OrderRecalled");
  core.fill(1, 50, 10_000, "F2");
  core.venue({ type: CommandType.ExchangeAccepted, orderId: 2, requestNumber: 3, exchangeOrderId: "Y2" });
  expect(ordStatus(core, 2)).toBe(OrdStatus.New);
});

it("takes no exit for an entry when the entry is one for people, which is not linked", () => {
  const core = new TestCore();
  const entry = [1385, Contingency.Oto, 0, ...FOR_PEOPLE];
  expect(names(core.tell(newOrder("A", { moreTerms: entry, carried: "583=X\x01" })))).toContain("OrderRejected");
  const exit = core.tell(newOrder("B", { moreTerms: [1385, Contingency.Oto, 0], carried: "583=X\x01" }));
  expect(names(exit)).not.toContain("OrderAccepted");
  expect(exit[0]).toMatchObject({ type: EventType.OrderRejected, ordRejReason: OrdRejReason.TooLateToEnter });
});

it("does not believe a venue that splits a part beyond the order it is part of", () => {
  const core = new TestCore();
  core.tell(newOrder("A", { moreTerms: FOR_PEOPLE }));
  core.tell(deskCommand("accept 1", "a"));
  core.tell(deskCommand("slice 1 100 @ 100.00", "s"));
  core.accept(2);
  core.fill(2, 10, 10_000);
  const split = { orderId: 2, requestNumber: 1, orderQty: 200 as Qty, price: 5_000 as Ticks, text: "" };
  const reason = ExecRestatementReason.CorporateAction;
  const events = core.venue({ type: CommandType.ExchangeRestated, ...split, reason });
  expect(names(events)).toEqual(["VenueReportRecorded", "VenueReportRefused", "ExceptionOpened"]);
  // What it trades from then on is booked as far as it can be true.
  expect(names(core.fill(2, 20, 10_000))).toEqual(["VenueReportRecorded", "OrderFilled", "OrderFilled"]);
  expect(viewOrder(core.state, 1)).toMatchObject({ cumQty: 30, orderQty: 100 });
});

it("refuses a trader, too, to replace an order by what was filled before it went to its venue anew", () => {
  const core = new TestCore();
  core.tell({
    ...{ type: CommandType.DefineVenue, venueId: 1, name: "DAYS", ...POLICY, repeatsUnknown: false, timesInForce: "0" },
  });
  core.tell({ type: CommandType.VenueLineUp, venueId: 1, text: "logged on" });
  core.tell({
    ...{ type: CommandType.DeskNewOrder, actionId: "n", user: "Ann", account: "FUND", symbol: "ZVZZT", isCare: false },
    ...{ client: "", clOrdId: "", side: Side.Buy, ordType: OrdType.Limit, timeInForce: TimeInForce.GoodTillCancel },
    ...{ qtyMantissa: 100, qtyScale: 0, priceMantissa: 10_000, priceScale: 2 },
  });
  core.accept(1);
  core.fill(1, 40, 10_000);
  core.venue({ type: CommandType.ExchangeExpired, orderId: 1, requestNumber: 1, text: "" });
  expect(names(core.tell({ type: CommandType.OpenTradingDay, tradingDay: 20_261_121 }))).toContain("OrderRouted");
  core.venue({ type: CommandType.ExchangeAccepted, orderId: 1, requestNumber: 2, exchangeOrderId: "Y1" });
  const refused = core.tell(deskCommand("replace 1 40 @ 100.00", "r1"));
  expect(refused).toMatchObject([
    { type: EventType.DeskActionRefused, reason: expect.stringContaining("OrderQty(38)") },
  ]);
  expect(names(core.tell(deskCommand("replace 1 41 @ 100.00", "r2")))).toContain("OrderRouted");
});
