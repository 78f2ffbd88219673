/**
 * What the configuration says of outside venues: where and how they are called, how they name things, what they take, and
 * what is done when their line or an order is lost. The schema's part, with every default, and what becomes of it.
 */
import { readFileSync } from "node:fs";
import { type Static, Type } from "@sinclair/typebox";
import { COMP_ID_MAX, SYMBOL_MAX, VENUES_MAX } from "./domain/limits.ts";
import { BUNDLED_VENUE_ID } from "./domain/venue-session.ts";
import type { TagRule } from "./exchange/tag-rules.ts";
import type { VenueSymbol } from "./exchange/venue-request-writer.ts";
import type { PeerAddress } from "./fix/initiator.ts";
import { type FixSessionConfig, fixSessionConfig } from "./fix/session-types.ts";
import { errorText } from "./lib/errors.ts";
import { DICTIONARY_SETTINGS, toDictionaries } from "./session-dictionary.ts";
import { SESSION_SETTINGS, toSchedule } from "./session-settings.ts";
import { checkOnce, checkRule, checkSymbols } from "./venue-row-checks.ts";

const strict = { additionalProperties: false };
const Word = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: "^[\\x21-\\x7e]+$" });
const Path = Type.String({ minLength: 1, maxLength: 1_024 });
const Whole = (value: number, minimum: number, maximum: number) => Type.Integer({ default: value, minimum, maximum });
const OneOf = (values: readonly string[], value?: string) =>
  Type.Union(
    values.map((each) => Type.Literal(each)),
    value === undefined ? {} : { default: value },
  );
const LOOPBACK = /^(127(\.\d{1,3}){3}|::1|localhost)$/;
/** How a session with a venue is made, for orders and for its drop copy alike. */
const LINE = {
  /** Called in this order; the first that takes us is stayed with. */
  hosts: Type.Array(Type.Object({ host: Word(255), port: Type.Integer({ minimum: 1, maximum: 65_535 }) }, strict), {
    minItems: 1,
    maxItems: 16,
  }),
  /** After a lost line: the first of the hosts again, or the next one. */
  afterSuccess: OneOf(["first", "next"], "first"),
  senderCompId: Word(COMP_ID_MAX),
  targetCompId: Word(COMP_ID_MAX),
  senderSubId: Type.Optional(Word(COMP_ID_MAX)),
  username: Type.Optional(Word(64)),
  password: Type.Optional(Word(64)),
  /** A file with the password in its first line; in place of `password`. */
  passwordFile: Type.Optional(Path),
  heartBtSeconds: Whole(30, 5, 300),
  /** Both sides begin at 1 at every logon. What was on its way is asked for by status then, not by resend. */
  resetOnLogon: Type.Boolean({ default: false }),
  nextExpectedMsgSeqNum: SESSION_SETTINGS.nextExpectedMsgSeqNum,
  resendRequestChunk: SESSION_SETTINGS.resendRequestChunk,
  schedule: SESSION_SETTINGS.schedule,
  /** Pauses between calls: the first, doubled up to the last. */
  reconnectMinMs: Whole(1_000, 10, 600_000),
  reconnectMaxMs: Whole(30_000, 10, 600_000),
  tls: Type.Optional(
    Type.Object(
      {
        /** Who signs the venue's certificate; without it, the machine's own authorities. */
        authority: Type.Optional(Path),
        /** What we show. */
        certificate: Type.Optional(Path),
        key: Type.Optional(Path),
        serverName: Type.Optional(Word(255)),
      },
      strict,
    ),
  ),
  /** Lets the line leave this machine in clear, where something else keeps it secret. */
  insecure: Type.Boolean({ default: false }),
} as const;

