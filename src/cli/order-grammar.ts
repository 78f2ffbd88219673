/**
 * The language orders are typed in, at the console and in the blotter's command line: one line of text becomes one typed
 * command, or one sentence that names the column and says what was expected. Quantities and prices stay text, exact to
 * the digit. Pure: it knows no session, no order and no instrument.
 *
 *   buy 100 ZVZZT @ 100.00            sell 10k ZVZZT market ioc          sell 1.5m AAPL @ 230 gtc
 *   cancel last                       replace C-3 200 @ 100.05           status C-3
 */
import { CL_ORD_ID_MAX, SYMBOL_MAX } from "../domain/limits.ts";
import { OrdType, Side, TimeInForce } from "../domain/values.ts";

export type OrderCommand =
  | {
      readonly kind: "new";
      readonly side: Side;
      /** Plain decimal: "10000" for 10k. */
      readonly qty: string;
      readonly symbol: string;
      readonly ordType: typeof OrdType.Market | typeof OrdType.Limit;
      /** "" for a market order. */
      readonly price: string;
      readonly timeInForce: TimeInForce;
    }
  /** `target` is a ClOrdID, or "last". */
  | { readonly kind: "cancel"; readonly target: string }
  | { readonly kind: "status"; readonly target: string }
  /** "" leaves the quantity, or the price, as it is. */
  | { readonly kind: "replace"; readonly target: string; readonly qty: string; readonly price: string }
  | { readonly kind: "orders" | "help" | "quit" | "nothing" };

/** `column` counts from 1, for a caret under the text. */
export type ParsedLine =
  | { readonly ok: true; readonly command: OrderCommand }
  | { readonly ok: false; readonly error: string; readonly column: number };

export const ORDER_GRAMMAR_HELP = `  buy|sell|short QTY SYMBOL @ PRICE [day|gtc|ioc|fok]     buy 100 ZVZZT @ 100.00
  buy|sell|short QTY SYMBOL market [day|gtc|ioc|fok]      sell 10k ZVZZT market ioc
  cancel ClOrdID|last
  replace ClOrdID|last [QTY] [@ PRICE]                    replace last 200 @ 100.05
  status ClOrdID|last
  orders    help    quit
  A quantity may end in k (thousand) or m (million): 10k, 1.5m.`;

/** Longest line looked at; an order needs a tenth of it. */
const LINE_MAX = 512;
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
const VERBS = "buy, sell, short, cancel, replace, status, orders, help or quit";

type Word = { readonly text: string; readonly column: number };

/** What a rule throws to `parseOrderLine`, its only caller's only catch: this file is cold, and rules stay readable. */
class Fault extends Error {
  readonly column: number;

  constructor(word: Word, sentence: string) {
    super(sentence);
    this.column = word.column;
  }
}

/** The words of a line and the place reached in them. */
class Words {
  readonly #words: Word[];
  readonly #end: Word;
  #at = 0;

  constructor(line: string) {
    // "@100" and "@ 100" are the same: the sign is a word of its own.
    this.#words = [...line.matchAll(/@|[^\s@]+/g)].map((found) => ({ text: found[0], column: found.index + 1 }));
    this.#end = { text: "", column: line.trimEnd().length + 1 };
  }

  /** The next word, with an empty text at the end. */
  peek(): Word {
    return this.#words[this.#at] ?? this.#end;
  }

  next(): Word {
    const word = this.peek();
    this.#at++;
    return word;
  }

  take(text: string): boolean {
    if (this.peek().text.toLowerCase() !== text) return false;
    this.#at++;
    return true;
  }

  end(): void {
    const word = this.peek();
    if (word.text !== "") throw new Fault(word, `nothing is expected after the command, found "${word.text}"`);
  }
}

export function parseOrderLine(line: string): ParsedLine {
  if (line.length > LINE_MAX) return { ok: false, error: `the line is longer than ${LINE_MAX} characters`, column: 1 };
  try {
    const words = new Words(line);
    const command = parseCommand(words);
    words.end();
    return { ok: true, command };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { ok: false, error: `column ${error.column}: ${error.message}`, column: error.column };
  }
}

