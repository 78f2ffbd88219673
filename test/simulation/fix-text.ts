/** FIX messages as texts, written and read apart from the code under test. */
const SOH = "\x01";
/** Fields that may differ between a message and its resend: they are the transport's, not the business's. */
const TRANSPORT = new Set(["8", "9", "10", "34", "43", "52", "97", "122"]);

export type Fields = Map<string, string>;

/** "11=X|55=Y|" with SOH in place of bars. */
export function withSoh(text: string): string {
  return text.replaceAll("|", SOH);
}

/** For people. */
export function withBars(text: string): string {
  return text.replaceAll(SOH, "|");
}

/** A whole message around "35=…|34=…|…|", which has to end with a bar. */
export function frame(beginString: string, content: string): string {
  const body = withSoh(content);
  const message = `8=${beginString}${SOH}9=${body.length}${SOH}${body}`;
  return `${message}10=${checksum(message)}${SOH}`;
}

/** UTC as FIX writes it, to the millisecond. */
export function stamp(wallNs: bigint): string {
  const text = new Date(Number(wallNs / 1_000_000n)).toISOString();
  return `${text.slice(0, 4)}${text.slice(5, 7)}${text.slice(8, 10)}-${text.slice(11, 23)}`;
}

/** Cuts whole messages off the front of a stream of bytes. */
export class MessageCutter {
  #text = "";

  /** Gives `take` each whole message with what is wrong with it, "" when nothing is. */
  push(bytes: Uint8Array, take: (text: string, fault: string) => void): void {
    this.#text += Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
    for (;;) {
      const soh = this.#text.indexOf(SOH, 12);
      if (soh < 0) return;
      const lengthAt = this.#text.indexOf("\x019=") + 3;
      const length = Number(this.#text.slice(lengthAt, soh));
      const end = soh + 1 + length + 7;
      if (!this.#text.startsWith("8=FIX") || !(length > 0)) return take(this.#text, "no FIX message");
      if (this.#text.length < end) return;
      const text = this.#text.slice(0, end);
      this.#text = this.#text.slice(end);
      const isRight = text.slice(-7) === `10=${checksum(text.slice(0, -7))}${SOH}`;
      take(text, isRight ? "" : "BodyLength or CheckSum is wrong");
    }
  }
}

export function fieldsOf(text: string): Fields {
  const fields: Fields = new Map();
  for (const field of text.split(SOH)) {
    const at = field.indexOf("=");
    if (at > 0) fields.set(field.slice(0, at), field.slice(at + 1));
  }
  return fields;
}

/** What a message says, apart from how it travelled. */
export function contentOf(text: string): string {
  return text
    .split(SOH)
    .filter((field) => !TRANSPORT.has(field.slice(0, field.indexOf("="))))
    .join("|");
}

function checksum(message: string): string {
  let sum = 0;
  for (let index = 0; index < message.length; index++) sum += message.charCodeAt(index);
  return String(sum % 256).padStart(3, "0");
}
