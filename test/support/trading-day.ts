/** A day's order flow by chance: clients who send, change and cancel; a venue that answers. Same seed, same day. */
import { venueClOrdId } from "../../src/domain/instrument.ts";
import { decimalText, NO_PRICE, type Qty, type Ticks } from "../../src/domain/price.ts";
import { CommandType } from "../../src/domain/records.generated.ts";
import { ABSENT, AssetClass, OrdType, Side, TimeInForce } from "../../src/domain/values.ts";
import { Random } from "../../src/lib/random.ts";
import type { JournalFixture } from "./journal-fixture.ts";

const CLIENTS = ["ALPINE", "BRIDGEWAY", "CORVUS", "DELMAR", "EASTGATE"];
/** symbol, currency, digits of a price, reference price in ticks, tick, lot, digits of a quantity */
const INSTRUMENTS = [
  ["ACME", "EUR", 2, 10_050, 1, 1, 0],
  ["NOVA", "EUR", 3, 24_815, 5, 1, 0],
  ["ORION", "USD", 2, 412_30, 1, 100, 0],
  ["VEGA", "GBP", 1, 1_834_5, 5, 1, 0],
  ["LYRA-28", "EUR", 3, 98_640, 10, 1_000, 0],
  ["BTC-EUR", "EUR", 2, 58_412_50, 50, 1, 4],
  ["HELIOS", "SEK", 2, 218_40, 5, 1, 0],
] as const;

export class TradingDay {
  readonly #fixture: JournalFixture;
  readonly #random: Random;
  readonly #open: number[] = [];
  #reportSequence = 0;
  #orders = 0;

  constructor(fixture: JournalFixture, seed: number) {
    this.#fixture = fixture;
    this.#random = new Random(seed);
  }

  /** Reference data, sessions and the day. */
  begin(): void {
    const fixture = this.#fixture;
    for (const [symbol, currency, priceScale, reference, tick, lot, qtyScale] of INSTRUMENTS) {
      fixture.submit({
        type: CommandType.DefineInstrument,
        symbol,
        description: symbol,
        currency,
        assetClass: AssetClass.Equity,
        venueId: 1,
        priceScale,
        qtyScale,
        lotSize: lot as Qty,
        tickTable: [0, tick],
        referencePx: reference as Ticks,
        exchange: "",
        securityIds: "",
      });
    }
    for (const [index, compId] of CLIENTS.entries()) {
      const sessionKey = `FIX.4.4:${compId}`;
      fixture.submit({
        type: CommandType.DefineSession,
        sessionKey,
        compId,
        account: `${compId.slice(0, 3)}-01`,
        pendingReports: true,
        replaceChains: true,
      });
      const peer = `10.4.${index}.21:5${index}310`;
      fixture.submit({
        type: CommandType.LogOnSession,
        sessionId: index + 1,
        msgSeqNum: 1,
        peer,
        reset: false,
      });
    }
    fixture.submit({ type: CommandType.OpenTradingDay, tradingDay: 20261122 });
    fixture.commit();
  }

