/** Notes that orders need before they go on: their tables of commands and events. How to read them says `schema.ts`. */
import type { RecordSchema } from "./schema.ts";
import { deskAction, field } from "./schema-fields.ts";

const rule = [
  field(
    "compId",
    "text",
    "CompID of the client whose orders it is about; empty with a desk, or for all of the house's",
  ),
  field("desk", "text", "the desk whose orders it is about; empty with a client, or for all of the house's"),
  field("before", "u8", "NoteBefore"),
];

export const NOTE_COMMANDS: RecordSchema[] = [
  {
    name: "SetNoteRule",
    type: 96,
    version: 1,
    doc: "A person says whose care orders need a note, and before what.",
    fields: [...deskAction, ...rule],
  },
];

export const NOTE_EVENTS: RecordSchema[] = [
  {
    name: "NoteRuleSet",
    type: 230,
    version: 1,
    doc: "Care orders of a client, of a desk or of the house need a note before they go on, or none any more.",
    fields: [...rule, field("user", "text", "who set it")],
  },
];
