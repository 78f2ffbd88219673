/**
 * Why an order or replace is refused, in words with the field, what it said, and the limit's number: of a client as its
 * message wrote it, of the OMS as the port was given it.
 */
import { type InstrumentDefinition, tickAt } from "../src/domain/instrument.ts";
import { PRICE_MAX, QTY_MAX } from "../src/domain/limits.ts";
import { decimalText, NO_PRICE, rescale, type Ticks } from "../src/domain/price.ts";
import { Tag } from "../src/fix/tags.ts";
import { ROWS_MAX } from "./matching/rare-terms.ts";
import type { InstrumentStatus } from "./phases-by-instrument.ts";
import { staticBandText } from "./price-bands.ts";
import { Text, textOf } from "./report-text.ts";
import { SELF_MATCH_ID, type WrittenTerm } from "./server/request-terms.ts";
import type { RequestInput, RequestTerms } from "./venue-inputs.ts";

/** What was asked, numbers as mantissa and scale; a price of NO_PRICE is none. */
export type AskedOrder = {
  readonly symbol: string;
  readonly ordType: string;
  readonly timeInForce: string;
  readonly qtyMantissa: number;
  readonly qtyScale: number;
  readonly priceMantissa: number;
  readonly priceScale: number;
  readonly written: readonly WrittenTerm[];
};
type Place = { instrument: InstrumentDefinition; status: Readonly<InstrumentStatus>; tradingDay: number };

const NAMES: Readonly<Record<number, string>> = {
  [Tag.StopPx]: "StopPx",
  [Tag.MinQty]: "MinQty",
  [Tag.MaxFloor]: "MaxFloor",
  [Tag.DisplayQty]: "DisplayQty",
  [Tag.PegOffsetValue]: "PegOffsetValue",
  [Tag.PegPriceType]: "PegPriceType",
  [Tag.ExpireDate]: "ExpireDate",
  [SELF_MATCH_ID]: "SelfMatchPreventionID",
};

/** @param place null where there is no such instrument */
export function refusalText(fault: number, request: AskedOrder, place: Place | null): string {
  if (place === null)
    return fault === Text.UnknownSymbol ? `Symbol(55) ${request.symbol} is not listed` : textOf(fault);
  const { instrument, status } = place;
  const { priceScale, qtyScale, lotSize } = instrument;
  const lot = decimalText(lotSize, qtyScale);
  switch (fault) {
    case Text.OffLot:
      return `${qtyText(request)} must be a multiple of the lot size ${lot}, and above 0`;
    case Text.QtyAboveMax:
      return `${qtyText(request)} is above ${decimalText(QTY_MAX, qtyScale)}, the most XSIM takes`;
    case Text.TermsOffLot:
      return `${wordsOf(request, [Tag.MaxFloor, Tag.DisplayQty, Tag.MinQty])} must be a multiple of the lot size ${lot}, and MinQty at most ${qtyText(request)}`;
    case Text.OffTick:
      return `${priceText(request)} must be a multiple of the tick ${tickText(instrument, priceOf(request, priceScale))}`;
    case Text.StopOffTick:
      return `${wordsOf(request, [Tag.StopPx])} must be a multiple of the tick ${tickText(instrument, stopOf(request, priceScale))}`;
    case Text.NoPeg:
      return `${textOf(fault)}: PegOffsetValue(211) a multiple of ${decimalText(1, priceScale)}, and ExecInst(18) R, M or P or PegPriceType(1094) 5, 2 or 4`;
    case Text.PriceOutOfRange: {
      const max = decimalText(PRICE_MAX, priceScale);
      return `${priceText(request)} must be from -${max} to ${max}`;
    }
    case Text.OutsideStaticBand:
      return `${priceText(request)}: ${staticBandText(status.staticBand.low, status.staticBand.high, priceScale)}`;
    case Text.ExpireDateOver:
      return `${wordsOf(request, [Tag.ExpireDate])} is before the trading day ${place.tradingDay}`;
    case Text.TooManyRareTerms:
      return `${textOf(fault)}: there are ${ROWS_MAX}`;
    case Text.UnsupportedCombination:
    case Text.OrdTypeNotSupported:
    case Text.TimeInForceNotSupported:
    case Text.UnsupportedReplace:
      return `${textOf(fault)}; found ${combinationText(request)}`;
    case Text.ExchangeClosed:
    case Text.TradingHalted:
    case Text.OpeningOver:
    case Text.NotMarketToLimit:
    case Text.NeedsTrading:
      return `${textOf(fault)}; ${instrument.symbol} is in phase ${status.rules.name}`;
    default:
      return textOf(fault);
  }
}

