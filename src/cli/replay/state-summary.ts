/** The whole state at a place, counted: orders by state, sessions with their numbers, limits, the hash of it all. */
import type { SessionLedger } from "../../client/session-ledger.ts";
import { LIMIT_KIND_COUNT, LimitKind, NO_LIMIT } from "../../core/limits-table.ts";
import type { State } from "../../core/state.ts";
import { valueName } from "../../fix/dictionary-names.ts";
import { nameToWords } from "../../fix/dictionary-xml-names.ts";
import { timeText } from "../../lib/iso-time.ts";
import { stateHash } from "../../state-hash.ts";

const INSTRUMENTS = 65_536;
const ORD_STATUS_TAG = 39;

export type StateSummary = {
  sequence: number;
  /** ISO, UTC. */
  time: string;
  tradingDay: number;
  orders: number;
  /** Orders that ended days ago, which the state no longer holds. */
  ordersArchived: number;
  /** The others by OrdStatus(39). */
  ordersByState: Record<string, number>;
  sessions: {
    sessionKey: string;
    loggedOn: boolean;
    peer: string;
    lastLogout: string;
    nextSenderMsgSeqNum: number;
    nextTargetMsgSeqNum: number;
  }[];
  /** `session` and `symbol` are "" for a limit that binds all; `value` null says that it was lifted. */
  limits: { session: string; symbol: string; kind: string; value: number | null }[];
  stateHash: string;
};

export function summarize(state: State, ledger: SessionLedger, sequence: number, timeNs: bigint): StateSummary {
  const counts = new Map<string, number>();
  for (let row = 1; row <= state.orders.rowCount; row++) {
    const status = state.orders.ordStatus(row);
    counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  const kinds = Object.entries(LimitKind);
  return {
    sequence,
    time: timeText(timeNs),
    tradingDay: state.tradingDay,
    orders: state.orders.count,
    ordersArchived: state.orders.count - state.orders.rowCount,
    ordersByState: Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1))),
    sessions: state.sessions.flatMap((session) => {
      if (session === undefined) return [];
      const { sessionId, sessionKey, loggedOn, peer, lastLogout } = session;
      return [{ sessionKey, loggedOn, peer, lastLogout, ...ledger.numbersOf(sessionId) }];
    }),
    limits: state.limits.entries().map(([key, value]) => {
      const pair = Math.floor(key / LIMIT_KIND_COUNT);
      const kind = kinds.find(([, number]) => number === key % LIMIT_KIND_COUNT)?.[0] ?? String(key % LIMIT_KIND_COUNT);
      return {
        session: state.sessions[Math.floor(pair / INSTRUMENTS)]?.sessionKey ?? "",
        symbol: state.instruments[pair % INSTRUMENTS]?.symbol ?? "",
        kind,
        value: value === NO_LIMIT ? null : value,
      };
    }),
    stateHash: stateHash(state),
  };
}

export function summaryText(summary: StateSummary): string {
  const lines = [asOfText(summary), `trading day ${summary.tradingDay}`];
  const states = Object.entries(summary.ordersByState).map(([status, count]) => `${count} ${statusWords(status)}`);
  if (summary.ordersArchived > 0) states.push(`${summary.ordersArchived} ended days ago`);
  if (states.length > 0) lines.push(`orders      ${states.join(", ")}`);
  for (const session of summary.sessions) {
    const where = session.loggedOn
      ? `on, from ${session.peer}`
      : `off${session.lastLogout === "" ? "" : `, ${session.lastLogout}`}`;
    lines.push(
      `session     ${session.sessionKey}  next in ${session.nextTargetMsgSeqNum}, next out ${session.nextSenderMsgSeqNum}  ${where}`,
    );
  }
  for (const { session, symbol, kind, value } of summary.limits) {
    const whose = [session, symbol].filter((text) => text !== "").join(" in ") || "the firm";
    lines.push(`limit       ${nameToWords(kind)} ${value ?? "lifted"}  of ${whose}`);
  }
  return `${lines.join("\n")}\n`;
}

export function asOfText({ sequence, time, orders, stateHash: hash }: StateSummary): string {
  return `as of sequence ${sequence}, ${time}: ${orders} orders, state ${hash}`;
}

/** "partially filled" for "1". */
export function statusWords(ordStatus: string): string {
  const name = valueName(ORD_STATUS_TAG, ordStatus);
  return name === "" ? `OrdStatus ${ordStatus}` : nameToWords(name);
}
