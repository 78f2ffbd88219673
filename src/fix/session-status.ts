/** What a console shows of a session. */
export const SessionState = { Idle: "idle", Asking: "asking", Active: "active", Leaving: "leaving" } as const;
export type SessionState = (typeof SessionState)[keyof typeof SessionState];

export type FixSessionStatus = {
  readonly id: number;
  readonly name: string;
  readonly state: SessionState;
  readonly peer: string;
  readonly nextSenderMsgSeqNum: number;
  readonly nextTargetMsgSeqNum: number;
  readonly heartBtInt: number;
  /** The gap being filled, "" when there is none. */
  readonly gap: string;
  readonly queuedMessages: number;
  readonly rejectsSent: number;
  readonly rejectsReceived: number;
  /** Garbled messages skipped since the session's connections began. */
  readonly garbled: number;
  readonly lastError: string;
};
