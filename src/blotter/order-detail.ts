/** Fetches one order's story, and again when the order changes while it is open. */
import { useEffect, useState } from "preact/hooks";
import type { OrderDetail } from "../desk/detail-wire.ts";
import type { OrderRow } from "../desk/wire.ts";
import * as store from "./store.ts";

/** A fill every few milliseconds must not be a query every few milliseconds. */
const AGAIN_MS = 400;

export type Loaded = { detail: OrderDetail | null; error: string };

export function useOrderDetail(orderId: number): Loaded {
  const [loaded, setLoaded] = useState<Loaded>({ detail: null, error: "" });
  void store.ordersVersion.value;
  const row = store.orders.order(orderId);
  const stamp = row === undefined ? "" : `${row.updatedUs}${row.ordStatus}`;
  const isFirst = loaded.detail === null;
  // The stamp is among the inputs because it says that the order changed.
  useEffect(() => {
    const abort = new AbortController();
    const timer = setTimeout(
      () => void load(orderId, abort.signal).then((next) => next !== null && setLoaded(next)),
      isFirst ? 0 : AGAIN_MS,
    );
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [orderId, stamp]);
  return loaded;
}

/** An order by its OrderID, also one that the table does not hold. @returns undefined when there is none, or no answer */
export async function orderRow(orderId: number): Promise<OrderRow | undefined> {
  return store.orders.order(orderId) ?? (await load(orderId, new AbortController().signal))?.detail?.order;
}

async function load(orderId: number, signal: AbortSignal): Promise<Loaded | null> {
  try {
    const reply = await fetch(`/api/orders/${orderId}`, { signal });
    const body = (await reply.json()) as OrderDetail & { text?: string };
    if (!reply.ok) return { detail: null, error: body.text ?? `the desk answered ${reply.status}` };
    return { detail: body, error: "" };
  } catch (error) {
    if (signal.aborted) return null;
    return { detail: null, error: `the desk could not be reached: ${error instanceof Error ? error.message : error}` };
  }
}
