/**
 * A venue that is a FIX server: the exchange port over a session that calls.
 *
 * In: the OMS's requests, as soon as they are decided, and the venue's messages. Out: messages of the session, staged for
 * the frame that decided them and on the wire at `flush`; reports to the listener, each named by its message's number.
 * It remembers nothing a restart would miss: numbers and sent messages are in the journal, and a request that was not sent
 * when the line was lost is in doubt like one that was, until the venue has said how its order stands.
 *
 *   calling --logon--> filling the gap --all here--> up --lost--> calling
 *                      (cancels leave)               (asks of doubts, takes orders)
 */
import type { State } from "../core/state.ts";
import type {
  ExchangePort,
  VenueCancel,
  VenueListener,
  VenueNewOrder,
  VenueReplace,
  VenueReport,
  VenueStatusRequest,
} from "../domain/exchange-port.ts";
import { VenueReportKind } from "../domain/exchange-port.ts";
import { ExceptionKind } from "../domain/values.ts";
import { reportSequenceOf } from "../domain/venue-session.ts";
import type { FixInitiator } from "../fix/initiator.ts";
import { MessageView } from "../fix/message-view.ts";
import type { FixSession } from "../fix/session.ts";
import type { FixApplication, SessionEventKind, SessionStore } from "../fix/session-types.ts";
import { MsgType, Tag } from "../fix/tags.ts";
import type { TokenBucket } from "../fix/throttle.ts";
import type { Clock } from "../lib/clock.ts";
import { StatusQuestions } from "./status-questions.ts";
import { emptyReport, VenueReportReader } from "./venue-report-reader.ts";
import { VenueRequestQueue, type WaitingRequest } from "./venue-request-queue.ts";
import type { VenueRequestWriter } from "./venue-request-writer.ts";

export type FixVenueOptions = {
  readonly name: string;
  readonly venueId: number;
  readonly state: State;
  readonly session: FixSession;
  readonly store: SessionStore;
  readonly writer: VenueRequestWriter;
  readonly clOrdIdPrefix: string;
  readonly clock: Clock;
  /** How many messages a second the venue takes; null is any number. */
  readonly throttle: TokenBucket | null;
  /** Whether the venue answers OrderMassStatusRequest(AF). */
  readonly massStatus: boolean;
  readonly note: (session: FixSession | null, kind: SessionEventKind, text: string) => void;
};

/** The reports a full line could not take; the session is not read while some wait. */
type Waiting = VenueReport | number;

export class FixVenue implements ExchangePort, FixApplication {
  readonly name: string;
  readonly stagesRequests = true;
  readonly #options: FixVenueOptions;
  readonly #session: FixSession;
  readonly #reader: VenueReportReader;
  readonly #queue = new VenueRequestQueue();
  readonly #questions = new StatusQuestions();
  readonly #waiting: Waiting[] = [];
  readonly #ours = new MessageView();
  #initiator: FixInitiator | null = null;
  #listener: VenueListener | null = null;
  #lastReportSequence = 0;
  /** Logged on, and nothing the venue said before is missing. */
  #isUp = false;

  constructor(options: FixVenueOptions) {
    this.#options = options;
    this.name = options.name;
    this.#session = options.session;
    this.#reader = new VenueReportReader(options.state, options.venueId, options.clOrdIdPrefix);
  }

