/**
 * A few words about what just happened. They go by themselves and never take the focus. Of many at once the first are
 * shown, and how many more there were.
 */
import { effect, signal } from "@preact/signals";
import { goTo } from "./screens.ts";
import * as store from "./store.ts";

const SHOWN_MS = 4_000;
const ALERT_MS = 7_000;
const ALERTS_MAX = 3;
/** A small screen is for the orders. */
const SMALL = matchMedia("(max-width: 700px), (max-height: 500px)");

export type AlertToast = { word: string; text: string; orderId: number; tone: "grave" | "plain" | "cleared" };

const shown = signal<readonly (AlertToast & { id: number })[]>([]);
const more = signal(0);
let nextId = 1;
let moreTimer = 0;

export function startToast(): void {
  let timer = 0;
  effect(() => {
    const text = store.toast.value;
    clearTimeout(timer);
    if (text === "") return;
    timer = window.setTimeout(() => (store.toast.value = ""), SHOWN_MS);
  });
}

/** Shows an alert for some seconds, beside at most two others. */
export function showToast(toast: AlertToast): void {
  if (shown.peek().length >= (SMALL.matches ? 1 : ALERTS_MAX)) return moreAlerts(1);
  const id = nextId++;
  shown.value = [...shown.peek(), { ...toast, id }];
  setTimeout(() => hide(id), ALERT_MS);
}

/** So many that are only counted. */
export function moreAlerts(count: number): void {
  more.value += count;
  clearTimeout(moreTimer);
  moreTimer = window.setTimeout(() => (more.value = 0), ALERT_MS);
}

function hide(id: number): void {
  shown.value = shown.peek().filter((toast) => toast.id !== id);
}

/** The place for them is always there, so that a screen reader hears what comes into it. */
export function Toast() {
  return (
    <div class="toast-place" role="status" aria-live="polite">
      {shown.value.map(({ id, word, text, orderId, tone }) => (
        <div key={id} class="toast" data-tone={tone}>
          <b class="toast-word">{word}</b>
          <span class="toast-text">{text}</span>
          {orderId !== 0 && (
            <button type="button" class="link-button" onClick={() => (store.openOrderId.value = orderId)}>
              order {orderId}
            </button>
          )}
          <button type="button" class="toast-close" aria-label={`Hide: ${word}`} onClick={() => hide(id)}>
            ✕
          </button>
        </div>
      ))}
      {more.value > 0 && (
        <div class="toast">
          <button type="button" class="link-button" onClick={() => goTo("alerts")}>
            {shown.value.length > 0 && "and "}
            {more.value} {shown.value.length > 0 && "more "}
            {more.value === 1 ? "alert" : "alerts"}
          </button>
        </div>
      )}
      {store.toast.value !== "" && <div class="toast">{store.toast.value}</div>}
    </div>
  );
}
