import { describe, expect, it } from "vitest";
import { Flag } from "../../src/core/order-table.ts";
import { viewOrder } from "../../src/core/order-view.ts";
import { State } from "../../src/core/state.ts";
import { transferState } from "../../src/core/state-image.ts";
import { CommandType, EventType } from "../../src/domain/records.generated.ts";
import { ExceptionKind, OrdStatus } from "../../src/domain/values.ts";
import { ImageReader, ImageWriter } from "../../src/lib/image.ts";
import { stateHash } from "../../src/state-hash.ts";
import { cancel, names, newOrder, TestCore } from "../support/trade-words.ts";

const REFUSED = ["VenueReportRecorded", "VenueReportRefused", "ExceptionOpened"];

function filled(...fills: [qty: number, px: number, execId: string][]): TestCore {
  const core = new TestCore();
  core.tell(newOrder("A"));
  core.accept(1);
  for (const [qty, px, execId] of fills) core.fill(1, qty, px, execId);
  return core;
}

function standing(core: TestCore) {
  const view = viewOrder(core.state, 1);
  if (view === null) throw new Error("order 1 is gone");
  const { ordStatus, orderQty, cumQty, leavesQty } = view;
  return { ordStatus, orderQty, cumQty, leavesQty, notional: core.state.orders.notional[core.state.orders.rowOf(1)] };
}

/** The state as a snapshot gives it back. */
function readAgain(state: State): State {
  const pieces: Buffer[] = [];
  const writer = new ImageWriter((bytes) => pieces.push(Buffer.from(bytes)));
  transferState(state, writer);
  writer.flush();
  const bytes = Buffer.concat(pieces);
  let at = 0;
  const copy = new State();
  const reader = new ImageReader((into) => {
    bytes.copy(into, 0, at, at + into.length);
    at += into.length;
  }, bytes.length);
  transferState(copy, reader);
  expect(stateHash(copy)).toBe(stateHash(state));
  return copy;
}

describe("a bust", () => {
  it("of one of three fills leaves the order as if it had never been, and both in the record", () => {
    const core = filled([10, 10_000, "F1"], [20, 10_010, "F2"], [30, 10_020, "F3"]);
    const events = core.bust(1, "F2", 60);
    expect(names(events)).toEqual(["VenueReportRecorded", "FillBusted"]);
    expect(events[1]).toMatchObject({ lastQty: 20, lastPx: 10_010, exchangeExecRefId: "F2" });
    expect(standing(core)).toEqual(standing(filled([10, 10_000, "F1"], [30, 10_020, "F3"])));
  });

  it("whose quantity does not come back to the book leaves less of the order open", () => {
    const core = filled([10, 10_000, "F1"], [20, 10_010, "F2"]);
    const events = core.bust(1, "F2");
    expect(names(events)).toEqual(["VenueReportRecorded", "FillBusted", "OrderRestated"]);
    const { ordStatus, orderQty, cumQty, leavesQty } = standing(core);
    expect([ordStatus, orderQty, cumQty, leavesQty]).toEqual([OrdStatus.PartiallyFilled, 80, 10, 70]);
  });

  it("of a filled order opens it again, or ends it when nothing comes back", () => {
    const again = filled([40, 10_000, "F1"], [60, 10_000, "F2"]);
    again.bust(1, "F1", 40);
    expect(standing(again)).toMatchObject({ ordStatus: OrdStatus.PartiallyFilled, cumQty: 60, leavesQty: 40 });
    again.fill(1, 40, 10_001, "F3");
    expect(standing(again).ordStatus).toBe(OrdStatus.Filled);
    const over = filled([40, 10_000, "F1"], [60, 10_000, "F2"]);
    expect(names(over.bust(1, "F1"))).toEqual(["VenueReportRecorded", "FillBusted", "OrderCanceled"]);
    expect(standing(over)).toMatchObject({ ordStatus: OrdStatus.Canceled, cumQty: 60, leavesQty: 0 });
  });

  it("after a cancel leaves the order canceled", () => {
    const core = filled([40, 10_000, "F1"]);
    core.tell(cancel("C", "A"));
    core.venue({ type: CommandType.ExchangeCanceled, orderId: 1, requestNumber: 2, solicited: true, text: "" });
    core.bust(1, "F1");
    expect(standing(core)).toMatchObject({ ordStatus: OrdStatus.Canceled, cumQty: 0, leavesQty: 0, notional: 0 });
  });

  it.each([
    ["a trade nobody booked", "NOPE", "which is no trade of the order"],
    ["a trade busted before", "F1", "which is busted already"],
  ])("of %s changes nothing, people are told, and the order is marked until they have dealt with it", (_, id, text) => {
    const core = filled([40, 10_000, "F1"]);
    core.bust(1, "F1", 100);
    const before = standing(core);
    const events = core.bust(1, id, 100);
    expect(names(events)).toEqual(REFUSED);
    expect(events[2]).toMatchObject({ kind: ExceptionKind.UntrueReport, orderId: 1 });
    expect(events[2]).toMatchObject({ text: expect.stringContaining(text) });
    expect(standing(core)).toEqual(before);
    expect(core.state.orders.flags[1] & Flag.Suspect).toBe(Flag.Suspect);
    core.tell({ type: CommandType.CloseException, exceptionId: 1, actor: "desk", text: "asked the venue" });
    expect(core.state.orders.flags[1] & Flag.Suspect).toBe(0);
  });

  it("told again under its own ExecID is known, and nobody is bothered", () => {
    const core = filled([40, 10_000, "F1"]);
    const change = { orderId: 1, requestNumber: 1, exchangeExecId: "B1", exchangeExecRefId: "F1", text: "" };
    const again = () => core.venue({ type: CommandType.ExchangeBusted, ...change, leavesQty: 100 as never });
    again();
    expect(names(again())).toEqual(["VenueReportRecorded", "VenueReportRefused"]);
  });
});

