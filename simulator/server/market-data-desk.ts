/**
 * Market data over FIX: MarketDataRequest(V) in, snapshots (W), increments (X) and rejects (Y) out.
 *
 * A request is answered with a snapshot an instrument when the batch at hand is over, and with increments, or whole books
 * when it asked for those, after every batch that changed something. A session whose line is backed up is told nothing
 * until it has drained, and then how things stand: matching never waits for anybody.
 */

import type { InstrumentDefinition } from "../../src/domain/instrument.ts";
import type { Dictionary } from "../../src/fix/dictionary.ts";
import type { MessageView } from "../../src/fix/message-view.ts";
import {
  type MarketDataIncrement,
  type MarketDataRequest,
  type MarketDataRequestReject,
  type MarketDataSnapshot,
  marketDataIncrement,
  marketDataRequest,
  marketDataRequestReject,
  marketDataSnapshot,
} from "../../src/fix/messages/market-data-messages.ts";
import { codecOf, type MessageCodec } from "../../src/fix/messages/message-codec.ts";
import { SessionRejectReason } from "../../src/fix/reject-reasons.ts";
import type { FixSession } from "../../src/fix/session.ts";
import { Tag } from "../../src/fix/tags.ts";
import type { MarketDataFeed } from "../market-data/market-data-feed.ts";
import type { Venue } from "../venue.ts";
import { type BookEntry, EntryType, Subscription, UpdateAction } from "./subscription.ts";

/** Bytes that may wait for a session's socket before it is told nothing more for a while. */
const BACKLOG_BYTES_MAX = 256 * 1024;
/** Entries in one increment; more follow in the next. */
const ENTRIES_MAX = 400;
const SUBSCRIPTIONS_MAX = 1_000;
/** MDReqRejReason(281). */
const Refusal = {
  UnknownSymbol: "0",
  DuplicateMdReqId: "1",
  InsufficientBandwidth: "2",
  UnsupportedSubscriptionRequestType: "4",
  UnsupportedMarketDepth: "5",
  UnsupportedMdUpdateType: "6",
  UnsupportedMdEntryType: "8",
} as const;
/** OpenCloseSettlFlag(286). */
const THEORETICAL_PRICE = "5";
const SubscriptionRequestType = { Snapshot: "0", Subscribe: "1", Unsubscribe: "2" } as const;

type Codecs = {
  request: MessageCodec<MarketDataRequest>;
  snapshot: MessageCodec<MarketDataSnapshot>;
  increment: MessageCodec<MarketDataIncrement>;
  reject: MessageCodec<MarketDataRequestReject>;
  knowsEmptyBook: boolean;
  indicative: IndicativeForm;
};
/** How a version says what an auction would give: its own entry type, or an opening price marked as a theoretical one. */
type IndicativeForm = { type: string; name: string; marks: { openCloseSettlFlag?: string; text?: string } };
type Subscriber = { session: FixSession; codecs: Codecs; subscriptions: Subscription[]; once: Subscription[] };
type Refused = { reason: string; text: string };

export class MarketDataDesk {
  readonly #venue: Venue;
  readonly #feed: MarketDataFeed;
  readonly #subscribers = new Map<number, Subscriber>();

  constructor(venue: Venue, feed: MarketDataFeed) {
    this.#venue = venue;
    this.#feed = feed;
  }

  /** Is there something to tell that nothing new has to happen for? */
  get hasWaiting(): boolean {
    for (const subscriber of this.#subscribers.values()) {
      if (isBackedUp(subscriber)) continue;
      if (subscriber.once.length > 0 || subscriber.subscriptions.some(({ isBehind }) => isBehind)) return true;
    }
    return false;
  }

  /** Takes a MarketDataRequest. */
  onRequest(session: FixSession, message: MessageView): void {
    const subscriber = this.#subscriberOf(session);
    if (subscriber === null) return;
    const request = subscriber.codecs.request.read(message);
    if (request === null) {
      const { refTagId } = subscriber.codecs.request;
      return session.reject(message.msgSeqNum, refTagId, message.msgType, SessionRejectReason.ValueIncorrect, "");
    }
    const refused = this.#take(subscriber, request);
    if (refused === null) return;
    const { codecs } = subscriber;
    codecs.reject.write(session.begin("Y"), {
      mdReqId: request.mdReqId,
      mdReqRejReason: refused.reason,
      text: refused.text,
    });
    session.send();
  }

  /** The session is gone, and its subscriptions with it. */
  onLogout(session: FixSession): void {
    const subscriber = this.#subscribers.get(session.id);
    for (const subscription of subscriber?.subscriptions ?? []) subscription.close();
    this.#subscribers.delete(session.id);
  }

