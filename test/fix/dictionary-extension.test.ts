import { afterEach, describe, expect, it } from "vitest";
import { extendedDictionary } from "../../src/fix/dictionary-extension.ts";
import { MessageView } from "../../src/fix/message-view.ts";
import { sessionRejectText } from "../../src/fix/reject-reasons.ts";
import { Validator } from "../../src/fix/validator.ts";
import { dictionaryOf } from "../../src/fix/versions.ts";
import { message } from "./messages.ts";
import { acceptorSide } from "./two-sides.ts";

/** A house's own: a desk on orders, a value of Side, a group of tags, and a message. */
const HOUSE = `<fix type='FIX' major='4' minor='4'>
 <messages>
  <message name='NewOrderSingle' msgtype='D' msgcat='app'>
   <field name='HouseDesk' required='Y' />
   <group name='NoHouseTags' required='N'>
    <field name='HouseTag' required='Y' />
   </group>
  </message>
  <message name='HouseNote' msgtype='UN' msgcat='app'>
   <field name='Text' required='Y' />
   <component name='Instrument' required='N' />
  </message>
 </messages>
 <fields>
  <field number='5001' name='HouseDesk' type='CHAR'>
   <value enum='C' description='CASH' />
   <value enum='D' description='DERIVATIVES' />
  </field>
  <field number='5002' name='NoHouseTags' type='NUMINGROUP' />
  <field number='5003' name='HouseTag' type='STRING' />
  <field number='54' name='Side' type='CHAR'>
   <value enum='Z' description='HOUSE_SIDE' />
  </field>
 </fields>
</fix>`;
const HEADER = "34=2|49=C|52=20261122-10:00:00.000|56=S";
const ORDER = `35=D|${HEADER}|11=a|21=1|38=100|40=2|44=10.5|54=1|55=ACME|60=20261122-10:00:00`;
const VERSIONS: readonly (readonly [string, string])[] = [
  ["FIX.4.3", ""],
  ["FIX.4.4", ""],
  ["FIXT.1.1", "7"],
  ["FIXT.1.1", "9"],
];

describe.each(VERSIONS)("a house's extension of %s %s", (version, applVerId) => {
  const dictionary = extendedDictionary(version, applVerId, HOUSE, "house.xml");
  const fault = (fields: string, over = dictionary) => {
    const view = new MessageView();
    const bytes = message(version, fields);
    expect(view.index(bytes, 0, bytes.length)).toBe(true);
    const validator = new Validator(over, { emptyValuesAllowed: false, userDefinedTagsAllowed: false });
    return validator.check(view) ? "" : `${sessionRejectText(validator.reason)}: ${validator.refTagId}`;
  };

  it.each([
    ["takes its tags, group and value", `${ORDER.replace("54=1", "54=Z")}|5001=C|5002=2|5003=a|5003=b`, ""],
    ["wants its required tag", ORDER, "Required tag missing: 5001"],
    [
      "refuses a value of its tag there is not",
      `${ORDER}|5001=X`,
      "Value is incorrect (out of range) for this tag: 5001",
    ],
    ["counts its group", `${ORDER}|5001=C|5002=2|5003=a`, "Incorrect NumInGroup count for repeating group: 5002"],
    ["refuses its tag in another message", `35=0|${HEADER}|5001=C`, "Tag not defined for this message type: 5001"],
    ["refuses a tag nobody defines", `${ORDER}|5001=C|5009=x`, "Invalid tag number: 5009"],
    ["takes its message", `35=UN|${HEADER}|58=hello|55=ACME`, ""],
    ["wants its message whole", `35=UN|${HEADER}|55=ACME`, "Required tag missing: 58"],
    // With a repeated tag MsgType is looked at again: the message's own type is permitted.
    ["finds the repeated tag in its message", `35=UN|${HEADER}|58=a|58=b`, "Tag appears more than once: 58"],
  ])("%s", (_, fields, expected) => {
    expect(fault(fields)).toBe(expected);
  });

  it("leaves the version's own dictionary as it was", () => {
    const own = dictionaryOf(version, applVerId);
    expect(fault(ORDER, own)).toBe("");
    expect(fault(`${ORDER}|5001=C`, own)).toBe("Invalid tag number: 5001");
    expect(fault(`35=UN|${HEADER}|58=hello`, own)).toBe("Invalid MsgType: 0");
  });

  it("names its fields, values and message for people", () => {
    expect(dictionary.field(5001)).toEqual({
      tag: 5001,
      name: "HouseDesk",
      type: "CHAR",
      values: ["C", "D"],
      names: ["Cash", "Derivatives"],
    });
    const side = dictionary.field(54)!;
    expect(side.names[side.values.indexOf("Z")]).toBe("HouseSide");
    expect(side.names[side.values.indexOf("1")]).toBe("Buy");
    expect(dictionary.messageName("UN")).toBe("HouseNote");
    expect(dictionary.tagOf("HouseTag")).toBe(5003);
  });
});

