/** One connection of a conformance case: what the case says of a message, as bytes, and what came, as the case says it. */
import type { Socket } from "node:net";
import type { Clock } from "../../src/lib/clock.ts";
import { checkSum } from "../fix/messages.ts";
import type { SpokenVersion } from "./case-reader.ts";

/** The CompIDs of the side a case plays, and of the engine. */
export type Sides = { readonly us: string; readonly them: string };

const PATIENCE_MS = 2_000;
const SOH = "\x01";

/** Its bytes are cut into messages, each checked for its framing and its standard header. */
export class Line {
  readonly socket: Socket;
  readonly received: string[] = [];
  loggedOn = false;
  readonly #version: SpokenVersion;
  readonly #sides: Sides;
  #closed = false;
  #bytes = "";
  #wake: () => void = () => {};

  constructor(socket: Socket, version: SpokenVersion, sides: Sides) {
    this.socket = socket;
    this.#version = version;
    this.#sides = sides;
    socket.on("data", (bytes) => this.#take(bytes.toString("latin1")));
    for (const end of ["end", "close", "error"]) {
      socket.on(end, () => {
        this.#closed = true;
        this.#wake();
      });
    }
  }

  /** Sends a message of the case, with everything put in that its line leaves out. */
  send(text: string, clock: Clock): void {
    this.socket.write(messageBytes(text, this.#version, this.#sides, clock), "latin1");
  }

  /** Takes the next message. @throws Error when none came, or another one */
  async expect(text: string): Promise<void> {
    const message = await this.#next();
    const expected = olderReject(text, this.#version);
    const pattern = expected
      .replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
      .replaceAll("<time>", "\\d{8}-\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?");
    if (!new RegExp(`^${pattern}$`).test(shown(message))) {
      throw new Error(`expected ${expected}\n       received ${shown(message)}`);
    }
  }

  async expectClosed(): Promise<void> {
    await this.#until(() => this.#closed);
    if (!this.#closed) throw new Error("the engine has not closed the connection");
    this.expectNothingLeft();
  }

  expectNothingLeft(): void {
    if (this.received.length > 0) throw new Error(`not expected: ${this.received.map(shown).join("\n")}`);
  }

  async #next(): Promise<string> {
    await this.#until(() => this.received.length > 0 || this.#closed);
    const message = this.received.shift();
    if (message !== undefined) return message;
    throw new Error(this.#closed ? "the engine has closed the connection" : "nothing came");
  }

  #until(condition: () => boolean): Promise<void> {
    if (condition()) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, PATIENCE_MS);
      this.#wake = () => {
        if (!condition()) return;
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #take(text: string): void {
    this.#bytes += text;
    for (;;) {
      const matched = /^8=([^\x01]+)\x019=(\d+)\x01/.exec(this.#bytes);
      if (!matched) break;
      const length = matched[0].length + Number(matched[2]) + 7;
      if (this.#bytes.length < length) break;
      this.received.push(this.#checked(this.#bytes.slice(0, length), matched[1], matched[0].length));
      this.#bytes = this.#bytes.slice(length);
    }
    this.#wake();
  }

  #checked(message: string, beginString: string, bodyAt: number): string {
    const digits = this.#version.traits.timestampDigits;
    const time = digits === 0 ? "" : `\\.\\d{${digits}}`;
    const { us, them } = this.#sides;
    const faults = [
      beginString === this.#version.beginString || "BeginString",
      message.endsWith(`10=${checkSum(message.slice(0, -7))}${SOH}`) || "BodyLength or CheckSum",
      message.startsWith("35=", bodyAt) || "35 is not third",
      message.includes(`${SOH}49=${them}${SOH}`) || "SenderCompID",
      message.includes(`${SOH}56=${us}${SOH}`) || "TargetCompID",
      new RegExp(`\x0152=\\d{8}-\\d\\d:\\d\\d:\\d\\d${time}\x01`).test(message) || "SendingTime",
    ].filter((fault) => fault !== true);
    if (message.includes(`${SOH}35=A${SOH}`)) this.loggedOn = true;
    return faults.length === 0 ? message : `bad ${faults.join(", ")}: ${message}`;
  }
}

/** A message of a case's line. */
function messageBytes(text: string, version: SpokenVersion, { us, them }: Sides, clock: Clock): string {
  const stamped = text.replace(/<time([+-]\d+)?>/g, (_, seconds) => timeText(version, clock, Number(seconds ?? 0)));
  const fields = stamped.replaceAll("<us>", us).replaceAll("<them>", them).split("|");
  const left = fields.filter((field) => /^-\d+$/.test(field)).map((field) => field.slice(1));
  const kept = fields.filter((field) => !/^-\d+$/.test(field));
  const has = (tag: string) => left.includes(tag) || kept.some((field) => field.startsWith(`${tag}=`));
  const header = [`49=${us}`, `52=${timeText(version, clock, 0)}`, `56=${them}`].filter(
    (field) => !has(field.slice(0, 2)),
  );
  const at = kept.findIndex((field) => field.startsWith("34="));
  const body = kept.toSpliced(at + 1, 0, ...header).filter((field) => !/^(8|9|10)=/.test(field));
  const own = (tag: string) => kept.find((field) => field.startsWith(`${tag}=`));
  const joined = body.map((field) => field + SOH).join("");
  const head = `${own("8") ?? `8=${version.beginString}`}${SOH}${own("9") ?? `9=${joined.length}`}${SOH}${joined}`;
  return `${head}${own("10") ?? `10=${checkSum(head)}`}${SOH}`;
}

function timeText(version: SpokenVersion, clock: Clock, seconds: number): string {
  const iso = new Date(Number(clock.nowNs() / 1_000_000n) + seconds * 1000).toISOString();
  const end = version.traits.timestampDigits === 0 ? 19 : 23;
  return `${iso.slice(0, 4)}${iso.slice(5, 7)}${iso.slice(8, 10)}-${iso.slice(11, end)}`;
}

/** A Reject as versions before 4.2 say it: no tags but RefSeqNum, the tag in the text; 4.2 has reasons up to 11 only. */
function olderReject(text: string, { traits }: SpokenVersion): string {
  const fields = text.split("|");
  if (fields[0] !== "35=3") return text;
  const tag = fields.find((field) => field.startsWith("371="))?.slice(4);
  const kept = fields.filter((field) => {
    if (/^37[123]=/.test(field) && !traits.rejectNamesTag) return false;
    return !field.startsWith("373=") || Number(field.slice(4)) <= traits.rejectReasonMax;
  });
  if (traits.rejectNamesTag || tag === undefined) return kept.join("|");
  return kept.map((field) => (field.startsWith("58=") ? `${field} (${tag})` : field)).join("|");
}

function shown(message: string): string {
  if (message.startsWith("bad ")) return message.replaceAll(SOH, "|");
  return message
    .split(SOH)
    .filter((field) => field !== "" && !/^(8|9|10|49|52|56)=/.test(field))
    .join("|");
}

export function turnOver(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Long enough for bytes on loopback to be read at the other end of the same process. */
export async function settle(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 2));
  for (let turn = 0; turn < 4; turn++) await turnOver();
}
