/**
 * One thing done with many orders: the selected ones, or all of the view. The desk says what can be done and what it would
 * come to; a person confirms; the desk does it and tells what became of each.
 */
import { signal } from "@preact/signals";
import type { MassAction, MassDo, MassJob, MassMenu, MassPlanReply, Target } from "../desk/mass-wire.ts";
import { user } from "./actions.ts";
import { selectedCount, selectedRuns } from "./selection.ts";
import * as store from "./store.ts";
import { orderQuestion, view } from "./view-state.ts";

const POLL_MS = 250;

export type OpenMass = {
  action: MassAction;
  target: Target;
  plan: MassPlanReply | null;
  fault: string;
  job: MassJob | null;
};
export const massMenu = signal<{ menu: MassMenu; target: Target; left: number; top: number } | null>(null);
export const mass = signal<OpenMass | null>(null);

/** Are keys and menus meant for the selection, and not for the one order the keys are on? */
export function hasSelection(): boolean {
  return selectedCount() > 0;
}

/** The selected orders, or every order of the view when none is selected. */
export function targetNow(): Target {
  if (hasSelection()) return { orderIds: selectedRuns() };
  return { filter: orderQuestion(view.peek()).filter };
}

export async function openMassMenu(left: number, top: number, target = targetNow()): Promise<void> {
  const menu = await ask<MassMenu>("/api/mass/menu", { user: user.peek(), target });
  if (typeof menu === "string") store.toast.value = menu;
  else massMenu.value = { menu, target, left, top };
}

/** Shows what an action would come to. */
export async function beginMass(action: MassAction, target = targetNow(), from = user.peek()): Promise<void> {
  massMenu.value = null;
  mass.value = { action, target, plan: null, fault: "", job: null };
  await look(from);
}

/** Looks again: what can be done now. @param from whose orders are handed over */
export async function look(from: string): Promise<void> {
  const open = mass.peek();
  if (open === null) return;
  const { action, target } = open;
  const about = action === "handOver" ? { from } : { target };
  const plan = await ask<MassPlanReply>("/api/mass/plan", { action, user: user.peek(), ...about });
  if (mass.peek()?.job !== null || mass.peek()?.action !== action) return;
  mass.value = typeof plan === "string" ? { ...open, fault: plan } : { ...open, plan, fault: "" };
}

/** Does what was shown. */
export async function confirm(words: Omit<MassDo, "planId" | "user">): Promise<void> {
  const open = mass.peek();
  if (open?.plan == null) return;
  const job = await ask<MassJob>("/api/mass", { planId: open.plan.planId, user: user.peek(), ...words });
  if (typeof job === "string") mass.value = { ...open, fault: job };
  else follow({ ...open, fault: "", job });
}

/** Another try with those that failed: looked at anew, since they may stand otherwise now. */
export function retry(): void {
  const open = mass.peek();
  if (open?.job != null) void beginMass(open.action, { orderIds: open.job.failedOrderIds });
}

export async function stopMass(): Promise<void> {
  const massId = mass.peek()?.job?.massId;
  if (massId !== undefined) await ask(`/api/mass/${massId}/stop`, {});
}

/** Closes the window; what is under way goes on, and is told when it is done. */
export function closeMass(): void {
  mass.value = null;
}

export function closeMassMenu(): void {
  massMenu.value = null;
}

function follow(open: OpenMass): void {
  mass.value = open;
  const { massId } = open.job as MassJob;
  const tick = async () => {
    const job = await ask<MassJob>(`/api/mass/${massId}`);
    const isShown = mass.peek()?.job?.massId === massId;
    if (typeof job === "string") {
      if (isShown) mass.value = { ...open, fault: job };
      return;
    }
    if (isShown) mass.value = { ...open, job };
    if (job.state === "running") setTimeout(() => void tick(), POLL_MS);
    else if (!isShown) store.toast.value = `${open.action}: ${job.done} of ${job.total} done, ${job.failed} failed`;
  };
  void tick();
}

/** @returns the answer, or in words why there is none */
async function ask<Answer>(path: string, body?: unknown): Promise<Answer | string> {
  try {
    const headers = { "content-type": "application/json" };
    const reply = await fetch(path, body === undefined ? {} : { method: "POST", headers, body: JSON.stringify(body) });
    const answer = (await reply.json()) as Answer & { text?: string };
    return reply.ok ? answer : (answer.text ?? `the desk answered ${reply.status}`);
  } catch {
    return "The desk cannot be reached. Nothing more was asked of it; what was begun goes on there.";
  }
}
