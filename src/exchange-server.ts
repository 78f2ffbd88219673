/**
 * The composition root of the exchange served alone: configuration -> the venue's journal -> sessions -> listen.
 *
 * The very exchange that the OMS has in process, with its own data directory and lock. It holds no judgement and no state:
 * everything that lasts is in the venue's journal.
 */
import { join } from "node:path";
import type { SimulatedExchange } from "../simulator/exchange.ts";
import { openSimulatedExchange } from "../simulator/open-exchange.ts";
import { type ClientRole, FixGateway } from "../simulator/server/fix-gateway.ts";
import { LineFaults } from "../simulator/server/line-faults.ts";
import type { Venue } from "../simulator/venue.ts";
import { toldAgents } from "./agent-settings.ts";
import type { Config, SessionConfig } from "./config.ts";
import { lockDataDirectory } from "./data-lock.ts";
import { LogoutCause } from "./domain/values.ts";
import { type ExchangePage, openExchangePage } from "./exchange-page.ts";
import { checkExposure, fixHostOf } from "./exposure.ts";
import { FixAcceptor } from "./fix/acceptor.ts";
import { FixSession } from "./fix/session.ts";
import { fixSessionConfig } from "./fix/session-types.ts";
import { SessionThrottle, TokenBucket } from "./fix/throttle.ts";
import { readTlsFiles } from "./fix/tls-door.ts";
import { ExpiryWatch } from "./fix/tls-expiry.ts";
import { reloadScenarioOnHangUp, reloadTlsOnHangUp, reloadTradingOnHangUp, watchCertificates } from "./hang-up.ts";
import { SpanReader } from "./journal/span-reader.ts";
import { type Clock, SystemClock } from "./lib/clock.ts";
import { LockstepError } from "./lib/errors.ts";
import { EXCHANGE_DUE_MS, EXCHANGE_TICK_MS, type Log } from "./order-path.ts";
import { loadScenario } from "./scenario-file.ts";

/** Whose orders are canceled when their line is gone. */
export type CancelOnDisconnect = {
  /** CompIDs; null is everybody. */
  compIds: readonly string[] | null;
  /** For so long a line may be gone. */
  graceMs: number;
  /** Orders good till canceled or till a date stay. */
  keepsGoodTill: boolean;
};

export type ExchangeServerOptions = {
  config: Config;
  cancelOnDisconnect: CancelOnDisconnect;
  /** Pages from there may read market data, besides the exchange's own: "http://host:port". */
  allowedOrigins: readonly string[];
  /** Reads the configuration again, for SIGHUP; absent where there is no file. */
  reread?: () => Config;
  /** The scenario's file, when it is not the configuration's. */
  scenarioPath?: string;
  /** A scenario or an operator wants the exchange to end and begin again; absent where nobody can do that. */
  onRestart?: () => void;
  log: Log;
  /** A bug or a failed disk: nothing more is released, and the process should end. */
  onFatal: (error: unknown) => void;
};

export type RunningExchange = {
  readonly fix: { host: string; port: number };
  readonly http: { host: string; port: number };
  /** Logs sessions out, makes what waits durable, and lets everything go. */
  stop(reason: string): Promise<void>;
};

const JOURNAL_RETRY_MS = 1_000;

