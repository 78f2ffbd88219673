/**
 * Hot path: carries out the venue's inputs one after the other; budget 0.4 us an order.
 *
 * In: inputs as bytes, live or from the journal, the same way. Out: reports for the OMS in the queue, fills for the
 * agents. It is deterministic: no clock, no chance, no disk. Every id is counted here, so a re-run counts the same.
 */
import type { InstrumentDefinition } from "../src/domain/instrument.ts";
import { NO_PRICE, type Qty, type Ticks } from "../src/domain/price.ts";
import { assert } from "../src/lib/assert.ts";
import type { ByteReader } from "../src/lib/byte-buffer.ts";
import { LockstepError } from "../src/lib/errors.ts";
import { MatchingEngine } from "./matching/matching-engine.ts";
import { LEVEL, MARKET, PARTICIPANT, REQUEST, SELL, TERMS, TIF_DAY, TIF_MASK } from "./matching/order-pool.ts";
import { AmendOutcome, type TradeListener, WorkOutcome } from "./matching/outcomes.ts";
import { checkTerms, cxlRejReason, ordRejReason, termsOf } from "./order-checks.ts";
import { OrderDirectory } from "./order-directory.ts";
import { AT_THE_OPENING, PHASE_RULES, type Phase } from "./phases.ts";
import { InstrumentPhases, PhaseCause, type PhaseHost, RESUME } from "./phases-by-instrument.ts";
import { ReportKind, ReportQueue } from "./report-queue.ts";
import { Text } from "./report-text.ts";
import {
  decodeCancel,
  decodeInstrument,
  decodeNewOrder,
  decodeReplace,
  INPUT_VERSION,
  InputKind,
  type RequestInput,
} from "./venue-inputs.ts";

/**
 * Who may send orders. Only the OMS gets numbered reports; the agents are told their fills. From `FIRST_CLIENT` on they are
 * clients of the exchange's own FIX server, each heard by the client listener.
 */
export const Participant = { Oms: 0, MarketMaker: 1, NoiseTaker: 2 } as const;
const PARTICIPANTS = 3;
export const FIRST_CLIENT = 16;
/** Records of these kinds are not the venue's: they are handed on whole, and may give the venue inputs in their turn. */
export const FIRST_SERVER_RECORD = 64;
export const LAST_SERVER_RECORD = 68;

/** Stands in a directory for an order that requests spoke of and the venue never took. */
const NEVER_TAKEN = -1;

/** Told of trades of everybody but the OMS. It must not call back. */
export type FillListener = {
  onFill(participant: number, book: number, clientOrder: number, qty: Qty): void;
};

/** Told of every report to a client of the exchange's own server, as the numbers `ReportQueue` keeps. */
export type ClientListener = {
  onReport(
    participant: number,
    kind: number,
    clientOrder: number,
    request: number,
    orderNumber: number,
    execNumber: number,
    lastQty: number,
    lastPx: number,
    orderQty: number,
    price: number,
    reason: number,
    text: number,
  ): void;
};

/** Carries out what the exchange's server wrote into the journal; the reader stands at the record's first byte. */
export type ServerRecordListener = { onServerRecord(kind: number, from: ByteReader, length: number): void };

