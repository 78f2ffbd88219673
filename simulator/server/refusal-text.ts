/** Why a client's order or replace is refused, in words with the field, what it said, and the limit's number. */
import { type InstrumentDefinition, tickAt } from "../../src/domain/instrument.ts";
import { PRICE_MAX, QTY_MAX } from "../../src/domain/limits.ts";
import { decimalText, NO_PRICE, rescale, type Ticks } from "../../src/domain/price.ts";
import { Tag } from "../../src/fix/tags.ts";
import { ROWS_MAX } from "../matching/rare-terms.ts";
import type { InstrumentStatus } from "../phases-by-instrument.ts";
import { staticBandText } from "../price-bands.ts";
import { Text, textOf } from "../report-text.ts";
import { SELF_MATCH_ID } from "./request-terms.ts";
import type { ClientRequest } from "./server-records.ts";

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
export function refusalText(fault: number, request: ClientRequest, place: Place | null): string {
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

function qtyText({ qtyMantissa, qtyScale }: ClientRequest): string {
  return `OrderQty(38) ${decimalText(qtyMantissa, qtyScale)}`;
}

function priceText({ priceMantissa, priceScale }: ClientRequest): string {
  return priceMantissa === NO_PRICE ? "Price(44)" : `Price(44) ${decimalText(priceMantissa, priceScale)}`;
}

/** The tick where the price is, or would be. */
function tickText({ tickTable, priceScale }: InstrumentDefinition, price: number): string {
  return decimalText(tickAt(tickTable, price as Ticks), priceScale);
}

function priceOf({ priceMantissa, priceScale }: ClientRequest, scale: number): number {
  return nearest(priceMantissa, priceScale, scale);
}

function stopOf({ written }: ClientRequest, scale: number): number {
  const stop = written.find(({ tag }) => tag === Tag.StopPx);
  return stop === undefined ? 0 : nearest(stop.mantissa, stop.scale, scale);
}

/** At another scale, where need be without the digits it has no place for. */
function nearest(mantissa: number, fromScale: number, toScale: number): number {
  const exact = rescale(mantissa, fromScale, toScale);
  return Number.isNaN(exact) ? Math.floor(mantissa / 10 ** (fromScale - toScale)) : exact;
}

/** "MaxFloor(111) 15 and MinQty(110) 7": the terms with these tags, as they were written. */
function wordsOf({ written }: ClientRequest, tags: readonly number[]): string {
  const words = written
    .filter(({ tag }) => tags.includes(tag))
    .map(({ tag, mantissa, scale }) => `${NAMES[tag]}(${tag}) ${decimalText(mantissa, scale)}`);
  return words.join(" and ");
}

/** Everything of the request that could be what does not go together. */
function combinationText(request: ClientRequest): string {
  const terms = request.written.map(({ tag, mantissa, scale }) => {
    if (tag === Tag.ExecInst) return `ExecInst(18) ${String.fromCharCode(mantissa)}`;
    return `${NAMES[tag] ?? ""}(${tag}) ${decimalText(mantissa, scale)}`;
  });
  return [`OrdType(40) ${request.ordType}`, `TimeInForce(59) ${request.timeInForce}`, ...terms].join(", ");
}
