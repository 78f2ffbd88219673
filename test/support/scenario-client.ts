/**
 * The client's end of a transcript: what it says becomes messages of a session, and what the session says to it is kept
 * until the transcript looks at it, each message checked against the version's own dictionary. Over FIX, or in JSON as over a
 * WebSocket.
 */
import { EventEmitter } from "node:events";
import { JSON_MESSAGES_IN, JsonLine } from "../../src/client/json-line.ts";
import type { Dictionary } from "../../src/fix/dictionary.ts";
import { Framer } from "../../src/fix/framer.ts";
import { JsonForm } from "../../src/fix/json-form.ts";
import { MessageView } from "../../src/fix/message-view.ts";
import type { FixSession } from "../../src/fix/session.ts";
import type { Wire } from "../../src/fix/session-types.ts";
import { Validator } from "../../src/fix/validator.ts";
import type { Clock } from "../../src/lib/clock.ts";
import { ReportWatcher } from "./report-watcher.ts";

/** What the client speaks: tag=value, or JSON. */
export type Over = "FIX" | "JSON";
export type Version = { name: string; beginString: string; applVerId: string };

export const VERSIONS: readonly Version[] = [
  { name: "FIX.4.2", beginString: "FIX.4.2", applVerId: "" },
  { name: "FIX.4.4", beginString: "FIX.4.4", applVerId: "" },
  { name: "FIX.5.0SP2", beginString: "FIXT.1.1", applVerId: "9" },
];

/** Whether what the transcript expects is what came, though it is said otherwise here. */
export type Fits = (field: string, found: readonly string[]) => boolean;

export class ScenarioClient {
  readonly #version: Version;
  readonly #session: FixSession;
  readonly #framer = new Framer();
  readonly #view = new MessageView();
  readonly #validator: Validator;
  readonly #received: string[][] = [];
  readonly #watcher = new ReportWatcher();
  readonly #time: string;
  #out: string[] = [];
  #nextOut = 1;
  /** The client's end, when it speaks JSON. */
  readonly #json: JsonEnd | null;

  /** Logs on. @param clock of the session */
  constructor(session: FixSession, version: Version, over: Over, clock: Clock) {
    this.#version = version;
    this.#session = session;
    this.#time = new Date(Number(clock.nowNs() / 1_000_000n))
      .toISOString()
      .replaceAll("-", "")
      .replace("T", "-")
      .slice(0, -1);
    this.#validator = new Validator(session.config.dictionary, session.config.validation);
    this.#json = over === "JSON" ? new JsonEnd(session, clock, (view) => session.receive(view)) : null;
    const wire: Wire = {
      peer: "scenario",
      backlogBytes: 0,
      write: (bytes, start, end) => this.#out.push(Buffer.from(bytes.subarray(start, end)).toString("latin1")),
      close: () => {},
    };
    const applVerId = version.applVerId === "" ? "" : `|1137=${version.applVerId}`;
    this.#frame(`35=A|98=0|108=30${applVerId}`, (view) => session.accept(wire, view));
  }

