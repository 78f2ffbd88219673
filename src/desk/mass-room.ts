/**
 * Plans that wait to be confirmed, and those that are carried out: a few orders at a time and so many a second at most, so
 * that what clients send never waits behind them. Each order is a command of its own with an outcome of its own; what became
 * of all of them is kept until it was read.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { State } from "../core/state.ts";
import type { ActionRoom } from "./action-room.ts";
import type { ActionReply, IdentifiedAction } from "./action-wire.ts";
import type { MassPlan, Planned } from "./mass-plan.ts";
import { FAILURES_TOLD, type MassDo, type MassJob, massFault } from "./mass-wire.ts";
import { SELECTED_MAX } from "./selection-wire.ts";
import { runsOf } from "./view/id-runs.ts";

/** Commands on their way at once, and those begun in a second. */
const IN_FLIGHT = 16;
const PER_SECOND = 1_000;
/** A line that is full is given time, so often. */
const FULL_MS = 50;
const FULL_MAX = 100;
/** Plans that wait, and the orders in all of them. */
const PLANS_MAX = 64;
const PLANNED_MAX = 2 * SELECTED_MAX;
const JOBS_MAX = 32;
const RUNNING_MAX = 4;

type Job = { plan: MassPlan; wire: MassJob; failedIds: number[]; next: number; isStopped: boolean };

export class MassRoom {
  readonly #room: ActionRoom;
  readonly #stateOf: () => State;
  readonly #plans = new Map<string, MassPlan>();
  readonly #jobs = new Map<string, Job>();

  constructor(room: ActionRoom, stateOf: () => State) {
    this.#room = room;
    this.#stateOf = stateOf;
  }

  /** Keeps a plan until it is confirmed, or others have taken its place. */
  keep(plan: MassPlan): void {
    this.#plans.set(plan.reply.planId, plan);
    let orders = 0;
    for (const { planned } of this.#plans.values()) orders += planned.length;
    for (const [oldest, { planned }] of this.#plans) {
      if (this.#plans.size <= PLANS_MAX && orders <= PLANNED_MAX) return;
      if (oldest === plan.reply.planId) return;
      this.#plans.delete(oldest);
      orders -= planned.length;
    }
  }

  /** Begins what a plan says; asked again it is the same. @returns how it stands, or why it is not begun */
  begin({ planId, user, count, ...words }: MassDo): MassJob | string {
    const known = this.#jobs.get(planId);
    if (known !== undefined) return this.#wireOf(known);
    const plan = this.#plans.get(planId);
    if (plan === undefined) return "there is no such plan: it is too old; look at the orders again";
    const { can, mustType, action } = plan.reply;
    const ask = { ...plan.ask, ...words };
    if (plan.ask.user !== user) return `the plan is ${plan.ask.user}'s`;
    if (can === 0) return "nothing of it can be done";
    const fault = massFault(ask);
    if (fault !== "") return fault;
    if (mustType && count !== can)
      return `to ${action} ${can} orders, give their number back: ${can}, not ${count ?? "none"}`;
    const running = [...this.#jobs.values()].filter(({ wire }) => wire.state === "running").length;
    if (running >= RUNNING_MAX) return `${RUNNING_MAX} of these are under way already: wait for one of them`;
    this.#plans.delete(planId);
    const job: Job = { plan: { ...plan, ask }, wire: newJob(plan), failedIds: [], next: 0, isStopped: false };
    this.#jobs.set(planId, job);
    this.#forgetOld();
    void this.#carryOut(job);
    return this.#wireOf(job);
  }

  /** @returns null for one that is not known here */
  of(massId: string): MassJob | null {
    const job = this.#jobs.get(massId);
    return job === undefined ? null : this.#wireOf(job);
  }

  /** What is on its way is waited for; nothing more is begun. */
  stop(massId: string): MassJob | null {
    const job = this.#jobs.get(massId);
    if (job === undefined) return null;
    job.isStopped = true;
    return this.#wireOf(job);
  }

  async #carryOut(job: Job): Promise<void> {
    const { plan, wire } = job;
    const begunMs = performance.now();
    if (plan.ask.action === "handOver") await this.#handOver(job);
    else {
      const work = async (): Promise<void> => {
        while (job.next < plan.planned.length && !job.isStopped) {
          const index = job.next++;
          const waitMs = begunMs + (index * 1_000) / PER_SECOND - performance.now();
          if (waitMs >= 1) await sleep(waitMs);
          const one = plan.planned[index];
          this.#note(job, one.orderId, await this.#submit(actionOf(plan, one)));
        }
      };
      await Promise.all(Array.from({ length: IN_FLIGHT }, work));
    }
    const left = plan.planned.slice(job.next).map(({ orderId }) => orderId);
    job.failedIds.push(...left);
    wire.state = left.length > 0 ? "stopped" : "done";
    if (left.length > 0) wire.text = `stopped; ${left.length} were not reached`;
    // What became of it is kept; what it was made of is not.
    job.plan = { ...plan, planned: [] };
  }

  /** One command moves them all, or none. */
  async #handOver(job: Job): Promise<void> {
    const { plan, wire } = job;
    const { user, from = "", to = "" } = plan.ask;
    const actionId = plan.reply.planId;
    job.next = plan.planned.length;
    const reply = await this.#submit({ action: "handOver", actionId, user, from, to });
    wire.text = reply.text;
    if (reply.status === "done") wire.done = wire.total;
    else for (const { orderId } of plan.planned) this.#note(job, orderId, reply);
  }

  /** A full line takes nothing; what was not taken is given again a little later. */
  async #submit(action: IdentifiedAction): Promise<ActionReply> {
    for (let attempt = 1; ; attempt++) {
      const reply = await this.#room.submit(action);
      if (!this.#room.wasLost(reply) || attempt === FULL_MAX) return reply;
      await sleep(FULL_MS);
    }
  }

  #note({ wire, failedIds }: Job, orderId: number, { status, text }: ActionReply): void {
    if (status === "done") {
      wire.done++;
      return;
    }
    wire.failed++;
    failedIds.push(orderId);
    if (wire.failures.length >= FAILURES_TOLD) return;
    const { orders, sessions, instruments } = this.#stateOf();
    const row = orders.rowOf(orderId);
    const compId = sessions[orders.sessionId[row]]?.compId ?? "";
    const symbol = instruments[orders.instrumentId[row]]?.symbol ?? "";
    wire.failures.push({ orderId, compId, symbol, text });
  }

  #wireOf({ wire, failedIds }: Job): MassJob {
    return { ...wire, failedOrderIds: runsOf(failedIds) };
  }

  #forgetOld(): void {
    for (const [massId, { wire }] of this.#jobs) {
      if (this.#jobs.size <= JOBS_MAX) return;
      if (wire.state !== "running") this.#jobs.delete(massId);
    }
  }
}

function newJob({ reply }: MassPlan): MassJob {
  const { planId, action, can } = reply;
  return {
    massId: planId,
    action,
    state: "running",
    total: can,
    done: 0,
    failed: 0,
    failures: [],
    failedOrderIds: "",
    text: "",
  };
}

function actionOf({ ask, reply }: MassPlan, { orderId, seen }: Planned): IdentifiedAction {
  const { action, user, text, owner, desk } = ask;
  // Known by its plan and its order: it is never done twice.
  const actionId = `${reply.planId}:${orderId}`;
  return {
    action,
    actionId,
    user,
    orderId,
    ...(seen === "" ? {} : { seen }),
    ...(text === undefined ? {} : { text }),
    ...(owner === undefined ? {} : { owner }),
    ...(desk === undefined ? {} : { desk }),
  };
}
