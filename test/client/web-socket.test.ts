import { connect } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import WebSocket from "ws";
import { residentBytesOf } from "../../src/lib/process-figures.ts";
import { type LockstepProcess, startLockstep } from "../support/process.ts";
import { ReportWatcher } from "../support/report-watcher.ts";

type Message = { MsgType: string; MsgSeqNum?: number } & Record<string, unknown>;

/** A JSON client: what it is told lies in `messages`, in order. */
class JsonClient {
  readonly socket: WebSocket;
  readonly messages: Message[] = [];
  closed: { code: number; reason: string } | null = null;
  /** Reports that cannot be true after those before. */
  readonly faults: string[] = [];
  readonly #watcher = new ReportWatcher({ joinsLate: true });

  constructor(port: number, path = "/json", options: WebSocket.ClientOptions = {}) {
    this.socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, options);
    this.socket.on("message", (bytes) => {
      const message = JSON.parse(String(bytes)) as Message;
      this.messages.push(message);
      const fault = this.#watcher.faultOf(tagged(message));
      if (fault !== "") this.faults.push(fault);
    });
    this.socket.on("close", (code, reason) => {
      this.closed = { code, reason: String(reason) };
    });
    this.socket.on("error", () => undefined);
  }

  async open(): Promise<this> {
    if (this.socket.readyState !== WebSocket.OPEN) await new Promise((resolve) => this.socket.once("open", resolve));
    return this;
  }

  say(message: Record<string, unknown>): void {
    this.socket.send(JSON.stringify(message));
  }

  async logOn(more: Record<string, unknown> = {}): Promise<this> {
    await this.open();
    this.say({ MsgType: "Logon", SenderCompID: "WEB1", ...more });
    await this.expect({ MsgType: "Logon" });
    return this;
  }

  /** The first message that has at least these fields, and has not come up before. */
  async expect(fields: Record<string, unknown>): Promise<Message> {
    const matches = (message: Message) =>
      Object.entries(fields).every(([name, value]) => JSON.stringify(message[name]) === JSON.stringify(value));
    await expect
      .poll(() => this.messages.some(matches), {
        timeout: 5_000,
        message: `${JSON.stringify(fields)} in ${JSON.stringify(this.messages.slice(-5))}`,
      })
      .toBe(true);
    return this.messages.find(matches) as Message;
  }

  /** Numbers told so far; those that nothing came for, too. */
  get sequence(): number[] {
    return this.messages.flatMap((message) => {
      if (message.MsgSeqNum === undefined) return [];
      const last = message.MsgType === "SequenceReset" ? (message.NewSeqNo as number) - 1 : message.MsgSeqNum;
      return Array.from({ length: last - message.MsgSeqNum + 1 }, (_, index) => (message.MsgSeqNum as number) + index);
    });
  }

  async end(): Promise<void> {
    this.socket.terminate();
    expect(this.faults).toEqual([]);
    await expect.poll(() => this.closed).not.toBeNull();
  }
}

/** A report's fields as the watcher knows them. */
const TAGS: Readonly<Record<string, string>> = {
  MsgType: "35",
  OrderID: "37",
  ExecID: "17",
  ExecRefID: "19",
  ExecType: "150",
  OrdStatus: "39",
  OrderQty: "38",
  CumQty: "14",
  LeavesQty: "151",
  LastQty: "32",
  LastPx: "31",
  OrdRejReason: "103",
  PossDupFlag: "43",
};

function tagged(message: Message): [string, string][] {
  return Object.entries(message).flatMap(([name, value]): [string, string][] => {
    const tag = TAGS[name];
    if (tag === undefined) return [];
    if (tag === "35") return [[tag, value === "ExecutionReport" ? "8" : ""]];
    return [[tag, value === true ? "Y" : String(value)]];
  });
}

const order = (clOrdId: string, more: Record<string, unknown> = {}) => ({
  MsgType: "NewOrderSingle",
  ClOrdID: clOrdId,
  Symbol: "ZVZZT",
  Side: "1",
  OrderQty: "100",
  OrdType: "2",
  Price: "99.50",
  ...more,
});

