/**
 * Every setting, its default and its bounds, in one schema. A configuration is YAML; an unknown key, a wrong type or a
 * value out of bounds is an error that names the line, what was found and what was expected. Nothing is applied then.
 */
import { readFileSync } from "node:fs";
import { type Static, Type } from "@sinclair/typebox";
import type { AgentsOptions } from "../simulator/agents/agents.ts";
import type { TradingPlan } from "../simulator/calendar-inputs.ts";
import type { Recording } from "../simulator/open-exchange.ts";
import { AGENTS_SETTING, toAgents } from "./agent-settings.ts";
import { ALERTS_SETTING, toAlertLimits } from "./alert-settings.ts";
import { type BundledConfig, EXCHANGES_SETTING, toExchanges } from "./bundled-settings.ts";
import { LimitKind } from "./core/limits-table.ts";
import { DEMO_CONFIG } from "./demo-config.ts";
import type { AlertLimits } from "./desk/alert-wire.ts";
import type { WarningLimits } from "./desk/preview-warnings.ts";
import { type CancelOnDisconnect, DISCONNECT_SETTINGS, toCancelOnDisconnect } from "./disconnect-settings.ts";
import { type InstrumentDefinition, instrumentFault } from "./domain/instrument.ts";
import { ACCOUNT_MAX, COMP_ID_MAX, SYMBOL_MAX, VENUES_MAX } from "./domain/limits.ts";
import { parseDecimal, type Qty, type Ticks } from "./domain/price.ts";
import type { RoutingRule } from "./domain/routing.ts";
import type { AssetClass } from "./domain/values.ts";
import { BUNDLED_VENUE_ID } from "./domain/venue-session.ts";
import type { TlsFiles } from "./fix/tls-door.ts";
import { errorText, LockstepError } from "./lib/errors.ts";
import { HOUSE_THROTTLE_SETTINGS, LINE_SETTINGS, type LineSettings, toLineSettings } from "./line-settings.ts";
import { RECORDED_SETTING, toRecording } from "./recorded-settings.ts";
import { ROUTING_SETTING, toRouting } from "./routing-settings.ts";
import { toClientDictionaries, toDictionaries } from "./session-dictionary.ts";
import { SESSION_SETTINGS, type SessionSettings, toSessionSettings } from "./session-settings.ts";
import { SPLITS_SETTING, type Split, toSplits } from "./split-settings.ts";
import { SYMBOLOGY_SETTINGS, sharedNameFault, toSecurityNames } from "./symbology-settings.ts";
import { TRADING_DAY_SETTING, type TradingDays, toTradingDays } from "./trading-days.ts";
import { CALENDARS_SETTING, TRADING_SETTINGS, toTradingPlan } from "./trading-settings.ts";
import { toVenues, VENUE_SETTINGS, type VenueConfig } from "./venue-settings.ts";
import { toWarningLimits, WARNINGS_SETTING } from "./warning-settings.ts";
import { parseYaml, type Refuse } from "./yaml-schema.ts";

const strict = { additionalProperties: false };
const Word = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: "^[\\x21-\\x7e]+$" });
const DecimalText = Type.String({ pattern: "^\\d{1,12}(\\.\\d{1,8})?$" });
const Port = Type.Integer({ minimum: 0, maximum: 65_535 });
const Whole = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

