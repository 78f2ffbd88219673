/**
 * What is listed and how it trades, over FIX: SecurityListRequest(x), SecurityDefinitionRequest(c), SecurityStatusRequest(e)
 * and TradingSessionStatusRequest(g) in; SecurityList(y) in fragments, SecurityDefinition(d), SecurityStatus(f) and
 * TradingSessionStatus(h) out. Everything is answered at once, from the venue as it is; who subscribed to a status is told
 * of every change, when the batch that brought it is over.
 */
import type { InstrumentDefinition } from "../../src/domain/instrument.ts";
import { NO_PRICE } from "../../src/domain/price.ts";
import type { MessageView } from "../../src/fix/message-view.ts";
import {
  securityDefinition,
  securityDefinitionRequest,
  securityList,
  securityListRequest,
  securityStatus,
  securityStatusRequest,
  tradingSessionStatus,
  tradingSessionStatusRequest,
} from "../../src/fix/messages/instrument-messages.ts";
import { codecOf } from "../../src/fix/messages/message-codec.ts";
import type { MessageForm, ValuesOf } from "../../src/fix/messages/message-form.ts";
import { SessionRejectReason } from "../../src/fix/reject-reasons.ts";
import type { FixSession } from "../../src/fix/session.ts";
import { Tag } from "../../src/fix/tags.ts";
import type { MarketDataFeed } from "../market-data/market-data-feed.ts";
import { Phase } from "../phases.ts";
import type { Venue } from "../venue.ts";

/** Instruments in one fragment of a list. */
const FRAGMENT_MAX = 100;
const ListRequestType = { Symbol: 0, All: 4 } as const;
const RequestResult = { Valid: 0, Unsupported: 1, NotFound: 2 } as const;
const DefinitionRequestType = { Identity: 0, Named: 1, List: 3 } as const;
const ResponseType = { AsIs: 1, List: 4, Rejected: 5 } as const;
const SubscriptionRequestType = { Snapshot: "0", Subscribe: "1", Unsubscribe: "2" } as const;
const UNKNOWN_SECURITY = 20;
/** SecurityTradingStatus(326) of a phase, and what versions say that do not know it. */
const TRADING_STATUS: Readonly<Record<Phase, readonly [now: number, before: number]>> = {
  [Phase.Closed]: [18, 18],
  [Phase.PreOpen]: [21, 18],
  [Phase.OpeningAuction]: [22, 5],
  [Phase.Continuous]: [17, 17],
  [Phase.VolatilityAuction]: [5, 5],
  [Phase.ClosingAuction]: [5, 5],
  [Phase.Halted]: [2, 2],
};
/** TradSesStatus(340). */
const SessionPhase = { Unknown: 0, Halted: 1, Open: 2, Closed: 3, PreOpen: 4, PreClose: 5 } as const;
const SUBSCRIPTIONS_MAX = 1_000;
/** The one trading session of a day. */
const TRADING_SESSION_ID = "1";

/** Who is told of a status: of an instrument, or (book 0) of the trading session. `told` is what was said last. */
type Watch = { session: FixSession; reqId: string; book: number; told: number };

export class ReferenceDesk {
  readonly #venue: Venue;
  readonly #feed: MarketDataFeed;
  #watches: Watch[] = [];
  #response = 0;

  constructor(venue: Venue, feed: MarketDataFeed) {
    this.#venue = venue;
    this.#feed = feed;
  }

  /** Answers x, c, e and g. @returns false for any other type */
  onMessage(session: FixSession, message: MessageView, nowNs: bigint): boolean {
    switch (message.msgType) {
      case "x":
        this.#list(session, message, nowNs);
        return true;
      case "c":
        this.#define(session, message, nowNs);
        return true;
      case "e":
        this.#status(session, message, nowNs);
        return true;
      case "g":
        this.#tradingSession(session, message, nowNs);
        return true;
      default:
        return false;
    }
  }

  /** Tells subscribers what changed. */
  publish(nowNs: bigint): void {
    for (const watch of this.#watches) {
      const status = watch.book === 0 ? this.#sessionPhase() : this.#phaseOf(watch.book);
      if (status === watch.told) continue;
      watch.told = status;
      if (watch.book === 0) this.#sendSession(watch.session, watch.reqId, true, nowNs);
      else this.#sendStatus(watch.session, watch.reqId, watch.book, true, nowNs);
    }
  }

