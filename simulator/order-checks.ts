/**
 * Hot path: what the venue refuses, and in which order it looks; budget 15 ns an order.
 *
 *   unknown symbol (1) > order type, time in force, missing price (11) > quantity (13) > price range (16) > tick (18)
 */

import type { VenueOrdType, VenueTimeInForce } from "../src/domain/exchange-port.ts";
import { type InstrumentDefinition, isOnTick } from "../src/domain/instrument.ts";
import { PRICE_MAX, QTY_MAX } from "../src/domain/limits.ts";
import { NO_PRICE } from "../src/domain/price.ts";
import { CxlRejReason, OrdRejReason, OrdType, Side, TimeInForce } from "../src/domain/values.ts";
import {
  MARKET,
  SELL,
  TIF_DAY,
  TIF_FILL_OR_KILL,
  TIF_GOOD_TILL_CANCEL,
  TIF_IMMEDIATE_OR_CANCEL,
} from "./matching/order-pool.ts";
import { phaseRejReason } from "./phases.ts";
import { checkRareTerms, GOOD_TILL_DATE } from "./rare-checks.ts";
import { refusalReason, Text } from "./report-text.ts";
import type { RequestInput } from "./venue-inputs.ts";

/** @returns what is wrong with a new or replaced order's terms; Text.None when nothing is. */
export function checkTerms(instrument: InstrumentDefinition, input: RequestInput): Text {
  const { ordType, orderQty, price } = input;
  if (isRare(input)) return checkRareTerms(instrument, input);
  if (ordType === OrdType.Limit && price === NO_PRICE) return Text.NoPrice;
  if (orderQty <= 0 || orderQty % instrument.lotSize !== 0) return Text.OffLot;
  if (orderQty > QTY_MAX) return Text.QtyAboveMax;
  if (ordType === OrdType.Market) return Text.None;
  if (price > PRICE_MAX || price < -PRICE_MAX) return Text.PriceOutOfRange;
  if (!isOnTick(instrument, price)) return Text.OffTick;
  return Text.None;
}

/** Has the request terms that go beyond a plain market or limit order, Day, GTC, IOC or FOK? */
export function isRare(input: RequestInput): boolean {
  const { ordType, timeInForce } = input;
  const isPlain = ordType === OrdType.Limit || ordType === OrdType.Market;
  return !isPlain || input.hasTerms || (timeInForce !== TimeInForce.Day && !isPlainTime(timeInForce));
}

function isPlainTime(timeInForce: VenueTimeInForce): boolean {
  const { GoodTillCancel, ImmediateOrCancel, FillOrKill } = TimeInForce;
  return timeInForce === GoodTillCancel || timeInForce === ImmediateOrCancel || timeInForce === FillOrKill;
}

/** OrdRejReason (103) that goes with a refusal of a new order. */
export function ordRejReason(fault: Text): number {
  const byPhase = Math.max(phaseRejReason(fault), refusalReason(fault));
  if (byPhase !== -1) return byPhase;
  switch (fault) {
    case Text.UnknownSymbol:
      return OrdRejReason.UnknownSymbol;
    case Text.OffLot:
    case Text.QtyAboveMax:
    case Text.TermsOffLot:
      return OrdRejReason.IncorrectQuantity;
    case Text.PriceOutOfRange:
      return OrdRejReason.PriceExceedsCurrentPriceBand;
    case Text.OffTick:
    case Text.StopOffTick:
      return OrdRejReason.InvalidPriceIncrement;
    default:
      return OrdRejReason.UnsupportedOrderCharacteristic;
  }
}

/** CxlRejReason (102) that goes with a refusal of a cancel or replace. */
export function cxlRejReason(fault: Text): number {
  switch (fault) {
    case Text.UnknownOrder:
    case Text.StaleRequest:
      return CxlRejReason.UnknownOrder;
    case Text.OrderDone:
      return CxlRejReason.TooLateToCancel;
    case Text.PriceOutOfRange:
    case Text.OutsideStaticBand:
      return CxlRejReason.PriceExceedsCurrentPriceBand;
    case Text.OffTick:
    case Text.StopOffTick:
      return CxlRejReason.InvalidPriceIncrement;
    default:
      return refusalReason(fault) === -1 ? CxlRejReason.Other : refusalReason(fault);
  }
}

/** The order's terms as the engine's bits; only for terms that passed `checkTerms`. A short sale rests as a sale. */
export function termsOf(side: Side, ordType: VenueOrdType, timeInForce: VenueTimeInForce): number {
  const isMarket = ordType === OrdType.Market || ordType === OrdType.Stop;
  return (side === Side.Buy ? 0 : SELL) | timeInForceBits(timeInForce) | (isMarket ? MARKET : 0);
}

/** What waits for an auction ends with its day; what is good till a date rests until told otherwise. */
function timeInForceBits(timeInForce: VenueTimeInForce): number {
  switch (timeInForce) {
    case TimeInForce.GoodTillCancel:
    case GOOD_TILL_DATE:
      return TIF_GOOD_TILL_CANCEL;
    case TimeInForce.ImmediateOrCancel:
      return TIF_IMMEDIATE_OR_CANCEL;
    case TimeInForce.FillOrKill:
      return TIF_FILL_OR_KILL;
    default:
      return TIF_DAY;
  }
}
