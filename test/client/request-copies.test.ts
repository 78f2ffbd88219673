/**
 * Copies of requests for drop copy sessions, from every FIX version into every other: valid there, byte-equal in what both
 * versions have. Random orders, with groups; LOCKSTEP_SEED repeats a run.
 */
import { describe, expect, it } from "vitest";
import { FixPublisher } from "../../src/client/fix-publisher.ts";
import { evolve } from "../../src/core/core.ts";
import { State } from "../../src/core/state.ts";
import { NO_PRICE } from "../../src/domain/price.ts";
import { type Command, CommandType, EventType } from "../../src/domain/records.generated.ts";
import { OrdType, Side, TimeInForce } from "../../src/domain/values.ts";
import { LENGTH_TAG_OF } from "../../src/fix/data-fields.ts";
import {
  type GroupSpec,
  groupNumberOf,
  type MessageSpec,
  REQUIRED_BIT,
  SECTION_BITS,
} from "../../src/fix/dictionary.ts";
import { Format, formatOf } from "../../src/fix/field-format.ts";
import { MemoryStore } from "../../src/fix/memory-store.ts";
import { MessageView } from "../../src/fix/message-view.ts";
import { FixSession } from "../../src/fix/session.ts";
import { fixSessionConfig } from "../../src/fix/session-types.ts";
import { Validator } from "../../src/fix/validator.ts";
import { ManualClock } from "../../src/lib/clock.ts";
import { message, random } from "../fix/messages.ts";

const VERSIONS: readonly Version[] = [
  ["FIX.4.0", ""],
  ["FIX.4.1", ""],
  ["FIX.4.2", ""],
  ["FIX.4.3", ""],
  ["FIX.4.4", ""],
  ["FIXT.1.1", "7"],
  ["FIXT.1.1", "8"],
  ["FIXT.1.1", "9"],
];
type Version = readonly [beginString: string, applVerId: string];
const NOW_NS = 1_795_310_400_123_456_000n;
const NOW = "20261122-01:20:00.123";
const BODY = 2;
const SEED = Number(process.env.LOCKSTEP_SEED ?? "20261122");
/** Values the core takes, so that what every version requires is known in every version. */
const FIXED: Readonly<Record<number, string>> = { 11: "X1", 41: "X0", 54: "1", 40: "2", 21: "1", 38: "100", 125: "F" };
/** What is said where a version requires a field that the client's has not, or what is added by rule. */
const ADDED = new Set([21, 125, 60, 38, 41, 55, 797]);
const RULES = { emptyValuesAllowed: false, userDefinedTagsAllowed: false };

type House = { client: FixSession; copy: FixSession; receive(raw: Buffer): string };

function sessionOf([beginString, defaultApplVerId]: Version, id: number, targetCompId: string, store: MemoryStore) {
  const config = fixSessionConfig({ beginString, defaultApplVerId, senderCompId: "US", targetCompId });
  return new FixSession({ id, config, store, clock: new ManualClock(NOW_NS) });
}

/** One client, and one drop copy session that gets all of its requests. */
function house(from: Version, to: Version): House {
  const state = new State();
  const defined = {
    account: "A-1",
    pendingReports: false,
    replaceChains: true,
    type: EventType.SessionDefined,
  } as const;
  evolve(state, { ...defined, sessionId: 1, sessionKey: "c", compId: "CLIENT" }, NOW_NS, 0);
  evolve(state, { ...defined, sessionId: 2, sessionKey: "d", compId: "DROP" }, NOW_NS, 0);
  const store = new MemoryStore();
  const client = sessionOf(from, 1, "CLIENT", new MemoryStore());
  const copy = sessionOf(to, 2, "DROP", store);
  const publisher = new FixPublisher(state, () => {});
  publisher.addSession(client);
  publisher.addDropCopy(copy, { sessionIds: null, accounts: null }, true);
  return {
    client,
    copy,
    receive: (raw) => {
      publisher.receive(commandOf(raw), raw, 0, raw.length, NOW_NS);
      let sent = "";
      const last = store.nextSenderMsgSeqNum - 1;
      store.readSent(last, last, (_number, bytes, start, end) => {
        sent = Buffer.from(bytes.subarray(start, end)).toString("latin1");
      });
      return sent;
    },
  };
}

