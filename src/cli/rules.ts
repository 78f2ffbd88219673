/** `lockstep rules`: the rules of engagement and the FIX dictionary files, from what the engine itself checks by. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { clientDictionary, withContingency } from "../client/client-dictionary.ts";
import { codeTables, messageRulesOf } from "../client/rules-of-engagement.ts";
import { EXAMPLE_CLIENT, EXAMPLE_US, makeExamples } from "../client/rules-of-engagement-examples.ts";
import { loadConfig } from "../config.ts";
import { PLAIN_SUPPORT, supportTableText, type VenueSupport } from "../domain/order-support.ts";
import { OrdType, TimeInForce } from "../domain/values.ts";
import { PASSWORD_LENGTH_MAX } from "../fix/credentials.ts";
import { withNames } from "../fix/dictionary-names.ts";
import { writeDictionaryXml } from "../fix/dictionary-xml-writer.ts";
import { writeRulesPage } from "../fix/rules-of-engagement.ts";
import { type FixSessionConfig, fixSessionConfig } from "../fix/session-types.ts";
import { MsgType, Tag } from "../fix/tags.ts";
import { ApplVerId, definitionsOf } from "../fix/versions.ts";
import { errorText, LockstepError } from "../lib/errors.ts";
import { readOptions, usageError } from "./options.ts";

const HELP = `usage: lockstep rules [OPTIONS]

Writes the rules of engagement for clients: which messages and fields are taken, required, refused, ignored and sent, with
their values, reject codes and worked examples.

  --version V   FIX.4.0 to FIX.4.4, FIX.5.0, FIX.5.0SP1 or FIX.5.0SP2; all of them when --out is given without it
  --out DIR     write files there; without it the page is printed
  --config FILE with a table of what is taken over each of its outside venues
  --xml         the dictionary as QuickFIX's XML too (printed: instead of the page)
`;

export const RULES_VERSIONS: Readonly<Record<string, readonly [beginString: string, applVerId: string]>> = {
  "FIX.4.0": ["FIX.4.0", ""],
  "FIX.4.1": ["FIX.4.1", ""],
  "FIX.4.2": ["FIX.4.2", ""],
  "FIX.4.3": ["FIX.4.3", ""],
  "FIX.4.4": ["FIX.4.4", ""],
  "FIX.5.0": ["FIXT.1.1", ApplVerId.Fix50],
  "FIX.5.0SP1": ["FIXT.1.1", ApplVerId.Fix50SP1],
  "FIX.5.0SP2": ["FIXT.1.1", ApplVerId.Fix50SP2],
};

export async function rules(args: string[]): Promise<number> {
  const { values } = readOptions(args, {
    version: { type: "string" },
    out: { type: "string" },
    xml: { type: "boolean" },
    config: { type: "string" },
    help: { type: "boolean", short: "h" },
  });
  if (values.help === true) {
    process.stdout.write(HELP);
    return 0;
  }
  const version = values.version as string | undefined;
  if (version !== undefined && RULES_VERSIONS[version] === undefined) {
    throw usageError(`--version is ${version}, expected one of ${Object.keys(RULES_VERSIONS).join(", ")}`);
  }
  const venues = values.config === undefined ? [] : loadConfig(String(values.config)).venues;
  const out = values.out as string | undefined;
  if (out === undefined) {
    const shown = version ?? "FIX.4.4";
    process.stdout.write(values.xml === true ? (xmlFiles(shown)[0]?.text ?? "") : rulesPage(shown, venues));
    return 0;
  }
  for (const name of version === undefined ? Object.keys(RULES_VERSIONS) : [version]) {
    save(out, `rules-of-engagement-${name}.md`, rulesPage(name, venues));
    if (values.xml !== true) continue;
    for (const file of xmlFiles(name)) save(out, file.name, file.text);
  }
  return 0;
}

type NamedSupport = VenueSupport & { readonly name: string };
/** What stands on a page that is of no house in particular. */
const EXAMPLE_VENUES: readonly NamedSupport[] = [
  { name: "a venue that takes market and limit orders only, as Day, IOC and FOK", ...PLAIN_SUPPORT },
];