const TagRuleSchema = Type.Object(
  {
    /** MsgType (35), or "*" for all. */
    message: Type.String({ pattern: "^(\\*|[A-Za-z0-9]{1,2})$" }),
    tag: Type.Integer({ minimum: 1, maximum: 99_999 }),
    remove: Type.Optional(Type.Literal(true)),
    renameTo: Type.Optional(Type.Integer({ minimum: 1, maximum: 99_999 })),
    value: Type.Optional(Type.String({ minLength: 1, maxLength: 256, pattern: "^[\\x20-\\x7e]+$" })),
  },
  strict,
);
const SymbolSchema = Type.Object(
  {
    symbol: Word(SYMBOL_MAX),
    /** Symbol (55) there; ours when it is not said. */
    theirs: Type.Optional(Word(64)),
    securityId: Type.Optional(Word(64)),
    /** SecurityIDSource (22): 1 CUSIP, 2 SEDOL, 4 ISIN, 5 RIC, 8 exchange symbol. */
    securityIdSource: Type.Optional(Word(2)),
    /** SecurityExchange (207). */
    exchange: Type.Optional(Word(16)),
  },
  strict,
);

/** A row of `venues`. */
export const VENUE_SETTINGS = Type.Object(
  {
    name: Type.String({ pattern: "^[A-Z0-9]{1,16}$" }),
    /** What the journal knows it by, for good: 1 is the exchange in the box. */
    id: Type.Integer({ minimum: BUNDLED_VENUE_ID + 1, maximum: VENUES_MAX }),
    kind: Type.Literal("fix", { default: "fix" }),
    beginString: OneOf(["FIX.4.2", "FIX.4.4", "FIXT.1.1"]),
    defaultApplVerId: Type.Optional(OneOf(["7", "8", "9"])),
    ...LINE,
    ...DICTIONARY_SETTINGS,
    /** Put before every ClOrdID of ours, for a venue where they have to differ from another house's. */
    clOrdIdPrefix: Type.Optional(Word(16)),
    symbols: Type.Array(SymbolSchema, { default: [], maxItems: 65_535 }),
    tags: Type.Array(TagRuleSchema, { default: [], maxItems: 200 }),
    /** OrdTypes (40) and TimeInForce (59) values it takes; all when not said. */
    ordTypes: Type.Optional(Type.Array(Type.String({ pattern: "^[1-9A-Z]$" }), { minItems: 1, maxItems: 32 })),
    timesInForce: Type.Optional(Type.Array(Type.String({ pattern: "^[0-9A-Z]$" }), { minItems: 1, maxItems: 32 })),
    throttle: Type.Optional(
      Type.Object(
        {
          perSecond: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
          burst: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
        },
        strict,
      ),
    ),
    /** New orders while the line is down. */
    whenDown: OneOf(["reject", "hold"], "reject"),
    /** A request the venue does not know after the line was lost: sent again with 97=Y, or over for the client. */
    unknown: OneOf(["resend", "cancel"], "resend"),
    /** An order of ours there that we do not know. */
    alien: OneOf(["alert", "cancel"], "alert"),
    /** Whether it answers OrderMassStatusRequest (AF); otherwise every order in doubt is asked for by itself (H). */
    massStatus: Type.Boolean({ default: false }),
    /** Orders and replaces older than this are not sent again by a ResendRequest; the venue is asked about them. */
    staleSeconds: Whole(60, 1, 86_400),
    dropCopy: Type.Optional(
      Type.Object(
        {
          ...LINE,
          /** How long a fill may be on one side only before it is an exception. */
          graceMs: Whole(1_000, 50, 60_000),
        },
        strict,
      ),
    ),
  },
  strict,
);
export type VenueRow = Static<typeof VENUE_SETTINGS>;