function commandOf(raw: Buffer): Command {
  const view = viewOf(raw);
  const origin = { sessionId: 1, msgSeqNum: view.msgSeqNum, clOrdId: view.text(11), symbol: view.text(55) };
  const security = { securityId: "", securityExchange: "" };
  const link = { origClOrdId: view.text(41), orderId: 0, side: Side.Buy };
  const terms = {
    ordType: OrdType.Limit,
    timeInForce: TimeInForce.Day,
    qtyMantissa: 100,
    qtyScale: 0,
    unsupported: "",
    moreTerms: [],
    carried: "",
  };
  const price = { priceMantissa: NO_PRICE, priceScale: 0 };
  if (view.msgType === "F") return { type: CommandType.CancelOrder, ...origin, ...link, ...security };
  if (view.msgType === "G")
    return { type: CommandType.ReplaceOrder, ...origin, ...link, ...terms, ...price, ...security };
  const account = view.text(1);
  return {
    type: CommandType.NewOrder,
    ...origin,
    ...terms,
    ...price,
    ...security,
    account,
    possResend: false,
    side: Side.Buy,
  };
}

function viewOf(raw: Buffer): MessageView {
  const view = new MessageView();
  expect(view.index(raw, 0, raw.length)).toBe(true);
  return view;
}

/** A random request, valid in its version: what it requires, some of the rest, groups of one to three entries. */
function requestOf({ config }: FixSession, msgType: string, next: () => number): Buffer {
  const { dictionary } = config;
  const spec = dictionary.message(msgType)!;
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)];
  const randomValue = (tag: number): string => {
    if (FIXED[tag] !== undefined) return FIXED[tag];
    const { type, values } = dictionary.field(tag)!;
    if (values.length > 0) return pick(values);
    return VALUES[formatOf(type)] ?? "text";
  };
  const fieldsOf = (tag: number, has: (other: number) => boolean, group: GroupSpec | undefined): string[] => {
    if (LENGTH_TAG_OF[tag] !== 0) return [];
    const dataTag = LENGTH_TAG_OF.indexOf(tag);
    if (dataTag >= 0) return has(dataTag) ? [`${tag}=5`, `${dataTag}=a\x01=\xffb`] : [];
    if (group === undefined) return [`${tag}=${randomValue(tag)}`];
    const entries = 1 + Math.floor(next() * 3);
    const fields = [`${tag}=${entries}`];
    for (let entry = 0; entry < entries; entry++) {
      for (const [member, place] of group.places) {
        const isNeeded = member === group.delimiter || (place & REQUIRED_BIT) !== 0;
        const inner = groupNumberOf(place) === 0 ? undefined : group.groups[groupNumberOf(place) - 1];
        if (isNeeded || next() < 0.3) fields.push(...fieldsOf(member, (other) => group.places.has(other), inner));
      }
    }
    return fields;
  };
  const fields: string[] = [];
  for (let tag = 1; tag < spec.places.length; tag++) {
    const place = spec.places[tag];
    if ((place & SECTION_BITS) !== BODY) continue;
    if ((place & REQUIRED_BIT) === 0 && next() > 0.25) continue;
    fields.push(...fieldsOf(tag, (other) => (spec.places[other] & SECTION_BITS) === BODY, groupIn(spec, tag)));
  }
  const header = `35=${msgType}\x0134=7\x0149=CLIENT\x0152=${NOW}\x0156=US`;
  return message(config.beginString, [header, ...fields].join("\x01"));
}

