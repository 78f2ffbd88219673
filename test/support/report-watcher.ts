/**
 * Looks at every ExecutionReport (8) one client gets, and throws at the first that cannot be true after those before:
 *
 *   CumQty + LeavesQty = OrderQty while the order is open        (FIX 4.4 Volume 4, LeavesQty)
 *   CumQty never falls, but by a bust or a correction
 *   nothing comes after the end, but a bust, a correction, a status, or a restatement that begins a new day
 *   CumQty is what LastQty, busts and corrections add up to      (where the reports came in order, none twice)
 */
type Order = { cumQty: number; ended: string; trades: Map<string, number>; sum: number };

const TERMINAL = new Set(["2", "3", "4", "8", "C"]);
const OPEN = new Set(["0", "1", "6", "A", "E"]);

export class ReportWatcher {
  readonly #orders = new Map<string, Order>();
  /** Reports looked at. */
  reports = 0;

  /** @param fields of one message, each "tag=value". @throws Error that says what does not follow */
  watch(fields: readonly string[]): void {
    const report = new Map<string, string>();
    for (const field of fields) {
      const at = field.indexOf("=");
      if (!report.has(field.slice(0, at))) report.set(field.slice(0, at), field.slice(at + 1));
    }
    if (report.get("35") !== "8" || report.get("37") === "NONE" || report.get("43") === "Y") return;
    this.reports++;
    const fault = this.#faultOf(report);
    if (fault !== "") throw new Error(`${fault}: ${fields.join("|")}`);
  }

  #faultOf(report: ReadonlyMap<string, string>): string {
    const orderId = report.get("37") ?? "";
    const order = this.#orders.get(orderId) ?? { cumQty: 0, ended: "", trades: new Map<string, number>(), sum: 0 };
    this.#orders.set(orderId, order);
    const isStatus = report.get("150") === "I" || report.get("20") === "3" || report.get("103") === "6";
    const isBust = report.get("150") === "H" || report.get("20") === "1";
    const isCorrection = report.get("150") === "G" || report.get("20") === "2";
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
    if (cumQty < order.cumQty && !isBust && !isCorrection) return `CumQty was ${order.cumQty}`;
    const execRef = report.get("19") ?? "";
    if (isBust || isCorrection) {
      const undone = order.trades.get(execRef);
      if (undone === undefined) return `ExecRefID(19) ${execRef} is no trade that stands`;
      order.trades.delete(execRef);
      order.sum -= undone;
    }
    const lastQty = isBust ? 0 : Number(report.get("32") ?? 0);
    if (lastQty > 0) order.trades.set(report.get("17") ?? "", lastQty);
    order.sum += lastQty;
    if (order.sum !== cumQty) return `the trades told add up to ${order.sum}`;
    order.cumQty = cumQty;
    // A filled order is open again when a trade of it is undone, and while a request is pending it has not ended yet.
    order.ended = TERMINAL.has(ordStatus) && Number(leavesQty ?? 0) === 0 ? ordStatus : "";
    return "";
  }
}
