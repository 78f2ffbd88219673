/**
 * Lists of orders: which orders belong to one, how they depend on one another, and how far the list has come. A side table:
 * few orders are in a list, and those have a flag in their row. Changed by `evolve` alone.
 */
import type { ListReceived, OrderListed } from "../domain/records.generated.ts";
import { Contingency, ListStage } from "../domain/values.ts";
import { assert } from "../lib/assert.ts";
import type { Image } from "../lib/image.ts";

/** ListSeqNo (67) of the order that lets the others go. */
export const FIRST = 1;

export type OrderList = {
  listNumber: number;
  sessionId: number;
  listId: string;
  contingency: Contingency;
  totNoOrders: number;
  waitsForExecute: boolean;
  /** It is made of single orders that have `listId` as their ClOrdLinkID(583); any number may follow. */
  isLinked: boolean;
  stage: ListStage;
  /** In the order they came; those that left memory are gone from it. */
  orderIds: number[];
  /** Orders that came; at `totNoOrders` the list is complete. */
  received: number;
  /** Of them, those that may still trade; and while there is none, the trading day the last one ended on. */
  open: number;
  overDay: number;
};

/** How a client knows it. */
export function groupName({ isLinked, listId }: Pick<OrderList, "isLinked" | "listId">): string {
  return `the ${isLinked ? "group" : "list"} ${listId}`;
}

/** What an order is in its list. */
export type ListLink = {
  listNumber: number;
  listSeqNo: number;
  linkId: string;
  isOpen: boolean;
  /** What the order is to trade when the others trade no more: as asked for, when `takenOff` had been taken off already. */
  baseQty: number;
  takenOff: number;
  /** What it left with: the measure of proportions, and of an order that another lets go the most it may trade. */
  unitQty: number;
  /** It is let go part by part, as the first order of its list trades; and what of its quantity no venue has been given. */
  isPart: boolean;
  heldQty: number;
};

const NO_LIST: OrderList = {
  listNumber: 0,
  sessionId: 0,
  listId: "",
  contingency: 0,
  totNoOrders: 0,
  waitsForExecute: false,
  isLinked: false,
  stage: ListStage.Received,
  orderIds: [],
  received: 0,
  open: 0,
  overDay: 0,
};
const NO_LINK: ListLink = {
  listNumber: 0,
  listSeqNo: 0,
  linkId: "",
  isOpen: false,
  baseQty: 0,
  takenOff: 0,
  unitQty: 0,
  isPart: false,
  heldQty: 0,
};

export class ListTable {
  readonly #lists = new Map<number, OrderList>();
  readonly #links = new Map<number, ListLink>();
  /** By session, ListID or ClOrdLinkID, and which of the two it is. */
  readonly #numbers = new Map<string, number>();
  #lastNumber = 0;

  /** How many there are; while there are none, no event has to be looked at. */
  get size(): number {
    return this.#lists.size;
  }

  get nextNumber(): number {
    return this.#lastNumber + 1;
  }

  /** Of a number that an event had. */
  get(listNumber: number): OrderList {
    const list = this.#lists.get(listNumber);
    assert(list !== undefined, "no such list");
    return list;
  }

  find(sessionId: number, listId: string): OrderList | undefined {
    return this.#lists.get(this.#numbers.get(nameOf({ sessionId, listId, isLinked: false })) ?? 0);
  }

  /** The latest of the orders a session has linked by that ClOrdLinkID. */
  findLinked(sessionId: number, listId: string): OrderList | undefined {
    return this.#lists.get(this.#numbers.get(nameOf({ sessionId, listId, isLinked: true })) ?? 0);
  }

  /** Every list there is. */
  all(): IterableIterator<OrderList> {
    return this.#lists.values();
  }

  /** What of the order's quantity no venue has been given. */
  heldQtyOf(orderId: number): number {
    return this.#links.get(orderId)?.heldQty ?? 0;
  }

  linkOf(orderId: number): ListLink | undefined {
    return this.#links.get(orderId);
  }

  /** The list an order is in. */
  listOf(orderId: number): OrderList | undefined {
    const link = this.#links.get(orderId);
    return link === undefined ? undefined : this.#lists.get(link.listNumber);
  }

