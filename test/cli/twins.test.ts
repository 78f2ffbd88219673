import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { exceptions } from "../../src/cli/exceptions.ts";
import { house } from "../../src/cli/house.ts";
import { orders } from "../../src/cli/orders.ts";
import { session } from "../../src/cli/session.ts";
import { split } from "../../src/cli/split.ts";
import { ACTION_WORDS, FEED_TWINS, HTTP_TWINS } from "../../src/cli/twins.ts";
import { views } from "../../src/cli/views.ts";
import { NEEDS } from "../../src/desk/action-wire.ts";
import { CLIENT_MESSAGES, type OrderRow } from "../../src/desk/wire.ts";
import { CLI_PATH, type LockstepProcess, startLockstep } from "../support/process.ts";
import { limit, of, Trader } from "../support/trader.ts";

const PATIENCE = { timeout: 20_000 };

describe("everything that can be done on a screen can be done from a shell", () => {
  let oms: LockstepProcess;
  let home = "";
  const client = new Trader("ALPHA", "FIX.4.4", "", "LOCKSTEP");
  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), "lockstep-twins-"));
    oms = await startLockstep({ args: ["--durability", "write", "--no-agents"] });
    await client.logOn(oms.fixPort);
    client.send("D", limit("TWIN-1", "ZVZZT", 1, 100, "99.50"));
    await client.next({ 35: "8", 11: "TWIN-1", 150: "0" });
  }, 60_000);
  afterAll(async () => {
    client.drop();
    await oms?.stop();
    rmSync(home, { recursive: true, force: true });
  });

  const shell = async (...args: string[]) => {
    const all = [CLI_PATH, ...args, "--http", `127.0.0.1:${oms.httpPort}`];
    try {
      return { code: 0, ...(await promisify(execFile)(process.execPath, all)) };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { code, stdout, stderr };
    }
  };
  /** A command in this process: what it writes, and its exit code. */
  async function run(command: (args: string[]) => Promise<number>, ...args: string[]) {
    const { write } = process.stdout;
    let out = "";
    process.stdout.write = ((text: string | Uint8Array) => {
      out += typeof text === "string" ? text : Buffer.from(text).toString("utf8");
      return true;
    }) as typeof write;
    try {
      const code = await command([...args, "--http", `127.0.0.1:${oms.httpPort}`]);
      return { code, out };
    } finally {
      process.stdout.write = write;
    }
  }
  const json = async <Answer>(command: (args: string[]) => Promise<number>, ...args: string[]): Promise<Answer> =>
    JSON.parse((await run(command, ...args, "--json")).out) as Answer;

  it("has a command for each question and order of the desk's HTTP, and for each of the feed's messages", async () => {
    const reply = await fetch(`http://127.0.0.1:${oms.httpPort}/api/openapi.json`);
    const { paths } = (await reply.json()) as { paths: Record<string, Record<string, unknown>> };
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(
      routes.filter((route) => HTTP_TWINS[route] === undefined),
      "routes without a command in cli/twins.ts",
    ).toEqual([]);
    expect(
      Object.keys(HTTP_TWINS).filter((route) => !routes.includes(route)),
      "commands of routes that are gone",
    ).toEqual([]);
    expect(Object.keys(FEED_TWINS).sort()).toEqual(Object.keys(CLIENT_MESSAGES).sort());
  });

  it("tells of each of these commands, and of --json, in its help", async () => {
    const commands = [...Object.values(HTTP_TWINS), ...Object.values(FEED_TWINS)];
    commands.push(...Object.keys(NEEDS).map((action) => `desk ${ACTION_WORDS[action] ?? action}`));
    const names = [...new Set(commands.map((command) => command.split(" ")[0]))];
    const helps = await Promise.all(
      names.map((name) => promisify(execFile)(process.execPath, [CLI_PATH, name, "--help"])),
    );
    for (const command of new Set(commands)) {
      const [name, verb = ""] = command.split(" ");
      const help = helps[names.indexOf(name)].stdout;
      expect({ command, hasJson: help.includes("--json"), hasVerb: help.includes(verb) }).toEqual({
        command,
        hasJson: true,
        hasVerb: true,
      });
    }
  });

  it("lists, finds, shows and exports orders", async () => {
    const listed = () => json<{ rows: OrderRow[] }>(orders, "list", "--text", "TWIN-1");
    await expect.poll(async () => (await listed()).rows.length, PATIENCE).toBe(1);
    const [{ orderId }] = (await listed()).rows;
    expect((await run(orders, "find", "TWIN-1")).out).toMatch(
      /^ +\d+ .* ALPHA +TWIN-1 +buy 100 ZVZZT @ 99\.50 {2}OrdStatus 0/,
    );
    expect(await json(orders, "find", "TWIN-1")).toMatchObject({
      named: [{ orderId }],
      nextBefore: expect.any(Number),
    });
    expect((await run(orders, "find", "no such words")).out).toBe("nothing was found\n");
    const shown = (await run(orders, "show", String(orderId))).out;
    expect(shown).toContain("OrderAccepted");
    expect(shown).toContain("|11=TWIN-1|");
    expect((await run(orders, "executions", "--order", String(orderId))).out).toMatch(/ExecType 0\n.*ExecType A\n$/);
    const { appliedSequence } = await json<{ appliedSequence: number }>(house, "health");
    const past = await json(orders, "as-of", String(orderId), "--at", String(appliedSequence));
    expect(past).toMatchObject({
      sequence: appliedSequence,
      order: { orderId },
      stateHash: expect.stringMatching(/^[0-9a-f]+$/),
    });
    expect((await run(orders, "export", "--columns", "orderId,clOrdId")).out).toContain(`\r\n${orderId},TWIN-1\r\n`);
    const preview = await json(orders, "preview", "sell", "10k", "ZVZZT", "lim", "100.02", "day", "--account", "HOUSE");
    expect(preview).toMatchObject({ kind: "new", fault: null });
    expect((await run(orders, "preview", "sell", "lots")).out).toMatch(/^column \d+: /);
    await expect(orders(["show", "4000000000", "--http", `127.0.0.1:${oms.httpPort}`])).rejects.toThrow(/4000000000/);
  });

  it("keeps views, and exports what one of them shows", async () => {
    const file = join(home, "view.json");
    writeFileSync(file, JSON.stringify({ filter: { text: "TWIN-1" }, columns: ["clOrdId"] }));
    expect(await json(views, "save", "my twins", file)).toEqual({ name: "my twins" });
    expect((await run(views, "list")).out).toBe("my twins\n");
    expect(await json(views, "show", "my twins")).toEqual({ filter: { text: "TWIN-1" }, columns: ["clOrdId"] });
    const out = join(home, "orders.csv");
    await run(orders, "export", "--view", "my twins", "--out", out);
    expect(readFileSync(out, "utf8").split("\r\n").slice(1)).toEqual(["clOrdId", "TWIN-1", ""]);
    expect(await json(views, "delete", "my twins")).toEqual({ name: "my twins" });
    expect((await run(views, "list")).out).toBe("");
  });

  it("tells the house's figures, instruments and books", async () => {
    expect(await json(house, "system")).toMatchObject({ kind: "system", orders: expect.any(Number) });
    expect(await json(house, "operations")).toMatchObject({
      openOrders: 1,
      openNotional: [{ currency: "USD", value: 9950 }],
    });
    expect((await run(house, "operations")).out).toContain("open: 1 orders, 9950.00 USD\n");
    expect(await json(house, "instruments", "ZVZ")).toMatchObject({ rows: [{ symbol: "ZVZZT" }] });
    const book = await json(house, "depth", "ZVZZT");
    expect(book).toMatchObject({
      symbol: "ZVZZT",
      book: { bids: [{ price: 9950, qty: 100 }] },
      own: [{ leavesQty: 100 }],
    });
    expect((await run(house, "depth", "ZVZZT")).out).toContain("ours: buy 100 @ 99.50");
    await expect(run(house, "depth", "NOSUCH")).rejects.toThrow("There is no instrument NOSUCH");
    expect(await json(house, "api", "--kinds")).toMatchObject({ kinds: { OrderFilled: { type: "object" } } });
  });

  it("lists exceptions and closes them with who and why", async () => {
    expect(await run(exceptions, "list")).toEqual({ code: 0, out: "nothing waits for anybody\n" });
    const report = await filled();
    client.send(
      "Q",
      `37=${of(report, 37)}|17=${of(report, 17)}|127=D|55=ZVZZT|54=1|32=${of(report, 32)}|31=${of(report, 31)}|`,
    );
    await expect.poll(async () => (await run(exceptions, "list")).code, PATIENCE).toBe(2);
    const { rows } = await json<{ rows: { exceptionId: number }[] }>(exceptions, "list");
    const id = String(rows[0].exceptionId);
    await expect(run(exceptions, "close", id)).rejects.toThrow("expected --reason TEXT");
    const closed = await json(exceptions, "close", id, "--reason", "agreed by telephone", "--actor", "Anna");
    expect(closed).toEqual({ exceptionId: Number(id), reason: "agreed by telephone", actor: "Anna" });
    await expect.poll(async () => (await run(exceptions, "list")).code, PATIENCE).toBe(0);
  });

  it("shows a session's messages", async () => {
    expect((await run(session, "log", "ALPHA")).out).toMatch(/ in {2}8=FIX\.4\.4\|.*35=D\|/);
    expect((await run(session, "list")).out).toMatch(/^ALPHA +LoggedOn[\s\S]*XSIM +InTheBox/);
  });

  test("says in a sentence that nobody is there, and what is not understood", async () => {
    const nobody = await promisify(execFile)(process.execPath, [
      CLI_PATH,
      "orders",
      "list",
      "--http",
      "127.0.0.1:1",
    ]).catch((error) => error as { code: number; stderr: string });
    expect(nobody).toMatchObject({ code: 1, stderr: expect.stringContaining("no OMS answers at 127.0.0.1:1") });
    const wrong = await shell("orders", "list", "--group", "none");
    expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining("querystring/group") });
  });

  /** A trade of ALPHA's: its report. */
  async function filled() {
    client.send("D", limit("TWIN-2", "ZVZZT", 2, 10, "99.60"));
    await client.next({ 35: "8", 11: "TWIN-2", 150: "0" });
    client.send("D", limit("TWIN-3", "ZVZZT", 1, 10, "99.60"));
    return client.next({ 35: "8", 11: "TWIN-3", 150: "F" });
  }

  it("splits an instrument, after having told what that does to each open order", async () => {
    const gtc = "11=SPLIT-1|21=1|55=ZWZZT|54=1|60=20261122-10:00:00|38=101|40=2|44=99.51|59=1|";
    client.send("D", gtc);
    await client.next({ 35: "8", 11: "SPLIT-1", 150: "0" });
    client.send("D", limit("SPLIT-2", "ZWZZT", 1, 10, "99.50"));
    await client.next({ 35: "8", 11: "SPLIT-2", 150: "0" });
    type Told = { isDone: boolean; splitId: string; rows: { clOrdId: string; act: string; newPrice: string }[] };
    const ask = (...args: string[]) => json<Told>(split, "ZWZZT", "2:1", "--id", "S-1", ...args);
    await expect.poll(async () => (await ask("--dry-run")).rows.length, PATIENCE).toBe(2);
    const left = await ask("--dry-run");
    expect(left.rows.map(({ clOrdId, act }) => [clOrdId, act])).toEqual([
      ["SPLIT-1", "leave"],
      ["SPLIT-2", "leave"],
    ]);
    const told = (await run(split, "ZWZZT", "2:1", "--replace-at", "XSIM", "--dry-run")).out;
    expect(told).toContain("ZWZZT 2:1 would be split: 1 is replaced at its venue, 1 is left as it is\n");
    expect(told).toContain("101 (0 filled) @ 99.51 -> 202 (0 filled) @ 49.75; split 2:1\n");
    const done = await ask("--replace-at", "XSIM");
    expect(done).toMatchObject({ isDone: true, splitId: "S-1", rows: [{ act: "replace", newPrice: "49.75" }, {}] });
    await client.next({ 35: "8", 11: "SPLIT-1", 150: "D", 378: "0", 38: "202", 44: "49.75", 151: "202" });
    await expect(ask("--replace-at", "XSIM")).rejects.toThrow("split S-1: was applied before");
    await expect(ask("--replace-at", "NOPE")).rejects.toThrow("There is no venue NOPE; there are XSIM");
    await expect(run(split, "ZWZZT", "2-1")).rejects.toThrow("expected SYMBOL NEW:OLD");
  });
});
