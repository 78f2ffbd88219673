/** What an action would come to before it is sent: asked over HTTP of a follower, on a market that the journal tells of. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LimitKind } from "../../src/core/limits-table.ts";
import { commandOf } from "../../src/desk/action-adapter.ts";
import type { ActionReply } from "../../src/desk/action-wire.ts";
import type { CommandReply, Preview } from "../../src/desk/preview-wire.ts";
import { NO_PRICE, type Ticks } from "../../src/domain/price.ts";
import { CommandType } from "../../src/domain/records.generated.ts";
import { TradingPhase } from "../../src/domain/values.ts";
import { FollowerFixture } from "../support/follower-fixture.ts";
import { TradingDay } from "../support/trading-day.ts";

const TICKET = { action: "new", user: "Anna", side: "2", symbol: "acme", account: "HOUSE" };

describe("before it is sent", () => {
  const fixture = new FollowerFixture(BigInt(Date.now()) * 1_000_000n - 5_000_000_000n);
  const { journal } = fixture;

  beforeAll(async () => {
    new TradingDay(journal, 1).begin();
    market("ACME", 100_48, 100_52, 100_50);
    for (const [limitKind, value] of [
      [LimitKind.MaxOrderQty, 50_000],
      [LimitKind.PriceCollarBps, 2_000],
    ])
      journal.submit({ type: CommandType.SetLimit, sessionKey: "", symbol: "ACME", limitKind, value });
    journal.commit();
    // The order path's part: what people do is judged and journaled, at the time it is done.
    fixture.onMessage = (message) => {
      if (message.kind !== "action") return;
      journal.timeNs = BigInt(Date.now()) * 1_000_000n;
      journal.submit(commandOf(message.action, journal.timeNs));
      journal.commit();
    };
    await fixture.start();
  });
  afterAll(() => fixture.close());

  function market(symbol: string, bidPx: number, askPx: number, lastPx: number): void {
    const prices = { bidPx: bidPx as Ticks, askPx: askPx as Ticks, lastPx: lastPx as Ticks };
    journal.submit({ type: CommandType.UpdateMarket, symbol, ...prices });
  }
  async function get<Reply>(path: string, query: Record<string, string>): Promise<Reply> {
    const reply = await fetch(`${fixture.address}${path}?${new URLSearchParams(query)}`);
    expect(reply.status).toBe(200);
    return (await reply.json()) as Reply;
  }
  const preview = (query: Record<string, string>) => get<Preview>("/api/preview", { ...TICKET, ...query });
  const command = (text: string, query: Record<string, string> = {}) =>
    get<CommandReply>("/api/command", { text, user: "Anna", account: "HOUSE", ...query });
  async function act(body: object): Promise<ActionReply> {
    const headers = { "content-type": "application/json" };
    const sent = { method: "POST", headers, body: JSON.stringify({ user: "Anna", ...body }) };
    return (await (await fetch(`${fixture.address}/api/actions`, sent)).json()) as ActionReply;
  }
  const warnings = ({ warnings }: Preview) => warnings.map(({ kind, text }) => `${kind}: ${text}`);

  it("an order is told in words, with its notional, the reference price, where it goes and what it uses of limits", async () => {
    const found = await preview({ qty: "10k", price: "100.52", ordType: "2" });
    expect(found).toMatchObject({
      words: "Sell 10,000 ACME, limit 100.52, day, for HOUSE",
      faults: [],
      warnings: [],
      qty: "10000",
      notional: "1,005,200.00 EUR",
      instrument: { symbol: "ACME", tickTable: [0, 1], lot: "1" },
      market: { bid: "100.48", offer: "100.52", last: "100.50", close: "100.50" },
      reference: { price: "100.50", source: "last trade", awayPercent: 0.0199 },
      route: { to: "venue 1", rule: "" },
      limits: [
        { name: "order quantity", limit: "50,000", usedPercent: 20 },
        { name: "price collar", limit: "±20 %", usedPercent: 0.1 },
      ],
      request: {
        ...{ action: "new", user: "Anna", side: "2", qty: "10000", symbol: "ACME", ordType: "2", price: "100.52" },
        ...{ timeInForce: "0", account: "HOUSE" },
      },
    });
    expect(found.reference?.ageMs).toBeGreaterThanOrEqual(4_000);
    expect(found.market?.quoteAgeMs).toBe(found.reference?.ageMs);
  });

  it("the reference is the close where nothing has traded, and the middle where there are only bid and offer", async () => {
    expect((await preview({ symbol: "NOVA", qty: "1", price: "25" })).reference).toEqual({
      ...{ price: "24.815", source: "close", ageMs: null, awayPercent: 0.7455 },
    });
    market("VEGA", 18_340, 18_355, NO_PRICE);
    journal.commit();
    await fixture.caughtUp();
    const { reference } = await preview({ symbol: "VEGA", qty: "1", price: "1834.0" });
    expect(reference).toMatchObject({ price: "1,834.75", source: "mid", awayPercent: -0.0409 });
  });

  it.each([
    [{ qty: "ten", price: "100.50" }, "qty", /"ten" is no quantity; expected a number like/],
    [{ qty: "10k", price: "abc" }, "price", /"abc" is no price/],
    [{ qty: "10k", price: "100.505" }, "price", /not a multiple of the tick 0\.01; 100\.50 and 100\.51 are/],
    [{ symbol: "ORION", qty: "150", price: "412" }, "qty", /multiple of the lot size 100 .*; 100 and 200 are/],
    [{ symbol: "NOSUCH", qty: "1", price: "1" }, "symbol", /NOSUCH is not traded here/],
    [{ qty: "60k", price: "100.50" }, "qty", /10000 above the maximum order quantity 50000 of ACME/],
    [{ qty: "1", price: "50" }, "price", /outside the collar 80\.40 to 120\.60/],
    [{ qty: "1", price: "100.50", timeInForce: "9" }, "timeInForce", /TimeInForce\(59\) 9/],
  ])("%o is refused beside the field it is about", async (query, field, text) => {
    const { faults, request } = await preview({ ordType: "2", ...query });
    expect(faults).toEqual([{ field, text: expect.stringMatching(text) as string, isMissing: false }]);
    expect(request).toBeNull();
  });

  it("an order that a client gave by telephone names whom is told; a client that is not there is said beside its field", async () => {
    const order = { qty: "10", price: "100.52", ordType: "2" };
    expect(await preview({ ...order, client: "ALPINE" })).toMatchObject({
      words: "Sell 10 ACME, limit 100.52, day, for HOUSE; ALPINE is told",
      request: { client: "ALPINE" },
    });
    const limit = { sessionKey: "FIX.4.4:ALPINE", symbol: "", limitKind: LimitKind.MaxOrderQty, value: 12 };
    journal.submit({ type: CommandType.SetLimit, ...limit });
    journal.commit();
    await fixture.caughtUp();
    expect(warnings(await preview({ ...order, client: "ALPINE" }))).toEqual([
      "limit: it uses 83 % of the most an order quantity may be, 12",
    ]);
    expect(warnings(await preview(order))).toEqual([]);
    expect((await preview({ ...order, client: "NOBODY" })).faults).toEqual([
      { field: "client", text: "there is no session NOBODY", isMissing: false },
    ]);
  });

  it("what is not there yet is missing, not wrong", async () => {
    const { faults, words } = await get<Preview>("/api/preview", { action: "new", ordType: "2" });
    expect(faults.map(({ field, isMissing }) => [field, isMissing])).toEqual(
      ["user", "side", "symbol", "account", "qty", "price"].map((field) => [field, true]),
    );
    expect(words).toBe("… … …, limit …, day");
  });

  it.each([
    [{ side: "1", qty: "100", price: "104" }, ["away: the price is 3.5 % above the last trade 100.50", "spread: "]],
    [{ side: "1", qty: "100", price: "100.52" }, ["spread: it crosses the spread: the offer is 100.52"]],
    [{ qty: "100", price: "100.48" }, ["spread: it crosses the spread: the bid is 100.48"]],
    [{ qty: "100", price: "100.49", timeInForce: "3" }, ["spread: it does not reach the bid 100.48"]],
    [{ qty: "45k", price: "100.52" }, ["limit: it uses 90 % of the most an order quantity may be, 50,000"]],
    [{ symbol: "NOVA", qty: "1", ordType: "1" }, ["spread: no bid is known"]],
  ])("%o is warned of", async (query, expected) => {
    const found = await preview({ ordType: "2", ...query });
    expect(found.request).not.toBeNull();
    const said = warnings(found);
    expect(said).toHaveLength(expected.length);
    for (const [index, text] of expected.entries()) expect(said[index]).toContain(text);
  });

  it("a closed market is warned of, and whether the order waits for it", async () => {
    const phase = (state: number) => {
      journal.submit({ type: CommandType.UpdatePhase, symbol: "HELIOS", phase: state, holdsWhenClosed: true });
      journal.commit();
    };
    phase(TradingPhase.Closed);
    await fixture.caughtUp();
    const found = await preview({ symbol: "HELIOS", qty: "1", price: "218.40" });
    expect(found.market?.phase).toBe("closed");
    expect(warnings(found)).toEqual(["closed: the market in HELIOS is closed: the order waits here until it opens"]);
    expect(found.route.to).toBe("kept here until the market opens");
  });

  it("more than a share of what traded today is warned of, where the exchange tells it", async () => {
    const watched = () => fixture.messages.flatMap((message) => (message.kind === "watch" ? [message.symbols] : []));
    const order = { symbol: "BTC-EUR", qty: "3", price: "58412.50" };
    expect((await preview(order)).market?.volume).toBe("");
    expect(watched().at(-1)).toContain("BTC-EUR");
    const told = { symbol: "BTC-EUR", timeMs: 0, isFirst: true, bids: [], asks: [], hash: 0, trades: [] };
    fixture.tell({ kind: "depth", books: [{ ...told, volume: 100_000 }] });
    const found = await preview(order);
    expect(found.market?.volume).toBe("10");
    expect(warnings(found)).toEqual(["volume: it is 30 % of what has traded today, 10"]);
    expect(warnings(await preview({ ...order, qty: "2.5" }))).toEqual([]);
  });

  it("the same order again is warned of, for the one who sent it; and last is his newest", async () => {
    expect((await command("cancel last")).preview?.faults[0].text).toContain("you have sent no order from here yet");
    const order = { qty: "700", price: "100.60" };
    const { request } = await preview(order);
    const done = await act(request!);
    expect(done.status).toBe("done");
    expect(warnings(await preview(order))[0]).toMatch(
      `same: you sent the same order under 1 s ago (order ${done.orderId})`,
    );
    expect(warnings(await preview({ ...order, user: "Ben" }))).toEqual([]);
    expect(warnings(await preview({ ...order, qty: "701" }))).toEqual([]);
    const { preview: cancel } = await command("cancel last");
    expect(cancel).toMatchObject({
      words: `Cancel order ${done.orderId}: Sell 700 ACME, limit 100.60, day; 700 open`,
      notional: "70,420.00 EUR",
      request: { action: "cancel", orderId: done.orderId, seen: expect.stringMatching(/^\d+$/) as string },
    });
  });

  it("a refusal names the field it is about after sending, too", async () => {
    expect(await act({ ...TICKET, symbol: "ACME", qty: "1", price: "10" })).toMatchObject({
      ...{ status: "refused", field: "price" },
    });
  });

  it("a line of the command line is an order in the words of lockstep client", async () => {
    const { kind, fault, preview: found } = await command("sell 10k acme lim 100.52 day");
    expect([kind, fault]).toEqual(["new", null]);
    const fields = await preview({ qty: "10k", price: "100.52", ordType: "2", timeInForce: "0" });
    const { reference, market: _, ...rest } = found!;
    expect(fields).toMatchObject(rest);
    expect(reference?.price).toBe("100.50");
    expect((await command("buy 5 ACME market for X")).preview?.request).toMatchObject({ account: "X", ordType: "1" });
    expect((await command("buy 5 ACME market", { account: "" })).preview?.faults).toEqual([
      { field: "account", text: "for which account? Add: for ACCOUNT", isMissing: true },
    ]);
  });

  it("a line that is wrong says where, and what was expected", async () => {
    expect((await command("sell tenk ACME @ 1")).fault).toEqual({
      ...{ text: '"tenk" is no quantity; expected a number like 100, 1,000, 10k or 1.5m', column: 6, length: 4 },
    });
    expect((await command("sell 10 ACME")).fault).toMatchObject({ column: 13, length: 0 });
    expect((await command("x".repeat(600))).fault?.text).toContain("longer than 512");
  });

  it("a line that is begun is told how it can go on: words, symbols, accounts, orders", async () => {
    const words = async (text: string, query = {}) => (await command(text, query)).completion.words;
    expect(await words("sell 10 a")).toEqual(["ACME"]);
    expect(await words("sell 10 ACME l")).toEqual(["lim"]);
    expect(await words("sell 10 ACME @ 1 for ")).toEqual(["HOUSE", "ALP-01", "BRI-01", "COR-01", "DEL-01", "EAS-01"]);
    expect(await words("cancel ", { selected: "3" })).toContain("3");
  });

  it("replace and status speak of an order by its OrderID; what is not given stays", async () => {
    const { request } = await preview({ qty: "300", price: "100.70" });
    const { orderId } = await act(request!);
    const { preview: found } = await command(`replace ${orderId} @ 100.80`);
    // Its venue has not answered the order itself yet.
    expect(found?.words).toBe(`Change to 300 at 100.80: order ${orderId}: Sell 300 ACME, limit 100.70, day`);
    expect(await command(`status ${orderId}`)).toMatchObject({ kind: "status", orderId, preview: null });
    expect((await command("cancel 4000000")).preview?.faults[0].text).toContain("order 4000000 is not here");
    expect((await command("cancel C-1")).preview?.faults[0].text).toContain("expected an OrderID");
  });

  it("nothing was changed by asking", async () => {
    const { appliedSequence } = (await (await fetch(`${fixture.address}/health`)).json()) as {
      appliedSequence: number;
    };
    await preview({ qty: "10k", price: "100.52" });
    await command("sell 10k ACME lim 100.52");
    expect(journal.writer.durableSequence).toBe(appliedSequence);
  });

  it("what became of an action is told again to who asks after a restart, and it is not done twice", async () => {
    const order = { ...TICKET, symbol: "ACME", qty: "12", price: "100.60", actionId: "asked-again" };
    const done = await act(order);
    expect(done.status).toBe("done");
    await fixture.stop();
    // A warning that is turned off is not given any more.
    fixture.warnings = { priceAwayPercent: 0, limitUsedPercent: 0, dayVolumePercent: 0, sameOrderMs: 0 };
    await fixture.start();
    const { durableSequence } = journal.writer;
    expect(await act(order)).toEqual(done);
    expect(journal.writer.durableSequence).toBe(durableSequence);
    expect(warnings(await preview({ qty: "12", price: "104.60", ordType: "2" }))).toEqual([]);
  });
});
