/**
 * The order path, wired: recover -> sequencer -> sessions -> exchange, caught up and not yet listening.
 *
 * Everything of the world comes in by `OrderPathOptions`: the clock, how to run something soon, who is told. Timers, ports,
 * files of certificates and signals belong to whoever opens it: the server, or a simulation on virtual time.
 */
import { join } from "node:path";
import type { TlsOptions } from "node:tls";
import type { SimulatedExchange } from "../simulator/exchange.ts";
import { BundledVenues } from "./bundled-venues.ts";
import { FixAdapter } from "./client/fix-adapter.ts";
import { FixPublisher } from "./client/fix-publisher.ts";
import { NoteLimiter } from "./client/note-limiter.ts";
import { PasswordPublisher } from "./client/password-publisher.ts";
import type { SessionLedger } from "./client/session-ledger.ts";
import type { Config, SessionConfig } from "./config.ts";
import { refusalOf } from "./core/failed-command.ts";
import type { State } from "./core/state.ts";
import { DisconnectAdapter } from "./disconnect-adapter.ts";
import { type Command, CommandType } from "./domain/records.generated.ts";
import { FailurePublisher } from "./failure-publisher.ts";
import { FixAcceptor } from "./fix/acceptor.ts";
import { FixSession } from "./fix/session.ts";
import { fixSessionConfig } from "./fix/session-types.ts";
import { SessionThrottle, TokenBucket } from "./fix/throttle.ts";
import type { Disk } from "./journal/disk.ts";
import type { TornTail } from "./journal/journal.ts";
import { SpanReader } from "./journal/span-reader.ts";
import type { JournalWriter } from "./journal/writer.ts";
import { JournalSpaceAdapter } from "./journal-space-adapter.ts";
import { BatchClock, type Clock } from "./lib/clock.ts";
import { poison } from "./lib/poison.ts";
import { OperatorActions } from "./operator-actions.ts";
import { credentialsInForce, forgottenPasswords } from "./password-adapter.ts";
import { type RecoveredForWriting, recover } from "./recover.ts";
import { linesLeftUp, referenceDataCommands, sessionsLeftOpen, tradingDayCommand } from "./reference-data-adapter.ts";
import { type Publisher, Sequencer } from "./sequencer/sequencer.ts";
import { passedOverText, Snapshots } from "./snapshots.ts";
import { splitCommands } from "./split-settings.ts";
import { SweepAdapter } from "./sweep-adapter.ts";
import type { TradingDays } from "./trading-days.ts";
import { OutsideVenues } from "./venues.ts";

/** How often the owner calls `tickExchange`; `tickReferenceData` once a second is enough. */
export const EXCHANGE_TICK_MS = 100;
/** How exactly the exchange keeps the times of its scenario. */
export const EXCHANGE_DUE_MS = 5;

/** Everything on the order path's thread, wired and caught up, not yet listening. */
export type OrderPath = {
  clock: Clock;
  state: State;
  journal: JournalWriter;
  sequencer: Sequencer;
  /** The exchanges in the box, and the one of `venue` among them. */
  bundled: BundledVenues;
  exchange: SimulatedExchange;
  tradingDays: TradingDays;
  /** The outside venues, not called yet. */
  venues: OutsideVenues;
  sessions: FixSession[];
  acceptor: FixAcceptor;
  fixPublisher: FixPublisher;
  journalDirectory: string;
  /** Frames since the last snapshot that do not count. */
  skips: number[];
  /** The last frame of earlier lives. */
  recoveredSequence: number;
  journalSpace: JournalSpaceAdapter;
  disconnects: DisconnectAdapter;
  operatorActions: OperatorActions;
};

/** A line for the operator, with words to search for. */
export type Log = (level: "info" | "warn" | "error", text: string, fields?: Record<string, unknown>) => void;

/** An operator's decision to leave out a frame that cannot be applied. */
export type SkipRequest = { sequence: number; reason: string };

