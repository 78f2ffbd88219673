/** What Linux tells of a process's use of the machine; NaN where the system does not tell. For benches and tests. */
import { readFileSync } from "node:fs";

export type CpuSeconds = { mainThread: number; all: number };

/** Linux counts the CPU time of threads in hundredths of a second (USER_HZ). */
const TICKS_PER_SECOND = 100;

/** CPU time used so far, in user and system mode: of the process's first thread, and of all of them. */
export function cpuSecondsOf(pid: number | undefined): CpuSeconds {
  return { mainThread: cpuSecondsIn(`/proc/${pid}/task/${pid}/stat`), all: cpuSecondsIn(`/proc/${pid}/stat`) };
}

/** Resident memory, in bytes. */
export function residentBytesOf(pid: number | undefined): number {
  return Number(/VmRSS:\s+(\d+)/.exec(read(`/proc/${pid}/status`))?.[1]) * 1024;
}

function cpuSecondsIn(path: string): number {
  // The name of the program, in parentheses, may hold spaces: fields are counted from behind it.
  const fields = read(path).split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

function read(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return "";
  }
}