describe("order entry over WebSocket", () => {
  let oms: LockstepProcess;
  const clients: JsonClient[] = [];
  const client = (path?: string, options?: WebSocket.ClientOptions) => {
    const made = new JsonClient(oms.webSocketPort, path, options);
    clients.push(made);
    return made;
  };

  beforeAll(async () => {
    oms = await startLockstep({ args: ["--no-agents", "--durability", "write"] });
  });
  afterEach(async () => {
    for (const one of clients.splice(0)) await one.end();
  });
  afterAll(() => oms.stop());

  test("takes an order as JSON and reports it, replaces and cancels it", async () => {
    const web = await client().logOn();
    web.say(order("J1"));
    const report = await web.expect({ MsgType: "ExecutionReport", ClOrdID: "J1", ExecType: "0" });
    expect(report).toMatchObject({
      OrdStatus: "0",
      Symbol: "ZVZZT",
      Side: "1",
      OrderQty: "100",
      Price: "99.50",
      LeavesQty: "100",
      CumQty: "0",
      AvgPx: "0",
    });
    web.say({
      ...order("J2", { OrderQty: 50, Price: 99.25 }),
      MsgType: "OrderCancelReplaceRequest",
      OrigClOrdID: "J1",
    });
    expect(await web.expect({ ClOrdID: "J2", ExecType: "5" })).toMatchObject({ OrderQty: "50", Price: "99.25" });
    web.say({ MsgType: "F", ClOrdID: "J3", OrigClOrdID: "J2", Symbol: "ZVZZT", Side: "1" });
    expect(await web.expect({ ClOrdID: "J3", ExecType: "4" })).toMatchObject({ OrdStatus: "4", LeavesQty: "0" });
  });

  test("refuses for the reasons FIX refuses for", async () => {
    const web = await client().logOn();
    web.say(order("R1", { Symbol: "NOSUCH" }));
    expect(await web.expect({ ClOrdID: "R1" })).toMatchObject({ ExecType: "8", OrdRejReason: 1 });
    web.say(order("R2", { Price: "99.505" }));
    expect(await web.expect({ ClOrdID: "R2" })).toMatchObject({ ExecType: "8", OrdRejReason: 18 });
    web.say(order("R3"));
    await web.expect({ ClOrdID: "R3", ExecType: "0" });
    web.say(order("R3"));
    expect(await web.expect({ ClOrdID: "R3", ExecType: "8" })).toMatchObject({ OrdRejReason: 6 });
    // The same again, said to be the same: answered with how it stands, not carried out twice.
    web.say(order("R3", { PossResend: true }));
    expect(await web.expect({ ClOrdID: "R3", ExecType: "I" })).toMatchObject({ OrdStatus: "0" });
    web.say(order("R4", { OrdType: "Z" }));
    expect(await web.expect({ MsgType: "Reject" })).toMatchObject({ RefTagID: 40, SessionRejectReason: 5 });
    web.say({ MsgType: "OrderCancelRequest", ClOrdID: "R5", OrigClOrdID: "never", Symbol: "ZVZZT", Side: "1" });
    expect(await web.expect({ MsgType: "OrderCancelReject" })).toMatchObject({ OrderID: "NONE", CxlRejReason: 1 });
  });

  test("tells a client that comes back everything it missed, each number once", async () => {
    const first = await client().logOn();
    first.say(order("S1"));
    await first.expect({ ClOrdID: "S1", ExecType: "0" });
    const seen = first.sequence.at(-1) as number;
    first.say(order("S2"));
    first.say(order("S3"));
    await first.expect({ ClOrdID: "S3", ExecType: "0" });
    await first.end();

    const second = await client().logOn({ LastSeq: seen });
    const missed = await second.expect({ ClOrdID: "S3", ExecType: "0" });
    expect(missed.PossDupFlag).toBe(true);
    await second.expect({ ClOrdID: "S2", ExecType: "0" });
    expect(second.messages.some((message) => message.ClOrdID === "S1")).toBe(false);
    second.say(order("S4"));
    await second.expect({ ClOrdID: "S4", ExecType: "0" });
    const numbers = [...second.sequence].sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, index) => seen + 1 + index));
  });

  test("goes on after kill -9 of the server, with nothing missed and nothing twice", async () => {
    const own = await startLockstep({ args: ["--no-agents", "--durability", "write"] });
    const first = await new JsonClient(own.webSocketPort).logOn();
    first.say(order("K1"));
    await first.expect({ ClOrdID: "K1", ExecType: "0" });
    const seen = first.sequence.at(-1) as number;
    first.say(order("K2"));
    await first.expect({ ClOrdID: "K2", ExecType: "0" });
    const { dataDir } = own;
    await own.kill("SIGKILL");
    const again = await startLockstep({ dataDir, args: ["--no-agents", "--durability", "write"] });
    const second = await new JsonClient(again.webSocketPort).logOn({ LastSeq: seen });
    await second.expect({ ClOrdID: "K2", ExecType: "0" });
    second.say(order("K2", { PossResend: true }));
    await second.expect({ ClOrdID: "K2", ExecType: "I" });
    await second.end();
    await again.stop();
  });

  test("says what it does not understand, with the place, and goes on", async () => {
    const web = await client().logOn();
    const faults: [unknown, string, string][] = [
      ["{", "", "a JSON object"],
      ["[1]", "", "a JSON object"],
      [{ MsgType: "Nonsense" }, "/MsgType", "NewOrderSingle"],
      [order("E1", { Quantity: "5" }), "/Quantity", "a field of NewOrderSingle"],
      [order("E1", { OrderQty: "a lot" }), "/OrderQty", "a decimal"],
      [order("E1", { Text: "a\u0001b" }), "/Text", "printable"],
      [order("E1", { Symbol: {} }), "/Symbol", "text"],
      [order("E1", { NoPartyIDs: [{ PartyID: "X", Role: 1 }] }), "/NoPartyIDs/0/Role", "a field of a group"],
      [order("E1", { MsgSeqNum: 5 }), "/MsgSeqNum", "a field of NewOrderSingle"],
    ];
    for (const [said, path, expected] of faults) {
      web.socket.send(typeof said === "string" ? said : JSON.stringify(said));
      const error = await web.expect({ MsgType: "Error", path });
      expect(error.expected).toContain(expected);
      web.messages.length = 0;
    }
    web.say(order("E2", { NoPartyIDs: [{ PartyRole: 3, PartyID: "TRADER7", PartyIDSource: "D" }] }));
    await web.expect({ ClOrdID: "E2", ExecType: "0" });
  });

  test("a stranger is cut off, and told nothing", async () => {
    for (const logon of [
      { MsgType: "Logon", SenderCompID: "NOBODY" },
      { MsgType: "Logon", SenderCompID: "WEB1", BeginString: "FIX.4.4" },
    ]) {
      const stranger = await client().open();
      stranger.say(logon);
      await expect.poll(() => stranger.closed, { timeout: 5_000 }).not.toBeNull();
      expect(stranger.messages).toEqual([]);
    }
    const early = await client().open();
    early.say(order("X1"));
    expect(await early.expect({ MsgType: "Error" })).toMatchObject({ path: "/MsgType", expected: "Logon" });
    await expect.poll(() => early.closed?.code).toBe(1008);
  });

  test("refuses pages that are not on the list, other paths, giant frames and a million pieces", async () => {
    const status = (path: string, origin?: string) =>
      new Promise((resolve) => {
        const socket = new WebSocket(
          `ws://127.0.0.1:${oms.webSocketPort}${path}`,
          origin === undefined ? {} : { origin },
        );
        socket.on("unexpected-response", (_request, response) => resolve(response.statusCode));
        socket.on("open", () => {
          socket.terminate();
          resolve(101);
        });
        socket.on("error", () => undefined);
      });
    expect(await status("/json")).toBe(101);
    expect(await status("/json", "https://evil.example")).toBe(403);
    expect(await status("/json", "null")).toBe(403);
    expect(await status("/")).toBe(404);

    const steady = await client().logOn();
    const giant = await client().open();
    giant.socket.send("x".repeat(70_000));
    await expect.poll(() => giant.closed?.code).toBe(1009);
    const declared = connect(oms.webSocketPort, "127.0.0.1");
    declared.on("error", () => undefined);
    const ended = new Promise((resolve) => declared.on("close", resolve));
    declared.write(
      "GET /json HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
    );
    await new Promise((resolve) => declared.once("data", resolve));
    // A text frame that says it has 100 MB.
    declared.write(Buffer.from([0x81, 0xff, 0, 0, 0, 0, 5, 0xf5, 0xe1, 0, 0, 0, 0, 0]));
    await ended;

    const pieces = await client().open();
    for (let piece = 0; piece < 1_000_000 && pieces.closed === null; piece++) {
      pieces.socket.send("x", { fin: false });
      if (piece % 1_000 === 0) await new Promise((resolve) => setImmediate(resolve));
      if (pieces.socket.readyState !== WebSocket.OPEN) break;
    }
    await expect.poll(() => pieces.closed, { timeout: 5_000 }).not.toBeNull();
    steady.say(order("G1"));
    await steady.expect({ ClOrdID: "G1", ExecType: "0" });
  });

  test("thousands of requests in one go are answered, each once, and the line lives", async () => {
    const hasty = await client().logOn();
    const count = 4_000;
    const symbol = { Symbol: "ZVZZT", Side: "1" };
    for (let index = 0; index < count; index++) {
      hasty.socket.send(JSON.stringify({ MsgType: "OrderStatusRequest", ClOrdID: `U${index}`, ...symbol }));
    }
    const answers = () => hasty.messages.filter(({ ClOrdID }) => /^U\d+$/.test(String(ClOrdID)));
    await expect.poll(() => answers().length, { timeout: 30_000, interval: 100 }).toBe(count);
    expect(answers().map(({ ClOrdID }) => ClOrdID)).toEqual(Array.from({ length: count }, (_, index) => `U${index}`));
    expect(hasty.closed).toBeNull();
  }, 60_000);

  test("a client that reads nothing is cut off, costs bounded memory, and another's orders go on", async () => {
    const deaf = await client().logOn();
    deaf.socket.pause();
    const isCut = () => /bytes unsent: the peer does not read|the peer has read nothing for/.test(oms.output);
    const symbol = { Symbol: "ZVZZT", Side: "1" };
    for (let asked = 0; asked < 120_000 && !isCut(); asked++) {
      const question = { MsgType: "OrderStatusRequest", ClOrdID: `V${asked}`, ...symbol };
      if (deaf.socket.readyState === WebSocket.OPEN) deaf.socket.send(JSON.stringify(question));
      if (asked % 500 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await expect.poll(isCut, { timeout: 40_000 }).toBe(true);
    expect(residentBytesOf(oms.pid) / 2 ** 20).toBeLessThan(700);
    deaf.socket.terminate();
    const other = await client().logOn();
    other.say(order("D1"));
    await other.expect({ ClOrdID: "D1", ExecType: "0" });
  }, 90_000);

  test("a session that is here already is not thrown out by another", async () => {
    const web = await client().logOn();
    const other = await client().open();
    other.say({ MsgType: "Logon", SenderCompID: "WEB1" });
    await expect.poll(() => other.closed, { timeout: 5_000 }).not.toBeNull();
    web.say(order("H1"));
    await web.expect({ ClOrdID: "H1", ExecType: "0" });
    web.say({ MsgType: "Logout" });
    await web.expect({ MsgType: "Logout" });
    await expect.poll(() => web.closed?.code).toBe(1000);
  });
});
