import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CODE_BASE, CONVENTIONS, conventionOf, conventionTable } from "../../../simulator/certification/conventions.ts";
import { TimeInForce } from "../../../src/domain/values.ts";
import { Site } from "../trading-floor.ts";
import { Night } from "./night.ts";

const TRADING = {
  calendars: [],
  instruments: [
    { symbol: "ACME", calendar: null, staticBps: 0, dynamicBps: 0, auctionMs: 120_000, certification: true },
  ],
};
const CANCELED = '"canceled by the exchange"';
const EXPIRED = '"expired by the exchange"';
const BUSTED = '"the trade is busted by the exchange"';
const CORRECTED = '"the trade is corrected by the exchange"';

/** What an order to buy at 100.00 hears, by its last two digits; the first word is the milliseconds after it came. */
const HEARD: Record<number, string[]> = {
  1: ["0 Accepted"],
  2: ["0 Accepted", "0 Fill 4501", "100 Fill 4501"],
  3: ["0 Accepted", "0 Fill 3001", "100 Fill 3001", "200 Fill 3001"],
  10: ["0 Accepted", "0 Fill 4505"],
  11: ["0 Accepted", "0 Fill 4505", "1000 Fill 4506"],
  12: ["0 Accepted", "1000 Fill 9012"],
  13: ["0 Accepted", "0 Fill 9013"],
  20: ["0 Accepted", `1000 Canceled ${CANCELED}`],
  21: ["0 Accepted", "0 Fill 4510", `1000 Canceled ${CANCELED}`],
  22: ["0 Accepted", `1000 Expired ${EXPIRED}`],
  23: ["0 Accepted", "0 Fill 4511", `1000 Expired ${EXPIRED}`],
  30: ["0 Accepted", "0 Fill 9030", `1000 Busted 9030@10000 ${BUSTED}`],
  31: ["0 Accepted", "0 Fill 4515", `1000 Busted 4515@10000 now 4516 ${BUSTED}`],
  32: ["0 Accepted", "0 Fill 9032", `1000 Corrected 9032@9999 ${CORRECTED}`],
  33: ["0 Accepted", "0 Fill 9033", `1000 Corrected 4516@10000 ${CORRECTED}`],
  34: ["0 Accepted", "0 Fill 9034", `1000 Corrected 9034@9999 ${CORRECTED}`, `2000 Busted 9034@9999 ${BUSTED}`],
  40: ["0 Accepted", "0 Fill 9040", "0 Fill 9040"],
  41: ["2000 Accepted"],
  42: ["0 Fill 9042", "0 Accepted"],
  43: ["1000 Fill 9043"],
  44: ["0 Accepted"],
  45: ["1000 Accepted", "1000 Fill 9045"],
};

/** `Fill 1-1 X1 T1 4501@10000` -> `Fill 4501`. */
function short(line: string): string {
  return line
    .replace(/^\d+ /, "")
    .replace(/ \d+-\d+( X\d+)?( T\d+)?( of T\d+)?/, "")
    .replace(/(Fill \d+)@\d+/, "$1")
    .replace(/(now \d+)@\w+/, "$1");
}

