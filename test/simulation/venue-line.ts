/**
 * A venue behind a bad line, on virtual time: what a FIX session does for its two sides, without its bytes.
 *
 *   OMS - VenueSession - FaultyPort (the line) - VenueDesk - FaultyPort (the venue's own disorder) - SimulatedExchange
 *
 * The desk numbers what the venue says and can say it again, like a session's store; the session takes numbers in order,
 * asks for those it misses, and logs on again when the line was lost. The desk takes requests in order, too: at the first
 * that is missing it hangs up, and what was lost is in doubt.
 */
import { FaultyPort } from "../../simulator/adversary/faulty-port.ts";
import type { RuleMemory } from "../../simulator/adversary/rule-book.ts";
import type { Scenario } from "../../simulator/adversary/scenario.ts";
import type { SimulatedExchange } from "../../simulator/exchange.ts";
import type {
  ExchangePort,
  MarketVisitor,
  VenueCancel,
  VenueListener,
  VenueNewOrder,
  VenueReplace,
  VenueReport,
  VenueStatusRequest,
} from "../../src/domain/exchange-port.ts";
import type { Random } from "../../src/lib/random.ts";
import type { ProcessLife } from "./process-life.ts";

/** A request with its place on its connection. */
type Numbered = object & { place?: number; connection?: number };
/** A report with the number its exchange gave it, which survives the line's renumbering. */
type Tagged = VenueReport & { origin: number };

const RESEND_MS = 40;
const LOGON_MS = 300;
const TICK_MS = 20;
const HEARTBEAT_MS = 1_000;

/** The venue's end, over the lives of its process. */
export class VenueDesk implements ExchangePort {
  readonly name = "XSIM";
  /** Everything the venue ever said to the OMS, in its order; the first is number 1. */
  readonly said: VenueReport[] = [];
  /** Told when a request is missing on a connection. */
  onGap: () => void = () => {};
  readonly #origins = new Set<number>();
  #connection = 0;
  #place = 0;
  #heardOf = 0;
  #venue: FaultyPort | null = null;
  #listener: VenueListener | null = null;

  get isOpen(): boolean {
    return this.#venue !== null;
  }

