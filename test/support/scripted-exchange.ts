/**
 * The simulated exchange's FIX side, in a process of its own, before a book that a transcript scripts: its acceptor, its
 * sessions and its reports as clients of `lockstep exchange` get them, and what it answers is told to it line by line.
 *
 *   tsx scripted-exchange.ts BEGINSTRING [APPLVERID]
 *
 * Lines on standard input are "do WORDS" (what `ScriptedVenue` can), "state", "reset" (no orders, all numbers 1), "down" (the
 * line is cut and nobody is let in) and "up". On standard output every line is {"event", "text"}: "ready" with the port,
 * "request" with an order's request in words, and one answer a line: "done" with a fault or "", "state" with the next
 * numbers in and out.
 */
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { ClientOrder } from "../../simulator/server/client-orders.ts";
import { type OrderReport, Restatement, VenueAct } from "../../simulator/server/client-reports.ts";
import { ReportWriter } from "../../simulator/server/report-writer.ts";
import { readTerms, termsOfRequest } from "../../simulator/server/request-terms.ts";
import {
  type VenueListener,
  type VenueOrdType,
  type VenueReport,
  VenueReportKind,
  type VenueTimeInForce,
} from "../../src/domain/exchange-port.ts";
import { NO_PRICE, type Qty, rescale, type Ticks } from "../../src/domain/price.ts";
import { ExecType, OrdStatus, OrdType, type Side, TimeInForce } from "../../src/domain/values.ts";
import { FixAcceptor } from "../../src/fix/acceptor.ts";
import { MemoryStore } from "../../src/fix/memory-store.ts";
import type { MessageView } from "../../src/fix/message-view.ts";
import { FixSession } from "../../src/fix/session.ts";
import { type FixApplication, fixSessionConfig } from "../../src/fix/session-types.ts";
import { Tag } from "../../src/fix/tags.ts";
import { SystemClock } from "../../src/lib/clock.ts";
import { ScriptedVenue } from "./scripted-venue.ts";

/** Of every instrument of the transcripts. */
const PRICE_SCALE = 2;
const QTY_SCALE = 0;
const SESSION_ID = 1;

/** What the book says becomes the exchange's reports, of orders whose quantities are kept here. */
export class ScriptedExchange implements FixApplication, VenueListener {
  readonly session: FixSession;
  readonly #writer: ReportWriter;
  readonly #clock = new SystemClock();
  readonly #tell: (event: string, text: string) => void;
  #book = new ScriptedVenue();
  #orders = new Map<string, ClientOrder>();
  /** What requests named, by their own ClOrdID. */
  #asked = new Map<string, { origClOrdId: string; isReplace: boolean }>();
  #acceptor: FixAcceptor;
  #port = 0;
  #execs = 0;