/** The shortest text that `parseOrderLine` reads as the same command. */
export function orderCommandText(command: OrderCommand): string {
  switch (command.kind) {
    case "new": {
      const price = command.ordType === OrdType.Market ? "market" : `@ ${command.price}`;
      const side = nameOf(SIDES, command.side);
      const timeInForce =
        command.timeInForce === TimeInForce.Day ? "" : ` ${nameOf(TIMES_IN_FORCE, command.timeInForce)}`;
      return `${side} ${command.qty} ${command.symbol} ${price}${timeInForce}`;
    }
    case "replace": {
      const qty = command.qty === "" ? "" : ` ${command.qty}`;
      return `replace ${command.target}${qty}${command.price === "" ? "" : ` @ ${command.price}`}`;
    }
    case "cancel":
    case "status":
      return `${command.kind} ${command.target}`;
    case "nothing":
      return "";
    default:
      return command.kind;
  }
}

function parseCommand(words: Words): OrderCommand {
  const verb = words.next();
  const name = verb.text.toLowerCase();
  const side = SIDES.get(name);
  if (side !== undefined) return parseNew(words, side);
  switch (name) {
    case "":
      return { kind: "nothing" };
    case "cancel":
      return { kind: "cancel", target: parseTarget(words) };
    case "status":
      return { kind: "status", target: parseTarget(words) };
    case "replace":
      return parseReplace(words);
    case "orders":
    case "help":
    case "quit":
      return { kind: name };
    case "exit":
      return { kind: "quit" };
    default:
      throw new Fault(verb, `"${verb.text}" is no command; expected ${VERBS}`);
  }
}

function parseNew(words: Words, side: Side): OrderCommand {
  const qty = parseQty(words);
  const symbol = parseSymbol(words);
  let price: string | null = null;
  let timeInForce: TimeInForce | null = null;
  for (let word = words.peek(); word.text !== ""; word = words.peek()) {
    const name = word.text.toLowerCase();
    const found = TIMES_IN_FORCE.get(name);
    const isPrice = name === "@" || name === "market" || name === "mkt";
    if (found === undefined && !isPrice) {
      throw new Fault(word, `"${word.text}" is not understood here; expected @ PRICE, market, day, gtc, ioc or fok`);
    }
    if (isPrice && price !== null) throw new Fault(word, `"${word.text}" would be a second price; an order has one`);
    if (found !== undefined && timeInForce !== null)
      throw new Fault(word, `"${word.text}" would be a second time in force`);
    words.next();
    if (found !== undefined) timeInForce = found;
    else price = name === "@" ? parsePrice(words) : "";
  }
  if (price === null) throw new Fault(words.peek(), "a price is missing; expected @ PRICE, or market");
  const ordType = price === "" ? OrdType.Market : OrdType.Limit;
  return { kind: "new", side, qty, symbol, ordType, price, timeInForce: timeInForce ?? TimeInForce.Day };
}

function parseReplace(words: Words): OrderCommand {
  const target = parseTarget(words);
  const nothing = words.peek();
  const qty = nothing.text === "" || nothing.text === "@" ? "" : parseQty(words);
  const price = words.take("@") ? parsePrice(words) : "";
  if (qty === "" && price === "")
    throw new Fault(nothing, "a replace changes something; expected a quantity, @ PRICE, or both");
  return { kind: "replace", target, qty, price };
}

function parseTarget(words: Words): string {
  const word = words.next();
  if (word.text === "" || word.text === "@")
    throw new Fault(word, "which order is missing; expected its ClOrdID, or last");
  if (word.text.length > CL_ORD_ID_MAX) throw new Fault(word, `a ClOrdID has at most ${CL_ORD_ID_MAX} characters`);
  return word.text.toLowerCase() === "last" ? "last" : word.text;
}

function parseQty(words: Words): string {
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

function parsePrice(words: Words): string {
  const word = words.next();
  if (!/^-?\d+(\.\d+)?$/.test(word.text)) {
    const what = word.text === "" ? "a price is missing after @" : `"${word.text}" is no price`;
    throw new Fault(word, `${what}; expected a number like 100.25`);
  }
  if (word.text.replace(/[-.]/g, "").length > DIGITS_MAX)
    throw new Fault(word, `a price has at most ${DIGITS_MAX} digits`);
  return word.text;
}

/** A symbol typed all in lower case is meant in capitals; one with a capital in it is meant as it is. */
function parseSymbol(words: Words): string {
  const word = words.next();
  if (!/^[a-z\d][a-z\d./_:-]*$/i.test(word.text)) {
    const what = word.text === "" || word.text === "@" ? "a symbol is missing" : `"${word.text}" is no symbol`;
    throw new Fault(word, `${what}; expected one like ZVZZT`);
  }
  if (word.text.length > SYMBOL_MAX) throw new Fault(word, `a symbol has at most ${SYMBOL_MAX} characters`);
  return /[A-Z]/.test(word.text) ? word.text : word.text.toUpperCase();
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
