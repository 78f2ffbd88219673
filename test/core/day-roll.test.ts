import { expect, it } from "vitest";
import { viewOrder } from "../../src/core/order-view.ts";
import { CommandType, type Event, EventType } from "../../src/domain/records.generated.ts";
import { OrdRejReason, OrdStatus, TimeInForce } from "../../src/domain/values.ts";
import { Random } from "../../src/lib/random.ts";
import { cancel, names, newOrder, replace, TestCore } from "../support/trade-words.ts";

const SEED = Number(process.env.LOCKSTEP_SEED ?? 20_261_122);
const ROLLS = 5;
const ORDERS_A_DAY = 300;

function openDay(core: TestCore): Event[] {
  return core.tell({ type: CommandType.OpenTradingDay, tradingDay: core.state.tradingDay + 1 });
}

const clOrdIdsOf = (core: TestCore, orderId: number) =>
  [...Array(core.state.clOrdIds.size).keys()]
    .filter((entry) => core.state.clOrdIds.valueOf(entry) === orderId)
    .map((entry) => core.state.clOrdIds.textOf(entry));

it(`takes ClOrdIDs of what is done again after each of ${ROLLS} days, and never one of a live order`, () => {
  const random = new Random(SEED);
  process.stdout.write(`seed ${SEED}\n`);
  const core = new TestCore();
  let taken = 0;
  let refused = 0;
  let again = 0;
  for (let day = 0; day < ROLLS; day++) {
    for (let index = 0; index < ORDERS_A_DAY; index++) {
      const timeInForce = random.oneIn(3) ? TimeInForce.GoodTillCancel : TimeInForce.Day;
      core.tell(newOrder(`D${day}-${index}`, { timeInForce }));
      const orderId = core.state.orders.count;
      core.accept(orderId);
      if (random.oneIn(4)) core.fill(orderId, random.oneIn(2) ? 100 : 40, 10_000);
      if (random.oneIn(4)) {
        core.tell(replace(`R${day}-${index}`, `D${day}-${index}`, { timeInForce, qtyMantissa: 200 }));
        const answer = { orderId, requestNumber: 2, orderQty: 200 as never, price: 10_000 as never };
        core.venue({ type: CommandType.ExchangeReplaced, ...answer });
      }
      if (random.oneIn(5)) {
        core.tell(cancel(`X${day}-${index}`, "", { orderId }));
        const requestNumber = core.state.orders.requestNumber[core.state.orders.rowOf(orderId)];
        core.venue({ type: CommandType.ExchangeCanceled, orderId, requestNumber, solicited: true, text: "" });
      }
    }
    openDay(core);
    const { orders } = core.state;
    const known = Array.from({ length: orders.rowCount }, (_, index) => orders.idOf(index + 1));
    for (const orderId of known) {
      const row = orders.rowOf(orderId);
      const isFree = !orders.isLive(row);
      for (const clOrdId of clOrdIdsOf(core, orderId)) {
        // Some are used again in earnest; of the others it is asked how far an order comes whose quantity is wrong.
        if (isFree && random.oneIn(3)) {
          expect(names(core.tell(newOrder(clOrdId)))).toEqual(["OrderAccepted", "OrderRouted"]);
          again++;
          continue;
        }
        const [first] = core.tell(newOrder(clOrdId, { qtyMantissa: 0 }));
        const reason = first.type === EventType.OrderRejected ? first.ordRejReason : -1;
        expect(reason, `${clOrdId} of order ${orderId}, ${isFree ? "done" : "live"}`).toBe(
          isFree ? OrdRejReason.IncorrectQuantity : OrdRejReason.DuplicateOrder,
        );
        if (isFree) taken++;
        else refused++;
      }
    }
  }
  expect(again).toBeGreaterThan(ORDERS_A_DAY / 2);
  expect(taken).toBeGreaterThan(ORDERS_A_DAY);
  expect(refused).toBeGreaterThan(ORDERS_A_DAY);
});

