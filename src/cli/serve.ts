/** `lockstep serve`: runs everything until a signal or a failure ends it. */

import { setFlagsFromString } from "node:v8";
import { loadConfig } from "../config.ts";
import { type Server, startServer } from "../server.ts";
import { applyOptions, dieOf, HOUSE_OPTIONS, makeLog, untilSignal } from "./foreground.ts";
import { packageVersion, readOptions, readWhole, usageError } from "./options.ts";

const HELP = `usage: lockstep serve [OPTIONS]

  --config FILE      configuration (YAML); without it the embedded demonstration runs
  --data-dir DIR     where the journal and everything made from it lie (./data)
  --host H           address to listen on (127.0.0.1); the blotter takes loopback only
  --fix-host H       address FIX listens on, when it is another
  --fix-port N       FIX clients connect here (9878); 0 takes a free one
  --http-port N      the blotter (8080); 0 takes a free one
  --ws-port N        order entry over WebSocket (9880 in the demonstration); 0 takes a free one
  --durability L     fsync: survives power loss (default); write: survives a crash of the process
  --no-agents        no market makers: the books are empty but for clients' orders
  --snapshot-frames N  a snapshot after every N frames of the journal (1000000)
  --skip SEQ --reason TEXT
                     leave out the events of a frame that cannot be applied; decided once, journaled, for good
  --log-level L      debug, info (default), warn, error
  --measure FILE     writes what the server measured of itself to FILE when it stops, for benches
  --profile FILE     records a CPU profile of the order path's thread, written when it stops (.cpuprofile)
`;

const OPTIONS = {
  ...HOUSE_OPTIONS,
  "snapshot-frames": { type: "string" },
  skip: { type: "string" },
  reason: { type: "string" },
  measure: { type: "string" },
  profile: { type: "string" },
} as const;

/** @returns the exit code: 0 after a signal, 1 after a failure */
export async function serve(args: string[]): Promise<number> {
  const { values } = readOptions(args, OPTIONS);
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  collectAlone();
  // Whatever is made from here on (journal, history, lock) is for this user's eyes only.
  process.umask(0o077);
  const configPath = (values.config as string | undefined) ?? null;
  const config = loadConfig(configPath);
  applyOptions(config, values);
  if (values["snapshot-frames"] !== undefined)
    config.snapshots.everyFrames = readWhole(values["snapshot-frames"], "snapshot-frames", 1, 1_000_000_000);

  const log = makeLog(values);
  const server = await startServer({
    config,
    version: packageVersion(),
    skip: readSkip(values.skip, values.reason),
    log,
    ...(configPath === null ? {} : { reread: () => loadConfig(configPath) }),
    measurementsPath: (values.measure as string | undefined) ?? "",
    profilePath: (values.profile as string | undefined) ?? "",
    onFatal: dieOf(log),
  });
  const ended = untilSignal(log, () => server.stop("the OMS is stopping"));
  if (config.isDemo) process.stderr.write(banner(server));
  const { fix, http, webSocket } = server;
  const entry = webSocket === null ? "" : ` ws=${webSocket.host}:${webSocket.port}`;
  process.stdout.write(
    `ready fix=${fix.host}:${fix.port} http=${http.host}:${http.port}${entry} data=${config.dataDir}\n`,
  );
  return ended;
}

/**
 * Each thread collects its own young garbage, without helpers. V8's helpers run at normal priority, the follower's too, and
 * where processors are few they take the order path's: by the kernel's own trace of 4 s at 10,000 orders a second, server
 * on one processor, they kept it waiting for 22 and 35 ms with them, more than half a millisecond 13 and 21 times, for 8
 * and 12 ms without, 5 and 4 times (those are the compiler's). There is too little that survives to be worth sharing out.
 */
function collectAlone(): void {
  setFlagsFromString("--no-parallel-scavenge");
}

/** @throws LockstepError LOCKSTEP_ERR_USAGE when only one of the two is given */
function readSkip(skip: unknown, reason: unknown): { sequence: number; reason: string } | null {
  if (skip === undefined && reason === undefined) return null;
  if (typeof skip !== "string" || typeof reason !== "string" || !/^[\x20-\xff]{1,200}$/.test(reason))
    throw usageError("--skip SEQ needs --reason TEXT, and only together: up to 200 characters that say why");
  return { sequence: readWhole(skip, "skip", 1, Number.MAX_SAFE_INTEGER), reason };
}

function banner({ fix, http, webSocket }: Server): string {
  return `
Lockstep, demonstration house (simulated exchanges XSIM, and XALT and XDRK by ExDestination(100))

  blotter   http://${http.host}:${http.port}/
  FIX       ${fix.host}:${fix.port}   TargetCompID LOCKSTEP
            ALPHA (FIX.4.4)  BRAVO (FIX.4.2)  CHARLIE (FIXT.1.1, 5.0SP2)  BENCH1 to BENCH8 (FIX.4.4)
  JSON      ${webSocket === null ? "off" : `ws://${webSocket.host}:${webSocket.port}/json   WEB1 (FIXT.1.1, 5.0SP2)`}
  try       npm run --silent lockstep -- client --fix ${fix.host}:${fix.port}

  These sessions log on without a password. That is for this demonstration, on this machine only.

`;
}
