/**
 * The composition root of the order path's thread: configuration -> recover -> wire -> listen.
 *
 * It makes the parts, shows each the doors of the others, and runs the timers. It holds no judgement: what an order
 * means is core's, what a message means is fix's, and this file knows neither.
 */
import { monitorEventLoopDelay } from "node:perf_hooks";
import { sendStopNotice } from "./client/stop-notice.ts";
import { WebSocketEntry } from "./client/web-socket-entry.ts";
import type { Config } from "./config.ts";
import { type DataLock, lockDataDirectory } from "./data-lock.ts";
import { DepthPublisher } from "./depth-publisher.ts";
import { DeskAdapter } from "./desk-adapter.ts";
import { DISCONNECT_TICK_MS } from "./disconnect-adapter.ts";
import { checkExposure, fixHostOf } from "./exposure.ts";
import { readTlsFiles } from "./fix/tls-door.ts";
import { ExpiryWatch } from "./fix/tls-expiry.ts";
import { FollowerHandle } from "./follower-handle.ts";
import { SharedPosition } from "./follower-messages.ts";
import {
  reloadRoutingOnHangUp,
  reloadScenarioOnHangUp,
  reloadTlsOnHangUp,
  reloadTradingOnHangUp,
  watchCertificates,
} from "./hang-up.ts";
import { nodeDisk } from "./journal/disk.ts";
import { randomJournalId } from "./journal/journal.ts";
import { JOURNAL_SPACE_TICK_MS } from "./journal-space-adapter.ts";
import { SystemClock } from "./lib/clock.ts";
import { errorText, LockstepError } from "./lib/errors.ts";
import { DELAY_RESOLUTION_MS } from "./lib/event-loop-delay.ts";
import { startMeasuring, startProfiling } from "./measurements.ts";
import {
  EXCHANGE_DUE_MS,
  EXCHANGE_TICK_MS,
  type Log,
  type OrderPath,
  openOrderPath,
  type SkipRequest,
  tickExchange,
  tickReferenceData,
} from "./order-path.ts";
import { OrderPathStatusMaker } from "./order-path-status.ts";

const STATUS_MS = 1_000;
const WEB_SOCKETS_MAX = 4_096;
/** Room at the start, and after every day, for as many orders; memory that is not used is not there. */
const ORDERS_EXPECTED = 1 << 22;
/** How long sessions have to answer our Logout before their lines are cut. */
const LOGOUT_PATIENCE_MS = 2_500;

export type Address = { host: string; port: number };

export type Server = {
  readonly fix: Address;
  readonly http: Address;
  /** Order entry over WebSocket; null when there is none. */
  readonly webSocket: Address | null;
  /** Logs sessions out, makes what waits durable, and lets everything go. */
  stop(reason: string): Promise<void>;
};

export type ServerOptions = {
  config: Config;
  /** Leave out a frame that cannot be applied. */
  skip?: SkipRequest | null;
  version: string;
  log: Log;
  /** Reads the configuration's file again; absent when there is none. */
  reread?: () => Config;
  /** Where to write what the server measured of itself when it stops; "" for nowhere. */
  measurementsPath?: string;
  /** Where to write a CPU profile of the order path's thread when it stops; "" for nowhere. */
  profilePath?: string;
  /** A bug or a failed disk: nothing more is released, and the process should end. */
  onFatal: (error: unknown) => void;
};

