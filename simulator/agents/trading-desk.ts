/** What an agent has at hand in one symbol, and what it is asked to do there. */
import type { Random } from "../../src/lib/random.ts";
import type { OrderBook } from "../matching/order-book.ts";
import type { PhaseRules } from "../phases.ts";
import type { AgentOrder, AgentOrders } from "./agent-orders.ts";
import type { AgentSettings } from "./agent-settings.ts";
import type { Climate } from "./climate.ts";
import type { MarketVolume } from "./market-volume.ts";

export type TradingDesk = {
  readonly settings: AgentSettings;
  readonly orders: AgentOrders;
  /** To look at, not to touch. */
  readonly book: OrderBook;
  readonly climate: Climate;
  readonly random: Random;
  readonly volume: MarketVolume;
  /** A usual order, in whole lots. */
  readonly usualQty: number;
};

/** How an agent behaves in one symbol. It sends by the desk's orders only. */
export type Strategy = {
  /** Orders trade as they come, and its time has come. */
  act(nowMs: number): void;
  /** Orders wait for the opening or the closing auction. */
  prepare(rules: PhaseRules): void;
  /** The exchange said that one of its orders traded; it must send nothing now. */
  onFill?(order: AgentOrder, qty: number): void;
};

/** A part or multiple of the desk's usual quantity in whole lots, one at least, and no more than `room`. */
export function lotsOf({ usualQty, orders }: TradingDesk, part: number, room: number): number {
  const { lotSize } = orders.instrument;
  return Math.min(room, Math.max(1, Math.round((usualQty * part) / lotSize)) * lotSize);
}
