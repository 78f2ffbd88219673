import fc from "fast-check";
import { expect, it } from "vitest";
import { TextCache } from "../../src/lib/text-cache.ts";

it("gives every text as it is, whatever came before", () => {
  const cache = new TextCache();
  fc.assert(
    fc.property(
      fc.array(
        fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)), maxLength: 40 }),
      ),
      (texts) => {
        for (const text of [...texts, ...texts]) {
          const bytes = Buffer.from(`xx${text}yy`, "latin1");
          expect(cache.get(bytes, 2, 2 + text.length)).toBe(text);
        }
      },
    ),
  );
});
