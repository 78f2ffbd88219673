/**
 * A hundred thousand reports sent again to one session while another trades: the other's latency with and without, from
 * the same run on a real server, and how fast the reports come.
 */
import type { HistogramSummary } from "../../src/lib/histogram.ts";
import { Abuser } from "../../test/support/abuser.ts";
import { type BenchRow, median } from "../row.ts";
import { withHouse } from "./bench-house.ts";
import { PingClient } from "./ping-client.ts";

const PER_SECOND = 200;

type Run = { alone: HistogramSummary; during: HistogramSummary; perSecond: number };

async function round(port: number, reports: number, seconds: number): Promise<Run> {
  const slow = new Abuser(port, "AGAIN");
  await slow.logOn();
  await slow.trade(reports);
  const other = new PingClient(port, "OTHER");
  await other.logOn();
  await other.pings(1, PER_SECOND);
  const alone = await other.pings(seconds, PER_SECOND);
  const startMs = performance.now();
  let endMs = 0;
  slow.socket.write(slow.message("2", "7=1|16=0|"), "latin1");
  const all = slow
    .until(() => slow.possDups >= reports, "not every report came again", 120_000)
    .then(() => {
      endMs = performance.now();
    });
  const isOver = () => endMs > 0;
  const during = await other.pings(seconds, PER_SECOND, isOver);
  await all;
  other.close();
  slow.socket.destroy();
  return { alone, during, perSecond: (reports * 1000) / (endMs - startMs) };
}

export async function run(quick = false): Promise<BenchRow[]> {
  const reports = quick ? 10_000 : 100_000;
  const sessions = ["{ compId: AGAIN, beginString: FIX.4.4 }", "{ compId: OTHER, beginString: FIX.4.4 }"];
  const runs: Run[] = [];
  for (let done = 0; done < (quick ? 1 : 3); done++) {
    runs.push(await withHouse(sessions, ({ fixPort }) => round(fixPort, reports, quick ? 1 : 5)));
  }
  const of = (pick: (run: Run) => number) => median(runs.map(pick));
  const during = `while ${reports} reports are resent to one`;
  const peer = "without it";
  return [
    { name: `another's p50 ${during}`, unit: "us", value: of((run) => run.during.p50 / 1000) },
    { name: `another's p50 ${during}`, unit: "us", value: of((run) => run.alone.p50 / 1000), peer },
    { name: `another's p99 ${during}`, unit: "us", value: of((run) => run.during.p99 / 1000) },
    { name: `another's p99 ${during}`, unit: "us", value: of((run) => run.alone.p99 / 1000), peer },
    { name: "reports resent", unit: "reports/s", value: of((run) => run.perSecond) },
  ];
}
