/**
 * Plays conformance cases against the project's session engine: a real acceptor on a real socket, the echo application,
 * and a clock that moves only when a case says so. One player a version; a fresh session a case.
 */
import { connect, type Socket } from "node:net";
import { FixAcceptor } from "../../src/fix/acceptor.ts";
import type { Dictionary } from "../../src/fix/dictionary.ts";
import { MemoryStore } from "../../src/fix/memory-store.ts";
import { FixSession } from "../../src/fix/session.ts";
import { type FixSessionConfig, fixSessionConfig } from "../../src/fix/session-types.ts";
import { ManualClock } from "../../src/lib/clock.ts";
import { checkSum } from "../fix/messages.ts";
import { START_NS } from "../fix/two-sides.ts";
import type { ConformanceCase, SpokenVersion, Step } from "./case-reader.ts";
import { EchoApplication } from "./echo-application.ts";

const US = "CLIENT";
const THEM = "VENUE";
const PATIENCE_MS = 2_000;
const SOH = "\x01";

export class Player {
  readonly #version: SpokenVersion;
  readonly #clock = new ManualClock(START_NS);
  readonly #acceptor: FixAcceptor;
  readonly #dictionary: Dictionary | undefined;
  #port = 0;

  /** @param dictionary instead of the version's built-in one */
  constructor(version: SpokenVersion, dictionary?: Dictionary) {
    this.#version = version;
    this.#dictionary = dictionary;
    const application = new EchoApplication();
    this.#acceptor = new FixAcceptor({ sessions: [], application, clock: this.#clock, flush: "auto", tickMs: 0 });
  }

  async open(): Promise<void> {
    this.#port = (await this.#acceptor.listen("127.0.0.1", 0)).port;
  }

  async close(): Promise<void> {
    await this.#acceptor.close();
  }

