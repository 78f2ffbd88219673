/** Random valid messages of any type of any dictionary, as lists of fields that remember where they stand. */
import { LENGTH_TAG_OF } from "../../src/fix/data-fields.ts";
import {
  FieldTable,
  type GroupSpec,
  groupNumberOf,
  type MessageSpec,
  REQUIRED_BIT,
  SECTION_BITS,
  Section,
} from "../../src/fix/dictionary.ts";
import { ApplVerId } from "../../src/fix/versions.ts";

export const VERSIONS: readonly (readonly [string, string])[] = [
  ["FIX.4.0", ""],
  ["FIX.4.1", ""],
  ["FIX.4.2", ""],
  ["FIX.4.3", ""],
  ["FIX.4.4", ""],
  ["FIXT.1.1", ApplVerId.Fix50],
  ["FIXT.1.1", ApplVerId.Fix50SP1],
  ["FIXT.1.1", ApplVerId.Fix50SP2],
];

export type GeneratedField = {
  readonly tag: number;
  readonly text: string;
  /** The group it stands in; null in the body itself. */
  readonly group: GroupSpec | null;
  /** Which entry it stands in: a number no other entry has. */
  readonly entry: number;
  readonly required: boolean;
  /** Neither does it count a group, nor is it one of a pair of length and data. */
  readonly plain: boolean;
};

const OPTIONAL_FIELDS = 10;
const OPTIONAL_MEMBERS = 4;
const DEPTH_MAX = 3;
const two = (value: number) => String(value).padStart(2, "0");

/** The members of each message and group, and which of them are lengths of data, as they were found first. */
const PLACES = new WeakMap<MessageSpec, ReadonlyMap<number, number>>();
const LENGTHS = new WeakMap<ReadonlyMap<number, number>, ReadonlySet<number>>();

export class MessageGenerator {
  #fields = new FieldTable([]);
  readonly #random: () => number;
  /** Whether raw data may hold the separator. */
  readonly #separators: boolean;
  #entries = 0;

  constructor(random: () => number, separators: boolean) {
    this.#random = random;
    this.#separators = separators;
  }

  /** A body's fields: all the version requires, some it permits, groups and groups within. */
  body(spec: MessageSpec): GeneratedField[] {
    this.#fields = spec.fields;
    let places = PLACES.get(spec);
    if (places === undefined) {
      const tags = [...spec.places.keys()].filter((tag) => (spec.places[tag] & SECTION_BITS) === Section.Body);
      places = new Map(tags.map((tag) => [tag, spec.places[tag]]));
      PLACES.set(spec, places);
    }
    return this.#members(places, (number) => spec.groups[number - 1], null, OPTIONAL_FIELDS, 0, 0);
  }

  pick(count: number): number {
    return Math.floor(this.#random() * count);
  }

  #members(
    places: ReadonlyMap<number, number>,
    groupAt: (number: number) => GroupSpec,
    group: GroupSpec | null,
    optional: number,
    depth: number,
    entry: number,
  ): GeneratedField[] {
    const fields: GeneratedField[] = [];
    let lengths = LENGTHS.get(places);
    if (lengths === undefined) {
      lengths = new Set([...places.keys()].map((tag) => LENGTH_TAG_OF[tag] ?? 0));
      LENGTHS.set(places, lengths);
    }
    for (const [tag, place] of places) {
      const required = (place & REQUIRED_BIT) !== 0;
      const number = groupNumberOf(place);
      const isNeeded = required || tag === group?.delimiter;
      const isWanted = this.#random() < (number !== 0 && depth >= DEPTH_MAX ? 0 : optional / places.size);
      if (!(isNeeded || isWanted) || lengths.has(tag)) continue;
      if (number !== 0) {
        fields.push(...this.#group(groupAt(number), group, depth, entry, required));
      } else if (places.has(LENGTH_TAG_OF[tag] ?? 0)) {
        const text = this.#separators ? "a\x01b=c\x0110=000\x01" : "raw";
        fields.push({ tag: LENGTH_TAG_OF[tag], text: String(text.length), group, entry, required, plain: false });
        fields.push({ tag, text, group, entry, required, plain: false });
      } else {
        fields.push({ tag, text: this.#value(tag), group, entry, required, plain: true });
      }
    }
    return fields;
  }

  #group(spec: GroupSpec, outer: GroupSpec | null, depth: number, entry: number, required: boolean): GeneratedField[] {
    const count = 1 + this.pick(2);
    const text = String(count);
    const fields: GeneratedField[] = [{ tag: spec.countTag, text, group: outer, entry, required, plain: false }];
    for (let index = 0; index < count; index++) {
      const groupAt = (number: number) => spec.groups[number - 1];
      fields.push(...this.#members(spec.places, groupAt, spec, OPTIONAL_MEMBERS, depth + 1, ++this.#entries));
    }
    return fields;
  }

  #value(tag: number): string {
    const { type, values } = this.#fields.byTag.get(tag)!;
    if (values.length > 0) {
      const value = () => values[this.pick(values.length)];
      return type.startsWith("MULTIPLE") && this.pick(2) === 0 ? `${value()} ${value()}` : value();
    }
    const date = `${1970 + this.pick(130)}${two(1 + this.pick(12))}${two(1 + this.pick(28))}`;
    const time = `${two(this.pick(24))}:${two(this.pick(60))}:${two(this.pick(61))}`;
    const fraction = this.pick(2) === 0 ? "" : `.${"123456789".slice(0, 1 + this.pick(9))}`;
    const whole = this.pick(1_000_000);
    switch (type) {
      case "INT":
      case "SEQNUM":
      case "LENGTH":
      case "NUMINGROUP":
      case "TAGNUM":
        return String(whole);
      case "DAYOFMONTH":
        return String(1 + this.pick(31));
      case "FLOAT":
      case "PRICE":
      case "PRICEOFFSET":
      case "QTY":
      case "AMT":
      case "PERCENTAGE":
        return `${this.pick(4) === 0 ? "-" : ""}${whole}.${this.pick(100)}`;
      case "CHAR":
      case "MULTIPLECHARVALUE":
        return String.fromCharCode(97 + this.pick(26));
      case "BOOLEAN":
        return this.pick(2) === 0 ? "Y" : "N";
      case "UTCTIMESTAMP":
      case "TIME":
        return `${date}-${time}${fraction}`;
      case "TZTIMESTAMP":
        return `${date}-${time}${fraction}+05:30`;
      case "UTCTIMEONLY":
        return `${time}${fraction}`;
      case "LOCALMKTTIME":
        return time;
      case "TZTIMEONLY":
        return `${time}Z`;
      case "UTCDATE":
      case "UTCDATEONLY":
      case "LOCALMKTDATE":
      case "DATE":
        return date;
      case "MONTHYEAR":
        return `${date.slice(0, 6)}w${1 + this.pick(5)}`;
      case "COUNTRY":
      case "LANGUAGE":
        return "de";
      default:
        return `text ${whole}${this.pick(3) === 0 ? " = |" : ""}`;
    }
  }
}