describe("an extension that contradicts its base", () => {
  const fix = (inside: string) => `<fix major='4' minor='4'>${inside}</fix>`;
  it.each([
    [
      "a tag of the standard's",
      fix("<fields><field number='4999' name='Mine' type='INT'/></fields>"),
      "user-defined tags start at 5000",
    ],
    [
      "another name",
      fix("<fields><field number='54' name='Seite' type='CHAR'/></fields>"),
      "tag 54 is called Seite; it is Side in the base",
    ],
    [
      "another type",
      fix("<fields><field number='54' name='Side' type='INT'/></fields>"),
      "field Side has type INT; it is CHAR in the base",
    ],
    [
      "a name taken",
      fix("<fields><field number='5001' name='Side' type='CHAR'/></fields>"),
      "field Side has tag 5001; in FIX.4.4 it is tag 54",
    ],
    [
      "values where all are permitted",
      fix("<fields><field number='55' name='Symbol' type='STRING'><value enum='A'/></field></fields>"),
      "the base permits every value",
    ],
    [
      "a message of another name",
      fix("<messages><message name='Mine' msgtype='D' msgcat='app'/></messages>"),
      "message D is Mine; it is NewOrderSingle in the base",
    ],
    [
      "a member there already",
      fix(
        "<messages><message name='NewOrderSingle' msgtype='D' msgcat='app'><field name='Side' required='Y'/></message></messages>",
      ),
      "message NewOrderSingle has tag 54 already in the base",
    ],
    [
      "a component there already",
      fix("<components><component name='Parties'><field name='Side'/></component></components>"),
      "component Parties is there already in FIX.4.4",
    ],
  ])("is refused: %s", (_, xml, expected) => {
    expect(() => extendedDictionary("FIX.4.4", "", xml, "house.xml")).toThrow(
      expect.objectContaining({ code: "LOCKSTEP_ERR_DICTIONARY", message: expect.stringContaining(expected) }),
    );
  });
});

describe("a session with an extension", () => {
  let end = async () => {};
  afterEach(() => end());

  it("takes the house's tags and messages, and rejects what is wrong with them", async () => {
    const side = await acceptorSide({ dictionary: extendedDictionary("FIX.4.4", "", HOUSE, "house.xml") });
    end = side.close;
    const client = side.dial();
    client.send("35=A|34=1|98=0|108=30");
    await client.expect(1);
    const order = "11=a|38=100|40=1|54=1|55=ACME|60=20261122-10:00:00";
    client.send(`35=D|34=2|${order}|5001=C`);
    client.send("35=UN|34=3|58=hello");
    client.send(`35=D|34=4|${order}|5001=X`);
    expect(await client.expect(1)).toEqual([
      "35=3|34=2|49=S|56=C|45=4|58=Value is incorrect (out of range) for this tag|371=5001|372=D|373=5",
    ]);
    expect(side.app.notes).toEqual([
      "logon",
      `message 35=D|34=2|49=C|56=S|${order}|5001=C`,
      "message 35=UN|34=3|49=C|56=S|58=hello",
    ]);
  });
});
