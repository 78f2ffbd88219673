/**
 * What somebody has to look at: it stays until it is acknowledged, also when the page is loaded again, with a toast, a
 * sound and a number in the title. Each kind can be muted; muted alerts are listed and make no noise.
 */
import { effect, signal } from "@preact/signals";
import type { ExceptionsReply } from "../desk/session-wire.ts";
import type { RefusedMessage, SystemMessage } from "../desk/wire.ts";
import * as store from "./store.ts";

export const ALERT_KINDS = [
  { id: "exception", word: "Exceptions" },
  { id: "session", word: "Sessions lost" },
  { id: "reject", word: "Refused orders" },
  { id: "trouble", word: "Journal and system" },
] as const;
export type AlertKind = (typeof ALERT_KINDS)[number]["id"];
export type Alert = { key: string; kind: AlertKind; timeMs: number; text: string; orderId: number };

const KEPT = "lockstep-alerts";
const MUTED = "lockstep-alerts-muted";
const ALERTS_MAX = 200;
const SOUND_EVERY_MS = 2_000;

/** Newest first, none acknowledged. */
export const alerts = signal<Alert[]>(readKept());
export const muted = signal<readonly AlertKind[]>(readMuted());
export const exceptions = signal<ExceptionsReply>({ rows: [], open: 0 });

/** Acknowledged ones, so that they do not come back while their cause lasts. */
const seen = new Set<string>();
let soundAtMs = 0;
let sessionStates = new Map<string, string>();
let trouble = "";

export function startAlerts(): void {
  effect(() => {
    localStorage.setItem(KEPT, JSON.stringify(alerts.value));
    store.alertCount.value = alerts.value.length;
  });
  effect(() => localStorage.setItem(MUTED, JSON.stringify(muted.value)));
  void loadExceptions();
}

export function acknowledge(key: string): void {
  seen.add(key);
  alerts.value = alerts.value.filter((alert) => alert.key !== key);
}

export function acknowledgeAll(): void {
  for (const { key } of alerts.value) seen.add(key);
  alerts.value = [];
}

export function toggleMuted(kind: AlertKind): void {
  muted.value = muted.value.includes(kind) ? muted.value.filter((other) => other !== kind) : [...muted.value, kind];
}

/** Once a second: sessions that were lost, and what keeps the journal. */
export function watchSystem(system: SystemMessage): void {
  const states = new Map(system.sessions.map(({ compId, state }) => [compId, state]));
  for (const session of system.sessions) {
    if (sessionStates.get(session.compId) !== "LoggedOn" || session.state !== "LoggedOut") continue;
    const why = session.lastError === "" ? "" : `: ${session.lastError}`;
    raise("session", `session ${session.compId} ${Date.now()}`, `${session.compId} is logged out${why}`);
  }
  sessionStates = states;
  if (system.journalTrouble !== trouble) {
    trouble = system.journalTrouble;
    if (trouble !== "") raise("trouble", `trouble ${Date.now()}`, trouble);
  }
  if (system.openExceptions !== exceptions.peek().open) void loadExceptions();
}

/** Orders refused from now on; what was there when the page was opened is no news. */
export function watchRefused({ rows, more }: RefusedMessage): void {
  for (const { execId, compId, clOrdId, orderId, text } of rows) {
    raise("reject", `reject ${execId}`, `${compId} ${clOrdId} was refused: ${text}`, orderId);
  }
  if (more > 0) raise("reject", `rejects ${Date.now()}`, `${more} more orders were refused at the same time`);
}

async function loadExceptions(): Promise<void> {
  try {
    const reply = await fetch("/api/exceptions");
    if (!reply.ok) return;
    exceptions.value = (await reply.json()) as ExceptionsReply;
  } catch {
    return;
  }
  const open = new Set(exceptions.value.rows.map(({ exceptionId }) => `exception ${exceptionId}`));
  // Closed by somebody: there is nothing to look at any more.
  alerts.value = alerts.value.filter(({ kind, key }) => kind !== "exception" || open.has(key));
  for (const { exceptionId, text, orderId } of exceptions.value.rows) {
    raise("exception", `exception ${exceptionId}`, text, orderId);
  }
}

function raise(kind: AlertKind, key: string, text: string, orderId = 0): void {
  if (seen.has(key) || alerts.peek().some((alert) => alert.key === key)) return;
  alerts.value = [{ key, kind, timeMs: Date.now(), text, orderId }, ...alerts.peek()].slice(0, ALERTS_MAX);
  if (muted.peek().includes(kind)) return;
  store.toast.value = text;
  sound();
}

/** Two short tones, quiet; browsers allow them once somebody has touched the page. */
function sound(): void {
  if (performance.now() - soundAtMs < SOUND_EVERY_MS || !navigator.userActivation?.hasBeenActive) return;
  soundAtMs = performance.now();
  const audio = new AudioContext();
  for (const [at, hz] of [
    [0, 880],
    [0.16, 660],
  ]) {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = hz;
    volume.gain.setValueAtTime(0.08, audio.currentTime + at);
    volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + at + 0.14);
    tone.connect(volume).connect(audio.destination);
    tone.start(audio.currentTime + at);
    tone.stop(audio.currentTime + at + 0.15);
    tone.onended = () => at > 0 && void audio.close();
  }
}

function readKept(): Alert[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEPT) ?? "[]");
    return Array.isArray(kept)
      ? (kept as Alert[]).filter(({ key, text }) => typeof key === "string" && typeof text === "string")
      : [];
  } catch {
    return [];
  }
}

function readMuted(): AlertKind[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(MUTED) ?? "[]");
    return ALERT_KINDS.map(({ id }) => id).filter((id) => Array.isArray(kept) && kept.includes(id));
  } catch {
    return [];
  }
}
