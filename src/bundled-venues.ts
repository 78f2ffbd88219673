/**
 * The exchanges in the box, wired: each is opened on its own directory, heard by its own adapter and asked by its own
 * publisher, and brought to one state with the OMS before anybody else is heard.
 */
import { join } from "node:path";
import type { SimulatedExchange } from "../simulator/exchange.ts";
import { openSimulatedExchange } from "../simulator/open-exchange.ts";
import { toldAgents } from "./agent-settings.ts";
import type { BundledConfig } from "./bundled-settings.ts";
import type { Config } from "./config.ts";
import type { State } from "./core/state.ts";
import type { VenueListener } from "./domain/exchange-port.ts";
import { VenueAdapter } from "./exchange/venue-adapter.ts";
import { VenuePublisher } from "./exchange/venue-publisher.ts";
import type { BundledStatus } from "./follower-messages.ts";
import type { Disk } from "./journal/disk.ts";
import type { Clock } from "./lib/clock.ts";
import type { Log } from "./order-path.ts";
import { marketUpdate } from "./reference-data-adapter.ts";
import { loadScenario } from "./scenario-file.ts";
import type { Publisher, Sequencer } from "./sequencer/sequencer.ts";
import { followPhases } from "./venue-phase-adapter.ts";

const ITSELF = "XSIM";

export type BundledOptions = {
  config: Config;
  state: State;
  sequencer: Sequencer;
  clock: Clock;
  disk: Disk;
  newJournalId: () => Buffer;
  log: Log;
  /** Orders there is room made for at the exchange of `venue`. */
  ordersExpected: number;
};

type Bundled = {
  readonly config: BundledConfig;
  readonly exchange: SimulatedExchange;
  readonly publisher: VenuePublisher;
  /** The instruments whose own venue it is: their prices and hours are what it says they are. */
  readonly own: ReadonlySet<string>;
};

export class BundledVenues {
  readonly #venues: readonly Bundled[];
  readonly #options: BundledOptions;

  /** @throws LockstepError LOCKSTEP_ERR_JOURNAL_DAMAGED, LOCKSTEP_ERR_DATA_DIR, LOCKSTEP_ERR_CONFIG */
  constructor(options: BundledOptions) {
    this.#options = options;
    const opened: Bundled[] = [];
    try {
      for (const config of options.config.exchanges) opened.push(open(config, options));
    } catch (error) {
      for (const { exchange } of opened) exchange.close();
      throw error;
    }
    this.#venues = opened;
  }

  /** The exchange of `venue`. */
  get main(): SimulatedExchange {
    return this.#venues[0].exchange;
  }

  get exchanges(): SimulatedExchange[] {
    return this.#venues.map(({ exchange }) => exchange);
  }

  /** For people. */
  status(): BundledStatus[] {
    return this.#venues.map(({ config, exchange }) => ({
      venueId: config.venueId,
      name: exchange.name,
      waitingReports: exchange.waitingReports,
      isWaitingForRoom: exchange.isWaitingForRoom,
    }));
  }

  get publishers(): Publisher[] {
    return this.#venues.map(({ publisher }) => publisher);
  }

  /** Venues and OMS tell each other what the end of the last run kept from them. @throws LockstepError LOCKSTEP_ERR_VENUE_BEHIND */
  catchUp(): void {
    const { state, sequencer, log } = this.#options;
    for (const { config, exchange, publisher } of this.#venues) {
      const adapter = new VenueAdapter(config.venueId, (command) => sequencer.offer(command));
      exchange.connect(underItsName(exchange.name, adapter), state.lastReportSequence[config.venueId]);
      sequencer.doWork();
      this.#takeWaitingReports(exchange);
      const resent = publisher.resendUnanswered();
      if (resent > 0) log("info", `gave ${exchange.name} again ${resent} requests it had not answered`);
      sequencer.doWork();
    }
  }

  /** Tells the core when each instrument trades, now and from now on. */
  followPhases(): void {
    const { config, state, sequencer } = this.#options;
    for (const { exchange, own } of this.#venues) {
      followPhases(state, exchange, config.holdWhenClosed, (command) => sequencer.offerReserved(command), own);
    }
  }

  /** Agents act and waiting reports are given again, if it is time. */
  tick(nowMs: number): void {
    for (const { exchange } of this.#venues) exchange.tick(nowMs);
  }

  passDue(): void {
    for (const { exchange } of this.#venues) exchange.passDue();
  }

  /** Changed prices become commands: each instrument's from its own venue. */
  tellMarket(): void {
    const { sequencer } = this.#options;
    for (const { exchange, own } of this.#venues) {
      exchange.visitMarket((symbol, bidPx, askPx, lastPx) => {
        if (own.has(symbol)) sequencer.offer(marketUpdate(symbol, bidPx, askPx, lastPx));
      });
    }
  }

  /** @returns whether everything that the day before has left is told */
  openTradingDay(tradingDay: number): boolean {
    for (const { exchange } of this.#venues) {
      exchange.openTradingDay(tradingDay);
      this.#takeWaitingReports(exchange);
    }
    return this.#venues.every(({ exchange }) => exchange.waitingReports === 0);
  }

  close(): void {
    for (const { exchange } of this.#venues) exchange.close();
  }

  /** What a venue has to tell may be more than the line holds at once. */
  #takeWaitingReports(exchange: SimulatedExchange): void {
    const { sequencer } = this.#options;
    while (exchange.waitingReports > 0 && !sequencer.isWaitingForRoom && !exchange.isWaitingForRoom) {
      exchange.flush();
      sequencer.doWork();
    }
  }
}

/** The exchange speaks of itself as XSIM, whatever it is called here. */
function underItsName(name: string, adapter: VenueAdapter): VenueListener {
  if (name === ITSELF) return adapter;
  return {
    onReport: (report) =>
      adapter.onReport(report.text === "" ? report : { ...report, text: report.text.replaceAll(ITSELF, name) }),
  };
}

function open(
  row: BundledConfig,
  { config, state, clock, disk, newJournalId, log, ...options }: BundledOptions,
): Bundled {
  const { venueId, symbols } = row;
  const isMain = row === config.exchanges[0];
  const inBox = new Set(config.exchanges.map((exchange) => exchange.venueId));
  const instruments = config.instruments.filter(
    (listed) => inBox.has(listed.venueId) && (symbols === null || symbols.includes(listed.symbol)),
  );
  const exchange = openSimulatedExchange({
    name: row.name,
    directory: join(config.dataDir, row.directory),
    instruments,
    agents: toldAgents(isMain ? config.agents : row.agents, log),
    recorded: isMain ? config.recorded : null,
    onRecordingOver: (text) => log("info", text),
    trading: config.trading,
    scenario: isMain && config.scenarioPath !== null ? loadScenario(config.scenarioPath) : null,
    lastReportSequence: state.lastReportSequence[venueId],
    segmentBytes: config.segmentBytes,
    disk,
    newJournalId,
    ordersExpected: isMain ? options.ordersExpected : 0,
    nowNs: () => clock.nowNs(),
  });
  if (exchange.tradingDay < state.tradingDay) exchange.openTradingDay(state.tradingDay);
  const own = new Set(config.instruments.filter((listed) => listed.venueId === venueId).map(({ symbol }) => symbol));
  return { config: row, exchange, publisher: new VenuePublisher(state, venueId, exchange), own };
}