const VALUES: Readonly<Record<number, string>> = {
  [Format.Char]: "x",
  [Format.Int]: "-3",
  [Format.Count]: "2",
  [Format.Decimal]: "12.50",
  [Format.Boolean]: "Y",
  [Format.Timestamp]: "20261122-01:19:59.999",
  [Format.Date]: "20261122",
  [Format.Time]: "01:20:00",
  [Format.LocalTime]: "01:20:00",
  [Format.ZonedTime]: "01:20Z",
  [Format.ZonedTimestamp]: "20261122-01:20:00Z",
  [Format.MonthYear]: "202611",
  [Format.DayOfMonth]: "12",
  [Format.Chars]: "A",
  [Format.Values]: "A",
  [Format.Tenor]: "D5",
  [Format.TwoLetters]: "US",
};

function groupIn(spec: MessageSpec, tag: number): GroupSpec | undefined {
  const place = spec.places[tag];
  return groupNumberOf(place) === 0 ? undefined : spec.groups[groupNumberOf(place) - 1];
}

function tagsIn(group: GroupSpec): Set<number> {
  return new Set([group.countTag, ...group.places.keys(), ...group.groups.flatMap((inner) => [...tagsIn(inner)])]);
}

type Shown = { tag: number; field: string };

function bodyOf(raw: Buffer): Shown[] {
  const view = viewOf(raw);
  const header = /^(8|9|10|34|35|43|49|50|52|56|57|89|93|97|115|116|122|128|129|1128|1129|1156)$/;
  const fields: Shown[] = [];
  for (let index = 0; index < view.count; index++) {
    const tag = view.tags[index];
    if (!header.test(String(tag))) fields.push({ tag, field: `${tag}=${view.textAt(index)}` });
  }
  return fields;
}

function isSubsequence(part: readonly string[], whole: readonly string[]): boolean {
  let at = 0;
  for (const field of whole) if (at < part.length && part[at] === field) at++;
  return at === part.length;
}

/** The fields before the entry we add to TrdRegTimestamps; and whether it is there. */
function withoutStamp(fields: readonly Shown[]): { own: Shown[]; stamp: string } {
  const at = fields.findIndex(({ tag }) => tag === 768);
  if (at < 0) return { own: [...fields], stamp: "" };
  return {
    own: fields.slice(0, at),
    stamp: fields
      .slice(-3)
      .map(({ field }) => field)
      .join("|"),
  };
}

describe.each(VERSIONS)("a request in %s %s", (...from) => {
  it.each(VERSIONS)("is copied to %s %s: valid there, and byte-equal in what both have", (...to) => {
    const next = random(
      SEED + from.join().length * 31 + VERSIONS.findIndex((version) => version.join() === from.join()),
    );
    const { client, copy, receive } = house(from, to);
    const validator = new Validator(copy.config.dictionary, RULES);
    for (let round = 0; round < 12; round++) {
      const msgType = "DFG"[round % 3];
      const raw = requestOf(client, msgType, next);
      const said = `seed ${SEED}: ${raw.toString("latin1")}`;
      const source = new Validator(client.config.dictionary, RULES);
      expect([source.check(viewOf(raw)), source.reason, source.refTagId], said).toEqual([true, 0, 0]);
      const sent = Buffer.from(receive(raw), "latin1");
      const view = viewOf(sent);
      const valid = validator.check(view);
      expect([valid, valid || validator.refTagId], `${said}\n${sent.toString("latin1")}`).toEqual([true, true]);
      expect([view.msgType, view.text(115)]).toEqual([msgType, "CLIENT"]);
      expect(NOW.startsWith(view.text(52))).toBe(true);

      const spec = copy.config.dictionary.message(msgType)!;
      const given = bodyOf(raw);
      const givenFields = given.map(({ field }) => field);
      const { own, stamp } = withoutStamp(bodyOf(sent));
      const isGiven = new Set(given.map(({ tag }) => tag));
      const copied = own.filter(({ tag }) => isGiven.has(tag) || !ADDED.has(tag)).map(({ field }) => field);
      const groups = client.config.dictionary.message(msgType)!.groups;
      const inGroups = new Set(groups.flatMap((group) => [...tagsIn(group)]));
      const isPlainField = (field: string) => !inGroups.has(Number(field.split("=", 1)[0]));
      const both = `${said}\n${sent.toString("latin1")}`;
      expect(isSubsequence(copied.filter(isPlainField), givenFields.filter(isPlainField)), both).toBe(true);
      // Within a group the members come in the other version's order: the same fields, none twice.
      expect(isSubsequence([...copied].sort(), [...givenFields].sort()), both).toBe(true);
      // Nothing is lost that the version has: plain fields, outside groups, with values it knows.
      const theirs = viewOf(raw);
      for (let index = 0; index < theirs.count; index++) {
        const tag = theirs.tags[index];
        const isPlain = ((spec.places[tag] ?? 0) & SECTION_BITS) === BODY && groupIn(spec, tag) === undefined;
        if (!isPlain || inGroups.has(tag) || !validator.permits(theirs, index, spec.fields)) continue;
        if (LENGTH_TAG_OF[tag] === 0 && !LENGTH_TAG_OF.includes(tag))
          expect(copied, said).toContain(`${tag}=${theirs.textAt(index)}`);
      }
      const hasStamp = groupIn(spec, 768) !== undefined;
      expect(stamp.replace(/^769=20261122-01:20:00(\.\d+)?/, "769=now")).toBe(hasStamp ? "769=now|770=4|771=US" : "");
      if (from.join() === to.join()) {
        const stamps = groupIn(spec, 768);
        const inStamps = stamps === undefined ? new Set<number>() : tagsIn(stamps);
        const before = given.filter(({ tag }) => !inStamps.has(tag)).map(({ field }) => field);
        const after = own.map(({ field }) => field).filter((field) => !field.startsWith("797=") || isGiven.has(797));
        expect(after).toEqual(before);
      }
    }
  });
});

