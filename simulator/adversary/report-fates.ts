/** What rules make of a report on its way out. */
import { timeAt } from "./chance.ts";
import { type Fate, UNTOUCHED } from "./report-line.ts";
import type { Met } from "./rule-book.ts";

/** What a rule does to the report itself; null when it does something else. */
export function fateBy({ rule, share }: Met): Fate | null {
  const { act } = rule;
  switch (act.kind) {
    case "lose":
      return { ...UNTOUCHED, isLost: true };
    case "delay":
      return { ...UNTOUCHED, delayMs: timeAt(act.time, share), keepsOrder: act.keepsOrder };
    case "duplicate":
      return { ...UNTOUCHED, again: [timeAt(act.after, share)] };
    case "reorder":
      return { ...UNTOUCHED, behind: act.behind, delayMs: act.withinMs };
    default:
      return null;
  }
}

/** Both at once. */
export function mergeFates(a: Fate, b: Fate): Fate {
  return {
    isLost: a.isLost || b.isLost,
    again: [...a.again, ...b.again],
    delayMs: a.delayMs + b.delayMs,
    keepsOrder: a.keepsOrder && b.keepsOrder,
    behind: Math.max(a.behind, b.behind),
  };
}
