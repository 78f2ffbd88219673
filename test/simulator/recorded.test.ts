/** Recorded days, read from CSV and replayed as flow. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AgentStatus } from "../../simulator/agents/agents.ts";
import { ALWAYS_TRADING, type TradingPlan } from "../../simulator/calendar-inputs.ts";
import type { SimulatedExchange } from "../../simulator/exchange.ts";
import { runMarket } from "../../simulator/market-run.ts";
import { playTape } from "../../simulator/market-tape.ts";
import { openSimulatedExchange, type Recording } from "../../simulator/open-exchange.ts";
import { LineReader } from "../../simulator/recorded/line-reader.ts";
import { RecordedFile } from "../../simulator/recorded/recorded-file.ts";
import { RecordedKind } from "../../simulator/recorded/recorded-rows.ts";
import { TapeWriter } from "../../simulator/tape-files.ts";
import type { Qty } from "../../src/domain/price.ts";
import { type Disk, nodeDisk } from "../../src/journal/disk.ts";
import { errorText } from "../../src/lib/errors.ts";
import { depth, instrument, Site } from "./trading-floor.ts";

const START_MS = Date.parse("2026-01-05T14:30:00Z");
const instruments = [instrument("ACME"), instrument("NOVA", { lotSize: 10 as Qty, tickTable: [0, 5] })];
const listing = {
  bookBySymbol: new Map(instruments.map(({ symbol }, index) => [symbol, index + 1])),
  instruments: [null, ...instruments],
};
const ORDERS = "time,symbol,action,id,side,qty,price,type,tif";
const at = (seconds: number) => new Date(START_MS + seconds * 1_000).toISOString();

type Tape = { orders: string; trades: string; quotes: string };

function tapeOf(directory: string): Tape {
  const tape = { orders: "", trades: "", quotes: "" };
  playTape(
    directory,
    (venue) =>
      new TapeWriter(venue, {
        orders: (line) => (tape.orders += line),
        trades: (line) => (tape.trades += line),
        quotes: (line) => (tape.quotes += line),
      }),
  );
  return tape;
}

describe("a recorded day", () => {
  let site: Site;
  const sites: Site[] = [];

  beforeEach(() => {
    site = new Site();
  });

  afterEach(() => {
    for (const each of [site, ...sites.splice(0)]) each.clear();
  });

  const fileOf = (text: string, name = "day.csv") => {
    const path = join(site.directory, name);
    writeFileSync(path, text, "latin1");
    return path;
  };

  /** Trades for a time on virtual time. */
  const market = (change: { recorded?: Recording; seed?: number; trading?: TradingPlan; seconds?: number }) => {
    const home = new Site();
    sites.push(home);
    const { recorded = null, seed, trading = ALWAYS_TRADING, seconds = 900 } = change;
    const messages: string[] = [];
    const statuses = runMarket({
      directory: home.directory,
      instruments,
      agents: seed === undefined ? null : { seed, symbols: ["ACME", "NOVA"] },
      trading,
      recorded,
      startMs: START_MS,
      endMs: START_MS + seconds * 1_000,
      onMessage: (text) => messages.push(text),
    });
    return { statuses, messages, tape: tapeOf(home.directory) };
  };

  it("that our own simulation wrote is replayed trade for trade, from its orders and from its trades", () => {
    // The recording begins with the run's first step, so that both look at the market at the same moments.
    const first = `${at(0)},ACME,new,0-0,buy,1,1.00,limit,ioc\n`;
    const { tape } = market({ seed: 3 });
    expect(tape.trades.split("\n").length).toBeGreaterThan(300);
    const [header, ...rest] = tape.orders.split(/(?<=\n)/);
    const orders = fileOf([header, first, ...rest].join(""), "orders.csv");
    const recorded = { file: orders, kind: RecordedKind.Orders, speed: 1, loop: false };
    const again = market({ recorded, seconds: 901 });
    expect(again.tape.trades === tape.trades).toBe(true);
    expect(again.tape.quotes === tape.quotes).toBe(true);
    expect(again.messages).toEqual([
      `the recording ${orders} is over: ${rest.length + 1} requests sent, 0 rows passed over`,
    ]);
    const trades = fileOf(tape.trades.replace("\n", `\n${at(0)},ACME,100.00,1,buy\n`), "trades.csv");
    const printed = market({ recorded: { ...recorded, file: trades, kind: RecordedKind.Trades }, seconds: 901 });
    expect(printed.tape.trades.replace(`${at(0)},ACME,100.00,1,buy\n`, "") === tape.trades).toBe(true);
  });

  it("at twice the speed takes half the time, and in a loop begins again with its orders taken back", () => {
    const file = fileOf(
      `${ORDERS}\n${at(0)},ACME,new,a,buy,10,99.00,limit,gtc\n${at(10)},ACME,replace,a,,20,99.50,,\n${at(20)},ACME,new,b,sell,5,99.50,limit,ioc\n`,
    );
    const recorded = { file, kind: RecordedKind.Orders, speed: 2, loop: true };
    const { tape, statuses } = market({ recorded, seconds: 25 });
    const actions = tape.orders.split("\n").map((line) => line.split(",").slice(0, 3).join(" "));
    expect(actions.slice(1, 8)).toEqual([
      `${at(0)} ACME new`,
      `${at(5)} ACME replace`,
      `${at(10)} ACME new`,
      `${at(10.1)} ACME new`,
      `${at(15)} ACME replace`,
      `${at(20)} ACME new`,
      `${at(20.1)} ACME new`,
    ]);
    expect(tape.trades.split("\n").slice(1, 3)).toEqual([`${at(10)},ACME,99.50,5,sell`, `${at(20)},ACME,99.50,5,sell`]);
    expect(statuses).toMatchObject([{ name: "recording", kind: "recorded", state: "running", why: "" }]);
  });

  it("goes on when its orders are refused, filled by others or unknown", () => {
    const file = fileOf(
      [
        ORDERS,
        `${at(0)},ACME,new,a,buy,10,99.00,limit,gtc`,
        `${at(0)},ACME,new,a,buy,10,98.00,limit,gtc`,
        `${at(1)},ACME,new,m,sell,4,,market,ioc`,
        `${at(2)},ACME,replace,a,,4,98.00,,`,
        `${at(3)},ACME,cancel,a,,,,,`,
        `${at(3)},ACME,cancel,never,,,,,`,
        `${at(4)},NOVA,new,n,sell,20,100.05,limit,day`,
        `${at(5)},NOVA,replace,n,,30,100.10,,`,
        `${at(5)},NOVA,replace,n,,10,100.00,,`,
        `${at(6)},NOVA,cancel,n,,,,,`,
      ].join("\r\n"),
    );
    const { tape, statuses, messages } = market({
      recorded: { file, kind: RecordedKind.Orders, speed: 1, loop: false },
    });
    expect(tape.trades.split("\n")[1]).toBe(`${at(1)},ACME,99.00,4,sell`);
    expect(tape.quotes.split("\n").slice(1)).toEqual([
      `${at(0)},ACME,99.00,10,,`,
      `${at(1)},ACME,99.00,6,,`,
      // To four in all, which have traded: the order is done.
      `${at(2)},ACME,,,,`,
      `${at(4)},NOVA,,,100.05,20`,
      `${at(5)},NOVA,,,100.00,10`,
      `${at(6)},NOVA,,,,`,
      "",
    ]);
    // The second order of one id, the cancel of an order that was done, and one nobody knew.
    expect(messages).toEqual([`the recording ${file} is over: 7 requests sent, 3 rows passed over`]);
    expect(statuses[0]).toMatchObject({ state: "over", open: 0, sent: 7 });
  });

  it.each<[string, string, string]>([
    ["an empty file", "", "line 1: column 1: found nothing, expected the heading time (of time,symbol,action,"],
    ["another header", "time,symbol,side\n", 'line 1: column 3: found "side", expected the heading action'],
    ["a header with more", `${ORDERS},more\n`, 'line 1: column 10: found "more", expected the end of the line'],
    ["no rows", `${ORDERS}\n`, "line 1: found no row behind the header, expected one at least"],
    ["too few columns", `${ORDERS}\n${at(0)},ACME,new\n`, "line 2: found 3 columns, expected 9: time,symbol,"],
    ["an empty line", `${ORDERS}\n\n`, "line 2: found 1 columns, expected 9"],
    [
      "a wrong time",
      `${ORDERS}\n14:30,ACME,new,a,buy,1,1,limit,day\n`,
      'line 2: column 1 (time): found "14:30", expected a time in UTC like',
    ],
    [
      "a time that goes back",
      `${ORDERS}\n${at(1)},ACME,new,a,buy,1,1,limit,day\n${at(0)},ACME,cancel,a,,,,,\n`,
      `line 3: column 1 (time): found "${at(0)}", expected a time not before the row above's, ${at(1)}`,
    ],
    [
      "a symbol",
      `${ORDERS}\n${at(0)},NONE,new,a,buy,1,1,limit,day\n`,
      'line 2: column 2 (symbol): found "NONE", expected a symbol that is among',
    ],
    [
      "an action",
      `${ORDERS}\n${at(0)},ACME,amend,a,buy,1,1,limit,day\n`,
      'line 2: column 3 (action): found "amend", expected new, cancel or replace',
    ],
    [
      "no id",
      `${ORDERS}\n${at(0)},ACME,cancel,,,,,,\n`,
      "line 2: column 4 (id): found nothing, expected an id of 1 to 40",
    ],
    [
      "a side",
      `${ORDERS}\n${at(0)},ACME,new,a,long,1,1,limit,day\n`,
      'line 2: column 5 (side): found "long", expected one of buy, sell',
    ],
    [
      "half a lot",
      `${ORDERS}\n${at(0)},NOVA,new,a,buy,15,100,limit,day\n`,
      'line 2: column 6 (qty): found "15", expected a quantity above 0 in whole lots',
    ],
    [
      "a price off the tick",
      `${ORDERS}\n${at(0)},NOVA,new,a,buy,10,100.01,limit,day\n`,
      'line 2: column 7 (price): found "100.01", expected a price on the tick',
    ],
    [
      "no price",
      `${ORDERS}\n${at(0)},ACME,new,a,buy,10,,limit,day\n`,
      "line 2: column 7 (price): found nothing, expected a price on the tick",
    ],
    [
      "a market order's price",
      `${ORDERS}\n${at(0)},ACME,new,a,buy,10,1,market,day\n`,
      'line 2: column 7 (price): found "1", expected nothing: a market order has no price',
    ],
    [
      "a type",
      `${ORDERS}\n${at(0)},ACME,new,a,buy,10,1,stop,day\n`,
      'line 2: column 8 (type): found "stop", expected one of limit, market',
    ],
    [
      "a time in force",
      `${ORDERS}\n${at(0)},ACME,new,a,buy,10,1,limit,gtd\n`,
      'line 2: column 9 (tif): found "gtd", expected one of day, gtc, ioc, fok, opg, atc',
    ],
    [
      "a cancel with a price",
      `${ORDERS}\n${at(0)},ACME,cancel,a,,,1,,\n`,
      'line 2: column 7 (price): found "1", expected nothing: a cancel has no price',
    ],
    [
      "a replace with a side",
      `${ORDERS}\n${at(0)},ACME,replace,a,buy,1,1,,\n`,
      'line 2: column 5 (side): found "buy", expected nothing: a replace has no side',
    ],
    [
      "a key of Object",
      `${ORDERS}\n${at(0)},ACME,new,a,constructor,1,1,limit,day\n`,
      'line 2: column 5 (side): found "constructor", expected one of buy, sell',
    ],
    ["a line without end", `${ORDERS}\n${"x".repeat(200_000)}`, "line 2: the line is longer than 1000 characters"],
    ["zeros", "\0".repeat(5_000), 'line 1: column 1: found "'],
  ])("with %s is refused by line and column, and nothing of it is replayed", (_what, text, message) => {
    const file = fileOf(text);
    const recorded = { file, kind: RecordedKind.Orders, speed: 1, loop: false };
    const options = { directory: join(site.directory, "x"), instruments, agents: null, lastReportSequence: 0 };
    let told = "";
    try {
      openSimulatedExchange({ ...options, recorded, nowNs: () => 1n }).close();
    } catch (error) {
      told = errorText(error);
    }
    expect(told).toContain(`${file}, ${message}`);
    expect(told).toContain("Nothing of it is replayed");
    const exchange = openSimulatedExchange({ ...options, nowNs: () => 1n });
    expect(exchange.restingOrders).toBe(0);
    exchange.close();
  });

  it("of trades has four columns or five, and who came to trade is told by the price where it does not say", () => {
    const file = fileOf(
      `\u00ef\u00bb\u00bftime,symbol,price,qty\n${at(0)},ACME,100.00,1\n${at(1)},ACME,99.00,2\n${at(2)},ACME,99.00,3\n${at(3)},ACME,99.50,4\n`,
    );
    const { tape } = market({ recorded: { file, kind: RecordedKind.Trades, speed: 1, loop: false } });
    expect(tape.trades.split("\n").map((line) => line.split(",").slice(2).join(","))).toEqual([
      "price,qty,side",
      "100.00,1,buy",
      "99.00,2,sell",
      "99.00,3,sell",
      "99.50,4,buy",
      "",
    ]);
  });

  describe("while it is replayed", () => {
    const running = (path: string, over: string[]): SimulatedExchange =>
      openSimulatedExchange({
        directory: join(site.directory, "x"),
        instruments,
        agents: null,
        recorded: { file: path, kind: RecordedKind.Orders, speed: 1, loop: false },
        onRecordingOver: (text) => over.push(text),
        lastReportSequence: 0,
        nowNs: () => BigInt(START_MS) * 1_000_000n,
      });

    it("stops with a message when somebody spoils the file, with its orders canceled, and the exchange goes on", () => {
      const rows = Array.from(
        { length: 5_000 },
        (_, index) => `${at(index)},ACME,new,o${index},buy,10,90.00,limit,gtc\n`,
      );
      const path = fileOf(`${ORDERS}\n${rows.join("")}`);
      const over: string[] = [];
      const exchange = running(path, over);
      exchange.tick(0);
      exchange.tick(3_000);
      expect(depth(exchange, "bids")).toEqual(["9000 x 40 (4)"]);
      writeFileSync(path, `${ORDERS}\n${"spoilt,\n".repeat(60_000)}`);
      for (let nowMs = 100_000; nowMs < 5_000_000; nowMs += 100_000) exchange.tick(nowMs);
      expect(over).toEqual([
        expect.stringMatching(/^the recording is stopped: .*day\.csv, line \d+: found \d+ columns, expected 9/),
      ]);
      const [status] = exchange.agentStatuses() as [AgentStatus];
      expect(status).toMatchObject({ state: "stopped", open: 0 });
      expect(depth(exchange, "bids")).toEqual([]);
      exchange.close();
    });

    it("that is late catches up in parts", () => {
      const rows = Array.from(
        { length: 12_000 },
        (_, index) => `${at(index / 1_000)},ACME,new,o${index},buy,1,90.00,limit,gtc\n`,
      );
      const exchange = running(fileOf(`${ORDERS}\n${rows.join("")}`), []);
      exchange.tick(0);
      const counts = [60_000, 60_100, 60_200, 60_300].map((nowMs) => {
        exchange.tick(nowMs);
        return exchange.restingOrders;
      });
      expect(counts).toEqual([5_001, 10_001, 12_000, 12_000]);
      exchange.close();
    });
  });

  it("of any length is read in memory of one size, a part at a time", () => {
    const row = (index: number) =>
      `${new Date(START_MS + index).toISOString()},ACME,${index % 2 === 0 ? `new,o${index},buy,1,90.00,limit,gtc` : `cancel,o${index - 1},,,,,`}\n`;
    // A file of 60 million rows, made where it is read: 4 GB, of which a piece is looked at.
    const piece = Buffer.from(Array.from({ length: 1_000 }, (_, index) => row(index)).join(""));
    const header = Buffer.from(`${ORDERS}\n`);
    let read = 0;
    let largest = 0;
    const disk: Disk = {
      ...nodeDisk,
      open: () => 1,
      close: () => {},
      read: (_fd, bytes, offset, length, position) => {
        largest = Math.max(largest, length);
        const from = position < header.length ? header : piece;
        const start = position < header.length ? position : (position - header.length) % piece.length;
        const count = Math.min(length, from.length - start);
        bytes.set(from.subarray(start, start + count), offset);
        read += count;
        return count;
      },
    };
    const lines = new LineReader(disk, "endless.csv");
    const before = process.memoryUsage().arrayBuffers;
    let found = 0;
    while (read < 64_000_000) {
      const line = lines.next();
      if (line?.includes(",cancel,")) found++;
    }
    expect(found).toBeGreaterThan(300_000);
    expect(largest).toBe(65_536);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000);
    const file = new RecordedFile("endless.csv", RecordedKind.Orders, listing, disk);
    for (let rows = 0; rows < 1_000; rows++) {
      if (rows === 0) file.rewind();
      expect(file.next()?.id).toBe(`o${rows - (rows % 2)}`);
    }
    // The piece begins again, and with it its time.
    expect(() => file.next()).toThrow("endless.csv, line 1002: column 1 (time): found");
  });
});