describe("a correction", () => {
  it("changes price and quantity, again and again, by either ExecID", () => {
    const core = filled([40, 10_000, "F1"], [20, 10_000, "F2"]);
    core.correct(1, "F1", 40, 9_990);
    expect(standing(core)).toMatchObject({ cumQty: 60, notional: 40 * 9_990 + 20 * 10_000 });
    core.correct(1, "F1", 30, 9_980, 50);
    expect(standing(core)).toMatchObject({ cumQty: 50, leavesQty: 50, notional: 30 * 9_980 + 20 * 10_000 });
    core.bust(1, "F1", 80);
    expect(standing(core)).toMatchObject({ cumQty: 20, leavesQty: 80, notional: 20 * 10_000 });
  });

  it("that would fill more than the order is not believed", () => {
    const core = filled([90, 10_000, "F1"]);
    expect(names(core.correct(1, "F1", 101, 10_000))).toEqual(REFUSED);
    expect(standing(core)).toMatchObject({ cumQty: 90, leavesQty: 10 });
  });

  it("outlives the day's end, with its trade", () => {
    const core = new TestCore();
    core.tell(newOrder("A", { timeInForce: "1" }));
    core.accept(1);
    core.fill(1, 40, 10_000, "F1");
    core.correct(1, "F1", 50, 10_000, 50);
    core.tell(newOrder("B"));
    core.accept(2);
    core.fill(2, 100, 10_000, "F9");
    for (let day = 1; day <= 2; day++) {
      core.tell({ type: CommandType.OpenTradingDay, tradingDay: core.state.tradingDay + 1 });
    }
    expect(viewOrder(core.state, 2)).toBeNull();
    core.bust(1, "F1", 100);
    expect(standing(core)).toMatchObject({ cumQty: 0, leavesQty: 100, notional: 0 });
  });
});

describe("a trade of an earlier day", () => {
  const openDay = (core: TestCore) =>
    core.tell({ type: CommandType.OpenTradingDay, tradingDay: core.state.tradingDay + 1 });

  it("counts into what was carried over, however often it is corrected, in a state that is read again, too", () => {
    const core = new TestCore();
    core.tell(newOrder("B"));
    core.accept(1);
    core.fill(1, 100, 10_000, "F9");
    core.tell(newOrder("A", { timeInForce: "1" }));
    core.accept(2);
    core.fill(2, 40, 10_000, "F1");
    openDay(core);
    core.fill(2, 10, 9_990, "F2");
    core.correct(2, "F1", 30, 10_010, 60);
    expect(core.state.carriedOver.get(2)).toMatchObject({ cumQty: 30, notional: 30 * 10_010 });
    openDay(core);
    expect(viewOrder(core.state, 1)).toBeNull();
    core.fill(2, 20, 9_980, "F3");
    Object.assign(core, { state: readAgain(core.state) });
    core.correct(2, "F1", 20, 10_010, 50);
    expect(core.state.carriedOver.get(2)).toMatchObject({ cumQty: 30, notional: 20 * 10_010 + 10 * 9_990 });
    core.bust(2, "F2", 60);
    expect(core.state.carriedOver.get(2)).toMatchObject({ cumQty: 20, notional: 20 * 10_010 });
    core.bust(2, "F3", 80);
    expect(core.state.carriedOver.get(2)).toMatchObject({ cumQty: 20, notional: 20 * 10_010 });
    core.bust(2, "F1", 100);
    expect(core.state.carriedOver.get(2)).toMatchObject({ cumQty: 0, notional: 0 });
  });

  it("of an order that was done on that day leaves the rest of it carried over", () => {
    const core = new TestCore();
    core.tell(newOrder("A", { timeInForce: "1" }));
    core.accept(1);
    core.fill(1, 60, 10_000, "F1");
    core.fill(1, 40, 10_010, "F2");
    openDay(core);
    core.bust(1, "F2", 40);
    expect(core.state.carriedOver.get(1)).toMatchObject({ cumQty: 60, notional: 60 * 10_000 });
    core.fill(1, 40, 10_020, "F3");
    core.bust(1, "F1", 60);
    expect(core.state.carriedOver.get(1)).toMatchObject({ cumQty: 0, notional: 0 });
    expect(standing(core)).toMatchObject({ cumQty: 40, leavesQty: 60, notional: 40 * 10_020 });
  });
});

describe("a trade its client does not know", () => {
  it("is put before people, and is settled by the venue's bust", () => {
    const core = filled([40, 10_000, "F1"]);
    const execId = `${core.log.length}-1`;
    const dispute = { sessionId: 1, msgSeqNum: 3, orderId: 1, execId, dkReason: "D", text: "not mine" };
    const events = core.tell({ type: CommandType.DontKnowTrade, ...dispute });
    expect(names(events)).toEqual(["TradeDisputed", "ExceptionOpened"]);
    expect(events[1]).toMatchObject({ kind: ExceptionKind.DisputedTrade, orderId: 1 });
    const busted = core.bust(1, "F1", 100);
    expect(busted.map(({ type }) => type)).toContain(EventType.ExceptionClosed);
    expect(core.state.venues.exceptions.size).toBe(0);
  });

  it("of somebody else's order names no order", () => {
    const core = filled([40, 10_000, "F1"]);
    const dispute = { sessionId: 2, msgSeqNum: 3, orderId: 1, execId: "1-1", dkReason: "A", text: "" };
    expect(core.tell({ type: CommandType.DontKnowTrade, ...dispute })[0]).toMatchObject({ orderId: 0 });
  });
});
