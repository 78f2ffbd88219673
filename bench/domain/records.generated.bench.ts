/** What the records of an order cost to encode and to decode: the command, and the two events it causes. */
import {
  type Command,
  decodeCommand,
  decodeEvent,
  type Event,
  encodeCommand,
  encodeEvent,
} from "../../src/domain/records.generated.ts";
import { ByteReader, ByteWriter } from "../../src/lib/byte-buffer.ts";
import type { BenchRow } from "../row.ts";
import { CoreDay, newOrder } from "../support/core-day.ts";
import { measure, same } from "../support/measure.ts";

const COMMANDS = 500;

export function run(quick = false): Promise<BenchRow[]> {
  const day = new CoreDay();
  const commands: Command[] = [];
  const events: Event[] = [];
  for (let orderId = 1; orderId <= COMMANDS / 2; orderId++) {
    for (const command of [newOrder(orderId), day.accepted(orderId)]) {
      day.tell(command);
      commands.push(command);
      events.push(...day.events);
    }
  }
  const records = commands.length + events.length;
  const writer = new ByteWriter(1024 * 1024);
  const reader = new ByteReader();
  let texts = 0;
  const encode = () => {
    writer.offset = 0;
    for (let index = 0; index < commands.length; index++) encodeCommand(commands[index], writer);
    for (let index = 0; index < events.length; index++) encodeEvent(events[index], writer);
  };
  encode();
  const bytes = writer.offset;
  return measure(
    [
      {
        name: "records of orders: one encoded",
        unit: "ns",
        budget: 100,
        perTurn: records,
        turn: encode,
        check: () => same(writer.offset, bytes, "bytes encoded"),
      },
      {
        name: "records of orders: one decoded",
        unit: "ns",
        perTurn: records,
        turn: () => {
          texts = 0;
          reader.reset(writer.bytes, 0, bytes);
          for (let index = 0; index < commands.length; index++) texts += decodeCommand(reader).type;
          for (let index = 0; index < events.length; index++) texts += decodeEvent(reader).type;
        },
        check: () => {
          same(reader.offset, bytes, "bytes decoded");
          const sum = [...commands, ...events].reduce((total, { type }) => total + type, 0);
          same(texts, sum, "sum of the record types");
        },
      },
    ],
    quick,
  );
}
