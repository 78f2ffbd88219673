/** How late the event loop is: what `monitorEventLoopDelay` records, read as people mean it. */

/** How often the event loop is looked at. */
export const DELAY_RESOLUTION_MS = 5;

/** What Node records is the time from one look to the next, so the interval itself is no delay. */
export function delayMs(recordedNs: number): number {
  return Number.isFinite(recordedNs) ? Math.max(0, Math.round(recordedNs / 1e4) / 100 - DELAY_RESOLUTION_MS) : 0;
}