/** What is needed to call a venue over one session. */
export type VenueLineConfig = {
  readonly session: FixSessionConfig;
  readonly hosts: readonly PeerAddress[];
  readonly afterSuccess: "first" | "next";
  readonly reconnectMinMs: number;
  readonly reconnectMaxMs: number;
  /** Files in PEM; null speaks in clear. */
  readonly tls: { authority?: string; certificate?: string; key?: string; serverName?: string } | null;
};
export type VenueConfig = {
  readonly name: string;
  readonly venueId: number;
  readonly line: VenueLineConfig;
  readonly dropCopy: { readonly line: VenueLineConfig; readonly graceMs: number } | null;
  readonly clOrdIdPrefix: string;
  readonly symbols: readonly (VenueSymbol & { readonly ours: string })[];
  readonly tags: readonly TagRule[];
  readonly ordTypes: string;
  readonly timesInForce: string;
  readonly throttle: { readonly perSecond: number; readonly burst: number } | null;
  readonly holdsWhenDown: boolean;
  readonly repeatsUnknown: boolean;
  readonly cancelsAliens: boolean;
  readonly massStatus: boolean;
  readonly staleMs: number;
};

type Refuse = (path: readonly (string | number)[], message: string) => never;

/** @param refuse ends with an error that names the line of a path */
export function toVenues(rows: readonly VenueRow[], symbols: ReadonlySet<string>, refuse: Refuse): VenueConfig[] {
  const seen = new Map<string, string>();
  return rows.map((row, index) => {
    const at = (key: string, message: string) => refuse(["venues", index, key], `venues/${index}/${key}: ${message}`);
    for (const other of rows.slice(0, index)) {
      if (other.name === row.name) at("name", `${row.name} stands there twice`);
      if (other.id === row.id) at("id", `${row.id} is ${other.name}'s`);
    }
    checkSymbols(row.symbols.map(toSymbol), symbols, (message) => at("symbols", message));
    for (const { symbol, securityId, securityIdSource } of row.symbols)
      if (securityId === undefined && securityIdSource !== undefined)
        at("symbols", `${symbol}: found a securityIdSource without a securityId; expected both, or neither`);
    for (const rule of row.tags) checkRule(rule, (message) => at("tags", message));
    checkOnce(row, row.beginString as string, seen, row.name, at);
    if (row.dropCopy !== undefined) {
      const name = `${row.name}'s drop copy`;
      checkOnce(row.dropCopy, row.beginString as string, seen, name, (_, message) => at("dropCopy", message));
    }
    return {
      name: row.name,
      venueId: row.id,
      line: toLine(row, row, at),
      dropCopy: row.dropCopy === undefined ? null : toDropCopy(row, row.dropCopy, at),
      clOrdIdPrefix: row.clOrdIdPrefix ?? "",
      symbols: row.symbols.map(toSymbol),
      tags: row.tags as TagRule[],
      ordTypes: row.ordTypes?.join("") ?? "",
      timesInForce: row.timesInForce?.join("") ?? "",
      throttle:
        row.throttle === undefined
          ? null
          : { perSecond: row.throttle.perSecond, burst: row.throttle.burst ?? row.throttle.perSecond },
      holdsWhenDown: row.whenDown === "hold",
      repeatsUnknown: row.unknown === "resend",
      cancelsAliens: row.alien === "cancel",
      massStatus: row.massStatus,
      staleMs: row.staleSeconds * 1_000,
    };
  });
}

type LineRow = Omit<NonNullable<VenueRow["dropCopy"]>, "graceMs">;
type RefuseKey = (key: string, message: string) => never;

function toDropCopy(row: VenueRow, { graceMs, ...line }: NonNullable<VenueRow["dropCopy"]>, refuse: RefuseKey) {
  return { line: toLine(line, row, (key, message) => refuse("dropCopy", `${key}: ${message}`)), graceMs };
}

