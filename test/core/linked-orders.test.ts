import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CommandType, EventType } from "../../src/domain/records.generated.ts";
import { Contingency, OrdRejReason } from "../../src/domain/values.ts";
import { expectSameAfterRestart, leg, SlowVenue } from "../support/slow-venue.ts";
import { cancel, newOrder } from "../support/trade-words.ts";

const SEED = Number(process.env.LOCKSTEP_SEED ?? 20_261_122);
const RUNS = process.env.LOCKSTEP_FULL === "1" ? 20_000 : 200;

const LONG_MS = 600_000;

const linked = (clOrdId: string, qtyMantissa: number, contingency: number, linkId = "X") =>
  newOrder(clOrdId, { qtyMantissa, moreTerms: [1385, contingency, 0], carried: `583=${linkId}\x01` });

const step = fc.record({
  kind: fc.constantFrom("join", "join", "fill", "fill", "fill", "first", "cancel"),
  order: fc.nat(4),
  qty: fc.integer({ min: 1, max: 40 }),
});
const scenario = fc.record({
  contingency: fc.constantFrom(Contingency.Oco, Contingency.OuoAbsolute, Contingency.Oto),
  isBracket: fc.boolean(),
  firstQty: fc.integer({ min: 1, max: 60 }),
  ends: fc.boolean(),
  cut: fc.nat(40),
  steps: fc.array(step, { minLength: 1, maxLength: 25 }),
});

/** The slow model: what was asked for and traded, by counting. */
class Group {
  readonly contingency: number;
  readonly isBracket: boolean;
  readonly asked: number[] = [0];
  readonly traded: number[] = [0];
  readonly canceled = new Set<number>();

  constructor(contingency: number, isBracket: boolean) {
    this.contingency = contingency;
    this.isBracket = isBracket;
  }

  /** The orders of which one trades instead of another. */
  together(orderId: number): number[] {
    const all = this.asked.map((_, each) => each).slice(1);
    if (this.contingency !== Contingency.Oto) return all;
    return orderId === 1 || !this.isBracket ? [orderId] : all.slice(1);
  }

  get isFirstOver(): boolean {
    return this.canceled.has(1) || this.traded[1] >= this.asked[1];
  }

  /** What the order may trade now, and what in the end as far as is known; the others' trades apart. */
  shareOf(orderId: number, isInTheEnd: boolean): number {
    const asked = this.asked[orderId];
    if (this.contingency !== Contingency.Oto || orderId === 1) return asked;
    if (isInTheEnd && !this.isFirstOver) return asked;
    return Math.floor((asked * this.traded[1]) / this.asked[1]);
  }

  leftOf(orderId: number, isInTheEnd: boolean): number {
    const traded = this.together(orderId).reduce((sum, each) => sum + this.traded[each], 0);
    return Math.max(this.shareOf(orderId, isInTheEnd) - traded, 0);
  }

  /** Is the order over by itself, or because another one of an OCO is? */
  isOver(orderId: number): boolean {
    const isOver = (each: number) => this.canceled.has(each) || this.leftOf(each, true) === 0;
    const endsTogether =
      this.contingency === Contingency.Oco || (this.contingency === Contingency.Oto && orderId !== 1);
    return endsTogether ? this.together(orderId).some(isOver) : isOver(orderId);
  }
}

