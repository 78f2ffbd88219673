/** A few words about what just happened. They go by themselves and never take the focus. */
import { effect } from "@preact/signals";
import * as store from "./store.ts";

const SHOWN_MS = 4_000;

export function startToast(): void {
  let timer = 0;
  effect(() => {
    const text = store.toast.value;
    clearTimeout(timer);
    if (text === "") return;
    timer = window.setTimeout(() => (store.toast.value = ""), SHOWN_MS);
  });
}

/** The place for them is always there, so that a screen reader hears what comes into it. */
export function Toast() {
  return (
    <div class="toast-place" role="status">
      {store.toast.value !== "" && <div class="toast">{store.toast.value}</div>}
    </div>
  );
}