  constructor(beginString: string, defaultApplVerId: string, tell: (event: string, text: string) => void) {
    const config = fixSessionConfig({ beginString, defaultApplVerId, senderCompId: "VENUE", targetCompId: "GW" });
    this.session = new FixSession({ id: SESSION_ID, config, store: new MemoryStore(), clock: this.#clock });
    this.#writer = new ReportWriter(this.session);
    this.#tell = tell;
    this.#acceptor = this.#door();
    this.#book.connect(this);
  }

  async listen(): Promise<number> {
    const { port } = await this.#acceptor.listen("127.0.0.1", this.#port);
    this.#port = port;
    return port;
  }

  /** Does what a line says. @returns the answer's event and text */
  async obey(line: string): Promise<[event: string, text: string]> {
    const { session } = this;
    if (line === "state") return ["state", `${session.nextTargetMsgSeqNum} ${session.nextSenderMsgSeqNum}`];
    if (line === "down") {
      session.disconnect("cut by the script");
      await this.#acceptor.close();
    } else if (line === "up") {
      this.#acceptor = this.#door();
      await this.listen();
    } else if (line === "reset") {
      session.disconnect("the next transcript");
      session.resetSequenceNumbers();
      this.#orders = new Map();
      this.#asked = new Map();
      this.#book = new ScriptedVenue();
      this.#book.connect(this);
    } else {
      try {
        this.#book.act(line.slice("do ".length));
      } catch (error) {
        return ["done", (error as Error).message];
      }
    }
    return ["done", ""];
  }

  onLogon(): void {}
  onLogout(): void {}
  onSessionEvent(): void {}

  onMessage(session: FixSession, message: MessageView): void {
    const { msgType } = message;
    if (msgType === "D") this.#enter(message);
    else if (msgType === "F" || msgType === "G") this.#change(message, msgType === "G");
    else if (msgType === "H") this.#status(message);
    else session.businessReject(message.msgSeqNum, msgType, 3, "the scripted exchange has no such message");
    for (const request of this.#book.requests.splice(0)) this.#tell("request", request);
  }

  onReport(report: VenueReport): boolean {
    const order = this.#orders.get(numberOf(report.clOrdId));
    if (order === undefined) throw new Error(`a report of an order that never came: ${report.clOrdId}`);
    const { text, lastQty, lastPx } = report;
    const trade = { execId: report.exchangeExecId, lastQty, lastPx };
    switch (report.kind) {
      case VenueReportKind.Accepted:
        order.orderNumber = Number(numberOf(report.clOrdId));
        this.#report(order, ExecType.New, {});
        break;
      case VenueReportKind.Rejected:
        order.end = OrdStatus.Rejected;
        this.#report(order, ExecType.Rejected, { ordRejReason: report.reason, text });
        break;
      case VenueReportKind.Fill:
        order.cumQty += lastQty;
        order.notional += lastQty * lastPx;
        order.isSuspended = false;
        if (order.end === "" && order.cumQty >= order.orderQty) order.end = OrdStatus.Filled;
        this.#report(order, ExecType.Trade, trade);
        break;
      case VenueReportKind.Busted:
      case VenueReportKind.Corrected:
        this.#changeOfTrade(order, report);
        break;
      case VenueReportKind.Canceled:
      case VenueReportKind.Replaced:
        this.#changed(order, report);
        break;
      case VenueReportKind.RequestRejected: {
        const { origClOrdId = "", isReplace = false } = this.#asked.get(report.clOrdId) ?? {};
        const { clOrdId, reason } = report;
        const rejected = { participant: SESSION_ID, order, clOrdId, origClOrdId, isReplace, reason, text };
        this.#writer.cancelReject(rejected, this.#clock.nowNs());
        break;
      }
      case VenueReportKind.Restated:
        this.#restated(order, report);
        break;
      case VenueReportKind.Expired:
        order.end = OrdStatus.Expired;
        this.#report(order, ExecType.Expired, { text });
        break;
      case VenueReportKind.DoneForDay:
        if (this.#book.isOpen(report.clOrdId)) order.isDoneForDay = true;
        else order.end = OrdStatus.DoneForDay;
        this.#report(order, VenueAct.DoneForDay, { text });
        break;
      case VenueReportKind.Suspended:
        order.isSuspended = true;
        this.#report(order, ExecType.Suspended, { text });
        break;
      case VenueReportKind.Triggered:
        this.#report(order, VenueAct.Triggered, { text });
        break;
      default:
        throw new Error(`the script says ${report.kind}, for which the exchange has no report`);
    }
    return true;
  }

  #enter(message: MessageView): void {
    const clOrdId = message.text(Tag.ClOrdID);
    const [orderQty, price] = [qtyOf(message), priceOf(message)];
    const [ordType, timeInForce] = [message.char(Tag.OrdType), message.char(Tag.TimeInForce)];
    const [symbol, account, side] = [message.text(Tag.Symbol), message.text(Tag.Account), message.char(Tag.Side)];
    const order: ClientOrder = {
      participant: SESSION_ID,
      number: Number(numberOf(clOrdId)),
      clOrdId,
      account,
      symbol,
      book: 1,
      side: side as Side,
      ordType: ordType as VenueOrdType,
      timeInForce: (timeInForce === "" ? TimeInForce.Day : timeInForce) as VenueTimeInForce,
      orderQty,
      price,
      terms: null,
      expireMs: 0,
      qtyScale: QTY_SCALE,
      priceScale: PRICE_SCALE,
      cumQty: 0,
      notional: 0,
      orderNumber: 0,
      isDoneForDay: false,
      isSuspended: false,
      end: "",
      requests: [],
    };
    const { written, foreign } = readTerms(message);
    if (foreign !== "") throw new Error(`an order with what the exchange does not know: ${foreign}`);
    if (written.length > 0) order.terms = termsOfRequest(written, order.timeInForce, order).terms;
    this.#orders.set(numberOf(clOrdId), order);
    const { timeInForce: until } = order;
    this.#book.newOrder({
      clOrdId,
      symbol,
      account,
      side: order.side,
      ordType: order.ordType,
      timeInForce: until,
      orderQty,
      price,
      ...(order.terms?.onHalt ? { terms: { onHalt: order.terms.onHalt === 1 ? "reinstate" : "cancel" } } : {}),
    });
  }

  #change(message: MessageView, isReplace: boolean): void {
    const clOrdId = message.text(Tag.ClOrdID);
    const origClOrdId = message.text(Tag.OrigClOrdID);
    this.#asked.set(clOrdId, { origClOrdId, isReplace });
    const named = { clOrdId, origClOrdId, symbol: message.text(Tag.Symbol), side: message.char(Tag.Side) as Side };
    if (!isReplace) return this.#book.cancelOrder(named);
    const ordType = message.char(Tag.OrdType) as VenueOrdType;
    const timeInForce = message.char(Tag.TimeInForce) as VenueTimeInForce;
    this.#book.replaceOrder({ ...named, ordType, timeInForce, orderQty: qtyOf(message), price: priceOf(message) });
  }

