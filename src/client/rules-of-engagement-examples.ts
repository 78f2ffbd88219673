/**
 * The worked examples of the rules of engagement: a small house in memory, the real adapter, core and publisher on a real
 * session, plays them, so that what the pages show is what the OMS sends. No journal, no socket, a clock that stands.
 */

import { decide, evolve } from "../core/core.ts";
import { placeOf } from "../core/fill-table.ts";
import { State } from "../core/state.ts";
import type { Qty, Ticks } from "../domain/price.ts";
import { type Command, CommandType, type Event } from "../domain/records.generated.ts";
import { AssetClass } from "../domain/values.ts";
import type { MessageSpec } from "../fix/dictionary.ts";
import { MemoryStore } from "../fix/memory-store.ts";
import { MessageView } from "../fix/message-view.ts";
import { MessageWriter } from "../fix/message-writer.ts";
import { SessionRejectReason, sessionRejectText } from "../fix/reject-reasons.ts";
import type { Example, ExampleLine } from "../fix/rules-of-engagement.ts";
import { FixSession } from "../fix/session.ts";
import { type FixSessionConfig, fixSessionConfig } from "../fix/session-types.ts";
import { MsgType, Tag } from "../fix/tags.ts";
import { Validator } from "../fix/validator.ts";
import { assert } from "../lib/assert.ts";
import { ManualClock } from "../lib/clock.ts";
import { clientDictionary } from "./client-dictionary.ts";
import { FixAdapter } from "./fix-adapter.ts";
import { FixPublisher } from "./fix-publisher.ts";
import { takesLists } from "./list-adapter.ts";
import { sendStopNotice } from "./stop-notice.ts";

export const EXAMPLE_US = "LOCKSTEP";
export const EXAMPLE_CLIENT = "CLIENT";
const START_NS = BigInt(Date.UTC(2026, 10, 23, 9, 30)) * 1_000_000n;
const VENUE_ID = 1;
/** A message is not looked at for more faults than this. */
const FAULTS_MAX = 16;
const SYMBOL = "ACME";

/** "client: 35=D|11=A1|..." (what the version requires beside is put in), or what the exchange does. */
type Script = readonly [title: string, steps: readonly string[]];
const LIMIT = "1=FUND-1|38=1000|40=2|44=10.05|54=1|55=ACME|59=0";
const SCRIPTS: readonly Script[] = [
  ["A limit order is taken", [`35=D|11=A1|${LIMIT}`, "exchange accepts"]],
  ["It is filled in part", ["exchange fills 300 @ 10.04"]],
  ["It is changed", ["35=G|11=A2|41=A1|38=1500|40=2|44=10.06|54=1|55=ACME|59=0", "exchange replaces"]],
  ["How does it stand?", ["35=H|11=A2|54=1|55=ACME|790=S1"]],
  ["The rest is canceled", ["35=F|11=A3|41=A2|38=1500|54=1|55=ACME", "exchange cancels"]],
  ["A cancel comes too late", ["35=F|11=A4|41=A3|38=1500|54=1|55=ACME"]],
  ["A cancel of an order nobody knows", ["35=F|11=A5|41=NEVER|38=100|54=1|55=ACME"]],
  [
    "A market order is filled",
    ["35=D|11=B1|38=200|40=1|54=2|55=ACME|59=3", "exchange accepts", "exchange fills 200 @ 10.03"],
  ],
  ["A ClOrdID is used twice", ["35=D|11=B1|38=200|40=1|54=2|55=ACME"]],
  ["Symbol is not traded here", ["35=D|11=C1|38=100|40=1|54=1|55=NOSUCH"]],
  ["Price is no multiple of the tick", ["35=D|11=C2|38=100|40=2|44=10.055|54=1|55=ACME"]],
  ["OrdType is not supported", ["35=D|11=C3|38=100|40=6|54=1|55=ACME"]],
  ["The venue refuses", ["35=D|11=C4|38=100|40=2|44=10.05|54=1|55=ACME", "exchange rejects"]],
  ["Status of an order nobody knows", ["35=H|11=NEVER|54=1|55=ACME"]],
  [
    "All open orders are canceled",
    [
      "35=D|11=D1|38=100|40=2|44=10.05|54=1|55=ACME",
      "exchange accepts",
      "35=AF|584=S2|585=7",
      "35=q|11=D2|530=7",
      "exchange cancels",
    ],
  ],
  ["A mass cancel by product", ["35=q|11=D3|530=3"]],
  [
    "All open orders are canceled by a mass action",
    [
      "35=D|11=E1|38=100|40=2|44=10.05|54=1|55=ACME",
      "exchange accepts",
      "35=CA|11=E2|1373=3|1374=7",
      "exchange cancels",
    ],
  ],
  ["A mass action that is no cancel", ["35=CA|11=E3|1373=1|1374=7"]],
  [
    "An exit follows its entry",
    [
      "35=D|11=G1|583=P1|1385=2|38=100|40=2|44=10.05|54=1|55=ACME",
      "exchange accepts",
      "35=D|11=G2|583=P1|1385=1|38=100|40=2|44=10.10|54=2|55=ACME",
      "35=D|11=G3|583=P1|1385=4|38=100|40=2|44=10.10|54=2|55=ACME",
    ],
  ],
  [
    "A list of orders waits to be executed, and is canceled",
    [
      "35=E|66=L1|394=3|433=2|68=2|73=2|11=F1|67=1|55=ACME|54=1|38=100|40=2|44=10.05|11=F2|67=2|55=ACME|54=2|38=200|40=2|44=10.06",
      "35=M|66=L1",
      "35=K|66=L1",
    ],
  ],
  ["A message that is not supported", ["35=6|23=71|28=N|27=S|54=1|55=ACME"]],
  ["A ClOrdID is too long", [`35=D|11=${"X".repeat(80)}|38=100|40=1|54=1|55=ACME`]],
];
/** What a version may require beside what an example says; the first of these it does. */
const FILLERS: ReadonlyMap<number, string> = new Map([
  [Tag.HandlInst, "1"],
  [Tag.TransactTime, "<time>"],
  [Tag.CxlType, "F"],
  [Tag.OrderID, "NONE"],
]);