  send(fields: string): void {
    const [type, ...rest] = fields.split("|");
    const extra = /^35=(H|AF|E|M)$/.test(type) ? [] : [`60=${this.#time}`];
    if ((type === "35=D" || type === "35=G") && !fields.includes("|21=")) extra.push("21=1");
    if (type === "35=F" && !fields.includes("|38=")) extra.push("38=1");
    this.#frame([type, ...rest, ...extra].join("|"), (view) => {
      if (this.#json === null) this.#session.receive(view);
      else this.#json.say(view);
    });
  }

  /** The next message has at least these fields. @throws Error with what was found */
  expect(fields: string, fits: Fits): void {
    const found = this.#received.shift();
    if (found === undefined) throw new Error("no message came");
    for (const field of fields.split("|")) {
      // "-11" is a message without the field.
      if (/^-\d+$/.test(field) && found.some((each) => each.startsWith(`${field.slice(1)}=`)))
        throw new Error(`expected no field ${field.slice(1)}, found ${found.join("|")}`);
      if (field.startsWith("-")) continue;
      const wanted = formsOf(field, this.#version);
      if (wanted.length > 0 && !wanted.some((form) => found.includes(form)) && !fits(field, found)) {
        throw new Error(`expected ${field}, found ${found.join("|")}`);
      }
    }
  }

  expectNothingMore(): void {
    if (this.#received.length > 0)
      throw new Error(`also came: ${this.#received.map((fields) => fields.join("|")).join("\n")}`);
  }

  /** What came so far is not looked at. */
  forget(): void {
    this.#received.length = 0;
  }

  /** What the session wrote becomes messages. */
  deliver(): void {
    const out = this.#out;
    this.#out = [];
    for (const text of out) {
      const bytes = Buffer.from(text, "latin1");
      const view = new MessageView();
      const framer = new Framer();
      framer.push(bytes, 0, bytes.length);
      if (!framer.next(view)) throw new Error(`we sent garbled bytes: ${text}`);
      if (!this.#validator.check(view)) {
        throw new Error(
          `we sent what the dictionary refuses (reason ${this.#validator.reason}, tag ${this.#validator.refTagId}): ${text}`,
        );
      }
      const sent = text.split("\x01").slice(0, -1);
      this.#watcher.watch(sent);
      const fields = this.#json === null ? sent : this.#json.hear(bytes);
      if (!fields.includes("35=0")) this.#received.push(fields);
    }
  }

  #frame(fields: string, take: (view: MessageView) => void): void {
    const [type, ...rest] = fields.split("|");
    const transport = rest.filter((field) => /^(43|97)=/.test(field));
    const business = rest
      .filter((field) => !/^(43|97)=/.test(field))
      // A group's members stay where they are.
      .sort((a, b) =>
        rest.some((field) => /^(453|73)=/.test(field)) ? 0 : Number.parseInt(a, 10) - Number.parseInt(b, 10),
      );
    const head = [
      type,
      `34=${this.#nextOut++}`,
      ...transport,
      "49=CLIENT",
      `52=${this.#time}`,
      "56=LOCKSTEP",
      ...business,
    ];
    const body = head.map((field) => `${field}\x01`).join("");
    const message = `8=${this.#version.beginString}\x019=${body.length}\x01${body}`;
    let sum = 0;
    for (let index = 0; index < message.length; index++) sum += message.charCodeAt(index);
    const bytes = Buffer.from(`${message}10=${String(sum % 256).padStart(3, "0")}\x01`, "latin1");
    this.#framer.push(bytes, 0, bytes.length);
    if (!this.#framer.next(this.#view)) throw new Error("the scenario's own message is garbled");
    take(this.#view);
  }
}

/** A client on a WebSocket that is not there: what is played as tag=value goes in as JSON, and comes out so. */
class JsonEnd {
  readonly #line: JsonLine;
  readonly #form: JsonForm;
  readonly #dictionary: Dictionary;
  readonly #heard: Record<string, unknown>[] = [];

  constructor(session: FixSession, clock: Clock, take: (view: MessageView) => void) {
    const { dictionary, beginString, defaultApplVerId } = session.config;
    this.#dictionary = dictionary;
    this.#form = new JsonForm(dictionary, JSON_MESSAGES_IN);
    const socket = Object.assign(new EventEmitter(), {
      readyState: 1,
      OPEN: 1,
      bufferedAmount: 0,
      send: (text: string) => void this.#heard.push(JSON.parse(text) as Record<string, unknown>),
      ping: () => undefined,
      close: () => undefined,
      terminate: () => undefined,
    });
    this.#line = new JsonLine(socket as never, "127.0.0.1", 1, () => session, clock);
    let isLogon = true;
    this.#line.on("data", (bytes: Buffer) => {
      const framer = new Framer();
      const view = new MessageView();
      framer.push(bytes, 0, bytes.length);
      if (!framer.next(view)) throw new Error(`the JSON line made garbled bytes: ${bytes.toString("latin1")}`);
      // The session is logged on already, under the same names.
      if (!isLogon) take(view);
      isLogon = false;
    });
    const names = { BeginString: beginString, SenderCompID: session.config.targetCompId };
    const version = defaultApplVerId === "" ? {} : { DefaultApplVerID: defaultApplVerId };
    socket.emit("message", Buffer.from(JSON.stringify({ MsgType: "Logon", ...names, ...version })));
  }

  /** Says what the message says, as a client would write it. */
  say(view: MessageView): void {
    const { MsgSeqNum: _number, SendingTime: _time, ...object } = this.#form.toObject(view);
    this.#line.socket.emit("message", Buffer.from(JSON.stringify(object)));
    const [error] = this.#heard;
    if (error?.MsgType === "Error") throw new Error(`not understood as JSON: ${String(error.text)}`);
  }

  /** A message of ours as the client reads it, in fields again. */
  hear(bytes: Buffer): string[] {
    this.#line.write(bytes);
    const object = this.#heard.shift();
    if (object === undefined) throw new Error(`nothing was told of ${bytes.toString("latin1")}`);
    const { MsgType: name, ...fields } = object;
    const msgType = this.#form.msgTypeOf(name) || this.#typeNamed(String(name));
    return [`35=${msgType}`, ...this.#fields(fields)];
  }

  #typeNamed(name: string): string {
    return (
      ["0", "3", "8", "9", "j", "r", "BZ", "B", "N", "A", "5"].find(
        (type) => this.#dictionary.messageName(type) === name,
      ) ?? name
    );
  }

  #fields(object: Record<string, unknown>): string[] {
    return Object.entries(object).flatMap(([name, value]) => {
      const tag = this.#dictionary.tagOf(name);
      if (Array.isArray(value)) return [`${tag}=${value.length}`, ...value.flatMap((entry) => this.#fields(entry))];
      return [`${tag}=${value === true ? "Y" : value === false ? "N" : String(value)}`];
    });
  }
}

/** Before FIX 4.3 what a trade's report is stands in ExecTransType(20), and ExecType is the OrdStatus it led to. */
const BEFORE_43: Readonly<Record<string, string[]>> = {
  "150=F": ["150=1", "150=2"],
  "150=G": ["20=2"],
  "150=H": ["20=1"],
  "150=I": [],
};

/** How the version says a field of a transcript, any of which will do; none when it does not. */
function formsOf(field: string, { name }: Version): string[] {
  // Triggered came with FIX 5.0; before, the order is restated.
  // So did ListRejectReason, with its first service pack.
  if (field.startsWith("1386=") && name !== "FIX.5.0SP2") return [];
  if (field === "150=L" && name !== "FIX.5.0SP2") return ["150=D"];
  return (name === "FIX.4.2" ? BEFORE_43[field] : undefined) ?? [field];
}
