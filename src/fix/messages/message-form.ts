/**
 * What a message is, as a table: each field's name, tag and kind, and its groups. Reading and writing both follow from it
 * (`message-codec.ts`), in every version that has the message; so does the type of the object in between.
 *
 * ```
 *  const listStatus = message("N", { listId: need(text(Tag.ListID)), orders: group(Tag.NoOrders, { clOrdId: ... }) });
 *  type ListStatus = ValuesOf<typeof listStatus>;      { listId: string; orders?: { clOrdId?: string }[] }
 * ```
 * A table holds the fields of every version together; the session's dictionary decides which of them are there. Names
 * are the latest version's, in camelCase. The tables know names of fields and nothing of what they are for.
 */

/** An exact decimal: mantissa 10125 with scale 2 is 101.25. */
export type DecimalValue = { readonly mantissa: number; readonly scale: number };

/** What a field of each kind is in a message's object. */
export type KindValues = {
  /** latin1 */
  text: string;
  /** One character. */
  char: string;
  /** Of at most 15 digits. */
  int: number;
  decimal: DecimalValue;
  flag: boolean;
  /** UTCTimestamp: nanoseconds since 1970; digits beyond the ninth are cut. */
  time: bigint;
  /** UTCTimeOnly: nanoseconds since midnight; 86,400 seconds and more are within a leap second. */
  timeOfDay: number;
  /** Raw bytes, which may hold the separator; a length field stands before them. */
  data: Uint8Array;
};
export type Kind = keyof KindValues;

export type FieldForm<K extends Kind = Kind, N extends boolean = boolean> = {
  readonly kind: K;
  readonly tag: number;
  /** Of data: the tag of its length; 0 of every other kind. */
  readonly lengthTag: number;
  readonly needed: N;
};
export type GroupForm<M extends Members = Members, N extends boolean = boolean> = {
  readonly kind: "group";
  /** The tag that counts the entries. */
  readonly tag: number;
  readonly members: M;
  readonly needed: N;
};
export interface Members {
  readonly [name: string]: FieldForm | GroupForm;
}
export type MessageForm<M extends Members = Members> = { readonly msgType: string; readonly members: M };

type ValueOf<F> =
  F extends FieldForm<infer K> ? KindValues[K] : F extends GroupForm<infer M> ? readonly MemberValues<M>[] : never;
type NeededName<M> = { [Name in keyof M]: M[Name] extends { readonly needed: true } ? Name : never }[keyof M];
export type MemberValues<M> = { readonly [Name in NeededName<M>]: ValueOf<M[Name]> } & {
  readonly [Name in Exclude<keyof M, NeededName<M>>]?: ValueOf<M[Name]>;
};
/** The object of a message, by its table. */
export type ValuesOf<F> = F extends MessageForm<infer M> ? MemberValues<M> : never;

function field<K extends Kind>(kind: K, tag: number, lengthTag = 0): FieldForm<K, false> {
  return { kind, tag, lengthTag, needed: false };
}

export const text = (tag: number) => field("text", tag);
export const char = (tag: number) => field("char", tag);
export const int = (tag: number) => field("int", tag);
export const decimal = (tag: number) => field("decimal", tag);
export const flag = (tag: number) => field("flag", tag);
export const time = (tag: number) => field("time", tag);
export const timeOfDay = (tag: number) => field("timeOfDay", tag);
export const data = (lengthTag: number, tag: number) => field("data", tag, lengthTag);

export function group<const M extends Members>(tag: number, members: M): GroupForm<M, false> {
  return { kind: "group", tag, members, needed: false };
}

/** A field that every version which has the message requires there: always in the object, and to be given. */
export function need<const F extends FieldForm | GroupForm>(form: F): Omit<F, "needed"> & { readonly needed: true } {
  return { ...form, needed: true };
}

export function message<const M extends Members>(msgType: string, members: M): MessageForm<M> {
  return { msgType, members };
}
