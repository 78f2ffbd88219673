/** Where a transcript is played. */
import type { State } from "../../src/core/state.ts";
import type { Command } from "../../src/domain/records.generated.ts";
import type { DeskEar } from "./desk-words.ts";
import type { Fits, ScenarioClient } from "./scenario-client.ts";

/** Which kinds of orders a venue takes: OrdTypes(40) and TimesInForce(59), "" for all. */
export type VenuePolicy = { ordTypes: string; timesInForce: string };

/** An OMS, a client that is logged on, and a venue that does what it is told. */
export type Stage = {
  readonly state: State;
  readonly client: ScenarioClient;
  readonly deskEar: DeskEar;
  /** What the core knows the venue by. */
  readonly venueId: number;
  /** What came in at the venue, in words, not yet looked at by the transcript. */
  readonly requests: string[];
  /** The trading day the OMS began with, yyyymmdd; transcripts begin on 20261122. */
  readonly firstDay: number;
  readonly fits: Fits;
  offer(command: Command): void;
  venueActs(words: string): void | Promise<void>;
  /** From now on the venue takes these orders only. */
  limitVenue(policy: VenuePolicy): void;
  cutLine(isUp: boolean): void | Promise<void>;
  /** Until nothing moves any more, here and at the venue. */
  settle(): void | Promise<void>;
};
