/** How work on many orders begins and goes on: what one command does of it, and what is left for the next. */
import { type Event, EventType } from "../domain/records.generated.ts";
import type { State } from "./state.ts";
import { isUrgent, SWEEP_LIST_MAX, SWEEP_STEP, type Sweep, URGENT_STEP } from "./sweeps.ts";

/** Does what is to be done with the sweep's orders `from` to before `to`. @returns to how many of them something was done */
export type SweepStep = (state: State, sweep: Readonly<Sweep>, from: number, to: number, events: Event[]) => number;

/** What is asked of the orders, before it is a sweep. */
export type SweepAsked = Omit<Sweep, "sweepId" | "done" | "affected">;

/** Begins: all of it at once when it is little, else its first step. */
export function beginSweep(state: State, asked: SweepAsked, step: SweepStep, events: Event[]): void {
  const { orderIds } = asked;
  const sweepId = state.sweeps.nextId;
  const sweep = { ...asked, sweepId, done: 0, affected: 0 };
  if (orderIds.length <= stepOf(asked.kind)) {
    step(state, sweep, 0, orderIds.length, events);
    return;
  }
  for (let from = 0; from < orderIds.length; from += SWEEP_LIST_MAX) {
    const { kind, sessionId, requestId, requestType, text } = asked;
    const part = orderIds.slice(from, from + SWEEP_LIST_MAX);
    events.push({
      type: EventType.SweepListed,
      sweepId,
      kind,
      sessionId,
      requestId,
      requestType,
      text,
      orderIds: part,
    });
  }
  advance(state, sweep, step, events);
}

/** Goes on with a sweep: its next step. */
export function advance(state: State, sweep: Readonly<Sweep>, step: SweepStep, events: Event[]): void {
  const { sweepId, done, orderIds } = sweep;
  const to = Math.min(done + stepOf(sweep.kind), orderIds.length);
  const affected = step(state, sweep, done, to, events);
  events.push({ type: EventType.SweepAdvanced, sweepId, count: to - done, affected });
}

function stepOf(kind: number): number {
  return isUrgent(kind) ? URGENT_STEP : SWEEP_STEP;
}