export type OrderPathOptions = {
  config: Config;
  skip: SkipRequest | null;
  /** Of this code: snapshots another version wrote are not read. */
  version: string;
  log: Log;
  /** A bug or a failed disk: nothing more is released, and the process should end. */
  onFatal: (error: unknown) => void;
  clock: Clock;
  disk: Disk;
  /** What a new journal is known by, 16 bytes that no other has. */
  newJournalId: () => Buffer;
  /** Runs something once the sockets that are readable now have been read; on a machine, `setImmediate`. */
  soon: (run: () => void) => void;
  /** Runs something after a while; a timer unless told. */
  later?: (run: () => void, ms: number) => void;
  /** Called after every commit, and once at the start, with the log's durable end. */
  onDurable: (journal: JournalWriter) => void;
  /** Orders there is room made for at the start: growing later costs those that wait. */
  ordersExpected?: number;
  /** Told of every event after the sessions; for whoever watches from the same process. */
  listeners?: readonly Publisher[];
  /** Certificates when FIX is spoken over TLS. */
  tls: TlsOptions | null;
};

/**
 * Recovers what the data directory holds and brings OMS and exchange to one state.
 *
 * @throws LockstepError LOCKSTEP_ERR_JOURNAL_DAMAGED, LOCKSTEP_ERR_DATA_DIR, LOCKSTEP_ERR_VENUE_BEHIND, LOCKSTEP_ERR_CONFIG
 */
export function openOrderPath(options: OrderPathOptions): OrderPath {
  const { config, log, onFatal, soon, onDurable, disk, newJournalId } = options;
  const clock = new BatchClock(options.clock);
  const directory = join(config.dataDir, "journal");
  const { durability, segmentBytes } = config;
  const snapshots = new Snapshots(config.dataDir, options.version, disk);
  const recovered = recover(
    {
      directory,
      durability,
      segmentBytes,
      disk,
      newJournalId,
      witness: (journalId, lastSequence) => snapshots.witness(journalId, lastSequence),
    },
    snapshots,
    options.skip?.sequence,
  );
  const { state, ledger, lastTimeNs, writer: journal } = recovered;
  reportRecovery(log, recovered);
  reportLostVenues(log, state, config);
  state.reserve(state.orders.rowCount + (options.ordersExpected ?? 0));

  const { lagMaxMs } = config.line;
  const publishers: Publisher[] = [];
  const sequencer = new Sequencer(
    { state, journal, clock, soon, lagMaxMs, publishers, sentIndex: ledger, onDurable, onFailure: onFatal },
    lastTimeNs,
  );
  onDurable(journal);
  for (const command of referenceDataCommands(state, config, clock.nowNs())) sequencer.offer(command);
  for (const command of sessionsLeftOpen(state)) sequencer.offer(command);
  for (const command of linesLeftUp(state)) sequencer.offer(command);
  forgetPasswords(options, state, sequencer);
  sequencer.doWork();

  const notes = new NoteLimiter(clock, (session, kind, text) =>
    log(kind === "logon-refused" ? "warn" : "info", text, { session: session?.name, kind }),
  );
  const adapter = new FixAdapter(sequencer, (session, kind, text) => notes.note(session, kind, text));
  sequencer.hops.readMs = () => adapter.readMs;
  attachLedger(ledger, sequencer, adapter, new SpanReader(directory, disk));
  const sessions = makeSessions(config, state, ledger, clock);
  const passwords = new PasswordPublisher();
  const acceptor = makeAcceptor(options, sessions, adapter, passwords, clock, sequencer);
  const fixPublisher = new FixPublisher(state, () => acceptor.flush());
  for (const [index, session] of sessions.entries())
    connectReports(fixPublisher, session, config.sessions[index], state);
  for (const [index, { id }] of sessions.entries())
    if (config.sessions[index].dropCopy !== null) adapter.addListener(id);
  const sweeps = new SweepAdapter(state, (command) => sequencer.offer(command));
  const operatorActions = new OperatorActions(state, sessions, (command) => sequencer.offer(command));
  publishers.push(fixPublisher, passwords, new FailurePublisher(log), sweeps, operatorActions);
  publishers.push(...(options.listeners ?? []));
  if (options.skip !== null) sequencer.offer(skipCommand(options.skip, recovered.skipped));

  const ordersExpected = options.ordersExpected ?? 0;
  const bundled = new BundledVenues({ config, state, sequencer, clock, disk, newJournalId, log, ordersExpected });
  const exchange = bundled.main;
  const { tradingDays } = config;
  const path = { clock, state, journal, sequencer, bundled, exchange, sessions, acceptor, fixPublisher, tradingDays };
  const venues = new OutsideVenues({
    config,
    state,
    ledger,
    sequencer,
    clock,
    note: (session, kind, text) => notes.note(session, kind, text),
  });
  operatorActions.lineOf = (sessionId) => venues.lineOf(sessionId);
  publishers.push(...bundled.publishers, ...venues.publishers);
  bundled.catchUp();
  sweeps.resume();
  // Before the day they are of begins.
  for (const command of splitCommands(state, config.splits)) sequencer.offer(command);
  bundled.followPhases();
  rollTradingDay(path);
  sequencer.doWork();
  poison(state.instruments);
  const lowBytes = config.lowSpaceBytes;
  const journalSpace = new JournalSpaceAdapter({
    ...path,
    exchanges: bundled.exchanges,
    disk,
    directory,
    lowBytes,
    segmentBytes,
    log,
  });
  journalSpace.tick();
  sequencer.doWork();
  return {
    ...path,
    venues,
    journalDirectory: directory,
    disconnects: new DisconnectAdapter(
      state,
      () => clock.nowNs(),
      (command) => sequencer.offer(command),
    ),
    journalSpace,
    operatorActions,
    skips: [...recovered.skipped.keys()],
    recoveredSequence: recovered.scan.lastSequence,
  };
}

