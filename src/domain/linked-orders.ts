/**
 * What a single order says of others it is linked with: ContingencyType(1385), which comes with the terms few orders have,
 * and ClOrdLinkID(583), which is carried with it. Cold.
 */

/** ContingencyType, as a tag among an order's terms. */
export const CONTINGENCY_TAG = 1385;
const LINK = "583=";
const SOH = "\x01";

/** ContingencyType of an order as its client wrote it; 0 without one. @param moreTerms triples (tag, mantissa, scale) */
export function contingencyOf(moreTerms: readonly number[]): number {
  for (let index = 0; index < moreTerms.length; index += 3)
    if (moreTerms[index] === CONTINGENCY_TAG) return moreTerms[index + 1];
  return 0;
}

/** The other terms. */
export function withoutContingency(moreTerms: readonly number[]): number[] {
  const others: number[] = [];
  for (let index = 0; index < moreTerms.length; index += 3)
    if (moreTerms[index] !== CONTINGENCY_TAG) others.push(...moreTerms.slice(index, index + 3));
  return others;
}

/** ClOrdLinkID among the fields that are carried, each with its separator; "" without one. */
export function linkIdOf(carried: string): string {
  const field = carried.split(SOH).find((text) => text.startsWith(LINK));
  return field === undefined ? "" : field.slice(LINK.length);
}
