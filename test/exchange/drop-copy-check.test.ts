/**
 * Failure mode 9: a venue's drop copy against what its session told, on virtual time, from a seed (LOCKSTEP_SEED). One fill in a
 * hundred is never told by the session, or much too late; everything else is told by both, in whatever order and as late as
 * it may be, and some of it while the session is down. 100,000 fills with LOCKSTEP_FULL.
 */
import { describe, expect, it } from "vitest";
import { type Command, CommandType, EventType } from "../../src/domain/records.generated.ts";
import { ExceptionKind } from "../../src/domain/values.ts";
import { DropCopyCheck } from "../../src/exchange/drop-copy-check.ts";
import { VenueAdapter } from "../../src/exchange/venue-adapter.ts";
import { MessageView } from "../../src/fix/message-view.ts";
import type { FixSession } from "../../src/fix/session.ts";
import type { SessionStore } from "../../src/fix/session-types.ts";
import { ManualClock } from "../../src/lib/clock.ts";
import { Random } from "../../src/lib/random.ts";
import { message } from "../fix/messages.ts";
import { newOrder, TestCore } from "../support/trade-words.ts";

const SEED = Number(process.env.LOCKSTEP_SEED ?? 20_261_122);
const FILLS = process.env.LOCKSTEP_FULL ? 100_000 : 20_000;
const ORDERS = 50;
const GRACE_MS = 1_000;
const FLAGGED_WITHIN_MS = 2_000;
const TICK_MS = 20;
/** What may be late and is no break. */
const LATE_MAX_MS = 700;

type Fill = { execId: string; orderId: number; qty: number; px: number };

/** A house whose venue has a session and a drop copy, both told by hand. */
class Desk {
  readonly core = new TestCore();
  readonly clock = new ManualClock(this.core.nowNs);
  readonly opened = new Map<string, number>();
  readonly closed = new Map<string, string>();
  isVenueUp = true;
  consumed = 0;
  check: DropCopyCheck;
  readonly #view = new MessageView();
  #msgSeqNum = 0;
  #reports = 0;

  constructor() {
    for (let orderId = 1; orderId <= ORDERS; orderId++) {
      this.core.tell(newOrder(`B${orderId}`, { sessionId: 2, qtyMantissa: 1e6 }));
      this.core.accept(orderId);
    }
    this.#reports = ORDERS;
    this.check = this.start();
  }

  /** The process begins, or begins again. */
  start(): DropCopyCheck {
    const { state } = this.core;
    this.check = new DropCopyCheck({
      name: "FAR",
      venueId: 1,
      state,
      store: { consumed: (msgSeqNum: number) => (this.consumed = msgSeqNum) } as unknown as SessionStore,
      clock: this.clock,
      graceMs: GRACE_MS,
      clOrdIdPrefix: "",
      isVenueUp: () => this.isVenueUp,
      listener: new VenueAdapter(1, (command) => this.#tell(command)),
      close: (exceptionId, text) =>
        this.#tell({ type: CommandType.CloseException, exceptionId, actor: "drop copy", text }),
      note: () => {},
    });
    this.check.onLogon({ loggedOn: true, status: () => ({ gap: "" }) } as unknown as FixSession);
    return this.check;
  }

  /** The venue's session tells a fill. */
  main({ execId, orderId, qty, px }: Fill): void {
    const trade = { orderId, requestNumber: 1, exchangeExecId: execId, lastQty: qty, lastPx: px };
    this.#tell({
      type: CommandType.ExchangeFill,
      venueId: 1,
      reportSequence: ++this.#reports,
      ...trade,
    } as unknown as Command);
  }

  copy({ execId, orderId, qty, px }: Fill, more = ""): void {
    const trade = `150=F|39=1|17=${execId}|11=${orderId}-1|32=${qty}|31=${(px / 100).toFixed(2)}|`;
    const text = message("FIX.4.4", `35=8|49=V|56=US|34=${++this.#msgSeqNum}|52=20261122-10:00:00|${more}${trade}`);
    if (!this.#view.index(text, 0, text.length)) throw new Error("a garbled drop copy");
    this.check.onMessage(null as unknown as FixSession, this.#view);
  }

  run(ms: number): void {
    for (let passed = 0; passed < ms; passed += TICK_MS) {
      this.clock.advanceMs(TICK_MS);
      this.check.tick();
    }
  }

  cumQty(orderId: number): number {
    return this.core.state.orders.cumQty[this.core.state.orders.rowOf(orderId)];
  }

  get breaks(): string[] {
    return [...this.core.state.venues.exceptions.values()].map(({ text }) => text);
  }

  #tell(command: Command): true {
    for (const event of this.core.tell(command)) {
      this.check?.publish(event);
      if (event.type === EventType.ExceptionOpened) {
        expect(event.kind).toBe(ExceptionKind.DropCopyBreak);
        this.opened.set(event.text, this.clock.monotonicMs());
      }
      if (event.type === EventType.ExceptionClosed) this.closed.set(String(event.exceptionId), event.text);
    }
    return true;
  }
}

const execIdIn = (text: string) => /ExecID\(17\) (\S+)/.exec(text)?.[1] ?? "";

