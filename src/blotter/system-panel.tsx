// biome-ignore-all lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keys only when it can have the focus
/** How the system fares: throughput, latency, the journal, both threads, the sessions. */
import type { ComponentChildren } from "preact";
import type { SystemMessage } from "../desk/wire.ts";
import { bytes, count, latency, span, words } from "./format.ts";
import * as store from "./store.ts";

export function SystemPanel() {
  const system = store.system.value;
  return (
    <aside class="panel system-panel" aria-label="System">
      <div class="panel-bar">
        <h2>System</h2>
        <span class="panel-count">
          {system === null || system.orderPathAgeMs === null ? "waiting for figures" : "each second"}
        </span>
      </div>
      {system !== null && (
        <div class="system-body" tabIndex={0}>
          <Throughput system={system} />
          <Latency system={system} />
          <Journal system={system} />
          <Threads system={system} />
          <Sessions system={system} />
        </div>
      )}
    </aside>
  );
}

function Throughput(props: { system: SystemMessage }) {
  const { ordersPerSecond, reportsPerSecond } = props.system;
  const rates = store.rates.value;
  return (
    <Block title="Throughput">
      <div class="rates">
        <Rate name="orders/s" value={ordersPerSecond} series={rates.map((sample) => sample.orders)} />
        <Rate name="reports/s" value={reportsPerSecond} series={rates.map((sample) => sample.reports)} />
      </div>
    </Block>
  );
}

function Rate(props: { name: string; value: number; series: number[] }) {
  return (
    <div class="rate">
      <div>
        <b>{count(props.value)}</b> <span class="faint">{props.name}</span>
      </div>
      <Sparkline series={props.series} />
    </div>
  );
}

const SPARK_WIDTH = 120;
const SPARK_HEIGHT = 22;
const SPARK_SAMPLES = 60;

/** The last minute, its highest second at the top. */
function Sparkline(props: { series: number[] }) {
  const most = Math.max(1, ...props.series);
  const step = SPARK_WIDTH / (SPARK_SAMPLES - 1);
  const start = SPARK_WIDTH - (props.series.length - 1) * step;
  const points = props.series.map((value, index) => {
    const y = SPARK_HEIGHT - 1 - (value / most) * (SPARK_HEIGHT - 3);
    return `${(start + index * step).toFixed(1)},${y.toFixed(1)}`;
  });
  return (
    <svg class="spark" viewBox={`0 0 ${SPARK_WIDTH} ${SPARK_HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <polyline points={points.join(" ")} />
    </svg>
  );
}

function Latency(props: { system: SystemMessage }) {
  const { latencies } = props.system;
  if (latencies.length === 0) return null;
  return (
    <Block title="Latency" note="microseconds, m for milliseconds">
      <table class="figures">
        <thead>
          <tr>
            <th>Hop</th>
            <th>p50</th>
            <th>p90</th>
            <th>p99</th>
            <th>p99.9</th>
            <th>max</th>
          </tr>
        </thead>
        <tbody>
          {latencies.map((row) => (
            <tr key={row.hop} title={`${count(row.count)} measured`}>
              <th>{row.hop}</th>
              <td>{latency(row.p50Us)}</td>
              <td>{latency(row.p90Us)}</td>
              <td>{latency(row.p99Us)}</td>
              <td>{latency(row.p999Us)}</td>
              <td>{latency(row.maxUs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Block>
  );
}

export function Journal(props: { system: SystemMessage }) {
  const { system } = props;
  const perCommit = system.groupsWritten === 0 ? 0 : system.bytesWritten / system.groupsWritten;
  return (
    <Block title="Journal">
      <dl class="facts">
        <Fact name="Durable sequence">{count(system.durableSequence)}</Fact>
        <Fact name="Position">
          {system.durableSegment} : {count(system.durableOffset)}
        </Fact>
        <Fact name="Durability">{system.durability}</Fact>
        <Fact name="Written since start">{bytes(system.bytesWritten)}</Fact>
        <Fact name="Commits">
          {count(system.groupsWritten)} · {bytes(Math.round(perCommit))} each
        </Fact>
        <Fact name="Follower at">{count(system.appliedSequence)}</Fact>
        <Fact name="Follower lag" tone={system.lagMs > 1_000 ? "warn" : ""}>
          {system.lagFrames === 0 ? "none" : `${count(system.lagFrames)} frames · ${span(system.lagMs)}`}
        </Fact>
      </dl>
    </Block>
  );
}

export function Threads(props: { system: SystemMessage }) {
  const { system } = props;
  return (
    <Block title="Threads" note="event-loop delay, ms">
      <dl class="facts">
        <Fact name="Order path" tone={system.orderPathDelayP99Ms > 20 ? "warn" : ""}>
          p99 {system.orderPathDelayP99Ms.toFixed(1)} · max {system.orderPathDelayMaxMs.toFixed(1)}
        </Fact>
        <Fact name="Follower">
          p99 {system.followerDelayP99Ms.toFixed(1)} · max {system.followerDelayMaxMs.toFixed(1)}
        </Fact>
        <Fact name="Inbox" tone={system.inboxDepth * 2 > system.inboxMax && system.inboxMax > 0 ? "warn" : ""}>
          {count(system.inboxDepth)} of {count(system.inboxMax)}
        </Fact>
      </dl>
    </Block>
  );
}

function Sessions(props: { system: SystemMessage }) {
  const { sessions } = props.system;
  return (
    <Block title="Sessions" note="next MsgSeqNum out / in">
      {sessions.length === 0 && <p class="faint">No client session is defined.</p>}
      <ul class="sessions">
        {sessions.map((session) => (
          <li key={session.sessionId} data-session={session.compId}>
            <span class="session-state" data-state={session.state}>
              {session.compId}
            </span>
            <span class="session-numbers">
              {count(session.nextSenderMsgSeqNum)} / {count(session.nextTargetMsgSeqNum)}
            </span>
            <span class="faint">
              {words(session.state)} · {session.beginString}
              {session.peer === "" ? "" : ` · ${session.peer}`}
            </span>
            {session.lastError !== "" && <span class="session-error">{session.lastError}</span>}
          </li>
        ))}
      </ul>
    </Block>
  );
}

export function Block(props: { title: string; note?: string; children: ComponentChildren }) {
  return (
    <section class="block">
      <h3>
        {props.title} {props.note !== undefined && <span class="faint">{props.note}</span>}
      </h3>
      {props.children}
    </section>
  );
}

export function Fact(props: { name: string; tone?: string; children: ComponentChildren }) {
  return (
    <div class="fact" data-tone={props.tone}>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}
