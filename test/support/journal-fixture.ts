/**
 * Writes a journal as the order path would: commands judged by the real core, with the client's raw messages and the
 * reports to him in the frame. For tests of what reads a journal.
 */

import { decide, evolve } from "../../src/core/core.ts";
import { placeOf } from "../../src/core/fill-table.ts";
import { viewOrder } from "../../src/core/order-view.ts";
import { State } from "../../src/core/state.ts";
import { encodeDecision, encodeSentCount, encodeSentHeader } from "../../src/domain/frame.ts";
import { decimalText, NO_PRICE } from "../../src/domain/price.ts";
import type { Command, Event } from "../../src/domain/records.generated.ts";
import { SharedPosition } from "../../src/follower-messages.ts";
import { execTypeOf, orderIdOf } from "../../src/history/execution.ts";
import { openJournal } from "../../src/journal/journal.ts";
import type { JournalWriter } from "../../src/journal/writer.ts";

const NOTHING = Buffer.alloc(0);

export class JournalFixture {
  readonly directory: string;
  readonly state = new State();
  readonly position = SharedPosition.allocate();
  readonly #shared = new SharedPosition(this.position);
  readonly writer: JournalWriter;
  readonly #nextSeqNum: { in: number; out: number }[] = [];
  timeNs: bigint;
  /** Told of every event, once the state has it. */
  onEvent: (event: Event) => void = () => {};

  constructor(directory: string, startNs: bigint, segmentBytes = 8 * 1024 * 1024) {
    this.directory = directory;
    this.timeNs = startNs;
    this.writer = openJournal({ directory, durability: "write", segmentBytes }, () => undefined).writer;
    this.#publish();
  }

  /**
   * Judges a command and writes its frame. @returns its events; nothing is durable before `commit`
   * @param isTold whether its client's reports are in the frame
   */
  submit(command: Command, received: string = "", isTold = true): Event[] {
    this.timeNs += 1_000n;
    const events: Event[] = [];
    decide(this.state, command, events);
    const sequence = this.writer.lastSequence + 1;
    for (const [index, event] of events.entries()) {
      evolve(this.state, event, this.timeNs, placeOf(sequence, index));
      this.onEvent(event);
    }
    const raw = received === "" ? NOTHING : Buffer.from(received, "latin1");
    const to = this.writer.beginFrame(this.timeNs);
    encodeDecision(to, command, raw, 0, raw.length, events);
    const sent = isTold ? events.flatMap((event, index) => this.#report(event, index)) : [];
    encodeSentCount(to, sent.length);
    for (const { sessionId, msgSeqNum, bytes } of sent) {
      encodeSentHeader(to, sessionId, msgSeqNum, true, bytes.length);
      to.copy(bytes, 0, bytes.length);
    }
    this.writer.endFrame();
    return events;
  }

  commit(): void {
    this.writer.commit();
    this.#publish();
  }

  nextInbound(sessionId: number): number {
    return this.#session(sessionId).in++;
  }

  /** A whole FIX 4.4 message from its body's fields. */
  message(msgType: string, sender: string, target: string, msgSeqNum: number, fields: string): string {
    const body = `35=${msgType}|49=${sender}|56=${target}|34=${msgSeqNum}|52=${fixTime(this.timeNs)}|${fields}|`;
    const text = `8=FIX.4.4|9=${body.length}|${body}`.replaceAll("|", "\u0001");
    const sum = [...Buffer.from(text, "latin1")].reduce((total, byte) => total + byte, 0) % 256;
    return `${text}10=${String(sum).padStart(3, "0")}\u0001`;
  }

  close(): void {
    this.writer.close();
  }

  #publish(): void {
    const { durableSegment, durableOffset, durableSequence } = this.writer;
    this.#shared.publish(durableSegment, durableOffset, durableSequence);
  }

  #session(sessionId: number): { in: number; out: number } {
    this.#nextSeqNum[sessionId] ??= { in: 2, out: 2 };
    return this.#nextSeqNum[sessionId];
  }

  #report(event: Event, index: number): { sessionId: number; msgSeqNum: number; bytes: Buffer }[] {
    const execType = execTypeOf(event);
    const order = viewOrder(this.state, orderIdOf(event));
    if (execType === "" || order === null) return [];
    const { orderId, sessionId, clOrdId, account, symbol, side, ordType, timeInForce, ordStatus } = order;
    const qty = (value: number) => decimalText(value, order.qtyScale);
    const price = order.price === NO_PRICE ? "" : `44=${decimalText(order.price, order.priceScale)}|`;
    const fill =
      "lastQty" in event ? `31=${decimalText(event.lastPx, order.priceScale)}|32=${qty(event.lastQty)}|` : "";
    const text = "text" in event && event.text !== "" ? `58=${event.text}|` : "";
    const fields =
      `37=${orderId}|11=${clOrdId}|17=${this.writer.lastSequence}-${index}|150=${execType}|39=${ordStatus}|` +
      `1=${account}|55=${symbol}|54=${side}|38=${qty(order.orderQty)}|40=${ordType}|${price}59=${timeInForce}|${fill}` +
      `151=${qty(order.leavesQty)}|14=${qty(order.cumQty)}|6=${decimalText(order.avgPxMantissa, order.avgPxScale)}|` +
      `${text}60=${fixTime(this.timeNs)}`;
    const msgSeqNum = this.#session(sessionId).out++;
    const bytes = Buffer.from(this.message("8", "LOCKSTEP", order.compId, msgSeqNum, fields), "latin1");
    return [{ sessionId, msgSeqNum, bytes }];
  }
}

function fixTime(timeNs: bigint): string {
  const iso = new Date(Number(timeNs / 1_000_000n)).toISOString();
  return `${iso.slice(0, 10).replaceAll("-", "")}-${iso.slice(11, 23)}`;
}