/**
 * Every example in one version, in order, in one session; and what the version's dictionary would refuse of what we send,
 * a sentence each, none where all is as it should be.
 *
 * @throws AssertionError when a client's message is not valid
 */
export function makeExamples(
  beginString: string,
  defaultApplVerId: string,
): { examples: readonly Example[]; faults: readonly string[] } {
  const house = new ExampleHouse(beginString, defaultApplVerId);
  const wire = {
    peer: "example",
    backlogBytes: 0,
    write: (bytes: Uint8Array, start: number, end: number) => house.take(bytes, start, end),
    close: () => {},
  };
  const examples: Example[] = [
    { title: "Logon", lines: house.play([LOGON], (view) => house.session.accept(wire, view)) },
  ];
  for (const [title, steps] of SCRIPTS) {
    if (!house.canPlay(steps)) continue;
    examples.push({ title, lines: house.play(steps, (view) => house.session.receive(view)) });
  }
  examples.push({ title: "The house is about to stop", lines: house.play([STOP], () => {}) });
  examples.push({ title: "Logout", lines: house.play(["35=5"], (view) => house.session.receive(view)) });
  return { examples, faults: [...house.faults] };
}

const STOP = "house is about to stop";
const LOGON = "35=A|98=0|108=30";

/** The OMS around one session, without what makes it durable. */
export class ExampleHouse {
  readonly clock = new ManualClock(START_NS);
  readonly state = new State();
  readonly config: FixSessionConfig;
  readonly session: FixSession;
  readonly adapter: FixAdapter;
  /** What the dictionary would refuse of what we sent. */
  readonly faults = new Set<string>();
  readonly #publisher: FixPublisher;
  readonly #writer: MessageWriter;
  readonly #validator: Validator;
  readonly #view = new MessageView();
  #lines: ExampleLine[] = [];
  #sequence = 0;
  #reportSequence = 0;
  #nextMsgSeqNum = 1;

  constructor(beginString: string, defaultApplVerId: string) {
    this.config = fixSessionConfig({
      beginString,
      defaultApplVerId,
      dictionary: clientDictionary(beginString, defaultApplVerId),
      senderCompId: EXAMPLE_US,
      targetCompId: EXAMPLE_CLIENT,
    });
    this.#validator = new Validator(this.config.dictionary, this.config.validation);
    this.#writer = new MessageWriter(beginString, this.config.timestampDigits);
    this.session = new FixSession({ id: 1, config: this.config, store: new MemoryStore(), clock: this.clock });
    this.#publisher = new FixPublisher(this.state, () => {});
    const line = {
      offer: (command: Command) => this.#work(command),
      offerReserved: (command: Command) => this.#work(command),
    };
    this.adapter = new FixAdapter(line, () => {});
    this.session.attach(this.adapter);
    this.#define();
    this.#publisher.addSession(this.session);
  }

