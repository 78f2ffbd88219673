import { describe, expect, it } from "vitest";
import { MessageView } from "../../src/fix/message-view.ts";
import { sessionRejectText } from "../../src/fix/reject-reasons.ts";
import { Validator } from "../../src/fix/validator.ts";
import { ApplVerId, dictionaryOf } from "../../src/fix/versions.ts";
import { message } from "./messages.ts";

const STRICT = { emptyValuesAllowed: false, userDefinedTagsAllowed: false };
const HEADER = "34=2|49=C|52=20261122-10:00:00.000|56=S";
const ORDER = `35=D|${HEADER}|11=a|21=1|38=100|40=2|44=10.5|54=1|55=ACME|60=20261122-10:00:00`;

function fault(fields: string, version = "FIX.4.4", rules = STRICT, applVerId = ""): string {
  const view = new MessageView();
  const bytes = message(version, fields);
  expect(view.index(bytes, 0, bytes.length)).toBe(true);
  const validator = new Validator(dictionaryOf(version, applVerId), rules);
  if (validator.check(view)) return "";
  return `${sessionRejectText(validator.reason)}${validator.hasRefTag ? `: ${validator.refTagId}` : ""}`;
}

describe("validator, FIX 4.4", () => {
  const cases: [string, string, string][] = [
    ["takes a whole order", ORDER, ""],
    ["takes parties", `${ORDER}|453=2|448=X|447=D|452=1|448=Y|452=3`, ""],
    ["takes nested parties", `${ORDER}|453=1|448=X|452=1|802=2|523=a|803=1|523=b|803=2`, ""],
    ["takes a group of none", `${ORDER}|453=0`, ""],
    ["takes several instructions", `${ORDER}|18=1 G`, ""],
    ["takes raw data with separators in it", `35=A|${HEADER}|95=3|96=a\x01b|98=0|108=30`, ""],
    ["refuses an unknown tag", `${ORDER}|999=x`, "Invalid tag number: 999"],
    ["refuses tag 0", `${ORDER}|0=x`, "Invalid tag number: 0"],
    ["refuses a negative tag", `${ORDER}|-1=x`, "Invalid tag number: -1"],
    ["refuses a tag with a leading zero", `${ORDER}|058=x`, "Invalid tag number: 0"],
    ["refuses a tag of another message", `35=0|${HEADER}|55=ACME`, "Tag not defined for this message type: 55"],
    ["refuses an unknown message", `35=ZZ|${HEADER}`, "Invalid MsgType"],
    ["refuses an empty value", ORDER.replace("55=ACME", "55="), "Tag specified without a value: 55"],
    [
      "refuses a side there is not",
      ORDER.replace("54=1", "54=Z"),
      "Value is incorrect (out of range) for this tag: 54",
    ],
    ["refuses one of several", `${ORDER}|18=1 ?`, "Value is incorrect (out of range) for this tag: 18"],
    ["refuses a price with a plus", ORDER.replace("44=10.5", "44=+10.5"), "Incorrect data format for value: 44"],
    [
      "refuses a time without seconds",
      ORDER.replace(/60=.*$/, "60=20261122-10:00"),
      "Incorrect data format for value: 60",
    ],
    ["refuses month 13", ORDER.replace(/60=.*$/, "60=20261322-10:00:00"), "Incorrect data format for value: 60"],
    ["refuses a repeated tag", `${ORDER}|55=ACME`, "Tag appears more than once: 55"],
    ["refuses a message without a side", ORDER.replace("54=1|", ""), "Required tag missing: 54"],
    ["refuses a header tag in the body", `${ORDER}|57=x`, "Tag specified out of required order: 57"],
    [
      "names the order before a wrong value",
      `${ORDER.replace("54=1", "54=Z")}|57=x`,
      "Tag specified out of required order: 57",
    ],
    [
      "names a missing tag before a wrong value",
      ORDER.replace("54=1|", "").replace("40=2", "40=~"),
      "Required tag missing: 54",
    ],
    ["refuses too few entries", `${ORDER}|453=2|448=X|452=1`, "Incorrect NumInGroup count for repeating group: 453"],
    ["refuses too many entries", `${ORDER}|453=1|448=X|448=Y`, "Incorrect NumInGroup count for repeating group: 453"],
    [
      "refuses an entry without its first tag",
      `${ORDER}|453=1|452=1`,
      "Incorrect NumInGroup count for repeating group: 453",
    ],
    ["refuses a tag twice in one entry", `${ORDER}|453=1|448=X|452=1|452=2`, "Tag appears more than once: 452"],
    [
      "refuses members in another order",
      `${ORDER}|453=1|448=X|452=1|447=D`,
      "Repeating group fields out of order: 447",
    ],
    [
      "refuses a group twice in one entry",
      `${ORDER}|453=1|448=X|802=1|523=a|802=1|523=b`,
      "Tag appears more than once: 802",
    ],
    [
      "refuses a day that is none",
      ORDER.replace(/60=.*$/, "60=20260230-10:00:00"),
      "Incorrect data format for value: 60",
    ],
    [
      "refuses a wrong value in an entry",
      `${ORDER}|453=1|448=X|447=#`,
      "Value is incorrect (out of range) for this tag: 447",
    ],
    [
      "refuses wrong nested entries",
      `${ORDER}|453=1|448=X|802=2|523=a`,
      "Incorrect NumInGroup count for repeating group: 802",
    ],
  ];
  for (const [what, fields, outcome] of cases) it(what, () => expect(fault(fields)).toBe(outcome));

  it("takes empty values and user-defined tags where the rules allow them", () => {
    expect(fault(ORDER.replace("55=ACME", "55="), "FIX.4.4", { ...STRICT, emptyValuesAllowed: true })).toBe("");
    expect(fault(`${ORDER}|6001=x`, "FIX.4.4", { ...STRICT, userDefinedTagsAllowed: true })).toBe("");
    expect(fault(`${ORDER}|6001=x`)).toBe("Invalid tag number: 6001");
  });

  it("takes a group's members in any order where the rules allow it, each once and the first first", () => {
    const rules = { ...STRICT, unorderedGroupsAllowed: true };
    const parties = (fields: string) => fault(`${ORDER}|453=1|${fields}`, "FIX.4.4", rules);
    expect(parties("448=X|452=1|447=D|802=1|523=a|803=1")).toBe("");
    expect(parties("448=X|802=1|803=1|523=a")).toBe("Incorrect NumInGroup count for repeating group: 802");
    expect(parties("448=X|452=1|447=D|452=1")).toBe("Tag appears more than once: 452");
    expect(parties("447=D|448=X")).toBe("Incorrect NumInGroup count for repeating group: 453");
  });
});

