/**
 * The kill switch when the OMS cannot run where its journal is: the journal goes on in another directory, with the kill
 * switch on before anything is called, and nobody but the venues is spoken to.
 *
 *   data directory --copied--> another one --kill switch on--> venues called --all canceled, or time is over--> logged out
 *
 * It is the order path itself, without its doors: nothing leaves that the journal does not have, a cancel has the ClOrdID
 * any start would give it, and what the venues answer is booked. So the copy is the data directory from then on: started
 * there, the OMS knows the numbers of every session and has the clients' reports for them.
 */
import type { Config } from "./config.ts";
import { ordersStopped } from "./core/kill-switch.ts";
import { viewOrder } from "./core/order-view.ts";
import type { State } from "./core/state.ts";
import { lockDataDirectory } from "./data-lock.ts";
import { KillScope, OrdStatus } from "./domain/values.ts";
import { expectedNumber, skipTo } from "./fix/expected-number.ts";
import { nodeDisk } from "./journal/disk.ts";
import { randomJournalId } from "./journal/journal.ts";
import { salvage } from "./journal/salvage.ts";
import { SystemClock } from "./lib/clock.ts";
import { LockstepError } from "./lib/errors.ts";
import {
  EXCHANGE_DUE_MS,
  EXCHANGE_TICK_MS,
  type Log,
  type OrderPath,
  openOrderPath,
  tickExchange,
} from "./order-path.ts";

const LOOK_MS = 20;

export type LastResort = {
  config: Config;
  /** The data directory that is copied and not written to, and the one the journal goes on in. */
  from: string;
  to: string;
  version: string;
  actor: string;
  reason: string;
  /** How long the venues have to answer. */
  waitMs: number;
  log: Log;
  /** A bug or a failed disk: nothing more is released, and the process should end. */
  onFatal: (error: unknown) => void;
  /** Told once what is live, before anything is canceled. */
  onLive: (state: State) => void;
};

/** What became of an order that was live. */
export type Outcome = {
  orderId: number;
  clOrdId: string;
  client: string;
  symbol: string;
  /** "" for an order that no venue had. */
  venue: string;
  /** What the venue calls it, OrderID(37); "" when it has not said. */
  exchangeOrderId: string;
  outcome: "canceled" | "filled" | "rejected" | "expired" | "done for day" | "not answered";
  /** Why it is not answered; "" for the others. */
  why: string;
};

export type LastResortResult = {
  outcomes: Outcome[];
  /** What the venues told that only a person can put right, such as an order this journal does not know. */
  exceptions: string[];
  /** What of the data directory was not whole and is not in the copy. */
  left: string[];
};

const ENDS: Readonly<Partial<Record<OrdStatus, Outcome["outcome"]>>> = {
  [OrdStatus.Canceled]: "canceled",
  [OrdStatus.Filled]: "filled",
  [OrdStatus.Rejected]: "rejected",
  [OrdStatus.Expired]: "expired",
  [OrdStatus.DoneForDay]: "done for day",
};

/** All live orders, as the kill switch of the house sees them. */
export function liveOrders(state: State): number[] {
  return ordersStopped(state, { scope: KillScope.All, sessionId: 0, desk: "" });
}

/** @returns the name of a venue; "" for 0, which is none */
export function venueName({ exchanges, venues }: Config, venueId: number): string {
  const known = [...exchanges, ...venues].find((row) => row.venueId === venueId);
  return known?.name ?? (venueId === 0 ? "" : `venue ${venueId}`);
}

/**
 * Cancels everything, by a journal in another directory. Nobody may own the data directory.
 *
 * @throws LockstepError LOCKSTEP_ERR_BACKUP, LOCKSTEP_ERR_JOURNAL_READ for what cannot be copied, and what a start throws
 */