  /** Has the version every message of these steps? */
  canPlay(steps: readonly string[]): boolean {
    const { dictionary } = this.config;
    return steps.every((step) => {
      const [, msgType] = /^35=([^|]+)/.exec(step) ?? [];
      if (msgType === MsgType.NewOrderList) return takesLists(dictionary);
      return msgType === undefined || dictionary.message(msgType) !== undefined;
    });
  }

  /** Plays steps; what the session writes comes back through `take`. */
  play(steps: readonly string[], receive: (view: MessageView) => void): ExampleLine[] {
    this.#lines = [];
    for (const step of steps) {
      if (step.startsWith("exchange ") || step === STOP) {
        this.#lines.push({ from: "exchange", text: `(the ${step})` });
        this.act(step);
        continue;
      }
      const { bytes, start, end } = this.write(step);
      this.#lines.push({ from: "client", text: shown(bytes, start, end) });
      const copy = Buffer.from(bytes.subarray(start, end));
      const view = new MessageView();
      assert(view.index(copy, 0, copy.length), "an example cannot be read");
      receive(view);
    }
    return this.#lines;
  }

  take(bytes: Uint8Array, start: number, end: number): void {
    if (!this.#isValid(bytes, start, end)) this.#collectFaults(shown(bytes, start, end));
    this.#lines.push({ from: "us", text: shown(bytes, start, end) });
  }

  /** A client's message from its fields, with the header and what the version requires; valid until the next. */
  write(fields: string): MessageWriter {
    const [type, ...rest] = fields.split("|");
    const msgType = type.slice("35=".length);
    const writer = this.#writer;
    const spec = this.config.dictionary.message(msgType);
    assert(spec !== undefined, "an example is of a type the version does not have");
    writer.open(msgType);
    writer.int(Tag.MsgSeqNum, this.#nextMsgSeqNum++);
    writer.text(Tag.SenderCompID, EXAMPLE_CLIENT);
    writer.timestamp(Tag.SendingTime, this.clock.nowNs());
    writer.text(Tag.TargetCompID, EXAMPLE_US);
    for (const [tag, value] of this.#body(rest, spec)) {
      if (value === "<time>") writer.timestamp(tag, this.clock.nowNs());
      else writer.text(tag, value);
    }
    writer.close();
    const valid = this.#isValid(writer.bytes, writer.start, writer.end);
    assert(valid, `an example is not valid: ${valid ? "" : this.#fault()}`);
    return writer;
  }

  /** The venue answers the last order, or the house is about to stop. */
  act(words: string): void {
    if (words === STOP) {
      sendStopNotice(this.session, "Planned stop", "maintenance; back at 18:00 UTC");
      return;
    }
    const orderId = this.state.orders.count;
    const { orders } = this.state;
    const requestNumber = orders.requestNumber[orderId];
    const report = { venueId: VENUE_ID, reportSequence: ++this.#reportSequence, orderId, requestNumber };
    const fill = /fills (\d+) @ (\d+)\.(\d\d)$/.exec(words);
    if (fill) {
      const lastPx = Number(fill[2] + fill[3]) as Ticks;
      const exchangeExecId = `T${this.#reportSequence}`;
      this.#work({
        type: CommandType.ExchangeFill,
        ...report,
        exchangeExecId,
        lastQty: Number(fill[1]) as Qty,
        lastPx,
      });
    } else if (words.endsWith("accepts")) {
      this.#work({ type: CommandType.ExchangeAccepted, ...report, exchangeOrderId: `X${orderId}` });
    } else if (words.endsWith("replaces")) {
      const terms = { orderQty: 1500 as Qty, price: 1006 as Ticks };
      this.#work({ type: CommandType.ExchangeReplaced, ...report, ...terms });
    } else if (words.endsWith("cancels")) {
      this.#work({ type: CommandType.ExchangeCanceled, ...report, solicited: true, text: "" });
    } else {
      assert(words.endsWith("rejects"), "an example's exchange does something it cannot");
      this.#work({ type: CommandType.ExchangeRejected, ...report, ordRejReason: 2, text: "the market is closed" });
    }
  }

  /** The fields the version's message has, and what it requires beside, ascending. */
  #body(fields: readonly string[], spec: MessageSpec): [number, string][] {
    const body = new Map<number, string>();
    // The entries of a group stay as they are, behind all the rest.
    const count = fields.findIndex((field) => field.startsWith(`${Tag.NoOrders}=`));
    const entries = count < 0 ? [] : fields.slice(count);
    for (const field of count < 0 ? fields : fields.slice(0, count)) {
      const tag = Number.parseInt(field, 10);
      if (spec.places[tag] !== 0 && spec.places[tag] !== undefined) body.set(tag, field.slice(field.indexOf("=") + 1));
    }
    for (const tag of spec.required) {
      const filler = FILLERS.get(tag);
      if (filler !== undefined && !body.has(tag)) body.set(tag, filler);
    }
    if (spec.msgType === MsgType.Logon && this.config.traits.hasApplVerId) {
      body.set(Tag.DefaultApplVerID, this.config.defaultApplVerId);
    }
    const grouped = entries.map((field): [number, string] => {
      return [Number.parseInt(field, 10), field.slice(field.indexOf("=") + 1)];
    });
    return [...[...body].toSorted(([a], [b]) => a - b), ...grouped];
  }

