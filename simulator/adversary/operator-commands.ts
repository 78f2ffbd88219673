/**
 * What an operator may order the exchange to do while it runs. A command is checked, journaled with who gave it, and
 * carried out when its batch is: live and from the journal the same way.
 */
import { isOnTick } from "../../src/domain/instrument.ts";
import { decimalText, NO_PRICE, type Qty, type Ticks } from "../../src/domain/price.ts";
import { Side } from "../../src/domain/values.ts";
import { SELL, TERMS } from "../matching/order-pool.ts";
import { PLACE, Place, rowOf } from "../matching/rare-terms.ts";
import { isPhase, type Phase } from "../phases.ts";
import { RESUME } from "../phases-by-instrument.ts";
import { ReportKind } from "../report-queue.ts";
import { Text } from "../report-text.ts";
import { changeTrade, tradeFault } from "../trade-log.ts";
import type { Venue } from "../venue.ts";
import type { Act } from "./scenario.ts";

/** Symbols and sessions are "" for all of them; quantities and prices are in the instrument's own units. */
export type OperatorCommand =
  | { readonly do: "phase"; readonly symbol: string; readonly phase: number }
  | { readonly do: "bust"; readonly execId: string }
  | { readonly do: "correct"; readonly execId: string; readonly qty: number; readonly price: number }
  /** One resting order, by the exchange's OrderID. */
  | { readonly do: "cancel"; readonly orderId: string }
  /** Its time is over. */
  | { readonly do: "expire"; readonly orderId: string }
  /** So much of a resting order trades at that price, whoever is before it, with a counterparty that nobody sees. */
  | { readonly do: "fill"; readonly orderId: string; readonly qty: number; readonly price: number }
  /** A session's requests wait from now on. */
  | { readonly do: "hold"; readonly session: string }
  /** The requests that wait are carried out, and none waits any more. */
  | { readonly do: "release" }
  /** The request that has waited longest is carried out, or refused for a reason; -1 for none. */
  | { readonly do: "answer"; readonly reason: number }
  | { readonly do: "cancelAll"; readonly session: string; readonly symbol: string; readonly side: "" | "buy" | "sell" }
  | { readonly do: "rule"; readonly name: string; readonly isOn: boolean }
  | { readonly do: "fault"; readonly act: Act };

/** What was ordered, by whom, when; UTC in milliseconds. */
export type CommandRecord = { readonly atMs: number; readonly who: string; readonly command: OperatorCommand };

/** What the commands reach beyond the venue. */
export type CommandDoors = {
  nameOf(participant: number): string;
  switchRule(name: string, isOff: boolean): boolean;
  hasRule(name: string): boolean;
  carryOutAct(act: Act): void;
  /** The hidden counterparty takes so much of a resting order. */
  fill(order: number, qty: Qty, price: Ticks): void;
  /** How many requests wait for an operator's word. */
  heldRequests(): number;
  /** @param session null for no more */
  hold(session: string | null): void;
  answerHeld(reason: number): void;
};

/** What stands against a command, in words; "" when nothing does. */
export function commandFault(venue: Venue, doors: CommandDoors, command: OperatorCommand): string {
  switch (command.do) {
    case "phase":
      if (command.phase !== RESUME && !isPhase(command.phase)) return `there is no phase ${command.phase}`;
      return symbolFault(venue, command.symbol);
    case "bust":
      return tradeFault(venue, execNumber(command.execId), 0 as Qty, NO_PRICE);
    case "correct":
      return tradeFault(venue, execNumber(command.execId), command.qty as Qty, command.price as Ticks);
    case "cancel":
    case "expire":
      return restingOrder(venue, command.orderId) === 0 ? noOrder(command.orderId) : "";
    case "answer":
      return doors.heldRequests() === 0 ? "no request waits; hold keeps those that come" : "";
    case "hold":
    case "release":
      return "";
    case "fill":
      return fillFault(venue, command.orderId, command.qty, command.price);
    case "cancelAll":
      return symbolFault(venue, command.symbol);
    case "rule":
      return doors.hasRule(command.name) ? "" : `the scenario in force has no rule ${command.name}`;
    case "fault":
      return "";
  }
}

