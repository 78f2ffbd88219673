/** How house and machine fare, in figures and charts. */
import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import type { MinuteFigures, OperationsReply } from "../desk/operations-wire.ts";
import type { SystemMessage } from "../desk/wire.ts";
import { Chart, type ChartSeries } from "./chart.tsx";
import { ordRejReasonWord } from "./codes.ts";
import { bytes, count, gap, latency } from "./format.ts";
import { HopHistogram } from "./hop-histogram.tsx";
import { Loading } from "./loading.tsx";
import * as store from "./store.ts";
import { Block, Journal, Threads } from "./system-panel.tsx";

const OPERATIONS_MS = 2_000;
const CHART_HEIGHT = 150;

export function SystemScreen() {
  const system = store.system.value;
  const operations = useOperations();
  if (system === null) return <p class="panel screen screen-note">Waiting for figures…</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls is reached by keys
    <div class="system-screen" tabIndex={0}>
      <Operations operations={operations} />
      <Charts system={system} operations={operations} />
      <section class="panel system-hops" aria-label="Latency by hop">
        <div class="panel-bar">
          <h2>Latency by hop</h2>
          <span class="panel-count">a sample of orders since the start; µs, m for milliseconds</span>
        </div>
        <HopTable system={system} />
      </section>
      <section class="panel system-facts" aria-label="Journal and threads">
        <Journal system={system} />
        <Threads system={system} />
        {system.certificates.length > 0 && (
          <Block title="Certificates" note="days left">
            {system.certificates.map(({ subject, role, daysLeft }) => (
              <p key={subject + role} class={daysLeft < 30 ? "error-text" : ""}>
                {role} {subject}: {daysLeft}
              </p>
            ))}
          </Block>
        )}
      </section>
    </div>
  );
}

/** The last whole minute in cards, and why orders were refused in the last hour. */
function Operations({ operations }: { operations: OperationsReply | null }) {
  if (operations === null)
    return (
      <section class="panel system-operations" aria-busy="true">
        <Loading />
      </section>
    );
  const { minutes, openOrders, openNotional } = operations;
  const last = minutes.at(-2) ?? minutes.at(-1)!;
  const isOver = minutes.length > 1;
  const reasons = new Map<string, number>();
  for (const { rejects } of minutes.slice(-60)) {
    for (const [key, n] of Object.entries(rejects)) reasons.set(key, (reasons.get(key) ?? 0) + n);
  }
  return (
    <section class="panel system-operations" aria-label="Operations">
      <div class="panel-bar">
        <h2>Operations</h2>
        <span class="panel-count">
          {isOver ? "minute of" : "this minute, from"} {minuteText(last.startUs)} UTC
          {last.isWhole ? "" : ", as far as it was seen"}, by the journal
        </span>
      </div>
      <dl class="cards">
        <Card
          name="Orders"
          value={count(last.orders)}
          note={isOver ? `${(last.orders / 60).toFixed(1)} a second` : "so far"}
        />
        <Card
          name="Accept to acknowledged"
          value={last.acks === 0 ? "–" : gap(Math.round(last.ackP50Us))}
          note={last.acks === 0 ? "none" : `p99 ${gap(Math.round(last.ackP99Us))} of ${count(last.acks)}`}
        />
        <Card
          name="Fill ratio"
          value={last.ended === 0 ? "–" : `${Math.floor((last.filled / last.ended) * 1000) / 10} %`}
          note={`${count(last.filled)} filled of ${count(last.ended)} that ended`}
        />
        <Card
          name="Fills"
          value={count(last.fills)}
          note={isOver ? `${(last.fills / 60).toFixed(1)} a second` : "so far"}
        />
        <Card
          name="Refused"
          value={count(last.rejected)}
          note={last.orders === 0 ? "" : `${((last.rejected / last.orders) * 100).toFixed(1)} % of orders`}
        />
        <Card
          name="Open notional"
          value={openNotional.length === 0 ? "–" : money(openNotional[0].value, openNotional[0].currency)}
          note={`${openNotional
            .slice(1)
            .map(({ value, currency }) => money(value, currency))
            .join(" · ")}${openNotional.length > 1 ? " · " : ""}${count(openOrders)} orders`}
        />
      </dl>
      <Reasons reasons={reasons} />
    </section>
  );
}

