import { expect, it } from "vitest";
import { viewOrder } from "../../src/core/order-view.ts";
import { Term } from "../../src/domain/more-terms.ts";
import {
  CommandType,
  type Event,
  EventType,
  type HouseCancelRequested,
  type RequestMassCancel,
} from "../../src/domain/records.generated.ts";
import { ABSENT, LogoutCause, OrdStatus, Side, TimeInForce } from "../../src/domain/values.ts";
import { copyOf } from "../support/slow-venue.ts";
import { cancel, NO_SECURITY, names, newOrder, TestCore } from "../support/trade-words.ts";

const SECOND = 1_000_000_000n;
const END = { sessionId: 1, msgSeqNum: 0, reason: "the line was lost" };

function massCancel(given: Partial<RequestMassCancel> = {}): RequestMassCancel {
  const scope = { massCancelRequestType: "7", account: "", symbol: "", side: ABSENT as Side, ...NO_SECURITY };
  const asked = { massActionType: 0, massActionScope: 0 };
  return {
    type: CommandType.RequestMassCancel,
    sessionId: 1,
    msgSeqNum: 9,
    clOrdId: "Q",
    ...scope,
    ...asked,
    ...given,
  };
}

/** Orders at the venue: every third of BRAVO, every second a sale, every fifth of another account, every other in ZWZZT. */
function mixed(count: number): TestCore {
  const core = new TestCore();
  for (let index = 1; index <= count; index++) {
    core.tell(
      newOrder(`C${index}`, {
        sessionId: index % 3 === 0 ? 2 : 1,
        side: index % 2 === 0 ? Side.Sell : Side.Buy,
        account: index % 5 === 0 ? "FUND" : "",
        symbol: index % 4 < 2 ? "ZVZZT" : "ZWZZT",
      }),
    );
    core.accept(index);
  }
  return core;
}

const canceledBy = (events: readonly Event[]) =>
  events.filter((event): event is HouseCancelRequested => event.type === EventType.HouseCancelRequested);

function finish(core: TestCore): Event[] {
  const events: Event[] = [];
  while (core.state.sweeps.running.length > 0) {
    const [{ sweepId }] = core.state.sweeps.running;
    events.push(...core.tell({ type: CommandType.ContinueSweep, sweepId }));
  }
  return events;
}

it.each<[string, Partial<RequestMassCancel>, (orderId: number) => boolean]>([
  ["all", {}, () => true],
  ["a symbol's", { massCancelRequestType: "1", symbol: "ZWZZT" }, (id) => id % 4 >= 2],
  ["a side's", { side: Side.Sell }, (id) => id % 2 === 0],
  ["an account's", { account: "FUND" }, (id) => id % 5 === 0],
  ["a symbol's of a side", { symbol: "ZVZZT", side: Side.Buy }, (id) => id % 4 < 2 && id % 2 === 1],
  ["an unknown account's, which are none,", { account: "NOBODY" }, () => false],
])("cancels %s open orders of the session and nobody else's", (_, given, isMeant) => {
  const core = mixed(120);
  core.fill(1, 100, 10_000);
  const events = core.tell(massCancel(given));
  const expected = Array.from({ length: 120 }, (_, index) => index + 1).filter(
    (orderId) => orderId !== 1 && orderId % 3 !== 0 && isMeant(orderId),
  );
  expect(canceledBy(events).map(({ orderId }) => orderId)).toEqual(expected);
  expect(events.at(-1)).toMatchObject({
    type: EventType.MassCancelReported,
    massCancelResponse: given.massCancelRequestType ?? "7",
    totalAffectedOrders: expected.length,
    orderIds: expected,
  });
});

it("cancels 10,000 orders in steps, answers with their number, and goes on after a restart in the middle", () => {
  const core = mixed(15_000);
  const first = core.tell(massCancel());
  const again = copyOf(core.state);
  expect(again.sweeps.running).toEqual(core.state.sweeps.running);
  Object.assign(core, { state: again });
  const events = [...first, ...finish(core)];
  expect(canceledBy(first).length).toBeLessThan(1_000);
  expect(canceledBy(events)).toHaveLength(10_000);
  const answers = events.filter(({ type }) => type === EventType.MassCancelReported);
  expect(answers).toMatchObject([{ totalAffectedOrders: 10_000, orderIds: [] }]);
  expect(answers[0]).toBe(events.at(-2));
});

it("leaves out what is being canceled already, and what ended before its turn came", () => {
  const core = mixed(4);
  core.tell(cancel("X", "C1", { symbol: "ZVZZT", side: Side.Buy }));
  const events = core.tell(massCancel());
  expect(canceledBy(events).map(({ orderId }) => orderId)).toEqual([2, 4]);
  expect(events.at(-1)).toMatchObject({ totalAffectedOrders: 2 });
  expect(core.tell(massCancel()).at(-1)).toMatchObject({ totalAffectedOrders: 0 });
});

it("takes the venue's refusal of a house's cancel, and the client's own after it", () => {
  const core = mixed(1);
  core.tell(massCancel());
  const refused = { orderId: 1, requestNumber: 2, cxlRejReason: 2, text: "not now" };
  const events = core.venue({ type: CommandType.ExchangeRequestRejected, ...refused });
  expect(names(events)).toEqual(["VenueReportRecorded", "HouseCancelRejected"]);
  expect(viewOrder(core.state, 1)?.ordStatus).toBe(OrdStatus.New);
  expect(names(core.tell(cancel("X", "C1")))).toEqual(["CancelRequested", "OrderRouted"]);
});