  #status(message: MessageView): void {
    const order = this.#orders.get(numberOf(message.text(Tag.ClOrdID)));
    this.#tell("request", `status ${message.text(Tag.ClOrdID)}`);
    if (order !== undefined) return this.#report(order, ExecType.OrderStatus, {});
    this.session.businessReject(message.msgSeqNum, "H", 0, "the script begins without orders");
  }

  #changed(order: ClientOrder, report: VenueReport): void {
    const { kind, clOrdId, solicited, text } = report;
    const isCancel = kind === VenueReportKind.Canceled;
    if (isCancel) order.end = OrdStatus.Canceled;
    else {
      Object.assign(order, { orderQty: report.orderQty, price: report.price });
      if (order.price === NO_PRICE) order.ordType = OrdType.Market;
      if (order.orderQty === order.cumQty) order.end = OrdStatus.Filled;
    }
    const origClOrdId = isCancel && !solicited ? "" : (this.#asked.get(clOrdId)?.origClOrdId ?? "");
    if (origClOrdId !== "") order.clOrdId = clOrdId;
    const { restatementReason: restatement = -1 } = report;
    this.#report(order, isCancel ? ExecType.Canceled : ExecType.Replaced, { origClOrdId, text, restatement });
  }

  #restated(order: ClientOrder, { clOrdId, orderQty, price, restatementReason = -1, text }: VenueReport): void {
    const restatement = restatementReason === -1 ? Restatement.PartialDecline : restatementReason;
    const { cumQty } = this.#book.tradedOf(clOrdId);
    Object.assign(order, { orderQty, price, cumQty, isDoneForDay: false, isSuspended: false });
    this.#report(order, VenueAct.Restated, { restatement, text });
  }

  /** What is undone and does not come back to the book is off the order's quantity, or the end of a filled order. */
  #changeOfTrade(order: ClientOrder, report: VenueReport): void {
    const { kind, exchangeExecId: execId, exchangeExecRefId: execRefId = "", lastQty, lastPx, leavesQty } = report;
    const { cumQty, notional } = this.#book.tradedOf(report.clOrdId);
    const leaves = order.end === "" ? order.orderQty - order.cumQty : 0;
    Object.assign(order, { cumQty, notional });
    if (leavesQty !== undefined) order.end = "";
    else if (order.end === "") order.orderQty = (cumQty + leaves) as Qty;
    else if (order.end === OrdStatus.Filled && cumQty < order.orderQty) order.end = OrdStatus.Canceled;
    const execType = kind === VenueReportKind.Busted ? VenueAct.Busted : VenueAct.Corrected;
    this.#report(order, execType, { execId, execRefId, lastQty, lastPx });
  }

  #report(order: ClientOrder, execType: OrderReport["execType"], more: Partial<OrderReport>): void {
    const plain = { execRefId: "", clOrdId: order.clOrdId, origClOrdId: "", lastQty: 0, lastPx: 0, ordRejReason: -1 };
    const rest = { text: "", ordStatusReqId: "", restatement: -1, massStatus: null, execId: `E${++this.#execs}` };
    this.#writer.report({ order, execType, ...plain, ...rest, ...more }, this.#clock.nowNs(), "");
  }

  #door(): FixAcceptor {
    return new FixAcceptor({ sessions: [this.session], clock: this.#clock, flush: "auto", application: this });
  }
}

function numberOf(clOrdId: string): string {
  return clOrdId.split("-")[0];
}

function qtyOf(message: MessageView): Qty {
  message.decimal(Tag.OrderQty);
  return rescale(message.mantissa, message.scale, QTY_SCALE) as Qty;
}

function priceOf(message: MessageView): Ticks {
  return message.decimal(Tag.Price) ? (rescale(message.mantissa, message.scale, PRICE_SCALE) as Ticks) : NO_PRICE;
}

async function main([beginString = "FIX.4.4", applVerId = ""]: string[]): Promise<void> {
  const tell = (event: string, text: string) => process.stdout.write(`${JSON.stringify({ event, text })}\n`);
  const exchange = new ScriptedExchange(beginString, applVerId, tell);
  tell("ready", String(await exchange.listen()));
  for await (const line of createInterface({ input: process.stdin })) tell(...(await exchange.obey(line)));
  process.exit(0);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.slice(2));
