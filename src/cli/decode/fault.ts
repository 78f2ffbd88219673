/** One thing that is wrong with a message, or with its place among others. */
export type Fault = {
  /** What it is counted as: "CheckSum", "unknown tag", "sequence gap". */
  kind: string;
  /** The tag it is about; 0 for none. */
  tag: number;
  /** One sentence: what was found, and what was expected. */
  text: string;
};

/** A value may hold anything: what would move a terminal's cursor is shown as a dot. */
export function printable(value: string): string {
  return value.replace(/[\u0000-\u001f\u007f-\u009f]/g, ".");
}
