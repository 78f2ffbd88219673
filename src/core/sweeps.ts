/**
 * Work on many orders that takes more than one command, so that nobody else has to wait for all of it: which orders, and
 * how far it has come. The orders are those that were there when the work was asked for; they are written down, so that
 * neither a restart nor what happens meanwhile changes which they are.
 */
import { assert } from "../lib/assert.ts";
import type { Image } from "../lib/image.ts";

export const SweepKind = {
  /** Reports of an OrderMassStatusRequest. */
  MassStatus: 1,
  /** Cancels of an OrderMassCancelRequest. */
  MassCancel: 2,
  /** Cancels of the house's own accord. */
  HouseCancel: 3,
  /** What a new trading day ends and carries on. Goes before everything else. */
  DayRoll: 4,
  /** Orders restated after a corporate action. Goes before everything else. */
  Split: 5,
  /** Orders that were kept until their market opened. Goes before everything else: who came first leaves first. */
  Release: 6,
  /** Stops kept here that a trade has reached. Goes before everything else: the first to be reached leaves first. */
  StopTrigger: 7,
  /** Cancels of an OrderMassActionRequest. */
  MassAction: 8,
  /** Cancels of a ListCancelRequest. */
  ListCancel: 9,
  /** Cancels because of a kill switch. Goes before everything else. */
  Kill: 10,
} as const;
export type SweepKind = (typeof SweepKind)[keyof typeof SweepKind];

export type Sweep = {
  sweepId: number;
  kind: number;
  /** The client that asked; 0 when none did. */
  sessionId: number;
  /** Its request's id, and what it asked for. */
  requestId: string;
  requestType: string;
  /** What orders are told; of a split its ratio. */
  text: string;
  orderIds: number[];
  /** Orders dealt with so far. */
  done: number;
  /** Of them, those something was done to. */
  affected: number;
};

/** Orders one command deals with, where nobody else should wait long for it. */
export const SWEEP_STEP = 512;
/** And where nothing else may come first. */
export const URGENT_STEP = 4_096;
/** OrderIDs one event can list. */
export const SWEEP_LIST_MAX = 4_000;

export class Sweeps {
  /** The oldest first. */
  readonly running: Sweep[] = [];
  /** Whether one has to go on before any other command is worked. */
  urgent: Sweep | null = null;
  #lastId = 0;

  get nextId(): number {
    return this.#lastId + 1;
  }

  get(sweepId: number): Sweep | undefined {
    return this.running.find((sweep) => sweep.sweepId === sweepId);
  }

  /** More orders of a sweep, or the first of a new one. */
  list(listed: Omit<Sweep, "done" | "affected">): void {
    const known = this.get(listed.sweepId);
    if (known !== undefined) {
      for (const orderId of listed.orderIds) known.orderIds.push(orderId);
      return;
    }
    assert(listed.sweepId === this.#lastId + 1, "sweeps must be numbered one after the other");
    this.#lastId = listed.sweepId;
    this.running.push({ ...listed, orderIds: [...listed.orderIds], done: 0, affected: 0 });
    this.#choose();
  }

  /** So many more of its orders are dealt with; after the last one it is over. */
  advance(sweepId: number, count: number, affected: number): void {
    const sweep = this.get(sweepId);
    assert(sweep !== undefined, "a sweep that is not running");
    sweep.done += count;
    sweep.affected += affected;
    assert(sweep.done <= sweep.orderIds.length, "a sweep beyond its orders");
    if (sweep.done < sweep.orderIds.length) return;
    this.running.splice(this.running.indexOf(sweep), 1);
    this.#choose();
  }

  /** Writes them, or reads some in place of what is here. */
  transfer(image: Image): void {
    this.#lastId = image.int(this.#lastId);
    const count = image.count(this.running.length);
    for (let index = 0; index < count; index++) {
      const sweep = transferSweep(this.running[index] ?? NO_SWEEP, image);
      if (image.isReading) this.running.push(sweep);
    }
    this.#choose();
  }

  #choose(): void {
    this.urgent = this.running.find(({ kind }) => isUrgent(kind)) ?? null;
  }
}

/** Does such work go before everything else? */
export function isUrgent(kind: number): boolean {
  return kind >= SweepKind.DayRoll && kind !== SweepKind.MassAction && kind !== SweepKind.ListCancel;
}

const NO_SWEEP: Sweep = {
  sweepId: 0,
  kind: SweepKind.MassStatus,
  sessionId: 0,
  requestId: "",
  requestType: "",
  text: "",
  orderIds: [],
  done: 0,
  affected: 0,
};

function transferSweep(was: Sweep, image: Image): Sweep {
  const sweep = {
    sweepId: image.int(was.sweepId),
    kind: image.int(was.kind),
    sessionId: image.int(was.sessionId),
    requestId: image.text(was.requestId),
    requestType: image.text(was.requestType),
    text: image.text(was.text),
    orderIds: [] as number[],
    done: image.int(was.done),
    affected: image.int(was.affected),
  };
  const count = image.count(was.orderIds.length);
  for (let index = 0; index < count; index++) sweep.orderIds.push(image.int(was.orderIds[index] ?? 0));
  return sweep;
}
