/**
 * Exact prices and quantities. Inside, a price is an integer number of the instrument's smallest decimal unit
 * (10^-priceScale) and a quantity an integer number of its quantity unit (10^-qtyScale); the tick table and the lot
 * size say which of those integers may be traded. Text and `Decimal` exist at the edges only, and only this file turns
 * one into the other.
 */
import { Decimal } from "decimal.js";

declare const unit: unique symbol;
/** A price in units of 10^-priceScale of its instrument. */
export type Ticks = number & { readonly [unit]: "Ticks" };
/** A quantity in units of 10^-qtyScale of its instrument. */
export type Qty = number & { readonly [unit]: "Qty" };

/** "This order has no price" (a market order). Not 0: spreads trade at 0 and below. */
export const NO_PRICE = Number.MIN_SAFE_INTEGER as Ticks;

const POWERS_OF_TEN = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

/**
 * Moves an exact decimal `mantissa` x 10^-`fromScale` to `toScale` digits.
 *
 * @returns the integer at `toScale`, or NaN when it does not fit exactly (more digits than the instrument has, or
 *   beyond 2^53 - 1). Never rounds.
 */
export function rescale(mantissa: number, fromScale: number, toScale: number): number {
  if (fromScale === toScale) return mantissa;
  if (fromScale < toScale) {
    const scaled = mantissa * POWERS_OF_TEN[toScale - fromScale];
    return Number.isSafeInteger(scaled) ? scaled : Number.NaN;
  }
  const divisor = POWERS_OF_TEN[fromScale - toScale];
  if (divisor === undefined) return mantissa === 0 ? 0 : Number.NaN;
  return mantissa % divisor === 0 ? mantissa / divisor : Number.NaN;
}

/** The text of an exact decimal: `decimalText(10050, 2)` is "100.50". */
export function decimalText(mantissa: number, scale: number): string {
  if (scale === 0) return String(mantissa);
  const negative = mantissa < 0;
  const digits = String(negative ? -mantissa : mantissa).padStart(scale + 1, "0");
  const point = digits.length - scale;
  return `${negative ? "-" : ""}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** The shortest text of an exact decimal: `decimalTextShort(10050, 2)` is "100.5", of 10000 "100". */
export function decimalTextShort(mantissa: number, scale: number): string {
  return new Decimal(mantissa).div(new Decimal(10).pow(scale)).toFixed();
}

/**
 * Reads a decimal text at the given scale.
 *
 * @returns the integer at `scale`, or NaN when the text is no plain decimal or does not fit exactly.
 */
export function parseDecimal(text: string, scale: number): number {
  if (!/^-?\d{1,15}(\.\d{1,15})?$/.test(text)) return Number.NaN;
  const value = new Decimal(text).mul(new Decimal(10).pow(scale));
  return value.isInteger() && value.abs().lte(Number.MAX_SAFE_INTEGER) ? value.toNumber() : Number.NaN;
}

/** Digits after the point that an average price is reported with, beyond the instrument's own. */
export const AVERAGE_EXTRA_DIGITS = 4;

/**
 * Average price from its exact parts: `notional` (the sum of lastQty x lastPx) over `cumQty`, rounded half up at
 * `AVERAGE_EXTRA_DIGITS` more digits than the price has.
 *
 * @returns the mantissa at scale `priceScale + AVERAGE_EXTRA_DIGITS`; 0 when nothing was filled.
 */
export function averagePrice(notional: number, cumQty: number): number {
  if (cumQty === 0) return 0;
  const whole = Math.floor(notional / cumQty);
  let rest = notional - whole * cumQty;
  // Long division, a digit at a time: `rest` stays below cumQty, so every step is exact while cumQty < 2^53 / 10.
  let digits = 0;
  for (let index = 0; index < AVERAGE_EXTRA_DIGITS; index++) {
    rest *= 10;
    const digit = Math.floor(rest / cumQty);
    rest -= digit * cumQty;
    digits = digits * 10 + digit;
  }
  if (rest * 2 >= cumQty) digits++;
  return whole * 10 ** AVERAGE_EXTRA_DIGITS + digits;
}
