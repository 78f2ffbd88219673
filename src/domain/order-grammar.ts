/**
 * The language orders are typed in, at the console and in the blotter's command line: one line of text becomes one typed
 * command, or one sentence that names the place and says what was expected. Quantities and prices stay text, exact to
 * the digit. Pure: it knows no session, no order and no instrument.
 *
 *   buy 100 ZVZZT @ 100.00            sell 10k ZVZZT market ioc          sell 10k ZVZZT lim 100.02 day for HOUSE
 *   cancel last                       replace C-3 200 @ 100.05           status C-3
 */
import { ACCOUNT_MAX, CL_ORD_ID_MAX, SYMBOL_MAX, TEXT_MAX } from "./limits.ts";
import { OrdType, Side, TimeInForce } from "./values.ts";

export type NewOrderWords = {
  readonly kind: "new";
  readonly side: Side;
  /** Plain decimal: "10000" for 10k. */
  readonly qty: string;
  readonly symbol: string;
  readonly ordType: typeof OrdType.Market | typeof OrdType.Limit;
  /** "" for a market order. */
  readonly price: string;
  readonly timeInForce: TimeInForce;
  /** "" for that of whoever sends it. */
  readonly account: string;
  /** People are to work it. */
  readonly isCare: boolean;
};
export type OrderCommand =
  | NewOrderWords
  /** `target` is an order's id (to a client its ClOrdID, at the desk its OrderID), or "last". */
  | { readonly kind: "cancel"; readonly target: string }
  | { readonly kind: "status"; readonly target: string }
  | { readonly kind: "accept"; readonly target: string }
  /** "" leaves the quantity, or the price, as it is. */
  | { readonly kind: "replace"; readonly target: string; readonly qty: string; readonly price: string }
  /** A part of an order that people work. "" for a market order. */
  | {
      readonly kind: "slice";
      readonly target: string;
      readonly qty: string;
      readonly price: string;
      readonly timeInForce: TimeInForce;
    }
  | { readonly kind: "note"; readonly target: string; readonly text: string }
  | { readonly kind: "orders" | "help" | "quit" | "nothing" };

/** `column` counts from 1, for a caret under the text; `length` is 0 where something is missing. */
export type ParsedLine =
  | { readonly ok: true; readonly command: OrderCommand }
  | { readonly ok: false; readonly error: string; readonly column: number; readonly length: number };

/** What may stand at the end of a line. */
export type Completion = {
  /** Where the word begins that is being typed, from 1. */
  readonly column: number;
  /** The words of the grammar that begin like it. */
  readonly words: readonly string[];
  /** What else is expected, of which the grammar knows none by name. */
  readonly wants: readonly Wanted[];
};
export type Wanted = "quantity" | "symbol" | "price" | "order" | "account" | "words";

export const ORDER_GRAMMAR_HELP = `  buy|sell|short QTY SYMBOL @ PRICE [day|gtc|ioc|fok] [for ACCOUNT] [care]
                                                          buy 100 ZVZZT @ 100.00   or   lim 100.00
  buy|sell|short QTY SYMBOL market [day|gtc|ioc|fok]      sell 10k ZVZZT market ioc
  cancel ORDER|last
  replace ORDER|last [QTY] [@ PRICE]                      replace last 200 @ 100.05
  status ORDER|last
  orders    help    quit
  At the desk only: accept ORDER, slice ORDER QTY @ PRICE|market [TIF], note ORDER WORDS
  An order is named by its ClOrdID, at the desk by its OrderID. A quantity may end in k (thousand) or m (million): 10k, 1.5m.`;

/** Longest line looked at; an order needs a tenth of it. */
export const ORDER_LINE_MAX = 512;
const DIGITS_MAX = 15;
const SIDES: ReadonlyMap<string, Side> = new Map([
  ["buy", Side.Buy],
  ["b", Side.Buy],
  ["sell", Side.Sell],
  ["s", Side.Sell],
  ["short", Side.SellShort],
]);
const TIMES_IN_FORCE: ReadonlyMap<string, TimeInForce> = new Map([
  ["day", TimeInForce.Day],
  ["gtc", TimeInForce.GoodTillCancel],
  ["ioc", TimeInForce.ImmediateOrCancel],
  ["fok", TimeInForce.FillOrKill],
]);
const VERBS = ["buy", "sell", "short", "cancel", "replace", "status", "accept", "slice", "note", "orders", "help"];
const LIMIT_WORDS: ReadonlySet<string> = new Set(["@", "lim", "limit", "lmt"]);
const MARKET_WORDS: ReadonlySet<string> = new Set(["market", "mkt"]);
const PRICE_WORDS = ["@", "lim", "market"];
const TIME_WORDS = [...TIMES_IN_FORCE.keys()];
const TARGET_WORDS = ["last"];