describe("what a version requires and the client's has not", () => {
  const tell = (from: Version, to: Version, fields: string) =>
    house(from, to)
      .receive(message(from[0], fields))
      .replaceAll("\x01", "|")
      .replace(/^8=.*\|115=CLIENT\|/, "")
      .replace(/10=\d{3}\|$/, "");
  const HEAD = `34=7|49=CLIENT|52=${NOW}|56=US`;

  it("is said as it was understood", () => {
    const order = `35=D|${HEAD}|11=a|55=ACME|54=1|60=20261122-01:20:00.000000001|38=100|40=2|44=9.50`;
    expect(tell(["FIX.4.4", ""], ["FIX.4.2", ""], order)).toBe(
      "11=a|55=ACME|54=1|60=20261122-01:20:00.000000001|38=100|40=2|44=9.50|21=1|",
    );
    const old = `35=D|${HEAD}|11=a|21=3|55=ACME|54=1|38=100|40=2|44=9.50`;
    expect(tell(["FIX.4.0", ""], ["FIX.4.4", ""], old)).toBe(`11=a|21=3|55=ACME|54=1|38=100|40=2|44=9.50|60=${NOW}|`);
    const cancel = `35=F|${HEAD}|41=a|11=b|55=ACME|54=1|60=20261122-01:20:00`;
    expect(tell(["FIX.4.4", ""], ["FIX.4.0", ""], cancel)).toBe("41=a|11=b|55=ACME|54=1|125=F|38=0|");
  });

  it("is kept as it is when the version has no such value: that is no wrong word in its place", () => {
    const order = `35=D|${HEAD}|11=a|55=ACME|54=1|60=20261122-01:20:00|38=100|40=K|59=7`;
    expect(tell(["FIX.4.4", ""], ["FIX.4.0", ""], order)).toBe("11=a|55=ACME|54=1|38=100|40=K|21=1|");
  });

  it("says that it is a copy, and when it was received behind the client's own times", () => {
    const stamps = "768=1|769=20261122-01:19:58|770=1|771=theirs";
    const order = `35=D|${HEAD}|11=a|55=ACME|54=1|60=20261122-01:20:00|38=100|40=1|${stamps}`;
    expect(tell(["FIXT.1.1", "9"], ["FIXT.1.1", "9"], order)).toBe(
      `11=a|55=ACME|54=1|60=20261122-01:20:00|38=100|40=1|797=Y|768=2|769=20261122-01:19:58|770=1|771=theirs|769=${NOW}|770=4|771=US|`,
    );
  });
});
