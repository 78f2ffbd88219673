/** What an order is after a split of its instrument: quantities x A/B, prices x B/A, by the rules of `splits.ts`. Cold. */
import { tickPriceAtOrAbove, tickPriceAtOrBelow } from "../domain/instrument.ts";
import { PRICE_MAX, QTY_MAX } from "../domain/limits.ts";
import { DISPLAY_TAGS, Term } from "../domain/more-terms.ts";
import { decimalText, NO_PRICE, type Qty, type Ticks } from "../domain/price.ts";
import { Side } from "../domain/values.ts";
import { type Ratio, timesRatio } from "./earlier-trades.ts";
import type { Instrument, State } from "./state.ts";

const BUY = Side.Buy.charCodeAt(0);

export type SplitFigures = {
  /** Why nothing can be left of the order, or "". */
  fault: string;
  orderQty: Qty;
  cumQty: Qty;
  price: Ticks;
  moreTerms: number[];
  /** What is told: the split, and what was rounded, or the fault. */
  text: string;
};

export function splitFigures(state: State, row: number, ratio: Ratio): SplitFigures {
  const { orders, instruments } = state;
  const instrument = instruments[orders.instrumentId[row]] as Instrument;
  const { lotSize, qtyScale } = instrument;
  const isBuy = orders.side[row] === BUY;
  const words = `split ${ratio.newShares}:${ratio.oldShares}`;
  const leavesQty = orders.orderQty[row] - orders.cumQty[row];
  const leaves = Math.floor(timesRatio(leavesQty, ratio) / lotSize) * lotSize;
  const cumQty = timesRatio(orders.cumQty[row], ratio) as Qty;
  const orderQty = (leaves + cumQty) as Qty;
  const price = splitPrice(instrument, orders.price[row], ratio, !isBuy);
  let fault = "";
  if (leaves === 0) fault = "nothing of the order is left";
  else if (orderQty > QTY_MAX) fault = "the quantity is beyond the largest";
  else if (price === 0 || price > PRICE_MAX) fault = "the price is beyond reason";
  const isExact = leaves * ratio.oldShares === leavesQty * ratio.newShares;
  const lot = decimalText(lotSize, qtyScale);
  const rounded = isExact ? "" : `what is open was rounded down to the lot of ${lot}`;
  const why = fault === "" ? rounded : fault;
  const text = why === "" ? words : `${words}: ${why}`;
  const moreTerms = splitTerms(state.moreTermsOf(row), instrument, ratio, isBuy, orderQty);
  return { fault, orderQty, cumQty, price, moreTerms, text };
}

/** A price x B/A on the tick. */
function splitPrice({ tickTable }: Instrument, price: number, ratio: Ratio, isUp: boolean): Ticks {
  if (price === NO_PRICE) return NO_PRICE as Ticks;
  const times = BigInt(price) * BigInt(ratio.oldShares);
  const down = Number(times / BigInt(ratio.newShares));
  if (!isUp) return tickPriceAtOrBelow(tickTable, down);
  return tickPriceAtOrAbove(tickTable, times % BigInt(ratio.newShares) === 0n ? down : down + 1);
}

function splitTerms(
  moreTerms: readonly number[],
  instrument: Instrument,
  ratio: Ratio,
  isBuy: boolean,
  orderQty: number,
): number[] {
  const { lotSize } = instrument;
  const split: number[] = [];
  for (let index = 0; index < moreTerms.length; index += 2) {
    const tag = moreTerms[index];
    let value = moreTerms[index + 1];
    if (tag === Term.StopPx) value = Math.max(splitPrice(instrument, value, ratio, isBuy), 1);
    else if (tag === Term.PegOffsetValue) value = Math.trunc((value * ratio.oldShares) / ratio.newShares);
    else if ((tag === Term.MinQty || DISPLAY_TAGS.includes(tag)) && value > 0) {
      const lots = Math.max(1, Math.floor(timesRatio(value, ratio) / lotSize));
      value = Math.min(lots * lotSize, orderQty);
    }
    split.push(tag, value);
  }
  return split;
}