export async function cancelEverything(options: LastResort): Promise<LastResortResult> {
  const { config, from, to, waitMs, log } = options;
  const left = salvage(nodeDisk, from, to, config.segmentBytes);
  // Nobody starts there before this is done.
  const lock = lockDataDirectory(to);
  const notes = new Map<string, string>();
  let path: OrderPath | null = null;
  const clock = new SystemClock();
  path = openOrderPath({
    config: { ...withoutTraffic(config), dataDir: to },
    skip: null,
    version: options.version,
    log: (level, text, fields) => {
      log(level, text, fields);
      const name = String(fields?.session ?? "");
      notes.set(name, text);
      // A venue has had more of us than this journal knows when that was copied before, or has lost its end. What the venue
      // has sent since comes by its resend.
      const expected = expectedNumber(text);
      const session = expected === 0 ? undefined : path?.venues.sessions.find((one) => one.name === name);
      if (session !== undefined) skipTo(session, expected);
    },
    onFatal: options.onFatal,
    clock,
    disk: nodeDisk,
    newJournalId: randomJournalId,
    soon: setImmediate,
    onDurable: () => undefined,
    tls: null,
  });
  const opened = path;
  const { state } = opened;
  const orderIds = liveOrders(state);
  const known = new Set(state.venues.exceptions.keys());
  options.onLive(state);
  await switchOn(opened, options);
  const timers = [
    setInterval(() => tickExchange(opened), EXCHANGE_TICK_MS),
    setInterval(() => opened.bundled.passDue(), EXCHANGE_DUE_MS),
  ];
  opened.venues.open(options.onFatal);
  const untilMs = clock.monotonicMs() + waitMs;
  const isDone = () => liveOrders(state).length === 0 || clock.monotonicMs() > untilMs;
  await until(isDone);
  const outcomes = orderIds.map((orderId) => outcomeOf(opened, config, orderId, notes));
  const opens = [...state.venues.exceptions.values()].filter(({ exceptionId }) => !known.has(exceptionId));
  for (const timer of timers) clearInterval(timer);
  await opened.venues.close("the house has stopped trading");
  opened.sequencer.stop();
  opened.bundled.close();
  opened.journal.close();
  lock.release();
  return { outcomes, exceptions: opens.map(({ text }) => text), left };
}

/** Nothing that acts by itself. */
function withoutTraffic(config: Config): Config {
  const exchanges = config.exchanges.map((row) => ({ ...row, agents: null }));
  return { ...config, exchanges, agents: null, recorded: null, scenarioPath: null };
}

/** Resolves when the kill switch is durable: before that no venue is called, so that nothing that waited for a line leaves. */
function switchOn(path: OrderPath, { actor, reason }: LastResort): Promise<void> {
  return new Promise((resolve, reject) => {
    const asked = { scope: KillScope.All, sessionId: 0, desk: "", isOn: true, actor, reason };
    path.operatorActions.take({ act: "kill", ...asked }, (fault) => {
      if (fault === "") resolve();
      else reject(new LockstepError("LOCKSTEP_ERR_REQUEST", fault));
    });
  });
}

function outcomeOf({ state }: OrderPath, config: Config, orderId: number, notes: ReadonlyMap<string, string>): Outcome {
  const order = viewOrder(state, orderId);
  const row = state.orders.rowOf(orderId);
  const venueId = order?.venueId ?? 0;
  const head = {
    orderId,
    clOrdId: order?.clOrdId ?? "",
    client: order?.compId ?? "",
    symbol: order?.symbol ?? "",
    venue: venueName(config, venueId),
    exchangeOrderId: order?.exchangeOrderId ?? "",
  };
  const end = order === null ? undefined : ENDS[order.ordStatus];
  if (end !== undefined && !state.orders.isLive(row)) return { ...head, outcome: end, why: "" };
  const exception = [...state.venues.exceptions.values()].find((open) => open.orderId === orderId);
  const line = config.venues.find((one) => one.venueId === venueId)?.line.session;
  const name = line === undefined ? "" : `${line.beginString} ${line.senderCompId} -> ${line.targetCompId}`;
  const isUp = state.venues.lines[venueId]?.isUp ?? true;
  const why = exception?.text ?? (isUp ? "no answer in time" : (notes.get(name) ?? "the line is not up"));
  return { ...head, outcome: "not answered", why };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
}
