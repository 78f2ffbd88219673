/**
 * A hundred thousand reports sent again to one session while another trades: the other's latency with and without, from
 * the same run on a real server, and how fast the reports come.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import type { HistogramSummary } from "../../src/lib/histogram.ts";
import { median } from "../../src/lib/median.ts";
import type { BenchRow } from "../row.ts";
import { withHouse } from "./bench-house.ts";
import { PingClient } from "./ping-client.ts";

const PER_SECOND = 200;

type Run = { alone: HistogramSummary; during: HistogramSummary; perSecond: number };

async function round(port: number, reports: number, seconds: number): Promise<Run> {
  // A process of its own, behind the one that measures: what reading the reports costs is not what is asked.
  const script = join(import.meta.dirname, "abuser-process.ts");
  const args = ["--import", "tsx", script, String(port), "AGAIN", "once", "0", String(reports)];
  const slow = spawn("nice", ["-n", "19", process.execPath, ...args], { stdio: ["pipe", "pipe", "inherit"] });
  try {
    const said = lines(slow);
    await said("ready");
    const other = new PingClient(port, "OTHER");
    await other.logOn();
    await other.pings(1, PER_SECOND);
    const alone = await other.pings(seconds, PER_SECOND);
    let tookMs = 0;
    slow.stdin?.write("go\n");
    const all = said("done").then((line) => {
      tookMs = Number(line.split(" ")[1]);
    });
    const during = await other.pings(seconds, PER_SECOND, () => tookMs > 0);
    await all;
    other.close();
    return { alone, during, perSecond: (reports * 1000) / tookMs };
  } finally {
    slow.kill("SIGKILL");
  }
}

/** Waits for a line that begins with a word. */
function lines(from: ChildProcess): (word: string) => Promise<string> {
  let text = "";
  from.stdout?.on("data", (bytes) => {
    text += bytes;
  });
  return async (word) => {
    for (;;) {
      const line = text.split("\n").find((one, index, all) => index < all.length - 1 && one.startsWith(word));
      if (line !== undefined) return line;
      if (from.exitCode !== null) throw new Error(`the resending client ended before it said ${word}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
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
