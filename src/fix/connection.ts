/**
 * Hot path: one socket with its framer and its unsent bytes; budget 0.3 us a message, the system calls apart.
 *
 * Messages that come in are handed to the owner one by one, as views into the socket's own bytes. Messages that go out are
 * gathered in one buffer and given to the socket as one write per flush; while the kernel does not take a write whole, the
 * next ones gather behind it, up to a bound. A peer that does not read is cut off.
 */
import type { Clock } from "../lib/clock.ts";
import { failpoint } from "../lib/failpoint.ts";
import { plainAddress } from "./address-list.ts";
import { Framer } from "./framer.ts";
import { MessageView } from "./message-view.ts";
import type { ReadTurns } from "./read-turns.ts";
import type { FixSession } from "./session.ts";
import type { Wire } from "./session-types.ts";
import { type PeerIdentity, peerIdentity } from "./tls-peer.ts";

/** What a connection needs of a socket; `net.Socket` is one, and a simulated network has its own. */
export type ByteSocket = {
  readonly remoteAddress?: string | undefined;
  readonly remotePort?: number | undefined;
  /** Bytes taken by `write` that the kernel does not have yet. */
  readonly writableLength: number;
  setNoDelay(noDelay: boolean): unknown;
  on(event: "data", listener: (bytes: Buffer) => void): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
  on(event: "close", listener: () => void): unknown;
  pause(): unknown;
  resume(): unknown;
  /** `done` is called when the kernel has the bytes, which are the socket's until then. */
  write(bytes: Uint8Array, done?: () => void): unknown;
  end(): unknown;
  destroy(): unknown;
};

export type ConnectionLimits = {
  readonly messageBytesMax: number;
  /** A peer with more than this unsent is cut off. */
  readonly backlogBytesMax: number;
  /** So is one that took nothing for this long while there was something for it. */
  readonly stallMs: number;
  /** So is one whose message began and did not end for this long. */
  readonly partialMs: number;
};

export const CONNECTION_LIMITS: ConnectionLimits = {
  messageBytesMax: 65_536,
  backlogBytesMax: 4 * 1024 * 1024,
  stallMs: 10_000,
  partialMs: 5_000,
};

/** Between two parts of a resend: some 25,000 messages go a second, and take a tenth of the order path's time. */
const RESEND_PAUSE_MS = 1;
/** A closed connection whose peer does not close its side is destroyed after this. */
const LINGER_MS = 2_000;
/** The size of a buffer of unsent bytes; a longer one is let go when it is empty again. */
const BUFFER_BYTES = 65_536;
/**
 * Buffers nobody has anything unsent in. A connection has one only from a message to its write, and a thousand silent
 * ones have none (measured: 66 kB a session before).
 */
const SPARE: Buffer[] = [];
const SPARE_MAX = 64;
/**
 * Taken from one peer in one turn of the event loop: messages, few while others speak as well, and bytes. The rest waits
 * until the others have had theirs. A message costs about as much as another, whatever its length.
 */
const TURN_MESSAGES_SHARED = 64;
const TURN_MESSAGES_ALONE = 2_048;
const TURN_BYTES = 256 * 1024;
/** How long a peer waits for room before it is looked at again. */
const FULL_MS = 5;
const NEVER = Number.POSITIVE_INFINITY;
/** Why nothing is taken from a socket for a while, as bits: several may hold at once. */
const Stop = {
  /** What comes is kept and not looked at, while the first message's password is checked. */
  Held: 1,
  /** The session is over its limit. */
  Throttled: 2,
  /** The peer has had its part of this turn. */
  TurnOver: 4,
  /** There is no room for what it would bring. */
  LineFull: 8,
  /** A simulated exchange's fault: nothing goes out either. */
  Stalled: 16,
} as const;
/** "8" of "8=FIX". */
const FIRST_BYTE = 56;
const MID_SEND = failpoint("mid_send");
const NO_BUFFER = Buffer.alloc(0);

/**
 * Every connection's messages are read through this one view: a message is dealt with before the next read, and a thousand
 * silent connections cost no memory.
 */
const VIEW = new MessageView();