  /** @throws Error that names the line of the first step that went otherwise */
  async play(played: ConformanceCase): Promise<void> {
    const config = fixSessionConfig({
      beginString: this.#version.beginString,
      defaultApplVerId: this.#version.applVerId,
      senderCompId: THEM,
      targetCompId: US,
      heartBtIntMin: 0,
      heartBtIntMax: 3600,
      resetOnLogon: !played.keepNumbers,
      validation: { emptyValuesAllowed: played.emptyValuesAllowed, userDefinedTagsAllowed: false },
      ...(this.#dictionary === undefined ? {} : { dictionary: this.#dictionary }),
    });
    const run = new CaseRun(this.#acceptor, this.#clock, this.#port, this.#version, config);
    try {
      for (const step of played.steps) {
        await run.step(step).catch((error: Error) => {
          throw new Error(`line ${step.line}: ${error.message}`);
        });
      }
      run.expectNothingLeft();
    } finally {
      await run.end();
    }
  }
}

class CaseRun {
  readonly #acceptor: FixAcceptor;
  readonly #clock: ManualClock;
  readonly #port: number;
  readonly #version: SpokenVersion;
  readonly #config: FixSessionConfig;
  readonly #store = new MemoryStore();
  readonly #lines = new Map<number, Line>();
  #session: FixSession;

  constructor(
    acceptor: FixAcceptor,
    clock: ManualClock,
    port: number,
    version: SpokenVersion,
    config: FixSessionConfig,
  ) {
    this.#acceptor = acceptor;
    this.#clock = clock;
    this.#port = port;
    this.#version = version;
    this.#config = config;
    this.#session = this.#start();
  }

  async step(step: Step): Promise<void> {
    switch (step.kind) {
      case "connect":
        this.#lines.set(step.client, await Line.open(this.#port, this.#version));
        return;
      case "client":
        this.#line(step).socket.write(this.#bytes(step.text), "latin1");
        return;
      case "server":
        return this.#expect(step);
      case "disconnected":
        return this.#line(step).expectClosed();
      case "disconnect":
        return this.#drop(this.#line(step));
      case "wait":
        return this.#wait(Number(step.text));
      case "restart":
        this.#acceptor.remove(this.#session, "");
        this.#session = this.#start();
        return;
    }
  }

  expectNothingLeft(): void {
    for (const line of this.#lines.values()) {
      if (line.received.length > 0) throw new Error(`not expected: ${line.received.map(shown).join("\n")}`);
    }
  }

  async end(): Promise<void> {
    for (const line of this.#lines.values()) line.socket.destroy();
    for (let turn = 0; turn < 200 && this.#session.connected; turn++) await turnOver();
    this.#acceptor.remove(this.#session, "");
  }

  #start(): FixSession {
    const session = new FixSession({ id: 0, config: this.#config, store: this.#store, clock: this.#clock });
    this.#acceptor.add(session);
    return session;
  }

  #line(step: Step): Line {
    const line = this.#lines.get(step.client);
    if (line === undefined) throw new Error(`connection ${step.client} is not open`);
    return line;
  }

  async #drop(line: Line): Promise<void> {
    await settle();
    line.socket.destroy();
    if (line.loggedOn) for (let turn = 0; turn < 200 && this.#session.connected; turn++) await turnOver();
    await settle();
  }

  async #wait(seconds: number): Promise<void> {
    await settle();
    for (let second = 0; second < seconds; second++) {
      this.#clock.advanceMs(1000);
      this.#acceptor.tick();
    }
  }

  async #expect(step: Step): Promise<void> {
    const message = await this.#line(step).next();
    const expected = olderReject(step.text, this.#version);
    const pattern = expected
      .replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
      .replaceAll("<time>", "\\d{8}-\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?");
    if (!new RegExp(`^${pattern}$`).test(shown(message))) {
      throw new Error(`expected ${expected}\n       received ${shown(message)}`);
    }
  }

  /** A client's message with everything put in that its line leaves out. */
  #bytes(text: string): string {
    const stamped = text.replace(/<time([+-]\d+)?>/g, (_, seconds) => this.#time(Number(seconds ?? 0)));
    const fields = stamped.replaceAll("<us>", US).replaceAll("<them>", THEM).split("|");
    const left = fields.filter((field) => /^-\d+$/.test(field)).map((field) => field.slice(1));
    const kept = fields.filter((field) => !/^-\d+$/.test(field));
    const has = (tag: string) => left.includes(tag) || kept.some((field) => field.startsWith(`${tag}=`));
    const header = [`49=${US}`, `52=${this.#time(0)}`, `56=${THEM}`].filter((field) => !has(field.slice(0, 2)));
    const at = kept.findIndex((field) => field.startsWith("34="));
    const body = kept.toSpliced(at + 1, 0, ...header).filter((field) => !/^(8|9|10)=/.test(field));
    const own = (tag: string) => kept.find((field) => field.startsWith(`${tag}=`));
    const joined = body.map((field) => field + SOH).join("");
    const head = `${own("8") ?? `8=${this.#version.beginString}`}${SOH}${own("9") ?? `9=${joined.length}`}${SOH}${joined}`;
    return `${head}${own("10") ?? `10=${checkSum(head)}`}${SOH}`;
  }

  #time(seconds: number): string {
    const iso = new Date(Number(this.#clock.nowNs() / 1_000_000n) + seconds * 1000).toISOString();
    const end = this.#version.traits.timestampDigits === 0 ? 19 : 23;
    return `${iso.slice(0, 4)}${iso.slice(5, 7)}${iso.slice(8, 10)}-${iso.slice(11, end)}`;
  }
}

/** One connection: its bytes cut into messages, each checked for its framing and its standard header. */
class Line {
  readonly socket: Socket;
  readonly received: string[] = [];
  loggedOn = false;
  readonly #version: SpokenVersion;
  #closed = false;
  #bytes = "";
  #wake: () => void = () => {};

  private constructor(socket: Socket, version: SpokenVersion) {
    this.socket = socket;
    this.#version = version;
    socket.on("data", (bytes) => this.#take(bytes.toString("latin1")));
    for (const end of ["close", "error"]) {
      socket.on(end, () => {
        this.#closed = true;
        this.#wake();
      });
    }
  }

  static open(port: number, version: SpokenVersion): Promise<Line> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: "127.0.0.1", port, noDelay: true });
      socket.once("error", reject);
      socket.once("connect", () => resolve(new Line(socket, version)));
    });
  }

  async next(): Promise<string> {
    await this.#until(() => this.received.length > 0 || this.#closed);
    const message = this.received.shift();
    if (message !== undefined) return message;
    throw new Error(this.#closed ? "the server has closed the connection" : "nothing came");
  }

  async expectClosed(): Promise<void> {
    await this.#until(() => this.#closed);
    if (!this.#closed) throw new Error("the server has not closed the connection");
    if (this.received.length > 0) throw new Error(`not expected: ${this.received.map(shown).join("\n")}`);
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
    const faults = [
      beginString === this.#version.beginString || "BeginString",
      message.endsWith(`10=${checkSum(message.slice(0, -7))}${SOH}`) || "BodyLength or CheckSum",
      message.startsWith("35=", bodyAt) || "35 is not third",
      message.includes(`${SOH}49=${THEM}${SOH}`) || "SenderCompID",
      message.includes(`${SOH}56=${US}${SOH}`) || "TargetCompID",
      new RegExp(`\x0152=\\d{8}-\\d\\d:\\d\\d:\\d\\d${time}\x01`).test(message) || "SendingTime",
    ].filter((fault) => fault !== true);
    if (message.includes(`${SOH}35=A${SOH}`)) this.loggedOn = true;
    return faults.length === 0 ? message : `bad ${faults.join(", ")}: ${message}`;
  }
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

function turnOver(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Long enough for bytes on loopback to be read at the other end of the same process. */
async function settle(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 2));
  for (let turn = 0; turn < 4; turn++) await turnOver();
}
