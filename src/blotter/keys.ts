/**
 * Every key of the blotter, what it does and where it counts: the help is drawn from this table, and the shortcuts that work
 * anywhere on the page are found in it. Keys that belong to one part of the page (a table, the ticket) are obeyed there.
 */
import { SCREENS } from "./screens.ts";

export const PLACES = [
  "Everywhere",
  "The selected order",
  "In a table",
  "An open order",
  "Ticket and command line",
] as const;
type Place = (typeof PLACES)[number];
export type Key = { keys: readonly string[]; does: string; place: Place };

export const KEYS = {
  commandLine: { keys: ["Ctrl+K"], does: "Command line: sell 10k ZVZZT lim 100.02 day", place: "Everywhere" },
  newOrder: {
    keys: ["n", "Ctrl+N"],
    does: "New order (Ctrl+N where the browser leaves it to the page)",
    place: "Everywhere",
  },
  filter: { keys: ["/", "Ctrl+F"], does: "Filter, or search (Ctrl+F in a table)", place: "Everywhere" },
  go: {
    keys: ["g"],
    does: `Go to: ${SCREENS.map(({ key, word }) => `${key} ${word.toLowerCase()}`).join(", ")}`,
    place: "Everywhere",
  },
  figures: { keys: ["s"], does: "Figures of the system beside the orders", place: "Everywhere" },
  acknowledge: { keys: ["A"], does: "Acknowledge all alerts", place: "Everywhere" },
  back: { keys: ["Escape"], does: "Back: closes what is open on top", place: "Everywhere" },
  help: { keys: ["?"], does: "These keys", place: "Everywhere" },
  amend: { keys: ["F2"], does: "Amend: price and quantity; locked for you meanwhile", place: "The selected order" },
  cancel: { keys: ["Delete"], does: "Cancel, after you confirm", place: "The selected order" },
  menu: { keys: ["m"], does: "Menu: accept, slice, fill, pass, lock, note … and why not", place: "The selected order" },
  book: { keys: ["b"], does: "Depth of its symbol", place: "The selected order" },
  parts: { keys: ["p"], does: "Its parts; of a part, its whole", place: "The selected order" },
  move: {
    keys: ["ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End"],
    does: "Move the selection",
    place: "In a table",
  },
  pick: { keys: ["Space", "Ctrl+click"], does: "Select the order, beside others", place: "In a table" },
  range: {
    keys: ["Shift+ArrowUp", "Shift+ArrowDown", "Shift+click"],
    does: "Select from here to there; Del, m and right click then mean all of them",
    place: "In a table",
  },
  all: { keys: ["Ctrl+A"], does: "Select every order of the view", place: "In a table" },
  tree: { keys: ["t"], does: "Tree: parts under their wholes", place: "In a table" },
  unfold: {
    keys: ["ArrowRight", "ArrowLeft"],
    does: "Show or hide what is below a group or a whole; from a part to its whole",
    place: "In a table",
  },
  open: { keys: ["Enter"], does: "Open the order, or the group", place: "In a table" },
  tabs: { keys: ["ArrowLeft", "ArrowRight"], does: "Timeline, FIX messages, latency, as of", place: "An open order" },
  send: { keys: ["Enter"], does: "Send; a second time when there are warnings", place: "Ticket and command line" },
  sendNow: { keys: ["Shift+Enter"], does: "Send at once, warnings or not", place: "Ticket and command line" },
  step: {
    keys: ["ArrowUp", "ArrowDown"],
    does: "Price a tick up or down (with Shift ten); in the command line: what was typed before",
    place: "Ticket and command line",
  },
  complete: {
    keys: ["Tab"],
    does: "Completes symbols and words of the command line",
    place: "Ticket and command line",
  },
} as const satisfies Record<string, Key>;
export type KeyId = keyof typeof KEYS;

/** "Ctrl+K" is K with Ctrl or ⌘; a key without either counts only without both, and a capital letter is one with Shift. */
export function isKey(id: KeyId, event: KeyboardEvent): boolean {
  return KEYS[id].keys.some((name) => {
    const isControl = name.startsWith("Ctrl+");
    const key = name.replace(/^(Ctrl|Shift)\+/, "");
    if (event.altKey || isControl !== (event.ctrlKey || event.metaKey)) return false;
    if (name.startsWith("Shift+") && !event.shiftKey) return false;
    return isControl ? event.key.toLowerCase() === key.toLowerCase() && !event.shiftKey : event.key === key;
  });
}

const SIGNS: Readonly<Record<string, string>> = {
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  Escape: "Esc",
  PageUp: "PgUp",
  PageDown: "PgDn",
  Delete: "Del",
  A: "Shift+A",
};

/** As they are printed on the keyboard: keys that are held together, one by one. */
export function keyText(name: string): string[] {
  return (SIGNS[name] ?? name).split("+").map((part) => SIGNS[part] ?? part);
}
