/** What people at the desk do with orders: their tables of commands and events. How to read them says `schema.ts`. */
import type { RecordSchema } from "./schema.ts";
import { askedTerms, deskAction, deskOrderAction, field, orderId, since, terms } from "./schema-fields.ts";
import { NOTE_COMMANDS, NOTE_EVENTS } from "./schema-notes.ts";
import { OPERATOR_COMMANDS } from "./schema-operators.ts";

const words = field("text", "text", "why, in the user's words");
const [, ordType, timeInForce] = terms;

export const DESK_COMMANDS: RecordSchema[] = [
  {
    name: "AcceptCare",
    type: 70,
    version: 1,
    doc: "The desk takes a care order on.",
    fields: deskOrderAction,
  },
  {
    name: "RejectCare",
    type: 71,
    version: 1,
    doc: "The desk does not take a care order on.",
    fields: [...deskOrderAction, words],
  },
  { name: "ClaimOrder", type: 72, version: 1, doc: "A trader makes an order his own.", fields: deskOrderAction },
  {
    name: "PassOrder",
    type: 73,
    version: 1,
    doc: "An order is given to another trader or desk.",
    fields: [
      ...deskOrderAction,
      field("owner", "text", "the trader who has it from now on; empty for nobody yet"),
      field("desk", "text", "the desk that has it from now on; empty for the one it is with"),
    ],
  },
  {
    name: "LockOrder",
    type: 74,
    version: 1,
    doc: "A trader works an order, and nobody else until it is released.",
    fields: deskOrderAction,
  },
  { name: "ReleaseOrder", type: 75, version: 1, doc: "Others may work the order again.", fields: deskOrderAction },
  {
    name: "SliceOrder",
    type: 76,
    version: 1,
    doc: "A part of a care order goes to a venue as an order of its own, its child.",
    fields: [
      ...deskOrderAction,
      ordType,
      timeInForce,
      ...askedTerms,
      field("venueId", "u8", "which venue; 0 for where the instrument's orders go"),
    ],
  },
  {
    name: "ManualFill",
    type: 77,
    version: 1,
    doc: "A trader has filled a part of a care order away from every venue here.",
    fields: [
      ...deskOrderAction,
      ...askedTerms,
      field("tradedNs", "time", "when it was traded"),
      field("contra", "text", "with whom"),
    ],
  },
  {
    name: "DeskCancel",
    type: 79,
    version: 1,
    doc: "A trader cancels an order.",
    fields: [...deskOrderAction, words],
  },
  {
    name: "DeskReplace",
    type: 80,
    version: 1,
    doc: "A trader changes an order of the desk's own.",
    fields: [...deskOrderAction, ...askedTerms],
  },
  {
    name: "DeskNewOrder",
    type: 81,
    version: 2,
    doc: "A trader enters an order for an account; or for a client who gave it by telephone, and hears of it on its session.",
    fields: [
      ...deskAction,
      field("account", "text", "Account (1)"),
      field("symbol", "text", "Symbol (55)"),
      ...terms,
      ...askedTerms,
      field("isCare", "bool", "it is worked by the desk, and goes to no venue by itself"),
      since(2, '""', field("client", "text", "CompID or key of the session that is told of it; empty for none")),
      since(2, '""', field("clOrdId", "text", "ClOrdID (11) the client gave it by telephone; empty for none")),
    ],
  },
  {
    name: "AddNote",
    type: 82,
    version: 1,
    doc: "A trader writes a note on an order.",
    fields: [...deskOrderAction, field("note", "text", "its words")],
  },
  {
    name: "HandOver",
    type: 83,
    version: 1,
    doc: "All open orders of a trader, and what he has locked, go to another.",
    fields: [...deskAction, field("from", "text", "whose"), field("to", "text", "to whom")],
  },
  {
    name: "DeskCancelAll",
    type: 84,
    version: 1,
    doc: "A trader cancels many orders at once.",
    fields: [...deskAction, field("orderIds", "ints", "OrderIDs"), words],
  },
  {
    name: "DeskCloseException",
    type: 85,
    version: 1,
    doc: "A trader has dealt with an exception.",
    fields: [...deskAction, field("exceptionId", "u32", "the exception"), words],
  },
  ...NOTE_COMMANDS,
  ...OPERATOR_COMMANDS,
];

const user = field("user", "text", "who did it");

export const DESK_EVENTS: RecordSchema[] = [
  {
    name: "OrderTelephoned",
    type: 221,
    version: 1,
    doc: "A client gave the order by telephone, and hears of it on its session.",
    fields: [orderId, user],
  },
  {
    name: "CareOpened",
    type: 146,
    version: 1,
    doc: "The order is the desk's to work; nobody has taken it on yet, and it goes to no venue by itself.",
    fields: [orderId, field("desk", "text", "which desk; empty for any")],
  },
  {
    name: "CareAccepted",
    type: 138,
    version: 1,
    doc: "The desk has taken the order on.",
    fields: [orderId, user],
  },
  {
    name: "OwnerChanged",
    type: 139,
    version: 1,
    doc: "Whose the order is.",
    fields: [
      orderId,
      field("owner", "text", "the trader; empty for nobody"),
      field("desk", "text", "the desk; empty for any"),
      user,
    ],
  },
  {
    name: "OrderLocked",
    type: 140,
    version: 1,
    doc: "One trader works the order, or anybody may.",
    fields: [orderId, field("lockedBy", "text", "who; empty for nobody"), user],
  },
  {
    name: "OrderSliced",
    type: 141,
    version: 1,
    doc: "An order that was just accepted is a part of another.",
    fields: [orderId, field("parentId", "u32", "OrderID of the whole"), user],
  },
  {
    name: "ManualFillRecorded",
    type: 142,
    version: 1,
    doc: "The trade told next was made by a person, away from every venue here.",
    fields: [
      orderId,
      user,
      field("tradedNs", "time", "when it was traded, as he says; it was entered at the frame's time"),
      field("contra", "text", "with whom"),
    ],
  },
  {
    name: "NoteAdded",
    type: 143,
    version: 1,
    doc: "A note on the order.",
    fields: [orderId, user, field("note", "text", "its words")],
  },
  {
    name: "DeskActionDone",
    type: 144,
    version: 1,
    doc: "An action of the desk was carried out: what came of it stands before, in the same frame.",
    fields: [...deskAction, field("orderId", "u32", "the order; 0 for none"), field("outcome", "text", "in words")],
  },
  {
    name: "DeskActionRefused",
    type: 145,
    version: 1,
    doc: "An action of the desk was refused, and nothing changed.",
    fields: [...deskAction, field("orderId", "u32", "the order; 0 for none"), field("reason", "text", "why")],
  },
  ...NOTE_EVENTS,
];
