/** A core on a trading day, and the commands of orders numbered from 1: sent, taken by the venue, changed, filled, canceled. */
import { decide, evolve } from "../../src/core/core.ts";
import { LimitKind } from "../../src/core/limits-table.ts";
import { State } from "../../src/core/state.ts";
import type { InstrumentDefinition } from "../../src/domain/instrument.ts";
import type { Qty, Ticks } from "../../src/domain/price.ts";
import {
  type CancelOrder,
  type Command,
  CommandType,
  type Event,
  type ExchangeAccepted,
  type ExchangeCanceled,
  type ExchangeFill,
  type ExchangeReplaced,
  type NewOrder,
  type ReplaceOrder,
} from "../../src/domain/records.generated.ts";
import { AssetClass, OrdType, Side, TimeInForce } from "../../src/domain/values.ts";

const START_NS = 1_795_310_400_000_000_000n;
const SYMBOLS = [
  "ACME",
  "NOVA",
  "ORION",
  "VEGA",
  "LYRA",
  "HELIOS",
  "DRACO",
  "CYGNUS",
  "AQUILA",
  "CARINA",
  "PAVO",
  "INDUS",
];
export const ORDER_QTY = 1_500;
export const PRICE = 10_125;

export const INSTRUMENTS: readonly Required<InstrumentDefinition>[] = SYMBOLS.map((symbol) => ({
  symbol,
  description: `${symbol} Corporation`,
  currency: "USD",
  assetClass: AssetClass.Equity,
  venueId: 1,
  priceScale: 2,
  qtyScale: 0,
  lotSize: 1 as Qty,
  tickTable: [0, 1, 100_000, 5],
  referencePx: 10_000 as Ticks,
  exchange: "",
  securityIds: "",
}));

export class CoreDay {
  readonly state = new State();
  nowNs = START_NS;
  /** Of the last command told. */
  readonly events: Event[] = [];
  reportSequence = 0;

  constructor() {
    const session = { compId: "CLIENT01", account: "ACC-1", pendingReports: false, replaceChains: true };
    this.tell({ type: CommandType.DefineSession, sessionKey: "FIX.4.4:CLIENT01", ...session });
    for (const instrument of INSTRUMENTS) this.tell({ type: CommandType.DefineInstrument, ...instrument });
    for (const [limitKind, value] of [
      [LimitKind.MaxOrderQty, 100_000],
      [LimitKind.MaxOrderNotional, 5_000_000],
      [LimitKind.PriceCollarBps, 2_000],
    ]) {
      this.tell({ type: CommandType.SetLimit, sessionKey: "", symbol: "", limitKind, value });
    }
    this.tell({ type: CommandType.OpenTradingDay, tradingDay: 20_261_122 });
  }

  /** Judges a command and applies what comes of it. */
  tell(command: Command): void {
    const { events } = this;
    events.length = 0;
    decide(this.state, command, events);
    this.nowNs += 1_000n;
    for (let index = 0; index < events.length; index++) evolve(this.state, events[index], this.nowNs, index);
  }

  /** Sends so many more orders, of which the venue takes each. @returns the first one's OrderID */
  openOrders(count: number): number {
    const first = this.state.orders.count + 1;
    for (let orderId = first; orderId < first + count; orderId++) {
      this.tell(newOrder(orderId));
      this.tell(this.accepted(orderId));
    }
    return first;
  }

  accepted(orderId: number): ExchangeAccepted {
    return {
      type: CommandType.ExchangeAccepted,
      ...this.#report(orderId, 1),
      exchangeOrderId: `X${1_000_000 + orderId}`,
    };
  }

  /** Of a third of the order: three of them fill it. */
  fill(orderId: number): ExchangeFill {
    const report = this.#report(orderId, 1);
    const exchangeExecId = `T${report.reportSequence}`;
    const trade = { exchangeExecId, lastQty: (ORDER_QTY / 3) as Qty, lastPx: PRICE as Ticks };
    return { type: CommandType.ExchangeFill, ...report, ...trade };
  }

  canceled(orderId: number, requestNumber: number): ExchangeCanceled {
    return { type: CommandType.ExchangeCanceled, ...this.#report(orderId, requestNumber), solicited: true, text: "" };
  }

  replaced(orderId: number, requestNumber: number): ExchangeReplaced {
    const terms = { orderQty: (ORDER_QTY + 300) as Qty, price: PRICE as Ticks };
    return { type: CommandType.ExchangeReplaced, ...this.#report(orderId, requestNumber), ...terms };
  }

  #report(orderId: number, requestNumber: number) {
    return { venueId: 1, reportSequence: ++this.reportSequence, orderId, requestNumber };
  }
}

export function clOrdIdOf(orderId: number): string {
  return `ORD-${String(orderId).padStart(8, "0")}`;
}

export function symbolOf(orderId: number): string {
  return SYMBOLS[orderId % SYMBOLS.length];
}

export function newOrder(orderId: number): NewOrder {
  return {
    type: CommandType.NewOrder,
    sessionId: 1,
    msgSeqNum: orderId + 1,
    possResend: false,
    clOrdId: clOrdIdOf(orderId),
    account: "ACC-7",
    symbol: symbolOf(orderId),
    side: Side.Buy,
    ordType: OrdType.Limit,
    timeInForce: TimeInForce.Day,
    qtyMantissa: ORDER_QTY,
    qtyScale: 0,
    priceMantissa: PRICE,
    priceScale: 2,
    unsupported: "",
    securityId: "",
    securityExchange: "",
    moreTerms: [],
    carried: "",
  };
}

export function cancelOrder(orderId: number): CancelOrder {
  const named = { clOrdId: `CXL-${String(orderId).padStart(8, "0")}`, origClOrdId: clOrdIdOf(orderId), orderId: 0 };
  const order = { symbol: symbolOf(orderId), side: Side.Buy, securityId: "", securityExchange: "" };
  return { type: CommandType.CancelOrder, sessionId: 1, msgSeqNum: orderId + 1, ...named, ...order };
}

export function replaceOrder(orderId: number): ReplaceOrder {
  // One literal, as the adapter has it: spread together, the same fields make a slower object.
  return {
    type: CommandType.ReplaceOrder,
    sessionId: 1,
    msgSeqNum: orderId + 1,
    clOrdId: `RPL-${String(orderId).padStart(8, "0")}`,
    origClOrdId: clOrdIdOf(orderId),
    orderId: 0,
    symbol: symbolOf(orderId),
    side: Side.Buy,
    ordType: OrdType.Limit,
    timeInForce: TimeInForce.Day,
    qtyMantissa: ORDER_QTY + 300,
    qtyScale: 0,
    priceMantissa: PRICE,
    priceScale: 2,
    unsupported: "",
    securityId: "",
    securityExchange: "",
    moreTerms: [],
    carried: "",
  };
}

/** Decides a list of commands that wait, one after the other, and changes nothing. @returns how many events */
export function decideAll(state: State, commands: readonly Command[], events: Event[]): number {
  let count = 0;
  for (let index = 0; index < commands.length; index++) {
    events.length = 0;
    decide(state, commands[index], events);
    count += events.length;
  }
  return count;
}
