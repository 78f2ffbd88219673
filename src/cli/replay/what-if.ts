/**
 * Decides a journal's commands once more under another configuration's limits and instruments, beside what was recorded.
 *
 *   command --> recorded events ----------------------------> state as it was
 *      \--> its ids translated --> decide --> other events --> state as it would have been
 *
 * Orders have other numbers in the other course of things (a refused duplicate takes none), and so have their requests at
 * the venue, so both are translated. What a venue reported of an order or a request that would not have been sent is
 * left out and counted; a venue is never invented: what is newly accepted has no answer and stays pending. Public prices
 * stay as recorded. The same journal and configuration give the same result on any machine.
 */
import type { Config } from "../../config.ts";
import { decide, evolve } from "../../core/core.ts";
import { placeOf } from "../../core/fill-table.ts";
import { State } from "../../core/state.ts";
import { decodeFrame } from "../../domain/frame.ts";
import { type Command, CommandName, CommandType, type Event, EventType } from "../../domain/records.generated.ts";
import { scanJournal } from "../../journal/journal.ts";
import type { Frame } from "../../journal/reader.ts";
import { ByteReader } from "../../lib/byte-buffer.ts";
import { referenceDataCommands } from "../../reference-data-adapter.ts";
import { readSkips } from "../../skipped-frames.ts";
import { exactNotional, NotionalSums } from "./notional.ts";
import {
  type Asked,
  type Difference,
  differenceOf,
  followsFromState,
  isAsked,
  isSame,
  orderIdOf,
  outcomeOf,
} from "./what-if-outcome.ts";

const REQUEST_FACTOR = 65_536;

/** Why a venue's report has no place in the other course of things. */
export const LeftOut = {
  Order: "of orders that would not have been sent",
  Request: "of cancels and replaces that would not have been sent",
  Untrue: "that could not be true of the order as it would have stood",
} as const;

export type Tally = { orders: number; refused: number; fills: number; notional: NotionalSums };

export type WhatIfResult = {
  sequence: number;
  timeNs: bigint;
  commands: number;
  recorded: Tally;
  otherwise: Tally;
  differences: Difference[];
  /** Requests about orders that differ already: what comes of it, not what the limits said. */
  consequences: number;
  /** Venue reports by reason and command name. */
  leftOut: Map<string, Map<string, number>>;
  lost: {
    fills: number;
    bySymbol: Map<string, { fills: number; qty: bigint; qtyScale: number; notional: NotionalSums }>;
  };
  /** Recorded limits that were put aside for the configuration's. */
  limitsPutAside: number;
  /** What of the configuration could not be applied, in words. */
  notApplied: string[];
  state: State;
};

/** @throws LockstepError LOCKSTEP_ERR_JOURNAL_DAMAGED */
export function whatIf(directory: string, until: number, config: Config): WhatIfResult {
  const course = new OtherCourse(config);
  const reader = new ByteReader();
  const skips = readSkips(directory);
  scanJournal(directory, (frame) => {
    reader.reset(frame.bytes, frame.payloadStart, frame.payloadEnd);
    const content = decodeFrame(reader);
    if (skips.has(frame.sequence)) course.leaveOut(frame, content.command);
    else course.apply(frame, content.command, content.events);
    return frame.sequence < until;
  });
  return course.end();
}

class OtherCourse {
  readonly #config: Config;
  readonly #recorded = new State();
  readonly #otherwise = new State();
  readonly #result: WhatIfResult;
  /** By recorded OrderID: the other one; by recorded order and request: the other request. */
  readonly #orderIds: number[] = [];
  readonly #requests = new Map<number, number>();
  readonly #byOrder = new Map<number, Difference>();
  readonly #refusals = new Set<string>();
  #isConfigDue = false;

