/** What bad input gets at the front door: one clear sentence and exit 1, and nothing lost. */

import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { PersistentClient } from "./support/persistent-client.ts";
import { CLI_PATH, startLockstep } from "./support/process.ts";

const root = mkdtempSync(join(tmpdir(), "lockstep-server-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let made = 0;
const newDirectory = () => join(root, `d${++made}`);

function lockstep(...args: string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI_PATH, ...args], {
    encoding: "utf8",
    timeout: 20_000,
  });
  return { code: status, out: stdout, err: stderr };
}

function serve(...args: string[]) {
  return lockstep("serve", "--fix-port", "0", "--http-port", "0", "--ws-port", "0", ...args);
}

function config(text: string): string {
  const path = join(root, `config-${++made}.yaml`);
  writeFileSync(path, text);
  return path;
}

describe("lockstep serve", () => {
  it("says which line of a configuration is wrong, what was found and what was expected", () => {
    const path = config(
      'compId: HOUSE\ninsecureLogon: true\nsessions:\n  - { compId: A, beginString: FIX.4.9 }\nlimts: []\ninstruments:\n  - { symbol: X, referencePrice: "1.005" }\n',
    );
    const { code, err } = serve("--data-dir", newDirectory(), "--config", path);
    expect(code).toBe(1);
    expect(err).toContain(`${path}, line 4: sessions/0/beginString: found "FIX.4.9", expected "FIX.4.0"`);
    expect(err).toContain(`${path}, line 5: limts: unknown key; remove it or correct its spelling`);
    expect(lockstep("config", path).code).toBe(1);
  });

  it("refuses an instrument whose numbers do not fit", () => {
    const path = config(
      'insecureLogon: true\nsessions:\n  - { compId: A, beginString: FIX.4.4 }\ninstruments:\n  - { symbol: X, referencePrice: "1.005" }\n',
    );
    expect(lockstep("config", path)).toMatchObject({
      code: 1,
      err: expect.stringContaining("line 5: instruments/0: referencePrice 1.005 does not fit 2 digits after the point"),
    });
  });

  it("refuses sessions without a password unless that is said to be meant", () => {
    const path = config(
      'sessions:\n  - { compId: A, beginString: FIX.4.4 }\ninstruments:\n  - { symbol: X, referencePrice: "1" }\n',
    );
    expect(lockstep("config", path)).toMatchObject({ code: 1, err: expect.stringContaining("A has no password") });
  });

  it("prints a configuration that it accepts", () => {
    const path = config(lockstep("config").out);
    expect(lockstep("config", path)).toMatchObject({
      code: 0,
      out: `${path}: good (12 sessions, 15 instruments, 9 limits)\n`,
    });
  });

  it("refuses to listen beyond loopback while there are no users", () => {
    const { code, err } = serve("--data-dir", newDirectory(), "--host", "0.0.0.0");
    expect(code).toBe(1);
    expect(err).toContain("host 0.0.0.0 is not loopback");
  });

  it("refuses FIX in clear beyond loopback, and warns of it where it is meant", () => {
    const sessions = "sessions: [ { compId: A, beginString: FIX.4.4, password: correct-horse } ]";
    const rest = `${sessions}\ninstruments: [ { symbol: X, referencePrice: "1" } ]\n`;
    const open = config(`fix: { host: 192.0.2.7 }\n${rest}`);
    for (const { code, err } of [serve("--data-dir", newDirectory(), "--config", open), lockstep("config", open)]) {
      expect(code).toBe(1);
      expect(err).toContain("fix.host 192.0.2.7 is not loopback, and without fix.tls passwords and orders would cross");
    }
    // An address no machine has: the warning comes first, and then there is nothing to listen on.
    const meant = config(`fix: { host: 192.0.2.7, insecure: true }\n${rest}`);
    const { code, err } = serve("--data-dir", newDirectory(), "--config", meant);
    expect(code).toBe(1);
    expect(err).toContain("INSECURE: FIX on 192.0.2.7 is in clear");
    expect(err).toContain("cannot listen for FIX on 192.0.2.7");
    expect(lockstep("config", meant)).toMatchObject({ code: 0, err: expect.stringContaining("INSECURE") });
  });

  it("names a wrong flag", () => {
    expect(serve("--durabilty", "write")).toMatchObject({ code: 1, err: expect.stringContaining("--durabilty") });
    expect(serve("--durability", "never")).toMatchObject({
      code: 1,
      err: expect.stringContaining("--durability is never, expected fsync or write"),
    });
    expect(lockstep("serve", "--fix-port", "99999")).toMatchObject({
      code: 1,
      err: expect.stringContaining("expected a whole number from 0 to 65535"),
    });
    expect(lockstep("sevre")).toMatchObject({ code: 1, err: expect.stringContaining("unknown command sevre") });
  });

  it("says that a port is in use", async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
    const address = taken.address();
    const port = typeof address === "object" && address !== null ? String(address.port) : "";
    for (const flags of [
      ["--fix-port", port, "--http-port", "0", "--ws-port", "0"],
      ["--fix-port", "0", "--http-port", port, "--ws-port", "0"],
      ["--fix-port", "0", "--http-port", "0", "--ws-port", port],
    ]) {
      const { code, err } = lockstep("serve", "--data-dir", newDirectory(), ...flags);
      expect(code).toBe(1);
      expect(err.trim().split("\n").at(-1)).toMatch(new RegExp(`${port}.*LOCKSTEP_ERR_PORT_IN_USE`));
    }
    taken.close();
  });

  it("says that a data directory cannot be written, or belongs to another process", async () => {
    const file = join(root, "not-a-directory");
    writeFileSync(file, "");
    expect(serve("--data-dir", join(file, "data"))).toMatchObject({
      code: 1,
      err: expect.stringContaining("LOCKSTEP_ERR_DATA_DIR"),
    });
    const oms = await startLockstep({ args: ["--no-agents"] });
    const second = serve("--data-dir", oms.dataDir);
    expect(second).toMatchObject({ code: 1, err: expect.stringContaining("belongs to another running Lockstep") });
    expect((await oms.stop()).code).toBe(0);
  });

  it("refuses a damaged journal with segment and offset, and changes nothing of it", async () => {
    const dataDir = newDirectory();
    const alpha = new PersistentClient({ compId: "ALPHA", beginString: "FIX.4.4" });
    const oms = await startLockstep({ dataDir, args: ["--no-agents"] });
    await alpha.logOn(oms.fixPort);
    for (let index = 0; index < 20; index++)
      alpha.send("D", `11=D${index}|21=1|38=1|40=2|44=99.00|54=1|55=ZVZZT|60=20261122-00:00:00|`);
    await alpha.until(() => alpha.reports.size === 20, "no reports");
    await oms.stop();
    const path = join(dataDir, "journal", "segment-00000001.journal");
    const bytes = readFileSync(path);
    bytes[400] ^= 4;
    writeFileSync(path, bytes);
    const { code, err } = serve("--data-dir", dataDir);
    expect(code).toBe(1);
    expect(err).toMatch(
      /the journal is damaged in .*segment-00000001\.journal at offset \d+: .*put back a good copy .*LOCKSTEP_ERR_JOURNAL_DAMAGED/,
    );
    expect(readFileSync(path).equals(bytes)).toBe(true);
    expect(lockstep("verify", "--data-dir", dataDir)).toMatchObject({
      code: 1,
      err: expect.stringContaining("segment-00000001.journal at offset"),
    });
  });

  it("ends cleanly on SIGTERM: sessions are logged out, and everything is there at the next start", async () => {
    const dataDir = newDirectory();
    const alpha = new PersistentClient({ compId: "ALPHA", beginString: "FIX.4.4" });
    const first = await startLockstep({ dataDir, args: ["--no-agents"] });
    await alpha.logOn(first.fixPort);
    alpha.send("D", `11=T1|21=1|38=5|40=2|44=99.00|54=1|55=ZVZZT|60=20261122-00:00:00|`);
    await alpha.until(() => alpha.reports.has("T1"), "no report");
    expect(await first.kill("SIGTERM")).toMatchObject({ code: 0 });
    const second = await startLockstep({ dataDir, args: ["--no-agents"] });
    await alpha.logOn(second.fixPort);
    alpha.send("H", "11=T1|54=1|55=ZVZZT|");
    await alpha.until(() => alpha.reports.get("T1")?.get("150") === "I", "no status");
    expect(alpha.reports.get("T1")?.get("39")).toBe("0");
    expect(alpha.faults).toEqual([]);
    await second.stop();
    expect(lockstep("verify", "--data-dir", dataDir)).toMatchObject({ code: 0 });
    // Only this user may read what orders were sent.
    expect(readdirSync(join(dataDir, "journal")).length).toBeGreaterThan(0);
  });
});
