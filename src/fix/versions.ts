/**
 * What differs between FIX versions outside their dictionaries: a row of facts each, so that no code asks for a version by
 * name. The dictionaries are read on first use, since a house speaks two or three of the nine.
 */
import { LockstepError } from "../lib/errors.ts";
import { fix40 } from "./dictionaries/fix40.ts";
import { fix41 } from "./dictionaries/fix41.ts";
import { fix42 } from "./dictionaries/fix42.ts";
import { fix43 } from "./dictionaries/fix43.ts";
import { fix44 } from "./dictionaries/fix44.ts";
import { fix50 } from "./dictionaries/fix50.ts";
import { fix50sp1 } from "./dictionaries/fix50sp1.ts";
import { fix50sp2 } from "./dictionaries/fix50sp2.ts";
import { fixt11 } from "./dictionaries/fixt11.ts";
import { Dictionary } from "./dictionary.ts";
import { type DictionaryDefinition, parseDictionary } from "./dictionary-text.ts";
import type { TimestampDigits } from "./timestamps.ts";

export type VersionTraits = {
  readonly beginString: string;
  readonly timestampDigits: TimestampDigits;
  /** What EndSeqNo(16) says for "everything up to now": 999999 before FIX 4.2, 0 since. */
  readonly endSeqNoAll: number;
  /** Whether 999999 is still understood as "everything": FIX 4.2 knows both. */
  readonly acceptsOldEndSeqNo: boolean;
  /** Whether Reject(3) has RefTagID(371) and RefMsgType(372); before, the tag is named in Text(58). */
  readonly rejectNamesTag: boolean;
  /** The highest SessionRejectReason(373) the version has; -1 where it has no such field. */
  readonly rejectReasonMax: number;
  /** Whether there is BusinessMessageReject(j). */
  readonly hasBusinessReject: boolean;
  /** Whether OnBehalfOfLocationID(144) and DeliverToLocationID(145) exist. */
  readonly hasLocationIds: boolean;
  /** Whether Logon says which application version the session speaks: DefaultApplVerID(1137). */
  readonly hasApplVerId: boolean;
};

const NEWEST: Omit<VersionTraits, "beginString"> = {
  timestampDigits: 3,
  endSeqNoAll: 0,
  acceptsOldEndSeqNo: false,
  rejectNamesTag: true,
  rejectReasonMax: 99,
  hasBusinessReject: true,
  hasLocationIds: true,
  hasApplVerId: false,
};

const OLDEST: Omit<VersionTraits, "beginString"> = {
  timestampDigits: 0,
  endSeqNoAll: 999_999,
  acceptsOldEndSeqNo: true,
  rejectNamesTag: false,
  rejectReasonMax: -1,
  hasBusinessReject: false,
  hasLocationIds: false,
  hasApplVerId: false,
};

const TRAITS: readonly VersionTraits[] = [
  { beginString: "FIX.4.0", ...OLDEST },
  { beginString: "FIX.4.1", ...OLDEST, hasLocationIds: true },
  { beginString: "FIX.4.2", ...NEWEST, acceptsOldEndSeqNo: true, rejectReasonMax: 11 },
  { beginString: "FIX.4.3", ...NEWEST },
  { beginString: "FIX.4.4", ...NEWEST },
  { beginString: "FIXT.1.1", ...NEWEST, hasApplVerId: true },
];

/** ApplVerID(1128) values of the versions spoken over FIXT.1.1. */
export const ApplVerId = { Fix50: "7", Fix50SP1: "8", Fix50SP2: "9" } as const;

const TEXTS: Readonly<Record<string, string>> = {
  "FIX.4.0": fix40,
  "FIX.4.1": fix41,
  "FIX.4.2": fix42,
  "FIX.4.3": fix43,
  "FIX.4.4": fix44,
  "FIXT.1.1": fixt11,
  [ApplVerId.Fix50]: fix50,
  [ApplVerId.Fix50SP1]: fix50sp1,
  [ApplVerId.Fix50SP2]: fix50sp2,
};

const definitions = new Map<string, DictionaryDefinition>();
const dictionaries = new Map<string, Dictionary>();

/** @throws LockstepError LOCKSTEP_ERR_CONFIG when there is no such version. */
export function traitsOf(beginString: string): VersionTraits {
  const traits = TRAITS.find((row) => row.beginString === beginString);
  if (traits) return traits;
  const known = TRAITS.map((row) => row.beginString).join(", ");
  throw new LockstepError(
    "LOCKSTEP_ERR_CONFIG",
    `FIX version "${beginString}" is not spoken here; use one of ${known}`,
  );
}

/**
 * The dictionary of a session: by BeginString, and for FIXT.1.1 by the ApplVerID of its application messages as well.
 *
 * @throws LockstepError LOCKSTEP_ERR_CONFIG when there is none.
 */
export function dictionaryOf(beginString: string, applVerId = ""): Dictionary {
  const traits = traitsOf(beginString);
  const key = traits.hasApplVerId ? applVerId : beginString;
  const known = dictionaries.get(key);
  if (known) return known;
  if (TEXTS[key] === undefined || (traits.hasApplVerId && !isApplVerId(applVerId))) {
    throw new LockstepError(
      "LOCKSTEP_ERR_CONFIG",
      `a ${beginString} session needs DefaultApplVerID 7 (FIX 5.0), 8 (5.0SP1) or 9 (5.0SP2), not "${applVerId}"`,
    );
  }
  const dictionary = traits.hasApplVerId
    ? new Dictionary(definitionOf(key), definitionOf(beginString))
    : new Dictionary(definitionOf(key));
  dictionaries.set(key, dictionary);
  return dictionary;
}

/**
 * The definitions a session's dictionary is made of: the application's, and the transport's, which before FIXT.1.1 is the
 * same one.
 *
 * @throws LockstepError LOCKSTEP_ERR_CONFIG when there is none.
 */
export function definitionsOf(
  beginString: string,
  applVerId = "",
): { application: DictionaryDefinition; transport: DictionaryDefinition } {
  dictionaryOf(beginString, applVerId);
  const hasTransport = traitsOf(beginString).hasApplVerId;
  return { application: definitionOf(hasTransport ? applVerId : beginString), transport: definitionOf(beginString) };
}

export function isApplVerId(value: string): boolean {
  return value === ApplVerId.Fix50 || value === ApplVerId.Fix50SP1 || value === ApplVerId.Fix50SP2;
}

function definitionOf(key: string): DictionaryDefinition {
  const known = definitions.get(key);
  if (known) return known;
  const definition = parseDictionary(TEXTS[key]);
  definitions.set(key, definition);
  return definition;
}
