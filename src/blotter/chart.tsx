/** A uPlot chart in the page's colours and as wide as its place. With uPlot it is in the code of the screens that have charts. */
import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import { theme } from "./theme.ts";

export type ChartSeries = {
  label: string;
  /** A colour of the theme, as `--accent`. */
  colour: string;
  isFilled?: boolean;
  isDashed?: boolean;
  isStepped?: boolean;
};
/** Something that happened once; drawn as a triangle that points up or down. */
export type Marker = { x: number; y: number; colour: string; isUp: boolean };

export type ChartProps = {
  /** What it shows, for those who do not see it. */
  label: string;
  height: number;
  series: readonly ChartSeries[];
  /** Times in seconds, or whatever stands below, then a row for each series. */
  data: uPlot.AlignedData;
  format: (value: number) => string;
  /** Of what stands below; times unless told. */
  formatX?: (value: number) => string;
  markers?: readonly Marker[];
  isFromZero?: boolean;
};

export function Chart(props: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const names = props.series.map(({ label }) => label).join();
  useEffect(() => {
    const { current: element } = place;
    if (element === null) return;
    const made = new uPlot(optionsOf(latest, element.clientWidth), latest.current.data, element);
    chart.current = made;
    const observer = new ResizeObserver(() =>
      made.setSize({ width: element.clientWidth, height: latest.current.height }),
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      chart.current = null;
    };
  }, [theme.value, names]);
  useEffect(() => chart.current?.setData(props.data), [props.data, props.markers]);
  return <div class="chart" role="img" aria-label={props.label} ref={place} style={{ height: `${props.height}px` }} />;
}

const FONT = '11px "Inter", "Segoe UI", "Noto Sans", "DejaVu Sans", system-ui, sans-serif';

function optionsOf(latest: { current: ChartProps }, width: number): uPlot.Options {
  const { height, series, format, formatX, isFromZero } = latest.current;
  const axis = {
    stroke: colour("--faint"),
    font: FONT,
    grid: { stroke: colour("--line"), width: 1 },
    ticks: { show: false },
  };
  return {
    width,
    height,
    padding: [8, 26, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: formatX === undefined },
      y: isFromZero === true ? { range: (_chart, _low, high) => [0, Math.max(high * 1.08, 4)] } : {},
    },
    axes: [
      {
        ...axis,
        size: 22,
        gap: 2,
        space: 70,
        ...(formatX === undefined
          ? { values: (_chart, values) => values.map(timeText) }
          : { values: (_chart, values) => values.map(formatX) }),
      },
      { ...axis, size: 56, gap: 4, space: 26, values: (_chart, values) => values.map(format) },
    ],
    series: [
      {},
      ...series.map((each) => ({
        label: each.label,
        stroke: colour(each.colour),
        width: 1.4,
        points: { show: false },
        ...(each.isFilled === true ? { fill: `${colour(each.colour)}28` } : {}),
        ...(each.isDashed === true ? { dash: [4, 3] } : {}),
        ...(each.isStepped === true ? { paths: uPlot.paths.stepped!({ align: 1 }) } : {}),
      })),
    ],
    hooks: { draw: [(chart) => drawMarkers(chart, latest.current.markers ?? [])] },
  };
}

function timeText(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(11, 19);
}

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

const MARKER = 5;

function drawMarkers(chart: uPlot, markers: readonly Marker[]): void {
  const { ctx, bbox } = chart;
  const size = MARKER * devicePixelRatio;
  for (const { x, y, colour: name, isUp } of markers) {
    const left = chart.valToPos(x, "x", true);
    const top = chart.valToPos(y, "y", true);
    if (left < bbox.left || left > bbox.left + bbox.width || top < bbox.top || top > bbox.top + bbox.height) continue;
    const way = isUp ? -1 : 1;
    ctx.beginPath();
    ctx.moveTo(left, top + way * size);
    ctx.lineTo(left - size, top - way * size * 0.7);
    ctx.lineTo(left + size, top - way * size * 0.7);
    ctx.closePath();
    ctx.fillStyle = colour(name);
    ctx.fill();
  }
}
