import { createRequire } from "node:module";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type LockstepProcess, startLockstep } from "../support/process.ts";

type Field = { tag: number; value: unknown };
type Message = { data: Field[] };
/** The part of fixparser's own client that is used; its `connect` reads host, port and protocol under these names. */
type Parser = {
  fixVersion: string;
  connect(to: { string: string; number: number; Protocol: "websocket" }): void;
  createMessage(...fields: Field[]): Message;
  getTimestamp(): string;
  getNextTargetMsgSeqNum(): number;
  send(message: Message): void;
  on(event: "open" | "close", listener: () => void): void;
  on(event: "message", listener: (message: Message) => void): void;
  clientHandler: { close(): void; stopHeartbeat(): void };
};
const { default: FIXParser, Field: FieldOf } = createRequire(import.meta.url)("fixparser") as {
  default: new () => Parser;
  Field: new (tag: number, value: unknown) => Field;
};

describe("FIX as tag=value over a WebSocket, with fixparser's own client", () => {
  let oms: LockstepProcess;
  const parser = new FIXParser();
  const received: Record<number, unknown>[] = [];

  beforeAll(async () => {
    vi.spyOn(console, "log").mockImplementation(() => undefined);
    oms = await startLockstep({ args: ["--no-agents"] });
    parser.fixVersion = "FIX.4.4";
    parser.on("message", ({ data }) => received.push(Object.fromEntries(data.map(({ tag, value }) => [tag, value]))));
    const opened = new Promise<void>((resolve) => parser.on("open", resolve));
    // Its address is host and port in one text; what stands behind the question mark is nobody's.
    parser.connect({ string: `ws://127.0.0.1:${oms.webSocketPort}/fix?`, number: 30_000, Protocol: "websocket" });
    await opened;
  });
  afterAll(async () => {
    parser.clientHandler?.stopHeartbeat();
    parser.clientHandler?.close();
    await oms?.stop();
  });

  function send(fields: Record<number, unknown>): void {
    const { 35: msgType, ...body } = fields;
    parser.send(
      parser.createMessage(
        new FieldOf(35, msgType),
        new FieldOf(34, parser.getNextTargetMsgSeqNum()),
        new FieldOf(49, "ALPHA"),
        new FieldOf(52, parser.getTimestamp()),
        new FieldOf(56, "LOCKSTEP"),
        ...Object.entries(body).map(([tag, value]) => new FieldOf(Number(tag), value)),
      ),
    );
  }
  const report = async (fields: Record<number, unknown>) => {
    const matches = (message: Record<number, unknown>) =>
      Object.entries(fields).every(([tag, value]) => String(message[Number(tag)]) === value);
    await expect.poll(() => received.some(matches), { timeout: 5_000 }).toBe(true);
    return received.find(matches);
  };

  test("logs on, orders, and is told of every step", async () => {
    send({ 35: "A", 98: "0", 108: "30", 141: "Y" });
    await report({ 35: "A" });
    send({
      35: "D",
      11: "W1",
      21: "1",
      38: "100",
      40: "2",
      44: "90.00",
      54: "1",
      55: "ZWZZT",
      60: parser.getTimestamp(),
    });
    expect(String((await report({ 35: "8", 11: "W1", 150: "0" }))?.[39])).toBe("0");
    send({ 35: "F", 11: "W2", 41: "W1", 38: "100", 54: "1", 55: "ZWZZT", 60: parser.getTimestamp() });
    expect(String((await report({ 35: "8", 11: "W2", 150: "4" }))?.[39])).toBe("4");
  });
});
