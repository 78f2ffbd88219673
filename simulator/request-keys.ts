/** The OMS's ClOrdIDs at the exchange, which are its order and request numbers in one. */
import { parseVenueClOrdId } from "../src/domain/instrument.ts";
import { assert } from "../src/lib/assert.ts";

export function requestKey(clOrdId: string): number {
  const key = parseVenueClOrdId(clOrdId);
  assert(key !== -1, "a ClOrdID that is not the OMS's own");
  return key;
}

export function keyOrder(key: number): number {
  return Math.floor(key / 65_536);
}

export function keyRequest(key: number): number {
  return key & 0xffff;
}