/** What the port was given, as a message would have written it. */
export function askedOrder(input: Readonly<RequestInput>, instrument: InstrumentDefinition): AskedOrder {
  const { ordType, timeInForce, orderQty, price, hasTerms, terms } = input;
  const { symbol, qtyScale, priceScale } = instrument;
  return {
    symbol,
    ordType,
    timeInForce,
    qtyMantissa: orderQty,
    qtyScale,
    priceMantissa: price,
    priceScale,
    written: hasTerms ? writtenTerms(terms, priceScale, qtyScale) : [],
  };
}

function writtenTerms(terms: RequestTerms, priceScale: number, qtyScale: number): WrittenTerm[] {
  const { stopPx, displayQty, minQty, peg, pegOffset, expireDate, selfMatchId, postOnly, onHalt } = terms;
  const written: WrittenTerm[] = [];
  const write = (isThere: boolean, tag: number, mantissa: number, scale: number) => {
    if (isThere) written.push({ tag, mantissa, scale });
  };
  write(stopPx !== NO_PRICE, Tag.StopPx, stopPx, priceScale);
  write(displayQty !== -1, Tag.DisplayQty, displayQty, qtyScale);
  write(minQty !== 0, Tag.MinQty, minQty, qtyScale);
  write(postOnly, Tag.ExecInst, "6".charCodeAt(0), 0);
  write(peg > 0, Tag.ExecInst, "RMP".charCodeAt(peg - 1), 0);
  write(onHalt > 0, Tag.ExecInst, "JK".charCodeAt(onHalt - 1), 0);
  write(pegOffset !== 0, Tag.PegOffsetValue, pegOffset, priceScale);
  write(expireDate !== 0, Tag.ExpireDate, expireDate, 0);
  write(selfMatchId !== 0, SELF_MATCH_ID, selfMatchId, 0);
  return written;
}

function qtyText({ qtyMantissa, qtyScale }: AskedOrder): string {
  return `OrderQty(38) ${decimalText(qtyMantissa, qtyScale)}`;
}

function priceText({ priceMantissa, priceScale }: AskedOrder): string {
  return priceMantissa === NO_PRICE ? "Price(44)" : `Price(44) ${decimalText(priceMantissa, priceScale)}`;
}

/** The tick where the price is, or would be. */
function tickText({ tickTable, priceScale }: InstrumentDefinition, price: number): string {
  return decimalText(tickAt(tickTable, price as Ticks), priceScale);
}

function priceOf({ priceMantissa, priceScale }: AskedOrder, scale: number): number {
  return nearest(priceMantissa, priceScale, scale);
}

function stopOf({ written }: AskedOrder, scale: number): number {
  const stop = written.find(({ tag }) => tag === Tag.StopPx);
  return stop === undefined ? 0 : nearest(stop.mantissa, stop.scale, scale);
}

/** At another scale, where need be without the digits it has no place for. */
function nearest(mantissa: number, fromScale: number, toScale: number): number {
  const exact = rescale(mantissa, fromScale, toScale);
  return Number.isNaN(exact) ? Math.floor(mantissa / 10 ** (fromScale - toScale)) : exact;
}

/** "MaxFloor(111) 15 and MinQty(110) 7": the terms with these tags, as they were written. */
function wordsOf({ written }: AskedOrder, tags: readonly number[]): string {
  const words = written
    .filter(({ tag }) => tags.includes(tag))
    .map(({ tag, mantissa, scale }) => `${NAMES[tag]}(${tag}) ${decimalText(mantissa, scale)}`);
  return words.join(" and ");
}

/** Everything of the request that could be what does not go together. */
function combinationText(request: AskedOrder): string {
  const terms = request.written.map(({ tag, mantissa, scale }) => {
    if (tag === Tag.ExecInst) return `ExecInst(18) ${String.fromCharCode(mantissa)}`;
    return `${NAMES[tag] ?? ""}(${tag}) ${decimalText(mantissa, scale)}`;
  });
  return [`OrdType(40) ${request.ordType}`, `TimeInForce(59) ${request.timeInForce}`, ...terms].join(", ");
}
