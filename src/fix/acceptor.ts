/**
 * One port, all the sessions that may log on to it. A new connection's first message must be a Logon; its BeginString,
 * CompIDs and, for FIXT.1.1, DefaultApplVerID name the session. Who names none is cut off in silence, so that the port
 * tells a stranger nothing. Comes in: connections. Goes out: what the sessions queue, once per flush.
 *
 * With `flush: "manual"` nothing reaches a socket, and nothing is closed, before the owner calls `flush`: what the sessions
 * sent is durable by then. With "auto" everything goes out at the end of the read or timer that caused it.
 */
import { createServer, type Server, Socket } from "node:net";
import type { TlsOptions } from "node:tls";
import type { Clock } from "../lib/clock.ts";
import { LockstepError } from "../lib/errors.ts";
import { plainAddress } from "./address-list.ts";
import {
  type ByteSocket,
  CONNECTION_LIMITS,
  Connection,
  type ConnectionLimits,
  type ConnectionOwner,
} from "./connection.ts";
import { Doorman } from "./doorman.ts";
import { GUARD_LIMITS, type GuardLimits } from "./logon-guard.ts";
import type { MessageView } from "./message-view.ts";
import { ReadTurns } from "./read-turns.ts";
import type { FixSession } from "./session.ts";
import { diagnose } from "./session-doctor.ts";
import type { FixApplication } from "./session-types.ts";
import { TlsDoor } from "./tls-door.ts";

/** How often `close` looks, 10 ms apart, before what is left is cut off. */
const CLOSE_TURNS_MAX = 300;
/** The first byte of a TLS connection. */
const TLS_HANDSHAKE = 22;
/** Of the connections that make room for others, one in this many is noted. */
const NOTE_EVERY = 100;

export type AcceptorOptions = {
  readonly sessions: readonly FixSession[];
  readonly application: FixApplication;
  readonly clock: Clock;
  readonly flush: "auto" | "manual";
  /** In manual mode: something waits for a flush, where nothing did. */
  readonly onPending?: () => void;
  /** How often `tick` is called by itself; 0 when the owner calls it. */
  readonly tickMs?: number;
  /** Runs something behind what else there is to do; `setImmediate` unless told. */
  readonly soon?: (run: () => void) => void;
  /** Runs something after a while; a timer unless told. */
  readonly later?: (run: () => void, ms: number) => void;
  /** A connection whose Logon does not come is closed after this. */
  readonly logonTimeoutMs?: number;
  readonly connectionsMax?: number;
  /** Of one address, logged on or not. */
  readonly connectionsPerAddressMax?: number;
  /** Connections that have not logged on yet, in total and of one address; the oldest makes room for the next. */
  readonly waitingMax?: number;
  readonly waitingPerAddressMax?: number;
  /** What happens to addresses that fail to log on again and again. */
  readonly guard?: Partial<GuardLimits>;
  readonly limits?: Partial<ConnectionLimits>;
  /** FIX over TLS, on the port from the first byte. */
  readonly tls?: TlsOptions;
};

