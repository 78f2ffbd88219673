/** Keys that work anywhere on the page. */
import * as store from "./store.ts";

export function startShortcuts(): void {
  addEventListener("keydown", (event) => {
    const target = event.target as HTMLElement;
    const isTyping = target.tagName === "INPUT" || target.tagName === "TEXTAREA";
    if (event.key === "/" && !isTyping) {
      document.getElementById("filter")?.focus();
      event.preventDefault();
    } else if (event.key === "Escape") {
      closeDrawer();
    } else if (event.key === "s" && !isTyping && !event.ctrlKey && !event.metaKey) {
      store.isSystemShown.value = !store.isSystemShown.value;
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && target === document.body) {
      // Nothing has the focus yet: the arrows are meant for the orders.
      focusOrders();
      event.preventDefault();
    }
  });
}

export function closeDrawer(): void {
  if (store.openOrderId.value === 0) return;
  store.openOrderId.value = 0;
  focusOrders();
}

function focusOrders(): void {
  document.querySelector<HTMLElement>(".orders-panel .grid")?.focus({ preventScroll: true });
}
