/** A decoded message for people: a header line, a line a field, a line a fault. And the closing summary. */
import type { DecodedField } from "../../desk/detail-wire.ts";
import { Tag } from "../../fix/tags.ts";
import { type Fault, printable } from "./fault.ts";
import type { SourcedMessage } from "./sources.ts";

const VALUE_WIDTH_MAX = 28;

export type DecodedMessage = Omit<SourcedMessage, "raw"> & {
  msgType: string;
  /** What the message type is called in words. */
  name: string;
  fields: DecodedField[];
  faults: Fault[];
  /** What is odd about its place among the others, and no fault of the message. */
  notes: Fault[];
};

export function messageText(message: DecodedMessage): string {
  const { source, line, journal, msgType, name, fields, faults, notes } = message;
  const shown = (tag: number) => printable(fields.find((field) => field.tag === tag)?.value ?? "?");
  const from = `${shown(Tag.SenderCompID)} to ${shown(Tag.TargetCompID)}`;
  const title = `${name || "message"} (${printable(msgType) || "no MsgType"})`;
  const place =
    journal === null ? `${source}:${line}` : `sequence ${journal.sequence}  ${journal.time}  ${journal.direction}`;
  const header = `${place}  ${title}  ${shown(Tag.BeginString)}  ${from}  MsgSeqNum ${shown(Tag.MsgSeqNum)}`;
  const nameWidth = Math.max(0, ...fields.map((field) => field.name.length));
  const valueWidth = Math.min(VALUE_WIDTH_MAX, Math.max(0, ...fields.map((field) => field.value.length)));
  const rows = fields.map(({ tag, name: field, value, meaning }) =>
    `${String(tag).padStart(6)}  ${(field || "-").padEnd(nameWidth)}  ${printable(value).padEnd(valueWidth)}  ${meaning}`.trimEnd(),
  );
  const wrong = faults.map(({ text }) => `     !  ${text}`);
  const odd = notes.map(({ text }) => `     ~  ${text}`);
  return `${[header, ...rows, ...wrong, ...odd].join("\n")}\n\n`;
}

/** One object a line. */
export function messageJson({ source, line, journal, ...message }: DecodedMessage): string {
  const place = journal === null ? { source, line } : { source, ...journal };
  return `${JSON.stringify({ ...place, ...message })}\n`;
}

/** Counts of what was found, by type and by fault. */
export class Counts {
  messages = 0;
  faulty = 0;
  readonly #types = new Map<string, number>();
  readonly #faults = new Map<string, number>();
  readonly #notes = new Map<string, number>();

  add(type: string, faults: readonly Fault[], notes: readonly Fault[]): void {
    this.messages++;
    if (faults.length > 0) this.faulty++;
    raise(this.#types, type);
    for (const { kind } of faults) raise(this.#faults, kind);
    for (const { kind } of notes) raise(this.#notes, kind);
  }

  text(): string {
    const lines = [`${this.messages} messages: ${listed(this.#types)}`];
    lines.push(this.faulty === 0 ? "no faults" : `faults in ${this.faulty} of them: ${listed(this.#faults)}`);
    if (this.#notes.size > 0) lines.push(`notes: ${listed(this.#notes)}`);
    return `${lines.join("\n")}\n`;
  }
}

/** Kinds of message a garbage file may seem to have are not all kept. */
const KINDS_MAX = 1_000;

function raise(counts: Map<string, number>, key: string): void {
  const known = counts.size < KINDS_MAX || counts.has(key) ? key : "other";
  counts.set(known, (counts.get(known) ?? 0) + 1);
}

/** "3 NewOrderSingle (D), 1 Logon (A)", the most first. */
function listed(counts: ReadonlyMap<string, number>): string {
  return [...counts]
    .sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))
    .map(([key, count]) => `${count} ${printable(key)}`)
    .join(", ");
}
