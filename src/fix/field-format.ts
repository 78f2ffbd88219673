/**
 * Hot path: whether a value is written the way its type wants it; budget 0.02 us a field.
 */
import { isDate, isTime, isTimestamp } from "./timestamps.ts";

const MINUS = 45;
const POINT = 46;
const ZERO = 48;
const NINE = 57;
const LETTER_W = 119;
const NO = 78;
const YES = 89;

/** How a field type is written. 0 is kept for "no such field". */
export const Format = {
  Text: 1,
  Char: 2,
  Int: 3,
  Count: 4,
  Decimal: 5,
  Boolean: 6,
  Timestamp: 7,
  Date: 8,
  Time: 9,
  MonthYear: 10,
  Data: 11,
  /** Several values with spaces between them. */
  Values: 12,
} as const;

const FORMATS: Readonly<Record<string, number>> = {
  CHAR: Format.Char,
  INT: Format.Int,
  TAGNUM: Format.Int,
  DAYOFMONTH: Format.Int,
  LENGTH: Format.Count,
  NUMINGROUP: Format.Count,
  SEQNUM: Format.Count,
  FLOAT: Format.Decimal,
  PRICE: Format.Decimal,
  PRICEOFFSET: Format.Decimal,
  QTY: Format.Decimal,
  AMT: Format.Decimal,
  PERCENTAGE: Format.Decimal,
  BOOLEAN: Format.Boolean,
  TIME: Format.Timestamp,
  UTCTIMESTAMP: Format.Timestamp,
  DATE: Format.Date,
  UTCDATE: Format.Date,
  UTCDATEONLY: Format.Date,
  LOCALMKTDATE: Format.Date,
  UTCTIMEONLY: Format.Time,
  LOCALMKTTIME: Format.Time,
  MONTHYEAR: Format.MonthYear,
  DATA: Format.Data,
  XMLDATA: Format.Data,
  MULTIPLEVALUESTRING: Format.Values,
  MULTIPLECHARVALUE: Format.Values,
  MULTIPLESTRINGVALUE: Format.Values,
};

/** The format of a type by its name in the specification; types without a syntax of their own are text. */
export function formatOf(typeName: string): number {
  return FORMATS[typeName] ?? Format.Text;
}

/** Whether the value in bytes[at, end), which is not empty, has the format. */
export function hasFormat(format: number, bytes: Uint8Array, at: number, end: number): boolean {
  switch (format) {
    case Format.Char:
      return end - at === 1;
    case Format.Int:
      return isDigits(bytes, bytes[at] === MINUS ? at + 1 : at, end);
    case Format.Count:
      return isDigits(bytes, at, end);
    case Format.Decimal:
      return isDecimal(bytes, at, end);
    case Format.Boolean:
      return end - at === 1 && (bytes[at] === YES || bytes[at] === NO);
    case Format.Timestamp:
      return isTimestamp(bytes, at, end);
    case Format.Date:
      return isDate(bytes, at, end);
    case Format.Time:
      return isTime(bytes, at, end);
    case Format.MonthYear:
      return isMonthYear(bytes, at, end);
    default:
      return true;
  }
}

function isDigits(bytes: Uint8Array, at: number, end: number): boolean {
  if (at === end) return false;
  for (; at < end; at++) if (bytes[at] < ZERO || bytes[at] > NINE) return false;
  return true;
}

function isDecimal(bytes: Uint8Array, at: number, end: number): boolean {
  if (bytes[at] === MINUS) at++;
  let digits = 0;
  let points = 0;
  for (; at < end; at++) {
    const byte = bytes[at];
    if (byte === POINT) points++;
    else if (byte >= ZERO && byte <= NINE) digits++;
    else return false;
  }
  return digits > 0 && points <= 1;
}

/** YYYYMM, YYYYMMDD, or YYYYMMw1 to YYYYMMw5 */
function isMonthYear(bytes: Uint8Array, at: number, end: number): boolean {
  if (end - at === 6) return isDigits(bytes, at, end);
  if (end - at !== 8) return false;
  if (bytes[at + 6] === LETTER_W)
    return isDigits(bytes, at, at + 6) && bytes[at + 7] > ZERO && bytes[at + 7] <= ZERO + 5;
  return isDate(bytes, at, end);
}
