/**
 * What a market did, from the exchange's journal alone: requests as they came, trades, and best prices whenever they
 * changed. The journal is run again on a venue of its own, so the tape is the same whenever it is made.
 */
import type { Ticks } from "../src/domain/price.ts";
import { nodeDisk } from "../src/journal/disk.ts";
import { scanJournal } from "../src/journal/journal.ts";
import { ByteReader } from "../src/lib/byte-buffer.ts";
import { FeedDepth, FeedReader } from "./market-data/feed-reader.ts";
import type { InstrumentFeed } from "./market-data/instrument-feed.ts";
import { RowKind } from "./market-data/instrument-feed.ts";
import { MarketDataFeed } from "./market-data/market-data-feed.ts";
import { Venue } from "./venue.ts";
import type { RequestInput } from "./venue-inputs.ts";

/** Hears the tape in order. Times are UTC in milliseconds. Nothing may be kept. */
export type TapeListener = {
  /** `kind` is the record's (`InputKind`). */
  onRequest?(timeMs: number, kind: number, request: Readonly<RequestInput>): void;
  /** @param side 0 when a buyer came to trade, 1 when a seller did */
  onTrade(timeMs: number, book: number, side: number, price: Ticks, qty: number): void;
  onQuote(timeMs: number, book: number, best: Readonly<InstrumentFeed>): void;
};

/**
 * @param begin is given the venue before anything happens on it @param directory of the exchange's journal, which nobody writes
 * @throws LockstepError LOCKSTEP_ERR_JOURNAL_DAMAGED, LOCKSTEP_ERR_RECORD_FORMAT
 */
export function playTape(directory: string, begin: (venue: Venue) => TapeListener): void {
  const venue = new Venue(Number.MAX_SAFE_INTEGER);
  const feed = new MarketDataFeed(venue.engine);
  const listener = begin(venue);
  const readers: FeedReader[] = [];
  const frames = new ByteReader();
  const told = new BestPrices();
  let timeMs = 0;
  venue.requestListener = (kind, request) => listener.onRequest?.(timeMs, kind, request);
  const rows = (book: number) => ({
    onSnapshot: () => {},
    onSequence: () => {},
    onRow: (kind: RowKind, side: number, price: Ticks, qty: number) => {
      if (kind === RowKind.Trade) listener.onTrade(timeMs, book, side, price, qty);
    },
  });
  scanJournal(
    directory,
    (frame) => {
      timeMs = Number(frame.timeNs / 1_000_000n);
      frames.reset(frame.bytes, frame.payloadStart, frame.payloadEnd);
      venue.apply(frames);
      while (readers.length < venue.instruments.length - 1) {
        const reader = new FeedReader(feed, readers.length + 1, FeedDepth.Levels);
        reader.read(rows(readers.length + 1));
        readers.push(reader);
      }
      feed.flush();
      feed.visitTouched((book, best) => {
        readers[book - 1].read(rows(book));
        if (told.changed(book, best)) listener.onQuote(timeMs, book, best);
      });
      return true;
    },
    nodeDisk,
  );
}

/** What was last told of each book. */
class BestPrices {
  readonly #known: string[] = [];

  changed(book: number, { bidPx, bidQty, askPx, askQty }: Readonly<InstrumentFeed>): boolean {
    const now = `${bidPx} ${bidQty} ${askPx} ${askQty}`;
    if (this.#known[book] === now) return false;
    this.#known[book] = now;
    return true;
  }
}
