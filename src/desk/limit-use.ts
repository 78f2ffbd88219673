/** How much of its limits an order takes. */
import { LimitKind, NO_LIMIT } from "../core/limits-table.ts";
import { collarReference } from "../core/risk.ts";
import type { State } from "../core/state.ts";
import { NO_PRICE } from "../domain/price.ts";

/** @returns in words what of its limits the order in a row uses, when it is `percent` or more; else "" */
export function limitUse(state: State, row: number, percent: number): string {
  const { orders, instruments } = state;
  const instrument = instruments[orders.instrumentId[row]];
  if (instrument === undefined || !orders.isOpen(row)) return "";
  const limits = state.limits.effective(orders.sessionId[row], instrument.instrumentId);
  const qty = orders.orderQty[row] / 10 ** instrument.qtyScale;
  const px = orders.price[row] === NO_PRICE ? collarReference(instrument) : orders.price[row];
  const notional = (qty * px) / 10 ** instrument.priceScale;
  const words: string[] = [];
  for (const [kind, used, name] of [
    [LimitKind.MaxOrderQty, qty, "maximum order quantity"],
    [LimitKind.MaxOrderNotional, notional, "maximum order notional"],
  ] as const) {
    const limit = limits[kind];
    if (limit === NO_LIMIT || used * 100 < limit * percent) continue;
    words.push(`${Math.floor((used / limit) * 100)} % of the ${name} ${limit}`);
  }
  return words.join(", ");
}
