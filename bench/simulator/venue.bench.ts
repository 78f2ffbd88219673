/** What an input costs the venue, no journal and nobody who hears its reports: an order that rests or trades, and cancels. */
import { Venue } from "../../simulator/venue.ts";
import { encodeCancel, encodeInstrument, encodeNewOrder, encodeOpenTradingDay } from "../../simulator/venue-inputs.ts";
import type { Qty, Ticks } from "../../src/domain/price.ts";
import { OrdType, Side, TimeInForce } from "../../src/domain/values.ts";
import { ByteReader, ByteWriter } from "../../src/lib/byte-buffer.ts";
import { Random } from "../../src/lib/random.ts";
import type { BenchRow } from "../row.ts";
import { INSTRUMENTS } from "../support/core-day.ts";
import { measure, same } from "../support/measure.ts";

const SEED = 20_261_122;
const ORDERS = 250;
const CANCELS = 225;
/** Orders are canceled when so many came after them. */
const AGE = 1_000;
/** The venue is made anew when it has had so many. */
const ORDERS_MAX = 200_000;

export function run(quick = false): Promise<BenchRow[]> {
  const writer = new ByteWriter(1024 * 1024);
  const reader = new ByteReader();
  const listener = { onReport: () => true };
  let random = new Random(SEED);
  let venue = opened();
  let order = 0;
  let from = 0;
  return measure(
    [
      {
        name: "Venue: an input carried out, half of them new orders",
        unit: "us",
        budget: 0.4,
        perTurn: ORDERS + CANCELS,
        before: () => {
          if (order > ORDERS_MAX) {
            venue = opened();
            random = new Random(SEED);
            order = 0;
          }
          venue.reports.deliver(listener, 0);
          from = venue.reports.lastSequence;
          writer.offset = 0;
          for (let index = 0; index < ORDERS; index++) {
            encodeOrder(writer, random, ++order);
            // Of ten orders nine are asked for back.
            if (index % 10 !== 0) encodeCancel(writer, 0, Math.max(1, order - AGE), 2, Math.max(1, order - AGE), 1);
          }
          reader.reset(writer.bytes, 0, writer.offset);
        },
        turn: () => venue.apply(reader),
        check: () => {
          const reports = venue.reports.lastSequence - from;
          same(reports >= ORDERS, true, "at least a report an order");
          const { pool } = venue.engine;
          same(pool.used > 0 && pool.used <= order, true, "some orders rest");
        },
      },
    ],
    quick,
  );
}

function opened(): Venue {
  const writer = new ByteWriter(1024);
  encodeInstrument(writer, INSTRUMENTS[0]);
  encodeOpenTradingDay(writer, 20_261_122);
  const venue = new Venue(0);
  venue.apply(new ByteReader(writer.bytes.subarray(0, writer.offset)));
  return venue;
}

function encodeOrder(to: ByteWriter, random: Random, order: number): void {
  const isBuy = random.oneIn(2);
  const away = random.oneIn(10) ? -20 : 1 + random.below(200);
  const price = (isBuy ? 10_000 - away : 10_000 + away) as Ticks;
  const qty = (1 + random.below(100)) as Qty;
  encodeNewOrder(to, 0, order, 1, 1, isBuy ? Side.Buy : Side.Sell, OrdType.Limit, TimeInForce.Day, qty, price);
}
