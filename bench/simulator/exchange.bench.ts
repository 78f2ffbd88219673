/**
 * What one order costs at the venue behind its port, journal and reports included: a new order that rests or trades,
 * every other one canceled, in batches of 64, at the `write` level. The budget is 0.6 us a request.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SimulatedExchange } from "../../simulator/exchange.ts";
import { openSimulatedExchange } from "../../simulator/open-exchange.ts";
import type { VenueListener } from "../../src/domain/exchange-port.ts";
import { type InstrumentDefinition, venueClOrdId } from "../../src/domain/instrument.ts";
import type { Qty, Ticks } from "../../src/domain/price.ts";
import { OrdType, Side, TimeInForce } from "../../src/domain/values.ts";
import { median } from "../../src/lib/median.ts";
import { Random } from "../../src/lib/random.ts";
import type { BenchRow } from "../row.ts";

const SEED = 20_261_122;
const ROUNDS = 5;
const ORDERS = 100_000;
const QUICK_ORDERS = 3_000;
const BATCH = 64;

const INSTRUMENT: InstrumentDefinition = {
  symbol: "ACME",
  description: "ACME Corporation",
  currency: "USD",
  assetClass: "E",
  venueId: 1,
  priceScale: 2,
  qtyScale: 0,
  lotSize: 1 as Qty,
  tickTable: [0, 1],
  referencePx: 10_000 as Ticks,
};

class Counter implements VenueListener {
  count = 0;

  onReport(): boolean {
    this.count++;
    return true;
  }
}

/** @returns requests sent */
function play(exchange: SimulatedExchange, firstOrder: number, orders: number): number {
  const random = new Random(SEED);
  let requests = 0;
  for (let order = firstOrder; order < firstOrder + orders; order++) {
    const isBuy = random.oneIn(2);
    const away = random.oneIn(10) ? -20 : 1 + random.below(200);
    exchange.newOrder({
      clOrdId: venueClOrdId(order, 1),
      symbol: "ACME",
      account: "A1",
      side: isBuy ? Side.Buy : Side.Sell,
      ordType: OrdType.Limit,
      timeInForce: TimeInForce.Day,
      orderQty: (1 + random.below(100)) as Qty,
      price: (isBuy ? 10_000 - away : 10_000 + away) as Ticks,
    });
    requests++;
    if (order % 10 !== 0 && order > firstOrder + 1_000) {
      const target = order - 1_000;
      exchange.cancelOrder({
        clOrdId: venueClOrdId(target, 2),
        origClOrdId: venueClOrdId(target, 1),
        symbol: "ACME",
        side: isBuy ? Side.Buy : Side.Sell,
      });
      requests++;
    }
    if (order % BATCH === 0) exchange.flush();
  }
  exchange.flush();
  return requests;
}

export async function run(quick = false): Promise<BenchRow[]> {
  const orders = quick ? QUICK_ORDERS : ORDERS;
  const rounds = quick ? 1 : ROUNDS;
  const directory = mkdtempSync(join(tmpdir(), "lockstep-venue-bench-"));
  const options = { directory, instruments: [INSTRUMENT], agents: null, nowNs: () => process.hrtime.bigint() };
  try {
    const exchange = openSimulatedExchange({ ...options, lastReportSequence: 0 });
    const counter = new Counter();
    exchange.connect(counter, 0);
    const nanoseconds: number[] = [];
    let requests = 0;
    for (let round = 0; round < rounds; round++) {
      const startNs = process.hrtime.bigint();
      const sent = play(exchange, 1 + round * orders, orders);
      nanoseconds.push(Number(process.hrtime.bigint() - startNs) / sent);
      requests += sent;
    }
    exchange.close();
    if (counter.count < requests) throw new Error(`${requests} requests had ${counter.count} reports`);
    const startNs = process.hrtime.bigint();
    openSimulatedExchange({ ...options, lastReportSequence: counter.count }).close();
    const rerunNs = Number(process.hrtime.bigint() - startNs) / requests;
    return [
      {
        name: "venue, one request in and its reports out",
        unit: "ns/request",
        value: median(nanoseconds),
        budget: 600,
      },
      { name: "venue, journal run again at open", unit: "requests/s", value: Math.round(1e9 / rerunNs) },
    ];
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

if (process.argv[1] === new URL(import.meta.url).pathname) console.table(await run());
