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
      "a pause between calls that begins above its most",
      `  - { ${ROW}, ${LOCAL}, reconnectMinMs: 60000 }`,
      "line 7: venues/0/reconnectMinMs: found 60000, expected at most reconnectMaxMs, which is 30000",
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
      "nobody to call",
      `  - { ${ROW}, hosts: [] }`,
      "line 7: venues/0/hosts: found [], expected an array of 1 to 16 entries",
    ],
    [
      "a port that is none",
      `  - { ${ROW}, hosts: [{ host: 127.0.0.1, port: 70000 }] }`,
      "line 7: venues/0/hosts/0/port: found 70000, expected an integer from 1 to 65535",
    ],
    [
      "an address twice",
      `  - { ${ROW}, hosts: [{ host: 127.0.0.1, port: 1 }, { host: 127.0.0.1, port: 1 }] }`,
      "line 7: venues/0/hosts: 127.0.0.1:1 stands there twice",
    ],
    [
      "nobody who calls",
      `  - { ${ROW.replace("senderCompId: US, ", "")}, ${LOCAL} }`,
      "line 7: venues/0/senderCompId: missing; expected a text",
    ],
    [
      "a name that FIX cannot carry",
      `  - { ${ROW.replace("THEM", '"TH EM"')}, ${LOCAL} }`,
      'line 7: venues/0/targetCompId: found "TH EM", expected a text',
    ],
    [
      "two venues that would be one session",
      `  - { ${ROW}, ${LOCAL} }\n  - { ${ROW.replace("FAR, id: 2", "NEAR, id: 3")}, ${LOCAL} }`,
      "line 8: venues/1/senderCompId: US calls THEM at 127.0.0.1:9000 for FAR already; expected another senderCompId",
    ],
    [
      "a drop copy that would be its own venue's session",
      `  - { ${ROW}, ${LOCAL}, dropCopy: { ${LOCAL}, senderCompId: US, targetCompId: THEM } }`,
      "line 7: venues/0/dropCopy: US calls THEM at 127.0.0.1:9000 for FAR already",
    ],
    [
      "a version that is not spoken with venues",
      `  - { ${ROW.replace("FIX.4.4", "FIX.4.3")}, ${LOCAL} }`,
      'line 7: venues/0/beginString: found "FIX.4.3", expected "FIX.4.2", "FIX.4.4", "FIXT.1.1"',
    ],
    [
      "an application version where the session's is the only one",
      `  - { ${ROW}, ${LOCAL}, defaultApplVerId: "9" }`,
      'line 7: venues/0/defaultApplVerId: found "9", expected none: FIX.4.4 is its own version',
    ],
    [
      "hours in no zone",
      `  - { ${ROW}, ${LOCAL}, schedule: { timeZone: Mars, start: "08:00", end: "17:00" } }`,
      'line 7: venues/0/schedule: schedule/timeZone: found "Mars", expected a zone like Europe/London',
    ],
    [
      "an hour that is none",
      `  - { ${ROW}, ${LOCAL}, schedule: { timeZone: UTC, start: "25:00", end: "17:00" } }`,
      'line 7: venues/0/schedule/start: found "25:00", expected a text like',
    ],
    [
      "a certificate without its key",
      `  - { ${ROW}, ${LOCAL}, tls: { certificate: a.pem } }`,
      "line 7: venues/0/tls: certificate and key go together",
    ],
    [
      "an authority that is not there",
      `  - { ${ROW}, ${LOCAL}, tls: { authority: /nowhere/house.pem } }`,
      "line 7: venues/0/tls: authority: ENOENT",
    ],
    [
      "a password twice",
      `  - { ${ROW}, ${LOCAL}, password: secret, passwordFile: ${import.meta.filename} }`,
      "line 7: venues/0/passwordFile: password and passwordFile are both there; expected one of them",
    ],
    [
      "a password file without a password",
      `  - { ${ROW}, ${LOCAL}, passwordFile: /dev/null }`,
      "line 7: venues/0/passwordFile: expected the password in the first line of /dev/null, found none",
    ],
    [
      "a symbol twice",
      `  - { ${ROW}, ${LOCAL}, symbols: [{ symbol: ACME, theirs: A }, { symbol: ACME, theirs: B }] }`,
      "line 7: venues/0/symbols: ACME stands there twice",
    ],
    [
      "two symbols of one name there",
      `  - { ${ROW}, ${LOCAL}, symbols: [{ symbol: ACME, theirs: A }, { symbol: HOME, theirs: A }] }`,
      "line 7: venues/0/symbols: HOME and ACME have the same name there; expected one that tells them apart",
    ],
    [
      "what an ID is, without the ID",
      `  - { ${ROW}, ${LOCAL}, symbols: [{ symbol: ACME, securityIdSource: "4" }] }`,
      "line 7: venues/0/symbols: ACME: found a securityIdSource without a securityId; expected both, or neither",
    ],
    [
      "a rule that says two things",
      `  - { ${ROW}, ${LOCAL}, tags: [{ message: D, tag: 1, remove: true, value: X }] }`,
      "line 7: venues/0/tags: tag 1: expected one of remove, renameTo and value, found 2",
    ],
    [
      "a rule for a message of the session's",
      `  - { ${ROW}, ${LOCAL}, tags: [{ message: A, tag: 96, value: X }] }`,
      "line 7: venues/0/tags: message A is the session's own; it has no tag rules",
    ],
    [
      "a rule for a message no venue is sent",
      `  - { ${ROW}, ${LOCAL}, tags: [{ message: "8", tag: 1, value: X }] }`,
      'line 7: venues/0/tags: message 8 is none that a venue is sent; expected D, F, G, H, AF or "*"',
    ],
    [
      "a throttle that lets nothing through",
      `  - { ${ROW}, ${LOCAL}, throttle: { perSecond: 0 } }`,
      "line 7: venues/0/throttle/perSecond: found 0, expected an integer from 1 to 1000000",
    ],
    [
      "a burst of nothing",
      `  - { ${ROW}, ${LOCAL}, throttle: { perSecond: 10, burst: 0 } }`,
      "line 7: venues/0/throttle/burst: found 0, expected an integer from 1 to 1000000",
    ],
    [
      "a number to expect in a version that has no place for it",
      `  - { ${ROW.replace("FIX.4.4", "FIX.4.2")}, ${LOCAL}, nextExpectedMsgSeqNum: true }`,
      "line 7: venues/0/beginString: FIX.4.2 has no NextExpectedMsgSeqNum(789)",
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
