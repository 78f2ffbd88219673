import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { listLineText, parseListLines } from "../../src/domain/list-lines.ts";
import type { Qty, Ticks } from "../../src/domain/price.ts";
import { CommandType, EventType, type NewOrderList } from "../../src/domain/records.generated.ts";
import { Contingency, ExceptionKind, ListStage, OrdStatus } from "../../src/domain/values.ts";
import { expectSameAfterRestart, leg, line, list, SlowVenue } from "../support/slow-venue.ts";
import { cancel, newOrder, replace, TestCore } from "../support/trade-words.ts";

const PX = 10_000 as Ticks;
const SEED = Number(process.env.LOCKSTEP_SEED ?? 20_261_122);

const about = { sessionId: 1, msgSeqNum: 3, listId: "LIST" };

const exceptionsOf = ({ state }: TestCore) =>
  [...state.venues.exceptions.values()].filter(({ kind }) => kind === ExceptionKind.ContingencyBroken);

describe("orders of which one cancels the other", () => {
  const step = fc.record({
    kind: fc.constantFrom("fill", "fill", "work", "deliver", "deliver", "settle"),
    order: fc.nat(3),
    qty: fc.integer({ min: 1, max: 60 }),
  });
  const scenario = fc.record({
    contingency: fc.constantFrom(Contingency.Oco, Contingency.OuoAbsolute),
    legs: fc.integer({ min: 2, max: 4 }),
    isPrompt: fc.boolean(),
    cut: fc.nat(30),
    steps: fc.array(step, { minLength: 1, maxLength: 30 }),
  });
  const QTY = 100;

  it(`trade together what was wanted, and beyond it what crossed on the wire, which is told (LOCKSTEP_SEED=${SEED})`, () => {
    let crossed = 0;
    const property = fc.property(scenario, ({ contingency, legs, isPrompt, cut, steps }) => {
      const venue = new SlowVenue();
      const { core } = venue;
      const setUp = core.log.length;
      venue.tell(
        list(
          contingency,
          Array.from({ length: legs }, (_, index) => line(index + 1, QTY)),
        ),
      );
      // The slow model: what was traded in all, by counting.
      let traded = 0;
      const check = () => {
        const left = Math.max(QTY - traded, 0);
        for (let orderId = 1; orderId <= legs; orderId++) {
          const { isLive, orderQty, cumQty } = leg(core, orderId);
          expect(isLive ? orderQty - cumQty : 0).toBe(isLive ? left : 0);
          expect(isLive).toBe(left > 0);
        }
        expect(exceptionsOf(core).length > 0).toBe(traded > QTY);
      };
      venue.settle();
      for (const { kind, order, qty } of steps) {
        if (kind === "fill") traded += venue.fill(1 + (order % legs), qty);
        else if (kind === "work") venue.work();
        else if (kind === "deliver") venue.deliver();
        if (kind !== "settle" && !isPrompt) continue;
        venue.settle();
        check();
      }
      venue.settle();
      check();
      if (isPrompt) expect(traded).toBeLessThanOrEqual(QTY);
      if (traded > QTY) crossed++;
      for (const { events } of core.log)
        expect(events.some(({ type }) => type === EventType.CommandFailed)).toBe(false);
      const isOver = traded >= QTY;
      expect(core.state.lists.find(1, "LIST")?.stage).toBe(isOver ? ListStage.Done : ListStage.Executing);
      expectSameAfterRestart(core, setUp + cut);
    });
    fc.assert(property, { seed: SEED, numRuns: 100 });
    expect(crossed).toBeGreaterThan(0);
  });

  it("keep what was taken off when a client's replace crosses the other's fill", () => {
    const venue = new SlowVenue();
    const { core } = venue;
    venue.tell(list(Contingency.Oco, [line(1, QTY), line(2, QTY)]));
    venue.settle();
    venue.tell(replace("R1", "L1", { qtyMantissa: 150 }));
    expect(venue.fill(2, 30)).toBe(30);
    venue.settle();
    // 150 was asked for when nothing had traded.
    expect(leg(core, 1).orderQty).toBe(120);
    venue.tell(replace("R2", "R1", { qtyMantissa: 90 }));
    venue.settle();
    // 90 was asked for when the 30 were known.
    expect(leg(core, 1).orderQty).toBe(90);
    expect(venue.fill(2, 10)).toBe(10);
    venue.settle();
    expect(leg(core, 1).orderQty).toBe(80);
  });

  it("are canceled after the other was filled, when the venue had refused what their client asked for then", () => {
    const venue = new SlowVenue();
    const { core } = venue;
    venue.tell(list(Contingency.Oco, [line(1, QTY), line(2, QTY)]));
    venue.settle();
    venue.tell(cancel("C2", "L2"));
    expect(venue.fill(1, QTY)).toBe(QTY);
    venue.deliver();
    const refused = { cxlRejReason: 99, text: "in an auction" };
    const events = core.venue({
      type: CommandType.ExchangeRequestRejected,
      orderId: 2,
      requestNumber: 2,
      ...refused,
    });
    expect(events.map(({ type }) => type)).toContain(EventType.HouseCancelRequested);
  });

  it("are reduced in proportion where that was asked for", () => {
    const venue = new SlowVenue();
    venue.tell(list(Contingency.OuoProportional, [line(1, 100), line(2, 300)]));
    venue.settle();
    venue.fill(1, 33);
    venue.settle();
    expect(leg(venue.core, 2).orderQty).toBe(201);
    venue.fill(2, 100);
    venue.settle();
    expect(leg(venue.core, 1).orderQty).toBe(66);
    venue.fill(1, 33);
    venue.settle();
    expect(leg(venue.core, 2)).toMatchObject({ isLive: true, orderQty: 102, cumQty: 100 });
    expect(exceptionsOf(venue.core)).toEqual([]);
  });

  it("count in new shares after a split, and go on from there", () => {
    const venue = new SlowVenue();
    const { core } = venue;
    venue.tell(list(Contingency.Oco, [line(1, QTY), line(2, QTY)]));
    venue.settle();
    const told = { requestNumber: 1, price: PX, reason: 0, text: "split 2:1", orderQty: (QTY * 2) as Qty };
    for (const orderId of [1, 2]) core.venue({ type: CommandType.ExchangeRestated, orderId, ...told });
    expect([leg(core, 1).orderQty, leg(core, 2).orderQty]).toEqual([200, 200]);
    const asked = core.fill(1, 40, PX).find(({ type }) => type === EventType.HouseReplaceRequested);
    expect(asked).toMatchObject({ orderId: 2, orderQty: 160 });
  });

  it("are canceled where their line is down and they cannot be reduced", () => {
    const venue = new SlowVenue();
    venue.tell(list(Contingency.Oco, [line(1, QTY), line(2, QTY)]));
    venue.settle();
    const policy = { holdsWhenDown: true, repeatsUnknown: true, cancelsAliens: false, ordTypes: "", timesInForce: "" };
    venue.tell({ type: CommandType.DefineVenue, venueId: 1, name: "SLOW", ...policy });
    venue.tell({ type: CommandType.VenueLineUp, venueId: 1, text: "SLOW" });
    venue.tell({ type: CommandType.VenueLineDown, venueId: 1, text: "gone" });
    const events = venue.core.fill(1, 40, PX);
    expect(events.map(({ type }) => type)).toContain(EventType.HouseCancelRequested);
  });
});

