/** One figure of a bench. A row with `peer` is that peer's figure for the row of the same name. */
export type BenchRow = { name: string; unit: string; value: number; peer?: string; note?: string };

/** The middle of an odd number of values, the upper middle of an even one. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}