  /** One thing happens: a new order, a request of a client, or an answer of the venue. */
  step(): void {
    const random = this.#random;
    // Most of what happens, happens to young orders.
    const back = random.oneIn(4) ? random.below(this.#open.length) : random.below(Math.min(14, this.#open.length));
    const orderId = this.#open[this.#open.length - 1 - back] ?? 0;
    const choice = random.below(100);
    if (orderId === 0 || choice < 24) this.newOrder();
    else if (choice < 86) this.#venueActs(orderId);
    else this.#clientChanges(orderId, choice < 93);
  }

  /** The number of the venue's next report. */
  nextReport(): number {
    return ++this.#reportSequence;
  }

  newOrder(text = "", isCare = false): number {
    const random = this.#random;
    const fixture = this.#fixture;
    const sessionId = 1 + random.below(CLIENTS.length);
    const [symbol, , priceScale, reference, tick, lot, qtyScale] = INSTRUMENTS[random.below(INSTRUMENTS.length)];
    const isMarket = random.oneIn(9);
    const side = random.oneIn(2) ? Side.Buy : random.oneIn(8) ? Side.SellShort : Side.Sell;
    const ticks = reference + tick * (random.below(40) - 20);
    const qtyMantissa = lot * (1 + random.below(40)) * (lot === 1 ? 100 : 1);
    const msgSeqNum = fixture.nextInbound(sessionId);
    const clOrdId = `${CLIENTS[sessionId - 1].slice(0, 2)}${String(++this.#orders).padStart(6, "0")}${text}`;
    const account = random.oneIn(3) ? `${CLIENTS[sessionId - 1].slice(0, 3)}-02` : "";
    // Now and then a client writes a price off the tick or a symbol nobody has, as clients do.
    const isWrong = random.oneIn(30);
    const asked = isWrong && random.oneIn(2) ? "ZEPHYR" : symbol;
    const priceMantissa = isMarket ? NO_PRICE : isWrong ? ticks * 10 + 3 : ticks;
    const askedScale = isWrong ? priceScale + 1 : priceScale;
    const timeInForce = random.oneIn(6)
      ? TimeInForce.ImmediateOrCancel
      : random.oneIn(5)
        ? TimeInForce.GoodTillCancel
        : TimeInForce.Day;
    const price = isMarket ? "" : `44=${decimalText(priceMantissa, askedScale)}|`;
    const ordType = isMarket ? OrdType.Market : OrdType.Limit;
    const raw = fixture.message(
      "D",
      CLIENTS[sessionId - 1],
      "LOCKSTEP",
      msgSeqNum,
      `11=${clOrdId}|${account === "" ? "" : `1=${account}|`}55=${asked}|54=${side}|38=${decimalText(qtyMantissa, qtyScale)}|40=${ordType}|${price}59=${timeInForce}|21=${isCare ? 3 : 1}`,
    );
    const events = fixture.submit(
      {
        type: CommandType.NewOrder,
        sessionId,
        msgSeqNum,
        possResend: false,
        clOrdId,
        account,
        symbol: asked,
        side,
        ordType,
        timeInForce,
        qtyMantissa,
        qtyScale,
        priceMantissa,
        priceScale: isMarket ? 0 : askedScale,
        unsupported: "",
        securityId: "",
        securityExchange: "",
        moreTerms: isCare ? [21, "3".charCodeAt(0), 0] : [],
        carried: "",
      },
      raw,
    );
    const orderId = fixture.state.orders.count;
    if (events.length > 1 && !isCare) this.#open.push(orderId);
    return orderId;
  }

  #venueActs(orderId: number): void {
    const { orders, instruments } = this.#fixture.state;
    const random = this.#random;
    const report = (requestNumber: number) => ({
      venueId: 1,
      reportSequence: ++this.#reportSequence,
      orderId,
      requestNumber,
    });
    const request = orders.requestNumber[orderId];
    const accepted = orders.acceptedRequest[orderId];
    const fixture = this.#fixture;
    if (accepted === 0) {
      if (random.oneIn(40)) {
        const text = "trading in this instrument is halted";
        fixture.submit({ type: CommandType.ExchangeRejected, ...report(1), ordRejReason: 2, text });
      } else {
        const exchangeOrderId = `V${venueClOrdId(orderId, 1)}`;
        fixture.submit({ type: CommandType.ExchangeAccepted, ...report(1), exchangeOrderId });
      }
    } else if (orders.pending[orderId] === 1) {
      fixture.submit({ type: CommandType.ExchangeCanceled, ...report(request), solicited: true, text: "" });
    } else if (orders.pending[orderId] === 2) {
      const orderQty = Math.max(
        this.#fixture.state.requests.orderQty[orders.requestHead[orderId]],
        orders.cumQty[orderId],
      ) as Qty;
      const price = this.#fixture.state.requests.price[orders.requestHead[orderId]] as Ticks;
      fixture.submit({ type: CommandType.ExchangeReplaced, ...report(request), orderQty, price });
    } else if (random.oneIn(25)) {
      const text = "not filled at once";
      fixture.submit({ type: CommandType.ExchangeCanceled, ...report(request), solicited: false, text });
    } else {
      const leavesQty = orders.leavesQty(orderId);
      const instrument = instruments[orders.instrumentId[orderId]];
      if (instrument === undefined || leavesQty === 0) return this.#forget(orderId);
      const part = Math.ceil(leavesQty / (1 + random.below(4)) / instrument.lotSize) * instrument.lotSize;
      const price = orders.price[orderId] === NO_PRICE ? instrument.referencePx : orders.price[orderId];
      fixture.submit({
        type: CommandType.ExchangeFill,
        ...report(accepted),
        exchangeExecId: `T${this.#reportSequence}`,
        lastQty: Math.min(part, leavesQty) as Qty,
        lastPx: (price - (random.oneIn(3) ? instrument.tickTable[1] : 0)) as Ticks,
      });
    }
    if (!orders.isOpen(orderId)) this.#forget(orderId);
  }

