/**
 * Virtual time: one queue of what happens next, ordered by time and then by who asked first. Nothing waits for anything:
 * time jumps to the next event. Everything that happened is hashed, so that two runs of one seed can be compared, and
 * the last events are kept for whoever has to understand a failure.
 */
import { createHash } from "node:crypto";

/** What a run was caught at: an invariant that does not hold, in words. */
export type Violation = { invariant: string; text: string; step: number; nowMs: number };

type Event = { atMs: number; order: number; isTick: boolean; run: () => void };

const EVENTS_KEPT = 40;

export class World {
  /** Milliseconds since the beginning of the run. */
  nowMs = 0;
  steps = 0;
  violation: Violation | null = null;
  readonly last: string[] = [];
  readonly #heap: Event[] = [];
  readonly #hash = createHash("sha256");
  readonly #print: ((line: string) => void) | null;
  #order = 0;

  /** @param print gets every line of the trace as it is made; null for none */
  constructor(print: ((line: string) => void) | null) {
    this.#print = print;
  }

  /** @param isTick a timer's turn, which mostly finds nothing to do: it is not counted as a step */
  at(atMs: number, run: () => void, isTick = false): void {
    const heap = this.#heap;
    const event = { atMs: Math.max(atMs, this.nowMs), order: this.#order++, isTick, run };
    let index = heap.push(event) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isBefore(event, heap[parent])) break;
      heap[index] = heap[parent];
      index = parent;
    }
    heap[index] = event;
  }

  after(ms: number, run: () => void): void {
    this.at(this.nowMs + ms, run);
  }

  tickAfter(ms: number, run: () => void): void {
    this.at(this.nowMs + ms, run, true);
  }

  /** Does the next thing. @returns false when nothing is left to happen */
  step(): boolean {
    const heap = this.#heap;
    const event = heap[0];
    if (event === undefined) return false;
    const tail = heap.pop() as Event;
    if (heap.length > 0) this.#sink(tail);
    this.nowMs = event.atMs;
    if (!event.isTick) this.steps++;
    event.run();
    return true;
  }

  /** Puts a line into the trace, and so into the digest. */
  note(text: string): void {
    const line = `${String(this.steps).padStart(7)} ${(this.nowMs / 1000).toFixed(3).padStart(9)}s  ${text}`;
    this.#hash.update(line);
    if (this.last.push(line) > EVENTS_KEPT) this.last.shift();
    this.#print?.(line);
  }

  /** Bytes that belong to the run and are no line of its trace. */
  digest(bytes: Uint8Array): void {
    this.#hash.update(bytes);
  }

  /** SHA-256 of everything that happened; ends the run. */
  finish(): string {
    return this.#hash.digest("hex");
  }

  /** The first violation counts; what follows from it does not. */
  fail(invariant: string, text: string): void {
    if (this.violation !== null) return;
    this.violation = { invariant, text, step: this.steps, nowMs: this.nowMs };
    this.note(`VIOLATION ${invariant}: ${text}`);
  }

  #sink(event: Event): void {
    const heap = this.#heap;
    let index = 0;
    for (;;) {
      let child = index * 2 + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1], heap[child])) child++;
      if (!isBefore(heap[child], event)) break;
      heap[index] = heap[child];
      index = child;
    }
    heap[index] = event;
  }
}

function isBefore(a: Event, b: Event): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
}
