/**
 * How far prices may go: a band is a percentage around a price, in basis points, with its ends on the tick grid inside it.
 * The static band is around the day's reference price and refuses orders; the dynamic one is around the last trade and
 * starts a volatility auction instead of the trade beyond it.
 */
import { tickPriceAtOrAbove, tickPriceAtOrBelow } from "../src/domain/instrument.ts";
import { decimalText, type Ticks } from "../src/domain/price.ts";

/** Bands are given in basis points; 0 is no band, and this one reaches from nothing to twice the price. */
export const BAND_BPS_MAX = 10_000;

/** Both ends belong to the band. */
export type PriceBand = { readonly low: Ticks; readonly high: Ticks };

export const NO_BAND: PriceBand = {
  low: Number.NEGATIVE_INFINITY as Ticks,
  high: Number.POSITIVE_INFINITY as Ticks,
};

/** The prices on the tick grid not farther than `bps` from `price`; never less than the price and its neighbours. */
export function bandAround(price: Ticks, bps: number, tickTable: readonly number[]): PriceBand {
  if (bps === 0) return NO_BAND;
  const reach = Math.floor((Math.abs(price) * bps) / 10_000);
  return {
    low: Math.min(tickPriceAtOrAbove(tickTable, price - reach), tickPriceAtOrBelow(tickTable, price)) as Ticks,
    high: Math.max(tickPriceAtOrBelow(tickTable, price + reach), tickPriceAtOrAbove(tickTable, price)) as Ticks,
  };
}

export function isInBand({ low, high }: PriceBand, price: number): boolean {
  return price >= low && price <= high;
}

/** "price must be from 90.00 to 110.00, the static band of the day". */
export function staticBandText(low: number, high: number, priceScale: number): string {
  return `price must be from ${decimalText(low, priceScale)} to ${decimalText(high, priceScale)}, the static band of the day`;
}
