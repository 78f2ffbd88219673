import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import { compareResults } from "../../src/cli/bench/compare.ts";
import { MIXES } from "../../src/cli/bench/mixes.ts";
import { OrderFlow, RequestKind } from "../../src/cli/bench/order-flow.ts";
import { type BenchResult, RESULT_FORMAT, type RoundResult } from "../../src/cli/bench/result.ts";

const CLI = join(import.meta.dirname, "../../dist/src/cli.js");
const directory = mkdtempSync(join(tmpdir(), "lockstep-bench-test-"));
const runFile = promisify(execFile);
afterAll(() => rmSync(directory, { recursive: true, force: true }));

async function bench(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  try {
    const { stdout, stderr } = await runFile(process.execPath, [CLI, "bench", ...args], { maxBuffer: 64 << 20 });
    return { code: 0, stdout, stderr };
  } catch (error) {
    const failed = error as { code: number; stdout: string; stderr: string };
    return { code: failed.code, stdout: failed.stdout, stderr: failed.stderr };
  }
}

function resultWith(p50s: readonly number[]): BenchResult {
  const rounds = p50s.map((p50) => {
    const latency = { count: 1, mean: p50, p50, p90: p50, p99: p50, p999: p50, p9999: p50, max: p50 };
    return { rate: 1_000, window: 0, requestsPerSecond: 1_000, latency, orderPathCpuUs: null, allCpuUs: null };
  });
  return { format: RESULT_FORMAT, rounds: rounds as unknown as RoundResult[] } as BenchResult;
}

function p50Of(a: readonly number[], b: readonly number[]) {
  const [{ rows }] = compareResults(resultWith(a), resultWith(b));
  return rows.find(({ figure }) => figure === "latency p50");
}

test("every mix adds up to a hundred percent", () => {
  for (const { rest, take, cancel, replace } of Object.values(MIXES)) expect(rest + take + cancel + replace).toBe(100);
});

test("a flow cancels and replaces only orders that rest, and makes the same choices for the same seed", () => {
  const play = () => {
    const flow = new OrderFlow(MIXES["exchange-core"], 7, 3, 5_000);
    const resting = new Set<number>();
    const choices: number[] = [];
    for (let request = 0; request < 5_000; request++) {
      const kind = flow.next(request, request < 50);
      const origin = flow.origins[request];
      choices.push(kind, flow.prices[request], flow.symbols[request], origin);
      if (kind === RequestKind.Cancel || kind === RequestKind.Replace) {
        expect(resting.delete(origin)).toBe(true);
        expect(flow.symbols[request]).toBe(flow.symbols[origin]);
        expect(flow.isBuy[request]).toBe(flow.isBuy[origin]);
      }
      if (kind === RequestKind.Rest || kind === RequestKind.Replace) {
        resting.add(request);
        flow.rests(request);
      }
      expect(flow.restingCount).toBe(resting.size);
    }
    return choices;
  };
  expect(play()).toEqual(play());
});

test("a difference is real when hardly any other dealing of the rounds differs as much", () => {
  expect(p50Of([10, 11, 12, 13, 14], [20, 21, 22, 23, 24])).toMatchObject({
    a: 12,
    b: 22,
    verdict: "real",
    p: 2 / 252,
  });
  expect(p50Of([10, 21, 12, 23, 14], [20, 11, 22, 13, 24])?.verdict).toBe("not shown");
  expect(p50Of([10, 11], [20, 21])?.verdict).toBe("too few rounds");
});

test("measures a server of its own: every request is answered, and the hops add up to what the client saw", async () => {
  const name = join(directory, "run");
  const ran = await bench(
    "--quick",
    "--rate",
    "500",
    "--mix",
    "desk",
    "--depth",
    "20",
    "--durability",
    "write",
    "--out",
    name,
  );
  expect(ran.stderr.replaceAll(/^npm .*\n/gm, "")).toBe("");
  expect(ran.code).toBe(0);
  const [round] = (JSON.parse(readFileSync(`${name}.json`, "utf8")) as BenchResult).rounds;
  expect(round.requests).toBe(1_000);
  expect(round.answered).toBe(1_000);
  expect(round.rejected + round.unanswered).toBe(0);
  expect(Object.values(round.byKind).reduce((sum, count) => sum + count, 0)).toBe(1_000);
  expect(round.byKind.cancel).toBeGreaterThan(300);
  expect(round.latency.count).toBe(1_000);
  const { hops } = round;
  expect(hops?.orders).toBeGreaterThan(20);
  expect(Math.abs((hops?.sumOfMeansUs ?? 0) / (hops?.endToEndMeanUs ?? 1) - 1)).toBeLessThan(0.02);
  const page = readFileSync(`${name}.html`, "utf8");
  expect(page).toContain("match at the venue");
  expect(page).not.toMatch(/(src|href)=/);
});

test("a profile tells the order path's time by hop and by file, and draws it", async () => {
  const out = join(directory, "profiled");
  const ran = await bench("--quick", "--durability", "write", "--window", "64", "--profile", "--out", out);
  expect(ran.code).toBe(0);
  expect(ran.stdout).toMatch(/profile at window 64: \d+ samples, \d+ % busy/);
  expect(ran.stdout).toMatch(/journals: hash and write +\d+\.\d\d us/);
  expect(ran.stdout).toMatch(/src\/core\/\S+ +\d+\.\d\d us/);
  const page = readFileSync(`${out}.html`, "utf8");
  expect(page).toContain('<svg class="flame"');
  expect(page).not.toMatch(/<script|<link|src=/);
  const refused = await bench("--profile", "--target", "127.0.0.1:1");
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining("--profile needs a server") });
});

test("makes the same load as JSON over WebSocket", async () => {
  const name = join(directory, "json");
  const options = ["--quick", "--over", "json", "--rate", "300", "--mix", "desk", "--durability", "write"];
  const ran = await bench(...options, "--out", name);
  expect(ran.code).toBe(0);
  const result = JSON.parse(readFileSync(`${name}.json`, "utf8")) as BenchResult;
  expect(result.plan.transport).toBe("JSON over WebSocket");
  expect(result.rounds[0]).toMatchObject({ requests: 600, answered: 600, rejected: 0, unanswered: 0 });
});

test("wrong options and files are told in a sentence", async () => {
  expect(await bench("--mix", "nothing")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("--mix is nothing, expected new,"),
  });
  expect(await bench("--rate", "10", "--window", "5")).toMatchObject({ code: 1 });
  const other = join(directory, "other.json");
  writeFileSync(other, '{"format":"else"}');
  expect((await bench("compare", other, other)).stderr).toContain('found format "else", expected "lockstep-bench-1"');
});

test("a server that is not there is told of", async () => {
  const ran = await bench("--quick", "--target", "127.0.0.1:1", "--comp-ids", "X");
  expect(ran.code).toBe(1);
  expect(ran.stderr).toContain("ECONNREFUSED");
});
