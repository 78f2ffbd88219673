/** FIX's codes with the word, sign and tone a person sees. A tone is never the only sign of anything. */
export type Tone = "calm" | "soft" | "good" | "warn" | "bad" | "muted";
export type StatusLook = { word: string; sign: string; tone: Tone };

const UNKNOWN: StatusLook = { word: "Unknown", sign: "?", tone: "muted" };

const ORD_STATUS: Readonly<Record<string, StatusLook>> = {
  "0": { word: "New", sign: "○", tone: "calm" },
  "1": { word: "Partial", sign: "◐", tone: "calm" },
  "2": { word: "Filled", sign: "●", tone: "good" },
  "3": { word: "Done for day", sign: "◌", tone: "muted" },
  "4": { word: "Canceled", sign: "⊘", tone: "muted" },
  "6": { word: "Pend cancel", sign: "◔", tone: "warn" },
  "8": { word: "Rejected", sign: "✕", tone: "bad" },
  "9": { word: "Suspended", sign: "‖", tone: "warn" },
  A: { word: "Pend new", sign: "◔", tone: "soft" },
  C: { word: "Expired", sign: "◌", tone: "muted" },
  E: { word: "Pend replace", sign: "◔", tone: "warn" },
};
const EXEC_TYPE: Readonly<Record<string, StatusLook>> = {
  "0": { word: "New", sign: "○", tone: "calm" },
  "4": { word: "Canceled", sign: "⊘", tone: "muted" },
  "5": { word: "Replaced", sign: "↻", tone: "calm" },
  "6": { word: "Pend cancel", sign: "◔", tone: "warn" },
  "8": { word: "Rejected", sign: "✕", tone: "bad" },
  "9": { word: "Suspended", sign: "‖", tone: "warn" },
  A: { word: "Pend new", sign: "◔", tone: "soft" },
  C: { word: "Expired", sign: "◌", tone: "muted" },
  E: { word: "Pend replace", sign: "◔", tone: "warn" },
  F: { word: "Fill", sign: "●", tone: "good" },
};
const SIDES: Readonly<Record<string, { word: string; side: "buy" | "sell" }>> = {
  "1": { word: "Buy", side: "buy" },
  "2": { word: "Sell", side: "sell" },
  "5": { word: "Short", side: "sell" },
};
const ORD_TYPE: Readonly<Record<string, string>> = { "1": "Market", "2": "Limit", "3": "Stop", "4": "Stop lmt" };
const TIME_IN_FORCE: Readonly<Record<string, string>> = { "0": "Day", "1": "GTC", "3": "IOC", "4": "FOK" };

const ORD_REJ_REASON: Readonly<Record<number, string>> = {
  0: "broker option",
  1: "unknown symbol",
  2: "exchange closed",
  3: "order exceeds limit",
  5: "unknown order",
  6: "duplicate order",
  7: "given by telephone before",
  11: "unsupported order characteristic",
  13: "incorrect quantity",
  15: "unknown account",
  16: "price exceeds current price band",
  18: "invalid price increment",
  99: "other",
};
const CXL_REJ_REASON: Readonly<Record<number, string>> = {
  0: "too late to cancel",
  1: "unknown order",
  2: "broker option",
  3: "already pending",
  6: "duplicate ClOrdID",
  8: "price exceeds current price band",
  18: "invalid price increment",
  99: "other",
};

export const ordRejReasonWord = (code: number): string => ORD_REJ_REASON[code] ?? String(code);
export const cxlRejReasonWord = (code: number): string => CXL_REJ_REASON[code] ?? String(code);
export const ordStatusLook = (code: string): StatusLook => ORD_STATUS[code] ?? UNKNOWN;
export const execTypeLook = (code: string): StatusLook => EXEC_TYPE[code] ?? UNKNOWN;
export const sideLook = (code: string): { word: string; side: "buy" | "sell" } =>
  SIDES[code] ?? { word: code, side: "sell" };
export const ordTypeWord = (code: string): string => ORD_TYPE[code] ?? code;
export const timeInForceWord = (code: string): string => TIME_IN_FORCE[code] ?? code;
