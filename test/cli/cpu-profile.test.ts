import { expect, test } from "vitest";
import {
  type CpuProfile,
  foldProfile,
  hopOf,
  pruned,
  selfByFile,
  selfByFunction,
  selfByHop,
} from "../../src/cli/bench/cpu-profile.ts";
import { flameGraphSvg } from "../../src/cli/bench/flame-graph.ts";

const DIST = "file:///house/dist/";

function frame(id: number, functionName: string, url: string, children: number[] = []): CpuProfile["nodes"][number] {
  return { id, callFrame: { functionName, url, lineNumber: url === "" ? -1 : 9 }, children };
}

/** Eleven samples, 100 us apart but for the last two: what is read, judged, written; the collector; and nothing to do. */
const PROFILE: CpuProfile = {
  nodes: [
    frame(1, "(root)", "", [2, 3, 4, 10]),
    frame(2, "(idle)", ""),
    frame(3, "(garbage collector)", ""),
    frame(4, "onread", "node:net", [5, 8]),
    frame(5, "receive", `${DIST}src/fix/connection.js`, [6]),
    frame(6, "next", `${DIST}src/lib/text-map.js`, [7]),
    frame(7, "latin1Slice", ""),
    frame(8, "#writeOut", `${DIST}src/fix/connection.js`, [9]),
    frame(9, "writeBuffer", ""),
    frame(10, "decide", `${DIST}src/core/core.js`, [11]),
    frame(11, "decide", `${DIST}src/core/core.js`),
  ],
  startTime: 1_000,
  endTime: 2_100,
  samples: [2, 4, 5, 6, 7, 8, 9, 3, 10, 11, 2],
  timeDeltas: [0, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100],
};
const ALL: [number, number][] = [[0, 10_000]];

test("a sample stands for the time until the next one, and idle time is told apart", () => {
  const { root, idleUs, samples } = foldProfile(PROFILE, ALL);
  expect(samples).toBe(11);
  expect(idleUs).toBe(200);
  expect(root.totalUs).toBe(900);
  expect(root.children.map(({ name, totalUs, selfUs }) => [name, totalUs, selfUs])).toEqual([
    ["onread", 600, 100],
    ["decide", 200, 100],
    ["(garbage collector)", 100, 100],
  ]);
});

test("only time inside a window counts, and a sample that straddles its edge in part", () => {
  // From 1,150 to 1,350: half of onread's sample, all of receive's, half of the map's.
  const { root, idleUs } = foldProfile(PROFILE, [[1_150, 1_350]]);
  expect(idleUs).toBe(0);
  expect(selfByFunction(root)).toEqual([
    { name: "receive (src/fix/connection)", selfUs: 100 },
    { name: "onread (node:net)", selfUs: 50 },
    { name: "next (src/lib/text-map)", selfUs: 50 },
  ]);
  expect(foldProfile(PROFILE, []).root.totalUs).toBe(0);
});

test("what runs outside the language, and the library, count for the file that called them", () => {
  const { root } = foldProfile(PROFILE, ALL);
  expect(selfByFile(root)).toEqual([
    { name: "src/fix/connection", selfUs: 300 },
    { name: "src/fix/connection out", selfUs: 200 },
    { name: "src/core/core", selfUs: 200 },
    { name: "node:net", selfUs: 100 },
    { name: "(garbage collector)", selfUs: 100 },
  ]);
  expect(selfByHop(root)).toEqual([
    { name: "read, frame, session, validate", selfUs: 300 },
    { name: "report: to the socket", selfUs: 200 },
    { name: "risk, decide, evolve", selfUs: 200 },
    { name: "Node: event loop, sockets read", selfUs: 100 },
    { name: "(garbage collector)", selfUs: 100 },
  ]);
});

test("the times by hop, by file and by function each add up to the whole", () => {
  const { root } = foldProfile(PROFILE, ALL);
  for (const times of [selfByHop(root), selfByFile(root), selfByFunction(root)])
    expect(times.reduce((sum, { selfUs }) => sum + selfUs, 0)).toBe(root.totalUs);
});

test("a file belongs to one hop, and what is not ours to the event loop", () => {
  expect(hopOf("simulator/matching/matching-engine")).toBe("exchange in the box");
  expect(hopOf("src/fix/outbound")).toBe("report: encode");
  expect(hopOf("node:events")).toBe("Node: event loop, sockets read");
});

test("a pruned tree leaves the smallest frames out and every total as it was", () => {
  const { root } = foldProfile(PROFILE, ALL);
  const small = pruned(root, 0.15);
  expect(small.totalUs).toBe(900);
  expect(small.children.map(({ name, totalUs }) => [name, totalUs])).toEqual([
    ["onread", 600],
    ["decide", 200],
  ]);
});

test("an empty profile folds to nothing and draws one empty frame", () => {
  const empty = { nodes: [], startTime: 0, endTime: 0, samples: [], timeDeltas: [] };
  const { root, idleUs, samples } = foldProfile(empty, ALL);
  expect([root.totalUs, idleUs, samples, root.children.length]).toEqual([0, 0, 0, 0]);
  expect(flameGraphSvg(root, 0)).toContain("<svg");
});

test("a flame graph draws frames as wide as their share, below their callers, and asks for nothing from outside", () => {
  const { root } = foldProfile(PROFILE, ALL);
  const svg = flameGraphSvg(root, 100);
  const boxes = [...svg.matchAll(/<title>([^<]*)<\/title><rect x="([\d.]+)" y="(\d+)" width="([\d.]+)"/g)].map(
    ([, title, x, y, width]) => ({ title, x: Number(x), y: Number(y), width: Number(width) }),
  );
  expect(boxes).toHaveLength(10);
  const of = (start: string) => boxes.find(({ title }) => title.startsWith(start));
  expect(of("(root)")).toMatchObject({ x: 0, y: 0, title: "(root): 100.0 %, 9.00 us a request, itself 0.00 us" });
  expect(of("onread")?.width).toBeCloseTo(800, 0);
  expect(of("decide")).toMatchObject({ x: 800, y: 17 });
  expect(of("receive")?.title).toBe("receive src/fix/connection:10: 33.3 %, 3.00 us a request, itself 1.00 us");
  expect(of("latin1Slice")?.y).toBe(17 * 4);
  expect(svg).not.toMatch(/https?:|<script|<image|href/);
});

test("names in a flame graph are inert", () => {
  const root = { name: "(root)", file: "", line: 0, selfUs: 0, totalUs: 10, children: [] as never[] };
  const child = { name: '<b onload="x">&', file: "src/x", line: 1, selfUs: 10, totalUs: 10, children: [] };
  expect(flameGraphSvg({ ...root, children: [child] }, 1)).toContain("&lt;b onload=&quot;x&quot;>&amp;");
});
