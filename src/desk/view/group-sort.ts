/** In which order groups stand: by their label, or by one of their figures. */
import type { GroupFigures } from "./group-figures.ts";
import type { GROUP_SORT_FIELDS } from "./names.ts";
import { compareTexts } from "./order-columns.ts";

export type GroupSort = { by: (typeof GROUP_SORT_FIELDS)[number]; descending: boolean };

type Sortable = { labels: readonly string[]; figures: GroupFigures };

/** Sorts siblings in place; equals by their label. */
export function sortGroups<Group extends Sortable>(groups: Group[], { by, descending }: GroupSort): Group[] {
  const sign = descending ? -1 : 1;
  const label = (group: Group): string => group.labels[group.labels.length - 1];
  return groups.sort((a, b) => {
    if (by === "label") return sign * compareTexts(label(a), label(b));
    return sign * (a.figures[by] - b.figures[by]) || compareTexts(label(a), label(b));
  });
}
