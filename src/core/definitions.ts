/** What sessions and instruments are from now on; what is known of them besides stays. Cold. */
import { NO_PRICE } from "../domain/price.ts";
import type { InstrumentDefined, SessionDefined } from "../domain/records.generated.ts";
import { TradingPhase } from "../domain/values.ts";
import { forgetSecurities, indexSecurities } from "./instrument-index.ts";
import type { State } from "./state.ts";

export function defineSession(state: State, event: SessionDefined): void {
  const { sessionId, sessionKey, compId, account, pendingReports, replaceChains } = event;
  const known = state.sessions[sessionId];
  state.sessions[sessionId] = {
    sessionId,
    sessionKey,
    compId,
    account,
    pendingReports,
    replaceChains,
    loggedOn: known?.loggedOn ?? false,
    peer: known?.peer ?? "",
    lastLogout: known?.lastLogout ?? "",
    passwordHash: known?.passwordHash ?? "",
    passwordReplaces: known?.passwordReplaces ?? "",
    cancelOn: known?.cancelOn ?? 0,
    graceMs: known?.graceMs ?? 0,
    keepGtc: known?.keepGtc ?? true,
    endedNs: known?.endedNs ?? 0n,
    endedBy: known?.endedBy ?? 0,
  };
  state.sessionIds.set(sessionKey, sessionId);
}

export function defineInstrument(state: State, event: InstrumentDefined): void {
  const { type: _, ...definition } = event;
  const known = state.instruments[event.instrumentId];
  if (known !== undefined) forgetSecurities(state, known);
  state.instruments[event.instrumentId] = {
    ...definition,
    bidPx: known?.bidPx ?? NO_PRICE,
    askPx: known?.askPx ?? NO_PRICE,
    lastPx: known?.lastPx ?? NO_PRICE,
    phase: known?.phase ?? TradingPhase.Unknown,
    holdsWhenClosed: known?.holdsWhenClosed ?? false,
  };
  state.instrumentIds.set(event.symbol, event.instrumentId);
  indexSecurities(state, event);
}
