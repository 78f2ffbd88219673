/** Fields of a message that stands as text with SOH behind each: filters look at many messages and decode few. */
const SOH = "\u0001";

/** The first value of a tag; "" when absent. */
export function fieldOf(raw: string, tag: number): string {
  const key = `${SOH}${tag}=`;
  const at = raw.indexOf(key);
  return at === -1 ? "" : raw.slice(at + key.length, raw.indexOf(SOH, at + key.length));
}

/** Whether any field with one of the tags has the value; entries of groups count. */
export function hasValue(raw: string, tags: readonly number[], value: string): boolean {
  return tags.some((tag) => raw.includes(`${SOH}${tag}=${value}${SOH}`));
}

/** BeginString(8), which has nothing before it. */
export function beginStringOf(raw: string): string {
  return raw.startsWith("8=") ? raw.slice(2, raw.indexOf(SOH)) : "";
}

/** A whole number, NaN when absent or none. */
export function numberOf(raw: string, tag: number): number {
  const text = fieldOf(raw, tag);
  return /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
}