type Word = { readonly text: string; readonly column: number };

/** What a rule throws to `parseOrderLine`, its only caller's only catch: this file is cold, and rules stay readable. */
class Fault extends Error {
  readonly word: Word;

  constructor(word: Word, sentence: string) {
    super(sentence);
    this.word = word;
  }
}

/** The words of a line and the place reached in them. */
class Words {
  /** What may stand where the line ends. */
  readonly literals: string[] = [];
  readonly wanted: Wanted[] = [];
  readonly last: Word;
  readonly #line: string;
  readonly #words: Word[];
  readonly #end: Word;
  /** Of the word that is being typed. */
  readonly #lastIndex: number;
  #at = 0;

  constructor(line: string) {
    this.#line = line;
    // "@100" and "@ 100" are the same: the sign is a word of its own.
    this.#words = [...line.matchAll(/@|[^\s@]+/g)].map((found) => ({ text: found[0], column: found.index + 1 }));
    this.#end = { text: "", column: line.trimEnd().length + 1 };
    const isBegun = this.#words.length > 0 && !/[\s@]$/.test(line);
    this.#lastIndex = this.#words.length - (isBegun ? 1 : 0);
    this.last = this.#words[this.#lastIndex] ?? { text: "", column: line.length + 1 };
  }

  /** The next word, with an empty text at the end. */
  peek(): Word {
    return this.#words[this.#at] ?? this.#end;
  }