  constructor(config: Config) {
    this.#config = config;
    const tally = () => ({ orders: 0, refused: 0, fills: 0, notional: new NotionalSums() });
    this.#result = {
      sequence: 0,
      timeNs: 0n,
      commands: 0,
      recorded: tally(),
      otherwise: tally(),
      differences: [],
      consequences: 0,
      leftOut: new Map(),
      lost: { fills: 0, bySymbol: new Map() },
      limitsPutAside: 0,
      notApplied: [],
      state: this.#otherwise,
    };
  }

  /** A frame that does not count, by an operator's decision later in the journal: it changed nothing, and changes nothing. */
  leaveOut(frame: Frame, command: Command): void {
    const result = this.#result;
    result.sequence = frame.sequence;
    result.timeNs = frame.timeNs;
    result.commands++;
    result.notApplied.push(
      `sequence ${frame.sequence} (${CommandName[command.type]}), which does not count by an operator's decision`,
    );
  }

  apply(frame: Frame, command: Command, recorded: readonly Event[]): void {
    const result = this.#result;
    result.sequence = frame.sequence;
    result.timeNs = frame.timeNs;
    result.commands++;
    const translated = this.#translate(command, recorded);
    const events: Event[] = [];
    if (translated !== null) {
      if (this.#isConfigDue && !isReferenceData(command)) this.#configure(frame.timeNs);
      decide(this.#otherwise, translated, events);
    }
    if (isAsked(command)) this.#compare(frame, command, recorded, events);
    const isUntrue = has(events, EventType.VenueReportRefused) && !has(recorded, EventType.VenueReportRefused);
    if (isUntrue) this.#leaveOut(LeftOut.Untrue, command);
    const mine = made(this.#recorded, recorded);
    const others = made(this.#otherwise, events);
    count(result.recorded, this.#recorded, recorded);
    for (const [at, event] of recorded.entries()) {
      evolve(this.#recorded, event, frame.timeNs, placeOf(frame.sequence, at));
    }
    count(result.otherwise, this.#otherwise, events);
    for (const [at, event] of events.entries()) {
      evolve(this.#otherwise, event, frame.timeNs, placeOf(frame.sequence, at));
    }
    this.#pair(mine, others);
    if (isReferenceData(command)) this.#isConfigDue = true;
  }

  end(): WhatIfResult {
    const { sessionIds } = this.#otherwise;
    const absent = new Set(
      this.#config.limits.map(({ sessionKey }) => sessionKey).filter((key) => key !== "" && !sessionIds.has(key)),
    );
    for (const key of absent) this.#result.notApplied.push(`limits of ${key}: the journal has no such session`);
    return this.#result;
  }

  /** The command with the other course's ids; null when it has no place there. */
  #translate(command: Command, recorded: readonly Event[]): Command | null {
    if (command.type === CommandType.SetLimit) {
      this.#result.limitsPutAside++;
      return null;
    }
    if (!("orderId" in command)) return command;
    const orderId = this.#orderIds[command.orderId] ?? 0;
    if (!("reportSequence" in command)) return { ...command, orderId };
    // A report that was not believed, or taken before, changed nothing then: there is nothing to lose now.
    const hadEffect = recorded.some((event) => event.type !== EventType.VenueReportRecorded);
    // An order nobody knew, or nobody knows any more: neither course believes the report.
    if (!this.#recorded.orders.has(command.orderId)) return { ...command, orderId: 0 };
    const wasSent = orderId !== 0 && this.#otherwise.orders.requestNumber[this.#otherwise.orders.rowOf(orderId)] > 0;
    const requestNumber = this.#requests.get(command.orderId * REQUEST_FACTOR + command.requestNumber) ?? 0;
    if (wasSent && requestNumber > 0) return { ...command, orderId, requestNumber };
    if (hadEffect) this.#leaveOut(wasSent ? LeftOut.Request : LeftOut.Order, command);
    return null;
  }

  /** The configuration's limits and instruments, where they differ from what the other course has by now. */
  #configure(timeNs: bigint): void {
    this.#isConfigDue = false;
    const state = this.#otherwise;
    // Limits are looked up by sessions and instruments, which the first turn may define: twice is enough.
    for (let turn = 0; turn < 2; turn++) {
      for (const command of referenceDataCommands(state, this.#config, timeNs)) {
        if (!this.#isApplicable(command)) continue;
        const events: Event[] = [];
        decide(state, command, events);
        for (const event of events) {
          evolve(state, event, timeNs, 0);
          if (event.type !== EventType.CommandRefused || this.#refusals.has(event.text)) continue;
          this.#refusals.add(event.text);
          this.#result.notApplied.push(event.text);
        }
      }
    }
  }

  /** Sessions and days come from the journal alone: a new session would take the number of one that is recorded later. */
  #isApplicable(command: Command): boolean {
    if (command.type === CommandType.DefineInstrument) return true;
    if (command.type !== CommandType.SetLimit) return false;
    const { sessionIds, instrumentIds } = this.#otherwise;
    return (
      (command.sessionKey === "" || sessionIds.has(command.sessionKey)) &&
      (command.symbol === "" || instrumentIds.has(command.symbol))
    );
  }

  #compare(frame: Frame, command: Asked, recorded: readonly Event[], events: readonly Event[]): void {
    const was = outcomeOf(recorded);
    const is = outcomeOf(events);
    if (was === null || is === null || isSame(was, is)) return;
    const orderId = orderIdOf(recorded);
    const isNew = command.type === CommandType.NewOrder;
    if (!isNew && this.#byOrder.has(orderId) && followsFromState(is)) {
      this.#result.consequences++;
      return;
    }
    const difference = differenceOf(frame, this.#otherwise, command, orderId, was, is);
    this.#result.differences.push(difference);
    // A refused duplicate bears the number of the order it repeats, which is not what differs.
    const isOfOrder = !isNew || orderId > this.#recorded.orders.count;
    if (isOfOrder && !this.#byOrder.has(orderId)) this.#byOrder.set(orderId, difference);
  }

  #leaveOut(reason: string, command: Command): void {
    const { leftOut, lost } = this.#result;
    const byName = leftOut.get(reason) ?? new Map<string, number>();
    leftOut.set(reason, byName);
    const name = CommandName[command.type];
    byName.set(name, (byName.get(name) ?? 0) + 1);
    if (command.type !== CommandType.ExchangeFill) return;
    const { orders, instruments } = this.#recorded;
    const instrument = instruments[orders.instrumentId[orders.rowOf(command.orderId)]];
    if (instrument === undefined) return;
    const { symbol, currency, qtyScale, priceScale } = instrument;
    const value = exactNotional(command.lastPx, command.lastQty, priceScale + qtyScale);
    const sum = lost.bySymbol.get(symbol) ?? { fills: 0, qty: 0n, qtyScale, notional: new NotionalSums() };
    lost.bySymbol.set(symbol, sum);
    lost.fills++;
    sum.fills++;
    sum.qty += BigInt(command.lastQty);
    sum.notional.add(currency, value);
    const difference = this.#byOrder.get(command.orderId);
    if (difference === undefined) return;
    difference.lostFills++;
    difference.lostQty += command.lastQty;
    difference.lostNotional += value;
  }

  /** What the same command made in both courses is the same thing under two numbers. */
  #pair(mine: Made, others: Made): void {
    for (const [index, orderId] of mine.orderIds.entries()) this.#orderIds[orderId] = others.orderIds[index] ?? 0;
    for (const [index, { orderId, requestNumber }] of mine.requests.entries()) {
      const other = others.requests[index];
      if (other === undefined || this.#orderIds[orderId] !== other.orderId) continue;
      this.#requests.set(orderId * REQUEST_FACTOR + requestNumber, other.requestNumber);
    }
  }
}

type Made = { orderIds: number[]; requests: { orderId: number; requestNumber: number }[] };

/** Orders and requests to venues that the events will make of the state. A refused duplicate makes no order. */
function made({ orders }: State, events: readonly Event[]): Made {
  const orderIds: number[] = [];
  const requests: Made["requests"] = [];
  for (const event of events) {
    const isOrder = event.type === EventType.OrderAccepted || event.type === EventType.OrderRejected;
    if (isOrder && event.orderId > orders.count) orderIds.push(event.orderId);
    else if (event.type === EventType.OrderRouted) requests.push(event);
  }
  return { orderIds, requests };
}

/** Counts before the events are applied. */
function count(tally: Tally, { orders, instruments }: State, events: readonly Event[]): void {
  for (const event of events) {
    if (event.type === EventType.OrderAccepted || event.type === EventType.OrderRejected) tally.orders++;
    if (event.type === EventType.OrderRejected) tally.refused++;
    if (event.type !== EventType.OrderFilled) continue;
    tally.fills++;
    const instrument = instruments[orders.instrumentId[orders.rowOf(event.orderId)]];
    if (instrument === undefined) continue;
    const scale = instrument.priceScale + instrument.qtyScale;
    tally.notional.add(instrument.currency, exactNotional(event.lastPx, event.lastQty, scale));
  }
}

function has(events: readonly Event[], type: number): boolean {
  return events.some((event) => event.type === type);
}

function isReferenceData({ type }: Command): boolean {
  return type === CommandType.DefineSession || type === CommandType.DefineInstrument || type === CommandType.SetLimit;
}
