/** What the commands have in common that run until they are told to end: their options, the log, signals, failures. */
import { pino } from "pino";
import type { Config } from "../config.ts";
import { errorText } from "../lib/errors.ts";
import type { Log } from "../order-path.ts";
import { readWhole, usageError } from "./options.ts";

export const HOUSE_OPTIONS = {
  config: { type: "string" },
  "data-dir": { type: "string" },
  host: { type: "string" },
  "fix-host": { type: "string" },
  "fix-port": { type: "string" },
  "http-port": { type: "string" },
  "ws-port": { type: "string" },
  durability: { type: "string" },
  "no-agents": { type: "boolean" },
  "log-level": { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

type Values = Record<string, string | boolean | undefined>;

/** What is given with `HOUSE_OPTIONS` goes before what the file says. @throws LockstepError LOCKSTEP_ERR_USAGE */
export function applyOptions(config: Config, values: Values): void {
  if (typeof values["data-dir"] === "string") config.dataDir = values["data-dir"];
  if (typeof values.host === "string") config.host = values.host;
  if (typeof values["fix-host"] === "string") config.fixHost = values["fix-host"];
  if (values["fix-port"] !== undefined) config.fixPort = readWhole(values["fix-port"], "fix-port", 0, 65_535);
  if (values["http-port"] !== undefined) config.httpPort = readWhole(values["http-port"], "http-port", 0, 65_535);
  if (values["ws-port"] !== undefined) {
    const port = readWhole(values["ws-port"], "ws-port", 0, 65_535);
    config.webSocket = { origins: config.webSocket?.origins ?? [], port };
  }
  if (values["no-agents"]) {
    config.agents = null;
    config.exchanges = config.exchanges.map((row) => ({ ...row, agents: null }));
  }
  const { durability } = values;
  if (durability === "fsync" || durability === "write") config.durability = durability;
  else if (durability !== undefined) throw usageError(`--durability is ${durability}, expected fsync or write`);
}

/** A line of JSON on the standard error for each. */
export function makeLog(values: Values): Log {
  const level = (values["log-level"] as string | undefined) ?? "info";
  const logger = pino({ level, base: null }, pino.destination(2));
  return (lineLevel, text, fields) => logger[lineLevel](fields ?? {}, text);
}

/** A bug or a failed disk: nothing that is not durable may reach a wire any more, and tidying up could. */
export function dieOf(log: Log): (error: unknown) => never {
  return (error) => {
    log("error", `stopped: ${errorText(error)}`, { stack: error instanceof Error ? error.stack : undefined });
    process.exit(1);
  };
}

/**
 * Stops at SIGTERM and SIGINT. Call it before the line that says it is ready: whoever reads that may end it at once.
 *
 * @returns the exit code, when it has stopped: 0 after a signal, 1 when it could not stop cleanly
 */
export function untilSignal(log: Log, stop: () => Promise<void>): Promise<number> {
  return new Promise((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      process.once(signal, () => {
        log("info", `${signal}: stopping`);
        stop().then(
          () => resolve(0),
          (error) => {
            log("error", `could not stop cleanly: ${errorText(error)}`);
            resolve(1);
          },
        );
      });
    }
  });
}
