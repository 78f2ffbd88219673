/**
 * What the follower knows at a place in the journal: the core's state, evolved from the same events, and beside it the
 * words that the core does not keep (why an order was refused). Each frame goes to the state; a frame that history does
 * not have yet goes there too.
 */

import { evolve } from "./core/core.ts";
import { placeOf } from "./core/fill-table.ts";
import { viewOrder } from "./core/order-view.ts";
import type { State } from "./core/state.ts";
import type { ActionReply } from "./desk/action-wire.ts";
import { MarketAges } from "./desk/market-ages.ts";
import { Operations } from "./desk/operations.ts";
import type { ExecutionRow } from "./desk/wire.ts";
import { decodeFrame, type FrameContent } from "./domain/frame.ts";
import { type DeskActionDone, type DeskActionRefused, type Event, EventType } from "./domain/records.generated.ts";
import { OrdStatus } from "./domain/values.ts";
import { execTypeOf, executionOf } from "./history/execution.ts";
import type { History } from "./history/history.ts";
import { microseconds, type OrderRecord } from "./history/order-record.ts";
import type { Queries } from "./history/queries.ts";
import type { Frame } from "./journal/reader.ts";
import { ByteReader } from "./lib/byte-buffer.ts";

/** Words kept in memory; those of older orders are in history. */
const WORDS_MAX = 50_000;
/** Outcomes of actions kept for those who ask again, across a restart, too: they come from the journal. */
const OUTCOMES_MAX = 10_000;
const ENDED: ReadonlySet<string> = new Set([OrdStatus.Rejected, OrdStatus.Canceled, OrdStatus.Expired]);
const REARRANGING: ReadonlySet<number> = new Set([
  EventType.TradingDayOpened,
  EventType.InstrumentDefined,
  EventType.SessionDefined,
]);
type Words = { text: string; symbol: string };

export type FrameCheck = (state: State, content: FrameContent, sequence: number) => void;

export class Projection {
  readonly state: State;
  appliedSequence: number;
  /** Executions so far; known to the projection that has the history. */
  executionCount: number;
  /** What changed since `endBatch`: orders by id, and the reports about them, oldest first. */
  readonly changedOrders = new Set<number>();
  executions: ExecutionRow[] = [];
  /** What became of people's actions. */
  outcomes: ActionReply[] = [];
  /** Of late, by the action's id. */
  readonly #outcomes = new Map<string, ActionReply>();
  /** Old orders have left the memory, or instruments and sessions have other words: views over the orders are to be made anew. */
  isRearranged = false;
  readonly operations: Operations;
  readonly marketAges = new MarketAges();
  readonly #reader = new ByteReader();
  readonly #skips: ReadonlySet<number>;
  #history: History | null;
  #queries: Queries;
  readonly #words = new Map<number, Words>();
  /** Orders up to this one were made before this projection began: words about them are in history. */
  readonly #ordersBefore: number;

  /** @param state as it is after frame `appliedSequence`; the projection's own from now on */
  constructor(
    state: State,
    appliedSequence: number,
    history: History | null,
    queries: Queries,
    skips: ReadonlySet<number> = new Set(),
  ) {
    this.#skips = skips;
    this.state = state;
    this.appliedSequence = appliedSequence;
    this.operations = new Operations(appliedSequence === 0);
    this.#history = history;
    this.#queries = queries;
    this.#ordersBefore = state.orders.count;
    this.executionCount = history === null ? 0 : queries.countExecutions();
  }

