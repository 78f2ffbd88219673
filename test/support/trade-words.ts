/** Short words for commands and reference data in tests of the core. */

import { decide, evolve } from "../../src/core/core.ts";
import { placeOf } from "../../src/core/fill-table.ts";
import { LimitKind } from "../../src/core/limits-table.ts";
import { State } from "../../src/core/state.ts";
import type { InstrumentDefinition } from "../../src/domain/instrument.ts";
import type { Qty, Ticks } from "../../src/domain/price.ts";
import { NO_PRICE } from "../../src/domain/price.ts";
import {
  type CancelOrder,
  type Command,
  CommandType,
  type Event,
  EventName,
  type NewOrder,
  type ReplaceOrder,
} from "../../src/domain/records.generated.ts";
import { AssetClass, OrdType, Side, TimeInForce } from "../../src/domain/values.ts";

export function testInstrument(symbol: string): Required<InstrumentDefinition> {
  return {
    symbol,
    description: "Test symbol",
    currency: "USD",
    assetClass: AssetClass.Equity,
    venueId: 1,
    priceScale: 2,
    qtyScale: 0,
    lotSize: 1 as Qty,
    tickTable: [0, 1],
    referencePx: 10_000 as Ticks,
    exchange: "",
    securityIds: "",
  };
}

/** A core with sessions 1 and 2, ZVZZT and ZWZZT, a collar of 20 % and session 1's limits, and everything it was told. */
export class TestCore {
  readonly state = new State();
  readonly log: { command: Command; events: Event[] }[] = [];
  nowNs = 1_700_000_000_000_000_000n;
  #reportSequence = 0;

  constructor() {
    for (const compId of ["ALPHA", "BRAVO"]) {
      const sessionKey = `FIX.4.4:${compId}`;
      this.tell({
        type: CommandType.DefineSession,
        sessionKey,
        compId,
        account: `${compId}-1`,
        pendingReports: false,
        replaceChains: true,
      });
    }
    for (const symbol of ["ZVZZT", "ZWZZT"])
      this.tell({ type: CommandType.DefineInstrument, ...testInstrument(symbol) });
    this.limit("", LimitKind.PriceCollarBps, 2_000);
    this.limit("FIX.4.4:ALPHA", LimitKind.MaxOrderQty, 100_000);
    this.limit("FIX.4.4:ALPHA", LimitKind.MaxOrderNotional, 5_000_000);
    this.tell({ type: CommandType.OpenTradingDay, tradingDay: 20_261_120 });
  }

  limit(sessionKey: string, limitKind: number, value: number): void {
    this.tell({ type: CommandType.SetLimit, sessionKey, symbol: "", limitKind, value });
  }

  /** Gives the core a command and applies what comes of it. */
  tell(command: Command): Event[] {
    const events: Event[] = [];
    decide(this.state, command, events);
    this.nowNs += 1_000n;
    const sequence = this.log.length + 1;
    for (const [at, event] of events.entries()) evolve(this.state, event, this.nowNs, placeOf(sequence, at));
    this.log.push({ command, events });
    return events;
  }

  /** The next report of the venue. */
  venue<C extends Omit<Command & { reportSequence: number }, "venueId" | "reportSequence">>(report: C): Event[] {
    return this.tell({ venueId: 1, reportSequence: ++this.#reportSequence, ...report } as unknown as Command);
  }

  accept(orderId: number): Event[] {
    return this.venue({
      type: CommandType.ExchangeAccepted,
      orderId,
      requestNumber: 1,
      exchangeOrderId: `X${orderId}`,
    });
  }

  fill(orderId: number, lastQty: number, lastPx: number, exchangeExecId = `T${this.#reportSequence + 1}`): Event[] {
    const report = { orderId, requestNumber: 1, exchangeExecId, lastQty: lastQty as Qty, lastPx: lastPx as Ticks };
    return this.venue({ type: CommandType.ExchangeFill, ...report });
  }

  /** Undoes a trade, or says what it was; `leavesQty` is what is on the venue's book after, -1 for as much as before. */
  bust(orderId: number, exchangeExecRefId: string, leavesQty = -1): Event[] {
    return this.venue({
      type: CommandType.ExchangeBusted,
      ...this.#change(orderId, exchangeExecRefId, leavesQty),
      text: "",
    });
  }

  correct(orderId: number, exchangeExecRefId: string, lastQty: number, lastPx: number, leavesQty = -1): Event[] {
    const trade = { lastQty: lastQty as Qty, lastPx: lastPx as Ticks, text: "" };
    return this.venue({
      type: CommandType.ExchangeCorrected,
      ...this.#change(orderId, exchangeExecRefId, leavesQty),
      ...trade,
    });
  }

  #change(orderId: number, exchangeExecRefId: string, leavesQty: number) {
    const exchangeExecId = `T${this.#reportSequence + 1}`;
    return { orderId, requestNumber: 1, exchangeExecId, exchangeExecRefId, leavesQty: leavesQty as Qty };
  }
}

/** A message that names its instrument by Symbol alone. */
export const NO_SECURITY = { securityId: "", securityExchange: "" };

export function newOrder(clOrdId: string, given: Partial<NewOrder> = {}): NewOrder {
  return {
    type: CommandType.NewOrder,
    sessionId: 1,
    msgSeqNum: 1,
    possResend: false,
    clOrdId,
    account: "",
    symbol: "ZVZZT",
    side: Side.Buy,
    ordType: OrdType.Limit,
    timeInForce: TimeInForce.Day,
    qtyMantissa: 100,
    qtyScale: 0,
    priceMantissa: 10_000,
    priceScale: 2,
    unsupported: "",
    securityId: "",
    securityExchange: "",
    moreTerms: [],
    carried: "",
    ...given,
  };
}

export function marketOrder(clOrdId: string, given: Partial<NewOrder> = {}): NewOrder {
  return newOrder(clOrdId, { ordType: OrdType.Market, priceMantissa: NO_PRICE, priceScale: 0, ...given });
}

export function cancel(clOrdId: string, origClOrdId: string, given: Partial<CancelOrder> = {}): CancelOrder {
  const named = { clOrdId, origClOrdId, orderId: 0, symbol: "ZVZZT", side: Side.Buy, ...NO_SECURITY };
  return { type: CommandType.CancelOrder, sessionId: 1, msgSeqNum: 1, ...named, ...given };
}

export function replace(clOrdId: string, origClOrdId: string, given: Partial<ReplaceOrder> = {}): ReplaceOrder {
  const { possResend: _, account: __, ...terms } = newOrder(clOrdId);
  return { ...terms, orderId: 0, origClOrdId, ...given, type: CommandType.ReplaceOrder };
}

/** The events' names, for whole lists at a glance. */
export function names(events: readonly Event[]): string[] {
  return events.map((event) => EventName[event.type]);
}
