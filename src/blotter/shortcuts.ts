/** Keys that work anywhere on the page: found in the table of keys, and obeyed here. */
import type { OrderRow } from "../desk/wire.ts";
import { begin, closeMenu, form, openMenu } from "./actions.ts";
import { acknowledgeAll, alerts } from "./alerts.ts";
import { isCommandLineOpen } from "./command-line.tsx";
import { isHelpShown } from "./help.tsx";
import { isKey, type KeyId } from "./keys.ts";
import { beginMass, closeMassMenu, hasSelection, mass, openMassMenu } from "./mass.ts";
import { orderRow } from "./order-detail.ts";
import { showDepth, showParts } from "./order-links.tsx";
import { goTo, SCREENS } from "./screens.ts";
import * as store from "./store.ts";
import { changeView, view } from "./view-state.ts";

/** How long after `g` the letter of a screen counts. */
const GO_MS = 1_500;

/** What each key does. @returns false when the key is not meant for it now */
const DOES: Partial<Record<KeyId, (target: HTMLElement, event: KeyboardEvent) => boolean>> = {
  commandLine: () => does(() => (isCommandLineOpen.value = true)),
  newOrder: () => does(() => void begin("new", 0)),
  filter: (target, { ctrlKey, metaKey }) => {
    // The browser's own search is left to people everywhere else.
    if ((ctrlKey || metaKey) && target.closest(".grid") === null) return false;
    const search = document.querySelector<HTMLElement>("[data-search]");
    search?.focus();
    return search !== null;
  },
  figures: () => does(() => (store.isSystemShown.value = !store.isSystemShown.value)),
  tree: () => does(() => changeView({ tree: !view.peek().tree })),
  acknowledge: () => does(acknowledgeAlerts),
  help: () => does(() => (isHelpShown.value = true)),
  amend: () => withOrder((orderId) => void begin("replace", orderId)),
  cancel: () => (hasSelection() ? does(() => void beginMass("cancel")) : withOrder((id) => void begin("cancel", id))),
  menu: () => {
    const left = window.innerWidth / 3;
    const top = window.innerHeight / 3;
    if (hasSelection()) return does(() => void openMassMenu(left, top));
    return withOrder((orderId) => void openMenu(orderId, left, top));
  },
  book: () => withRow(showDepth),
  parts: () => withRow(showParts),
  move: (target) => {
    // Nothing has the focus yet: the arrows are meant for the orders.
    if (target !== document.body) return false;
    focusOrders();
    return true;
  },
};

export function startShortcuts(): void {
  let goUntilMs = 0;
  addEventListener("keydown", (event) => {
    const target = event.target as HTMLElement;
    // A form has keys of its own, and the letters are its text.
    if (form.peek() !== null || mass.peek() !== null || isHelpShown.peek() || isCommandLineOpen.peek()) return;
    const isTyping = /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
    const isGoing = !isTyping && performance.now() < goUntilMs;
    goUntilMs = 0;
    const screen = isGoing ? SCREENS.find(({ key }) => key === event.key) : undefined;
    if (screen !== undefined) {
      goTo(screen.id);
      event.preventDefault();
    } else if (isKey("back", event)) {
      closeMenu();
      closeMassMenu();
      closeDrawer();
    } else if (!isTyping && isKey("go", event)) {
      goUntilMs = performance.now() + GO_MS;
    } else {
      const found = (Object.keys(DOES) as KeyId[]).find((id) => isKey(id, event));
      if (found === undefined || (isTyping && !event.ctrlKey && !event.metaKey)) return;
      if (DOES[found]?.(target, event) === true) event.preventDefault();
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

function acknowledgeAlerts(): void {
  const { length } = alerts.peek();
  acknowledgeAll();
  store.toast.value = length === 0 ? "no alert waits" : `${length} ${length === 1 ? "alert" : "alerts"} acknowledged`;
}

function withOrder(act: (orderId: number) => void): boolean {
  const orderId = store.selectedOrderId.peek();
  if (orderId !== 0) act(orderId);
  return orderId !== 0;
}

/** With the order that is open, or else the selected one. */
function withRow(act: (order: OrderRow) => void): boolean {
  const orderId = store.openOrderId.peek() || store.selectedOrderId.peek();
  if (orderId !== 0) void orderRow(orderId).then((order) => order !== undefined && act(order));
  return orderId !== 0;
}

function does(act: () => void): true {
  act();
  return true;
}
