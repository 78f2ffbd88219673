/** A search of all days: asked a stretch at a time until enough is found or nothing is left to look at. */
import { signal } from "@preact/signals";
import type { SearchReply } from "../desk/search-route.ts";
import type { OrderRow } from "../desk/wire.ts";

const ROWS_ENOUGH = 100;
const ROWS_MAX = 1_000;

export type Search = {
  state: "idle" | "searching" | "done" | "failed";
  text: string;
  error: string;
  /** What has the text as its id stands first. */
  rows: OrderRow[];
  named: number;
  /** Orders below this one were not looked at yet; 0 when all were. */
  nextBefore: number;
  total: number;
};

export const search = signal<Search>({
  state: "idle",
  text: "",
  error: "",
  rows: [],
  named: 0,
  nextBefore: 0,
  total: 0,
});

type Question = { text: string; fromUs: number | null; toUs: number | null };
let question: Question = { text: "", fromUs: null, toUs: null };
let abort = new AbortController();

export function beginSearch(asked: Question): void {
  question = asked;
  const { text } = asked;
  search.value = { state: "searching", text, error: "", rows: [], named: 0, nextBefore: 0, total: 0 };
  void searchOn(ROWS_ENOUGH);
}

export function searchFurther(): void {
  if (search.value.nextBefore !== 0) void searchOn(Math.min(ROWS_MAX, search.value.rows.length + ROWS_ENOUGH));
}

async function searchOn(rowsWanted: number): Promise<void> {
  abort.abort();
  const mine = new AbortController();
  abort = mine;
  search.value = { ...search.value, state: "searching" };
  try {
    do {
      const reply = await ask(search.value.nextBefore, mine.signal);
      const known = new Set(search.value.rows.map(({ orderId }) => orderId));
      const found = [...reply.named, ...reply.worded].filter(({ orderId }) => {
        const isNew = !known.has(orderId);
        known.add(orderId);
        return isNew;
      });
      const { nextBefore, total, named } = reply;
      const rows = [...search.value.rows, ...found];
      search.value = { ...search.value, rows, nextBefore, total, named: search.value.named + named.length };
    } while (search.value.nextBefore !== 0 && search.value.rows.length < rowsWanted);
    search.value = { ...search.value, state: "done" };
  } catch (error) {
    if (mine.signal.aborted) return;
    search.value = { ...search.value, state: "failed", error: error instanceof Error ? error.message : String(error) };
  }
}

async function ask(before: number, signal: AbortSignal): Promise<SearchReply> {
  const query = new URLSearchParams({ text: question.text });
  if (question.fromUs !== null) query.set("fromUs", String(question.fromUs));
  if (question.toUs !== null) query.set("toUs", String(question.toUs));
  if (before !== 0) query.set("before", String(before));
  const reply = await fetch(`/api/search?${query}`, { signal });
  const body = (await reply.json()) as SearchReply & { text?: string };
  if (!reply.ok) throw new Error(body.text ?? `the desk answered ${reply.status}`);
  return body;
}
