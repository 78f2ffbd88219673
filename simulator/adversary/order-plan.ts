/** What the exchange is going to do with one order, step by step: from a scenario's rule or from the certification table. */

/** Shares are of OrderQty, in whole lots; times are after the order came (or after the replace that changed its plan). */
export type Step =
  | { readonly do: "fill"; readonly afterMs: number; readonly share: number }
  /** What is left. */
  | { readonly do: "fillRest"; readonly afterMs: number }
  | { readonly do: "cancel"; readonly afterMs: number }
  | { readonly do: "expire"; readonly afterMs: number }
  /** Of the order's last trade. */
  | { readonly do: "bust"; readonly afterMs: number }
  | { readonly do: "correct"; readonly afterMs: number; readonly ticks: number; readonly share: number };

export type OrderPlan = {
  readonly steps: readonly Step[];
  /** Only the hidden counterparty trades with it when it comes in, however the book stands. */
  readonly isAlone: boolean;
};

/** Fills `share` of an order in equal parts, the first at once; the last takes what rounding left of a whole order. */
export function fillPlan(
  share: number,
  parts: number,
  everyMs: number,
  left: "rest" | "cancel" | "expire" = "rest",
): OrderPlan {
  const steps: Step[] = [];
  for (let part = 0; part < parts; part++) {
    const afterMs = part * everyMs;
    if (part === parts - 1 && share === 1) steps.push({ do: "fillRest", afterMs });
    else steps.push({ do: "fill", afterMs, share: share / parts });
  }
  if (left !== "rest") steps.push({ do: left, afterMs: parts * everyMs });
  return { steps, isAlone: true };
}