describe("validator, every version", () => {
  const versions: [string, string][] = [
    ["FIX.4.0", ""],
    ["FIX.4.1", ""],
    ["FIX.4.2", ""],
    ["FIX.4.3", ""],
    ["FIX.4.4", ""],
    ["FIXT.1.1", ApplVerId.Fix50],
    ["FIXT.1.1", ApplVerId.Fix50SP1],
    ["FIXT.1.1", ApplVerId.Fix50SP2],
  ];
  for (const [version, applVerId] of versions) {
    it(`takes ${version} ${applVerId} orders and session messages, and reads every message it defines`, () => {
      const old = version === "FIX.4.0" || version === "FIX.4.1";
      const order = old ? ORDER.replace(/\|60=.*$/, "").replace(".000", "") : ORDER;
      expect(fault(order, version, STRICT, applVerId)).toBe("");
      expect(fault(`35=0|${HEADER}|112=x`, version, STRICT, applVerId)).toBe("");
      expect(fault(`35=0|${HEADER}|20000=x`, version, STRICT, applVerId)).toBe("Invalid tag number: 20000");
      const dictionary = dictionaryOf(version, applVerId);
      for (const type of ["0", "1", "2", "3", "4", "5", "A", "D", "8", "9", "F", "G"]) {
        expect(dictionary.message(type)?.name, type).not.toBe("");
        expect(dictionary.message(type)?.required.length, type).toBeGreaterThan(5);
      }
    });
  }

  it("knows a multi-character char in the versions before there were strings", () => {
    expect(fault(`35=D|${HEADER}|11=a long id|21=1|38=100|40=1|54=1|55=ACME`, "FIX.4.0")).toBe("");
  });
});
