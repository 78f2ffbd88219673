/**
 * Watches the disks and the wires, and holds them against each other at the moment of every send: what goes out must be
 * in a group of the journal that is durable by then (rule 3), with the number and the content the journal has for it.
 *
 * It reads the records itself, as they become durable, and keeps what sessions sent and what was routed. "Durable" is
 * what the chosen level promises: what a loss of power would leave, or what the end of the process would.
 */

import { AdversaryInput, decodeCommand } from "../../simulator/adversary/adversary-inputs.ts";
import { Participant } from "../../simulator/participants.ts";
import {
  decodeCancel,
  decodeInstrument,
  decodeNewOrder,
  decodeReplace,
  InputKind,
  type RequestInput,
} from "../../simulator/venue-inputs.ts";
import { decodeFrame } from "../../src/domain/frame.ts";
import { EventType } from "../../src/domain/records.generated.ts";
import {
  FRAME_HEADER_BYTES,
  HEADER_BYTES,
  RECORD_HEADER_BYTES,
  RecordKind,
  segmentFileName,
} from "../../src/journal/format.ts";
import { ByteReader } from "../../src/lib/byte-buffer.ts";
import { crc32c } from "../../src/lib/crc32c.ts";
import { EXCHANGE_JOURNAL, EXCHANGE_JOURNALS, OMS_JOURNAL } from "./disk-door.ts";
import type { FakeDisk } from "./fake-disk.ts";
import { contentOf, fieldsOf, MessageCutter, withBars } from "./fix-text.ts";
import type { World } from "./world.ts";

const SESSION_TYPES = new Set(["0", "1", "2", "3", "4", "5", "A"]);

/** Reads the groups of one journal as they become readable. */
class GroupReader {
  segmentNumber = 1;
  offset = HEADER_BYTES;

  /** @param read bytes of a segment from an offset on; null where there is no such segment */
  take(read: (segmentNumber: number, offset: number) => Buffer | null, visit: (payload: Buffer) => void): void {
    for (;;) {
      const bytes = read(this.segmentNumber, this.offset);
      if (bytes !== null && this.#takeGroups(bytes, visit)) continue;
      const next = read(this.segmentNumber + 1, HEADER_BYTES);
      if (next === null || next.length === 0) return;
      this.segmentNumber++;
      this.offset = HEADER_BYTES;
    }
  }

  #takeGroups(bytes: Buffer, visit: (payload: Buffer) => void): boolean {
    const payloads: Buffer[] = [];
    let taken = 0;
    for (let at = 0; at + RECORD_HEADER_BYTES <= bytes.length; ) {
      const length = bytes.readUInt32LE(at);
      const end = at + 8 + length;
      if (length < RECORD_HEADER_BYTES - 8 || end > bytes.length) break;
      if (bytes.readUInt32LE(at + 4) !== crc32c(bytes, at + 8, end)) break;
      if (bytes[at + 8] === RecordKind.Frame) {
        payloads.push(bytes.subarray(at + FRAME_HEADER_BYTES, end));
      } else {
        for (const payload of payloads) visit(payload);
        payloads.length = 0;
        taken = end;
      }
      at = end;
    }
    this.offset += taken;
    return taken > 0;
  }
}

export type WitnessOptions = {
  world: World;
  oms: FakeDisk;
  exchange: FakeDisk;
  durability: "fsync" | "write";
  /** By CompID: the session's id in the journal; 0 when it has none yet. */
  sessionIdOf: (compId: string) => number;
};

export class Witness {
  /** By session: number -> the whole message. */
  readonly sent: Map<number, string>[] = [];
  readonly #options: WitnessOptions;
  readonly #journal = new GroupReader();
  readonly #exchanges = EXCHANGE_JOURNALS.map((directory) => ({ directory, reader: new GroupReader() }));
  readonly #reader = new ByteReader();
  /** "order-request" of every request that was decided to go to the venue. */
  readonly #routed = new Set<string>();
  /** By line: what the OMS has put on it that is no whole message yet, and the last new number. */
  readonly #lines = new Map<number, { cutter: MessageCutter; lastNumber: number }>();
  readonly #request = {} as RequestInput;

  constructor(options: WitnessOptions) {
    this.#options = options;
  }

