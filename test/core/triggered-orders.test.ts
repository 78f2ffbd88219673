import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CommandType, EventType } from "../../src/domain/records.generated.ts";
import { Contingency, ExceptionKind, ListStage, OrdStatus, TimeInForce } from "../../src/domain/values.ts";
import { expectSameAfterRestart, leg, line, list, SlowVenue } from "../support/slow-venue.ts";
import { cancel, replace } from "../support/trade-words.ts";

const SEED = Number(process.env.LOCKSTEP_SEED ?? 20_261_122);
const RUNS = process.env.LOCKSTEP_FULL === "1" ? 20_000 : 250;

const LONG_MS = 600_000;

const step = fc.record({
  kind: fc.constantFrom(
    "first",
    "first",
    "first",
    "other",
    "other",
    "work",
    "deliver",
    "deliver",
    "settle",
    "price",
    "end",
  ),
  order: fc.nat(3),
  qty: fc.integer({ min: 1, max: 30 }),
});
const scenario = fc.record({
  firstQty: fc.integer({ min: 1, max: 40 }),
  quantities: fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 3 }),
  isBracket: fc.boolean(),
  isPrompt: fc.boolean(),
  ends: fc.boolean(),
  cut: fc.nat(60),
  steps: fc.array(step, { minLength: 1, maxLength: 40 }),
});

