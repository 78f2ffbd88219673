/** What becomes of a client's orders when its line is cut, on a real process; a drop copy session watches. */
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

const DAY_ORDERS = ["A1", "A2", "A3", "A4", "A5"];
const GTC_ORDERS = ["G1", "G2"];

const order = (id: string, timeInForce: string) =>
  `11=${id}|21=1|38=10|40=2|44=99.00|54=1|55=ZVZZT|59=${timeInForce}|60=20261122-00:00:00|`;

async function start(graceSeconds: number): Promise<LockstepProcess> {
  home = mkdtempSync(join(tmpdir(), "lockstep-disconnect-"));
  const config = `insecureLogon: true
sessions:
  - { compId: ALPHA, beginString: FIX.4.4, cancelOnDisconnect: { on: both, graceSeconds: ${graceSeconds} } }
  - { compId: WATCH, beginString: FIX.4.4, dropCopy: { clients: [ALPHA] } }
venue: { agents: { enabled: false } }
instruments: [ { symbol: ZVZZT, referencePrice: "100.00" } ]
`;
  writeFileSync(join(home, "lockstep.yaml"), config);
  return again();
}

async function again(): Promise<LockstepProcess> {
  const args = ["--config", join(home, "lockstep.yaml"), "--durability", "write"];
  oms = await startLockstep({ dataDir: join(home, "data"), args });
  return oms;
}

const client = (compId: string) => new PersistentClient({ compId, beginString: "FIX.4.4" });

/** ALPHA with five Day orders and two that outlive the day, all of them open. */
async function withOrders({ fixPort }: LockstepProcess): Promise<PersistentClient> {
  const alpha = client("ALPHA");
  await alpha.logOn(fixPort);
  for (const id of DAY_ORDERS) alpha.send("D", order(id, "0"));
  for (const id of GTC_ORDERS) alpha.send("D", order(id, "1"));
  await alpha.until(() => alpha.reports.size === 7, "not every order was answered");
  return alpha;
}

const canceled = (seen: PersistentClient) =>
  [...seen.reports].flatMap(([id, report]) => (report.get("150") === "4" ? [id] : []));

/** ClOrdIDs of the orders the OMS has open for the client. */
async function openOrders(of: PersistentClient): Promise<string[]> {
  const before = new Set(of.executions.keys());
  of.send("AF", `584=M${before.size}|585=7|`);
  const told = () => [...of.reports.values()].filter((report) => report.get("584") === `M${before.size}`);
  await of.until(() => told().some((report) => report.get("912") === "Y"), "the mass status request was not answered");
  return told().map((report) => report.get("11") ?? "");
}

describe("cancel on disconnect", { timeout: 120_000 }, () => {
  it("cancels five Day orders of a cut line after the grace and leaves two GTC; the client sees it all at its return", async () => {
    const { fixPort } = await start(0.5);
    const watch = client("WATCH");
    await watch.logOn(fixPort);
    const alpha = await withOrders(oms!);
    alpha.drop();
    await watch.until(() => canceled(watch).length === 5, "the cancels were not told", 30_000);
    expect(canceled(watch).toSorted()).toEqual(DAY_ORDERS);
    await alpha.logOn(fixPort);
    await alpha.until(() => canceled(alpha).length === 5, "the client did not get what it missed");
    expect(alpha.reports.get("A1")?.get("58")).toBe("canceled because the session's line was lost");
    expect(alpha.reports.get("A1")?.get("39")).toBe("4");
    expect(await openOrders(alpha)).toEqual(GTC_ORDERS);
    expect([alpha.faults, watch.faults]).toEqual([[], []]);
  });

  it("cancels nothing of a client that is back within the grace, nor at a planned stop, before which there is News", async () => {
    const { fixPort } = await start(600);
    const alpha = await withOrders(oms!);
    alpha.drop();
    await alpha.until(() => !alpha.loggedOn, "the line is still there");
    await alpha.logOn(fixPort);
    expect((await openOrders(alpha)).toSorted()).toEqual([...DAY_ORDERS, ...GTC_ORDERS]);
    const types: string[] = [];
    alpha.onRaw = (raw) => types.push(/\x0135=([^\x01]+)/.exec(raw)?.[1] ?? "");
    expect(await oms!.kill("SIGTERM")).toMatchObject({ code: 0 });
    expect(types).toEqual(["B", "5"]);
    await again();
    await alpha.logOn(oms!.fixPort);
    expect((await openOrders(alpha)).toSorted()).toEqual([...DAY_ORDERS, ...GTC_ORDERS]);
    expect(alpha.faults).toEqual([]);
  });

  it("lets the rest of the grace run on after kill -9 and a new start", async () => {
    const { fixPort } = await start(1);
    const watch = client("WATCH");
    await watch.logOn(fixPort);
    const alpha = await withOrders(oms!);
    alpha.drop();
    await oms!.kill("SIGKILL");
    await again();
    await watch.logOn(oms!.fixPort);
    await watch.until(() => canceled(watch).length === 5, "the cancels were not told", 30_000);
    await alpha.logOn(oms!.fixPort);
    expect(await openOrders(alpha)).toEqual(GTC_ORDERS);
    expect([alpha.faults, watch.faults]).toEqual([[], []]);
  });
});
