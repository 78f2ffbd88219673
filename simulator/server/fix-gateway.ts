/**
 * The exchange served over FIX to anybody's client: sessions on one side, the venue's journal on the other.
 *
 * In: application messages. Orders and what changes them become requests in the journal and are judged when the batch is
 * carried out; questions (market data, instruments) are answered from the venue as it is. Out: reports, market data and
 * drop copies, put into the batch's frame before they go to a wire. Nothing of a batch is heard before it is durable.
 */

import type { VenueOrdType, VenueTimeInForce } from "../../src/domain/exchange-port.ts";
import { ACCOUNT_MAX, CL_ORD_ID_MAX, SYMBOL_MAX } from "../../src/domain/limits.ts";
import { NO_PRICE } from "../../src/domain/price.ts";
import { ABSENT, ExecType, type Side, TimeInForce } from "../../src/domain/values.ts";
import type { MessageView } from "../../src/fix/message-view.ts";
import { overLimit } from "../../src/fix/over-limit.ts";
import { BusinessRejectReason, SessionRejectReason } from "../../src/fix/reject-reasons.ts";
import type { FixSession } from "../../src/fix/session.ts";
import type { FixApplication, SessionEnd, SessionEventKind } from "../../src/fix/session-types.ts";
import { Tag } from "../../src/fix/tags.ts";
import { Verdict } from "../../src/fix/throttle.ts";
import { assert } from "../../src/lib/assert.ts";
import type { ByteReader, ByteWriter } from "../../src/lib/byte-buffer.ts";
import type { ExchangeServer, SimulatedExchange } from "../exchange.ts";
import { IndicativePrices } from "../market-data/indicative-prices.ts";
import { MarketDataFeed } from "../market-data/market-data-feed.ts";
import type { ServerRecordListener, Venue } from "../venue.ts";
import { ClientDesk } from "./client-desk.ts";
import type { CancelReject, MassCancelReport, OrderReport, ReportListener } from "./client-reports.ts";
import { MarketDataDesk } from "./market-data-desk.ts";
import { ReferenceDesk } from "./reference-desk.ts";
import { ReportWriter } from "./report-writer.ts";
import { RequestCopies } from "./request-copies.ts";
import { type ReadTerms, readTerms } from "./request-terms.ts";
import {
  type ClientRequest,
  decodeRequest,
  encodeCancelAll,
  encodeConsumed,
  encodeExpire,
  encodeRequest,
  ServerRecord,
} from "./server-records.ts";
import { SessionBook, type SessionJournal } from "./session-book.ts";

/** How a session takes part. */
export type ClientRole = {
  session: FixSession;
  /** What its orders without Account(1) are for. */
  account: string;
  /** It gets copies of what is of these CompIDs or accounts, both null for everybody's. Null: it trades, and gets its own. */
  dropCopy: DropCopy | null;
  /** Its orders are canceled when its line has ended like this, and been gone for so long; null: they stay. */
  cancelOnDisconnect: { ends: readonly SessionEnd[]; graceMs: number; keepsGoodTill: boolean } | null;
};

export type DropCopy = {
  clients: readonly string[] | null;
  accounts: readonly string[] | null;
  /** Of D, F and G, too. */
  includeRequests: boolean;
};

type Client = ClientRole & {
  writer: ReportWriter;
  requests: RequestCopies | null;
  /** Since when its line is gone, on the wall clock; 0 while it is there, or its orders are canceled. */
  goneMs: number;
};

export type GatewayDoors = {
  exchange: SimulatedExchange;
  /** The acceptor's: what the sessions queued goes to the sockets. */
  flush(): void;
  schedule(): void;
  spans: SessionJournal["spans"];
  nowNs(): bigint;
  note(session: FixSession | null, kind: SessionEventKind, text: string): void;
};

const TEXTS: readonly (readonly [tag: number, name: string, max: number])[] = [
  [Tag.ClOrdID, "ClOrdID", CL_ORD_ID_MAX],
  [Tag.OrigClOrdID, "OrigClOrdID", CL_ORD_ID_MAX],
  [Tag.OrderID, "OrderID", CL_ORD_ID_MAX],
  [Tag.Account, "Account", ACCOUNT_MAX],
  [Tag.Symbol, "Symbol", SYMBOL_MAX],
  [Tag.OrdStatusReqID, "OrdStatusReqID", CL_ORD_ID_MAX],
  [Tag.MassStatusReqID, "MassStatusReqID", CL_ORD_ID_MAX],
];
const PLAIN: ReadTerms = { written: [], refTag: 0, foreign: "" };
/** Where a request says what stands in `extra`. */
const EXTRA_TAGS: Readonly<Record<string, number>> = { q: Tag.MassCancelRequestType, AF: Tag.MassStatusReqType };

