/** Reads what a viewer says. What is not understood is told with its place, what was expected and what was found. */

import type { TObject } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import { shown } from "../lib/shown.ts";
import { CLIENT_MESSAGES, type ClientMessage, type ErrorMessage, WINDOW_MAX } from "./wire.ts";

const SCHEMAS: Readonly<Record<string, TObject>> = CLIENT_MESSAGES;

export function readClientMessage(bytes: Buffer, isBinary: boolean): ClientMessage | ErrorMessage {
  if (isBinary) return fault("", "a text frame with a JSON object", "a binary frame");
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString("utf8"));
  } catch (error) {
    return fault("", "a JSON object", (error as Error).message);
  }
  const kind = (value as { kind?: unknown } | null)?.kind;
  const schema = typeof kind === "string" && Object.hasOwn(SCHEMAS, kind) ? SCHEMAS[kind] : undefined;
  if (schema === undefined) return fault("/kind", `one of ${Object.keys(SCHEMAS).join(", ")}`, shown(kind));
  if (!Value.Check(schema, value)) {
    const error = Value.Errors(schema, value).First();
    return fault(error?.path ?? "", error?.message ?? "another shape", shown(error?.value));
  }
  const message = value as ClientMessage;
  if ("range" in message && message.range.to - message.range.from > WINDOW_MAX) {
    return fault("/range", `at most ${WINDOW_MAX} lines`, String(message.range.to - message.range.from));
  }
  return message;
}

function fault(path: string, expected: string, found: string): ErrorMessage {
  const text = `${path === "" ? "the message" : path}: expected ${expected}, found ${found}`;
  return { kind: "error", path, expected, found, text };
}
