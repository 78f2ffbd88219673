/**
 * A bad line between the OMS and any venue: it stands where the venue's port stands, and does to requests and reports what
 * a scenario says. The simulated exchange needs none of it, whose own adversary keeps its faults in its journal; this one is
 * for venues that have no such thing, and for tests of the OMS.
 *
 * What it decides comes from the scenario's seed and from counts in `memory`, which its owner keeps over restarts. What it
 * holds back is lost with it, and given again by the venue, as the port promises.
 *
 *   on order, cancel, replace   lose, delay
 *   on report                   lose (its number is skipped), delay, duplicate (the same number again), reorder (the numbers
 *                               go on rising: what overtakes has the number of what it overtook)
 *   on any, and on time         disconnect (the line is down, and up again after `reconnectMs`), stall
 */
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
import { timeAt } from "./chance.ts";
import { sideName } from "./operator-commands.ts";
import { fateBy, mergeFates } from "./report-fates.ts";
import { ReportLine, UNTOUCHED } from "./report-line.ts";
import { type Occurrence, RuleBook, type RuleMemory } from "./rule-book.ts";
import { type Act, type Occasion, REPORT_NAMES, type Scenario } from "./scenario.ts";

export type FaultyPortOptions = {
  scenario: Scenario;
  /** UTC in milliseconds; it is looked at in `flush`, which the owner calls again and again. */
  nowMs: () => number;
  /** How often rules were met; the same object after a restart. */
  memory: RuleMemory;
  /** How long a cut line stays down. */
  reconnectMs?: number;
};

const RECONNECT_MS = 1_000;
const SESSION = "OMS";
/** All requests and reports are of one participant here. */
const OMS = 0;
const NOTHING: Omit<Occurrence, "on"> = {
  participant: OMS,
  session: SESSION,
  symbol: "",
  side: "",
  ordType: "",
  report: "",
};

export class FaultyPort implements ExchangePort {
  readonly name: string;
  readonly #inner: ExchangePort;
  readonly #rules: RuleBook;
  readonly #nowMs: () => number;
  readonly #reconnectMs: number;
  readonly #requests: ReportLine<() => void>;
  readonly #reports: ReportLine<VenueReport>;
  /** Reports that may go, as far as the listener takes them. */
  readonly #ready: VenueReport[] = [];
  /** Under which number a report was given: told twice it has the same. */
  readonly #told = new WeakMap<VenueReport, number>();
  /** Numbers that reports came with and none left with yet, rising. */
  readonly #numbers: number[] = [];
  #listener: VenueListener | null = null;
  /** Nothing passes before this moment. */
  #silentUntilMs = 0;
  #isDown = false;

