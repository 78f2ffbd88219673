/** What orders ask for beside their terms. */
import { isCanceledOnLoss } from "../domain/more-terms.ts";
import type { State } from "./state.ts";

/** Does the order ask to be canceled when its client's line is lost (ExecInst(18) o)? */
export function asksForCancelOnDisconnect(state: State, row: number): boolean {
  return isCanceledOnLoss(state.moreTermsOf(row));
}
