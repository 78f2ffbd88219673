/** A session's hours on a real process: they end, it is closed, they begin again, and the numbers with them. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { PersistentClient } from "../support/persistent-client.ts";
import { type LockstepProcess, startLockstep } from "../support/process.ts";

let oms: LockstepProcess | null = null;
let home = "";
afterEach(async () => {
  await oms?.stop();
  oms = null;
  rmSync(home, { recursive: true, force: true });
});

/** Seconds until the hours end; longer ones for a machine that has not started the server by then. */
const PATIENCE_S = [4, 10, 30];
/** Seconds from their end until they begin again. */
const CLOSED_S = 5;

function timeOfDay(ms: number): string {
  return new Date(ms).toISOString().slice(11, 19);
}

const order = (id: string) => `11=${id}|21=1|38=10|40=2|44=99.00|54=1|55=ZVZZT|59=0|60=20261122-00:00:00|`;

/** A server whose session ALPHA has hours that end soon, all day but a few seconds, and when they end and begin. */
async function start(): Promise<{ oms: LockstepProcess; endMs: number; againMs: number }> {
  for (const seconds of PATIENCE_S) {
    const endMs = Math.ceil(Date.now() / 1000 + seconds) * 1000;
    const againMs = endMs + CLOSED_S * 1000;
    home = mkdtempSync(join(tmpdir(), "lockstep-schedule-"));
    const schedule = `{ timeZone: UTC, start: "${timeOfDay(againMs)}", end: "${timeOfDay(endMs)}" }`;
    const config = `insecureLogon: true
sessions:
  - { compId: ALPHA, beginString: FIX.4.4, schedule: ${schedule} }
  - { compId: OTHER, beginString: FIX.4.4 }
venue: { agents: { enabled: false } }
instruments: [ { symbol: ZVZZT, referencePrice: "100.00" } ]
`;
    writeFileSync(join(home, "lockstep.yaml"), config);
    const args = ["--config", join(home, "lockstep.yaml"), "--durability", "write"];
    oms = await startLockstep({ dataDir: join(home, "data"), args });
    if (endMs - Date.now() > (seconds * 1000) / 3) return { oms, endMs, againMs };
    await oms.stop();
    rmSync(home, { recursive: true, force: true });
  }
  throw new Error("the server takes longer to start than its hours last");
}

describe("a session with hours", { timeout: 120_000 }, () => {
  it("is logged out when they end, refused until they begin, and starts at 1 then; a session without goes on", async () => {
    const { oms: process, endMs, againMs } = await start();
    const client = (compId: string) => new PersistentClient({ compId, beginString: "FIX.4.4" });
    const other = client("OTHER");
    await other.logOn(process.fixPort);
    const alpha = client("ALPHA");
    await alpha.logOn(process.fixPort);
    for (let index = 0; index < 20; index++) alpha.send("D", order(`A${index}`));
    await alpha.until(() => alpha.reports.size === 20, "not every order was answered");
    // Our Logout is answered by nobody here: the server waits two seconds and closes.
    await alpha.until(() => !alpha.loggedOn, "the hours did not end", 60_000);
    expect(Date.now()).toBeGreaterThanOrEqual(endMs);
    let early = 0;
    for (;;) {
      // With new numbers each time: what was refused was not counted.
      const next = client("ALPHA");
      await next.logOn(process.fixPort);
      if (next.loggedOn) {
        expect(Date.now()).toBeGreaterThanOrEqual(againMs);
        expect([next.nextIn, next.faults]).toEqual([2, []]);
        next.send("D", order("B"));
        await next.until(() => next.reports.has("B"), "the new session does not trade");
        expect([next.nextIn, next.faults]).toEqual([3, []]);
        break;
      }
      early++;
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    const said = (words: string) => other.until(() => process.output.includes(words), `nobody was told: ${words}`);
    if (early > 0) await said("outside the session's hours");
    await said("a new session of the schedule has begun: both numbers start at 1");
    other.send("D", order("O"));
    await other.until(() => other.reports.has("O"), "the session without hours does not go on");
    expect([other.faults, other.loggedOn]).toEqual([[], true]);
  });
});
