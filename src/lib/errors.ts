/**
 * Environment errors: disk, socket, configuration, another process. Each has a stable code to search for and a text
 * that says what was expected, what was found, and what to do. Bugs are `AssertionError`; outcomes are return values.
 */
export type ErrorCode =
  | "LOCKSTEP_ERR_BENCH"
  | "LOCKSTEP_ERR_CONFIG"
  | "LOCKSTEP_ERR_USAGE"
  | "LOCKSTEP_ERR_DATA_DIR"
  | "LOCKSTEP_ERR_DATA_DIR_LOCKED"
  | "LOCKSTEP_ERR_PORT_IN_USE"
  | "LOCKSTEP_ERR_JOURNAL_WRITE"
  | "LOCKSTEP_ERR_JOURNAL_READ"
  | "LOCKSTEP_ERR_JOURNAL_DAMAGED"
  | "LOCKSTEP_ERR_BACKUP"
  | "LOCKSTEP_ERR_RECORD_FORMAT"
  | "LOCKSTEP_ERR_FRAME_UNAPPLIED"
  | "LOCKSTEP_ERR_VERIFY"
  | "LOCKSTEP_ERR_DICTIONARY"
  | "LOCKSTEP_ERR_FIX_CONNECT"
  | "LOCKSTEP_ERR_FOLLOWER"
  | "LOCKSTEP_ERR_BUSY"
  | "LOCKSTEP_ERR_REQUEST"
  | "LOCKSTEP_ERR_VENUE_BEHIND";

export class LockstepError extends Error {
  override name = "LockstepError";
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/** The text of anything thrown, for a log line or a person. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