describe("the certification desk", () => {
  let site: Site;
  let night: Night;

  beforeEach(() => {
    site = new Site();
    night = new Night(site, { trading: TRADING });
  });

  afterEach(() => {
    night.exchange.close();
    site.clear();
  });

  const buy = (code: number, change = {}) => night.trader.buy("1-1", CODE_BASE + code, 10_000, change).map(short);

  it.each(Object.entries(HEARD))("%s: does what its row says", (code, wanted) => {
    const heard = buy(Number(code)).map((line) => `0 ${line}`);
    for (let ms = 100; ms <= 5_000; ms += 100) heard.push(...night.pass(100).map((line) => `${ms} ${short(line)}`));
    expect(heard).toEqual(wanted);
  });

  it.each(
    CONVENTIONS.filter(({ ordRejReason }) => ordRejReason !== undefined).map(({ code, ordRejReason }) => [
      code,
      ordRejReason,
    ]),
  )("%i: is refused with 103=%i", (code, reason) => {
    const said = reason === 0 ? "" : ` reason ${reason}`;
    expect(buy(code!)).toEqual([`Rejected${said} "refused as the exchange was told to, reason ${reason}"`]);
  });

  it("50: a cancel is refused, the order goes on", () => {
    buy(50);
    expect(night.trader.cancel("1-2", "1-1").map(short)).toEqual([
      'RequestRejected "refused as the exchange was told to, reason 0"',
    ]);
    expect(night.exchange.restingOrders).toBe(1);
  });

  it("51: a replace is refused, a cancel is not", () => {
    buy(51);
    expect(night.trader.replace("1-2", "1-1", 100, 10_000)[0]).toContain("RequestRejected 1-2 X1 reason 2");
    expect(night.trader.cancel("1-3", "1-1").map(short)).toEqual(["Canceled as asked"]);
  });

  it("52: a cancel is answered after 3 s", () => {
    buy(52);
    expect(night.trader.cancel("1-2", "1-1")).toEqual([]);
    expect(night.pass(2_999)).toEqual([]);
    expect(night.pass(1).map(short)).toEqual(["Canceled as asked"]);
  });

  it("53: a cancel is never answered", () => {
    buy(53);
    expect(night.trader.cancel("1-2", "1-1")).toEqual([]);
    expect(night.pass(600_000)).toEqual([]);
    expect(night.exchange.restingOrders).toBe(1);
  });

  it("54: a cancel meets a fill", () => {
    buy(54);
    expect(night.trader.cancel("1-2", "1-1").map(short)).toEqual([
      "Fill 9054",
      'RequestRejected "the order is filled, canceled or expired"',
    ]);
  });

  it.each([
    [60, "disconnect OMS 0 0"],
    [61, "stall OMS 5000 0"],
    [62, "gap OMS 0 3"],
  ])("%i: the sender's line suffers", (code, wanted) => {
    const heard: string[] = [];
    night.exchange.adversary.onLineFault = ({ fault, session, forMs, by }) =>
      heard.push([fault, session, forMs, by].join(" "));
    expect(buy(code)).toEqual(["Accepted"]);
    expect(heard).toEqual([wanted]);
  });

  it("fills what may not rest at once, and ends what is left", () => {
    expect(buy(3, { timeInForce: TimeInForce.ImmediateOrCancel })).toEqual([
      "Accepted",
      "Fill 3001",
      "Fill 3001",
      "Fill 3001",
    ]);
    const half = night.trader.sell("2-1", CODE_BASE + 10, "market").map(short);
    expect(half.slice(0, 2)).toEqual(["Accepted", "Fill 4505"]);
    expect(half[2]).toContain("Canceled");
    const killed = night.trader.buy("3-1", CODE_BASE + 10, 10_000, { timeInForce: TimeInForce.FillOrKill }).map(short);
    expect(killed).toEqual(["Accepted", 'Canceled "fill or kill: it could not be filled whole"']);
  });

  it("gives an order another row by a replace to its quantity", () => {
    buy(1);
    expect(night.trader.replace("1-2", "1-1", CODE_BASE + 13, 10_001).map(short)).toEqual(["Replaced now 9013"]);
    expect(night.pass(0).map(short)).toEqual(["Fill 9013"]);
  });

  it("wakes for an order of the table only, and sleeps again after it", () => {
    const { adversary } = night.exchange;
    night.trader.buy("1-1", 100, 10_000);
    expect(adversary.isAwake).toBe(false);
    expect(night.trader.buy("2-1", CODE_BASE + 83, 10_000)).toHaveLength(1);
    expect(adversary.isAwake).toBe(true);
    expect(night.trader.buy("3-1", 100, 10_000).map(short)).toEqual(["Accepted"]);
    expect(adversary.isAwake).toBe(false);
    expect(night.trader.replace("1-2", "1-1", CODE_BASE + 12, 10_000).map(short)).toEqual(["Replaced now 9012"]);
    expect(adversary.isAwake).toBe(true);
    expect(night.pass(1_000).map(short)).toEqual(["Fill 9012"]);
    expect(night.trader.cancel("3-2", "3-1").map(short)).toEqual(["Canceled as asked"]);
    expect(adversary.isAwake).toBe(false);
  });

  it("trades every other quantity, and every other instrument, as always", () => {
    night.trader.sell("1-1", 13, 10_000);
    expect(night.trader.buy("2-1", 13, 10_000).map(short)).toEqual(["Accepted", "Fill 13", "Fill 13"]);
    night.trader.sell("3-1", CODE_BASE + 13, 10_000, { symbol: "ZVZZT" });
    expect(night.pass(5_000)).toEqual([]);
  });

  it("has a row for every one of its conventions, and none twice", () => {
    const codes = CONVENTIONS.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes.every((code) => conventionOf(CODE_BASE + code)?.code === code)).toBe(true);
    expect([0, 14, 97, 100].map((code) => conventionOf(CODE_BASE + code))).toEqual([null, null, null, null]);
  });

  it("has its table in the README", () => {
    const readme = readFileSync(join(import.meta.dirname, "../../../README.md"), "utf8");
    expect(readme).toContain(`${conventionTable()}\n`);
  });
});
