/** Repeating groups in place: walked by a cursor, written with a count known before or after. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { GroupSpec, MessageSpec } from "../../src/fix/dictionary.ts";
import { MessageView } from "../../src/fix/message-view.ts";
import { MessageWriter } from "../../src/fix/message-writer.ts";
import { GroupCursor, groupOf } from "../../src/fix/messages/group-cursor.ts";
import { newOrderList } from "../../src/fix/messages/list-messages.ts";
import { type MarketDataSnapshot, marketDataSnapshot } from "../../src/fix/messages/market-data-messages.ts";
import { codecOf } from "../../src/fix/messages/message-codec.ts";
import { SessionRejectReason } from "../../src/fix/reject-reasons.ts";
import { Tag } from "../../src/fix/tags.ts";
import { Validator } from "../../src/fix/validator.ts";
import { dictionaryOf } from "../../src/fix/versions.ts";
import { message } from "./messages.ts";

const SEED = Number(process.env.LOCKSTEP_SEED ?? 20261122);
const NUM_RUNS = Number(process.env.LOCKSTEP_RUNS ?? 3_000);
const DICTIONARY = dictionaryOf("FIX.4.4");
const STRICT = { emptyValuesAllowed: false, userDefinedTagsAllowed: false };
const HEADER = "34=2|49=C|52=20261122-10:00:00.000|56=S";

function viewOf(fields: string): MessageView {
  const bytes = message("FIX.4.4", fields);
  const view = new MessageView();
  expect(view.index(bytes, 0, bytes.length)).toBe(true);
  return view;
}

function finished(writer: MessageWriter): MessageView {
  writer.close();
  const view = new MessageView();
  expect(view.index(writer.bytes, writer.start, writer.end)).toBe(true);
  return view;
}

describe("group cursor", () => {
  it("walks the 200 lines of a list with their parties", () => {
    const lines = Array.from({ length: 200 }, (_, line) => {
      const parties = line % 3 === 0 ? "" : `|453=2|448=P${line}|447=D|452=1|448=Q${line}|452=3|802=1|523=sub|803=4`;
      return `11=L-${line}|67=${line + 1}${parties}|1=ACC|55=ACME|54=${1 + (line % 2)}|38=${100 + line}|40=2|44=10.${line % 100}`;
    });
    const view = viewOf(`35=E|${HEADER}|66=L|394=1|68=200|73=200|${lines.join("|")}`);
    expect(new Validator(DICTIONARY, STRICT).check(view)).toBe(true);
    const spec = DICTIONARY.message("E")!;
    const orders = new GroupCursor();
    const parties = new GroupCursor();
    const read: string[] = [];
    expect([orders.open(view, spec, Tag.NoOrders), orders.count]).toEqual([true, 200]);
    while (orders.next()) {
      expect(orders.decimal(Tag.OrderQty)).toBe(true);
      const names: string[] = [];
      if (parties.openWithin(orders, Tag.NoPartyIDs))
        while (parties.next()) names.push(`${parties.text(Tag.PartyID)}${parties.int(Tag.PartyRole)}`);
      read.push(`${orders.text(Tag.ClOrdID)} ${orders.char(Tag.Side)} ${orders.mantissa} ${names}`);
    }
    expect(read).toEqual(
      Array.from({ length: 200 }, (_, line) => {
        const names = line % 3 === 0 ? "" : `P${line}1,Q${line}3`;
        return `L-${line} ${1 + (line % 2)} ${100 + line} ${names}`;
      }),
    );
    expect(
      codecOf(newOrderList, DICTIONARY)!
        .read(view)
        ?.orders?.map((order) => order.clOrdId),
    ).toEqual(read.map((line) => line.split(" ")[0]));
  });

  it("knows an entry's own fields from those of the groups within", () => {
    const view = viewOf(`35=E|${HEADER}|66=L|394=1|68=1|73=1|11=a|67=1|453=1|448=X|452=1|802=1|523=y|54=1|58=own`);
    const orders = new GroupCursor();
    expect([orders.open(view, DICTIONARY.message("E")!, 73), orders.next()]).toEqual([true, true]);
    expect([orders.has(448), orders.has(523), orders.text(58), orders.text(54)]).toEqual([false, false, "own", "1"]);
    expect([orders.text(44), orders.int(38), orders.decimal(44)]).toEqual(["", Number.NaN, false]);
    expect(orders.next()).toBe(false);
    expect(orders.has(58)).toBe(false);
  });

  it("shows nothing of a group the message, the entry or the version does not have", () => {
    const view = viewOf(`35=E|${HEADER}|66=L|394=1|68=1|73=1|11=a|67=1|54=1`);
    const orders = new GroupCursor();
    const within = new GroupCursor();
    expect(orders.open(view, DICTIONARY.message("E")!, 73) && orders.next()).toBe(true);
    for (const tag of [453, 999, 11]) {
      expect([within.openWithin(orders, tag), within.next(), within.count]).toEqual([false, false, 0]);
      expect([within.open(view, DICTIONARY.message("D")!, tag), within.next()]).toEqual([false, false]);
    }
  });

  it(`agrees with the validator on where groups are wrong (seed ${SEED})`, () => {
    const parts = [
      "453=1",
      "453=2",
      "453=0",
      "448=X",
      "447=D",
      "452=1",
      "802=1",
      "802=2",
      "523=s",
      "803=1",
      "78=1",
      "79=A",
    ];
    const spec = DICTIONARY.message("D")!;
    const verdicts = { right: 0, wrong: 0, other: 0 };
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...parts), { minLength: 1, maxLength: 9 }), (fields) => {
        const order = "11=a|21=1|38=100|40=2|44=10.5|54=1|55=ACME|60=20261122-10:00:00";
        const view = viewOf(`35=D|${HEADER}|${order}|${fields.join("|")}`);
        const validator = new Validator(DICTIONARY, STRICT);
        const isValid = validator.check(view);
        const isWrong = hasWrongGroup(view, spec);
        if (isValid) {
          verdicts.right++;
          expect(isWrong).toBe(false);
        } else if (validator.reason === SessionRejectReason.IncorrectGroupCount) {
          verdicts.wrong++;
          expect(isWrong).toBe(true);
        } else verdicts.other++;
      }),
      { seed: SEED, numRuns: NUM_RUNS },
    );
    for (const count of Object.values(verdicts)) expect(count).toBeGreaterThan(NUM_RUNS / 100);
  });
});

/** Whether some group of the message has not as many entries as it says, by the cursor alone. */
function hasWrongGroup(view: MessageView, spec: MessageSpec): boolean {
  return [...new Set(view.tags.subarray(0, view.count))].some((tag) => {
    const group = groupOf(spec, tag);
    if (group === undefined) return false;
    const cursor = new GroupCursor();
    return cursor.open(view, spec, tag) && isWrong(cursor, group);
  });
}

