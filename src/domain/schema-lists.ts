/** Lists of orders and orders that depend on one another: their tables of commands and events. How to read them says `schema.ts`. */
import type { Field, RecordSchema } from "./schema.ts";
import { field, orderId, origin, requestNumber, since } from "./schema-fields.ts";

const listId = field("listId", "text", "ListID (66), the client's own");
const listNumber = field("listNumber", "u32", "the list's number here, dense from 1");
const shape: Field[] = [
  listId,
  field(
    "contingency",
    "u8",
    "ContingencyType (1385): how its orders depend on one another; 0 not at all",
    "Contingency",
  ),
  field("totNoOrders", "u32", "TotNoOrders (68): how many orders the whole list has"),
  field("waitsForExecute", "bool", "it goes when the client says so (35=L), not when it is complete"),
];

export const LIST_COMMANDS: RecordSchema[] = [
  {
    name: "NewOrderList",
    type: 16,
    version: 1,
    doc: "A client asks for a list of orders, or for the next part of one (35=E).",
    fields: [
      ...origin,
      field("possResend", "bool", "PossResend (97): may have been sent before under another number"),
      ...shape,
      field("isLast", "bool", "LastFragment (893): nothing of the list follows"),
      field("lines", "text", "its orders, as domain/list-lines.ts writes them"),
    ],
  },
  {
    name: "ExecuteList",
    type: 17,
    version: 1,
    doc: "A client lets a list go that waits for it (35=L).",
    fields: [...origin, listId],
  },
  {
    name: "CancelList",
    type: 18,
    version: 1,
    doc: "A client cancels every open order of a list (35=K).",
    fields: [...origin, listId],
  },
  {
    name: "RequestListStatus",
    type: 19,
    version: 1,
    doc: "A client asks how a list stands (35=M).",
    fields: [...origin, listId],
  },
];

export const LIST_EVENTS: RecordSchema[] = [
  {
    name: "ListReceived",
    type: 180,
    version: 2,
    doc: "A list of orders begins; its orders follow, in this frame and in those of its other parts.",
    fields: [
      listNumber,
      field("sessionId", "u16", "client session"),
      ...shape,
      since(
        2,
        "false",
        field(
          "isLinked",
          "bool",
          "it is made of single orders with one ClOrdLinkID (583), which listId is; any may follow",
        ),
      ),
    ],
  },
  {
    name: "OrderListed",
    type: 181,
    version: 1,
    doc: "An order belongs to a list. It waits until the list lets it go.",
    fields: [
      orderId,
      listNumber,
      field("listSeqNo", "u32", "ListSeqNo (67)"),
      field("linkId", "text", "ClOrdLinkID (583): orders of the list with the same one are one another's alternatives"),
    ],
  },
  {
    name: "ListChanged",
    type: 182,
    version: 1,
    doc: "A list has come a stage further.",
    fields: [listNumber, field("stage", "u8", "ListStage", "ListStage")],
  },
  {
    name: "ListReported",
    type: 183,
    version: 1,
    doc: "The client is told how a list stands (35=N), or, without a list, why its message was refused (35=j).",
    fields: [
      field("listNumber", "u32", "the list; 0 when the message was refused"),
      field("sessionId", "u16", "client session"),
      field("msgSeqNum", "u32", "the refused message (45)"),
      field("refMsgType", "text", "RefMsgType (372) of a refused message"),
      listId,
      field("listStatusType", "u8", "ListStatusType (429): why it is told", "ListStatusType"),
      field("firstLine", "u32", "which of the list's orders is the first that is told, from 0"),
      field("isUnknown", "bool", "refused because there is no such list"),
      field("text", "text", "why a message was refused"),
    ],
  },
  {
    name: "HouseReplaceRequested",
    type: 184,
    version: 2,
    doc: "The house changes an order's quantity, unasked by its client, and waits for the venue.",
    fields: [
      orderId,
      requestNumber,
      field("orderQty", "qty", "OrderQty (38)"),
      field("price", "ticks", "Price (44) or NO_PRICE, as it was"),
      since(2, "0 as Qty", field("heldQty", "qty", "what of that quantity is not given to the venue yet")),
    ],
  },
  {
    name: "HouseReplaceEnded",
    type: 185,
    version: 1,
    doc: "The venue has answered such a replace. When it was taken, OrderRestated follows.",
    fields: [
      orderId,
      requestNumber,
      field("isTaken", "bool", "the venue did it"),
      field("text", "text", "why it did not"),
    ],
  },
  {
    name: "ListOrderReleased",
    type: 186,
    version: 2,
    doc: "An order of a list may trade, or may trade more: it leaves when its market is open and its venue's line up.",
    fields: [
      orderId,
      field("orderQty", "qty", "what it is to trade from now on, its alternatives apart; 0 when that stays as it was"),
      since(2, "0 as Qty", field("heldQty", "qty", "what of OrderQty (38) its venue is not given yet")),
      since(2, "false", field("isPart", "bool", "more may follow: the first order of the list may still trade")),
    ],
  },
  {
    name: "OrderRecalled",
    type: 210,
    version: 1,
    doc: "The venue has taken an order of a list off its book, as the house asked; the order goes there again when it may trade more.",
    fields: [orderId, requestNumber],
  },
];