  /** @param check looks at each frame before it is applied, and throws when something is wrong with it */
  apply(frame: Frame, check: FrameCheck | null = null): FrameContent {
    this.#reader.reset(frame.bytes, frame.payloadStart, frame.payloadEnd);
    const content = decodeFrame(this.#reader);
    if (check !== null && !this.#skips.has(frame.sequence)) check(this.state, content, frame.sequence);
    const history = this.#history;
    const isNew = history === null || frame.sequence > history.appliedSequence;
    const timeUs = microseconds(frame.timeNs);
    const counted = this.#skips.has(frame.sequence) ? 0 : content.events.length;
    for (let index = 0; index < counted; index++) {
      const event = content.events[index];
      // Opening a day drops old orders from the state: what is known of them goes to history first.
      if (event.type === EventType.TradingDayOpened) this.commit();
      this.marketAges.note(event, frame.timeNs, this.state);
      evolve(this.state, event, frame.timeNs, placeOf(frame.sequence, index));
      if (REARRANGING.has(event.type)) this.isRearranged = true;
      this.operations.apply(event, frame.timeNs, this.state);
      this.#remember(event);
      if (event.type === EventType.DeskActionDone || event.type === EventType.DeskActionRefused) this.#answer(event);
      if (isNew) this.#follow(event, frame.sequence, index, timeUs);
    }
    if (isNew && history !== null) {
      history.begin();
      history.apply(frame.sequence, timeUs, content, frame.bytes);
    }
    this.appliedSequence = frame.sequence;
    return content;
  }

  /** From now on nothing goes to history from here; words of old orders come from another one. */
  leaveHistory(queries: Queries): void {
    this.#history = null;
    this.#queries = queries;
  }

  /** What became of an action since the snapshot this began with; null when that is not known. */
  outcomeOf(actionId: string): ActionReply | null {
    return this.#outcomes.get(actionId) ?? null;
  }

  /** Writes the batch's orders and commits it with them. */
  commit(): void {
    const history = this.#history;
    if (history === null) return;
    for (const orderId of this.changedOrders) {
      const order = this.viewOrder(orderId);
      if (order !== null) history.applyOrder(order);
    }
    history.commit();
  }

  /** Forgets the batch, once everybody was told of it. */
  endBatch(): void {
    this.changedOrders.clear();
    this.executions = [];
    this.outcomes = [];
    this.isRearranged = false;
  }

  viewOrder(orderId: number): OrderRecord | null {
    const order = viewOrder(this.state, orderId);
    // Orders done days ago have left the core's memory; history has them.
    if (order === null) return this.#queries.order(orderId);
    let words = this.#words.get(orderId);
    if (words === undefined && (orderId <= this.#ordersBefore || ENDED.has(order.ordStatus))) {
      words = this.#queries.orderText(orderId) ?? undefined;
    }
    return { ...order, symbol: order.symbol || (words?.symbol ?? ""), text: words?.text ?? "" };
  }

  #follow(event: Event, sequence: number, index: number, timeUs: number): void {
    if (!("orderId" in event)) return;
    if (event.orderId === 0) return;
    this.changedOrders.add(event.orderId);
    // What a part does changes what is free of its whole.
    const parentId = this.state.care.parentOf.get(event.orderId);
    if (parentId !== undefined) this.changedOrders.add(parentId);
    const execType = execTypeOf(event);
    if (execType === "") return;
    const order = viewOrder(this.state, event.orderId);
    if (order === null) return;
    const symbol = order.symbol || (this.#words.get(event.orderId)?.symbol ?? "");
    const execution = executionOf(event, execType, order, symbol, sequence, index, timeUs);
    if (this.#history !== null) {
      this.#history.begin();
      this.#history.applyExecution(execution);
      this.executionCount++;
    }
    this.executions.push(execution);
  }

  #answer(event: DeskActionDone | DeskActionRefused): void {
    const { actionId, orderId } = event;
    const isDone = event.type === EventType.DeskActionDone;
    const text = isDone ? event.outcome : event.reason;
    const reply: ActionReply = { actionId, status: isDone ? "done" : "refused", orderId, text };
    this.outcomes.push(reply);
    this.#outcomes.set(actionId, reply);
    if (this.#outcomes.size <= OUTCOMES_MAX) return;
    for (const oldest of this.#outcomes.keys()) {
      this.#outcomes.delete(oldest);
      break;
    }
  }

  #remember(event: Event): void {
    if (!("text" in event && "orderId" in event) || event.orderId === 0) return;
    // An end without words is remembered too: nobody needs to look for them in history.
    if (event.text === "" && this.#words.has(event.orderId)) return;
    const isFirstWord = event.type === EventType.OrderRejected && viewOrder(this.state, event.orderId)?.symbol === "";
    this.#words.delete(event.orderId);
    this.#words.set(event.orderId, { text: event.text, symbol: isFirstWord ? event.symbol : "" });
    if (this.#words.size <= WORDS_MAX) return;
    for (const oldest of this.#words.keys()) {
      this.#words.delete(oldest);
      break;
    }
  }
}
