/** Which screen is shown. It stands in the address behind `#/`, so that back, forward, bookmarks and links work. */
import { effect, signal } from "@preact/signals";
import * as store from "./store.ts";

export const SCREENS = [
  { id: "orders", word: "Orders", key: "o", sign: "☰" },
  { id: "depth", word: "Depth", key: "d", sign: "≡" },
  { id: "sessions", word: "Sessions", key: "s", sign: "⇄" },
  { id: "alerts", word: "Alerts", key: "a", sign: "△" },
  { id: "history", word: "History", key: "h", sign: "◷" },
  { id: "system", word: "System", key: "y", sign: "∿" },
] as const;
export type ScreenId = (typeof SCREENS)[number]["id"];

/** The screen, and what of it: a symbol, or the words searched for. */
export type Place = { screen: ScreenId; rest: string };

export const place = signal<Place>(readPlace());

/** Keeps place and title in step with the address and what the desk says. */
export function startScreens(): void {
  addEventListener("hashchange", () => {
    place.value = readPlace();
  });
  effect(() => {
    const environment = store.environment.value;
    const { screen } = place.value;
    const word = SCREENS.find(({ id }) => id === screen)!.word;
    const waiting = store.alertCount.value;
    if (environment === "") return;
    const badge = waiting > 0 ? `(${waiting}) ` : "";
    document.title = `${badge}${environment}${screen === "orders" ? "" : ` · ${word}`} · Lockstep`;
  });
}

export function hrefOf(screen: ScreenId, rest = ""): string {
  return rest === "" ? `#/${screen}` : `#/${screen}/${encodeURIComponent(rest)}`;
}

export function goTo(screen: ScreenId, rest = ""): void {
  location.hash = hrefOf(screen, rest);
}

/** As `goTo`, and nothing to go back to. */
export function replacePlace(screen: ScreenId, rest: string): void {
  history.replaceState(null, "", hrefOf(screen, rest));
  place.value = { screen, rest };
}

function readPlace(): Place {
  const [, id = "", rest = ""] = /^#\/([a-z]*)(?:\/(.*))?$/.exec(location.hash) ?? [];
  const screen = SCREENS.find((known) => known.id === id)?.id ?? "orders";
  try {
    return { screen, rest: decodeURIComponent(rest) };
  } catch {
    return { screen, rest: "" };
  }
}