  /** The session is gone, and its subscriptions with it. */
  onLogout(session: FixSession): void {
    this.#watches = this.#watches.filter((watch) => watch.session !== session);
  }

  /** Begins or ends a subscription, as SubscriptionRequestType(263) says. @returns false when there is nothing to answer */
  #watch(session: FixSession, reqId: string, book: number, type: string): boolean {
    const isThis = (watch: Watch) =>
      watch.session === session && watch.reqId === reqId && (watch.book === 0) === (book === 0);
    if (type === SubscriptionRequestType.Unsubscribe) {
      this.#watches = this.#watches.filter((watch) => !isThis(watch));
      return false;
    }
    const own = this.#watches.filter((watch) => watch.session === session);
    if (type === SubscriptionRequestType.Subscribe && !own.some(isThis) && own.length < SUBSCRIPTIONS_MAX) {
      const told = book === 0 ? this.#sessionPhase() : this.#phaseOf(book);
      this.#watches.push({ session, reqId, book, told });
    }
    return true;
  }

  #phaseOf(book: number): Phase {
    return this.#venue.phases.statuses[book].phase;
  }

  /** The whole market's: open where anything trades. */
  #sessionPhase(): number {
    const phases = new Set(this.#venue.phases.statuses.slice(1).map(({ phase }) => phase));
    if (phases.has(Phase.Continuous) || phases.has(Phase.VolatilityAuction)) return SessionPhase.Open;
    if (phases.has(Phase.ClosingAuction)) return SessionPhase.PreClose;
    if (phases.has(Phase.PreOpen) || phases.has(Phase.OpeningAuction)) return SessionPhase.PreOpen;
    if (phases.has(Phase.Halted)) return SessionPhase.Halted;
    return phases.size === 0 ? SessionPhase.Unknown : SessionPhase.Closed;
  }

  #list(session: FixSession, message: MessageView, nowNs: bigint): void {
    const request = read(securityListRequest, session, message);
    if (request === null) return;
    const { securityReqId, securityListRequestType } = request;
    const isKnownType =
      securityListRequestType === ListRequestType.Symbol || securityListRequestType === ListRequestType.All;
    const found = this.#listed().filter(
      ({ symbol }) => securityListRequestType === ListRequestType.All || symbol === request.symbol,
    );
    const base = { securityReqId, securityResponseId: this.#nextResponseId(), transactTime: nowNs };
    if (!isKnownType || found.length === 0) {
      const securityRequestResult = isKnownType ? RequestResult.NotFound : RequestResult.Unsupported;
      return send(securityList, session, { ...base, securityRequestResult, totNoRelatedSym: 0, lastFragment: true });
    }
    for (let from = 0; from < found.length; from += FRAGMENT_MAX) {
      send(securityList, session, {
        ...base,
        securityRequestResult: RequestResult.Valid,
        totNoRelatedSym: found.length,
        lastFragment: from + FRAGMENT_MAX >= found.length,
        securities: found.slice(from, from + FRAGMENT_MAX).map((instrument) => ({
          ...identityOf(instrument),
          roundLot: { mantissa: instrument.lotSize, scale: instrument.qtyScale },
        })),
      });
    }
  }

  #define(session: FixSession, message: MessageView, nowNs: bigint): void {
    const request = read(securityDefinitionRequest, session, message);
    if (request === null) return;
    const { securityReqId, securityRequestType, symbol } = request;
    const isList = securityRequestType === DefinitionRequestType.List;
    const found = this.#listed().filter((instrument) => isList || instrument.symbol === symbol);
    const isKnownType =
      isList ||
      securityRequestType === DefinitionRequestType.Identity ||
      securityRequestType === DefinitionRequestType.Named;
    if (!isKnownType || found.length === 0) {
      return send(securityDefinition, session, {
        securityReqId,
        securityResponseId: this.#nextResponseId(),
        securityResponseType: ResponseType.Rejected,
        totNoRelatedSym: 0,
        ...(symbol === undefined ? {} : { symbol }),
        text: isKnownType ? "not listed here" : "SecurityRequestType(321) 0, 1 and 3 are served",
      });
    }
    for (const instrument of found) {
      send(securityDefinition, session, {
        securityReqId,
        securityResponseId: this.#nextResponseId(),
        securityResponseType: isList ? ResponseType.List : ResponseType.AsIs,
        totNoRelatedSym: found.length,
        ...identityOf(instrument),
        roundLot: { mantissa: instrument.lotSize, scale: instrument.qtyScale },
        transactTime: nowNs,
      });
    }
  }

  #status(session: FixSession, message: MessageView, nowNs: bigint): void {
    const request = read(securityStatusRequest, session, message);
    if (request === null) return;
    const { securityStatusReqId, symbol = "" } = request;
    const book = this.#venue.bookBySymbol.get(symbol);
    const instrument = book === undefined ? null : this.#venue.instruments[book];
    if (book === undefined || instrument === null) {
      const securityTradingStatus = UNKNOWN_SECURITY;
      return send(securityStatus, session, { securityStatusReqId, symbol, securityTradingStatus, transactTime: nowNs });
    }
    if (!this.#watch(session, securityStatusReqId, book, request.subscriptionRequestType)) return;
    this.#sendStatus(session, securityStatusReqId, book, false, nowNs);
  }

  #sendStatus(session: FixSession, securityStatusReqId: string, book: number, isNews: boolean, nowNs: bigint): void {
    const { symbol, currency, priceScale } = this.#venue.instruments[book]!;
    const { highPx, lowPx, lastPx, firstPx } = this.#feed.of(book);
    const px = (mantissa: number) => (mantissa === NO_PRICE ? undefined : { mantissa, scale: priceScale });
    const [now, before] = TRADING_STATUS[this.#phaseOf(book)];
    const known = session.config.dictionary.field(Tag.SecurityTradingStatus)?.values ?? [];
    send(securityStatus, session, {
      securityStatusReqId,
      symbol,
      currency,
      unsolicitedIndicator: isNews,
      securityTradingStatus: known.includes(String(now)) ? now : before,
      ...defined({ highPx: px(highPx), lowPx: px(lowPx), lastPx: px(lastPx), firstPx: px(firstPx) }),
      transactTime: nowNs,
    });
  }

  #tradingSession(session: FixSession, message: MessageView, nowNs: bigint): void {
    const request = read(tradingSessionStatusRequest, session, message);
    if (request === null) return;
    const { tradSesReqId, subscriptionRequestType } = request;
    if (!this.#watch(session, tradSesReqId, 0, subscriptionRequestType)) return;
    this.#sendSession(session, tradSesReqId, false, nowNs);
  }

  #sendSession(session: FixSession, tradSesReqId: string, isNews: boolean, nowNs: bigint): void {
    send(tradingSessionStatus, session, {
      tradSesReqId,
      tradingSessionId: TRADING_SESSION_ID,
      unsolicitedIndicator: isNews,
      tradSesStatus: this.#sessionPhase(),
      transactTime: nowNs,
    });
  }

  #listed(): InstrumentDefinition[] {
    return this.#venue.instruments.filter((instrument) => instrument !== null);
  }

  #nextResponseId(): string {
    return `R${++this.#response}`;
  }
}

function identityOf({ symbol, description, currency, tickTable, priceScale }: InstrumentDefinition) {
  return {
    symbol,
    currency,
    ...(description === "" ? {} : { securityDesc: description }),
    minPriceIncrement: { mantissa: tickTable[1], scale: priceScale },
  };
}

/** The request as an object; null when it cannot be held, which is answered then. */
function read<F extends MessageForm>(form: F, session: FixSession, message: MessageView): ValuesOf<F> | null {
  const codec = codecOf(form, session.config.dictionary);
  if (codec === null) return null;
  const values = codec.read(message);
  if (values === null) {
    session.reject(message.msgSeqNum, codec.refTagId, message.msgType, SessionRejectReason.ValueIncorrect, "");
  }
  return values;
}

function send<F extends MessageForm>(form: F, session: FixSession, values: ValuesOf<F>): void {
  const codec = codecOf(form, session.config.dictionary);
  if (codec === null) return;
  codec.write(session.begin(form.msgType), values);
  session.send();
}

/** Without what is undefined. */
function defined<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}
