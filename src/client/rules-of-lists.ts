/** What the OMS's order entry does with lists of orders: a part of the rules of engagement's table. */
import { CL_ORD_ID_MAX, CONTINGENT_ORDERS_MAX, LIST_ORDERS_MAX } from "../domain/limits.ts";
import type { FieldRule, MessageRule, Usage } from "../fix/rules-of-engagement.ts";
import { MsgType, Tag } from "../fix/tags.ts";

const row = (tag: number, usage: Usage, note: string, values?: string): FieldRule =>
  values === undefined ? { tag, usage, note } : { tag, usage, note, values: values.split(" ") };

const SAME_LIST = row(Tag.ListID, "required", "Names the list.");

export const LIST_RULES: readonly MessageRule[] = [
  {
    msgType: MsgType.NewOrderList,
    fromClient: true,
    about:
      "A list of orders, in one message or in parts; its orders leave together when the last part has come. Answered with a ListStatus, and of each order by ExecutionReports. " +
      `With ContingencyType its 2 to ${CONTINGENT_ORDERS_MAX} orders come in one message and are taken all or none. 1 (one cancels the other): what one trades is taken off the others, and its end, however it ends, cancels them. ` +
      "2 (one triggers the others): they may trade in proportion to what ListSeqNo 1 has traded, fill by fill, and end with what that comes to when it is over; those that trade now or never, or show a part of themselves, leave once, at its end. OrderQty is the whole until then. Those of them with the same ClOrdLinkID are one another's alternatives as under 1. 3 and 4: what one trades is taken off the others, as much or in proportion.",
    fields: [
      row(
        Tag.ListID,
        "required",
        `Unique in the session. At most ${CL_ORD_ID_MAX} characters; a longer one is rejected (35=3).`,
      ),
      row(Tag.BidType, "required", "There is no bidding process.", "3"),
      row(Tag.ListExecInstType, "optional", "2 waits for ListExecute; 1 when absent.", "1 2"),
      row(Tag.ContingencyType, "optional", "Without it the orders do not depend on one another.", "1 2 3 4"),
      row(Tag.TotNoOrders, "required", `Of the whole list, up to ${LIST_ORDERS_MAX}.`),
      row(Tag.LastFragment, "optional", "Y says that nothing of the list follows; it goes when TotNoOrders have come."),
      row(
        Tag.NoOrders,
        "required",
        "Each entry has ClOrdID, ListSeqNo and what a NewOrderSingle has, and is read like one.",
      ),
      row(Tag.ListSeqNo, "required", "The order's number in the list; 1 is the one that others may wait for."),
    ],
  },
  {
    msgType: MsgType.ListExecute,
    fromClient: true,
    about: "Lets a list go that waits. Answered with a ListStatus.",
    fields: [SAME_LIST],
  },
  {
    msgType: MsgType.ListCancelRequest,
    fromClient: true,
    about: "Cancels every open order of a list. Answered with a ListStatus, and of each order by its ExecutionReport.",
    fields: [SAME_LIST],
  },
  {
    msgType: MsgType.ListStatusRequest,
    fromClient: true,
    about: "Asks how a list stands. Answered with a ListStatus.",
    fields: [SAME_LIST],
  },
  {
    msgType: MsgType.ListStatus,
    fromClient: false,
    about: "How a list stands: received, executing, done, or asked for. As many messages as it takes.",
    fields: [
      row(Tag.ListID, "always", "Of the list."),
      row(Tag.ListStatusType, "always", "1 received, 2 asked for or being canceled, 4 executing, 5 done.", "1 2 4 5"),
      row(Tag.NoRpts, "always", "Messages of this answer."),
      row(Tag.RptSeq, "always", "Which of them this is."),
      row(Tag.ListOrderStatus, "always", "2 received, 3 executing, 4 being canceled, 6 done, 7 refused.", "2 3 4 6 7"),
      row(Tag.ListStatusText, "always", "How many orders are to come, received, executing and done."),
      row(Tag.TransactTime, "always", "When it was told."),
      row(Tag.TotNoOrders, "always", "Of the whole list."),
      row(Tag.LastFragment, "always", "Y in the last message."),
      row(Tag.ContingencyType, "sometimes", "Of contingent orders."),
      row(Tag.ListRejectReason, "sometimes", "When every order was refused.", "99"),
      row(Tag.NoOrders, "always", "The orders one by one."),
      row(Tag.ClOrdID, "always", "In force."),
      row(Tag.OrderID, "always", "Ours."),
      row(Tag.CumQty, "always", "Filled so far."),
      row(Tag.OrdStatus, "always", "As in the order's reports."),
      row(Tag.LeavesQty, "always", "Still open."),
      row(Tag.CxlQty, "always", "Canceled."),
      row(Tag.AvgPx, "always", "0 before the first fill."),
    ],
  },
];

/** Is it of a message about lists? */
export function isListRule({ msgType }: MessageRule): boolean {
  return LIST_RULES.some((rule) => rule.msgType === msgType);
}
