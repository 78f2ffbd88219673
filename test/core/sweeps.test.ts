import { expect, it } from "vitest";
import { CommandType, type Event, EventType, type MassStatusReported } from "../../src/domain/records.generated.ts";
import { ABSENT } from "../../src/domain/values.ts";
import { cancel, NO_SECURITY, newOrder, TestCore } from "../support/trade-words.ts";

const STEP = 512;

function manyOrders(count: number): TestCore {
  const core = new TestCore();
  for (let index = 1; index <= count; index++) core.tell(newOrder(`C${index}`));
  for (let index = 1; index <= count; index++) core.accept(index);
  return core;
}

function askStatus(core: TestCore): Event[] {
  const scope = { account: "", symbol: "", side: ABSENT as never, ...NO_SECURITY };
  const origin = { sessionId: 1, msgSeqNum: 9, massStatusReqId: "S", massStatusReqType: 7 };
  return core.tell({ type: CommandType.RequestMassStatus, ...origin, ...scope });
}

const reportsOf = (events: readonly Event[]) =>
  events.filter((event): event is MassStatusReported => event.type === EventType.MassStatusReported);

it("tells a step of many orders at once, and the rest in steps that others can come between", () => {
  const core = manyOrders(STEP * 2 + 10);
  const told = reportsOf(askStatus(core));
  expect(told).toHaveLength(STEP);
  // One ends and one comes while the reports go out: what was asked for is what there was.
  core.tell(cancel("X", `C${STEP * 2 + 10}`));
  const order = { orderId: STEP * 2 + 10, requestNumber: 2 };
  core.venue({ type: CommandType.ExchangeCanceled, ...order, solicited: true, text: "" });
  core.tell(newOrder("LATE"));
  while (core.state.sweeps.running.length > 0) {
    const [{ sweepId }] = core.state.sweeps.running;
    told.push(...reportsOf(core.tell({ type: CommandType.ContinueSweep, sweepId })));
  }
  expect(told.map(({ orderId }) => orderId)).toEqual(Array.from({ length: STEP * 2 + 10 }, (_, index) => index + 1));
  expect(told.every(({ totNumReports }) => totNumReports === STEP * 2 + 10)).toBe(true);
  expect(told.filter(({ lastRptRequested }) => lastRptRequested)).toEqual([told.at(-1)]);
});

it("needs no second step for what one can do, and a step of what is over does nothing", () => {
  const core = manyOrders(STEP);
  expect(reportsOf(askStatus(core))).toHaveLength(STEP);
  expect(core.state.sweeps.running).toEqual([]);
  expect(core.tell({ type: CommandType.ContinueSweep, sweepId: 1 })).toEqual([]);
});
