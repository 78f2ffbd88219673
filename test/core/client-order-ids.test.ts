/** Failure mode 3: a ClOrdID is used again on the same day, over a day of orders by chance. LOCKSTEP_FULL has 100,000. */
import { expect, it } from "vitest";
import { decide, evolve } from "../../src/core/core.ts";
import { placeOf } from "../../src/core/fill-table.ts";
import { viewOrder } from "../../src/core/order-view.ts";
import type { Qty, Ticks } from "../../src/domain/price.ts";
import { type Command, CommandType, type Event, EventType } from "../../src/domain/records.generated.ts";
import { OrdRejReason } from "../../src/domain/values.ts";
import { Random } from "../../src/lib/random.ts";
import { cancel, newOrder, replace, TestCore } from "../support/trade-words.ts";

const SEED = Number(process.env.LOCKSTEP_SEED ?? Date.now() % 1_000_000);
const OPERATIONS = process.env.LOCKSTEP_FULL ? 100_000 : 20_000;
/** One in so many requests has a ClOrdID that was used before. */
const AGAIN_ONE_IN = 20;

it(`takes no ClOrdID twice, refuses exactly those used again, and says how the first order stands (seed ${SEED})`, () => {
  const { state } = new TestCore();
  const random = new Random(SEED);
  /** The order of every ClOrdID that was taken, of either session. */
  const used = new Map<string, number>();
  const names: string[] = [];
  let reports = 0;
  let sequence = 1_000;
  let injected = 0;
  let refused = 0;
  let taken = 0;
  const tell = (command: Command): Event[] => {
    const events: Event[] = [];
    decide(state, command, events);
    sequence++;
    for (const [at, event] of events.entries()) evolve(state, event, BigInt(sequence), placeOf(sequence, at));
    return events;
  };
  const report = (given: object) => tell({ venueId: 1, reportSequence: ++reports, ...given } as unknown as Command);

  const again = (): void => {
    const key = names[random.below(names.length)];
    const [sessionId, clOrdId] = key.split(" ");
    const orderId = used.get(key) as number;
    const before = viewOrder(state, orderId);
    injected++;
    const events = tell(newOrder(clOrdId, { sessionId: Number(sessionId), qtyMantissa: 1 + random.below(50) }));
    taken += events.filter(({ type }) => type === EventType.OrderAccepted).length;
    const rejected = events.find((event) => event.type === EventType.OrderRejected);
    if (rejected?.type !== EventType.OrderRejected || rejected.ordRejReason !== OrdRejReason.DuplicateOrder) return;
    expect(rejected.orderId).toBe(orderId);
    expect(viewOrder(state, orderId)).toEqual(before);
    refused++;
  };

  for (let at = 1; at <= OPERATIONS; at++) {
    if (names.length > 0 && random.oneIn(AGAIN_ONE_IN)) {
      again();
      continue;
    }
    const sessionId = 1 + random.below(2);
    const old =
      names.length > 0 && random.below(3) === 0 ? names[Math.max(0, names.length - 1 - random.below(50))] : "";
    const clOrdId = `C${at}`;
    const [owner, origClOrdId] = old === "" ? [String(sessionId), ""] : old.split(" ");
    const given = { sessionId: Number(owner) };
    const isReplace = random.oneIn(2);
    const events = tell(
      old === ""
        ? newOrder(clOrdId, given)
        : isReplace
          ? replace(clOrdId, origClOrdId, { ...given, qtyMantissa: 100 + random.below(50) })
          : cancel(clOrdId, origClOrdId, given),
    );
    if (events.every(({ type }) => type !== EventType.RequestRejected && type !== EventType.OrderRejected)) {
      used.set(`${owner} ${clOrdId}`, old === "" ? state.orders.count : (used.get(old) as number));
      names.push(`${owner} ${clOrdId}`);
    }
    const orderId = 1 + random.below(Math.max(1, state.orders.count));
    const answer = { orderId, requestNumber: 1, exchangeOrderId: `X${orderId}` };
    const row = state.orders.rowOf(orderId);
    if (row === 0) continue;
    if (state.orders.stage[row] === 1) report({ type: CommandType.ExchangeAccepted, ...answer });
    else if (state.orders.leavesQty(row) > 0) {
      const fill = { exchangeExecId: `T${reports}`, lastQty: 1 as Qty, lastPx: 10_000 as Ticks };
      report({ type: CommandType.ExchangeFill, ...answer, ...fill });
    }
  }
  expect({ taken, refused }).toEqual({ taken: 0, refused: injected });
  expect(injected).toBeGreaterThan(OPERATIONS / AGAIN_ONE_IN / 2);
});
