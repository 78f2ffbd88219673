/**
 * The composition root of the order path's thread: configuration -> recover -> wire -> listen.
 *
 * It makes the parts, shows each the doors of the others, and runs the timers. It holds no judgement: what an order
 * means is core's, what a message means is fix's, and this file knows neither.
 */
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import type { SimulatedExchange } from "../simulator/exchange.ts";
import { openSimulatedExchange } from "../simulator/open-exchange.ts";
import { FixAdapter } from "./client/fix-adapter.ts";
import { FixPublisher } from "./client/fix-publisher.ts";
import type { SessionLedger } from "./client/session-ledger.ts";
import { type Config, type SessionConfig, VENUE_ID } from "./config.ts";
import type { State } from "./core/state.ts";
import { type DataLock, lockDataDirectory } from "./data-lock.ts";
import { VenueAdapter } from "./exchange/venue-adapter.ts";
import { VenuePublisher } from "./exchange/venue-publisher.ts";
import { FixAcceptor } from "./fix/acceptor.ts";
import { FixSession } from "./fix/session.ts";
import { fixSessionConfig } from "./fix/session-types.ts";
import { readTlsFiles } from "./fix/tls-door.ts";
import { FollowerHandle } from "./follower-handle.ts";
import { SharedPosition } from "./follower-messages.ts";
import type { TornTail } from "./journal/journal.ts";
import { SpanReader } from "./journal/span-reader.ts";
import type { JournalWriter } from "./journal/writer.ts";
import { BatchClock, type Clock, SystemClock } from "./lib/clock.ts";
import { errorText, LockstepError } from "./lib/errors.ts";
import { DELAY_RESOLUTION_MS } from "./lib/event-loop-delay.ts";
import { OrderPathStatusMaker } from "./order-path-status.ts";
import { recover } from "./recover.ts";
import { marketUpdate, referenceDataCommands, sessionsLeftOpen, tradingDayCommand } from "./reference-data-adapter.ts";
import { type Publisher, Sequencer } from "./sequencer/sequencer.ts";

const EXCHANGE_TICK_MS = 100;
const STATUS_MS = 1_000;
/** How long sessions have to answer our Logout before their lines are cut. */
const LOGOUT_PATIENCE_MS = 2_500;
const LOOPBACK = new Set(["127.0.0.1", "::1", "localhost"]);

export type Address = { host: string; port: number };

export type Server = {
  readonly fix: Address;
  readonly http: Address;
  /** Logs sessions out, makes what waits durable, and lets everything go. */
  stop(reason: string): Promise<void>;
};

/** A line for the operator, with words to search for. */
export type Log = (level: "info" | "warn" | "error", text: string, fields?: Record<string, unknown>) => void;