/** Two Day orders and a GTC one of a session that is logged on. */
function connected(cancelOn: number, graceMs: number, keepGtc = true): TestCore {
  const core = new TestCore();
  const terms = { cancelOn, graceMs, keepGtc };
  core.tell({ type: CommandType.DefineCancelOnDisconnect, sessionKey: "FIX.4.4:ALPHA", ...terms });
  core.tell({ type: CommandType.LogOnSession, sessionId: 1, msgSeqNum: 0, peer: "p", reset: false });
  core.tell(newOrder("A"));
  core.tell(newOrder("B"));
  core.tell(newOrder("G", { timeInForce: TimeInForce.GoodTillCancel }));
  core.tell(newOrder("O", { sessionId: 2 }));
  for (let orderId = 1; orderId <= 4; orderId++) core.accept(orderId);
  return core;
}

const both = (1 << LogoutCause.Client) + (1 << LogoutCause.Line);

it.each<[string, number, LogoutCause, boolean, number[]]>([
  ["its line is lost", both, LogoutCause.Line, true, [1, 2]],
  ["it logs out", both, LogoutCause.Client, true, [1, 2]],
  ["the house stops, and that is not agreed,", both, LogoutCause.House, true, []],
  ["the house stops, and that is agreed,", both + (1 << LogoutCause.House), LogoutCause.House, true, [1, 2]],
  ["it logs out, and only a lost line counts,", 1 << LogoutCause.Line, LogoutCause.Client, true, []],
  ["its line is lost, GTC and all,", both, LogoutCause.Line, false, [1, 2, 3]],
  ["its line is lost, and nothing is agreed,", 0, LogoutCause.Line, true, []],
])("cancels a session's orders at once when %s without a grace", (_, cancelOn, cause, keepGtc, expected) => {
  const core = connected(cancelOn, 0, keepGtc);
  const events = core.tell({ type: CommandType.LogOutSession, ...END, cause });
  expect(events[0]).toMatchObject({ type: EventType.SessionLoggedOut, cause });
  expect(canceledBy(events).map(({ orderId }) => orderId)).toEqual(expected);
});

it("waits for the grace, and a client that is back within it finds its orders", () => {
  const core = connected(both, 5_000);
  const events = core.tell({ type: CommandType.LogOutSession, ...END, cause: LogoutCause.Line });
  expect(names(events)).toEqual(["SessionLoggedOut", "DisconnectGraceBegun"]);
  const { endedNs } = core.state.sessions[1]!;
  expect(endedNs).toBe(core.nowNs);
  core.tell({ type: CommandType.LogOnSession, sessionId: 1, msgSeqNum: 0, peer: "p", reset: false });
  core.nowNs += 10n * SECOND;
  expect(core.tell({ type: CommandType.CancelDisconnected, sessionId: 1, endedNs })).toEqual([]);
  // A later end has a grace of its own.
  core.tell({ type: CommandType.LogOutSession, ...END, cause: LogoutCause.Line });
  expect(core.tell({ type: CommandType.CancelDisconnected, sessionId: 1, endedNs })).toEqual([]);
});

it("cancels when the grace is over, also after a restart of ours within it", () => {
  const core = connected(both, 5_000);
  core.tell({ type: CommandType.LogOutSession, ...END, cause: LogoutCause.Line });
  Object.assign(core, { state: copyOf(core.state) });
  const { endedNs } = core.state.sessions[1]!;
  const events = core.tell({ type: CommandType.CancelDisconnected, sessionId: 1, endedNs });
  expect(canceledBy(events).map(({ orderId }) => orderId)).toEqual([1, 2]);
  const canceled = core.venue({
    type: CommandType.ExchangeCanceled,
    orderId: 1,
    requestNumber: 2,
    solicited: true,
    text: "",
  });
  const text = "canceled because the session's line was lost";
  expect(canceled.at(-1)).toMatchObject({ type: EventType.OrderCanceled, orderId: 1, solicited: false, text });
  expect(core.tell({ type: CommandType.CancelDisconnected, sessionId: 1, endedNs })).toEqual([]);
});

it("cancels what asks for it by ExecInst(18) o when the line is lost, on a session that leaves the rest alone", () => {
  const core = new TestCore();
  const asksForIt = { moreTerms: [Term.ExecInst, "o".charCodeAt(0), 0] };
  core.tell(newOrder("A", asksForIt));
  core.tell(newOrder("B"));
  core.tell(newOrder("C", { ...asksForIt, timeInForce: TimeInForce.GoodTillCancel }));
  core.tell(newOrder("D", { ...asksForIt, sessionId: 2 }));
  for (const orderId of [1, 2, 3, 4]) core.accept(orderId);
  const canceled = (cause: LogoutCause) => {
    core.tell({ type: CommandType.LogOnSession, sessionId: 1, msgSeqNum: 0, peer: "p", reset: false });
    return canceledBy(core.tell({ type: CommandType.LogOutSession, ...END, cause })).map(({ orderId }) => orderId);
  };
  expect(canceled(LogoutCause.Client)).toEqual([]);
  expect(canceled(LogoutCause.House)).toEqual([]);
  expect(canceled(LogoutCause.Line)).toEqual([1, 3]);
});
