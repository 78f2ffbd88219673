/**
 * Trading from the ladder. A click opens a ticket with the price in it; only while it is armed does a click send at once, and
 * then it shows before each click what that would be. It is armed by holding a button, and disarmed by time, Escape, another
 * window, another instrument or a lost line, whichever comes first.
 */
import { computed, effect, signal } from "@preact/signals";
import { act, openTicket } from "./actions.ts";
import * as store from "./store.ts";

const ARMED_MS = 20_000;
const TICK_MS = 250;
/** What lies under the pointer for less was not what somebody meant to click on: the book has moved. */
const SEEN_MS = 150;
const KEPT = "lockstep-ladder";

export type Terms = { qty: string; account: string };
/** What a click on a cell would send: FIX's Side, and the price as it is written. */
export type Aim = { symbol: string; side: "1" | "2"; price: string };
export type Shot = { words: string; outcome: "pending" | "done" | "refused" | "unknown"; text: string };

export const terms = signal<Terms>(readTerms());
/** When it disarms by itself, by the page's clock; 0 while it is not armed. */
export const armedUntilMs = signal(0);
export const aim = signal<Aim | null>(null);
/** The last ones that were sent, newest first. */
export const shots = signal<readonly Shot[]>([]);
export const leftMs = signal(0);
export const isArmed = computed(() => armedUntilMs.value > 0);

let aimedAtMs = 0;

export function setTerms(change: Partial<Terms>): void {
  terms.value = { ...terms.peek(), ...change };
  localStorage.setItem(KEPT, JSON.stringify(terms.peek()));
  disarm();
}

/** @returns why it cannot be armed, "" when it can */
export function armFault(): string {
  if (store.connection.value !== "live") return "The line to the desk is not up";
  if (plainQty(terms.value.qty) === "") return "Say a quantity first, like 100, 10k or 1.5m";
  return terms.value.account.trim() === "" ? "Say for which account first" : "";
}

export function arm(): void {
  if (armFault() !== "") return;
  armedUntilMs.value = performance.now() + ARMED_MS;
  leftMs.value = ARMED_MS;
}

export function disarm(): void {
  armedUntilMs.value = 0;
}

/** What is under the pointer now; null when nothing is. */
export function takeAim(next: Aim | null): void {
  const now = aim.peek();
  if (now?.symbol === next?.symbol && now?.side === next?.side && now?.price === next?.price) return;
  aimedAtMs = performance.now();
  aim.value = next;
}

/** In words what a click on it sends. */
export function aimWords({ symbol, side, price }: Aim): string {
  const { qty, account } = terms.value;
  return `${side === "1" ? "Buy" : "Sell"} ${plainQty(qty)} ${symbol} @ ${price} Day for ${account.trim()}`;
}

/** A click on the ladder. A finger or a key shows nothing before it clicks, so they never send at once. */
export function click(target: Aim, pointer: string): void {
  if (!isArmed.peek() || pointer !== "mouse") {
    openTicket({
      ...target,
      ...(plainQty(terms.peek().qty) === "" ? {} : terms.peek()),
      ordType: "2",
      timeInForce: "0",
    });
    return;
  }
  const seen = aim.peek();
  const isSeen = seen?.side === target.side && seen.price === target.price && performance.now() - aimedAtMs >= SEEN_MS;
  if (isSeen) void shoot(target);
  else store.toast.value = "The book moved under the pointer: nothing was sent";
}

async function shoot(target: Aim): Promise<void> {
  const words = aimWords(target);
  const { qty, account } = terms.peek();
  const pending: Shot = { words, outcome: "pending", text: "waits for the journal" };
  shots.value = [pending, ...shots.peek()].slice(0, 3);
  const { symbol, side, price } = target;
  const order = { symbol, side, price, qty: plainQty(qty), account: account.trim(), timeInForce: "0" };
  const reply = await act({ action: "new", actionId: crypto.randomUUID(), ...order });
  const done: Shot =
    reply === null
      ? { words, outcome: "unknown", text: "the line was lost before the answer: look among the orders" }
      : { words, outcome: reply.status, text: reply.status === "done" ? `order ${reply.orderId}` : reply.text };
  shots.value = shots.peek().map((shot) => (shot === pending ? done : shot));
}

/** While the ladder is on the screen. @returns what ends it */
export function watchArmed(): () => void {
  const timer = setInterval(() => {
    if (!isArmed.peek()) return;
    leftMs.value = Math.max(0, armedUntilMs.peek() - performance.now());
    if (leftMs.peek() === 0) disarm();
  }, TICK_MS);
  const stopLine = effect(() => {
    if (store.connection.value !== "live") disarm();
  });
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !isArmed.peek()) return;
    disarm();
    event.stopPropagation();
  };
  addEventListener("keydown", onKey, true);
  addEventListener("blur", disarm);
  document.addEventListener("visibilitychange", disarm);
  return () => {
    clearInterval(timer);
    stopLine();
    removeEventListener("keydown", onKey, true);
    removeEventListener("blur", disarm);
    document.removeEventListener("visibilitychange", disarm);
    disarm();
    takeAim(null);
  };
}

/** 10k is 10000, 1.5m is 1500000; "" for what is no quantity above 0. */
export function plainQty(text: string): string {
  const [, whole = "", fraction = "", unit = ""] =
    /^(\d{1,12})(?:\.(\d{1,8}))?([km]?)$/i.exec(text.trim().replaceAll(",", "")) ?? [];
  if (whole === "") return "";
  const zeros = unit === "" ? 0 : unit.toLowerCase() === "k" ? 3 : 6;
  const digits = (whole + fraction.slice(0, zeros).padEnd(zeros, "0")).replace(/^0+(?=\d)/, "");
  const rest = fraction.slice(zeros);
  const plain = rest === "" ? digits : `${digits}.${rest}`;
  return /[1-9]/.test(plain) ? plain : "";
}

function readTerms(): Terms {
  try {
    const { qty, account } = JSON.parse(localStorage.getItem(KEPT) ?? "{}") as Partial<Terms>;
    return { qty: typeof qty === "string" ? qty : "", account: typeof account === "string" ? account : "" };
  } catch {
    return { qty: "", account: "" };
  }
}
