/**
 * Plays a transcript through the real codec, session, sequencer, core and journal, against a scripted venue, on a clock
 * that stands still. A line is `client > FIELDS`, `client < FIELDS` (the next message has at least these), `exchange >
 * WORDS` (the venue does it) or `exchange < WORDS` (the venue was asked it), `house > WORDS`, or `desk > WORDS` (a trader does it) and `desk < WORDS` (what came of it); `#` starts a comment, and `versions NAMES` says
 * which versions have its messages.
 */
import { EventEmitter } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FixAdapter } from "../../src/client/fix-adapter.ts";
import { FixPublisher } from "../../src/client/fix-publisher.ts";
import { JSON_MESSAGES_IN, JsonLine } from "../../src/client/json-line.ts";
import { State } from "../../src/core/state.ts";
import { NO_PRICE, type Ticks } from "../../src/domain/price.ts";
import { CommandType } from "../../src/domain/records.generated.ts";
import { TradingPhase } from "../../src/domain/values.ts";
import { VenueAdapter } from "../../src/exchange/venue-adapter.ts";
import { VenuePublisher } from "../../src/exchange/venue-publisher.ts";
import type { Dictionary } from "../../src/fix/dictionary.ts";
import { Framer } from "../../src/fix/framer.ts";
import { JsonForm } from "../../src/fix/json-form.ts";
import { MemoryStore } from "../../src/fix/memory-store.ts";
import { MessageView } from "../../src/fix/message-view.ts";
import { FixSession } from "../../src/fix/session.ts";
import { fixSessionConfig, type Wire } from "../../src/fix/session-types.ts";
import { Validator } from "../../src/fix/validator.ts";
import { openJournal } from "../../src/journal/journal.ts";
import { Durability } from "../../src/journal/writer.ts";
import { BatchClock, type Clock, ManualClock } from "../../src/lib/clock.ts";
import { type Publisher, Sequencer } from "../../src/sequencer/sequencer.ts";
import { SweepAdapter } from "../../src/sweep-adapter.ts";
import { DeskEar, deskCommand } from "./desk-words.ts";
import { ReportWatcher } from "./report-watcher.ts";
import { ScriptedVenue } from "./scripted-venue.ts";
import { testInstrument } from "./trade-words.ts";

/** What the client speaks: tag=value, or JSON. */
export type Over = "FIX" | "JSON";
export type Version = { name: string; beginString: string; applVerId: string };

export const VERSIONS: readonly Version[] = [
  { name: "FIX.4.2", beginString: "FIX.4.2", applVerId: "" },
  { name: "FIX.4.4", beginString: "FIX.4.4", applVerId: "" },
  { name: "FIX.5.0SP2", beginString: "FIXT.1.1", applVerId: "9" },
];
const START_NS = BigInt(Date.UTC(2026, 10, 22)) * 1_000_000n;
const TIME = "20261122-00:00:00.000";

