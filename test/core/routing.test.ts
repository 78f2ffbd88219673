import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { viewOrder } from "../../src/core/order-view.ts";
import { type AskedRoute, dryRunRoute } from "../../src/core/route-dry-run.ts";
import { ruleIdOf } from "../../src/core/routing.ts";
import { State } from "../../src/core/state.ts";
import { transferState } from "../../src/core/state-image.ts";
import { CommandType, type Event, EventType, type NewOrder } from "../../src/domain/records.generated.ts";
import { type RoutingRule, type RoutingWhen, readRoutingRules, writeRoutingRules } from "../../src/domain/routing.ts";
import { OrdRejReason, type OrdType, Side, type TimeInForce, TradingPhase } from "../../src/domain/values.ts";
import { ImageReader, ImageWriter } from "../../src/lib/image.ts";
import { newOrder, TestCore } from "../support/trade-words.ts";

const SEED = Number(process.env.LOCKSTEP_SEED ?? 20_261_122);
const POLICY = { holdsWhenDown: true, repeatsUnknown: true, cancelsAliens: false, ordTypes: "", timesInForce: "" };

class RoutedCore extends TestCore {
  rules(...rules: RoutingRule[]): Event[] {
    return this.tell({ type: CommandType.DefineRouting, rules: rules.length === 0 ? "" : writeRoutingRules(rules) });
  }

  order(given: Partial<NewOrder> = {}): Event[] {
    return this.tell({ ...newOrder(`C${this.log.length}`), ...given });
  }
}

const rule = (id: string, when: RoutingWhen, to: RoutingRule["to"]): RoutingRule => ({ id, when, to });
const ALT = { venueId: 2, venue: "XALT" };
const ruleOf = (state: State, orderId: number) => ruleIdOf(state, state.orders.rowOf(orderId));
const types = (events: Event[]) => events.map(({ type }) => type);
const routedTo = (events: Event[]) => events.find((event) => event.type === EventType.OrderRouted)?.venueId;

