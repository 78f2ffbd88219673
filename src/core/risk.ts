/**
 * Hot path: the pre-trade checks of every order and replace; budget 0.3 us.
 *
 * A table of checks, each one rule. A check says nothing when the order passes; a refusal's text names the limit, whose
 * it is, and by how much it was missed. New checks are new rows.
 */
import { decimalText, NO_PRICE, type Qty, type Ticks } from "../domain/price.ts";
import { OrdRejReason } from "../domain/values.ts";
import { LimitKind, NO_LIMIT } from "./limits-table.ts";
import type { Instrument, State } from "./state.ts";

/** The order as it would be, and after a refusal the reason. One reused object, valid until the next check. */
export const exposure = {
  sessionId: 0,
  instrument: null as unknown as Instrument,
  orderQty: 0 as Qty,
  price: NO_PRICE as Ticks,
  reason: 0,
  text: "",
};

type RiskCheck = (state: State, limits: Float64Array) => boolean;

const CHECKS: readonly RiskCheck[] = [checkOrderQty, checkOrderNotional, checkPriceCollar];
const POWERS_OF_TEN = Array.from({ length: 17 }, (_, index) => 10 ** index);

/** Runs the table in order. @returns true when every check passes; else `exposure.reason` and `.text` are set */
export function checkRisk(state: State): boolean {
  const limits = state.limits.effective(exposure.sessionId, exposure.instrument.instrumentId);
  for (let index = 0; index < CHECKS.length; index++) if (!CHECKS[index](state, limits)) return false;
  return true;
}

/** The price the collar starts from: the last trade, or the reference price before any. */
export function collarReference(instrument: Instrument): Ticks {
  return instrument.lastPx === NO_PRICE ? instrument.referencePx : instrument.lastPx;
}

function checkOrderQty(state: State, limits: Float64Array): boolean {
  const { instrument, orderQty } = exposure;
  const limit = limits[LimitKind.MaxOrderQty];
  if (limit === NO_LIMIT || orderQty <= limit * POWERS_OF_TEN[instrument.qtyScale]) return true;
  const over = orderQty - limit * POWERS_OF_TEN[instrument.qtyScale];
  return refuse(
    OrdRejReason.OrderExceedsLimit,
    `OrderQty(38) ${decimalText(orderQty, instrument.qtyScale)} is ${decimalText(over, instrument.qtyScale)} above the maximum order quantity ${limit} ${owner(state, LimitKind.MaxOrderQty, limit)}`,
  );
}

function checkOrderNotional(state: State, limits: Float64Array): boolean {
  const { instrument, orderQty } = exposure;
  const limit = limits[LimitKind.MaxOrderNotional];
  if (limit === NO_LIMIT) return true;
  const scale = instrument.priceScale + instrument.qtyScale;
  const price = exposure.price === NO_PRICE ? collarReference(instrument) : exposure.price;
  // Both sides are exact: an order's notional fits a safe integer, and a limit that does not is above any order's.
  const notional = orderQty * price;
  const most = limit * POWERS_OF_TEN[scale];
  if (most > Number.MAX_SAFE_INTEGER || notional <= most) return true;
  return refuse(
    OrdRejReason.OrderExceedsLimit,
    `notional ${decimalText(notional, scale)} ${instrument.currency} is ${decimalText(notional - most, scale)} above the maximum order notional ${limit} ${owner(state, LimitKind.MaxOrderNotional, limit)}`,
  );
}

function checkPriceCollar(state: State, limits: Float64Array): boolean {
  const { instrument, price } = exposure;
  const limit = limits[LimitKind.PriceCollarBps];
  if (limit === NO_LIMIT || price === NO_PRICE) return true;
  const reference = collarReference(instrument);
  if (Math.abs(price - reference) * 10_000 <= limit * reference) return true;
  const scale = instrument.priceScale;
  const width = Math.floor((limit * reference) / 10_000);
  return refuse(
    OrdRejReason.PriceExceedsCurrentPriceBand,
    `Price(44) ${decimalText(price, scale)} is outside the collar ${decimalText(reference - width, scale)} to ${decimalText(reference + width, scale)} (${limit / 100} % around ${decimalText(reference, scale)}, the ${instrument.lastPx === NO_PRICE ? "reference" : "last"} price) ${owner(state, LimitKind.PriceCollarBps, limit)}`,
  );
}

function refuse(reason: number, text: string): boolean {
  exposure.reason = reason;
  exposure.text = text;
  return false;
}

/** Whose limit bound, for the refusal's text: the narrowest that has this value. */
function owner(state: State, limitKind: number, limit: number): string {
  const { sessionId, instrument } = exposure;
  const compId = state.sessions[sessionId]?.compId ?? "";
  // The desk's own orders are of no session.
  if (compId !== "" && state.limits.get(sessionId, instrument.instrumentId, limitKind) === limit)
    return `of ${compId} in ${instrument.symbol}`;
  if (state.limits.get(0, instrument.instrumentId, limitKind) === limit) return `of ${instrument.symbol}`;
  if (compId !== "" && state.limits.get(sessionId, 0, limitKind) === limit) return `of ${compId}`;
  return "of the firm";
}
