/**
 * Hot path: carries out the venue's inputs one after the other; budget 0.4 us an order.
 *
 * In: inputs as bytes, live or from the journal, the same way. Out: reports, for the OMS in the queue. It is
 * deterministic: no clock, no chance, no disk. Every id is counted here, so a re-run counts the same.
 */
import type { InstrumentDefinition } from "../src/domain/instrument.ts";
import { NO_PRICE, type Qty, type Ticks } from "../src/domain/price.ts";
import { Side } from "../src/domain/values.ts";
import { assert } from "../src/lib/assert.ts";
import type { ByteReader } from "../src/lib/byte-buffer.ts";
import { Adversary } from "./adversary/adversary.ts";
import { MatchingEngine } from "./matching/matching-engine.ts";
import {
  LEVEL,
  MARKET,
  PARTICIPANT,
  REQUEST,
  SELL,
  TERMS,
  TIF_DAY,
  TIF_IMMEDIATE_OR_CANCEL,
  TIF_MASK,
} from "./matching/order-pool.ts";
import { AmendOutcome, type SelfMatchListener, type TradeListener, WorkOutcome } from "./matching/outcomes.ts";
import { EXPIRE_DATE, rowOf } from "./matching/rare-terms.ts";
import { checkTerms, cxlRejReason, isRare, ordRejReason, termsOf } from "./order-checks.ts";
import { NEVER_CAME, OrderDirectory } from "./order-directory.ts";
import { type ClientListener, FIRST_CLIENT, Participant } from "./participants.ts";
import { AT_THE_OPENING, PHASE_RULES, type Phase } from "./phases.ts";
import { InstrumentPhases, PhaseCause, type PhaseHost, RESUME } from "./phases-by-instrument.ts";
import { RareRequests } from "./rare-requests.ts";
import { askedOrder, refusalText } from "./refusal-text.ts";
import { ReportKind, ReportQueue } from "./report-queue.ts";
import { ReportTeller } from "./report-teller.ts";
import { Text } from "./report-text.ts";
import { changeTrade, TradeLog } from "./trade-log.ts";
import {
  decodeCancel,
  decodeInstrument,
  decodeNewOrder,
  decodeReplace,
  emptyRequest,
  INPUT_VERSION,
  InputKind,
  isKnownVersion,
  type RequestInput,
  unknownRecord,
} from "./venue-inputs.ts";

/** Records of these kinds are not the venue's: they are handed on whole, and may give the venue inputs in their turn. */
export const FIRST_SERVER_RECORD = 64;
export const LAST_SERVER_RECORD = 71;

/** Stands in a directory for an order that the venue refused. */
const NEVER_TAKEN = -1;

/** Carries out what the exchange's server wrote into the journal; the reader stands at the record's first byte. */
export type ServerRecordListener = { onServerRecord(kind: number, from: ByteReader, length: number): void };

export class Venue implements TradeListener, SelfMatchListener, PhaseHost {
  readonly engine = new MatchingEngine(this, this);
  readonly reports: ReportQueue;
  /** By book number, from 1; the first stands for no instrument. */
  readonly instruments: (InstrumentDefinition | null)[] = [null];
  readonly phases = new InstrumentPhases(this.engine, this.instruments, this);
  readonly bookBySymbol = new Map<string, number>();
  readonly directories: OrderDirectory[];
  tradingDay = 0;
  readonly trades = new TradeLog();
  serverListener: ServerRecordListener | null = null;
  /** Shown every request before it is carried out; it must not keep it. */
  requestListener: ((kind: number, request: Readonly<RequestInput>) => void) | null = null;
  /** The last OrderID and the last ExecID given. */
  orderNumber = 0;
  execNumber = 0;
  readonly #input: RequestInput = emptyRequest();
  readonly #rare = new RareRequests(this.engine);
  readonly adversary = new Adversary(this);
  readonly teller: ReportTeller;

  constructor(consumedSequence: number) {
    this.reports = new ReportQueue(consumedSequence);
    this.teller = new ReportTeller(this.reports, this.engine.pool, this.adversary);
    this.directories = Array.from({ length: FIRST_CLIENT }, () => new OrderDirectory());
  }

