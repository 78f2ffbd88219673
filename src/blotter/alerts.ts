/**
 * What somebody has to look at, as the desk decides it. It stays until it is acknowledged, also when the page is loaded
 * again; when its cause is gone it says so by itself. Toast, sound and title badge can be muted, each for each kind; muted
 * alerts are listed all the same. No sound is made before somebody has turned sound on.
 */
import { computed, effect, signal } from "@preact/signals";
import type { Alert, AlertKind, AlertsMessage } from "../desk/alert-wire.ts";
import type { ExceptionsReply } from "../desk/session-wire.ts";
import type { SystemMessage } from "../desk/wire.ts";
import { playAlert } from "./alert-sound.ts";
import * as store from "./store.ts";
import { moreAlerts, showToast } from "./toast.tsx";

/** Kinds in the order of the settings: with a word, and whether it happens rather than lasts. */
export const ALERT_KINDS: readonly { id: AlertKind; word: string; happens?: true; isGrave?: true }[] = [
  { id: "kill", word: "Trading stopped", isGrave: true },
  { id: "care", word: "Care order arrived" },
  { id: "unaccepted", word: "Care order not accepted", isGrave: true },
  { id: "unworked", word: "Care order not worked" },
  { id: "unacknowledged", word: "Not acknowledged by venue", isGrave: true },
  { id: "unanswered", word: "Request not answered by venue", isGrave: true },
  { id: "doubt", word: "Order in doubt", isGrave: true },
  { id: "nearClose", word: "Market closes with open orders" },
  { id: "session", word: "Session lost with open orders" },
  { id: "venue", word: "Venue down with open orders", isGrave: true },
  { id: "exception", word: "Exception opened", isGrave: true },
  { id: "trouble", word: "Journal and system", isGrave: true },
  { id: "limit", word: "Limit nearly used", happens: true },
  { id: "reject", word: "Order refused", happens: true },
  { id: "fill", word: "Care order filled", happens: true },
];
export const CHANNELS = [
  { id: "toast", word: "Toast" },
  { id: "sound", word: "Sound" },
  { id: "badge", word: "Title" },
] as const;
export type Channel = (typeof CHANNELS)[number]["id"];
type Mute = `${AlertKind}:${Channel}`;
/** An alert that nobody has acknowledged. `clearedMs` is when its cause went, 0 while it lasts. */
export type Kept = Alert & { clearedMs: number };

const KEPT = "lockstep-alerts";
const MUTED = "lockstep-alerts-mutes";
const ACKNOWLEDGED = "lockstep-alerts-seen";
const SOUND = "lockstep-sound";
const KEPT_MAX = 200;
/** A fill is good news, and a limit nearly used is no hurry. */
const MUTED_AT_FIRST: readonly Mute[] = ["fill:sound", "fill:badge", "limit:sound"];
const BY_KIND = new Map(ALERT_KINDS.map((kind) => [kind.id, kind]));

/** Newest first. */
export const alerts = signal<readonly Kept[]>(readList<Kept>(KEPT).filter(isKept));
export const mutes = signal<readonly Mute[]>(readMutes());
export const isSoundOn = signal(localStorage.getItem(SOUND) === "on");
export const exceptions = signal<ExceptionsReply>({ rows: [], open: 0 });
export const waiting = computed(() => alerts.value.filter(({ clearedMs }) => clearedMs === 0));

/** What was there when the page was opened is told as a number. */
let isFirst = true;
/** Acknowledged while they last: they do not come back before their cause is gone. */
let acknowledged = new Set(readList<string>(ACKNOWLEDGED));

export function startAlerts(): void {
  effect(() => localStorage.setItem(KEPT, JSON.stringify(alerts.value)));
  effect(() => localStorage.setItem(MUTED, JSON.stringify(mutes.value)));
  effect(() => localStorage.setItem(SOUND, isSoundOn.value ? "on" : "off"));
  effect(() => {
    store.alertCount.value = waiting.value.filter(({ kind }) => !mutes.value.includes(`${kind}:badge`)).length;
  });
  void loadExceptions();
}

export function kindWord(kind: AlertKind): string {
  return BY_KIND.get(kind)?.word ?? kind;
}

export function isGrave(kind: AlertKind): boolean {
  return BY_KIND.get(kind)?.isGrave === true;
}

export function acknowledge(key: string): void {
  keepAcknowledged([...acknowledged, key]);
  alerts.value = alerts.value.filter((alert) => alert.key !== key);
}

