/** What a careful person would look at once more before an order is sent. None of it keeps the order from being sent. */
import type { State } from "../core/state.ts";
import { decimalTextShort, NO_PRICE } from "../domain/price.ts";
import { Side, TimeInForce, TradingPhase } from "../domain/values.ts";
import type { ActionRequest } from "./action-wire.ts";
import { limitsOf, type Measured, priceText } from "./preview-market.ts";
import type { Preview } from "./preview-wire.ts";
import { ageText, grouped } from "./preview-words.ts";
import type { SentOrders } from "./sent-orders.ts";

/**
 * How far from the reference a price may be, how much of a limit one order may use, and for how long the same order counts as
 * sent twice. 0 turns a warning off.
 */
export type WarningLimits = {
  priceAwayPercent: number;
  limitUsedPercent: number;
  /** Of the day's volume, by one order. */
  dayVolumePercent: number;
  sameOrderMs: number;
};

export type Warning = Preview["warnings"][number];

export function warningsOf(
  state: State,
  order: Measured & { volume: number | null },
  reference: NonNullable<Preview["reference"]>,
  request: ActionRequest,
  sent: SentOrders,
  most: WarningLimits,
): Warning[] {
  return [
    ...awayWarning(reference, most),
    ...spreadWarning(order),
    ...limitWarnings(state, order, most),
    ...volumeWarning(order, most),
    ...phaseWarning(order),
    ...sameWarning(request, sent, most),
  ];
}

function awayWarning(
  { awayPercent, price, source }: NonNullable<Preview["reference"]>,
  { priceAwayPercent }: WarningLimits,
): Warning[] {
  if (awayPercent === null || priceAwayPercent === 0 || Math.abs(awayPercent) <= priceAwayPercent) return [];
  const way = awayPercent > 0 ? "above" : "below";
  const text = `the price is ${Math.abs(awayPercent).toFixed(1)} % ${way} the ${source} ${price}`;
  return [{ kind: "away", text }];
}

/** A price that trades at once, or an order that wants to and cannot. */
function spreadWarning({ instrument, side, price, timeInForce }: Measured): Warning[] {
  const isBuy = side === Side.Buy;
  const other = isBuy ? instrument.askPx : instrument.bidPx;
  const name = isBuy ? "offer" : "bid";
  const isAtOnce = timeInForce === TimeInForce.ImmediateOrCancel || timeInForce === TimeInForce.FillOrKill;
  if (other === NO_PRICE) {
    if (price !== NO_PRICE && !isAtOnce) return [];
    return [{ kind: "spread", text: `no ${name} is known: there may be nothing to trade with` }];
  }
  if (price === NO_PRICE) return [];
  const crosses = isBuy ? price >= other : price <= other;
  if (isAtOnce && !crosses)
    return [
      { kind: "spread", text: `it does not reach the ${name} ${priceText(instrument, other)}: nothing would trade` },
    ];
  if (isAtOnce || !crosses) return [];
  return [
    {
      kind: "spread",
      text: `it crosses the spread: the ${name} is ${priceText(instrument, other)}, and it trades at once`,
    },
  ];
}

function limitWarnings(state: State, order: Measured, { limitUsedPercent }: WarningLimits): Warning[] {
  if (limitUsedPercent === 0) return [];
  return limitsOf(state, order)
    .filter(({ name, usedPercent }) => name !== "price collar" && usedPercent > limitUsedPercent && usedPercent <= 100)
    .map(({ name, limit, usedPercent }) => ({
      kind: "limit",
      text: `it uses ${usedPercent.toFixed(0)} % of the most an ${name} may be, ${limit}`,
    }));
}

/** Before anything has traded there is nothing to compare with. */
function volumeWarning(
  { instrument, qty, volume }: Measured & { volume: number | null },
  { dayVolumePercent }: WarningLimits,
): Warning[] {
  if (volume === null || volume === 0 || dayVolumePercent === 0) return [];
  const share = qty / volume;
  if (share * 100 <= dayVolumePercent) return [];
  const much = share < 2 ? `${(share * 100).toFixed(0)} % of` : `${grouped(share.toFixed(0))} times`;
  const traded = grouped(decimalTextShort(volume, instrument.qtyScale));
  return [{ kind: "volume", text: `it is ${much} what has traded today, ${traded}` }];
}

function phaseWarning({ instrument, timeInForce }: Measured): Warning[] {
  if (instrument.phase !== TradingPhase.Closed) return [];
  const isAtOnce = timeInForce === TimeInForce.ImmediateOrCancel || timeInForce === TimeInForce.FillOrKill;
  const then =
    instrument.holdsWhenClosed && !isAtOnce ? "the order waits here until it opens" : "its venue may refuse the order";
  return [{ kind: "closed", text: `the market in ${instrument.symbol} is closed: ${then}` }];
}

function sameWarning(request: ActionRequest, sent: SentOrders, { sameOrderMs }: WarningLimits): Warning[] {
  const same = sent.same(request, sameOrderMs);
  if (same === null) return [];
  const name = same.sent.orderId === 0 ? "" : ` (order ${same.sent.orderId})`;
  return [{ kind: "same", text: `you sent the same order ${ageText(same.agoMs)} ago${name}` }];
}
