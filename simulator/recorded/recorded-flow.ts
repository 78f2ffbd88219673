/**
 * Replays a recorded day as flow: its rows become inputs of the exchange when their time has come, as a participant's own.
 *
 * Orders are sent as they were. Of a trade both sides are made: one that rests at its price, one that takes it, and what
 * others left of the first is taken back; so it trades with those who quote better, and prints just as recorded where
 * nobody else does. Rows for an instrument that does not trade then are passed over. Only orders that live are remembered.
 */
import { NO_PRICE } from "../../src/domain/price.ts";
import { OrdType, Side, TimeInForce } from "../../src/domain/values.ts";
import type { ByteWriter } from "../../src/lib/byte-buffer.ts";
import { errorText } from "../../src/lib/errors.ts";
import { ReportKind } from "../report-queue.ts";
import type { Venue } from "../venue.ts";
import { encodeCancel, encodeMassCancel, encodeNewOrder, encodeReplace } from "../venue-inputs.ts";
import type { RecordedFile, RecordingSummary } from "./recorded-file.ts";
import { RecordedKind, type RecordedRow } from "./recorded-rows.ts";

/** A recording that is behind catches up in parts, between which others are served. */
const ROWS_A_TICK_MAX = 5_000;
const LIVE_MAX = 1_000_000;
const REQUEST_MAX = 60_000;

/** An order of the recording that is not done: its number, its last request, the one in force, and the last one agreed to. */
type LiveOrder = {
  readonly id: string;
  readonly clientOrder: number;
  readonly ordType: RecordedRow["ordType"];
  readonly timeInForce: RecordedRow["timeInForce"];
  request: number;
  inForce: number;
  agreed: number;
};

export type RecordedFlowOptions = { readonly kind: RecordedKind; readonly speed: number; readonly loop: boolean };

export class RecordedFlow {
  readonly path: string;
  readonly summary: RecordingSummary;
  /** "" while it runs or after it came to its end. */
  why = "";
  isOver = false;
  /** Requests sent, and rows that could not be: for orders that are done, or in instruments that did not trade. */
  sent = 0;
  passedOver = 0;
  readonly #file: RecordedFile;
  readonly #options: RecordedFlowOptions;
  readonly #venue: Venue;
  readonly #inputs: ByteWriter;
  readonly #participant: number;
  readonly #byId = new Map<string, LiveOrder>();
  readonly #byNumber = new Map<number, LiveOrder>();
  /** Orders that were reported on since the last tick. */
  readonly #heard: number[] = [];
  /** By book: the price of the last recorded trade, and who came to make it. */
  readonly #lastPx: number[] = [];
  readonly #lastSide: (Side | undefined)[] = [];
  #row: RecordedRow | null = null;
  #startMs = Number.NaN;
  #lastOrder: number;

  /** @throws LockstepError LOCKSTEP_ERR_CONFIG: file, line, column, what was found and what was expected */
  constructor(file: RecordedFile, options: RecordedFlowOptions, venue: Venue, inputs: ByteWriter, participant: number) {
    this.path = file.path;
    this.#file = file;
    this.#options = options;
    this.#venue = venue;
    this.#inputs = inputs;
    this.#participant = participant;
    this.#lastOrder = venue.directories[participant].highest;
    this.summary = file.check();
  }

  /** Orders of the recording that are open. */
  get open(): number {
    return this.#byNumber.size;
  }

