/**
 * Looks at every ExecutionReport (8) one client gets, and finds the first that cannot be true after those before:
 *
 *   CumQty + LeavesQty = OrderQty while the order is open        (FIX 4.4 Volume 4, LeavesQty)
 *   CumQty never falls, but by a bust or a correction, or by a split, which counts what was filled in other shares
 *   nothing comes after the end, but a bust, a correction, a status, or a restatement that begins a new day
 *   CumQty is what LastQty, busts and corrections add up to      (where the reports came in order, none twice); a trade of
 *                                                                before a split counts as many times as that says, but for rounding
 *   no ExecID has two meanings
 */
/** What a trade was, and how many of the order's shares of now each of its shares is. */
type Trade = { qty: number; times: number };
type Order = { cumQty: number; ended: string; trades: Map<string, Trade>; sum: number };
type Report = ReadonlyMap<string, string>;

const TERMINAL = new Set(["2", "3", "4", "8", "C"]);
const OPEN = new Set(["0", "1", "6", "A", "E"]);
/** What an ExecID stands for: the same in a report and in the same one told again. */
const MEANING = ["37", "150", "39", "38", "14", "151", "32", "31"];

export type ReportWatcherOptions = {
  /** The client has not heard all of its orders' reports: what the first one tells of an order is believed. */
  joinsLate?: boolean;
};

export class ReportWatcher {
  readonly #orders = new Map<string, Order>();
  readonly #meanings = new Map<string, string>();
  readonly #joinsLate: boolean;
  /** Reports looked at. */
  reports = 0;

  constructor({ joinsLate = false }: ReportWatcherOptions = {}) {
    this.#joinsLate = joinsLate;
  }

  /** @param fields of one message, each "tag=value". @throws Error that says what does not follow */
  watch(fields: readonly string[]): void {
    const fault = this.faultOf(fields.map((field) => field.split(/=(.*)/s).slice(0, 2) as [string, string]));
    if (fault !== "") throw new Error(fault);
  }

  /** @param fields of one message, of any type. @returns what does not follow, with the message, or "" */
  faultOf(fields: Iterable<readonly [tag: string, value: string]>): string {
    const report = new Map<string, string>();
    for (const [tag, value] of fields) if (!report.has(tag)) report.set(tag, value);
    if (report.get("35") !== "8") return "";
    const execId = report.get("17") ?? "";
    const meaning = MEANING.map((tag) => `${tag}=${report.get(tag) ?? ""}`).join("|");
    const known = this.#meanings.get(execId);
    // A resend tells what was told.
    if (known === meaning && (report.get("43") === "Y" || report.get("97") === "Y")) return "";
    this.#meanings.set(execId, meaning);
    this.reports++;
    const fault = known === undefined ? this.#faultOf(report) : `ExecID(17) ${execId} again, it was ${known}`;
    return fault === "" ? "" : `${fault}: ${[...report].map(([tag, value]) => `${tag}=${value}`).join("|")}`;
  }

  #faultOf(report: Report): string {
    if (report.get("37") === "NONE") return "";
    const orderId = report.get("37") ?? "";
    const order = this.#orders.get(orderId) ?? this.#begin(report);
    this.#orders.set(orderId, order);
    const isStatus = report.get("150") === "I" || report.get("20") === "3" || report.get("103") === "6";
    const isBust = report.get("150") === "H" || report.get("20") === "1";
    const isCorrection = report.get("150") === "G" || report.get("20") === "2";
    const isSplit = report.get("150") === "D" && report.get("378") === "0";
    const ordStatus = report.get("39") ?? "";
    const cumQty = Number(report.get("14"));
    const leavesQty = report.get("151");
    const isOpen = OPEN.has(ordStatus);
    if (isOpen && leavesQty !== undefined && cumQty + Number(leavesQty) !== Number(report.get("38"))) {
      return "CumQty + LeavesQty is not OrderQty";
    }
    if (isStatus) return cumQty === order.cumQty ? "" : `a status tells CumQty ${cumQty}, the reports ${order.cumQty}`;
    if (order.ended !== "" && !isBust && !isCorrection && report.get("150") !== "D")
      return `the order was ${order.ended}`;
    if (cumQty < order.cumQty && !isBust && !isCorrection && !isSplit) return `CumQty was ${order.cumQty}`;
    const execRef = report.get("19") ?? "";
    const lastQty = isBust ? 0 : Number(report.get("32") ?? 0);
    let times = 1;
    if (isBust || isCorrection) {
      const undone = order.trades.get(execRef);
      if (undone === undefined && !this.#joinsLate) return `ExecRefID(19) ${execRef} is no trade that stands`;
      order.trades.delete(execRef);
      times = undone?.times ?? 1;
      order.sum -= undone === undefined ? order.sum - cumQty : undone.qty * times;
    }
    if (lastQty > 0) order.trades.set(report.get("17") ?? "", { qty: lastQty, times });
    if (isSplit) for (const trade of order.trades.values()) trade.times *= cumQty / order.cumQty;
    order.sum = isSplit ? cumQty : order.sum + lastQty * times;
    if (Math.abs(order.sum - cumQty) > (times === 1 ? 0 : 1)) return `the trades told add up to ${order.sum}`;
    order.sum = cumQty;
    order.cumQty = cumQty;
    // A filled order is open again when a trade of it is undone, and while a request is pending it has not ended yet.
    order.ended = TERMINAL.has(ordStatus) && Number(leavesQty ?? 0) === 0 ? ordStatus : "";
    return "";
  }

  #begin(report: Report): Order {
    const isTrade = Number(report.get("32") ?? 0) > 0 && report.get("150") !== "H" && report.get("20") !== "1";
    const before = this.#joinsLate ? Number(report.get("14")) - (isTrade ? Number(report.get("32")) : 0) : 0;
    return { cumQty: before, ended: "", trades: new Map<string, Trade>(), sum: before };
  }
}