/** @param row says which FIX is spoken; @param line who is called, and as whom */
function toLine(line: LineRow, row: VenueRow, refuse: RefuseKey): VenueLineConfig {
  const { beginString } = row;
  const defaultApplVerId = (row.defaultApplVerId as string | undefined) ?? "";
  if (beginString === "FIXT.1.1" && defaultApplVerId === "") {
    refuse("beginString", 'a FIXT.1.1 session needs defaultApplVerId "7", "8" or "9"');
  }
  if (beginString !== "FIXT.1.1" && defaultApplVerId !== "")
    refuse("defaultApplVerId", `found "${defaultApplVerId}", expected none: ${beginString} is its own version`);
  const twice = line.hosts.find((each, at) => line.hosts.findIndex((other) => isSameHost(each, other)) < at);
  if (twice !== undefined) refuse("hosts", `${twice.host}:${twice.port} stands there twice`);
  const isFar = line.hosts.some(({ host }) => !LOOPBACK.test(host));
  if (isFar && line.tls === undefined && !line.insecure) {
    const why = "orders and passwords would cross the network in clear";
    refuse("hosts", `${why}; expected tls, or insecure: true where something else keeps the line secret`);
  }
  const { reconnectMinMs, reconnectMaxMs } = line;
  if (reconnectMinMs > reconnectMaxMs)
    refuse("reconnectMinMs", `found ${reconnectMinMs}, expected at most reconnectMaxMs, which is ${reconnectMaxMs}`);
  if (line.tls !== undefined && (line.tls.certificate === undefined) !== (line.tls.key === undefined))
    refuse("tls", "certificate and key go together");
  for (const key of ["authority", "certificate", "key"] as const) {
    const path = line.tls?.[key];
    if (path !== undefined) readOr(path, (why) => refuse("tls", `${key}: ${why}`));
  }
  return {
    session: toSession(line, row, defaultApplVerId, refuse),
    hosts: line.hosts,
    afterSuccess: line.afterSuccess as "first" | "next",
    reconnectMinMs,
    reconnectMaxMs,
    tls: line.tls ?? null,
  };
}

function toSession(line: LineRow, row: VenueRow, defaultApplVerId: string, refuse: RefuseKey): FixSessionConfig {
  const { username = "", senderCompId, targetCompId, senderSubId = "" } = line;
  const password = passwordOf(line, refuse);
  const schedule = toSchedule(line, refuse);
  const dictionaries = toDictionaries(row, row.beginString as string, defaultApplVerId, refuse);
  try {
    return fixSessionConfig({
      beginString: row.beginString as string,
      defaultApplVerId,
      senderCompId,
      targetCompId,
      senderSubId,
      username,
      password,
      heartBtInt: line.heartBtSeconds,
      resetOnLogon: line.resetOnLogon,
      nextExpectedMsgSeqNum: line.nextExpectedMsgSeqNum,
      resendRequestChunk: line.resendRequestChunk,
      schedule,
      // Orders of a day before are not sent on another; the venue is asked about them.
      overReset: "drop",
      ...dictionaries,
    });
  } catch (error) {
    return refuse("beginString", errorText(error));
  }
}

function passwordOf({ password, passwordFile }: LineRow, refuse: RefuseKey): string {
  if (passwordFile === undefined) return password ?? "";
  if (password !== undefined) refuse("passwordFile", "password and passwordFile are both there; expected one of them");
  const [word] = readOr(passwordFile, (why) => refuse("passwordFile", why)).split(/\r?\n/);
  if (word === "") refuse("passwordFile", `expected the password in the first line of ${passwordFile}, found none`);
  return word;
}

function readOr(path: string, refuse: (why: string) => never): string {
  try {
    return readFileSync(path, "latin1");
  } catch (error) {
    return refuse(errorText(error));
  }
}

type Host = { host: string; port: number };

function isSameHost(a: Host, b: Host): boolean {
  return a.host === b.host && a.port === b.port;
}

function toSymbol(row: Static<typeof SymbolSchema>): VenueConfig["symbols"][number] {
  const { symbol, theirs = symbol, securityId = "", securityIdSource = "8", exchange = "" } = row;
  return { ours: symbol, symbol: theirs, securityId, securityIdSource, exchange };
}
