/** What a client is told of a list. */
import { type Event, EventType } from "../domain/records.generated.ts";
import { ListStatusType } from "../domain/values.ts";
import type { OrderList } from "./list-table.ts";

/** @param firstLine the first of its orders that is told, from 0 */
export function reportList(
  { listNumber, sessionId, listId }: Pick<OrderList, "listNumber" | "sessionId" | "listId">,
  listStatusType: ListStatusType,
  firstLine: number,
  events: Event[],
): void {
  const nothingRefused = { msgSeqNum: 0, refMsgType: "", isUnknown: false, text: "" };
  events.push({
    type: EventType.ListReported,
    listNumber,
    sessionId,
    listId,
    listStatusType,
    firstLine,
    ...nothingRefused,
  });
}

/** A message about a list is refused; nothing has come of it. */
export function refuseList(
  { sessionId, msgSeqNum, listId }: { sessionId: number; msgSeqNum: number; listId: string },
  refMsgType: string,
  isUnknown: boolean,
  text: string,
  events: Event[],
): void {
  const said = { refMsgType, isUnknown, text };
  const listStatusType = ListStatusType.Response;
  events.push({
    type: EventType.ListReported,
    listNumber: 0,
    sessionId,
    msgSeqNum,
    listId,
    listStatusType,
    firstLine: 0,
    ...said,
  });
}
