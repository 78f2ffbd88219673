/** The book that is watched, its trades, and what the prices did since somebody began to look. */
import { signal } from "@preact/signals";
import type { DepthMessage, OwnFill, Trade } from "../desk/depth-wire.ts";

const TRADES_KEPT = 500;
const FILLS_KEPT = 200;
const SAMPLES_KEPT = 1_500;

export type PriceSample = { timeMs: number; bidPx: number | null; askPx: number | null; lastPx: number | null };
export type DepthView = Omit<DepthMessage, "kind" | "isSnapshot"> & { samples: PriceSample[] };

/** What to watch; "" for nothing. */
export const watchedSymbol = signal("");
export const depth = signal<DepthView | null>(null);

export function applyDepth(message: DepthMessage): void {
  if (message.symbol !== watchedSymbol.peek()) return;
  const { kind: _, isSnapshot, ...told } = message;
  const before = isSnapshot ? null : depth.peek();
  const trades: Trade[] = [...(before?.trades ?? []), ...told.trades].slice(-TRADES_KEPT);
  const fills: OwnFill[] = [...(before?.fills ?? []), ...told.fills].slice(-FILLS_KEPT);
  const samples = [...(before?.samples ?? [])];
  if (told.book !== null && told.book.timeMs !== before?.book?.timeMs) {
    const [bid, ask] = [told.book.bids[0], told.book.asks[0]];
    const prices = { bidPx: bid?.price ?? null, askPx: ask?.price ?? null, lastPx: trades.at(-1)?.price ?? null };
    samples.push({ timeMs: told.book.timeMs, ...prices });
  }
  depth.value = { ...told, trades, fills, samples: samples.slice(-SAMPLES_KEPT) };
}