  /** Sends what is due. @param nowMs never goes back; the first call is when the recording's first row is due */
  tick(nowMs: number): void {
    this.#forgetDone();
    if (this.isOver) return;
    try {
      if (Number.isNaN(this.#startMs)) this.#begin(nowMs);
      for (let count = 0; count < ROWS_A_TICK_MAX && this.#row !== null && this.#isDue(this.#row, nowMs); count++) {
        this.#send(this.#row);
        this.#row = this.#file.next();
      }
    } catch (error) {
      // The file was good when it was checked: somebody changed it since, or the disk failed.
      this.stop(errorText(error));
      return;
    }
    if (this.#row !== null) return;
    if (this.#options.loop) this.#startAgain(nowMs);
    else this.#end();
  }

  /** For good, with its orders canceled. */
  stop(why: string): void {
    this.why = why;
    encodeMassCancel(this.#inputs, this.#participant, 0, "");
    this.#end();
  }

  onReport(kind: number, clientOrder: number, request: number): void {
    const order = this.#byNumber.get(clientOrder);
    if (order === undefined) return;
    if (kind === ReportKind.Replaced) order.agreed = request;
    if (kind === ReportKind.RequestRejected && request === order.request) order.inForce = order.agreed;
    if (kind !== ReportKind.Accepted) this.#heard.push(clientOrder);
  }

  close(): void {
    this.#file.close();
  }

  #begin(nowMs: number): void {
    this.#startMs = nowMs;
    this.#row = this.#file.next();
  }

  #isDue({ timeMs }: RecordedRow, nowMs: number): boolean {
    return timeMs - this.summary.firstMs <= (nowMs - this.#startMs) * this.#options.speed;
  }

  #startAgain(nowMs: number): void {
    encodeMassCancel(this.#inputs, this.#participant, 0, "");
    this.#file.rewind();
    this.#begin(nowMs);
  }

  #end(): void {
    this.isOver = true;
    this.#file.close();
  }

  #send(row: RecordedRow): void {
    if (this.#options.kind === RecordedKind.Trades) {
      this.#trade(row);
      return;
    }
    if (row.action === "new") {
      this.#new(row);
      return;
    }
    const order = this.#byId.get(row.id);
    if (order === undefined || order.request >= REQUEST_MAX) {
      this.passedOver++;
      return;
    }
    this.sent++;
    const { clientOrder, inForce, ordType, timeInForce } = order;
    const request = ++order.request;
    const { qty, price } = row;
    if (row.action === "cancel") {
      encodeCancel(this.#inputs, this.#participant, clientOrder, request, clientOrder, inForce);
      return;
    }
    order.inForce = request;
    const to = this.#inputs;
    encodeReplace(to, this.#participant, clientOrder, request, clientOrder, inForce, ordType, timeInForce, qty, price);
  }

  #new({ id, book, side, ordType, timeInForce, qty, price }: RecordedRow): void {
    if (side === "" || this.#byId.has(id)) {
      this.passedOver++;
      return;
    }
    if (this.#byNumber.size >= LIVE_MAX) {
      throw new Error(
        `${this.path}, line ${this.#file.line}: more than ${LIVE_MAX} orders of the recording are open at once`,
      );
    }
    const clientOrder = this.#newOrder(book, side, ordType, timeInForce, qty, price);
    const order = { id, clientOrder, ordType, timeInForce, request: 1, inForce: 1, agreed: 1 };
    this.#byId.set(id, order);
    this.#byNumber.set(clientOrder, order);
  }

  #trade({ book, side, qty, price }: RecordedRow): void {
    const taker = side === "" ? this.#sideByTick(book, price) : side;
    this.#lastPx[book] = price;
    this.#lastSide[book] = taker;
    if (!this.#venue.phases.statuses[book].rules.trades) {
      this.passedOver++;
      return;
    }
    const maker = taker === Side.Buy ? Side.Sell : Side.Buy;
    const { Limit } = OrdType;
    const resting = this.#newOrder(book, maker, Limit, TimeInForce.GoodTillCancel, qty, price);
    this.#newOrder(book, taker, Limit, TimeInForce.ImmediateOrCancel, qty, price);
    encodeCancel(this.#inputs, this.#participant, resting, 2, resting, 1);
    this.sent++;
  }

  /** A trade above the last one was a buyer's, one below it a seller's, one at its price the last one's. */
  #sideByTick(book: number, price: number): Side {
    const before = this.#lastPx[book] ?? NO_PRICE;
    if (before === NO_PRICE || price === before) return this.#lastSide[book] ?? Side.Buy;
    return price > before ? Side.Buy : Side.Sell;
  }

  #newOrder(
    book: number,
    side: Side,
    ordType: RecordedRow["ordType"],
    timeInForce: RecordedRow["timeInForce"],
    qty: RecordedRow["qty"],
    price: RecordedRow["price"],
  ): number {
    const clientOrder = ++this.#lastOrder;
    this.sent++;
    encodeNewOrder(this.#inputs, this.#participant, clientOrder, 1, book, side, ordType, timeInForce, qty, price);
    return clientOrder;
  }

  #forgetDone(): void {
    const directory = this.#venue.directories[this.#participant];
    for (const clientOrder of this.#heard.splice(0)) {
      const order = this.#byNumber.get(clientOrder);
      if (order === undefined || directory.handle(clientOrder) > 0) continue;
      this.#byNumber.delete(clientOrder);
      this.#byId.delete(order.id);
    }
  }
}
