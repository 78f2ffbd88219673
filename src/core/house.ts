/** The house's own part in orders: whose they are when they are no client's, and what they are called then. */

/** Orders of no client's session: the desk's own. */
export const HOUSE = 0;

/** The name of an order to which no client gave a ClOrdID. */
export function houseClOrdId(orderId: number): string {
  return `H${orderId}`;
}
