/** Two sides for scenarios: an acceptor and raw or real clients on loopback, on a clock that the test moves. */
import { connect, type Socket } from "node:net";
import { type AcceptorOptions, FixAcceptor } from "../../src/fix/acceptor.ts";
import { MemoryStore } from "../../src/fix/memory-store.ts";
import type { MessageView } from "../../src/fix/message-view.ts";
import { FixSession } from "../../src/fix/session.ts";
import { type FixApplication, type FixSessionConfig, fixSessionConfig } from "../../src/fix/session-types.ts";
import { type Clock, ManualClock } from "../../src/lib/clock.ts";
import { message, shown } from "./messages.ts";

export const START_NS = 1_795_310_400_000_000_000n;

export class Recorder implements FixApplication {
  readonly notes: string[] = [];
  isFull: () => boolean = () => false;
  onMessage: (session: FixSession, view: MessageView) => void = (_session, view) =>
    this.notes.push(`message ${shown(view.bytes.subarray(view.start, view.end))}`);

  onLogon(): void {
    this.notes.push("logon");
  }

  onLogout(_session: FixSession, reason: string): void {
    this.notes.push(`logout: ${reason}`);
  }

  onReject(_session: FixSession, view: MessageView): void {
    this.notes.push(`reject of ${view.text(45)}`);
  }

  readonly events: string[] = [];

  onSessionEvent(_session: FixSession | null, kind: string, text: string): void {
    this.events.push(`${kind}: ${text}`);
  }
}

/** A client that writes messages as text and reads them as text. */
export class RawClient {
  readonly received: string[] = [];
  closed = false;
  readonly socket: Socket;
  /** What its messages begin with, and the two CompIDs. */
  beginString = "FIX.4.4";
  sender = "C";
  target = "S";
  #bytes = Buffer.alloc(0);
  readonly #clock: Clock;

  constructor(port: number, clock: Clock, socket?: Socket) {
    this.#clock = clock;
    this.socket = socket ?? connect({ host: "127.0.0.1", port });
    this.socket.on("data", (bytes) => this.#take(bytes));
    this.socket.on("close", () => (this.closed = true));
    this.socket.on("error", () => (this.closed = true));
  }

  /** "35=D|34=2|..." with the CompIDs and the time put in. */
  send(fields: string, offsetMs = 0): void {
    this.socket.write(this.text(fields, offsetMs));
  }

  text(fields: string, offsetMs = 0): Buffer {
    const [type, number, ...rest] = fields.split("|");
    const time = stamp(this.#clock.nowNs() + BigInt(offsetMs) * 1_000_000n);
    const ids = [`49=${this.sender}`, `52=${time}`, `56=${this.target}`];
    return message(this.beginString, [type, number, ...ids, ...rest].join("|"));
  }

  /** What arrives next, one message a line; waits for as many as are expected. */
  async expect(count: number): Promise<string[]> {
    for (let turn = 0; turn < 500 && this.received.length < count && !this.closed; turn++) await turnOver();
    return this.received.splice(0);
  }

  async expectClosed(): Promise<boolean> {
    for (let turn = 0; turn < 500 && !this.closed; turn++) await turnOver();
    return this.closed;
  }

  #take(bytes: Buffer): void {
    this.#bytes = Buffer.concat([this.#bytes, bytes]);
    for (;;) {
      const end = this.#bytes.indexOf("\x0110=");
      if (end < 0 || this.#bytes.length < end + 8) return;
      this.received.push(shown(this.#bytes.subarray(0, end + 8)));
      this.#bytes = this.#bytes.subarray(end + 8);
    }
  }
}

export function stamp(nowNs: bigint): string {
  const iso = new Date(Number(nowNs / 1_000_000n)).toISOString();
  return `${iso.slice(0, 4)}${iso.slice(5, 7)}${iso.slice(8, 10)}-${iso.slice(11, 23)}`;
}

export function turnOver(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 2));
}

export async function acceptorSide(
  given: Partial<FixSessionConfig> = {},
  flush: "auto" | "manual" = "auto",
  options: Partial<AcceptorOptions> & { others?: Partial<FixSessionConfig>[] } = {},
): Promise<{
  clock: ManualClock;
  store: MemoryStore;
  session: FixSession;
  app: Recorder;
  acceptor: FixAcceptor;
  port: number;
  dial(localAddress?: string): RawClient;
  close(): Promise<void>;
}> {
  const clock = new ManualClock(START_NS);
  const store = new MemoryStore();
  const config = fixSessionConfig({ beginString: "FIX.4.4", senderCompId: "S", targetCompId: "C", ...given });
  const session = new FixSession({ id: 0, config, store, clock });
  const app = new Recorder();
  const others = (options.others ?? []).map((other, index) => {
    const whole = fixSessionConfig({ beginString: "FIX.4.4", senderCompId: "S", targetCompId: "C", ...other });
    return new FixSession({ id: index + 1, config: whole, store: new MemoryStore(), clock });
  });
  const sessions = [session, ...others];
  const acceptor = new FixAcceptor({ sessions, application: app, clock, flush, tickMs: 0, ...options });
  const { port } = await acceptor.listen("127.0.0.1", 0);
  const clients: RawClient[] = [];
  return {
    clock,
    store,
    session,
    app,
    acceptor,
    port,
    dial: (localAddress = "127.0.0.1") => {
      const client = new RawClient(port, clock, connect({ host: "127.0.0.1", port, localAddress }));
      clients.push(client);
      return client;
    },
    close: async () => {
      for (const client of clients) client.socket.destroy();
      await acceptor.close();
    },
  };
}
