/** Dark or light: the system's wish until somebody chooses, then his choice on this machine. */
import { signal } from "@preact/signals";

export type Theme = "dark" | "light";
const KEY = "lockstep-theme";

export const theme = signal<Theme>("dark");

export function startTheme(): void {
  const chosen = localStorage.getItem(KEY);
  const wish = matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark";
  show(chosen === "dark" || chosen === "light" ? chosen : wish);
}

export function toggleTheme(): void {
  show(theme.value === "dark" ? "light" : "dark");
  localStorage.setItem(KEY, theme.value);
}

function show(next: Theme): void {
  theme.value = next;
  document.documentElement.dataset.theme = next;
}