/** The venues' agents act and their waiting reports are given again, if it is time; call it every `EXCHANGE_TICK_MS`. */
export function tickExchange({ bundled, clock }: OrderPath): void {
  bundled.tick(clock.monotonicMs());
}

type VenueSide = Pick<OrderPath, "bundled" | "sequencer" | "state" | "clock" | "tradingDays">;

/**
 * A new day begins, if the calendar says so: first at the venues, so that what they end has ended before the house looks at
 * what is left.
 */
function rollTradingDay(path: VenueSide): void {
  const { bundled, sequencer, state, clock, tradingDays } = path;
  const newDay = tradingDayCommand(state, tradingDays, clock.nowNs());
  if (newDay === null) return;
  if (bundled.openTradingDay(newDay.tradingDay)) sequencer.offer(newDay);
}

/** Prices and the trading day reach the core; call it once a second. */
export function tickReferenceData(path: OrderPath): void {
  const { bundled, venues } = path;
  bundled.tellMarket();
  venues.releaseHeld();
  rollTradingDay(path);
}

/** Passwords that clients set, and whose row in the configuration has another one now. */
function forgetPasswords({ config, log }: OrderPathOptions, state: State, sequencer: Sequencer): void {
  for (const command of forgottenPasswords(state, config)) {
    sequencer.offer(command);
    const { sessionKey } = state.sessions[command.sessionId]!;
    log("info", `${sessionKey} logs on with the configuration's password again; the one its client set is forgotten`);
  }
}

function reportRecovery(log: Log, { state, scan, snapshot, passedOver }: RecoveredForWriting): void {
  for (const { path, reason } of passedOver) log("warn", passedOverText(path, reason));
  if (scan.tornTail !== null) reportTornTail(log, scan.tornTail);
  const from = snapshot === null ? "" : ` from the snapshot at sequence ${snapshot.position.lastSequence},`;
  log(
    "info",
    `recovered${from} ${scan.frames} frames, ${state.orders.count} orders, up to sequence ${scan.lastSequence}`,
  );
}

/** Orders at a venue that is not in the configuration any more: nothing that is asked of them reaches anybody. */
function reportLostVenues(log: Log, { orders }: State, { exchanges, venues }: Config): void {
  const known = new Set([0, ...[...exchanges, ...venues].map(({ venueId }) => venueId)]);
  const lost = new Map<number, number>();
  for (let row = 1; row <= orders.rowCount; row++) {
    const venueId = orders.venueId[row];
    if (!known.has(venueId) && orders.isLive(row)) lost.set(venueId, (lost.get(venueId) ?? 0) + 1);
  }
  for (const [venueId, count] of lost) {
    log("warn", `${count} orders are live at venue ${venueId}, which the configuration does not have; put it back`);
  }
}

