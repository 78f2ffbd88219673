/** A mass cancel of many orders on a real process that is killed in the middle of it. */
import { afterEach, expect, it } from "vitest";
import { PersistentClient } from "../support/persistent-client.ts";
import { type LockstepProcess, startLockstep } from "../support/process.ts";

const ORDERS = Number(process.env.LOCKSTEP_ORDERS ?? 3_000);
const BURST = 500;
const PATIENCE_MS = 60_000;

let oms: LockstepProcess | null = null;
afterEach(async () => {
  await oms?.stop();
  oms = null;
});

const order = (id: string) => `11=${id}|21=1|38=10|40=2|44=99.00|54=1|55=ZVZZT|59=0|60=20261122-00:00:00|`;

async function enter(client: PersistentClient, prefix: string, count: number): Promise<void> {
  for (let sent = 0; sent < count; sent += BURST) {
    const due = Math.min(sent + BURST, count);
    for (let index = sent; index < due; index++) client.send("D", order(`${prefix}${index}`));
    await client.until(() => client.executions.size >= due, "not every order was answered", PATIENCE_MS);
  }
}

it("goes on with what is left of it after kill -9, and touches nobody else's orders", {
  timeout: 180_000,
}, async () => {
  const args = ["--no-agents", "--durability", "write", "--log-level", "error"];
  oms = await startLockstep({ args });
  const { dataDir } = oms;
  const alpha = new PersistentClient({ compId: "ALPHA", beginString: "FIX.4.4" });
  const bravo = new PersistentClient({ compId: "BRAVO", beginString: "FIX.4.2" });
  await alpha.logOn(oms.fixPort);
  await bravo.logOn(oms.fixPort);
  await enter(bravo, "B", 10);
  await enter(alpha, "A", ORDERS);
  const canceled = () => [...alpha.reports.values()].filter((report) => report.get("39") === "4").length;
  alpha.send("q", "11=Q|60=20261122-00:00:00|530=7|");
  await alpha.until(() => canceled() > 0, "nothing was canceled", PATIENCE_MS);
  await oms.kill("SIGKILL");
  process.stdout.write(`killed with ${canceled()} of ${ORDERS} told\n`);
  oms = await startLockstep({ dataDir, args });
  await alpha.logOn(oms.fixPort);
  await alpha.until(() => canceled() === ORDERS, "not every order was canceled", PATIENCE_MS);
  await bravo.logOn(oms.fixPort);
  bravo.send("H", "11=B9|54=1|55=ZVZZT|");
  await bravo.until(() => bravo.reports.get("B9")?.get("20") === "3", "no status");
  expect([...bravo.reports.values()].map((report) => report.get("39"))).toEqual(Array(10).fill("0"));
  expect([alpha.faults, bravo.faults]).toEqual([[], []]);
});
