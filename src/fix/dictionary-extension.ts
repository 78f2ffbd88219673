/**
 * What a house and a client agree on beyond the standard, merged over a base version: user-defined tags (5000 and above),
 * more values of fields that have a list of them, more members of messages, and whole messages of their own. The
 * extension is a dictionary file in QuickFIX's XML that names the base's fields and components without defining them.
 */
import { LockstepError } from "../lib/errors.ts";
import { Dictionary } from "./dictionary.ts";
import { namedField } from "./dictionary-names.ts";
import type { DictionaryDefinition, FieldDefinition, MemberDefinition, MessageDefinition } from "./dictionary-text.ts";
import { loadDictionaryXml } from "./dictionary-xml.ts";
import { definitionsOf } from "./versions.ts";

const USER_DEFINED_FROM = 5000;
const MSG_TYPE_TAG = 35;

/** What a session's dictionary is made of; before FIXT.1.1 both are the same definition. */
export type DictionaryPair = { readonly application: DictionaryDefinition; readonly transport: DictionaryDefinition };

/**
 * The dictionary of one session: its version's, with an extension file over it.
 *
 * @param xml the extension, in QuickFIX's XML
 * @param source what the extension is called, for errors
 * @throws LockstepError LOCKSTEP_ERR_DICTIONARY when it cannot be read or contradicts the base
 */
export function extendedDictionary(beginString: string, applVerId: string, xml: string, source: string): Dictionary {
  const base = definitionsOf(beginString, applVerId);
  return dictionaryOfPair(extendPair(base, loadDictionaryXml(xml, source, wholeOf(base)), source));
}

export function dictionaryOfPair({ application, transport }: DictionaryPair): Dictionary {
  return application === transport ? new Dictionary(application) : new Dictionary(application, transport);
}

/** Both halves as one definition, to look names up in. */
export function wholeOf({ application, transport }: DictionaryPair): DictionaryDefinition {
  return application === transport ? application : both(application, transport);
}

/** @throws LockstepError LOCKSTEP_ERR_DICTIONARY when the extension contradicts the base */
export function extendPair(base: DictionaryPair, extension: DictionaryDefinition, source: string): DictionaryPair {
  const { application, transport } = base;
  if (application === transport) {
    const extended = extendDefinition(application, extension, source);
    return { application: extended, transport: extended };
  }
  const header: DictionaryDefinition = {
    ...extension,
    messages: extension.messages.filter(({ msgType }) => has(transport, msgType)),
  };
  const body: DictionaryDefinition = {
    ...extension,
    header: [],
    trailer: [],
    messages: extension.messages.filter(({ msgType }) => !has(transport, msgType)),
  };
  const extendedTransport = extendDefinition(withFieldsOf(transport, application, extension), header, source);
  const types = extension.messages.map(({ msgType }) => msgType);
  return {
    application: extendDefinition(withFieldsOf(application, transport, extension), body, source),
    transport: withMsgTypes(extendedTransport, types),
  };
}

