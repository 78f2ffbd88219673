/**
 * What an operator may order the exchange to do while it runs. A command is checked, journaled with who gave it, and
 * carried out when its batch is: live and from the journal the same way.
 */
import type { Qty, Ticks } from "../../src/domain/price.ts";
import { NO_PRICE } from "../../src/domain/price.ts";
import { Side } from "../../src/domain/values.ts";
import { SELL, TERMS } from "../matching/order-pool.ts";
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
      return findOrder(venue, command.orderId) === 0 ? `XSIM has no resting order ${command.orderId}` : "";
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
      return cancelOrder(venue, findOrder(venue, command.orderId));
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
  const book = venue.engine.pool.book(order);
  venue.endOrder(order, ReportKind.Canceled, Text.CanceledByExchange);
  venue.onTrading(book);
}

function symbolFault(venue: Venue, symbol: string): string {
  return symbol === "" || venue.bookBySymbol.has(symbol) ? "" : `XSIM does not list ${symbol}`;
}

function findOrder(venue: Venue, orderId: string): number {
  const number = /^X\d{1,15}$/.test(orderId) ? Number(orderId.slice(1)) : 0;
  const { pool } = venue.engine;
  return venue.restingOrders().find((order) => pool.orderNumber(order) === number) ?? 0;
}

function execNumber(execId: string): number {
  return /^T\d{1,15}$/.test(execId) ? Number(execId.slice(1)) : 0;
}
