/** `lockstep serve`: runs everything until a signal or a failure ends it. */
import { pino } from "pino";
import { loadConfig } from "../config.ts";
import { errorText } from "../lib/errors.ts";
import type { Log } from "../order-path.ts";
import { type Server, startServer } from "../server.ts";
import { packageVersion, readOptions, readWhole, usageError } from "./options.ts";

const HELP = `usage: lockstep serve [OPTIONS]

  --config FILE      configuration (YAML); without it the embedded demonstration runs
  --data-dir DIR     where the journal and everything made from it lie (./data)
  --host H           address to listen on (127.0.0.1); the blotter takes loopback only
  --fix-host H       address FIX listens on, when it is another
  --fix-port N       FIX clients connect here (9878); 0 takes a free one
  --http-port N      the blotter (8080); 0 takes a free one
  --durability L     fsync: survives power loss (default); write: survives a crash of the process
  --no-agents        no market makers: the books are empty but for clients' orders
  --snapshot-frames N  a snapshot after every N frames of the journal (1000000)
  --skip SEQ --reason TEXT
                     leave out the events of a frame that cannot be applied; decided once, journaled, for good
  --log-level L      debug, info (default), warn, error
  --measure FILE     writes what the server measured of itself to FILE when it stops, for benches
`;

const OPTIONS = {
  config: { type: "string" },
  "data-dir": { type: "string" },
  host: { type: "string" },
  "fix-host": { type: "string" },
  "fix-port": { type: "string" },
  "http-port": { type: "string" },
  durability: { type: "string" },
  "no-agents": { type: "boolean" },
  "snapshot-frames": { type: "string" },
  skip: { type: "string" },
  reason: { type: "string" },
  "log-level": { type: "string" },
  measure: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

/** @returns the exit code: 0 after a signal, 1 after a failure */
export async function serve(args: string[]): Promise<number> {
  const { values } = readOptions(args, OPTIONS);
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  // Whatever is made from here on (journal, history, lock) is for this user's eyes only.
  process.umask(0o077);
  const configPath = (values.config as string | undefined) ?? null;
  const config = loadConfig(configPath);
  if (typeof values["data-dir"] === "string") config.dataDir = values["data-dir"];
  if (typeof values.host === "string") config.host = values.host;
  if (typeof values["fix-host"] === "string") config.fixHost = values["fix-host"];
  if (values["fix-port"] !== undefined) config.fixPort = readWhole(values["fix-port"], "fix-port", 0, 65_535);
  if (values["http-port"] !== undefined) config.httpPort = readWhole(values["http-port"], "http-port", 0, 65_535);
  if (values["snapshot-frames"] !== undefined)
    config.snapshots.everyFrames = readWhole(values["snapshot-frames"], "snapshot-frames", 1, 1_000_000_000);
  if (values["no-agents"]) config.agents = null;
  const { durability } = values;
  if (durability === "fsync" || durability === "write") config.durability = durability;
  else if (durability !== undefined) throw usageError(`--durability is ${durability}, expected fsync or write`);

  const logger = pino(
    { level: (values["log-level"] as string | undefined) ?? "info", base: null },
    pino.destination(2),
  );
  const log: Log = (level, text, fields) => logger[level](fields ?? {}, text);
  let end: (code: number) => void = () => {};
  const ended = new Promise<number>((resolve) => {
    end = resolve;
  });
  const server = await startServer({
    config,
    version: packageVersion(),
    skip: readSkip(values.skip, values.reason),
    log,
    ...(configPath === null ? {} : { reread: () => loadConfig(configPath) }),
    measurementsPath: (values.measure as string | undefined) ?? "",
    onFatal: (error) => {
      log("error", `stopped: ${errorText(error)}`, { stack: error instanceof Error ? error.stack : undefined });
      // Nothing that is not durable may reach a wire any more, and tidying up could.
      process.exit(1);
    },
  });
  // Before the line that says we are ready: whoever reads it may end us at once.
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      log("info", `${signal}: stopping`);
      server.stop("the OMS is stopping").then(
        () => end(0),
        (error) => {
          log("error", `could not stop cleanly: ${errorText(error)}`);
          end(1);
        },
      );
    });
  }
  if (config.isDemo) process.stderr.write(banner(server));
  process.stdout.write(
    `ready fix=${server.fix.host}:${server.fix.port} http=${server.http.host}:${server.http.port} data=${config.dataDir}\n`,
  );
  return ended;
}

/** @throws LockstepError LOCKSTEP_ERR_USAGE when only one of the two is given */
function readSkip(skip: unknown, reason: unknown): { sequence: number; reason: string } | null {
  if (skip === undefined && reason === undefined) return null;
  if (typeof skip !== "string" || typeof reason !== "string" || !/^[\x20-\xff]{1,200}$/.test(reason))
    throw usageError("--skip SEQ needs --reason TEXT, and only together: up to 200 characters that say why");
  return { sequence: readWhole(skip, "skip", 1, Number.MAX_SAFE_INTEGER), reason };
}

function banner({ fix, http }: Server): string {
  return `
Lockstep, demonstration house (simulated exchange XSIM)

  blotter   http://${http.host}:${http.port}/
  FIX       ${fix.host}:${fix.port}   TargetCompID LOCKSTEP
            ALPHA (FIX.4.4)  BRAVO (FIX.4.2)  CHARLIE (FIXT.1.1, 5.0SP2)  BENCH1 to BENCH8 (FIX.4.4)
  try       npm run --silent lockstep -- client --fix ${fix.host}:${fix.port}

  These sessions log on without a password. That is for this demonstration, on this machine only.

`;
}
