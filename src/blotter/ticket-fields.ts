/** The fields of each form, in the order people say them, and what a field may be. */
import type { Preview, PreviewQuery } from "../desk/preview-wire.ts";
import type { Action } from "./actions.ts";

export type FieldName =
  | "side"
  | "qty"
  | "symbol"
  | "ordType"
  | "price"
  | "timeInForce"
  | "account"
  | "client"
  | "contra"
  | "text"
  | "owner"
  | "desk"
  | "user";
export type Values = Partial<Record<FieldName, string>>;
/** Actions with terms that the desk judges while they are typed. */
export type TermsAction = PreviewQuery["action"];

/** Side, quantity, symbol, type, price, time: as a trader says it. */
export const TERMS: Readonly<Record<TermsAction, readonly FieldName[]>> = {
  new: ["side", "qty", "symbol", "ordType", "price", "timeInForce"],
  slice: ["qty", "ordType", "price", "timeInForce"],
  fill: ["qty", "price"],
  replace: ["qty", "price"],
};
export const MORE: Readonly<Record<TermsAction, readonly FieldName[]>> = {
  new: ["account", "client"],
  slice: [],
  fill: ["contra"],
  replace: [],
};
/** Forms that want words only. */
export const WORD_FIELDS: Partial<Record<Action, readonly FieldName[]>> = {
  reject: ["text"],
  pass: ["owner", "desk"],
  cancel: ["text"],
  note: ["text"],
};
export const LABELS: Readonly<Record<FieldName, string>> = {
  side: "Side",
  qty: "Quantity",
  symbol: "Symbol",
  ordType: "Type",
  price: "Price",
  timeInForce: "TIF",
  account: "Account",
  client: "Client, by telephone",
  contra: "With whom",
  text: "Why, or what",
  owner: "Trader",
  desk: "Desk",
  user: "You are",
};
export const CHOICES: Partial<Record<FieldName, readonly (readonly [code: string, word: string])[]>> = {
  side: [
    ["1", "Buy"],
    ["2", "Sell"],
    ["5", "Short"],
  ],
  ordType: [
    ["2", "Limit"],
    ["1", "Market"],
  ],
  timeInForce: [
    ["0", "Day"],
    ["1", "GTC"],
    ["3", "IOC"],
    ["4", "FOK"],
  ],
};

export function isTerms(action: Action): action is TermsAction {
  return action in TERMS;
}

/** As the desk is asked about it; a market order has no price whatever stands in its field. */
export function queryOf(
  action: TermsAction,
  { orderId, seen }: { orderId: number; seen: string },
  values: Values,
): Omit<PreviewQuery, "user"> {
  const query: Omit<PreviewQuery, "user"> = orderId > 0 ? { action, orderId, seen } : { action };
  for (const name of [...TERMS[action], ...MORE[action]]) {
    const text = values[name]?.trim() ?? "";
    if (text !== "" && !(name === "price" && values.ordType === "1")) Object.assign(query, { [name]: text });
  }
  return query;
}

/** What is wrong with a field, in words; "" when nothing is. @param isTried it was to be sent: what is missing counts, too */
export function faultOf(preview: Preview | null, name: FieldName, isTried: boolean): string {
  const found = preview?.faults.find(({ field, isMissing }) => field === name && (isTried || !isMissing));
  return found?.text ?? "";
}