/** @throws Error naming the line that did not hold, with what was found */
export function playScenario(text: string, version: Version, over: Over = "FIX"): void {
  const directory = mkdtempSync(join(tmpdir(), "lockstep-scenario-"));
  try {
    const [, versions] = /^versions (.+)$/m.exec(text) ?? [];
    if (versions !== undefined && !versions.split(" ").includes(version.name)) return;
    const house = new House(directory, version, over);
    for (const [index, line] of text.split("\n").entries()) {
      const [, who, direction, rest] = /^(client|exchange|house|desk)\s+([<>])\s+(.*?)\s*$/.exec(line) ?? [];
      if (who === undefined) {
        if (line.trim() !== "" && !/^(#|versions )/.test(line))
          throw new Error(`line ${index + 1}: not understood: ${line}`);
        continue;
      }
      try {
        if (who === "client") direction === ">" ? house.send(rest) : house.expect(rest);
        else if (who === "house") house.act(rest);
        else if (who === "desk") direction === ">" ? house.deskActs(rest) : house.expectOutcome(rest);
        else direction === ">" ? house.venueActs(rest) : house.expectRequest(rest);
      } catch (error) {
        throw new Error(`line ${index + 1}: ${line}\n${(error as Error).message}`);
      }
    }
    house.expectNothingMore();
  } finally {
    rmSync(directory, { recursive: true, force: true });
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

class House {
  readonly #state = new State();
  readonly #version: Version;
  readonly #session: FixSession;
  readonly #sequencer: Sequencer;
  readonly #venue = new ScriptedVenue();
  readonly #framer = new Framer();
  readonly #view = new MessageView();
  readonly #validator: Validator;
  readonly #received: string[][] = [];
  readonly #watcher = new ReportWatcher();
  readonly #deskEar = new DeskEar();
  #out: string[] = [];
  #nextOut = 1;

  /** The client's end, when it speaks JSON. */
  readonly #json: JsonEnd | null;

  constructor(directory: string, version: Version, over: Over) {
    this.#version = version;
    const clock = new BatchClock(new ManualClock(START_NS));
    const state = this.#state;
    const { writer } = openJournal({ directory, durability: Durability.Write, segmentBytes: 64 * 1024 }, () => true);
    const publishers: Publisher[] = [];
    this.#sequencer = new Sequencer(
      {
        state,
        journal: writer,
        clock,
        soon: setImmediate,
        publishers,
        sentIndex: { record: () => {} },
        onDurable: () => {},
        onFailure: (error) => {
          throw error;
        },
      },
      0n,
    );
    const key = `${version.beginString}:CLIENT`;
    this.#tell({
      type: CommandType.DefineSession,
      sessionKey: key,
      compId: "CLIENT",
      account: "CLIENT-1",
      pendingReports: true,
    });
    this.#tell({ type: CommandType.DefineInstrument, ...testInstrument("ACME"), referencePx: 1_000 as never });
    for (const [symbol, exchange] of [
      ["BETA.L", "XLON"],
      ["BETA.P", "XPAR"],
    ]) {
      const securityIds = "4:GB00BH4HKS39|8:BETA";
      this.#tell({ type: CommandType.DefineInstrument, ...testInstrument(symbol), exchange, securityIds });
    }
    this.#tell({ type: CommandType.OpenTradingDay, tradingDay: 20_261_122 });
    const config = fixSessionConfig({
      beginString: version.beginString,
      defaultApplVerId: version.applVerId,
      senderCompId: "LOCKSTEP",
      targetCompId: "CLIENT",
    });
    this.#validator = new Validator(config.dictionary, config.validation);
    this.#session = new FixSession({ id: 1, config, store: new MemoryStore(), clock });
    this.#session.attach(new FixAdapter(this.#sequencer, () => {}));
    const fixPublisher = new FixPublisher(state, () => this.#deliver());
    fixPublisher.addSession(this.#session);
    publishers.push(fixPublisher, new VenuePublisher(state, 1, this.#venue));
    publishers.push(this.#deskEar);
    publishers.push(new SweepAdapter(state, (command) => this.#sequencer.offer(command)));
    this.#venue.connect(new VenueAdapter(1, (command) => this.#sequencer.offer(command)));
    this.#json = over === "JSON" ? new JsonEnd(this.#session, clock, (view) => this.#session.receive(view)) : null;
    this.#logOn();
  }

  send(fields: string): void {
    const [type, ...rest] = fields.split("|");
    const extra = /^35=(H|AF|E|M)$/.test(type) ? [] : [`60=${TIME}`];
    if ((type === "35=D" || type === "35=G") && !fields.includes("|21=")) extra.push("21=1");
    if (type === "35=F" && !fields.includes("|38=")) extra.push("38=1");
    this.#frame([type, ...rest, ...extra].join("|"), (view) => {
      if (this.#json === null) this.#session.receive(view);
      else this.#json.say(view);
    });
    this.#settle();
  }

  expect(fields: string): void {
    const found = this.#received.shift();
    if (found === undefined) throw new Error("no message came");
    for (const field of fields.split("|")) {
      const wanted = formsOf(field, this.#version);
      if (wanted.length > 0 && !wanted.some((form) => found.includes(form))) {
        throw new Error(`expected ${field}, found ${found.join("|")}`);
      }
    }
  }

  /** Something nobody asked for over FIX: "day 20261123", "market of ACME opens"; or what people have to be shown: "has exception: TEXT". */
  act(words: string): void {
    const [, exception] = /^has exception: (.+)$/.exec(words) ?? [];
    if (exception !== undefined) {
      const texts = [...this.#state.venues.exceptions.values()].map(({ text }) => text);
      if (!texts.includes(exception)) throw new Error(`open are: ${texts.join("; ")}`);
      return;
    }
    const [, day] = /^day (\d{8})$/.exec(words) ?? [];
    const [, symbol, phase] = /^market of (\S+) (closes|opens)$/.exec(words) ?? [];
    const [, traded, px] = /^(\S+) trades at (\S+)$/.exec(words) ?? [];
    const [, rules] = /^routing (\[.*\])$/.exec(words) ?? [];
    const [, split, newShares, oldShares] = /^(\S+) is split (\d+):(\d+)$/.exec(words) ?? [];
    if (rules !== undefined) this.#sequencer.offer({ type: CommandType.DefineRouting, rules });
    else if (split !== undefined) {
      const ratio = { newShares: Number(newShares), oldShares: Number(oldShares) };
      this.#sequencer.offer({ type: CommandType.ApplySplit, splitId: words, symbol: split, ...ratio });
    } else if (day !== undefined) {
      this.#sequencer.offer({ type: CommandType.OpenTradingDay, tradingDay: Number(day) });
    } else if (symbol !== undefined) {
      const now = phase === "opens" ? TradingPhase.Open : TradingPhase.Closed;
      this.#sequencer.offer({ type: CommandType.UpdatePhase, symbol, phase: now, holdsWhenClosed: true });
    } else if (traded !== undefined) {
      const lastPx = Math.round(Number(px) * 100) as Ticks;
      this.#sequencer.offer({
        type: CommandType.UpdateMarket,
        symbol: traded,
        bidPx: NO_PRICE,
        askPx: NO_PRICE,
        lastPx,
      });
    } else if (words === "venue takes Day only" || words === "venue takes no stops") {
      const policy = {
        holdsWhenDown: true,
        repeatsUnknown: true,
        cancelsAliens: false,
        ...(words === "venue takes no stops"
          ? { ordTypes: "12", timesInForce: "" }
          : { ordTypes: "", timesInForce: "034" }),
      };
      this.#sequencer.offer({ type: CommandType.DefineVenue, venueId: 1, name: "SCRIPT", ...policy });
      this.#sequencer.offer({ type: CommandType.VenueLineUp, venueId: 1, text: "SCRIPT" });
    } else if (words === "line is down") {
      this.#sequencer.offer({ type: CommandType.VenueLineDown, venueId: 1, text: "gone" });
    } else if (words === "line is up") {
      this.#sequencer.offer({ type: CommandType.VenueLineUp, venueId: 1, text: "SCRIPT" });
    } else throw new Error(`the house cannot "${words}"`);
    this.#settle();
  }

  /** A trader does something: "accept 1", "slice 1 400 @ 10.01", as `deskCommand` reads it. */
  deskActs(words: string): void {
    this.#sequencer.offer(deskCommand(words, words));
    this.#settle();
  }

  expectOutcome(words: string): void {
    const found = this.#deskEar.heard.shift() ?? "nothing";
    if (found !== words) throw new Error(`expected the desk to hear: ${words}, found: ${found}`);
  }

  venueActs(words: string): void {
    this.#venue.act(words);
    this.#settle();
  }

  expectRequest(words: string): void {
    const found = this.#venue.requests.shift() ?? "nothing";
    if (found !== words) throw new Error(`expected the venue to be asked: ${words}, found: ${found}`);
  }

  expectNothingMore(): void {
    if (this.#received.length > 0)
      throw new Error(`also came: ${this.#received.map((fields) => fields.join("|")).join("\n")}`);
  }

  #logOn(): void {
    const wire: Wire = {
      peer: "scenario",
      backlogBytes: 0,
      write: (bytes, start, end) => this.#out.push(Buffer.from(bytes.subarray(start, end)).toString("latin1")),
      close: () => {},
    };
    const applVerId = this.#version.applVerId === "" ? "" : `|1137=${this.#version.applVerId}`;
    this.#frame(`35=A|98=0|108=30${applVerId}`, (view) => this.#session.accept(wire, view));
    this.#settle();
    this.#received.length = 0;
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
    const head = [type, `34=${this.#nextOut++}`, ...transport, "49=CLIENT", `52=${TIME}`, "56=LOCKSTEP", ...business];
    const body = head.map((field) => `${field}\x01`).join("");
    const message = `8=${this.#version.beginString}\x019=${body.length}\x01${body}`;
    let sum = 0;
    for (let index = 0; index < message.length; index++) sum += message.charCodeAt(index);
    const bytes = Buffer.from(`${message}10=${String(sum % 256).padStart(3, "0")}\x01`, "latin1");
    this.#framer.push(bytes, 0, bytes.length);
    if (!this.#framer.next(this.#view)) throw new Error("the scenario's own message is garbled");
    take(this.#view);
  }

  #tell(command: Parameters<Sequencer["offer"]>[0]): void {
    this.#sequencer.offer(command);
    this.#sequencer.doWork();
  }

  #settle(): void {
    do this.#sequencer.doWork();
    while (this.#sequencer.inbox.size > 0);
    this.#deliver();
  }

  /** What the session wrote becomes messages, each checked against the version's own dictionary. */
  #deliver(): void {
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
  if (field === "150=L" && name !== "FIX.5.0SP2") return ["150=D"];
  return (name === "FIX.4.2" ? BEFORE_43[field] : undefined) ?? [field];
}
