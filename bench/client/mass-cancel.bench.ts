/** A client's 10,000 live orders are canceled by one request: until all cancels are at the venue, and until each is told. */
import { PersistentClient } from "../../test/support/persistent-client.ts";
import { withHouse } from "../fix/bench-house.ts";
import type { BenchRow } from "../row.ts";

/** All cancels have to be on the wire by then. */
const REACH_MS = 2_000;
const PATIENCE_MS = 120_000;
/** Orders in one turn of the event loop, so that the server is not asked to take them all at once. */
const BURST = 500;

export async function run(isQuick = false): Promise<BenchRow[]> {
  const orders = isQuick ? 1_000 : 10_000;
  return withHouse(["{ compId: ALPHA, beginString: FIX.4.4 }"], async ({ fixPort }) => {
    const client = new PersistentClient({ compId: "ALPHA", beginString: "FIX.4.4" });
    await client.logOn(fixPort);
    for (let sent = 0; sent < orders; sent += BURST) {
      for (let index = sent; index < Math.min(sent + BURST, orders); index++) {
        client.send("D", `11=C${index}|21=1|38=10|40=2|44=99.00|54=1|55=ZVZZT|59=0|60=20261122-00:00:00|`);
      }
      const due = Math.min(sent + BURST, orders);
      await client.until(() => client.executions.size >= due, "not every order was answered", PATIENCE_MS);
    }
    let answeredMs = 0;
    client.onRaw = (raw) => {
      if (raw.includes("\x0135=r\x01")) answeredMs = performance.now();
    };
    const startMs = performance.now();
    client.send("q", "11=Q|60=20261122-00:00:00|530=7|");
    await client.until(() => client.executions.size >= 2 * orders, "not every cancel was told", PATIENCE_MS);
    const toldMs = performance.now();
    const note = `${orders.toLocaleString("en-US")} orders of one session`;
    return [
      {
        name: "mass cancel: every cancel at the venue",
        unit: "ms",
        value: answeredMs - startMs,
        reach: REACH_MS,
        note,
      },
      { name: "mass cancel: every cancel told to the client", unit: "ms", value: toldMs - startMs, note },
    ];
  });
}