describe("single orders that are linked", () => {
  it(
    `do to one another what they do in a list, whenever they come (LOCKSTEP_SEED=${SEED})`,
    () => {
      const seen = { joinedLate: 0, refused: 0 };
      const property = fc.property(scenario, ({ contingency, isBracket, firstQty, ends, cut, steps }) => {
        const venue = new SlowVenue();
        const { core } = venue;
        const setUp = core.log.length;
        const group = new Group(contingency, isBracket);
        const join = (asked: number) => {
          const orderId = group.asked.length;
          const wouldBe = new Group(contingency, isBracket);
          wouldBe.asked.push(...group.asked.slice(1), asked);
          wouldBe.traded.push(...group.traded.slice(1), 0);
          for (const each of group.canceled) wouldBe.canceled.add(each);
          const known = group.asked.map((_, each) => each).slice(1);
          const isOver =
            contingency === Contingency.OuoAbsolute && known.length > 0 && known.every((each) => group.isOver(each));
          const isTaken = !isOver && !wouldBe.isOver(orderId) && orderId <= 10;
          const kind = contingency === Contingency.Oto && isBracket && orderId > 1 ? Contingency.Oco : contingency;
          const events = venue.tell(linked(`L${core.state.orders.count + 1}`, asked, kind));
          venue.settle();
          const refused = events.find((event) => event.type === EventType.OrderRejected);
          expect(refused === undefined).toBe(isTaken);
          if (!isTaken) {
            expect(refused).toMatchObject({ ordRejReason: OrdRejReason.TooLateToEnter });
            seen.refused++;
            return;
          }
          group.asked.push(asked);
          group.traded.push(0);
          if (wouldBe.leftOf(orderId, true) < asked) seen.joinedLate++;
          names.push(core.state.orders.count);
        };
        // OrderIDs by place in the group: those that are refused have one, too.
        const names = [0];
        const check = () => {
          for (let place = 1; place < names.length; place++) {
            const { isLive, orderQty, cumQty } = leg(core, names[place]);
            expect(cumQty).toBe(group.traded[place]);
            expect(isLive).toBe(!group.isOver(place));
            if (isLive) expect(orderQty - cumQty).toBe(group.leftOf(place, true));
            expect(venue.openQty(names[place])).toBe(isLive ? group.leftOf(place, false) : 0);
          }
        };
        join(firstQty);
        check();
        for (const { kind, order, qty } of steps) {
          const place = kind === "first" ? 1 : 1 + (order % (names.length - 1));
          if (kind === "join") join(qty);
          else if (kind === "cancel") {
            if (!ends || !leg(core, names[place]).isLive) continue;
            const { orders, clOrdIds } = core.state;
            const clOrdId = clOrdIds.textOf(orders.clOrdIdEntry[orders.rowOf(names[place])]);
            venue.tell(cancel(`C${core.log.length}`, clOrdId));
            group.canceled.add(place);
          } else group.traded[place] += venue.fill(names[place], qty);
          venue.settle();
          check();
        }
        for (const { events } of core.log)
          expect(events.some(({ type }) => type === EventType.CommandFailed)).toBe(false);
        expectSameAfterRestart(core, setUp + cut);
      });
      fc.assert(property, { seed: SEED, numRuns: RUNS });
      expect(Math.min(seen.joinedLate, seen.refused)).toBeGreaterThan(0);
    },
    LONG_MS,
  );

  it("are a group over days and after a restart, and another one when all of it was over the day before", () => {
    const venue = new SlowVenue();
    const { core } = venue;
    const good = { timeInForce: "1" as const };
    venue.tell({ ...linked("A", 100, Contingency.Oco), ...good });
    venue.settle();
    venue.tell({ type: CommandType.OpenTradingDay, tradingDay: 20_261_121 });
    venue.tell({ ...linked("B", 100, Contingency.Oco), ...good });
    venue.settle();
    expect(venue.fill(1, 40)).toBe(40);
    venue.settle();
    expect(venue.openQty(2)).toBe(60);
    expect(venue.fill(2, 60)).toBe(60);
    venue.settle();
    expect(leg(core, 1).isLive).toBe(false);
    const refused = (clOrdId: string) =>
      venue.tell(linked(clOrdId, 10, Contingency.Oco)).some(({ type }) => type === EventType.OrderRejected);
    expect(refused("C")).toBe(true);
    venue.tell({ type: CommandType.OpenTradingDay, tradingDay: 20_261_122 });
    expect(refused("D")).toBe(false);
    for (let day = 23; day < 28; day++) venue.tell({ type: CommandType.OpenTradingDay, tradingDay: 20_261_100 + day });
    for (let cut = 0; cut < core.log.length; cut++) expectSameAfterRestart(core, cut);
  });

  it("are others than those of another session, and than the lists of theirs", () => {
    const venue = new SlowVenue();
    venue.tell(linked("A", 100, Contingency.Oco));
    venue.tell({ ...linked("A", 100, Contingency.OuoAbsolute), sessionId: 2 });
    venue.settle();
    venue.tell(cancel("A2", "A"));
    venue.settle();
    expect([leg(venue.core, 1).isLive, leg(venue.core, 2).isLive]).toEqual([false, true]);
    expect(venue.core.state.lists.find(1, "X")).toBe(undefined);
    // What is said to be linked with nothing is linked with nothing.
    const plain = newOrder("P", { carried: "583=X\x01" });
    expect(venue.tell(plain).some(({ type }) => type === EventType.OrderListed)).toBe(false);
  });
});