/** The page of a version, by the names of `RULES_VERSIONS`; with what outside venues take, an example unless told. */
export function rulesPage(version: string, venues: readonly NamedSupport[] = []): string {
  const [beginString, applVerId] = RULES_VERSIONS[version];
  const names = { senderCompId: EXAMPLE_US, targetCompId: EXAMPLE_CLIENT };
  const dictionary = clientDictionary(beginString, applVerId);
  const given = { beginString, defaultApplVerId: applVerId, dictionary, ...names };
  const config = fixSessionConfig(given);
  const { traits } = config;
  const digits = config.timestampDigits === 0 ? "whole seconds" : `${config.timestampDigits} digits of a second`;
  const { examples, faults } = makeExamples(beginString, applVerId);
  const transport = traits.hasApplVerId ? ` over FIXT.1.1, DefaultApplVerID(1137)=${applVerId}` : "";
  return writeRulesPage({
    title: `Rules of engagement: Lockstep, ${version}`,
    intro: [
      `BeginString(8) is ${beginString}${transport}. The CompIDs are agreed on; the examples use ${EXAMPLE_CLIENT} (you) and ${EXAMPLE_US} (us).`,
      [
        `- HeartBtInt(108) is yours to choose, from ${config.heartBtIntMin} to ${config.heartBtIntMax} seconds; EncryptMethod(98) is 0.`,
        `- SendingTime(52) is UTC and at most ${config.latencyMaxMs / 1000} s from our clock; ours have ${digits}.`,
        "- Sequence numbers go on over disconnects; a Logon may start them over with ResetSeqNumFlag(141)=Y where the session allows it.",
        `- Every message is checked against the dictionary of the version; what is wrong is answered with Reject(3)${traits.rejectNamesTag ? ", which names the tag" : ", whose Text names the tag"}.`,
        "- User-defined tags are refused unless agreed on.",
        "- The dictionary has ClOrdLinkID(583) and ContingencyType(1385) for linked orders in NewOrderSingle, and for lists where the version lacks them; we send them to clients who use them.",
        `- A message type that is not below is answered with ${traits.hasBusinessReject ? "BusinessMessageReject(j)" : "Reject(3)"}.`,
        "- What was sent while you were away is resent, with PossDupFlag(43)=Y, when your ResendRequest(2) asks for it.",
        ...passwordRule(config),
      ].join("\n"),
    ],
    dictionary: config.dictionary,
    messages: messageRulesOf(config.dictionary),
    codes: codeTables(beginString, applVerId),
    sections: [{ title: "Order types", text: supportText(config, venues.length > 0 ? venues : EXAMPLE_VENUES) }],
    examples,
    faults,
  });
}

/** Which types go with which times in force and conditions, for all that the version has words for. */
function supportText({ dictionary }: FixSessionConfig, venues: readonly NamedSupport[]): string {
  const words = (tag: number) => dictionary.field(tag)?.values ?? [];
  const absent = [
    ...Object.values(OrdType).filter((value) => !words(Tag.OrdType).includes(value)),
    ...Object.values(TimeInForce).filter((value) => !words(Tag.TimeInForce).includes(value)),
  ];
  const note =
    absent.length === 0 ? "" : "\n\nThis version has no words for all of them; the fields above say which it has.";
  const perVenue = venues.map((venue) => `Over ${venue.name}:\n\n${supportTableText(venue)}`);
  const held =
    "An outside venue may take less. Then what says held is done here: a stop stays here until the last trade reaches " +
    "StopPx(99) (150=L) and goes to the venue as a market or limit order; a GTC or GTD order goes to it as a Day order, " +
    "and anew each day with what is left of it (150=D with ExecRestatementReason(378)=1). What is held can be replaced and canceled at " +
    "any time, without the venue. Orders for a market that is closed are taken, held and sent when it opens, in the order they came.";
  const columns =
    "Columns of times say whether an order type is taken with them; columns of conditions with which of them.";
  return [`${columns}\n\n${supportTableText()}${note}`, held, ...perVenue].join("\n\n");
}

/** How a client changes its password, in the version that has a field for it. */
function passwordRule({ dictionary, newPasswordLengthMin }: FixSessionConfig): string[] {
  if (!dictionary.message(MsgType.Logon)?.places[Tag.NewPassword]) return [];
  return [
    "- Where a password is agreed on, NewPassword(925) beside the right old one in the first Logon of a connection changes it: " +
      `${newPasswordLengthMin} to ${PASSWORD_LENGTH_MAX} printable ASCII characters, not the old one, without the username. Our Logon with ` +
      "SessionStatus(1409)=1 says that it is kept for good; a Logout with 1409=3 says what is against it, and the old one stays. " +
      "Where neither came (the line broke), try the new one, then the old one.",
  ];
}

/** QuickFIX's files of a version: the application's, and FIXT11.xml with it where there is a transport. */
export function xmlFiles(version: string): { name: string; text: string }[] {
  const [beginString, applVerId] = RULES_VERSIONS[version];
  const { application, transport } = withContingency(definitionsOf(beginString, applVerId));
  const both = application === transport ? [application] : [application, transport];
  return both.map((definition) => ({
    name: `${definition.version.replaceAll(".", "")}.xml`,
    text: writeDictionaryXml(withNames(definition)),
  }));
}

function save(folder: string, name: string, text: string): void {
  const path = join(folder, name);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, text);
  } catch (error) {
    throw new LockstepError(
      "LOCKSTEP_ERR_USAGE",
      `cannot write ${path}: ${errorText(error)}; give --out a folder that can be written`,
    );
  }
  process.stdout.write(`${path}\n`);
}
