import { describe, expect, it } from "vitest";
import { type Config, parseConfig } from "../../src/config.ts";
import { hashPassword } from "../../src/fix/credentials.ts";

function parse(session: string): Config {
  const text = `sessions:
  - compId: ALPHA
    beginString: FIX.4.4
${session.replaceAll(/^/gm, "    ")}
instruments: [ { symbol: ZVZZT, referencePrice: "100.00" } ]
`;
  return parseConfig(text, "house.yaml");
}

const settings = (session: string) => parse(session).sessions[0].settings;
const fault = (session: string): string => {
  try {
    parse(session);
  } catch (error) {
    return (error as Error).message;
  }
  return "";
};

describe("session settings", () => {
  it("are off where nothing is said", () => {
    const { credentials, dictionary, ...rest } = settings("password: correct-horse");
    expect(credentials?.password.kind).toBe("digest");
    // The version's own, with what we take beyond it.
    expect(dictionary?.version).toBe("FIX.4.4");
    expect(rest).toEqual({
      newPasswordLengthMin: 12,
      allowFrom: [],
      testMessages: "",
      nextExpectedMsgSeqNum: false,
      resendRequestChunk: 2500,
      schedule: null,
      overReset: "possResend",
      certificate: null,
      throttle: null,
    });
  });

  it("say how much may be sent; a burst of a second's, and a thousand refusals a minute, where nothing is said", () => {
    const limited = { perSecond: 100, burst: 100, over: "reject", disconnectAfter: 1000 };
    expect(settings("password: correct-horse\nthrottle: { perSecond: 100 }").throttle).toEqual(limited);
    const row = "password: correct-horse\nthrottle: { perSecond: 5, burst: 20, over: queue, disconnectAfter: 0 }";
    expect(settings(row).throttle).toEqual({ perSecond: 5, burst: 20, over: "queue", disconnectAfter: 0 });
    expect(fault("password: correct-horse\nthrottle: { perSecond: 0 }")).toMatch(
      /perSecond: found 0, expected .* from 1 to/,
    );
  });

  it("say who may log on, from where and when", () => {
    const given = settings(`username: fund
passwordHash: "${hashPassword("correct-horse", 10)}"
allowFrom: [10.1.0.0/16, "2001:db8::/32"]
testMessages: false
schedule: { timeZone: America/New_York, start: Sun 17:00, end: "Fri 17:00:30", holidays: ["2026-12-25"] }
certificate: { commonName: fund.example.com }`);
    expect([given.credentials?.username, given.credentials?.password.kind]).toEqual(["fund", "scrypt"]);
    expect([given.allowFrom, given.testMessages]).toEqual([["10.1.0.0/16", "2001:db8::/32"], "N"]);
    expect(given.schedule).toEqual({
      timeZone: "America/New_York",
      start: 61_200,
      end: 61_230,
      week: { startDay: 0, endDay: 5 },
      days: [0, 1, 2, 3, 4, 5, 6],
      holidays: ["2026-12-25"],
    });
    expect(given.certificate).toEqual({ commonName: "fund.example.com" });
  });

  it.each([
    ["password: short", /house\.yaml, line 4: sessions\/0\/password: found something else, expected a text of 8 to 64/],
    ["passwordHash: not-a-hash", /line 4: sessions\/0: a passwordHash is not in the form \$scrypt\$/],
    ["password: correct-horse\npasswordHash: x", /line 5: sessions\/0: password and passwordHash are both there/],
    ["username: fund", /line 4: sessions\/0: a username without a password/],
    [
      "password: correct-horse\nallowFrom: [10.1.0]",
      /line 5: .*found "10\.1\.0", expected a network like 10\.1\.0\.0\/16/,
    ],
    [
      "password: correct-horse\nschedule: { timeZone: Mars/Base, start: 08:00, end: 17:00 }",
      /line 5: .*found "Mars\/Base", expected a zone like/,
    ],
    [
      "password: correct-horse\nschedule: { timeZone: UTC, start: Mon 08:00, end: 17:00 }",
      /line 5: .*start and end both name a day/,
    ],
    [
      "password: correct-horse\nschedule: { timeZone: UTC, start: 24:00, end: 17:00 }",
      /line 5: sessions\/0\/schedule\/start/,
    ],
    ["password: correct-horse\ncertificate: { cn: x }", /line 5: sessions\/0\/certificate.*/],
  ])("%j is refused with its line", (session, expected) => {
    expect(fault(session)).toMatch(expected);
    expect(fault(session)).not.toMatch(/correct-horse|short/);
  });

  it("names the line of a setting that the session's version does not have", () => {
    const text = `sessions:
  - { compId: A, beginString: FIX.4.4, password: correct-horse, nextExpectedMsgSeqNum: true }
  - { compId: B, beginString: FIX.4.2, password: correct-horse, nextExpectedMsgSeqNum: true }
instruments: [ { symbol: ZVZZT, referencePrice: "100.00" } ]
`;
    expect(() => parseConfig(text, "house.yaml")).toThrow(/^house\.yaml, line 3: sessions\/1: FIX\.4\.2 has no Next/);
  });

  it("take the files of FIX over TLS, and know no others", () => {
    const text = (tls: string) => `fix: { port: 9878, tls: ${tls} }
insecureLogon: true
sessions: [ { compId: A, beginString: FIX.4.4 } ]
instruments: [ { symbol: ZVZZT, referencePrice: "100.00" } ]
`;
    const files = { certificate: "a.pem", key: "a.key", clientAuthority: "" };
    expect(parseConfig(text("{ certificate: a.pem, key: a.key }"), "house.yaml").fixTls).toEqual(files);
    expect(() => parseConfig(text("{ certificate: a.pem, cert: b.pem }"), "house.yaml")).toThrow(/line 1: fix\/tls/);
  });
});
