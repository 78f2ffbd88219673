/** What a drop copy of a request costs, into its own FIX version and into others: read, translate, number, store. */
import { Bench } from "tinybench";
import { FixPublisher } from "../../src/client/fix-publisher.ts";
import { evolve } from "../../src/core/core.ts";
import { State } from "../../src/core/state.ts";
import { NO_PRICE } from "../../src/domain/price.ts";
import { type Command, CommandType, EventType } from "../../src/domain/records.generated.ts";
import { OrdType, Side, TimeInForce } from "../../src/domain/values.ts";
import { MemoryStore } from "../../src/fix/memory-store.ts";
import { FixSession } from "../../src/fix/session.ts";
import { fixSessionConfig } from "../../src/fix/session-types.ts";
import { BatchClock, SystemClock } from "../../src/lib/clock.ts";
import { microseconds, NEW_ORDER } from "../fix/messages.ts";
import type { BenchRow } from "../row.ts";

/** tinybench's own reading of the clock costs as much as one copy. */
const COPIES_PER_TURN = 100;
const STORED_MAX = 1_000;
const COMMAND: Command = {
  type: CommandType.NewOrder,
  sessionId: 1,
  msgSeqNum: 100_027,
  possResend: false,
  clOrdId: "ORD-00100027",
  account: "ACC-7",
  symbol: "ACME",
  side: Side.Buy,
  ordType: OrdType.Limit,
  timeInForce: TimeInForce.Day,
  qtyMantissa: 1_500,
  qtyScale: 0,
  priceMantissa: NO_PRICE,
  priceScale: 0,
  unsupported: "",
  securityId: "",
  securityExchange: "",
  moreTerms: [],
  carried: "",
};
const TARGETS: readonly (readonly [beginString: string, defaultApplVerId: string])[] = [
  ["FIX.4.4", ""],
  ["FIX.4.2", ""],
  ["FIXT.1.1", "9"],
];

export async function run(isQuick = false): Promise<BenchRow[]> {
  const bench = new Bench({ time: isQuick ? 100 : 800, warmupTime: isQuick ? 50 : 400 });
  for (const [beginString, defaultApplVerId] of TARGETS) {
    const clock = new BatchClock(new SystemClock());
    const publisher = publisherInto(beginString, defaultApplVerId, clock);
    bench.add(`${beginString}${defaultApplVerId}`, () => {
      clock.letGo();
      const nowNs = clock.nowNs();
      clock.hold(nowNs);
      for (let count = 0; count < COPIES_PER_TURN; count++)
        publisher.receive(COMMAND, NEW_ORDER, 0, NEW_ORDER.length, nowNs);
    });
  }
  await bench.run();
  return TARGETS.map(([beginString, defaultApplVerId]) => ({
    name: `copy of a NewOrderSingle of 17 fields, FIX.4.4 into ${beginString} ${defaultApplVerId}`.trimEnd(),
    unit: "us",
    value: microseconds(bench, `${beginString}${defaultApplVerId}`) / COPIES_PER_TURN,
  }));
}

function publisherInto(beginString: string, defaultApplVerId: string, clock: BatchClock): FixPublisher {
  const state = new State();
  const defined = {
    account: "A-1",
    pendingReports: false,
    replaceChains: true,
    type: EventType.SessionDefined,
  } as const;
  evolve(state, { ...defined, sessionId: 1, sessionKey: "c", compId: "CLIENT01" }, 0n, 0);
  const names = { senderCompId: "LOCKSTEP", targetCompId: "CLIENT01" };
  const client = fixSessionConfig({ ...names, beginString: "FIX.4.4" });
  const drop = fixSessionConfig({ ...names, beginString, defaultApplVerId });
  const publisher = new FixPublisher(state, () => {});
  publisher.addSession(new FixSession({ id: 1, config: client, store: new MemoryStore(STORED_MAX), clock }));
  const copy = new FixSession({ id: 2, config: drop, store: new MemoryStore(STORED_MAX), clock });
  publisher.addDropCopy(copy, { sessionIds: null, accounts: null }, true);
  return publisher;
}
