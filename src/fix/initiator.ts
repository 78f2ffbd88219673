/**
 * One session that calls: connects, logs on, and connects again when the line is lost, to the peer's other addresses in
 * turn and with growing pauses once none of them is good. The session is the same code as on the acceptor's side. Used by
 * clients, tests and venues that are FIX servers.
 */
import { connect, type Socket } from "node:net";
import { type ConnectionOptions, connect as connectTls } from "node:tls";
import { assert } from "../lib/assert.ts";
import type { Clock } from "../lib/clock.ts";
import { CONNECTION_LIMITS, Connection, type ConnectionLimits, type ConnectionOwner } from "./connection.ts";
import { ReadTurns } from "./read-turns.ts";
import type { FixSession } from "./session.ts";
import type { FixApplication } from "./session-types.ts";
import { certificateText } from "./tls-door.ts";

/** How often `close` looks, 10 ms apart, before the line is cut. */
const CLOSE_TURNS_MAX = 300;
/** A connection that is not made by then, its TLS handshake included, is given up. */
const CONNECT_MS = 10_000;

/** Where the peer listens: a host name or address, and a TCP port. */
export type PeerAddress = { readonly host: string; readonly port: number };

export type InitiatorOptions = {
  readonly session: FixSession;
  readonly application: FixApplication;
  readonly clock: Clock;
  readonly flush: "auto" | "manual";
  /** Called when something waits for a flush, where the owner flushes. */
  readonly onPending?: () => void;
  /** The first pause before connecting again; it doubles each time every address has failed, up to the last. */
  readonly reconnectMinMs?: number;
  readonly reconnectMaxMs?: number;
  /** False connects once. */
  readonly reconnect?: boolean;
  readonly tickMs?: number;
  readonly limits?: Partial<ConnectionLimits>;
  readonly tls?: ConnectionOptions;
  /**
   * Where to call when a session that was on has lost its line: at the first of the addresses ("first": the others stand
   * in for it), or at the one after the last good one ("next"). Never at the one that was just lost while there is another.
   */
  readonly afterSuccess?: "first" | "next";
  /** How long a connection may take to be made. */
  readonly connectTimeoutMs?: number;
};

export class FixInitiator implements ConnectionOwner {
  readonly session: FixSession;
  /** Whose owner flushes has a line that can be full: then the socket is not read for a moment. */
  readonly turns?: ReadTurns;
  readonly #application: FixApplication;
  readonly #clock: Clock;
  readonly #auto: boolean;
  readonly #options: InitiatorOptions;
  readonly #limits: ConnectionLimits;
  #addresses: readonly PeerAddress[] = [];
  /** Which of the addresses is called, now or next. */
  #at = 0;
  /** Addresses that failed since the last pause. */
  #failures = 0;
  /** Whether the session was seen logged on over this line. */
  #wasOn = false;
  #wanted = false;
  #dialing: Socket | null = null;
  #dialedMs = 0;
  #connection: Connection | null = null;
  #pauseMs: number;
  #redialAtMs = Number.POSITIVE_INFINITY;
  #timer: NodeJS.Timeout | null = null;
  #flushScheduled = false;
  #flushing = false;

