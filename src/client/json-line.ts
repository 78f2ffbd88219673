/**
 * Order entry as JSON over a WebSocket: the FIX session's messages in another spelling. The client says who it is and what it
 * has seen; numbering what it sends, heartbeats and TestRequests are done here.
 *
 *   > {"MsgType":"Logon","SenderCompID":"WEB1","LastSeq":41}
 *   < {"MsgType":"Logon","MsgSeqNum":45,"HeartBtInt":30}
 *   < {"MsgType":"ExecutionReport","MsgSeqNum":42,"PossDupFlag":true, …}       what it missed
 *   > {"MsgType":"NewOrderSingle","ClOrdID":"A1", …}
 *   < {"MsgType":"ExecutionReport","MsgSeqNum":46, …}
 *
 * Every message from here has a MsgSeqNum, the next one's is one more; SequenceReset says which numbers nothing will come
 * for. What is not understood is answered by {"MsgType":"Error"}, which has no number, and the line lives.
 */
import type { WebSocket } from "ws";
import { type JsonFault, JsonForm, type JsonObject } from "../fix/json-form.ts";
import type { MessageView } from "../fix/message-view.ts";
import type { FixSession } from "../fix/session.ts";
import { MsgType, Tag } from "../fix/tags.ts";
import type { Clock } from "../lib/clock.ts";
import { CloseCode, WebSocketLine } from "./web-socket-line.ts";

/** Version of the language between the two sides; the Logon's answer says it. */
export const JSON_VERSION = 1;
const HEART_BT_INT_SECONDS = 30;
const BAD_LAST_SEQ = 4409;
/** What a client may send; names in the specification's spelling. */
export const JSON_MESSAGES_IN: readonly string[] = [
  MsgType.NewOrderSingle,
  MsgType.OrderCancelRequest,
  MsgType.OrderCancelReplaceRequest,
  MsgType.OrderStatusRequest,
  MsgType.OrderMassStatusRequest,
  MsgType.OrderMassCancelRequest,
  MsgType.OrderMassActionRequest,
  MsgType.NewOrderList,
  MsgType.ListExecute,
  MsgType.ListCancelRequest,
  MsgType.ListStatusRequest,
  MsgType.DontKnowTrade,
  MsgType.Logout,
];
const LOGON_KEYS: Readonly<Record<string, "text" | "count" | "boolean">> = {
  SenderCompID: "text",
  TargetCompID: "text",
  BeginString: "text",
  DefaultApplVerID: "text",
  Username: "text",
  Password: "text",
  LastSeq: "count",
  ResetSeqNumFlag: "boolean",
  HeartBtInt: "count",
};
/** What is no field of the body: PossResend(97) is the one header field a client may set. */
const HEADER_KEYS: ReadonlySet<string> = new Set(["MsgType", "PossResend"]);
const FORMS = new Map<string, JsonForm>();
const NO_FAULT: JsonFault = { path: "", expected: "", found: "" };

type Logon = { [Key in keyof typeof LOGON_KEYS]?: string | number | boolean };

/** Finds the session a Logon names; undefined when there is none. */
export type SessionFinder = (beginString: string, defaultApplVerId: string, compId: string) => FixSession | undefined;

export class JsonLine extends WebSocketLine {
  readonly #find: SessionFinder;
  readonly #clock: Clock;
  /** The session the Logon named; null before, and when it named none. */
  #session: FixSession | null = null;
  #header = "";
  #beginString = "";
  #form: JsonForm | null = null;
  /** The last number the client has seen; -1 when it wants nothing of before. */
  #lastSeq = -1;
  #isOn = false;
  /** The number of the last message that was given to the session. */
  #said = 0;
  /** TestReqID(112) the session waits for. */
  #testReqId = "";

