import { describe, expect, it } from "vitest";
import { loadConfig, parseConfig } from "../src/config.ts";

const REST = `insecureLogon: true
sessions: [{ compId: ALPHA, beginString: FIX.4.4 }]
instruments:
  - { symbol: ACME, referencePrice: "10" }
  - { symbol: BETA, referencePrice: "10", venue: XALT }
  - { symbol: FAR, referencePrice: "10", venue: OUT }
venues:
  - { name: OUT, id: 9, beginString: FIX.4.4, hosts: [{ host: 127.0.0.1, port: 1 }], senderCompId: A, targetCompId: B }
exchanges:
`;
const parse = (row: string) => parseConfig(`${REST}  - ${row}\n`, "test.yaml");
const faultOf = (row: string): string => {
  try {
    parse(row);
  } catch (error) {
    return (error as Error).message;
  }
  return "";
};

describe("exchanges", () => {
  it("stand behind the one of venue, each with a directory and traffic of its own", () => {
    const { exchanges, instruments } = parse("{ name: XALT, id: 2, symbols: [BETA] }");
    expect(exchanges.map(({ name, venueId, directory, symbols }) => [name, venueId, directory, symbols])).toEqual([
      ["XSIM", 1, "exchange", null],
      ["XALT", 2, "exchange-XALT", ["BETA"]],
    ]);
    expect(instruments.map(({ symbol, venueId }) => [symbol, venueId])).toEqual([
      ["ACME", 1],
      ["BETA", 2],
      ["FAR", 9],
    ]);
  });

  it.each([
    ["{ name: XSIM, id: 2 }", /^test\.yaml, line 10: .*name: XSIM stands there twice; expected another name$/],
    ["{ name: OUT, id: 2 }", /line 10: .*name: OUT stands there twice/],
    ["{ name: XALT, id: 9 }", /line 10: .*id: 9 is OUT's; expected one that no other venue has$/],
    ["{ name: XALT, id: 1 }", /line 10: .*id: found 1, expected an integer from 2 to 16/],
    ["{ name: XALT, id: 2, symbols: [FAR] }", /symbols: found FAR, expected a symbol that is among the instruments$/],
    ["{ name: XALT, id: 2, agent: true }", /line 10: .*agent: unknown key/],
    [
      "{ name: XALT, id: 2, agents: { list: [{ kind: maker, levels: 99 }] } }",
      /agents\/list\/0\/levels: found 99, expected an integer from 1 to 20/,
    ],
    [
      "{ name: XALT, id: 2, agents: { list: [{ kind: noise, symbols: [FAR] }] } }",
      /exchanges\/0\/agents\/list\/0\/symbols\/0: found FAR, expected a symbol/,
    ],
  ])("name the line, what was found and what was expected: %s", (row, fault) => {
    expect(faultOf(row)).toMatch(fault);
  });

  it("are three in the demonstration, which sends everything to XSIM", () => {
    const { exchanges, instruments } = loadConfig(null);
    expect(exchanges.map(({ name }) => name)).toEqual(["XSIM", "XALT", "XDRK"]);
    expect(new Set(instruments.map(({ venueId }) => venueId))).toEqual(new Set([1]));
  });
});
