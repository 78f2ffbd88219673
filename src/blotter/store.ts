/** What the page knows. Tables are plain objects with a version signal each: a delta of 500 rows is one change. */
import { computed, signal } from "@preact/signals";
import type { ExecutionRow, HelloMessage, SystemMessage } from "../desk/wire.ts";
import { LiveTable } from "./live-table.ts";
import { type LineKey, WindowTable } from "./window-table.ts";

export type Connection = "connecting" | "live" | "lost";

const RATE_HISTORY = 60;
/** What the system said of itself, a message a second, for the charts: ten minutes. */
const SYSTEM_HISTORY = 600;

export const orders = new WindowTable();
export const executions = new LiveTable<string, ExecutionRow>((row) => row.execId, compareExecIds, []);

export const ordersVersion = signal(0);
export const executionsVersion = signal(0);
export const connection = signal<Connection>("connecting");
/** When the desk was last heard of, by this machine's monotonic clock. */
export const heardAtMs = signal(performance.now());
export const nowMs = signal(performance.now());
export const hello = signal<HelloMessage | null>(null);
export const system = signal<SystemMessage | null>(null);
/** Something on the screen is as it was. */
export const isReplay = signal(false);
/** What people look at; "" before the desk has said it. */
export const environment = computed(() => (isReplay.value ? "REPLAY" : (hello.value?.environment ?? "")));
export const systemHistory = signal<SystemMessage[]>([]);
/** Orders and reports a second, the last minute, oldest first. */
export const rates = signal<{ orders: number; reports: number }[]>([]);

/** The line of the orders table that the keys move: an order, or a group. */
export const selectedLine = signal<LineKey | null>(null);
export const selectedOrderId = signal(0);
export const openOrderId = signal(0);
export const fillsOnly = signal(true);
/** The executions are those of the selected order. */
export const isLinked = signal(false);
export const isSystemShown = signal(window.innerWidth >= 1720);
export const toast = signal("");
/** Alerts nobody has acknowledged yet. */
export const alertCount = signal(0);

export const dataAgeMs = computed(() => Math.max(0, nowMs.value - heardAtMs.value));

export function recordRates(message: SystemMessage): void {
  systemHistory.value = [
    ...systemHistory.peek().slice(1 - SYSTEM_HISTORY),
    { ...message, sessions: [], latencies: [] },
  ];
  const sample = { orders: message.ordersPerSecond, reports: message.reportsPerSecond };
  rates.value = [...rates.value.slice(1 - RATE_HISTORY), sample];
}

/** `sequence-eventIndex`, by their numbers. */
function compareExecIds(a: string, b: string): number {
  const [sequenceA, indexA] = a.split("-").map(Number);
  const [sequenceB, indexB] = b.split("-").map(Number);
  return sequenceA - sequenceB || indexA - indexB;
}
