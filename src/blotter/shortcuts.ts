/** Keys that work anywhere on the page. */
import { goTo, SCREENS } from "./screens.ts";
import * as store from "./store.ts";

/** How long after `g` the letter of a screen counts. */
const GO_MS = 1_500;

export function startShortcuts(): void {
  let goUntilMs = 0;
  addEventListener("keydown", (event) => {
    const target = event.target as HTMLElement;
    const isTyping = /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
    const isPlain = !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey;
    const isGoing = isPlain && performance.now() < goUntilMs;
    goUntilMs = 0;
    const screen = isGoing ? SCREENS.find(({ key }) => key === event.key) : undefined;
    if (screen !== undefined) {
      goTo(screen.id);
      event.preventDefault();
    } else if (event.key === "g" && isPlain) {
      goUntilMs = performance.now() + GO_MS;
    } else if (event.key === "/" && !isTyping) {
      document.querySelector<HTMLElement>("[data-search]")?.focus();
      event.preventDefault();
    } else if (event.key === "Escape") {
      closeDrawer();
    } else if (event.key === "s" && isPlain) {
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
