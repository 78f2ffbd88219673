/**
 * A client of Lockstep's order entry over WebSocket, for Node and the browser. It connects again when the line is lost, asks
 * for what it missed, and sends again what was never answered, marked as possibly sent: an order is carried out once.
 *
 *   const client = new LockstepClient({ url: "ws://127.0.0.1:9880/json", compId: "WEB1" });
 *   client.onMessage = (message) => console.log(message);
 *   await client.connect();
 *   const report = await client.send({ MsgType: "NewOrderSingle", ClOrdID: "A1", Symbol: "ZVZZT", … });
 *
 * `lastSeq` is the number of the last message that was dealt with. Who keeps it across restarts, and gives it back, misses
 * nothing that happened while it was away.
 */
import type { ExecutionReport, Message, OrderCancelReject, OtherMessage, Request } from "./messages.ts";

export * from "./events.ts";
export * from "./messages.ts";

/** The part of a WebSocket that is used: the browser's, Node's own (22 on), or the package ws. */
export type SocketLike = {
  onopen: ((event: never) => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null;
  onerror: ((event: never) => void) | null;
  send(text: string): void;
  close(): void;
};

export type ClientOptions = {
  /** Where order entry listens: "ws://host:9880/json". */
  url: string;
  /** The session's SenderCompID(49), and its version where it is not FIX 5.0 SP2. */
  compId: string;
  beginString?: string;
  username?: string;
  password?: string;
  /** The last number dealt with; without it only what happens from now on is told. */
  lastSeq?: number;
  /** Makes the socket; the platform's own WebSocket unless told. */
  makeSocket?: (url: string) => SocketLike;
  /** Longest pause before it is tried again, in milliseconds. */
  retryMaxMs?: number;
};

/** The first answer to a request. */
export type Answer = ExecutionReport | OrderCancelReject | OtherMessage;
type Waiting = { request: Request; resolve: (answer: Answer) => void; reject: (error: Error) => void; isSent: boolean };

const RETRY_MIN_MS = 200;
const RETRY_MAX_MS = 5_000;
/** Between what was understood and a line that is lost without a word, this much may be unanswered. */
const WAITING_MAX = 10_000;

export class LockstepClient {
  /** The last message's number; give it to the next client to go on from here. */
  lastSeq: number;
  /** Told of every message, in order, each number once. */
  onMessage: (message: Message) => void = () => {};
  /** Told when the line is there and when it is lost. */
  onLine: (isUp: boolean, reason: string) => void = () => {};
  readonly #options: ClientOptions;
  readonly #waiting = new Map<string, Waiting>();
  /** Messages that came before those with lower numbers did, while these are sent again. */
  readonly #early = new Map<number, Message>();
  #socket: SocketLike | null = null;
  #isOn = false;
  #isClosed = false;
  #retryMs = RETRY_MIN_MS;
  #connecting: { resolve: () => void; reject: (error: Error) => void } | null = null;

  constructor(options: ClientOptions) {
    this.#options = options;
    this.lastSeq = options.lastSeq ?? -1;
  }

  /** Resolves when the session is logged on; from then on the client keeps it so until `close`. */
  connect(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#connecting = { resolve, reject };
      this.#open();
    });
  }

  /**
   * Sends a request, now or when the line is back.
   *
   * @returns its first answer: a report, or a reject
   * @throws Error when the request cannot be understood by the other side, or the client is closed before the answer comes
   */
  send(request: Request): Promise<Answer> {
    const id = idOf(request);
    return new Promise((resolve, reject) => {
      if (this.#isClosed) return reject(new Error("the client is closed"));
      if (this.#waiting.has(id)) return reject(new Error(`${id} is waiting for its answer already`));
      if (this.#waiting.size >= WAITING_MAX) return reject(new Error(`${WAITING_MAX} requests wait for their answers`));
      const waiting = { request, resolve, reject, isSent: false };
      this.#waiting.set(id, waiting);
      if (this.#isOn) this.#transmit(waiting);
    });
  }

  /** Logs out. What waits for an answer is given up. */
  close(): void {
    this.#isClosed = true;
    if (this.#isOn) this.#socket?.send('{"MsgType":"Logout"}');
    else this.#socket?.close();
    for (const { reject } of this.#waiting.values()) reject(new Error("the client was closed"));
    this.#waiting.clear();
  }

  #open(): void {
    const { url, makeSocket } = this.#options;
    const socket = makeSocket === undefined ? platformSocket(url) : makeSocket(url);
    this.#socket = socket;
    socket.onopen = () => socket.send(JSON.stringify(this.#logon()));
    socket.onmessage = ({ data }) => this.#receive(JSON.parse(String(data)) as Message);
    socket.onerror = () => undefined;
    socket.onclose = ({ code, reason }) => this.#lost(reason === "" ? `closed with ${code}` : reason);
  }

  #logon(): Record<string, unknown> {
    const { compId, beginString, username, password } = this.#options;
    return {
      MsgType: "Logon",
      SenderCompID: compId,
      ...(beginString === undefined ? {} : { BeginString: beginString }),
      ...(username === undefined ? {} : { Username: username }),
      ...(password === undefined ? {} : { Password: password }),
      ...(this.lastSeq < 0 ? {} : { LastSeq: this.lastSeq }),
    };
  }

  #lost(reason: string): void {
    const wasOn = this.#isOn;
    this.#isOn = false;
    this.#early.clear();
    if (wasOn) this.onLine(false, reason);
    if (this.#isClosed) return;
    if (this.#connecting !== null) {
      this.#connecting.reject(new Error(`not logged on: ${reason}`));
      this.#connecting = null;
      return;
    }
    setTimeout(() => {
      if (!this.#isClosed) this.#open();
    }, this.#retryMs);
    this.#retryMs = Math.min(this.#options.retryMaxMs ?? RETRY_MAX_MS, this.#retryMs * 2);
  }

  #receive(message: Message): void {
    if (message.MsgType === "Error") return this.#refused(message as Message & { text: string });
    const numbered = message as OtherMessage;
    if (message.MsgType === "Logon") this.#loggedOn(numbered.MsgSeqNum);
    this.#early.set(numbered.MsgSeqNum, message);
    for (;;) {
      const next = this.#early.get(this.lastSeq + 1) as OtherMessage | undefined;
      if (next === undefined) break;
      this.#early.delete(this.lastSeq + 1);
      this.lastSeq = next.MsgType === "SequenceReset" ? Number(next.NewSeqNo) - 1 : next.MsgSeqNum;
      this.#deliver(next);
    }
    for (const number of this.#early.keys()) if (number <= this.lastSeq) this.#early.delete(number);
  }

  #loggedOn(msgSeqNum: number): void {
    // Without a number to go on from, what counts begins with this message.
    if (this.lastSeq < 0) this.lastSeq = msgSeqNum - 1;
    this.#isOn = true;
    this.#retryMs = RETRY_MIN_MS;
    this.onLine(true, "");
    this.#connecting?.resolve();
    this.#connecting = null;
    for (const waiting of this.#waiting.values()) this.#transmit(waiting);
  }

  #transmit(waiting: Waiting): void {
    const { request, isSent } = waiting;
    // Nobody knows whether it arrived: the same again, and said to be the same.
    this.#socket?.send(JSON.stringify(isSent ? { ...request, PossResend: true } : request));
    waiting.isSent = true;
  }

  #deliver(message: Message): void {
    const id = answeredId(message);
    const waiting = id === "" ? undefined : this.#waiting.get(id);
    if (waiting !== undefined) {
      this.#waiting.delete(id);
      waiting.resolve(message as Answer);
    }
    this.onMessage(message);
  }

  /** Errors come in the order of what they are about: the oldest request that has no answer. */
  #refused(message: { text: string } & Message): void {
    this.onMessage(message);
    for (const [id, waiting] of this.#waiting) {
      if (!waiting.isSent) continue;
      this.#waiting.delete(id);
      waiting.reject(new Error(message.text));
      return;
    }
  }
}

/** What answers to a request are known by. */
function idOf(request: Request): string {
  return String(request.ClOrdID ?? request.MassStatusReqID ?? request.OrderID ?? request.MsgType);
}

function answeredId(message: Message): string {
  switch (message.MsgType) {
    case "ExecutionReport":
    case "OrderCancelReject":
    case "OrderMassCancelReport":
    case "OrderMassActionReport":
      return String((message as OtherMessage).MassStatusReqID ?? (message as OtherMessage).ClOrdID ?? "");
    case "BusinessMessageReject":
      return String((message as OtherMessage).BusinessRejectRefID ?? "");
    default:
      return "";
  }
}

function platformSocket(url: string): SocketLike {
  const { WebSocket } = globalThis as { WebSocket?: new (url: string) => SocketLike };
  if (WebSocket !== undefined) return new WebSocket(url);
  throw new Error(
    "this platform has no WebSocket: give makeSocket, for Node 20 (url) => new WebSocket(url) of the package ws",
  );
}