  constructor(socket: WebSocket, address: string, port: number, find: SessionFinder, clock: Clock) {
    super(socket, address, port);
    this.#find = find;
    this.#clock = clock;
    // The peer's machine answers our pings by itself: it lives, and that is what a Heartbeat says.
    socket.on("pong", () => {
      if (!this.#isOn) return;
      this.#say(MsgType.Heartbeat, this.#testReqId === "" ? "" : `112=${this.#testReqId}\x01`);
      this.#testReqId = "";
    });
  }

  protected override receive(bytes: Buffer): void {
    let object: JsonObject;
    try {
      object = JSON.parse(bytes.toString("utf8")) as JsonObject;
    } catch (error) {
      return this.#fault({ path: "", expected: "a JSON object", found: (error as Error).message });
    }
    if (typeof object !== "object" || object === null || Array.isArray(object)) {
      return this.#fault({ path: "", expected: "a JSON object", found: JSON.stringify(object).slice(0, 80) });
    }
    if (this.#form === null) return this.#logOn(object);
    const msgType = this.#form.msgTypeOf(object.MsgType);
    if (msgType === "") {
      const expected = this.#form.names.join(", ");
      return this.#fault({ path: "/MsgType", expected, found: JSON.stringify(object.MsgType) ?? "nothing" });
    }
    const fields = this.#form.toFields(msgType, object, HEADER_KEYS);
    if (typeof fields !== "string") return this.#fault(fields);
    const { PossResend: possResend = false } = object;
    if (typeof possResend !== "boolean") {
      return this.#fault({ path: "/PossResend", expected: "true or false", found: String(possResend).slice(0, 80) });
    }
    const needsTime = object.TransactTime === undefined && this.#form.needs(msgType, Tag.TransactTime);
    const time = needsTime ? `60=${this.#nowText()}\x01` : "";
    this.#say(msgType, `${possResend ? "97=Y\x01" : ""}${fields}${time}`);
  }

  protected override deliver(view: MessageView): void {
    if (view.msgType === MsgType.Logon) this.#loggedOn(view);
    if (view.msgType === MsgType.TestRequest) {
      this.#testReqId = view.text(Tag.TestReqID);
      this.socket.ping();
    }
    // Heartbeats are told as well: they have a number, and the client counts.
    if (this.#form !== null) this.sendText(JSON.stringify(this.#form.toObject(view)));
  }

  #logOn(object: JsonObject): void {
    const fault = logonFault(object);
    if (fault !== NO_FAULT) return this.#fault(fault);
    const logon = object as Logon;
    const beginString = String(logon.BeginString ?? "FIXT.1.1");
    const applVerId = beginString === "FIXT.1.1" ? String(logon.DefaultApplVerID ?? "9") : "";
    const compId = String(logon.SenderCompID);
    const session = this.#find(beginString, applVerId, compId) ?? null;
    this.#session = session;
    this.#beginString = beginString;
    const target = String(logon.TargetCompID ?? session?.config.senderCompId ?? "LOCKSTEP");
    this.#header = `49=${compId}\x0156=${target}\x01`;
    this.#lastSeq = typeof logon.LastSeq === "number" ? logon.LastSeq : -1;
    if (session !== null) this.#form = formOf(session);
    const isReset = logon.ResetSeqNumFlag === true;
    let fields = `98=0\x01108=${logon.HeartBtInt ?? HEART_BT_INT_SECONDS}\x01`;
    if (isReset) fields += "141=Y\x01";
    if (logon.Username !== undefined) fields += `553=${logon.Username}\x01`;
    if (logon.Password !== undefined) fields += `554=${logon.Password}\x01`;
    if (applVerId !== "") fields += `1137=${applVerId}\x01`;
    this.#say(MsgType.Logon, fields, isReset ? 1 : (session?.nextTargetMsgSeqNum ?? 1));
  }

  /** Asks for what the client has not seen, once the Logon is answered. */
  #loggedOn(view: MessageView): void {
    this.#isOn = true;
    if (this.#lastSeq === -1 || view.msgSeqNum <= this.#lastSeq + 1) {
      if (this.#lastSeq >= view.msgSeqNum) {
        const text = `LastSeq is ${this.#lastSeq}, and the last message sent was ${view.msgSeqNum - 1}`;
        this.socket.close(BAD_LAST_SEQ, text);
      }
      return;
    }
    const from = this.#lastSeq + 1;
    queueMicrotask(() => this.#say(MsgType.ResendRequest, `7=${from}\x0116=${view.msgSeqNum - 1}\x01`));
  }

  /** The number the session expects next, behind what it has been given and has had no turn for yet. */
  #nextNumber(): number {
    return Math.max(this.#session?.nextTargetMsgSeqNum ?? 1, this.#said + 1);
  }

  /** Gives the session a message in the client's name, under the number it expects. */
  #say(msgType: string, fields: string, msgSeqNum = this.#nextNumber()): void {
    this.#said = msgSeqNum;
    const body = `35=${msgType}\x01${this.#header}34=${msgSeqNum}\x0152=${this.#nowText()}\x01${fields}`;
    const head = `8=${this.#beginString}\x019=${body.length}\x01${body}`;
    const bytes = Buffer.from(`${head}10=000\x01`, "latin1");
    let sum = 0;
    for (let index = 0; index < head.length; index++) sum += bytes[index];
    bytes.write(String(sum & 0xff).padStart(3, "0"), head.length + 3, "latin1");
    this.emit("data", bytes);
  }

  /** UTC as FIX writes it, in milliseconds. */
  #nowText(): string {
    const iso = new Date(Number(this.#clock.nowNs() / 1_000_000n)).toISOString();
    return `${iso.slice(0, 10).replaceAll("-", "")}-${iso.slice(11, 23)}`;
  }

  #fault({ path, expected, found }: JsonFault): void {
    const text = `${path === "" ? "the message" : path}: expected ${expected}, found ${found}`;
    this.sendText(JSON.stringify({ MsgType: "Error", path, expected, found, text }));
    // A stranger has one try: who cannot say who he is learns nothing by trying.
    if (this.#form === null) this.socket.close(CloseCode.Policy, "expected a Logon");
  }
}

function formOf(session: FixSession): JsonForm {
  const { beginString, defaultApplVerId, dictionary } = session.config;
  const key = `${beginString} ${defaultApplVerId} ${dictionary.version}`;
  let form = FORMS.get(key);
  if (form === undefined) {
    const known = JSON_MESSAGES_IN.filter((msgType) => dictionary.message(msgType) !== undefined);
    form = new JsonForm(dictionary, known);
    FORMS.set(key, form);
  }
  return form;
}

function logonFault(object: JsonObject): JsonFault {
  if (object.MsgType !== "Logon" && object.MsgType !== "A") {
    return { path: "/MsgType", expected: "Logon", found: JSON.stringify(object.MsgType) ?? "nothing" };
  }
  if (object.SenderCompID === undefined) return { path: "/SenderCompID", expected: "your CompID", found: "nothing" };
  for (const [name, value] of Object.entries(object)) {
    if (name === "MsgType") continue;
    const kind = Object.hasOwn(LOGON_KEYS, name) ? LOGON_KEYS[name] : undefined;
    const path = `/${name}`;
    const found = JSON.stringify(value).slice(0, 80);
    if (kind === undefined) return { path, expected: `one of ${Object.keys(LOGON_KEYS).join(", ")}`, found: name };
    if (kind === "text" && !(typeof value === "string" && /^[\x21-\xff][\x20-\xff]{0,255}$/.test(value))) {
      return { path, expected: "text of printable characters", found: name === "Password" ? "another" : found };
    }
    if (kind === "boolean" && typeof value !== "boolean") return { path, expected: "true or false", found };
    if (kind === "count" && !(Number.isSafeInteger(value) && (value as number) >= 0)) {
      return { path, expected: "a whole number from 0", found };
    }
  }
  return NO_FAULT;
}
