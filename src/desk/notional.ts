/** Money of many orders, by currency: exact, and written to the cent. */
import { collarReference } from "../core/risk.ts";
import type { State } from "../core/state.ts";
import { decimalText, NO_PRICE } from "../domain/price.ts";

export class Notionals {
  readonly #sums = new Map<string, { sum: bigint; scale: number }>();

  /** What is open of an order, at its price, or at the day's reference price when it has none. */
  addOpen({ orders, instruments }: State, row: number): void {
    const instrument = instruments[orders.instrumentId[row]];
    const leavesQty = orders.leavesQty(row);
    if (instrument === undefined || leavesQty === 0) return;
    const price = orders.price[row] === NO_PRICE ? collarReference(instrument) : orders.price[row];
    this.#add(instrument.currency, instrument.priceScale + instrument.qtyScale, BigInt(leavesQty) * BigInt(price));
  }

  /** Currencies by name. */
  toWire(): { currency: string; leaves: string }[] {
    return [...this.#sums]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([currency, { sum, scale }]) => ({ currency, leaves: inCents(sum, scale) }));
  }

  #add(currency: string, scale: number, add: bigint): void {
    const was = this.#sums.get(currency) ?? { sum: 0n, scale };
    const most = Math.max(scale, was.scale);
    const sum = was.sum * 10n ** BigInt(most - was.scale) + add * 10n ** BigInt(most - scale);
    this.#sums.set(currency, { sum, scale: most });
  }
}

/** Cents are enough for a person who confirms. */
function inCents(sum: bigint, scale: number): string {
  const cents = scale >= 2 ? sum / 10n ** BigInt(scale - 2) : sum * 10n ** BigInt(2 - scale);
  return decimalText(Number(cents), 2);
}
