/** Judges each message found: its frame, its fields against the dictionary, its number against those before it. */
import { decodeFix } from "../../desk/decode-fix.ts";
import type { DecodedField } from "../../desk/detail-wire.ts";
import { namedField } from "../../fix/dictionary-names.ts";
import { Tag } from "../../fix/tags.ts";
import { redact } from "../../history/redact.ts";
import type { DictionaryChoice } from "./dictionary-choice.ts";
import { DictionaryCheck } from "./dictionary-faults.ts";
import type { Fault } from "./fault.ts";
import { beginStringOf, fieldOf } from "./fields.ts";
import { frameFaults } from "./frame-faults.ts";
import type { DecodedMessage } from "./message-text.ts";
import { SequenceCheck } from "./sequence-check.ts";
import type { SourcedMessage } from "./sources.ts";

/** Sent again as the standard has it: worth a note, and never a fault. */
const NO_FAULT = "possible duplicate";

export type Inspected = { faults: Fault[]; notes: Fault[] };

export class Inspector {
  readonly sequences = new SequenceCheck();
  readonly #choice: DictionaryChoice;
  readonly #check: DictionaryCheck;
  readonly #isSequenceJudged: boolean;

  /** @param isSequenceJudged whether an odd number is a fault, and not a note */
  constructor(choice: DictionaryChoice, isSequenceJudged: boolean) {
    this.#choice = choice;
    this.#check = new DictionaryCheck(choice);
    this.#isSequenceJudged = isSequenceJudged;
  }

  /** Takes up what a message says of its session; every message of a log goes here, asked for or not. */
  follow(raw: string): Fault[] {
    this.#choice.learn(raw);
    return this.sequences.faultsOf(raw);
  }

  inspect(raw: string, ofSequence: readonly Fault[]): Inspected {
    const faults = [...frameFaults(raw), ...this.#check.faultsOf(raw)];
    const notes: Fault[] = [];
    for (const fault of ofSequence) {
      if (this.#isSequenceJudged && fault.kind !== NO_FAULT) faults.push(fault);
      else notes.push(fault);
    }
    return { faults, notes };
  }

  /** Names and meanings, with secrets masked. */
  async decode({ raw, ...place }: SourcedMessage, { faults, notes }: Inspected): Promise<DecodedMessage> {
    const fields = await decodeFix(redact(Buffer.from(raw, "latin1")));
    const name = fields.find((field) => field.tag === Tag.MsgType)?.meaning || this.typeName(raw);
    const named = fields.map((field) => (field.name === "" ? this.#namedByFile(raw, field) : field));
    return { ...place, msgType: fieldOf(raw, Tag.MsgType), name, fields: named, faults, notes };
  }

  /** "NewOrderSingle"; "" for a type the dictionary does not have. */
  typeName(raw: string): string {
    const { dictionary } = this.#choice.of(raw, beginStringOf(raw));
    return dictionary?.messageName(fieldOf(raw, Tag.MsgType)) ?? "";
  }

  /** A tag only the dictionary in force knows: a house's own. */
  #namedByFile(raw: string, field: DecodedField): DecodedField {
    const definition = this.#choice.of(raw, beginStringOf(raw)).dictionary?.field(field.tag);
    if (definition === undefined) return field;
    const { values, names } = namedField(definition);
    return { ...field, name: definition.name, meaning: names[values.indexOf(field.value)] ?? "" };
  }
}
