/** What operators do with the clients' sessions: who, and why, is on record. How to read it says `schema.ts`. */
import type { RecordSchema } from "./schema.ts";
import { field } from "./schema-fields.ts";

const action = [
  field("sessionId", "u16", "the client's session"),
  field("action", "u8", "SessionAction"),
  field("actor", "text", "who"),
  field("reason", "text", "why"),
  field("requestId", "u32", "tells the answer to whoever asked; of one run of the house"),
];

export const OPERATOR_COMMANDS: RecordSchema[] = [
  {
    name: "ActOnSession",
    type: 47,
    version: 1,
    doc: "An operator resets a client's sequence numbers, or logs it out.",
    fields: action,
  },
];

export const OPERATOR_EVENTS: RecordSchema[] = [
  {
    name: "SessionActionTaken",
    type: 124,
    version: 1,
    doc: "An operator's word about a client's session: it is carried out once this is durable.",
    fields: action,
  },
];
