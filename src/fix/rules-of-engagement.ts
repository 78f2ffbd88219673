/**
 * Writes the rules of engagement of one FIX version as a page in Markdown: what a counterparty's developer reads before
 * the first logon. In: the version's dictionary, the one the validator checks by; a table of what the application does
 * with each field; examples. It knows what a field is and nothing of what an order is.
 */
import type { Dictionary, MessageSpec } from "./dictionary.ts";
import { valueName } from "./dictionary-names.ts";
import { nameToWords } from "./dictionary-xml-names.ts";

/** What becomes of a field: of one that comes in, or of one we send. */
export type Usage = "required" | "conditional" | "optional" | "refused" | "ignored" | "always" | "sometimes";

export type FieldRule = {
  readonly tag: number;
  readonly usage: Usage;
  readonly note: string;
  /** The values that are worked with, where not all the version permits are. */
  readonly values?: readonly string[];
};

export type MessageRule = {
  readonly msgType: string;
  readonly fromClient: boolean;
  readonly about: string;
  readonly fields: readonly FieldRule[];
};

/** A code we send, what it means here, and what the version says instead where it does not have it. */
export type CodeRow = { readonly code: number; readonly sent: number; readonly meaning: string };
export type CodeTable = { readonly tag: number; readonly about: string; readonly rows: readonly CodeRow[] };
export type Example = { readonly title: string; readonly lines: readonly ExampleLine[] };
/** A whole message, "|" for the separator; or what happened in between. */
export type ExampleLine = { readonly from: "client" | "us" | "exchange"; readonly text: string };

export type RulesPage = {
  readonly title: string;
  readonly intro: readonly string[];
  readonly dictionary: Dictionary;
  readonly messages: readonly MessageRule[];
  readonly codes: readonly CodeTable[];
  /** What else there is to say, in Markdown. */
  readonly sections: readonly { readonly title: string; readonly text: string }[];
  readonly examples: readonly Example[];
  /** What we send otherwise than the version's dictionary has it; said, where there is any. */
  readonly faults: readonly string[];
};

export function writeRulesPage(page: RulesPage): string {
  const { dictionary } = page;
  const spoken = page.messages.filter(({ msgType }) => dictionary.message(msgType) !== undefined);
  return [
    `# ${page.title}`,
    ...page.intro,
    "## Messages",
    table(
      ["MsgType", "Message", "From", "What it is for"],
      spoken.map(({ msgType, fromClient, about }) => [
        `\`${msgType}\``,
        dictionary.messageName(msgType),
        fromClient ? "you" : "us",
        about,
      ]),
    ),
    ...spoken.map((rule) => messageSection(dictionary, rule)),
    ...page.codes
      .filter(({ tag }) => dictionary.field(tag) !== undefined)
      .map((codes) => codeSection(dictionary, codes)),
    ...page.sections.map(({ title, text }) => `## ${title}\n\n${text}`),
    ...faultSection(page.faults),
    "## Examples",
    "Real messages, made and checked by the engine itself; `|` stands for the separator (SOH, 0x01).",
    ...page.examples.map(exampleSection),
  ]
    .join("\n\n")
    .concat("\n");
}

/** The rules of a message's fields that the version has, with the version's own demands put in. */
export function rulesOfVersion(spec: MessageSpec, rule: MessageRule): FieldRule[] {
  const isBody = (tag: number) => ((spec.places[tag] ?? 0) & 3) === 2;
  const known = rule.fields.filter(({ tag }) => isBody(tag));
  if (!rule.fromClient) return known;
  const tags = new Set(known.map(({ tag }) => tag));
  const demanded = spec.required.filter((tag) => isBody(tag) && !tags.has(tag));
  return [
    ...known.map((row) =>
      spec.required.includes(row.tag) && row.usage !== "refused" ? { ...row, usage: "required" as const } : row,
    ),
    ...demanded.map((tag) => ({
      tag,
      usage: "required" as const,
      note: "The version requires it; its value is not used.",
    })),
  ].toSorted((a, b) => a.tag - b.tag);
}

function messageSection(dictionary: Dictionary, rule: MessageRule): string {
  const spec = dictionary.message(rule.msgType)!;
  const rows = rulesOfVersion(spec, rule);
  const lines = [
    `### ${spec.name} (35=${rule.msgType}), from ${rule.fromClient ? "you" : "us"}`,
    rule.about,
    table(
      ["Tag", "Field", "Type", "Use", "Notes"],
      rows.map(({ tag, usage, note, values }) => {
        const field = dictionary.field(tag);
        return [
          String(tag),
          field?.name ?? "",
          field?.type ?? "",
          usage,
          `${note}${valuesText(dictionary, tag, values)}`,
        ];
      }),
    ),
  ];
  if (!rule.fromClient) return lines.join("\n\n");
  const named = new Set(rows.map(({ tag }) => tag));
  const others = [...spec.places.entries()]
    .filter(([tag, place]) => (place & 3) === 2 && !named.has(tag))
    .map(([tag]) => `${dictionary.field(tag)?.name}(${tag})`);
  if (others.length > 0) {
    lines.push(
      `Checked against the dictionary and otherwise ignored (${others.length}): ${others.join(", ")}, with the members of their groups.`,
    );
  }
  return lines.join("\n\n");
}

/** The supported values the version permits, with their names. */
function valuesText(dictionary: Dictionary, tag: number, values: readonly string[] | undefined): string {
  if (values === undefined) return "";
  const permitted = dictionary.field(tag)?.values ?? [];
  const shown = values.filter((value) => permitted.length === 0 || permitted.includes(value));
  return ` Values: ${shown.map((value) => `\`${value}\` ${nameToWords(valueName(tag, value))}`.trim()).join(", ")}.`;
}

function codeSection(dictionary: Dictionary, { tag, about, rows }: CodeTable): string {
  const name = dictionary.field(tag)?.name ?? "";
  return [
    `## ${name}(${tag})`,
    about,
    table(
      ["Sent", "Name", "When"],
      rows.map(({ code, sent, meaning }) => {
        const instead = sent === code ? "" : ` (${code}, which this version does not have, is sent as ${sent})`;
        return [String(sent), nameToWords(valueName(tag, String(sent))), `${meaning}${instead}`];
      }),
    ),
  ].join("\n\n");
}

function faultSection(faults: readonly string[]): string[] {
  if (faults.length === 0) return [];
  const about = "Where our messages are not as this version's dictionary has them: let your engine pass these.";
  return ["## Known differences", about, faults.map((fault) => `- ${fault}`).join("\n")];
}

function exampleSection({ title, lines }: Example): string {
  const arrows = { client: "you > ", us: "us  > ", exchange: "      " };
  return [`### ${title}`, "```", ...lines.map(({ from, text }) => arrows[from] + text), "```"]
    .join("\n")
    .replace("\n", "\n\n");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
