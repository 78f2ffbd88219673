/** Everything the core knows. Changed by `evolve` alone, read by anyone; made again from the journal at any start. */
import type { InstrumentDefinition } from "../domain/instrument.ts";
import { VENUES_MAX } from "../domain/limits.ts";
import { NO_MORE_TERMS } from "../domain/more-terms.ts";
import type { Ticks } from "../domain/price.ts";
import { TextMap } from "../lib/text-map.ts";
import { TextStore } from "../lib/text-store.ts";
import { CareTable } from "./care-table.ts";
import type { CarriedOver, Ratio, SplitStep } from "./earlier-trades.ts";
import { FillTable } from "./fill-table.ts";
import { KillSwitches } from "./kill-switches.ts";
import { LimitsTable } from "./limits-table.ts";
import { ListTable } from "./list-table.ts";
import type { Listing } from "./listings.ts";
import { NoteRules } from "./note-rules.ts";
import { Flag, NO_ENTRY, OrderTable } from "./order-table.ts";
import { RequestPool } from "./request-pool.ts";
import { RoutingTable } from "./routing.ts";
import { StopTable } from "./stop-table.ts";
import { Sweeps } from "./sweeps.ts";
import { VenueTable } from "./venue-table.ts";

export type Session = {
  sessionId: number;
  sessionKey: string;
  compId: string;
  account: string;
  pendingReports: boolean;
  /** Are replaces taken while others of the order are pending? */
  replaceChains: boolean;
  loggedOn: boolean;
  /** Address it last logged on from, and why it last ended. */
  peer: string;
  lastLogout: string;
  /** What its client's own password is compared with, and which configured one it replaced; "" without one. */
  passwordHash: string;
  passwordReplaces: string;
  /** Which ends cancel its open orders (sum of 1 << LogoutCause), after what time, and whether those that outlive the day stay. */
  cancelOn: number;
  graceMs: number;
  keepGtc: boolean;
  /** When it ended and its orders began to wait for its return, and what ended it; 0 while none wait. */
  endedNs: bigint;
  endedBy: number;
};

export type Instrument = Required<InstrumentDefinition> & {
  instrumentId: number;
  bidPx: Ticks;
  askPx: Ticks;
  lastPx: Ticks;
  /** TradingPhase, and whether orders that come while it is closed are kept until it opens. */
  phase: number;
  holdsWhenClosed: boolean;
};

/**
 * The order's own request at its venue, and by how much its CumQty is more than the venue's: by what was filled before it,
 * and by what a split made of fills that the venue counts as they were. Trades of before `place` the venue does not count.
 */
export type Entry = { requestNumber: number; baseQty: number; place: number };

/** The room on the journal's disk: what it was when it last passed the low-water mark. */
export type JournalSpace = { isLow: boolean; freeBytes: number; lowBytes: number };

const ENTRIES_AT_START = 1 << 12;

export class State {
  /** yyyymmdd; 0 before the first day is opened. */
  tradingDay = 0;
  /** Time of the frame that opened it; orders done before are dropped when the next one opens. */
  dayOpenedNs = 0n;
  readonly journalSpace: JournalSpace = { isLow: false, freeBytes: 0, lowBytes: 0 };
  /** Index 0 is unused: ids are dense from 1. */
  readonly sessions: (Session | undefined)[] = [undefined];
  readonly sessionIds = new Map<string, number>();
  readonly instruments: (Instrument | undefined)[] = [undefined];
  readonly instrumentIds = new Map<string, number>();
  /** By SecurityIDSource (22), a colon and SecurityID (48): the instruments of that name, in order. */
  readonly securities = new Map<string, number[]>();
  readonly limits = new LimitsTable();
  readonly orders = new OrderTable();
  /** Requests that are not answered yet. */
  readonly requests = new RequestPool();
  /** (session, ClOrdID) -> the order it last named. Replaced by a smaller one when old orders are dropped, like the next ones. */
  clOrdIds = new TextMap(ENTRIES_AT_START);
  readonly accounts = new TextMap(1024);
  /** By OrderID, the terms few orders have, as pairs (FIX tag, value). */
  readonly moreTerms = new Map<number, readonly number[]>();
  /** What orders carry of their clients' messages; an order knows the entry of its own. Many orders carry the same. */
  carried = new TextMap(64);
  /** The venues' OrderIDs; an order knows the entry of its own. */
  exchangeOrderIds = new TextStore();
  /** (venue, the venue's ExecID) -> order: no fill is booked twice. */
  exchangeExecIds = new TextMap(1024);
  /** What each of them was. */
  fills = new FillTable();
  /** Orders a cancel of the house is pending for, and what their clients are told when they are off the book. */
  readonly houseCancels = new Map<number, string>();
  /** Of orders that were carried into the day with fills: how far those of the days before went. */
  readonly carriedOver = new Map<number, CarriedOver>();
  /** Of orders whose instruments were split after they had traded: each of those splits, in order. */
  readonly splitSteps = new Map<number, SplitStep[]>();
  /** Orders whose venue was asked to replace them for a split, and has not answered. */
  readonly splitRequests = new Map<number, Ratio & { text: string }>();
  /** Orders that were given to their venue anew on a later day: by which request, and what was filled before. */
  readonly entries = new Map<number, Entry>();
  /** Stops that are kept here, because their venue takes none. */
  readonly stops = new StopTable();
  /** Orders that were told to be carried into this trading day: whether their venue said so, or the house's own roll. */
  readonly renewed = new Map<number, boolean>();
  /** Parked orders whose next day has begun: they go to their venue when its line is up. */
  readonly due = new Set<number>();
  /** The desk's side of orders that people work. */
  readonly care = new CareTable();
  /** What operators call the splits that were applied. */
  readonly splits = new Set<string>();
  /** Work on many orders that is not over. */
  readonly sweeps = new Sweeps();
  /** Lists of orders, and orders that depend on one another. */
  readonly lists = new ListTable();
  /** Per venue, the last report taken up. */
  readonly lastReportSequence = new Float64Array(VENUES_MAX + 1);
  readonly venues = new VenueTable();
  readonly routing = new RoutingTable();
  /** By venue id, what the exchanges in the box trade. */
  readonly listings = new Map<number, Listing>();
  readonly kills = new KillSwitches();
  readonly noteRules = new NoteRules();

  /** The terms few orders have, of the order in a row; an empty list for most. */
  moreTermsOf(row: number): readonly number[] {
    if ((this.orders.flags[row] & Flag.MoreTerms) === 0) return NO_MORE_TERMS;
    return this.moreTerms.get(this.orders.idOf(row)) ?? NO_MORE_TERMS;
  }

  /** What the order in a row carries of its client's message, "" for nothing. */
  carriedOf(row: number): string {
    const entry = this.orders.carriedEntry[row];
    return entry === NO_ENTRY ? "" : this.carried.textOf(entry);
  }

  /** Makes room for so many orders at once: growing while orders wait costs them the copying. */
  reserve(orders: number): void {
    this.orders.reserve(orders);
    this.clOrdIds.reserve(orders);
    this.exchangeExecIds.reserve(orders);
    this.fills.reserve(orders);
  }
}
