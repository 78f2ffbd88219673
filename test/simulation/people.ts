/**
 * The people around the house, by chance: traders at the desk who accept, slice, fill, change and cancel what clients gave them;
 * an operator with the kill switches; and the exchange's own operators, who bust and correct trades. All of it goes through
 * the doors that the desk and the exchange's page use. At the end of the day nothing they hold is left undone.
 */

import { Stage } from "../../src/core/order-table.ts";
import type { State } from "../../src/core/state.ts";
import type { IdentifiedAction } from "../../src/desk/action-wire.ts";
import { DeskAdapter } from "../../src/desk-adapter.ts";
import { decimalText, NO_PRICE } from "../../src/domain/price.ts";
import { KillScope } from "../../src/domain/values.ts";
import type { Random } from "../../src/lib/random.ts";
import type { OrderPath } from "../../src/order-path.ts";
import type { House } from "./house.ts";
import { DESK_ACCOUNT } from "./listener.ts";
import type { Market } from "./trader.ts";
import type { World } from "./world.ts";

const TRADERS = ["Ann", "Ben", "Cid"];
const DESK = "cash";
/** So many of the newest orders are worked. */
const AT_HAND = 8;
/** A kill switch is on for so long at the most. */
const STOPPED_MS = 8_000;

export type PeopleOptions = {
  world: World;
  random: Random;
  house: House;
  markets: readonly Market[];
  /** How slow the run is, from 1. */
  pace: number;
};

export class People {
  /** What they did, and whether it was taken is the journal's to say. */
  acts = 0;
  readonly #options: PeopleOptions;
  #isOver = false;

  constructor(options: PeopleOptions) {
    this.#options = options;
  }

  begin(): void {
    const { world, random, pace } = this.#options;
    world.tickAfter((100 + random.below(900)) * pace, () => {
      if (this.#isOver) this.#in((path) => this.#finish(path));
      else for (let count = 1 + random.below(3); count > 0; count--) this.#in((path) => this.#act(path));
      this.begin();
    });
  }

  /** From now on they only finish what waits for them. */
  rest(): void {
    this.#isOver = true;
  }

  #in(run: (path: OrderPath) => void): void {
    const { life, path } = this.#options.house;
    if (life !== null && path !== null) life.run(() => run(path));
  }