export class Venue implements TradeListener, PhaseHost {
  readonly engine = new MatchingEngine(this);
  readonly reports: ReportQueue;
  /** By book number, from 1; the first stands for no instrument. */
  readonly instruments: (InstrumentDefinition | null)[] = [null];
  readonly phases = new InstrumentPhases(this.engine, this.instruments, this);
  readonly bookBySymbol = new Map<string, number>();
  readonly directories: OrderDirectory[];
  tradingDay = 0;
  fillListener: FillListener | null = null;
  clientListener: ClientListener | null = null;
  serverListener: ServerRecordListener | null = null;
  #orderNumber = 0;
  #execNumber = 0;
  readonly #input: RequestInput = {
    participant: 0,
    clientOrder: 0,
    request: 0,
    origClientOrder: 0,
    origRequest: 0,
    book: 0,
    side: "1",
    ordType: "2",
    timeInForce: "0",
    orderQty: 0 as Qty,
    price: NO_PRICE,
  };

  constructor(consumedSequence: number) {
    this.reports = new ReportQueue(consumedSequence);
    this.directories = Array.from({ length: PARTICIPANTS }, () => new OrderDirectory());
  }

  /** Carries out every input up to the reader's end. @throws LOCKSTEP_ERR_RECORD_FORMAT for a record of a later build */
  apply(from: ByteReader): void {
    const input = this.#input;
    while (from.offset < from.end) {
      const kind = from.u8();
      const version = from.u8();
      if (version !== INPUT_VERSION) throw unknownRecord(kind, version);
      switch (kind) {
        case InputKind.NewOrder:
          decodeNewOrder(from, input);
          this.#newOrder(input);
          break;
        case InputKind.CancelOrder:
          decodeCancel(from, input);
          this.#cancelOrder(input);
          break;
        case InputKind.ReplaceOrder:
          decodeReplace(from, input);
          this.#replaceOrder(input);
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
          break;
        case InputKind.SetBands:
          this.phases.setBands(from.u16(), from.u32(), from.u32(), from.u32());
          break;
        default:
          if (kind < FIRST_SERVER_RECORD || kind > LAST_SERVER_RECORD) throw unknownRecord(kind, version);
          this.#serverRecord(kind, from);
      }
    }
  }

  /** Makes room for a participant's orders. */
  addParticipant(participant: number): void {
    while (this.directories.length <= participant) this.directories.push(new OrderDirectory());
  }

  onTrade(maker: number, taker: number, qty: Qty, price: Ticks): void {
    this.#fill(maker, qty, price);
    this.#fill(taker, qty, price);
    if (this.engine.pool.leavesQty(maker) === 0) this.#forget(maker);
  }

  onAuctionTrade(bid: number, ask: number, qty: Qty, price: Ticks): void {
    this.engine.noteAuctionTrade(bid, ask, price, qty);
    this.#fill(bid, qty, price);
    this.#fill(ask, qty, price);
    if (this.engine.pool.leavesQty(bid) === 0) this.#forget(bid);
    if (this.engine.pool.leavesQty(ask) === 0) this.#forget(ask);
  }

  endOrder(order: number, kind: number, text: Text): void {
    const { pool } = this.engine;
    const clientOrder = pool.clientOrder(order);
    const orderNumber = pool.orderNumber(order);
    this.engine.cancel(order);
    this.#forget(order);
    this.#report(pool.participant(order), kind, clientOrder, pool.request(order), orderNumber, 0, text);
  }

  onTrading(book: number): void {
    this.#workWoken(book);
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

  #newOrder(input: RequestInput): void {
    const { participant, clientOrder, request, book, price, orderQty } = input;
    const directory = this.directories[participant];
    // The same request given twice is carried out once; its reports are made once.
    if (directory.hasSeen(clientOrder, request)) return;
    directory.see(clientOrder, request);
    const instrument = this.instruments[book];
    const fault = instrument === null ? Text.UnknownSymbol : this.#termsFault(instrument, book, input, false);
    if (fault !== Text.None) {
      directory.setHandle(clientOrder, NEVER_TAKEN);
      this.#reject(input, ReportKind.Rejected, book, 0, ordRejReason(fault), fault);
      return;
    }
    const terms = termsOf(input.side, input.ordType, input.timeInForce);
    const orderNumber = ++this.#orderNumber;
    const order = this.engine.create(book, terms, orderQty, price, orderNumber, participant, clientOrder, request);
    this.#report(participant, ReportKind.Accepted, clientOrder, request, orderNumber, 0, Text.None);
    this.#work(order);
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
    const orderNumber = this.engine.pool.orderNumber(order);
    this.engine.cancel(order);
    this.#forget(order);
    this.#report(participant, ReportKind.Canceled, clientOrder, request, orderNumber, 0, Text.Requested);
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
      fault = this.#termsFault(instrument, pool.book(order), input, true);
    }
    if (fault !== Text.None) {
      this.#refuse(input, order, fault);
      return;
    }
    const side = pool.i32[(order << 4) + TERMS] & SELL;
    const terms = side | (termsOf("1", input.ordType, input.timeInForce) & ~SELL);
    pool.i32[(order << 4) + REQUEST] = request;
    const outcome = this.engine.amend(order, terms, input.orderQty, price);
    const agreedPx = (terms & MARKET) === 0 ? price : NO_PRICE;
    const newQty = pool.orderQty(order);
    const orderNumber = pool.orderNumber(order);
    const replaced = ReportKind.Replaced;
    this.#tell(
      participant,
      replaced,
      clientOrder,
      request,
      orderNumber,
      0,
      0,
      NO_PRICE,
      newQty,
      agreedPx,
      0,
      Text.None,
    );
    if (outcome === AmendOutcome.Done) this.#forget(order);
    else if (outcome === AmendOutcome.LostPriority) this.#work(order);
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

  /** Works the stops that trades have triggered and the pegged orders that best prices have moved, one after the other. */
  #workWoken(book: number): void {
    const status = this.phases.statuses[book];
    while (status.rules.trades) {
      const order = this.engine.nextTriggered(book) || this.engine.nextRepriced(book);
      if (order === 0) return;
      this.#work(order);
    }
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
    if (outcome === WorkOutcome.Filled) return;
    const isMarket = (pool.i32[(order << 4) + TERMS] & MARKET) !== 0;
    let text: Text = isMarket ? Text.NoLiquidity : Text.ImmediateOrCancel;
    if (outcome === WorkOutcome.Killed) text = Text.FillOrKill;
    else if (why !== Text.None) text = why;
    const clientOrder = pool.clientOrder(order);
    this.#report(participant, ReportKind.Canceled, clientOrder, pool.request(order), pool.orderNumber(order), 0, text);
  }

  #fill(order: number, qty: Qty, price: Ticks): void {
    const { pool } = this.engine;
    const participant = pool.participant(order);
    const clientOrder = pool.clientOrder(order);
    // Each side of a trade has its own ExecID: a participant that meets itself must not take two fills for one.
    const execNumber = ++this.#execNumber;
    if (participant === Participant.Oms || participant >= FIRST_CLIENT) {
      const orderNumber = pool.orderNumber(order);
      const request = pool.request(order);
      const kind = ReportKind.Fill;
      this.#tell(
        participant,
        kind,
        clientOrder,
        request,
        orderNumber,
        execNumber,
        qty,
        price,
        0,
        NO_PRICE,
        0,
        Text.None,
      );
    } else if (this.fillListener !== null) {
      this.fillListener.onFill(participant, pool.book(order), clientOrder, qty);
    }
  }

  /** Finds the order a request is about, and notes that the request has come. */
  #origOrder(input: RequestInput, directory: OrderDirectory): number {
    const { clientOrder, origClientOrder, request } = input;
    const isKnown = directory.knows(clientOrder);
    directory.see(clientOrder, request);
    if (!isKnown) directory.setHandle(clientOrder, NEVER_TAKEN);
    return clientOrder === origClientOrder ? directory.handle(origClientOrder) : NEVER_TAKEN;
  }

  #requestFault(input: RequestInput, order: number): Text {
    if (order === NEVER_TAKEN) return Text.UnknownOrder;
    if (order === 0) return Text.OrderDone;
    return this.engine.pool.request(order) === input.origRequest ? Text.None : Text.StaleRequest;
  }

  #refuse(input: RequestInput, order: number, fault: Text): void {
    const orderNumber = order <= 0 ? 0 : this.engine.pool.orderNumber(order);
    const book = order <= 0 ? 0 : this.engine.pool.book(order);
    this.#reject(input, ReportKind.RequestRejected, book, orderNumber, cxlRejReason(fault), fault);
  }

  #termsFault(instrument: InstrumentDefinition, book: number, input: RequestInput, isReplace: boolean): Text {
    const fault = checkTerms(instrument, input);
    if (fault !== Text.None) return fault;
    const isPlain = this.phases.statuses[book].isPlain && input.timeInForce !== AT_THE_OPENING;
    return isPlain ? Text.None : this.phases.fault(book, input, isReplace);
  }

  #reject(input: RequestInput, kind: number, book: number, orderNumber: number, reason: number, fault: Text): void {
    const { participant, clientOrder, request } = input;
    if (fault !== Text.OutsideStaticBand) {
      this.#report(participant, kind, clientOrder, request, orderNumber, reason, fault);
    } else {
      const { low, high } = this.phases.statuses[book].staticBand;
      const scale = this.instruments[book]?.priceScale ?? 0;
      this.#tell(participant, kind, clientOrder, request, orderNumber, 0, scale, low, 0, high, reason, fault);
    }
  }

  #forget(order: number): void {
    const { pool } = this.engine;
    this.directories[pool.participant(order)].setHandle(pool.clientOrder(order), 0);
  }

  #report(
    participant: number,
    kind: number,
    clientOrder: number,
    request: number,
    orderNumber: number,
    reason: number,
    text: Text,
  ): void {
    this.#tell(participant, kind, clientOrder, request, orderNumber, 0, 0, NO_PRICE, 0, NO_PRICE, reason, text);
  }

  /** A report goes to the OMS's queue, to the clients' listener, or, for an agent, nowhere. */
  #tell(
    participant: number,
    kind: number,
    clientOrder: number,
    request: number,
    orderNumber: number,
    execNumber: number,
    lastQty: number,
    lastPx: number,
    orderQty: number,
    price: number,
    reason: number,
    text: number,
  ): void {
    if (participant === Participant.Oms) {
      const { reports } = this;
      reports.add(kind, clientOrder, request, orderNumber, execNumber, lastQty, lastPx, orderQty, price, reason, text);
    } else if (participant >= FIRST_CLIENT && this.clientListener !== null) {
      const to = this.clientListener;
      to.onReport(
        participant,
        kind,
        clientOrder,
        request,
        orderNumber,
        execNumber,
        lastQty,
        lastPx,
        orderQty,
        price,
        reason,
        text,
      );
    }
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
  }

  #openTradingDay(tradingDay: number): void {
    this.tradingDay = tradingDay;
    for (const directory of this.directories) directory.openDay(tradingDay);
    const { pool } = this.engine;
    for (const order of this.restingOrders()) {
      if ((pool.i32[(order << 4) + TERMS] & TIF_MASK) !== TIF_DAY) continue;
      // With a calendar the day is over when it says so.
      if (this.phases.statuses[pool.book(order)].scheduledPhase !== 0) continue;
      this.endOrder(order, ReportKind.Expired, Text.DayOver);
    }
    this.phases.openDay();
  }

  #defineInstrument(definition: InstrumentDefinition): void {
    const book = this.bookBySymbol.get(definition.symbol);
    if (book !== undefined) {
      // A price of another scale is no price of this instrument any more.
      if (this.instruments[book]?.priceScale !== definition.priceScale) this.engine.books[book].lastPx = NO_PRICE;
      this.instruments[book] = definition;
      this.phases.define(book);
      return;
    }
    this.bookBySymbol.set(definition.symbol, this.engine.addBook());
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

function unknownRecord(kind: number, version: number): LockstepError {
  return new LockstepError(
    "LOCKSTEP_ERR_RECORD_FORMAT",
    `the exchange's journal has a record of kind ${kind}, version ${version}; this build reads version ${INPUT_VERSION} ` +
      "of the kinds it knows. Start the build that wrote it, or a later one",
  );
}
