import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exactNotional, NotionalSums } from "../../src/cli/replay/notional.ts";
import type { MinuteFigures, OperationsReply } from "../../src/desk/operations-wire.ts";
import { decodeFrame } from "../../src/domain/frame.ts";
import { NO_PRICE } from "../../src/domain/price.ts";
import { EventType } from "../../src/domain/records.generated.ts";
import { scanJournal } from "../../src/journal/journal.ts";
import { ByteReader } from "../../src/lib/byte-buffer.ts";
import { Histogram } from "../../src/lib/histogram.ts";
import { FollowerFixture } from "../support/follower-fixture.ts";
import { TradingDay } from "../support/trading-day.ts";

/** The journal counted by itself: event by event, with nothing of the desk's. */
function countOffline(directory: string): Map<number, Omit<MinuteFigures, "isWhole">> {
  const minutes = new Map<number, Omit<MinuteFigures, "isWhole"> & { latencies: Histogram }>();
  const accepted = new Map<number, { timeNs: bigint; qty: number; cumQty: number }>();
  const reader = new ByteReader();
  scanJournal(directory, (frame) => {
    reader.reset(frame.bytes, frame.payloadStart, frame.payloadEnd);
    for (const event of decodeFrame(reader).events) {
      const startUs = Number(frame.timeNs / 60_000_000_000n) * 60_000_000;
      const none = {
        orders: 0,
        accepted: 0,
        rejected: 0,
        rejects: {} as Record<string, number>,
        fills: 0,
        ended: 0,
        filled: 0,
      };
      const minute = minutes.get(startUs) ?? {
        startUs,
        ...none,
        ...{ acks: 0, ackP50Us: 0, ackP99Us: 0, ackMaxUs: 0, latencies: new Histogram() },
      };
      minutes.set(startUs, minute);
      const reject = (who: string, reason: number) => {
        minute.rejected++;
        minute.rejects[`${who} ${reason}`] = (minute.rejects[`${who} ${reason}`] ?? 0) + 1;
      };
      if (event.type === EventType.OrderAccepted) {
        minute.orders++;
        minute.accepted++;
        accepted.set(event.orderId, { timeNs: frame.timeNs, qty: event.orderQty, cumQty: 0 });
      } else if (event.type === EventType.OrderRejected) {
        minute.orders++;
        reject("house", event.ordRejReason);
      } else if (event.type === EventType.OrderRefused) {
        minute.ended++;
        reject("venue", event.ordRejReason);
      } else if (event.type === EventType.OrderAcknowledged) {
        minute.latencies.record(Number(frame.timeNs - accepted.get(event.orderId)!.timeNs));
      } else if (event.type === EventType.OrderReplaced) {
        accepted.get(event.orderId)!.qty = event.orderQty;
      } else if (event.type === EventType.OrderFilled) {
        const order = accepted.get(event.orderId)!;
        order.cumQty += event.lastQty;
        minute.fills++;
        if (order.cumQty === order.qty) {
          minute.ended++;
          minute.filled++;
        }
      } else if (event.type === EventType.OrderCanceled || event.type === EventType.OrderExpired) minute.ended++;
    }
    return true;
  });
  const us = (ns: number) => Math.round(ns / 100) / 10;
  return new Map(
    [...minutes].map(([startUs, { latencies, ...minute }]) => {
      const { count, p50, p99, max } = latencies.summary();
      return [startUs, { ...minute, acks: count, ackP50Us: us(p50), ackP99Us: us(p99), ackMaxUs: us(max) }];
    }),
  );
}

describe("the operations' figures", () => {
  const fixture = new FollowerFixture();
  let reply: OperationsReply;

  beforeAll(async () => {
    const day = new TradingDay(fixture.journal, 3);
    day.begin();
    for (let step = 0; step < 2_000; step++) {
      fixture.journal.timeNs += 90_000_000n;
      day.step();
    }
    fixture.journal.commit();
    await fixture.start();
    await fixture.caughtUp();
    reply = (await (await fetch(`${fixture.address}/api/operations`)).json()) as OperationsReply;
  });
  afterAll(() => fixture.close());

  it("equal a count of the journal, minute for minute", () => {
    const offline = countOffline(fixture.journal.directory);
    expect(reply.minutes.length).toBeGreaterThan(2);
    expect(reply.minutes.map(({ isWhole, ...figures }) => figures)).toEqual([...offline.values()]);
    expect(reply.minutes.every(({ isWhole }) => isWhole)).toBe(true);
    expect(reply.minutes.some(({ rejected, filled }) => rejected > 0 && filled > 0)).toBe(true);
  });

  it("tell the open notional that an exact sum over the open orders gives", () => {
    const { orders, instruments } = fixture.journal.state;
    const sums = new NotionalSums();
    let open = 0;
    for (let row = 1; row <= orders.rowCount; row++) {
      if (!orders.isOpen(row)) continue;
      open++;
      const { priceScale, qtyScale, referencePx, currency } = instruments[orders.instrumentId[row]]!;
      const price = orders.price[row] === NO_PRICE ? referencePx : orders.price[row];
      sums.add(currency, exactNotional(price, orders.leavesQty(row), priceScale + qtyScale));
    }
    expect(reply.openOrders).toBe(open);
    const exact = Object.entries(sums.toJSON())
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([currency, value]) => ({ currency, value: Number(value) }));
    expect(reply.openNotional.map(({ currency }) => currency)).toEqual(exact.map(({ currency }) => currency));
    for (const [index, { value }] of exact.entries()) expect(reply.openNotional[index].value).toBeCloseTo(value, 4);
  });
});
