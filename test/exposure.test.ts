/** Where the house may listen, and with what: no password crosses a network in clear unless somebody says so. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Config, parseConfig } from "../src/config.ts";
import { checkExposure, fixHostOf } from "../src/exposure.ts";
import { startLockstep } from "./support/process.ts";

const TLS = "tls: { certificate: a.pem, key: a.key, clientAuthority: ca.pem }";

function house(fix: string, session = "password: correct-horse", more = ""): Config {
  return parseConfig(
    `${more}
fix: { ${fix} }
sessions: [ { compId: ALPHA, beginString: FIX.4.4, ${session} } ]
instruments: [ { symbol: ZVZZT, referencePrice: "100.00" } ]
`,
    "house.yaml",
  );
}

it("an environment is SIM, UAT or PROD, and PROD lets nobody in without a password", () => {
  const named = (more: string): string => house("port: 1", "password: correct-horse", more).environment;
  expect([named(""), named("environment: UAT"), named("environment: PROD")]).toEqual(["SIM", "UAT", "PROD"]);
  expect(() => named("environment: LIVE")).toThrow(/line 1: environment: found "LIVE", expected "SIM", "UAT", "PROD"/);
  expect(() => named("environment: PROD\ninsecureLogon: true")).toThrow(
    "insecureLogon: found true, expected false, because environment is PROD",
  );
});

describe("FIX listens", () => {
  it.each(["127.0.0.1", "127.0.0.7", "::1", "localhost"])("on %s in clear, with nothing to say", (host) => {
    const config = house(`host: "${host}"`);
    expect([fixHostOf(config), checkExposure(config)]).toEqual([host, []]);
  });

  it("where the page does when it has no host of its own", () => {
    expect(fixHostOf(house("port: 1", "password: correct-horse", "host: 127.0.0.9"))).toBe("127.0.0.9");
  });

  it.each(["0.0.0.0", "192.0.2.7", "::", "fix.example.com", "127.0.0.1.example.com"])(
    "never on %s in clear, unless that is said to be meant",
    (host) => {
      expect(() => checkExposure(house(`host: "${host}"`))).toThrow(
        `fix.host ${host} is not loopback, and without fix.tls passwords and orders would cross the network in clear`,
      );
      expect(checkExposure(house(`host: "${host}", insecure: true`))).toEqual([
        expect.stringContaining(`INSECURE: FIX on ${host} is in clear (fix.insecure: true)`),
      ]);
      expect(checkExposure(house(`host: "${host}", ${TLS}`))).toEqual([]);
    },
  );

  it("beyond loopback only for sessions that prove who they are", () => {
    for (const fix of ["host: 0.0.0.0, insecure: true", `host: 0.0.0.0, ${TLS}`]) {
      expect(() => checkExposure(house(fix, "account: A", "insecureLogon: true"))).toThrow(
        /fix\.host 0\.0\.0\.0 is not loopback, and anybody could log on as ALPHA; expected a password/,
      );
    }
    const bound = "certificate: { commonName: fund }";
    expect(checkExposure(house(`host: 0.0.0.0, ${TLS}`, bound, "insecureLogon: true"))).toHaveLength(1);
    const noAuthority = "host: 0.0.0.0, tls: { certificate: a.pem, key: a.key }";
    expect(() => checkExposure(house(noAuthority, bound, "insecureLogon: true"))).toThrow(/log on as ALPHA/);
  });
});

describe("the page listens", () => {
  it("on loopback only, whatever FIX does, and says why", () => {
    expect(() => checkExposure(house(TLS, "password: correct-horse", "host: 0.0.0.0"))).toThrow(
      /^host 0\.0\.0\.0 is not loopback; expected 127\.0\.0\.1, because the blotter has no users yet/,
    );
  });
});

it("a real process listens for FIX where fix.host says and for the page where host does, and --fix-host overrules", async () => {
  const home = mkdtempSync(join(tmpdir(), "lockstep-exposure-"));
  const path = join(home, "house.yaml");
  writeFileSync(
    path,
    `fix: { host: 127.0.0.2 }
sessions: [ { compId: ALPHA, beginString: FIX.4.4, password: correct-horse } ]
venue: { agents: { enabled: false } }
instruments: [ { symbol: ZVZZT, referencePrice: "100.00" } ]
`,
  );
  for (const [flags, host] of [
    [[], "127.0.0.2"],
    [["--fix-host", "127.0.0.3"], "127.0.0.3"],
  ] as const) {
    const oms = await startLockstep({ args: ["--config", path, ...flags] });
    expect(oms.output).toMatch(new RegExp(`^ready fix=${host}:\\d+ http=127\\.0\\.0\\.1:\\d+ `, "m"));
    await oms.stop();
  }
  rmSync(home, { recursive: true, force: true });
});
