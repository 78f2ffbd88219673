/**
 * How the tables of records are read; `schema-commands.ts` and `schema-events.ts` are the one place that says what a record holds. Types, binary encoding, decoding and the documentation of every command
 * and event are made from them (`npm run generate`; a test fails when the generated file is out of date).
 *
 * A record on disk is `type u8 | version u8 | length u16 | fields`, little-endian, in the table's order. A field added
 * later carries `since` (the record version that has it) and the value older records get; fields are never removed or
 * reordered, so a journal of any age stays readable. Types 1-99 are commands, 100-255 events.
 */

/** How a field is written, and so what it is in TypeScript. */
export type FieldKind =
  | "u8" // number
  | "u16" // number
  | "u32" // number
  | "int" // number: a safe integer, as a signed 64-bit one
  | "ticks" // Ticks, like int
  | "qty" // Qty, like int
  | "time" // bigint: nanoseconds since 1970 UTC, signed 64-bit
  | "bool" // boolean, one byte
  | "char" // one-character string, its code in one byte; ABSENT for none
  | "text" // string of Latin-1 characters, one byte each, behind a u16 length
  | "ints"; // number[]: u16 count, then each like int

export type Field = {
  name: string;
  kind: FieldKind;
  /** A narrower TypeScript type from domain/values.ts. */
  as?: string;
  doc: string;
  since?: number;
  /** TypeScript literal that records older than `since` get. */
  initial?: string;
};

export type RecordSchema = { name: string; type: number; version: number; doc: string; fields: Field[] };
