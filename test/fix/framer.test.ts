import { describe, expect, it } from "vitest";
import { Framer } from "../../src/fix/framer.ts";
import { MessageView } from "../../src/fix/message-view.ts";
import { message, random, shown } from "./messages.ts";

/** Everything the framer finds in the pieces, in order. */
function framed(pieces: readonly Buffer[], framer = new Framer()): string[] {
  const view = new MessageView();
  const found: string[] = [];
  for (const piece of pieces) {
    // A copy that is overwritten after the read, as a socket's own buffer is.
    const scratch = Buffer.from(piece);
    framer.push(scratch, 0, scratch.length);
    while (framer.next(view)) found.push(shown(view.bytes.subarray(view.start, view.end)));
    framer.keep();
    scratch.fill(0x58);
  }
  return found;
}

const first = message("FIX.4.4", "35=0|34=2|49=A|56=B|112=one");
const second = message("FIX.4.4", "35=D|34=3|49=A|56=B|95=5|96=a\x01b\x01c|11=x");
const expected = ["35=0|34=2|49=A|56=B|112=one", "35=D|34=3|49=A|56=B|95=5|96=a|b|c|11=x"];

describe("framer", () => {
  it("finds the same messages however the stream is cut in two", () => {
    const stream = Buffer.concat([first, second]);
    for (let cut = 0; cut <= stream.length; cut++) {
      expect(framed([stream.subarray(0, cut), stream.subarray(cut)])).toEqual(expected);
    }
  });

  it("finds them when every byte comes alone", () => {
    const stream = Buffer.concat([first, second, first]);
    expect(framed(Array.from(stream, (_, index) => stream.subarray(index, index + 1)))).toHaveLength(3);
  });

  const garbled: [string, string][] = [
    ["a wrong checksum", first.toString("latin1").replace(/10=\d\d\d/, "10=000")],
    ["a checksum of two digits", first.toString("latin1").replace(/10=\d\d\d/, "10=00")],
    ["a body length too short", first.toString("latin1").replace(/9=\d+/, "9=10")],
    ["a body length that is no number", first.toString("latin1").replace(/9=\d+/, "9=1x")],
    ["a body length beyond every bound", first.toString("latin1").replace(/9=\d+/, "9=99999999")],
    ["a message type that is not third", message("FIX.4.4", "34=2|35=0|49=A").toString("latin1")],
    ["a tag that is no number", message("FIX.4.4", "35=0|34=2|4x9=A").toString("latin1")],
    ["a tag without a number", message("FIX.4.4", "35=0|34=2|=A").toString("latin1")],
    ["bytes that are no message", "hello there\r\n"],
    ["an empty message type", message("FIX.4.4", "35=|34=2").toString("latin1")],
  ];
  for (const [what, text] of garbled) {
    it(`skips ${what} and finds the next message`, () => {
      const framer = new Framer();
      expect(framed([Buffer.concat([Buffer.from(text, "latin1"), second])], framer)).toEqual([expected[1]]);
      expect(framer.garbled).toBeGreaterThan(0);
    });
  }

  it("takes a message that overlaps the next one's beginning together with it", () => {
    const long = Buffer.from(first.toString("latin1").replace(/9=\d+/, "9=50"), "latin1");
    expect(framed([Buffer.concat([long, second, first])])).toEqual([expected[0]]);
  });

  it("holds no more than the declared bound while it waits", () => {
    const framer = new Framer(1000);
    const view = new MessageView();
    const endless = Buffer.from(`8=FIX.4.4\x019=999\x0135=0\x01${"x".repeat(400)}`, "latin1");
    for (let read = 0; read < 1000; read++) {
      framer.push(endless, 0, endless.length);
      while (framer.next(view)) expect(view.msgType).not.toBe("");
      framer.keep();
    }
    expect(framer.garbled).toBeGreaterThan(300);
  });

  it("never throws and still finds a whole message after seeded noise", () => {
    const seed = Number(process.env.SEED ?? 20261122);
    const next = random(seed);
    for (let round = 0; round < 2000; round++) {
      const noisy = Buffer.from(Buffer.concat([first, second]));
      for (let hit = 0; hit < 3; hit++) noisy[Math.floor(next() * noisy.length)] = Math.floor(next() * 256);
      const cut = Math.floor(next() * noisy.length);
      const flood = Buffer.alloc(70_000, "0");
      const framer = new Framer();
      const found = framed([noisy.subarray(0, cut), noisy.subarray(cut), flood, first], framer);
      expect(found[found.length - 1], `seed ${seed}, round ${round}`).toBe(expected[0]);
    }
  });

  it("does not wait for a message that says it is longer than the bound", () => {
    const framer = new Framer(1_000);
    const view = new MessageView();
    const bytes = Buffer.from("8=FIX.4.4\x019=1001\x0135=D\x01", "latin1");
    framer.push(bytes, 0, bytes.length);
    expect([framer.next(view), framer.garbled, framer.partialBytes]).toEqual([false, 1, 0]);
  });
});
