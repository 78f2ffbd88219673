import fc from "fast-check";
import { expect, it } from "vitest";
import { TextStore } from "../../src/lib/text-store.ts";

it("gives back every text under its entry, over the edges of its chunks", () => {
  const text = fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)) });
  fc.assert(
    fc.property(fc.array(fc.oneof(text, fc.constant("y".repeat(65_535))), { maxLength: 60 }), (texts) => {
      const store = new TextStore();
      const entries = texts.map((one) => store.add(one));
      expect(new Set(entries).size).toBe(texts.length);
      expect(entries.map((entry) => store.textOf(entry))).toEqual(texts);
    }),
  );
});