  /** Carries out every input up to the reader's end. @throws LOCKSTEP_ERR_RECORD_FORMAT for a record of a later build */
  apply(from: ByteReader): void {
    const input = this.#input;
    while (from.offset < from.end) {
      const kind = from.u8();
      const version = from.u8();
      if (!isKnownVersion(kind, version)) throw unknownRecord(kind, version);
      switch (kind) {
        case InputKind.NewOrder:
          decodeNewOrder(from, input, version);
          this.#take(kind, input);
          break;
        case InputKind.CancelOrder:
          decodeCancel(from, input);
          this.#take(kind, input);
          break;
        case InputKind.ReplaceOrder:
          decodeReplace(from, input, version);
          this.#take(kind, input);
          break;
        case InputKind.CancelParticipant:
          this.#cancelParticipant(from.u8());
          break;
        case InputKind.DefineInstrument:
          this.#defineInstrument(decodeInstrument(from));
          break;
        case InputKind.OpenTradingDay:
          this.#openTradingDay(from.u32());
          break;
        case InputKind.SetPhase:
          this.#setPhase(from.u8(), from.u16(), from.u8() as Phase | typeof RESUME, from.u32());
          break;
        case InputKind.PassTime:
          this.phases.passTime(from.int());
          this.adversary.passTime(this.phases.nowMs);
          break;
        case InputKind.SetBands:
          this.phases.setBands(from.u16(), from.u32(), from.u32(), from.u32());
          break;
        case InputKind.MassCancel:
          this.#massCancel(from.u8(), from.u16(), from.u8());
          break;
        case InputKind.BustTrade:
          changeTrade(this, this.teller, from.int(), 0 as Qty, NO_PRICE);
          break;
        case InputKind.CorrectTrade:
          changeTrade(this, this.teller, from.int(), from.int() as Qty, from.int() as Ticks);
          break;
        case InputKind.OrderStatus:
          this.teller.status(this.directories[from.u8()], from.u32(), from.u16());
          break;
        default:
          if (this.adversary.apply(kind, from)) break;
          if (kind < FIRST_SERVER_RECORD || kind > LAST_SERVER_RECORD) throw unknownRecord(kind, version);
          this.#serverRecord(kind, from);
      }
    }
  }

  /** Who hears the reports to clients of the exchange's own server. */
  set clientListener(listener: ClientListener) {
    this.teller.clientListener = listener;
  }

  /** Who hears the reports to agents. It must not call back. */
  set agentListener(listener: ClientListener) {
    this.teller.agentListener = listener;
  }

  /** A request for the participant's order was queued: what working it will read is fetched meanwhile. */
  glance(participant: number, clientOrder: number): void {
    const order = this.directories[participant].handle(clientOrder);
    if (order > 0) this.engine.glance(order);
  }

  /** Makes room for a participant's orders. */
  addParticipant(participant: number): void {
    while (this.directories.length <= participant) this.directories.push(new OrderDirectory());
  }

  onTrade(maker: number, taker: number, qty: Qty, price: Ticks): void {
    this.trades.add(this.execNumber + 1, this.engine.pool, maker, taker, qty, price);
    this.#fill(maker, qty, price);
    this.#fill(taker, qty, price);
    if (this.engine.pool.leavesQty(maker) === 0) this.#forget(maker);
  }

  onAuctionTrade(bid: number, ask: number, qty: Qty, price: Ticks): void {
    this.engine.noteAuctionTrade(bid, ask, price, qty);
    this.trades.add(this.execNumber + 1, this.engine.pool, bid, ask, qty, price);
    this.#fill(bid, qty, price);
    this.#fill(ask, qty, price);
    if (this.engine.pool.leavesQty(bid) === 0) this.#forget(bid);
    if (this.engine.pool.leavesQty(ask) === 0) this.#forget(ask);
  }

  onSelfMatch(maker: number, taker: number, isMakerOut: boolean, isTakerOut: boolean): void {
    if (isMakerOut) this.#forget(maker);
    if (isTakerOut) this.#forget(taker);
    this.teller.selfMatch(maker, isMakerOut);
    this.teller.selfMatch(taker, isTakerOut);
  }

  endOrder(order: number, kind: number, text: Text): void {
    const { pool } = this.engine;
    const clientOrder = pool.clientOrder(order);
    const orderNumber = pool.orderNumber(order);
    this.engine.cancel(order);
    this.#forget(order);
    this.teller.report(pool.participant(order), kind, clientOrder, pool.request(order), orderNumber, 0, text);
  }

  tellOrder(order: number, kind: number, text: Text): void {
    this.teller.say(kind, order, text);
  }

  onTrading(book: number): void {
    this.#setOff(book);
  }

