import { describe, expect, it } from "vitest";
import { parseConfig } from "../src/config.ts";

const REST = `insecureLogon: true
sessions: [{ compId: ALPHA, beginString: FIX.4.4 }]
instruments: [{ symbol: ACME, referencePrice: "10" }, { symbol: BETA, referencePrice: "10" }]
exchanges: [{ name: XALT, id: 2, symbols: [BETA] }]
routing:
`;
const parse = (...rows: string[]) => parseConfig(`${REST}${rows.map((row) => `  - ${row}\n`).join("")}`, "test.yaml");
const faultOf = (...rows: string[]): string => {
  try {
    parse(...rows);
  } catch (error) {
    return (error as Error).message;
  }
  return "";
};

describe("routing", () => {
  it("is rules of conditions and a target each, with one value or a list", () => {
    expect(
      parse(
        '{ id: a, when: { client: ALPHA, symbol: [BETA], side: ["1", "2"], qtyMin: 5, notionalMax: 9 }, to: { venue: XALT } }',
        "{ id: b, to: { desk: cash } }",
      ).routing,
    ).toEqual([
      {
        id: "a",
        when: { client: ["ALPHA"], symbol: ["BETA"], side: ["1", "2"], qtyMin: 5, notionalMax: 9 },
        to: { venueId: 2, venue: "XALT" },
      },
      { id: "b", when: {}, to: { desk: "cash" } },
    ]);
  });

  it.each([
    [
      "{ id: a, to: {} }",
      /^test\.yaml, line 6: routing\/0\/to: found 0 of venue, desk and reject, expected one of them$/,
    ],
    ["{ id: a, to: { venue: XALT, desk: d } }", /found 2 of venue, desk and reject/],
    ["{ id: a, to: { venue: MOON } }", /line 6: routing\/0\/to\/venue: found MOON, expected one of XSIM, XALT$/],
    [
      "{ id: a, when: { client: NOBODY }, to: { desk: d } }",
      /when\/client: found NOBODY, expected the compId of a session/,
    ],
    [
      "{ id: a, when: { symbol: GONE }, to: { desk: d } }",
      /when\/symbol: found GONE, expected the symbol of an instrument/,
    ],
    [
      "{ id: a, when: { symbol: ACME }, to: { venue: XALT } }",
      /to\/venue: XALT does not list ACME; expected a venue that/,
    ],
    [
      "{ id: a, when: { qtyMin: 9, qtyMax: 5 }, to: { desk: d } }",
      /when\/qtyMax: found 5, expected qtyMin \(9\) or more/,
    ],
    ["{ id: a, when: { qtyMin: 1.5 }, to: { desk: d } }", /when\/qtyMin: found 1.5, expected an integer/],
    ["{ id: a, when: { moon: 1 }, to: { desk: d } }", /routing\/0\/when\/moon: unknown key/],
    ["{ id: a b, to: { desk: d } }", /routing\/0\/id: found "a b", expected a text like/],
    ["{ when: {}, to: { desk: d } }", /routing\/0\/id: missing/],
  ])("name the line, the key and what was expected: %s", (row, fault) => {
    expect(faultOf(row)).toMatch(fault);
  });

  it("has every id once, and fits the journal's record", () => {
    const row = "{ id: a, to: { desk: d } }";
    expect(faultOf(row, row)).toMatch(/line 7: routing\/1\/id: a stands there twice; expected another id/);
    const long = Array.from({ length: 700 }, (_, index) => `{ id: r${index}, to: { reject: ${"x".repeat(100)} } }`);
    expect(faultOf(...long)).toMatch(/routing: the rules take \d+ bytes in the journal, expected at most 60000/);
  });
});
