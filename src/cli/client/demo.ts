/**
 * A minute of a desk's day: orders on the liquid names that agents quote, and on the test symbols crosses with a second
 * session, so that every kind of report is seen. What is played is the same for the same seed; what is answered is not.
 */

import { type OrderCommand, parseOrderLine } from "../../domain/order-grammar.ts";
import { decimalText, parseDecimal } from "../../domain/price.ts";
import type { Random } from "../../lib/random.ts";
import type { OrderClient } from "./order-client.ts";
import { isDone } from "./own-orders.ts";

const LIQUID = ["AAPL", "AMZN", "IBM", "INTC", "JPM", "KO", "MSFT", "NVDA"];
const TEST_SYMBOLS = ["ZVZZT", "ZWZZT", "ZXZZT"];
const ANSWER_MS = 2_000;
const PAUSE_MS = 300;

export type DemoOptions = {
  readonly desk: OrderClient;
  /** The other side of the crosses; null plays without them. */
  readonly other: OrderClient | null;
  readonly seconds: number;
  readonly random: Random;
  readonly nowMs: () => number;
  /** True ends it early: the line was lost, or somebody pressed Ctrl-C. */
  readonly isOver: () => boolean;
};

type Scene = (demo: Demo) => Promise<void>;

/** Scenes in the order they are first played; after that by chance. */
const SCENES: readonly Scene[] = [crosses, worksAnOrder, takes, tradesAtMarket, isKilled, isRefused];

/** Plays, then cancels what is still open. */
export async function playDemo(options: DemoOptions): Promise<void> {
  const demo = new Demo(options);
  const { random, seconds, nowMs, isOver } = options;
  const untilMs = nowMs() + seconds * 1000;
  for (let scene = 0; nowMs() < untilMs && !isOver(); scene++) {
    await SCENES[scene < SCENES.length ? scene : random.below(SCENES.length)](demo);
    await pause(PAUSE_MS + random.below(PAUSE_MS));
  }
  for (const client of [options.desk, options.other]) {
    if (client === null || isOver()) continue;
    for (const order of client.orders.all) if (!isDone(order)) client.send({ kind: "cancel", target: order.clOrdId });
    await client.orders.settled(ANSWER_MS);
  }
}

class Demo {
  readonly desk: OrderClient;
  readonly other: OrderClient | null;
  readonly random: Random;
  /** Last traded price in cents, by symbol. */
  readonly #prices = new Map<string, number>();

  constructor({ desk, other, random }: DemoOptions) {
    this.desk = desk;
    this.other = other;
    this.random = random;
  }

  /** Types a line and waits for its answer. */
  async type(client: OrderClient, line: string): Promise<void> {
    const parsed = parseOrderLine(line);
    if (!parsed.ok) throw new Error(`the demonstration typed "${line}": ${parsed.error}`);
    const { command } = parsed;
    if (isRequest(command)) client.send(command);
    await client.orders.settled(ANSWER_MS);
  }

  pick(symbols: readonly string[]): string {
    return symbols[this.random.below(symbols.length)];
  }

  side(): string {
    return this.random.oneIn(2) ? "buy" : "sell";
  }

  /** Where a name trades, found out by trading a little of it; 0 when nobody quotes it. */
  async priceOf(symbol: string): Promise<number> {
    const known = this.#prices.get(symbol);
    if (known !== undefined) return known;
    await this.type(this.desk, `buy 10 ${symbol} market`);
    const cents = parseDecimal(this.desk.orders.find("last")?.lastPx ?? "", 2);
    if (Number.isNaN(cents)) return 0;
    this.#prices.set(symbol, cents);
    return cents;
  }
}

/** One rests, the other takes it in two parts: both sides print both fills. */
async function crosses(demo: Demo): Promise<void> {
  const { desk, other, random } = demo;
  if (other === null) return;
  const symbol = demo.pick(TEST_SYMBOLS);
  const price = at(10_000 + random.below(100) - 50);
  const part = (1 + random.below(5)) * 100;
  const [first, second] = random.oneIn(2) ? ["buy", "sell"] : ["sell", "buy"];
  await demo.type(desk, `${first} ${part * 3} ${symbol} @ ${price} gtc`);
  await demo.type(other, `${second} ${part} ${symbol} @ ${price}`);
  await pause(PAUSE_MS);
  await demo.type(other, `${second} ${part * 2} ${symbol} @ ${price}`);
}

/** Rests behind the market, is moved, grows, and is canceled. */
async function worksAnOrder(demo: Demo): Promise<void> {
  const { desk, random } = demo;
  const symbol = demo.pick(LIQUID);
  const cents = await demo.priceOf(symbol);
  if (cents === 0) return;
  const qty = (1 + random.below(9)) * 100;
  await demo.type(desk, `buy ${qty} ${symbol} @ ${at(cents - 150)}`);
  await pause(PAUSE_MS);
  await demo.type(desk, `replace last @ ${at(cents - 100)}`);
  await demo.type(desk, `replace last ${qty + 200} @ ${at(cents - 80)}`);
  await demo.type(desk, "status last");
  await pause(PAUSE_MS);
  await demo.type(desk, "cancel last");
}

async function takes(demo: Demo): Promise<void> {
  const symbol = demo.pick(LIQUID);
  const cents = await demo.priceOf(symbol);
  if (cents === 0) return;
  const side = demo.side();
  const limit = at(side === "buy" ? cents + 50 : cents - 50);
  await demo.type(demo.desk, `${side} ${(1 + demo.random.below(20)) * 50} ${symbol} @ ${limit} ioc`);
}

async function tradesAtMarket(demo: Demo): Promise<void> {
  await demo.type(demo.desk, `${demo.side()} ${(1 + demo.random.below(10)) * 100} ${demo.pick(LIQUID)} market`);
}

/** More than the book has, all or nothing. */
async function isKilled(demo: Demo): Promise<void> {
  const symbol = demo.pick(LIQUID);
  const cents = await demo.priceOf(symbol);
  if (cents !== 0) await demo.type(demo.desk, `buy 20k ${symbol} @ ${at(cents)} fok`);
}

async function isRefused(demo: Demo): Promise<void> {
  const lines = ["buy 100 ZVZZT @ 100.005", "sell 100 NOSUCH @ 10", "buy 10m ZVZZT @ 100", "buy 100 ZVZZT @ 150"];
  await demo.type(demo.desk, lines[demo.random.below(lines.length)]);
}

function isRequest(
  command: OrderCommand,
): command is Extract<OrderCommand, { kind: "new" | "cancel" | "replace" | "status" }> {
  return ["new", "cancel", "replace", "status"].includes(command.kind);
}

function at(cents: number): string {
  return decimalText(cents, 2);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
