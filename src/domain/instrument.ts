/** What may be traded, in which steps. Definitions travel as data; the rules of price and lot steps live here. */
import { PRICE_MAX, SCALE_MAX, SECURITY_IDS_MAX, SYMBOL_MAX, TICK_TABLE_ROWS_MAX } from "./limits.ts";
import type { Qty, Ticks } from "./price.ts";
import type { AssetClass } from "./values.ts";

/** An instrument as configuration, journal and venue know it. */
export type InstrumentDefinition = {
  symbol: string;
  description: string;
  currency: string;
  assetClass: AssetClass;
  venueId: number;
  priceScale: number;
  qtyScale: number;
  lotSize: Qty;
  /** Pairs (from price, tick), ascending; the first starts at 0. */
  tickTable: number[];
  referencePx: Ticks;
  /** MIC of the market it is listed on; "" or absent when that is not said. */
  exchange?: string;
  /** Its other names: "4:US0378331005|1:037833100", each SecurityIDSource (22), a colon and the id. */
  securityIds?: string;
};

/** The names of an instrument's `securityIds`, one by one. */
export function splitSecurityIds(securityIds: string): string[] {
  return securityIds === "" ? [] : securityIds.split("|");
}

/** The tick in force at a price: prices are multiples of it. Prices below the first row use the first row's tick. */
export function tickAt(tickTable: readonly number[], price: Ticks): number {
  let tick = tickTable[1];
  for (let row = 2; row < tickTable.length && price >= tickTable[row]; row += 2) tick = tickTable[row + 1];
  return tick;
}

/** Is the price on the instrument's tick grid? */
export function isOnTick(instrument: InstrumentDefinition, price: Ticks): boolean {
  return price % tickAt(instrument.tickTable, price) === 0;
}

/** The greatest price on the tick grid that is not above `price`. */
export function tickPriceAtOrBelow(tickTable: readonly number[], price: number): Ticks {
  let row = 0;
  while (row + 2 < tickTable.length && price >= tickTable[row + 2]) row += 2;
  for (;;) {
    const tick = tickTable[row + 1];
    const below = Math.floor(price / tick) * tick + 0;
    // A row may start off its own tick; what is below its start belongs to the row before.
    if (row === 0 || below >= tickTable[row]) return below as Ticks;
    price = tickTable[row] - 1;
    row -= 2;
  }
}

/** The least price on the tick grid that is not below `price`. */
export function tickPriceAtOrAbove(tickTable: readonly number[], price: number): Ticks {
  let row = 0;
  while (row + 2 < tickTable.length && price >= tickTable[row + 2]) row += 2;
  for (;;) {
    const tick = tickTable[row + 1];
    const above = Math.ceil(price / tick) * tick + 0;
    if (row + 2 >= tickTable.length || above < tickTable[row + 2]) return above as Ticks;
    row += 2;
    price = tickTable[row];
  }
}

/**
 * What is wrong with a definition, in words, or "" when nothing is.
 */
export function instrumentFault(definition: InstrumentDefinition): string {
  const { symbol, tickTable } = definition;
  if (symbol.length === 0 || symbol.length > SYMBOL_MAX) return `symbol must have 1 to ${SYMBOL_MAX} characters`;
  if (!isScale(definition.priceScale) || !isScale(definition.qtyScale)) return `scales must be 0 to ${SCALE_MAX}`;
  if (!(definition.lotSize > 0)) return "lotSize must be above 0";
  if (tickTable.length < 2 || tickTable.length % 2 !== 0 || tickTable.length > TICK_TABLE_ROWS_MAX * 2) {
    return `tickTable must have 1 to ${TICK_TABLE_ROWS_MAX} pairs`;
  }
  for (let row = 0; row < tickTable.length; row += 2) {
    if (!(tickTable[row + 1] > 0)) return "every tick must be above 0";
    if (row === 0 ? tickTable[0] !== 0 : tickTable[row] <= tickTable[row - 2]) {
      return "tickTable must start at 0 and ascend";
    }
  }
  if (!(definition.referencePx > 0) || definition.referencePx > PRICE_MAX) return "referencePx must be above 0";
  if (!isOnTick(definition, definition.referencePx)) return "referencePx must be on the tick table";
  if ((definition.securityIds ?? "").length > SECURITY_IDS_MAX)
    return `securityIds must have at most ${SECURITY_IDS_MAX} characters`;
  return "";
}

function isScale(scale: number): boolean {
  return Number.isInteger(scale) && scale >= 0 && scale <= SCALE_MAX;
}

/** The OMS's ClOrdID at a venue: the order and the number of its request there. */
export function venueClOrdId(orderId: number, requestNumber: number): string {
  return `${orderId}-${requestNumber}`;
}

/**
 * Reads a venue ClOrdID back. The two numbers come packed in one, so that the order path allocates nothing.
 *
 * @returns orderId x 65,536 + requestNumber, or -1 when the text is not one of ours.
 */
export function parseVenueClOrdId(text: string): number {
  let orderId = 0;
  let index = 0;
  for (; index < text.length; index++) {
    const digit = text.charCodeAt(index) - 48;
    if (digit < 0 || digit > 9) break;
    orderId = orderId * 10 + digit;
  }
  if (index === 0 || index > 10 || text.charCodeAt(index) !== 45 || index === text.length - 1) return -1;
  let requestNumber = 0;
  for (index++; index < text.length; index++) {
    const digit = text.charCodeAt(index) - 48;
    if (digit < 0 || digit > 9) return -1;
    requestNumber = requestNumber * 10 + digit;
  }
  if (requestNumber > 0xffff || orderId > 0xffff_ffff) return -1;
  return orderId * 65_536 + requestNumber;
}