const DropCopySchema = Type.Object(
  {
    clients: Type.Optional(Type.Array(Word(COMP_ID_MAX), { minItems: 1 })),
    accounts: Type.Optional(Type.Array(Word(ACCOUNT_MAX), { minItems: 1 })),
    /** Copies of the clients' D, F and G, too. */
    includeRequests: Type.Boolean({ default: false }),
  },
  strict,
);
const SessionSchema = Type.Object(
  {
    compId: Word(COMP_ID_MAX),
    beginString: Type.Union(
      ["FIX.4.0", "FIX.4.1", "FIX.4.2", "FIX.4.3", "FIX.4.4", "FIXT.1.1"].map((v) => Type.Literal(v)),
    ),
    defaultApplVerId: Type.Optional(Type.Union(["7", "8", "9"].map((value) => Type.Literal(value)))),
    account: Type.Optional(Word(ACCOUNT_MAX)),
    ...SESSION_SETTINGS,
    allowReset: Type.Boolean({ default: true }),
    pendingReports: Type.Boolean({ default: false }),
    replaceChains: Type.Boolean({ default: true }),
    cancelOnDisconnect: Type.Optional(DISCONNECT_SETTINGS),
    dropCopy: Type.Optional(DropCopySchema),
    timestampDigits: Type.Optional(Type.Union([0, 3, 6, 9].map((value) => Type.Literal(value)))),
  },
  strict,
);
const LimitSchema = Type.Object(
  {
    session: Type.Optional(Word(COMP_ID_MAX)),
    symbol: Type.Optional(Word(SYMBOL_MAX)),
    maxOrderQty: Type.Optional(Whole),
    maxOrderNotional: Type.Optional(Whole),
    priceCollarPercent: Type.Optional(Type.Number({ minimum: 0.01, maximum: 100 })),
  },
  strict,
);
const InstrumentSchema = Type.Object(
  {
    symbol: Word(SYMBOL_MAX),
    description: Type.String({ default: "", maxLength: 80, pattern: "^[\\x20-\\xff]*$" }),
    currency: Type.String({ default: "USD", pattern: "^[A-Z]{3}$" }),
    assetClass: Type.Union(
      ["E", "T", "F", "O", "D", "C", "X"].map((value) => Type.Literal(value)),
      { default: "E" },
    ),
    priceScale: Type.Integer({ default: 2, minimum: 0, maximum: 8 }),
    qtyScale: Type.Integer({ default: 0, minimum: 0, maximum: 8 }),
    lotSize: Type.Intersect([DecimalText], { default: "1" }),
    ticks: Type.Array(Type.Object({ from: DecimalText, tick: DecimalText }, strict), {
      default: [{ from: "0", tick: "0.01" }],
      minItems: 1,
    }),
    referencePrice: DecimalText,
    agents: Type.Boolean({ default: false }),
    /** The name of the outside venue it trades at; without it, the exchange in the box. */
    venue: Type.Optional(Word(16)),
    ...TRADING_SETTINGS,
    ...SYMBOLOGY_SETTINGS,
  },
  strict,
);
/** Files in PEM; with clientAuthority every client needs a certificate that it has signed. */
const TlsSchema = Type.Object(
  {
    certificate: Type.String({ minLength: 1 }),
    key: Type.String({ minLength: 1 }),
    clientAuthority: Type.String({ default: "" }),
  },
  strict,
);
const ConfigSchema = Type.Object(
  {
    compId: Type.Intersect([Word(COMP_ID_MAX)], { default: "LOCKSTEP" }),
    /** What people are told they look at, on every screen and in its title. */
    environment: Type.Union([Type.Literal("SIM"), Type.Literal("UAT"), Type.Literal("PROD")], { default: "SIM" }),
    insecureLogon: Type.Boolean({ default: false }),
    fix: Type.Object(
      {
        /** Where FIX listens, when it is not where the page does. */
        host: Type.Optional(Word(255)),
        port: Type.Intersect([Port], { default: 9878 }),
        tls: Type.Optional(TlsSchema),
        /** Lets FIX listen beyond loopback in clear. */
        insecure: Type.Boolean({ default: false }),
        limits: LINE_SETTINGS,
        throttle: Type.Optional(HOUSE_THROTTLE_SETTINGS),
      },
      { ...strict, default: {} },
    ),
    /** Order entry over WebSocket, where FIX listens and with its TLS; none without this. */
    webSocket: Type.Optional(
      Type.Object(
        {
          port: Port,
          /** Pages whose scripts may connect, as browsers write them: "https://desk.example.com". */
          origins: Type.Array(Type.String({ pattern: "^https?://[^/\\s]+$", maxLength: 255 }), {
            default: [],
            maxItems: 100,
          }),
        },
        strict,
      ),
    ),
    http: Type.Object({ port: Type.Intersect([Port], { default: 8080 }) }, { ...strict, default: {} }),
    host: Type.String({ default: "127.0.0.1" }),
    dataDir: Type.String({ default: "./data" }),
    durability: Type.Union([Type.Literal("fsync"), Type.Literal("write")], { default: "fsync" }),
    snapshots: Type.Object(
      {
        everyFrames: Type.Integer({ default: 1_000_000, minimum: 1, maximum: 1_000_000_000 }),
        everyMinutes: Type.Integer({ default: 15, minimum: 1, maximum: 10_080 }),
      },
      { ...strict, default: {} },
    ),
    follower: Type.Object(
      {
        verify: Type.Union([Type.Literal("always"), Type.Literal("idle"), Type.Literal("never")], { default: "idle" }),
        onDivergence: Type.Union([Type.Literal("continue"), Type.Literal("stop")], { default: "continue" }),
      },
      { ...strict, default: {} },
    ),
    /** After how long people are told that something waits. */
    alerts: ALERTS_SETTING,
    /** What people are asked to look at once more before they send an order. */
    warnings: WARNINGS_SETTING,
    segmentBytes: Type.Integer({ default: 32 * 1024 * 1024, minimum: 64 * 1024, maximum: 1024 * 1024 * 1024 }),
    journal: Type.Object(
      { lowSpaceBytes: Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })) },
      { ...strict, default: {} },
    ),
    sessions: Type.Array(SessionSchema, { minItems: 1 }),
    limits: Type.Array(LimitSchema, { default: [] }),
    /** When a day of the house begins: Day orders end, and ClOrdIDs are free again. */
    tradingDay: TRADING_DAY_SETTING,
    venue: Type.Object(
      {
        name: Type.String({ default: "XSIM", pattern: "^[A-Z0-9]{1,16}$" }),
        calendars: CALENDARS_SETTING,
        /** Orders for a market that is closed are kept until it opens, and not refused. */
        holdWhenClosed: Type.Boolean({ default: false }),
        agents: AGENTS_SETTING,
        /** What the exchange does to those who trade on it: a file, see `scenario-file.ts`. */
        scenario: Type.Optional(Type.String({ minLength: 1 })),
        recorded: RECORDED_SETTING,
      },
      { ...strict, default: {} },
    ),
    /** More exchanges in the box. */
    exchanges: EXCHANGES_SETTING,
    venues: Type.Array(VENUE_SETTINGS, { default: [], maxItems: VENUES_MAX - 1 }),
    splits: SPLITS_SETTING,
    routing: ROUTING_SETTING,
    instruments: Type.Array(InstrumentSchema, { minItems: 1 }),
  },
  strict,
);

