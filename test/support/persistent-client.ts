/**
 * A FIX client written apart from the engine under test, with numbers that outlive its connections: what a buy side has.
 * It remembers everything it ever received by MsgSeqNum and by ExecID, and complains of any contradiction: a number used
 * twice for different content, an ExecID with two meanings, a report that does not follow from those before, a number too
 * low, a garbled frame.
 */
import { connect, type Socket } from "node:net";
import { ReportWatcher } from "./report-watcher.ts";

const SOH = "\x01";
/** Fields that may differ between a message and its resend: they are the transport's, not the business's. */
const TRANSPORT = new Set(["8", "9", "10", "34", "43", "52", "97", "122"]);

const REQUESTS = new Set(["D", "F", "G"]);
/** How a fault begins that is of a report's content, and not of the session. */
export const REPORT_FAULT = "a report that cannot be";

export type Fields = Map<string, string>;

export type PersistentClientOptions = {
  compId: string;
  beginString: string;
  applVerId?: string;
  /** The server's CompID. */
  target?: string;
  /** In place of a plain connection, one over TLS for example; "connect" is heard of when it is open. */
  dial?: (port: number) => Socket;
};

export class PersistentClient {
  readonly compId: string;
  /** What went wrong, in words; empty in a good run. */
  readonly faults: string[] = [];
  /** ClOrdID -> the last report that names it. */
  readonly reports = new Map<string, Fields>();
  /** ExecID -> business content. */
  readonly executions = new Map<string, string>();
  /** OrderID -> sum of LastQty over distinct ExecIDs. */
  readonly filled = new Map<string, number>();
  /** OrderID -> the last OrdStatus told, by a report or a cancel's rejection. */
  readonly statuses = new Map<string, string>();
  /** Content of the requests (D, F, G) received, in order: what a drop copy gets copies of. */
  readonly requests: string[] = [];
  /** Content of the ListStatus messages (N) received, in order. */
  readonly listStatuses: string[] = [];
  /** ClOrdIDs of new orders sent, in order. */
  readonly orders: string[] = [];
  received = 0;
  /** TestReqIDs (112) that were answered. */
  readonly echoes = new Set<string>();
  possDups = 0;
  loggedOn = false;
  /** Given every whole message as it came, before anything else. */
  onRaw: ((raw: string) => void) | null = null;
  readonly #beginString: string;
  readonly #applVerId: string;
  readonly #target: string;
  readonly #dial: (port: number) => Socket;
  readonly #sent = new Map<number, string>();
  readonly #byNumber = new Map<number, string>();
  readonly #watcher = new ReportWatcher();
  #nextOut = 1;
  #nextIn = 1;
  #askedFor = 0;
  /** The highest number seen: what came while it waited for others it did not keep, and asks for again. */
  #highest = 0;
  #socket: Socket | null = null;
  #text = "";

  constructor(options: PersistentClientOptions) {
    this.compId = options.compId;
    this.#beginString = options.beginString;
    this.#applVerId = options.applVerId ?? "";
    this.#target = options.target ?? "LOCKSTEP";
    this.#dial = options.dial ?? ((port) => connect({ host: "127.0.0.1", port, noDelay: true }));
  }

  get nextIn(): number {
    return this.#nextIn;
  }

  get isGapped(): boolean {
    return this.#askedFor >= this.#nextIn;
  }

