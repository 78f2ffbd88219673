/** What somebody sent, as an error message shows it: JSON, and not too much of it. */
const SHOWN_MAX = 80;

export function shown(value: unknown): string {
  const text = value === undefined ? "nothing" : (JSON.stringify(value) ?? "nothing");
  return text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text;
}
