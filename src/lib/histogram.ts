/**
 * A histogram of durations with bounded error, in the manner of HdrHistogram: 32 linear steps in every power of two, so
 * a recorded value is known to 3 %. Recording is two array accesses and allocates nothing.
 */
const SUB_BITS = 5;
const SUB_COUNT = 1 << SUB_BITS;
const BUCKETS = 40;

export type HistogramSummary = {
  count: number;
  mean: number;
  p50: number;
  p90: number;
  p99: number;
  p999: number;
  max: number;
};

export class Histogram {
  count = 0;
  max = 0;
  #sum = 0;
  readonly #counts = new Float64Array(BUCKETS * SUB_COUNT);

  /** Records a value (any unit, 0 to 2^44) `times` times. */
  record(value: number, times = 1): void {
    this.count += times;
    this.#sum += value * times;
    if (value > this.max) this.max = value;
    this.#counts[indexOf(value)] += times;
  }

  /** The value below or at which the given share (0 to 1) of all records lie; 0 when there are none. */
  percentile(share: number): number {
    if (this.count === 0) return 0;
    const rank = Math.ceil(this.count * share);
    let seen = 0;
    for (let index = 0; index < this.#counts.length; index++) {
      seen += this.#counts[index];
      if (seen >= rank) return Math.min(upperBoundOf(index), this.max);
    }
    return this.max;
  }

  summary(): HistogramSummary {
    return {
      count: this.count,
      mean: this.count === 0 ? 0 : this.#sum / this.count,
      p50: this.percentile(0.5),
      p90: this.percentile(0.9),
      p99: this.percentile(0.99),
      p999: this.percentile(0.999),
      max: this.max,
    };
  }

  reset(): void {
    this.count = 0;
    this.max = 0;
    this.#sum = 0;
    this.#counts.fill(0);
  }
}

function indexOf(value: number): number {
  if (value < SUB_COUNT) return Math.max(0, Math.floor(value));
  const exponent = Math.min(BUCKETS - 2, Math.floor(Math.log2(value)) - SUB_BITS + 1);
  const step = Math.floor(value / 2 ** exponent);
  return Math.min(exponent * SUB_COUNT + step, BUCKETS * SUB_COUNT - 1);
}

function upperBoundOf(index: number): number {
  if (index < SUB_COUNT) return index;
  const exponent = Math.floor(index / SUB_COUNT) - (index % SUB_COUNT >= SUB_COUNT / 2 ? 0 : 1);
  const step = index - exponent * SUB_COUNT;
  return (step + 1) * 2 ** exponent - 1;
}
