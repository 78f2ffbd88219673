/** Random objects for the tables of messages, valid in a version: what the dictionary permits, with what it requires. */
import fc from "fast-check";
import {
  type Dictionary,
  type GroupSpec,
  groupNumberOf,
  REQUIRED_BIT,
  SECTION_BITS,
} from "../../src/fix/dictionary.ts";
import type { FieldForm, GroupForm, MessageForm } from "../../src/fix/messages/message-form.ts";

/** Where a table's names have their places: a message's, or a group's. */
type Places = { placeOf(tag: number): number; groupOf(number: number): GroupSpec; readonly delimiter: number };

export type Random = { readonly digits: 0 | 3 | 6 | 9; readonly rawBytes: "any" | "printable" };

/** Objects of the message; undefined where the version has no such message. */
export function valuesArbitrary(
  form: MessageForm,
  dictionary: Dictionary,
  random: Random,
): fc.Arbitrary<Record<string, unknown>> | undefined {
  const spec = dictionary.message(form.msgType);
  if (spec === undefined) return undefined;
  const places: Places = {
    placeOf: (tag) => (((spec.places[tag] ?? 0) & SECTION_BITS) === 2 ? spec.places[tag] : 0),
    groupOf: (number) => spec.groups[number - 1],
    delimiter: 0,
  };
  return membersArbitrary(form.members, places, dictionary, random);
}

function membersArbitrary(
  members: { readonly [name: string]: FieldForm | GroupForm },
  places: Places,
  dictionary: Dictionary,
  random: Random,
): fc.Arbitrary<Record<string, unknown>> {
  const model: Record<string, fc.Arbitrary<unknown>> = {};
  const requiredKeys: string[] = [];
  for (const [name, form] of Object.entries(members)) {
    const place = places.placeOf(form.tag);
    if (place === 0) continue;
    if ((place & REQUIRED_BIT) !== 0 || form.tag === places.delimiter) requiredKeys.push(name);
    model[name] =
      form.kind === "group"
        ? groupArbitrary(form, places.groupOf(groupNumberOf(place)), dictionary, random)
        : fieldArbitrary(form, dictionary, random);
  }
  return fc.record(model, { requiredKeys });
}

function groupArbitrary(form: GroupForm, group: GroupSpec, dictionary: Dictionary, random: Random) {
  const places: Places = {
    placeOf: (tag) => group.places.get(tag) ?? 0,
    groupOf: (number) => group.groups[number - 1],
    delimiter: group.delimiter,
  };
  return fc.array(membersArbitrary(form.members, places, dictionary, random), { maxLength: 3 });
}

const PRINTABLE = fc.integer({ min: 32, max: 126 }).map((code) => String.fromCharCode(code));
const LATIN1 = fc.integer({ min: 2, max: 255 }).map((code) => String.fromCharCode(code));
const two = (value: number) => String(value).padStart(2, "0");
const DATE = fc
  .tuple(fc.integer({ min: 1970, max: 2099 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
  .map(([year, month, day]) => `${year}${two(month)}${two(day)}`);

function fieldArbitrary(form: FieldForm, dictionary: Dictionary, random: Random): fc.Arbitrary<unknown> {
  const field = dictionary.field(form.tag)!;
  const values = field.values;
  const unitNs = 10 ** (9 - random.digits);
  switch (form.kind) {
    case "text":
      if (values.length > 0 && field.type.startsWith("MULTIPLE"))
        return fc
          .subarray([...values], { minLength: 1, maxLength: Math.min(3, values.length) })
          .map((some) => some.join(" "));
      return values.length > 0 ? fc.constantFrom(...values) : textArbitrary(field.type, random);
    case "char":
      return values.length > 0 ? fc.constantFrom(...values) : PRINTABLE;
    case "int":
      return values.length > 0 ? fc.constantFrom(...values.map(Number)) : intArbitrary(field.type);
    case "decimal": {
      const scale = field.type === "INT" ? 0 : 8;
      const least = field.type === "INT" ? 0 : -1e12;
      return fc.record({
        mantissa: fc.integer({ min: least, max: 1e12 }).map((value) => value + 0),
        scale: fc.integer({ min: 0, max: scale }),
      });
    }
    case "flag":
      return fc.boolean();
    case "time":
      return fc
        .bigInt({ min: 0n, max: 4_102_444_799_999_999_999n })
        .map((timeNs) => timeNs - (timeNs % BigInt(unitNs)));
    case "timeOfDay":
      return fc.integer({ min: 0, max: 86_400_999_999_999 }).map((ns) => ns - (ns % unitNs));
    default:
      return random.rawBytes === "any"
        ? fc.uint8Array({ minLength: 1, maxLength: 20 })
        : fc
            .string({ unit: PRINTABLE, minLength: 1, maxLength: 20 })
            .map((text) => Uint8Array.from(text, (letter) => letter.charCodeAt(0)));
  }
}

function intArbitrary(type: string) {
  const least = type === "INT" ? -1_000_000 : 0;
  return fc.integer({ min: type === "DAYOFMONTH" ? 1 : least, max: type === "DAYOFMONTH" ? 31 : 1e12 });
}

function textArbitrary(type: string, random: Random): fc.Arbitrary<string> {
  switch (type) {
    case "LOCALMKTDATE":
    case "UTCDATE":
    case "UTCDATEONLY":
    case "DATE":
    case "MONTHYEAR":
      return DATE;
    case "CHAR":
      return PRINTABLE;
    case "CURRENCY":
      return fc.constantFrom("USD", "EUR", "JPY");
    case "COUNTRY":
      return fc.constantFrom("US", "DE");
    case "EXCHANGE":
      return fc.constantFrom("XNYS", "XNAS");
    case "INT":
      return fc.nat().map(String);
    default:
      return fc.string({ unit: random.rawBytes === "any" ? LATIN1 : PRINTABLE, minLength: 1, maxLength: 30 });
  }
}
