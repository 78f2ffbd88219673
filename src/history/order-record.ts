/** An order as history stores it and the desk shows it: what core's `viewOrder` returns, in plain fields. */
export type OrderRecord = {
  orderId: number;
  sessionId: number;
  compId: string;
  clOrdId: string;
  account: string;
  symbol: string;
  currency: string;
  priceScale: number;
  qtyScale: number;
  side: string;
  ordType: string;
  timeInForce: string;
  ordStatus: string;
  orderQty: number;
  cumQty: number;
  leavesQty: number;
  /** NO_PRICE for none. */
  price: number;
  avgPxMantissa: number;
  avgPxScale: number;
  venueId: number;
  exchangeOrderId: string;
  ruleId: string;
  pending: "" | "Cancel" | "Replace";
  createdNs: bigint;
  updatedNs: bigint;
  text: string;
};

/** Times leave the core's nanoseconds here: microseconds are exact in a double until the year 2255. */
export function microseconds(timeNs: bigint): number {
  return Number(timeNs / 1000n);
}

/** One report about an order: a fill, or a change of its state. */
export type ExecutionRecord = {
  /** `${sequence}-${eventIndex}` of the event it comes from. */
  execId: string;
  sequence: number;
  eventIndex: number;
  orderId: number;
  timeUs: number;
  /** ExecType (150) as FIX 4.4 has it. */
  execType: string;
  ordStatus: string;
  lastQty: number | null;
  lastPx: number | null;
  cumQty: number;
  leavesQty: number;
  exchangeExecId: string;
  /** Of the request the report answers: an order's own changes with each replace. */
  clOrdId: string;
  text: string;
  /** Of its order, for a table that shows it beside others. */
  symbol: string;
  compId: string;
  side: string;
  priceScale: number;
  qtyScale: number;
};
