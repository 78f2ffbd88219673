/** Brings the exchange to life: its journal run again, its instruments as configuration has them now, its agents fresh. */
import { type InstrumentDefinition, instrumentFault } from "../src/domain/instrument.ts";
import type { Disk } from "../src/journal/disk.ts";
import { openJournal, SEGMENT_BYTES } from "../src/journal/journal.ts";
import { Durability, type JournalWriter } from "../src/journal/writer.ts";
import { ByteReader, ByteWriter } from "../src/lib/byte-buffer.ts";
import { LockstepError } from "../src/lib/errors.ts";
import { writeScenario } from "./adversary/adversary-inputs.ts";
import type { Scenario } from "./adversary/scenario.ts";
import { Agents, type AgentsOptions } from "./agents/agents.ts";
import { ALWAYS_TRADING, CalendarInputs, type TradingPlan, writeBands } from "./calendar-inputs.ts";
import { SimulatedExchange } from "./exchange.ts";
import { FIRST_AGENT, LAST_AGENT } from "./participants.ts";
import { RecordedFile } from "./recorded/recorded-file.ts";
import { RecordedFlow, type RecordedFlowOptions } from "./recorded/recorded-flow.ts";
import { RECORDED_PARTICIPANT, Traffic } from "./traffic.ts";
import { Venue } from "./venue.ts";
import { encodeCancelParticipant, encodeInstrument } from "./venue-inputs.ts";

export type SimulatedExchangeOptions = {
  /** What it is called; XSIM unless told. */
  name?: string;
  /** Where the venue keeps its journal; made when absent. */
  directory: string;
  /** What is listed. What was listed before and is not here any more keeps its book. */
  instruments: readonly InstrumentDefinition[];
  /** Who trades on the exchange's own account; null for an empty market. */
  agents: AgentsOptions | null;
  /** The last report the OMS has for certain; those after it are made again. */
  lastReportSequence: number;
  /** A recorded day that is replayed as flow, from the first tick on. */
  recorded?: Recording | null;
  /** Told once when it is over. */
  onRecordingOver?: (text: string) => void;
  segmentBytes?: number;
  /** `write` unless told: survives the process's crash. A power cut can cost its end, which `connect` then reports. */
  durability?: Durability;
  /** Where the directory is; the machine's own file system when absent. */
  disk?: Disk;
  newJournalId?: () => Buffer;
  /** Orders there is room made for at the start, beside those that rest: growing later costs those that wait. */
  ordersExpected?: number;
  /** Makes who serves others than the OMS, before the journal is run: it takes up its own records. */
  server?: (venue: Venue) => ExchangeRecovery;
  /** Calendars and price bands; without them everything trades always. */
  trading?: TradingPlan;
  /** What the exchange does to those who trade on it. Undefined leaves the one its journal has, null ends it. */
  scenario?: Scenario | null;
  /** UTC in nanoseconds: for the journal's time stamps, calendars and the length of volatility auctions. */
  nowNs: () => bigint;
};

/** A file of orders or trades, how many times as fast as it was it goes, and whether it begins again at its end. */
export type Recording = RecordedFlowOptions & { readonly file: string };

/** Told of every frame before its inputs are carried out again. */
export type ExchangeRecovery = {
  onFrame(segmentNumber: number, bytesOffset: number, timeNs: bigint): void;
  /** All of the journal was run; what comes now is new. */
  onEnd?(): void;
};

const INPUTS_AT_START = 256 * 1024;

/**
 * @throws LockstepError LOCKSTEP_ERR_JOURNAL_DAMAGED, LOCKSTEP_ERR_DATA_DIR, LOCKSTEP_ERR_CONFIG (a bad instrument, or
 *   one whose scale changed under resting orders, or an agent on an unlisted symbol)
 */
