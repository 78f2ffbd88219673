/**
 * Reads a conformance case: a transcript, one step a line, that holds for every version the engine speaks.
 *
 * ```
 * # what the test case is about
 * versions 4.2+                          the versions it holds for; all when left out
 * keep numbers                           sequence numbers are not reset at logon
 * allow empty values                     "58=" is taken
 * logon 108=2                            connect, Logon 1 (98=0|108=30 unless given), the same Logon back
 * client > 35=D|34=2|<order A>           49, 52 and 56 are put in behind 34, 8 and 9 before, 10 after, unless given
 * client > 35=0|34=2|-56                 ... -56 leaves one out
 * server < 35=3|34=2|45=2|...            the next message, exactly, without 8, 9, 10, 49, 52, 56
 * [4.1-] client > ...                    a step, or [4.2+]60=<time> a field, of some versions only
 * connect / disconnect / disconnected    the client opens, drops; the server has closed
 * client 2 > / connect 2 / ...           a second connection
 * wait 30 s                              time passes
 * restart                                the session is made again from its store
 * ```
 * `<time>` and `<time-10>` are timestamps, `<order A>` the smallest order of the version with that ClOrdID, `<report 1>` the
 * smallest report with that ExecID, `<all>` what EndSeqNo says for "everything", `<version>` BeginString, `<us>` and
 * `<them>` the CompIDs as the client sees them.
 *
 * Where the engine is the one that calls, the case's other side is the venue:
 * ```
 * dialed                                 the gateway connects, within a second
 * answered 108=30                        dialed, its Logon (98=0|108=5, and 141=Y unless numbers are kept), the venue's
 *                                        answer (the same Logon, or one with these fields behind 98)
 * venue > 35=1|34=2|112=A                what the venue sends
 * gateway < 35=0|34=2|112=A              what it must get
 * order A                                the gateway's application sends an order
 * ```
 */
import { traitsOf, type VersionTraits } from "../../src/fix/versions.ts";

export type SpokenVersion = { name: string; beginString: string; applVerId: string; traits: VersionTraits };

export const VERSIONS: readonly SpokenVersion[] = [
  ["4.0", "FIX.4.0", ""],
  ["4.1", "FIX.4.1", ""],
  ["4.2", "FIX.4.2", ""],
  ["4.3", "FIX.4.3", ""],
  ["4.4", "FIX.4.4", ""],
  ["5.0", "FIXT.1.1", "7"],
  ["5.0SP1", "FIXT.1.1", "8"],
  ["5.0SP2", "FIXT.1.1", "9"],
].map(([name, beginString, applVerId]) => ({ name, beginString, applVerId, traits: traitsOf(beginString) }));

export type Step = {
  line: number;
  /** "client" is said by the case's side, "server" by the engine, whichever of them called. */
  kind: "connect" | "disconnect" | "disconnected" | "client" | "server" | "wait" | "restart" | "order";
  client: number;
  /** Fields of a message, or seconds. */
  text: string;
};

export type ConformanceCase = { keepNumbers: boolean; emptyValuesAllowed: boolean; steps: Step[] };

/** What the words of a case in which the engine calls are in the other cases. */
const OTHER_WORDS: Readonly<Record<string, Step["kind"]>> = { venue: "client", gateway: "server", dialed: "connect" };

/** The case as it is for one version; null when it is not about that version. */
export function readCase(text: string, version: SpokenVersion): ConformanceCase | null {
  const read: ConformanceCase = { keepNumbers: false, emptyValuesAllowed: false, steps: [] };
  for (const [index, whole] of text.split("\n").entries()) {
    const line = ofVersion(whole.trim(), version);
    if (line === null || line === "" || line.startsWith("#")) continue;
    if (line.startsWith("versions ")) {
      if (!isIn(line.slice("versions ".length), version)) return null;
    } else if (line === "keep numbers") read.keepNumbers = true;
    else if (line === "allow empty values") read.emptyValuesAllowed = true;
    else read.steps.push(...readSteps(line, index + 1, version, read.keepNumbers));
  }
  return read;
}

