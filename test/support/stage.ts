/** Where a transcript is played. */
import type { State } from "../../src/core/state.ts";
import type { Command } from "../../src/domain/records.generated.ts";
import type { DeskEar } from "./desk-words.ts";
import type { Fits, ScenarioClient } from "./scenario-client.ts";

/** The next numbers in each direction of a FIX line, as one side has them. */
export type LineNumbers = { in: number; out: number };

/** A venue in another process, as a stage drives it. */
export type VenueDoor = {
  readonly port: number;
  /** What came in, in words, not yet looked at by the transcript. */
  readonly requests: string[];
  /** Keys of its row in `venues`: how it is called for the next transcript. */
  readonly row: string;
  /** What it calls what a transcript does: a field's value by the transcript's. */
  readonly wordOf: (tag: string, value: string) => string;
  /** No orders, and nothing left of the transcript before. */
  reset(): Promise<void>;
  /** Does one thing, as `ScriptedVenue.act` reads it. @throws Error with what stands against it */
  act(words: string): Promise<void>;
  /** Cuts the line and lets nobody in, or lets in again. */
  setUp(isUp: boolean): Promise<void>;
  /** Everything that was asked before is among `requests`, and everything that follows from it said, when it resolves. */
  numbers(): Promise<LineNumbers>;
};

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
