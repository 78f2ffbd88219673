/** What a person is asked to look at once more before he sends an order: the configuration's part. 0 turns a warning off. */
import { type Static, Type } from "@sinclair/typebox";
import type { WarningLimits } from "./desk/preview-warnings.ts";

/** `warnings`. */
export const WARNINGS_SETTING = Type.Object(
  {
    /** How far a price may be from the reference: the last trade, else the middle of bid and offer, else the close. */
    priceAwayPercent: Type.Number({ default: 3, minimum: 0, maximum: 1_000 }),
    /** How much of a limit one order may use. */
    limitUsedPercent: Type.Number({ default: 80, minimum: 0, maximum: 100 }),
    /** How much of what an instrument has traded today one order may be. */
    dayVolumePercent: Type.Number({ default: 25, minimum: 0, maximum: 10_000 }),
    /** For how long the same order of the same person counts as sent twice. */
    sameOrderSeconds: Type.Integer({ default: 60, minimum: 0, maximum: 86_400 }),
  },
  { additionalProperties: false, default: {} },
);

export function toWarningLimits(settings: Static<typeof WARNINGS_SETTING>): WarningLimits {
  const { priceAwayPercent, limitUsedPercent, dayVolumePercent, sameOrderSeconds } = settings;
  return { priceAwayPercent, limitUsedPercent, dayVolumePercent, sameOrderMs: sameOrderSeconds * 1_000 };
}