  /** Gives every resting order's handle, in the order the venue took them. Cold. */
  restingOrders(): number[] {
    const { pool } = this.engine;
    const handles: number[] = [];
    for (let handle = 1; handle <= pool.highest; handle++) {
      if (pool.i32[(handle << 4) + LEVEL] !== 0) handles.push(handle);
    }
    return handles.sort((a, b) => pool.orderNumber(a) - pool.orderNumber(b));
  }

  /** Carries out a request, whatever the adversary has in mind. @param kind an `InputKind` of a request */
  carryOut(kind: number, input: RequestInput): void {
    if (kind === InputKind.NewOrder) this.#newOrder(input);
    else if (kind === InputKind.CancelOrder) this.#cancelOrder(input);
    else this.#replaceOrder(input);
  }

  #take(kind: number, input: RequestInput): void {
    this.requestListener?.(kind, input);
    const { adversary } = this;
    const isLookedAt = adversary.isAwake || adversary.wakesFor(kind, input);
    if (!isLookedAt || !adversary.withholds(kind, input)) this.carryOut(kind, input);
  }

  #newOrder(input: RequestInput): void {
    const { participant, clientOrder, request, book, price, orderQty } = input;
    const directory = this.directories[participant];
    // The same request given twice is carried out once; its reports are made once.
    if (directory.handle(clientOrder) === NEVER_CAME) directory.setHandle(clientOrder, 0);
    else if (directory.hasSeen(clientOrder, request)) return;
    else directory.see(clientOrder, request);
    const instrument = this.instruments[book];
    const fault = instrument === null ? Text.UnknownSymbol : this.#termsFault(instrument, book, input, false);
    if (fault !== Text.None) {
      directory.setHandle(clientOrder, NEVER_TAKEN);
      this.#reject(input, ReportKind.Rejected, book, 0, ordRejReason(fault), fault);
      return;
    }
    const terms = termsOf(input.side, input.ordType, input.timeInForce);
    if (this.adversary.isAwake && this.adversary.takeOrder(input)) return this.#setOff(book);
    const orderNumber = ++this.orderNumber;
    const order = this.engine.create(book, terms, orderQty, price, orderNumber, participant, clientOrder, request);
    if (isRare(input)) this.#rare.equip(order, input);
    this.teller.report(participant, ReportKind.Accepted, clientOrder, request, orderNumber, 0, Text.None);
    this.#work(order);
    this.#setOff(book);
  }

  #cancelOrder(input: RequestInput): void {
    const { participant, clientOrder, request } = input;
    const directory = this.directories[participant];
    if (directory.hasSeen(clientOrder, request)) return;
    const order = this.#origOrder(input, directory);
    const fault = this.#requestFault(input, order);
    if (fault !== Text.None) {
      this.#refuse(input, order, fault);
      return;
    }
    const { pool } = this.engine;
    const orderNumber = pool.orderNumber(order);
    this.engine.cancel(order);
    this.#forget(order);
    this.teller.report(participant, ReportKind.Canceled, clientOrder, request, orderNumber, 0, Text.Requested);
    this.#setOff(pool.book(order));
  }

  #replaceOrder(input: RequestInput): void {
    const { participant, clientOrder, request, price } = input;
    const directory = this.directories[participant];
    if (directory.hasSeen(clientOrder, request)) return;
    const { pool } = this.engine;
    const order = this.#origOrder(input, directory);
    let fault = this.#requestFault(input, order);
    if (fault === Text.None) {
      const instrument = this.instruments[pool.book(order)];
      assert(instrument !== null, "a resting order without an instrument");
      input.side = (pool.i32[(order << 4) + TERMS] & SELL) === 0 ? Side.Buy : Side.Sell;
      fault = this.#rare.completeReplace(order, input);
      if (fault === Text.None) fault = this.#termsFault(instrument, pool.book(order), input, true);
    }
    if (fault !== Text.None) {
      this.#refuse(input, order, fault);
      return;
    }
    const terms = termsOf(input.side, input.ordType, input.timeInForce);
    pool.i32[(order << 4) + REQUEST] = request;
    const outcome = this.#rare.amend(order, terms, input);
    const agreedPx = (terms & MARKET) === 0 ? price : NO_PRICE;
    const newQty = pool.orderQty(order);
    const orderNumber = pool.orderNumber(order);
    this.teller.replaced(participant, clientOrder, request, orderNumber, newQty, agreedPx);
    if (outcome === AmendOutcome.Done) this.#forget(order);
    else if (outcome === AmendOutcome.LostPriority) this.#work(order);
    this.#setOff(pool.book(order));
  }

  /** Works an order and says how it ended, when it did not end by a fill. */
  #work(order: number): void {
    const { pool } = this.engine;
    const book = pool.book(order);
    const status = this.phases.statuses[book];
    if (!status.isPlain) this.phases.armBand(book);
    const outcome = status.rules.trades ? this.engine.work(order) : this.engine.rest(order);
    if (status.isPlain) {
      this.#settle(order, outcome, Text.None);
      return;
    }
    this.#settle(order, outcome, this.engine.books[book].isBandHit ? Text.VolatilityHalt : Text.None);
    this.phases.takeBandHit(book);
  }

  /** Says how an order ended; `why` stands for the ordinary reason when there is another. */
  #settle(order: number, outcome: WorkOutcome, why: Text): void {
    const { pool } = this.engine;
    const participant = pool.participant(order);
    if (outcome === WorkOutcome.Resting) {
      this.directories[participant].setHandle(pool.clientOrder(order), order);
      return;
    }
    this.#forget(order);
    if (outcome === WorkOutcome.Filled || outcome === WorkOutcome.SelfMatched) return;
    const isImmediate =
      (pool.i32[(order << 4) + TERMS] & (MARKET | TIF_IMMEDIATE_OR_CANCEL)) === TIF_IMMEDIATE_OR_CANCEL;
    let text: Text = isImmediate ? Text.ImmediateOrCancel : Text.NoLiquidity;
    if (outcome === WorkOutcome.Killed) text = Text.FillOrKill;
    else if (outcome === WorkOutcome.MinQtyMissed) text = Text.MinQtyMissed;
    else if (why !== Text.None) text = why;
    const clientOrder = pool.clientOrder(order);
    const orderNumber = pool.orderNumber(order);
    this.teller.report(participant, ReportKind.Canceled, clientOrder, pool.request(order), orderNumber, 0, text);
  }

  /** Works what an input has set off on its book, one after the other, until nothing is left or trading stops. */
  #setOff(book: number): void {
    const { engine } = this;
    if (engine.books[book].rareOrders === 0) return;
    const status = this.phases.statuses[book];
    while (status.rules.trades) {
      let order = engine.nextTriggered(book);
      if (order !== 0) this.teller.say(ReportKind.Triggered, order, Text.None);
      else order = engine.nextRepriced(book);
      if (order === 0) return;
      this.#work(order);
    }
  }

  #setOffAll(): void {
    for (let book = 1; book < this.instruments.length; book++) this.#setOff(book);
  }

  #massCancel(participant: number, book: number, side: number): void {
    const { pool } = this.engine;
    for (const order of this.restingOrders()) {
      if (pool.participant(order) !== participant || (book !== 0 && pool.book(order) !== book)) continue;
      const isSale = (pool.i32[(order << 4) + TERMS] & SELL) !== 0;
      if (side !== 0 && isSale === (side === Side.Buy.charCodeAt(0))) continue;
      this.endOrder(order, ReportKind.Canceled, Text.MassCanceled);
    }
    this.#setOffAll();
  }

  #fill(order: number, qty: Qty, price: Ticks): void {
    const { pool } = this.engine;
    const participant = pool.participant(order);
    const clientOrder = pool.clientOrder(order);
    // Each side of a trade has its own ExecID: a participant that meets itself must not take two fills for one.
    const execNumber = ++this.execNumber;
    const request = pool.request(order);
    this.teller.fill(participant, clientOrder, request, pool.orderNumber(order), execNumber, qty, price);
  }

  /** Finds the order a request is about, and notes that the request has come. */
  #origOrder(input: RequestInput, directory: OrderDirectory): number {
    const { clientOrder, origClientOrder, request } = input;
    const isKnown = directory.knows(clientOrder);
    directory.see(clientOrder, request);
    if (!isKnown) directory.setHandle(clientOrder, NEVER_CAME);
    return clientOrder === origClientOrder ? directory.handle(origClientOrder) : NEVER_TAKEN;
  }

  #requestFault(input: RequestInput, order: number): Text {
    if (order < 0) return Text.UnknownOrder;
    if (order === 0) return Text.OrderDone;
    return this.engine.pool.request(order) === input.origRequest ? this.adversary.refusal : Text.StaleRequest;
  }

  #refuse(input: RequestInput, order: number, fault: Text): void {
    const orderNumber = order <= 0 ? 0 : this.engine.pool.orderNumber(order);
    const book = order <= 0 ? 0 : this.engine.pool.book(order);
    this.#reject(input, ReportKind.RequestRejected, book, orderNumber, cxlRejReason(fault), fault);
  }

  #termsFault(instrument: InstrumentDefinition, book: number, input: RequestInput, isReplace: boolean): Text {
    let fault = checkTerms(instrument, input);
    const status = this.phases.statuses[book];
    if (fault === Text.None && isRare(input)) {
      fault = this.#rare.fault(book, input, status.rules.trades, this.tradingDay);
    }
    if (fault !== Text.None) return fault;
    const isPlain = status.isPlain && input.timeInForce !== AT_THE_OPENING;
    return (isPlain ? Text.None : this.phases.fault(book, input, isReplace)) || this.adversary.refusal;
  }

  #reject(input: RequestInput, kind: number, book: number, orderNumber: number, reason: number, fault: Text): void {
    const { participant, clientOrder, request } = input;
    const text = participant === Participant.Oms ? this.#inWords(input, book, fault) : fault;
    this.teller.report(participant, kind, clientOrder, request, orderNumber, reason, text);
  }

  /** The OMS is told the numbers; a client's are told by its desk, as its message wrote them. */
  #inWords(input: RequestInput, book: number, fault: Text): number {
    const instrument = this.instruments[book];
    if (instrument === null || (this.reports.isCatchingUp && !this.adversary.isAwake)) return fault;
    const place = { instrument, status: this.phases.statuses[book], tradingDay: this.tradingDay };
    return this.reports.wordText(fault, refusalText(fault, askedOrder(input, instrument), place));
  }

  #forget(order: number): void {
    const { pool } = this.engine;
    this.directories[pool.participant(order)].setHandle(pool.clientOrder(order), 0);
  }

  /** A record of the exchange's own server: `kind u8 | version u8 | length u32 | bytes`. */
  #serverRecord(kind: number, from: ByteReader): void {
    const length = from.u32();
    const end = from.offset + length;
    this.serverListener?.onServerRecord(kind, from, length);
    from.offset = end;
  }

  #cancelParticipant(participant: number): void {
    for (const order of this.restingOrders()) {
      if (this.engine.pool.i32[(order << 4) + PARTICIPANT] !== participant) continue;
      this.engine.cancel(order);
      this.#forget(order);
    }
    this.#setOffAll();
  }

  #openTradingDay(tradingDay: number): void {
    this.tradingDay = tradingDay;
    for (const directory of this.directories) directory.openDay(tradingDay);
    this.trades.clear();
    this.adversary.openDay();
    const { pool, rareTerms } = this.engine;
    for (const order of this.restingOrders()) {
      const row = rowOf(pool.i32[(order << 4) + TERMS]);
      const expireDate = row === 0 ? 0 : rareTerms.i32[(row << 5) + EXPIRE_DATE];
      if (expireDate !== 0 && expireDate < tradingDay) {
        this.endOrder(order, ReportKind.Expired, Text.ExpireDateOver);
        continue;
      }
      if ((pool.i32[(order << 4) + TERMS] & TIF_MASK) !== TIF_DAY) continue;
      // With a calendar the day is over when it says so.
      if (this.phases.statuses[pool.book(order)].scheduledPhase !== 0) continue;
      this.endOrder(order, ReportKind.Expired, Text.DayOver);
    }
    this.phases.openDay();
    this.#setOffAll();
  }

  #defineInstrument(definition: InstrumentDefinition): void {
    const book = this.bookBySymbol.get(definition.symbol);
    if (book !== undefined) {
      // A price of another scale is no price of this instrument any more.
      if (this.instruments[book]?.priceScale !== definition.priceScale) this.engine.books[book].lastPx = NO_PRICE;
      this.instruments[book] = definition;
      this.engine.books[book].tickTable = definition.tickTable;
      this.phases.define(book);
      return;
    }
    this.bookBySymbol.set(definition.symbol, this.engine.addBook());
    this.engine.books[this.instruments.length].tickTable = definition.tickTable;
    this.phases.define(this.instruments.push(definition) - 1);
  }

  #setPhase(cause: number, book: number, phase: Phase | typeof RESUME, date: number): void {
    if (phase !== RESUME && PHASE_RULES[phase] === undefined) throw unknownRecord(InputKind.SetPhase, INPUT_VERSION);
    const [first, last] = book === 0 ? [1, this.instruments.length - 1] : [book, book];
    for (let number = first; number <= last; number++) {
      if (cause === PhaseCause.Calendar) this.phases.schedule(number, phase, date);
      else this.phases.command(number, phase);
    }
  }
}
