import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ReportKind, ReportQueue, WORDS_MAX } from "../../simulator/report-queue.ts";
import { Text } from "../../simulator/report-text.ts";
import { NO_PRICE, type Qty } from "../../src/domain/price.ts";
import { OrdType, Side, TimeInForce } from "../../src/domain/values.ts";
import { depth, instrument, type OrderChange, open, Site, Trader } from "./trading-floor.ts";

const { ImmediateOrCancel, FillOrKill, GoodTillCancel } = TimeInForce;

const INSTRUMENTS = {
  instruments: [instrument("ACME"), instrument("ZVZZT"), instrument("LOTS", { lotSize: 10 as Qty })],
};

describe("the exchange", () => {
  let site: Site;
  let trader: Trader;

  beforeEach(() => {
    site = new Site();
    trader = new Trader(open(site.directory, INSTRUMENTS));
  });

  afterEach(() => {
    trader.exchange.close();
    site.clear();
  });

  it("fills the better price first, then the older order, at the resting order's price", () => {
    expect(trader.sell("1-1", 100, 10_010)).toEqual(["1 Accepted 1-1 X1"]);
    trader.sell("2-1", 100, 10_000);
    trader.sell("3-1", 100, 10_000);
    expect(trader.buy("4-1", 250, 10_010)).toEqual([
      "4 Accepted 4-1 X4",
      "5 Fill 2-1 X2 T1 100@10000",
      "6 Fill 4-1 X4 T2 100@10000",
      "7 Fill 3-1 X3 T3 100@10000",
      "8 Fill 4-1 X4 T4 100@10000",
      "9 Fill 1-1 X1 T5 50@10010",
      "10 Fill 4-1 X4 T6 50@10010",
    ]);
    expect(depth(trader.exchange, "asks")).toEqual(["10010 x 50 (1)"]);
    expect(depth(trader.exchange, "bids")).toEqual([]);
  });

  it("keeps the reports a full OMS cannot take, and gives them again in order, none twice", () => {
    for (let order = 1; order <= 4; order++) trader.sell(`${order}-1`, 100, 10_000 + order);
    trader.tape.room = 3;
    const taken = trader.buy("5-1", 400, 10_010);
    expect(taken).toEqual(["5 Accepted 5-1 X5", "6 Fill 1-1 X1 T1 100@10001", "7 Fill 5-1 X5 T2 100@10001"]);
    expect(trader.exchange.waitingReports).toBe(6);
    trader.tape.room = 1;
    expect(trader.sell("6-1", 10, 10_020)).toEqual(["8 Fill 2-1 X2 T3 100@10002"]);
    trader.tape.room = Number.POSITIVE_INFINITY;
    trader.exchange.tick(100);
    expect(trader.tape.take()).toEqual([
      "9 Fill 5-1 X5 T4 100@10002",
      "10 Fill 3-1 X3 T5 100@10003",
      "11 Fill 5-1 X5 T6 100@10003",
      "12 Fill 4-1 X4 T7 100@10004",
      "13 Fill 5-1 X5 T8 100@10004",
      "14 Accepted 6-1 X6",
    ]);
    expect(trader.exchange.waitingReports).toBe(0);
  });

  it("rests what a limit order did not trade", () => {
    trader.sell("1-1", 60, 10_000);
    trader.buy("2-1", 100, 10_000);
    expect(depth(trader.exchange, "bids")).toEqual(["10000 x 40 (1)"]);
    expect(depth(trader.exchange, "asks")).toEqual([]);
  });

  it("cancels the rest of an immediate-or-cancel order", () => {
    trader.sell("1-1", 60, 10_000);
    expect(trader.buy("2-1", 100, 10_000, { timeInForce: ImmediateOrCancel })).toEqual([
      "2 Accepted 2-1 X2",
      "3 Fill 1-1 X1 T1 60@10000",
      "4 Fill 2-1 X2 T2 60@10000",
      '5 Canceled 2-1 X2 "immediate or cancel: the rest is canceled"',
    ]);
    expect(depth(trader.exchange, "bids")).toEqual([]);
  });

  it("fills a fill-or-kill order whole, over several levels, or not at all", () => {
    trader.sell("1-1", 60, 10_000);
    trader.sell("2-1", 60, 10_001);
    trader.sell("3-1", 60, 10_002);
    expect(trader.buy("4-1", 121, 10_001, { timeInForce: FillOrKill })).toEqual([
      "4 Accepted 4-1 X4",
      '5 Canceled 4-1 X4 "fill or kill: it could not be filled whole"',
    ]);
    expect(trader.buy("5-1", 120, 10_001, { timeInForce: FillOrKill })).toEqual([
      "6 Accepted 5-1 X5",
      "7 Fill 1-1 X1 T1 60@10000",
      "8 Fill 5-1 X5 T2 60@10000",
      "9 Fill 2-1 X2 T3 60@10001",
      "10 Fill 5-1 X5 T4 60@10001",
    ]);
  });

  it("cancels the rest of a market order for want of liquidity", () => {
    trader.buy("1-1", 10, 9_000);
    expect(trader.sell("2-1", 25, "market")).toEqual([
      "2 Accepted 2-1 X2",
      "3 Fill 1-1 X1 T1 10@9000",
      "4 Fill 2-1 X2 T2 10@9000",
      '5 Canceled 2-1 X2 "no liquidity for the rest of a market order"',
    ]);
    expect(trader.sell("3-1", 25, "market", { timeInForce: FillOrKill })).toEqual([
      "6 Accepted 3-1 X3",
      '7 Canceled 3-1 X3 "fill or kill: it could not be filled whole"',
    ]);
  });

  it("keeps the place of a replace to less at the same price", () => {
    trader.sell("1-1", 100, 10_000);
    trader.sell("2-1", 100, 10_000);
    expect(trader.replace("1-2", "1-1", 50, 10_000)).toEqual(["3 Replaced 1-2 X1 now 50@10000"]);
    expect(trader.buy("3-1", 60, 10_000).slice(1)).toEqual([
      "5 Fill 1-2 X1 T1 50@10000",
      "6 Fill 3-1 X3 T2 50@10000",
      "7 Fill 2-1 X2 T3 10@10000",
      "8 Fill 3-1 X3 T4 10@10000",
    ]);
  });

  it("sends a replace to more, or to another price, to the end of the queue", () => {
    trader.sell("1-1", 100, 10_000);
    trader.sell("2-1", 100, 10_000);
    trader.replace("1-2", "1-1", 101, 10_000);
    expect(trader.buy("3-1", 10, 10_000)[1]).toBe("5 Fill 2-1 X2 T1 10@10000");
    trader.replace("2-2", "2-1", 100, 10_001);
    trader.replace("2-3", "2-2", 100, 10_000);
    expect(trader.buy("4-1", 10, 10_000)[1]).toBe("10 Fill 1-2 X1 T3 10@10000");
  });

  it("trades a replace that has become marketable, after saying that it is replaced", () => {
    trader.sell("1-1", 100, 10_000);
    trader.buy("2-1", 100, 9_990);
    expect(trader.replace("2-2", "2-1", 120, 10_005)).toEqual([
      "3 Replaced 2-2 X2 now 120@10005",
      "4 Fill 1-1 X1 T1 100@10000",
      "5 Fill 2-2 X2 T2 100@10000",
    ]);
    expect(depth(trader.exchange, "bids")).toEqual(["10005 x 20 (1)"]);
  });

  it("ends an order replaced to or below what is filled, at what is filled", () => {
    trader.sell("1-1", 100, 10_000);
    trader.buy("2-1", 40, 10_000);
    trader.tape.take();
    expect(trader.replace("1-2", "1-1", 30, 10_000)).toEqual(["5 Replaced 1-2 X1 now 40@10000"]);
    expect(depth(trader.exchange, "asks")).toEqual([]);
    expect(trader.cancel("1-3", "1-2")).toEqual(['6 RequestRejected 1-3 "the order is filled, canceled or expired"']);
  });

  it("works a replace to a market or immediate order at once", () => {
    trader.sell("1-1", 10, 10_000);
    trader.buy("2-1", 20, 9_000);
    expect(trader.replace("2-2", "2-1", 20, "market")).toEqual([
      "3 Replaced 2-2 X2 now 20@market",
      "4 Fill 1-1 X1 T1 10@10000",
      "5 Fill 2-2 X2 T2 10@10000",
      '6 Canceled 2-2 X2 "no liquidity for the rest of a market order"',
    ]);
  });

  it("cancels an order as asked, once", () => {
    trader.buy("1-1", 10, 9_000);
    expect(trader.cancel("1-2", "1-1")).toEqual(["2 Canceled 1-2 X1 as asked"]);
    expect(trader.cancel("1-3", "1-1")).toEqual(['3 RequestRejected 1-3 "the order is filled, canceled or expired"']);
    expect(trader.cancel("7-2", "7-1")).toEqual([
      '4 RequestRejected 7-2 reason 1 "XSIM has no order with this OrigClOrdID"',
    ]);
    expect(trader.exchange.restingOrders).toBe(0);
  });

  it("refuses a request that does not name the order's request in force", () => {
    trader.buy("1-1", 10, 9_000);
    trader.replace("1-2", "1-1", 20, 9_000);
    expect(trader.cancel("1-3", "1-1")).toEqual([
      `3 RequestRejected 1-3 X1 reason 1 "OrigClOrdID is not the order's request in force"`,
    ]);
  });

  it("carries out a request given twice once, and reports it once", () => {
    trader.buy("1-1", 10, 9_000);
    expect(trader.buy("1-1", 10, 9_000)).toEqual([]);
    trader.replace("1-2", "1-1", 20, 9_000);
    expect(trader.replace("1-2", "1-1", 20, 9_000)).toEqual([]);
    trader.cancel("1-3", "1-2");
    expect(trader.cancel("1-3", "1-2")).toEqual([]);
    expect(trader.exchange.lastReportSequence).toBe(3);
  });

  it.each([
    ["an unknown symbol", { symbol: "NONE" }, 10, 9_000, 1, "XSIM does not list this symbol"],
    ["a stop without its price", { ordType: OrdType.Stop }, 10, 9_000, 11, "a stop order needs a StopPx within"],
    ["no quantity", {}, 0, 9_000, 13, "OrderQty(38) 0 must be a multiple of the lot size 1, and above 0"],
    [
      "a quantity off the lot",
      { symbol: "LOTS" },
      15,
      9_000,
      13,
      "OrderQty(38) 15 must be a multiple of the lot size 10",
    ],
    ["a quantity above the greatest", {}, 1e14 + 1, 9_000, 13, "OrderQty(38) 100000000000001 is above 100000000000000"],
    ["a price off the tick in force", {}, 10, 100_001, 18, "Price(44) 1000.01 must be a multiple of the tick 0.05"],
    [
      "a price beyond the greatest",
      {},
      10,
      1e12 + 5,
      16,
      "Price(44) 10000000000.05 must be from -5000000000.00 to 5000000000.00",
    ],
    ["a limit order without a price", { ordType: OrdType.Limit }, 10, "market", 11, "a limit order needs a price"],
    [
      "what is shown off the lot",
      { symbol: "LOTS", terms: { displayQty: 15 as Qty, minQty: 7 as Qty } },
      40,
      9_000,
      13,
      "DisplayQty(1138) 15 and MinQty(110) 7 must be a multiple of the lot size 10, and MinQty at most OrderQty(38) 40",
    ],
    [
      "terms that do not go together",
      { timeInForce: TimeInForce.ImmediateOrCancel, terms: { displayQty: 5 as Qty, postOnly: true } },
      40,
      9_000,
      11,
      "found OrdType(40) 2, TimeInForce(59) 3, DisplayQty(1138) 5, ExecInst(18) 6",
    ],
  ] as const)("refuses %s with the numbers", (_what, change, qty, price, reason, text) => {
    const [line, ...others] = trader.buy("1-1", qty, price, change as OrderChange);
    expect(line).toContain(`1 Rejected 1-1 reason ${reason} "`);
    expect(line).toContain(text);
    expect(others).toEqual([]);
  });

  it("says the numbers of the latest refusals however long the OMS takes nothing, and again after a restart", () => {
    trader.tape.room = 0;
    for (let number = 1; number <= 3; number++) trader.buy(`${number}-1`, 10, 100_000 + number);
    trader.exchange.close();
    trader = new Trader(open(site.directory, INSTRUMENTS));
    const told = trader.tape.take();
    expect(told.map((line) => /Price\(44\) (\S+)/.exec(line)?.[1])).toEqual(["1000.01", "1000.02", "1000.03"]);
    const queue = new ReportQueue(0);
    const numbers = Array.from({ length: WORDS_MAX + 2 }, (_, number) => number);
    for (const number of numbers) {
      const text = queue.wordText(Text.OffTick, `refusal ${number}`);
      queue.add(ReportKind.Rejected, 1, 1, 0, 0, 0, NO_PRICE, 0, NO_PRICE, 18, text);
    }
    const texts: string[] = [];
    queue.deliver({ onReport: ({ text }) => texts.push(text) > 0 }, 0);
    const plain = "price must be a multiple of the tick in force";
    expect(texts).toEqual(numbers.map((number) => (number < 2 ? plain : `refusal ${number}`)));
  });

  it("refuses a replace off the tick and leaves the order as it was", () => {
    trader.buy("1-1", 10, 100_000);
    expect(trader.replace("1-2", "1-1", 10, 100_001)).toEqual([
      '2 RequestRejected 1-2 X1 reason 18 "Price(44) 1000.01 must be a multiple of the tick 0.05"',
    ]);
    expect(depth(trader.exchange, "bids")).toEqual(["100000 x 10 (1)"]);
    expect(trader.cancel("1-3", "1-1")).toEqual(["3 Canceled 1-3 X1 as asked"]);
  });

  it("expires Day orders when another day opens, and keeps the others", () => {
    trader.exchange.openTradingDay(20261120);
    trader.buy("1-1", 10, 9_000);
    trader.buy("2-1", 10, 9_000, { timeInForce: GoodTillCancel });
    trader.sell("3-1", 10, 9_100, { symbol: "ZVZZT", side: Side.SellShort });
    trader.exchange.openTradingDay(20261120);
    expect(trader.tape.take()).toEqual([]);
    trader.exchange.openTradingDay(20261121);
    expect(trader.tape.take()).toEqual([
      '4 Expired 1-1 X1 "the trading day is over"',
      '5 Expired 3-1 X3 "the trading day is over"',
    ]);
    expect(depth(trader.exchange, "bids")).toEqual(["9000 x 10 (1)"]);
    expect(trader.exchange.tradingDay).toBe(20261121);
  });

  it("says nothing before flush, and never calls the listener from inside a request", () => {
    const { exchange } = trader;
    const order = {
      symbol: "ACME",
      account: "",
      side: Side.Buy,
      ordType: OrdType.Limit,
      timeInForce: TimeInForce.Day,
      orderQty: 1 as never,
      price: 9_000 as never,
    };
    exchange.newOrder({ clOrdId: "1-1", ...order });
    exchange.newOrder({ clOrdId: "2-1", ...order });
    expect(trader.tape.take()).toEqual([]);
    exchange.flush();
    expect(trader.tape.take()).toEqual(["1 Accepted 1-1 X1", "2 Accepted 2-1 X2"]);
  });

  it("says how an order stands behind its reports, and that it does not know one; of one that is done it has said all", () => {
    const ask = (orderId: number) => {
      const order = { orderId, clOrdId: `${orderId}-1`, exchangeOrderId: "", symbol: "ACME", side: Side.Buy };
      trader.exchange.requestStatus([order]);
      trader.exchange.flush();
      return trader.tape.take();
    };
    trader.buy("1-1", 100, 10_000);
    expect(ask(1)).toEqual(["2 Status 1-1 X1 now 100@10000 status 0, 0 filled"]);
    trader.sell("2-1", 40, 10_000);
    trader.replace("1-2", "1-1", 120, 9_990);
    expect(ask(1)).toEqual(["7 Status 1-2 X1 now 120@9990 status 1, 40 filled"]);
    expect(ask(2)).toEqual([]);
    expect(ask(9)).toEqual(["8 Status 9-1 status unknown, 0 filled"]);
  });

  it("takes an order whose cancel came before it, on a line that lost it, and says till then that it does not know it", () => {
    expect(trader.cancel("1-2", "1-1")).toEqual([expect.stringMatching(/^1 RequestRejected 1-2/)]);
    const order = { orderId: 1, clOrdId: "1-1", exchangeOrderId: "", symbol: "ACME", side: Side.Buy };
    trader.exchange.requestStatus([order]);
    trader.exchange.flush();
    expect(trader.tape.take()).toEqual(["2 Status 1-1 status unknown, 0 filled"]);
    expect(trader.buy("1-1", 100, 10_000)).toEqual(["3 Accepted 1-1 X1"]);
    expect(trader.buy("1-1", 100, 10_000)).toEqual([]);
    expect(trader.cancel("1-3", "1-1")).toEqual([expect.stringMatching(/^4 Canceled 1-3/)]);
    expect(trader.buy("1-1", 100, 10_000)).toEqual([]);
  });

  it("visits the instruments whose public prices changed, once", () => {
    const visited = () => {
      const lines: string[] = [];
      trader.exchange.visitMarket((symbol, bidPx, askPx, lastPx) => {
        lines.push([symbol, ...[bidPx, askPx, lastPx].map((price) => (price === NO_PRICE ? "-" : price))].join(" "));
      });
      return lines;
    };
    expect(visited()).toEqual([]);
    trader.buy("1-1", 10, 9_000);
    expect(visited()).toEqual(["ACME 9000 - -"]);
    trader.buy("2-1", 10, 8_000);
    expect(visited()).toEqual([]);
    trader.sell("3-1", 15, 9_000);
    trader.sell("4-1", 15, 9_100, { symbol: "ZVZZT" });
    expect(visited()).toEqual(["ACME 8000 9000 9000", "ZVZZT - 9100 -"]);
    expect(visited()).toEqual([]);
  });
});
