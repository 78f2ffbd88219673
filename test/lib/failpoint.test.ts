import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { FAILPOINTS, failpoint } from "../../src/lib/failpoint.ts";
import { PersistentClient } from "../support/persistent-client.ts";
import { CLI_PATH, startLockstep } from "../support/process.ts";

const root = mkdtempSync(join(tmpdir(), "lockstep-failpoint-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** All but the one the process itself ends by. */
const DEADLY = FAILPOINTS.filter((name) => name !== "sync_error");

const terms = (clOrdId: string) => `11=${clOrdId}|21=1|38=10|40=2|44=99.00|54=1|55=ZVZZT|59=0|60=20261122-00:00:00|`;

describe("a failpoint", () => {
  it("is nothing at all when the environment does not name it", () => {
    expect(FAILPOINTS.map((name) => failpoint(name, ""))).toEqual(FAILPOINTS.map(() => null));
    expect(failpoint("mid_send", "before_append:1")).toBeNull();
  });

  it("is reached the time the environment names, and no other", () => {
    const point = failpoint("after_apply", "before_append:1, after_apply:3");
    expect([1, 2, 3, 4, 5].map(() => point?.reached())).toEqual([false, false, true, false, false]);
  });

  it.each(["nowhere:1", "mid_send", "mid_send:0", "mid_send:x", "mid_send:1:2", "before_append:1,"])(
    "refuses %s, saying what it can be",
    (text) => {
      expect(() => failpoint("mid_send", text)).toThrow(/expected NAME:COUNT.*before_append, after_append/);
    },
  );

  it("refuses the start of a process that is told of one wrongly", () => {
    const { status, stderr } = spawnSync(process.execPath, [CLI_PATH, "serve", "--data-dir", join(root, "wrong")], {
      encoding: "utf8",
      env: { ...process.env, LOCKSTEP_FAILPOINTS: "before_apend:1" },
    });
    expect(status).not.toBe(0);
    expect(stderr).toContain('LOCKSTEP_FAILPOINTS has "before_apend:1"');
  });

  it.each(DEADLY)("kills a process at %s, and every order acknowledged is there afterwards", async (name) => {
    const dataDir = join(root, name);
    const args = ["--no-agents"];
    // Starting and logging on reach some of them a few times; 12 lies among the orders for all.
    const oms = await startLockstep({ dataDir, args, env: { LOCKSTEP_FAILPOINTS: `${name}:12` } });
    const alpha = new PersistentClient({ compId: "ALPHA", beginString: "FIX.4.4" });
    await alpha.logOn(oms.fixPort);
    for (let index = 0; index < 40 && oms.exit === null && alpha.loggedOn; index++) {
      alpha.send("D", terms(`${name}${index}`));
      await alpha.until(() => alpha.reports.has(`${name}${index}`) || !alpha.loggedOn, "neither answered nor cut off");
    }
    expect(await oms.ended()).toEqual({ code: null, signal: "SIGKILL" });
    const acknowledged = [...alpha.reports.keys()];
    const { stdout } = spawnSync(process.execPath, [CLI_PATH, "replay", "--orders", "--data-dir", dataDir, "--json"], {
      encoding: "utf8",
    });
    const lines = stdout.trim().split("\n").slice(0, -1);
    const recovered = lines.map((line) => (JSON.parse(line) as { clOrdId: string }).clOrdId);
    expect(acknowledged.filter((clOrdId) => !recovered.includes(clOrdId))).toEqual([]);
    alpha.drop();
  });
});
