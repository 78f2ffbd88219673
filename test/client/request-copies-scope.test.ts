/** Whose requests a drop copy of one account gets, when orders of before have left memory and the others have moved up. */
import { expect, it } from "vitest";
import { FixPublisher } from "../../src/client/fix-publisher.ts";
import { CommandType } from "../../src/domain/records.generated.ts";
import { TimeInForce } from "../../src/domain/values.ts";
import { MemoryStore } from "../../src/fix/memory-store.ts";
import { FixSession } from "../../src/fix/session.ts";
import { fixSessionConfig } from "../../src/fix/session-types.ts";
import { ManualClock } from "../../src/lib/clock.ts";
import { message } from "../fix/messages.ts";
import { cancel, newOrder, TestCore } from "../support/trade-words.ts";

function sessionOf(core: TestCore, id: number, targetCompId: string): FixSession {
  const config = fixSessionConfig({ beginString: "FIX.4.4", senderCompId: "US", targetCompId });
  return new FixSession({ id, config, store: new MemoryStore(), clock: new ManualClock(core.nowNs) });
}

it("goes by the order's own account", () => {
  const core = new TestCore();
  core.tell(newOrder("A", { account: "OTHER" }));
  core.accept(1);
  core.fill(1, 100, 10_000);
  core.tell(newOrder("B", { account: "FUND", timeInForce: TimeInForce.GoodTillCancel }));
  core.accept(2);
  for (const tradingDay of [20_261_123, 20_261_124]) core.tell({ type: CommandType.OpenTradingDay, tradingDay });
  core.tell(newOrder("C", { account: "OTHER" }));
  expect(core.state.orders.rowOf(2)).toBe(1);

  const publisher = new FixPublisher(core.state, () => {});
  publisher.addSession(sessionOf(core, 1, "ALPHA"));
  const copies = [new Set(["FUND"]), new Set(["OTHER"])].map((accounts, index) => {
    const copy = sessionOf(core, 2 + index, `DROP${index}`);
    publisher.addDropCopy(copy, { sessionIds: null, accounts }, true);
    return copy;
  });
  const fields = "35=F|34=7|49=ALPHA|52=20261122-01:20:00.123|56=US|11=Z|41=B|54=1|55=ZVZZT|60=20261122-01:20:00.123";
  const raw = message("FIX.4.4", fields);
  publisher.receive(cancel("Z", "B"), raw, 0, raw.length, core.nowNs);
  expect(copies.map(({ nextSenderMsgSeqNum }) => nextSenderMsgSeqNum)).toEqual([2, 1]);
});
