/**
 * Hot path: whether a value is written the way its type wants it; budget 0.02 us a field.
 */
import { isDate, isLocalTime, isMonth, isTime, isTimestamp, isZonedTime, isZonedTimestamp } from "./timestamps.ts";

const SPACE = 32;
const MINUS = 45;
const POINT = 46;
const ZERO = 48;
const NINE = 57;
const LETTER_A = 65;
const LETTER_Z = 90;
const LETTER_D = 68;
const LETTER_M = 77;
const LETTER_W = 87;
const LETTER_Y = 89;
const SMALL_W = 119;
/** Makes a letter a capital, and no other byte one. */
const CAPITAL_MASK = 0xdf;
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
  /** Several values with one space between each two. */
  Values: 12,
  /** The same of one character each. */
  Chars: 13,
  /** HH:MM:SS, without a fraction. */
  LocalTime: 14,
  /** HH:MM, and seconds and an offset from UTC where they are given. */
  ZonedTime: 15,
  ZonedTimestamp: 16,
  DayOfMonth: 17,
  /** D5, M3, W13, Y1: so many days, months, weeks, years. */
  Tenor: 18,
  /** A country's or a language's two letters. */
  TwoLetters: 19,
} as const;

/**
 * By the type's name. STRING, XID, XIDREF and PATTERN are text; so are CURRENCY and EXCHANGE: their codes are three and
 * four characters by the types' definitions, but fields beside them (CurrencyCodeSource 2897, ExDestinationIDSource 1133)
 * admit codes of other lists, and FIX 4.2 has Reuters' mnemonics there.
 */
const FORMATS: Readonly<Record<string, number>> = {
  CHAR: Format.Char,
  INT: Format.Int,
  TAGNUM: Format.Int,
  DAYOFMONTH: Format.DayOfMonth,
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
  LOCALMKTTIME: Format.LocalTime,
  TZTIMEONLY: Format.ZonedTime,
  TZTIMESTAMP: Format.ZonedTimestamp,
  MONTHYEAR: Format.MonthYear,
  DATA: Format.Data,
  XMLDATA: Format.Data,
  MULTIPLEVALUESTRING: Format.Values,
  MULTIPLECHARVALUE: Format.Chars,
  MULTIPLESTRINGVALUE: Format.Values,
  TENOR: Format.Tenor,
  COUNTRY: Format.TwoLetters,
  LANGUAGE: Format.TwoLetters,
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
    case Format.Values:
      return isList(bytes, at, end, end - at);
    case Format.Chars:
      return isList(bytes, at, end, 1);
    case Format.LocalTime:
      return isLocalTime(bytes, at, end);
    case Format.ZonedTime:
      return isZonedTime(bytes, at, end);
    case Format.ZonedTimestamp:
      return isZonedTimestamp(bytes, at, end);
    case Format.DayOfMonth:
      return isDayOfMonth(bytes, at, end);
    case Format.Tenor:
      return isTenor(bytes, at, end);
    case Format.TwoLetters:
      return end - at === 2 && isLetter(bytes[at]) && isLetter(bytes[at + 1]);
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
  if (end - at === 6) return isMonth(bytes, at);
  if (end - at !== 8) return false;
  if (bytes[at + 6] === SMALL_W) return isMonth(bytes, at) && bytes[at + 7] > ZERO && bytes[at + 7] <= ZERO + 5;
  return isDate(bytes, at, end);
}

/** Values of one to `lengthMax` characters with one space between each two. */
function isList(bytes: Uint8Array, at: number, end: number, lengthMax: number): boolean {
  let length = 0;
  for (; at < end; at++) {
    if (bytes[at] !== SPACE) {
      if (++length > lengthMax) return false;
    } else if (length === 0) return false;
    else length = 0;
  }
  return length > 0;
}

/** 1 to 31 */
function isDayOfMonth(bytes: Uint8Array, at: number, end: number): boolean {
  if (end - at > 2 || !isDigits(bytes, at, end)) return false;
  const day = end - at === 1 ? bytes[at] - ZERO : (bytes[at] - ZERO) * 10 + bytes[at + 1] - ZERO;
  return day >= 1 && day <= 31;
}

function isTenor(bytes: Uint8Array, at: number, end: number): boolean {
  const unit = bytes[at];
  if (unit !== LETTER_D && unit !== LETTER_M && unit !== LETTER_W && unit !== LETTER_Y) return false;
  return bytes[at + 1] !== ZERO && isDigits(bytes, at + 1, end);
}

function isLetter(byte: number): boolean {
  const capital = byte & CAPITAL_MASK;
  return capital >= LETTER_A && capital <= LETTER_Z;
}
