/**
 * Failure mode 36: a kill switch of a client, a desk and the house over a FIX venue in another process. Every live order's
 * cancel goes out on that line, the next input is refused, and a kill -9 changes nothing of it. And without an OMS: what its
 * journal has is canceled from a copy, which goes on as the journal.
 */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { holdDataDirectory } from "../src/data-lock.ts";
import type { KillSwitchesReply } from "../src/desk/kill-wire.ts";
import type { OperationsReply } from "../src/desk/operations-wire.ts";
import { PersistentClient } from "./support/persistent-client.ts";
import { CLI_PATH, type LockstepProcess, startLockstep } from "./support/process.ts";
import { freePort } from "./support/quickfix-venue.ts";

const run = promisify(execFile);
/** Live orders of each of the two clients; of the failure mode ten thousand together. */
const LIVE = process.env.LOCKSTEP_FULL ? 5_000 : 400;
const TIME = "20261122-10:00:00";
const limit = (clOrdId: string, qty = 10, price = "99.00") =>
  `11=${clOrdId}|21=1|38=${qty}|40=2|44=${price}|54=1|55=ACME|59=0|60=${TIME}|`;

const venueSide = `
compId: XSIM
insecureLogon: true
sessions: [{ compId: US, beginString: FIX.4.4 }]
instruments: [{ symbol: ACME, referencePrice: "100.00" }]
`;
const omsSide = (port: number) => `
insecureLogon: true
durability: write
sessions:
  - { compId: ALPHA, beginString: FIX.4.4 }
  - { compId: BRAVO, beginString: FIX.4.4 }
routing: [{ id: large, when: { qtyMin: 1000 }, to: { desk: cash } }]
venues:
  - name: FAR
    id: 2
    beginString: FIX.4.4
    hosts: [{ host: 127.0.0.1, port: ${port} }]
    reconnectMinMs: 50
    reconnectMaxMs: 200
    senderCompId: US
    targetCompId: XSIM
instruments: [{ symbol: ACME, referencePrice: "100.00", venue: FAR }]
`;

