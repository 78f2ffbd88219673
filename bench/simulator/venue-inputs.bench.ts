/** What a record of the venue's journal costs to write and to read: two new orders for a cancel and a replace. */
import {
  decodeCancel,
  decodeNewOrder,
  decodeReplace,
  emptyRequest,
  encodeCancel,
  encodeNewOrder,
  encodeReplace,
  InputKind,
  type RequestInput,
} from "../../simulator/venue-inputs.ts";
import { NO_PRICE, type Qty, type Ticks } from "../../src/domain/price.ts";
import { OrdType, Side, TimeInForce } from "../../src/domain/values.ts";
import { ByteReader, ByteWriter } from "../../src/lib/byte-buffer.ts";
import type { BenchRow } from "../row.ts";
import { measure, same } from "../support/measure.ts";

const GROUPS = 250;
const RECORDS = GROUPS * 4;
const QTY = 1_500 as Qty;
const PRICE = 10_125 as Ticks;

export function run(quick = false): Promise<BenchRow[]> {
  const writer = new ByteWriter(1024 * 1024);
  const reader = new ByteReader();
  const input: RequestInput = {
    ...emptyRequest(),
    participant: 0,
    clientOrder: 0,
    request: 0,
    origClientOrder: 0,
    origRequest: 0,
    book: 0,
    side: Side.Buy,
    ordType: OrdType.Limit,
    timeInForce: TimeInForce.Day,
    orderQty: 0 as Qty,
    price: NO_PRICE,
  };
  let read = 0;
  let qty = 0;
  const write = () => {
    writer.offset = 0;
    for (let group = 0; group < GROUPS; group++) {
      const order = 100_000 + group * 2;
      encodeNewOrder(writer, 0, order, 1, 1, Side.Buy, OrdType.Limit, TimeInForce.Day, QTY, PRICE);
      encodeNewOrder(writer, 0, order + 1, 1, 1, Side.Sell, OrdType.Limit, TimeInForce.Day, QTY, PRICE);
      encodeCancel(writer, 0, order, 2, order, 1);
      encodeReplace(writer, 0, order + 1, 2, order + 1, 1, OrdType.Limit, TimeInForce.Day, QTY, PRICE);
    }
  };
  write();
  const bytes = writer.offset;
  return measure(
    [
      {
        name: "venue inputs: a record written",
        unit: "ns",
        budget: 60,
        perTurn: RECORDS,
        turn: write,
        check: () => same(writer.offset, bytes, "bytes written"),
      },
      {
        name: "venue inputs: a record read",
        unit: "ns",
        budget: 60,
        perTurn: RECORDS,
        turn: () => {
          read = 0;
          qty = 0;
          reader.reset(writer.bytes, 0, bytes);
          while (reader.offset < reader.end) {
            const kind = reader.u8();
            reader.u8();
            if (kind === InputKind.NewOrder) decodeNewOrder(reader, input);
            else if (kind === InputKind.CancelOrder) decodeCancel(reader, input);
            else decodeReplace(reader, input);
            if (kind !== InputKind.CancelOrder) qty += input.orderQty;
            read++;
          }
        },
        check: () => {
          same(read, RECORDS, "records read");
          same(qty, GROUPS * 3 * QTY, "quantity read");
        },
      },
    ],
    quick,
  );
}
