import { execFile, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import WebSocket from "ws";
import {
  ExecType,
  type ExecutionReport,
  events,
  type JournalEvent,
  LockstepClient,
  type Message,
  OrdStatus,
  OrdType,
  Side,
  type SocketLike,
} from "../../src/sdk/client.ts";
import { CLI_PATH, type LockstepProcess, startLockstep } from "../support/process.ts";

const ROOT = join(import.meta.dirname, "../..");
const ARGS = ["--no-agents", "--durability", "write"];
const buy = (clOrdId: string) =>
  ({
    MsgType: "NewOrderSingle",
    ClOrdID: clOrdId,
    Symbol: "ZVZZT",
    Side: Side.Buy,
    OrderQty: "100",
    OrdType: OrdType.Limit,
    Price: "99.50",
  }) as const;

describe("the client that comes with Lockstep", () => {
  let oms: LockstepProcess;
  const url = () => `ws://127.0.0.1:${oms.webSocketPort}/json`;
  const makeSocket = (to: string) => new WebSocket(to) as unknown as SocketLike;

  const fromShell = async (...args: string[]) => {
    const shell = [CLI_PATH, "events", "--http", `127.0.0.1:${oms.httpPort}`, "--json", ...args];
    const { stdout } = await promisify(execFile)(process.execPath, shell, { maxBuffer: 64 * 1024 * 1024 });
    return stdout
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as JournalEvent);
  };

  beforeAll(async () => {
    oms = await startLockstep({ args: ARGS });
  });
  afterAll(() => oms.stop());

  test("sends requests and gives their answers", async () => {
    const client = new LockstepClient({ url: url(), compId: "WEB1", makeSocket });
    await client.connect();
    const report = (await client.send(buy("A1"))) as ExecutionReport;
    expect(report).toMatchObject({ MsgType: "ExecutionReport", ExecType: ExecType.New, OrdStatus: OrdStatus.New });
    const swept = await client.send({
      MsgType: "OrderMassActionRequest",
      ClOrdID: "M1",
      MassActionType: 3,
      MassActionScope: 7,
    });
    expect(swept).toMatchObject({ MsgType: "OrderMassActionReport", ClOrdID: "M1" });
    const refused = await client.send({ ...buy("A2"), Symbol: "NOSUCH" });
    expect(refused).toMatchObject({ ExecType: ExecType.Rejected, OrdRejReason: 1 });
    await expect(client.send({ ...buy("A3"), Quantity: 5 })).rejects.toThrow(
      'expected a field of NewOrderSingle, found "Quantity"',
    );
    await expect(client.send(buy("A1"))).resolves.toMatchObject({ OrdRejReason: 6 });
    client.close();
    await expect(client.send(buy("A4"))).rejects.toThrow("the client is closed");
  });

  test("says that it was not let in", async () => {
    const client = new LockstepClient({ url: url(), compId: "NOBODY", makeSocket });
    await expect(client.connect()).rejects.toThrow("not logged on");
  });

  test("goes on over a kill -9 of the server: answers come, each number once, no order twice", async () => {
    const client = new LockstepClient({ url: url(), compId: "WEB1", makeSocket, retryMaxMs: 300 });
    const numbers: number[] = [];
    const lines: boolean[] = [];
    const streamed: JournalEvent[] = [];
    const stop = new AbortController();
    const { httpPort } = oms;
    const desk = `http://127.0.0.1:${httpPort}`;
    const reading = (async () => {
      for await (const event of events({ url: desk, from: 1, signal: stop.signal, retryMaxMs: 300 }))
        streamed.push(event);
    })();
    client.onMessage = (message: Message) => {
      if ("MsgSeqNum" in message) numbers.push(message.MsgSeqNum as number);
    };
    client.onLine = (isUp) => lines.push(isUp);
    await client.connect();
    const answers = Array.from({ length: 40 }, (_, index) => client.send(buy(`K${index}`)));
    await answers[0];
    const { dataDir, webSocketPort } = oms;
    await oms.kill("SIGKILL");
    const late = Array.from({ length: 5 }, (_, index) => client.send(buy(`L${index}`)));
    oms = await startLockstep({
      dataDir,
      args: [...ARGS, "--ws-port", String(webSocketPort), "--http-port", String(httpPort)],
    });
    for (const answer of await Promise.all([...answers, ...late])) {
      expect([ExecType.New, ExecType.OrderStatus]).toContain((answer as ExecutionReport).ExecType);
    }
    expect(lines).toEqual([true, false, true]);
    expect(numbers).toEqual(numbers.map((_, index) => numbers[0] + index));
    const orders = new Set<string>();
    for (const answer of await Promise.all([...answers, ...late])) orders.add((answer as ExecutionReport).OrderID);
    expect(orders.size).toBe(45);
    client.close();
    // The event stream has gone on, too: everything that is in the journal, once.
    const last = (await fromShell("--kinds", "OrderAcknowledged")).at(-1) as JournalEvent;
    await expect.poll(() => streamed.some(({ id }) => id === last.id), { timeout: 20_000 }).toBe(true);
    const all = await fromShell();
    const upTo = streamed.slice(0, 1 + streamed.findIndex(({ id }) => id === last.id));
    expect(upTo).toEqual(all.slice(0, upTo.length));
    expect(new Set(upTo.map(({ order }) => order?.OrderID)).size).toBeGreaterThan(45);
    stop.abort();
    await reading;
  }, 30_000);

  test("a new client goes on where the last one ended", async () => {
    const first = new LockstepClient({ url: url(), compId: "WEB1", makeSocket });
    await first.connect();
    await first.send(buy("N1"));
    const { lastSeq } = first;
    await first.send(buy("N2"));
    first.close();
    await new Promise((resolve) => setTimeout(resolve, 300));
    const second = new LockstepClient({ url: url(), compId: "WEB1", makeSocket, lastSeq });
    const seen: unknown[] = [];
    second.onMessage = (message) => seen.push((message as ExecutionReport).ClOrdID);
    await second.connect();
    await second.send(buy("N3"));
    expect(seen).toContain("N2");
    expect(seen).not.toContain("N1");
    second.close();
    await new Promise((resolve) => setTimeout(resolve, 200));
  });

  test("its example runs as it stands", () => {
    const ran = spawnSync(process.execPath, [join(ROOT, "examples/json-client.mjs"), url()], {
      encoding: "utf8",
      timeout: 20_000,
      cwd: ROOT,
    });
    expect(ran.stderr).toBe("");
    expect(ran.stdout).toMatch(/: ExecType 0, 0 of 100 filled\naccepted as OrderID \d+\n/);
    expect(ran.stdout).toMatch(/canceled: OrdStatus 4; the last number seen is \d+\n$/);
  });

  test("the event stream's example goes on where it ended", () => {
    const cursor = join(oms.dataDir, "cursor.txt");
    const run = () => {
      const args = [join(ROOT, "examples/event-stream.mjs"), `http://127.0.0.1:${oms.httpPort}`, cursor, "--once"];
      const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", timeout: 20_000, cwd: ROOT });
      expect(stderr).toBe("");
      return stdout.split("\n").filter((line) => line !== "");
    };
    const first = run();
    expect(first[0]).toMatch(/^1 \w+ by house$/);
    expect(first.some((line) => /^\d+ OrderAccepted by client WEB1, order 1$/.test(line))).toBe(true);
    const second = run();
    expect(second.filter((line) => first.includes(line))).toEqual([]);
  });

  test("the QuickFIX example is the README's", () => {
    const settings = (text: string) =>
      text
        .split("\n")
        .filter((line) => /^[A-Za-z[]/.test(line))
        .join("\n");
    const readme = readFileSync(join(ROOT, "README.md"), "utf8");
    const block = /```ini\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";
    expect(settings(readFileSync(join(ROOT, "examples/quickfix.cfg"), "utf8"))).toBe(settings(block));
  });
});