export function openSimulatedExchange(options: SimulatedExchangeOptions): SimulatedExchange {
  const { directory, nowNs, lastReportSequence } = options;
  const venue = new Venue(lastReportSequence);
  const recovery = options.server?.(venue);
  const reader = new ByteReader();
  const { writer } = openJournal(
    {
      directory,
      durability: options.durability ?? Durability.Write,
      segmentBytes: options.segmentBytes ?? SEGMENT_BYTES,
      ...(options.disk === undefined ? {} : { disk: options.disk }),
      ...(options.newJournalId === undefined ? {} : { newJournalId: options.newJournalId }),
    },
    (frame) => {
      recovery?.onFrame(frame.segmentNumber, frame.offset - frame.start, frame.timeNs);
      reader.reset(frame.bytes, frame.payloadStart, frame.payloadEnd);
      venue.apply(reader);
      if (venue.trades.isTimeless) venue.trades.noteTime(Number(frame.timeNs / 1_000_000n));
      return true;
    },
  );
  recovery?.onEnd?.();
  try {
    const inputs = new ByteWriter(INPUTS_AT_START);
    defineInstruments(venue, inputs, options.instruments);
    // The agents of the last life do not know their orders any more.
    for (const participant of agentsWithOrders(venue)) encodeCancelParticipant(inputs, participant);
    commitInputs(venue, writer, inputs, nowNs);
    venue.engine.pool.reserve(venue.engine.pool.highest + (options.ordersExpected ?? 0));
    const plan = options.trading ?? ALWAYS_TRADING;
    const calendar = new CalendarInputs(plan);
    calendar.write(inputs, venue, Number(nowNs() / 1_000_000n));
    writeBands(inputs, venue, plan);
    const nowMs = Number(nowNs() / 1_000_000n);
    if (options.scenario !== undefined) writeScenario(inputs, venue, options.scenario, nowMs);
    commitInputs(venue, writer, inputs, nowNs);
    const traffic = openTraffic(venue, inputs, options, plan);
    return new SimulatedExchange(
      venue,
      writer,
      traffic,
      inputs,
      nowNs,
      lastReportSequence,
      calendar,
      options.name ?? "XSIM",
    );
  } catch (error) {
    writer.close();
    throw error;
  }
}

function openTraffic(
  venue: Venue,
  inputs: ByteWriter,
  { agents, recorded = null, onRecordingOver = () => {} }: SimulatedExchangeOptions,
  plan: TradingPlan,
): Traffic | null {
  if (agents === null && recorded === null) return null;
  const crew = agents === null ? null : new Agents(venue, inputs, agents, plan);
  let flow: RecordedFlow | null = null;
  if (recorded !== null) {
    const file = new RecordedFile(recorded.file, recorded.kind, venue);
    try {
      flow = new RecordedFlow(file, recorded, venue, inputs, RECORDED_PARTICIPANT);
    } catch (error) {
      file.close();
      throw error;
    }
  }
  const traffic = new Traffic(crew, flow, onRecordingOver);
  venue.agentListener = traffic;
  return traffic;
}

function commitInputs(venue: Venue, journal: JournalWriter, inputs: ByteWriter, nowNs: () => bigint): void {
  if (inputs.offset === 0) return;
  journal.beginFrame(nowNs()).copy(inputs.bytes, 0, inputs.offset);
  journal.endFrame();
  venue.apply(new ByteReader(inputs.bytes.subarray(0, inputs.offset)));
  inputs.offset = 0;
  if (!journal.commit())
    throw new LockstepError(
      "LOCKSTEP_ERR_JOURNAL_WRITE",
      "the venue's journal: its disk is full. Free space, then start again",
    );
}

function defineInstruments(venue: Venue, inputs: ByteWriter, definitions: readonly InstrumentDefinition[]): void {
  for (const definition of definitions) {
    const fault = instrumentFault(definition);
    if (fault !== "") throw badInstrument(definition.symbol, fault);
    const book = venue.bookBySymbol.get(definition.symbol);
    const known = book === undefined ? null : venue.instruments[book];
    if (book !== undefined && known !== null) {
      if (isSame(known, definition)) continue;
      const isRescaled = known.priceScale !== definition.priceScale || known.qtyScale !== definition.qtyScale;
      const { bids, asks } = venue.engine.books[book];
      if (isRescaled && !(bids.isEmpty && asks.isEmpty)) {
        throw badInstrument(definition.symbol, "a scale changed while orders rest at XSIM; cancel them first");
      }
    }
    encodeInstrument(inputs, definition);
  }
}

function isSame(a: InstrumentDefinition, b: InstrumentDefinition): boolean {
  const bytes = [a, b].map((definition) => {
    const writer = new ByteWriter(256);
    encodeInstrument(writer, definition);
    return writer.bytes.subarray(0, writer.offset);
  });
  return bytes[0].equals(bytes[1]);
}

function agentsWithOrders(venue: Venue): number[] {
  const { pool } = venue.engine;
  const found = new Set(venue.restingOrders().map((order) => pool.participant(order)));
  return [...found].filter((number) => number >= FIRST_AGENT && number <= LAST_AGENT).sort((a, b) => a - b);
}

function badInstrument(symbol: string, fault: string): LockstepError {
  return new LockstepError("LOCKSTEP_ERR_CONFIG", `instrument ${symbol}: ${fault}. Correct it in the configuration`);
}
