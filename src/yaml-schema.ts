/** YAML by a schema: an unknown key, a wrong type or a value out of bounds names the line, what was found and what was expected. */
import type { Static, TSchema } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import { LineCounter, parseDocument } from "yaml";
import { LockstepError } from "./lib/errors.ts";

/** Ends with an error that names the line of a key. */
export type Refuse = (path: readonly (string | number)[], message: string) => never;

const FAULTS_SHOWN_MAX = 20;

/**
 * @param source names the text in errors
 * @throws LockstepError LOCKSTEP_ERR_CONFIG with all that is wrong, in the order of the file
 */
export function parseYaml<S extends TSchema>(
  schema: S,
  text: string,
  source: string,
): { value: Static<S>; refuse: Refuse } {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, uniqueKeys: true });
  const [syntax] = document.errors;
  if (syntax !== undefined)
    throw configError(source, lineCounter.linePos(syntax.pos[0]).line, syntax.message.split("\n")[0]);
  const given: unknown = document.toJS() ?? {};
  const lineOf = (path: readonly (string | number)[]): number => {
    for (let length = path.length; length >= 0; length--) {
      const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
      const range = (node as { range?: readonly number[] } | null | undefined)?.range;
      if (range !== undefined && range !== null) return lineCounter.linePos(range[0]).line;
    }
    return 1;
  };
  const value = Value.Default(schema, given);
  const faults = [...Value.Errors(schema, value)].map((fault) => ({
    line: lineOf(pathOf(fault.path)),
    text: describe(fault.path, fault.message, fault.value, fault.schema),
  }));
  if (faults.length > 0) throw configErrors(source, faults);
  const refuse = (path: readonly (string | number)[], message: string): never => {
    throw configError(source, lineOf(path), message);
  };
  return { value: value as Static<S>, refuse };
}

function pathOf(pointer: string): (string | number)[] {
  return pointer
    .split("/")
    .slice(1)
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

function describe(path: string, message: string, found: unknown, schema: TSchema): string {
  const where = path.slice(1) === "" ? "the file" : path.slice(1);
  if (message.startsWith("Unexpected property")) return `${where}: unknown key; remove it or correct its spelling`;
  if (found === undefined) return `${where}: missing; expected ${expectation(schema)}`;
  const shown = /password/i.test(where) ? "something else" : JSON.stringify(found);
  return `${where}: found ${shown}, expected ${expectation(schema)}`;
}

/** What a schema asks for, in words. */
function expectation(schema: TSchema): string {
  if (Array.isArray(schema.allOf)) return expectation(schema.allOf[0]);
  if (Array.isArray(schema.anyOf)) {
    const options: TSchema[] = schema.anyOf;
    return options.map((option) => ("const" in option ? JSON.stringify(option.const) : expectation(option))).join(", ");
  }
  const bounds = schema.minimum === undefined ? "" : ` from ${schema.minimum} to ${schema.maximum}`;
  if (schema.pattern !== undefined) return `a text like ${schema.pattern}`;
  if (schema.type === "string")
    return `a text of ${schema.minLength ?? 0} to ${schema.maxLength ?? "any number of"} characters`;
  if (schema.type === "array")
    return `an array of ${schema.minItems ?? 0} to ${schema.maxItems ?? "any number of"} entries`;
  return `${schema.type === "object" || schema.type === "integer" ? "an" : "a"} ${schema.type}${bounds}`;
}

function configError(source: string, line: number, message: string): LockstepError {
  return configErrors(source, [{ line, text: message }]);
}

/** All that is wrong at once, in the order of the file; one sentence a line. */
function configErrors(source: string, faults: { line: number; text: string }[]): LockstepError {
  const sentences = faults.sort((a, b) => a.line - b.line).map(({ line, text }) => `${source}, line ${line}: ${text}`);
  const shown = [...new Set(sentences)].slice(0, FAULTS_SHOWN_MAX);
  return new LockstepError("LOCKSTEP_ERR_CONFIG", shown.join("\n"));
}
