/** What the house knows of the market an order would meet, and how far its price is from it. */

import { LimitKind, NO_LIMIT } from "../core/limits-table.ts";
import { collarReference } from "../core/risk.ts";
import type { Instrument, State } from "../core/state.ts";
import { decimalText, decimalTextShort, NO_PRICE } from "../domain/price.ts";
import { TradingPhase } from "../domain/values.ts";
import type { PriceTimes } from "./market-ages.ts";
import type { Preview } from "./preview-wire.ts";
import { grouped } from "./preview-words.ts";

/** An order as integers of its instrument; `price` is NO_PRICE for a market order. `sessionId` is whose limits it is under. */
export type Measured = {
  instrument: Instrument;
  sessionId: number;
  side: string;
  qty: number;
  price: number;
  timeInForce: string;
};

export function instrumentOf(instrument: Instrument): Preview["instrument"] {
  const { symbol, description, currency, priceScale, qtyScale, tickTable, lotSize } = instrument;
  return { symbol, description, currency, priceScale, tickTable, lot: decimalTextShort(lotSize, qtyScale) };
}

export function marketOf(
  instrument: Instrument,
  times: PriceTimes,
  volume: number | null,
  nowMs: number,
): Preview["market"] {
  const { bidPx, askPx, lastPx, referencePx, phase } = instrument;
  return {
    bid: priceText(instrument, bidPx),
    offer: priceText(instrument, askPx),
    last: priceText(instrument, lastPx),
    close: priceText(instrument, referencePx),
    volume: volume === null ? "" : grouped(decimalTextShort(volume, instrument.qtyScale)),
    phase: phase === TradingPhase.Open ? "open" : phase === TradingPhase.Closed ? "closed" : "",
    quoteAgeMs: ageOf(times.quoteMs, nowMs),
    lastAgeMs: ageOf(times.lastMs, nowMs),
  };
}

/** The last trade; before any, the middle of bid and offer; before those, the close. Limits are measured by the first and last. */
export function referenceOf(
  instrument: Instrument,
  times: PriceTimes,
  nowMs: number,
  price: number,
): NonNullable<Preview["reference"]> {
  const { bidPx, askPx, lastPx, referencePx, priceScale } = instrument;
  const away = (from: number) => (price === NO_PRICE || from <= 0 ? null : Math.round((price / from - 1) * 1e6) / 1e4);
  if (lastPx !== NO_PRICE) {
    const ageMs = ageOf(times.lastMs, nowMs);
    return { price: priceText(instrument, lastPx), source: "last trade", ageMs, awayPercent: away(lastPx) };
  }
  if (bidPx !== NO_PRICE && askPx !== NO_PRICE) {
    const ageMs = ageOf(times.quoteMs, nowMs);
    // Half a tick more than a price has.
    const middle = decimalText((bidPx + askPx) * 5, priceScale + 1);
    return { price: grouped(middle), source: "mid", ageMs, awayPercent: away((bidPx + askPx) / 2) };
  }
  return { price: priceText(instrument, referencePx), source: "close", ageMs: null, awayPercent: away(referencePx) };
}

/** The limits an order is under, and how much of each it would use. */
export function limitsOf({ limits }: State, { instrument, sessionId, qty, price }: Measured): Preview["limits"] {
  const { instrumentId, qtyScale, priceScale, currency } = instrument;
  const most = limits.effective(sessionId, instrumentId);
  const reference = collarReference(instrument);
  const found: Preview["limits"] = [];
  const add = (name: string, kind: number, used: number, words: (limit: number) => string) => {
    const limit = most[kind];
    if (limit === NO_LIMIT || limit === 0) return;
    found.push({ name, limit: words(limit), usedPercent: Math.round((used / limit) * 1_000) / 10 });
  };
  const notional = (qty * (price === NO_PRICE ? reference : price)) / 10 ** (qtyScale + priceScale);
  add("order quantity", LimitKind.MaxOrderQty, qty / 10 ** qtyScale, (limit) => grouped(String(limit)));
  add("order notional", LimitKind.MaxOrderNotional, notional, (limit) => `${grouped(String(limit))} ${currency}`);
  const isPriced = price !== NO_PRICE && reference > 0;
  if (isPriced) {
    const awayBps = (Math.abs(price - reference) / reference) * 10_000;
    add("price collar", LimitKind.PriceCollarBps, awayBps, (limit) => `±${limit / 100} %`);
  }
  return found;
}

/** @returns "" for no price */
export function priceText({ priceScale }: Instrument, price: number): string {
  return price === NO_PRICE ? "" : grouped(decimalText(price, priceScale));
}

function ageOf(atMs: number | null, nowMs: number): number | null {
  return atMs === null ? null : Math.max(0, Math.round(nowMs - atMs));
}
