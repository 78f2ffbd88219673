/** Times for people and programs: ISO 8601, UTC, nanoseconds. */

/** "2026-11-22T10:00:00.000000000Z" */
export function timeText(timeNs: bigint): string {
  const second = timeNs / 1_000_000_000n;
  const whole = new Date(Number(second) * 1_000).toISOString().slice(0, 19);
  return `${whole}.${String(timeNs % 1_000_000_000n).padStart(9, "0")}Z`;
}
