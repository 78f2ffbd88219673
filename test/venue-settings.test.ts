import { describe, expect, it } from "vitest";
import { parseConfig } from "../src/config.ts";
import { errorText } from "../src/lib/errors.ts";

const HEAD = `insecureLogon: true
sessions: [{ compId: ALPHA, beginString: FIX.4.4 }]
instruments:
  - { symbol: ACME, referencePrice: "10.00", venue: FAR }
  - { symbol: HOME, referencePrice: "10.00" }
venues:
`;
const ROW = "name: FAR, id: 2, beginString: FIX.4.4, senderCompId: US, targetCompId: THEM";
const LOCAL = "hosts: [{ host: 127.0.0.1, port: 9000 }]";

const faultOf = (rows: string) => {
  try {
    parseConfig(HEAD + rows, "house.yaml");
    return "none";
  } catch (error) {
    return errorText(error);
  }
};

describe("the configuration of an outside venue", () => {
  it("has a default for all but who it is and where", () => {
    const { venues, instruments } = parseConfig(`${HEAD}  - { ${ROW}, ${LOCAL} }`, "house.yaml");
    expect(instruments.map(({ symbol, venueId }) => [symbol, venueId])).toEqual([
      ["ACME", 2],
      ["HOME", 1],
    ]);
    expect(venues).toMatchObject([
      {
        name: "FAR",
        venueId: 2,
        throttle: null,
        holdsWhenDown: false,
        repeatsUnknown: true,
        cancelsAliens: false,
        massStatus: false,
        dropCopy: null,
        line: { afterSuccess: "first", tls: null, hosts: [{ host: "127.0.0.1", port: 9000 }] },
      },
    ]);
  });

  it.each([
    [
      "an unknown key",
      `  - { ${ROW}, ${LOCAL}, whenDwon: hold }`,
      "house.yaml, line 7: venues/0/whenDwon: unknown key",
    ],
    [
      "the id of the exchange in the box",
      `  - { ${ROW.replace("id: 2", "id: 1")}, ${LOCAL} }`,
      "line 7: venues/0/id: found 1, expected an integer from 2 to 16",
    ],
    [
      "two of a name",
      `  - { ${ROW}, ${LOCAL} }\n  - { ${ROW}, ${LOCAL} }`,
      "line 8: venues/1/name: FAR stands there twice",
    ],
    [
      "a line in clear to another machine",
      `  - { ${ROW}, hosts: [{ host: fix.example.com, port: 9000 }] }`,
      "line 7: venues/0/hosts: orders and passwords would cross the network in clear; expected tls",
    ],
    [
      "a session version without its application version",
      `  - { ${ROW.replace("FIX.4.4", "FIXT.1.1")}, ${LOCAL} }`,
      'line 7: venues/0/beginString: a FIXT.1.1 session needs defaultApplVerId "7", "8" or "9"',
    ],
    [
      "a symbol nobody lists",
      `  - { ${ROW}, ${LOCAL}, symbols: [{ symbol: NOPE }] }`,
      "line 7: venues/0/symbols: there is no instrument NOPE",
    ],
    [
      "a rule that says nothing",
      `  - { ${ROW}, ${LOCAL}, tags: [{ message: D, tag: 1 }] }`,
      "line 7: venues/0/tags: tag 1: expected one of remove, renameTo and value, found 0",
    ],
    [
      "a rule about an order's identity",
      `  - { ${ROW}, ${LOCAL}, tags: [{ message: D, tag: 11, value: X }] }`,
      "tag 11 is how orders and messages are found again; it stays as it is",
    ],
    [
      "a password file that is not there",
      `  - { ${ROW}, ${LOCAL}, passwordFile: /nowhere/secret }`,
      "line 7: venues/0/passwordFile: ENOENT",
    ],
    [
      "an instrument at a venue nobody knows",
      `  - { ${ROW.replace("FAR", "OTHER")}, ${LOCAL} }`,
      "line 4: instruments/0: there is no venue FAR",
    ],
  ])("is refused by line: %s", (_, rows, text) => {
    expect(faultOf(rows)).toContain(text);
  });
});
