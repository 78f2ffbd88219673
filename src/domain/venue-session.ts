/** How a venue behind FIX numbers what it tells us, and by which ids the journal knows its sessions. */
import { SESSIONS_MAX, VENUES_MAX } from "./limits.ts";

/** The exchange in the box, which has no session. */
export const BUNDLED_VENUE_ID = 1;

/** Sessions with venues have ids above all clients': two a venue. */
const FIRST = SESSIONS_MAX;
export const VENUE_SESSION_IDS_END = FIRST + 2 * (VENUES_MAX + 1);

/** The id of the session that carries orders. */
export function venueSessionId(venueId: number): number {
  return FIRST + 2 * venueId;
}

/** The id of the session that gets the venue's drop copy. */
export function dropCopySessionId(venueId: number): number {
  return FIRST + 2 * venueId + 1;
}

/** @returns the venue a session is a line of; 0 for a client's */
export function venueOfSession(sessionId: number): number {
  return sessionId < venueSessionId(1) || sessionId >= VENUE_SESSION_IDS_END ? 0 : (sessionId - FIRST) >> 1;
}

/** Message numbers that fit below an epoch. */
const EPOCH = 2 ** 32;

/**
 * A report's number is its message's, above those of all days before: each time the session's numbers begin at 1 again a
 * new epoch does. So it ascends for good, says which message it was, and needs no place of its own in the journal.
 *
 * @param last the number of the last report taken, 0 for none
 */
export function reportSequenceOf(msgSeqNum: number, last: number): number {
  const epoch = Math.floor(last / EPOCH) * EPOCH;
  return epoch + msgSeqNum > last ? epoch + msgSeqNum : epoch + EPOCH + msgSeqNum;
}

/** The message a report came with. */
export function msgSeqNumOf(reportSequence: number): number {
  return reportSequence % EPOCH;
}
