/** `lockstep exchange`: the simulated exchange alone, served over FIX to anybody's client, until a signal ends it. */

import { RecordedKind } from "../../simulator/recorded/recorded-rows.ts";
import { type Config, loadConfig } from "../config.ts";
import { startRestartableExchange } from "../exchange-restarts.ts";
import { SPEED_MAX } from "../recorded-settings.ts";
import { simulate } from "./exchange/simulate.ts";
import { applyOptions, dieOf, HOUSE_OPTIONS, makeLog, untilSignal } from "./foreground.ts";
import { readOptions, readWhole, usageError } from "./options.ts";

const HELP = `usage: lockstep exchange [OPTIONS]
       lockstep exchange command COMMAND      halts, busts, faults … of a running one; see command --help

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
  --cancel-grace SECONDS
                     for so long it may be gone before that (0)
  --cancel-keeps-gtc orders good till canceled or till a date stay
  --allow-origin LIST
                     pages from there ("http://127.0.0.1:3000") may read market data over /ws, besides the exchange's own
  --scenario FILE    what the exchange does to its clients: refusals, fills, busts, late and lost reports, cut lines …
  --no-agents        no traffic of its own: the books are empty but for clients' orders
  --seed N           the agents' seed
  --recorded FILE    a recorded day (CSV) is replayed as flow; --recorded-kind orders (default) or trades
  --speed X          so many times as fast as it was (1); --loop begins again at its end
  --simulate LENGTH  serves nobody: trades 90s, 45m, 1h, 2d or "day" on virtual time, as fast as it can, and writes the
                     tape (orders.csv, trades.csv, quotes.csv) and the journal into --out DIR; --from TIME says from when
  --log-level L      debug, info (default), warn, error
`;

const OPTIONS = {
  ...HOUSE_OPTIONS,
  "comp-id": { type: "string" },
  "cancel-on-disconnect": { type: "string" },
  "cancel-grace": { type: "string" },
  "allow-origin": { type: "string" },
  "cancel-keeps-gtc": { type: "boolean" },
  scenario: { type: "string" },
  seed: { type: "string" },
  recorded: { type: "string" },
  "recorded-kind": { type: "string" },
  speed: { type: "string" },
  loop: { type: "boolean" },
  simulate: { type: "string" },
  out: { type: "string" },
  from: { type: "string" },
} as const;

const COMP_ID = "XSIM";
const DATA_DIR = "./exchange-data";
const FIX_PORT = 9_879;
const HTTP_PORT = 8_081;
const CANCEL_GRACE_SECONDS_MAX = 86_400;

/** @returns the exit code: 0 after a signal, 1 after a failure */
export async function exchange(args: string[]): Promise<number> {
  if (args[0] === "command") return (await import("./exchange/command.ts")).exchangeCommand(args.slice(1));
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
  applyOptions(config, values);
  if (typeof values["comp-id"] === "string") config.compId = values["comp-id"];
  applyTraffic(config, values);
  if (typeof values.simulate === "string") {
    if (typeof values.out !== "string") throw usageError("--simulate needs --out DIR, where the tape is to lie");
    return simulate(config, { duration: values.simulate, out: values.out, from: (values.from as string) ?? null });
  }
  if (values.out !== undefined || values.from !== undefined) throw usageError("--out and --from go with --simulate");
  const given = values["cancel-on-disconnect"];
  const compIds = given === "all" ? null : typeof given === "string" ? given.split(",") : [];
  const stranger = compIds?.find((compId) => !config.sessions.some((row) => row.compId === compId));
  if (stranger !== undefined) throw usageError(`--cancel-on-disconnect: there is no session ${stranger}`);

  const grace = values["cancel-grace"] ?? "0";
  const cancelOnDisconnect = {
    compIds,
    graceMs: readWhole(grace, "cancel-grace", 0, CANCEL_GRACE_SECONDS_MAX) * 1_000,
    keepsGoodTill: values["cancel-keeps-gtc"] === true,
  };

  const log = makeLog(values);
  const running = await startRestartableExchange({
    config,
    cancelOnDisconnect,
    ...(typeof values.scenario === "string" ? { scenarioPath: values.scenario } : {}),
    allowedOrigins: originsOf(values["allow-origin"]),
    ...(configPath === null ? {} : { reread: () => loadConfig(configPath) }),
    log,
    onFatal: dieOf(log),
  });
  const ended = untilSignal(log, () => running.stop("the exchange is stopping"));
  const { fix, http } = running;
  process.stdout.write(`ready fix=${fix.host}:${fix.port} http=${http.host}:${http.port} data=${config.dataDir}\n`);
  return ended;
}

/** The exchange's own flow as the command line has it. @throws LockstepError LOCKSTEP_ERR_USAGE */
function applyTraffic(config: Config, values: Record<string, string | boolean | undefined>): void {
  const { recorded, speed, loop } = values;
  const kind = values["recorded-kind"];
  if (values.seed !== undefined && config.agents !== null) {
    config.agents = { ...config.agents, seed: readWhole(values.seed, "seed", 0, 999_999_999_999_999) };
  }
  if (recorded === undefined) {
    const stray = ["recorded-kind", "speed", "loop"].find((name) => values[name] !== undefined);
    if (stray !== undefined) throw usageError(`--${stray} goes with --recorded FILE`);
    return;
  }
  if (kind !== undefined && kind !== RecordedKind.Orders && kind !== RecordedKind.Trades) {
    throw usageError(`--recorded-kind is ${kind}, expected orders or trades`);
  }
  const times = speed === undefined ? 1 : Number(speed);
  if (!(times >= 0.001 && times <= SPEED_MAX)) {
    throw usageError(`--speed is ${speed}, expected a number from 0.001 to ${SPEED_MAX}`);
  }
  config.recorded = { file: String(recorded), kind: kind ?? RecordedKind.Orders, speed: times, loop: loop === true };
}

/** @throws LockstepError LOCKSTEP_ERR_USAGE for what is no origin of a page */
function originsOf(given: string | boolean | undefined): string[] {
  const origins = typeof given === "string" ? given.split(",") : [];
  const fault = origins.find((origin) => !/^https?:\/\/[^/\s,]+$/.test(origin));
  if (fault !== undefined) throw usageError(`--allow-origin is ${fault}, expected http://HOST:PORT`);
  return origins;
}