  /** Notes what may stand here, for whoever asks how the line can go on. */
  wants(wanted: Wanted | null, literals: readonly string[] = []): void {
    if (this.#at !== this.#lastIndex) return;
    if (wanted !== null) this.wanted.push(wanted);
    this.literals.push(...literals);
  }

  next(): Word {
    const word = this.peek();
    this.#at++;
    return word;
  }

  /** Everything from here on, as it was typed. */
  rest(): string {
    const { text, column } = this.peek();
    this.#at = this.#words.length;
    return text === "" ? "" : this.#line.slice(column - 1).trim();
  }

  end(): void {
    const word = this.peek();
    if (word.text !== "") throw new Fault(word, `nothing is expected after the command, found "${word.text}"`);
  }
}

export function parseOrderLine(line: string): ParsedLine {
  return parse(line, new Words(line.slice(0, ORDER_LINE_MAX)));
}

/** How a line can go on, or its last word be ended. */
export function completeOrderLine(line: string): Completion {
  const words = new Words(line.slice(0, ORDER_LINE_MAX));
  parse(line, words);
  const begun = words.last.text.toLowerCase();
  const found = words.literals.filter((word) => word.startsWith(begun) && (word !== begun || begun === ""));
  return { column: words.last.column, words: [...new Set(found)], wants: [...new Set(words.wanted)] };
}

/** A quantity as people write it: "10k" is "10000". @returns null with the fault's words when it is none */
export function readQuantity(text: string): { qty: string } | { fault: string } {
  try {
    const words = new Words(text);
    const qty = parseQty(words);
    return words.peek().text === "" ? { qty } : { fault: `"${text}" is more than one number` };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { fault: error.message };
  }
}

function parse(line: string, words: Words): ParsedLine {
  if (line.length > ORDER_LINE_MAX)
    return { ok: false, error: `the line is longer than ${ORDER_LINE_MAX} characters`, column: 1, length: 0 };
  try {
    const command = parseCommand(words);
    words.end();
    return { ok: true, command };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const { text, column } = error.word;
    return { ok: false, error: `column ${column}: ${error.message}`, column, length: text.length };
  }
}

/** The shortest text that `parseOrderLine` reads as the same command. */
export function orderCommandText(command: OrderCommand): string {
  switch (command.kind) {
    case "new": {
      const side = nameOf(SIDES, command.side);
      const account = command.account === "" ? "" : ` for ${command.account}`;
      const price = command.ordType === OrdType.Market ? " market" : priceText(command.price);
      const terms = `${command.qty} ${command.symbol}${price}${timeText(command.timeInForce)}`;
      return `${side} ${terms}${account}${command.isCare ? " care" : ""}`;
    }
    case "replace":
      return `replace ${command.target}${command.qty === "" ? "" : ` ${command.qty}`}${priceText(command.price)}`;
    case "slice": {
      const price = command.price === "" ? " market" : priceText(command.price);
      return `slice ${command.target} ${command.qty}${price}${timeText(command.timeInForce)}`;
    }
    case "note":
      return `note ${command.target} ${command.text}`;
    case "cancel":
    case "status":
    case "accept":
      return `${command.kind} ${command.target}`;
    case "nothing":
      return "";
    default:
      return command.kind;
  }
}

function priceText(price: string): string {
  return price === "" ? "" : ` @ ${price}`;
}

function timeText(timeInForce: TimeInForce): string {
  return timeInForce === TimeInForce.Day ? "" : ` ${nameOf(TIMES_IN_FORCE, timeInForce)}`;
}

function parseCommand(words: Words): OrderCommand {
  words.wants(null, VERBS);
  const verb = words.next();
  const name = verb.text.toLowerCase();
  const side = SIDES.get(name);
  if (side !== undefined) return parseNew(words, side);
  switch (name) {
    case "":
      return { kind: "nothing" };
    case "cancel":
    case "status":
    case "accept":
      return { kind: name, target: parseTarget(words) };
    case "replace":
      return parseReplace(words);
    case "slice":
      return parseSlice(words);
    case "note":
      return parseNote(words);
    case "orders":
    case "help":
    case "quit":
      return { kind: name };
    case "exit":
      return { kind: "quit" };
    default:
      throw new Fault(verb, `"${verb.text}" is no command; expected ${VERBS.join(", ")} or quit`);
  }
}

function parseNew(words: Words, side: Side): OrderCommand {
  const qty = parseQty(words);
  const symbol = parseSymbol(words);
  const { price, timeInForce, account, isCare } = parseTerms(words, true);
  if (price === null) throw new Fault(words.peek(), "a price is missing; expected @ PRICE, or market");
  const ordType = price === "" ? OrdType.Market : OrdType.Limit;
  return { kind: "new", side, qty, symbol, ordType, price, timeInForce, account, isCare };
}

function parseSlice(words: Words): OrderCommand {
  const target = parseTarget(words);
  const qty = parseQty(words);
  const { price, timeInForce } = parseTerms(words, false);
  if (price === null) throw new Fault(words.peek(), "a price is missing; expected @ PRICE, or market");
  return { kind: "slice", target, qty, price, timeInForce };
}

type Terms = { price: string | null; timeInForce: TimeInForce; account: string; isCare: boolean };

/** Price, time in force, account and care, each once and in any order. @param isNew not a part of another order */
function parseTerms(words: Words, isNew: boolean): Terms {
  let price: string | null = null;
  let timeInForce: TimeInForce | null = null;
  let account = "";
  let isCare = false;
  for (;;) {
    if (price === null) words.wants("price", PRICE_WORDS);
    if (timeInForce === null) words.wants(null, TIME_WORDS);
    if (isNew && account === "") words.wants(null, ["for"]);
    if (isNew && !isCare) words.wants(null, ["care"]);
    const word = words.peek();
    if (word.text === "") return { price, timeInForce: timeInForce ?? TimeInForce.Day, account, isCare };
    const name = word.text.toLowerCase();
    const time = TIMES_IN_FORCE.get(name);
    if (time !== undefined) {
      if (timeInForce !== null) throw new Fault(word, `"${word.text}" would be a second time in force`);
      timeInForce = time;
      words.next();
    } else if (isNew && name === "for") {
      if (account !== "") throw new Fault(word, `"${word.text}" would be a second account`);
      words.next();
      account = parseAccount(words);
    } else if (isNew && name === "care" && !isCare) {
      words.next();
      isCare = true;
    } else {
      const isMarket = MARKET_WORDS.has(name);
      if (!isMarket && !isPriceBegun(word)) {
        const more = isNew ? ", care or for ACCOUNT" : "";
        throw new Fault(
          word,
          `"${word.text}" is not understood here; expected @ PRICE, lim PRICE, market, day, gtc, ioc, fok${more}`,
        );
      }
      if (price !== null) throw new Fault(word, `"${word.text}" would be a second price; an order has one`);
      if (isMarket) words.next();
      price = isMarket ? "" : parsePrice(words);
    }
  }
}

function parseReplace(words: Words): OrderCommand {
  const target = parseTarget(words);
  const first = words.peek();
  words.wants("quantity", PRICE_WORDS.slice(0, 2));
  const qty = first.text === "" || LIMIT_WORDS.has(first.text.toLowerCase()) ? "" : parseQty(words);
  if (qty !== "") words.wants("price", PRICE_WORDS.slice(0, 2));
  const price = isPriceBegun(words.peek()) ? parsePrice(words) : "";
  if (qty === "" && price === "")
    throw new Fault(first, "a replace changes something; expected a quantity, @ PRICE, or both");
  return { kind: "replace", target, qty, price };
}

function parseNote(words: Words): OrderCommand {
  const target = parseTarget(words);
  words.wants("words");
  const first = words.peek();
  const text = words.rest();
  if (text === "") throw new Fault(first, "the note's words are missing");
  if (text.length > TEXT_MAX) throw new Fault(first, `a note has at most ${TEXT_MAX} characters`);
  return { kind: "note", target, text };
}

function parseTarget(words: Words): string {
  words.wants("order", TARGET_WORDS);
  const word = words.next();
  if (word.text === "" || word.text === "@")
    throw new Fault(word, "which order is missing; expected its ClOrdID (at the desk its OrderID), or last");
  if (word.text.length > CL_ORD_ID_MAX) throw new Fault(word, `a ClOrdID has at most ${CL_ORD_ID_MAX} characters`);
  return word.text.toLowerCase() === "last" ? "last" : word.text;
}

function parseAccount(words: Words): string {
  words.wants("account");
  const word = words.next();
  if (word.text === "" || word.text === "@") throw new Fault(word, "an account is missing after for");
  if (word.text.length > ACCOUNT_MAX) throw new Fault(word, `an account has at most ${ACCOUNT_MAX} characters`);
  return word.text;
}

function parseQty(words: Words): string {
  words.wants("quantity");
  const word = words.next();
  const found = /^(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?([km])?$/i.exec(word.text);
  if (found === null) {
    const what = word.text === "" ? "a quantity is missing" : `"${word.text}" is no quantity`;
    throw new Fault(word, `${what}; expected a number like 100, 1,000, 10k or 1.5m`);
  }
  const zeros = found[3] === undefined ? 0 : found[3].toLowerCase() === "k" ? 3 : 6;
  const qty = shiftPoint(found[1].replaceAll(",", ""), found[2] ?? "", zeros);
  if (/^[0.]+$/.test(qty)) throw new Fault(word, "a quantity is more than zero");
  if (qty.replace(".", "").length > DIGITS_MAX) throw new Fault(word, `a quantity has at most ${DIGITS_MAX} digits`);
  return qty;
}

/** "@", "lim", or the number itself. */
function isPriceBegun({ text }: Word): boolean {
  return LIMIT_WORDS.has(text.toLowerCase()) || /^-?\d/.test(text);
}

/** A price, behind its sign or without one. */
function parsePrice(words: Words): string {
  const sign = words.peek();
  const isSigned = LIMIT_WORDS.has(sign.text.toLowerCase());
  if (isSigned) {
    words.next();
    words.wants("price");
  }
  const word = words.next();
  if (!/^-?\d+(\.\d+)?$/.test(word.text)) {
    const what = word.text === "" ? `a price is missing after ${sign.text}` : `"${word.text}" is no price`;
    throw new Fault(word, `${what}; expected a number like 100.25`);
  }
  if (word.text.replace(/[-.]/g, "").length > DIGITS_MAX)
    throw new Fault(word, `a price has at most ${DIGITS_MAX} digits`);
  return word.text;
}

/** A symbol typed all in lower case is meant in capitals; one with a capital in it is meant as it is. */
function parseSymbol(words: Words): string {
  words.wants("symbol");
  const word = words.next();
  if (!/^[a-z\d][a-z\d./_:-]*$/i.test(word.text)) {
    const what = word.text === "" || word.text === "@" ? "a symbol is missing" : `"${word.text}" is no symbol`;
    throw new Fault(word, `${what}; expected one like ZVZZT`);
  }
  if (word.text.length > SYMBOL_MAX) throw new Fault(word, `a symbol has at most ${SYMBOL_MAX} characters`);
  return symbolOf(word.text);
}

/** As it is meant: see `parseSymbol`. */
export function symbolOf(text: string): string {
  return /[A-Z]/.test(text) ? text : text.toUpperCase();
}

/** Moves the decimal point `zeros` places to the right, in text: 1.5m is exactly 1500000. */
function shiftPoint(whole: string, fraction: string, zeros: number): string {
  const digits = (whole + fraction.padEnd(zeros, "0").slice(0, zeros)).replace(/^0+(?=\d)/, "");
  const rest = fraction.slice(zeros).replace(/0+$/, "");
  return rest === "" ? digits : `${digits}.${rest}`;
}

function nameOf<Value>(names: ReadonlyMap<string, Value>, value: Value): string {
  for (const [name, candidate] of names) if (candidate === value) return name;
  return "";
}