export class FixGateway implements ExchangeServer, FixApplication, ServerRecordListener, ReportListener {
  readonly sessions = new SessionBook();
  readonly desk: ClientDesk;
  readonly #venue: Venue;
  readonly #clients = new Map<number, Client>();
  #feed: MarketDataFeed | null = null;
  #indicative: IndicativePrices | null = null;
  #marketData: MarketDataDesk | null = null;
  #reference: ReferenceDesk | null = null;
  #doors: GatewayDoors | null = null;
  #isServing = false;
  /** Where the records at hand lie in the journal, while it is run again. */
  #segmentNumber = 0;
  #bytesOffset = 0;
  #timeNs = 0n;

  /** Before the venue's journal is run: the gateway takes up its own records and the clients' reports. */
  constructor(venue: Venue) {
    this.#venue = venue;
    this.desk = new ClientDesk(venue);
    venue.clientListener = this.desk;
    venue.serverListener = this;
    venue.adversary.clientName = (participant) => this.sessions.compIdOf(participant);
  }

  /** A frame of the journal comes. @param bytesOffset where byte 0 of what it is read from lies in the segment */
  onFrame(segmentNumber: number, bytesOffset: number, timeNs: bigint): void {
    // What the frame before led to was told behind it.
    this.desk.notePhases();
    this.#segmentNumber = segmentNumber;
    this.#bytesOffset = bytesOffset;
    this.#timeNs = timeNs;
  }

  onEnd(): void {
    this.desk.notePhases();
  }

  /** The journal was run: from now on the feed is made, sessions may be asked for, and reports are sent. */
  open(doors: GatewayDoors): void {
    this.#doors = doors;
    this.#feed = new MarketDataFeed(this.#venue.engine);
    this.#indicative = new IndicativePrices(this.#venue.phases, this.#feed);
    this.#marketData = new MarketDataDesk(this.#venue, this.#feed);
    this.#reference = new ReferenceDesk(this.#venue, this.#feed);
    const { exchange, spans } = doors;
    this.sessions.attach({ beginInput: () => exchange.beginInput(), schedule: () => doors.schedule(), spans });
    this.desk.listener = this;
    exchange.serve(this);
  }

