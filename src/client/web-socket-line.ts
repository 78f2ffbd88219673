/**
 * A WebSocket as the byte stream the FIX acceptor takes: whoever orders over it has a FIX session like any other, with its
 * sequence, its journal, its limits and its rejects. Comes in: frames. Goes out: the session's messages, a frame each.
 */
import { EventEmitter } from "node:events";
import type { WebSocket } from "ws";
import type { ByteSocket } from "../fix/connection.ts";
import { Framer } from "../fix/framer.ts";
import { MessageView } from "../fix/message-view.ts";

/** RFC 6455 7.4.1. */
export const CloseCode = { Normal: 1000, Policy: 1008 } as const;

/** Every line's messages are looked at through this one view, one after the other. */
const VIEW = new MessageView();

/** Frames of tag=value: what the peer sends is handed on as it is. */
export class WebSocketLine extends EventEmitter implements ByteSocket {
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly socket: WebSocket;
  readonly #framer = new Framer();

  constructor(socket: WebSocket, remoteAddress: string, remotePort: number) {
    super();
    this.socket = socket;
    this.remoteAddress = remoteAddress;
    this.remotePort = remotePort;
    socket.on("message", (bytes) => this.receive(bytes as Buffer));
    socket.on("error", (error) => {
      this.emit("error", error);
      // ws tells here of a frame that is too long, or of no WebSocket at all; it goes on with nothing after that.
      socket.terminate();
    });
    socket.on("close", () => this.emit("close"));
  }

  get writableLength(): number {
    return this.socket.bufferedAmount;
  }

  write(bytes: Uint8Array, done?: () => void): void {
    const framer = this.#framer;
    const copy = Buffer.from(bytes);
    framer.push(copy, 0, copy.length);
    while (framer.next(VIEW)) this.deliver(VIEW);
    framer.keep();
    if (done === undefined) return;
    if (this.socket.bufferedAmount === 0) queueMicrotask(done);
    // What was written before a ping is with the kernel when the ping is.
    else this.socket.ping(undefined, undefined, () => done());
  }

  setNoDelay(): void {
    // A WebSocket's server has set it already.
  }

  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }

  end(): void {
    this.socket.close(CloseCode.Normal);
  }

  destroy(): void {
    this.socket.terminate();
  }

  /** Takes what the peer sent. */
  protected receive(bytes: Buffer): void {
    this.emit("data", bytes);
  }

  /** Tells the peer one message. The view is valid during the call. */
  protected deliver(view: MessageView): void {
    this.sendText(view.bytes.latin1Slice(view.start, view.end));
  }

  protected sendText(text: string): void {
    if (this.socket.readyState === this.socket.OPEN) this.socket.send(text);
  }
}
