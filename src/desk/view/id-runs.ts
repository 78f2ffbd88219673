/** Many OrderIDs in few words, `1-500,502`: what browser and desk tell each other of a selection. It imports nothing. */

/** The greatest OrderID there can be. */
const ID_MAX = 0xffff_ffff;

/** Ids as runs, smallest first. */
export function runsOf(ids: Iterable<number>): string {
  const sorted = Uint32Array.from(ids).sort();
  const parts: string[] = [];
  for (let start = 0; start < sorted.length; ) {
    let end = start;
    while (end + 1 < sorted.length && sorted[end + 1] === sorted[end] + 1) end++;
    parts.push(end === start ? `${sorted[start]}` : `${sorted[start]}-${sorted[end]}`);
    start = end + 1;
  }
  return parts.join(",");
}

/** @returns the ids in the order they are named, or null when the text is none of runs or names more than `most` */
export function readRuns(text: string, most: number): number[] | null {
  if (text === "") return [];
  const ids: number[] = [];
  for (const part of text.split(",")) {
    const [, first, last = first] = /^(\d{1,10})(?:-(\d{1,10}))?$/.exec(part) ?? [];
    const from = Number(first);
    const to = Number(last);
    if (!(from >= 1 && to >= from && to <= ID_MAX) || ids.length + to - from + 1 > most) return null;
    for (let id = from; id <= to; id++) ids.push(id);
  }
  return ids;
}
