/**
 * Which instrument a client means. Cold but for a plain Symbol, which is one look in a map.
 *
 * An instrument is named by Symbol (55), by SecurityID (48) with its source (22), or by both, and SecurityExchange (207)
 * says which listing of several is meant. What names none, several, or two different ones is refused with a text that
 * names the candidates: an order in the wrong instrument is worse than none. An id of a source that an instrument has no
 * id of says nothing about it.
 */
import { splitSecurityIds } from "../domain/instrument.ts";
import { OrdRejReason } from "../domain/values.ts";
import type { Instrument, State } from "./state.ts";

/** What a client wrote of an instrument; "" where it wrote nothing. */
export type InstrumentNames = { symbol: string; securityId: string; securityExchange: string };

/** Symbol (55) of an instrument that has none to the sender (FIX 4.4 Volume 3, Instrument block). */
export const NO_SYMBOL = "[N/A]";
/** SecurityIDSource (22) 8: what the market itself calls it. */
const EXCHANGE_SYMBOL = "8:";
const SOURCE_NAMES: Readonly<Record<string, string>> = {
  "1": "CUSIP",
  "2": "SEDOL",
  "4": "ISIN",
  "5": "RIC",
  "8": "exchange symbol",
  S: "FIGI",
};
const NONE: readonly number[] = [];

/** Why nothing was found; one reused object, valid until the next call. */
export const resolution: { reason: OrdRejReason; text: string } = { reason: OrdRejReason.UnknownSymbol, text: "" };

/** @returns the instrument's id, or 0: then `resolution` says why */
export function resolveInstrument(state: State, names: InstrumentNames): number {
  const { symbol, securityId, securityExchange } = names;
  if (securityId === "") {
    const instrumentId = state.instrumentIds.get(symbol);
    if (instrumentId !== undefined && isListedAt(state.instruments[instrumentId], securityExchange))
      return instrumentId;
  }
  return resolveCold(state, names);
}

/** What of the names is not the instrument's, in words; "" when nothing is. */
export function namesFault(instrument: Instrument, names: InstrumentNames): string {
  const { symbol, securityId, securityExchange } = names;
  const isOther = symbol !== "" && symbol !== instrument.symbol && symbol !== NO_SYMBOL;
  if (isOther && !hasId(instrument, EXCHANGE_SYMBOL + symbol))
    return `Symbol(55) is ${symbol}, the order's is ${instrument.symbol}`;
  if (securityId !== "" && contradicts(instrument, securityId))
    return `${securityText(securityId)} is not ${instrument.symbol}, the order's instrument`;
  if (isListedAt(instrument, securityExchange)) return "";
  return `SecurityExchange(207) is ${securityExchange}, the order's is ${instrument.exchange}`;
}

function resolveCold(state: State, { symbol, securityId, securityExchange }: InstrumentNames): number {
  const hasSymbol = symbol !== "" && symbol !== NO_SYMBOL;
  const text = [
    ...(hasSymbol || securityId === "" ? [`Symbol(55) ${symbol}`] : []),
    ...(securityId === "" ? [] : [securityText(securityId)]),
  ].join(" with ");
  const bySymbol = hasSymbol ? idsOfSymbol(state, symbol) : NONE;
  const byId = securityId === "" ? NONE : idsOfSecurity(state, securityId);
  if (hasSymbol && bySymbol.length === 0)
    return refuse(OrdRejReason.UnknownSymbol, `Symbol(55) ${symbol} is not traded here`);
  if (!hasSymbol && byId.length === 0) return refuse(OrdRejReason.UnknownSymbol, `${text} is not traded here`);
  const named = hasSymbol ? bySymbol.filter((id) => isConsistent(state, id, securityId, byId)) : byId;
  if (named.length === 0) {
    const said = `Symbol(55) ${symbol} is ${listText(state, bySymbol)}`;
    const found = byId.length === 0 ? "none of these" : listText(state, byId);
    return refuse(OrdRejReason.Other, `${said}, ${securityText(securityId)} is ${found}; one of them must be wrong`);
  }
  const listed = named.filter((id) => isListedAt(state.instruments[id], securityExchange));
  if (listed.length === 1) return listed[0];
  if (listed.length === 0) {
    const where = `SecurityExchange(207) ${securityExchange}`;
    return refuse(OrdRejReason.Other, `${text} is not listed at ${where}; here it is ${listText(state, named)}`);
  }
  const several = `${text} is ${listed.length} instruments here: ${listText(state, listed)}`;
  return refuse(OrdRejReason.Other, `${several}; say which, by Symbol(55) or SecurityExchange(207)`);
}

/** The house's symbol, or else what markets call it. */
function idsOfSymbol(state: State, symbol: string): readonly number[] {
  const instrumentId = state.instrumentIds.get(symbol);
  return instrumentId === undefined ? (state.securities.get(EXCHANGE_SYMBOL + symbol) ?? NONE) : [instrumentId];
}

function idsOfSecurity(state: State, securityId: string): readonly number[] {
  const known = state.securities.get(securityId);
  if (known !== undefined || !securityId.startsWith(EXCHANGE_SYMBOL)) return known ?? NONE;
  return idsOfSymbol(state, securityId.slice(EXCHANGE_SYMBOL.length));
}

function isConsistent(state: State, instrumentId: number, securityId: string, byId: readonly number[]): boolean {
  if (securityId === "" || byId.includes(instrumentId)) return true;
  const instrument = state.instruments[instrumentId];
  return byId.length === 0 && instrument !== undefined && !contradicts(instrument, securityId);
}

/** Has the instrument another id of that source? */
function contradicts(instrument: Instrument, securityId: string): boolean {
  const source = securityId.slice(0, securityId.indexOf(":") + 1);
  if (source === EXCHANGE_SYMBOL && securityId === EXCHANGE_SYMBOL + instrument.symbol) return false;
  const ids = splitSecurityIds(instrument.securityIds).filter((id) => id.startsWith(source));
  return ids.length > 0 && !ids.includes(securityId);
}

function hasId(instrument: Instrument, securityId: string): boolean {
  return splitSecurityIds(instrument.securityIds).includes(securityId);
}

/** Where the configuration does not say where it is listed, any market will do. */
function isListedAt(instrument: Instrument | undefined, exchange: string): boolean {
  return exchange === "" || instrument === undefined || instrument.exchange === "" || instrument.exchange === exchange;
}

function listText(state: State, instrumentIds: readonly number[]): string {
  const names = instrumentIds.map((id) => {
    const { symbol = "", exchange = "" } = state.instruments[id] ?? {};
    return exchange === "" ? symbol : `${symbol} (${exchange})`;
  });
  return names.join(", ");
}

function securityText(securityId: string): string {
  const at = securityId.indexOf(":");
  const source = securityId.slice(0, at);
  const name = SOURCE_NAMES[source] ?? `SecurityIDSource(22) ${source === "" ? "missing" : source}`;
  return `SecurityID(48) ${securityId.slice(at + 1)} (${name})`;
}

function refuse(reason: OrdRejReason, text: string): 0 {
  resolution.reason = reason;
  resolution.text = text;
  return 0;
}
