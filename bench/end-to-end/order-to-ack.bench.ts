/**
 * The whole OMS over loopback: session, validation, risk, decide and evolve, journal, the simulated exchange with its own
 * journal, report, stored for resend; nothing switched off. Beside it, in the same run and interleaved with it, engines
 * that only echo a report, a bare TCP echo of the same bytes, and one that does the same two fdatasyncs. One order at a
 * time on one processor, and pipelined with the client on the other.
 */

import { median } from "../../src/lib/median.ts";
import { cpuSecondsOf } from "../../src/lib/process-figures.ts";
import type { BenchRow } from "../row.ts";
import {
  type Figures,
  hasTaskset,
  load,
  type Server,
  startEcho,
  startEngines,
  startFdatasync,
  startOms,
  stop,
} from "./servers.ts";

type Piped = Figures & { orderPathUs: number; allUs: number };
type Measured = { server: Server; pinged: Figures[]; piped: Piped[] };

const WINDOW = 1_000;
/** The slowest engine is given as many orders as it does in the time the others need. */
const JSPUREFIX_SHARE = 1 / 10;
const CPU_REACH_US = 6.5;
/** Throughput of the `fsync` level: times a peer's. */
const THROUGHPUT_REACH: Readonly<Record<string, number>> = {
  "QuickFIX C++ FileStore": 8,
  "QuickFIX C++ MemoryStore": 4,
  "jspurefix in memory": 20,
};
/** One at a time, the middle: at most so many times the floor's. */
const PING_REACH: Readonly<Record<string, Record<string, number>>> = {
  write: { "TCP echo": 1.5 },
  fsync: { "two fdatasyncs and TCP echo": 1.2 },
};

export async function run(quick = false): Promise<BenchRow[]> {
  const rounds = quick ? 1 : 5;
  const pings = quick ? 500 : 5_000;
  const pipes = quick ? 20_000 : 100_000;
  const warming = quick ? 30_000 : 100_000;
  const servers: Server[] = [];
  let absent: string[] = [];
  try {
    servers.push(await startOms("write"), await startOms("fsync"), await startEcho(), await startFdatasync());
    const others = await startEngines();
    servers.push(...others.engines);
    ({ absent } = others);
    const measured = servers.map((server): Measured => ({ server, pinged: [], piped: [] }));
    // The first loads warm every process up and are thrown away.
    for (const server of servers) load(server, "pipe", ordersFor(server, warming), WINDOW, 1);
    for (let round = 0; round < rounds; round++) {
      for (const { server, pinged, piped } of measured) {
        pinged.push(load(server, "ping", pings, 1, 0));
        piped.push(pipe(server, ordersFor(server, pipes)));
      }
    }
    return report(measured, absent);
  } finally {
    for (const server of servers) stop(server);
  }
}

function ordersFor({ name }: Server, orders: number): number {
  return name.startsWith("jspurefix") ? orders * JSPUREFIX_SHARE : orders;
}

function pipe(server: Server, count: number): Piped {
  const before = cpuSecondsOf(server.process.pid);
  const figures = load(server, "pipe", count, WINDOW, 1);
  const after = cpuSecondsOf(server.process.pid);
  // The client sends a tenth more, which it does not count.
  const orders = count * 1.1;
  const orderPathUs = ((after.mainThread - before.mainThread) * 1e6) / orders;
  return { ...figures, orderPathUs, allUs: ((after.all - before.all) * 1e6) / orders };
}

function report(measured: readonly Measured[], absent: readonly string[]): BenchRow[] {
  const ours = measured.filter(({ server }) => server.name === "write" || server.name === "fsync");
  const peers = measured.filter((one) => !ours.includes(one));
  const rows = ours.flatMap(({ server: { name }, pinged, piped }) => [
    ...pingRows(name, pinged, peers),
    ...throughputRows(name, piped, peers),
    ...cpuRows(name, piped, peers),
  ]);
  const notes = [...absent, ...(hasTaskset ? [] : ["not pinned: taskset is missing"])];
  if (notes.length > 0) rows[0].note = notes.join("; ");
  return rows;
}

function pingRows(name: string, pinged: readonly Figures[], peers: readonly Measured[]): BenchRow[] {
  const p50 = (list: readonly Figures[]) => median(list.map((figures) => figures.p50Us));
  const what = `one at a time, p50, ${name}`;
  return [
    { name: what, unit: "us", value: p50(pinged) },
    ...peers
      .filter(({ server }) => isFloorOf(name, server) || server.kind === "fix")
      .map(({ server, pinged: list }): BenchRow => {
        const most = PING_REACH[name][server.name];
        const reach = most === undefined ? {} : { reach: 1 / most };
        return { name: what, unit: "us", value: p50(list), peer: server.name, ...reach };
      }),
    { name: `one at a time, p99, ${name}`, unit: "us", value: median(pinged.map((figures) => figures.p99Us)) },
    { name: `one at a time, p99.9, ${name}`, unit: "us", value: median(pinged.map((figures) => figures.p999Us)) },
  ];
}

function throughputRows(name: string, piped: readonly Piped[], peers: readonly Measured[]): BenchRow[] {
  const what = `window 1,000, throughput, ${name}`;
  const perSecond = (list: readonly Piped[]) => median(list.map((figures) => figures.perSecond));
  return [
    { name: what, unit: "orders/s", value: perSecond(piped) },
    ...peers
      .filter(({ server }) => server.kind === "fix" || server.name === "TCP echo")
      .map(({ server, piped: list }): BenchRow => {
        const least = name === "fsync" ? THROUGHPUT_REACH[server.name] : undefined;
        const reach = least === undefined ? {} : { reach: least };
        return { name: what, unit: "orders/s", value: perSecond(list), peer: server.name, ...reach };
      }),
    { name: `window 1,000, p50, ${name}`, unit: "us", value: median(piped.map((figures) => figures.p50Us)) },
    { name: `window 1,000, p99, ${name}`, unit: "us", value: median(piped.map((figures) => figures.p99Us)) },
    { name: `window 1,000, p99.9, ${name}`, unit: "us", value: median(piped.map((figures) => figures.p999Us)) },
  ];
}

function cpuRows(name: string, piped: readonly Piped[], peers: readonly Measured[]): BenchRow[] {
  const what = `all threads' CPU, ${name}`;
  const all = (list: readonly Piped[]) => median(list.map((figures) => figures.allUs));
  const reach = name === "fsync" ? { reach: CPU_REACH_US } : {};
  return [
    {
      name: `order path's CPU, ${name}`,
      unit: "us/order",
      value: median(piped.map((figures) => figures.orderPathUs)),
      ...reach,
    },
    { name: what, unit: "us/order", value: all(piped), note: "with the follower's: history and blotter" },
    ...peers
      .filter(({ server }) => server.kind === "fix" || server.name === "TCP echo")
      .map(({ server, piped: list }) => ({ name: what, unit: "us/order", value: all(list), peer: server.name })),
  ];
}

function isFloorOf(name: string, server: Server): boolean {
  return PING_REACH[name][server.name] !== undefined;
}
