/** What somebody is told to look at: when, in which words, and that it goes by itself when it is answered. */
import { afterEach, describe, expect, it, vi } from "vitest";
import WebSocket from "ws";
import { alerts as alertsCommand } from "../../src/cli/alerts.ts";
import { parseConfig } from "../../src/config.ts";
import { DEMO_CONFIG } from "../../src/demo-config.ts";
import { AlertWatch } from "../../src/desk/alert-watch.ts";
import type { AlertLimits, AlertsMessage, AlertsReply } from "../../src/desk/alert-wire.ts";
import { CommandType } from "../../src/domain/records.generated.ts";
import { ExceptionKind, LogoutCause } from "../../src/domain/values.ts";
import { MarketHours } from "../../src/market-hours.ts";
import { deskCommand } from "../support/desk-words.ts";
import { FollowerFixture } from "../support/follower-fixture.ts";
import { cancel, newOrder, TestCore } from "../support/trade-words.ts";
import { TradingDay } from "../support/trading-day.ts";

const LIMITS: AlertLimits = {
  unacceptedMs: 60_000,
  unworkedMs: 300_000,
  unacknowledgedMs: 5_000,
  unansweredMs: 7_000,
  doubtMs: 10_000,
  sessionLostMs: 5_000,
  nearCloseMs: 600_000,
  limitUsePercent: 90,
};
const FOR_PEOPLE = { moreTerms: [21, "3".charCodeAt(0), 0] };

/** A core and who watches it, on a clock of the test's own. */
class Watched {
  readonly core = new TestCore();
  readonly startMs = Number(this.core.nowNs / 1_000_000n);
  trouble = "";
  closesAtMs: number | null = null;
  readonly watch = new AlertWatch(
    {
      state: this.core.state,
      appliedSequence: () => this.core.log.length,
      trouble: () => this.trouble,
      closesAtMs: (symbol) => (symbol === "ZVZZT" ? this.closesAtMs : null),
    },
    LIMITS,
  );

  constructor() {
    this.core.tell({ type: CommandType.LogOnSession, sessionId: 1, msgSeqNum: 1, peer: "10.0.0.1:1", reset: false });
  }

  /** What the watch has after so many seconds. */
  at(seconds: number): string[] {
    const events = this.core.log.flatMap((entry) => entry.events);
    const orderIds = new Set(
      events.flatMap((event) => ("orderId" in event && event.orderId > 0 ? [event.orderId] : [])),
    );
    this.watch.changed(orderIds, []);
    this.watch.look(this.startMs + seconds * 1_000);
    return this.watch.rows.map(({ kind, text }) => `${kind}: ${text}`);
  }
}