  /** Tells everybody what the feed has new; the feed was flushed. */
  publish(nowNs: bigint): void {
    for (const subscriber of this.#subscribers.values()) {
      if (isBackedUp(subscriber)) continue;
      for (const subscription of subscriber.once) {
        this.#snapshot(subscriber, subscription, nowNs);
        subscription.close();
      }
      subscriber.once = [];
      for (const subscription of subscriber.subscriptions) {
        if (subscription.isBehind) this.#update(subscriber, subscription, nowNs);
      }
    }
  }

  #take(subscriber: Subscriber, request: MarketDataRequest): Refused | null {
    const { mdReqId, subscriptionRequestType } = request;
    const { subscriptions } = subscriber;
    const isKnown = subscriptions.some((subscription) => subscription.mdReqId === mdReqId);
    if (subscriptionRequestType === SubscriptionRequestType.Unsubscribe) {
      subscriber.subscriptions = subscriptions.filter((subscription) => {
        if (subscription.mdReqId === mdReqId) subscription.close();
        return subscription.mdReqId !== mdReqId;
      });
      return isKnown
        ? null
        : { reason: Refusal.DuplicateMdReqId, text: "there is no subscription of this MDReqID(262)" };
    }
    if (isKnown) return { reason: Refusal.DuplicateMdReqId, text: "there is a subscription of this MDReqID(262)" };
    const { indicative } = subscriber.codecs;
    const refused = faultOf(request, indicative) ?? this.#symbolFault(request);
    if (refused !== null) return refused;
    const isSubscription = subscriptionRequestType === SubscriptionRequestType.Subscribe;
    const list = isSubscription ? subscriptions : subscriber.once;
    if (list.length + request.instruments!.length > SUBSCRIPTIONS_MAX) {
      return {
        reason: Refusal.InsufficientBandwidth,
        text: `a session has at most ${SUBSCRIPTIONS_MAX} instruments subscribed`,
      };
    }
    for (const { symbol } of request.instruments!) {
      const book = this.#venue.bookBySymbol.get(symbol)!;
      list.push(
        new Subscription(this.#feed, book, {
          mdReqId,
          depth: request.marketDepth,
          byOrder: request.aggregatedBook === false,
          isFullRefresh: request.mdUpdateType === 0,
          entryTypes: new Set(
            request.mdEntryTypes!.map(({ mdEntryType }) =>
              mdEntryType === indicative.type ? EntryType.Indicative : mdEntryType,
            ),
          ),
        }),
      );
    }
    return null;
  }

  #symbolFault({ instruments = [] }: MarketDataRequest): Refused | null {
    const unknown = instruments.find(({ symbol }) => !this.#venue.bookBySymbol.has(symbol));
    if (unknown === undefined && instruments.length > 0) return null;
    const text = unknown === undefined ? "no instrument is named" : `${unknown.symbol} is not listed`;
    return { reason: Refusal.UnknownSymbol, text };
  }

  #update(subscriber: Subscriber, subscription: Subscription, nowNs: bigint): void {
    if (subscription.needsSnapshot) return this.#snapshot(subscriber, subscription, nowNs);
    const changes = subscription.takeChanges();
    if (subscription.needsSnapshot || (subscription.isFullRefresh && changes.length > 0)) {
      return this.#snapshot(subscriber, subscription, nowNs);
    }
    const { session, codecs } = subscriber;
    const instrument = this.#instrumentOf(subscription);
    for (let from = 0; from < changes.length; from += ENTRIES_MAX) {
      const entries = changes.slice(from, from + ENTRIES_MAX).map((entry) => ({
        mdUpdateAction: entry.action,
        symbol: instrument.symbol,
        ...fieldsOf(entry, instrument, subscription.byOrder, codecs.indicative),
        rptSeq: subscription.feed.sequence,
      }));
      codecs.increment.write(session.begin("X"), { mdReqId: subscription.mdReqId, entries });
      session.send();
    }
  }

  #snapshot(subscriber: Subscriber, subscription: Subscription, nowNs: bigint): void {
    const { session, codecs } = subscriber;
    const instrument = this.#instrumentOf(subscription);
    const found = subscription.takeSnapshot();
    const entries = found.map((entry) => ({
      ...fieldsOf(entry, instrument, subscription.byOrder, codecs.indicative),
      rptSeq: subscription.feed.sequence,
    }));
    const empty = codecs.knowsEmptyBook ? [{ mdEntryType: EntryType.EmptyBook }] : [];
    codecs.snapshot.write(session.begin("W"), {
      mdReqId: subscription.mdReqId,
      symbol: instrument.symbol,
      lastUpdateTime: nowNs,
      entries: entries.length === 0 ? empty : entries,
    });
    session.send();
  }

  #instrumentOf({ book }: Subscription): InstrumentDefinition {
    return this.#venue.instruments[book]!;
  }

  #subscriberOf(session: FixSession): Subscriber | null {
    const known = this.#subscribers.get(session.id);
    if (known !== undefined) return known;
    const { dictionary } = session.config;
    const request = codecOf(marketDataRequest, dictionary);
    const snapshot = codecOf(marketDataSnapshot, dictionary);
    const increment = codecOf(marketDataIncrement, dictionary);
    const reject = codecOf(marketDataRequestReject, dictionary);
    // A version without market data has refused the message before it came here.
    if (request === null || snapshot === null || increment === null || reject === null) return null;
    const knowsEmptyBook = dictionary.field(Tag.MDEntryType)?.values.includes(EntryType.EmptyBook) ?? false;
    const codecs = { request, snapshot, increment, reject, knowsEmptyBook, indicative: indicativeForm(dictionary) };
    const subscriber: Subscriber = { session, codecs, subscriptions: [], once: [] };
    this.#subscribers.set(session.id, subscriber);
    return subscriber;
  }
}

