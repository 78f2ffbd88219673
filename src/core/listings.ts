/** Which exchanges trade what: for orders that people send to one by its name. Cold. */
import type { DefineListing, Event, ListingDefined } from "../domain/records.generated.ts";
import { EventType } from "../domain/records.generated.ts";
import type { Image } from "../lib/image.ts";
import type { State } from "./state.ts";

/** `symbols` as journaled, a line each; "" for everything. */
export type Listing = { name: string; symbols: string };

export function decideDefineListing({ type: _, ...listing }: DefineListing, events: Event[]): void {
  events.push({ type: EventType.ListingDefined, ...listing });
}

export function evolveListing({ listings }: State, { venueId, name, symbols }: ListingDefined): void {
  listings.set(venueId, { name, symbols });
}

/** Why nothing in the instrument is traded at the venue, or "". */
export function listingFault({ listings }: State, venueId: number, symbol: string): string {
  const listing = listings.get(venueId);
  if (listing === undefined || listing.symbols === "") return "";
  return `\n${listing.symbols}\n`.includes(`\n${symbol}\n`) ? "" : `${listing.name} does not trade ${symbol}`;
}

export function transferListings(listings: State["listings"], image: Image): void {
  const were = [...listings];
  for (let index = 0, count = image.count(were.length); index < count; index++) {
    const [venueId, { name, symbols }] = were[index] ?? [0, { name: "", symbols: "" }];
    const id = image.int(venueId);
    listings.set(id, { name: image.text(name), symbols: image.text(symbols) });
  }
}
