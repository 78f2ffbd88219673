/**
 * Words for lists of orders in tests of the core, and a venue that does what it is asked when it is told to, whose reports
 * arrive when they are let through, in their order. It is asked by the real publisher, and knows only what that said.
 */
import { expect } from "vitest";
import { decide, evolve } from "../../src/core/core.ts";
import { placeOf } from "../../src/core/fill-table.ts";
import { State } from "../../src/core/state.ts";
import { transferState } from "../../src/core/state-image.ts";
import type { VenueCancel, VenueNewOrder, VenueReplace } from "../../src/domain/exchange-port.ts";
import { parseVenueClOrdId } from "../../src/domain/instrument.ts";
import { type ListLine, listLineText } from "../../src/domain/list-lines.ts";
import type { Qty, Ticks } from "../../src/domain/price.ts";
import { type Command, CommandType, type Event, type NewOrderList } from "../../src/domain/records.generated.ts";
import type { Contingency } from "../../src/domain/values.ts";
import { VenuePublisher } from "../../src/exchange/venue-publisher.ts";
import { ImageReader, ImageWriter } from "../../src/lib/image.ts";
import { stateHash } from "../../src/state-hash.ts";
import { newOrder, TestCore } from "./trade-words.ts";

const PX = 10_000 as Ticks;

export function line(listSeqNo: number, qty: number, given: Partial<ListLine> = {}): ListLine {
  const { type: _, sessionId: __, msgSeqNum: ___, possResend: ____, ...terms } = newOrder("", { qtyMantissa: qty });
  return { ...terms, linkId: "", listSeqNo, clOrdId: `L${listSeqNo}`, ...given };
}

export function list(contingency: number, lines: readonly ListLine[], given: Partial<NewOrderList> = {}): NewOrderList {
  return {
    type: CommandType.NewOrderList,
    sessionId: 1,
    msgSeqNum: 2,
    listId: "LIST",
    possResend: false,
    contingency: contingency as Contingency,
    totNoOrders: lines.length,
    waitsForExecute: false,
    isLast: false,
    lines: lines.map(listLineText).join(""),
    ...given,
  };
}

type Book = { entry: number; orderQty: number; cumQty: number; isOpen: boolean };

