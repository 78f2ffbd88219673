/**
 * The state as bytes, the same on every machine: what its hash is taken of, and what a snapshot holds. Everything that
 * `decide` and `evolve` can read is in it, in one order, so that two states with equal images act alike.
 *
 * A field of a session or an instrument that is missing here does not compile. A new column of the order table comes by
 * itself. A new part of the state needs a line in `transferState`; the test that gives back a state notices its absence.
 */
import type { Qty, Ticks } from "../domain/price.ts";
import type { AssetClass } from "../domain/values.ts";
import type { Image } from "../lib/image.ts";
import { transferCarriedOver, transferSplitRequests, transferSplitSteps } from "./earlier-trades.ts";
import { indexSecurities } from "./instrument-index.ts";
import { transferListings } from "./listings.ts";
import { ORDER_COLUMNS } from "./order-table.ts";
import type { Instrument, JournalSpace, Session, State } from "./state.ts";

/** Raised by a change here that the columns' names do not show. Images of another version are not read. */
const STATE_IMAGE_VERSION = 24;
export const STATE_IMAGE = `state ${STATE_IMAGE_VERSION}: ${ORDER_COLUMNS}`;

/** Writes the state, or reads one into a new `State`. */
export function transferState(state: State, image: Image): void {
  state.tradingDay = image.int(state.tradingDay);
  state.dayOpenedNs = image.time(state.dayOpenedNs);
  Object.assign(state.journalSpace, transferJournalSpace(state.journalSpace, image));
  image.array(state.lastReportSequence);
  transferDense(state.sessions, image, NO_SESSION, transferSession);
  transferDense(state.instruments, image, NO_INSTRUMENT, transferInstrument);
  if (image.isReading) indexNames(state);
  state.limits.transfer(image);
  state.orders.transfer(image);
  state.clOrdIds.transfer(image);
  state.accounts.transfer(image);
  state.exchangeOrderIds.transfer(image);
  state.exchangeExecIds.transfer(image);
  state.fills.transfer(image, state.exchangeExecIds.size);
  state.venues.transfer(image);
  state.routing.transfer(image);
  transferListings(state.listings, image);
  state.kills.transfer(image);
  state.sweeps.transfer(image);
  state.stops.transfer(image);
  transferHouseCancels(state.houseCancels, image);
  transferCarriedOver(state.carriedOver, image);
  transferSplitSteps(state.splitSteps, image);
  transferSplitRequests(state.splitRequests, image);
  transferEntries(state.entries, image);
  transferRenewed(state.renewed, image);
  transferOrderIds(state.due, image);
  transferSplits(state.splits, image);
  state.care.transfer(image);
  state.noteRules.transfer(image);
  state.carried.transfer(image);
  transferMoreTerms(state.moreTerms, image);
  state.requests.transfer(image);
  transferMoreTerms(state.requests.moreTerms, image);
  state.lists.transfer(image);
}

function transferJournalSpace(was: JournalSpace, image: Image): JournalSpace {
  return { isLow: image.flag(was.isLow), freeBytes: image.int(was.freeBytes), lowBytes: image.int(was.lowBytes) };
}

function transferSession(was: Session, image: Image): Session {
  return {
    sessionId: image.int(was.sessionId),
    sessionKey: image.text(was.sessionKey),
    compId: image.text(was.compId),
    account: image.text(was.account),
    pendingReports: image.flag(was.pendingReports),
    replaceChains: image.flag(was.replaceChains),
    loggedOn: image.flag(was.loggedOn),
    peer: image.text(was.peer),
    lastLogout: image.text(was.lastLogout),
    passwordHash: image.text(was.passwordHash),
    passwordReplaces: image.text(was.passwordReplaces),
    cancelOn: image.int(was.cancelOn),
    graceMs: image.int(was.graceMs),
    keepGtc: image.flag(was.keepGtc),
    endedNs: image.time(was.endedNs),
    endedBy: image.int(was.endedBy),
  };
}

function transferInstrument(was: Instrument, image: Image): Instrument {
  return {
    instrumentId: image.int(was.instrumentId),
    symbol: image.text(was.symbol),
    description: image.text(was.description),
    currency: image.text(was.currency),
    assetClass: image.text(was.assetClass) as AssetClass,
    venueId: image.int(was.venueId),
    priceScale: image.int(was.priceScale),
    qtyScale: image.int(was.qtyScale),
    lotSize: image.int(was.lotSize) as Qty,
    tickTable: transferInts(was.tickTable, image),
    referencePx: image.int(was.referencePx) as Ticks,
    exchange: image.text(was.exchange),
    securityIds: image.text(was.securityIds),
    bidPx: image.int(was.bidPx) as Ticks,
    askPx: image.int(was.askPx) as Ticks,
    lastPx: image.int(was.lastPx) as Ticks,
    phase: image.int(was.phase),
    holdsWhenClosed: image.flag(was.holdsWhenClosed),
  };
}

