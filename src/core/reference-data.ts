/** Judges reference data: sessions, instruments, limits, the trading day, public prices. Cold but for `UpdateMarket`. */
import { instrumentFault } from "../domain/instrument.ts";
import { INSTRUMENTS_MAX, SESSIONS_MAX, VENUES_MAX } from "../domain/limits.ts";
import {
  type ChangePassword,
  type DefineInstrument,
  type DefineSession,
  type Event,
  EventType,
  type SetLimit,
  type UpdateMarket,
} from "../domain/records.generated.ts";
import { triggerReached } from "./held-stops.ts";
import { LIMIT_KIND_COUNT } from "./limits-table.ts";
import type { State } from "./state.ts";

export function decideDefineSession(state: State, command: DefineSession, events: Event[]): void {
  const { sessionKey, compId, account, pendingReports, replaceChains } = command;
  const sessionId = state.sessionIds.get(sessionKey) ?? state.sessions.length;
  if (sessionId >= SESSIONS_MAX) return refuse(`session ${sessionKey} is one more than ${SESSIONS_MAX - 1}`, events);
  const terms = { account, pendingReports, replaceChains };
  events.push({ type: EventType.SessionDefined, sessionId, sessionKey, compId, ...terms });
}

export function decideChangePassword(state: State, command: ChangePassword, events: Event[]): void {
  const { sessionId, passwordHash, replaces } = command;
  if (state.sessions[sessionId] === undefined) return refuse(`password of an unknown session ${sessionId}`, events);
  events.push({ type: EventType.PasswordChanged, sessionId, passwordHash, replaces });
}

export function decideDefineInstrument(state: State, command: DefineInstrument, events: Event[]): void {
  const fault = instrumentFault(command);
  if (fault !== "") return refuse(`instrument ${command.symbol}: ${fault}`, events);
  if (command.venueId < 1 || command.venueId > VENUES_MAX)
    return refuse(`instrument ${command.symbol}: no venue ${command.venueId}`, events);
  const instrumentId = state.instrumentIds.get(command.symbol) ?? state.instruments.length;
  if (instrumentId >= INSTRUMENTS_MAX) return refuse(`instrument ${command.symbol} is one too many`, events);
  const known = state.instruments[instrumentId];
  if (known !== undefined && (known.priceScale !== command.priceScale || known.qtyScale !== command.qtyScale)) {
    return refuse(`instrument ${command.symbol}: the scales of its prices and quantities cannot change`, events);
  }
  const { symbol, description, currency, assetClass, venueId, priceScale, qtyScale, lotSize, tickTable, referencePx } =
    command;
  const { exchange, securityIds } = command;
  events.push({
    type: EventType.InstrumentDefined,
    instrumentId,
    symbol,
    description,
    currency,
    assetClass,
    venueId,
    priceScale,
    qtyScale,
    lotSize,
    tickTable,
    referencePx,
    exchange,
    securityIds,
  });
}

export function decideSetLimit(state: State, command: SetLimit, events: Event[]): void {
  const sessionId = command.sessionKey === "" ? 0 : state.sessionIds.get(command.sessionKey);
  const instrumentId = command.symbol === "" ? 0 : state.instrumentIds.get(command.symbol);
  if (sessionId === undefined) return refuse(`limit of an unknown session ${command.sessionKey}`, events);
  if (instrumentId === undefined) return refuse(`limit of an unknown instrument ${command.symbol}`, events);
  const { limitKind, value } = command;
  if (limitKind < 1 || limitKind >= LIMIT_KIND_COUNT || value < 0)
    return refuse(`limit kind ${limitKind} value ${value}`, events);
  events.push({ type: EventType.LimitSet, sessionId, instrumentId, limitKind, value });
}

export function decideUpdateMarket(state: State, command: UpdateMarket, events: Event[]): void {
  const instrumentId = state.instrumentIds.get(command.symbol);
  if (instrumentId === undefined) return refuse(`prices of an unknown instrument ${command.symbol}`, events);
  const { bidPx, askPx, lastPx } = command;
  events.push({ type: EventType.MarketUpdated, instrumentId, bidPx, askPx, lastPx });
  if (state.stops.size > 0) triggerReached(state, instrumentId, lastPx, events);
}

function refuse(text: string, events: Event[]): void {
  events.push({ type: EventType.CommandRefused, text });
}
