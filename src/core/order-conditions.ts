/** What orders ask for beside their terms. */
import type { State } from "./state.ts";

/** Does the order ask to be canceled when its client's line is lost (ExecInst(18) o)? */
export function asksForCancelOnDisconnect(_state: State, _row: number): boolean {
  return false;
}
