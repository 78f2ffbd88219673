/** What an operator may have done, and the answer. */

/** Words the journal keeps: without control characters, and no longer than this. */
export const REASON_MAX = 200;
export const ACTOR_MAX = 40;

export type Act =
  | { act: "reset" | "logout" | "connect"; sessionId: number; actor: string; reason: string }
  | { act: "close"; exceptionId: number; actor: string; reason: string }
  | {
      act: "kill";
      /** KillScope, and whom it names: a session's id or 0, a desk or "". */
      scope: number;
      sessionId: number;
      desk: string;
      isOn: boolean;
      actor: string;
      reason: string;
    }
  | {
      act: "split";
      splitId: string;
      symbol: string;
      newShares: number;
      oldShares: number;
      /** Venues that do not split the orders on their books. */
      venueIds: number[];
      actor: string;
    };
/** `fault` "" when it was done. */
export type Acted = { fault: string };