/** The operator's decision as a command, with whom it concerns. */
function skipCommand({ sequence, reason }: SkipRequest, skipped: ReadonlyMap<number, Command>): Command {
  const failed = skipped.get(sequence)!;
  return { type: CommandType.SkipFrame, sequence, ...refusalOf(failed), reason };
}

function reportTornTail(log: Log, tail: TornTail): void {
  log(
    "warn",
    `the journal's last group was torn (${tail.reason}): ${tail.bytes} bytes at offset ${tail.offset} of segment ${tail.segmentNumber} were cut and kept beside it; nobody had been told of them`,
  );
}

function attachLedger(ledger: SessionLedger, sequencer: Sequencer, adapter: FixAdapter, spans: SpanReader): void {
  const { sentStage } = sequencer;
  ledger.attach({
    stageSent: (sessionId, msgSeqNum, isApplication, bytes, start, end) => {
      sentStage.add(sessionId, msgSeqNum, isApplication, bytes, start, end);
      sequencer.schedule();
    },
    visitStaged: (sessionId, from, to, visit) => sentStage.visit(sessionId, from, to, visit),
    advance: (sessionId, msgSeqNum) => adapter.advance(sessionId, msgSeqNum),
    spans,
  });
}

/** A FIX session for every session configured, with the id and the numbers the journal has for it. */
function makeSessions(config: Config, state: State, ledger: SessionLedger, clock: Clock): FixSession[] {
  const limit = config.line.house;
  const house = limit === null ? null : new TokenBucket(limit.perSecond, limit.burst);
  return config.sessions.map((row) => {
    const { throttle, ...settings } = row.settings;
    const id = state.sessionIds.get(row.sessionKey) ?? 0;
    const { beginString, defaultApplVerId, timestampDigits } = row;
    const given = fixSessionConfig({
      beginString,
      defaultApplVerId,
      senderCompId: config.compId,
      targetCompId: row.compId,
      allowReset141: row.allowReset,
      ...settings,
      ...(timestampDigits === undefined ? {} : { timestampDigits }),
    });
    const session = new FixSession({ id, config: given, store: ledger.storeOf(id), clock });
    if (throttle !== null || house !== null) session.throttle = new SessionThrottle(throttle, house);
    session.credentials = credentialsInForce(given.credentials, state.sessions[id]);
    return session;
  });
}

/** A session gets the reports of its own orders or, as a drop copy, those of others. */
function connectReports(publisher: FixPublisher, session: FixSession, row: SessionConfig, state: State): void {
  if (row.dropCopy === null) return publisher.addSession(session);
  const { clients, accounts, includeRequests } = row.dropCopy;
  const idsOf = (compIds: string[]) =>
    state.sessions.flatMap((known) => (known && compIds.includes(known.compId) ? [known.sessionId] : []));
  const scope = {
    sessionIds: clients === null ? null : new Set(idsOf(clients)),
    accounts: accounts === null ? null : new Set(accounts),
  };
  publisher.addDropCopy(session, scope, includeRequests);
}

function makeAcceptor(
  { soon, later, tls, config }: OrderPathOptions,
  sessions: FixSession[],
  adapter: FixAdapter,
  passwords: PasswordPublisher,
  clock: Clock,
  sequencer: Sequencer,
): FixAcceptor {
  return new FixAcceptor({
    sessions,
    clock,
    flush: "manual",
    soon,
    ...(later === undefined ? {} : { later }),
    ...config.line.acceptor,
    onPending: () => sequencer.schedule(),
    ...(tls === null ? {} : { tls }),
    application: {
      onMessage: (session, message) => adapter.onMessage(session, message),
      isFull: () => adapter.isFull(),
      onLogon: (session) => adapter.onLogon(session),
      onLogout: (session, reason, end) => adapter.onLogout(session, reason, end),
      changePassword: ({ id }, change, done) => {
        if (adapter.offerPassword(id, change)) passwords.expect(id, done);
        else done(false);
      },
      onSessionEvent: (session, kind, text) => adapter.onSessionEvent(session, kind, text),
    },
  });
}
