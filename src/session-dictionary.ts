/**
 * What a session's row says of its dictionary: files in place of the built-in ones, and fields and messages of its own
 * over them. Read when the configuration is; faults name the row, and in a file the line and the element.
 */
import { readFileSync } from "node:fs";
import { type Static, Type } from "@sinclair/typebox";
import { clientDictionary, withContingency } from "./client/client-dictionary.ts";
import type { Dictionary } from "./fix/dictionary.ts";
import { type DictionaryPair, dictionaryOfPair, extendPair, wholeOf } from "./fix/dictionary-extension.ts";
import type {
  DictionaryDefinition,
  FieldDefinition,
  MemberDefinition,
  MessageDefinition,
} from "./fix/dictionary-text.ts";
import { loadDictionaryXml, TAG_MAX } from "./fix/dictionary-xml.ts";
import type { FixSessionConfig } from "./fix/session-types.ts";
import { ApplVerId, definitionsOf } from "./fix/versions.ts";
import { errorText } from "./lib/errors.ts";

const strict = { additionalProperties: false };
const Name = Type.String({ pattern: "^[A-Za-z][A-Za-z0-9_]{0,63}$" });
const Path = Type.String({ minLength: 1, maxLength: 1_024 });
const USER_DEFINED_FROM = 5_000;
const APPL_VER_IDS = [ApplVerId.Fix50, ApplVerId.Fix50SP1, ApplVerId.Fix50SP2];

/** Keys of a session's row. */
export const DICTIONARY_SETTINGS = {
  /** A file in QuickFIX's XML in place of the built-in dictionary; or one each for the transport and application versions. */
  dictionary: Type.Optional(
    Type.Union([
      Path,
      Type.Object(
        {
          "FIXT.1.1": Type.Optional(Path),
          "7": Type.Optional(Path),
          "8": Type.Optional(Path),
          "9": Type.Optional(Path),
        },
        { ...strict, minProperties: 1 },
      ),
    ]),
  ),
  /** Tags agreed on with this client, and the messages (names or types) they may stand in. */
  customFields: Type.Optional(
    Type.Array(
      Type.Object(
        {
          tag: Type.Integer({ minimum: USER_DEFINED_FROM, maximum: TAG_MAX }),
          name: Name,
          type: Type.String({ default: "STRING", pattern: "^[A-Z][A-Z0-9]{0,31}$" }),
          values: Type.Array(Type.String({ minLength: 1, maxLength: 64, pattern: "^[\\x20-\\x7e]+$" }), {
            default: [],
            maxItems: 1_000,
          }),
          messages: Type.Array(Name, { default: [], maxItems: 200 }),
          required: Type.Boolean({ default: false }),
        },
        strict,
      ),
      { minItems: 1, maxItems: 1_000 },
    ),
  ),
  /** Message types agreed on with this client, of fields by name. */
  customMessages: Type.Optional(
    Type.Array(
      Type.Object(
        {
          msgType: Type.String({ pattern: "^U[A-Za-z0-9]{0,7}$" }),
          name: Name,
          required: Type.Array(Name, { default: [], maxItems: 500 }),
          optional: Type.Array(Name, { default: [], maxItems: 500 }),
        },
        strict,
      ),
      { minItems: 1, maxItems: 200 },
    ),
  ),
} as const;

const Row = Type.Object(DICTIONARY_SETTINGS);
type Row = Static<typeof Row>;

type Dictionaries = Partial<Pick<FixSessionConfig, "dictionary" | "otherDictionaries">>;
type Refuse = (key: string, message: string) => never;

/** Dictionaries already made, by what they are made of: many sessions may have the same. */
const made = new Map<string, Dictionaries>();
const MADE_MAX = 64;

/** Of a client's session, in whose dictionary orders may be linked. @param refuse ends with an error that names the line of a key */
export function toClientDictionaries(row: Row, beginString: string, applVerId: string, refuse: Refuse): Dictionaries {
  if (isPlain(row)) return { dictionary: clientDictionary(beginString, applVerId) };
  return toDictionaries(row, beginString, applVerId, refuse, withContingency);
}

function isPlain({ dictionary, customFields, customMessages }: Row): boolean {
  return dictionary === undefined && customFields === undefined && customMessages === undefined;
}

/**
 * @param refuse ends with an error that names the line of a key
 * @param extend adds what the house has beyond the standard
 */
export function toDictionaries(
  row: Row,
  beginString: string,
  applVerId: string,
  refuse: Refuse,
  extend = asItIs,
): Dictionaries {
  if (isPlain(row)) return {};
  const { dictionary, customFields, customMessages } = row;
  const paths = pathsOf(dictionary, beginString, applVerId, refuse);
  const texts = new Map([...paths].map(([version, path]) => [version, readText(path, refuse)]));
  const key = JSON.stringify([
    extend.name,
    beginString,
    applVerId,
    [...paths],
    [...texts],
    customFields,
    customMessages,
  ]);
  const known = made.get(key);
  if (known !== undefined) return known;
  const load = (version: string): DictionaryDefinition | undefined => {
    const text = texts.get(version);
    return text === undefined ? undefined : loadFile(text, paths.get(version)!, version, refuse);
  };
  const result = makeDictionaries(row, beginString, applVerId, load, refuse, extend);
  if (made.size >= MADE_MAX) made.clear();
  made.set(key, result);
  return result;
}

