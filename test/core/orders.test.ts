import { describe, expect, it } from "vitest";
import { LimitKind } from "../../src/core/limits-table.ts";
import { viewOrder } from "../../src/core/order-view.ts";
import { CommandType, type Event, EventType } from "../../src/domain/records.generated.ts";
import {
  CxlRejReason,
  ExceptionKind,
  OrdRejReason,
  OrdStatus,
  OrdType,
  Side,
  TimeInForce,
} from "../../src/domain/values.ts";
import { cancel, marketOrder, names, newOrder, replace, TestCore, testInstrument } from "../support/trade-words.ts";

function refusal(events: Event[]): { reason: number; text: string } {
  const [event] = events;
  if (event?.type === EventType.OrderRejected) return { reason: event.ordRejReason, text: event.text };
  if (event?.type === EventType.RequestRejected) return { reason: event.cxlRejReason, text: event.text };
  throw new Error(`expected a refusal, found ${names(events).join(" ")}`);
}

function status(core: TestCore, orderId: number) {
  const view = viewOrder(core.state, orderId);
  return view && [view.ordStatus, view.orderQty, view.cumQty, view.leavesQty, view.clOrdId];
}

describe("a new order", () => {
  it("is accepted and routed, then acknowledged and filled by the venue", () => {
    const core = new TestCore();
    expect(core.tell(newOrder("A"))).toEqual([
      {
        type: EventType.OrderAccepted,
        orderId: 1,
        sessionId: 1,
        clOrdId: "A",
        account: "ALPHA-1",
        instrumentId: 1,
        side: Side.Buy,
        ordType: OrdType.Limit,
        timeInForce: "0",
        orderQty: 100,
        price: 10_000,
        moreTerms: [],
        carried: "",
      },
      { type: EventType.OrderRouted, orderId: 1, venueId: 1, requestNumber: 1 },
    ]);
    expect(status(core, 1)).toEqual([OrdStatus.PendingNew, 100, 0, 100, "A"]);
    expect(names(core.accept(1))).toEqual(["VenueReportRecorded", "OrderAcknowledged"]);
    expect(status(core, 1)).toEqual([OrdStatus.New, 100, 0, 100, "A"]);
    core.fill(1, 40, 9_999);
    expect(status(core, 1)).toEqual([OrdStatus.PartiallyFilled, 100, 40, 60, "A"]);
    core.fill(1, 60, 9_998);
    expect(status(core, 1)).toEqual([OrdStatus.Filled, 100, 100, 0, "A"]);
    expect(viewOrder(core.state, 1)).toMatchObject({ avgPxMantissa: 99_984_000, avgPxScale: 6 });
  });

  it("is refused while the journal's disk is low, and taken again after; cancels and fills go on", () => {
    const core = new TestCore();
    core.tell(newOrder("A"));
    core.accept(1);
    core.tell({ type: CommandType.SetJournalSpace, isLow: true, freeBytes: 1_000, lowBytes: 2_000 });
    expect(refusal(core.tell(newOrder("B")))).toEqual({
      reason: OrdRejReason.BrokerOption,
      text: "no new orders: the journal's disk has 1000 bytes free, below its low-water mark of 2000; cancels are taken",
    });
    core.fill(1, 40, 9_999);
    expect(names(core.tell(cancel("C", "A")))).toEqual(["CancelRequested", "OrderRouted"]);
    core.tell({ type: CommandType.SetJournalSpace, isLow: false, freeBytes: 9_000, lowBytes: 2_000 });
    expect(names(core.tell(newOrder("D")))).toEqual(["OrderAccepted", "OrderRouted"]);
  });

  it.each([
    ["an unknown symbol", { symbol: "NOPE" }, OrdRejReason.UnknownSymbol, "Symbol(55) NOPE is not traded here"],
    [
      "an unsupported condition",
      { unsupported: "MinQty(110) is not supported" },
      OrdRejReason.UnsupportedOrderCharacteristic,
      "MinQty(110) is not supported",
    ],
    [
      "an unknown side",
      { side: "8" as Side },
      OrdRejReason.UnsupportedOrderCharacteristic,
      "Side(54) 8 is not supported; 1 (Buy), 2 (Sell) and 5 (Sell short) are",
    ],
    [
      "an unknown order type",
      { ordType: "6" as OrdType },
      OrdRejReason.UnsupportedOrderCharacteristic,
      "OrdType(40) 6 is not supported; 1 (market), 2 (limit), 3 (stop), 4 (stop limit), K (market to limit) and P (pegged) are",
    ],
    [
      "a stop order without its stop price",
      { ordType: OrdType.Stop },
      OrdRejReason.UnsupportedOrderCharacteristic,
      "StopPx(99) is required for OrdType(40) 3",
    ],
    ["no quantity", { qtyMantissa: 0 }, OrdRejReason.IncorrectQuantity, "OrderQty(38) 0 must be above 0"],
    ["a negative quantity", { qtyMantissa: -5 }, OrdRejReason.IncorrectQuantity, "OrderQty(38) -5 must be above 0"],
    [
      "part of a share",
      { qtyMantissa: 15, qtyScale: 1 },
      OrdRejReason.IncorrectQuantity,
      "OrderQty(38) 1.5 must be a multiple of the lot size 1 and at most 100000000000000",
    ],
    [
      "a price off the tick",
      { priceMantissa: 100_005, priceScale: 3 },
      OrdRejReason.InvalidPriceIncrement,
      "Price(44) 100.005 is not a multiple of the tick 0.01",
    ],
    [
      "a limit order without a price",
      { priceMantissa: Number.MIN_SAFE_INTEGER },
      OrdRejReason.Other,
      "Price(44) is required for OrdType(40)=2 (Limit)",
    ],
    ["a price of zero", { priceMantissa: 0 }, OrdRejReason.Other, "Price(44) 0.00 must be above 0"],
    [
      "one share above the maximum quantity",
      { qtyMantissa: 100_001, priceMantissa: 8_000 },
      OrdRejReason.OrderExceedsLimit,
      "OrderQty(38) 100001 is 1 above the maximum order quantity 100000 of ALPHA",
    ],
    [
      "a cent above the maximum notional",
      { qtyMantissa: 50_000, priceMantissa: 10_001 },
      OrdRejReason.OrderExceedsLimit,
      "notional 5000500.00 USD is 500.00 above the maximum order notional 5000000 of ALPHA",
    ],
    [
      "a tick above the collar",
      { priceMantissa: 12_001 },
      OrdRejReason.PriceExceedsCurrentPriceBand,
      "Price(44) 120.01 is outside the collar 80.00 to 120.00 (20 % around 100.00, the reference price) of the firm",
    ],
    [
      "a tick below the collar",
      { priceMantissa: 7_999 },
      OrdRejReason.PriceExceedsCurrentPriceBand,
      "Price(44) 79.99 is outside the collar 80.00 to 120.00 (20 % around 100.00, the reference price) of the firm",
    ],
  ])("with %s is refused before any venue hears of it", (_, given, reason, text) => {
    const core = new TestCore();
    const events = core.tell(newOrder("A", given));
    expect(names(events)).toEqual(["OrderRejected"]);
    expect(refusal(events)).toEqual({ reason, text });
    expect(viewOrder(core.state, 1)?.ordStatus).toBe(OrdStatus.Rejected);
  });

  it("passes at the very edge of every limit", () => {
    const core = new TestCore();
    expect(names(core.tell(newOrder("A", { qtyMantissa: 50_000 })))).toContain("OrderRouted");
    expect(names(core.tell(newOrder("B", { priceMantissa: 12_000 })))).toContain("OrderRouted");
    expect(names(core.tell(newOrder("C", { priceMantissa: 8_000 })))).toContain("OrderRouted");
    core.limit("FIX.4.4:ALPHA", LimitKind.MaxOrderNotional, Number.MAX_SAFE_INTEGER);
    expect(names(core.tell(newOrder("D", { qtyMantissa: 100_000 })))).toContain("OrderRouted");
  });

  it("is measured against the last price once there was a trade", () => {
    const core = new TestCore();
    core.tell(newOrder("A"));
    core.accept(1);
    core.fill(1, 10, 9_000);
    expect(refusal(core.tell(newOrder("B", { priceMantissa: 10_801 }))).text).toContain(
      "collar 72.00 to 108.00 (20 % around 90.00, the last price)",
    );
  });

  it("takes the same number written with more or fewer digits", () => {
    const core = new TestCore();
    expect(core.tell(newOrder("A", { priceMantissa: 100, priceScale: 0 }))[0]).toMatchObject({ price: 10_000 });
    expect(core.tell(newOrder("B", { priceMantissa: 1_000_000, priceScale: 4 }))[0]).toMatchObject({ price: 10_000 });
    expect(core.tell(newOrder("C", { qtyMantissa: 10_000, qtyScale: 2 }))[0]).toMatchObject({ orderQty: 100 });
  });

  it("may be a market order, priced by nothing", () => {
    const core = new TestCore();
    expect(core.tell(marketOrder("A"))[0]).toMatchObject({
      type: EventType.OrderAccepted,
      price: Number.MIN_SAFE_INTEGER,
    });
    expect(refusal(core.tell(marketOrder("B", { qtyMantissa: 50_001 }))).text).toContain(
      "notional 5000100.00 USD is 100.00 above",
    );
  });

  it("with a ClOrdID of today is a duplicate, unless it is a PossResend, which is told how the first stands", () => {
    const core = new TestCore();
    core.tell(newOrder("A"));
    expect(refusal(core.tell(newOrder("A")))).toEqual({
      reason: OrdRejReason.DuplicateOrder,
      text: "ClOrdID(11) A was used before, for OrderID(37) 1",
    });
    expect(names(core.tell(newOrder("A", { possResend: true })))).toEqual(["OrderStatusReported"]);
    expect(names(core.tell(newOrder("A", { sessionId: 2 })))).toEqual(["OrderAccepted", "OrderRouted"]);
    expect(core.state.orders.count).toBe(2);
  });

  it("may use yesterday's ClOrdID again, but not that of an order still open", () => {
    const core = new TestCore();
    core.tell(newOrder("DONE"));
    core.accept(1);
    core.fill(1, 100, 10_000);
    core.tell(newOrder("LIVE", { timeInForce: TimeInForce.GoodTillCancel }));
    core.accept(2);
    core.tell({ type: CommandType.OpenTradingDay, tradingDay: 20_261_123 });
    expect(names(core.tell(newOrder("DONE")))).toEqual(["OrderAccepted", "OrderRouted"]);
    expect(refusal(core.tell(newOrder("LIVE"))).reason).toBe(OrdRejReason.DuplicateOrder);
  });
});