function isWrong(cursor: GroupCursor, group: GroupSpec): boolean {
  let entries = 0;
  let within = false;
  while (cursor.next()) {
    entries++;
    for (const inner of group.groups) {
      const nested = new GroupCursor();
      if (nested.openWithin(cursor, inner.countTag)) within = isWrong(nested, inner) || within;
    }
  }
  return within || entries !== cursor.count;
}

describe("groups by the writer", () => {
  it("puts the count of entries afterwards, with as many digits as it has, in groups and groups within", () => {
    for (const [outer, inner] of [
      [0, 0],
      [1, 3],
      [9, 10],
      [10, 1],
      [123, 12],
      [1_000, 0],
    ]) {
      const writer = new MessageWriter("FIX.4.4", 3, 256);
      writer.open("E");
      const orders = writer.beginGroup(Tag.NoOrders);
      for (let line = 0; line < outer; line++) {
        writer.int(Tag.ClOrdID, line);
        const parties = writer.beginGroup(Tag.NoPartyIDs);
        for (let party = 0; party < inner; party++) writer.int(Tag.PartyID, party);
        writer.endGroup(parties, inner);
      }
      writer.endGroup(orders, outer);
      writer.text(Tag.Text, "after");
      const view = finished(writer);
      const within = `453=${inner}|${Array.from({ length: inner }, (_, party) => `448=${party}|`).join("")}`;
      const expected = `35=E|73=${outer}|${Array.from({ length: outer }, (_, line) => `11=${line}|${within}`).join("")}58=after`;
      expect(view.bytes.toString("latin1", view.start, view.end)).toBe(message("FIX.4.4", expected).toString("latin1"));
    }
  });

  it("writes a book of ten levels that a snapshot's table reads, and that reads the same as the table writes", () => {
    const level = (number: number) => ({ mantissa: 10_000 + number, scale: 2 });
    const values: MarketDataSnapshot = {
      mdReqId: "R1",
      symbol: "ACME",
      entries: Array.from({ length: 20 }, (_, index) => ({
        mdEntryType: index < 10 ? "0" : "1",
        mdEntryPx: level(index < 10 ? -index : index),
        mdEntrySize: { mantissa: 100 * (index + 1), scale: 0 },
        mdEntryTime: 36_000_123_000_000,
        numberOfOrders: index + 1,
        mdEntryPositionNo: (index % 10) + 1,
      })),
    };
    const codec = codecOf(marketDataSnapshot, DICTIONARY)!;
    const byTable = new MessageWriter("FIX.4.4", 3);
    const byHand = new MessageWriter("FIX.4.4", 3);
    for (const writer of [byTable, byHand]) {
      writer.open("W");
      writer.int(34, 2);
      writer.text(49, "S");
      writer.timestamp(52, 1_795_310_439_987_654_321n);
      writer.text(56, "C");
    }
    codec.write(byTable, values);
    byHand.text(Tag.MDReqID, "R1");
    byHand.text(Tag.Symbol, "ACME");
    const mark = byHand.beginGroup(Tag.NoMDEntries);
    let entries = 0;
    for (const entry of values.entries!) {
      byHand.char(Tag.MDEntryType, entry.mdEntryType);
      byHand.decimal(Tag.MDEntryPx, entry.mdEntryPx!.mantissa, entry.mdEntryPx!.scale);
      byHand.decimal(Tag.MDEntrySize, entry.mdEntrySize!.mantissa, 0);
      byHand.timeOfDay(Tag.MDEntryTime, entry.mdEntryTime!);
      byHand.int(Tag.NumberOfOrders, entry.numberOfOrders!);
      byHand.int(Tag.MDEntryPositionNo, entry.mdEntryPositionNo!);
      entries++;
    }
    byHand.endGroup(mark, entries);
    const view = finished(byTable);
    const other = finished(byHand);
    expect(view.bytes.toString("latin1", view.start, view.end)).toBe(
      other.bytes.toString("latin1", other.start, other.end),
    );
    expect(new Validator(DICTIONARY, STRICT).check(view)).toBe(true);
    expect(codec.read(view)).toEqual(values);
  });
});