  #clientChanges(orderId: number, isReplace: boolean): void {
    const { orders, instruments } = this.#fixture.state;
    if (orders.acceptedRequest[orderId] === 0 || orders.pending[orderId] !== 0) return;
    const sessionId = orders.sessionId[orderId];
    const instrument = instruments[orders.instrumentId[orderId]];
    if (instrument === undefined) return;
    const msgSeqNum = this.#fixture.nextInbound(sessionId);
    const clOrdId = `${CLIENTS[sessionId - 1].slice(0, 2)}${String(++this.#orders).padStart(6, "0")}`;
    const compId = CLIENTS[sessionId - 1];
    const origClOrdId = this.#fixture.state.clOrdIds.textOf(orders.clOrdIdEntry[orderId]);
    const side = String.fromCharCode(orders.side[orderId]) as Side;
    const base = {
      sessionId,
      msgSeqNum,
      clOrdId,
      origClOrdId,
      orderId: 0,
      symbol: instrument.symbol,
      side,
      securityId: "",
      securityExchange: "",
    };
    const fields = `11=${clOrdId}|41=${origClOrdId}|55=${instrument.symbol}|54=${side}`;
    if (!isReplace) {
      const raw = this.#fixture.message("F", compId, "LOCKSTEP", msgSeqNum, fields);
      this.#fixture.submit({ type: CommandType.CancelOrder, ...base }, raw);
      return;
    }
    const qtyMantissa = orders.orderQty[orderId] + instrument.lotSize * this.#random.below(20);
    const price = orders.price[orderId];
    const priceText = price === NO_PRICE ? "" : `|44=${decimalText(price, instrument.priceScale)}`;
    const qtyText = decimalText(qtyMantissa, instrument.qtyScale);
    const ordType = String.fromCharCode(orders.ordType[orderId]) as OrdType;
    const timeInForce = String.fromCharCode(orders.timeInForce[orderId]) as TimeInForce;
    const terms = `${fields}|38=${qtyText}|40=${ordType}${priceText}|59=${timeInForce || ABSENT}`;
    const raw = this.#fixture.message("G", compId, "LOCKSTEP", msgSeqNum, terms);
    const asked = {
      qtyMantissa,
      qtyScale: instrument.qtyScale,
      priceMantissa: price,
      priceScale: price === NO_PRICE ? 0 : instrument.priceScale,
      unsupported: "",
      moreTerms: [],
      carried: "",
    };
    this.#fixture.submit({ type: CommandType.ReplaceOrder, ...base, ordType, timeInForce, ...asked }, raw);
  }

  #forget(orderId: number): void {
    const index = this.#open.indexOf(orderId);
    if (index !== -1) this.#open.splice(index, 1);
  }
}
