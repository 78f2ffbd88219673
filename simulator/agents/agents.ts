/**
 * Everybody at the exchange who is not the OMS: one market maker and one noise taker per chosen symbol.
 *
 * In: ticks with the time, fills. Out: orders, as inputs of the next batch. The same seed, the same ticks and the same
 * orders of others give the same behaviour. The rate of all of them together is bounded, however many symbols there are,
 * because every action is a record in the venue's journal.
 */
import { assert } from "../../src/lib/assert.ts";
import type { ByteWriter } from "../../src/lib/byte-buffer.ts";
import { LockstepError } from "../../src/lib/errors.ts";
import { Random } from "../../src/lib/random.ts";
import { type ClientListener, FIRST_AGENT } from "../participants.ts";
import { ReportKind } from "../report-queue.ts";
import type { Venue } from "../venue.ts";
import { AgentOrders } from "./agent-orders.ts";
import { MarketMaker } from "./market-maker.ts";
import { NoiseTaker } from "./noise-taker.ts";

/** These are for people's own tests: nobody but clients trades them, whatever configuration says. */
const TEST_SYMBOLS: readonly string[] = ["ZVZZT", "ZWZZT", "ZXZZT"];

/** Mean time between two actions of one agent, with few symbols. */
const MAKER_MEAN_MS = 500;
const TAKER_MEAN_MS = 3_500;
/** Mean time between two actions of all makers, and of all takers, with many: 30 and 5 inputs a second. */
const ALL_MAKERS_MEAN_MS = 34;
const ALL_TAKERS_MEAN_MS = 200;

type Desk = {
  readonly book: number;
  readonly maker: MarketMaker;
  readonly taker: NoiseTaker;
  makerAtMs: number;
  takerAtMs: number;
  isOpen: boolean;
};

const MAKER = FIRST_AGENT;
const TAKER = FIRST_AGENT + 1;

export class Agents implements ClientListener {
  readonly #desks: Desk[] = [];
  /** By book number. */
  readonly #makers: (MarketMaker | undefined)[] = [];
  readonly #random: Random;
  readonly #makerMeanMs: number;
  readonly #takerMeanMs: number;
  readonly #venue: Venue;

  /** @throws LockstepError LOCKSTEP_ERR_CONFIG for a symbol that is not listed */
  constructor(venue: Venue, inputs: ByteWriter, options: { seed: number; symbols: readonly string[] }) {
    this.#venue = venue;
    const makerOrder = venue.directories[MAKER].highest;
    const takerOrder = venue.directories[TAKER].highest;
    // Each life of the venue goes on differently, and the same journal with the same seed goes on the same.
    this.#random = new Random(options.seed + makerOrder * 4_294_967_296);
    const makerOrders = new AgentOrders(MAKER, inputs, makerOrder);
    const takerOrders = new AgentOrders(TAKER, inputs, takerOrder);
    for (const symbol of options.symbols) {
      if (TEST_SYMBOLS.includes(symbol)) continue;
      const number = venue.bookBySymbol.get(symbol);
      if (number === undefined) throw unlisted(symbol);
      const instrument = venue.instruments[number];
      assert(instrument !== null, "a listed symbol without an instrument");
      const maker = new MarketMaker(instrument, number, makerOrders, this.#random);
      this.#makers[number] = maker;
      this.#desks.push({
        book: number,
        maker,
        taker: new NoiseTaker(instrument, number, venue.engine.books[number], takerOrders, this.#random),
        makerAtMs: 0,
        takerAtMs: 0,
        isOpen: false,
      });
    }
    this.#makerMeanMs = Math.max(MAKER_MEAN_MS, ALL_MAKERS_MEAN_MS * this.#desks.length);
    this.#takerMeanMs = Math.max(TAKER_MEAN_MS, ALL_TAKERS_MEAN_MS * this.#desks.length);
    venue.agentListener = this;
  }

  /**
   * Lets those act whose time has come; the first tick of continuous trading opens the market. In other phases nobody
   * acts, and what was quoted stays. After a pause nobody catches up.
   */
  tick(nowMs: number): void {
    for (const desk of this.#desks) {
      if (!this.#venue.phases.statuses[desk.book].rules.trades) continue;
      if (!desk.isOpen) {
        desk.isOpen = true;
        desk.maker.open();
        desk.makerAtMs = nowMs + this.#wait(this.#makerMeanMs);
        desk.takerAtMs = nowMs + this.#wait(this.#takerMeanMs);
        continue;
      }
      if (nowMs >= desk.makerAtMs) {
        desk.maker.act();
        desk.makerAtMs = nowMs + this.#wait(this.#makerMeanMs);
      }
      if (nowMs >= desk.takerAtMs) {
        desk.taker.act();
        desk.takerAtMs = nowMs + this.#wait(this.#takerMeanMs);
      }
    }
  }

  onReport(
    participant: number,
    kind: number,
    clientOrder: number,
    _request: number,
    _orderNumber: number,
    _execNumber: number,
    lastQty: number,
  ): void {
    if (participant !== MAKER || kind !== ReportKind.Fill) return;
    for (const maker of this.#makers) maker?.onFill(clientOrder, lastQty);
  }

  #wait(meanMs: number): number {
    return meanMs / 2 + this.#random.below(meanMs);
  }
}

function unlisted(symbol: string): LockstepError {
  return new LockstepError(
    "LOCKSTEP_ERR_CONFIG",
    `agents are asked to quote ${symbol}, which is not among the instruments. List it, or take it out of the agents' symbols`,
  );
}