  /** Up to which of the exchange's own reports everything was said. */
  get saidUpTo(): number {
    while (this.#origins.has(this.#heardOf + 1)) this.#heardOf++;
    return this.#heardOf;
  }

  /** The venue's process has started. */
  open(exchange: SimulatedExchange, scenario: Scenario, memory: RuleMemory, nowMs: () => number): void {
    const tagging: ExchangePort = {
      name: exchange.name,
      connect: (listener, from) =>
        exchange.connect(
          { onReport: (report) => listener.onReport({ ...report, origin: report.reportSequence } as Tagged) },
          from,
        ),
      newOrder: (order) => exchange.newOrder(order),
      cancelOrder: (cancel) => exchange.cancelOrder(cancel),
      replaceOrder: (replace) => exchange.replaceOrder(replace),
      requestStatus: (orders) => exchange.requestStatus(orders),
      flush: () => exchange.flush(),
      visitMarket: (visit) => exchange.visitMarket(visit),
      close: () => {},
    };
    const venue = new FaultyPort(tagging, { scenario, memory, nowMs });
    this.#venue = venue;
    venue.connect({ onReport: (report) => this.#say(report as Tagged) }, this.saidUpTo);
  }

  /** The venue's process has ended; what it had on its way out is made again by the next. */
  end(): void {
    this.#venue = null;
  }

  connect(listener: VenueListener): void {
    this.#listener = listener;
  }

  /** A client has logged on. @returns the number of its connection */
  beginConnection(): number {
    this.#place = 0;
    return ++this.#connection;
  }

  newOrder(order: VenueNewOrder): void {
    if (this.#isNext(order)) this.#venue?.newOrder(order);
  }

  cancelOrder(cancel: VenueCancel): void {
    // What the exchange never had it cannot cancel.
    if (this.#isNext(cancel) && !cancel.clOrdId.startsWith("A")) this.#venue?.cancelOrder(cancel);
  }

  /** Says something that no exchange told it. @param origin a number of its own, below 0 */
  sayOfItself(report: VenueReport, origin: number): void {
    this.#say({ ...report, origin });
  }

  replaceOrder(replace: VenueReplace): void {
    if (this.#isNext(replace)) this.#venue?.replaceOrder(replace);
  }

  requestStatus(orders: readonly VenueStatusRequest[]): void {
    if (this.#isNext(orders[0])) this.#venue?.requestStatus(orders);
  }

  flush(): void {
    this.#venue?.flush();
  }

  visitMarket(_visit: MarketVisitor): void {}

  close(): void {
    this.#listener = null;
  }

  #isNext(request: object): boolean {
    const { place = 0, connection = 0 } = request as Numbered;
    if (connection !== this.#connection || this.#venue === null) return false;
    if (place === this.#place + 1) {
      this.#place = place;
      return true;
    }
    this.#connection++;
    this.onGap();
    return false;
  }

  #say(report: Tagged): boolean {
    if (this.#origins.has(report.origin)) return true;
    this.#origins.add(report.origin);
    const said = { ...report, reportSequence: this.said.length + 1 };
    this.said.push(said);
    this.#listener?.onReport(said);
    return true;
  }
}

export type VenueSessionOptions = {
  desk: VenueDesk;
  life: ProcessLife;
  random: Random;
  scenario: Scenario;
  memory: RuleMemory;
  note: (text: string) => void;
};

/** The OMS's end, for one life of its process. */
export class VenueSession implements ExchangePort {
  readonly name = "XSIM";
  readonly stagesRequests = true;
  readonly #options: VenueSessionOptions;
  readonly #line: FaultyPort;
  readonly #early = new Map<number, VenueReport>();
  /** Given, and not durable yet. */
  readonly #staged: (() => void)[] = [];
  #listener: VenueListener | null = null;
  #next = 1;
  #connection = 0;
  #place = 0;
  #isUp = false;
  #isCut = false;
  #isAsking = false;

  constructor(options: VenueSessionOptions) {
    const { desk, life, scenario, memory } = options;
    this.#options = options;
    this.#line = new FaultyPort(desk, { scenario, memory, nowMs: () => life.monotonicMs() });
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  connect(listener: VenueListener, lastReportSequence: number): void {
    const { life } = this.#options;
    this.#listener = listener;
    this.#next = lastReportSequence + 1;
    this.#line.connect(
      { onReport: (report) => this.#take(report), onLine: (isUp, text) => this.#onLine(isUp, text) },
      lastReportSequence,
    );
    life.every(TICK_MS, () => this.#tick());
    life.every(HEARTBEAT_MS, () => {
      if (this.#isUp && this.#options.desk.said.length >= this.#next) this.#ask();
    });
    this.callSoon();
  }

  /** The line can be had again: it is called. */
  callSoon(): void {
    const { life, random } = this.#options;
    life.after(1 + random.below(LOGON_MS), () => this.#logOn());
  }

  /** The venue has closed the connection. */
  onHangUp(text: string): void {
    this.#lose(text);
  }

  newOrder(order: VenueNewOrder): void {
    this.#note("new", order.clOrdId);
    if (!this.#isUp) return;
    const numbered = this.#number(order);
    this.#staged.push(() => this.#line.newOrder(numbered));
  }

  cancelOrder(cancel: VenueCancel): void {
    this.#note("cancel", cancel.clOrdId);
    if (!this.#isUp) return;
    const numbered = this.#number(cancel);
    this.#staged.push(() => this.#line.cancelOrder(numbered));
  }

  replaceOrder(replace: VenueReplace): void {
    this.#note("replace", replace.clOrdId);
    if (!this.#isUp) return;
    const numbered = this.#number(replace);
    this.#staged.push(() => this.#line.replaceOrder(numbered));
  }

  requestStatus(orders: readonly VenueStatusRequest[]): void {
    for (const { clOrdId } of orders) this.#note("status", clOrdId);
    const place = this.#place + 1;
    if (!this.#isUp) return;
    const numbered = orders.map((order) => this.#number(order, place));
    this.#staged.push(() => this.#line.requestStatus(numbered));
  }

  flush(): void {
    for (const send of this.#staged.splice(0)) send();
    this.#line.flush();
  }

  visitMarket(_visit: MarketVisitor): void {}

  close(): void {
    this.#line.close();
  }

  #tick(): void {
    this.#line.flush();
    this.#giveEarly();
  }

  #onLine(isUp: boolean, text: string): void {
    this.#isCut = !isUp;
    if (isUp) this.callSoon();
    else this.#lose(text);
  }

  #lose(text: string): void {
    this.#options.note(text);
    this.#early.clear();
    if (!this.#isUp) return;
    this.#isUp = false;
    this.#listener?.onLine?.(false, text);
  }

  #logOn(): void {
    const { desk, note } = this.#options;
    if (this.#isUp || this.#isCut || !desk.isOpen) return;
    note(`logs on with the venue, expects report ${this.#next} of ${desk.said.length}`);
    this.#isUp = true;
    this.#connection = desk.beginConnection();
    this.#place = 0;
    this.#askedAgain();
    if (this.#next <= desk.said.length) {
      this.#isUp = false;
      return this.callSoon();
    }
    this.#listener?.onLine?.(true, "logged on");
  }

  #take(report: VenueReport): boolean {
    // Told again: the OMS knows what it has had.
    if (report.reportSequence < this.#next) return this.#listener?.onReport(report) ?? true;
    if (!this.#isUp) return true;
    this.#early.set(report.reportSequence, { ...report });
    this.#giveEarly();
    if (this.#early.size > 0) this.#ask();
    return true;
  }

  #giveEarly(): void {
    for (;;) {
      const report = this.#early.get(this.#next);
      if (report === undefined || !this.#listener?.onReport(report)) return;
      this.#early.delete(this.#next++);
      const { kind, reportSequence, clOrdId, status } = report;
      const standing = status ? ` ${status.ordStatus || "unknown"} ${status.cumQty}` : "";
      this.#options.note(`  < ${reportSequence} ${kind} ${clOrdId}${standing}`);
    }
  }

  #number<R extends object>(request: R, place = this.#place + 1): R {
    this.#place = place;
    return { ...request, place, connection: this.#connection };
  }

  #note(what: string, clOrdId: string): void {
    this.#options.note(`  > ${what} ${clOrdId}${this.#isUp ? "" : ", which has no line"}`);
  }

  #ask(): void {
    if (this.#isAsking) return;
    this.#isAsking = true;
    const { life, random } = this.#options;
    life.after(1 + random.below(RESEND_MS), () => {
      this.#isAsking = false;
      if (this.#isUp && !this.#isCut && this.#options.desk.isOpen) this.#askedAgain();
    });
  }

  /** The venue says again what was missed. */
  #askedAgain(): void {
    const { said } = this.#options.desk;
    for (let number = this.#next; number <= said.length; number++) this.#early.set(number, { ...said[number - 1] });
    this.#giveEarly();
  }
}