describe("a first order that lets the others go", () => {
  it("is told from them by ListSeqNo 1, and they trade and end with what it traded in proportion", () => {
    const bracket = [line(2, 50, { linkId: "X" }), line(3, 100, { linkId: "X" }), line(1, 100)];
    const venue = new SlowVenue();
    venue.tell(list(Contingency.Oto, bracket));
    venue.settle();
    venue.fill(3, 30);
    venue.settle();
    expect([venue.openQty(1), venue.openQty(2)]).toEqual([15, 30]);
    expect([leg(venue.core, 1).orderQty, leg(venue.core, 2).orderQty]).toEqual([50, 100]);
    venue.tell(cancel("C1", "L1"));
    venue.settle();
    expect(leg(venue.core, 1)).toMatchObject({ isLive: true, orderQty: 15 });
    expect(leg(venue.core, 2)).toMatchObject({ isLive: true, orderQty: 30 });
    expect(venue.fill(1, 15)).toBe(15);
    venue.settle();
    expect(leg(venue.core, 2)).toMatchObject({ isLive: false, ordStatus: OrdStatus.Canceled });
    expect(venue.core.state.lists.find(1, "LIST")?.stage).toBe(ListStage.Done);
    for (let cut = 0; cut < venue.core.log.length; cut++) expectSameAfterRestart(venue.core, cut);
  });

  it("cancels them when it is refused, and they wait over a line that comes up and a day that ends", () => {
    const venue = new SlowVenue();
    venue.tell(list(Contingency.Oto, [line(1, 100), line(2, 100)]));
    venue.settle();
    venue.tell({ type: CommandType.VenueLineUp, venueId: 1, text: "up" });
    venue.tell({ type: CommandType.ReleaseHeldOrders, venueId: 1 });
    venue.settle();
    expect(venue.fill(2, 1)).toBe(0);
    venue.tell({ type: CommandType.OpenTradingDay, tradingDay: 20_261_121 });
    venue.settle();
    expect(leg(venue.core, 1).ordStatus).toBe(OrdStatus.Expired);
    expect(leg(venue.core, 2).isLive).toBe(false);
  });
});

