import { expect, test } from "vitest";
import { decodeFix } from "../../src/desk/decode-fix.ts";

const decode = (text: string) => decodeFix(Buffer.from(text.replaceAll("|", "\u0001"), "latin1"));

test("keeps a value as it was sent and says what it stands for", async () => {
  expect(await decode("8=FIX.4.4|9=40|35=8|34=007|44=10.50|54=2|39=1|10=001|")).toEqual([
    { tag: 8, name: "BeginString", value: "FIX.4.4", meaning: "" },
    { tag: 9, name: "BodyLength", value: "40", meaning: "" },
    { tag: 35, name: "MsgType", value: "8", meaning: "Execution Report" },
    { tag: 34, name: "MsgSeqNum", value: "007", meaning: "" },
    { tag: 44, name: "Price", value: "10.50", meaning: "" },
    { tag: 54, name: "Side", value: "2", meaning: "Sell" },
    { tag: 39, name: "OrdStatus", value: "1", meaning: "Partially Filled" },
    { tag: 10, name: "CheckSum", value: "001", meaning: "" },
  ]);
});

test("names what FIX 4.2 sends and the newest dictionary has dropped", async () => {
  const fields = await decode("8=FIX.4.2|9=20|35=8|20=0|150=2|10=001|");
  expect(fields.slice(3, 5)).toEqual([
    { tag: 20, name: "ExecTransType", value: "0", meaning: "New" },
    { tag: 150, name: "ExecType", value: "2", meaning: "Fill" },
  ]);
});

test("shows what no dictionary knows, and what is no FIX, without failing", async () => {
  expect((await decode("8=FIX.4.4|9=5|35=D|9999=x=y|10=001|"))[3]).toMatchObject({ tag: 9999, value: "x=y" });
  expect(await decode("not a message")).toEqual([]);
});
