/** Judges the command that goes on with a sweep. */
import type { ContinueSweep, Event } from "../domain/records.generated.ts";
import { dayRollStep } from "./day-roll.ts";
import { stopTriggerStep } from "./held-stops.ts";
import { houseCancelStep } from "./house-cancel.ts";
import { massCancelStep } from "./mass-cancel.ts";
import { massStatusStep } from "./mass-status.ts";
import { splitStep } from "./splits.ts";
import type { State } from "./state.ts";
import { advance, type SweepStep } from "./sweep.ts";
import { SweepKind } from "./sweeps.ts";
import { releaseStep } from "./warehouse.ts";

const STEPS: Readonly<Record<number, SweepStep>> = {
  [SweepKind.MassStatus]: massStatusStep,
  [SweepKind.MassCancel]: massCancelStep,
  [SweepKind.MassAction]: massCancelStep,
  [SweepKind.HouseCancel]: houseCancelStep,
  [SweepKind.ListCancel]: houseCancelStep,
  [SweepKind.Kill]: houseCancelStep,
  [SweepKind.DayRoll]: dayRollStep,
  [SweepKind.Split]: splitStep,
  [SweepKind.Release]: releaseStep,
  [SweepKind.StopTrigger]: stopTriggerStep,
};

/** Nothing comes of it when the sweep is over already. */
export function decideContinueSweep(state: State, { sweepId }: ContinueSweep, events: Event[]): void {
  const sweep = state.sweeps.get(sweepId);
  const step = STEPS[sweep?.kind ?? 0];
  if (sweep !== undefined && step !== undefined) advance(state, sweep, step, events);
}
