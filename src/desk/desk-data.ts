/** What the desk reads. The follower gives it; a test gives its own. */
import type { State } from "../core/state.ts";
import type { OrderRecord } from "../history/order-record.ts";
import type { Queries } from "../history/queries.ts";
import type { Act, Acted } from "./act-wire.ts";
import type { ActionReply, IdentifiedAction } from "./action-wire.ts";
import type { AlertLimits } from "./alert-wire.ts";
import type { AsOfQuery, AsOfRefusal, AsOfReply } from "./as-of-wire.ts";
import type { JournalEvents } from "./journal-cursor.ts";
import type { PriceTimes } from "./market-ages.ts";
import type { Operations } from "./operations.ts";
import type { WarningLimits } from "./preview-warnings.ts";
import type { SavedViews } from "./saved-views.ts";
import type { SystemMessage } from "./wire.ts";

export type DeskData = {
  /** The core's state the live orders are read from; to look at, never to change. Another one after `refresh`. */
  readonly state: State;
  /** Questions to history, which may be exchanged for another. */
  readonly queries: Queries;
  readonly savedViews: SavedViews;
  /** The journal's frames, for the event stream. */
  readonly journalEvents: JournalEvents;
  /** The live order, as of `appliedSequence()`; null when there is none of that id. */
  viewOrder(orderId: number): OrderRecord | null;
  /** The last frame the live orders hold. */
  appliedSequence(): number;
  /** The last frame history holds: behind the live orders' while it is being filled. */
  historySequence(): number;
  /** Orders so far; OrderIDs are dense from 1. */
  orderCount(): number;
  executionCount(): number;
  readonly alertLimits: AlertLimits;
  /** When the instrument's market closes next, in milliseconds since 1970; null when it is closed, or no calendar says. */
  closesAtMs(symbol: string, nowMs: number): number | null;
  /** What an operator must look at before anything else; "" for nothing. */
  alarm?(): string;
  /** A line for the operator's log. */
  say?(level: "info" | "warn", text: string): void;
  system(): SystemMessage;
  /** The exchanges in the box, as the order path last told of them. */
  exchanges(): { venueId: number; name: string; waitingReports: number; isWaitingForRoom: boolean }[];
  /** Has something done that is journaled with who and why. */
  operate(act: Act): Promise<Acted>;
  /** What a person is asked to look at once more before he sends an order. */
  readonly warningLimits: WarningLimits;
  /** What became of an action of late, by its id; null when that is not known. */
  outcomeOf(actionId: string): ActionReply | null;
  /** When an instrument's prices were last heard of; not known to every test. */
  priceTimes?(instrumentId: number): PriceTimes;
  /** Minute by minute, of the frames the live orders hold. */
  operations(): Operations;
  /** Gives an action of a person to the order path; what becomes of it comes back by the journal. */
  act(action: IdentifiedAction): void;
  /** Asks the exchange's side for these books, and for no others any more. */
  watch(symbols: readonly string[]): void;
  /** Each hop of the order's way through the house in microseconds; null when it was not one of the sample. */
  hopsOf(orderId: number): number[] | null;
  /** An order as of a sequence. @param isGone whether whoever asked waits no longer */
  asOf(query: AsOfQuery, isGone: () => boolean): Promise<AsOfReply | AsOfRefusal>;
};

export type DeskIdentity = { environment: string; version: string; fixAddress: string; durability: string };
