/** A result as one page without anything from outside: tables, and charts as SVG that were drawn when it was written. */
import { loadOf } from "./compare.ts";
import type { SelfTime } from "./cpu-profile.ts";
import { flameGraphSvg } from "./flame-graph.ts";
import type { BenchResult, RoundResult } from "./result.ts";

const COLOURS = ["#2563eb", "#dc2626", "#059669", "#9333ea", "#d97706", "#0891b2", "#be185d", "#4d7c0f"];
const WIDTH = 760;
const HEIGHT = 300;
const LEFT = 70;
const BOTTOM = 40;
const NINES_MAX = 5;

type Line = { name: string; points: [x: number, y: number][] };

/** @returns the page of one result, or of two that were measured in turn */
export function reportHtml(results: readonly BenchResult[]): string {
  const [first] = results;
  const title = `Lockstep bench: ${results.map(({ name }) => name).join(" against ")}`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${inert(title)}</title><style>
:root{color-scheme:light dark}body{font:14px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;margin:.5rem 0 1.5rem}th,td{padding:.2rem .7rem;text-align:right;border-bottom:1px solid #8884;font-variant-numeric:tabular-nums}
th:first-child,td:first-child{text-align:left}svg{width:100%;height:auto}svg text{font:11px system-ui,sans-serif;fill:currentColor}
svg.flame text{font-size:10px;fill:#111}
.axis{stroke:currentColor;stroke-opacity:.4}.grid{stroke:currentColor;stroke-opacity:.12}.fault{color:#b91c1c}
</style></head><body><h1>${inert(title)}</h1>
<p>${inert(first.at)}, Lockstep ${inert(first.version)}, Node ${inert(first.node)}, ${inert(first.system)}, ${inert(first.processors)}, ${first.memoryGiB} GiB; ${inert(first.pinning)}.</p>
${results.map(planTable).join("")}
<h2>Latency</h2><p>From when a request was due to the read of its answer, in microseconds; every round a row.</p>
${results.map(latencyTable).join("")}
<h3>By percentile</h3>${curveChart(results)}
<h3>Over time</h3><p>p99 of each second, in microseconds.</p>${timeChart(results)}
<h2>Hop by hop</h2>${results.map(hopTable).join("")}
${results.map(profileSection).join("")}
</body></html>
`;
}

function planTable(result: BenchResult): string {
  const rows = Object.entries({ ...result.plan, seed: result.seed, configuration: result.configHash });
  const { stalls } = result;
  const text =
    stalls === null
      ? ""
      : `<p>Order path: ${stalls.collections} garbage collections, ${stalls.collectedMs.toFixed(0)} ms in all, the longest ${stalls.longestMs.toFixed(1)} ms; loop held up p99.9 ${stalls.loopP999Ms.toFixed(1)} ms, at most ${stalls.loopMaxMs.toFixed(1)} ms.</p>`;
  return `<h2>${inert(result.name)}</h2>${table(
    rows.map(([key]) => key),
    [rows.map(([, value]) => String(value))],
  )}${text}`;
}

function latencyTable(result: BenchResult): string {
  const head = ["load", "answered/s", "p50", "p90", "p99", "p99.9", "p99.99", "max", "late p99", "CPU path", "CPU all"];
  const rows = result.rounds.map((round) => {
    const { p50, p90, p99, p999, p9999, max } = round.latency;
    const figures = [round.requestsPerSecond, p50, p90, p99, p999, p9999, max, round.lateness.p99].map(short);
    return [loadOf(round), ...figures, short(round.orderPathCpuUs), short(round.allCpuUs)];
  });
  const faults = [...new Set(result.rounds.map(({ generatorFault }) => generatorFault))].filter((text) => text !== "");
  return `<h3>${inert(result.name)}</h3>${table(head, rows)}${faults.map((text) => `<p class="fault">${inert(text)}</p>`).join("")}`;
}

function hopTable(result: BenchResult): string {
  return lastRounds(result)
    .flatMap((round) => {
      const { hops } = round;
      if (hops === null) return [];
      const rows = hops.hops.map((row) => [
        row.hop,
        ...[row.meanUs, row.p50Us, row.p99Us, row.p999Us, row.maxUs].map(short),
      ]);
      rows.push(["sum of the means", short(hops.sumOfMeansUs), "", "", "", ""]);
      rows.push([`end to end, ${hops.orders} orders`, short(hops.endToEndMeanUs), "", "", "", ""]);
      const head = ["hop, microseconds", "mean", "p50", "p99", "p99.9", "max"];
      return [`<h3>${inert(result.name)}, ${loadOf(round)}</h3>${hopBar(round)}${table(head, rows)}`];
    })
    .join("");
}

/** A flame graph for each load that was profiled, and the time by hop, file and function. */
function profileSection({ name, profiles = [] }: BenchResult): string {
  return profiles
    .map(({ load, requests, samples, busyUs, idleUs, hops, files, functions, root }) => {
      const rows = (times: readonly SelfTime[]) =>
        times.map((time) => [
          time.name,
          (time.selfUs / requests).toFixed(2),
          `${((time.selfUs / busyUs) * 100).toFixed(1)} %`,
        ]);
      const head = (what: string) => [what, "us a request", "share"];
      const busy = ((busyUs / (busyUs + idleUs)) * 100).toFixed(0);
      return `<h2>Where the order path's time goes: ${inert(name)}, ${inert(load)}</h2>
<p>${samples.toLocaleString("en-US")} samples of its thread, ${busy} % busy. Callers stand above what they called; the wider, the longer. Coloured is ours, by hop; grey is Node and the kernel. Point at a frame for its file and its microseconds.</p>
${flameGraphSvg(root, requests)}
<h3>Self time by hop</h3>${table(head("hop"), rows(hops))}
<h3>By file, with what it called outside the language</h3>${table(head("file"), rows(files))}
<h3>By function, itself alone</h3>${table(head("function"), rows(functions))}`;
    })
    .join("");
}

/** The means of the hops beside each other, as long as they last. */
function hopBar(round: RoundResult): string {
  const { hops } = round;
  if (hops === null || hops.sumOfMeansUs === 0) return "";
  let x = 0;
  const parts = hops.hops.map(({ hop, meanUs }, index) => {
    const width = (meanUs / hops.sumOfMeansUs) * WIDTH;
    const colour = COLOURS[index % COLOURS.length];
    const part = `<rect x="${x.toFixed(1)}" y="0" width="${width.toFixed(1)}" height="26" fill="${colour}"><title>${inert(hop)}: ${short(meanUs)} us</title></rect>`;
    x += width;
    return part;
  });
  return `<svg viewBox="0 0 ${WIDTH} 28" role="img" aria-label="means of the hops">${parts.join("")}</svg>`;
}

function curveChart(results: readonly BenchResult[]): string {
  const lines = results.flatMap((result) =>
    lastRounds(result).map((round) => ({
      name: `${result.name}, ${loadOf(round)}`,
      points: round.curve.map(
        ([us, share]) =>
          [share >= 1 ? NINES_MAX : Math.min(NINES_MAX, -Math.log10(1 - share)), Math.log10(Math.max(1, us))] as [
            number,
            number,
          ],
      ),
    })),
  );
  const xTicks = ["0", "90 %", "99 %", "99.9 %", "99.99 %", "99.999 %"].map((text, nines) => [nines, text] as const);
  return chart(lines, NINES_MAX, xTicks, (y) => short(10 ** y));
}

function timeChart(results: readonly BenchResult[]): string {
  const lines = results.flatMap((result) =>
    lastRounds(result).map((round) => ({
      name: `${result.name}, ${loadOf(round)}`,
      points: round.seconds.map(({ p99Us }, index) => [index + 1, Math.log10(Math.max(1, p99Us))] as [number, number]),
    })),
  );
  const last = Math.max(1, ...lines.flatMap(({ points }) => points.map(([x]) => x)));
  const step = Math.max(1, Math.ceil(last / 10));
  const xTicks = Array.from({ length: Math.floor(last / step) }, (_, index) => {
    const second = (index + 1) * step;
    return [second, `${second} s`] as const;
  });
  return chart(lines, last, xTicks, (y) => short(10 ** y));
}

/** A line chart; y is given as a logarithm. */
function chart(
  lines: readonly Line[],
  xMax: number,
  xTicks: readonly (readonly [x: number, text: string])[],
  yText: (y: number) => string,
): string {
  const ys = lines.flatMap(({ points }) => points.map(([, y]) => y));
  if (ys.length === 0) return "<p>nothing was measured</p>";
  const yMin = Math.floor(Math.min(...ys));
  const yMax = Math.max(yMin + 1, Math.ceil(Math.max(...ys)));
  const px = (x: number) => LEFT + (x / xMax) * (WIDTH - LEFT - 10);
  const py = (y: number) => HEIGHT - BOTTOM - ((y - yMin) / (yMax - yMin)) * (HEIGHT - BOTTOM - 10);
  const grid: string[] = [];
  for (let y = yMin; y <= yMax; y++) {
    grid.push(
      `<line class="grid" x1="${LEFT}" x2="${WIDTH - 10}" y1="${py(y)}" y2="${py(y)}"/><text x="${LEFT - 6}" y="${py(y) + 4}" text-anchor="end">${yText(y)}</text>`,
    );
  }
  for (const [x, text] of xTicks) {
    grid.push(`<text x="${px(x).toFixed(1)}" y="${HEIGHT - BOTTOM + 16}" text-anchor="middle">${inert(text)}</text>`);
  }
  const paths = lines.map(({ points }, index) => {
    const path = points.map(([x, y], at) => `${at === 0 ? "M" : "L"}${px(x).toFixed(1)} ${py(y).toFixed(1)}`).join("");
    return `<path d="${path}" fill="none" stroke="${COLOURS[index % COLOURS.length]}" stroke-width="1.8"/>`;
  });
  const legend = lines.map(
    ({ name }, index) =>
      `<text x="${LEFT + 12 + (index % 3) * 230}" y="${HEIGHT - 6 + Math.floor(index / 3) * 14}" style="fill:${COLOURS[index % COLOURS.length]}">${inert(name)}</text>`,
  );
  const height = HEIGHT + Math.floor((lines.length - 1) / 3) * 14;
  return `<svg viewBox="0 0 ${WIDTH} ${height}" role="img"><line class="axis" x1="${LEFT}" x2="${LEFT}" y1="10" y2="${HEIGHT - BOTTOM}"/><line class="axis" x1="${LEFT}" x2="${WIDTH - 10}" y1="${HEIGHT - BOTTOM}" y2="${HEIGHT - BOTTOM}"/>${grid.join("")}${paths.join("")}${legend.join("")}</svg>`;
}

/** The last round of every load. */
function lastRounds(result: BenchResult): RoundResult[] {
  return [...new Map(result.rounds.map((round) => [loadOf(round), round])).values()];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (tag: string, row: readonly string[]) => row.map((text) => `<${tag}>${inert(text)}</${tag}>`).join("");
  return `<table><tr>${cells("th", head)}</tr>${rows.map((row) => `<tr>${cells("td", row)}</tr>`).join("")}</table>`;
}

function short(value: number | null): string {
  if (value === null) return "";
  return value >= 100 ? Math.round(value).toLocaleString("en-US") : value.toFixed(1);
}

function inert(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