describe("a program", () => {
  const lines = (count: number, from = 0) => Array.from({ length: count }, (_, index) => line(from + index + 1, 10));

  it("of 200 orders goes when the client says so, counts what is done, and ends with its cancel", () => {
    const venue = new SlowVenue();
    const { core } = venue;
    venue.tell(list(Contingency.None, lines(200), { waitsForExecute: true }));
    venue.settle();
    expect(core.state.lists.find(1, "LIST")).toMatchObject({ stage: ListStage.Received, received: 200, open: 200 });
    expect(venue.fill(1, 10)).toBe(0);
    venue.tell({ type: CommandType.ExecuteList, ...about });
    venue.settle();
    for (let orderId = 1; orderId <= 60; orderId++) expect(venue.fill(orderId, 10)).toBe(10);
    venue.settle();
    expect(core.state.lists.find(1, "LIST")).toMatchObject({ stage: ListStage.Executing, open: 140 });
    venue.tell({ type: CommandType.CancelList, ...about });
    venue.settle();
    expect(core.state.lists.find(1, "LIST")).toMatchObject({ stage: ListStage.Done, open: 0 });
    const ended = core.log.flatMap(({ events }) => events).filter(({ type }) => type === EventType.OrderCanceled);
    expect(ended.length).toBe(140);
    expectSameAfterRestart(core, core.log.length - 200);
  });

  it("of 1,000 orders comes in parts, and is canceled in steps between which others are served", () => {
    const venue = new SlowVenue();
    const { core } = venue;
    for (let part = 0; part < 4; part++) {
      const given = { totNoOrders: 1_000, isLast: part === 3 };
      venue.tell(list(Contingency.None, lines(250, part * 250), given));
      expect(core.state.lists.find(1, "LIST")?.stage).toBe(part < 3 ? ListStage.Received : ListStage.Executing);
    }
    venue.settle();
    venue.tell({ type: CommandType.CancelList, ...about });
    const [sweep] = core.state.sweeps.running;
    expect(sweep.done).toBeLessThan(1_000);
    venue.tell(newOrder("BETWEEN"));
    while (core.state.sweeps.running.length > 0)
      venue.tell({ type: CommandType.ContinueSweep, sweepId: sweep.sweepId });
    venue.settle();
    expect(core.state.lists.find(1, "LIST")).toMatchObject({ stage: ListStage.Done, open: 0, received: 1_000 });
    expect(leg(core, 1_001).isLive).toBe(true);
  });

  it("is refused as a whole when its parts do not fit together or a ClOrdID was used", () => {
    const core = new TestCore();
    const refusal = (command: NewOrderList) => {
      const [event] = core.tell(command);
      return event.type === EventType.ListReported && event.listNumber === 0 ? event.text : "";
    };
    expect(refusal(list(0, lines(2), { totNoOrders: 1_001 }))).toContain("TotNoOrders(68) 1001");
    expect(refusal(list(0, lines(2), { totNoOrders: 3, isLast: true }))).toContain("LastFragment(893)");
    expect(refusal(list(0, [line(1, 10), line(2, 10, { clOrdId: "L1" })]))).toContain("ClOrdID(11) L1");
    expect(refusal(list(Contingency.Oco, lines(11)))).toContain("2 to 10 orders");
    expect(refusal(list(Contingency.Oto, [line(2, 10), line(3, 10)]))).toContain("ListSeqNo(67) 1");
    expect(refusal(list(Contingency.Oco, lines(2), { totNoOrders: 3 }))).toContain("one message");
    expect(core.state.orders.count).toBe(0);
    expect(refusal(list(0, lines(2), { totNoOrders: 3 }))).toBe("");
    expect(refusal(list(0, lines(2, 2), { totNoOrders: 3 }))).toContain("4 orders have come");
    expect(core.state.orders.count).toBe(2);
  });

  it("leaves memory with its orders", () => {
    const venue = new SlowVenue();
    venue.tell(list(Contingency.None, lines(3)));
    venue.settle();
    for (let orderId = 1; orderId <= 3; orderId++) venue.fill(orderId, 10);
    venue.settle();
    for (let day = 21; day < 25; day++) venue.tell({ type: CommandType.OpenTradingDay, tradingDay: 20_261_100 + day });
    expect(venue.core.state.lists.size).toBe(0);
    expect(venue.core.tell({ type: CommandType.RequestListStatus, ...about })).toMatchObject([{ isUnknown: true }]);
  });
});

it("the orders of a list come back from their text as they were", () => {
  const carried = "453=1\x01448=A\x01447=D\x01452=1\x01";
  const lines = [
    line(1, 100, { moreTerms: [18, 54, 0, 110, 100, 0], carried }),
    line(2, 5, { priceMantissa: Number.MIN_SAFE_INTEGER, linkId: "X", unsupported: "no: that" }),
    line(3, 7, { account: "FUND", securityId: "4:GB00BH4HKS39", securityExchange: "XLON" }),
  ];
  expect(parseListLines(lines.map(listLineText).join(""))).toEqual(lines);
  expect(parseListLines("")).toEqual([]);
});