  #act(path: OrderPath): void {
    const { random } = this.#options;
    const choice = random.below(100);
    if (choice < 5) return this.#changeTrade(path);
    if (choice < 6) return this.#stop(path);
    if (choice < 9) return this.#enterOwn(path);
    const { state } = path;
    const held = [...state.care.work.keys()].filter((orderId) => isLiveCare(state, orderId));
    if (held.length === 0) return;
    // A trader works few orders at a time.
    const from = Math.max(0, held.length - AT_HAND);
    this.#work(path, held[from + random.below(held.length - from)]);
  }

  #work(path: OrderPath, orderId: number): void {
    const { random } = this.#options;
    const { state } = path;
    const row = state.orders.rowOf(orderId);
    const user = this.#userOf(state, orderId);
    if (state.orders.stage[row] === Stage.PendingNew) {
      const isTaken = !random.oneIn(8);
      return this.#do(path, { action: isTaken ? "accept" : "reject", user, orderId });
    }
    const parts = state.care.work.get(orderId)?.children ?? [];
    const part = parts.length === 0 ? 0 : parts[random.below(parts.length)];
    const choice = random.below(100);
    const qty = String(1 + random.below(120));
    if (choice < 45) {
      const venueId = random.oneIn(3) ? 2 : 0;
      const order = { qty, ...this.#priceFor(state, row), ...(venueId === 0 ? {} : { venueId }) };
      return this.#do(path, { action: "slice", user, orderId, ...order });
    }
    if (choice < 57)
      return this.#do(path, { action: "fill", user, orderId, qty, price: this.#px(state, row), contra: "X" });
    if (choice < 67 && part !== 0) return this.#do(path, { action: "cancel", user, orderId: part });
    if (choice < 77 && part !== 0)
      return this.#do(path, { action: "replace", user, orderId: part, qty, price: this.#px(state, row) });
    if (choice < 82) return this.#do(path, { action: "lock", user, orderId });
    if (choice < 86) return this.#do(path, { action: "release", user, orderId });
    if (choice < 90) return this.#do(path, { action: "pass", user, orderId, owner: this.#someone(), desk: DESK });
    if (choice < 94) return this.#do(path, { action: "note", user, orderId, text: `note ${this.acts}` });
    if (choice < 97) return this.#do(path, { action: "cancel", user, orderId, text: "enough" });
    if (choice < 98) return this.#do(path, { action: "handOver", user, from: user, to: this.#someone() });
    return this.#do(path, { action: "cancelAll", user, orderIds: [orderId, ...(part === 0 ? [] : [part])] });
  }

  #enterOwn(path: OrderPath): void {
    const { random, markets } = this.#options;
    const { symbol, referencePx } = markets[random.below(markets.length)];
    const price = (referencePx + (random.below(41) - 20) / 100).toFixed(2);
    const terms = {
      account: DESK_ACCOUNT,
      symbol,
      side: random.oneIn(2) ? "1" : "2",
      qty: String(1 + random.below(200)),
      price,
    };
    this.#do(path, { action: "new", user: this.#someone(), ...terms, isCare: random.oneIn(3) } as IdentifiedAction);
  }

  /** A client, the desk or everybody is stopped, for a while. */
  #stop({ operatorActions, state }: OrderPath): void {
    const { world, random, pace } = this.#options;
    const sessionId = 1 + random.below(state.sessions.length - 1);
    const all = [
      { scope: KillScope.Session, sessionId, desk: "" },
      { scope: KillScope.Desk, sessionId: 0, desk: DESK },
      { scope: KillScope.All, sessionId: 0, desk: "" },
    ];
    const whom = all[random.below(all.length)];
    const word = { act: "kill" as const, ...whom, actor: this.#someone(), reason: "enough" };
    operatorActions.take({ ...word, isOn: true }, () => {});
    world.note(`kill switch ${JSON.stringify(whom)}`);
    world.after(random.below(STOPPED_MS) * pace, () =>
      this.#in((path) => path.operatorActions.take({ ...word, isOn: false }, () => {})),
    );
  }

  /** The exchange undoes a trade of ours, or changes it. */
  #changeTrade({ state, bundled }: OrderPath): void {
    const { random, world } = this.#options;
    const { exchangeExecIds, fills, orders, instruments } = state;
    if (exchangeExecIds.size === 0) return;
    const entry = random.below(exchangeExecIds.size);
    const execId = exchangeExecIds.textOf(entry);
    const row = orders.rowOf(exchangeExecIds.valueOf(entry));
    const exchange = bundled.exchanges[orders.venueId[row] - 1];
    if (!/^T\d+$/.test(execId) || exchange === undefined || fills.lastQty[entry] <= 0) return;
    const qty = 1 + random.below(fills.lastQty[entry]);
    const tick = instruments[orders.instrumentId[row]]?.tickTable[1] ?? 1;
    const price = fills.lastPx[entry] + (random.below(3) - 1) * tick;
    const command = random.oneIn(2) ? { do: "bust" as const, execId } : { do: "correct" as const, execId, qty, price };
    const fault = exchange.command("Eve", command);
    world.note(`${exchange.name}: ${JSON.stringify(command)} ${fault}`);
  }

  /** Nothing is left unaccepted, and nobody is stopped. */
  #finish(path: OrderPath): void {
    const { state } = path;
    for (const { scope, sessionId, desk } of state.kills.all()) {
      const word = { act: "kill" as const, scope, sessionId, desk, actor: "Ann", reason: "the day is over" };
      path.operatorActions.take({ ...word, isOn: false }, () => {});
    }
    for (const orderId of state.care.work.keys()) {
      if (!isLiveCare(state, orderId) || state.orders.stage[state.orders.rowOf(orderId)] !== Stage.PendingNew) continue;
      this.#do(path, { action: "accept", user: this.#userOf(state, orderId), orderId });
    }
  }

  #do({ sequencer, clock }: OrderPath, action: Omit<IdentifiedAction, "actionId">): void {
    const desk = new DeskAdapter(
      (command) => sequencer.offer(command),
      () => {},
      () => clock.nowNs(),
    );
    const actionId = `S${++this.acts}`;
    this.#options.world.note(`desk ${JSON.stringify(action)}`);
    desk.take({ ...action, actionId } as IdentifiedAction);
  }

  /** Who may work the order: whoever has locked it, mostly. */
  #userOf(state: State, orderId: number): string {
    const lockedBy = state.care.work.get(orderId)?.lockedBy ?? "";
    return lockedBy === "" || (!this.#isOver && this.#options.random.oneIn(5)) ? this.#someone() : lockedBy;
  }

  #someone(): string {
    return TRADERS[this.#options.random.below(TRADERS.length)];
  }

  /** The parts of an order with a limit have one, too. */
  #priceFor(state: State, row: number): { price?: string } {
    const isLimit = state.orders.price[row] !== NO_PRICE;
    return isLimit || this.#options.random.oneIn(2)
      ? { price: this.#px(state, row) }
      : ({ timeInForce: "3" } as object);
  }

  #px({ orders, instruments }: State, row: number): string {
    const instrument = instruments[orders.instrumentId[row]];
    const reference = orders.price[row] === NO_PRICE ? (instrument?.referencePx ?? 0) : orders.price[row];
    return decimalText(reference + this.#options.random.below(5) - 2, instrument?.priceScale ?? 0);
  }
}

function isLiveCare({ orders, care }: State, orderId: number): boolean {
  const row = orders.rowOf(orderId);
  return row !== 0 && orders.isLive(row) && !care.parentOf.has(orderId);
}