export function acknowledgeAll(): void {
  keepAcknowledged([...acknowledged, ...alerts.value.map(({ key }) => key)]);
  alerts.value = [];
}

export function toggleMute(kind: AlertKind, channel: Channel): void {
  const mute: Mute = `${kind}:${channel}`;
  mutes.value = mutes.value.includes(mute) ? mutes.value.filter((other) => other !== mute) : [...mutes.value, mute];
}

export function toggleSound(): void {
  isSoundOn.value = !isSoundOn.value;
  if (isSoundOn.value) playAlert(false);
}

/** What lasts and what happened, as the desk has it now. */
export function applyAlerts({ rows, news }: AlertsMessage): void {
  const lasting = new Map(rows.map((row) => [row.key, row]));
  keepAcknowledged([...acknowledged].filter((key) => lasting.has(key)));
  const known = alerts.peek().filter((alert) => !isEscalated(alert, lasting));
  const kept = known.map((alert) => {
    const row = lasting.get(alert.key);
    if (row !== undefined) return { ...alert, text: row.text, clearedMs: 0 };
    if (alert.clearedMs !== 0 || BY_KIND.get(alert.kind)?.happens === true) return alert;
    return { ...alert, clearedMs: Date.now() };
  });
  const knownKeys = new Set(known.map(({ key }) => key));
  const fresh = [...rows, ...news].filter(({ key }) => !knownKeys.has(key) && !acknowledged.has(key));
  alerts.value = [...fresh.toReversed().map((alert) => ({ ...alert, clearedMs: 0 })), ...kept].slice(0, KEPT_MAX);
  for (const [index, alert] of kept.entries()) {
    if (alert.clearedMs !== 0 && known[index].clearedMs === 0) tell(alert, "cleared");
  }
  if (isFirst && fresh.length > 1) moreAlerts(fresh.filter(({ kind }) => !isMuted(kind, "toast")).length);
  else for (const alert of fresh) tell(alert, isGrave(alert.kind) ? "grave" : "plain");
  isFirst = false;
}

/** Once a second: whether exceptions were opened or closed. */
export function watchSystem(system: SystemMessage): void {
  if (system.openExceptions !== exceptions.peek().open) void loadExceptions();
}

/** An order that nobody accepts for long is told of as that: its arrival is not over, and not told of beside it. */
function isEscalated({ key, kind }: Alert, lasting: ReadonlyMap<string, Alert>): boolean {
  return kind === "care" && !lasting.has(key) && lasting.has(key.replace("care", "unaccepted"));
}

function tell({ kind, text, orderId }: Alert, tone: "grave" | "plain" | "cleared"): void {
  const word = tone === "cleared" ? `Over: ${kindWord(kind)}` : kindWord(kind);
  if (!isMuted(kind, "toast")) showToast({ word, text, orderId, tone });
  if (tone !== "cleared" && isSoundOn.peek() && !isMuted(kind, "sound")) playAlert(tone === "grave");
}

function isMuted(kind: AlertKind, channel: Channel): boolean {
  return mutes.peek().includes(`${kind}:${channel}`);
}

async function loadExceptions(): Promise<void> {
  try {
    const reply = await fetch("/api/exceptions");
    if (reply.ok) exceptions.value = (await reply.json()) as ExceptionsReply;
  } catch {
    // The banner says that the desk is not there.
  }
}

function keepAcknowledged(keys: readonly string[]): void {
  acknowledged = new Set(keys);
  localStorage.setItem(ACKNOWLEDGED, JSON.stringify([...acknowledged]));
}

/** What another version or another hand has left there is not trusted. */
function readList<Item>(name: string): Item[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(name) ?? "[]");
    return Array.isArray(kept) ? kept : [];
  } catch {
    return [];
  }
}

function isKept(alert: Partial<Kept> | null): boolean {
  if (typeof alert !== "object" || alert === null) return false;
  const { key, kind, text, sinceMs, clearedMs, orderId } = alert;
  const isText = typeof key === "string" && typeof text === "string" && BY_KIND.has(kind!);
  return isText && [sinceMs, clearedMs, orderId].every((value) => typeof value === "number");
}

function readMutes(): Mute[] {
  if (localStorage.getItem(MUTED) === null) return [...MUTED_AT_FIRST];
  const kept = new Set(readList<string>(MUTED));
  const all = ALERT_KINDS.flatMap(({ id }) => CHANNELS.map((channel): Mute => `${id}:${channel.id}`));
  return all.filter((mute) => kept.has(mute));
}