type Parsed = Static<typeof ConfigSchema>;

export type DropCopyConfig = { clients: string[] | null; accounts: string[] | null; includeRequests: boolean };
export type SessionConfig = {
  /** BeginString:TargetCompID, what makes a session the same one for life. */
  sessionKey: string;
  compId: string;
  beginString: string;
  defaultApplVerId: string;
  account: string;
  allowReset: boolean;
  pendingReports: boolean;
  /** Are replaces taken while others of the order are pending? */
  replaceChains: boolean;
  cancelOnDisconnect: CancelOnDisconnect;
  /** Not null: the session enters no orders and gets copies of reports, of these clients and accounts, or of all. */
  dropCopy: DropCopyConfig | null;
  /** Undefined: what the FIX version has. */
  timestampDigits: 0 | 3 | 6 | 9 | undefined;
  /** Who may log on, and how the session behaves. */
  settings: SessionSettings;
};
export type LimitConfig = { sessionKey: string; symbol: string; limitKind: number; value: number };
export type Environment = "SIM" | "UAT" | "PROD";
export type Config = {
  compId: string;
  environment: Environment;
  insecureLogon: boolean;
  /** Where the page listens. */
  host: string;
  /** Where FIX listens; null is where the page does. */
  fixHost: string | null;
  fixPort: number;
  /** Null: FIX in clear. */
  fixTls: TlsFiles | null;
  /** FIX may be in clear beyond loopback. */
  fixInsecure: boolean;
  /** What the port allows. */
  line: LineSettings;
  httpPort: number;
  /** Order entry over WebSocket; null for none. */
  webSocket: { port: number; origins: string[] } | null;
  dataDir: string;
  durability: "fsync" | "write";
  segmentBytes: number;
  /** New orders are refused while the journal's disk has less free; two segments unless said, 0 never refuses. */
  lowSpaceBytes: number;
  /** The follower writes a snapshot after so many frames or minutes. */
  snapshots: { everyFrames: number; everyMinutes: number };
  /** Whether the follower judges the recorded commands again, and whether trading ends when they give something else. */
  follower: { verify: "always" | "idle" | "never"; onDivergence: "continue" | "stop" };
  alerts: AlertLimits;
  warnings: WarningLimits;
  sessions: SessionConfig[];
  limits: LimitConfig[];
  /** Orders for a market that is closed are kept until it opens. */
  holdWhenClosed: boolean;
  tradingDays: TradingDays;
  /** The exchanges in the box, the one of `venue` first. */
  exchanges: readonly BundledConfig[];
  /** Venues that are called; the exchanges in the box are not among them. */
  venues: VenueConfig[];
  /** Where orders go that meet a rule. */
  splits: Split[];
  routing: RoutingRule[];
  /** The traffic of the exchange of `venue`; null for none. */
  agents: AgentsOptions | null;
  /** A recorded day that the exchange replays as flow. */
  recorded: Recording | null;
  instruments: InstrumentDefinition[];
  /** A scenario file for the exchange; null for none. */
  scenarioPath: string | null;
  /** When instruments trade, and within which prices. */
  trading: TradingPlan;
  /** Is this the embedded demonstration? */
  isDemo: boolean;
};

