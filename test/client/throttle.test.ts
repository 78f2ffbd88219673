/** Sessions that send too much, against a real process: what they are told, and that nobody else notices. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { Abuser } from "../support/abuser.ts";
import { PersistentClient } from "../support/persistent-client.ts";
import { type LockstepProcess, startLockstep } from "../support/process.ts";

let oms: LockstepProcess | null = null;
let home = "";
afterEach(async () => {
  await oms?.stop();
  oms = null;
  rmSync(home, { recursive: true, force: true });
  home = "";
});

async function start(
  throttle: string,
  fix = "{ limits: { lagMaxMs: 0 } }",
  version = "beginString: FIX.4.4",
): Promise<LockstepProcess> {
  if (home === "") home = mkdtempSync(join(tmpdir(), "lockstep-throttle-"));
  const config = `insecureLogon: true
fix: ${fix}
sessions:
  - { compId: ALPHA, ${version}${throttle === "" ? "" : `, throttle: ${throttle}`} }
  - { compId: OTHER, beginString: FIX.4.4 }
venue: { agents: { enabled: false } }
instruments: [ { symbol: ZVZZT, referencePrice: "100.00" } ]
`;
  writeFileSync(join(home, "lockstep.yaml"), config);
  const args = ["--config", join(home, "lockstep.yaml"), "--durability", "write"];
  oms = await startLockstep({ dataDir: join(home, "data"), args });
  return oms;
}

const order = (id: string) => `11=${id}|21=1|38=10|40=2|44=99.00|54=1|55=ZVZZT|59=0|60=20261122-00:00:00|`;
const cancel = (id: string) => `11=X${id}|38=10|41=${id}|54=1|55=ZVZZT|60=20261122-00:00:00|`;
const refusals = (client: PersistentClient) => client.faults.filter((fault) => fault.includes("35=j"));
const rest = (client: PersistentClient) => client.faults.filter((fault) => !fault.includes("35=j"));

async function logOn(process: LockstepProcess, compId: string, beginString = "FIX.4.4", applVerId = "") {
  const client = new PersistentClient({ compId, beginString, applVerId });
  await client.logOn(process.fixPort);
  return client;
}

describe("a session over its limit", () => {
  it("is answered for every message, cancels what it has, disturbs nobody, and no number is used twice after a kill", async () => {
    const first = await start("{ perSecond: 100, burst: 200, disconnectAfter: 0 }");
    const alpha = await logOn(first, "ALPHA");
    const other = await logOn(first, "OTHER");
    for (let index = 0; index < 1_000; index++) {
      alpha.send("D", order(`A${index}`));
      if (index % 10 === 0) other.send("D", order(`O${index}`));
    }
    // The first orders were taken before the limit was reached: their cancels are let past the flood.
    for (let index = 0; index < 50; index++) alpha.send("F", cancel(`A${index}`));
    const answered = () => alpha.reports.size + refusals(alpha).length;
    await alpha.until(() => answered() === 1_050, "not every message was answered");
    await other.until(() => other.reports.size === 100, "the other session was not served");
    expect(refusals(alpha).length).toBeGreaterThan(500);
    expect(alpha.orders.length - refusals(alpha).length).toBeGreaterThanOrEqual(200);
    const canceled = Array.from({ length: 50 }, (_, index) => alpha.reports.get(`XA${index}`)?.get("39"));
    expect(canceled).toEqual(Array(50).fill("4"));
    const [refusal] = refusals(alpha);
    expect(refusal).toMatch(/\|380=0\b/);
    expect(refusal).toMatch(/\|58=over the session's limit of 100 messages a second \(200 at once\); it was not taken/);
    expect(refusal).toMatch(/\|372=D\|379=A\d+/);
    expect(rest(alpha)).toEqual([]);
    const number = alpha.nextIn;
    await first.kill("SIGKILL");
    const second = await start("{ perSecond: 100, burst: 200, disconnectAfter: 0 }");
    await alpha.logOn(second.fixPort);
    alpha.send("D", order("AFTER"));
    await alpha.until(() => alpha.reports.has("AFTER"), "the session does not go on");
    expect(alpha.nextIn).toBeGreaterThan(number);
    expect(rest(alpha)).toEqual([]);
    expect(other.faults).toEqual([]);
  });

  it("is told in FIX 5.0 SP2's own words, and logged out with the limit after too many", async () => {
    const throttle = "{ perSecond: 10, disconnectAfter: 20 }";
    const process = await start(throttle, undefined, 'beginString: FIXT.1.1, defaultApplVerId: "9"');
    const alpha = await logOn(process, "ALPHA", "FIXT.1.1", "9");
    for (let index = 0; index < 60; index++) alpha.send("D", order(`A${index}`));
    await alpha.until(() => !alpha.loggedOn, "the session was not ended");
    const reasons = refusals(alpha).map((refusal) => /\|380=(\d+)/.exec(refusal)?.[1]);
    expect(reasons).toEqual([...Array(20).fill("8"), "9"]);
    expect(rest(alpha)).toEqual([]);
    const told = "the peer sends over the session's limit of 10 messages a second";
    await alpha.until(() => process.output.includes(told), "the log does not say so");
    // What it sent after that was not taken: it is asked for again, and the minute is not over.
    await alpha.logOn(process.fixPort);
    await alpha.until(() => !alpha.loggedOn, "the session was not ended again");
    expect(rest(alpha)).toEqual([]);
  });

  it("that queues gets every order in, late, while another is served at once", async () => {
    const process = await start("{ perSecond: 200, burst: 20, over: queue }");
    const alpha = await logOn(process, "ALPHA");
    const other = await logOn(process, "OTHER");
    for (let index = 0; index < 500; index++) alpha.send("D", order(`A${index}`));
    other.send("D", order("O"));
    await other.until(() => other.reports.has("O"), "the other session was not served");
    expect(alpha.reports.size).toBeLessThan(500);
    await alpha.until(() => alpha.reports.size === 500, "not every order was taken", 20_000);
    expect([alpha.faults, other.faults]).toEqual([[], []]);
  });

  it("of session messages and garbage is read no faster than that, and another is served", async () => {
    const process = await start("{ perSecond: 200, burst: 20, disconnectAfter: 0 }");
    const alpha = await logOn(process, "ALPHA");
    const other = await logOn(process, "OTHER");
    for (let index = 0; index < 300; index++) alpha.send("1", `112=T${index}|`);
    other.send("D", order("O"));
    await other.until(() => other.reports.has("O"), "the other session was not served");
    expect(alpha.received).toBeLessThan(300);
    await alpha.until(() => alpha.received >= 301, "not every TestRequest was answered", 20_000);
    expect(alpha.faults).toEqual([]);
  });
});

describe("the house", { timeout: 90_000 }, () => {
  it("has a limit for all sessions together, and cancels pass it", async () => {
    const process = await start("", "{ limits: { lagMaxMs: 0 }, throttle: { perSecond: 50, burst: 100 } }");
    const clients = [await logOn(process, "ALPHA"), await logOn(process, "OTHER")];
    for (let index = 0; index < 200; index++) for (const client of clients) client.send("D", order(`A${index}`));
    clients[0].send("F", cancel("A0"));
    const answered = () => clients.reduce((sum, client) => sum + client.reports.size + refusals(client).length, 0);
    await clients[0].until(() => answered() === 401, "not every message was answered");
    expect(clients[0].reports.get("XA0")?.get("39")).toBe("4");
    expect(refusals(clients[0])[0]).toContain("over the house's limit of 50 messages a second");
  });

  it("answers every order of a flood, shed or taken, and serves beside it who sends a few, and his cancels", async () => {
    const process = await start("", "{ limits: { lagMaxMs: 1 } }");
    const alpha = await logOn(process, "ALPHA");
    const flooder = new Abuser(process.fixPort, "OTHER");
    await flooder.logOn();
    const ORDERS = 200_000;
    const part = (from: number) =>
      Array.from({ length: 1_000 }, (_, index) => flooder.message("D", order(`F${from + index}`))).join("");
    const flood = Array.from({ length: ORDERS / 1_000 }, (_, index) => Buffer.from(part(index * 1_000), "latin1"));
    for (const bytes of flood) flooder.socket.write(bytes);
    const answered = () => flooder.count("8") + flooder.count("j");
    for (let index = 0; answered() < ORDERS / 2; index++) {
      alpha.send("D", order(`A${index}`));
      await alpha.until(() => alpha.reports.has(`A${index}`), `order ${index} was not served`, 25_000);
      alpha.send("F", cancel(`A${index}`));
      await alpha.until(() => alpha.reports.has(`XA${index}`), `cancel ${index} was not served`, 25_000);
    }
    await flooder.until(() => answered() === ORDERS, "not every order was answered", 40_000);
    expect(alpha.faults).toEqual([]);
    // A machine that works the flood without a second of late turns has nothing to shed.
    console.info(`${flooder.count("j")} of ${ORDERS} orders of the flood were shed`);
    if (flooder.count("j") > 0) expect(process.output).toContain("too many orders wait to be worked");
    flooder.socket.destroy();
  });
});