describe("the drop copy check", () => {
  it(`flags every fill the session keeps to itself within 2 s, and no other, seed ${SEED}, ${FILLS} fills`, () => {
    const random = new Random(SEED);
    const desk = new Desk();
    type Due = { atMs: number; isMain: boolean; fill: Fill };
    const due: Due[] = [];
    const suppressed = new Map<string, number>();
    const late = new Set<string>();
    let atMs = 0;
    for (let index = 0; index < FILLS; index++) {
      atMs += random.below(5);
      const fill = { execId: `T${index}`, orderId: 1 + random.below(ORDERS), qty: 1 + random.below(9), px: 10_000 };
      fill.px += random.below(100);
      const copyMs = atMs + random.below(LATE_MAX_MS);
      due.push({ atMs: copyMs, isMain: false, fill });
      if (!random.oneIn(100)) {
        due.push({ atMs: atMs + random.below(LATE_MAX_MS), isMain: true, fill });
        continue;
      }
      suppressed.set(fill.execId, copyMs);
      if (!random.oneIn(3)) continue;
      late.add(fill.execId);
      due.push({ atMs: copyMs + 8_000 + random.below(5_000), isMain: true, fill });
    }
    due.sort((a, b) => a.atMs - b.atMs);
    const booked = new Map<number, number>();
    const tell = (fill: Fill) => {
      desk.main(fill);
      booked.set(fill.orderId, (booked.get(fill.orderId) ?? 0) + fill.qty);
    };
    // What the session would tell while it is down it tells when it is back: no break, and the time begins anew.
    const heldBack: Fill[] = [];
    const backAt: number[] = [];
    const untilMs = atMs + 20_000;
    for (let at = 0, nowMs = 0, upAtMs = 0; nowMs < untilMs || !desk.isVenueUp; nowMs += TICK_MS) {
      if (desk.isVenueUp && nowMs < atMs && nowMs > upAtMs + 3_000 && random.oneIn(300)) {
        desk.isVenueUp = false;
        upAtMs = nowMs + 500 + random.below(4_000);
      } else if (!desk.isVenueUp && nowMs >= upAtMs) {
        for (const fill of heldBack.splice(0)) tell(fill);
        desk.isVenueUp = true;
        backAt.push(nowMs);
      }
      for (; at < due.length && due[at].atMs <= nowMs; at++) {
        const { isMain, fill } = due[at];
        if (!isMain) desk.copy(fill);
        else if (desk.isVenueUp) tell(fill);
        else heldBack.push(fill);
      }
      desk.run(TICK_MS);
    }
    const flagged = new Map([...desk.opened].map(([text, openedMs]) => [execIdIn(text), openedMs]));
    expect([...flagged.keys()].toSorted()).toEqual([...suppressed.keys()].toSorted());
    const slow = [...suppressed].filter(([execId, copyMs]) => {
      const flaggedMs = flagged.get(execId) ?? Number.POSITIVE_INFINITY;
      return flaggedMs - Math.max(copyMs, ...backAt.filter((ms) => ms < flaggedMs)) > FLAGGED_WITHIN_MS;
    });
    expect(slow).toEqual([]);
    expect(backAt.length).toBeGreaterThan(0);
    expect(desk.closed.size).toBe(late.size);
    for (const text of desk.closed.values())
      expect(text).toMatch(/^told late by the venue's session: booked \d+ @ \d+\.\d\d$/);
    expect(desk.breaks.map(execIdIn).toSorted()).toEqual(
      [...suppressed.keys()].filter((execId) => !late.has(execId)).toSorted(),
    );
    // Nothing was booked on the drop copy's word.
    for (let orderId = 1; orderId <= ORDERS; orderId++) expect(desk.cumQty(orderId)).toBe(booked.get(orderId) ?? 0);
    expect(suppressed.size).toBeGreaterThan(FILLS / 200);
    expect(late.size).toBeGreaterThan(0);
  });

  const fill = (execId: string, qty = 5): Fill => ({ execId, orderId: 1, qty, px: 10_000 });

  it("closes a break that an earlier life of the process has found, and says when the late fill is another", () => {
    const desk = new Desk();
    desk.copy(fill("T1"));
    desk.copy(fill("T (odd), 2"));
    desk.run(2 * GRACE_MS);
    expect(desk.breaks).toHaveLength(2);
    desk.start();
    desk.main(fill("T1"));
    desk.main(fill("T (odd), 2", 6));
    desk.run(2 * GRACE_MS);
    expect([...desk.closed.values()]).toEqual([
      "told late by the venue's session: booked 5 @ 100.00",
      "told late by the venue's session: booked 6 @ 100.00",
    ]);
    expect(desk.breaks).toEqual(["ExecID(17) T (odd), 2 is 5 @ 100.00 in the drop copy, and booked as 6 @ 100.00"]);
    expect(desk.cumQty(1)).toBe(11);
  });

  it("closes the break of a fill the drop copy has told late, and compares that, too", () => {
    const desk = new Desk();
    desk.main(fill("T1"));
    desk.main(fill("T2"));
    desk.run(2 * GRACE_MS);
    expect(desk.breaks).toHaveLength(2);
    desk.copy(fill("T1"));
    desk.copy(fill("T2", 4));
    desk.run(2 * GRACE_MS);
    expect([...desk.closed.values()][0]).toBe("told late by the drop copy: 5 @ 100.00");
    expect(desk.breaks).toEqual(["ExecID(17) T2 is 4 @ 100.00 in the drop copy, and booked as 5 @ 100.00"]);
  });

  it("takes a resend of a fill it has flagged for what it is: the break stays open, once", () => {
    const desk = new Desk();
    desk.copy(fill("T1"));
    desk.run(2 * GRACE_MS);
    desk.copy(fill("T1"), "43=Y|");
    desk.run(2 * GRACE_MS);
    expect([desk.breaks.length, desk.closed.size, desk.check.breaks]).toEqual([1, 0, 1]);
    expect(desk.consumed).toBe(2);
  });
});