/** The exchange in the box. */
export const VENUE_ID = BUNDLED_VENUE_ID;

/**
 * Reads a configuration file, or the embedded one when no path is given.
 *
 * @throws LockstepError LOCKSTEP_ERR_CONFIG naming file, line, what was found and what was expected
 */
export function loadConfig(path: string | null): Config {
  if (path === null) return parseConfig(DEMO_CONFIG, "the embedded configuration", true);
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new LockstepError("LOCKSTEP_ERR_CONFIG", `the configuration ${path} cannot be read: ${errorText(error)}`, {
      cause: error,
    });
  }
  return parseConfig(text, path, false);
}

/** Like `loadConfig`, from text; `source` names it in errors. */
export function parseConfig(text: string, source: string, isDemo = false): Config {
  const { value: parsed, refuse } = parseYaml(ConfigSchema, text, source);
  if (parsed.environment === "PROD" && parsed.insecureLogon) {
    refuse(["insecureLogon"], "insecureLogon: found true, expected false, because environment is PROD");
  }
  const symbols = new Set(parsed.instruments.map(({ symbol }) => symbol));
  const exchanges = toBox(parsed, refuse);
  const venues = toVenues(parsed.venues, symbols, refuse);
  const clients = new Set(parsed.sessions.map(({ compId }) => compId));
  const routable = [...exchanges, ...venues.map(({ name, venueId }) => ({ name, venueId, symbols: null }))];
  return {
    compId: parsed.compId,
    environment: parsed.environment,
    insecureLogon: parsed.insecureLogon,
    host: parsed.host,
    fixHost: parsed.fix.host ?? null,
    fixPort: parsed.fix.port,
    fixTls: parsed.fix.tls ?? null,
    fixInsecure: parsed.fix.insecure,
    line: toLineSettings(parsed.fix.limits, parsed.fix.throttle),
    httpPort: parsed.http.port,
    webSocket: parsed.webSocket ?? null,
    dataDir: parsed.dataDir,
    durability: parsed.durability,
    segmentBytes: parsed.segmentBytes,
    lowSpaceBytes: parsed.journal.lowSpaceBytes ?? 2 * parsed.segmentBytes,
    snapshots: parsed.snapshots,
    follower: parsed.follower,
    alerts: toAlertLimits(parsed.alerts),
    warnings: toWarningLimits(parsed.warnings),
    sessions: toSessions(parsed, refuse),
    limits: toLimits(parsed, refuse),
    holdWhenClosed: parsed.venue.holdWhenClosed,
    tradingDays: toTradingDays(parsed.tradingDay, refuse),
    venues,
    recorded: toRecording(parsed.venue.recorded),
    agents: toAgents(parsed.venue.agents, parsed.instruments, refuse),
    exchanges,
    splits: toSplits(parsed.splits, symbols, routable, refuse),
    routing: toRouting(parsed.routing, { clients, symbols, venues: routable }, refuse),
    instruments: toInstruments(parsed, refuse),
    scenarioPath: parsed.venue.scenario ?? null,
    trading: toTradingPlan(parsed.venue.calendars, parsed.instruments, refuse),
    isDemo,
  };
}