export class SlowVenue {
  readonly core = new TestCore();
  /** By OrderID: what of the order is, or was last, on the book. */
  readonly books = new Map<number, Book>();
  readonly #asked: (() => void)[] = [];
  readonly #reports: (() => Event[])[] = [];
  readonly #publisher = new VenuePublisher(this.core.state, 1, {
    name: "SLOW",
    connect: () => {},
    newOrder: (order) => this.#new(order),
    cancelOrder: (cancel) => this.#cancel(cancel),
    replaceOrder: (replace) => this.#replace(replace),
    requestStatus: () => {},
    flush: () => {},
    visitMarket: () => {},
    close: () => {},
  });
  #trades = 0;

  tell(command: Command): Event[] {
    return this.take(this.core.tell(command));
  }

  /** Is asked what the core has decided. */
  take(events: Event[]): Event[] {
    for (const event of events) this.#publisher.publish(event);
    this.#publisher.release();
    return events;
  }

  /** Works the next request. @returns false when there is none */
  work(): boolean {
    const next = this.#asked.shift();
    next?.();
    return next !== undefined;
  }

  /** Lets the next report through. @returns false when there is none */
  deliver(): boolean {
    const next = this.#reports.shift();
    if (next !== undefined) this.take(next());
    return next !== undefined;
  }

  /** Trades up to so much of an order. @returns how much it was */
  fill(orderId: number, most: number): number {
    const book = this.books.get(orderId);
    if (book === undefined || !book.isOpen) return 0;
    const qty = Math.min(most, book.orderQty - book.cumQty);
    book.cumQty += qty;
    book.isOpen = book.cumQty < book.orderQty;
    const exchangeExecId = `V${++this.#trades}`;
    const trade = { exchangeExecId, lastQty: qty as Qty, lastPx: PX };
    if (qty > 0) this.#report({ type: CommandType.ExchangeFill, orderId, requestNumber: book.entry, ...trade });
    return qty;
  }

  /** What of the order is open on the book. */
  openQty(orderId: number): number {
    const book = this.books.get(orderId);
    return book?.isOpen ? book.orderQty - book.cumQty : 0;
  }

  settle(): void {
    while (this.deliver() || this.work());
  }

  #new({ clOrdId, orderQty }: VenueNewOrder): void {
    const { orderId, requestNumber } = namesOf(clOrdId);
    expect(orderQty).toBeGreaterThan(0);
    this.#asked.push(() => {
      expect(this.openQty(orderId)).toBe(0);
      this.books.set(orderId, { entry: requestNumber, orderQty, cumQty: 0, isOpen: true });
      const exchangeOrderId = `X${clOrdId}`;
      this.#report({ type: CommandType.ExchangeAccepted, orderId, requestNumber, exchangeOrderId });
    });
  }

  #cancel({ clOrdId }: VenueCancel): void {
    const named = namesOf(clOrdId);
    this.#asked.push(() => {
      const book = this.books.get(named.orderId);
      if (book === undefined || !book.isOpen) return this.#refuse(named);
      book.isOpen = false;
      this.#report({ type: CommandType.ExchangeCanceled, ...named, solicited: true, text: "" });
    });
  }

  #replace({ clOrdId, orderQty, price }: VenueReplace): void {
    const named = namesOf(clOrdId);
    expect(orderQty).toBeGreaterThan(0);
    this.#asked.push(() => {
      const book = this.books.get(named.orderId);
      if (book === undefined || !book.isOpen) return this.#refuse(named);
      book.orderQty = Math.max(orderQty, book.cumQty);
      book.isOpen = book.cumQty < book.orderQty;
      this.#report({ type: CommandType.ExchangeReplaced, ...named, orderQty: book.orderQty as Qty, price });
    });
  }

  #refuse(named: { orderId: number; requestNumber: number }): void {
    const late = { cxlRejReason: 0, text: "too late" };
    this.#report({ type: CommandType.ExchangeRequestRejected, ...named, ...late });
  }

  #report<C extends Omit<Command & { reportSequence: number }, "venueId" | "reportSequence">>(report: C): void {
    this.#reports.push(() => this.core.venue(report));
  }
}

function namesOf(clOrdId: string): { orderId: number; requestNumber: number } {
  const packed = parseVenueClOrdId(clOrdId);
  return { orderId: Math.floor(packed / 65_536), requestNumber: packed % 65_536 };
}

export function copyOf(state: State): State {
  const pieces: Buffer[] = [];
  const writer = new ImageWriter((bytes) => pieces.push(Buffer.from(bytes)));
  transferState(state, writer);
  writer.flush();
  const bytes = Buffer.concat(pieces);
  let at = 0;
  const copy = new State();
  const read = (into: Uint8Array) => {
    at += bytes.copy(into, 0, at);
  };
  transferState(copy, new ImageReader(read, bytes.length));
  return copy;
}

/** The state after the first commands, given back from an image, makes of the others what the first one made. */
export function expectSameAfterRestart({ log, state }: TestCore, cut: number): void {
  let copy = new State();
  let nowNs = 1_700_000_000_000_000_000n;
  for (const [index, { command, events }] of log.entries()) {
    if (index === cut) copy = copyOf(copy);
    const again: Event[] = [];
    decide(copy, command, again);
    expect(again).toEqual(events);
    nowNs += 1_000n;
    for (const [at, event] of again.entries()) evolve(copy, event, nowNs, placeOf(index + 1, at));
  }
  expect(stateHash(copy)).toEqual(stateHash(state));
}

export const leg = ({ state }: TestCore, orderId: number) => {
  const row = state.orders.rowOf(orderId);
  const { orderQty, cumQty } = state.orders;
  const isLive = state.orders.isLive(row);
  return { isLive, orderQty: orderQty[row], cumQty: cumQty[row], ordStatus: state.orders.ordStatus(row) };
};