/** @throws LockstepError LOCKSTEP_ERR_DICTIONARY when the extension contradicts the base */
export function extendDefinition(
  base: DictionaryDefinition,
  extension: DictionaryDefinition,
  source: string,
): DictionaryDefinition {
  const fields = new Map(base.fields.map((field) => [field.tag, field]));
  const names = new Map(base.fields.map((field) => [field.name, field.tag]));
  for (const field of extension.fields) {
    const known = fields.get(field.tag);
    if (known === undefined && field.tag < USER_DEFINED_FROM) {
      throw refused(
        source,
        `field ${field.name} has tag ${field.tag}; user-defined tags start at ${USER_DEFINED_FROM}`,
      );
    }
    const namesake = names.get(field.name);
    if (namesake !== undefined && namesake !== field.tag) {
      throw refused(source, `field ${field.name} has tag ${field.tag}; in ${base.version} it is tag ${namesake}`);
    }
    fields.set(field.tag, known === undefined ? field : mergedField(known, field, source));
  }
  const components = new Map(base.components);
  for (const [name, members] of extension.components) {
    if (components.has(name)) throw refused(source, `component ${name} is there already in ${base.version}`);
    components.set(name, members);
  }
  const messages = new Map(base.messages.map((message) => [message.msgType, message]));
  for (const message of extension.messages) {
    const known = messages.get(message.msgType);
    messages.set(message.msgType, known === undefined ? message : mergedMessage(known, message, source));
  }
  const merged: DictionaryDefinition = {
    version: base.version,
    fields: [...fields.values()],
    header: [...base.header, ...extension.header],
    trailer: [...extension.trailer, ...base.trailer],
    components,
    messages: [...messages.values()],
  };
  return withMsgTypes(
    merged,
    extension.messages.map(({ msgType }) => msgType),
  );
}

function mergedField(known: FieldDefinition, added: FieldDefinition, source: string): FieldDefinition {
  const { tag, name, type } = known;
  if (added.name !== name) throw refused(source, `tag ${tag} is called ${added.name}; it is ${name} in the base`);
  if (added.type !== type) throw refused(source, `field ${name} has type ${added.type}; it is ${type} in the base`);
  if (known.values.length === 0 && added.values.length > 0) {
    throw refused(source, `field ${name} is given values, but the base permits every value`);
  }
  const fresh = added.values.map((_, index) => index).filter((index) => !known.values.includes(added.values[index]));
  return {
    tag,
    name,
    type,
    values: [...known.values, ...fresh.map((index) => added.values[index])],
    names: [...namedField(known).names, ...fresh.map((index) => added.names[index])],
  };
}

function mergedMessage(known: MessageDefinition, added: MessageDefinition, source: string): MessageDefinition {
  if (added.name !== known.name || added.admin !== known.admin) {
    throw refused(source, `message ${added.msgType} is ${added.name}; it is ${known.name} in the base`);
  }
  const same = (a: MemberDefinition, b: MemberDefinition) => a.tag === b.tag && a.component === b.component;
  const twin = added.members.find((member) => known.members.some((other) => same(member, other)));
  if (twin)
    throw refused(source, `message ${known.name} has ${twin.component || `tag ${twin.tag}`} already in the base`);
  return { ...known, members: [...known.members, ...added.members] };
}

/** MsgType(35) permits the messages there are. */
function withMsgTypes(definition: DictionaryDefinition, types: readonly string[]): DictionaryDefinition {
  const fields = definition.fields.map((field) => {
    if (field.tag !== MSG_TYPE_TAG || field.values.length === 0) return field;
    return { ...field, values: [...new Set([...field.values, ...types])], names: [] };
  });
  return { ...definition, fields };
}

function has(definition: DictionaryDefinition, msgType: string): boolean {
  return definition.messages.some((message) => message.msgType === msgType);
}

/** An application and its transport as one, to look names up in. */
function both(application: DictionaryDefinition, transport: DictionaryDefinition): DictionaryDefinition {
  const components = new Map([...transport.components, ...application.components]);
  return { ...application, fields: [...transport.fields, ...application.fields], components };
}

/** The definition with those fields of its other half that the extension adds values to. */
function withFieldsOf(
  definition: DictionaryDefinition,
  other: DictionaryDefinition,
  extension: DictionaryDefinition,
): DictionaryDefinition {
  const own = new Set(definition.fields.map(({ tag }) => tag));
  const added = new Set(extension.fields.map(({ tag }) => tag));
  return {
    ...definition,
    fields: [...definition.fields, ...other.fields.filter(({ tag }) => !own.has(tag) && added.has(tag))],
  };
}

function refused(source: string, what: string): LockstepError {
  return new LockstepError("LOCKSTEP_ERR_DICTIONARY", `${source}: ${what}`);
}