/**
 * Starts everything and returns when FIX and HTTP listen.
 *
 * @throws LockstepError with one clear sentence when it cannot: configuration, data directory, journal, ports
 */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { config } = options;
  for (const warning of checkExposure(config)) options.log("warn", warning);
  const lock = lockDataDirectory(config.dataDir);
  try {
    const position = SharedPosition.allocate();
    return await listen(options, openServed(options, position), position, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** The order path on this machine's clock and timers, telling the follower through `position` how far it may read. */
function openServed(
  { config, version, skip = null, log, onFatal }: ServerOptions,
  position: SharedArrayBuffer,
): OrderPath {
  const shared = new SharedPosition(position);
  return openOrderPath({
    ordersExpected: ORDERS_EXPECTED,
    config,
    version,
    skip,
    log,
    onFatal,
    clock: new SystemClock(),
    disk: nodeDisk,
    newJournalId: randomJournalId,
    soon: setImmediate,
    onDurable: (journal) => shared.publish(journal.durableSegment, journal.durableOffset, journal.durableSequence),
    tls: config.fixTls === null ? null : readTlsFiles(config.fixTls),
  });
}

async function listen(
  options: ServerOptions,
  path: OrderPath,
  position: SharedArrayBuffer,
  lock: DataLock,
): Promise<Server> {
  const { config, version, log } = options;
  const { acceptor, sequencer, journal, bundled, exchange } = path;
  const fix = await acceptor.listen(fixHostOf(config), config.fixPort);
  const { entry, address: webSocket } = await listenForWebSockets(config, path);
  const follower = new FollowerHandle(
    {
      journalDirectory: path.journalDirectory,
      dataDirectory: config.dataDir,
      http: { host: config.host, port: config.httpPort },
      position,
      environment: config.environment,
      version,
      fixAddress: `${fix.host}:${fix.port}`,
      durability: config.durability,
      snapshots: config.snapshots,
      alerts: config.alerts,
      warnings: config.warnings,
      trading: config.trading,
      skips: path.skips,
      verify: config.follower.verify,
      verifyAfter: path.recoveredSequence,
    },
    (error, againInMs) =>
      log(
        "error",
        `the follower ended: ${error.message}. Trading goes on; the blotter is started again in ${againInMs / 1000} s`,
      ),
    log,
    (text) => {
      log("error", `the follower stopped: ${text}`);
      if (config.follower.onDivergence === "stop") options.onFatal(new LockstepError("LOCKSTEP_ERR_VERIFY", text));
    },
  );
  let http: Address;
  try {
    http = await follower.start();
  } catch (error) {
    entry?.close();
    await acceptor.close();
    bundled.close();
    journal.close();
    throw error;
  }
  const expiry = watchCertificates(config.fixTls, new ExpiryWatch(path.clock, log));
  const depth = new DepthPublisher(
    exchange,
    Date.now,
    (books) => follower.tell({ kind: "depth", books }),
    (error) => log("error", `depth is told to nobody any more: ${errorText(error)}`),
  );
  const desk = new DeskAdapter(
    (command) => sequencer.offer(command),
    (reply) => follower.tell({ kind: "actionLost", reply }),
    () => path.clock.nowNs(),
  );
  follower.onAction = (action) => desk.take(action);
  follower.onAct = (act, answer) => path.operatorActions.take(act, answer);
  follower.onWatch = (symbols) => depth.watch(symbols);
  const timers = startTimers(path, follower, expiry, options.onFatal);
  const stopMeasuring = options.measurementsPath ? startMeasuring(options.measurementsPath, sequencer.hops) : null;
  const stopProfiling = options.profilePath ? startProfiling(options.profilePath) : null;
  const stopReloading = reloadTlsOnHangUp(config.fixTls, acceptor, expiry, log);
  const stopReplanning = reloadTradingOnHangUp(options.reread, bundled.exchanges, log);
  const stopRewriting = reloadScenarioOnHangUp(undefined, options, exchange);
  const stopRerouting = reloadRoutingOnHangUp(options, path);
  path.venues.open(options.onFatal);
  return {
    fix,
    http,
    webSocket,
    stop: async (reason) => {
      for (const timer of timers) clearInterval(timer);
      depth.close();
      stopReloading();
      stopReplanning();
      stopRewriting();
      stopRerouting();
      stopMeasuring?.();
      stopProfiling?.();
      entry?.close();
      await Promise.all([logOutSessions(path, reason), path.venues.close(reason)]);
      sequencer.stop();
      await acceptor.close();
      bundled.close();
      journal.close();
      await follower.stop();
      lock.release();
    },
  };
}

async function listenForWebSockets(
  config: Config,
  { acceptor, sessions, clock }: OrderPath,
): Promise<{ entry: WebSocketEntry | null; address: Address | null }> {
  const { webSocket, fixTls, line } = config;
  if (webSocket === null) return { entry: null, address: null };
  const entry = new WebSocketEntry({
    sessions,
    accept: (socket) => acceptor.accept(socket),
    clock,
    origins: webSocket.origins,
    connectionsMax: line.acceptor.connectionsMax ?? WEB_SOCKETS_MAX,
    tls: fixTls === null ? null : readTlsFiles(fixTls),
  });
  try {
    return { entry, address: await entry.listen(fixHostOf(config), webSocket.port) };
  } catch (error) {
    await acceptor.close();
    throw error;
  }
}

function startTimers(
  path: OrderPath,
  follower: FollowerHandle,
  expiry: ExpiryWatch,
  onFatal: (error: unknown) => void,
): NodeJS.Timeout[] {
  const { clock, state, sequencer, journal, sessions, fixPublisher } = path;
  const delay = monitorEventLoopDelay({ resolution: DELAY_RESOLUTION_MS });
  delay.enable();
  const everySession = [...sessions, ...path.venues.sessions];
  const parts = {
    state,
    sessions: everySession,
    lineOf: (sessionId: number) => path.venues.lineOf(sessionId),
    exchanges: () => path.bundled.status(),
    sequencer,
    journal,
    delay,
    reports: () => fixPublisher.reports,
    expiry,
  };
  const status = new OrderPathStatusMaker(parts, clock.monotonicMs());
  const every = (ms: number, run: () => void) =>
    setInterval(() => {
      try {
        run();
      } catch (error) {
        onFatal(error);
      }
    }, ms);
  return [
    every(EXCHANGE_TICK_MS, () => tickExchange(path)),
    every(EXCHANGE_DUE_MS, () => path.bundled.passDue()),
    every(DISCONNECT_TICK_MS, () => path.disconnects.tick()),
    every(JOURNAL_SPACE_TICK_MS, () => path.journalSpace.tick()),
    every(STATUS_MS, () => {
      tickReferenceData(path);
      expiry.check();
      follower.tell(status.make(clock.monotonicMs()));
    }),
  ];
}

/** Says goodbye to every session and waits, for a while, for their answers. */
async function logOutSessions(path: OrderPath, reason: string): Promise<void> {
  const { sessions, clock } = path;
  for (const session of sessions) {
    sendStopNotice(session, "Planned stop", reason);
    session.logout(reason);
  }
  const untilMs = clock.monotonicMs() + LOGOUT_PATIENCE_MS;
  while (sessions.some((session) => session.connected) && clock.monotonicMs() < untilMs) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  for (const session of sessions) session.disconnect(reason);
}