describe("a cancel", () => {
  it("waits for the venue and then ends the order under its own ClOrdID", () => {
    const core = new TestCore();
    core.tell(newOrder("A"));
    core.accept(1);
    expect(names(core.tell(cancel("B", "A")))).toEqual(["CancelRequested", "OrderRouted"]);
    expect(status(core, 1)).toEqual([OrdStatus.PendingCancel, 100, 0, 100, "A"]);
    core.fill(1, 30, 10_000);
    const canceled = { orderId: 1, requestNumber: 2, solicited: true, text: "" };
    expect(names(core.venue({ type: CommandType.ExchangeCanceled, ...canceled }))).toEqual([
      "VenueReportRecorded",
      "OrderCanceled",
    ]);
    expect(status(core, 1)).toEqual([OrdStatus.Canceled, 100, 30, 0, "B"]);
  });

  it.each([
    [
      "of an order nobody knows",
      cancel("B", "NOPE"),
      CxlRejReason.UnknownOrder,
      "OrigClOrdID(41) NOPE is not an order of this session",
    ],
    [
      "of another session's order",
      cancel("B", "A", { sessionId: 2 }),
      CxlRejReason.UnknownOrder,
      "OrigClOrdID(41) A is not an order of this session",
    ],
    [
      "with a ClOrdID used before",
      cancel("A", "A"),
      CxlRejReason.DuplicateClOrdId,
      "ClOrdID(11) A was used before, for OrderID(37) 1",
    ],
    [
      "naming another symbol",
      cancel("B", "A", { symbol: "ZWZZT" }),
      CxlRejReason.Other,
      "Symbol(55) is ZWZZT, the order's is ZVZZT",
    ],
    [
      "naming another side",
      cancel("B", "A", { side: Side.Sell }),
      CxlRejReason.Other,
      "Side(54) is 2, the order's is 1",
    ],
  ])("%s is refused", (_, command, reason, text) => {
    const core = new TestCore();
    core.tell(newOrder("A"));
    core.accept(1);
    expect(refusal(core.tell(command))).toEqual({ reason, text });
    expect(status(core, 1)).toEqual([OrdStatus.New, 100, 0, 100, "A"]);
  });

  it("comes too late for a filled order, and goes to the venue at once while a replace is pending", () => {
    const core = new TestCore();
    core.tell(newOrder("A"));
    core.accept(1);
    core.tell(replace("B", "A", { qtyMantissa: 200 }));
    expect(core.tell(cancel("C", "B"))).toEqual([
      { type: EventType.CancelRequested, orderId: 1, clOrdId: "C", requestNumber: 3 },
      { type: EventType.OrderRouted, orderId: 1, venueId: 1, requestNumber: 3 },
    ]);
    expect(refusal(core.tell(cancel("D", "A"))).reason).toBe(CxlRejReason.AlreadyPending);
    expect(refusal(core.tell(replace("D", "A"))).reason).toBe(CxlRejReason.AlreadyPending);
    core.fill(1, 100, 10_000);
    const rejected = { orderId: 1, requestNumber: 2, cxlRejReason: 0, text: "too late" };
    expect(core.venue({ type: CommandType.ExchangeRequestRejected, ...rejected })[1]).toMatchObject({
      type: EventType.RequestRejected,
      clOrdId: "B",
      origClOrdId: "A",
      responseTo: "2",
      wasPending: true,
    });
    expect(refusal(core.tell(cancel("D", "A"))).reason).toBe(CxlRejReason.TooLateToCancel);
  });

  it("does not use up its ClOrdID when it is refused", () => {
    const core = new TestCore();
    core.tell(newOrder("A"));
    core.tell(cancel("B", "NOPE"));
    expect(names(core.tell(cancel("B", "A")))).toEqual(["CancelRequested", "OrderRouted"]);
  });
});