describe("routing", () => {
  it("sends an order to its instrument's venue while no rule is met, and says nothing of it", () => {
    const core = new RoutedCore();
    expect(types(core.order())).toEqual([EventType.OrderAccepted, EventType.OrderRouted]);
    core.rules(rule("big", { qtyMin: 1_000 }, ALT));
    const events = core.order();
    expect(types(events)).toEqual([EventType.OrderAccepted, EventType.OrderRouted]);
    expect(routedTo(events)).toBe(1);
    expect([ruleOf(core.state, 2), viewOrder(core.state, 2)?.venueId]).toEqual(["", 1]);
  });

  it("lets the first rule count that is met, and the order keeps its id", () => {
    const core = new RoutedCore();
    core.rules(
      rule("bravo", { client: ["BRAVO"] }, { venueId: 3, venue: "XDRK" }),
      rule("zv", { symbol: ["ZVZZT"] }, ALT),
      rule("all", {}, { venueId: 3, venue: "XDRK" }),
    );
    expect(core.order()).toEqual([
      expect.objectContaining({ type: EventType.OrderAccepted }),
      { type: EventType.RouteDecided, orderId: 1, version: 1, ruleId: "zv", venueId: 2, desk: "" },
      { type: EventType.OrderRouted, orderId: 1, venueId: 2, requestNumber: 1 },
    ]);
    expect(routedTo(core.order({ sessionId: 2 }))).toBe(3);
    expect(routedTo(core.order({ symbol: "ZWZZT" }))).toBe(3);
    expect([1, 2, 3].map((id) => ruleOf(core.state, id))).toEqual(["zv", "bravo", "all"]);
    core.rules();
    expect(core.state.routing.version).toBe(2);
    expect(routedTo(core.order())).toBe(1);
    expect(ruleOf(core.state, 1)).toBe("zv");
  });

  it("reads ExDestination(100) among what the order carries, wherever it stands", () => {
    const core = new RoutedCore();
    core.rules(rule("named", { exDestination: ["XALT"] }, ALT));
    expect(routedTo(core.order({ carried: "100=XALT\x01" }))).toBe(2);
    expect(routedTo(core.order({ carried: "15=USD\x01100=XALT\x01528=A\x01" }))).toBe(2);
    expect(routedTo(core.order({ carried: "1100=XALT\x01" }))).toBe(1);
    expect(routedTo(core.order({ carried: "15=100=XALT\x01" }))).toBe(1);
    expect(routedTo(core.order({ carried: "100=XALTER\x01" }))).toBe(1);
  });

  it("refuses by rule, in the rule's words, and the refused order keeps the rule's id", () => {
    const core = new RoutedCore();
    core.rules(rule("no-shorts", { side: ["5"] }, { reject: "no short sales today" }));
    const events = core.order({ side: Side.SellShort });
    expect(events).toEqual([
      expect.objectContaining({
        type: EventType.OrderRejected,
        ordRejReason: OrdRejReason.BrokerOption,
        text: "routing rule no-shorts: no short sales today",
      }),
      { type: EventType.RouteDecided, orderId: 1, version: 1, ruleId: "no-shorts", venueId: 0, desk: "" },
    ]);
    expect([ruleOf(core.state, 1), viewOrder(core.state, 1)?.ordStatus]).toEqual(["no-shorts", "8"]);
  });

  it("keeps what goes to a desk here, through openings and lines that come up", () => {
    const core = new RoutedCore();
    core.tell({ type: CommandType.DefineVenue, venueId: 1, name: "OUT", ...POLICY });
    core.rules(rule("care", { qtyMin: 50 }, { desk: "cash" }));
    const events = core.order();
    expect(routedTo(events)).toBeUndefined();
    expect(events).toContainEqual(expect.objectContaining({ type: EventType.RouteDecided, desk: "cash", venueId: 0 }));
    const later = [
      ...core.tell({ type: CommandType.VenueLineUp, venueId: 1, text: "up" }),
      ...core.tell({
        type: CommandType.UpdatePhase,
        symbol: "ZVZZT",
        phase: TradingPhase.Closed,
        holdsWhenClosed: true,
      }),
      ...core.tell({ type: CommandType.UpdatePhase, symbol: "ZVZZT", phase: TradingPhase.Open, holdsWhenClosed: true }),
    ];
    expect(routedTo(later)).toBeUndefined();
    expect(viewOrder(core.state, 1)).toMatchObject({ ordStatus: "A", venueId: 0 });
  });

  it("lets an order that waited leave for the venue of its rule, even after the rules have changed", () => {
    const core = new RoutedCore();
    core.tell({ type: CommandType.DefineVenue, venueId: 2, name: "XALT", ...POLICY });
    core.rules(rule("alt", {}, ALT));
    expect(routedTo(core.order())).toBeUndefined();
    core.rules();
    const restored = new State();
    const parts: Buffer[] = [];
    const writer = new ImageWriter((bytes) => parts.push(Buffer.from(bytes)));
    transferState(core.state, writer);
    writer.flush();
    const bytes = Buffer.concat(parts);
    let at = 0;
    transferState(
      restored,
      new ImageReader((into) => {
        bytes.copy(into, 0, at, at + into.length);
        at += into.length;
      }, bytes.length),
    );
    expect(ruleOf(restored, 1)).toBe("alt");
    expect(core.tell({ type: CommandType.VenueLineUp, venueId: 2, text: "up" })).toContainEqual({
      type: EventType.OrderRouted,
      orderId: 1,
      venueId: 2,
      requestNumber: 1,
    });
  });

  it("refuses a table with a fault, and the one before stays in force", () => {
    const core = new RoutedCore();
    core.rules(rule("alt", {}, ALT));
    for (const text of ["x", "{}", '[{"id":"a"}]', '[{"id":"a","when":{"moon":[]},"to":{"desk":"d"}}]']) {
      expect(types(core.tell({ type: CommandType.DefineRouting, rules: text }))).toEqual([EventType.CommandRefused]);
    }
    expect(core.state.routing.version).toBe(1);
    expect(routedTo(core.order())).toBe(2);
  });
});

const SYMBOLS = ["ZVZZT", "ZWZZT"];
const list = (values: string[]) => fc.subarray(values, { minLength: 1 });
const bound = fc.integer({ min: 0, max: 300 });
const notional = fc.integer({ min: 0, max: 30_000 });
const whens = fc.record(
  {
    client: list(["ALPHA", "BRAVO"]),
    account: list(["ALPHA-1", "BRAVO-1", "OTHER"]),
    symbol: list(SYMBOLS),
    side: list(["1", "2", "5"]),
    ordType: list(["1", "2"]),
    timeInForce: list(["0", "1", "3"]),
    exDestination: list(["XALT", "XDRK"]),
    qtyMin: bound,
    qtyMax: bound,
    notionalMin: notional,
    notionalMax: notional,
  },
  { requiredKeys: [] },
);
const targets = fc.constantFrom<RoutingRule["to"]>(
  ALT,
  { venueId: 3, venue: "XDRK" },
  { desk: "cash" },
  { reject: "no" },
);
const asks = fc.record({
  client: fc.constantFrom("ALPHA", "BRAVO"),
  account: fc.constantFrom("", "OTHER"),
  symbol: fc.constantFrom(...SYMBOLS),
  side: fc.constantFrom("1", "2", "5"),
  ordType: fc.constantFrom("1", "2"),
  timeInForce: fc.constantFrom("0", "1", "3"),
  qty: fc.integer({ min: 1, max: 300 }).map(String),
  price: fc.integer({ min: 9_000, max: 11_000 }).map((cents) => (cents / 100).toFixed(2)),
  exDestination: fc.constantFrom("", "XALT", "XDRK", "OTHER"),
  handlInst: fc.constant("1"),
});