  /** Connects and logs on with the numbers it has; resolves when the Logon was answered or the line is gone. */
  async logOn(port: number, extra = ""): Promise<void> {
    this.#text = "";
    this.#askedFor = 0;
    this.#highest = 0;
    const socket = this.#dial(port);
    this.#socket = socket;
    socket.setEncoding("latin1");
    socket.on("data", (text: string) => this.#take(text));
    socket.on("error", () => {});
    socket.on("close", () => {
      if (this.#socket !== socket) return;
      this.#socket = null;
      this.loggedOn = false;
    });
    await new Promise<void>((resolve) => {
      socket.once("connect", () => resolve());
      socket.once("close", () => resolve());
    });
    this.#send("A", `98=0|108=30|${extra}${this.#applVerId === "" ? "" : `1137=${this.#applVerId}|`}`, false);
    await this.until(() => this.loggedOn || this.#socket === null, `${this.compId}: the Logon was not answered`);
  }

  /** Sends an application message; `body` is "11=X|55=Y|" in the order it goes out. Nothing is sent without a line. */
  send(msgType: string, body: string, header = ""): void {
    if (!this.loggedOn) return;
    if (msgType === "D") this.orders.push(/11=([^|]*)/.exec(body)?.[1] ?? "");
    this.#send(msgType, body, true, header);
  }

  /** Sends what was sent before once more, as possible duplicates, though nobody asked. */
  sendAgain(from: number, to: number): void {
    this.#resend(from, to);
  }

  /** Asks for a sign of life (TestRequest) and waits for it: everything the server sent before has come then, too. */
  async echo(withinMs = 60_000): Promise<void> {
    const id = `${this.compId}-${this.echoes.size}-${this.#nextOut}`;
    this.#send("1", `112=${id}|`, false);
    await this.until(() => this.echoes.has(id), `${this.compId}: the TestRequest was not answered`, withinMs);
  }

  async logOut(body = ""): Promise<void> {
    if (this.#socket === null) return;
    this.#send("5", body, false);
    await this.until(() => this.#socket === null, `${this.compId}: the Logout was not answered`);
  }

  /** The line is cut, as when the other side dies. */
  drop(): void {
    this.#socket?.destroy();
  }

  async until(condition: () => boolean, otherwise: string, withinMs = 10_000): Promise<void> {
    for (let waited = 0; !condition(); waited += 2) {
      if (waited > withinMs) throw new Error(`${otherwise}; faults: ${this.faults.join("; ") || "none"}`);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }

  #send(msgType: string, body: string, isApplication: boolean, header = ""): void {
    const number = this.#nextOut++;
    const time = stamp();
    if (isApplication) this.#sent.set(number, `${msgType}|${body}|${time}`);
    this.#socket?.write(this.#frame(msgType, number, time, header.replaceAll("|", SOH), body.replaceAll("|", SOH)));
  }

  #frame(msgType: string, number: number, time: string, possDup: string, body: string): string {
    const head = `35=${msgType}${SOH}34=${number}${SOH}${possDup}49=${this.compId}${SOH}52=${time}${SOH}56=${this.#target}${SOH}`;
    const message = `8=${this.#beginString}${SOH}9=${head.length + body.length}${SOH}${head}${body}`;
    return `${message}10=${checksum(message)}${SOH}`;
  }

  #take(text: string): void {
    this.#text += text;
    for (;;) {
      const length = /^8=[^\x01]*\x019=(\d+)\x01/.exec(this.#text);
      if (length === null) return;
      const end = length[0].length + Number(length[1]) + 7;
      if (this.#text.length < end) return;
      const raw = this.#text.slice(0, end);
      this.#text = this.#text.slice(end);
      this.onRaw?.(raw);
      if (raw.slice(-7) !== `10=${checksum(raw.slice(0, -7))}${SOH}`) this.faults.push(`garbled: ${raw}`);
      else
        this.#onMessage(
          new Map(
            raw
              .split(SOH)
              .slice(0, -1)
              .map((field) => field.split(/=(.*)/s).slice(0, 2) as [string, string]),
          ),
        );
    }
  }

  #onMessage(fields: Fields): void {
    const number = Number(fields.get("34"));
    const msgType = fields.get("35") ?? "";
    const isDuplicate = fields.get("43") === "Y";
    if (isDuplicate) this.possDups++;
    if (msgType === "4" && fields.get("123") !== "Y") {
      this.faults.push(`a reset nobody asked for: NewSeqNo ${fields.get("36")}`);
      return;
    }
    if (msgType === "A") this.loggedOn = true;
    if (msgType === "2") this.#resend(Number(fields.get("7")), Number(fields.get("16")));
    this.#highest = Math.max(this.#highest, number);
    if (number > this.#nextIn) {
      if (!this.isGapped) {
        this.#askedFor = number;
        this.#send("2", `7=${this.#nextIn}|16=0|`, false);
      }
      return;
    }
    if (number < this.#nextIn) {
      if (!isDuplicate && msgType !== "5")
        this.faults.push(`MsgSeqNum ${number} again, expected ${this.#nextIn}, 35=${msgType}`);
      else if (msgType !== "4") this.#check(number, fields);
      return;
    }
    this.#nextIn = msgType === "4" ? Number(fields.get("36")) : number + 1;
    this.received++;
    if (this.#askedFor > 0 && !this.isGapped) {
      this.#askedFor = 0;
      if (this.#highest >= this.#nextIn) {
        this.#askedFor = this.#highest;
        this.#send("2", `7=${this.#nextIn}|16=0|`, false);
      }
    }
    if (msgType === "1") this.#send("0", `112=${fields.get("112")}|`, false);
    if (msgType === "0" && fields.has("112")) this.echoes.add(fields.get("112")!);
    if (msgType === "3" || msgType === "j")
      this.faults.push(`rejected: ${[...fields].map(([tag, value]) => `${tag}=${value}`).join("|")}`);
    if (msgType === "N") this.listStatuses.push(contentOf(fields));
    if (REQUESTS.has(msgType)) this.requests.push(contentOf(fields));
    if (msgType !== "8" && msgType !== "9" && !REQUESTS.has(msgType)) return;
    this.#check(number, fields);
    if (REQUESTS.has(msgType)) return;
    this.statuses.set(fields.get("37") ?? "", fields.get("39") ?? "");
    if (msgType === "8") this.#onReport(fields);
    else this.reports.set(fields.get("11") ?? "", fields);
  }

  #onReport(fields: Fields): void {
    this.reports.set(fields.get("11") ?? "", fields);
    const fault = this.#watcher.faultOf(fields);
    if (fault !== "") this.faults.push(`${REPORT_FAULT}: ${fault}`);
    const execId = fields.get("17") ?? "";
    const content = contentOf(fields);
    const known = this.executions.get(execId);
    if (known !== undefined && known !== content) this.faults.push(`ExecID ${execId} was ${known} and is ${content}`);
    if (known !== undefined) return;
    this.executions.set(execId, content);
    const orderId = fields.get("37") ?? "";
    if (fields.has("32")) this.filled.set(orderId, (this.filled.get(orderId) ?? 0) + Number(fields.get("32")));
  }

  #check(number: number, fields: Fields): void {
    const content = contentOf(fields);
    const known = this.#byNumber.get(number);
    if (known !== undefined && known !== content)
      this.faults.push(`MsgSeqNum ${number} was ${known} and is ${content}`);
    this.#byNumber.set(number, content);
  }

  #resend(from: number, to: number): void {
    const last = to === 0 ? this.#nextOut - 1 : Math.min(to, this.#nextOut - 1);
    let gapFrom = 0;
    const closeGap = (next: number) => {
      if (gapFrom === 0) return;
      this.#socket?.write(this.#frame("4", gapFrom, stamp(), `43=Y${SOH}`, `123=Y${SOH}36=${next}${SOH}`));
      gapFrom = 0;
    };
    for (let number = from; number <= last; number++) {
      const stored = this.#sent.get(number);
      if (stored === undefined) {
        if (gapFrom === 0) gapFrom = number;
        continue;
      }
      closeGap(number);
      const [msgType] = stored.split("|", 1);
      const time = stored.slice(stored.lastIndexOf("|") + 1);
      const body = stored.slice(msgType.length + 1, stored.lastIndexOf("|"));
      this.#socket?.write(
        this.#frame(msgType, number, stamp(), `43=Y${SOH}122=${time}${SOH}`, body.replaceAll("|", SOH)),
      );
    }
    closeGap(last + 1);
  }
}

function contentOf(fields: Fields): string {
  return [...fields]
    .filter(([tag]) => !TRANSPORT.has(tag))
    .map(([tag, value]) => `${tag}=${value}`)
    .join("|");
}

function checksum(text: string): string {
  let sum = 0;
  for (let index = 0; index < text.length; index++) sum += text.charCodeAt(index);
  return String(sum % 256).padStart(3, "0");
}

function stamp(): string {
  return new Date().toISOString().replaceAll("-", "").replace("T", "-").slice(0, 21);
}
