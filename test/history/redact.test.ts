import { expect, test } from "vitest";
import { redact } from "../../src/history/redact.ts";

const message = (text: string) => Buffer.from(text.replaceAll("|", "\u0001"), "latin1");
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1").replaceAll("\u0001", "|");

test("hides passwords, old and new, and keeps the rest", () => {
  const logon = message("8=FIX.4.4|9=99|35=A|553=alpine|554=hunter2|925=hunter3|98=0|10=000|");
  expect(text(redact(logon))).toBe("8=FIX.4.4|9=99|35=A|553=alpine|554=***|925=***|98=0|10=000|");
});

test("hides data fields whole, separators inside them too", () => {
  const logon = message("35=A|95=9|96=ab|554=xy|1401=3|1402=a|b|1403=4|1404=12|4|10=000|");
  expect(text(redact(logon))).toBe("35=A|95=9|96=***|1401=3|1402=***|1403=4|1404=***|10=000|");
});

test("hides a secret whose length field lies or that ends the message", () => {
  expect(text(redact(message("35=A|95=500|96=secret|10=000|")))).toBe("35=A|95=500|96=***|10=000|");
  expect(text(redact(message("35=A|554=cut")))).toBe("35=A|554=***");
});

test("returns the same bytes when there is nothing to hide", () => {
  const order = message("8=FIX.4.4|9=5|35=D|11=554|58=925 and 96|10=000|");
  expect(redact(order)).toBe(order);
});
