/**
 * Named places where a process may be told to die as by `kill -9`, so that a test can have a crash exactly there. At
 * `sync_error` it does not die: the disk refuses to make durable what it was given, as a failing one does.
 *
 *   LOCKSTEP_FAILPOINTS=before_append:17            the 17th time that place is reached
 *   LOCKSTEP_FAILPOINTS=after_append:3,mid_send:8   whichever comes first
 *
 * A place that the environment does not name is the constant null, asked for once when its module loads: what it costs
 * is one comparison with null. In: the environment. Out: nothing, or SIGKILL.
 */
import { LockstepError } from "./errors.ts";

export const FAILPOINTS = [
  "before_append",
  "after_append",
  "after_apply",
  "mid_send",
  "before_append_exec",
  "sync_error",
] as const;
export type FailpointName = (typeof FAILPOINTS)[number];

export type Failpoint = {
  /** Counts; @returns true the time the environment named: the caller does its half and calls `die` */
  reached(): boolean;
  /** Ends the process at once, with nothing flushed, written or closed. */
  die(): void;
  /** Both. */
  hit(): void;
};

/**
 * @returns the place, or null when the environment does not name it
 * @throws LockstepError LOCKSTEP_ERR_USAGE when LOCKSTEP_FAILPOINTS cannot be read
 */
export function failpoint(name: FailpointName, environment = process.env.LOCKSTEP_FAILPOINTS ?? ""): Failpoint | null {
  const at = environment === "" ? 0 : (parse(environment).get(name) ?? 0);
  if (at === 0) return null;
  let count = 0;
  const reached = () => ++count === at;
  const die = () => {
    process.kill(process.pid, "SIGKILL");
  };
  return { reached, die, hit: () => void (reached() && die()) };
}

function parse(environment: string): Map<string, number> {
  const points = new Map<string, number>();
  for (const part of environment.split(",")) {
    const [name, count, ...rest] = part.trim().split(":");
    const at = Number(count);
    const isKnown = (FAILPOINTS as readonly string[]).includes(name);
    if (!isKnown || !Number.isInteger(at) || at < 1 || rest.length > 0) {
      throw new LockstepError(
        "LOCKSTEP_ERR_USAGE",
        `LOCKSTEP_FAILPOINTS has ${JSON.stringify(part)}; expected NAME:COUNT, with a count from 1 and a name of: ${FAILPOINTS.join(", ")}`,
      );
    }
    points.set(name, at);
  }
  return points;
}
