/**
 * Who may send orders. Only the OMS gets numbered reports. From 1 to `LAST_AGENT` they are the exchange's own traffic, heard
 * by the agents' listener; from `FIRST_CLIENT` on clients of the exchange's own FIX server, heard by the clients'. The hidden
 * counterparty is heard by nobody: it trades where a scenario or the certification table says so.
 */
export const Participant = { Oms: 0, Hidden: 15 } as const;
export const FIRST_AGENT = 1;
export const LAST_AGENT = 14;
export const FIRST_CLIENT = 16;

/** Told of every report to an agent, or to a client of the exchange's own server, as the numbers `ReportQueue` keeps. */
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
