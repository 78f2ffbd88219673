import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evolve } from "../../src/core/core.ts";
import { actionFault } from "../../src/core/desk-checks.ts";
import { placeOf } from "../../src/core/fill-table.ts";
import { Flag, Pending, Stage } from "../../src/core/order-table.ts";
import { State } from "../../src/core/state.ts";
import { type Command, CommandType, type Event, EventType } from "../../src/domain/records.generated.ts";
import { LogoutCause, Side } from "../../src/domain/values.ts";
import { stateHash } from "../../src/state-hash.ts";
import { deskCommand } from "../support/desk-words.ts";
import { cancel, names, newOrder, replace, TestCore } from "../support/trade-words.ts";

const FOR_PEOPLE = { moreTerms: [21, "3".charCodeAt(0), 0] };
let actions = 0;
const desk = (core: TestCore, words: string) => core.tell(deskCommand(words, `a${++actions}`));
const outcome = (events: Event[]) => {
  const last = events.at(-1);
  return last?.type === EventType.DeskActionRefused ? last.reason : "done";
};

const step = fc.record({
  kind: fc.constantFrom(
    ..."new accept slice slice slice slice manual venue venue venue fill fill fill fill end replaced refused bust correct cancel replace replace deskCancel deskReplace lock day restate".split(
      " ",
    ),
  ),
  pick: fc.nat(60),
  qty: fc.integer({ min: 1, max: 400 }),
  price: fc.integer({ min: 9_900, max: 10_020 }),
  flag: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function play(core: TestCore, { kind, pick, qty, price, flag }: Step, count: number): Event[] {
  const { orders, requests, clOrdIds } = core.state;
  const parents: number[] = [];
  const children: number[] = [];
  for (let id = 1; id <= orders.count; id++) {
    const row = orders.rowOf(id);
    if (row === 0) continue;
    if ((orders.flags[row] & Flag.Care) !== 0) parents.push(id);
    if ((orders.flags[row] & Flag.Child) !== 0) children.push(id);
  }
  const parent = parents[pick % Math.min(3, Math.max(1, parents.length))] ?? 1;
  const child = children[pick % Math.max(1, children.length)] ?? 1;
  const px = (price / 100).toFixed(2);
  const parentRow = orders.rowOf(parent);
  const row = orders.rowOf(child);
  const inForce = parentRow === 0 ? "" : clOrdIds.textOf(orders.clOrdIdEntry[parentRow]);
  const slot = orders.requestHead[row] ?? 0;
  const requestNumber = slot === 0 ? orders.requestNumber[row] : requests.requestNumber[slot];
  const asked = { orderId: child, requestNumber };
  switch (kind) {
    case "new":
      return core.tell(
        newOrder(`C${count}`, { ...FOR_PEOPLE, qtyMantissa: 500 + qty, side: flag ? Side.Buy : Side.Sell }),
      );
    case "accept":
      return desk(core, `accept ${parent}`);
    case "slice":
      return desk(core, `slice ${parent} ${qty} @ ${px}`);
    case "manual":
      return desk(core, `fill ${parent} ${qty} @ ${px}`);
    case "venue":
      return core.accept(child);
    case "fill":
      return core.fill(child, Math.min(qty, Math.max(1, orders.leavesQty(row))), price);
    case "end":
      return core.venue({ type: CommandType.ExchangeCanceled, ...asked, solicited: slot !== 0, text: "" });
    case "replaced":
      return core.venue({
        type: CommandType.ExchangeReplaced,
        ...asked,
        orderQty: (flag ? requests.orderQty[slot] : qty * 3) as never,
        price: price as never,
      });
    case "restate":
      return core.venue({
        type: CommandType.ExchangeRestated,
        ...asked,
        orderQty: (qty * 4) as never,
        price: price as never,
        reason: 255,
        text: "",
      });
    case "refused":
      return core.venue({ type: CommandType.ExchangeRequestRejected, ...asked, cxlRejReason: pick % 3, text: "" });
    case "bust":
      return core.bust(child, tradeOf(core, child, pick), flag ? -1 : orders.leavesQty(row) + qty);
    case "correct":
      return core.correct(child, tradeOf(core, child, pick), qty, price);
    case "cancel":
      // Not too often: what has ended shows nothing more.
      if (pick % 3 > 0) return [];
      return core.tell(cancel(`C${count}`, inForce, { side: String.fromCharCode(orders.side[parentRow]) as Side }));
    case "replace": {
      const side = String.fromCharCode(orders.side[parentRow]) as Side;
      return core.tell(
        replace(`C${count}`, inForce, { side, qtyMantissa: qty * 10, priceMantissa: flag ? 10_000 : price }),
      );
    }
    case "deskCancel":
      return desk(core, `cancel ${pick % 7 === 0 ? parent : child}`);
    case "deskReplace":
      return desk(core, `replace ${child} ${qty} @ ${px}`);
    case "lock":
      return desk(core, `${flag ? "lock" : "release"} ${parent} by ${pick % 3 === 0 ? "Ben" : "Anna"}`);
    default:
      return pick % 8 === 0
        ? core.tell({ type: CommandType.OpenTradingDay, tradingDay: core.state.tradingDay + 1 })
        : [];
  }
}

function tradeOf(core: TestCore, orderId: number, pick: number): string {
  const ids: string[] = [];
  for (const { events } of core.log) {
    for (const event of events) {
      if (event.type === EventType.OrderFilled && event.orderId === orderId) ids.push(event.exchangeExecId);
    }
  }
  return ids[pick % Math.max(1, ids.length)] ?? "none";
}

/** Every whole as a ledger of its parts' trades, read from the events again and again, the slow way. */
function judge(core: TestCore): void {
  const parentOf = new Map<number, number>();
  const told = new Map<number, Map<string, { qty: number; px: number }>>();
  const trades = (orderId: number) => {
    if (!told.has(orderId)) told.set(orderId, new Map());
    return told.get(orderId)!;
  };
  const stands = new Map<string, string>();
  for (const { events } of core.log) {
    for (const event of events) {
      if (event.type === EventType.OrderSliced) parentOf.set(event.orderId, event.parentId);
      if (event.type === EventType.OrderFilled) {
        trades(event.orderId).set(event.exchangeExecId, { qty: event.lastQty, px: event.lastPx });
      }
      if (event.type === EventType.FillBusted || event.type === EventType.FillCorrected) {
        let id = event.exchangeExecRefId;
        while (stands.has(id)) id = stands.get(id)!;
        trades(event.orderId).delete(id);
        stands.set(id, event.exchangeExecId);
        const qty = event.type === EventType.FillBusted ? 0 : event.lastQty;
        trades(event.orderId).set(event.exchangeExecId, { qty, px: event.lastPx });
      }
    }
  }
  const { orders, requests } = core.state;
  for (let id = 1; id <= orders.count; id++) {
    const row = orders.rowOf(id);
    if (row === 0 || (orders.flags[row] & Flag.Care) === 0) continue;
    const parts = [...parentOf].filter(([, parent]) => parent === id).map(([child]) => child);
    const manual = [...trades(id)].filter(([execId]) => execId.startsWith("manual:")).map(([, trade]) => trade);
    const all = [...parts.flatMap((child) => [...trades(child).values()]), ...manual];
    const cumQty = all.reduce((sum, { qty }) => sum + qty, 0);
    const notional = all.reduce((sum, { qty, px }) => sum + qty * px, 0);
    const isOver = orders.stage[row] > Stage.Open;
    // What trades after the end of the whole is told to people, not to its client.
    const isSettled = core.state.venues.exceptions.size === 0 || !isOver;
    if (isSettled)
      expect({ id, cumQty: orders.cumQty[row], notional: orders.notional[row] }).toEqual({ id, cumQty, notional });
    let working = 0;
    for (const child of parts) {
      const at = orders.rowOf(child);
      if (at === 0 || orders.stage[at] > Stage.Open) continue;
      let most = orders.orderQty[at];
      for (let slot = orders.requestHead[at]; slot !== 0; slot = requests.next[slot]) {
        if (requests.kind[slot] === Pending.Replace) most = Math.max(most, requests.orderQty[slot]);
      }
      working += most - orders.cumQty[at];
      if (isOver && orders.isOpen(at)) expect([id, child, orders.pending[at]]).toEqual([id, child, Pending.Cancel]);
    }
    if (!isOver) expect(orders.cumQty[row] + working).toBeLessThanOrEqual(orders.orderQty[row]);
  }
}

describe("orders that people work", () => {
  it("are never given out twice, and are exactly what their parts are, whatever anybody does", () => {
    const seed = Number(process.env.LOCKSTEP_SEED ?? Date.now() % 1_000_000);
    const runs = Number(process.env.LOCKSTEP_RUNS ?? 60);
    // What happened to wholes: a run in which nothing does proves nothing.
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(fc.array(step, { minLength: 40, maxLength: 160 }), (steps) => {
        const core = new TestCore();
        core.tell(newOrder("C-first", { ...FOR_PEOPLE, qtyMantissa: 10_000 }));
        desk(core, "accept 1");
        for (const [index, given] of steps.entries()) {
          const events = play(core, given, index);
          if (events.some(({ type }) => type === EventType.CommandFailed))
            throw new Error(JSON.stringify(events.map((e) => ("text" in e ? e.text : ""))));
          judge(core);
        }
        const { orders } = core.state;
        for (const { events } of core.log) {
          for (const event of events) {
            if (!("orderId" in event) || !core.state.care.work.has(event.orderId)) continue;
            const isPart = (orders.flags[orders.rowOf(event.orderId)] & Flag.Child) !== 0;
            const name = `${isPart ? "part" : "whole"} ${names([event])[0]}`;
            seen.set(name, (seen.get(name) ?? 0) + 1);
          }
        }
        const again = new State();
        let sequence = 0;
        let nowNs = 1_700_000_000_000_000_000n;
        for (const { events } of core.log) {
          sequence++;
          nowNs += 1_000n;
          for (const [at, event] of events.entries()) evolve(again, event, nowNs, placeOf(sequence, at));
        }
        expect(stateHash(again)).toBe(stateHash(core.state));
      }),
      { seed, numRuns: runs },
    );
    if (process.env.LOCKSTEP_TALLY) console.log([...seen].sort());
    for (const what of ["OrderFilled", "FillBusted", "FillCorrected", "OrderReplaced", "OrderCanceled"]) {
      expect([what, seen.get(`whole ${what}`) ?? 0]).not.toEqual([what, 0]);
    }
  }, 60_000);

  it("are not over at the desk while they leave for a venue: a part that goes out in the same frame is canceled there", () => {
    const core = new TestCore();
    const line = { venueId: 1, name: "XSIM", holdsWhenDown: true, repeatsUnknown: true, cancelsAliens: false };
    core.tell({ type: CommandType.DefineVenue, ...line, ordTypes: "", timesInForce: "" });
    core.tell({ type: CommandType.VenueLineUp, venueId: 1, text: "" });
    core.tell(newOrder("C1", { ...FOR_PEOPLE, qtyMantissa: 400 }));
    desk(core, "accept 1");
    desk(core, "slice 1 200 @ 100.00");
    core.accept(2);
    // Its client wants less for it: the part is called back, and the next one is beyond what was asked when the line is up.
    core.tell(replace("C2", "C1", { qtyMantissa: 400, priceMantissa: 9_900 }));
    core.tell({ type: CommandType.VenueLineDown, venueId: 1, text: "cut" });
    desk(core, "slice 1 100 @ 100.00");
    const events = core.tell({ type: CommandType.VenueLineUp, venueId: 1, text: "" });
    expect(events.filter((event) => "orderId" in event && event.orderId === 3)).toMatchObject([
      { type: EventType.OrderRouted, venueId: 1, requestNumber: 1 },
      { type: EventType.HouseCancelRequested, requestNumber: 2 },
      { type: EventType.OrderRouted, venueId: 1, requestNumber: 2 },
    ]);
  });

  it("refuse an action on what the user no longer sees, and say how it stands now", () => {
    const core = new TestCore();
    core.tell(newOrder("A", { ...FOR_PEOPLE, qtyMantissa: 1_000 }));
    const seenNs = core.state.orders.updatedNs[1];
    desk(core, "accept 1 by Ben");
    const late: Command = {
      type: CommandType.DeskCancel,
      actionId: "late",
      user: "Anna",
      orderId: 1,
      seenNs,
      text: "",
    };
    expect(outcome(core.tell(late))).toBe(
      "the order changed meanwhile: it is new, 0 of 1000 filled @ 100.00, with Ben; the last to act was Ben",
    );
  });

  it("go to another trader with one action, locks and all", () => {
    const core = new TestCore();
    for (const id of ["A", "B", "C"]) core.tell(newOrder(id, FOR_PEOPLE));
    for (const words of ["accept 1", "accept 2", "lock 2", "accept 3 by Ben"]) desk(core, words);
    const events = core.tell({ type: CommandType.HandOver, actionId: "h", user: "Anna", from: "Anna", to: "Carl" });
    expect(names(events)).toEqual(["OwnerChanged", "OwnerChanged", "OrderLocked", "DeskActionDone"]);
    expect([1, 2, 3].map((id) => core.state.care.work.get(id)?.owner)).toEqual(["Carl", "Carl", "Ben"]);
    expect(actionFault(core.state, "slice", 2, "Anna")).toBe("Carl has locked the order");
    expect(actionFault(core.state, "slice", 2, "Carl")).toBe("");
  });

  it("are canceled many at once, and only those that can be", () => {
    const core = new TestCore();
    for (const id of ["A", "B", "C"]) core.tell(newOrder(id, FOR_PEOPLE));
    desk(core, "lock 2 by Ben");
    const events = core.tell({
      type: CommandType.DeskCancelAll,
      actionId: "x",
      user: "Anna",
      orderIds: [1, 2, 3, 9],
      text: "",
    });
    expect(events.find((event) => "outcome" in event)).toMatchObject({
      type: EventType.DeskActionDone,
      outcome: "2 of 4 orders are being canceled",
    });
    expect([1, 2, 3].map((row) => core.state.orders.stage[row])).toEqual([
      Stage.Canceled,
      Stage.PendingNew,
      Stage.Canceled,
    ]);
  });

  it("need a note before they are given out, or accepted, where somebody has said so, and the strictest rule counts", () => {
    const core = new TestCore();
    for (const [index, id] of ["A", "B"].entries()) core.tell(newOrder(id, { ...FOR_PEOPLE, sessionId: index + 1 }));
    const [routed] = core.tell(newOrder("C", { sessionId: 2 }));
    expect(routed.type).toBe(EventType.OrderAccepted);
    const lacks = (whose: string, what: string) =>
      `write a note first: ${whose} need one before they are ${what} (Olga set this)`;
    expect(outcome(desk(core, "notes ALPHA work by Olga"))).toBe("done");
    expect(outcome(desk(core, "accept 1"))).toBe("done");
    expect(outcome(desk(core, "slice 1 10 @ 99.00"))).toBe(lacks("ALPHA's orders", "given out or filled by hand"));
    expect(outcome(desk(core, "fill 1 10 @ 99.00"))).toBe(lacks("ALPHA's orders", "given out or filled by hand"));
    expect(actionFault(core.state, "slice", 1, "Anna")).toContain("write a note first");
    expect(outcome(desk(core, "notes all accept by Olga"))).toBe("done");
    expect(outcome(desk(core, "accept 2"))).toBe(lacks("orders", "accepted"));
    expect(outcome(desk(core, "reject 2: no"))).toBe("done");
    expect(outcome(desk(core, "note 1: the client wants it slow"))).toBe("done");
    expect(outcome(desk(core, "slice 1 10 @ 99.00"))).toBe("done");
    expect(core.state.noteRules.all()).toHaveLength(2);
    expect(outcome(desk(core, "notes all accept by Olga"))).toBe("that is so already");
    expect(outcome(desk(core, "notes NOBODY work"))).toBe("there is no client NOBODY");
    expect(outcome(desk(core, "notes all nothing by Olga"))).toBe("done");
    core.tell(newOrder("D", { ...FOR_PEOPLE, sessionId: 2 }));
    expect(outcome(desk(core, "accept 5"))).toBe("done");
    expect(outcome(desk(core, "slice 5 10 @ 99.00"))).toBe("done");
  });

  it("may be a trader's own: entered for an account, at its venue at once, changed and canceled by the desk", () => {
    const core = new TestCore();
    const command = deskCommand("enter 100 @ 10.00", "n") as Extract<
      Command,
      { type: typeof CommandType.DeskNewOrder }
    >;
    const events = core.tell({ ...command, symbol: "ZVZZT", priceMantissa: 10_000 });
    expect(names(events)).toEqual(["OrderAccepted", "OrderRouted", "DeskActionDone"]);
    core.accept(1);
    expect(names(desk(core, "replace 1 50 @ 99.00"))).toEqual(["ReplaceRequested", "OrderRouted", "DeskActionDone"]);
    expect(outcome(core.tell({ ...command, symbol: "NONE" }))).toMatch(/^unknown|NONE/);
    expect(core.state.orders.count).toBe(1);
  });

  it("may be a client's, given by telephone: within that client's limits, and not hanging on its line", () => {
    const core = new TestCore();
    const define = { type: CommandType.DefineCancelOnDisconnect, sessionKey: "FIX.4.4:ALPHA" } as const;
    core.tell({ ...define, cancelOn: 1 << LogoutCause.Line, graceMs: 0, keepGtc: false });
    core.tell({ type: CommandType.LogOnSession, sessionId: 1, msgSeqNum: 0, peer: "p", reset: false });
    const enter = (words: string) => {
      const command = deskCommand(words, words) as Extract<Command, { type: typeof CommandType.DeskNewOrder }>;
      return core.tell({ ...command, symbol: "ZVZZT", priceMantissa: 10_000 });
    };
    expect(names(enter("enter 100 @ 100.00 for ALPHA as X"))).toEqual([
      "OrderAccepted",
      "OrderTelephoned",
      "OrderRouted",
      "DeskActionDone",
    ]);
    expect(outcome(enter("enter 100001 @ 100.00 for ALPHA"))).toMatch(/maximum order quantity 100000 of ALPHA/);
    expect(outcome(enter("enter 100 @ 100.00 for ALPHA as X"))).toBe("ClOrdID(11) X of ALPHA is order 1 already");
    core.accept(1);
    core.tell(newOrder("Y"));
    core.accept(2);
    const lost = { sessionId: 1, msgSeqNum: 0, reason: "the line was lost", cause: LogoutCause.Line };
    const events = core.tell({ type: CommandType.LogOutSession, ...lost });
    const canceled = events.filter((event) => event.type === EventType.HouseCancelRequested);
    expect(canceled.map(({ orderId }) => orderId)).toEqual([2]);
  });
});