/**
 * FIX 5.0 SP2 has MDEntryType(269) Q, auction clearing price. 4.4 has the opening price (4) with OpenCloseSettlFlag(286) 5,
 * theoretical price. 4.2 has no such flag: there the entry says it in words.
 */
function indicativeForm(dictionary: Dictionary): IndicativeForm {
  const knows = (tag: number, value: string) => dictionary.field(tag)?.values.includes(value) ?? false;
  if (knows(Tag.MDEntryType, EntryType.Indicative)) {
    return { type: EntryType.Indicative, name: "auction clearing price", marks: {} };
  }
  const isFlagged = knows(Tag.OpenCloseSettlFlag, THEORETICAL_PRICE);
  const marks = isFlagged ? { openCloseSettlFlag: THEORETICAL_PRICE } : { text: "theoretical price of the auction" };
  return { type: EntryType.Open, name: "opening price, theoretical while an auction is called", marks };
}

function isBackedUp({ session }: Subscriber): boolean {
  return session.backlogBytes > BACKLOG_BYTES_MAX;
}

/** What of a request is not served, in the order it is looked at. */
function faultOf(request: MarketDataRequest, indicative: IndicativeForm): Refused | null {
  const { subscriptionRequestType, mdUpdateType = 1, marketDepth, aggregatedBook = true } = request;
  if (subscriptionRequestType !== "0" && subscriptionRequestType !== "1") {
    return { reason: Refusal.UnsupportedSubscriptionRequestType, text: "SubscriptionRequestType(263) 0, 1 and 2 are" };
  }
  if (marketDepth < 0) return { reason: Refusal.UnsupportedMarketDepth, text: "MarketDepth(264) is 0 or above" };
  if (!aggregatedBook && marketDepth !== 0) {
    const text = "order by order (AggregatedBook 266=N) there is only the full book, MarketDepth(264) 0";
    return { reason: Refusal.UnsupportedMarketDepth, text };
  }
  if (mdUpdateType !== 0 && mdUpdateType !== 1) {
    return { reason: Refusal.UnsupportedMdUpdateType, text: "MDUpdateType(265) 0 and 1 are" };
  }
  const types = request.mdEntryTypes ?? [];
  const other = types.find(({ mdEntryType }) => !/^[012]$/.test(mdEntryType) && mdEntryType !== indicative.type);
  if (other !== undefined || types.length === 0) {
    const text = `MDEntryType(269) 0 (bid), 1 (offer), 2 (trade) and ${indicative.type} (${indicative.name}) are`;
    return { reason: Refusal.UnsupportedMdEntryType, text };
  }
  return null;
}

/** Up to 4.4 a snapshot's entries have no MDEntryID(278): an order is known by OrderID(37) there, a level by its price. */
function fieldsOf(
  entry: BookEntry,
  { priceScale, qtyScale }: InstrumentDefinition,
  byOrder: boolean,
  indicative: IndicativeForm,
) {
  const { entryType, id, price, qty, orders, action } = entry;
  const isIndicative = entryType === EntryType.Indicative;
  return {
    mdEntryType: isIndicative ? indicative.type : entryType,
    mdEntryId: id,
    mdEntryPx: { mantissa: price, scale: priceScale },
    ...(action === UpdateAction.Delete ? {} : { mdEntrySize: { mantissa: qty, scale: qtyScale } }),
    ...(byOrder && entryType !== EntryType.Trade && !isIndicative ? { orderId: id } : {}),
    ...(isIndicative ? indicative.marks : {}),
    ...(byOrder || orders === 0 ? {} : { numberOfOrders: orders }),
  };
}
