/**
 * Makes `src/domain/records.generated.ts` and `src/domain/records.md` from the tables in `src/domain/schema-*.ts`.
 * Run it with `npm run generate` after a change of the table; a test fails when the files are out of date.
 */
import { readFileSync, writeFileSync } from "node:fs";
import type { Field, RecordSchema } from "../../src/domain/schema.ts";
import { COMMANDS } from "../../src/domain/schema-commands.ts";
import { EVENTS } from "../../src/domain/schema-events.ts";

const TYPE_OF = {
  u8: "number",
  u16: "number",
  u32: "number",
  int: "number",
  ticks: "Ticks",
  qty: "Qty",
  time: "bigint",
  bool: "boolean",
  char: "string",
  text: "string",
  ints: "number[]",
} as const;
const WIDTH = { u8: 1, u16: 2, u32: 4, int: 8, ticks: 8, qty: 8, time: 8, bool: 1, char: 1, text: 2, ints: 2 } as const;

const typeOf = (field: Field) => field.as ?? TYPE_OF[field.kind];
const methodOf = (field: Field) => (field.kind === "ticks" || field.kind === "qty" ? "int" : field.kind);
const castOf = (field: Field) =>
  field.as !== undefined || field.kind === "ticks" || field.kind === "qty" ? ` as ${typeOf(field)}` : "";

function typeText(record: RecordSchema, enumName: string): string {
  const fields = record.fields.map((field) => `  /** ${field.doc} */\n  ${field.name}: ${typeOf(field)};\n`).join("");
  return `/** ${record.doc} */\nexport type ${record.name} = {\n  readonly type: typeof ${enumName}.${record.name};\n${fields}};\n`;
}

function encodeText(record: RecordSchema): string {
  const fixed = 4 + record.fields.reduce((sum, field) => sum + WIDTH[field.kind], 0);
  const variable = record.fields
    .filter((field) => field.kind === "text" || field.kind === "ints")
    .map((field) => ` + record.${field.name}.length${field.kind === "ints" ? " * 8" : ""}`)
    .join("");
  const writes = record.fields.map((field) => `  to.${methodOf(field)}(record.${field.name});\n`).join("");
  return `function encode${record.name}(${record.fields.length === 0 ? "_" : ""}record: ${record.name}, to: ByteWriter): void {
  to.reserve(${fixed}${variable});
  const start = to.offset;
  to.u8(${record.type});
  to.u8(${record.version});
  to.offset += 2;
${writes}  endRecord(to, start);
}
`;
}

function decodeText(record: RecordSchema, enumName: string): string {
  const reads = record.fields
    .map((field) => {
      const read = `from.${methodOf(field)}()${castOf(field)}`;
      const guarded = field.since === undefined ? read : `version >= ${field.since} ? ${read} : ${field.initial}`;
      return `    ${field.name}: ${guarded},\n`;
    })
    .join("");
  const version = record.fields.some((field) => field.since !== undefined) ? ", version: number" : "";
  return `function decode${record.name}(${record.fields.length === 0 ? "_" : ""}from: ByteReader${version}): ${record.name} {
  return {
    type: ${enumName}.${record.name},
${reads}  };
}
`;
}