  onWritten(path: string): void {
    if (path.startsWith(EXCHANGE_JOURNAL)) this.#readExchange();
    else if (this.#options.durability === "write") this.#readJournal(false);
  }

  onSynced(path: string): void {
    if (path.startsWith(OMS_JOURNAL)) this.#readJournal(this.#options.durability === "fsync");
  }

  /** The OMS gives bytes to a socket. */
  onSent(lineId: number, bytes: Uint8Array): void {
    let line = this.#lines.get(lineId);
    if (line === undefined) {
      line = { cutter: new MessageCutter(), lastNumber: 0 };
      this.#lines.set(lineId, line);
    }
    const known = line;
    known.cutter.push(bytes, (text, fault) => {
      if (fault !== "") this.#options.world.fail("I5", `${fault}: ${withBars(text)}`);
      else this.#check(known, text);
    });
  }

  #check(line: { lastNumber: number }, text: string): void {
    const { world, sessionIdOf } = this.#options;
    const fields = fieldsOf(text);
    const compId = fields.get("56") ?? "";
    const number = Number(fields.get("34"));
    const sent = this.sent[sessionIdOf(compId)];
    const recorded = sent?.get(number);
    const what = `${compId} gets ${withBars(text)}`;
    if (fields.get("43") === "Y") {
      if (fields.get("35") === "4") return this.#checkGapFill(sent, number, Number(fields.get("36")), what);
      if (recorded === undefined || contentOf(recorded) !== contentOf(text)) {
        world.fail("I5", `${what}, and the journal has as number ${number}: ${withBars(recorded ?? "nothing")}`);
      }
      return;
    }
    if (recorded === undefined) return world.fail("durable first", `${what}, and no durable group has it`);
    if (recorded !== text) {
      return world.fail("I5", `${what}, and the journal has as number ${number}: ${withBars(recorded)}`);
    }
    if (line.lastNumber !== 0 && number !== line.lastNumber + 1) {
      world.fail("I5", `${what}, and the number before it on this line was ${line.lastNumber}`);
    }
    line.lastNumber = number;
  }

  #checkGapFill(sent: Map<number, string> | undefined, from: number, to: number, what: string): void {
    for (let number = from; number < to; number++) {
      const text = sent?.get(number);
      if (text === undefined) return this.#options.world.fail("I5", `${what}, and number ${number} was never sent`);
      if (SESSION_TYPES.has(fieldsOf(text).get("35") ?? "")) continue;
      return this.#options.world.fail("I5", `${what}, which leaves out ${withBars(text)}`);
    }
  }

  #readJournal(afterPowerLoss: boolean): void {
    this.#journal.take(
      (segment, offset) => readSegment(this.#options.oms, OMS_JOURNAL, segment, offset, afterPowerLoss),
      (payload) => this.#takeFrame(payload),
    );
  }

  #takeFrame(payload: Buffer): void {
    this.#reader.reset(payload, 0, payload.length);
    const { events, sent } = decodeFrame(this.#reader);
    for (const event of events) {
      if (event.type === EventType.CommandFailed) this.#options.world.fail("no bug", event.text);
      if (event.type === EventType.VenueReportRefused) this.#options.world.fail("I3", `refused: ${event.text}`);
      if (event.type === EventType.OrderRouted) this.#routed.add(`${event.orderId}-${event.requestNumber}`);
    }
    for (const { sessionId, msgSeqNum, start, end } of sent) {
      this.sent[sessionId] ??= new Map();
      const session = this.sent[sessionId];
      if (msgSeqNum !== session.size + 1) {
        const text = `session ${sessionId} has number ${msgSeqNum} in the journal after ${session.size}`;
        this.#options.world.fail("I5", text);
      }
      session.set(msgSeqNum, payload.latin1Slice(start, end));
    }
  }

  /** What the exchange is asked to do must have been decided, durably, before. */
  #readExchange(): void {
    for (const { directory, reader } of this.#exchanges) {
      reader.take(
        (segment, offset) => readSegment(this.#options.exchange, directory, segment, offset, false),
        (payload) => this.#takeInputs(payload),
      );
    }
  }

  #takeInputs(payload: Buffer): void {
    const from = this.#reader;
    from.reset(payload, 0, payload.length);
    while (from.offset < from.end) {
      const kind = from.u8();
      from.u8();
      if (kind === InputKind.CancelParticipant) from.u8();
      else if (kind === InputKind.OpenTradingDay) from.u32();
      else if (kind === InputKind.DefineInstrument) decodeInstrument(from);
      else if (kind === InputKind.PassTime) from.int();
      else if (kind === AdversaryInput.Command) decodeCommand(from);
      else this.#takeRequest(kind, from);
    }
  }

  #takeRequest(kind: number, from: ByteReader): void {
    const request = this.#request;
    if (kind === InputKind.NewOrder) decodeNewOrder(from, request);
    else if (kind === InputKind.CancelOrder) decodeCancel(from, request);
    else decodeReplace(from, request);
    const name = `${request.clientOrder}-${request.request}`;
    if (request.participant !== Participant.Oms || this.#routed.has(name)) return;
    this.#options.world.fail("durable first", `the exchange gets request ${name}, and no durable group has it`);
  }
}

function readSegment(
  disk: FakeDisk,
  directory: string,
  segmentNumber: number,
  offset: number,
  afterPowerLoss: boolean,
): Buffer | null {
  const path = `${directory}/${segmentFileName(segmentNumber)}`;
  const file = disk.names.get(path);
  if (file === undefined) return null;
  return afterPowerLoss ? file.durable(offset, file.size) : file.bytes.subarray(offset, file.size);
}