/** What the connection asks of the acceptor or initiator that owns it. */
export type ConnectionOwner = {
  /** The first whole message, while no session is bound. Binds one, or closes the connection. */
  onFirstMessage(connection: Connection, view: MessageView): void;
  /** There is something to flush. */
  onPending(connection: Connection): void;
  onClosed(connection: Connection): void;
  /** Runs something behind what else there is to do. */
  soon(run: () => void): void;
  /** Runs something after a while. Without it no session's limit holds the line. */
  later?(run: () => void, ms: number): void;
  /** Without it a peer may have as much of a turn as it can. */
  readonly turns?: ReadTurns;
  /** Whether nothing more can be taken for a moment; asked once a read. Needs `later`. */
  readonly isFull?: boolean;
  /** What came before any session was bound is no message: `bytes` are its beginning, none when it is a garbled one. */
  onGarbledStart?(connection: Connection, bytes: Buffer): void;
  /** A message began, and its end did not come. */
  onCutShort?(connection: Connection, bytes: number, limitMs: number): void;
};

export class Connection implements Wire {
  readonly peer: string;
  /** The peer's address without its port. */
  readonly address: string;
  /** When it was made, by the monotonic clock. */
  readonly openedMs: number;
  /** Who speaks through it; null until the peer's Logon has said so. */
  session: FixSession | null = null;
  /** Whether the owner has it on its list of what is to be flushed. */
  listed = false;
  readonly #socket: ByteSocket;
  readonly #owner: ConnectionOwner;
  readonly #clock: Clock;
  readonly #limits: ConnectionLimits;
  readonly #framer: Framer;
  #garbledSeen = 0;
  #buffer: Buffer = NO_BUFFER;
  #length = 0;
  /** What the kernel has not taken whole yet; the next messages gather in another. */
  #inFlight: Buffer = NO_BUFFER;
  #writing = false;
  #writesStarted = 0;
  #writesDone = 0;
  #stalledSinceMs = 0;
  #overflowed = false;
  #closing = false;
  #closedAtMs = 0;
  #ended = false;
  #proceeding = false;
  /** Bits of `Stop`; nothing is taken while there is one. */
  #stops = 0;
  #turn = -1;
  #turnBytes = 0;
  #turnMessages = 0;
  /** When the message whose end has not come was begun; NEVER when there is none. */
  #partialSinceMs = NEVER;
  readonly #onWritten = () => this.#written();

