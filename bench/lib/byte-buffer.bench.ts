/** What a field of a record costs to write and to read back. */
import { ByteReader, ByteWriter } from "../../src/lib/byte-buffer.ts";
import type { BenchRow } from "../row.ts";
import { measure, same } from "../support/measure.ts";

const RECORDS = 1_000;
const FIELDS = 10;
const RECORD_BYTES = 64;

export function run(quick = false): Promise<BenchRow[]> {
  const writer = new ByteWriter(RECORDS * RECORD_BYTES);
  const reader = new ByteReader();
  let sum = 0;
  const write = () => {
    writer.offset = 0;
    for (let index = 0; index < RECORDS; index++) {
      writer.reserve(RECORD_BYTES);
      writer.u8(7);
      writer.u16(300);
      writer.u32(index);
      writer.int(10_125);
      writer.int(1_500);
      writer.time(1_795_310_400_000_000_000n);
      writer.char("1");
      writer.bool(true);
      writer.text("ORD-00100027");
      writer.u32(4_000_000_000);
    }
  };
  const read = () => {
    reader.reset(writer.bytes, 0, writer.offset);
    sum = 0;
    for (let index = 0; index < RECORDS; index++) {
      reader.u8();
      reader.u16();
      sum += reader.u32() + reader.int() + reader.int();
      reader.time();
      sum += reader.char().length;
      reader.bool();
      sum += reader.text().length;
      reader.u32();
    }
  };
  write();
  const perTurn = RECORDS * FIELDS;
  return measure(
    [
      {
        name: "ByteWriter: a field, in a record of ten",
        unit: "ns",
        budget: 10,
        perTurn,
        turn: write,
        check: () => same(writer.offset, RECORDS * 51, "bytes written"),
      },
      {
        name: "ByteReader: a field, in a record of ten",
        unit: "ns",
        budget: 10,
        perTurn,
        turn: read,
        check: () => same(sum, RECORDS * (11_625 + 13) + (RECORDS * (RECORDS - 1)) / 2, "sum of what was read"),
      },
    ],
    quick,
  );
}
