import { expect, it } from "vitest";
import { viewOrder } from "../../src/core/order-view.ts";
import { CommandType, EventType } from "../../src/domain/records.generated.ts";
import { OrdStatus, Side, TimeInForce } from "../../src/domain/values.ts";
import { cancel, newOrder, replace, TestCore } from "../support/trade-words.ts";

function openDay(core: TestCore): void {
  core.tell({ type: CommandType.OpenTradingDay, tradingDay: core.state.tradingDay + 1 });
}

/** Order 1 rests (GTC, replaced once), 2 is filled, 3 is refused; then two days pass and 4 is entered. */
function afterTwoDays(): TestCore {
  const core = new TestCore();
  core.tell(newOrder("A", { timeInForce: TimeInForce.GoodTillCancel }));
  core.accept(1);
  core.tell(replace("A2", "A", { timeInForce: TimeInForce.GoodTillCancel, qtyMantissa: 200 }));
  core.venue({
    type: CommandType.ExchangeReplaced,
    orderId: 1,
    requestNumber: 2,
    orderQty: 200 as never,
    price: 10_000 as never,
  });
  core.tell(newOrder("B"));
  core.accept(2);
  core.fill(2, 100, 10_000);
  core.tell(newOrder("C", { symbol: "NOPE" }));
  openDay(core);
  openDay(core);
  core.tell(newOrder("D"));
  return core;
}

it("keeps what was done through the whole day after, and drops it when the next one opens", () => {
  const core = new TestCore();
  core.tell(newOrder("A"));
  core.accept(1);
  core.fill(1, 100, 10_000);
  openDay(core);
  expect(viewOrder(core.state, 1)?.ordStatus).toBe(OrdStatus.Filled);
  openDay(core);
  expect(viewOrder(core.state, 1)).toBeNull();
  expect(core.state.orders.rowCount).toBe(0);
});

it("finds kept orders and new ones by OrderID and by every ClOrdID they had", () => {
  const core = afterTwoDays();
  expect([1, 2, 3, 4].map((orderId) => viewOrder(core.state, orderId)?.clOrdId)).toEqual([
    "A2",
    undefined,
    undefined,
    "D",
  ]);
  expect(core.state.orders.rowCount).toBe(2);
  const [reported] = core.tell({
    type: CommandType.RequestOrderStatus,
    sessionId: 1,
    msgSeqNum: 9,
    clOrdId: "A",
    orderId: 0,
    ordStatusReqId: "",
    symbol: "",
    side: Side.Buy,
  });
  expect(reported).toMatchObject({ type: EventType.OrderStatusReported, orderId: 1 });
});

it("lets the ClOrdIDs of dropped orders be used again, and never one of an order that lives", () => {
  const core = afterTwoDays();
  expect(core.tell(newOrder("B"))[0]).toMatchObject({ type: EventType.OrderAccepted, orderId: 5 });
  expect(core.tell(newOrder("A"))[0]).toMatchObject({ type: EventType.OrderRejected, orderId: 1 });
  expect(core.tell(newOrder("A2"))[0]).toMatchObject({ type: EventType.OrderRejected, orderId: 1 });
});

it("works a kept order on: fills, cancels and what the venue says reach it", () => {
  const core = afterTwoDays();
  core.fill(1, 50, 10_000);
  expect(viewOrder(core.state, 1)).toMatchObject({ cumQty: 50, leavesQty: 150, orderQty: 200 });
  core.accept(4);
  core.fill(4, 100, 10_001);
  expect(viewOrder(core.state, 4)?.ordStatus).toBe(OrdStatus.Filled);
  expect(core.tell(cancel("X", "A2"))[0]).toMatchObject({ type: EventType.CancelRequested, orderId: 1 });
});

it("refuses, on the record, what a venue says of a dropped order", () => {
  const core = afterTwoDays();
  const events = core.fill(2, 10, 10_000, "LATE");
  expect(events.map(({ type }) => type)).toEqual([
    EventType.VenueReportRecorded,
    EventType.VenueReportRefused,
    EventType.ExceptionOpened,
  ]);
});