  /** @param openedMs when the socket was accepted: a TLS handshake may lie between */
  constructor(
    socket: ByteSocket,
    owner: ConnectionOwner,
    clock: Clock,
    limits: ConnectionLimits,
    openedMs = clock.monotonicMs(),
  ) {
    this.#socket = socket;
    this.#owner = owner;
    this.#clock = clock;
    this.#limits = limits;
    this.#framer = new Framer(limits.messageBytesMax);
    this.address = plainAddress(socket.remoteAddress);
    this.peer = `${this.address}:${socket.remotePort ?? 0}`;
    this.openedMs = openedMs;
    socket.setNoDelay(true);
    socket.on("data", (bytes: Buffer) => this.receive(bytes, bytes.length));
    socket.on("error", (error) => this.#lost(error.message));
    socket.on("close", () => this.#lost("the peer closed the connection"));
  }

  /** Whether bytes can still reach the peer. */
  get open(): boolean {
    return !this.#ended;
  }

  /** Who the peer is by its TLS certificate. */
  get certificate(): PeerIdentity | null {
    return peerIdentity(this.#socket);
  }

  get backlogBytes(): number {
    return this.#length + (this.#writing ? this.#socket.writableLength : 0);
  }

  /** Takes what one read brought. */
  receive(bytes: Buffer, length: number): void {
    if (this.#closing || this.#ended) return;
    if (this.session === null && this.#isOtherProtocol(bytes, length))
      return this.#garbledStart(bytes.subarray(0, length));
    this.#framer.push(bytes, 0, length);
    this.#beginTurn(length);
    this.#takeMessages();
  }

  /** Leaves everything that comes where it is until `resume`. */
  hold(): void {
    this.#stop(Stop.Held);
  }

  /** Ends a `hold`; nothing happens without one. */
  resume(): void {
    if ((this.#stops & Stop.Held) !== 0) this.#goOn(Stop.Held);
  }

  /** Nothing goes over the line in either direction until `unstall`; the line stays. */
  stall(): void {
    this.#stop(Stop.Stalled);
  }

  unstall(): void {
    this.#goOn(Stop.Stalled);
    if (!this.#ended && this.#length > 0 && !this.listed) this.#owner.onPending(this);
  }

  write(bytes: Uint8Array, start: number, end: number): void {
    const length = end - start;
    if (this.#ended || this.#overflowed) return;
    if (this.#length + length > this.#buffer.length && !this.#grow(length)) return;
    const buffer = this.#buffer;
    buffer.set(start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end), this.#length);
    this.#length += length;
    if (!this.listed) this.#owner.onPending(this);
  }

  close(): void {
    if (this.#closing) return;
    this.#closing = true;
    this.#closedAtMs = this.#clock.monotonicMs();
    this.session = null;
    // Closed with something unread, the kernel would reset the line, and our last words might be lost.
    if (this.#stops !== 0) this.#socket.resume();
    if (this.#length === 0 && !this.#writing) this.#end();
    else if (!this.listed) this.#owner.onPending(this);
  }

  /** At once, with whatever is unsent. */
  destroy(): void {
    this.#socket.destroy();
    this.#lost("closed");
  }

  /** Gives the socket everything gathered, in one write. */
  flush(): void {
    if (this.#ended) return;
    if (this.#overflowed)
      return this.#cut(`more than ${this.#limits.backlogBytesMax} bytes unsent: the peer does not read`);
    if ((this.#stops & Stop.Stalled) !== 0 && !this.#closing) return;
    if (this.#length > 0 && !this.#writing) this.#writeOut();
    if (this.#closing && this.#length === 0) this.#end();
    else if (!this.#writing && this.session?.resending) this.#proceedLater();
  }

  /** Timeouts of the connection itself; the session has its own. */
  tick(nowMs: number): void {
    if (this.#writing && nowMs - this.#stalledSinceMs >= this.#limits.stallMs) {
      this.#cut(`the peer has read nothing for ${Math.round(this.#limits.stallMs / 1000)} s`);
    } else if (this.#closing && nowMs - this.#closedAtMs >= LINGER_MS) {
      this.#socket.destroy();
    } else if (nowMs - this.#partialSinceMs >= this.#limits.partialMs && !this.#closing) {
      this.#cutShort();
    }
  }

  #takeMessages(): void {
    const framer = this.#framer;
    let taken = 0;
    this.session?.readTime();
    while (this.#stops === 0 && !this.#closing && !this.#ended && framer.next(VIEW)) {
      taken++;
      if (framer.garbled !== this.#garbledSeen) this.#noteGarbled();
      if (this.session === null) this.#owner.onFirstMessage(this, VIEW);
      else this.session.receive(VIEW);
      this.#charge(1);
      if (--this.#turnMessages <= 0) this.#endTurn();
    }
    if (framer.garbled !== this.#garbledSeen) this.#noteGarbled();
    if (this.#turnBytes >= TURN_BYTES) this.#endTurn();
    framer.keep();
    if (framer.partialBytes === 0 || this.#stops !== 0) this.#partialSinceMs = NEVER;
    else if (this.#partialSinceMs === NEVER || taken > 0) this.#partialSinceMs = this.#clock.monotonicMs();
  }

  #stop(why: number): void {
    this.#stops |= why;
    this.#socket.pause();
  }

  #goOn(why: number): void {
    this.#stops &= ~why;
    if (this.#closing || this.#ended || this.#stops !== 0) return;
    this.#beginTurn(0);
    this.#takeMessages();
    if (this.#stops === 0) this.#socket.resume();
  }

  /** What was taken counts against the session's limit; over it, the rest stays in the socket for a while. */
  #charge(count: number): void {
    const throttle = this.session?.throttle ?? null;
    if (throttle === null || throttle.charge(count) || (this.#stops & Stop.Throttled) !== 0) return;
    this.#stop(Stop.Throttled);
    this.#owner.later?.(() => this.#goOn(Stop.Throttled), throttle.waitMs);
  }

  /** A peer that sends without end has its part of every turn, and no more. */
  #beginTurn(length: number): void {
    const { turns } = this.#owner;
    if (turns === undefined) {
      this.#turnMessages = NEVER;
      return;
    }
    turns.read(this);
    if (this.#turn !== turns.turn) {
      this.#turn = turns.turn;
      this.#turnBytes = 0;
      this.#turnMessages = turns.isShared ? TURN_MESSAGES_SHARED : TURN_MESSAGES_ALONE;
    }
    this.#turnBytes += length;
    // A message whose number could not be kept must not be taken: it stays where it is.
    if (this.#owner.isFull && (this.#stops & Stop.LineFull) === 0) {
      this.#stop(Stop.LineFull);
      this.#owner.later?.(() => this.#goOn(Stop.LineFull), FULL_MS);
    }
  }

  #endTurn(): void {
    if ((this.#stops & Stop.TurnOver) !== 0 || this.#closing || this.#ended) return;
    this.#stop(Stop.TurnOver);
    this.#owner.soon(() => this.#goOn(Stop.TurnOver));
  }

  /** Who does not begin with "8=FIX" speaks something else: there is nothing to wait for. */
  #isOtherProtocol(bytes: Buffer, length: number): boolean {
    return this.#framer.partialBytes === 0 && this.#stops === 0 && length > 0 && bytes[0] !== FIRST_BYTE;
  }

  #cutShort(): void {
    const bytes = this.#framer.partialBytes;
    const { partialMs } = this.#limits;
    this.#owner.onCutShort?.(this, bytes, partialMs);
    if (this.session === null) this.destroy();
    else this.#cut(`${bytes} bytes of a message came, and the rest did not in ${Math.round(partialMs / 1000)} s`);
  }

  #end(): void {
    this.#ended = true;
    this.#socket.end();
  }

  /** The next part of a long resend waits: it is history, and what others are told now is not to come behind it. */
  #proceedLater(): void {
    if (this.#proceeding) return;
    this.#proceeding = true;
    const proceed = () => {
      this.#proceeding = false;
      this.session?.drained();
    };
    if (this.#owner.later === undefined) this.#owner.soon(proceed);
    else this.#owner.later(proceed, RESEND_PAUSE_MS);
  }

  #writeOut(): void {
    const buffer = this.#buffer;
    const length = this.#length;
    this.#length = 0;
    this.#writesStarted++;
    if (MID_SEND?.reached()) {
      // The kernel takes this at once, and what it has taken outlives the process.
      this.#socket.write(buffer.subarray(0, length >> 1));
      MID_SEND.die();
    }
    this.#socket.write(buffer.subarray(0, length), this.#onWritten);
    this.#buffer = NO_BUFFER;
    // Nothing left in the socket means the kernel has it all, and the buffer is ours again; otherwise it is the socket's.
    if (this.#socket.writableLength === 0) return spare(buffer);
    this.#writing = true;
    this.#stalledSinceMs = this.#clock.monotonicMs();
    this.#inFlight = buffer;
  }

  #written(): void {
    this.#writesDone++;
    if (!this.#writing || this.#writesDone !== this.#writesStarted || this.#socket.writableLength > 0) return;
    this.#writing = false;
    spare(this.#inFlight);
    this.#inFlight = NO_BUFFER;
    const resending = this.session?.resending ?? false;
    if (!this.listed && (this.#length > 0 || this.#closing || resending)) this.#owner.onPending(this);
  }

  #grow(length: number): boolean {
    const needed = this.#length + length;
    if (needed > this.#limits.backlogBytesMax) {
      // What is not sent now is stored, and resent when the peer is back.
      this.#overflowed = true;
      if (!this.listed) this.#owner.onPending(this);
      return false;
    }
    const size = Math.max(needed, this.#buffer.length * 2, BUFFER_BYTES);
    const grown = size === BUFFER_BYTES ? (SPARE.pop() ?? Buffer.allocUnsafe(size)) : Buffer.allocUnsafe(size);
    this.#buffer.copy(grown, 0, 0, this.#length);
    spare(this.#buffer);
    this.#buffer = grown;
    return true;
  }

  #cut(reason: string): void {
    const session = this.session;
    this.session = null;
    this.#socket.destroy();
    this.#lost(reason);
    session?.connectionLost(reason);
  }

  #lost(reason: string): void {
    if (!this.#ended || this.session !== null) {
      this.#ended = true;
      const session = this.session;
      this.session = null;
      session?.connectionLost(reason);
    }
    this.#owner.onClosed(this);
  }

  #noteGarbled(): void {
    const count = this.#framer.garbled - this.#garbledSeen;
    this.#garbledSeen = this.#framer.garbled;
    if (this.session !== null) {
      this.session.garbled(count);
      this.#charge(count);
    }
    // Who does not begin with a whole Logon is not let in: FIX 4.4 Vol. 2, test case 1.
    else this.#garbledStart(NO_BUFFER);
  }

  #garbledStart(bytes: Buffer): void {
    this.#owner.onGarbledStart?.(this, bytes);
    this.close();
  }
}

/** Nobody reads or writes the buffer any more. */
function spare(buffer: Buffer): void {
  if (buffer.length === BUFFER_BYTES && SPARE.length < SPARE_MAX) SPARE.push(buffer);
}
