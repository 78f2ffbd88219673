/** Changes what the state knows of the desk's work; it judges nothing. Cold, but for `assertWithinOrder`. */
import {
  type CareAccepted,
  type CareOpened,
  EventType,
  type ManualFillRecorded,
  type NoteAdded,
  type OrderLocked,
  type OrderSliced,
  type OwnerChanged,
} from "../domain/records.generated.ts";
import { assert, unreachable } from "../lib/assert.ts";
import { workingQty } from "./children.ts";
import { Flag, Stage } from "./order-table.ts";
import type { State } from "./state.ts";

type CareEvent = CareOpened | CareAccepted | OwnerChanged | OrderLocked | OrderSliced | ManualFillRecorded | NoteAdded;

export function evolveCare(state: State, event: CareEvent, timeNs: bigint): void {
  const { orders, care } = state;
  const { orderId } = event;
  const row = orders.rowOf(orderId);
  assert(row !== 0, "an event of an order that is not here");
  orders.updatedNs[row] = timeNs;
  const work = care.workOf(orderId);
  if ("user" in event) work.lastUser = event.user;
  switch (event.type) {
    case EventType.CareOpened:
      orders.flags[row] |= Flag.Care;
      work.desk = event.desk;
      return;
    case EventType.CareAccepted:
      assert(orders.stage[row] === Stage.PendingNew, "acknowledged twice");
      orders.stage[row] = Stage.Open;
      return;
    case EventType.OwnerChanged:
      work.owner = event.owner;
      work.desk = event.desk;
      return;
    case EventType.OrderLocked:
      work.lockedBy = event.lockedBy;
      return;
    case EventType.OrderSliced: {
      const { parentId, user } = event;
      const parentRow = orders.rowOf(parentId);
      orders.flags[row] |= Flag.Child;
      orders.updatedNs[parentRow] = timeNs;
      care.parentOf.set(orderId, parentId);
      work.owner = user;
      const parent = care.workOf(parentId);
      parent.children.push(orderId);
      parent.lastUser = user;
      return assertWithinOrder(state, parentRow);
    }
    case EventType.ManualFillRecorded:
      work.manualFills++;
      return;
    case EventType.NoteAdded:
      work.notes.push({ user: event.user, note: event.note, atNs: timeNs });
      return;
    default:
      unreachable(event);
  }
}

/** What is filled and what may still be filled by its parts is never more than a client's order. */
export function assertWithinOrder(state: State, row: number): void {
  const { orders } = state;
  const reach = orders.cumQty[row] + workingQty(state, orders.idOf(row));
  assert(reach <= orders.orderQty[row], "an order's parts exceed its quantity");
}