it("ends and restates more orders than one command may, before anything else is worked", () => {
  const core = new TestCore();
  const count = 10_000;
  for (let index = 1; index <= count; index++) {
    core.tell(newOrder(`C${index}`, { timeInForce: index % 2 === 0 ? TimeInForce.GoodTillCancel : TimeInForce.Day }));
    core.accept(index);
  }
  const events = openDay(core);
  expect(events.length).toBeLessThan(count);
  for (let sweep = core.state.sweeps.urgent; sweep !== null; sweep = core.state.sweeps.urgent) {
    events.push(...core.tell({ type: CommandType.ContinueSweep, sweepId: sweep.sweepId }));
  }
  const told = names(events).filter((name) => name === "OrderExpired" || name === "OrderRestated");
  expect(told).toEqual(
    Array.from({ length: count }, (_, index) => (index % 2 === 0 ? "OrderExpired" : "OrderRestated")),
  );
});

it("leaves orders alone that their venue has not answered, and hears its own end of a day order in silence", () => {
  const core = new TestCore();
  core.tell(newOrder("A"));
  core.tell(newOrder("B"));
  core.accept(2);
  expect(names(openDay(core))).toEqual(["TradingDayOpened", "OrderExpired"]);
  expect(viewOrder(core.state, 1)?.ordStatus).toBe(OrdStatus.PendingNew);
  const late = core.venue({ type: CommandType.ExchangeExpired, orderId: 2, requestNumber: 1, text: "over" });
  expect(names(late)).toEqual(["VenueReportRecorded"]);
});

it("begins a GTC order again that was done for the day", () => {
  const core = new TestCore();
  core.tell(newOrder("A", { timeInForce: TimeInForce.GoodTillCancel }));
  core.tell(newOrder("B"));
  for (const orderId of [1, 2]) {
    core.accept(orderId);
    core.venue({ type: CommandType.ExchangeDoneForDay, orderId, requestNumber: 1, text: "" });
  }
  expect(core.tell(newOrder("A"))[0]).toMatchObject({ ordRejReason: OrdRejReason.DuplicateOrder });
  expect(names(openDay(core))).toEqual(["TradingDayOpened", "OrderRestated"]);
  expect(viewOrder(core.state, 1)?.ordStatus).toBe(OrdStatus.New);
  expect(viewOrder(core.state, 2)?.ordStatus).toBe(OrdStatus.DoneForDay);
});

it("gives a venue that takes Day orders only what a roll of several steps left for its line, once that is up", () => {
  const core = new TestCore();
  const policy = { holdsWhenDown: true, repeatsUnknown: true, cancelsAliens: false, ordTypes: "", timesInForce: "0" };
  core.tell({ type: CommandType.DefineVenue, venueId: 1, name: "DAY", ...policy });
  core.tell({ type: CommandType.VenueLineUp, venueId: 1, text: "DAY" });
  const count = 9_000;
  for (let index = 1; index <= count; index++) {
    core.tell(newOrder(`C${index}`, { timeInForce: TimeInForce.GoodTillCancel }));
    core.accept(index);
    if (index % 3 === 0) core.venue({ type: CommandType.ExchangeExpired, orderId: index, requestNumber: 1, text: "" });
  }
  core.tell({ type: CommandType.VenueLineDown, venueId: 1, text: "cut" });
  openDay(core);
  for (let sweep = core.state.sweeps.urgent; sweep !== null; sweep = core.state.sweeps.urgent) {
    core.tell({ type: CommandType.ContinueSweep, sweepId: sweep.sweepId });
  }
  // One is changed while it waits, and one more is done for the day that has just begun.
  core.tell(replace("R8999", "C8999", { timeInForce: TimeInForce.GoodTillCancel, qtyMantissa: 70 }));
  core.tell(newOrder("N", { timeInForce: TimeInForce.GoodTillCancel }));
  const events = core.tell({ type: CommandType.VenueLineUp, venueId: 1, text: "DAY" });
  const sent = events.flatMap((event) => (event.type === EventType.OrderRouted ? [event.orderId] : []));
  expect(sent).toEqual(Array.from({ length: count + 1 }, (_, index) => index + 1));
  core.accept(count + 1);
  core.venue({ type: CommandType.ExchangeExpired, orderId: count + 1, requestNumber: 1, text: "" });
  core.tell({ type: CommandType.VenueLineDown, venueId: 1, text: "cut" });
  const again = core.tell({ type: CommandType.VenueLineUp, venueId: 1, text: "DAY" });
  expect(names(again)).toEqual(["VenueLineChanged"]);
  expect(core.state.due.size).toBe(0);
});