  /** The public feed, for pages and readers in process. */
  get feed(): MarketDataFeed {
    assert(this.#feed !== null, "the gateway is not open");
    return this.#feed;
  }

  /** Every client was added: what became of their orders while the exchange started is told. */
  serve(): void {
    this.#isServing = true;
    this.desk.notePhases();
    this.#doors?.schedule();
  }

  addClient(role: ClientRole): void {
    const { session, dropCopy } = role;
    const requests = dropCopy?.includeRequests ? new RequestCopies(session) : null;
    // A process that ended took every line with it.
    const isGone = role.cancelOnDisconnect?.ends.includes("line") === true && !session.connected;
    const goneMs = isGone ? this.#nowMs() : 0;
    this.#clients.set(session.id, { ...role, writer: new ReportWriter(session), requests, goneMs });
    this.desk.addParticipant(session.id);
  }

  /**
   * What comes with time alone: indicative prices not told yet, orders whose ExpireTime(126) has come, and those of clients whose line has been gone for as
   * long as they have. Called about once a second.
   */
  tick(): void {
    const doors = this.#doors;
    if (doors === null || this.isFull()) return;
    const nowMs = this.#nowMs();
    this.#flushFeed(nowMs);
    this.desk.visitExpired(nowMs, (participant, number) => {
      encodeExpire(doors.exchange.beginInput(), participant, number);
      doors.schedule();
    });
    for (const client of this.#clients.values()) {
      if (client.goneMs > 0 && nowMs - client.goneMs >= (client.cancelOnDisconnect?.graceMs ?? 0)) {
        this.#cancelAllOf(client);
      }
    }
  }

  onServerRecord(kind: number, from: ByteReader, length: number): void {
    const start = from.offset;
    const timeMs = Number(this.#timeNs / 1_000_000n);
    this.sessions.recover(kind, from, length, this.#segmentNumber, this.#bytesOffset + start, timeMs);
    from.offset = start;
    if (kind === ServerRecord.Session) this.desk.addParticipant(from.u8());
    else if (kind === ServerRecord.CancelAll) this.desk.cancelAll(from.u8(), false);
    else if (kind === ServerRecord.CancelDayOrders) this.desk.cancelAll(from.u8(), true);
    else if (kind === ServerRecord.Expire) this.desk.expire(from.u8(), from.u32());
    else if (kind === ServerRecord.Request || kind === ServerRecord.RareRequest) {
      this.desk.apply(decodeRequest(kind, from));
    }
  }

  get hasStaged(): boolean {
    return this.sessions.hasStaged || (this.#marketData?.hasWaiting ?? false);
  }

  settle(frame: ByteWriter, segmentNumber: number, place: number, nowNs: bigint): void {
    if (this.#isServing) this.desk.notePhases();
    this.#flushFeed(Number(nowNs / 1_000_000n));
    this.#marketData?.publish(nowNs);
    this.#reference?.publish(nowNs);
    this.sessions.moveTo(frame, segmentNumber, place);
  }

  release(): void {
    this.#doors?.flush();
  }

  isFull(): boolean {
    return this.#doors?.exchange.isWaitingForRoom ?? true;
  }

  onMessage(session: FixSession, message: MessageView): void {
    const client = this.#clients.get(session.id);
    const doors = this.#doors;
    assert(client !== undefined && doors !== null, "a message of a session the gateway does not know");
    doors.schedule();
    if (this.#isOverLimit(session, message)) {
      return encodeConsumed(doors.exchange.beginInput(), session.id, message.msgSeqNum);
    }
    switch (message.msgType) {
      case "D":
      case "F":
      case "G":
      case "H":
      case "q":
      case "AF":
        if (client.dropCopy !== null) this.#refuse(session, message, "this is a drop copy session; it takes no orders");
        else if (this.#request(client, message)) return;
        break;
      case "V":
        this.#marketData?.onRequest(session, message);
        break;
      default:
        if (!this.#reference?.onMessage(session, message, doors.nowNs())) {
          this.#refuse(session, message, "", BusinessRejectReason.UnsupportedMessageType);
        }
    }
    encodeConsumed(doors.exchange.beginInput(), session.id, message.msgSeqNum);
  }

  /** A message over the session's or the house's limit is told so and not taken; cancels have a limit of their own. */
  #isOverLimit(session: FixSession, message: MessageView): boolean {
    const { throttle } = session;
    if (throttle === null) return false;
    const verdict = throttle.judge(message.msgType === "F" || message.msgType === "q");
    if (verdict === Verdict.Take) return false;
    const { reason, text, logout } = overLimit(session, throttle, verdict);
    this.#refuse(session, message, text, reason);
    if (logout !== null) session.endWithLogout(logout);
    return true;
  }

  onLogon(session: FixSession): void {
    const client = this.#clients.get(session.id);
    if (client !== undefined) client.goneMs = 0;
  }

  onLogout(session: FixSession, _reason: string, end: SessionEnd): void {
    this.#marketData?.onLogout(session);
    this.#reference?.onLogout(session);
    const client = this.#clients.get(session.id);
    if (client?.cancelOnDisconnect?.ends.includes(end) !== true || this.#doors === null) return;
    client.goneMs = this.#nowMs();
    if (client.cancelOnDisconnect.graceMs === 0) this.#cancelAllOf(client);
  }

  onSessionEvent(session: FixSession | null, kind: SessionEventKind, text: string): void {
    this.#doors?.note(session, kind, text);
  }

  onOrderReport(report: OrderReport): void {
    const nowNs = this.#timeOf(report);
    const { participant, account } = report.order;
    const owner = this.#clients.get(participant);
    owner?.writer.report(report, nowNs, "");
    // Answers to a client's questions are its own.
    if (report.execType === ExecType.OrderStatus) return;
    const compId = owner?.session.config.targetCompId ?? "";
    for (const { dropCopy, writer } of this.#clients.values()) {
      if (dropCopy !== null && isInScope(dropCopy, compId, account)) writer.report(report, nowNs, compId);
    }
  }

  onCancelReject(reject: CancelReject): void {
    this.#clients.get(reject.participant)?.writer.cancelReject(reject, this.#timeOf(reject));
  }

  onMassCancel(report: MassCancelReport): void {
    this.#clients.get(report.participant)?.writer.massCancel(report, this.#doors!.nowNs());
  }

  onUnknownStatus(request: ClientRequest, execId: string, text: string): void {
    this.#clients.get(request.participant)?.writer.unknownStatus(request, execId, text, this.#doors!.nowNs());
  }

  /** What is told late or twice says when it was. */
  #timeOf({ madeMs }: { madeMs?: number }): bigint {
    return madeMs === undefined ? this.#doors!.nowNs() : BigInt(madeMs) * 1_000_000n;
  }

  #cancelAllOf(client: Client): void {
    const { id } = client.session;
    const keepsGoodTill = client.cancelOnDisconnect?.keepsGoodTill ?? false;
    client.goneMs = 0;
    if (this.#doors === null || !this.desk.hasLive(id, keepsGoodTill)) return;
    encodeCancelAll(this.#doors.exchange.beginInput(), id, keepsGoodTill);
    this.#doors.schedule();
  }

  #flushFeed(nowMs: number): void {
    this.#indicative?.refresh(nowMs);
    this.feed.flush();
  }

  #nowMs(): number {
    return this.#doors === null ? 0 : Number(this.#doors.nowNs() / 1_000_000n);
  }

  /** Puts a request in the journal. @returns false when it was answered here instead */
  #request({ session, account }: ClientRole, message: MessageView): boolean {
    for (const [tag, name, max] of TEXTS) {
      const index = message.indexOf(tag);
      if (index < 0 || message.ends[index] - message.starts[index] <= max) continue;
      this.#reject(session, message, tag, `${name}(${tag}) has more than ${max} characters`);
      return false;
    }
    const needsQty = message.msgType === "D" || message.msgType === "G";
    if (needsQty && !message.decimal(Tag.OrderQty)) {
      if (message.has(Tag.OrderQty)) this.#reject(session, message, Tag.OrderQty, "more digits than can be held");
      else this.#refuse(session, message, "OrderQty(38) is required");
      return false;
    }
    const qty = needsQty ? { mantissa: message.mantissa, scale: message.scale } : { mantissa: 0, scale: 0 };
    if (message.has(Tag.Price) && !message.decimal(Tag.Price)) {
      this.#reject(session, message, Tag.Price, "more digits than can be held");
      return false;
    }
    const price = message.has(Tag.Price) ? { mantissa: message.mantissa, scale: message.scale } : null;
    const terms = needsQty ? readTerms(message) : PLAIN;
    if (terms.refTag !== 0) {
      this.#reject(session, message, terms.refTag, "more digits than can be held");
      return false;
    }
    const given = message.text(Tag.Account);
    this.#copyRequest(session, message, given === "" ? account : given);
    if (message.msgType === "F" || message.msgType === "G") this.#glance(session.id, message);
    encodeRequest(this.#doors!.exchange.beginInput(), {
      participant: session.id,
      msgSeqNum: message.msgSeqNum,
      msgType: message.msgType,
      possResend: message.possResend,
      clOrdId: message.text(message.msgType === "AF" ? Tag.MassStatusReqID : Tag.ClOrdID),
      origClOrdId: message.text(Tag.OrigClOrdID),
      orderId: message.text(Tag.OrderID),
      account: given === "" ? account : given,
      symbol: message.text(Tag.Symbol),
      side: charOf(message, Tag.Side, ABSENT) as Side,
      ordType: charOf(message, Tag.OrdType, ABSENT) as VenueOrdType,
      timeInForce: charOf(message, Tag.TimeInForce, TimeInForce.Day) as VenueTimeInForce,
      qtyMantissa: qty.mantissa,
      qtyScale: qty.scale,
      priceMantissa: price?.mantissa ?? NO_PRICE,
      priceScale: price?.scale ?? 0,
      extra: message.text(EXTRA_TAGS[message.msgType] ?? Tag.OrdStatusReqID),
      unsupported: terms.foreign,
      written: terms.written,
    });
    return true;
  }

  /** What working the named order will read is fetched while the request waits for its batch. */
  #glance(participant: number, message: MessageView): void {
    const order = this.desk.orderNamed(participant, message.text(Tag.OrigClOrdID));
    if (order !== undefined) this.#venue.glance(participant, order.number);
  }

  /** Drop copies of requests go out before the reports the request causes, in the same batch. */
  #copyRequest(session: FixSession, message: MessageView, account: string): void {
    const { msgType } = message;
    if (msgType !== "D" && msgType !== "F" && msgType !== "G") return;
    const { dictionary, targetCompId } = session.config;
    let of = account;
    for (const { dropCopy, requests } of this.#clients.values()) {
      if (dropCopy === null || requests === null) continue;
      if (msgType !== "D") of = this.desk.orderNamed(session.id, message.text(Tag.OrigClOrdID))?.account || account;
      if (isInScope(dropCopy, targetCompId, of)) requests.copy(message, dictionary, targetCompId, this.#doors!.nowNs());
    }
  }

  #refuse(
    session: FixSession,
    message: MessageView,
    text: string,
    reason: number = BusinessRejectReason.ConditionallyRequiredFieldMissing,
  ): void {
    session.businessReject(message.msgSeqNum, message.msgType, reason, text, message.text(Tag.ClOrdID));
  }

  #reject(session: FixSession, message: MessageView, tag: number, text: string): void {
    session.reject(message.msgSeqNum, tag, message.msgType, SessionRejectReason.ValueIncorrect, text);
  }
}

function charOf(message: MessageView, tag: number, absent: string): string {
  const value = message.char(tag);
  return value === "" ? absent : value;
}

function isInScope({ clients, accounts }: DropCopy, compId: string, account: string): boolean {
  if (clients === null && accounts === null) return true;
  return clients?.includes(compId) === true || accounts?.includes(account) === true;
}
