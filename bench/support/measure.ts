/** How the benches of single files measure: many operations a turn, the median turn, and a look at what came out. */
import { Bench } from "tinybench";
import type { BenchRow } from "../row.ts";

export type Task = {
  /** What one operation is, in plain words. */
  name: string;
  unit: "ns" | "us";
  /** What the file's header promises, in the same unit. */
  budget?: number;
  note?: string;
  /** Operations a turn: reading the clock costs as much as several of them. */
  perTurn: number;
  turn(): void;
  /** Before each turn, not timed: what the turn uses up. */
  before?(): void;
  /** After each turn, not timed: throws when what was measured is not what was meant. */
  check(): void;
};

const TIME_MS = 400;
const QUICK_MS = 12;

/** @returns a row a task, in their order: the median turn's time, for one operation */
export async function measure(tasks: readonly Task[], quick: boolean): Promise<BenchRow[]> {
  const time = quick ? QUICK_MS : TIME_MS;
  const iterations = quick ? 3 : 64;
  const warmupIterations = quick ? 1 : 16;
  const bench = new Bench({ time, iterations, warmupTime: time / 2, warmupIterations, throws: true });
  for (const { name, turn, before, check } of tasks) {
    // What went wrong in a turn is told before what the look afterwards finds.
    let failure: unknown = null;
    const guarded = () => {
      try {
        turn();
      } catch (error) {
        failure ??= error;
      }
    };
    const afterEach = () => {
      if (failure !== null) throw failure;
      check();
    };
    bench.add(name, guarded, { async: false, afterEach, ...(before === undefined ? {} : { beforeEach: before }) });
  }
  await bench.run();
  return tasks.map(({ name, unit, perTurn, budget, note }) => {
    const result = bench.getTask(name)?.result;
    if (result === undefined || !("latency" in result)) throw new Error(`the bench's task "${name}" has no result`);
    const value = (result.latency.p50 * (unit === "ns" ? 1e6 : 1e3)) / perTurn;
    return { name, unit, value, ...(budget === undefined ? {} : { budget }), ...(note === undefined ? {} : { note }) };
  });
}

/** @throws Error when the two are not the same */
export function same(found: unknown, expected: unknown, what: string): void {
  if (found !== expected) throw new Error(`${what}: found ${String(found)}, expected ${String(expected)}`);
}
