/**
 * TCP in memory: bytes of a line arrive whole and in order, in pieces of any size and after any delay; lines overtake one
 * another. A line may be cut (what is on its way is lost, both ends learn of it, each in its time), go silent (neither
 * learns of it) or meet a peer that does not read. Buffers given to a reader are overwritten afterwards, and bytes given
 * by a writer are taken when there is room for them and not before, as a kernel does.
 */
import type { ByteSocket } from "../../src/fix/connection.ts";
import type { Random } from "../../src/lib/random.ts";
import { ProcessEnded, type ProcessLife } from "./process-life.ts";
import type { World } from "./world.ts";

const ROOM_BYTES = 16 * 1024;

/** What a client hears of its line. */
export type LineEnd = {
  onOpen(line: Line): void;
  onBytes(line: Line, bytes: Buffer): void;
  onClosed(line: Line): void;
};

export type NetworkFaults = {
  /** Every piece may take up to this long; a plain day is a few ms. */
  delayMs: number;
  /** The process ends at the n-th write to a socket from now, which goes out in half; 0 for never. */
  crashIn: number;
};

export type NetworkOptions = {
  world: World;
  random: Random;
  faults: NetworkFaults;
  /** The process that listens, and what it does with a connection; null where nobody listens. */
  listener: () => { life: ProcessLife; accept: (socket: ByteSocket) => void } | null;
  /** Every byte the OMS gives to a socket. */
  onSent: (line: Line, bytes: Uint8Array) => void;
  onCrash: () => void;
};

export class Network {
  readonly lines = new Set<Line>();
  readonly options: NetworkOptions;
  #count = 0;

  constructor(options: NetworkOptions) {
    this.options = options;
  }

  /** A client dials. It hears `onOpen`, or `onClosed` when nobody answers. */
  dial(end: LineEnd, address: string): Line {
    const { world } = this.options;
    const line = new Line(this, ++this.#count, end, address);
    world.after(1 + this.delay(), () => {
      const listener = this.options.listener();
      if (line.isClosed) return;
      if (listener === null || !listener.life.alive) return line.closeClient();
      this.lines.add(line);
      line.connect(listener.life, listener.accept);
    });
    return line;
  }

  delay(): number {
    const { random, faults } = this.options;
    return random.oneIn(8) ? random.below(faults.delayMs + 1) : random.below(3);
  }

  /** The OMS's process is gone: whoever was connected to it finds out in time. */
  processEnded(): void {
    for (const line of [...this.lines]) line.processEnded();
  }
}

/** One connection, seen from between its ends. */
export class Line {
  readonly id: number;
  readonly address: string;
  isClosed = false;
  /** Neither end hears the other any more, and neither is told. */
  isSilent = false;
  socket: LineSocket | null = null;
  readonly network: Network;
  readonly #end: LineEnd;
  /** When the last piece on its way arrives, each direction. */
  #toClientMs = 0;
  #toOmsMs = 0;
  #isUnread = false;
  /** At the client, which does not read. */
  readonly #arrived: { piece: Buffer; onRead: (count: number) => void }[] = [];

  constructor(network: Network, id: number, end: LineEnd, address: string) {
    this.network = network;
    this.id = id;
    this.#end = end;
    this.address = address;
  }

  connect(life: ProcessLife, accept: (socket: ByteSocket) => void): void {
    const socket = new LineSocket(this, life);
    this.socket = socket;
    life.run(() => accept(socket));
    this.network.options.world.after(1 + this.network.delay(), () => {
      if (!this.isClosed) this.#end.onOpen(this);
    });
  }

  /** The client sends. */
  send(bytes: Buffer): void {
    if (this.isClosed || this.isSilent) return;
    const { world } = this.network.options;
    for (const piece of this.#pieces(bytes)) {
      this.#toOmsMs = Math.max(this.#toOmsMs, world.nowMs + this.network.delay());
      world.at(this.#toOmsMs, () => {
        if (!this.isSilent) this.socket?.arrive(piece);
      });
    }
  }

