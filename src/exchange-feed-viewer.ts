/**
 * One who reads the exchange's market data over a WebSocket, at the pace of each of its subscriptions, and not at all while
 * its socket is full: what it misses is in the next message, so that a slow reader costs the others and matching nothing.
 */

import { Value } from "@sinclair/typebox/value";
import type { WebSocket } from "ws";
import type { Channel } from "./exchange-feed-channels.ts";
import {
  type FeedError,
  type FeedMessage,
  READER_MESSAGES,
  type ReaderMessage,
  SUBSCRIPTIONS_MAX,
} from "./exchange-feed-wire.ts";
import { shown } from "./lib/shown.ts";

const PAUSE_BYTES = 1024 * 1024;
const CLOSE_BYTES = 4 * 1024 * 1024;
const STUCK_MS = 10_000;
const REQUESTS_MAX = 500;
const REQUESTS_WINDOW_MS = 10_000;
/** WebSocket close codes: 1008 policy violation, 1013 try again later (RFC 6455 7.4.1 and the IANA registry). */
const POLICY = 1008;
const TRY_LATER = 1013;

/** Makes the channel that is asked for, or says what is wrong with it. */
export type OpenChannel = (message: Exclude<ReaderMessage, { kind: "unsubscribe" }>) => Channel | FeedError;

export class FeedViewer {
  readonly #socket: WebSocket;
  readonly #open: OpenChannel;
  readonly #channels = new Map<number, { channel: Channel; nextMs: number }>();
  #fullSinceMs = -1;
  #requests = 0;
  #requestsSinceMs = 0;

  constructor(socket: WebSocket, open: OpenChannel) {
    this.#socket = socket;
    this.#open = open;
  }

  /** Wants to be told after every batch? */
  get isEager(): boolean {
    for (const { channel } of this.#channels.values()) if (channel.conflateMs === 0) return true;
    return false;
  }

  receive(bytes: Buffer, isBinary: boolean, nowMs: number): void {
    if (nowMs - this.#requestsSinceMs > REQUESTS_WINDOW_MS) {
      this.#requestsSinceMs = nowMs;
      this.#requests = 0;
    }
    if (++this.#requests > REQUESTS_MAX) return this.#socket.close(POLICY, "too many requests");
    const message = readMessage(bytes, isBinary);
    if (message.kind === "error") return this.send(message);
    if (message.kind === "unsubscribe") return this.#unsubscribe(message.id);
    this.#unsubscribe(message.id);
    if (this.#channels.size >= SUBSCRIPTIONS_MAX) {
      return this.send(feedError("/id", `at most ${SUBSCRIPTIONS_MAX} subscriptions`, "one more"));
    }
    const channel = this.#open(message);
    if ("kind" in channel) return this.send(channel);
    this.#channels.set(message.id, { channel, nextMs: 0 });
  }

  /** Sends what is due. */
  tick(nowMs: number): void {
    for (const due of this.#channels.values()) {
      if (nowMs < due.nextMs) continue;
      if (!this.#hasRoom(nowMs)) return;
      const message = due.channel.take();
      if (message === null) continue;
      due.nextMs = nowMs + due.channel.conflateMs;
      this.send(message);
    }
  }

  send(message: FeedMessage): void {
    this.#socket.send(JSON.stringify(message));
  }

  /** Lets its channels go. */
  leave(): void {
    for (const { channel } of this.#channels.values()) channel.close();
    this.#channels.clear();
  }

  #unsubscribe(id: number): void {
    this.#channels.get(id)?.channel.close();
    this.#channels.delete(id);
  }

  #hasRoom(nowMs: number): boolean {
    const { bufferedAmount } = this.#socket;
    if (bufferedAmount <= PAUSE_BYTES) {
      this.#fullSinceMs = -1;
      return true;
    }
    if (this.#fullSinceMs < 0) this.#fullSinceMs = nowMs;
    if (bufferedAmount > CLOSE_BYTES || nowMs - this.#fullSinceMs > STUCK_MS) {
      this.#socket.close(TRY_LATER, "this reader takes nothing");
      // A peer that takes nothing does not answer a close either.
      this.#socket.terminate();
    }
    return false;
  }
}

export function feedError(path: string, expected: string, found: string): FeedError {
  const text = `${path === "" ? "the message" : path}: expected ${expected}, found ${found}`;
  return { kind: "error", path, expected, found, text };
}

function readMessage(bytes: Buffer, isBinary: boolean): ReaderMessage | FeedError {
  if (isBinary) return feedError("", "a text frame with a JSON object", "a binary frame");
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString("utf8"));
  } catch (error) {
    return feedError("", "a JSON object", (error as Error).message);
  }
  const { kind, channel } = (value ?? {}) as { kind?: unknown; channel?: unknown };
  const name = kind === "subscribe" ? channel : kind;
  if (typeof name !== "string" || !Object.hasOwn(READER_MESSAGES, name)) {
    const expected = "subscribe with a channel (top, book, status, house), or unsubscribe";
    return feedError(kind === "subscribe" ? "/channel" : "/kind", expected, shown(name));
  }
  const schema = READER_MESSAGES[name as keyof typeof READER_MESSAGES];
  if (Value.Check(schema, value)) return value as ReaderMessage;
  const error = Value.Errors(schema, value).First();
  return feedError(error?.path ?? "", error?.message ?? "another shape", shown(error?.value));
}
