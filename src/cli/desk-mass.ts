/** `lockstep desk ACTION --where …`: one thing done with many orders; shown first, done when its number is given back. */
import { setTimeout as sleep } from "node:timers/promises";
import type { MassJob, MassMenu, MassPlanReply } from "../desk/mass-wire.ts";
import { readConditions } from "../desk/view/condition-words.ts";
import { readWhole, usageError } from "./options.ts";

/** How to ask the desk. @returns the HTTP answer */
export type Ask = (path: string, body?: Record<string, unknown>) => Promise<Response>;
type Values = Readonly<Record<string, string | boolean | undefined>>;

const MANY = ["cancel", "accept", "claim", "pass", "release", "note"];
const POLL_MS = 200;
const COUNT_MAX = 100_000;

/** Is it meant for many orders? */
export function isMass({ where, orders }: Values): boolean {
  return where !== undefined || orders !== undefined;
}

/** @returns the exit code: 0 when every order was done, or when it was only to be shown. @throws LockstepError LOCKSTEP_ERR_USAGE */
export async function massAction(verb: string, values: Values, user: string, ask: Ask): Promise<number> {
  if (verb === "menu") return massMenu(values, user, ask);
  if (!MANY.includes(verb)) throw usageError(`${verb} is done with one order at a time; with many: ${MANY.join(", ")}`);
  const body: Record<string, unknown> = { action: verb, user, target: targetOf(values) };
  for (const [field, value] of Object.entries({ text: values.text, owner: values.to, desk: values.desk })) {
    if (value !== undefined) body[field] = value;
  }
  const tell = (answer: unknown, words: string) =>
    process.stdout.write(values.json ? `${JSON.stringify(answer)}\n` : words);
  const asked = await ask("/api/mass/plan", body);
  const plan = (await asked.json()) as MassPlanReply & { text?: string };
  if (!asked.ok) {
    tell(plan, `${verb}: refused: ${plan.text}\n`);
    return 1;
  }
  if (values.yes === undefined) {
    const how = plan.can === 0 ? "" : `nothing is done yet: --yes ${plan.can} does it\n`;
    tell(plan, `${planWords(verb, plan)}${how}`);
    return 0;
  }
  const count = readWhole(values.yes, "yes", 1, COUNT_MAX);
  if (count !== plan.can) {
    const text = `it is ${plan.can} orders now, not ${count}: nothing was done`;
    tell({ ...plan, text }, `${planWords(verb, plan)}${text}\n`);
    return 1;
  }
  const begun = await ask("/api/mass", { planId: plan.planId, user, count });
  let job = (await begun.json()) as MassJob;
  if (!begun.ok) {
    tell(job, `${verb}: refused: ${job.text}\n`);
    return 1;
  }
  // Who interrupts it begins no more; what is on its way is waited for, and told.
  const stop = () => void ask(`/api/mass/${job.massId}/stop`, {});
  process.once("SIGINT", stop);
  while (job.state === "running") {
    await sleep(POLL_MS);
    job = (await (await ask(`/api/mass/${job.massId}`)).json()) as MassJob;
  }
  process.removeListener("SIGINT", stop);
  tell(job, jobWords(verb, job));
  return job.done === job.total ? 0 : 1;
}

/** What can be done with them, with how many, and why not with the rest. */
async function massMenu(values: Values, user: string, ask: Ask): Promise<number> {
  const response = await ask("/api/mass/menu", { user, target: targetOf(values) });
  const menu = (await response.json()) as MassMenu & { text?: string };
  const lines = (menu.items ?? []).map(({ action, can, reason }) => {
    const why = reason === "" || can === menu.count ? "" : ` (others: ${reason})`;
    return `${action.padEnd(8)} ${can > 0 ? `with ${can} of ${menu.count}${why}` : reason}\n`;
  });
  const words = response.ok ? lines.join("") : `menu: refused: ${menu.text}\n`;
  process.stdout.write(values.json ? `${JSON.stringify(menu)}\n` : words);
  return response.ok ? 0 : 1;
}

function targetOf({ where, orders }: Values): Record<string, unknown> {
  if (orders !== undefined) return { orderIds: String(orders).replaceAll(" ", "") };
  const read = readConditions(String(where));
  if (typeof read === "string") throw usageError(`--where: ${read}`);
  if (read.conditions.length === 0 && read.text === "") throw usageError("--where is empty: say which orders");
  return { filter: { text: read.text, columns: read.conditions } };
}

function planWords(verb: string, { count, can, along, cannot, open, clients, moreClients }: MassPlanReply): string {
  const money = open.map(({ currency, leaves }) => `${currency} ${leaves}`).join(", ");
  const who = clients.map(({ compId, count: of }) => `${compId === "" ? "the house" : compId} ${of}`).join(", ");
  const more = moreClients === 0 ? "" : ` and ${moreClients} more`;
  const lines = [`${verb}: ${can} of ${count} orders${money === "" ? "" : `, ${money} open`}`];
  if (who !== "") lines.push(`  clients: ${who}${more}`);
  if (along > 0) lines.push(`  ${along} parts go with their whole`);
  for (const { reason, count: of } of cannot) lines.push(`  not ${of}: ${reason}`);
  return `${lines.join("\n")}\n`;
}

function jobWords(verb: string, { done, total, failed, failures, failedOrderIds, text }: MassJob): string {
  const lines = [`${verb}: ${done} of ${total} done${failed === 0 ? "" : `, ${failed} failed`}${text && `: ${text}`}`];
  for (const { orderId, compId, symbol, text: why } of failures) lines.push(`  ${orderId} ${compId} ${symbol}: ${why}`);
  if (failedOrderIds !== "") lines.push(`  again: lockstep desk ${verb} --orders ${failedOrderIds}`);
  return `${lines.join("\n")}\n`;
}
