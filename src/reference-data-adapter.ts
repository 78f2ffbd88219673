/** Configuration, the calendar and the venue's public prices become commands: only what differs from what the core knows. */
import type { Config } from "./config.ts";
import type { Session, State } from "./core/state.ts";
import type { Ticks } from "./domain/price.ts";
import { type Command, CommandType } from "./domain/records.generated.ts";
import { type RoutingRule, writeRoutingRules } from "./domain/routing.ts";
import { LogoutCause } from "./domain/values.ts";
import type { TradingDays } from "./trading-days.ts";

/** What a session has before anybody says otherwise. */
const NO_CANCELS = { cancelOn: 0, graceMs: 0, keepGtc: true };

/** As many characters as a record's text may have. */
const LISTING_MAX = 65_000;

/** What each exchange in the box trades, unless one trades everything; one with more names than can be said does, too. */
function listingCommands({ listings }: State, { exchanges, instruments }: Config): Command[] {
  const inBox = new Set(exchanges.map(({ venueId }) => venueId));
  return exchanges.flatMap(({ venueId, name, symbols: listed }): Command[] => {
    const traded = instruments.filter((each) => inBox.has(each.venueId) && (listed?.includes(each.symbol) ?? true));
    const lines = traded.map(({ symbol }) => symbol).join("\n");
    const symbols = traded.length === instruments.length || lines.length > LISTING_MAX ? "" : lines;
    const known = listings.get(venueId);
    const isSame = known === undefined ? exchanges.length === 1 && symbols === "" : known.symbols === symbols;
    if (isSame && (known === undefined || known.name === name)) return [];
    return [{ type: CommandType.DefineListing, venueId, name, symbols }];
  });
}

/** What configuration says and the journal does not say yet, and of a new journal the trading day of `nowNs`. */
export function referenceDataCommands(state: State, config: Config, nowNs: bigint): Command[] {
  const commands: Command[] = [];
  for (const session of config.sessions) {
    const { sessionKey, compId, account, pendingReports, replaceChains } = session;
    const known = state.sessions[state.sessionIds.get(sessionKey) ?? 0];
    const isTaken = known?.replaceChains === replaceChains && known.pendingReports === pendingReports;
    if (isTaken && known.account === account) continue;
    commands.push({ type: CommandType.DefineSession, sessionKey, compId, account, pendingReports, replaceChains });
  }
  for (const { sessionKey, cancelOnDisconnect } of config.sessions) {
    const known = state.sessions[state.sessionIds.get(sessionKey) ?? 0] ?? NO_CANCELS;
    const { cancelOn, graceMs, keepGtc } = cancelOnDisconnect;
    if (known.cancelOn === cancelOn && known.graceMs === graceMs && known.keepGtc === keepGtc) continue;
    commands.push({ type: CommandType.DefineCancelOnDisconnect, sessionKey, cancelOn, graceMs, keepGtc });
  }
  for (const { venueId, name, holdsWhenDown, repeatsUnknown, cancelsAliens, ordTypes, timesInForce } of config.venues) {
    const policy = { venueId, name, holdsWhenDown, repeatsUnknown, cancelsAliens, ordTypes, timesInForce };
    const known = state.venues.lines[venueId];
    const isSame =
      known !== undefined &&
      (Object.keys(policy) as (keyof typeof policy)[]).every((key) => known[key] === policy[key]);
    if (!isSame) commands.push({ type: CommandType.DefineVenue, ...policy });
  }
  for (const definition of config.instruments) {
    const known = state.instruments[state.instrumentIds.get(definition.symbol) ?? 0];
    const isSame =
      known !== undefined &&
      (Object.keys(definition) as (keyof typeof definition)[]).every(
        (key) => String(known[key]) === String(definition[key]),
      );
    if (!isSame) commands.push({ type: CommandType.DefineInstrument, exchange: "", securityIds: "", ...definition });
  }
  commands.push(...listingCommands(state, config));
  const routing = routingCommand(state, config.routing);
  if (routing !== null) commands.push(routing);
  for (const limit of config.limits) {
    const sessionId = limit.sessionKey === "" ? 0 : state.sessionIds.get(limit.sessionKey);
    const instrumentId = limit.symbol === "" ? 0 : state.instrumentIds.get(limit.symbol);
    const isKnown = sessionId !== undefined && instrumentId !== undefined;
    if (isKnown && state.limits.get(sessionId, instrumentId, limit.limitKind) === limit.value) continue;
    commands.push({ type: CommandType.SetLimit, ...limit });
  }
  // A later day begins when the venue has told what the last one left.
  const firstDay = state.tradingDay === 0 ? tradingDayCommand(state, config.tradingDays, nowNs) : null;
  if (firstDay !== null) commands.push(firstDay);
  return commands;
}

/** @returns null while the rules are those in force */
export function routingCommand(state: State, routing: readonly RoutingRule[]): Command | null {
  const rules = routing.length === 0 ? "" : writeRoutingRules(routing);
  return rules === state.routing.text ? null : { type: CommandType.DefineRouting, rules };
}

/** @returns null while the day in the journal is still the one of `nowNs`, or later */
export function tradingDayCommand(state: State, days: TradingDays, nowNs: bigint): (Command & { type: 63 }) | null {
  const tradingDay = days.dayOf(nowNs);
  return tradingDay > state.tradingDay ? { type: CommandType.OpenTradingDay, tradingDay } : null;
}

/** Lines to venues that were up when the last process ended: they are not any more. */
export function linesLeftUp(state: State): Command[] {
  return state.venues.lines.flatMap((line) =>
    line?.isUp
      ? [{ type: CommandType.VenueLineDown, venueId: line.venueId, text: "the line ended with the OMS's last run" }]
      : [],
  );
}

/** Sessions that were up when the last process ended: they are not any more. */
export function sessionsLeftOpen(state: State): Command[] {
  return state.sessions
    .filter((session): session is Session => session?.loggedOn === true)
    .map(({ sessionId }) => ({
      type: CommandType.LogOutSession,
      sessionId,
      msgSeqNum: 0,
      reason: "the line ended with the OMS's last run",
      cause: LogoutCause.Line,
    }));
}

export function marketUpdate(symbol: string, bidPx: Ticks, askPx: Ticks, lastPx: Ticks): Command {
  return { type: CommandType.UpdateMarket, symbol, bidPx, askPx, lastPx };
}
