import { expect, it } from "vitest";
import { parseConfig } from "../../src/config.ts";
import { State } from "../../src/core/state.ts";
import { transferState } from "../../src/core/state-image.ts";
import { resolution, resolveInstrument } from "../../src/core/symbology.ts";
import { CommandType } from "../../src/domain/records.generated.ts";
import { ImageReader, ImageWriter } from "../../src/lib/image.ts";
import { TestCore, testInstrument } from "../support/trade-words.ts";

const APPLE = "1:037833100|2:2046251|4:US0378331005|5:AAPL.OQ|8:AAPL|S:BBG000B9XRY4";

function house(): TestCore {
  const core = new TestCore();
  for (const [symbol, exchange, securityIds] of [
    ["AAPL.Q", "XNAS", APPLE],
    ["APC.F", "XFRA", "4:US0378331005|8:APC"],
  ]) {
    core.tell({ type: CommandType.DefineInstrument, ...testInstrument(symbol), exchange, securityIds });
  }
  return core;
}

function found(state: State, securityId: string, symbol = "[N/A]", securityExchange = ""): string {
  const instrumentId = resolveInstrument(state, { symbol, securityId, securityExchange });
  return state.instruments[instrumentId]?.symbol ?? resolution.text;
}

it.each(APPLE.split("|").filter((id) => !id.startsWith("4")))("finds the instrument by %s alone", (securityId) => {
  expect(found(house().state, securityId)).toBe("AAPL.Q");
});

it("takes the listing that Symbol or SecurityExchange names of several with one ISIN", () => {
  const { state } = house();
  expect(found(state, "4:US0378331005", "[N/A]", "XFRA")).toBe("APC.F");
  expect(found(state, "4:US0378331005", "AAPL.Q")).toBe("AAPL.Q");
  expect(found(state, "4:US0378331005", "APC")).toBe("APC.F");
  expect(found(state, "4:US0378331005")).toContain("AAPL.Q (XNAS), APC.F (XFRA)");
});

it("refuses names that contradict each other, and takes an id of a source it has none of", () => {
  const { state } = house();
  expect(found(state, "2:2046251", "APC.F")).toContain("APC.F (XFRA), SecurityID(48) 2046251 (SEDOL) is AAPL.Q (XNAS)");
  expect(found(state, "2:0000000", "AAPL.Q")).toContain("none of these");
  expect(found(state, "2:0000000", "ZVZZT")).toBe("ZVZZT");
  expect(found(state, ":US0378331005")).toContain("SecurityIDSource(22) missing");
  expect(found(state, "", "")).toBe("Symbol(55)  is not traded here");
});

it("forgets the names an instrument had when it is defined anew, and finds the rest after a restart", () => {
  const core = house();
  const securityIds = "4:US0378331005|S:BBG000B9XVV8";
  core.tell({ type: CommandType.DefineInstrument, ...testInstrument("APC.F"), exchange: "XFRA", securityIds });
  const pieces: Buffer[] = [];
  const writer = new ImageWriter((bytes) => pieces.push(Buffer.from(bytes)));
  transferState(core.state, writer);
  writer.flush();
  const again = new State();
  const bytes = Buffer.concat(pieces);
  let at = 0;
  const source = (into: Uint8Array) => {
    at += bytes.copy(into, 0, at);
  };
  transferState(again, new ImageReader(source, bytes.length));
  for (const state of [core.state, again]) {
    expect(found(state, "8:APC")).toContain("is not traded here");
    expect(found(state, "S:BBG000B9XVV8")).toBe("APC.F");
    expect([...state.securities.get("4:US0378331005")!]).toEqual([3, 4]);
  }
});

it("reads names from the configuration, and refuses one that two instruments of a market share", () => {
  const text = (exchange: string) => `
insecureLogon: true
sessions: [{ compId: ALPHA, beginString: FIX.4.4 }]
instruments:
  - { symbol: A, referencePrice: "10.00", exchange: XNAS, securityIds: { isin: US0378331005, figi: BBG000B9XRY4 } }
  - { symbol: B, referencePrice: "10.00", exchange: ${exchange}, securityIds: { isin: US0378331005 } }
`;
  const [first] = parseConfig(text("XFRA"), "house.yaml").instruments;
  expect(first).toMatchObject({ exchange: "XNAS", securityIds: "4:US0378331005|S:BBG000B9XRY4" });
  expect(() => parseConfig(text("XNAS"), "house.yaml")).toThrow(
    "house.yaml, line 6: instruments/1 (B): securityIds/isin US0378331005 is also A's, and both are listed on XNAS",
  );
});
