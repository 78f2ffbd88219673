/**
 * The outside venues, wired: each a session that calls, its adapter and its publisher, and where it has one the check of its
 * drop copy. They call when `open` is told to, and what they are told and say passes the one journal.
 */
import { readFileSync } from "node:fs";
import { type ConnectionOptions, createSecureContext } from "node:tls";
import type { SessionLedger } from "./client/session-ledger.ts";
import type { Config } from "./config.ts";
import type { State } from "./core/state.ts";
import { hasHeldOrders } from "./core/venue-lines.ts";
import { CommandType } from "./domain/records.generated.ts";
import { dropCopySessionId, venueSessionId } from "./domain/venue-session.ts";
import { DropCopyCheck } from "./exchange/drop-copy-check.ts";
import { FixVenue } from "./exchange/fix-venue.ts";
import { withoutStale } from "./exchange/stale-requests.ts";
import { TagRules } from "./exchange/tag-rules.ts";
import { VenueAdapter } from "./exchange/venue-adapter.ts";
import { VenuePublisher } from "./exchange/venue-publisher.ts";
import { VenueRequestWriter } from "./exchange/venue-request-writer.ts";
import { FixInitiator } from "./fix/initiator.ts";
import { FixSession } from "./fix/session.ts";
import type { FixApplication, SessionEventKind, SessionStore } from "./fix/session-types.ts";
import { TokenBucket } from "./fix/throttle.ts";
import type { Clock } from "./lib/clock.ts";
import { errorText, LockstepError } from "./lib/errors.ts";
import type { Publisher, Sequencer } from "./sequencer/sequencer.ts";
import type { VenueConfig, VenueLineConfig } from "./venue-settings.ts";

const TICK_MS = 20;
const INITIATOR_TICK_MS = 50;

export type VenuesOptions = {
  config: Config;
  state: State;
  ledger: SessionLedger;
  sequencer: Sequencer;
  clock: Clock;
  note: (session: FixSession | null, kind: SessionEventKind, text: string) => void;
};

export type OutsideVenue = {
  readonly config: VenueConfig;
  readonly venue: FixVenue;
  readonly adapter: VenueAdapter;
  readonly publishers: readonly Publisher[];
  readonly sessions: readonly FixSession[];
  readonly lines: readonly { initiator: FixInitiator; config: VenueLineConfig }[];
  readonly dropCopy: DropCopyCheck | null;
};

/** A line to a venue, for who looks after it. */
export type VenueLine = {
  readonly venue: string;
  readonly isDropCopy: boolean;
  readonly initiator: FixInitiator;
  readonly config: VenueLineConfig;
};

export class OutsideVenues {
  readonly venues: readonly OutsideVenue[];
  readonly #state: State;
  readonly #sequencer: Sequencer;
  #timer: NodeJS.Timeout | null = null;

  /** @throws LockstepError LOCKSTEP_ERR_CONFIG for certificates that cannot be read */
  constructor(options: VenuesOptions) {
    this.#state = options.state;
    this.#sequencer = options.sequencer;
    this.venues = options.config.venues.map((config) => makeVenue(config, options));
  }

  get publishers(): Publisher[] {
    return this.venues.flatMap(({ publishers }) => publishers);
  }

  get sessions(): FixSession[] {
    return this.venues.flatMap(({ sessions }) => sessions);
  }

  /** Which venue's line a session is; undefined for a client's. */
  lineOf(sessionId: number): VenueLine | undefined {
    for (const { config, lines, dropCopy } of this.venues) {
      const line = lines.find(({ initiator }) => initiator.session.id === sessionId);
      if (line === undefined) continue;
      const isDropCopy = dropCopy !== null && line !== lines[0];
      return { ...line, venue: config.name, isDropCopy };
    }
    return undefined;
  }

