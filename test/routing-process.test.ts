/** Three exchanges in one OMS: orders go to each by rule, and all is right after the process was killed. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PersistentClient } from "./support/persistent-client.ts";
import { CLI_PATH, type LockstepProcess, startLockstep } from "./support/process.ts";

const HOUSE = `insecureLogon: true
sessions:
  - { compId: ALPHA, beginString: FIX.4.4 }
  - { compId: BRAVO, beginString: FIX.4.4 }
instruments: [{ symbol: ZVZZT, referencePrice: "100" }]
exchanges:
  - { name: XALT, id: 2 }
  - { name: XDRK, id: 3 }
routing:
`;
const RULES = `  - { id: no-shorts, when: { side: "5" }, to: { reject: no short sales today } }
  - { id: named, when: { exDestination: [XALT, ALT] }, to: { venue: XALT } }
  - { id: big, when: { client: ALPHA, qtyMin: 5000 }, to: { venue: XDRK } }
`;

let root = "";
let path = "";
let dataDir = "";
let oms: LockstepProcess | undefined;
const alpha = new PersistentClient({ compId: "ALPHA", beginString: "FIX.4.4" });
const bravo = new PersistentClient({ compId: "BRAVO", beginString: "FIX.4.4" });

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "lockstep-routing-"));
  path = join(root, "house.yaml");
  dataDir = join(root, "data");
});
afterAll(async () => {
  alpha.drop();
  bravo.drop();
  await oms?.stop();
  rmSync(root, { recursive: true, force: true });
});

function lockstep(...args: string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI_PATH, ...args], { encoding: "utf8" });
  return { code: status, out: stdout, err: stderr };
}

const field = (client: PersistentClient, id: string, tag: string) => client.reports.get(id)?.get(tag) ?? "";

async function enter(client: PersistentClient, id: string, more: string): Promise<string> {
  client.send("D", `11=${id}|21=1|40=2|55=ZVZZT|59=0|60=20261122-00:00:00|${more}|`);
  await client.until(() => ["0", "1", "2", "8"].includes(field(client, id, "39")), `no answer to ${id}`);
  return field(client, id, "39");
}

async function start(): Promise<LockstepProcess> {
  oms = await startLockstep({ dataDir, args: ["--config", path], readyMs: 60_000 });
  await alpha.logOn(oms.fixPort);
  await bravo.logOn(oms.fixPort);
  return oms;
}

describe("routing", () => {
  it("sends orders to three exchanges by rule, and goes on with each after a kill", { timeout: 180_000 }, async () => {
    writeFileSync(path, HOUSE + RULES);
    await start();
    expect(readdirSync(dataDir)).toEqual(expect.arrayContaining(["exchange", "exchange-XALT", "exchange-XDRK"]));
    expect(await enter(alpha, "SIM", "38=100|44=99.00|54=1")).toBe("0");
    expect(await enter(alpha, "ALT", "38=100|44=99.00|54=1|100=ALT")).toBe("0");
    expect(await enter(alpha, "DRK", "38=5000|44=99.00|54=1")).toBe("0");
    expect(await enter(alpha, "SHORT", "38=100|44=99.00|54=5")).toBe("8");
    expect(field(alpha, "SHORT", "58")).toBe("routing rule no-shorts: no short sales today");
    // A seller at XALT meets the order that is there, and no other.
    bravo.send("D", "11=HIT|21=1|40=2|55=ZVZZT|59=0|60=20261122-00:00:00|38=40|44=99.00|54=2|100=XALT|");
    await alpha.until(() => field(alpha, "ALT", "39") === "1", "the order at XALT was not hit");
    expect([field(alpha, "ALT", "14"), field(alpha, "SIM", "14"), field(alpha, "DRK", "14")]).toEqual(["40", "0", "0"]);

    await oms?.kill("SIGKILL");
    const again = await start();
    for (const [id, leaves] of [
      ["SIM", 100],
      ["ALT", 60],
      ["DRK", 5_000],
    ] as const) {
      alpha.send("F", `11=C${id}|41=${id}|38=${leaves}|54=1|55=ZVZZT|60=20261122-00:00:00|`);
      await alpha.until(() => field(alpha, `C${id}`, "39") === "4", `${id} was not canceled at its exchange`);
    }
    expect(await enter(bravo, "BIG", "38=5000|44=98.00|54=1")).toBe("0");

    const told = async () =>
      (await fetch(`http://127.0.0.1:${again.httpPort}/api/orders/${field(alpha, "DRK", "37")}`)).text();
    await expect.poll(told, { timeout: 20_000 }).toContain('"ruleId":"big"');

    const reply = await fetch(
      `http://127.0.0.1:${again.httpPort}/api/route?client=ALPHA&symbol=ZVZZT&qty=5000&price=99`,
    );
    expect(await reply.json()).toMatchObject({
      version: 1,
      ruleId: "big",
      to: "XDRK",
      venueId: 3,
      refusal: "",
      rules: [
        { ruleId: "no-shorts", isMet: false, why: "side is 1, expected 5" },
        { ruleId: "named", isMet: false, why: "exDestination is absent, expected XALT or ALT" },
        { ruleId: "big", isMet: true, why: "" },
      ],
    });
    const unknown = await fetch(`http://127.0.0.1:${again.httpPort}/api/route?client=NOBODY&symbol=ZVZZT&qty=1`);
    expect([unknown.status, await unknown.json()]).toEqual([
      400,
      { code: "LOCKSTEP_ERR_REQUEST", text: 'client: found "NOBODY", expected the CompID of a session' },
    ]);

    const hangUp = async (text: string, wanted: RegExp) => {
      writeFileSync(path, text);
      process.kill(again.pid, "SIGHUP");
      await alpha.until(() => wanted.test(again.output), `expected ${wanted}`);
    };
    await hangUp(
      `${HOUSE}${RULES}  - { id: worse, to: { venue: XNON } }\n`,
      /routing rules stay as they were: .*line 13: routing\/3\/to\/venue: found XNON, expected one of XSIM, XALT, XDRK/,
    );
    expect(await enter(alpha, "STILL", "38=100|44=99.00|54=5")).toBe("8");
    await hangUp(`${HOUSE}  - { id: all, to: { venue: XALT } }\n`, /1 routing rules are in force from now on/);
    expect(await enter(alpha, "NOW", "38=100|44=98.00|54=5")).toBe("0");
    expect((await oms?.stop())?.code).toBe(0);

    // A venue that is taken away leaves its orders to nobody, and that is said.
    writeFileSync(path, `${HOUSE.slice(0, HOUSE.indexOf("exchanges:"))}`);
    const without = await startLockstep({ dataDir, args: ["--config", path], readyMs: 60_000 });
    expect(without.output).toContain(
      "1 orders are live at venue 2, which the configuration does not have; put it back",
    );
    await without.stop();

    expect(lockstep("verify", "--data-dir", dataDir).out).toMatch(/^verified \d+ commands/);
    const timeline = (order: string) => lockstep("replay", "--data-dir", dataDir, "--order", order).out;
    expect(timeline("DRK")).toContain("goes to venue 3 by routing rule big of table 1");
    expect(timeline("SHORT")).toContain("refused by routing rule no-shorts of table 1");
    expect(timeline("NOW")).toContain("goes to venue 2 by routing rule all of table 2");
    expect(timeline("SIM")).not.toContain("routing rule");
  });

  it("says before what an order would meet, for people and for programs", () => {
    writeFileSync(path, HOUSE + RULES);
    const ask = ["route", "--config", path, "--client", "ALPHA", "--symbol", "ZVZZT", "--price", "99"];
    expect(lockstep(...ask, "--qty", "6000")).toEqual({
      code: 0,
      err: "",
      out: `  no-shorts  no: side is 1, expected 5
  named      no: exDestination is absent, expected XALT or ALT
  big        met
to XDRK, by rule big
`,
    });
    expect(lockstep(...ask, "--qty", "10").out).toMatch(/\nto XSIM, no rule is met: its instrument's venue\n$/);
    const refused = lockstep(...ask, "--qty", "10", "--side", "5", "--json");
    expect(refused.code).toBe(2);
    expect(JSON.parse(refused.out)).toMatchObject({
      ruleId: "no-shorts",
      to: "reject: no short sales today",
      refusal: "routing rule no-shorts: no short sales today",
    });
    expect(lockstep(...ask).err).toContain("--qty is missing");
  });
});