function readSteps(line: string, number: number, version: SpokenVersion, keepNumbers: boolean): Step[] {
  const matched =
    /^(client|server|venue|gateway)(?: (\d))? [<>] (.+)$/.exec(line) ??
    /^(connect|dialed|disconnected|disconnect|restart|logon|answered|order)(?: (\d))?(?: (\S.*))?$/.exec(line) ??
    /^(wait)() (\d+) s$/.exec(line);
  if (!matched) throw new Error(`line ${number} is no step: ${line}`);
  const [, kind, digit = "1", text = ""] = matched;
  const step = { line: number, client: Number(digit || 1) };
  if (kind === "answered") return logonAnswered(number, text, version, keepNumbers);
  if (kind !== "logon") {
    return [{ ...step, kind: OTHER_WORDS[kind] ?? (kind as Step["kind"]), text: fieldsOf(text, version) }];
  }
  const logon = `35=A|34=1|98=0|${text === "" ? "108=30" : text}`;
  return [
    { ...step, kind: "connect", text: "" },
    { ...step, kind: "client", text: fieldsOf(logon, version) },
    { ...step, kind: "server", text: fieldsOf(logon, version) },
  ];
}

/** The steps of `logon` where the engine calls. */
function logonAnswered(line: number, answer: string, version: SpokenVersion, keepNumbers: boolean): Step[] {
  const ours = `35=A|34=1|98=0|108=5${keepNumbers ? "" : "|[4.1+]141=Y"}`;
  const theirs = answer === "" ? ours : `35=A|34=1|98=0|${answer}`;
  return [
    { line, client: 1, kind: "connect", text: "" },
    { line, client: 1, kind: "server", text: fieldsOf(ours, version) },
    { line, client: 1, kind: "client", text: fieldsOf(theirs, version) },
  ];
}

/** The fields of this version, with what depends on nothing but the version put in. */
function fieldsOf(text: string, version: SpokenVersion): string {
  const { traits, applVerId } = version;
  let fields = text
    .replace(/<order (\w+)>/g, (_, id) => orderOf(id))
    .replace(/<report (\w+)>/g, (_, id) => reportOf(id));
  if (/(^|\|)35=A(\||$)/.test(fields) && traits.hasApplVerId && !fields.includes("1137"))
    fields += `|1137=${applVerId}`;
  fields = fields.replaceAll("<all>", String(traits.endSeqNoAll)).replaceAll("<version>", version.beginString);
  return fields
    .split("|")
    .map((field) => ofVersion(field, version))
    .filter((field) => field !== null)
    .join("|");
}

function orderOf(clOrdId: string): string {
  return `11=${clOrdId}|21=1|38=100|40=1|54=1|55=ACME|[4.2+]60=<time>`;
}

function reportOf(execId: string): string {
  const of41 = "[4.1+]150=0|[4.1+]151=100";
  return `6=0|14=0|17=${execId}|[4.2-]20=0|[4.1-]31=0|[4.1-]32=0|37=O|38=100|39=0|54=1|55=ACME|${of41}`;
}

function ofVersion(text: string, version: SpokenVersion): string | null {
  const matched = /^\[([^\]]+)\] ?(.*)$/.exec(text);
  if (!matched) return text;
  return isIn(matched[1], version) ? matched[2] : null;
}

/** "4.2+", "4.1-", "4.3 4.4" */
function isIn(ranges: string, version: SpokenVersion): boolean {
  const here = VERSIONS.indexOf(version);
  return ranges.split(" ").some((range) => {
    const at = VERSIONS.findIndex(({ name }) => name === range.replace(/[+-]$/, ""));
    if (at < 0) throw new Error(`no version ${range}`);
    if (range.endsWith("+")) return here >= at;
    return range.endsWith("-") ? here <= at : here === at;
  });
}
