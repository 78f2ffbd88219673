/** An action in words, and its figures as people read them. */
import type { OrderView } from "../core/order-view.ts";
import { decimalText, decimalTextShort, NO_PRICE } from "../domain/price.ts";

const SIDE_WORDS: Readonly<Record<string, string>> = { "1": "Buy", "2": "Sell", "5": "Sell short" };
const TIME_WORDS: Readonly<Record<string, string>> = {
  "0": "day",
  "1": "good till cancel",
  "3": "immediate or cancel",
  "4": "fill or kill",
};

export type Terms = { side: string; qty: string; symbol: string; price: string; timeInForce: string };

/** "Sell 10,000 ZVZZT, limit 100.02, day"; dots where nothing is said yet. @param price "" for a market order */
export function termsWords({ side, qty, symbol, price, timeInForce }: Terms): string {
  const limit = price === "" ? "at market" : `limit ${grouped(price)}`;
  const time = TIME_WORDS[timeInForce] ?? `TimeInForce(59) ${timeInForce}`;
  return `${SIDE_WORDS[side] ?? "…"} ${qty === "" ? "…" : grouped(qty)} ${symbol === "" ? "…" : symbol}, ${limit}, ${time}`;
}

/** "order 17: Sell 10,000 ZVZZT, limit 100.02, day" */
export function orderWords(order: OrderView): string {
  const price = order.price === NO_PRICE ? "" : decimalText(order.price, order.priceScale);
  const qty = decimalTextShort(order.orderQty, order.qtyScale);
  return `order ${order.orderId}: ${termsWords({ ...order, qty, price })}`;
}

/** Thousands apart: "1234567.50" is "1,234,567.50". */
export function grouped(text: string): string {
  const [whole, fraction] = text.split(".");
  const digits = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? digits : `${digits}.${fraction}`;
}

/** Two digits after the point are enough for a sum of money that a person reads. */
export function moneyText(mantissa: bigint, scale: number, currency: string): string {
  const cents =
    scale >= 2
      ? (mantissa + 10n ** BigInt(scale - 2) / 2n) / 10n ** BigInt(scale - 2)
      : mantissa * 10n ** BigInt(2 - scale);
  const digits = String(cents).padStart(3, "0");
  return `${grouped(`${digits.slice(0, -2)}.${digits.slice(-2)}`)} ${currency}`;
}

/** "12 s", "3 min", "2 h". */
export function ageText(ms: number): string {
  if (ms < 1_000) return "under 1 s";
  if (ms < 100_000) return `${Math.round(ms / 1_000)} s`;
  return ms < 6_000_000 ? `${Math.round(ms / 60_000)} min` : `${Math.round(ms / 3_600_000)} h`;
}