describe("the watch", () => {
  it("tells of an order its venue has swallowed within the limit, and no more once it is answered", () => {
    const { core, ...watched } = over(new Watched());
    core.tell(newOrder("A"));
    expect(watched.at(4.9)).toEqual([]);
    expect(watched.at(5.1)).toEqual(["unacknowledged: ALPHA A ZVZZT: not acknowledged by its venue"]);
    core.accept(1);
    expect(watched.at(6)).toEqual([]);
  });

  it("tells of a cancel that is not answered, and of the next one as another", () => {
    const { core, ...watched } = over(new Watched());
    core.tell(newOrder("A"));
    core.accept(1);
    core.tell(cancel("B", "A"));
    expect(watched.at(6.9)).toEqual([]);
    expect(watched.at(7.1)).toEqual(["unanswered: ALPHA A ZVZZT: its cancel is not answered by its venue"]);
    const [first] = watched.keys();
    core.venue({ type: CommandType.ExchangeRequestRejected, orderId: 1, requestNumber: 2, cxlRejReason: 0, text: "" });
    expect(watched.at(8)).toEqual([]);
    core.tell(cancel("C", "A"));
    expect(watched.at(16)).toHaveLength(1);
    expect(watched.keys()[0]).not.toBe(first);
  });

  it("follows a care order from its arrival: not accepted, not worked, worked", () => {
    const { core, ...watched } = over(new Watched());
    core.tell(newOrder("A", FOR_PEOPLE));
    expect(watched.at(0)).toEqual(["care: ALPHA A ZVZZT: a care order that waits to be accepted"]);
    expect(watched.at(61)).toEqual(["unaccepted: ALPHA A ZVZZT: nobody has accepted it for 1 min"]);
    core.tell(deskCommand("accept 1", "a"));
    expect(watched.at(62)).toEqual([]);
    expect(watched.at(301)).toEqual(["unworked: ALPHA A ZVZZT: accepted, and nothing of it works"]);
    core.tell(deskCommand("slice 1 100 @ 99.00", "b"));
    core.accept(2);
    expect(watched.at(302)).toEqual([]);
  });

  it("tells of a session that is gone with open orders, and of none without", () => {
    const { core, ...watched } = over(new Watched());
    core.tell(newOrder("A"));
    core.accept(1);
    expect(watched.at(1)).toEqual([]);
    const reason = "no Heartbeat(0) for 36 s";
    core.tell({ type: CommandType.LogOutSession, sessionId: 1, msgSeqNum: 0, reason, cause: LogoutCause.Line });
    expect(watched.at(2)).toEqual([]);
    expect(watched.at(8)).toEqual([`session: ALPHA is logged out with 1 open order: ${reason}`]);
    core.venue({ type: CommandType.ExchangeCanceled, orderId: 1, requestNumber: 1, solicited: false, text: "" });
    expect(watched.at(11)).toEqual([]);
  });

  it("tells of open orders before their market closes, of exceptions and of trouble", () => {
    const watched = new Watched();
    const { core } = watched;
    core.tell(newOrder("A"));
    core.tell(newOrder("B"));
    core.accept(1);
    core.accept(2);
    watched.closesAtMs = watched.startMs + 3_600_000;
    expect(watched.at(10)).toEqual([]);
    const at = new Date(watched.closesAtMs).toISOString().slice(11, 16);
    expect(watched.at(3_001)).toEqual([`nearClose: ZVZZT closes at ${at} UTC with 2 open orders`]);
    watched.closesAtMs = null;
    const kind = ExceptionKind.DropCopyBreak;
    const exception = { venueId: 1, reportSequence: 0, orderId: 0, requestNumber: 0, kind, text: "a fill nobody has" };
    core.tell({ type: CommandType.RaiseVenueException, ...exception });
    watched.trouble = "the disk is full";
    expect(watched.at(3_002)).toEqual(["exception: a fill nobody has", "trouble: the disk is full"]);
    core.tell({ type: CommandType.CloseException, exceptionId: 1, actor: "Ann", text: "booked" });
    watched.trouble = "";
    expect(watched.at(3_003)).toEqual([]);
  });

  it("tells as news what a refusal says and how much of a limit an order takes", () => {
    const { core, watch } = new Watched();
    core.tell(newOrder("A", { qtyMantissa: 40_000 }));
    core.tell(newOrder("B", { qtyMantissa: 48_000 }));
    watch.changed(new Set([1, 2]), []);
    expect(watch.takeNews().map(({ text }) => text)).toEqual([
      "ALPHA B ZVZZT: 96 % of the maximum order notional 5000000",
    ]);
    expect(watch.takeNews()).toEqual([]);
    expect(watch.recent).toHaveLength(1);
  });

  it("tells of fifty of a kind, and of the others as a number", () => {
    const { core, ...watched } = over(new Watched());
    for (let order = 1; order <= 60; order++) core.tell(newOrder(`A${order}`));
    const rows = watched.at(6);
    expect(rows).toHaveLength(51);
    expect(rows.at(-1)).toBe("unacknowledged: and 10 more like these");
  });

  it("tells of fifty orders in doubt, and of the others as a number", () => {
    const { core, ...watched } = over(new Watched());
    const venue = { venueId: 1, name: "XSIM", holdsWhenDown: false, repeatsUnknown: false, cancelsAliens: false };
    core.tell({ type: CommandType.DefineVenue, ...venue, ordTypes: "", timesInForce: "" });
    core.tell({ type: CommandType.VenueLineUp, venueId: 1, text: "logged on" });
    for (let order = 1; order <= 60; order++) core.tell(newOrder(`A${order}`));
    core.tell({ type: CommandType.VenueLineDown, venueId: 1, text: "cut" });
    watched.at(1);
    const doubts = watched.at(12).filter((row) => row.startsWith("doubt"));
    expect(doubts).toHaveLength(51);
    expect(doubts[0]).toContain("ALPHA A1 ZVZZT: in doubt");
    expect(doubts.at(-1)).toBe("doubt: and 10 more like these");
  });

  it("finds after a restart what waited before it", () => {
    const first = new Watched();
    first.core.tell(newOrder("A"));
    const source = { state: first.core.state, appliedSequence: () => 1, trouble: () => "", closesAtMs: () => null };
    const again = new AlertWatch(source, LIMITS);
    again.look(first.startMs + 5_100);
    expect(again.rows.map(({ key }) => key)).toEqual(["unacknowledged 1 0"]);
  });
});

