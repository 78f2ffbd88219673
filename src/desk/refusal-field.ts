/** Which field of a form a refusal is about, by the names it uses: refusals name the FIX field, or what they measure. */

export type FieldName =
  | "side"
  | "qty"
  | "symbol"
  | "ordType"
  | "price"
  | "timeInForce"
  | "account"
  | "client"
  | "text"
  | "owner";

const FIELDS: readonly (readonly [names: RegExp, field: FieldName])[] = [
  [/^OrderQty\(38\)|^LastQty\(32\)|^notional |^the quantity |that are free/, "qty"],
  [/^Price\(44\)|^LastPx\(31\)|^the price |the client's limit is/, "price"],
  [/^Symbol\(55\)|^SecurityID\(48\)|^SecurityExchange\(207\)/, "symbol"],
  [/^Account\(1\)/, "account"],
  [/^there is no session |has several sessions; name one/, "client"],
  [/^Side\(54\)/, "side"],
  [/^TimeInForce\(59\)/, "timeInForce"],
  [/^OrdType\(40\)/, "ordType"],
  [/^the note /, "text"],
  [/^say to whom/, "owner"],
];

/** @returns "" for a refusal that is about the whole */
export function fieldOf(refusal: string): FieldName | "" {
  return FIELDS.find(([names]) => names.test(refusal))?.[1] ?? "";
}
