/** Terms few orders have, in words: pairs of a FIX tag and its value, as events hold them. */
import type { OrderRow } from "../desk/wire.ts";
import { decimal, quantity } from "./format.ts";

type Reader = (value: number, order: OrderRow) => string;
const aPrice =
  (name: string): Reader =>
  (value, { priceScale }) =>
    `${name} ${decimal(value, priceScale)}`;
const aQty =
  (name: string): Reader =>
  (value, { qtyScale }) =>
    `${name} ${quantity(value, qtyScale)}`;
const aNumber =
  (name: string): Reader =>
  (value) =>
    `${name} ${value}`;
const FOR_PEOPLE = "3".charCodeAt(0);

const READERS: Readonly<Record<number, Reader>> = {
  18: (value) => `ExecInst ${String.fromCharCode(value)}`,
  21: (value) => (value === FOR_PEOPLE ? "for the desk to work" : ""),
  99: aPrice("stop"),
  110: aQty("at least"),
  111: aQty("shows"),
  210: aQty("shows"),
  211: aPrice("peg offset"),
  432: aNumber("until"),
  1094: aNumber("PegPriceType"),
  1138: aQty("shows"),
  2362: aNumber("self-match id"),
  2964: aNumber("self-match instruction"),
};

export function termsText(terms: readonly number[], order: OrderRow): string {
  const parts: string[] = [];
  for (let at = 0; at + 1 < terms.length; at += 2) {
    const [tag, value] = terms.slice(at, at + 2);
    parts.push(READERS[tag]?.(value, order) ?? `tag ${tag} ${value}`);
  }
  return parts.filter((part) => part !== "").join(", ");
}
