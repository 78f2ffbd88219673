/** Changes what the state knows of venues' lines, doubts and exceptions; it judges nothing. Cold, but for `forgetDoubt`. */
import {
  type DoubtResolved,
  EventType,
  type ExceptionClosed,
  type ExceptionOpened,
  type VenueDefined,
  type VenueLineChanged,
} from "../domain/records.generated.ts";
import { assert, unreachable } from "../lib/assert.ts";
import { Flag } from "./order-table.ts";
import type { State } from "./state.ts";

type VenueEvent = VenueDefined | VenueLineChanged | DoubtResolved | ExceptionOpened | ExceptionClosed;

export function evolveVenue(state: State, event: VenueEvent, timeNs: bigint): void {
  const { venues } = state;
  switch (event.type) {
    case EventType.VenueDefined: {
      const { type: _, ...policy } = event;
      const { isUp, text } = venues.lines[event.venueId] ?? { isUp: false, text: "" };
      venues.lines[event.venueId] = { ...policy, isUp, text };
      return;
    }
    case EventType.VenueLineChanged: {
      const line = venues.lines[event.venueId];
      assert(line !== undefined, "the line of a venue that is not defined");
      line.isUp = event.isUp;
      line.text = event.text;
      return doubtUnanswered(state, event.venueId);
    }
    case EventType.DoubtResolved:
      venues.doubts.delete(event.orderId);
      return;
    case EventType.ExceptionOpened: {
      const { exceptionId, kind, orderId, venueId, text } = event;
      venues.openException({ exceptionId, kind, orderId, venueId, text, openedNs: timeNs });
      mark(state, orderId, true);
      return;
    }
    case EventType.ExceptionClosed: {
      const orderId = venues.exceptions.get(event.exceptionId)?.orderId ?? 0;
      venues.exceptions.delete(event.exceptionId);
      for (const open of venues.exceptions.values()) if (open.orderId === orderId) return;
      mark(state, orderId, false);
      return;
    }
    default:
      unreachable(event);
  }
}

/** An order with something open about it that only a person can put right is marked. */
function mark({ orders }: State, orderId: number, isSuspect: boolean): void {
  const row = orders.rowOf(orderId);
  if (row === 0) return;
  orders.flags[row] = isSuspect ? orders.flags[row] | Flag.Suspect : orders.flags[row] & ~Flag.Suspect;
}

/** An order that is done, or that the venue owes no answer any more, is not in doubt. */
export function forgetDoubt(state: State, row: number, orderId: number): void {
  const { doubts } = state.venues;
  if (doubts.size === 0 || (state.orders.isOpen(row) && state.orders.isUnanswered(row))) return;
  doubts.delete(orderId);
}

/** What was asked before the line changed may have been lost with it. */
function doubtUnanswered(state: State, venueId: number): void {
  const { orders, venues } = state;
  for (let row = 1; row <= orders.rowCount; row++) {
    if (orders.venueId[row] !== venueId || !orders.isOpen(row) || !orders.isUnanswered(row)) continue;
    venues.doubts.add(orders.idOf(row));
  }
}
