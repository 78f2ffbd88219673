/** Exact sums of price x quantity over instruments of any scales: whole numbers of 10^-30 of the currency. */
const DIGITS = 30;
const CENTS = 2;

/** @param scale digits after the point of price and quantity together */
export function exactNotional(price: number, qty: number, scale: number): bigint {
  return BigInt(price) * BigInt(qty) * 10n ** BigInt(DIGITS - scale);
}

/** At least two digits after the point, and no rounding: "500000.00". */
export function notionalText(value: bigint): string {
  const digits = String(value < 0n ? -value : value).padStart(DIGITS + 1, "0");
  const point = digits.length - DIGITS;
  const fraction = digits.slice(point).replace(/0+$/, "").padEnd(CENTS, "0");
  return `${value < 0n ? "-" : ""}${digits.slice(0, point)}.${fraction}`;
}

/** Sums by currency; an instrument nobody knows has none. */
export class NotionalSums {
  readonly #sums = new Map<string, bigint>();

  add(currency: string, value: bigint): void {
    this.#sums.set(currency, (this.#sums.get(currency) ?? 0n) + value);
  }

  /** "500000.00 USD", by currency; "0.00" when nothing was added. */
  text(): string {
    if (this.#sums.size === 0) return "0.00";
    return [...this.#sums]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([currency, value]) => `${notionalText(value)} ${currency || "(no currency)"}`)
      .join(", ");
  }

  toJSON(): Record<string, string> {
    return Object.fromEntries([...this.#sums].map(([currency, value]) => [currency, notionalText(value)]));
  }
}