/** The same question, asked the plainest way: every condition by itself. */
function naively(rules: RoutingRule[], asked: AskedRoute): RoutingRule | undefined {
  const price = asked.ordType === "1" ? 100 : Number(asked.price);
  const account = asked.account || `${asked.client}-1`;
  const notional = Math.round(Number(asked.qty) * price * 100) / 100;
  const values = { ...asked, account } as Record<string, string>;
  return rules.find(({ when }) =>
    Object.entries(when).every(([name, wanted]) => {
      if (wanted === undefined) return true;
      if (Array.isArray(wanted)) return wanted.some((value) => value === values[name]);
      const amount = name.startsWith("qty") ? Number(asked.qty) : notional;
      return name.endsWith("Min") ? amount >= wanted : amount <= wanted;
    }),
  );
}

describe("any rules and any order", () => {
  it(`give what a plain look through the rules gives, and the dry run says it before (LOCKSTEP_SEED=${SEED})`, () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(whens, targets), { maxLength: 8 }),
        fc.array(asks, { minLength: 1, maxLength: 6 }),
        (rows, orders) => {
          const core = new RoutedCore();
          const rules = rows.map(([when, to], index) => rule(`r${index}`, when, to));
          core.rules(...rules);
          expect(writeRoutingRules(readRoutingRules(core.state.routing.text || "[]") as RoutingRule[])).toBe(
            core.state.routing.text || "[]",
          );
          for (const asked of orders) {
            const wanted = naively(rules, asked);
            const said = dryRunRoute(core.state, asked);
            if (typeof said === "string") throw new Error(said);
            const { mantissa, scale } = { mantissa: Math.round(Number(asked.price) * 100), scale: 2 };
            const events = core.order({
              sessionId: asked.client === "ALPHA" ? 1 : 2,
              account: asked.account,
              symbol: asked.symbol,
              side: asked.side as Side,
              ordType: asked.ordType as OrdType,
              timeInForce: asked.timeInForce as TimeInForce,
              qtyMantissa: Number(asked.qty),
              qtyScale: 0,
              priceMantissa: mantissa,
              priceScale: scale,
              carried: asked.exDestination === "" ? "" : `100=${asked.exDestination}\x01`,
            });
            const orderId = core.state.orders.count;
            expect(ruleOf(core.state, orderId)).toBe(wanted?.id ?? "");
            expect(said.ruleId).toBe(wanted?.id ?? "");
            expect(routedTo(events) ?? 0).toBe(wanted === undefined ? 1 : (wanted.to.venueId ?? 0));
            expect(said.refusal !== "").toBe(wanted?.to.reject !== undefined);
            expect(said.rules.map(({ isMet }) => isMet)).toEqual(
              rules
                .slice(0, wanted === undefined ? rules.length : rules.indexOf(wanted) + 1)
                .map((each) => each === wanted),
            );
            for (const { isMet, why } of said.rules) expect(why === "").toBe(isMet);
          }
        },
      ),
      { seed: SEED, numRuns: 150 },
    );
  });

  it("has words for every condition that is not met", () => {
    const core = new RoutedCore();
    core.rules(
      rule("a", { symbol: ["ZWZZT", "KO"] }, ALT),
      rule("b", { qtyMin: 5_000 }, ALT),
      rule("c", { notionalMax: 9_000 }, ALT),
      rule("d", { exDestination: ["XALT"] }, ALT),
      rule("e", { client: ["ALPHA"] }, { desk: "cash" }),
      rule("f", {}, ALT),
    );
    const asked = { ...{ client: "ALPHA", account: "", symbol: "ZVZZT", side: "1", ordType: "2", timeInForce: "0" } };
    const said = dryRunRoute(core.state, { ...asked, qty: "100", price: "100.5", exDestination: "", handlInst: "1" });
    expect(said).toEqual({
      version: 1,
      ruleId: "e",
      to: "desk cash",
      venueId: 0,
      refusal: "",
      rules: [
        { ruleId: "a", isMet: false, why: "symbol is ZVZZT, expected ZWZZT or KO" },
        { ruleId: "b", isMet: false, why: "qty is 100, expected 5000 or more" },
        { ruleId: "c", isMet: false, why: "notional is 10050.00, expected 9000 or less" },
        { ruleId: "d", isMet: false, why: "exDestination is absent, expected XALT" },
        { ruleId: "e", isMet: true, why: "" },
      ],
    });
    expect(dryRunRoute(core.state, { ...asked, qty: "lots", price: "", exDestination: "", handlInst: "1" })).toBe(
      'qty: found "lots", expected a decimal above 0',
    );
  });
});