function asItIs(pair: DictionaryPair): DictionaryPair {
  return pair;
}

/** Files by what they are for: BeginString of the session's own or its transport's, or an ApplVerID(1128). */
function pathsOf(given: Row["dictionary"], beginString: string, applVerId: string, refuse: Refuse) {
  const hasTransport = applVerId !== "";
  if (given === undefined) return new Map<string, string>();
  if (typeof given === "string") return new Map([[hasTransport ? applVerId : beginString, given]]);
  if (!hasTransport) {
    refuse("dictionary", `dictionary: found files by version, expected one file, because ${beginString} has no other`);
  }
  return new Map(Object.entries(given as Record<string, string>));
}

function readText(path: string, refuse: Refuse): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    return refuse("dictionary", `dictionary: ${path} cannot be read: ${errorText(error)}`);
  }
}

function loadFile(text: string, path: string, version: string, refuse: Refuse): DictionaryDefinition {
  const definition = guarded("dictionary", refuse, () => loadDictionaryXml(text, path));
  const builtIn = APPL_VER_IDS.some((each) => each === version)
    ? definitionsOf("FIXT.1.1", version).application
    : definitionsOf(version, ApplVerId.Fix50SP2).transport;
  if (definition.version !== builtIn.version) {
    refuse("dictionary", `dictionary: ${path} is for ${definition.version}, expected ${builtIn.version}`);
  }
  const has = new Set(definition.messages.map(({ msgType }) => msgType));
  const missing = builtIn.messages.find(({ msgType, admin }) => admin && msgType.length === 1 && !has.has(msgType));
  if (missing !== undefined) {
    const what = `dictionary: ${path} has no ${missing.name}(${missing.msgType}), and no session is without it`;
    refuse("dictionary", `${what}; expected a whole dictionary, or customFields for what is added to the built-in one`);
  }
  return definition;
}

function makeDictionaries(
  row: Row,
  beginString: string,
  applVerId: string,
  load: (version: string) => DictionaryDefinition | undefined,
  refuse: Refuse,
  extend: typeof asItIs,
): Dictionaries {
  const builtIn = definitionsOf(beginString, applVerId);
  const transport = load(beginString) ?? builtIn.transport;
  const application = applVerId === "" ? transport : (load(applVerId) ?? builtIn.application);
  const own = guarded("dictionary", refuse, () => extended(extend({ application, transport }), row, refuse));
  const others = new Map<string, Dictionary>();
  for (const version of applVerId === "" ? [] : APPL_VER_IDS) {
    const definition = version === applVerId ? undefined : load(version);
    if (version === applVerId || (definition === undefined && transport === builtIn.transport)) continue;
    const other = definition ?? definitionsOf(beginString, version).application;
    others.set(
      version,
      guarded("dictionary", refuse, () => dictionaryOfPair(extend({ application: other, transport }))),
    );
  }
  return { dictionary: own, otherDictionaries: others };
}

/** The session's own version with what stands in the row itself. */
function extended(base: DictionaryPair, row: Row, refuse: Refuse): Dictionary {
  const whole = wholeOf(base);
  const fields = (row.customFields ?? []).map(({ tag, name, type, values }) => ({
    tag,
    name,
    type,
    values,
    names: values,
  }));
  const tags = new Map([...whole.fields, ...fields].map((field: FieldDefinition) => [field.name, field.tag]));
  const member = (name: string, required: boolean): MemberDefinition => {
    const tag = tags.get(name);
    if (tag === undefined) return refuse("customMessages", `customMessages: there is no field ${name}`);
    return { tag, component: "", required, members: null };
  };
  const known = new Map([...whole.messages, ...base.transport.messages].map((message) => [message.msgType, message]));
  const added = new Map<string, MessageDefinition>();
  for (const { msgType, name, required, optional } of row.customMessages ?? []) {
    if (known.has(msgType) || added.has(msgType)) {
      refuse("customMessages", `customMessages: ${msgType} is there already; expected a type of its own`);
    }
    const members = [...required.map((each) => member(each, true)), ...optional.map((each) => member(each, false))];
    added.set(msgType, { msgType, name, admin: false, members });
  }
  const find = (word: string) =>
    [...added.values(), ...known.values()].find(({ msgType, name }) => msgType === word || name === word);
  for (const { tag, name, messages, required } of row.customFields ?? []) {
    for (const word of messages) {
      const found = find(word);
      if (found === undefined) {
        refuse("customFields", `customFields: ${name} is for ${word}, which is no message of ${whole.version}`);
        continue;
      }
      const members = added.has(found.msgType) ? found.members : [];
      const one = { tag, component: "", required, members: null };
      added.set(found.msgType, { ...found, members: [...members, one] });
    }
  }
  const nothing = { header: [], trailer: [], components: new Map() };
  const extension = { version: whole.version, fields, messages: [...added.values()], ...nothing };
  return guarded("customFields", refuse, () => dictionaryOfPair(extendPair(base, extension, "customFields")));
}

/** Runs what may find a dictionary at fault, and says so at the row. */
function guarded<Result>(key: string, refuse: Refuse, make: () => Result): Result {
  try {
    return make();
  } catch (error) {
    if ((error as { code?: string }).code !== "LOCKSTEP_ERR_DICTIONARY") throw error;
    return refuse(key, `${key}: ${errorText(error)}`);
  }
}
