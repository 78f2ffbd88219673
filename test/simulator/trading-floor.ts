/** What the simulator's tests share: instruments, an exchange in a directory of its own, and reports as lines of text. */
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SimulatedExchange } from "../../simulator/exchange.ts";
import { openSimulatedExchange, type SimulatedExchangeOptions } from "../../simulator/open-exchange.ts";
import type {
  VenueListener,
  VenueOrdType,
  VenueReport,
  VenueTerms,
  VenueTimeInForce,
} from "../../src/domain/exchange-port.ts";
import type { InstrumentDefinition } from "../../src/domain/instrument.ts";
import { NO_PRICE, type Qty, type Ticks } from "../../src/domain/price.ts";
import { OrdType, Side, TimeInForce } from "../../src/domain/values.ts";

export function instrument(symbol: string, change: Partial<InstrumentDefinition> = {}): InstrumentDefinition {
  return {
    symbol,
    description: `${symbol} Corporation`,
    currency: "USD",
    assetClass: "E",
    venueId: 1,
    priceScale: 2,
    qtyScale: 0,
    lotSize: 1 as Qty,
    tickTable: [0, 1, 100_000, 5],
    referencePx: 10_000 as Ticks,
    ...change,
  };
}

const ATTEMPTS_MAX = 100;

/** A temporary directory; `copy` gives what a crash at this moment would leave behind. */
export class Site {
  readonly directory: string;
  readonly #made: string[] = [];

  constructor() {
    this.directory = this.#make();
  }

  copy(): string {
    const directory = this.#make();
    cpSync(this.directory, directory, { recursive: true });
    return directory;
  }

  /** A journal just closed may still be making its next segment beside; then the directory is tried again. */
  clear(): void {
    for (const directory of this.#made) {
      for (let attempt = 1; ; attempt++) {
        try {
          rmSync(directory, { recursive: true, force: true });
          break;
        } catch (error) {
          if (attempt === ATTEMPTS_MAX) throw error;
          Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
        }
      }
    }
  }

  #make(): string {
    const directory = mkdtempSync(join(tmpdir(), "lockstep-xsim-"));
    this.#made.push(directory);
    return directory;
  }
}

export function open(directory: string, change: Partial<SimulatedExchangeOptions> = {}): SimulatedExchange {
  return openSimulatedExchange({
    directory,
    instruments: [instrument("ACME"), instrument("ZVZZT")],
    agents: null,
    lastReportSequence: 0,
    segmentBytes: 64 * 1024,
    nowNs: () => 1_000_000n,
    ...change,
  });
}

/** Collects reports as lines: `3 Fill 1-1 X1 T1 100@10000`. */
export class Tape implements VenueListener {
  readonly lines: string[] = [];
  /** How many more reports it takes before it says that it is full. */
  room = Number.POSITIVE_INFINITY;

  onReport(report: VenueReport): boolean {
    if (this.room <= 0) return false;
    this.room--;
    this.lines.push(reportLine(report));
    return true;
  }

  /** The lines since the last call. */
  take(): string[] {
    return this.lines.splice(0);
  }
}

export function reportLine(report: VenueReport): string {
  const words: (string | number)[] = [report.reportSequence, report.kind, report.clOrdId];
  if (report.exchangeOrderId !== "") words.push(report.exchangeOrderId);
  if (report.exchangeExecId !== "") words.push(report.exchangeExecId);
  if (report.exchangeExecRefId) words.push(`of ${report.exchangeExecRefId}`);
  if (report.lastPx !== NO_PRICE) words.push(`${report.lastQty}@${report.lastPx}`);
  if (report.orderQty !== 0)
    words.push(`now ${report.orderQty}@${report.price === NO_PRICE ? "market" : report.price}`);
  if (report.reason !== 0) words.push(`reason ${report.reason}`);
  if (report.solicited) words.push("as asked");
  if (report.status) words.push(`status ${report.status.ordStatus || "unknown"}, ${report.status.cumQty} filled`);
  if (report.text !== "") words.push(`"${report.text}"`);
  return words.join(" ");
}

/** Orders in a few words: `buy("1-1", 100, 10_000)`, `sell("2-1", 5, "market", { timeInForce })`. */
export class Trader {
  readonly exchange: SimulatedExchange;
  readonly tape = new Tape();

  constructor(exchange: SimulatedExchange, lastReportSequence = 0) {
    this.exchange = exchange;
    exchange.connect(this.tape, lastReportSequence);
  }

  buy(clOrdId: string, qty: number, price: number | "market", change: OrderChange = {}): string[] {
    return this.#order(clOrdId, Side.Buy, qty, price, change);
  }

  sell(clOrdId: string, qty: number, price: number | "market", change: OrderChange = {}): string[] {
    return this.#order(clOrdId, Side.Sell, qty, price, change);
  }

  cancel(clOrdId: string, origClOrdId: string): string[] {
    this.exchange.cancelOrder({ clOrdId, origClOrdId, symbol: "ACME", side: Side.Buy });
    this.exchange.flush();
    return this.tape.take();
  }

  replace(
    clOrdId: string,
    origClOrdId: string,
    qty: number,
    price: number | "market",
    change: OrderChange = {},
  ): string[] {
    this.exchange.replaceOrder({
      clOrdId,
      origClOrdId,
      symbol: "ACME",
      side: Side.Buy,
      ordType: change.ordType ?? (price === "market" ? OrdType.Market : OrdType.Limit),
      timeInForce: change.timeInForce ?? TimeInForce.Day,
      orderQty: qty as Qty,
      price: price === "market" ? NO_PRICE : (price as Ticks),
      ...(change.terms === undefined ? {} : { terms: change.terms }),
    });
    this.exchange.flush();
    return this.tape.take();
  }

  #order(clOrdId: string, side: Side, qty: number, price: number | "market", change: OrderChange): string[] {
    this.exchange.newOrder({
      clOrdId,
      symbol: change.symbol ?? "ACME",
      account: "A1",
      side: change.side ?? side,
      ordType: change.ordType ?? (price === "market" ? OrdType.Market : OrdType.Limit),
      timeInForce: change.timeInForce ?? TimeInForce.Day,
      orderQty: qty as Qty,
      price: price === "market" ? NO_PRICE : (price as Ticks),
      ...(change.terms === undefined ? {} : { terms: change.terms }),
    });
    this.exchange.flush();
    return this.tape.take();
  }
}

export type OrderChange = {
  symbol?: string;
  side?: Side;
  ordType?: VenueOrdType;
  timeInForce?: VenueTimeInForce;
  terms?: VenueTerms;
};

/** A side of a book as `price x quantity (orders)`, best first. */
export function depth(exchange: SimulatedExchange, side: "bids" | "asks", symbol = "ACME"): string[] {
  const lines: string[] = [];
  exchange.visitDepth(symbol, side, 1_000, (price, totalQty, orderCount) => {
    lines.push(`${price} x ${totalQty} (${orderCount})`);
  });
  return lines;
}
