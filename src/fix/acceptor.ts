/**
 * One port, all the sessions that may log on to it. A new connection's first message must be a Logon; its BeginString,
 * CompIDs and, for FIXT.1.1, DefaultApplVerID name the session. Who names none is cut off in silence, so that the port
 * tells a stranger nothing. Comes in: connections. Goes out: what the sessions queue, once per flush.
 *
 * With `flush: "manual"` nothing reaches a socket, and nothing is closed, before the owner calls `flush`: what the sessions
 * sent is durable by then. With "auto" everything goes out at the end of the read or timer that caused it.
 */
import { createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, type TlsOptions } from "node:tls";
import type { Clock } from "../lib/clock.ts";
import { LockstepError } from "../lib/errors.ts";
import { CONNECTION_LIMITS, Connection, type ConnectionLimits, type ConnectionOwner } from "./connection.ts";
import type { MessageView } from "./message-view.ts";
import type { FixSession } from "./session.ts";
import type { FixApplication } from "./session-types.ts";
import { MsgType, Tag } from "./tags.ts";

/** How often `close` looks, 10 ms apart, before what is left is cut off. */
const CLOSE_TURNS_MAX = 300;

export type AcceptorOptions = {
  readonly sessions: readonly FixSession[];
  readonly application: FixApplication;
  readonly clock: Clock;
  readonly flush: "auto" | "manual";
  /** In manual mode: something waits for a flush, where nothing did. */
  readonly onPending?: () => void;
  /** How often `tick` is called by itself; 0 when the owner calls it. */
  readonly tickMs?: number;
  /** A connection whose Logon does not come is closed after this. */
  readonly logonTimeoutMs?: number;
  readonly connectionsMax?: number;
  readonly limits?: Partial<ConnectionLimits>;
  /** FIX over TLS, on the port from the first byte. */
  readonly tls?: TlsOptions;
};

export class FixAcceptor implements ConnectionOwner {
  readonly #application: FixApplication;
  readonly #clock: Clock;
  readonly #auto: boolean;
  readonly #wake: (() => void) | undefined;
  readonly #tickMs: number;
  readonly #logonTimeoutMs: number;
  readonly #connectionsMax: number;
  readonly #limits: ConnectionLimits;
  readonly #sessions = new Map<string, FixSession>();
  readonly #connections = new Set<Connection>();
  readonly #pending: Connection[] = [];
  readonly #server: Server;
  #flushing = false;
  #flushScheduled = false;
  #timer: NodeJS.Timeout | null = null;
  /** Connections refused because nobody with their identity is known; for a console. */
  strangers = 0;

  constructor(options: AcceptorOptions) {
    this.#application = options.application;
    this.#clock = options.clock;
    this.#auto = options.flush === "auto";
    this.#wake = options.onPending;
    this.#tickMs = options.tickMs ?? 250;
    this.#logonTimeoutMs = options.logonTimeoutMs ?? 10_000;
    this.#connectionsMax = options.connectionsMax ?? 512;
    this.#limits = { ...CONNECTION_LIMITS, ...options.limits };
    for (const session of options.sessions) this.add(session);
    const onSocket = (socket: Socket) => this.#onSocket(socket);
    this.#server = options.tls ? createTlsServer(options.tls, onSocket) : createServer({ noDelay: true }, onSocket);
  }

  /** @throws LockstepError LOCKSTEP_ERR_CONFIG when there already is a session with this identity. */
  add(session: FixSession): void {
    const { beginString, targetCompId, senderCompId, defaultApplVerId } = session.config;
    const key = identity(beginString, targetCompId, senderCompId, defaultApplVerId);
    if (this.#sessions.has(key)) {
      throw new LockstepError("LOCKSTEP_ERR_CONFIG", `two FIX sessions have the same identity: ${session.name}`);
    }
    session.attach(this.#application);
    this.#sessions.set(key, session);
  }

  /** The session is no longer let in; it is logged out if it is here. */
  remove(session: FixSession, reason: string): void {
    for (const [key, known] of this.#sessions) if (known === session) this.#sessions.delete(key);
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
        this.#server.on("error", (error) => this.#note(`the FIX port has trouble: ${error.message}`));
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
      else if (connection.open && nowMs - connection.openedMs >= this.#logonTimeoutMs) connection.close();
      connection.tick(nowMs);
    }
    if (this.#auto) this.flush();
  }

  /**
   * Logs every session out, waits for their answers, and stops listening. In manual mode the owner goes on flushing until
   * this resolves; what is still connected after three seconds is cut off.
   */
  async close(logoutText = ""): Promise<void> {
    this.#server.close();
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

  onFirstMessage(connection: Connection, view: MessageView): void {
    if (view.msgType !== MsgType.Logon) {
      this.#refuse(connection, `the first message from ${connection.peer} was not a Logon`);
      return;
    }
    const beginString = view.textAt(0);
    const sender = view.text(Tag.SenderCompID);
    const target = view.text(Tag.TargetCompID);
    const session = this.#sessions.get(identity(beginString, sender, target, view.text(Tag.DefaultApplVerID)));
    if (session === undefined) {
      const who = `${beginString} SenderCompID "${sender}" TargetCompID "${target}"`;
      this.#refuse(connection, `a Logon from ${connection.peer} names no session known here: ${who}`);
      return;
    }
    if (session.connected) {
      this.#refuse(
        connection,
        `a second Logon from ${connection.peer} for ${session.name}, which is already connected`,
      );
      return;
    }
    connection.session = session;
    session.accept(connection, view);
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
    this.#connections.delete(connection);
  }

  #onSocket(socket: Socket): void {
    if (this.#connections.size >= this.#connectionsMax) {
      this.#note(`a connection from ${socket.remoteAddress} is refused: there are ${this.#connectionsMax} already`);
      socket.destroy();
      return;
    }
    this.#connections.add(new Connection(socket, this, this.#clock, this.#limits));
  }

  #refuse(connection: Connection, text: string): void {
    this.strangers++;
    this.#note(text);
    connection.close();
  }

  #note(text: string): void {
    this.#application.onSessionEvent?.(null, "logon-refused", text);
  }
}

function identity(beginString: string, theirs: string, ours: string, applVerId: string): string {
  return `${beginString}\x01${theirs}\x01${ours}\x01${applVerId}`;
}

function listenError(error: NodeJS.ErrnoException, host: string, port: number): LockstepError {
  if (error.code === "EADDRINUSE") {
    const text = `port ${port} on ${host} is already in use: stop the program that has it, or choose another FIX port`;
    return new LockstepError("LOCKSTEP_ERR_PORT_IN_USE", text, { cause: error });
  }
  const text = `cannot listen for FIX on ${host}:${port}: ${error.message}`;
  return new LockstepError("LOCKSTEP_ERR_FIX_CONNECT", text, { cause: error });
}