describe("a replace", () => {
  it("changes quantity and price under its own ClOrdID, again and again", () => {
    const core = new TestCore();
    core.tell(newOrder("R0"));
    core.accept(1);
    for (let step = 1; step <= 10; step++) {
      const terms = { qtyMantissa: 100 + step, priceMantissa: 10_000 + step };
      expect(names(core.tell(replace(`R${step}`, `R${step - 1}`, terms)))).toEqual(["ReplaceRequested", "OrderRouted"]);
      const answer = {
        orderId: 1,
        requestNumber: 1 + step,
        orderQty: (100 + step) as never,
        price: (10_000 + step) as never,
      };
      core.venue({ type: CommandType.ExchangeReplaced, ...answer });
      expect(status(core, 1)).toEqual([OrdStatus.New, 100 + step, 0, 100 + step, `R${step}`]);
    }
    expect(refusal(core.tell(replace("X", "R3")))).toEqual({
      reason: CxlRejReason.UnknownOrder,
      text: "OrigClOrdID(41) R3 is no longer in force; the order is now R10",
    });
  });

  it("below what is filled is amended by the venue to what is filled, and so filled", () => {
    const core = new TestCore();
    core.tell(newOrder("X", { qtyMantissa: 10_000, priceMantissa: 10_001 }));
    core.accept(1);
    core.tell(replace("Y", "X", { qtyMantissa: 7_000, priceMantissa: 10_001 }));
    core.fill(1, 8_000, 10_001);
    core.venue({
      type: CommandType.ExchangeReplaced,
      orderId: 1,
      requestNumber: 2,
      orderQty: 8_000 as never,
      price: 10_001 as never,
    });
    expect(status(core, 1)).toEqual([OrdStatus.Filled, 8_000, 8_000, 0, "Y"]);
  });

  it("is checked like a new order, and cannot change the kind of order", () => {
    const core = new TestCore();
    core.tell(newOrder("A"));
    core.accept(1);
    expect(refusal(core.tell(replace("B", "A", { priceMantissa: 12_001 }))).reason).toBe(
      CxlRejReason.PriceExceedsCurrentPriceBand,
    );
    expect(refusal(core.tell(replace("B", "A", { priceMantissa: 100_005, priceScale: 3 }))).reason).toBe(
      CxlRejReason.InvalidPriceIncrement,
    );
    expect(refusal(core.tell(replace("B", "A", { timeInForce: "1" }))).text).toContain(
      "TimeInForce(59) cannot change from 0 to 1",
    );
  });
});

