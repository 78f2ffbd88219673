/** What somebody has typed and not sent: it outlives a lost line and a page that is loaded again, for as long as the tab lives. */
import type { OpenForm } from "./actions.ts";
import type { Sent } from "./sending.ts";

const TICKET = "lockstep-draft";
const LINE = "lockstep-line";
const LINES = "lockstep-lines";
const ACCOUNT = "lockstep-account";
const LINES_MAX = 50;

/** `sent` is what is on its way and not answered. */
export type Draft = { form: OpenForm; values: Record<string, string>; sent: Sent | null };

export function keepDraft(draft: Draft): void {
  sessionStorage.setItem(TICKET, JSON.stringify(draft));
}

export function dropDraft(): void {
  sessionStorage.removeItem(TICKET);
}

export function readDraft(): Draft | null {
  const kept = read(TICKET) as Partial<Draft> | null;
  if (typeof kept?.form?.action !== "string" || typeof kept.values !== "object") return null;
  return { form: kept.form, values: kept.values, sent: kept.sent ?? null };
}

export function keepLine(text: string): void {
  sessionStorage.setItem(LINE, text);
}

export function readLine(): string {
  return sessionStorage.getItem(LINE) ?? "";
}

/** Lines that were sent, newest first. */
export function sentLines(): string[] {
  const kept = read(LINES);
  return Array.isArray(kept) ? kept.filter((line) => typeof line === "string") : [];
}

export function keepSentLine(text: string): void {
  const others = sentLines().filter((line) => line !== text);
  sessionStorage.setItem(LINES, JSON.stringify([text, ...others].slice(0, LINES_MAX)));
}

/** For whom the last order was. */
export function lastAccount(): string {
  return localStorage.getItem(ACCOUNT) ?? "";
}

export function keepAccount(account: string): void {
  if (account !== "") localStorage.setItem(ACCOUNT, account);
}

function read(key: string): unknown {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}