function unionText(kind: "Command" | "Event", records: RecordSchema[]): string {
  const enumName = `${kind}Type`;
  const lower = kind.toLowerCase();
  const cases = (line: (record: RecordSchema) => string) =>
    records.map((record) => `    case ${enumName}.${record.name}:\n      ${line(record)}\n`).join("");
  const decodeCall = (record: RecordSchema) =>
    `decode${record.name}(from${record.fields.some((field) => field.since !== undefined) ? ", version" : ""})`;
  return `export const ${enumName} = {
${records.map((record) => `  ${record.name}: ${record.type},\n`).join("")}} as const;
export type ${enumName} = (typeof ${enumName})[keyof typeof ${enumName}];

${records.map((record) => typeText(record, enumName)).join("\n")}
export type ${kind} =
${records.map((record) => `  | ${record.name}`).join("\n")};

/** The name of a ${lower} type, for people. */
export const ${kind}Name: Readonly<Record<number, string>> = {
${records.map((record) => `  ${record.type}: "${record.name}",\n`).join("")}};

${records.map(encodeText).join("\n")}
/** Writes one ${lower} at the writer's offset, making room for it. */
export function encode${kind}(record: ${kind}, to: ByteWriter): void {
  switch (record.type) {
${cases((record) => `encode${record.name}(record, to);\n      return;`)}    default:
      unreachable(record);
  }
}

${records.map((record) => decodeText(record, enumName)).join("\n")}
/**
 * Reads one ${lower} at the reader's offset and leaves the offset behind it.
 *
 * @throws LockstepError LOCKSTEP_ERR_RECORD_FORMAT for a type or version this build does not know.
 */
export function decode${kind}(from: ByteReader): ${kind} {
  const type = from.u8();
  const version = from.u8();
  const next = from.offset + 2 + from.u16();
  checkVersion(type, version, ${kind}Name, ${lower}Versions);
  const record = decode${kind}Fields(from, type${records.some((r) => r.fields.some((f) => f.since !== undefined)) ? ", version" : ""});
  assert(from.offset <= next, "record is shorter than its fields");
  from.offset = next;
  return record;
}

const ${lower}Versions: Readonly<Record<number, number>> = {
${records.map((record) => `  ${record.type}: ${record.version},\n`).join("")}};

function decode${kind}Fields(from: ByteReader, type: number${records.some((r) => r.fields.some((f) => f.since !== undefined)) ? ", version: number" : ""}): ${kind} {
  switch (type) {
${cases((record) => `return ${decodeCall(record)};`)}    default:
      throw new LockstepError("LOCKSTEP_ERR_RECORD_FORMAT", \`unknown ${lower} type \${type}\`);
  }
}
`;
}

/** The generated TypeScript. */
export function generateRecords(): string {
  const valueTypes = [
    ...new Set([...COMMANDS, ...EVENTS].flatMap((record) => record.fields.flatMap((f) => f.as ?? []))),
  ].sort();
  return `// Made by \`npm run generate\` from the tables in domain/schema-*.ts. Do not edit: change the table and run it again.
/**
 * Hot path: every command and event is encoded here; budget 100 ns a record.
 */
import { assert, unreachable } from "../lib/assert.ts";
import type { ByteReader, ByteWriter } from "../lib/byte-buffer.ts";
import { LockstepError } from "../lib/errors.ts";
import { RECORD_MAX } from "./limits.ts";
import type { Qty, Ticks } from "./price.ts";
import type { ${valueTypes.join(", ")} } from "./values.ts";

function endRecord(to: ByteWriter, start: number): void {
  const length = to.offset - start - 4;
  assert(length <= RECORD_MAX, "record too long");
  to.view.setUint16(start + 2, length, true);
}

function checkVersion(type: number, version: number, names: Readonly<Record<number, string>>, known: Readonly<Record<number, number>>): void {
  const newest = known[type];
  if (newest === undefined || version < 1 || version > newest) {
    throw new LockstepError(
      "LOCKSTEP_ERR_RECORD_FORMAT",
      \`found record type \${type} (\${names[type] ?? "unknown"}) version \${version}; this build reads up to version \${newest ?? "none"}: use the version of Lockstep that wrote it, or a newer one\`,
    );
  }
}

${unionText("Command", COMMANDS)}
${unionText("Event", EVENTS)}`;
}

/** The generated documentation. */
export function generateRecordsPage(): string {
  const section = (record: RecordSchema) =>
    `### ${record.name} (type ${record.type}, version ${record.version})\n\n${record.doc}\n\n| field | kind | meaning |\n|---|---|---|\n${record.fields
      .map((field) => `| ${field.name} | ${field.kind} | ${field.doc.replaceAll("|", "\\|")} |\n`)
      .join("")}`;
  return `# The records of the journal

Made by \`npm run generate\` from \`schema-commands.ts\` and \`schema-events.ts\`. A record is \`type u8 | version u8 | length u16 | fields\`, little-endian;
\`int\`, \`ticks\`, \`qty\` and \`time\` are signed 64-bit, \`text\` is Latin-1 behind a u16 length, \`ints\` a u16 count of ints.

## Commands

${COMMANDS.map(section).join("\n")}
## Events

${EVENTS.map(section).join("\n")}`;
}

export const GENERATED_FILES: ReadonlyArray<{ url: URL; text: () => string }> = [
  { url: new URL("../../src/domain/records.generated.ts", import.meta.url), text: generateRecords },
  { url: new URL("../../src/domain/records.md", import.meta.url), text: generateRecordsPage },
];

if (process.argv[1] === new URL(import.meta.url).pathname) {
  for (const { url, text } of GENERATED_FILES) {
    writeFileSync(url, text());
    process.stdout.write(`${url.pathname}: ${readFileSync(url, "utf8").split("\n").length} lines\n`);
  }
}
