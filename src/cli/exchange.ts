/** `lockstep exchange`: the simulated exchange alone, served over FIX to anybody's client, until a signal ends it. */
import { pino } from "pino";
import { loadConfig } from "../config.ts";
import { startExchange } from "../exchange-server.ts";
import { errorText } from "../lib/errors.ts";
import type { Log } from "../order-path.ts";
import { readOptions, readWhole, usageError } from "./options.ts";

const HELP = `usage: lockstep exchange [OPTIONS]

  --config FILE      configuration (YAML), the same as serve's: sessions, instruments, ports; without it the demonstration's
  --data-dir DIR     where the exchange's journal lies (./exchange-data)
  --host H           address to listen on (127.0.0.1); the page takes loopback only
  --fix-host H       address FIX listens on, when it is another
  --fix-port N       FIX clients connect here (9879); 0 takes a free one
  --http-port N      the page: books, trades, sessions (8081); 0 takes a free one
  --comp-id ID       what the exchange is called in FIX (XSIM)
  --durability L     write: survives a crash of the process (default); fsync: survives power loss
  --cancel-on-disconnect LIST
                     CompIDs, or "all": their orders are canceled when their line is gone
  --no-agents        no market makers: the books are empty but for clients' orders
  --log-level L      debug, info (default), warn, error
`;

const OPTIONS = {
  config: { type: "string" },
  "data-dir": { type: "string" },
  host: { type: "string" },
  "fix-host": { type: "string" },
  "fix-port": { type: "string" },
  "http-port": { type: "string" },
  "comp-id": { type: "string" },
  durability: { type: "string" },
  "cancel-on-disconnect": { type: "string" },
  "no-agents": { type: "boolean" },
  "log-level": { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

const COMP_ID = "XSIM";
const DATA_DIR = "./exchange-data";
const FIX_PORT = 9_879;
const HTTP_PORT = 8_081;

/** @returns the exit code: 0 after a signal, 1 after a failure */
export async function exchange(args: string[]): Promise<number> {
  const { values } = readOptions(args, OPTIONS);
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  process.umask(0o077);
  const configPath = (values.config as string | undefined) ?? null;
  const config = loadConfig(configPath);
  if (config.isDemo) {
    config.compId = COMP_ID;
    config.dataDir = DATA_DIR;
    config.fixPort = FIX_PORT;
    config.httpPort = HTTP_PORT;
    config.durability = "write";
  }
  if (typeof values["data-dir"] === "string") config.dataDir = values["data-dir"];
  if (typeof values.host === "string") config.host = values.host;
  if (typeof values["fix-host"] === "string") config.fixHost = values["fix-host"];
  if (typeof values["comp-id"] === "string") config.compId = values["comp-id"];
  if (values["fix-port"] !== undefined) config.fixPort = readWhole(values["fix-port"], "fix-port", 0, 65_535);
  if (values["http-port"] !== undefined) config.httpPort = readWhole(values["http-port"], "http-port", 0, 65_535);
  if (values["no-agents"]) config.agents = null;
  const { durability } = values;
  if (durability === "fsync" || durability === "write") config.durability = durability;
  else if (durability !== undefined) throw usageError(`--durability is ${durability}, expected fsync or write`);
  const given = values["cancel-on-disconnect"];
  const cancelOnDisconnect = given === "all" ? null : typeof given === "string" ? given.split(",") : [];
  const stranger = cancelOnDisconnect?.find((compId) => !config.sessions.some((row) => row.compId === compId));
  if (stranger !== undefined) throw usageError(`--cancel-on-disconnect: there is no session ${stranger}`);

  const level = (values["log-level"] as string | undefined) ?? "info";
  const logger = pino({ level, base: null }, pino.destination(2));
  const log: Log = (logLevel, text, fields) => logger[logLevel](fields ?? {}, text);
  let end: (code: number) => void = () => {};
  const ended = new Promise<number>((resolve) => {
    end = resolve;
  });
  const running = await startExchange({
    config,
    cancelOnDisconnect,
    ...(configPath === null ? {} : { reread: () => loadConfig(configPath) }),
    log,
    onFatal: (error) => {
      log("error", `stopped: ${errorText(error)}`, { stack: error instanceof Error ? error.stack : undefined });
      // Nothing that is not durable may reach a wire any more, and tidying up could.
      process.exit(1);
    },
  });
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      log("info", `${signal}: stopping`);
      running.stop("the exchange is stopping").then(
        () => end(0),
        (error) => {
          log("error", `could not stop cleanly: ${errorText(error)}`);
          end(1);
        },
      );
    });
  }
  const { fix, http } = running;
  process.stdout.write(`ready fix=${fix.host}:${fix.port} http=${http.host}:${http.port} data=${config.dataDir}\n`);
  return ended;
}
