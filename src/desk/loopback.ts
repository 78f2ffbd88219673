/** The names this machine has for itself, as in a setting or in a Host header without its port. */
const NAMES: readonly string[] = ["127.0.0.1", "::1", "localhost"];

export function isLoopbackName(host: string): boolean {
  return NAMES.includes(host.replace(/^\[|\]$/g, ""));
}