function over(watched: Watched) {
  return {
    core: watched.core,
    at: (seconds: number) => watched.at(seconds),
    keys: () => watched.watch.rows.map(({ key }) => key),
  };
}

describe("the configuration", () => {
  it("says after how long somebody is told; an unknown key or a value out of bounds names its line", () => {
    const text = (alerts: string) => `${DEMO_CONFIG}\nalerts: ${alerts}\n`;
    expect(parseConfig(text("{ unacknowledgedSeconds: 2, nearCloseMinutes: 0 }"), "x").alerts).toEqual({
      ...LIMITS,
      unacknowledgedMs: 2_000,
      unansweredMs: 5_000,
      nearCloseMs: 0,
    });
    expect(() => parseConfig(text("{ unackedSeconds: 2 }"), "x")).toThrow(/alerts\/unackedSeconds: unknown key/);
    expect(() => parseConfig(text("{ doubtSeconds: -1 }"), "x")).toThrow(/alerts\/doubtSeconds: found -1/);
  });

  it("knows from the calendars when a market closes", () => {
    const text = `insecureLogon: true
sessions: [{ compId: A, beginString: FIX.4.4 }]
venue: { calendars: [{ name: LON, timeZone: Europe/London, phases: { continuous: "08:00", closingAuction: "16:30", closed: "16:35" } }] }
instruments: [{ symbol: LATE, referencePrice: "1.00", calendar: LON }, { symbol: ZVZZT, referencePrice: "1.00" }]`;
    const { trading } = parseConfig(text, "x");
    const hours = new MarketHours(trading);
    const close = Date.parse("2026-11-23T16:35:00Z");
    expect(hours.closesAtMs("LATE", Date.parse("2026-11-23T16:20:00Z"))).toBe(close);
    expect(hours.closesAtMs("LATE", Date.parse("2026-11-23T16:31:00Z"))).toBe(close);
    expect(hours.closesAtMs("LATE", close)).toBe(null);
    expect(hours.closesAtMs("ZVZZT", close)).toBe(null);
  });
});

describe("the desk", () => {
  let fixture: FollowerFixture | null = null;
  afterEach(async () => {
    await fixture?.close();
    fixture = null;
  });

  it("tells viewers, programs and the command line the same, and takes it back when the venue answers", async () => {
    fixture = new FollowerFixture();
    fixture.alerts = { ...fixture.alerts, unacknowledgedMs: 1 };
    const { journal } = fixture;
    const day = new TradingDay(journal, 3);
    day.begin();
    await fixture.start();
    const told: AlertsMessage[] = [];
    const socket = new WebSocket(`${fixture.address.replace("http", "ws")}/ws`, { origin: fixture.address });
    socket.on("message", (bytes) => {
      const message = JSON.parse(String(bytes)) as AlertsMessage;
      if (message.kind === "alerts") told.push(message);
    });
    await vi.waitFor(() => expect(told).toHaveLength(1), 20_000);
    let orderId = day.newOrder();
    while (journal.state.orders.requestNumber[orderId] === 0) orderId = day.newOrder();
    journal.commit();
    const key = `unacknowledged ${orderId} 0`;
    await vi.waitFor(() => expect(told.at(-1)!.rows.map((row) => row.key)).toContain(key), 20_000);
    const reply = (await (await fetch(`${fixture.address}/api/alerts`)).json()) as AlertsReply;
    expect(reply.rows.find((row) => row.key === key)).toMatchObject({ kind: "unacknowledged", orderId });
    expect(await printed(["--http", new URL(fixture.address).host])).toMatchObject({
      code: 2,
      text: expect.stringContaining(`not acknowledged by its venue (order ${orderId})`),
    });
    const report = { venueId: 1, reportSequence: 1, orderId, requestNumber: 1, exchangeOrderId: "V1" };
    journal.submit({ type: CommandType.ExchangeAccepted, ...report });
    journal.commit();
    await vi.waitFor(() => expect(told.at(-1)!.rows.map((row) => row.key)).not.toContain(key), 20_000);
    const { code, text } = await printed(["--json", "--http", new URL(fixture.address).host]);
    expect(JSON.parse(text).rows.map((row: { key: string }) => row.key)).not.toContain(key);
    expect(code === 0).toBe(JSON.parse(text).rows.length === 0);
    socket.close();
  }, 60_000);
});

async function printed(args: string[]): Promise<{ code: number; text: string }> {
  let text = "";
  const write = vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  const code = await alertsCommand(args).finally(() => write.mockRestore());
  return { code, text };
}
