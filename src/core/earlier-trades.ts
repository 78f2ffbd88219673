/**
 * What a trade counts for in an order of today: one of an earlier day counts into what was carried over (FIX 4.4 Volume 4
 * Appendix D, J.1.c), and one made before a split counts as the new shares it became. Cold: few orders have either.
 *
 *   a bust or correction speaks of a trade as it was made: its quantity and price are in the shares of then, and so are
 *   LastQty(32) and LastPx(31) of its report; CumQty(14), LeavesQty(151) and AvgPx(6) are in the shares of now
 */
import type { Image } from "../lib/image.ts";
import type { State } from "./state.ts";

/** How far the fills of the days before went, for an order that was carried into this one; fills since `place` are the day's. */
export type CarriedOver = { cumQty: number; notional: number; place: number };
/** New shares for old ones. */
export type Ratio = { newShares: number; oldShares: number };
/** A split of an order's instrument: what was filled until `place`, in the shares of before it. */
export type SplitStep = Ratio & { place: number; cumQty: number };

/** x A/B, rounded down; exact however large. */
export function timesRatio(value: number, { newShares, oldShares }: Ratio): number {
  return Number((BigInt(value) * BigInt(newShares)) / BigInt(oldShares));
}

/**
 * By how much CumQty(14) is more when a trade has another quantity.
 *
 * @param entry where the trade stands in `State.fills`
 * @param lastQty its quantity now, 0 when it is undone, in the shares it was made in
 */
export function cumQtyChange(state: State, orderId: number, entry: number, lastQty: number): number {
  const { fills, splitSteps } = state;
  const change = lastQty - fills.lastQty[entry];
  const steps = splitSteps.size === 0 ? undefined : splitSteps.get(orderId);
  return steps === undefined ? change : throughSteps(steps, fills.madeAt(entry), change, null);
}

/** The same, of a trade by its venue and the venue's ExecID. */
export function tradeChange(
  state: State,
  event: { orderId: number; venueId: number; exchangeExecRefId: string },
  lastQty: number,
): number {
  const { fills, exchangeExecIds } = state;
  const entry = fills.standingFor(exchangeExecIds.find(event.venueId, event.exchangeExecRefId));
  return cumQtyChange(state, event.orderId, entry, lastQty);
}

/** @param note told, for each split since the trade, what was filled until it now */
function throughSteps(
  steps: readonly SplitStep[],
  madeAt: number,
  change: number,
  note: ((step: SplitStep, cumQty: number) => void) | null,
): number {
  let through = change;
  for (const step of steps) {
    if (step.place < madeAt) continue;
    const cumQty = step.cumQty + through;
    through = timesRatio(cumQty, step) - timesRatio(step.cumQty, step);
    note?.(step, cumQty);
  }
  return through;
}

/**
 * Books that a trade is another, in the order's figures and in those of the days before.
 *
 * @param fill where the trade stands in `State.fills`; with its quantity and price now, and where that is told
 */
export function changeFigures(
  state: State,
  row: number,
  fill: number,
  { lastQty, lastPx, place }: { lastQty: number; lastPx: number; place: number },
): void {
  const { orders, fills, carriedOver, splitSteps } = state;
  const orderId = orders.idOf(row);
  const madeAt = fills.madeAt(fill);
  const steps = splitSteps.get(orderId) ?? [];
  const change = lastQty - fills.lastQty[fill];
  const cumQty = throughSteps(steps, madeAt, change, (step, now) => {
    step.cumQty = now;
  });
  const notional = lastQty * lastPx - fills.lastQty[fill] * fills.lastPx[fill];
  orders.cumQty[row] += cumQty;
  orders.notional[row] += notional;
  const entry = state.entries.get(orderId);
  if (entry !== undefined) entry.baseQty += madeAt < entry.place ? cumQty : cumQty - change;
  if (!orders.outlivesDay(row)) return;
  if (orders.updatedNs[row] < state.dayOpenedNs) {
    // Nothing has happened to it today, not even its being carried over: it was done. All it has is of the days before.
    carriedOver.set(orderId, { cumQty: orders.cumQty[row], notional: orders.notional[row], place });
    return;
  }
  const carried = carriedOver.get(orderId);
  if (carried === undefined || madeAt > carried.place) return;
  carried.cumQty += cumQty;
  carried.notional += notional;
}

export function transferCarriedOver(carriedOver: State["carriedOver"], image: Image): void {
  const were = [...carriedOver];
  for (let index = 0, count = image.count(were.length); index < count; index++) {
    const [orderId, { cumQty, notional, place }] = were[index] ?? [0, { cumQty: 0, notional: 0, place: 0 }];
    const id = image.int(orderId);
    carriedOver.set(id, { cumQty: image.int(cumQty), notional: image.int(notional), place: image.int(place) });
  }
}

export function transferSplitSteps(splitSteps: State["splitSteps"], image: Image): void {
  const were = [...splitSteps];
  for (let index = 0, count = image.count(were.length); index < count; index++) {
    const [orderId, steps] = were[index] ?? [0, []];
    const id = image.int(orderId);
    const read: SplitStep[] = [];
    for (let at = 0, length = image.count(steps.length); at < length; at++) {
      const { place, cumQty, newShares, oldShares } = steps[at] ?? { place: 0, cumQty: 0, newShares: 1, oldShares: 1 };
      read.push({
        place: image.int(place),
        cumQty: image.int(cumQty),
        newShares: image.int(newShares),
        oldShares: image.int(oldShares),
      });
    }
    splitSteps.set(id, read);
  }
}

export function transferSplitRequests(splitRequests: State["splitRequests"], image: Image): void {
  const were = [...splitRequests];
  for (let index = 0, count = image.count(were.length); index < count; index++) {
    const [orderId, was] = were[index] ?? [0, { newShares: 1, oldShares: 1, text: "" }];
    const id = image.int(orderId);
    const ratio = { newShares: image.int(was.newShares), oldShares: image.int(was.oldShares) };
    splitRequests.set(id, { ...ratio, text: image.text(was.text) });
  }
}