function toBox(parsed: Parsed, refuse: Refuse): Config["exchanges"] {
  const { venue, venues, exchanges, instruments } = parsed;
  const main = { name: venue.name, venueId: VENUE_ID, directory: "exchange", symbols: null, agents: null };
  const others = [{ name: venue.name, id: VENUE_ID }, ...venues];
  const inBox = instruments.filter((row) => venues.every(({ name }) => name !== row.venue));
  return [main, ...toExchanges(exchanges, inBox, others, refuse)];
}

function toSessions(parsed: Parsed, refuse: Refuse): SessionConfig[] {
  const seen = new Set<string>();
  return parsed.sessions.map((row, index) => {
    const sessionKey = `${row.beginString}:${row.compId}`;
    if (seen.has(sessionKey)) refuse(["sessions", index], `sessions/${index}: ${sessionKey} stands there twice`);
    seen.add(sessionKey);
    if (row.beginString === "FIXT.1.1" && row.defaultApplVerId === undefined) {
      refuse(["sessions", index], `sessions/${index}: a FIXT.1.1 session needs defaultApplVerId "7", "8" or "9"`);
    }
    const refuseKey = (key: string, message: string) =>
      refuse(["sessions", index, key], `sessions/${index}: ${message}`);
    const beginString = row.beginString as string;
    const defaultApplVerId = (row.defaultApplVerId as string | undefined) ?? "";
    const settings = {
      ...toSessionSettings(row, refuseKey),
      ...(row.dropCopy === undefined ? toClientDictionaries : toDictionaries)(
        row,
        beginString,
        defaultApplVerId,
        refuseKey,
      ),
    };
    if (settings.nextExpectedMsgSeqNum && /^FIX\.4\.[0-3]$/.test(row.beginString as string)) {
      const message = `sessions/${index}: ${row.beginString} has no NextExpectedMsgSeqNum(789); FIX.4.4 and FIXT.1.1 do`;
      refuse(["sessions", index, "nextExpectedMsgSeqNum"], message);
    }
    if (settings.credentials === null && !parsed.insecureLogon) {
      refuse(
        ["sessions", index],
        `sessions/${index}: ${row.compId} has no password; expected one, or insecureLogon: true on loopback`,
      );
    }
    return {
      sessionKey,
      compId: row.compId,
      beginString,
      defaultApplVerId,
      account: row.account ?? `${row.compId}-1`,
      allowReset: row.allowReset,
      pendingReports: row.pendingReports,
      replaceChains: row.replaceChains,
      cancelOnDisconnect: toCancelOnDisconnect(row.cancelOnDisconnect),
      dropCopy: row.dropCopy === undefined ? null : toDropCopy(parsed, row.dropCopy, index, refuse),
      timestampDigits: row.timestampDigits as SessionConfig["timestampDigits"],
      settings,
    };
  });
}

