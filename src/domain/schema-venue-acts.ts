/** What venues do to orders of their own accord, as their market goes, and what they have to be asked to do. How to read it says `schema.ts`. */
import type { RecordSchema } from "./schema.ts";
import { agreedMoreTerms, field, orderId, requestNumber, venueReport, venueText } from "./schema-fields.ts";

export const VENUE_ACT_COMMANDS: RecordSchema[] = [
  {
    name: "ExchangeTriggered",
    type: 27,
    version: 1,
    doc: "A stop was reached; the venue works the order now (150=L).",
    fields: [...venueReport, venueText],
  },
  {
    name: "ExchangeHalted",
    type: 98,
    version: 1,
    doc: "Trading is halted: the venue has suspended the order (150=9), or canceled it (150=4 with 378=6).",
    fields: [...venueReport, field("isCanceled", "bool", "it is off the book"), venueText],
  },
];

export const VENUE_ACT_EVENTS: RecordSchema[] = [
  {
    name: "SplitRequested",
    type: 222,
    version: 1,
    doc: "The house asks a venue that does not split its orders to replace one: it is split when the venue has taken it.",
    fields: [
      orderId,
      requestNumber,
      field("orderQty", "qty", "what is filled in old shares, and what is open in new ones"),
      field("price", "ticks", "Price (44) in new shares, or NO_PRICE"),
      agreedMoreTerms,
      field("newShares", "int", "so many new shares"),
      field("oldShares", "int", "for so many old ones"),
      field("text", "text", "why, and what was rounded"),
    ],
  },
  {
    name: "OrderSuspended",
    type: 220,
    version: 1,
    doc: "The order does not trade until its venue reinstates it, which restates it (150=9).",
    fields: [orderId, field("text", "text", "why")],
  },
];