/** By OrderID, or by slot; as the map is walked in the order in which it was filled, which is the same from the same journal. */
function transferMoreTerms(rows: Map<number, readonly number[]>, image: Image): void {
  const count = image.count(rows.size);
  const keys = [...rows.keys()];
  for (let index = 0; index < count; index++) {
    const key = image.int(keys[index] ?? 0);
    const moreTerms = transferInts(rows.get(key) ?? [], image);
    if (image.isReading) rows.set(key, moreTerms);
  }
}

/** What is given to `transfer…` while reading, when there is nothing yet. */
const NO_SESSION: Session = {
  sessionId: 0,
  sessionKey: "",
  compId: "",
  account: "",
  pendingReports: false,
  replaceChains: true,
  loggedOn: false,
  peer: "",
  lastLogout: "",
  passwordHash: "",
  passwordReplaces: "",
  cancelOn: 0,
  graceMs: 0,
  keepGtc: true,
  endedNs: 0n,
  endedBy: 0,
};
const NO_INSTRUMENT: Instrument = {
  instrumentId: 0,
  symbol: "",
  description: "",
  currency: "",
  assetClass: "E",
  venueId: 0,
  priceScale: 0,
  qtyScale: 0,
  lotSize: 0 as Qty,
  tickTable: [],
  referencePx: 0 as Ticks,
  exchange: "",
  securityIds: "",
  bidPx: 0 as Ticks,
  askPx: 0 as Ticks,
  lastPx: 0 as Ticks,
  phase: 0,
  holdsWhenClosed: false,
};

/** A list by id, whose first place is unused. */
function transferDense<Row>(
  rows: (Row | undefined)[],
  image: Image,
  none: Row,
  transfer: (was: Row, image: Image) => Row,
): void {
  const length = image.count(rows.length);
  for (let id = 1; id < length; id++) {
    const isThere = image.flag(rows[id] !== undefined);
    if (!isThere) continue;
    const row = transfer(rows[id] ?? none, image);
    if (image.isReading) rows[id] = row;
  }
}

function transferHouseCancels(houseCancels: Map<number, string>, image: Image): void {
  const were = [...houseCancels];
  for (let index = 0, count = image.count(were.length); index < count; index++) {
    const [orderId, text] = were[index] ?? [0, ""];
    houseCancels.set(image.int(orderId), image.text(text));
  }
}

function transferEntries(entries: State["entries"], image: Image): void {
  const were = [...entries];
  for (let index = 0, count = image.count(were.length); index < count; index++) {
    const [orderId, was] = were[index] ?? [0, { requestNumber: 0, baseQty: 0, place: 0 }];
    const id = image.int(orderId);
    const entry = { requestNumber: image.int(was.requestNumber), baseQty: image.int(was.baseQty) };
    entries.set(id, { ...entry, place: image.int(was.place) });
  }
}

function transferRenewed(renewed: State["renewed"], image: Image): void {
  const were = [...renewed];
  for (let index = 0, count = image.count(were.length); index < count; index++) {
    const [orderId, isVenues] = were[index] ?? [0, false];
    renewed.set(image.int(orderId), image.flag(isVenues));
  }
}

function transferOrderIds(orderIds: Set<number>, image: Image): void {
  const were = [...orderIds];
  for (let index = 0, count = image.count(were.length); index < count; index++) {
    orderIds.add(image.int(were[index] ?? 0));
  }
}

function transferSplits(splits: Set<string>, image: Image): void {
  const were = [...splits];
  for (let index = 0, count = image.count(were.length); index < count; index++) {
    splits.add(image.text(were[index] ?? ""));
  }
}

function transferInts(was: readonly number[], image: Image): number[] {
  const values: number[] = [];
  for (let index = 0, count = image.count(was.length); index < count; index++) values.push(image.int(was[index] ?? 0));
  return values;
}

function indexNames(state: State): void {
  for (const session of state.sessions) if (session) state.sessionIds.set(session.sessionKey, session.sessionId);
  for (const instrument of state.instruments) {
    if (instrument === undefined) continue;
    state.instrumentIds.set(instrument.symbol, instrument.instrumentId);
    indexSecurities(state, instrument);
  }
}