function toDropCopy(
  parsed: Parsed,
  given: Static<typeof DropCopySchema>,
  index: number,
  refuse: Refuse,
): DropCopyConfig {
  for (const compId of given.clients ?? []) {
    if (parsed.sessions.some((session) => session.compId === compId && session.dropCopy === undefined)) continue;
    refuse(["sessions", index], `sessions/${index}/dropCopy: there is no order entry session ${compId}`);
  }
  const { clients = null, accounts = null, includeRequests } = given;
  return { clients, accounts, includeRequests };
}

function toLimits(parsed: Parsed, refuse: Refuse): LimitConfig[] {
  return parsed.limits.flatMap((row, index) => {
    const path = ["limits", index];
    const keys = parsed.sessions
      .filter((session) => session.compId === row.session)
      .map((s) => `${s.beginString}:${s.compId}`);
    if (row.session !== undefined && keys.length === 0)
      refuse(path, `limits/${index}: there is no session ${row.session}`);
    if (row.symbol !== undefined && !parsed.instruments.some((instrument) => instrument.symbol === row.symbol)) {
      refuse(path, `limits/${index}: there is no instrument ${row.symbol}`);
    }
    const symbol = row.symbol ?? "";
    return (row.session === undefined ? [""] : keys).flatMap((sessionKey) =>
      [
        { limitKind: LimitKind.MaxOrderQty, value: row.maxOrderQty },
        { limitKind: LimitKind.MaxOrderNotional, value: row.maxOrderNotional },
        {
          limitKind: LimitKind.PriceCollarBps,
          value: row.priceCollarPercent === undefined ? undefined : Math.round(row.priceCollarPercent * 100),
        },
      ].flatMap(({ limitKind, value }) => (value === undefined ? [] : [{ sessionKey, symbol, limitKind, value }])),
    );
  });
}

function toInstruments(parsed: Parsed, refuse: Refuse): InstrumentDefinition[] {
  const seen = new Set<string>();
  return parsed.instruments.map((row, index) => {
    const path = ["instruments", index];
    const number = (text: string, scale: number, name: string) => {
      const value = parseDecimal(text, scale);
      if (Number.isNaN(value))
        refuse(path, `instruments/${index}: ${name} ${text} does not fit ${scale} digits after the point`);
      return value;
    };
    if (row.agents && parsed.venues.some(({ name }) => name === row.venue))
      refuse(path, `instruments/${index}: agents trade in the box only; found agents: true at venue ${row.venue}`);
    const definition: InstrumentDefinition = {
      symbol: row.symbol,
      description: row.description,
      currency: row.currency,
      assetClass: row.assetClass as AssetClass,
      venueId: venueIdOf(parsed, row.venue, (message) => refuse(path, `instruments/${index}: ${message}`)),
      priceScale: row.priceScale,
      qtyScale: row.qtyScale,
      lotSize: number(row.lotSize, row.qtyScale, "lotSize") as Qty,
      tickTable: row.ticks.flatMap(({ from, tick }) => [
        number(from, row.priceScale, "from"),
        number(tick, row.priceScale, "tick"),
      ]),
      referencePx: number(row.referencePrice, row.priceScale, "referencePrice") as Ticks,
      ...toSecurityNames(row),
    };
    const shared = sharedNameFault(parsed.instruments, index);
    if (shared !== null) refuse([...path, "securityIds"], `instruments/${index} (${row.symbol}): ${shared}`);
    const fault = seen.has(row.symbol) ? "the symbol stands there twice" : instrumentFault(definition);
    if (fault !== "") refuse(path, `instruments/${index} (${row.symbol}): ${fault}`);
    seen.add(row.symbol);
    return definition;
  });
}

function venueIdOf(
  { venue, venues, exchanges }: Parsed,
  name: string | undefined,
  refuse: (message: string) => never,
): number {
  if (name === undefined || name === venue.name) return VENUE_ID;
  return [...exchanges, ...venues].find((row) => row.name === name)?.id ?? refuse(`there is no venue ${name}`);
}
