/** What the schema of a venue's row cannot say: names that stand twice, and tag rules that make no sense. */
import type { TagRule } from "./exchange/tag-rules.ts";
import type { VenueSymbol } from "./exchange/venue-request-writer.ts";
import { isSessionType } from "./fix/outbound.ts";

/** Fields that are the session's own business, and the order's identity. */
const RESERVED_TAGS: ReadonlySet<number> = new Set([8, 9, 10, 11, 34, 35, 41, 43, 49, 52, 56, 97, 122, 1128, 1137]);

/** What a venue is sent: orders, cancels, replaces, and questions how they stand. */
const RULED_MESSAGES: readonly string[] = ["D", "F", "G", "H", "AF"];

type Line = {
  readonly hosts: readonly { readonly host: string; readonly port: number }[];
  readonly senderCompId: string;
  readonly senderSubId?: string;
  readonly targetCompId: string;
};
type RefuseKey = (key: string, message: string) => never;

/** A FIX session is who calls whom: two lines of one name to one address would throw each other out. */
export function checkOnce(
  line: Line,
  beginString: string,
  seen: Map<string, string>,
  name: string,
  refuse: RefuseKey,
): void {
  const { senderCompId, senderSubId = "", targetCompId } = line;
  for (const { host, port } of line.hosts) {
    const key = `${host}:${port} ${beginString} ${senderCompId} ${senderSubId} ${targetCompId}`;
    const other = seen.get(key);
    if (other !== undefined && other !== name) {
      const words = `${senderCompId} calls ${targetCompId} at ${host}:${port} for ${other} already`;
      refuse("senderCompId", `${words}; expected another senderCompId, senderSubId or address`);
    }
    seen.set(key, name);
  }
}

/** Every symbol of ours once, and no two that the venue could not tell apart. */
export function checkSymbols(
  rows: readonly (VenueSymbol & { readonly ours: string })[],
  known: ReadonlySet<string>,
  refuse: (message: string) => never,
): void {
  const taken = new Set<string>();
  const theirs = new Map<string, string>();
  for (const { ours, ...name } of rows) {
    if (!known.has(ours)) refuse(`there is no instrument ${ours}`);
    if (taken.has(ours)) refuse(`${ours} stands there twice`);
    taken.add(ours);
    const key = JSON.stringify(name);
    const other = theirs.get(key);
    if (other !== undefined)
      refuse(`${ours} and ${other} have the same name there; expected one that tells them apart`);
    theirs.set(key, ours);
  }
}

/** A tag rule does one thing to a field that is not needed to find the order again. */
export function checkRule(
  { message, tag, remove, renameTo, value }: TagRule,
  refuse: (message: string) => never,
): void {
  const given = [remove, renameTo, value].filter((each) => each !== undefined).length;
  if (given !== 1) refuse(`tag ${tag}: expected one of remove, renameTo and value, found ${given}`);
  if (message !== "*" && isSessionType(message)) refuse(`message ${message} is the session's own; it has no tag rules`);
  if (message !== "*" && !RULED_MESSAGES.includes(message))
    refuse(`message ${message} is none that a venue is sent; expected ${RULED_MESSAGES.join(", ")} or "*"`);
  const reserved = [tag, renameTo ?? 0].find((each) => RESERVED_TAGS.has(each));
  if (reserved !== undefined) refuse(`tag ${reserved} is how orders and messages are found again; it stays as it is`);
}