export type ServerOptions = {
  config: Config;
  version: string;
  log: Log;
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
  checkExposure(config);
  if (config.insecureLogon && !config.isDemo) {
    options.log(
      "warn",
      "insecureLogon: sessions without a password log on without one; on loopback only, and never with real orders",
    );
  }
  const lock = lockDataDirectory(config.dataDir);
  try {
    const path = openOrderPath(options);
    return await listen(options, path, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

function checkExposure(config: Config): void {
  if (LOOPBACK.has(config.host)) return;
  throw new LockstepError(
    "LOCKSTEP_ERR_CONFIG",
    config.insecureLogon
      ? `host ${config.host} is not loopback, and insecureLogon lets anybody log on; expected 127.0.0.1, or passwords for every session`
      : `host ${config.host} is not loopback; expected 127.0.0.1, because the blotter has no users yet. Reach it from elsewhere through a tunnel`,
  );
}

/** Everything on the order path's thread, wired and caught up, not yet listening. */
type OrderPath = {
  clock: Clock;
  state: State;
  journal: JournalWriter;
  sequencer: Sequencer;
  exchange: SimulatedExchange;
  sessions: FixSession[];
  acceptor: FixAcceptor;
  fixPublisher: FixPublisher;
  position: SharedArrayBuffer;
  journalDirectory: string;
};

function openOrderPath(options: ServerOptions): OrderPath {
  const { config, log, onFatal } = options;
  const clock = new BatchClock(new SystemClock());
  const directory = join(config.dataDir, "journal");
  const { durability, segmentBytes } = config;
  const { state, ledger, lastTimeNs, scan, writer: journal } = recover({ directory, durability, segmentBytes });
  if (scan.tornTail !== null) reportTornTail(log, scan.tornTail);
  log("info", `recovered ${scan.frames} frames, ${state.orders.count} orders, up to sequence ${scan.lastSequence}`);

  const position = SharedPosition.allocate();
  const shared = new SharedPosition(position);
  const publishers: Publisher[] = [];
  const sequencer = new Sequencer(
    {
      state,
      journal,
      clock,
      publishers,
      sentIndex: ledger,
      onDurable: () => shared.publish(journal.durableSegment, journal.durableOffset, journal.durableSequence),
      onFailure: onFatal,
    },
    lastTimeNs,
  );
  shared.publish(journal.durableSegment, journal.durableOffset, journal.durableSequence);
  for (const command of referenceDataCommands(state, config, clock.nowNs())) sequencer.offer(command);
  for (const command of sessionsLeftOpen(state)) sequencer.offer(command);
  sequencer.doWork();

  const adapter = new FixAdapter(sequencer, (session, kind, text) =>
    log(kind === "logon-refused" ? "warn" : "info", text, { session: session?.name, kind }),
  );
  attachLedger(ledger, sequencer, adapter, directory);
  const sessions = makeSessions(config, state, ledger, clock);
  const acceptor = makeAcceptor(config, sessions, adapter, clock, sequencer);
  const fixPublisher = new FixPublisher(state, () => acceptor.flush());
  for (const [index, session] of sessions.entries())
    connectReports(fixPublisher, session, config.sessions[index], state);
  for (const [index, { id }] of sessions.entries())
    if (config.sessions[index].dropCopy !== null) adapter.addListener(id);
  publishers.push(fixPublisher);

  const exchange = openExchange(config, state, clock);
  const venuePublisher = new VenuePublisher(state, VENUE_ID, exchange);
  publishers.push(venuePublisher);
  exchange.connect(
    new VenueAdapter(VENUE_ID, (command) => sequencer.offer(command)),
    state.lastReportSequence[VENUE_ID],
  );
  sequencer.doWork();
  // What the crash kept from us may be more than the line holds at once.
  while (exchange.waitingReports > 0) {
    exchange.flush();
    sequencer.doWork();
  }
  const resent = venuePublisher.resendUnanswered();
  if (resent > 0) log("info", `gave ${exchange.name} again ${resent} requests it had not answered`);
  sequencer.doWork();
  return {
    clock,
    state,
    journal,
    sequencer,
    exchange,
    sessions,
    acceptor,
    fixPublisher,
    position,
    journalDirectory: directory,
  };
}

function reportTornTail(log: Log, tail: TornTail): void {
  log(
    "warn",
    `the journal's last group was torn (${tail.reason}): ${tail.bytes} bytes at offset ${tail.offset} of segment ${tail.segmentNumber} were cut and kept beside it; nobody had been told of them`,
  );
}

function attachLedger(ledger: SessionLedger, sequencer: Sequencer, adapter: FixAdapter, directory: string): void {
  const { sentStage } = sequencer;
  ledger.attach({
    stageSent: (sessionId, msgSeqNum, isApplication, bytes, start, end) => {
      sentStage.add(sessionId, msgSeqNum, isApplication, bytes, start, end);
      sequencer.schedule();
    },
    visitStaged: (sessionId, from, to, visit) => sentStage.visit(sessionId, from, to, visit),
    advance: (sessionId, msgSeqNum) => adapter.advance(sessionId, msgSeqNum),
    spans: new SpanReader(directory),
  });
}

/** A FIX session for every session configured, with the id and the numbers the journal has for it. */
function makeSessions(config: Config, state: State, ledger: SessionLedger, clock: Clock): FixSession[] {
  return config.sessions.map((row) => {
    const id = state.sessionIds.get(row.sessionKey) ?? 0;
    const { beginString, defaultApplVerId, timestampDigits } = row;
    const given = fixSessionConfig({
      beginString,
      defaultApplVerId,
      senderCompId: config.compId,
      targetCompId: row.compId,
      allowReset141: row.allowReset,
      ...row.settings,
      ...(timestampDigits === undefined ? {} : { timestampDigits }),
    });
    return new FixSession({ id, config: given, store: ledger.storeOf(id), clock });
  });
}

/** A session gets the reports of its own orders or, as a drop copy, those of others. */
function connectReports(publisher: FixPublisher, session: FixSession, row: SessionConfig, state: State): void {
  if (row.dropCopy === null) return publisher.addSession(session);
  const { clients, accounts } = row.dropCopy;
  const idsOf = (compIds: string[]) =>
    state.sessions.flatMap((known) => (known && compIds.includes(known.compId) ? [known.sessionId] : []));
  publisher.addDropCopy(session, {
    sessionIds: clients === null ? null : new Set(idsOf(clients)),
    accounts: accounts === null ? null : new Set(accounts),
  });
}

function makeAcceptor(
  config: Config,
  sessions: FixSession[],
  adapter: FixAdapter,
  clock: Clock,
  sequencer: Sequencer,
): FixAcceptor {
  return new FixAcceptor({
    sessions,
    clock,
    flush: "manual",
    onPending: () => sequencer.schedule(),
    ...(config.fixTls === null ? {} : { tls: readTlsFiles(config.fixTls) }),
    application: {
      onMessage: (session, message) => adapter.onMessage(session, message),
      onLogon: (session) => adapter.onLogon(session),
      onLogout: (session, reason) => adapter.onLogout(session, reason),
      onSessionEvent: (session, kind, text) => adapter.onSessionEvent(session, kind, text),
    },
  });
}

function openExchange(config: Config, state: State, clock: Clock): SimulatedExchange {
  const exchange = openSimulatedExchange({
    directory: join(config.dataDir, "exchange"),
    instruments: config.instruments,
    agents: config.agents,
    lastReportSequence: state.lastReportSequence[VENUE_ID],
    segmentBytes: config.segmentBytes,
    nowNs: () => clock.nowNs(),
  });
  if (exchange.tradingDay < state.tradingDay) exchange.openTradingDay(state.tradingDay);
  return exchange;
}

async function listen(options: ServerOptions, path: OrderPath, lock: DataLock): Promise<Server> {
  const { config, version, log } = options;
  const { acceptor, sequencer, journal, exchange } = path;
  const fix = await acceptor.listen(config.host, config.fixPort);
  const follower = new FollowerHandle(
    {
      journalDirectory: path.journalDirectory,
      dataDirectory: config.dataDir,
      http: { host: config.host, port: config.httpPort },
      position: path.position,
      environment: "SIM",
      version,
      fixAddress: `${fix.host}:${fix.port}`,
      durability: config.durability,
    },
    (error, againInMs) =>
      log(
        "error",
        `the follower ended: ${error.message}. Trading goes on; the blotter is started again in ${againInMs / 1000} s`,
      ),
  );
  let http: Address;
  try {
    http = await follower.start();
  } catch (error) {
    await acceptor.close();
    exchange.close();
    journal.close();
    throw error;
  }
  const timers = startTimers(path, follower);
  const stopReloading = reloadTlsOnHangUp(options, acceptor);
  return {
    fix,
    http,
    stop: async (reason) => {
      for (const timer of timers) clearInterval(timer);
      stopReloading();
      await logOutSessions(path, reason);
      sequencer.stop();
      await acceptor.close();
      exchange.close();
      journal.close();
      await follower.stop();
      lock.release();
    },
  };
}

/** SIGHUP reads the TLS files again: new connections get them, sessions that are here go on. */
function reloadTlsOnHangUp({ config, log }: ServerOptions, acceptor: FixAcceptor): () => void {
  const { fixTls } = config;
  if (fixTls === null) return () => {};
  const reload = () => {
    try {
      acceptor.reloadTls(readTlsFiles(fixTls));
      log("info", "SIGHUP: new connections get the TLS certificate as it is now");
    } catch (error) {
      log("error", `SIGHUP: the TLS certificate stays as it was: ${errorText(error)}`);
    }
  };
  process.on("SIGHUP", reload);
  return () => process.off("SIGHUP", reload);
}

function startTimers(path: OrderPath, follower: FollowerHandle): NodeJS.Timeout[] {
  const { clock, state, sequencer, exchange, journal, sessions, fixPublisher } = path;
  const delay = monitorEventLoopDelay({ resolution: DELAY_RESOLUTION_MS });
  delay.enable();
  const parts = { state, sessions, sequencer, journal, delay, reports: () => fixPublisher.reports };
  const status = new OrderPathStatusMaker(parts, clock.monotonicMs());
  return [
    setInterval(() => exchange.tick(clock.monotonicMs()), EXCHANGE_TICK_MS),
    setInterval(() => {
      exchange.visitMarket((symbol, bidPx, askPx, lastPx) =>
        sequencer.offer(marketUpdate(symbol, bidPx, askPx, lastPx)),
      );
      const newDay = tradingDayCommand(state, clock.nowNs());
      if (newDay !== null && sequencer.offer(newDay)) exchange.openTradingDay(newDay.tradingDay);
      follower.tell(status.make(clock.monotonicMs()));
    }, STATUS_MS),
  ];
}

/** Says goodbye to every session and waits, for a while, for their answers. */
async function logOutSessions(path: OrderPath, reason: string): Promise<void> {
  const { sessions, clock } = path;
  for (const session of sessions) session.logout(reason);
  const untilMs = clock.monotonicMs() + LOGOUT_PATIENCE_MS;
  while (sessions.some((session) => session.connected) && clock.monotonicMs() < untilMs) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  for (const session of sessions) session.disconnect(reason);
}
