/** What people do with orders goes to the desk and is answered when the journal has it; nothing here changes an order. */
import { signal } from "@preact/signals";
import type { ActionReply, ActionRequest, Menu } from "../desk/action-wire.ts";
import { readDraft } from "./draft.ts";
import { isSelected } from "./selection.ts";
import * as store from "./store.ts";

export type Action = ActionRequest["action"];
/** A form that is open: which action, on which order (0 for a new one), and when the order was looked at. */
export type OpenForm = {
  action: Action;
  orderId: number;
  seen: string;
  isLocked: boolean;
  /** What stands in the fields at first, by their names. */
  given?: Readonly<Record<string, string>>;
};

const KEPT = "lockstep-user";
/** Who sits here: there are no users with passwords yet. */
export const user = signal(localStorage.getItem(KEPT) ?? "desk");
export const form = signal<OpenForm | null>(null);
export const menu = signal<{ menu: Menu; left: number; top: number } | null>(null);

/** Actions that need no more words. */
const PLAIN: ReadonlySet<string> = new Set(["accept", "claim", "lock", "release"]);

export function rename(name: string): void {
  user.value = name;
  localStorage.setItem(KEPT, name);
}

/** @returns the answer, or null when the desk cannot be reached */
export async function act(request: Omit<ActionRequest, "user">): Promise<ActionReply | null> {
  try {
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify({ ...request, user: user.peek() });
    const reply = await fetch("/api/actions", { method: "POST", headers, body });
    const answer = (await reply.json()) as Partial<ActionReply>;
    return { actionId: "", status: "refused", orderId: 0, text: `${reply.status}`, ...answer };
  } catch {
    return null;
  }
}

/** Opens the menu of an order, as the desk decides it. */
export async function openMenu(orderId: number, left: number, top: number): Promise<void> {
  const found = await menuOf(orderId);
  if (found !== null) menu.value = { menu: found, left, top };
}

/** Opens the ticket of a new order with something in its fields. */
export function openTicket(given: Readonly<Record<string, string>>): void {
  menu.value = null;
  form.value = { action: "new", orderId: 0, seen: "0", isLocked: false, given };
}

/** Does a plain action at once, or opens the form of one that needs words. An order is changed by one person at a time. */
export async function begin(action: Action, orderId: number): Promise<void> {
  menu.value = null;
  if (action === "new") {
    form.value = { action, orderId: 0, seen: "0", isLocked: false };
    return;
  }
  if (PLAIN.has(action)) return tell(action, await act({ action, orderId }));
  let found = await allowed(action, orderId);
  if (found === null) return;
  if (action === "replace") {
    // Only what can be changed is locked.
    const lock = await act({ action: "lock", orderId });
    const isHis = lock?.status === "done";
    if (!isHis && lock?.text.startsWith("you have") !== true) return tell("amend", lock);
    found = await allowed(action, orderId);
    if (found === null) return isHis ? void act({ action: "release", orderId }) : undefined;
  }
  form.value = { action, orderId, seen: found.seen, isLocked: action === "replace" };
}

/** @returns the order's menu, or null when it does not allow the action, which is said */
async function allowed(action: Action, orderId: number): Promise<Menu | null> {
  const found = await menuOf(orderId);
  const item = found?.items.find((one) => one.action === action);
  if (found !== null && item?.isEnabled !== false) return found;
  store.toast.value = item?.reason ?? "the order is not here";
  return null;
}

/** Closes the form; what was locked for it is free again. */
export function closeForm(): void {
  const open = form.peek();
  form.value = null;
  if (open?.isLocked) void act({ action: "release", orderId: open.orderId });
}

export function tell(action: string, reply: ActionReply | null): void {
  if (reply === null) store.toast.value = `${action}: the desk cannot be reached; nothing was done`;
  else
    store.toast.value = `${action} ${reply.orderId || ""}: ${reply.status}${reply.text === "" ? "" : `, ${reply.text}`}`;
}

async function menuOf(orderId: number): Promise<Menu | null> {
  try {
    const reply = await fetch(`/api/actions/${orderId}?user=${encodeURIComponent(user.peek())}`);
    return reply.ok ? ((await reply.json()) as Menu) : null;
  } catch {
    return null;
  }
}

export function closeMenu(): void {
  menu.value = null;
}

/**
 * A form that was open when the page was left is open again, with what was typed. The menu comes by the mouse, too; a click
 * elsewhere closes it.
 */
export function startActions(openMany: (left: number, top: number) => void): void {
  form.value = readDraft()?.form ?? null;
  addEventListener("contextmenu", (event) => {
    const row = (event.target as HTMLElement).closest<HTMLElement>("[data-order-id]");
    const orderId = Number(row?.dataset.orderId);
    if (!(orderId > 0)) return;
    event.preventDefault();
    // A row of the selection stands for all of it.
    if (isSelected(orderId)) return openMany(event.clientX, event.clientY);
    store.selectedLine.value = orderId;
    store.selectedOrderId.value = orderId;
    void openMenu(orderId, event.clientX, event.clientY);
  });
  addEventListener("click", (event) => {
    if (!(event.target as HTMLElement).closest(".action-menu")) closeMenu();
  });
}