describe("a kill switch over a FIX venue in another process", () => {
  let home = "";
  let venue: LockstepProcess;
  let oms: LockstepProcess;
  const alpha = new PersistentClient({ compId: "ALPHA", beginString: "FIX.4.4" });
  const bravo = new PersistentClient({ compId: "BRAVO", beginString: "FIX.4.4" });

  const startOms = (name = "oms") =>
    startLockstep({ dataDir: join(home, name), args: ["--config", join(home, "oms.yaml"), "--no-agents"] });
  const kill = (...args: string[]) =>
    run(process.execPath, [CLI_PATH, "kill", ...args, "--actor", "Ann", "--http", `127.0.0.1:${oms.httpPort}`]);
  const get = async (path: string) => (await fetch(`http://127.0.0.1:${oms.httpPort}${path}`)).json();
  const post = async (path: string, body: object) => {
    const init = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
    const reply = await fetch(`http://127.0.0.1:${oms.httpPort}${path}`, init);
    return [reply.status, await reply.text()];
  };
  const report = (client: PersistentClient, clOrdId: string, tag: string) => client.reports.get(clOrdId)?.get(tag);

  /** Until an order of this name is answered with such an ExecType. */
  const answered = (client: PersistentClient, clOrdId: string, execType: string) =>
    client.until(() => report(client, clOrdId, "150") === execType, `${clOrdId} has no 150=${execType}`);

  async function rest(client: PersistentClient, prefix: string, count: number): Promise<string[]> {
    const clOrdIds = Array.from({ length: count }, (_, index) => `${prefix}${index}`);
    for (const clOrdId of clOrdIds) client.send("D", limit(clOrdId));
    const isLive = () => clOrdIds.every((clOrdId) => report(client, clOrdId, "39") === "0");
    await client.until(isLive, "not every order rests at the venue", 60_000);
    return clOrdIds;
  }

  /** Until the venue has canceled all of them: what it was not asked over its line it would not have. */
  async function canceled(client: PersistentClient, clOrdIds: readonly string[]): Promise<void> {
    const isOff = () => clOrdIds.every((clOrdId) => report(client, clOrdId, "39") === "4");
    await client.until(isOff, "not every order was canceled", 60_000);
  }

  /** Until an order is taken: while the venue's line is not up, or the kill switch on, one after another is refused. */
  async function untilTaken(client: PersistentClient, prefix: string): Promise<void> {
    let count = 0;
    await client.until(() => {
      const execType = report(client, `${prefix}-${count}`, "150");
      if (count === 0 || execType === "8") client.send("D", limit(`${prefix}-${++count}`, 1, "98.00"));
      return execType === "0";
    }, "no order is taken");
  }

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), "lockstep-kill-"));
    const port = await freePort();
    writeFileSync(join(home, "venue.yaml"), venueSide);
    writeFileSync(join(home, "oms.yaml"), omsSide(port));
    const args = ["--config", join(home, "venue.yaml"), "--no-agents", "--fix-port", String(port)];
    venue = await startLockstep({ command: "exchange", dataDir: join(home, "venue"), args });
    oms = await startOms();
    for (const client of [alpha, bravo]) await client.logOn(oms.fixPort);
    await untilTaken(alpha, "UP");
  }, 60_000);

  afterAll(async () => {
    for (const client of [alpha, bravo]) client.drop();
    await oms?.stop();
    await venue?.stop();
    if (home !== "") thaw(join(home, "oms"));
    if (home !== "") rmSync(home, { recursive: true, force: true });
  });

  it("of a client cancels its orders and refuses the next one; another's orders stay and trade on", async () => {
    const [mine, theirs] = [await rest(alpha, "A", LIVE), await rest(bravo, "B", 5)];
    const { stdout } = await kill("--session", "ALPHA", "--reason", "runaway algorithm");
    expect(stdout).toBe("the kill switch of ALPHA is on: new orders are refused, live ones are being canceled\n");
    alpha.send("D", limit("A-NEXT"));
    await answered(alpha, "A-NEXT", "8");
    expect(report(alpha, "A-NEXT", "58")).toBe(
      "the kill switch of ALPHA is on (runaway algorithm): no new orders and no replaces; cancels are taken",
    );
    await canceled(alpha, mine);
    expect(report(alpha, mine[0], "58")).toBe("canceled by the house: kill switch (runaway algorithm)");
    expect(theirs.map((clOrdId) => report(bravo, clOrdId, "39"))).toEqual(theirs.map(() => "0"));
    bravo.send("D", limit("B-NEXT"));
    await answered(bravo, "B-NEXT", "0");
    await kill("--session", "ALPHA", "--release", "--reason", "fixed");
    alpha.send("D", limit("A-AGAIN"));
    await answered(alpha, "A-AGAIN", "0");
  }, 120_000);

  it("of a desk cancels what it works, parts and all, and refuses what rules would give it", async () => {
    alpha.send("D", limit("CARE", 2_000));
    await answered(alpha, "CARE", "A");
    const orderId = Number(report(alpha, "CARE", "37"));
    const act = async (body: object) =>
      expect(await post("/api/actions", { user: "Ann", orderId, ...body })).toEqual([200, expect.any(String)]);
    await act({ action: "accept" });
    await act({ action: "slice", qty: "500", price: "99.00" });
    await kill("--desk", "cash", "--reason", "desk closed");
    await answered(alpha, "CARE", "4");
    alpha.send("D", limit("CARE2", 2_000));
    await answered(alpha, "CARE2", "8");
    expect(report(alpha, "CARE2", "58")).toContain("the kill switch of desk cash is on (desk closed)");
    alpha.send("D", limit("SMALL"));
    await answered(alpha, "SMALL", "0");
    await kill("--desk", "cash", "--release", "--reason", "open again");
  }, 60_000);

  it("of the house cancels everything, survives a kill -9, and is released by an operator alone", async () => {
    const [mine, theirs] = [await rest(alpha, "C", LIVE), await rest(bravo, "D", LIVE)];
    const word = { scope: "all", isOn: true, actor: "Ann", reason: "loss limit" };
    const startedMs = performance.now();
    expect(await post("/api/kill-switches", word)).toEqual([200, '{"done":true}']);
    await Promise.all([canceled(alpha, mine), canceled(bravo, theirs)]);
    const ms = performance.now() - startedMs;
    process.stdout.write(
      `kill switch: ${2 * LIVE} orders canceled at the venue and their clients told in ${Math.round(ms)} ms\n`,
    );
    await oms.kill("SIGKILL");
    for (const client of [alpha, bravo]) client.drop();
    oms = await startOms();
    for (const client of [alpha, bravo]) {
      await client.logOn(oms.fixPort);
      client.send("D", limit("AFTER"));
      await answered(client, "AFTER", "8");
      expect(report(client, "AFTER", "58")).toContain("the kill switch of the house is on (loss limit)");
    }
    const on = { scope: "all", actor: "Ann", reason: "loss limit", openOrders: 0 };
    expect((await get("/api/operations")) as OperationsReply).toMatchObject({ openOrders: 0, killSwitches: [on] });
    expect(JSON.parse((await kill("list", "--json")).stdout)).toMatchObject([on]);
    await kill("--all", "--release", "--reason", "checked");
    const none: KillSwitchesReply = { rows: [], desks: ["cash"] };
    expect(await get("/api/kill-switches")).toEqual(none);
    await untilTaken(bravo, "FREE");
    expect([...alpha.faults, ...bravo.faults]).toEqual([]);
  }, 120_000);

  it("says in one sentence what is wrong with an order of an operator", async () => {
    for (const [args, text] of [
      [["--session", "NOBODY", "--reason", "x"], "There is no session NOBODY."],
      [["--desk", "csah", "--reason", "x"], "there is no desk csah; there are cash"],
      [["--all"], "expected --reason TEXT"],
      [["--all", "--desk", "cash", "--reason", "x"], "expected one of --session COMPID, --desk NAME and --all"],
      [["--all", "--release", "--reason", "x"], "this kill switch is not on"],
    ] as const) {
      await expect(kill(...args), text).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining(text) });
    }
  }, 60_000);

  it("of last resort cancels at the venue without an OMS; started with the copy it tells its clients", async () => {
    const [mine, theirs] = [await rest(alpha, "L", 15), await rest(bravo, "M", 15)];
    alpha.send("D", limit("L-CARE", 2_000));
    await answered(alpha, "L-CARE", "A");
    const dead = join(home, "oms");
    const lastResort = (...args: string[]) =>
      run(process.execPath, [
        ...[CLI_PATH, "kill", "--last-resort", "--config", join(home, "oms.yaml"), "--data-dir", dead, ...args],
      ]);
    expect(() => holdDataDirectory(dead)).toThrow("belongs to another running Lockstep; end that one first");
    await oms.kill("SIGKILL");
    for (const client of [alpha, bravo]) client.drop();
    const before = freeze(dead);
    const yes = ["--yes", "--actor", "Ann", "--reason", "the disk is dead", "--to"];
    const resting = [...alpha.reports.values(), ...bravo.reports.values()].filter(
      (last) => last.get("39") === "0",
    ).length;
    const cancels = "an OrderCancelRequest\\(F\\) each, as US to XSIM at 127\\.0\\.0\\.1:\\d+";
    const live = `at no venue      1 orders, USD 198000.00: there is nothing of them outside the OMS
FAR              ${resting} orders, USD \\d+\\.00: ${cancels}
`;
    if (process.env.LOCKSTEP_FULL)
      expect((await lastResort()).stdout).toMatch(new RegExp(`^${live}nothing was sent; `));
    const told = `FAR              canceled: ${resting}\nat no venue      canceled: 1\nnothing is live any more\n`;
    expect((await lastResort(...yes, join(home, "first"))).stdout).toMatch(
      new RegExp(`^${live}${told}the data directory`),
    );
    const onward = process.env.LOCKSTEP_FULL ? "second" : "first";
    if (onward === "second") {
      // The venue expects a higher number now than this journal knows, and has no such order any more.
      const { stdout } = await lastResort(...yes, join(home, onward), "--json");
      expect(JSON.parse(stdout)).toMatchObject({ isDone: true, left: [] });
    }
    expect(freeze(dead)).toEqual(before);

    oms = await startOms(onward);
    for (const client of [alpha, bravo]) await client.logOn(oms.fixPort);
    await Promise.all([canceled(alpha, [...mine, "L-CARE"]), canceled(bravo, theirs)]);
    expect(report(alpha, mine[0], "58")).toBe("canceled by the house: kill switch (the disk is dead)");
    const word = { scope: "all", actor: "Ann", reason: "the disk is dead" };
    const operations = (await get("/api/operations")) as OperationsReply;
    expect(operations).toMatchObject({ openOrders: 0, killSwitches: [{ ...word, openOrders: 0 }] });
    expect(await get("/api/exceptions")).toMatchObject({ rows: [] });
    expect(await post("/api/kill-switches", { ...word, isOn: false })).toEqual([200, '{"done":true}']);
    await untilTaken(alpha, "NEW");
    expect([...alpha.faults, ...bravo.faults]).toEqual([]);
  }, 120_000);
});

/** Takes the right to write from everything in a directory. @returns what its files hold */
function freeze(directory: string): string[] {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const texts = files.map(({ parentPath, name }) => {
    const path = join(parentPath, name);
    chmodSync(path, 0o400);
    return `${path} ${createHash("sha256").update(readFileSync(path)).digest("hex")}`;
  });
  for (const parent of new Set(files.map(({ parentPath }) => parentPath))) chmodSync(parent, 0o500);
  return texts.sort();
}

function thaw(directory: string): void {
  chmodSync(directory, 0o700);
  for (const { parentPath, name } of readdirSync(directory, { recursive: true, withFileTypes: true }))
    chmodSync(join(parentPath, name), 0o700);
}
