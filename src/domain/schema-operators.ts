/** What operators do with the clients' sessions: who, and why, is on record. How to read it says `schema.ts`. */
import type { RecordSchema } from "./schema.ts";
import { field, since } from "./schema-fields.ts";

const action = [
  field("sessionId", "u16", "the session: a client's, or a venue's line"),
  field("action", "u8", "SessionAction"),
  field("actor", "text", "who"),
  field("reason", "text", "why"),
  field("requestId", "u32", "tells the answer to whoever asked; of one run of the house"),
];

const killSwitch = [
  field("scope", "u8", "KillScope"),
  field("sessionId", "u16", "the client's session; 0 for another scope"),
  field("desk", "text", "the desk; empty for another scope"),
  field("isOn", "bool", "new orders are refused and live ones canceled; otherwise orders are taken again"),
  field("actor", "text", "who"),
  field("reason", "text", "why"),
  field("requestId", "u32", "tells the answer to whoever asked; of one run of the house"),
];

export const OPERATOR_COMMANDS: RecordSchema[] = [
  {
    name: "ApplySplit",
    type: 13,
    version: 2,
    doc: "Reference data: an instrument is split; orders in it that are kept here are restated, those at some venues replaced.",
    fields: [
      field("splitId", "text", "what the operator calls it; it is applied once"),
      field("symbol", "text", "Symbol (55)"),
      field("newShares", "u16", "so many new ones"),
      field("oldShares", "u16", "for so many old ones"),
      since(
        2,
        "[]",
        field("venueIds", "ints", "venues that do not split the orders on their books: the house replaces them"),
      ),
      since(2, '""', field("actor", "text", "who; empty for the configuration")),
    ],
  },
  {
    name: "ActOnSession",
    type: 47,
    version: 1,
    doc: "An operator resets a session's sequence numbers, logs it out, or has a venue's line connect.",
    fields: action,
  },
  {
    name: "SetKillSwitch",
    type: 90,
    version: 1,
    doc: "An operator stops all trading of a client's session, of a desk or of the house, or lets it go on.",
    fields: killSwitch,
  },
];

export const OPERATOR_EVENTS: RecordSchema[] = [
  {
    name: "SplitApplied",
    type: 128,
    version: 2,
    doc: "Reference data: an instrument was split.",
    fields: [
      field("splitId", "text", "what the operator calls it"),
      field("instrumentId", "u16", "instrument"),
      field("newShares", "u16", "so many new ones"),
      field("oldShares", "u16", "for so many old ones"),
      since(2, '""', field("actor", "text", "who; empty for the configuration")),
    ],
  },
  {
    name: "SessionActionTaken",
    type: 124,
    version: 1,
    doc: "An operator's word about a session: it is carried out once this is durable.",
    fields: action,
  },
  {
    name: "KillSwitchSet",
    type: 200,
    version: 1,
    doc: "New orders of the session, the desk or the house are refused from here on, or taken again.",
    fields: killSwitch,
  },
];