describe("a venue's report", () => {
  it("is taken once", () => {
    const core = new TestCore();
    core.tell(newOrder("A"));
    core.accept(1);
    const again = {
      type: CommandType.ExchangeAccepted,
      venueId: 1,
      reportSequence: 1,
      orderId: 1,
      requestNumber: 1,
      exchangeOrderId: "X1",
    } as const;
    expect(core.tell(again)).toEqual([]);
    core.fill(1, 10, 10_000, "T9");
    expect(names(core.fill(1, 10, 10_000, "T9"))).toEqual(["VenueReportRecorded", "VenueReportRefused"]);
    expect(status(core, 1)).toEqual([OrdStatus.PartiallyFilled, 100, 10, 90, "A"]);
  });

  it.each([
    ["fills more than is open", (core: TestCore) => core.fill(1, 101, 10_000), "filled 101, 100 were open"],
    ["fills nothing", (core: TestCore) => core.fill(1, 0, 10_000), "filled 0, 100 were open"],
    [
      "speaks of an order nobody sent",
      (core: TestCore) => core.fill(7, 1, 10_000),
      "no such order was sent to this venue",
    ],
    [
      "cancels what nobody asked to cancel",
      (core: TestCore) =>
        core.venue({ type: CommandType.ExchangeCanceled, orderId: 1, requestNumber: 1, solicited: true, text: "" }),
      "canceled, and no cancel was pending",
    ],
    [
      "accepts twice, under another OrderID",
      (core: TestCore) =>
        core.venue({ type: CommandType.ExchangeAccepted, orderId: 1, requestNumber: 1, exchangeOrderId: "X9" }),
      "accepted again",
    ],
    [
      "answers a request never sent",
      (core: TestCore) =>
        core.venue({
          type: CommandType.ExchangeReplaced,
          orderId: 1,
          requestNumber: 9,
          orderQty: 5 as never,
          price: 1 as never,
        }),
      "request 9 was never sent",
    ],
  ])("that %s is recorded, not believed, and shown to people", (_, report, text) => {
    const core = new TestCore();
    core.tell(newOrder("A"));
    core.accept(1);
    const events = report(core);
    expect(names(events)).toEqual(["VenueReportRecorded", "VenueReportRefused", "ExceptionOpened"]);
    expect(events[2]).toMatchObject({ kind: ExceptionKind.UntrueReport, text: expect.stringContaining(text) });
    // The same thing about the same order is said once, until somebody has dealt with it.
    expect(names(report(core))).toEqual(["VenueReportRecorded", "VenueReportRefused"]);
    expect(events[1]).toMatchObject({ text: expect.stringContaining(text) });
    expect(status(core, 1)).toEqual([OrdStatus.New, 100, 0, 100, "A"]);
  });
});

describe("reference data", () => {
  it("is refused when it makes no sense, and changes nothing", () => {
    const core = new TestCore();
    const bad = { ...testInstrument("BAD"), tickTable: [0, 0] };
    expect(core.tell({ type: CommandType.DefineInstrument, ...bad })).toEqual([
      { type: EventType.CommandRefused, text: "instrument BAD: every tick must be above 0" },
    ]);
    expect(names(core.tell({ type: CommandType.OpenTradingDay, tradingDay: 20_200_101 }))).toEqual(["CommandRefused"]);
    expect(core.state.instrumentIds.has("BAD")).toBe(false);
  });
});