  /** Bytes the OMS's kernel has taken, from `atMs` on. */
  carry(bytes: Buffer, atMs: number, onRead: (count: number) => void): void {
    const { world } = this.network.options;
    for (const piece of this.#pieces(bytes)) {
      this.#toClientMs = Math.max(this.#toClientMs, atMs + this.network.delay());
      world.at(this.#toClientMs, () => this.#deliver(piece, onRead));
    }
  }

  /** The client hangs up, in order. */
  hangUp(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    const { world } = this.network.options;
    world.at(Math.max(this.#toOmsMs, world.nowMs + this.network.delay()), () => this.socket?.peerClosed());
    this.network.lines.delete(this);
  }

  /** What is on its way is lost; each end learns of it in its time. */
  cut(): void {
    this.isSilent = true;
    const { world } = this.network.options;
    world.after(this.network.delay(), () => this.socket?.peerClosed());
    world.after(this.network.delay(), () => this.closeClient());
  }

  /** The client reads nothing until it is told otherwise. */
  setUnread(isUnread: boolean): void {
    this.#isUnread = isUnread;
    this.#readArrived();
  }

  /** The OMS's process is gone; its kernel may still send what it has, or not. */
  processEnded(): void {
    if (this.network.options.random.oneIn(2)) this.cut();
    else this.omsClosed();
  }

  closeClient(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.network.lines.delete(this);
    this.#end.onClosed(this);
  }

  /** The OMS has closed its side; the client learns of it behind what is on its way. */
  omsClosed(): void {
    if (this.isSilent) return;
    const { world } = this.network.options;
    world.at(Math.max(this.#toClientMs, world.nowMs + this.network.delay()), () => this.closeClient());
  }

  #deliver(piece: Buffer, onRead: (count: number) => void): void {
    this.#arrived.push({ piece, onRead });
    this.#readArrived();
  }

  #readArrived(): void {
    while (!this.#isUnread && !this.isSilent && !this.isClosed) {
      const next = this.#arrived.shift();
      if (next === undefined) return;
      next.onRead(next.piece.length);
      this.#end.onBytes(this, next.piece);
    }
  }

  #pieces(bytes: Buffer): Buffer[] {
    const { random } = this.network.options;
    if (!random.oneIn(5)) return [bytes];
    const pieces: Buffer[] = [];
    for (let from = 0; from < bytes.length; ) {
      const to = random.oneIn(6) ? from + 1 : Math.min(bytes.length, from + 1 + random.below(bytes.length));
      pieces.push(bytes.subarray(from, to));
      from = to;
    }
    return pieces;
  }
}

/** The OMS's end of a line, as `net.Socket` would be. */
export class LineSocket implements ByteSocket {
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly #line: Line;
  readonly #life: ProcessLife;
  readonly #listeners = new Map<string, (value: never) => void>();
  /** Given by the OMS and not taken by the kernel yet; the bytes are still the writer's. */
  readonly #waiting: { bytes: Uint8Array; done: (() => void) | undefined }[] = [];
  readonly #unread: Buffer[] = [];
  #roomBytes = ROOM_BYTES;
  #paused = false;
  #ending = false;
  #closed = false;

  constructor(line: Line, life: ProcessLife) {
    this.#line = line;
    this.#life = life;
    this.remoteAddress = line.address;
    this.remotePort = 10_000 + (line.id % 50_000);
  }

  get writableLength(): number {
    let length = 0;
    for (const { bytes } of this.#waiting) length += bytes.length;
    return length;
  }

  setNoDelay(): void {}

  on(event: string, listener: (value: never) => void): void {
    this.#listeners.set(event, listener);
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.#life.soon(() => this.#read());
  }

  write(bytes: Uint8Array, done?: () => void): void {
    const { options } = this.#line.network;
    if (!this.#life.alive) throw new ProcessEnded();
    if (this.#closed) return;
    const { faults } = options;
    if (faults.crashIn > 0 && --faults.crashIn === 0) {
      const half = bytes.subarray(0, bytes.length >> 1);
      options.onSent(this.#line, half);
      this.#line.carry(Buffer.from(half), this.#life.monotonicMs(), () => {});
      options.onCrash();
      throw new ProcessEnded();
    }
    options.onSent(this.#line, bytes);
    this.#waiting.push({ bytes, done });
    this.#drain();
  }

  end(): void {
    this.#ending = true;
    this.#drain();
  }

  destroy(): void {
    if (this.#closed) return;
    this.#waiting.length = 0;
    this.#line.omsClosed();
    this.#close();
  }

  /** A piece has come from the client. */
  arrive(piece: Buffer): void {
    this.#life.run(() => {
      this.#unread.push(piece);
      this.#read();
    });
  }

  /** The other side is gone. */
  peerClosed(): void {
    this.#life.run(() => {
      if (this.#closed) return;
      this.#waiting.length = 0;
      this.#close();
    });
  }

  #read(): void {
    while (!this.#paused && !this.#closed && this.#unread.length > 0) {
      const piece = Buffer.from(this.#unread.shift() as Buffer);
      this.#emit("data", piece);
      piece.fill(0);
    }
  }

  #drain(): void {
    while (this.#waiting.length > 0 && !this.#closed) {
      const { bytes, done } = this.#waiting[0];
      if (bytes.length > this.#roomBytes && this.#roomBytes < ROOM_BYTES) return;
      this.#waiting.shift();
      this.#roomBytes -= bytes.length;
      this.#line.carry(Buffer.from(bytes), this.#life.monotonicMs(), (count) => {
        this.#roomBytes += count;
        this.#life.run(() => this.#drain());
      });
      if (done !== undefined) this.#life.soon(done);
    }
    if (this.#ending && !this.#closed && this.#waiting.length === 0) {
      this.#line.omsClosed();
      this.#close();
    }
  }

  #close(): void {
    this.#closed = true;
    this.#life.soon(() => this.#emit("close", undefined));
  }

  #emit(event: string, value: unknown): void {
    (this.#listeners.get(event) as ((value: unknown) => void) | undefined)?.(value);
  }
}