  constructor(inner: ExchangePort, { scenario, nowMs, memory, reconnectMs = RECONNECT_MS }: FaultyPortOptions) {
    this.name = inner.name;
    this.#inner = inner;
    this.#nowMs = nowMs;
    this.#reconnectMs = reconnectMs;
    this.#rules = new RuleBook(scenario, nowMs(), memory);
    this.#requests = new ReportLine(
      (give) => give(),
      () => {},
    );
    this.#reports = new ReportLine<VenueReport>(
      (report) => this.#ready.push(report),
      ({ reportSequence }) => this.#numbers.splice(this.#numbers.indexOf(reportSequence), 1),
    );
  }

  connect(listener: VenueListener, lastReportSequence: number): void {
    this.#listener = listener;
    this.#inner.connect(
      {
        onReport: (report) => this.#onReport(report),
        onLine: (isUp, text) => listener.onLine?.(isUp, text),
      },
      lastReportSequence,
    );
  }

  newOrder(order: VenueNewOrder): void {
    const { symbol, ordType } = order;
    const copy = { ...order };
    this.#request({ on: "order", ...NOTHING, symbol, side: sideName(order.side), ordType }, () =>
      this.#inner.newOrder(copy),
    );
  }

  cancelOrder(cancel: VenueCancel): void {
    const { symbol } = cancel;
    const copy = { ...cancel };
    this.#request({ on: "cancel", ...NOTHING, symbol, side: sideName(cancel.side) }, () =>
      this.#inner.cancelOrder(copy),
    );
  }

  replaceOrder(replace: VenueReplace): void {
    const { symbol, ordType } = replace;
    const copy = { ...replace };
    const at: Occurrence = { on: "replace", ...NOTHING, symbol, side: sideName(replace.side), ordType };
    this.#request(at, () => this.#inner.replaceOrder(copy));
  }

  requestStatus(orders: readonly VenueStatusRequest[]): void {
    const copy = orders.map((order) => ({ ...order }));
    const give = () => this.#inner.requestStatus(copy);
    const nowMs = this.#nowMs();
    if (nowMs >= this.#silentUntilMs) this.#requests.passTime(nowMs);
    if (!this.#isDown) this.#requests.pass(give, OMS, { ...UNTOUCHED, delayMs: this.#silentMs() }, nowMs);
  }

  flush(): void {
    const nowMs = this.#nowMs();
    for (const { rule } of this.#rules.takeDue(nowMs)) this.#do(rule.act, nowMs);
    const isSilent = nowMs < this.#silentUntilMs;
    if (!isSilent) this.#requests.passTime(nowMs);
    this.#inner.flush();
    if (isSilent) return;
    this.#reports.passTime(nowMs);
    this.#deliver();
    if (!this.#isDown || this.#ready.length > 0) return;
    this.#isDown = false;
    this.#listener?.onLine?.(true, `the line to ${this.name} is up again`);
  }

  visitMarket(visit: MarketVisitor): void {
    this.#inner.visitMarket(visit);
  }

  close(): void {
    this.#listener = null;
    this.#inner.close();
  }

  #request(at: Occurrence, give: () => void): void {
    const nowMs = this.#nowMs();
    // What is due goes before what comes now.
    if (nowMs >= this.#silentUntilMs) this.#requests.passTime(nowMs);
    let delayMs = this.#silentMs();
    // A line that is down takes nothing: what is given to it never arrives.
    let isLost = this.#isDown;
    let keepsOrder = true;
    for (const { rule, share } of this.#rules.meet(at, nowMs)) {
      const { act } = rule;
      if (act.kind === "lose") isLost = true;
      else if (act.kind === "delay") {
        delayMs += timeAt(act.time, share);
        keepsOrder &&= act.keepsOrder;
      } else this.#do(act, nowMs);
    }
    this.#requests.pass(give, OMS, { ...UNTOUCHED, isLost, delayMs, keepsOrder }, nowMs);
  }

  #onReport(report: VenueReport): boolean {
    const nowMs = this.#nowMs();
    this.#reports.passTime(nowMs);
    const on: Occasion = "report";
    const name = report.kind[0].toLowerCase() + report.kind.slice(1);
    let fate = UNTOUCHED;
    for (const met of this.#rules.meet({ on, ...NOTHING, report: isReportName(name) ? name : "" }, nowMs)) {
      const own = fateBy(met);
      if (own === null) this.#do(met.rule.act, nowMs);
      else fate = mergeFates(fate, own);
    }
    const copy = { ...report, ...(report.status ? { status: { ...report.status } } : {}) };
    this.#numbers.push(report.reportSequence);
    this.#reports.pass(copy, OMS, fate, nowMs);
    if (nowMs >= this.#silentUntilMs) this.#deliver();
    return true;
  }

  /** Gives what may go, under rising numbers; what the listener has no room for stays, with all behind it. */
  #deliver(): void {
    const listener = this.#listener;
    if (listener === null) return;
    let taken = 0;
    for (const report of this.#ready) {
      const told = this.#told.get(report);
      const reportSequence = told ?? this.#numbers[0];
      if (!listener.onReport({ ...report, reportSequence })) break;
      if (told === undefined) this.#numbers.shift();
      this.#told.set(report, reportSequence);
      taken++;
    }
    this.#ready.splice(0, taken);
  }

  #silentMs(): number {
    return Math.max(0, this.#silentUntilMs - this.#nowMs());
  }

  #do(act: Act, nowMs: number): void {
    if (act.kind === "stall") this.#silentUntilMs = Math.max(this.#silentUntilMs, nowMs + act.forMs);
    if (act.kind !== "disconnect" || this.#isDown) return;
    this.#isDown = true;
    this.#silentUntilMs = Math.max(this.#silentUntilMs, nowMs + this.#reconnectMs);
    this.#listener?.onLine?.(false, `the line to ${this.name} is cut`);
  }
}

function isReportName(name: string): boolean {
  return (REPORT_NAMES as readonly string[]).includes(name);
}
