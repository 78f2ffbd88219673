/** Drop copies on a real process: each report in scope once, with equal business fields, in a sequence of their own. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { PersistentClient } from "../support/persistent-client.ts";
import { startLockstep } from "../support/process.ts";

const root = mkdtempSync(join(tmpdir(), "lockstep-drop-copy-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const CONFIG = `insecureLogon: true
sessions:
  - { compId: ALPHA, beginString: FIX.4.4 }
  - { compId: OMEGA, beginString: FIX.4.4 }
  - { compId: DROPA, beginString: FIX.4.4, dropCopy: { clients: [ALPHA] } }
  - { compId: DROPACC, beginString: FIX.4.4, dropCopy: { accounts: [FUND-7] } }
  - { compId: DROPALL, beginString: FIX.4.2, dropCopy: {} }
limits: [{ maxOrderQty: 1000 }]
venue: { agents: { enabled: false } }
instruments: [{ symbol: ZVZZT, referencePrice: "100.00" }]
`;
const order = (clOrdId: string, side: string, qty: number, account = "") =>
  `${account === "" ? "" : `1=${account}|`}11=${clOrdId}|21=1|38=${qty}|40=2|44=99.00|54=${side}|55=ZVZZT|59=0|60=20261122-00:00:00|`;

it("gets each report in its scope once, with equal business fields, also what it missed", async () => {
  const dataDir = join(root, "data");
  const config = join(root, "house.yaml");
  writeFileSync(config, CONFIG);
  const session = (compId: string, beginString = "FIX.4.4") => new PersistentClient({ compId, beginString });
  const [alpha, omega, dropA, dropAccount, dropAll] = [
    session("ALPHA"),
    session("OMEGA"),
    session("DROPA"),
    session("DROPACC"),
    session("DROPALL", "FIX.4.2"),
  ];
  let oms = await startLockstep({ dataDir, args: ["--config", config] });
  for (const client of [alpha, omega, dropA]) await client.logOn(oms.fixPort);
  alpha.send("D", order("A1", "1", 100));
  omega.send("D", order("O1", "2", 60));
  omega.send("D", order("O2", "2", 10, "FUND-7"));
  alpha.send("D", order("A2", "1", 2_000));
  await alpha.until(() => alpha.executions.size === 4 && omega.executions.size === 4, "not every order was worked");
  alpha.send("F", `11=A3|41=A1|54=1|55=ZVZZT|60=20261122-00:00:00|`);
  await alpha.until(() => alpha.executions.size === 5 && dropA.executions.size === 5, "the cancel was not copied");
  // A copy has the client's business fields, and says whose they are.
  for (const [execId, content] of alpha.executions)
    expect(dropA.executions.get(execId)).toBe(
      content.replace("|49=LOCKSTEP|56=ALPHA", "|49=LOCKSTEP|56=DROPA|115=ALPHA"),
    );

  await oms.kill("SIGKILL");
  oms = await startLockstep({ dataDir, args: ["--config", config] });
  for (const client of [dropA, dropAccount, dropAll]) await client.logOn(oms.fixPort);
  await dropAll.until(
    () => dropAll.executions.size === 9 && dropAccount.executions.size === 2,
    "the missed reports did not come",
  );
  expect(
    [...dropAccount.executions.values()].every(
      (content) => content.includes("1=FUND-7") && content.includes("115=OMEGA"),
    ),
  ).toBe(true);
  expect([...dropAll.executions.keys()].sort()).toEqual(
    [...alpha.executions.keys(), ...omega.executions.keys()].sort(),
  );
  expect(dropA.executions.size).toBe(5);
  expect([alpha, omega, dropA, dropAccount, dropAll].map((client) => client.faults)).toEqual([[], [], [], [], []]);

  dropA.send("D", order("NO", "1", 1));
  await dropA.until(() => dropA.faults.length > 0, "the order was not refused");
  expect(dropA.faults[0]).toMatch(/35=j.*58=this is a drop copy session; it takes no orders.*380=6/);
  await oms.stop();
});
