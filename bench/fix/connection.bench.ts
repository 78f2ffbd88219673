/**
 * What a message costs its connection: a hundred a read in, a hundred a write out, on a socket that takes everything at
 * once, so that the system calls are apart; framing and session are measured without it, and taken off. Then the same on a
 * real socket of this machine, client and server in this process.
 */
import { connect, createServer, type Socket } from "node:net";
import { type ByteSocket, CONNECTION_LIMITS, Connection, type ConnectionOwner } from "../../src/fix/connection.ts";
import { Framer } from "../../src/fix/framer.ts";
import { MessageView } from "../../src/fix/message-view.ts";
import { FixSession } from "../../src/fix/session.ts";
import type { FixApplication } from "../../src/fix/session-types.ts";
import { MsgType, Tag } from "../../src/fix/tags.ts";
import { ManualClock } from "../../src/lib/clock.ts";
import { median } from "../../src/lib/median.ts";
import type { BenchRow } from "../row.ts";
import { CountingStore, LOGON, lineConfig, openLine, orderMessage, TIME_NS } from "../support/fix-line.ts";
import { measure, same } from "../support/measure.ts";

const MESSAGES = 100;

/** Takes everything at once. */
class OpenSocket implements ByteSocket {
  readonly remoteAddress = "127.0.0.1";
  readonly remotePort = 5_001;
  readonly writableLength = 0;
  bytes = 0;
  #hear: (bytes: Buffer) => void = () => {};

  setNoDelay(): void {}

  on(event: "data" | "error" | "close", listener: (given: never) => void): void {
    if (event === "data") this.#hear = listener as (bytes: Buffer) => void;
  }

  pause(): void {}

  resume(): void {}

  write(bytes: Uint8Array): void {
    this.bytes += bytes.length;
  }

  end(): void {}

  destroy(): void {}

  read(bytes: Buffer): void {
    this.#hear(bytes);
  }
}

/** Answers each order with a short report, and counts. */
class Answerer implements FixApplication {
  heard = 0;

  onLogon(): void {}

  onLogout(): void {}

  onMessage(session: FixSession): void {
    this.heard++;
    const report = session.begin(MsgType.ExecutionReport);
    report.int(Tag.OrderID, this.heard);
    report.char(Tag.OrdStatus, "0");
    session.send();
  }
}

export async function run(quick = false): Promise<BenchRow[]> {
  const rows = await onOpenSocket(quick);
  const own = rows[0].value - rows[1].value;
  const note = "loopback, both ends in this process, system calls in it";
  return [
    ...rows,
    { name: "Connection: beside framing and session", unit: "us", value: own, budget: 0.3 },
    { name: "Connection: the same over TCP", unit: "us", value: await overTcp(quick), note },
  ];
}

function onOpenSocket(quick: boolean): Promise<BenchRow[]> {
  const socket = new OpenSocket();
  const application = new Answerer();
  const connection = new Connection(socket, ownerOf(application), new ManualClock(TIME_NS), CONNECTION_LIMITS);
  socket.read(LOGON);
  connection.flush();
  const bare = new Answerer();
  const { session } = openLine(bare);
  const framer = new Framer();
  const view = new MessageView();
  let stream: Buffer = NO_BYTES;
  let from = 0;
  return measure(
    [
      {
        name: "Connection: an order in and its report out, framing and session too",
        unit: "us",
        perTurn: MESSAGES,
        before: () => {
          stream = orders(connection.session?.nextTargetMsgSeqNum ?? 0);
          from = application.heard;
          socket.bytes = 0;
        },
        turn: () => {
          socket.read(stream);
          connection.flush();
        },
        check: () => {
          same(application.heard - from, MESSAGES, "orders heard");
          same(socket.bytes > MESSAGES * 60, true, "reports written");
        },
      },
      {
        name: "framing and session alone",
        unit: "us",
        perTurn: MESSAGES,
        before: () => {
          stream = orders(session.nextTargetMsgSeqNum);
          from = bare.heard;
        },
        turn: () => {
          framer.push(stream, 0, stream.length);
          session.readTime();
          while (framer.next(view)) session.receive(view);
          framer.keep();
        },
        check: () => same(bare.heard - from, MESSAGES, "orders heard"),
      },
    ],
    quick,
  );
}

/** @returns microseconds an order and its report */
async function overTcp(quick: boolean): Promise<number> {
  const application = new Answerer();
  const server = createServer((socket) => {
    const owner = ownerOf(application);
    new Connection(socket, owner, new ManualClock(TIME_NS), CONNECTION_LIMITS);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const client = connect({
    host: "127.0.0.1",
    port: typeof address === "object" ? (address?.port ?? 0) : 0,
    noDelay: true,
  });
  try {
    await reports(client, 1, () => void client.write(LOGON));
    const times: number[] = [];
    for (let round = 0; round < (quick ? 3 : 500); round++) {
      const stream = orders(2 + round * MESSAGES);
      const startMs = performance.now();
      await reports(client, MESSAGES, () => void client.write(stream));
      times.push(((performance.now() - startMs) * 1_000) / MESSAGES);
    }
    same(application.heard, times.length * MESSAGES, "orders heard");
    return median(times);
  } finally {
    client.destroy();
    server.close();
  }
}

/** Waits until so many messages have come back. */
function reports(client: Socket, count: number, send: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const framer = new Framer();
    const view = new MessageView();
    let left = count;
    const hear = (bytes: Buffer) => {
      framer.push(bytes, 0, bytes.length);
      while (framer.next(view)) left--;
      framer.keep();
      if (left > 0) return;
      client.off("data", hear);
      client.off("close", lost);
      client.off("error", lost);
      resolve();
    };
    const lost = () => reject(new Error("the bench's connection was closed"));
    client.on("data", hear);
    client.on("close", lost);
    client.on("error", lost);
    send();
  });
}

function ownerOf(application: FixApplication): ConnectionOwner {
  const session = new FixSession({
    id: 1,
    config: lineConfig(),
    store: new CountingStore(),
    clock: new ManualClock(TIME_NS),
  });
  session.attach(application);
  return {
    onFirstMessage: (connection, view) => {
      connection.session = session;
      session.accept(connection, view);
    },
    // What a read caused goes out in one write, once the read is dealt with.
    onPending: (connection) => {
      connection.listed = true;
      queueMicrotask(() => {
        connection.listed = false;
        connection.flush();
      });
    },
    onClosed: () => {},
    soon: (run) => void setImmediate(run),
  };
}

const NO_BYTES = Buffer.alloc(0);

function orders(first: number): Buffer {
  return Buffer.concat(Array.from({ length: MESSAGES }, (_, index) => orderMessage(first + index)));
}
