/**
 * Lets the calling thread have only what others leave of a processor. Linux alone has priorities of threads; elsewhere both
 * stay as they are.
 */
import { spawnSync } from "node:child_process";
import { readlinkSync } from "node:fs";
import { constants, setPriority } from "node:os";

/**
 * Puts the calling thread behind all others that want the same processor: scheduled when it is idle where `chrt` (util-linux)
 * is there, with the lowest priority where it is not. A thread that is merely niced still runs out its slice, milliseconds
 * long, when a more important one wakes.
 */
export function yieldThread(): void {
  try {
    const threadId = Number(readlinkSync("/proc/thread-self").split("/").at(-1));
    setPriority(threadId, constants.priority.PRIORITY_LOW);
    spawnSync("chrt", ["--idle", "--pid", "0", String(threadId)], { stdio: "ignore" });
  } catch {
    // Another operating system.
  }
}