  add({ type: _, ...shape }: ListReceived): void {
    assert(shape.listNumber === this.nextNumber, "lists must be numbered one after the other");
    this.#lastNumber = shape.listNumber;
    this.#put({ ...shape, stage: ListStage.Received, orderIds: [], received: 0, open: 0, overDay: 0 });
  }

  /** @param orderQty what the order is to trade; 0 when it is over already */
  join({ orderId, listNumber, listSeqNo, linkId }: OrderListed, orderQty: number, tradingDay: number): void {
    const list = this.get(listNumber);
    const isOpen = orderQty > 0;
    list.orderIds.push(orderId);
    list.received++;
    this.#links.set(orderId, {
      listNumber,
      listSeqNo,
      linkId,
      isOpen: false,
      baseQty: orderQty,
      takenOff: 0,
      unitQty: orderQty,
      isPart: list.contingency === Contingency.Oto && listSeqNo !== FIRST,
      heldQty: 0,
    });
    if (list.open === 0) list.overDay = tradingDay;
    this.note(orderId, isOpen, tradingDay);
  }

  /** Whether an order may still trade, after something happened to it. */
  note(orderId: number, isOpen: boolean, tradingDay: number): void {
    const link = this.#links.get(orderId);
    if (link === undefined || link.isOpen === isOpen) return;
    link.isOpen = isOpen;
    const list = this.get(link.listNumber);
    list.open += isOpen ? 1 : -1;
    if (list.open === 0) list.overDay = tradingDay;
  }

  /** Forgets orders that left memory, and lists that have none left. */
  drop(isHere: (orderId: number) => boolean): void {
    for (const orderId of this.#links.keys()) if (!isHere(orderId)) this.#links.delete(orderId);
    for (const list of this.#lists.values()) {
      list.orderIds = list.orderIds.filter(isHere);
      if (list.orderIds.length > 0) continue;
      this.#lists.delete(list.listNumber);
      // Its name may be another's since.
      if (this.#numbers.get(nameOf(list)) === list.listNumber) this.#numbers.delete(nameOf(list));
    }
  }

  /** Writes the table, or reads one into an empty one. */
  transfer(image: Image): void {
    this.#lastNumber = image.int(this.#lastNumber);
    const lists = [...this.#lists.values()];
    for (let index = 0, count = image.count(lists.length); index < count; index++) {
      const list = transferList(lists[index] ?? NO_LIST, image);
      if (image.isReading) this.#put(list);
    }
    const links = [...this.#links];
    for (let index = 0, count = image.count(links.length); index < count; index++) {
      const [was, link] = links[index] ?? [0, NO_LINK];
      const orderId = image.int(was);
      const read = transferLink(link, image);
      if (image.isReading) this.#links.set(orderId, read);
    }
  }

  #put(list: OrderList): void {
    this.#lists.set(list.listNumber, list);
    this.#numbers.set(nameOf(list), list.listNumber);
  }
}

function nameOf({ sessionId, listId, isLinked }: Pick<OrderList, "sessionId" | "listId" | "isLinked">): string {
  return `${sessionId}${isLinked ? "+" : " "}${listId}`;
}

function transferList(was: OrderList, image: Image): OrderList {
  const list = {
    listNumber: image.int(was.listNumber),
    sessionId: image.int(was.sessionId),
    listId: image.text(was.listId),
    contingency: image.int(was.contingency) as Contingency,
    totNoOrders: image.int(was.totNoOrders),
    waitsForExecute: image.flag(was.waitsForExecute),
    isLinked: image.flag(was.isLinked),
    stage: image.int(was.stage) as ListStage,
    orderIds: [] as number[],
    received: image.int(was.received),
    open: image.int(was.open),
    overDay: image.int(was.overDay),
  };
  for (let index = 0, count = image.count(was.orderIds.length); index < count; index++)
    list.orderIds.push(image.int(was.orderIds[index] ?? 0));
  return list;
}

function transferLink(was: ListLink, image: Image): ListLink {
  return {
    listNumber: image.int(was.listNumber),
    listSeqNo: image.int(was.listSeqNo),
    linkId: image.text(was.linkId),
    isOpen: image.flag(was.isOpen),
    baseQty: image.int(was.baseQty),
    takenOff: image.int(was.takenOff),
    unitQty: image.int(was.unitQty),
    isPart: image.flag(was.isPart),
    heldQty: image.int(was.heldQty),
  };
}
