/**
 * A buy side's FIX engine, written apart from the one under test: numbers that outlive its connections, resends, gaps,
 * heartbeats. It remembers everything it was ever sent by MsgSeqNum, and complains of every contradiction. What messages
 * mean is its trader's business.
 */

import type { Line, LineEnd, Network } from "./fake-network.ts";
import { contentOf, type Fields, fieldsOf, frame, MessageCutter, stamp, withBars } from "./fix-text.ts";
import type { World } from "./world.ts";

const TICK_MS = 1_000;
/** Numbers that are asked for and do not come are asked for again after this. */
const GAP_PATIENCE_MS = 20_000;
const LOGON_PATIENCE_MS = 12_000;
const OMS = "LOCKSTEP";

export type PeerOptions = {
  world: World;
  network: Network;
  compId: string;
  beginString: string;
  applVerId: string;
  heartBtInt: number;
  address: string;
  /** The client's own clock, which never steps. */
  wallNs: () => bigint;
};

/** What the peer's owner hears. */
export type PeerOwner = {
  /** An application message, once, in order of its number. */
  onApplication(msgType: string, fields: Fields): void;
  /** Reject(3) or BusinessMessageReject(j) of the message with this number. */
  onRejected(number: number, fields: Fields): void;
  /** The OMS asks for a message again that was sent on an earlier line. @returns false to leave it out for good */
  sendsAgain(number: number): boolean;
};

export class FixPeer implements LineEnd {
  readonly compId: string;
  readonly beginString: string;
  loggedOn = false;
  /** Does it connect by itself when it is not connected? */
  isWilling = true;
  nextIn = 1;
  nextOut = 1;
  /** Reports and rejects taken, and possible duplicates seen. */
  received = 0;
  duplicates = 0;
  line: Line | null = null;
  readonly #options: PeerOptions;
  readonly #owner: PeerOwner;
  /** Application messages by number: "35=D|" and the rest of their content. */
  readonly #sent = new Map<number, { msgType: string; body: string; time: string; lineId: number }>();
  readonly #contents = new Map<number, string>();
  #cutter = new MessageCutter();
  #askedUpTo = 0;
  #askedAtMs = 0;
  #dialAtMs = 0;
  #dialedAtMs = 0;
  #heardAtMs = 0;
  #spokeAtMs = 0;
  #isLeaving = false;

  constructor(options: PeerOptions, owner: PeerOwner) {
    this.#options = options;
    this.#owner = owner;
    this.compId = options.compId;
    this.beginString = options.beginString;
    const tick = () => {
      this.#tick();
      options.world.tickAfter(TICK_MS, tick);
    };
    options.world.tickAfter(TICK_MS, tick);
  }

  get isGapped(): boolean {
    return this.#askedUpTo >= this.nextIn;
  }

