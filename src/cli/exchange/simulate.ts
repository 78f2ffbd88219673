/** `lockstep exchange --simulate`: an hour or a day of trading on virtual time, its tape as CSV, and what it looked like. */
import { closeSync, mkdirSync, openSync, readdirSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { AgentStatus } from "../../../simulator/agents/agents.ts";
import { nextDay, runMarket } from "../../../simulator/market-run.ts";
import { type InstrumentFigures, MarketStatistics } from "../../../simulator/market-statistics.ts";
import { playTape, type TapeListener } from "../../../simulator/market-tape.ts";
import { RecordedFile } from "../../../simulator/recorded/recorded-file.ts";
import { TapeWriter } from "../../../simulator/tape-files.ts";
import type { Config } from "../../config.ts";
import { decimalText } from "../../domain/price.ts";
import { errorText, LockstepError } from "../../lib/errors.ts";
import { usageError } from "../options.ts";

/** A Monday's open in New York: without a word of when, every run is of the same day. */
const START = "2026-01-05T14:30:00Z";
const START_OF_DAY = "2026-01-05T00:00:00Z";
/** A day of a market without hours. */
const DAY_MS = 6.5 * 3_600_000;
const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const DURATION_MS_MAX = 366 * 86_400_000;
const BUFFER_CHARACTERS = 256 * 1024;
const PROFILE_MS = 30 * 60_000;

export type SimulateOptions = {
  /** "90s", "45m", "1h", "2d"; "day" is a calendar's day and a recording's length, or 6.5 hours. */
  readonly duration: string;
  readonly out: string;
  /** ISO 8601; null: a recording's first row, or the next time a calendar is not closed from the usual start on. */
  readonly from: string | null;
};

/** @throws LockstepError LOCKSTEP_ERR_USAGE, LOCKSTEP_ERR_CONFIG, LOCKSTEP_ERR_DATA_DIR */
export function simulate(config: Config, options: SimulateOptions): number {
  const { out } = options;
  const { startMs, endMs } = timesOf(config, options);
  makeEmptyDirectory(out);
  const directory = join(out, "exchange");
  const { instruments, agents, trading, recorded } = config;
  const began = performance.now();
  const statuses = runMarket({
    directory,
    instruments,
    agents,
    trading,
    recorded,
    startMs,
    endMs,
    onMessage: (text) => process.stderr.write(`${text}\n`),
  });
  const took = performance.now() - began;
  const { figures, note } = writeTape(directory, out);
  // Who reads the figures may have seen enough of them: the tape is written.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
  const span = `${new Date(startMs).toISOString()} to ${new Date(endMs).toISOString()}`;
  print(`simulated ${span}: ${Math.round((endMs - startMs) / 1_000)} s in ${(took / 1_000).toFixed(1)} s`);
  printFigures(figures, config);
  printProfile(figures);
  printAgents(statuses, config);
  print(`${out}: orders.csv, trades.csv, quotes.csv, and the exchange's journal`);
  if (note !== "") print(`orders.csv: ${note}`);
  return 0;
}

function timesOf(config: Config, { duration, from }: SimulateOptions): { startMs: number; endMs: number } {
  const recording = config.recorded === null ? null : spanOf(config);
  const given = from === null ? Number.NaN : Date.parse(from);
  if (from !== null && Number.isNaN(given)) {
    throw usageError(`--from is ${from}, expected a time like ${START}`);
  }
  const { calendars } = config.trading;
  const usual = Date.parse(calendars.length === 0 ? START : START_OF_DAY);
  const fromMs = Number.isNaN(given) ? (recording?.firstMs ?? usual) : given;
  const day = nextDay(config.trading, fromMs);
  const startMs = Number.isNaN(given) && recording === null ? (day?.startMs ?? fromMs) : fromMs;
  if (duration === "day") {
    if (recording !== null) {
      const { speed } = config.recorded!;
      const overMs = startMs + Math.ceil((recording.lastMs - recording.firstMs) / speed) + 1_000;
      return { startMs, endMs: Math.max(overMs, day?.endMs ?? 0) };
    }
    return { startMs, endMs: day?.endMs ?? startMs + DAY_MS };
  }
  const [, number, unit] = /^(\d{1,6})([smhd])$/.exec(duration) ?? [];
  const durationMs = Number(number) * UNITS[unit ?? ""];
  if (!(durationMs > 0 && durationMs <= DURATION_MS_MAX)) {
    throw usageError(`--simulate is ${duration}, expected day, or a length up to 366d like 90s, 45m, 1h`);
  }
  return { startMs, endMs: startMs + durationMs };
}

/** The recording's first and last time; it is checked whole on the way. */
function spanOf({ instruments, recorded }: Config): { firstMs: number; lastMs: number } {
  const bookBySymbol = new Map(instruments.map(({ symbol }, index) => [symbol, index + 1]));
  const file = new RecordedFile(recorded!.file, recorded!.kind, { bookBySymbol, instruments: [null, ...instruments] });
  try {
    return file.check();
  } finally {
    file.close();
  }
}

function makeEmptyDirectory(out: string): void {
  try {
    mkdirSync(out, { recursive: true });
    if (readdirSync(out).length === 0) return;
  } catch (error) {
    throw new LockstepError("LOCKSTEP_ERR_DATA_DIR", `${out} cannot be used: ${errorText(error)}`, { cause: error });
  }
  throw usageError(`--out ${out} has files in it; expected a directory that is empty or not there`);
}

function writeTape(directory: string, out: string): { figures: InstrumentFigures[]; note: string } {
  const files = ["orders", "trades", "quotes"].map((name) => new LineFile(join(out, `${name}.csv`)));
  const [orders, trades, quotes] = files;
  const made: { writer: TapeWriter; statistics: MarketStatistics }[] = [];
  playTape(directory, (venue): TapeListener => {
    const writer = new TapeWriter(venue, {
      orders: (line) => orders.write(line),
      trades: (line) => trades.write(line),
      quotes: (line) => quotes.write(line),
    });
    const figures = new MarketStatistics(venue);
    made.push({ writer, statistics: figures });
    return {
      onRequest: (timeMs, kind, request) => writer.onRequest(timeMs, kind, request),
      onTrade: (timeMs, book, side, price, qty) => {
        writer.onTrade(timeMs, book, side, price, qty);
        figures.onTrade(timeMs, book, side, price, qty);
      },
      onQuote: (timeMs, book, best) => {
        writer.onQuote(timeMs, book, best);
        figures.onQuote(timeMs, book, best);
      },
    };
  });
  for (const file of files) file.close();
  const [{ writer, statistics }] = made;
  return { figures: statistics.figures(), note: writer.note };
}

/** A file that is written in large pieces. */
class LineFile {
  readonly #fd: number;
  #lines: string[] = [];
  #characters = 0;

  constructor(path: string) {
    this.#fd = openSync(path, "wx", 0o600);
  }

  write(line: string): void {
    this.#lines.push(line);
    this.#characters += line.length;
    if (this.#characters > BUFFER_CHARACTERS) this.#flush();
  }

  close(): void {
    this.#flush();
    closeSync(this.#fd);
  }

  #flush(): void {
    writeSync(this.#fd, this.#lines.join(""));
    this.#lines = [];
    this.#characters = 0;
  }
}

function printFigures(figures: readonly InstrumentFigures[], { instruments }: Config): void {
  print("symbol    trades       volume  spread bps  volatility bps/min  spread with volatility");
  for (const { symbol, trades, volume, spreadBps, volatilityBps, correlation } of figures) {
    const qtyScale = instruments.find((row) => row.symbol === symbol)?.qtyScale ?? 0;
    const cells = [
      symbol.padEnd(8),
      String(trades).padStart(7),
      decimalText(volume, qtyScale).padStart(12),
      figure(spreadBps).padStart(11),
      figure(volatilityBps).padStart(19),
      figure(correlation).padStart(23),
    ];
    print(cells.join(" "));
  }
}

function figure(value: number): string {
  return Number.isNaN(value) ? "-" : value.toFixed(2);
}

/** Trades of all instruments by half hours. */
function printProfile(figures: readonly InstrumentFigures[]): void {
  const trades = new Map<number, number>();
  for (const { intervals } of figures) {
    for (const interval of intervals) {
      const at = interval.startMs - (interval.startMs % PROFILE_MS);
      trades.set(at, (trades.get(at) ?? 0) + interval.trades);
    }
  }
  const most = Math.max(1, ...trades.values());
  print("trades by half hour (UTC)");
  for (const [at, count] of [...trades].sort(([a], [b]) => a - b)) {
    print(
      `${new Date(at).toISOString().slice(11, 16)} ${String(count).padStart(8)} ${"#".repeat(Math.round((count / most) * 50))}`,
    );
  }
}

function printAgents(statuses: readonly AgentStatus[], { instruments }: Config): void {
  for (const { name, kind, state, why, sent, open, symbols } of statuses) {
    const held = symbols
      .filter(({ inventory }) => inventory !== 0)
      .map(
        ({ book, inventory }) =>
          `${instruments[book - 1].symbol} ${decimalText(inventory, instruments[book - 1].qtyScale)}`,
      );
    const how = why === "" ? state : `${state}: ${why}`;
    print(`${name} (${kind}): ${how}; ${sent} requests, ${open} orders open; ${held.join(", ") || "holds nothing"}`);
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