export class FixAcceptor implements ConnectionOwner {
  readonly soon: (run: () => void) => void;
  readonly turns: ReadTurns;
  readonly later: (run: () => void, ms: number) => void;
  readonly #application: FixApplication;
  readonly #clock: Clock;
  readonly #auto: boolean;
  readonly #wake: (() => void) | undefined;
  readonly #tickMs: number;
  readonly #logonTimeoutMs: number;
  readonly #connectionsMax: number;
  readonly #perAddressMax: number;
  readonly #limits: ConnectionLimits;
  readonly #waitingMax: number;
  readonly #waitingPerAddressMax: number;
  readonly #doorman: Doorman;
  readonly #connections = new Set<Connection>();
  readonly #perAddress = new Map<string, number>();
  /** Those that have not logged on yet, the oldest first. */
  readonly #waiting = new Set<Connection>();
  #evicted = 0;
  readonly #pending: Connection[] = [];
  readonly #server: Server;
  readonly #tls: TlsDoor | null;
  #flushing = false;
  #flushScheduled = false;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: AcceptorOptions) {
    this.soon = options.soon ?? setImmediate;
    this.turns = new ReadTurns(this.soon);
    this.later = options.later ?? ((run, ms) => setTimeout(run, ms).unref());
    this.#application = options.application;
    this.#clock = options.clock;
    this.#auto = options.flush === "auto";
    this.#wake = options.onPending;
    this.#tickMs = options.tickMs ?? 250;
    this.#logonTimeoutMs = options.logonTimeoutMs ?? 10_000;
    this.#connectionsMax = options.connectionsMax ?? 4_096;
    this.#perAddressMax = options.connectionsPerAddressMax ?? 4_096;
    this.#waitingMax = options.waitingMax ?? 128;
    this.#waitingPerAddressMax = options.waitingPerAddressMax ?? 32;
    this.#limits = { ...CONNECTION_LIMITS, ...options.limits };
    this.#doorman = new Doorman({
      clock: options.clock,
      limits: { ...GUARD_LIMITS, ...options.guard },
      note: (session, text) => this.#note(session, text),
      application: options.application,
    });
    for (const session of options.sessions) this.add(session);
    this.#tls = options.tls
      ? new TlsDoor({
          tls: options.tls,
          onSecure: (socket, openedMs) => this.#connect(socket, openedMs),
          onRefused: (address, text) => {
            this.#note(null, text);
            this.#doorman.failed(plainAddress(address));
          },
        })
      : null;
    this.#server = createServer({ noDelay: true }, (socket) => this.accept(socket));
  }

  /** @throws LockstepError LOCKSTEP_ERR_CONFIG when there already is a session with this identity. */
  add(session: FixSession): void {
    if (!this.#doorman.add(session)) {
      throw new LockstepError("LOCKSTEP_ERR_CONFIG", `two FIX sessions have the same identity: ${session.name}`);
    }
    session.attach(this.#application);
  }

  /** The session is no longer let in; it is logged out if it is here. */
  remove(session: FixSession, reason: string): void {
    this.#doorman.remove(session);
    session.logout(reason);
  }

  /**
   * Starts to listen; port 0 takes a free one.
   *
   * @throws LockstepError LOCKSTEP_ERR_PORT_IN_USE, LOCKSTEP_ERR_FIX_CONNECT.
   */
  listen(host: string, port: number): Promise<{ host: string; port: number }> {
    return new Promise((resolve, reject) => {
      const refuse = (error: NodeJS.ErrnoException) => reject(listenError(error, host, port));
      this.#server.once("error", refuse);
      this.#server.listen(port, host, () => {
        this.#server.off("error", refuse);
        this.#server.on("error", (error) => this.#note(null, `the FIX port has trouble: ${error.message}`));
        if (this.#tickMs > 0) this.#timer = setInterval(() => this.tick(), this.#tickMs);
        const address = this.#server.address();
        resolve({ host, port: typeof address === "object" && address !== null ? address.port : port });
      });
    });
  }

  /** Everything the sessions have queued goes to the sockets now. */
  flush(): void {
    // The list may grow while it is walked: a connection that ends tells its session, which may speak on another.
    const pending = this.#pending;
    this.#flushing = true;
    for (let index = 0; index < pending.length; index++) {
      const connection = pending[index];
      connection.listed = false;
      connection.flush();
    }
    pending.length = 0;
    this.#flushing = false;
  }

  /** Heartbeats and timeouts. */
  tick(): void {
    const nowMs = this.#clock.monotonicMs();
    for (const connection of this.#connections) {
      if (connection.session !== null) connection.session.tick();
      else if (connection.open && nowMs - connection.openedMs >= this.#logonTimeoutMs) this.#giveUp(connection);
      connection.tick(nowMs);
    }
    this.#doorman.tickAbsent();
    this.#tls?.expire(nowMs - this.#logonTimeoutMs);
    if (this.#auto) this.flush();
  }

  /**
   * Logs every session out, waits for their answers, and stops listening. In manual mode the owner goes on flushing until
   * this resolves; what is still connected after three seconds is cut off.
   */
  async close(logoutText = ""): Promise<void> {
    this.#server.close();
    this.#tls?.expire(Number.POSITIVE_INFINITY);
    for (const connection of this.#connections) {
      if (connection.session === null) connection.close();
      else connection.session.logout(logoutText);
    }
    if (this.#auto) this.flush();
    for (let turn = 0; this.#connections.size > 0; turn++) {
      if (turn > CLOSE_TURNS_MAX) for (const connection of this.#connections) connection.destroy();
      await new Promise((resolve) => setTimeout(resolve, 10));
      // Sessions that do not answer are ended by their logout timeout, which the owner may no longer tick.
      this.tick();
    }
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  /** Keeps a session's line silent in both directions for a while: a simulated exchange's fault. */
  stall(session: FixSession, forMs: number): void {
    for (const connection of this.#connections) {
      if (connection.session !== session) continue;
      connection.stall();
      this.later(() => connection.unstall(), forMs);
    }
  }

  /** New connections get these certificates; sessions that are here go on with theirs. */
  reloadTls(tls: TlsOptions): void {
    this.#tls?.reload(tls);
  }

  /** scrypts made for Logons since the start, by their cost. */
  get scrypts(): ReadonlyMap<number, number> {
    return this.#doorman.scrypts;
  }

  /** Connections refused before they were a session's; for a console. */
  get strangers(): number {
    return this.#doorman.refused;
  }

  get isFull(): boolean {
    return this.#application.isFull?.() ?? false;
  }

  onFirstMessage(connection: Connection, view: MessageView): void {
    this.#waiting.delete(connection);
    this.#doorman.meet(connection, view);
  }

  onGarbledStart(connection: Connection, bytes: Buffer): void {
    const found = bytes[0] === TLS_HANDSHAKE ? "a TLS handshake" : JSON.stringify(bytes.latin1Slice(0, 16));
    const { note } = diagnose(bytes.length === 0 ? "garbledLogon" : "notFix", { found, expected: "" });
    this.#note(null, `a connection from ${connection.peer} is closed: ${note}`);
    this.#doorman.failed(connection.address);
  }

  onCutShort(connection: Connection, bytes: number, limitMs: number): void {
    const { note } = diagnose("cutShort", { found: bytes, expected: `${Math.round(limitMs / 1000)} s` });
    this.#note(connection.session, `a connection from ${connection.peer} is cut: ${note}`);
  }

  onPending(connection: Connection): void {
    connection.listed = true;
    this.#pending.push(connection);
    if (!this.#auto && this.#pending.length === 1) this.#wake?.();
    if (!this.#auto || this.#flushing || this.#flushScheduled) return;
    this.#flushScheduled = true;
    queueMicrotask(() => {
      this.#flushScheduled = false;
      this.flush();
    });
  }

  onClosed(connection: Connection): void {
    if (this.#connections.delete(connection)) {
      const left = (this.#perAddress.get(connection.address) ?? 1) - 1;
      if (left === 0) this.#perAddress.delete(connection.address);
      else this.#perAddress.set(connection.address, left);
    }
    this.#waiting.delete(connection);
  }

  /** Takes a connection that is open already, as the port does; for tests and simulations without ports. */
  accept(socket: ByteSocket): void {
    const address = plainAddress(socket.remoteAddress);
    if (this.#doorman.mustWait(address)) {
      socket.destroy();
      return;
    }
    this.#makeRoom(address);
    if (this.#connections.size >= this.#connectionsMax) {
      this.#note(null, `a connection from ${address} is refused: there are ${this.#connectionsMax} already`);
      socket.destroy();
      return;
    }
    if ((this.#perAddress.get(address) ?? 0) >= this.#perAddressMax) {
      this.#note(null, `a connection from ${address} is refused: it has ${this.#perAddressMax} already`);
      socket.destroy();
      return;
    }
    const nowMs = this.#clock.monotonicMs();
    if (this.#tls === null || !(socket instanceof Socket)) this.#connect(socket, nowMs);
    else {
      this.#tls.makeRoom(socket.remoteAddress ?? "", this.#waitingMax, this.#waitingPerAddressMax);
      this.#tls.offer(socket, nowMs);
    }
  }

  #connect(socket: ByteSocket, openedMs: number): void {
    const connection = new Connection(socket, this, this.#clock, this.#limits, openedMs);
    this.#connections.add(connection);
    this.#perAddress.set(connection.address, (this.#perAddress.get(connection.address) ?? 0) + 1);
    this.#waiting.add(connection);
  }

  /**
   * Where too many wait to log on, the one that has waited longest goes: a client logs on at once, and so gets through
   * however many idle connections there are.
   */
  #makeRoom(address: string): void {
    let sameAddress = 0;
    let oldest: Connection | null = null;
    for (const connection of this.#waiting) {
      if (connection.address !== address) continue;
      oldest ??= connection;
      sameAddress++;
    }
    const isFull = this.#waiting.size >= this.#waitingMax || this.#connections.size >= this.#connectionsMax;
    if (sameAddress < this.#waitingPerAddressMax) {
      if (!isFull) return;
      for (const connection of this.#waiting) {
        oldest = connection;
        break;
      }
    }
    if (oldest === null) return;
    if (this.#evicted++ % NOTE_EVERY === 0) {
      const text = `too many connections wait to log on (${sameAddress} from ${address}); the oldest are closed`;
      this.#note(null, `${text}, ${this.#evicted} so far`);
    }
    oldest.destroy();
  }

  #giveUp(connection: Connection): void {
    const expected = `${Math.round(this.#logonTimeoutMs / 1000)} s`;
    this.#note(null, `${connection.peer} is closed: ${diagnose("noLogon", { found: "", expected }).note}`);
    connection.destroy();
  }

  #note(session: FixSession | null, text: string): void {
    this.#application.onSessionEvent?.(session, "logon-refused", text);
  }
}

function listenError(error: NodeJS.ErrnoException, host: string, port: number): LockstepError {
  if (error.code === "EADDRINUSE") {
    const text = `port ${port} on ${host} is already in use: stop the program that has it, or choose another FIX port`;
    return new LockstepError("LOCKSTEP_ERR_PORT_IN_USE", text, { cause: error });
  }
  const text = `cannot listen for FIX on ${host}:${port}: ${error.message}`;
  return new LockstepError("LOCKSTEP_ERR_FIX_CONNECT", text, { cause: error });
}
