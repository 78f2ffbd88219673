/**
 * Who may send orders. Only the OMS gets numbered reports; the agents are told their fills. From `FIRST_CLIENT` on they are
 * clients of the exchange's own FIX server, each heard by the client listener.
 */
export const Participant = { Oms: 0, MarketMaker: 1, NoiseTaker: 2 } as const;
export const FIRST_CLIENT = 16;

/** Told of every report to a client of the exchange's own server, as the numbers `ReportQueue` keeps. */
export type ClientListener = {
  onReport(
    participant: number,
    kind: number,
    clientOrder: number,
    request: number,
    orderNumber: number,
    execNumber: number,
    lastQty: number,
    lastPx: number,
    orderQty: number,
    price: number,
    reason: number,
    text: number,
  ): void;
};
