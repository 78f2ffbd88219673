/** Every maximum in one place. Relations between them are asserted when this file loads. */
import { assert } from "../lib/assert.ts";

/** Longest texts the core stores, in bytes. Longer ones are refused at the edge, by name. */
export const CL_ORD_ID_MAX = 64;
export const SYMBOL_MAX = 32;
export const ACCOUNT_MAX = 32;
export const COMP_ID_MAX = 32;
export const TEXT_MAX = 512;
/** A venue's OrderID and ExecID; a report with a longer one is an exception. */
export const EXCHANGE_ID_MAX = 128;
export const SECURITY_ID_MAX = 48;
export const EXCHANGE_MAX = 16;
/** All of one instrument's. */
export const SECURITY_IDS_MAX = 512;

/** What of a client's message an order carries along, in bytes, and how many of the terms few orders have. */
export const CARRIED_MAX = 2_048;
export const MORE_TERMS_MAX = 16;
/** Cancels and replaces of one order that are not answered. */
export const REQUESTS_PENDING_MAX = 32;

/** Parts of one order, notes on it, and orders that one action of the desk cancels. */
export const CHILDREN_MAX = 10_000;
export const NOTES_MAX = 1_000;
export const DESK_ORDERS_MAX = 5_000;
/** A person's or a desk's name, and the id of what he does, in bytes. */
export const USER_MAX = 32;
export const ACTION_ID_MAX = 64;

/** Orders of one list, and of one whose orders depend on one another. */
export const LIST_ORDERS_MAX = 1_000;
export const CONTINGENT_ORDERS_MAX = 10;
/** What the orders of one NewOrderList (35=E) take in its record, in bytes. */
export const LIST_LINES_MAX = 60_000;

/** Dense tables. */
export const SESSIONS_MAX = 4_096;
export const INSTRUMENTS_MAX = 65_535;
export const ACCOUNTS_MAX = 65_535;
export const VENUES_MAX = 16;
/** The routing table: its rules, its bytes in the journal, and the routes orders have taken by rules of all tables so far. */
export const ROUTING_RULES_MAX = 1_000;
export const ROUTING_TABLE_MAX = 60_000;
export const ROUTES_MAX = 65_535;
/** Exceptions that wait for a person at the same time. */
export const EXCEPTIONS_MAX = 10_000;
export const ORDERS_MAX = 64_000_000;
export const TICK_TABLE_ROWS_MAX = 64;

/** A quantity, in quantity units. The average price's long division needs ten times of it to be exact. */
export const QTY_MAX = 100_000_000_000_000;
/** A price, in price units. */
export const PRICE_MAX = 500_000_000_000;
/** Price x quantity of one order, and the sum over its fills: exact in a double. */
export const NOTIONAL_MAX = Number.MAX_SAFE_INTEGER;
export const SCALE_MAX = 8;

/** Orders that the answer to a mass cancel names one by one. */
export const AFFECTED_ORDERS_MAX = 100;

/** Commands taken from the inbox before a commit: bounds the latency one group commit can add. */
export const BATCH_MAX = 4_096;
/** Commands waiting for the sequencer. A client's message that does not fit is answered by BusinessMessageReject. */
export const INBOX_MAX = 65_536;
/** One record, and one frame with its events and sent messages, in bytes. */
export const RECORD_MAX = 65_535;
export const FRAME_MAX = 64 * 1024 * 1024;

assert(QTY_MAX * 10 <= Number.MAX_SAFE_INTEGER, "QTY_MAX too large for an exact average price");
assert(BATCH_MAX <= INBOX_MAX, "a batch must fit the inbox");
assert(TEXT_MAX * 8 <= RECORD_MAX, "the texts of one record must fit it");
assert(ROUTING_TABLE_MAX < RECORD_MAX, "a routing table must fit its record");
assert(PRICE_MAX * 10_000 <= Number.MAX_SAFE_INTEGER, "a collar in basis points of PRICE_MAX must be exact");
/** Messages of one session that can be asked for again; older ones are gap-filled, but for those sent while it was away. */
export const RESENDABLE_MAX = 1_000_000;
