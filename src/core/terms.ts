/**
 * Hot path: the terms a client asks for, against the instrument's rules; budget 0.2 us.
 *
 * One check a line, in the order of precedence a client sees them. `reason` 0 with an empty `text` means fine. The
 * result is one reused object, valid until the next check: `orderQty`, `price` and `moreTerms` are then the exact integers.
 */
import { type InstrumentDefinition, isOnTick, tickAt } from "../domain/instrument.ts";
import { NOTIONAL_MAX, PRICE_MAX, QTY_MAX } from "../domain/limits.ts";
import { NO_MORE_TERMS } from "../domain/more-terms.ts";
import { decimalText, NO_PRICE, type Qty, rescale, type Ticks } from "../domain/price.ts";
import { CxlRejReason, OrdRejReason, OrdType, Side, TimeInForce } from "../domain/values.ts";
import { agreeOnMoreTerms, isSupported, moreTermsFault } from "./more-terms-check.ts";

export type AskedTerms = {
  side: Side;
  ordType: OrdType;
  timeInForce: TimeInForce;
  qtyMantissa: number;
  qtyScale: number;
  priceMantissa: number;
  priceScale: number;
  unsupported: string;
  /** Triples (tag, mantissa, scale). */
  moreTerms: readonly number[];
};

export const terms = {
  orderQty: 0 as Qty,
  price: NO_PRICE,
  /** Pairs (tag, value); owned by whoever takes them. */
  moreTerms: NO_MORE_TERMS as number[],
  reason: 0,
  text: "",
};

/**
 * Checks and converts.
 *
 * @param before what the order has of terms few orders have: a replace that names none leaves them as they are
 * @param tradingDay yyyymmdd
 * @returns true when the terms can be an order of this instrument
 */
export function checkTerms(
  asked: AskedTerms,
  instrument: InstrumentDefinition,
  before: number[],
  tradingDay: number,
): boolean {
  terms.text = "";
  terms.moreTerms = before;
  if (!isKnownSide(asked.side)) return refuse(OrdRejReason.UnsupportedOrderCharacteristic, sideText(asked.side));
  const isPlain = asked.moreTerms.length === 0 && before.length === 0 && isPlainType(asked.ordType, asked.timeInForce);
  if (!isPlain && asked.moreTerms.length === 0 && !isSupported(asked.ordType, asked.timeInForce, before)) {
    return refuse(moreTermsFault.reason, moreTermsFault.text);
  }
  if (asked.unsupported !== "") return refuse(OrdRejReason.UnsupportedOrderCharacteristic, asked.unsupported);
  if (!checkQty(asked, instrument)) return false;
  if (asked.moreTerms.length > 0 && !checkMoreTerms(asked, instrument, tradingDay)) {
    return refuse(moreTermsFault.reason, moreTermsFault.text);
  }
  return checkPrice(asked, instrument);
}

function checkMoreTerms(asked: AskedTerms, instrument: InstrumentDefinition, tradingDay: number): boolean {
  const agreed = agreeOnMoreTerms(asked.moreTerms, instrument, terms.orderQty, tradingDay);
  if (agreed === null) return false;
  terms.moreTerms = agreed;
  return isSupported(asked.ordType, asked.timeInForce, agreed);
}

function checkQty(asked: AskedTerms, instrument: InstrumentDefinition): boolean {
  const qty = rescale(asked.qtyMantissa, asked.qtyScale, instrument.qtyScale);
  if (asked.qtyMantissa <= 0)
    return refuse(OrdRejReason.IncorrectQuantity, `OrderQty(38) ${qtyText(asked)} must be above 0`);
  if (!(qty <= QTY_MAX) || qty % instrument.lotSize !== 0) {
    return refuse(
      OrdRejReason.IncorrectQuantity,
      `OrderQty(38) ${qtyText(asked)} must be a multiple of the lot size ${decimalText(instrument.lotSize, instrument.qtyScale)} and at most ${decimalText(QTY_MAX, instrument.qtyScale)}`,
    );
  }
  terms.orderQty = qty as Qty;
  return true;
}

function checkPrice(asked: AskedTerms, instrument: InstrumentDefinition): boolean {
  const { ordType } = asked;
  if (ordType !== OrdType.Limit && ordType !== OrdType.StopLimit) {
    // A price on a market order means nothing (FIX 4.4 Volume 4, OrdType 1) and clients do send 44=0.
    if (ordType !== OrdType.Pegged || asked.priceMantissa === NO_PRICE || asked.priceMantissa === 0) {
      terms.price = NO_PRICE;
      return checkNotional(instrument.referencePx, "at the reference price");
    }
  }
  if (asked.priceMantissa === NO_PRICE) {
    const name = ordType === OrdType.Limit ? "2 (Limit)" : "4 (Stop limit)";
    return refuse(OrdRejReason.Other, `Price(44) is required for OrdType(40)=${name}`);
  }
  const price = rescale(asked.priceMantissa, asked.priceScale, instrument.priceScale) as Ticks;
  if (asked.priceMantissa <= 0) return refuse(OrdRejReason.Other, `Price(44) ${priceText(asked)} must be above 0`);
  if (price > PRICE_MAX) return refuse(OrdRejReason.Other, `Price(44) ${priceText(asked)} is beyond the largest price`);
  if (Number.isNaN(price) || !isOnTick(instrument, price)) {
    const near = Math.floor(asked.priceMantissa * 10 ** (instrument.priceScale - asked.priceScale)) as Ticks;
    return refuse(
      OrdRejReason.InvalidPriceIncrement,
      `Price(44) ${priceText(asked)} is not a multiple of the tick ${decimalText(tickAt(instrument.tickTable, near), instrument.priceScale)}`,
    );
  }
  terms.price = price;
  return checkNotional(price, "at its price");
}

function checkNotional(price: number, how: string): boolean {
  if (terms.orderQty * price <= NOTIONAL_MAX) return true;
  return refuse(OrdRejReason.OrderExceedsLimit, `OrderQty(38) ${terms.orderQty} ${how} is beyond the largest notional`);
}

function refuse(reason: number, text: string): boolean {
  terms.reason = reason;
  terms.text = text;
  return false;
}

function isKnownSide(side: string): boolean {
  return side === Side.Buy || side === Side.Sell || side === Side.SellShort;
}

/** Market and limit, Day, GTC, IOC and FOK: taken in any pair, without asking the table. */
function isPlainType(ordType: string, timeInForce: string): boolean {
  return (
    (ordType === OrdType.Limit || ordType === OrdType.Market) &&
    (timeInForce === TimeInForce.Day ||
      timeInForce === TimeInForce.GoodTillCancel ||
      timeInForce === TimeInForce.ImmediateOrCancel ||
      timeInForce === TimeInForce.FillOrKill)
  );
}

function sideText(side: string): string {
  return `Side(54) ${side} is not supported; 1 (Buy), 2 (Sell) and 5 (Sell short) are`;
}

function qtyText(asked: AskedTerms): string {
  return decimalText(asked.qtyMantissa, asked.qtyScale);
}

function priceText(asked: AskedTerms): string {
  return decimalText(asked.priceMantissa, asked.priceScale);
}

/** CxlRejReason (102) for what would be an OrdRejReason (103) of a new order. */
export function cxlReasonOf(ordRejReason: number): number {
  if (ordRejReason === OrdRejReason.InvalidPriceIncrement) return CxlRejReason.InvalidPriceIncrement;
  if (ordRejReason === OrdRejReason.PriceExceedsCurrentPriceBand) return CxlRejReason.PriceExceedsCurrentPriceBand;
  return CxlRejReason.Other;
}
