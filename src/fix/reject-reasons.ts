/** SessionRejectReason(373) and BusinessRejectReason(380), with the words that go into Text(58). */

export const SessionRejectReason = {
  InvalidTagNumber: 0,
  RequiredTagMissing: 1,
  TagNotDefinedForMessage: 2,
  TagWithoutValue: 4,
  ValueIncorrect: 5,
  IncorrectDataFormat: 6,
  CompIdProblem: 9,
  SendingTimeAccuracy: 10,
  InvalidMsgType: 11,
  TagAppearsMoreThanOnce: 13,
  TagOutOfOrder: 14,
  GroupOutOfOrder: 15,
  IncorrectGroupCount: 16,
  UnsupportedApplicationVersion: 18,
  Other: 99,
} as const;

const SESSION_TEXTS: Readonly<Record<number, string>> = {
  [SessionRejectReason.InvalidTagNumber]: "Invalid tag number",
  [SessionRejectReason.RequiredTagMissing]: "Required tag missing",
  [SessionRejectReason.TagNotDefinedForMessage]: "Tag not defined for this message type",
  [SessionRejectReason.TagWithoutValue]: "Tag specified without a value",
  [SessionRejectReason.ValueIncorrect]: "Value is incorrect (out of range) for this tag",
  [SessionRejectReason.IncorrectDataFormat]: "Incorrect data format for value",
  [SessionRejectReason.CompIdProblem]: "CompID problem",
  [SessionRejectReason.SendingTimeAccuracy]: "SendingTime accuracy problem",
  [SessionRejectReason.InvalidMsgType]: "Invalid MsgType",
  [SessionRejectReason.TagAppearsMoreThanOnce]: "Tag appears more than once",
  [SessionRejectReason.TagOutOfOrder]: "Tag specified out of required order",
  [SessionRejectReason.GroupOutOfOrder]: "Repeating group fields out of order",
  [SessionRejectReason.IncorrectGroupCount]: "Incorrect NumInGroup count for repeating group",
  [SessionRejectReason.UnsupportedApplicationVersion]: "Unsupported application version",
};

export const BusinessRejectReason = {
  Other: 0,
  UnknownId: 1,
  UnknownSecurity: 2,
  UnsupportedMessageType: 3,
  ApplicationNotAvailable: 4,
  ConditionallyRequiredFieldMissing: 5,
  NotAuthorized: 6,
  /** FIX 5.0 SP2 on. */
  ThrottleLimitExceeded: 8,
  ThrottleLimitExceededSessionDisconnected: 9,
} as const;

/** The words for a reason; "Rejected" when the reason has none. */
export function sessionRejectText(reason: number): string {
  return SESSION_TEXTS[reason] ?? "Rejected";
}