/** Carries a command out; one that a fault stands against by now does nothing. */
export function carryOutCommand(venue: Venue, doors: CommandDoors, command: OperatorCommand): void {
  if (commandFault(venue, doors, command) !== "") return;
  switch (command.do) {
    case "phase":
      return setPhase(venue, command.symbol, command.phase as Phase | typeof RESUME);
    case "bust":
      return changeTrade(venue, venue.teller, execNumber(command.execId), 0 as Qty, NO_PRICE);
    case "correct":
      return changeTrade(venue, venue.teller, execNumber(command.execId), command.qty as Qty, command.price as Ticks);
    case "cancel":
      return cancelOrder(venue, restingOrder(venue, command.orderId));
    case "expire":
      return endOrder(venue, restingOrder(venue, command.orderId), ReportKind.Expired, Text.ExpiredByExchange);
    case "hold":
      return doors.hold(command.session);
    case "release":
      return doors.hold(null);
    case "answer":
      return doors.answerHeld(command.reason);
    case "fill":
      return doors.fill(restingOrder(venue, command.orderId), command.qty as Qty, command.price as Ticks);
    case "cancelAll":
      return cancelAll(venue, doors, command.session, command.symbol, command.side);
    case "rule":
      doors.switchRule(command.name, !command.isOn);
      return;
    case "fault":
      return doors.carryOutAct(command.act);
  }
}

/** @param symbol "" for every instrument */
export function setPhase(venue: Venue, symbol: string, phase: Phase | typeof RESUME): void {
  for (let book = 1; book < venue.instruments.length; book++) {
    if (symbol === "" || venue.instruments[book]?.symbol === symbol) venue.phases.command(book, phase);
  }
}

/** The exchange takes resting orders off its books; its own agents' stay. */
export function cancelAll(
  venue: Venue,
  doors: Pick<CommandDoors, "nameOf">,
  session: string,
  symbol: string,
  side: "" | "buy" | "sell",
): void {
  const { pool } = venue.engine;
  for (const order of venue.restingOrders()) {
    const name = doors.nameOf(pool.participant(order));
    if (name === "" || (session !== "" && session !== name)) continue;
    if (symbol !== "" && venue.instruments[pool.book(order)]?.symbol !== symbol) continue;
    const isSale = (pool.i32[(order << 4) + TERMS] & SELL) !== 0;
    if (side !== "" && isSale !== (side === "sell")) continue;
    cancelOrder(venue, order);
  }
}

/** The side a rule knows of a FIX side: a short sale is a sale. */
export function sideName(side: string): "buy" | "sell" {
  return side === Side.Buy ? "buy" : "sell";
}

function cancelOrder(venue: Venue, order: number): void {
  endOrder(venue, order, ReportKind.Canceled, Text.CanceledByExchange);
}

function endOrder(
  venue: Venue,
  order: number,
  kind: typeof ReportKind.Canceled | typeof ReportKind.Expired,
  why: Text,
) {
  const book = venue.engine.pool.book(order);
  venue.endOrder(order, kind, why);
  venue.onTrading(book);
}

function fillFault(venue: Venue, orderId: string, qty: number, price: number): string {
  const order = restingOrder(venue, orderId);
  if (order === 0) return noOrder(orderId);
  const { pool } = venue.engine;
  const book = pool.book(order);
  const instrument = venue.instruments[book]!;
  const { symbol, lotSize } = instrument;
  const leavesQty = pool.leavesQty(order);
  if (!isOnBook(venue, order))
    return `${orderId} waits for its stop price, its peg or an auction, and trades with nobody`;
  if (!venue.phases.statuses[book].rules.trades) return `nothing trades in ${symbol} now`;
  if (!(qty > 0) || qty % lotSize !== 0) return `a fill is of whole lots of ${symbol}, at least one`;
  if (qty > leavesQty) return `${orderId} has ${decimalText(leavesQty, instrument.qtyScale)} open, which is less`;
  if (!(price > 0) || !isOnTick(instrument, price as Ticks)) return `the price is no multiple of ${symbol}'s tick`;
  return "";
}

/** Whether others can trade with it, shown or dark. */
function isOnBook({ engine }: Venue, order: number): boolean {
  const row = rowOf(engine.pool.i32[(order << 4) + TERMS]);
  const place = row === 0 ? Place.Shown : engine.rareTerms.i32[(row << 5) + PLACE];
  return place === Place.Shown || place === Place.Dark;
}

function noOrder(orderId: string): string {
  return `XSIM has no resting order ${orderId}`;
}

function symbolFault(venue: Venue, symbol: string): string {
  return symbol === "" || venue.bookBySymbol.has(symbol) ? "" : `XSIM does not list ${symbol}`;
}

/** The order the exchange gave this OrderID(37); 0 for none that rests. */
export function restingOrder(venue: Venue, orderId: string): number {
  const number = /^X\d{1,15}$/.test(orderId) ? Number(orderId.slice(1)) : 0;
  const { pool } = venue.engine;
  return venue.restingOrders().find((order) => pool.orderNumber(order) === number) ?? 0;
}

function execNumber(execId: string): number {
  return /^T\d{1,15}$/.test(execId) ? Number(execId.slice(1)) : 0;
}
