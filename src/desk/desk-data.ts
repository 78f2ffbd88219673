/** What the desk reads. The follower gives it; a test gives its own. */
import type { OrderRecord } from "../history/order-record.ts";
import type { Queries } from "../history/queries.ts";
import type { SystemMessage } from "./wire.ts";

export type DeskData = {
  readonly queries: Queries;
  /** The live order, as of `appliedSequence()`; null when there is none of that id. */
  viewOrder(orderId: number): OrderRecord | null;
  /** The last frame that history and the live orders both hold. */
  appliedSequence(): number;
  /** Orders so far; OrderIDs are dense from 1. */
  orderCount(): number;
  executionCount(): number;
  system(): SystemMessage;
};

export type DeskIdentity = { environment: string; version: string; fixAddress: string; durability: string };
