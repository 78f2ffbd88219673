/** What the configuration and the command line say of a recorded day that is replayed as flow. */
import { type Static, Type } from "@sinclair/typebox";
import type { Recording } from "../simulator/open-exchange.ts";
import { RecordedKind } from "../simulator/recorded/recorded-rows.ts";

export const SPEED_MAX = 10_000;
export const RECORDED_SETTING = Type.Optional(
  Type.Object(
    {
      /** A path, relative to where the server was started. */
      file: Type.String({ minLength: 1, maxLength: 4_096 }),
      kind: Type.Union(Object.values(RecordedKind).map((kind) => Type.Literal(kind))),
      /** How many times as fast as it was. */
      speed: Type.Number({ default: 1, minimum: 0.001, maximum: SPEED_MAX }),
      loop: Type.Boolean({ default: false }),
    },
    { additionalProperties: false },
  ),
);

export function toRecording(given: Static<typeof RECORDED_SETTING> | undefined): Recording | null {
  return given === undefined ? null : { ...given, kind: given.kind as RecordedKind };
}