describe("orders that a first order lets go", () => {
  it(
    `trade no more than in proportion to what it has, whatever crosses, and all of that (LOCKSTEP_SEED=${SEED})`,
    () => {
      const seen = { spent: 0, recalled: 0, cutShort: 0 };
      const property = fc.property(scenario, ({ firstQty, quantities, isBracket, isPrompt, ends, cut, steps }) => {
        const venue = new SlowVenue();
        const { core } = venue;
        const setUp = core.log.length;
        const others = quantities.map((_, index) => index + 2);
        // The exits of a bracket are to trade as much as one another.
        const qtyOf = (orderId: number) => quantities[isBracket ? 0 : orderId - 2];
        const linkId = isBracket ? "X" : "";
        const lines = others.map((orderId) => line(orderId, qtyOf(orderId), { linkId }));
        venue.tell(list(Contingency.Oto, [line(1, firstQty), ...lines]));
        venue.settle();
        // The slow model: what was traded at the venue, by counting.
        const traded = new Map([1, ...others].map((orderId) => [orderId, 0]));
        const tradedOf = (orderId: number) => traded.get(orderId) ?? 0;
        const fill = (orderId: number, most: number) =>
          traded.set(orderId, tradedOf(orderId) + venue.fill(orderId, most));
        const share = (orderId: number) => Math.floor((qtyOf(orderId) * tradedOf(1)) / firstQty);
        const group = (orderId: number) => (isBracket ? others : [orderId]);
        const groupTraded = (orderId: number) => group(orderId).reduce((sum, each) => sum + tradedOf(each), 0);
        let isEnding = false;
        const isFirstOver = () => isEnding || tradedOf(1) === firstQty;
        const checkAlways = () => {
          for (const orderId of others)
            expect(tradedOf(orderId) + venue.openQty(orderId)).toBeLessThanOrEqual(share(orderId));
        };
        const checkSettled = () => {
          let isOver = isFirstOver();
          for (const orderId of others) {
            const whole = isFirstOver() ? share(orderId) : qtyOf(orderId);
            const left = Math.max(whole - groupTraded(orderId), 0);
            const { isLive, orderQty, cumQty } = leg(core, orderId);
            expect(cumQty).toBe(tradedOf(orderId));
            expect(isLive).toBe(left > 0);
            if (isLive) expect(orderQty - cumQty).toBe(left);
            const open = venue.openQty(orderId);
            expect(open).toBe(isLive ? Math.max(share(orderId) - groupTraded(orderId), 0) : 0);
            if (isLive && open === 0 && cumQty > 0) seen.spent++;
            if (isLive) isOver = false;
          }
          expect(core.state.lists.find(1, "LIST")?.stage).toBe(isOver ? ListStage.Done : ListStage.Executing);
          const isCrossed = others.some((orderId) => groupTraded(orderId) > share(orderId));
          // What was too many when two fills crossed may be right when the first has traded more.
          if (isCrossed) expect(brokenOf(venue)).toBeGreaterThan(0);
          if (isPrompt || !isBracket) expect([isCrossed, brokenOf(venue)]).toEqual([false, 0]);
        };
        checkSettled();
        let requests = 0;
        for (const { kind, order, qty } of steps) {
          const orderId = others[order % others.length];
          if (kind === "first") fill(1, qty);
          else if (kind === "other") fill(orderId, qty);
          else if (kind === "work") venue.work();
          else if (kind === "deliver") venue.deliver();
          else if (kind === "price") {
            const { isLive, orderQty } = leg(core, orderId);
            const clOrdId = core.state.clOrdIds.textOf(
              core.state.orders.clOrdIdEntry[core.state.orders.rowOf(orderId)],
            );
            if (isLive)
              venue.tell(replace(`R${++requests}`, clOrdId, { qtyMantissa: orderQty, priceMantissa: 9_990 + qty }));
          } else if (kind === "end" && ends && leg(core, 1).isLive && !isEnding) {
            venue.tell(cancel("END", "L1"));
            // Its fills may have come first.
            venue.settle();
            isEnding = true;
            if (tradedOf(1) < firstQty) seen.cutShort++;
          }
          checkAlways();
          if (kind !== "settle" && !isPrompt) continue;
          venue.settle();
          checkAlways();
          checkSettled();
        }
        venue.settle();
        checkSettled();
        for (const { events } of core.log) {
          expect(events.some(({ type }) => type === EventType.CommandFailed)).toBe(false);
          if (events.some(({ type }) => type === EventType.OrderRecalled)) seen.recalled++;
        }
        expectSameAfterRestart(core, setUp + cut);
      });
      fc.assert(property, { seed: SEED, numRuns: RUNS });
      expect(Math.min(seen.spent, seen.recalled, seen.cutShort)).toBeGreaterThan(0);
    },
    LONG_MS,
  );

  const act = fc.record({
    kind: fc.constantFrom(
      "first",
      "first",
      "other",
      "other",
      "work",
      "deliver",
      "deliver",
      "settle",
      "replace",
      "replace first",
      "cancel",
      "bust",
      "line",
      "day",
    ),
    order: fc.nat(3),
    qty: fc.integer({ min: 1, max: 30 }),
  });
  const anything = fc.record({
    firstQty: fc.integer({ min: 1, max: 40 }),
    quantities: fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 3 }),
    isBracket: fc.boolean(),
    cut: fc.nat(60),
    steps: fc.array(act, { minLength: 1, maxLength: 40 }),
  });

  it(
    `are bounded by it whatever anybody asks, and gone when the list is canceled (LOCKSTEP_SEED=${SEED})`,
    () => {
      const property = fc.property(anything, ({ firstQty, quantities, isBracket, cut, steps }) => {
        const venue = new SlowVenue();
        const { core } = venue;
        const { orders, clOrdIds } = core.state;
        const policy = {
          holdsWhenDown: true,
          repeatsUnknown: true,
          cancelsAliens: false,
          ordTypes: "",
          timesInForce: "",
        };
        venue.tell({ type: CommandType.DefineVenue, venueId: 1, name: "SLOW", ...policy });
        venue.tell({ type: CommandType.VenueLineUp, venueId: 1, text: "SLOW" });
        const setUp = core.log.length;
        const good = { timeInForce: TimeInForce.GoodTillCancel, linkId: isBracket ? "X" : "" };
        const others = quantities.map((_, index) => index + 2);
        const lines = others.map((orderId) => line(orderId, quantities[orderId - 2], good));
        venue.tell(list(Contingency.Oto, [line(1, firstQty, good), ...lines]));
        venue.settle();
        const traded = [0, 0, 0, 0, 0];
        let firstTraded = 0;
        let day = 20_261_120;
        const clOrdIdOf = (orderId: number) => clOrdIds.textOf(orders.clOrdIdEntry[orders.rowOf(orderId)]);
        const check = () => {
          for (const orderId of others) {
            const share = Math.floor((quantities[orderId - 2] * Math.min(firstTraded, firstQty)) / firstQty);
            expect(traded[orderId] + venue.openQty(orderId)).toBeLessThanOrEqual(share);
          }
        };
        for (const [index, { kind, order, qty }] of steps.entries()) {
          const orderId = others[order % others.length];
          const terms = { timeInForce: TimeInForce.GoodTillCancel, qtyMantissa: qty, priceMantissa: 9_990 + qty };
          if (kind === "first") firstTraded += venue.fill(1, qty);
          else if (kind === "other") traded[orderId] += venue.fill(orderId, qty);
          else if (kind === "work") venue.work();
          else if (kind === "deliver") venue.deliver();
          else if (kind === "settle") venue.settle();
          else if (kind === "replace") venue.tell(replace(`R${index}`, clOrdIdOf(orderId), terms));
          else if (kind === "replace first") venue.tell(replace(`R${index}`, clOrdIdOf(1), terms));
          else if (kind === "cancel" && qty < 4) venue.tell(cancel(`C${index}`, clOrdIdOf(order === 0 ? 1 : orderId)));
          else if (kind === "bust") venue.take(core.bust(1, `V${qty % 4}`));
          else if (kind === "line") {
            const isUp = core.state.venues.lines[1]?.isUp === true;
            // What was on the way is lost, and nobody asks how it stands.
            venue.settle();
            const type = isUp ? CommandType.VenueLineDown : CommandType.VenueLineUp;
            venue.tell({ type, venueId: 1, text: "SLOW" });
          } else if (kind === "day") venue.tell({ type: CommandType.OpenTradingDay, tradingDay: ++day });
          check();
        }
        venue.tell({ type: CommandType.VenueLineUp, venueId: 1, text: "SLOW" });
        venue.settle();
        check();
        // A request may have been refused for another that came before it: once more, then.
        for (let attempt = 0; attempt < 2; attempt++) {
          venue.tell({ type: CommandType.CancelList, sessionId: 1, msgSeqNum: 9, listId: "LIST" });
          venue.settle();
        }
        // What is busted is not back on this venue's book: its first order may stay open here, and nothing there.
        const isBusted = core.log.some(({ events }) => events.some(({ type }) => type === EventType.FillBusted));
        for (const orderId of isBusted ? others : [1, ...others]) {
          expect([orderId, venue.openQty(orderId)]).toEqual([orderId, 0]);
          if (orders.has(orderId)) expect([orderId, leg(core, orderId).isLive]).toEqual([orderId, false]);
        }
        for (const { events } of core.log)
          expect(events.find(({ type }) => type === EventType.CommandFailed)).toBe(undefined);
        expectSameAfterRestart(core, setUp + cut);
      });
      fc.assert(property, { seed: SEED, numRuns: RUNS });
    },
    LONG_MS,
  );

  const trigger = (lines: Parameters<typeof list>[1], firstQty = 100) => {
    const venue = new SlowVenue();
    venue.tell(list(Contingency.Oto, [line(1, firstQty), ...lines]));
    venue.settle();
    return venue;
  };
  const fill = (venue: SlowVenue, orderId: number, qty: number) => {
    expect(venue.fill(orderId, qty)).toBe(qty);
    venue.settle();
  };

  it("leave once, when it is over, where they trade now or never or show a part of themselves", () => {
    const shown = { moreTerms: [1138, 10, 0] };
    const venue = trigger([line(2, 100, { timeInForce: TimeInForce.ImmediateOrCancel }), line(3, 100, shown)]);
    fill(venue, 1, 40);
    expect([venue.books.has(2), venue.books.has(3)]).toEqual([false, false]);
    venue.tell(cancel("C1", "L1"));
    venue.settle();
    expect([venue.openQty(2), venue.openQty(3)]).toEqual([40, 40]);
  });

  it("have less at the venue after a bust of it, and what traded too much is told", () => {
    const venue = trigger([line(2, 200)]);
    fill(venue, 1, 50);
    fill(venue, 2, 60);
    expect(venue.openQty(2)).toBe(40);
    venue.core.bust(1, "V1", 100);
    const bust = venue.core.log.at(-1)?.events ?? [];
    expect(bust.map(({ type }) => type)).toContain(EventType.HouseCancelRequested);
    expect(leg(venue.core, 2)).toMatchObject({ isLive: true, orderQty: 200, cumQty: 60 });
    expect(brokenOf(venue)).toBe(1);
  });

  it("end with an exit that has ended while they were recalled, and had traded all they might", () => {
    const venue = trigger([line(2, 2, { linkId: "X" }), line(3, 2, { linkId: "X" })], 3);
    fill(venue, 1, 2);
    // Both trade the one that is open: the one is to be recalled, and its cancel comes too late.
    for (const orderId of [3, 2]) expect(venue.fill(orderId, 1)).toBe(1);
    venue.settle();
    for (const orderId of [2, 3]) expect(leg(venue.core, orderId)).toMatchObject({ isLive: false, cumQty: 1 });
    expect(brokenOf(venue)).toBe(1);
  });

  it("are canceled with the list while they are recalled, and when their venue has just traded what it had of them", () => {
    const venue = trigger([line(2, 2, { linkId: "X" }), line(3, 2, { linkId: "X" }), line(4, 2)], 3);
    fill(venue, 1, 2);
    expect(venue.fill(2, 1)).toBe(1);
    venue.deliver();
    expect(venue.fill(4, 1)).toBe(1);
    // Order 3 is to be recalled, order 4 is filled and nobody knows, when the client cancels the list.
    const about = { sessionId: 1, msgSeqNum: 9, listId: "LIST" };
    venue.tell({ type: CommandType.CancelList, ...about });
    venue.settle();
    for (const orderId of [1, 2, 3, 4]) expect([orderId, leg(venue.core, orderId).isLive]).toEqual([orderId, false]);
    expect(venue.core.state.lists.find(1, "LIST")?.stage).toBe(ListStage.Done);
    for (let cut = 0; cut < venue.core.log.length; cut++) expectSameAfterRestart(venue.core, cut);
  });

  it("are canceled where they go when the end of another follows in the frame that lets them go", () => {
    const venue = new SlowVenue();
    venue.tell(list(Contingency.Oto, [line(1, 3), line(2, 2, { linkId: "X" }), line(3, 1, { linkId: "X" })]));
    venue.settle();
    venue.tell(replace("R1", "L1", { qtyMantissa: 2 }));
    venue.settle();
    // 2 of 3 are nothing of 1: the second exit ends, and the first with it.
    fill(venue, 1, 2);
    expect([2, 3].map((orderId) => [leg(venue.core, orderId).isLive, venue.openQty(orderId)])).toEqual([
      [false, 0],
      [false, 0],
    ]);
  });

  it("are not replaced by what was filled before their venue was given the rest anew", () => {
    const venue = trigger([line(2, 100)]);
    fill(venue, 1, 30);
    fill(venue, 2, 30);
    fill(venue, 1, 20);
    expect(venue.openQty(2)).toBe(20);
    const events = venue.tell(replace("R2", "L2", { qtyMantissa: 30 }));
    expect(events).toMatchObject([{ type: EventType.RequestRejected, clOrdId: "R2" }]);
    venue.tell(replace("R3", "L2", { qtyMantissa: 80 }));
    venue.settle();
    expect(venue.openQty(2)).toBe(10);
  });

  it("end by their client's cancel, when the venue says that it comes too late for what it had of them", () => {
    const venue = trigger([line(2, 100)]);
    fill(venue, 1, 30);
    expect(venue.fill(2, 30)).toBe(30);
    venue.tell(cancel("C2", "L2"));
    venue.settle();
    expect(leg(venue.core, 2)).toMatchObject({ isLive: false, ordStatus: OrdStatus.Canceled, cumQty: 30 });
    const told = venue.core.log.flatMap(({ events }) => events).filter(({ type }) => type === EventType.OrderCanceled);
    expect(told).toMatchObject([{ orderId: 2, solicited: true }]);
  });

  it("are told to people when the exits of a bracket trade too many, because two fills crossed on the wire", () => {
    const venue = trigger([line(2, 100, { linkId: "X" }), line(3, 100, { linkId: "X" })]);
    fill(venue, 1, 50);
    expect(venue.fill(2, 50)).toBe(50);
    fill(venue, 3, 20);
    expect(brokenOf(venue)).toBe(1);
    // What is open is still measured by what the first has traded.
    fill(venue, 1, 30);
    expect([venue.openQty(2), venue.openQty(3)]).toEqual([10, 10]);
  });

  it("go on when the line to the venue is up again", () => {
    const venue = trigger([line(2, 100), line(3, 100)]);
    const policy = { holdsWhenDown: true, repeatsUnknown: true, cancelsAliens: false, ordTypes: "", timesInForce: "" };
    venue.tell({ type: CommandType.DefineVenue, venueId: 1, name: "SLOW", ...policy });
    venue.tell({ type: CommandType.VenueLineUp, venueId: 1, text: "SLOW" });
    fill(venue, 1, 30);
    fill(venue, 2, 30);
    venue.tell({ type: CommandType.VenueLineDown, venueId: 1, text: "gone" });
    fill(venue, 1, 20);
    expect([venue.openQty(2), venue.openQty(3)]).toEqual([0, 30]);
    venue.tell({ type: CommandType.VenueLineUp, venueId: 1, text: "SLOW" });
    venue.settle();
    expect([venue.openQty(2), venue.openQty(3)]).toEqual([20, 50]);
    for (let cut = 0; cut < venue.core.log.length; cut++) expectSameAfterRestart(venue.core, cut);
  });

  it("are canceled here, and not at the venue, where it has nothing of them", () => {
    const venue = trigger([line(2, 100), line(3, 100)]);
    fill(venue, 1, 30);
    fill(venue, 2, 30);
    fill(venue, 3, 30);
    const types = (events: readonly { type: number }[]) => events.map(({ type }) => type);
    expect(types(venue.tell(cancel("C2", "L2")))).toEqual([EventType.CancelRequested, EventType.OrderCanceled]);
    expect(types(venue.tell({ type: CommandType.CancelList, sessionId: 1, msgSeqNum: 9, listId: "LIST" }))).toContain(
      EventType.OrderCanceled,
    );
    expect(leg(venue.core, 3)).toMatchObject({ isLive: false, cumQty: 30 });
  });

  it("tell people when their venue refuses to take more of them", () => {
    const venue = trigger([line(2, 100)]);
    fill(venue, 1, 30);
    fill(venue, 2, 10);
    expect(venue.fill(1, 20)).toBe(20);
    venue.deliver();
    const asked = venue.core.log.at(-1)?.events.find(({ type }) => type === EventType.HouseReplaceRequested);
    expect(asked).toMatchObject({ orderId: 2, orderQty: 100, heldQty: 50 });
    const refused = { cxlRejReason: 99, text: "not today" };
    venue.core.venue({ type: CommandType.ExchangeRequestRejected, orderId: 2, requestNumber: 2, ...refused });
    expect(brokenOf(venue)).toBe(1);
    expect(leg(venue.core, 2)).toMatchObject({ isLive: true, orderQty: 100, cumQty: 10 });
  });

  it("never trade more than was taken with the list, whatever their client's replaces ask for", () => {
    const venue = trigger([line(2, 100)]);
    fill(venue, 1, 30);
    venue.tell(replace("R2", "L2", { qtyMantissa: 500 }));
    venue.settle();
    expect(venue.openQty(2)).toBe(30);
    expect(leg(venue.core, 2).orderQty).toBe(100);
    venue.tell(replace("R3", "R2", { qtyMantissa: 50 }));
    venue.settle();
    expect(venue.openQty(2)).toBe(15);
    fill(venue, 1, 70);
    expect(venue.openQty(2)).toBe(50);
    expect(brokenOf(venue)).toBe(0);
  });

  it("are what is left of them on a venue's next day, where it takes Day orders only", () => {
    const good = { timeInForce: TimeInForce.GoodTillCancel };
    const venue = new SlowVenue();
    const policy = {
      holdsWhenDown: true,
      repeatsUnknown: true,
      cancelsAliens: false,
      ordTypes: "",
      timesInForce: "034",
    };
    venue.tell({ type: CommandType.DefineVenue, venueId: 1, name: "SLOW", ...policy });
    venue.tell({ type: CommandType.VenueLineUp, venueId: 1, text: "SLOW" });
    venue.tell(list(Contingency.Oto, [line(1, 100, good), line(2, 100, good), line(3, 100, good)]));
    venue.settle();
    fill(venue, 1, 40);
    fill(venue, 2, 40);
    fill(venue, 3, 10);
    const over = { requestNumber: 1, text: "over" };
    for (const orderId of [1, 3]) venue.core.venue({ type: CommandType.ExchangeExpired, orderId, ...over });
    for (const orderId of [1, 3]) venue.books.delete(orderId);
    venue.tell({ type: CommandType.OpenTradingDay, tradingDay: 20_261_121 });
    venue.settle();
    expect([1, 2, 3].map((orderId) => venue.openQty(orderId))).toEqual([60, 0, 30]);
    fill(venue, 1, 20);
    expect([1, 2, 3].map((orderId) => venue.openQty(orderId))).toEqual([40, 20, 50]);
    fill(venue, 3, 50);
    expect(leg(venue.core, 3)).toMatchObject({ isLive: true, orderQty: 100, cumQty: 60 });
    for (let cut = 0; cut < venue.core.log.length; cut++) expectSameAfterRestart(venue.core, cut);
  });
});

const brokenOf = ({ core }: SlowVenue) =>
  [...core.state.venues.exceptions.values()].filter(({ kind }) => kind === ExceptionKind.ContingencyBroken).length;