  /** Calls them all, and again whenever a line is lost. @param onFatal hears of a bug, after which the process should end */
  open(onFatal: (error: unknown) => void): void {
    for (const { lines } of this.venues) {
      for (const { initiator, config } of lines) initiator.connectToAny(config.hosts);
    }
    if (this.venues.length === 0) return;
    this.#timer = setInterval(() => {
      try {
        this.tick();
      } catch (error) {
        onFatal(error);
      }
    }, TICK_MS);
  }

  /** Every 20 ms: throttles, questions without an answer, comparisons. */
  tick(): void {
    for (const { venue, dropCopy } of this.venues) {
      venue.tick();
      dropCopy?.tick();
    }
  }

  /** Once a second: orders that waited for a line, more than left with the frame that found it up. */
  releaseHeld(): void {
    for (const { venue, adapter, config } of this.venues) {
      if (!venue.isUp || !config.holdsWhenDown || !hasHeldOrders(this.#state, config.venueId)) continue;
      adapter.releaseHeld();
      this.#sequencer.schedule();
    }
  }

  /** Logs out everywhere and stays away. */
  async close(reason: string): Promise<void> {
    await Promise.all(this.venues.flatMap(({ lines }) => lines.map(({ initiator }) => initiator.close(reason))));
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    for (const { venue } of this.venues) venue.close();
  }
}

function makeVenue(config: VenueConfig, options: VenuesOptions): OutsideVenue {
  const { state, ledger, sequencer, clock, note } = options;
  const { venueId, name, clOrdIdPrefix, throttle } = config;
  const store = ledger.storeOf(venueSessionId(venueId));
  const session = makeSession(venueSessionId(venueId), config.line, withoutStale(store, config.staleMs, clock), clock);
  const words = {
    session,
    state,
    clOrdIdPrefix,
    rules: new TagRules(config.tags),
    symbols: new Map(config.symbols.map(({ ours, ...theirs }) => [ours, theirs])),
    nowNs: () => clock.nowNs(),
  };
  const venue = new FixVenue({
    name,
    venueId,
    state,
    session,
    store,
    writer: new VenueRequestWriter(words),
    clOrdIdPrefix,
    clock,
    throttle: throttle === null ? null : new TokenBucket(throttle.perSecond, throttle.burst),
    massStatus: config.massStatus,
    note,
  });
  const adapter = new VenueAdapter(
    venueId,
    (command) => sequencer.offer(command),
    (command) => sequencer.offerReserved(command),
  );
  venue.connect(adapter, state.lastReportSequence[venueId]);
  const initiator = makeInitiator(name, session, venue, config.line, options);
  venue.initiator = initiator;
  const made = {
    config,
    venue,
    adapter,
    publishers: [new VenuePublisher(state, venueId, venue)] as Publisher[],
    sessions: [session],
    lines: [{ initiator, config: config.line }],
  };
  if (config.dropCopy === null) return { ...made, dropCopy: null };
  const copyStore = ledger.storeOf(dropCopySessionId(venueId));
  const copySession = makeSession(dropCopySessionId(venueId), config.dropCopy.line, copyStore, clock);
  const dropCopy = new DropCopyCheck({
    name,
    venueId,
    state,
    store: copyStore,
    clock,
    graceMs: config.dropCopy.graceMs,
    clOrdIdPrefix,
    isVenueUp: () => venue.isUp && venue.waitingReports === 0,
    listener: adapter,
    close: (exceptionId, text) =>
      sequencer.offer({ type: CommandType.CloseException, exceptionId, actor: "drop copy", text }),
    note,
  });
  const copyInitiator = makeInitiator(name, copySession, dropCopy, config.dropCopy.line, options);
  return {
    ...made,
    publishers: [
      ...made.publishers,
      { publish: (event) => dropCopy.publish(event), release: () => copyInitiator.flush() },
    ],
    sessions: [session, copySession],
    lines: [...made.lines, { initiator: copyInitiator, config: config.dropCopy.line }],
    dropCopy,
  };
}

function makeSession(id: number, line: VenueLineConfig, store: SessionStore, clock: Clock): FixSession {
  return new FixSession({ id, config: line.session, store, clock });
}

function makeInitiator(
  name: string,
  session: FixSession,
  application: FixApplication,
  line: VenueLineConfig,
  { clock, sequencer }: VenuesOptions,
): FixInitiator {
  const { reconnectMinMs, reconnectMaxMs, afterSuccess } = line;
  const tls = toTls(name, line);
  return new FixInitiator({
    session,
    application,
    clock,
    flush: "manual",
    onPending: () => sequencer.schedule(),
    reconnectMinMs,
    reconnectMaxMs,
    afterSuccess,
    tickMs: INITIATOR_TICK_MS,
    ...(tls === null ? {} : { tls }),
  });
}

/** @param name the venue's */
function toTls(name: string, { tls }: VenueLineConfig): ConnectionOptions | null {
  if (tls === null) return null;
  const { authority, certificate, key, serverName } = tls;
  try {
    const files = {
      ...(authority === undefined ? {} : { ca: readFileSync(authority) }),
      ...(certificate === undefined ? {} : { cert: readFileSync(certificate) }),
      ...(key === undefined ? {} : { key: readFileSync(key) }),
    };
    // A key that is another certificate's is found now, and not at every call.
    createSecureContext(files);
    return { ...files, ...(serverName === undefined ? {} : { servername: serverName }) };
  } catch (error) {
    const given = [authority, certificate, key].filter((path) => path !== undefined).join(", ");
    const why = `expected PEM files that go together, found ${given}: ${errorText(error)}`;
    throw new LockstepError("LOCKSTEP_ERR_CONFIG", `venues/${name}: tls: ${why}`);
  }
}