function Reasons({ reasons }: { reasons: ReadonlyMap<string, number> }) {
  const sorted = [...reasons].sort(([, a], [, b]) => b - a);
  const most = sorted[0]?.[1] ?? 1;
  return (
    <div class="reasons">
      <h3 class="drawer-heading">Refused by reason, the last hour</h3>
      {sorted.length === 0 && <p class="faint">Nothing was refused.</p>}
      <table class="figures">
        <tbody>
          {sorted.slice(0, 8).map(([key, n]) => {
            const [who, reason] = key.split(" ");
            return (
              <tr key={key} data-reason={key}>
                <th>
                  {ordRejReasonWord(Number(reason))} <span class="faint">by the {who}</span>
                </th>
                <td class="reason-bar">
                  <span style={{ transform: `scaleX(${n / most})` }} aria-hidden="true" />
                </td>
                <td>{count(n)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Card(props: { name: string; value: string; note: string }) {
  return (
    <div class="card" data-card={props.name}>
      <dt>{props.name}</dt>
      <dd>
        <b>{props.value}</b>
        <span>{props.note}</span>
      </dd>
    </div>
  );
}

type Lines = {
  title: string;
  series: ChartSeries[];
  of: (message: SystemMessage) => number[];
  format: (value: number) => string;
};

const CHARTS: readonly Lines[] = [
  {
    title: "Orders and reports a second",
    series: [
      { label: "orders", colour: "--accent", isFilled: true },
      { label: "reports", colour: "--good" },
    ],
    of: ({ ordersPerSecond, reportsPerSecond }) => [ordersPerSecond, reportsPerSecond],
    format: (value) => count(value),
  },
  {
    title: "Event-loop delay, p99 in ms",
    series: [
      { label: "order path", colour: "--accent" },
      { label: "follower", colour: "--warn" },
    ],
    of: ({ orderPathDelayP99Ms, followerDelayP99Ms }) => [orderPathDelayP99Ms, followerDelayP99Ms],
    format: (value) => value.toFixed(value < 10 ? 1 : 0),
  },
  {
    title: "Follower behind the journal, ms",
    series: [{ label: "follower", colour: "--warn", isFilled: true }],
    of: ({ lagMs }) => [lagMs],
    format: (value) => count(value),
  },
  {
    title: "Inbox, commands waiting",
    series: [{ label: "waiting", colour: "--accent", isFilled: true }],
    of: ({ inboxDepth }) => [inboxDepth],
    format: (value) => count(value),
  },
];

function Charts({ system, operations }: { system: SystemMessage; operations: OperationsReply | null }) {
  const history = store.systemHistory.value;
  const times = history.map(({ timeMs }) => timeMs / 1000);
  const written = useMemo(() => perSecond(history), [history]);
  const whole = operations?.minutes.slice(0, -1) ?? [];
  return (
    <div class="charts">
      {CHARTS.map(({ title, series, of, format }) => {
        const rows = history.map(of);
        return (
          <ChartPanel key={title} title={title} series={series}>
            <Chart
              label={`${title}, the last minutes: now ${of(system).map(format).join(" and ")}`}
              height={CHART_HEIGHT}
              series={series}
              data={[times, ...series.map((_, index) => rows.map((row) => row[index]))]}
              format={format}
              isFromZero
            />
          </ChartPanel>
        );
      })}
      <ChartPanel title="Journal, bytes a second" series={[{ label: "written", colour: "--good" }]}>
        <Chart
          label={`Bytes written to the journal a second: now ${bytes(Math.round(written.at(-1) ?? 0))}`}
          height={CHART_HEIGHT}
          series={[{ label: "written", colour: "--good", isFilled: true }]}
          data={[times, written]}
          format={(value) => bytes(Math.round(value))}
          isFromZero
        />
      </ChartPanel>
      <ChartPanel title="Orders and fills a minute, by the journal" series={MINUTE_SERIES}>
        <Chart
          label={`Orders a minute by the journal, ${whole.length} minutes`}
          height={CHART_HEIGHT}
          series={MINUTE_SERIES}
          data={minuteData(whole)}
          format={(value) => count(value)}
          isFromZero
        />
      </ChartPanel>
    </div>
  );
}

const MINUTE_SERIES: ChartSeries[] = [
  { label: "orders", colour: "--accent", isStepped: true, isFilled: true },
  { label: "fills", colour: "--good", isStepped: true },
];

function minuteData(minutes: readonly MinuteFigures[]): [number[], number[], number[]] {
  return [
    minutes.map(({ startUs }) => startUs / 1e6),
    minutes.map(({ orders }) => orders),
    minutes.map(({ fills }) => fills),
  ];
}

function ChartPanel(props: { title: string; series: readonly ChartSeries[]; children: ComponentChildren }) {
  return (
    <section class="panel" aria-label={props.title}>
      <div class="panel-bar">
        <h2>{props.title}</h2>
        {props.series.length > 1 && (
          <span class="panel-count">
            {props.series.map(({ label, colour }) => (
              <span key={label} class="key">
                <span class="key-line" data-colour={colour} /> {label}
              </span>
            ))}
          </span>
        )}
      </div>
      {props.children}
    </section>
  );
}

function HopTable({ system }: { system: SystemMessage }) {
  return (
    <div class="depth-scroll">
      <table class="figures hops">
        <thead>
          <tr>
            <th>Hop</th>
            <th class="hop-histogram">1 µs … 0.5 s, by powers of two; p50 and p99 marked</th>
            <th>p50</th>
            <th>p90</th>
            <th>p99</th>
            <th>p99.9</th>
            <th>max</th>
            <th>orders</th>
          </tr>
        </thead>
        <tbody>
          {system.latencies.map((row) => (
            <tr key={row.hop}>
              <th>{row.hop}</th>
              <td class="hop-histogram">
                <HopHistogram powers={row.powers} marksUs={[row.p50Us, row.p99Us]} />
              </td>
              <td>{latency(row.p50Us)}</td>
              <td>{latency(row.p90Us)}</td>
              <td>{latency(row.p99Us)}</td>
              <td>{latency(row.p999Us)}</td>
              <td>{latency(row.maxUs)}</td>
              <td>{count(row.count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function perSecond(history: readonly SystemMessage[]): number[] {
  return history.map((message, index) => {
    const before = history[index - 1];
    if (before === undefined || message.timeMs <= before.timeMs) return 0;
    return Math.max(0, ((message.bytesWritten - before.bytesWritten) / (message.timeMs - before.timeMs)) * 1000);
  });
}

function minuteText(us: number): string {
  return new Date(us / 1000).toISOString().slice(11, 16);
}

function money(value: number, currency: string): string {
  const [unit, sign] = value >= 1e9 ? [1e9, " bn"] : value >= 1e6 ? [1e6, " m"] : [1e3, " k"];
  return `${(value / unit).toFixed(1)}${sign} ${currency}`;
}

function useOperations(): OperationsReply | null {
  const [reply, setReply] = useState<OperationsReply | null>(null);
  useEffect(() => {
    const load = async () => {
      try {
        const answer = await fetch("/api/operations");
        if (answer.ok) setReply((await answer.json()) as OperationsReply);
      } catch {
        // The banner says that the desk is not there; the figures are asked for again.
      }
    };
    void load();
    const timer = setInterval(() => void load(), OPERATIONS_MS);
    return () => clearInterval(timer);
  }, []);
  return reply;
}