  /** Sends an application message. @returns its number, or 0 without a session */
  send(msgType: string, body: string): number {
    if (!this.loggedOn || this.#isLeaving) return 0;
    const number = this.nextOut;
    const time = stamp(this.#options.wallNs());
    this.#sent.set(number, { msgType, body, time, lineId: this.line?.id ?? 0 });
    this.#transmit(msgType, body);
    return number;
  }

  /** Says good-bye; the OMS answers and closes. */
  logOut(): void {
    if (!this.loggedOn || this.#isLeaving) return;
    this.#transmit("5", "");
    this.#isLeaving = true;
  }

  /** Asks for messages again that it has. */
  askAgain(from: number): void {
    if (this.loggedOn && !this.#isLeaving && !this.isGapped) this.#transmit("2", `7=${from}|16=0|`);
  }

  /** The Logon of somebody who has this client's name, and none of its numbers. */
  logonOfAnother(): Buffer {
    const { compId, beginString, applVerId, wallNs } = this.#options;
    const content = `35=A|34=1|49=${compId}|52=${stamp(wallNs())}|56=${OMS}|98=0|108=30|`;
    return Buffer.from(frame(beginString, `${content}${applVerId === "" ? "" : `1137=${applVerId}|`}`), "latin1");
  }

  testRequest(id: string): void {
    if (this.loggedOn && !this.#isLeaving) this.#transmit("1", `112=${id}|`);
  }

  /** Bytes that are no FIX, or not whole. */
  babble(text: string): void {
    if (this.loggedOn && !this.#isLeaving) this.line?.send(Buffer.from(text, "latin1"));
  }

  /** The line's end on this side is gone, as when the client's machine is switched off. */
  hangUp(): void {
    this.line?.hangUp();
    this.#lineGone();
  }

  /** It will not try to connect before this many milliseconds from now. */
  stayAway(ms: number): void {
    this.#dialAtMs = this.#options.world.nowMs + ms;
  }

  onOpen(line: Line): void {
    if (line !== this.line) return;
    this.#cutter = new MessageCutter();
    this.#askedUpTo = 0;
    const { heartBtInt, applVerId } = this.#options;
    this.#transmit("A", `98=0|108=${heartBtInt}|${applVerId === "" ? "" : `1137=${applVerId}|`}`);
  }

  onBytes(line: Line, bytes: Buffer): void {
    if (line !== this.line) return;
    this.#heardAtMs = this.#options.world.nowMs;
    this.#cutter.push(bytes, (text, fault) => {
      if (fault !== "") this.#complain("I5", `${fault}: ${withBars(text)}`);
      else if (line === this.line) this.#take(text);
    });
  }

  onClosed(line: Line): void {
    if (line === this.line) this.#lineGone();
  }

  #lineGone(): void {
    this.line = null;
    this.loggedOn = false;
    this.#isLeaving = false;
    this.#dialAtMs = Math.max(this.#dialAtMs, this.#options.world.nowMs + 700);
  }

  #tick(): void {
    const { world, heartBtInt } = this.#options;
    const { nowMs } = world;
    if (this.line === null) {
      if (this.isWilling && nowMs >= this.#dialAtMs) this.#dial();
      return;
    }
    if (!this.loggedOn) {
      if (nowMs - this.#dialedAtMs > LOGON_PATIENCE_MS) this.hangUp();
      return;
    }
    if (nowMs - this.#heardAtMs > heartBtInt * 2_500) return this.hangUp();
    if (nowMs - this.#spokeAtMs >= heartBtInt * 1_000 - TICK_MS && !this.#isLeaving) this.#transmit("0", "");
    if (this.isGapped && nowMs - this.#askedAtMs > GAP_PATIENCE_MS && !this.#isLeaving) this.#ask();
  }

  #dial(): void {
    const { world, network, address } = this.#options;
    this.#dialedAtMs = world.nowMs;
    this.#heardAtMs = world.nowMs;
    this.line = network.dial(this, address);
  }

  #transmit(msgType: string, body: string): void {
    this.#transmitAs(this.nextOut++, msgType, body, "", stamp(this.#options.wallNs()));
  }

  #transmitAs(number: number, msgType: string, body: string, possDup: string, time: string): void {
    const { world, compId, beginString } = this.#options;
    const header = `35=${msgType}|34=${number}|${possDup}49=${compId}|52=${time}|56=${OMS}|`;
    this.#spokeAtMs = world.nowMs;
    this.line?.send(Buffer.from(frame(beginString, header + body), "latin1"));
  }

  #ask(): void {
    this.#askedAtMs = this.#options.world.nowMs;
    this.#transmit("2", `7=${this.nextIn}|16=0|`);
  }

  #take(text: string): void {
    const fields = fieldsOf(text);
    const number = Number(fields.get("34"));
    const msgType = fields.get("35") ?? "";
    const isDuplicate = fields.get("43") === "Y";
    if (fields.get("49") !== OMS || fields.get("56") !== this.compId || fields.get("8") !== this.beginString) {
      return this.#complain("I5", `a message of another session: ${withBars(text)}`);
    }
    if (isDuplicate) this.duplicates++;
    if (isDuplicate && (fields.get("122") ?? "") > (fields.get("52") ?? "")) {
      this.#complain("I5", `OrigSendingTime later than SendingTime: ${withBars(text)}`);
    }
    this.#compare(number, text, msgType);
    if (msgType === "4" && fields.get("123") !== "Y") return this.#complain("I5", `a reset: ${withBars(text)}`);
    if (msgType === "A") this.loggedOn = true;
    if (msgType === "2") this.#resend(Number(fields.get("7")), Number(fields.get("16")));
    if (number > this.nextIn) {
      if (this.isGapped || msgType === "5") return;
      this.#askedUpTo = number;
      return this.#ask();
    }
    if (number < this.nextIn) {
      if (!isDuplicate) this.#complain("I5", `number ${number} again, expected ${this.nextIn}: ${withBars(text)}`);
      return;
    }
    this.nextIn = msgType === "4" ? Number(fields.get("36")) : number + 1;
    if ("389j".includes(msgType)) this.received++;
    this.#deliver(msgType, fields);
  }

  /** The same number never has two contents; a gap fill stands for others and says nothing of itself. */
  #compare(number: number, text: string, msgType: string): void {
    if (msgType === "4") return;
    const content = contentOf(text);
    const known = this.#contents.get(number);
    if (known === undefined) this.#contents.set(number, content);
    else if (known !== content) this.#complain("I5", `number ${number} was ${known} and is ${content}`);
  }

  #deliver(msgType: string, fields: Fields): void {
    switch (msgType) {
      case "1":
        if (!this.#isLeaving) this.#transmit("0", `112=${fields.get("112")}|`);
        return;
      case "3":
      case "j":
        return this.#owner.onRejected(Number(fields.get("45")), fields);
      case "8":
      case "9":
        return this.#owner.onApplication(msgType, fields);
      case "5":
        // The OMS leaves: it is answered, unless it is the answer.
        if (!this.#isLeaving) this.#transmit("5", "");
        this.#isLeaving = true;
        return;
      default:
        return;
    }
  }

  /** What the OMS has not had: application messages again, or left out as too old; the session's own as gap fills. */
  #resend(from: number, to: number): void {
    const last = to === 0 ? this.nextOut - 1 : Math.min(to, this.nextOut - 1);
    let gapFrom = 0;
    const fillGap = (next: number) => {
      if (gapFrom === 0) return;
      this.#transmitAs(gapFrom, "4", `36=${next}|123=Y|`, "43=Y|", stamp(this.#options.wallNs()));
      gapFrom = 0;
    };
    for (let number = from; number <= last; number++) {
      const message = this.#sent.get(number);
      const isOld = message !== undefined && message.lineId !== this.line?.id;
      if (message === undefined || (isOld && !this.#owner.sendsAgain(number))) {
        if (gapFrom === 0) gapFrom = number;
        this.#sent.delete(number);
        continue;
      }
      fillGap(number);
      const { msgType, body, time } = message;
      // OrigSendingTime belongs to the header, behind SendingTime and TargetCompID.
      this.#transmitAs(number, msgType, `122=${time}|${body}`, "43=Y|", stamp(this.#options.wallNs()));
    }
    fillGap(last + 1);
  }

  #complain(invariant: string, text: string): void {
    this.#options.world.fail(invariant, `${this.compId}: ${text}`);
  }
}
