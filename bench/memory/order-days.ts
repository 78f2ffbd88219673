/**
 * A process of its own whose memory is looked at: nothing but a core, or nothing but a venue. Prints one JSON line.
 *
 *   order-days live|completed COUNT          bytes of resident memory an order of the day costs the core
 *   order-days venue-live COUNT              the same of an order that rests at the venue
 *   order-days core-days|venue-days DAYS COUNT   resident bytes after each of so many days of COUNT orders, all done
 *
 * Garbage is collected before each look (node --expose-gc).
 */
import { Venue } from "../../simulator/venue.ts";
import { encodeInstrument, encodeNewOrder, encodeOpenTradingDay } from "../../simulator/venue-inputs.ts";
import type { VenueListener } from "../../src/domain/exchange-port.ts";
import type { Qty, Ticks } from "../../src/domain/price.ts";
import { CommandType } from "../../src/domain/records.generated.ts";
import { OrdType, Side, TimeInForce } from "../../src/domain/values.ts";
import { ByteReader, ByteWriter } from "../../src/lib/byte-buffer.ts";
import { CoreDay, INSTRUMENTS, newOrder, ORDER_QTY } from "../support/core-day.ts";

const WARMING_ORDERS = 50_000;
/** Memory given back by a collection reaches the system a moment later. */
const SETTLE_MS = 100;
const BATCH = 1_000;
const DAY_MS = 86_400_000;
const FIRST_DAY_MS = Date.UTC(2026, 10, 23);

const [mode, first, second] = process.argv.slice(2);

async function residentBytes(): Promise<number> {
  for (let round = 0; round < 2; round++) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  }
  return process.memoryUsage.rss();
}

function tradingDayOf(day: number): number {
  return Number(new Date(FIRST_DAY_MS + day * DAY_MS).toISOString().slice(0, 10).replaceAll("-", ""));
}

/** An order's whole life: sent, taken by the venue, filled in one trade. */
function complete(core: CoreDay, orderId: number): void {
  core.tell(newOrder(orderId));
  core.tell(core.accepted(orderId));
  core.tell({ ...core.fill(orderId), lastQty: ORDER_QTY as Qty });
}

function open(core: CoreDay, orderId: number): void {
  core.tell(newOrder(orderId));
  core.tell(core.accepted(orderId));
}

async function bytesAnOrder(count: number, tell: (core: CoreDay, orderId: number) => void): Promise<number> {
  const warming = new CoreDay();
  for (let orderId = 1; orderId <= WARMING_ORDERS; orderId++) tell(warming, orderId);
  const core = new CoreDay();
  const before = await residentBytes();
  for (let orderId = 1; orderId <= count; orderId++) tell(core, orderId);
  const after = await residentBytes();
  if (core.state.orders.count !== count) throw new Error(`the core has ${core.state.orders.count} orders`);
  return (after - before) / count;
}

async function coreDays(days: number, count: number): Promise<number[]> {
  const core = new CoreDay();
  const resident: number[] = [];
  for (let day = 0; day < days; day++) {
    core.tell({ type: CommandType.OpenTradingDay, tradingDay: tradingDayOf(day) });
    const from = core.state.orders.count + 1;
    for (let orderId = from; orderId < from + count; orderId++) complete(core, orderId);
    resident.push(await residentBytes());
  }
  // Those of the day that ends stay for one more day, with those of the day itself.
  if (core.state.orders.rowCount > 2 * count) throw new Error(`${core.state.orders.rowCount} orders were kept`);
  return resident;
}

class VenueDays {
  readonly venue = new Venue(0);
  readonly #writer = new ByteWriter(1024 * 1024);
  readonly #reader = new ByteReader();
  readonly #listener: VenueListener = { onReport: () => true };
  #order = 0;

  constructor() {
    encodeInstrument(this.#writer, INSTRUMENTS[0]);
    this.#work();
  }

  openDay(day: number): void {
    encodeOpenTradingDay(this.#writer, tradingDayOf(day));
    this.#work();
  }

  /** `areDone`: each second order trades with the one before it; else all of them rest. */
  orders(count: number, areDone: boolean): void {
    for (let index = 0; index < count; index++) {
      const side = areDone && index % 2 === 1 ? Side.Sell : Side.Buy;
      const price = (areDone ? 10_000 : 9_000 + (index % 900)) as Ticks;
      const { Limit } = OrdType;
      encodeNewOrder(this.#writer, 0, ++this.#order, 1, 1, side, Limit, TimeInForce.Day, 100 as Qty, price);
      if (index % BATCH === BATCH - 1) this.#work();
    }
    this.#work();
  }

  #work(): void {
    this.#reader.reset(this.#writer.bytes, 0, this.#writer.offset);
    this.venue.apply(this.#reader);
    this.venue.reports.deliver(this.#listener, 0);
    this.#writer.offset = 0;
  }
}

async function venueLive(count: number): Promise<number> {
  const warming = new VenueDays();
  warming.orders(WARMING_ORDERS, false);
  const days = new VenueDays();
  const before = await residentBytes();
  days.orders(count, false);
  const after = await residentBytes();
  if (days.venue.engine.pool.used !== count) throw new Error(`${days.venue.engine.pool.used} orders rest`);
  return (after - before) / count;
}

async function venueDays(days: number, count: number): Promise<number[]> {
  const venue = new VenueDays();
  const resident: number[] = [];
  for (let day = 0; day < days; day++) {
    venue.openDay(day);
    venue.orders(count, true);
    resident.push(await residentBytes());
  }
  if (venue.venue.engine.pool.used !== 0) throw new Error(`${venue.venue.engine.pool.used} orders rest`);
  return resident;
}

function measure(): Promise<number | number[]> {
  switch (mode) {
    case "live":
      return bytesAnOrder(Number(first), open);
    case "completed":
      return bytesAnOrder(Number(first), complete);
    case "venue-live":
      return venueLive(Number(first));
    case "core-days":
      return coreDays(Number(first), Number(second));
    case "venue-days":
      return venueDays(Number(first), Number(second));
    default:
      throw new Error(`order-days: ${mode} is none of live, completed, venue-live, core-days, venue-days`);
  }
}

process.stdout.write(`${JSON.stringify(await measure())}\n`);
