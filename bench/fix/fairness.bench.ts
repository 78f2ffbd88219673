/**
 * What one session that abuses its line costs another: the other's latency, one order at a time, with and without it, by
 * turns in the same run on a real server. The row without the abuser stands as the peer: below it, the ratio.
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import type { HistogramSummary } from "../../src/lib/histogram.ts";
import { median } from "../../src/lib/median.ts";
import type { BenchRow } from "../row.ts";
import { withHouse } from "./bench-house.ts";
import { PingClient } from "./ping-client.ts";

const PER_SECOND = 200;
const ABUSES = [
  { name: "asks for everything again without end", kind: "resend", compId: "ABUSER", perSecond: 0, stored: 10_000 },
  { name: "sends 20 x its limit of 100 messages/s", kind: "flood", compId: "LIMITED", perSecond: 2_000, stored: 0 },
  { name: "sends orders as fast as it can", kind: "flood", compId: "ABUSER", perSecond: 0, stored: 0 },
  { name: "sends garbage as fast as it can", kind: "garbage", compId: "ABUSER", perSecond: 0, stored: 0 },
] as const;

type Run = { alone: HistogramSummary; abused: HistogramSummary; told: string };

/** A round is: alone, the abuser comes, together, the abuser goes. */
async function round(port: number, abuse: (typeof ABUSES)[number], seconds: number): Promise<Run> {
  const { kind, compId, perSecond, stored } = abuse;
  const other = new PingClient(port, "OTHER");
  await other.logOn();
  await other.pings(Math.min(1, seconds), PER_SECOND);
  const script = join(import.meta.dirname, "abuser-process.ts");
  const args = ["--import", "tsx", script, String(port), compId, kind, String(perSecond), String(stored)];
  const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
  try {
    let told = "";
    child.stdout.on("data", (bytes) => {
      told += bytes;
    });
    const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    while (!told.includes("ready\n") && child.exitCode === null)
      await new Promise((resolve) => setTimeout(resolve, 10));
    const alone = await other.pings(seconds, PER_SECOND);
    child.stdin.write("go\n");
    const abused = await other.pings(seconds, PER_SECOND);
    child.stdin.end();
    await ended;
    return { alone, abused, told: told.replace("ready\n", "").trim() };
  } finally {
    child.kill("SIGKILL");
    other.close();
  }
}

export async function run(quick = false): Promise<BenchRow[]> {
  const seconds = quick ? 1 : 10;
  const rounds = quick ? 1 : 3;
  const rows: BenchRow[] = [];
  for (const abuse of ABUSES) {
    const sessions = [
      "{ compId: ABUSER, beginString: FIX.4.4 }",
      "{ compId: LIMITED, beginString: FIX.4.4, throttle: { perSecond: 100, disconnectAfter: 0 } }",
      "{ compId: OTHER, beginString: FIX.4.4 }",
    ];
    const runs: Run[] = [];
    for (let done = 0; done < rounds; done++) {
      runs.push(await withHouse(sessions, ({ fixPort }) => round(fixPort, abuse, seconds)));
    }
    for (const [what, pick] of [
      ["p50", (summary: HistogramSummary) => summary.p50],
      ["p99", (summary: HistogramSummary) => summary.p99],
    ] as const) {
      const name = `another's ${what} while one ${abuse.name}`;
      const of = (part: "alone" | "abused") => median(runs.map((each) => pick(each[part]) / 1000));
      const { sent } = JSON.parse(runs.at(-1)?.told || "{}") as { sent?: number };
      rows.push({ name, unit: "us", value: of("abused"), note: `${sent ?? 0} in ${seconds} s` });
      rows.push({ name, unit: "us", value: of("alone"), peer: "without it" });
    }
  }
  return rows;
}