  #define(): void {
    this.#work({
      type: CommandType.DefineSession,
      sessionKey: "example",
      compId: EXAMPLE_CLIENT,
      account: "FUND-1",
      pendingReports: true,
      replaceChains: true,
    });
    this.#work({
      type: CommandType.DefineInstrument,
      symbol: SYMBOL,
      description: "Acme",
      currency: "EUR",
      assetClass: AssetClass.Equity,
      venueId: VENUE_ID,
      priceScale: 2,
      qtyScale: 0,
      lotSize: 1 as Qty,
      tickTable: [0, 1],
      referencePx: 1005 as Ticks,
      exchange: "",
      securityIds: "",
    });
    this.#work({ type: CommandType.OpenTradingDay, tradingDay: 20_261_123 });
  }

  #work(command: Command): boolean {
    const events: Event[] = [];
    const timeNs = this.clock.nowNs();
    decide(this.state, command, events);
    const sequence = ++this.#sequence;
    for (const [index, event] of events.entries()) {
      evolve(this.state, event, timeNs, placeOf(sequence, index));
      this.#publisher.publish(event, sequence, index, timeNs);
    }
    return true;
  }

  #isValid(bytes: Uint8Array, start: number, end: number): boolean {
    const read = this.#view.index(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), start, end);
    assert(read, "an example is garbled");
    return this.#validator.check(this.#view);
  }

  /** Every fault of a message: each one named is put right, or taken out, until the dictionary has no more to say. */
  #collectFaults(text: string): void {
    let fields = text.split("|").slice(0, -1);
    for (let turn = 0; turn < FAULTS_MAX; turn++) {
      const bytes = summed(fields);
      if (this.#isValid(bytes, 0, bytes.length)) return;
      this.faults.add(this.#fault());
      const { refTagId, reason } = this.#validator;
      const isValue =
        reason === SessionRejectReason.ValueIncorrect || reason === SessionRejectReason.IncorrectDataFormat;
      const good = this.config.dictionary.field(refTagId)?.values[0] ?? "1";
      const isFaulty = (field: string) => field.startsWith(`${refTagId}=`);
      fields = fields.flatMap((field) => (!isFaulty(field) ? [field] : isValue ? [`${refTagId}=${good}`] : []));
    }
  }

  /** "35=8, OrdStatus(39)=E: Value is incorrect", of the message checked last; the value only where it is what is wrong. */
  #fault(): string {
    const { refTagId, reason } = this.#validator;
    const name = this.config.dictionary.field(refTagId)?.name ?? tagName(refTagId);
    const value = reason === SessionRejectReason.ValueIncorrect ? `=${this.#view.text(refTagId)}` : "";
    return `35=${this.#view.msgType}, ${name}(${refTagId})${value}: ${sessionRejectText(reason)}`;
  }
}

/** The fields as a message, with the CheckSum they now have. */
function summed(fields: readonly string[]): Buffer {
  const text = fields
    .slice(0, -1)
    .map((field) => `${field}\x01`)
    .join("");
  const bytes = Buffer.from(`${text}10=000\x01`, "latin1");
  let sum = 0;
  for (let at = 0; at < text.length; at++) sum += bytes[at];
  bytes.write(String(sum & 255).padStart(3, "0"), bytes.length - 4, "latin1");
  return bytes;
}

/** The name of a tag the version does not have. */
function tagName(tag: number): string {
  return Object.entries(Tag).find(([, value]) => value === tag)?.[0] ?? "";
}

function shown(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.subarray(start, end)).toString("latin1").replaceAll("\x01", "|");
}
