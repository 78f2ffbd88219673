/** Failure modes of sessions on a real process: duplicates, resends, lost projections, resets that are not allowed. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { PersistentClient } from "./support/persistent-client.ts";
import { CLI_PATH, startLockstep } from "./support/process.ts";

const root = mkdtempSync(join(tmpdir(), "lockstep-failures-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const TIME = "20261122-00:00:00";
const terms = (clOrdId: string) => `11=${clOrdId}|21=1|38=10|40=2|44=99.00|54=1|55=ZVZZT|59=0|60=${TIME}|`;

function replayed(dataDir: string): { orders: number } {
  const { stdout } = spawnSync(process.execPath, [CLI_PATH, "replay", "--data-dir", dataDir, "--json"], {
    encoding: "utf8",
  });
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "{}") as { orders: number };
}

describe("a session", () => {
  it("takes a thousand messages with PossDupFlag for what they are: no new order, no reject, still up", async () => {
    const oms = await startLockstep({ args: ["--no-agents"] });
    const alpha = new PersistentClient({ compId: "ALPHA", beginString: "FIX.4.4" });
    await alpha.logOn(oms.fixPort);
    for (let index = 0; index < 1_000; index++) alpha.send("D", terms(`D${index}`));
    await alpha.until(() => alpha.reports.size === 1_000, "not every order was answered");
    const received = alpha.received;
    alpha.sendAgain(2, 1_001);
    alpha.send("D", terms("LAST"));
    await alpha.until(() => alpha.reports.has("LAST"), "the session is not up");
    expect(alpha.received).toBe(received + 1);
    expect(alpha.faults).toEqual([]);
    await oms.kill("SIGTERM");
    expect(replayed(oms.dataDir).orders).toBe(1_001);
    await oms.stop();
  });

  it("answers a PossResend of an order it has with how that stands, and takes one it has not as new", async () => {
    const oms = await startLockstep({ args: ["--no-agents"] });
    const alpha = new PersistentClient({ compId: "ALPHA", beginString: "FIX.4.4" });
    await alpha.logOn(oms.fixPort);
    for (let index = 0; index < 500; index++) alpha.send("D", terms(`S${index}`));
    await alpha.until(() => alpha.reports.size === 500, "not every order was answered");
    alpha.reports.clear();
    for (let index = 0; index < 1_000; index++) alpha.send("D", terms(`S${index}`), "97=Y|");
    await alpha.until(() => alpha.reports.size === 1_000, "not every PossResend was answered");
    const execTypes = [...alpha.reports.values()].map((report) => report.get("150"));
    expect(execTypes.filter((execType) => execType === "I").length).toBe(500);
    expect(execTypes.filter((execType) => execType === "0").length).toBe(500);
    expect(alpha.faults).toEqual([]);
    await oms.kill("SIGTERM");
    expect(replayed(oms.dataDir).orders).toBe(1_000);
    await oms.stop();
  });

  it("keeps its numbers when everything made from the journal is deleted", async () => {
    const dataDir = join(root, "projections");
    const alpha = new PersistentClient({ compId: "ALPHA", beginString: "FIX.4.4" });
    const first = await startLockstep({ dataDir, args: ["--no-agents"] });
    await alpha.logOn(first.fixPort);
    alpha.send("D", terms("A"));
    await alpha.until(() => alpha.reports.has("A"), "no report");
    await first.kill("SIGKILL");
    for (const file of ["history.db", "history.db-wal", "history.db-shm"]) rmSync(join(dataDir, file), { force: true });
    const second = await startLockstep({ dataDir, args: ["--no-agents"] });
    await alpha.logOn(second.fixPort);
    alpha.send("D", terms("B"));
    await alpha.until(() => alpha.reports.has("B"), "no report");
    const page = (await (await fetch(`http://127.0.0.1:${second.httpPort}/api/orders`)).json()) as {
      rows: { clOrdId: string }[];
    };
    expect(alpha.faults).toEqual([]);
    expect(JSON.stringify(page)).toContain('"A"');
    await second.stop();
  });

  it("that may not be reset is not: a Logon with ResetSeqNumFlag is refused and the numbers stay", async () => {
    const config = join(root, "no-reset.yaml");
    writeFileSync(
      config,
      'insecureLogon: true\nsessions:\n  - { compId: ALPHA, beginString: FIX.4.4, allowReset: false }\ninstruments:\n  - { symbol: ZVZZT, referencePrice: "100.00" }\n',
    );
    const oms = await startLockstep({ args: ["--config", config] });
    const alpha = new PersistentClient({ compId: "ALPHA", beginString: "FIX.4.4" });
    await alpha.logOn(oms.fixPort);
    alpha.send("D", terms("A"));
    await alpha.until(() => alpha.reports.has("A"), "no report");
    await alpha.logOut();
    const eager = new PersistentClient({ compId: "ALPHA", beginString: "FIX.4.4" });
    await eager.logOn(oms.fixPort, "141=Y|");
    expect(eager.loggedOn).toBe(false);
    await alpha.logOn(oms.fixPort);
    alpha.send("D", terms("B"));
    await alpha.until(() => alpha.reports.has("B"), "no report");
    expect(alpha.faults.filter((fault) => !fault.includes("35=5"))).toEqual([]);
    await oms.stop();
  });
});

it("outlives a Logout with a text of 50,000 characters, and keeps a bounded part of it", async () => {
  const oms = await startLockstep({ args: ["--no-agents"] });
  const alpha = new PersistentClient({ compId: "ALPHA", beginString: "FIX.4.4" });
  await alpha.logOn(oms.fixPort);
  await alpha.logOut(`58=${"x".repeat(50_000)}|`);
  await alpha.logOn(oms.fixPort);
  alpha.send("D", terms("AFTER"));
  await alpha.until(() => alpha.reports.has("AFTER"), "the server is gone");
  expect(oms.exit).toBeNull();
  await oms.stop();
});
