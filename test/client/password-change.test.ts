/** NewPassword(925) on a real process: kept through kill -9 and restart, until the operator sets another one. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { hashPassword } from "../../src/fix/credentials.ts";
import { SystemClock } from "../../src/lib/clock.ts";
import { RawClient, turnOver } from "../fix/two-sides.ts";
import { CLI_PATH, type LockstepProcess, startLockstep } from "../support/process.ts";

const root = mkdtempSync(join(tmpdir(), "lockstep-password-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const FIRST = "password of the house";
const SECOND = "password of the client";
const THIRD = "password of the operator";
const hash = hashPassword(FIRST, 12);

/** HASHED's row has a hash, CLEAR's the words themselves. */
function writeConfig(name: string, hashed: string, clear: string): string {
  const path = join(root, name);
  writeFileSync(
    path,
    `sessions:
  - { compId: HASHED, beginString: FIXT.1.1, defaultApplVerId: "9", username: fund, passwordHash: "${hashed}" }
  - { compId: CLEAR, beginString: FIXT.1.1, defaultApplVerId: "9", password: "${clear}" }
venue: { agents: { enabled: false } }
instruments: [ { symbol: ZVZZT, referencePrice: "100.00" } ]
`,
  );
  return path;
}

let oms: LockstepProcess;
const dataDir = join(root, "data");
const start = async (config: string) => {
  oms = await startLockstep({ dataDir, args: ["--config", config] });
};

/** Asks for a reset each time, so that the numbers are out of the way. @returns the answer, "" when there was none */
async function logOn(compId: string, password: string, next = ""): Promise<string> {
  const client = new RawClient(oms.fixPort, new SystemClock());
  Object.assign(client, { sender: compId, target: "LOCKSTEP", beginString: "FIXT.1.1" });
  const change = next === "" ? "" : `|925=${next}`;
  client.send(`35=A|34=1|98=0|108=30|141=Y|553=fund|554=${password}${change}|1137=9`);
  // A scrypt takes as long as the machine lets it.
  for (let turn = 0; turn < 10_000 && client.received.length === 0 && !client.closed; turn++) await turnOver();
  const [answer = ""] = client.received.splice(0);
  if (next !== "" && answer.startsWith("35=A")) await oms.kill("SIGKILL");
  else if (answer.startsWith("35=A")) client.send("35=5|34=2");
  for (let turn = 0; turn < 10_000 && !client.closed; turn++) await turnOver();
  return answer.replace(/^(35=.).*\|(1409=.)$/, "$1 $2");
}

it("lasts from the moment the client hears of it, and ends when the operator sets another one", async () => {
  const original = writeConfig("original.yaml", hash, FIRST);
  for (const compId of ["HASHED", "CLEAR"]) {
    await start(original);
    expect(await logOn(compId, FIRST)).toBe("35=A 1409=0");
    expect(await logOn(compId, SECOND, THIRD)).toBe("");
    // The answer is here and the process dies at once.
    expect(await logOn(compId, FIRST, SECOND)).toBe("35=A 1409=1");
    await start(original);
    expect([await logOn(compId, FIRST), await logOn(compId, SECOND)]).toEqual(["", "35=A 1409=0"]);
    await oms.stop();
  }

  // The same journal, decided once more: the change is a command like any other.
  const verified = spawnSync(process.execPath, [CLI_PATH, "verify", "--data-dir", dataDir], { encoding: "utf8" });
  expect([verified.status, verified.stdout]).toEqual([0, expect.stringMatching(/\S/)]);

  const reset = writeConfig("reset.yaml", hashPassword(THIRD, 12), THIRD);
  await start(reset);
  for (const compId of ["HASHED", "CLEAR"]) {
    expect([await logOn(compId, SECOND), await logOn(compId, THIRD)]).toEqual(["", "35=A 1409=0"]);
    expect(oms.output).toContain(`FIXT.1.1:${compId} logs on with the configuration's password again`);
  }
  await oms.stop();

  // What was reset does not come back with the old row.
  await start(original);
  for (const compId of ["HASHED", "CLEAR"]) {
    expect([await logOn(compId, SECOND), await logOn(compId, FIRST)]).toEqual(["", "35=A 1409=0"]);
  }
  await oms.stop();
}, 120_000);
