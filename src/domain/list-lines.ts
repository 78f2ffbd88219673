/**
 * The orders of a list as one text, for the record of the command that brings them: the fields of each one after the other,
 * each behind a separator (SOH), which no value of a FIX message holds. Cold.
 *
 *   67 11 1 55 54 40 59 qty scale price scale unsupported securityId 207 583 moreTerms n carried1 ... carriedn
 */
import { NO_PRICE } from "./price.ts";
import type { OrdType, Side, TimeInForce } from "./values.ts";

/** One order as its client wrote it. */
export type ListLine = {
  listSeqNo: number;
  clOrdId: string;
  account: string;
  symbol: string;
  side: Side;
  ordType: OrdType;
  timeInForce: TimeInForce;
  qtyMantissa: number;
  qtyScale: number;
  /** NO_PRICE without one. */
  priceMantissa: number;
  priceScale: number;
  unsupported: string;
  securityId: string;
  securityExchange: string;
  /** ClOrdLinkID (583), "" without one. */
  linkId: string;
  /** Triples (tag, mantissa, scale). */
  moreTerms: number[];
  /** Fields carried untouched, each with its separator. */
  carried: string;
};

const SOH = "\x01";

/** One order as text. */
export function listLineText(line: ListLine): string {
  const carried = line.carried === "" ? [] : line.carried.slice(0, -1).split(SOH);
  const fields = [
    line.listSeqNo,
    line.clOrdId,
    line.account,
    line.symbol,
    line.side,
    line.ordType,
    line.timeInForce,
    line.qtyMantissa,
    line.qtyScale,
    line.priceMantissa === NO_PRICE ? "" : line.priceMantissa,
    line.priceScale,
    line.unsupported,
    line.securityId,
    line.securityExchange,
    line.linkId,
    line.moreTerms.join(" "),
    carried.length,
    ...carried,
  ];
  return `${fields.join(SOH)}${SOH}`;
}

/** The orders of a text made of `listLineText`s. */
export function parseListLines(text: string): ListLine[] {
  const fields = text.split(SOH);
  const lines: ListLine[] = [];
  let at = 0;
  const next = () => fields[at++] ?? "";
  while (at < fields.length - 1) {
    const line: ListLine = {
      listSeqNo: Number(next()),
      clOrdId: next(),
      account: next(),
      symbol: next(),
      side: next() as Side,
      ordType: next() as OrdType,
      timeInForce: next() as TimeInForce,
      qtyMantissa: Number(next()),
      qtyScale: Number(next()),
      priceMantissa: priceOf(next()),
      priceScale: Number(next()),
      unsupported: next(),
      securityId: next(),
      securityExchange: next(),
      linkId: next(),
      moreTerms: next()
        .split(" ")
        .filter((word) => word !== "")
        .map(Number),
      carried: "",
    };
    for (let left = Number(next()); left > 0; left--) line.carried += `${next()}${SOH}`;
    lines.push(line);
  }
  return lines;
}

function priceOf(word: string): number {
  return word === "" ? NO_PRICE : Number(word);
}
