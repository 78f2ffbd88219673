/** One figure of a bench. A row with `peer` is that peer's figure for the row of the same name. */
export type BenchRow = {
  name: string;
  unit: string;
  value: number;
  peer?: string;
  note?: string;
  /** What the measured file's header promises, in the row's unit. */
  budget?: number;
  /**
   * What is to be reached: of a peer's row, how many times better than the peer we are to be (below 1: we may be worse by
   * so much); of a row of our own, the figure itself, at most (of a rate: at least).
   */
  reach?: number;
};
