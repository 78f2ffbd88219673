/** One FIX.4.4 session that is logged on, with a store and a wire that only count, and orders numbered for it. */
import { MessageView } from "../../src/fix/message-view.ts";
import { FixSession } from "../../src/fix/session.ts";
import {
  type FixApplication,
  type FixSessionConfig,
  fixSessionConfig,
  type SessionStore,
  type Wire,
} from "../../src/fix/session-types.ts";
import { timestampNs } from "../../src/fix/timestamps.ts";
import { ManualClock } from "../../src/lib/clock.ts";
import { whole } from "../fix/messages.ts";
import { clOrdIdOf, PRICE, symbolOf } from "./core-day.ts";

const TIME = "20261122-10:11:12.345";
const TIME_BYTES = Buffer.from(TIME, "latin1");
export const TIME_NS = timestampNs(TIME_BYTES, 0, TIME_BYTES.length);

/** Remembers nothing, and knows how much it was told. */
export class CountingStore implements SessionStore {
  nextSenderMsgSeqNum = 1;
  nextTargetMsgSeqNum = 1;
  sentCount = 0;
  sentBytes = 0;

  sent(_msgSeqNum: number, _isApplication: boolean, _bytes: Uint8Array, start: number, end: number): void {
    this.sentCount++;
    this.sentBytes += end - start;
  }

  consumed(): void {}

  reset(): void {}

  readSent(): void {}
}

export class CountingWire implements Wire {
  readonly peer = "127.0.0.1:5001";
  readonly backlogBytes = 0;
  messages = 0;
  isClosed = false;

  write(): void {
    this.messages++;
  }

  close(): void {
    this.isClosed = true;
  }
}

const NOBODY: FixApplication = { onLogon: () => {}, onLogout: () => {}, onMessage: () => {} };

export type FixLine = { session: FixSession; store: CountingStore; wire: CountingWire };

export function lineConfig(): FixSessionConfig {
  return fixSessionConfig({ beginString: "FIX.4.4", senderCompId: "LOCKSTEP", targetCompId: "CLIENT01" });
}

/** A session that `application` hears, logged on: the next message expected is number 2. */
export function openLine(application: FixApplication = NOBODY): FixLine {
  const clock = new ManualClock(TIME_NS);
  const store = new CountingStore();
  const wire = new CountingWire();
  const session = new FixSession({ id: 1, config: lineConfig(), store, clock });
  session.attach(application);
  if (!session.accept(wire, viewOf(LOGON))) throw new Error("the bench's Logon was refused");
  return { session, store, wire };
}

export const LOGON = whole(`35=A|34=1|49=CLIENT01|52=${TIME}|56=LOCKSTEP|98=0|108=30|`);

/** A NewOrderSingle of 17 fields. */
export function orderMessage(msgSeqNum: number): Buffer {
  const head = `35=D|34=${msgSeqNum}|49=CLIENT01|52=${TIME}|56=LOCKSTEP|`;
  const order = `11=${clOrdIdOf(msgSeqNum)}|1=ACC-7|21=1|55=${symbolOf(msgSeqNum)}|54=1|60=${TIME}|`;
  return whole(`${head}${order}38=1500|40=2|44=${PRICE / 100}|59=0|15=USD|100=XNAS|`);
}

/** The same without what is carried along: Currency and ExDestination. */
export function plainOrderMessage(msgSeqNum: number): Buffer {
  const head = `35=D|34=${msgSeqNum}|49=CLIENT01|52=${TIME}|56=LOCKSTEP|`;
  const order = `11=${clOrdIdOf(msgSeqNum)}|1=ACC-7|21=1|55=${symbolOf(msgSeqNum)}|54=1|60=${TIME}|`;
  return whole(`${head}${order}38=1500|40=2|44=${PRICE / 100}|59=0|`);
}

/** So many orders, numbered from `first`, each indexed. */
export function orderViews(first: number, count: number): MessageView[] {
  return Array.from({ length: count }, (_, index) => viewOf(orderMessage(first + index)));
}

export function viewOf(bytes: Buffer): MessageView {
  const view = new MessageView();
  if (!view.index(bytes, 0, bytes.length))
    throw new Error(`a message of the bench is garbled: ${bytes.toString("latin1")}`);
  return view;
}
