/**
 * The dictionary clients' sessions are checked by: their version's, with what no version has for orders that depend on one
 * another. It is ours, and agreed on by a client that uses it; nothing of it is sent to one that does not.
 *
 * - ContingencyType(1385) and ClOrdLinkID(583) in NewOrderSingle, which link single orders. ContingencyType stands in no
 *   version's NewOrderSingle, ClOrdLinkID in those from FIX 4.3 on.
 * - ContingencyType in NewOrderList, ListStatus and ExecutionReport, and ClOrdLinkID in the orders of a list, before the
 *   versions that have them there.
 *
 * Venues' sessions and drop copies keep their version's own.
 */
import type { Dictionary } from "../fix/dictionary.ts";
import { type DictionaryPair, dictionaryOfPair } from "../fix/dictionary-extension.ts";
import type { DictionaryDefinition, FieldDefinition, MemberDefinition } from "../fix/dictionary-text.ts";
import { MsgType, Tag } from "../fix/tags.ts";
import { definitionsOf } from "../fix/versions.ts";

const FIELDS: readonly FieldDefinition[] = [
  { tag: Tag.ClOrdLinkID, name: "ClOrdLinkID", type: "STRING", values: [], names: [] },
  { tag: Tag.ContingencyType, name: "ContingencyType", type: "INT", values: ["1", "2", "3", "4", "5", "6"], names: [] },
];
/** What a message has besides its version's own fields. */
const ADDED: ReadonlyMap<string, readonly number[]> = new Map([
  [MsgType.NewOrderSingle, [Tag.ClOrdLinkID, Tag.ContingencyType]],
  [MsgType.NewOrderList, [Tag.ContingencyType]],
  [MsgType.ExecutionReport, [Tag.ClOrdLinkID, Tag.ContingencyType]],
  [MsgType.ListStatus, [Tag.ContingencyType]],
]);

const made = new Map<string, Dictionary>();

/** The dictionary of a client's session. @throws LockstepError LOCKSTEP_ERR_CONFIG when there is no such version */
export function clientDictionary(beginString: string, applVerId = ""): Dictionary {
  const key = `${beginString} ${applVerId}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  const dictionary = dictionaryOfPair(withContingency(definitionsOf(beginString, applVerId)));
  made.set(key, dictionary);
  return dictionary;
}

/** The definitions of a version, or of a client's own dictionary, with what links orders; what is there already stays. */
export function withContingency({ application, transport }: DictionaryPair): DictionaryPair {
  const extended = extend(application);
  return { application: extended, transport: application === transport ? extended : transport };
}

function extend(base: DictionaryDefinition): DictionaryDefinition {
  const tags = new Set(base.fields.map(({ tag }) => tag));
  const messages = base.messages.map((message) => {
    const added = ADDED.get(message.msgType) ?? [];
    const members = message.msgType === MsgType.NewOrderList ? withLinkedEntries(message.members) : message.members;
    const lacking = added.filter((tag) => !has(members, tag, base.components));
    return { ...message, members: [...members, ...lacking.map(plain)] };
  });
  const components = new Map(base.components);
  for (const [name, members] of components) components.set(name, withLinkedEntries(members));
  return { ...base, fields: [...base.fields, ...FIELDS.filter(({ tag }) => !tags.has(tag))], components, messages };
}

/** An entry of NoOrders(73), which begins with ClOrdID(11), says which others its order is linked with. */
function withLinkedEntries(members: readonly MemberDefinition[]): readonly MemberDefinition[] {
  const at = members.findIndex(({ tag, members: entry }) => tag === Tag.NoOrders && isOrder(entry));
  const entry = members[at]?.members ?? [];
  if (at < 0 || entry.some(({ tag }) => tag === Tag.ClOrdLinkID)) return members;
  const place = entry.findIndex(({ tag }) => tag === Tag.ListSeqNo) + 1;
  return members.with(at, { ...members[at], members: entry.toSpliced(place, 0, plain(Tag.ClOrdLinkID)) });
}

/** ListStatus has a group of that count, too, of reports. */
function isOrder(entry: readonly MemberDefinition[] | null): boolean {
  return entry?.some(({ tag }) => tag === Tag.ListSeqNo) ?? false;
}

function plain(tag: number): MemberDefinition {
  return { tag, component: "", required: false, members: null };
}

function has(
  members: readonly MemberDefinition[],
  tag: number,
  components: ReadonlyMap<string, readonly MemberDefinition[]>,
): boolean {
  return members.some((member) =>
    member.component === "" ? member.tag === tag : has(components.get(member.component) ?? [], tag, components),
  );
}
