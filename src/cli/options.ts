/** Reads a command's options; a wrong one is a usage error that names it. */

import { readFileSync } from "node:fs";
import { type ParseArgsConfig, parseArgs } from "node:util";
import { errorText, LockstepError } from "../lib/errors.ts";

export type OptionRows = NonNullable<ParseArgsConfig["options"]>;

/** @throws LockstepError LOCKSTEP_ERR_USAGE */
export function readOptions(
  args: string[],
  options: OptionRows,
  allowPositionals = false,
): { values: Record<string, string | boolean | undefined>; positionals: string[] } {
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals, strict: true });
    return { values: values as Record<string, string | boolean | undefined>, positionals };
  } catch (error) {
    throw usageError(errorText(error).split(". ")[0]);
  }
}

/** @throws LockstepError LOCKSTEP_ERR_USAGE when the text is no whole number in the bounds */
export function readWhole(text: string | boolean | undefined, name: string, minimum: number, maximum: number): number {
  const value = typeof text === "string" && /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= minimum && value <= maximum) return value;
  throw usageError(`--${name} is ${String(text)}, expected a whole number from ${minimum} to ${maximum}`);
}

export function usageError(text: string): LockstepError {
  return new LockstepError("LOCKSTEP_ERR_USAGE", text);
}

/** The package's version; the same file in development and when built. */
export function packageVersion(): string {
  for (const path of ["../../package.json", "../../../package.json"]) {
    try {
      return (JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8")) as { version: string }).version;
    } catch {
      // Not there: the built files lie one folder deeper than the sources.
    }
  }
  return "unknown";
}