/** @throws LockstepError with one clear sentence when it cannot: configuration, data directory, journal, ports */
export async function startExchange(options: ExchangeServerOptions): Promise<RunningExchange> {
  const { config, log } = options;
  for (const warning of checkExposure(config)) log("warn", warning);
  const lock = lockDataDirectory(config.dataDir);
  try {
    const served = open(options);
    const { exchange, acceptor } = served;
    const fix = await acceptor.listen(fixHostOf(config), config.fixPort);
    let page: ExchangePage;
    try {
      page = await openExchangePage(
        { host: config.host, port: config.httpPort, allowedOrigins: options.allowedOrigins },
        served,
      );
      served.afterBatch.run = () => page.afterBatch();
    } catch (error) {
      await acceptor.close();
      exchange.close();
      throw error;
    }
    const expiry = watchCertificates(config.fixTls, new ExpiryWatch(served.clock, log));
    const timers = startTimers(served, expiry, options.onFatal);
    const stopReloading = reloadTlsOnHangUp(config.fixTls, acceptor, expiry, log);
    const stopReplanning = reloadTradingOnHangUp(options.reread, [exchange], log);
    const stopRewriting = reloadScenarioOnHangUp(options.scenarioPath, options, exchange);
    return {
      fix,
      http: { host: page.host, port: page.port },
      stop: async (reason) => {
        const flushing = setInterval(served.work, 10);
        await acceptor.close(reason);
        clearInterval(flushing);
        for (const timer of timers) clearInterval(timer);
        stopReloading();
        stopReplanning();
        stopRewriting();
        served.work();
        await page.close();
        exchange.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

export type ServedExchange = {
  exchange: SimulatedExchange;
  venue: Venue;
  gateway: FixGateway;
  acceptor: FixAcceptor;
  sessions: readonly FixSession[];
  clock: Clock;
  /** Called whenever a batch is in the journal. */
  readonly afterBatch: { run: () => void };
  /** Carries out what came in, and sends what is to be heard of it. */
  work(): void;
};

function open(options: ExchangeServerOptions): ServedExchange {
  const { config, cancelOnDisconnect, log, onFatal } = options;
  const scenarioPath = options.scenarioPath ?? config.scenarioPath;
  const clock = new SystemClock();
  const directory = join(config.dataDir, "exchange");
  const made: { venue: Venue; gateway: FixGateway }[] = [];
  const exchange = openSimulatedExchange({
    directory,
    instruments: config.instruments,
    agents: toldAgents(config.agents, log),
    recorded: config.recorded,
    onRecordingOver: (text) => log("info", text),
    trading: config.trading,
    scenario: scenarioPath === null ? null : loadScenario(scenarioPath),
    lastReportSequence: Number.MAX_SAFE_INTEGER,
    segmentBytes: config.segmentBytes,
    durability: config.durability,
    nowNs: () => clock.nowNs(),
    server: (venue) => {
      const gateway = new FixGateway(venue);
      made.push({ venue, gateway });
      return gateway;
    },
  });
  const { venue, gateway } = made[0];
  // The sessions exist before the port that lets them in.
  const afterBatch = { run: () => {} };
  const listening: { acceptor?: FixAcceptor } = {};
  let lines: LineFaults | null = null;
  let isScheduled = false;
  const work = (): void => {
    isScheduled = false;
    try {
      exchange.flush();
      lines?.carryOut();
    } catch (error) {
      onFatal(error);
    }
  };
  const schedule = (): void => {
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(work);
  };
  gateway.open({
    exchange,
    flush: () => {
      listening.acceptor?.flush();
      afterBatch.run();
    },
    schedule,
    spans: new SpanReader(directory),
    nowNs: () => clock.nowNs(),
    note: (session, kind, text) => log("info", text, { session: session?.name ?? "", kind }),
  });
  const sessions = makeSessions(config, gateway, exchange, clock, cancelOnDisconnect);
  gateway.serve();
  const acceptor = new FixAcceptor({
    sessions,
    clock,
    flush: "manual",
    ...config.line.acceptor,
    onPending: schedule,
    application: gateway,
    ...(config.fixTls === null ? {} : { tls: readTlsFiles(config.fixTls) }),
  });
  listening.acceptor = acceptor;
  lines = new LineFaults({
    sessions,
    stall: (session, forMs) => acceptor.stall(session, forMs),
    restart: () => options.onRestart?.(),
    schedule,
    note: (session, text) => log("info", text, { session: session?.name ?? "" }),
  });
  exchange.adversary.onLineFault = (fault) => lines?.take(fault);
  openTradingDay(exchange, clock);
  return { exchange, venue, gateway, acceptor, sessions, clock, afterBatch, work };
}

/** A FIX session for every session configured, with the number and the messages the journal has for it. */
function makeSessions(
  config: Config,
  gateway: FixGateway,
  exchange: SimulatedExchange,
  clock: Clock,
  cancelOnDisconnect: CancelOnDisconnect,
): FixSession[] {
  for (const { sessionKey } of config.sessions) {
    if (gateway.sessions.participantOf(sessionKey) !== null) continue;
    if (gateway.sessions.enter(sessionKey, exchange.beginInput())) continue;
    throw new LockstepError(
      "LOCKSTEP_ERR_CONFIG",
      `${sessionKey}: the exchange has had 240 sessions since its data directory was made, which is all it can; ` +
        "give it a new one with --data-dir",
    );
  }
  exchange.flush();
  const limit = config.line.house;
  const house = limit === null ? null : new TokenBucket(limit.perSecond, limit.burst);
  return config.sessions.map((row) => {
    const { throttle, ...settings } = row.settings;
    const { beginString, defaultApplVerId, timestampDigits, dropCopy } = row;
    const id = gateway.sessions.participantOf(row.sessionKey)!;
    const given = fixSessionConfig({
      beginString,
      defaultApplVerId,
      senderCompId: config.compId,
      targetCompId: row.compId,
      allowReset141: row.allowReset,
      ...settings,
      ...(timestampDigits === undefined ? {} : { timestampDigits }),
    });
    const session = new FixSession({ id, config: given, store: gateway.sessions.storeOf(id), clock });
    if (throttle !== null || house !== null) session.throttle = new SessionThrottle(throttle, house);
    gateway.addClient({
      session,
      account: row.account,
      dropCopy,
      cancelOnDisconnect: disconnectOf(row, cancelOnDisconnect),
    });
    return session;
  });
}

/** What the command line says of a session goes before its row in the configuration. */
function disconnectOf(
  { compId, cancelOnDisconnect: own }: SessionConfig,
  { compIds, graceMs, keepsGoodTill }: CancelOnDisconnect,
): ClientRole["cancelOnDisconnect"] {
  if (compIds === null || compIds.includes(compId)) return { ends: ["peer", "line", "us"], graceMs, keepsGoodTill };
  const causes = [
    ["peer", LogoutCause.Client],
    ["line", LogoutCause.Line],
    ["us", LogoutCause.House],
  ] as const;
  const ends = causes.filter(([, cause]) => (own.cancelOn & (1 << cause)) !== 0).map(([end]) => end);
  return ends.length === 0 ? null : { ends, graceMs: own.graceMs, keepsGoodTill: own.keepGtc };
}

function startTimers(
  { exchange, gateway, clock, work }: ServedExchange,
  expiry: ExpiryWatch,
  onFatal: (error: unknown) => void,
): NodeJS.Timeout[] {
  const every = (ms: number, run: () => void) =>
    setInterval(() => {
      try {
        run();
      } catch (error) {
        onFatal(error);
      }
    }, ms);
  return [
    every(EXCHANGE_DUE_MS, () => exchange.passDue()),
    every(EXCHANGE_TICK_MS, () => exchange.tick(clock.monotonicMs())),
    every(JOURNAL_RETRY_MS, () => {
      if (exchange.isWaitingForRoom) exchange.tryJournalAgain();
      openTradingDay(exchange, clock);
      gateway.tick();
      expiry.check();
      work();
    }),
  ];
}

/** The trading day is the UTC date, as in the OMS. */
function openTradingDay(exchange: SimulatedExchange, clock: Clock): void {
  const date = new Date(Number(clock.nowNs() / 1_000_000n));
  exchange.openTradingDay(date.getUTCFullYear() * 10_000 + (date.getUTCMonth() + 1) * 100 + date.getUTCDate());
}
