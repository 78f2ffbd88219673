/** Builds FIX messages for tests the way they are written in transcripts: "35=D|34=2|...". */

/** A whole message from its fields after BodyLength(9), "|" for the separator. */
export function message(beginString: string, fields: string): Buffer {
  const body = `${fields.replaceAll("|", "\x01")}${fields.endsWith("|") ? "" : "\x01"}`;
  const head = `8=${beginString}\x019=${body.length}\x01${body}`;
  return Buffer.from(`${head}10=${checkSum(head)}\x01`, "latin1");
}

export function checkSum(text: string): string {
  let sum = 0;
  for (let index = 0; index < text.length; index++) sum += text.charCodeAt(index);
  return String(sum & 255).padStart(3, "0");
}

/** A message for people: without 8, 9, 10 and the times, "|" for the separator. */
export function shown(bytes: Uint8Array): string {
  const fields = Buffer.from(bytes).toString("latin1").split("\x01").slice(0, -1);
  return fields.filter((field) => !/^(8|9|10|52|122)=/.test(field)).join("|");
}

/** Small, seeded and good enough to shuffle bytes: mulberry32. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
