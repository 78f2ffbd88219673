/** Which dictionary a message is judged by: its version's own, or one from a file for the version that file names. */
import { readFileSync } from "node:fs";
import { clientDictionary } from "../../client/client-dictionary.ts";
import { Dictionary } from "../../fix/dictionary.ts";
import { extendedDictionary } from "../../fix/dictionary-extension.ts";
import { loadDictionaryXml } from "../../fix/dictionary-xml.ts";
import { Tag } from "../../fix/tags.ts";
import { ApplVerId, definitionsOf, dictionaryOf, isApplVerId } from "../../fix/versions.ts";
import { errorText } from "../../lib/errors.ts";
import { usageError } from "../options.ts";
import { fieldOf } from "./fields.ts";

const FIXT = "FIXT.1.1";
const APPL_VER_IDS: Readonly<Record<string, string>> = {
  "FIX.5.0": ApplVerId.Fix50,
  "FIX.5.0SP1": ApplVerId.Fix50SP1,
  "FIX.5.0SP2": ApplVerId.Fix50SP2,
};

/** A dictionary and the version it stands for. */
type Own = { beginString: string; applVerId: string; dictionary: Dictionary };

export class DictionaryChoice {
  /** FIXT messages that were judged as FIX 5.0SP2 because nothing said their version. */
  assumed = 0;
  readonly #given: string;
  readonly #own: Own | null;
  /** DefaultApplVerID(1137) of the last Logon, by "sender>target". */
  readonly #learned = new Map<string, string>();

  /** @param applVerId what FIXT messages are when nothing else says so; "" for unknown. @param path QuickFIX XML, or null */
  constructor(applVerId: string, path: string | null) {
    this.#given = applVerId;
    this.#own = path === null ? null : readDictionary(path, applVerId);
  }

  /** Whether the message's dictionary came from a file; then user-defined tags are in it or wrong. */
  isOwn(dictionary: Dictionary): boolean {
    return dictionary === this.#own?.dictionary;
  }

  /** Takes up what a Logon says of its session. */
  learn(raw: string): void {
    if (fieldOf(raw, Tag.MsgType) !== "A") return;
    const version = fieldOf(raw, Tag.DefaultApplVerID);
    if (version !== "") this.#learned.set(directionOf(raw), version);
  }

  /** @returns null where there is no dictionary; `version` then says of what */
  of(raw: string, beginString: string): { dictionary: Dictionary | null; version: string } {
    const applVerId = beginString === FIXT ? this.#applVerIdOf(raw) : "";
    const own = this.#own;
    if (own?.beginString === beginString && own.applVerId === applVerId) {
      return { dictionary: own.dictionary, version: own.dictionary.version };
    }
    if (beginString === FIXT && !isApplVerId(applVerId)) {
      return { dictionary: null, version: `ApplVerID ${applVerId}` };
    }
    if (!/^FIX\.4\.[0-4]$|^FIXT\.1\.1$/.test(beginString)) return { dictionary: null, version: beginString };
    const dictionary = clientDictionary(beginString, applVerId);
    return { dictionary, version: beginString === FIXT ? dictionary.version : beginString };
  }

  /** The message's own word, its sender's Logon, the other side's Logon, what was given. */
  #applVerIdOf(raw: string): string {
    const sender = fieldOf(raw, Tag.SenderCompID);
    const target = fieldOf(raw, Tag.TargetCompID);
    const found =
      fieldOf(raw, Tag.ApplVerID) ||
      this.#learned.get(`${sender}>${target}`) ||
      this.#learned.get(`${target}>${sender}`) ||
      this.#given;
    if (found !== "") return found;
    // The session's own messages are the same in every version.
    const spec = dictionaryOf(FIXT, ApplVerId.Fix50SP2).message(fieldOf(raw, Tag.MsgType));
    if (spec?.admin !== true) this.assumed++;
    return ApplVerId.Fix50SP2;
  }
}

function directionOf(raw: string): string {
  return `${fieldOf(raw, Tag.SenderCompID)}>${fieldOf(raw, Tag.TargetCompID)}`;
}

/**
 * A file with a header (in 5.0 and later, which have none: one that defines ClOrdID) is a whole dictionary; any other is
 * an extension of its version's.
 */
function readDictionary(path: string, applVerId: string): Own {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw usageError(`--dictionary ${path} cannot be read: ${errorText(error)}`);
  }
  const version = versionOf(text);
  const newer = APPL_VER_IDS[version];
  const beginString = newer === undefined ? version : FIXT;
  const body = newer ?? (version === FIXT ? applVerId || ApplVerId.Fix50SP2 : "");
  if (!/^FIX\.4\.[0-4]$|^FIXT\.1\.1$/.test(beginString)) {
    throw usageError(
      `--dictionary ${path} is of ${version || "no version"}, expected FIX.4.0 to FIX.5.0SP2 or FIXT.1.1`,
    );
  }
  const isWhole = newer === undefined ? /<header\b[^>]*(?<!\/)>\s*<[^/]/.test(text) : /\bnumber=['"]11['"]/.test(text);
  if (!isWhole) return { beginString, applVerId: body, dictionary: extendedDictionary(beginString, body, text, path) };
  const definition = loadDictionaryXml(text, path);
  const builtIn = definitionsOf(beginString, body);
  const application = version === FIXT ? builtIn.application : definition;
  const transport = newer === undefined ? definition : builtIn.transport;
  return { beginString, applVerId: body, dictionary: new Dictionary(application, transport) };
}

/** "FIX.4.4" of <fix type='FIX' major='4' minor='4' servicepack='0'>; "" when it does not say. */
function versionOf(text: string): string {
  const root = /<fix\b[^>]*>/.exec(text)?.[0] ?? "";
  const attribute = (name: string) => new RegExp(`\\b${name}=['"]([^'"]*)['"]`).exec(root)?.[1] ?? "";
  const servicePack = Number(attribute("servicepack") || "0");
  if (attribute("major") === "") return "";
  const sp = servicePack > 0 ? `SP${servicePack}` : "";
  return `${attribute("type") || "FIX"}.${attribute("major")}.${attribute("minor")}${sp}`;
}