  constructor(options: InitiatorOptions) {
    this.#options = options;
    this.session = options.session;
    this.#application = options.application;
    this.#clock = options.clock;
    this.#auto = options.flush === "auto";
    this.#limits = { ...CONNECTION_LIMITS, ...options.limits };
    this.#pauseMs = options.reconnectMinMs ?? 1000;
    if (!this.#auto) this.turns = new ReadTurns(this.soon);
    this.session.attach(options.application);
  }

  /** Dials now, and from then on whenever the line is lost, until `close`. */
  connect(host: string, port: number): void {
    this.connectToAny([{ host, port }]);
  }

  /** Like `connect`, to the first of a peer's addresses that takes us; at least one. */
  connectToAny(addresses: readonly PeerAddress[]): void {
    assert(addresses.length > 0, "an initiator has no address to call");
    this.#addresses = addresses;
    this.#at = 0;
    this.#wanted = true;
    const tickMs = this.#options.tickMs ?? 250;
    if (tickMs > 0 && this.#timer === null) this.#timer = setInterval(() => this.tick(), tickMs);
    this.#dial();
  }

  /** Does it call, now and whenever the line is lost? */
  get isCalling(): boolean {
    return this.#wanted;
  }

  flush(): void {
    const connection = this.#connection;
    this.#flushing = true;
    while (connection?.listed) {
      connection.listed = false;
      connection.flush();
    }
    this.#flushing = false;
  }

  get isFull(): boolean {
    return this.#application.isFull?.() ?? false;
  }

  /** Heartbeats, timeouts and redialing. */
  tick(): void {
    const nowMs = this.#clock.monotonicMs();
    this.session.tick();
    this.#connection?.tick(nowMs);
    // Only a logon that was taken starts the pauses over: a peer that hangs up on us is not to be called every second.
    if (this.session.loggedOn) {
      this.#wasOn = true;
      this.#failures = 0;
      this.#pauseMs = this.#options.reconnectMinMs ?? 1000;
    }
    if (this.#dialing !== null && nowMs - this.#dialedMs >= (this.#options.connectTimeoutMs ?? CONNECT_MS)) {
      this.#dialing.destroy(new Error("the connection was not made in time"));
    }
    if (this.#wanted && nowMs >= this.#redialAtMs) this.#dial();
    if (this.#auto) this.flush();
  }

  /** Logs out, waits for the answer, and stays away. */
  async close(logoutText = ""): Promise<void> {
    this.#wanted = false;
    const dialing = this.#dialing;
    this.#dialing = null;
    dialing?.destroy();
    if (this.session.loggedOn) this.session.logout(logoutText);
    else this.session.disconnect("closed");
    if (this.#auto) this.flush();
    for (let turn = 0; this.#connection !== null; turn++) {
      if (turn > CLOSE_TURNS_MAX) this.#connection.destroy();
      await new Promise((resolve) => setTimeout(resolve, 10));
      this.tick();
    }
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  onFirstMessage(): void {
    // The session is bound before the first byte is read, so every message is its own.
  }

  soon(run: () => void): void {
    setImmediate(run);
  }

  later(run: () => void, ms: number): void {
    setTimeout(run, ms).unref();
  }

  onPending(connection: Connection): void {
    connection.listed = true;
    if (!this.#auto) this.#options.onPending?.();
    if (!this.#auto || this.#flushing || this.#flushScheduled) return;
    this.#flushScheduled = true;
    queueMicrotask(() => {
      this.#flushScheduled = false;
      this.flush();
    });
  }

  onClosed(connection: Connection): void {
    if (this.#connection !== connection) return;
    this.#connection = null;
    this.#redialLater();
  }

  #dial(): void {
    if (this.#dialing !== null || this.#connection !== null) return;
    if (!this.session.isOpen) {
      this.#redialAtMs = this.#clock.monotonicMs();
      return;
    }
    this.#redialAtMs = Number.POSITIVE_INFINITY;
    this.#dialedMs = this.#clock.monotonicMs();
    const { host, port } = this.#addresses[this.#at];
    const where = { host, port };
    const tls = this.#options.tls;
    const socket = tls ? connectTls({ minVersion: "TLSv1.2", ...tls, ...where }) : connect(where);
    this.#dialing = socket;
    const failed = (error?: NodeJS.ErrnoException) => {
      if (this.#dialing !== socket) return;
      this.#dialing = null;
      const text = `cannot connect to ${host}:${port}: ${failureText(error)}`;
      this.#application.onSessionEvent?.(this.session, "connect-failed", text);
      this.#redialLater();
    };
    socket.once("error", failed);
    socket.once("close", () => failed());
    socket.once(tls ? "secureConnect" : "connect", () => {
      if (this.#dialing !== socket) return;
      this.#dialing = null;
      socket.off("error", failed);
      this.#onConnected(socket);
    });
  }

  #onConnected(socket: Socket): void {
    if (!this.#wanted) {
      socket.destroy();
      return;
    }
    const connection = new Connection(socket, this, this.#clock, this.#limits);
    this.#connection = connection;
    connection.session = this.session;
    this.session.start(connection);
  }

  /** The next address at once, or after a pause when each has had its turn or the session was on. */
  #redialLater(): void {
    const wasOn = this.#wasOn;
    this.#wasOn = false;
    if (!this.#wanted || this.#options.reconnect === false) return;
    const count = this.#addresses.length;
    const toFirst = wasOn && this.#at > 0 && this.#options.afterSuccess !== "next";
    this.#at = toFirst ? 0 : (this.#at + 1) % count;
    const nowMs = this.#clock.monotonicMs();
    this.#failures++;
    if (!wasOn && this.#failures < count) {
      this.#redialAtMs = nowMs;
      return;
    }
    this.#failures = 0;
    this.#redialAtMs = nowMs + this.#pauseMs;
    this.#pauseMs = Math.min(this.#pauseMs * 2, this.#options.reconnectMaxMs ?? 30_000);
  }
}

/** What went wrong, and for a certificate which of its checks failed. */
function failureText(error: NodeJS.ErrnoException | undefined): string {
  if (error === undefined) return "closed";
  const code = error.code ?? "";
  if (/^(CERT|UNABLE|SELF|DEPTH|ERR_TLS_CERT)/.test(code)) return `${certificateText(code)}: ${error.message}`;
  return error.message;
}