  /** Who calls for the session; given once, before `connect`. */
  set initiator(initiator: FixInitiator) {
    this.#initiator = initiator;
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  /** Reports the OMS could not take yet. */
  get waitingReports(): number {
    return this.#waiting.length;
  }

  connect(listener: VenueListener, lastReportSequence: number): void {
    this.#listener = listener;
    this.#lastReportSequence = lastReportSequence;
  }

  newOrder(order: VenueNewOrder): void {
    if (this.#isUp) this.#give({ kind: "new", order });
  }

  replaceOrder(replace: VenueReplace): void {
    if (this.#isUp) this.#give({ kind: "replace", replace });
  }

  cancelOrder(cancel: VenueCancel): void {
    this.#give({ kind: "cancel", cancel });
  }

  requestStatus(orders: readonly VenueStatusRequest[]): void {
    if (!this.#isUp) return;
    const nowMs = this.#options.clock.monotonicMs();
    for (const request of orders) this.#questions.want(request, nowMs);
    if (this.#options.massStatus) this.#give({ kind: "massStatus" });
    else this.#askEach();
  }

  flush(): void {
    this.#initiator?.flush();
  }

  visitMarket(): void {
    // A session that carries orders carries no prices.
  }

  close(): void {
    this.#listener = null;
  }

  /** Every 20 ms or so: whether the line is up, what the throttle lets go, what was not answered. */
  tick(): void {
    this.#giveWaiting();
    const { clock } = this.#options;
    if (!this.#session.loggedOn) return;
    if (!this.#isUp && this.#session.status().gap === "") this.#setUp();
    this.#drain();
    if (!this.#isUp) return;
    for (const { request, isGivenUp } of this.#questions.overdue(clock.monotonicMs())) {
      if (isGivenUp) this.#giveUp(request);
      else this.#give({ kind: "status", request });
    }
  }

  onLogon(session: FixSession): void {
    if (session.status().gap === "") this.#setUp();
    else this.#drain();
  }

  onLogout(_session: FixSession, reason: string): void {
    this.#isUp = false;
    this.#queue.lose();
    this.#questions.clear();
    this.#listener?.onLine?.(false, reason);
  }

  isFull(): boolean {
    return this.#waiting.length > 0;
  }

  onMessage(_session: FixSession, view: MessageView): void {
    const { msgType, msgSeqNum } = view;
    switch (msgType) {
      case MsgType.ExecutionReport:
        return this.#onExecution(view);
      case MsgType.OrderCancelReject:
        return this.#report(this.#reader.cancelReject(view, this.#sequenceOf(msgSeqNum)), msgSeqNum);
      case MsgType.BusinessMessageReject:
        return this.#onRejected(view);
      default:
        this.#report(null, msgSeqNum);
        this.#options.note(this.#session, "reject-received", `${this.name} sent ${msgType}, which nobody here reads`);
    }
  }

  /** Reject(3): its number is consumed already, in the same turn. */
  onReject(_session: FixSession, view: MessageView): void {
    this.#onRejected(view);
  }

  onSessionEvent(session: FixSession | null, kind: SessionEventKind, text: string): void {
    this.#options.note(session, kind, `${this.name}: ${text}`);
  }

  #onExecution(view: MessageView): void {
    const report = this.#reader.execution(view, this.#sequenceOf(view.msgSeqNum));
    const isOfMass = view.has(Tag.MassStatusReqID);
    if (report?.kind === VenueReportKind.Status) this.#questions.answered(report.clOrdId);
    // An answer that there is nothing to tell speaks of no order.
    this.#report(isOfMass && report?.status?.ordStatus === "" ? null : report, view.msgSeqNum);
    if (isOfMass && (view.char(Tag.LastRptRequested) === "Y" || !view.has(Tag.ClOrdID))) this.#askEach();
  }

  #onRejected(view: MessageView): void {
    const ours = this.#sentMessage(view.int(Tag.RefSeqNum));
    if (ours?.msgType === MsgType.OrderMassStatusRequest) {
      this.#report(null, view.msgSeqNum);
      return this.#askEach();
    }
    const report = this.#reader.rejected(view, ours, this.#sequenceOf(view.msgSeqNum));
    if (ours?.msgType === MsgType.OrderStatusRequest) this.#questions.answered(report.clOrdId);
    this.#report(report, view.msgSeqNum);
  }

  /** A message of ours, from the journal; valid until the next. */
  #sentMessage(msgSeqNum: number): MessageView | null {
    let found: MessageView | null = null;
    if (!(msgSeqNum > 0)) return null;
    this.#options.store.readSent(msgSeqNum, msgSeqNum, (_, bytes, start, end) => {
      const copy = Buffer.from(bytes.subarray(start, end));
      if (this.#ours.index(copy, 0, copy.length)) found = this.#ours;
    });
    return found;
  }

  #setUp(): void {
    const { loggedOn } = this.#session;
    if (!loggedOn || this.#waiting.length > 0) return;
    this.#isUp = true;
    this.#listener?.onLine?.(true, `logged on with ${this.#session.status().peer}`);
    this.#drain();
  }

  #sequenceOf(msgSeqNum: number): number {
    this.#lastReportSequence = reportSequenceOf(msgSeqNum, this.#lastReportSequence);
    return this.#lastReportSequence;
  }

  /** A report, or none, and the number of its message: in the journal in their order. */
  #report(report: VenueReport | null, msgSeqNum: number): void {
    this.#waiting.push(report ?? msgSeqNum);
    this.#giveWaiting();
  }

  #giveWaiting(): void {
    const waiting = this.#waiting;
    let given = 0;
    for (; given < waiting.length; given++) {
      const next = waiting[given];
      if (typeof next === "number") this.#options.store.consumed(next);
      else if (this.#listener?.onReport(next) === false) break;
    }
    if (given > 0) waiting.splice(0, given);
  }

  /** Asks for every order of which nothing was said yet, one by one. */
  #askEach(): void {
    for (const request of this.#questions.toAsk(this.#options.clock.monotonicMs())) {
      this.#give({ kind: "status", request });
    }
  }

  #giveUp(request: VenueStatusRequest): void {
    const report = emptyReport(0);
    report.kind = VenueReportKind.Unbookable;
    report.exception = ExceptionKind.Unresolved;
    report.clOrdId = request.clOrdId;
    report.text = `${this.name} was asked how the order stands and has not answered`;
    // A full line takes it later, like what the venue says.
    this.#waiting.push(report);
    this.#giveWaiting();
  }

  #give(request: WaitingRequest): void {
    if (this.#queue.size === 0 && this.#session.loggedOn && this.#mayLeave(request) && this.#take()) {
      this.#write(request);
      return;
    }
    this.#queue.push(request);
  }

  #mayLeave(request: WaitingRequest): boolean {
    return this.#isUp || request.kind === "cancel";
  }

  #take(): boolean {
    const { throttle, clock } = this.#options;
    if (throttle === null) return true;
    throttle.refill(clock.monotonicMs());
    return throttle.take();
  }

  #drain(): void {
    while (this.#queue.size > 0 && this.#session.loggedOn) {
      if (!this.#take()) return;
      const request = this.#queue.shift(!this.#isUp);
      if (request === undefined) return;
      this.#write(request);
    }
  }

  #write(request: WaitingRequest): void {
    const { writer } = this.#options;
    switch (request.kind) {
      case "new":
        return writer.newOrder(request.order);
      case "replace":
        return writer.replaceOrder(request.replace);
      case "cancel":
        return writer.cancelOrder(request.cancel, !request.cancel.clOrdId.startsWith("A"));
      case "status":
        this.#questions.asked(request.request, this.#options.clock.monotonicMs());
        return writer.status(request.request);
      default:
        if (!writer.massStatus(`M${this.#session.nextSenderMsgSeqNum}`)) this.#askEach();
    }
  }
}
