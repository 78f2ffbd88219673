/**
 * Judges the terms few orders have: the client's exact decimals become price and quantity units of the instrument, and the
 * table of what is taken is asked. Cold: plain orders do not come here.
 */
import { type InstrumentDefinition, isOnTick, tickAt } from "../domain/instrument.ts";
import { PRICE_MAX, QTY_MAX } from "../domain/limits.ts";
import { DISPLAY_TAGS, isKnownTerm, TERM_KINDS, Term } from "../domain/more-terms.ts";
import { supportFault } from "../domain/order-support.ts";
import { decimalText, rescale, type Ticks } from "../domain/price.ts";
import { OrdRejReason } from "../domain/values.ts";

/** Why the terms are refused; `reason` is set with a text only. One reused object, valid until the next check. */
export const moreTermsFault = { reason: 0, text: "" };

const NAMES: ReadonlyMap<number, string> = new Map([
  [Term.ExecInst, "ExecInst"],
  [Term.HandlInst, "HandlInst"],
  [Term.StopPx, "StopPx"],
  [Term.MinQty, "MinQty"],
  [Term.MaxFloor, "MaxFloor"],
  [Term.MaxShow, "MaxShow"],
  [Term.PegOffsetValue, "PegOffsetValue"],
  [Term.ExpireDate, "ExpireDate"],
  [Term.PegPriceType, "PegPriceType"],
  [Term.DisplayQty, "DisplayQty"],
  [Term.SelfMatchPreventionId, "SelfMatchPreventionID"],
  [Term.SelfMatchPreventionInstruction, "SelfMatchPreventionInstruction"],
]);

/**
 * @param asked triples (tag, mantissa, scale)
 * @param orderQty in quantity units, already checked
 * @param tradingDay yyyymmdd: a date before it is over
 * @returns pairs (tag, value), or null when they are refused: then `moreTermsFault` says why
 */
export function agreeOnMoreTerms(
  asked: readonly number[],
  instrument: InstrumentDefinition,
  orderQty: number,
  tradingDay: number,
): number[] | null {
  const agreed: number[] = [];
  for (let index = 0; index < asked.length; index += 3) {
    const tag = asked[index];
    const value = agreedValue(tag, asked[index + 1], asked[index + 2], instrument, orderQty, tradingDay);
    if (Number.isNaN(value)) return null;
    if (value !== 0 || DISPLAY_TAGS.includes(tag)) agreed.push(tag, value);
  }
  return agreed;
}

/** Asks the table of what is taken. @returns false when something does not go with the rest */
export function isSupported(ordType: string, timeInForce: string, agreed: readonly number[]): boolean {
  const fault = supportFault(ordType, timeInForce, agreed);
  if (fault !== "") refuse(OrdRejReason.UnsupportedOrderCharacteristic, fault);
  return fault === "";
}

/** @returns the agreed value, NaN when it is refused */
function agreedValue(
  tag: number,
  mantissa: number,
  scale: number,
  instrument: InstrumentDefinition,
  orderQty: number,
  tradingDay: number,
): number {
  const what = () => `${NAMES.get(tag) ?? "field"}(${tag}) ${decimalText(mantissa, scale)}`;
  switch (TERM_KINDS.get(tag)) {
    case "price":
    case "offset":
      return priceOf(tag, mantissa, scale, instrument, what);
    case "qty": {
      const qty = rescale(mantissa, scale, instrument.qtyScale);
      if (qty >= 0 && qty <= Math.min(orderQty, QTY_MAX) && qty % instrument.lotSize === 0) return qty;
      const lot = decimalText(instrument.lotSize, instrument.qtyScale);
      return refuse(
        OrdRejReason.IncorrectQuantity,
        `${what()} must be a multiple of the lot size ${lot}, up to OrderQty(38)`,
      );
    }
    case "date":
      if (mantissa >= tradingDay) return mantissa;
      return refuse(OrdRejReason.Other, `${what()} is over; the trading day is ${tradingDay}`);
    default: {
      if (isKnownTerm(tag, mantissa)) return mantissa;
      const value = tag === Term.ExecInst ? `ExecInst(18) ${String.fromCharCode(mantissa)}` : what();
      return refuse(OrdRejReason.UnsupportedOrderCharacteristic, `${value} is not supported`);
    }
  }
}

function priceOf(
  tag: number,
  mantissa: number,
  scale: number,
  instrument: InstrumentDefinition,
  what: () => string,
): number {
  const price = rescale(mantissa, scale, instrument.priceScale);
  if (tag === Term.PegOffsetValue) {
    if (Math.abs(price) <= PRICE_MAX) return price;
    return refuse(OrdRejReason.Other, `${what()} must have at most ${instrument.priceScale} digits after the point`);
  }
  // 0 asks for nothing, as clients write it who always write the field.
  if (mantissa === 0) return 0;
  if (price > 0 && price <= PRICE_MAX && isOnTick(instrument, price as Ticks)) return price;
  const near = Math.max(Math.floor(mantissa * 10 ** (instrument.priceScale - scale)), 0) as Ticks;
  const tick = decimalText(tickAt(instrument.tickTable, near), instrument.priceScale);
  return refuse(OrdRejReason.InvalidPriceIncrement, `${what()} must be above 0 and a multiple of the tick ${tick}`);
}

function refuse(reason: number, text: string): number {
  moreTermsFault.reason = reason;
  moreTermsFault.text = text;
  return Number.NaN;
}
