/** OrderID (37) where there is no order. */
export const NO_ORDER = "NONE";

/**
 * How one FIX version reports an order: which fields its ExecutionReport has, and which values its enumerations know.
 * Facts as data, a row a version, from each version's ExecutionReport(8) and OrderCancelReject(9).
 */
export type ReportForm = {
  /** ExecType(150) exists (4.1 on). */
  hasExecType: boolean;
  /** A fill is ExecType F (4.3 on); before, it is the resulting OrdStatus, and ExecTransType(20) says "new" or "status". */
  hasTradeExecType: boolean;
  hasLeavesQty: boolean;
  /** LastShares(32) and LastPx(31) stand in every report. */
  requiresLast: boolean;
  hasOrdStatusReqId: boolean;
  /** DayOrderQty(424), DayCumQty(425) and DayAvgPx(426) (4.2 on). */
  hasDayQty: boolean;
  /** MassStatusReqID(584), TotNumReports(911) and LastRptRequested(912) (4.4 on). */
  hasMassStatus: boolean;
  /** OrdStatus and ExecType know E, Pending Replace; before 4.2, 6 was for both ("Pending Cancel/Replace"). */
  hasPendingReplace: boolean;
  /** ExecutionReport has OrigClOrdID(41) and SecondaryOrderID(198) (4.1 on). */
  hasOrderLinks: boolean;
  /** ExecID(17) is a number (4.0). */
  hasNumericExecId: boolean;
  /** OrderCancelReject has OrdStatus(39) and OrigClOrdID(41), and CxlRejResponseTo(434). */
  rejectHasOrder: boolean;
  rejectHasResponseTo: boolean;
  /** ExecType knows L, triggered (5.0 on); before, a stop that was reached is restated. */
  hasTriggered: boolean;
  /** ExecType knows D, restated, with ExecRestatementReason(378) (4.2 on); before, it is told as a status. */
  hasRestated: boolean;
  restatementReasons: ReadonlySet<number>;
  restatementOther: number;
  ordRejReasons: ReadonlySet<number>;
  ordRejOther: number;
  cxlRejReasons: ReadonlySet<number>;
  cxlRejOther: number;
};

const upTo = (last: number, ...more: number[]) =>
  new Set([...Array.from({ length: last + 1 }, (_, value) => value), ...more]);

const FIX_42: ReportForm = {
  hasExecType: true,
  hasTradeExecType: false,
  hasLeavesQty: true,
  requiresLast: false,
  hasOrdStatusReqId: false,
  hasDayQty: true,
  hasMassStatus: false,
  hasPendingReplace: true,
  hasOrderLinks: true,
  hasNumericExecId: false,
  rejectHasOrder: true,
  rejectHasResponseTo: true,
  hasTriggered: false,
  hasRestated: true,
  restatementReasons: upTo(5),
  restatementOther: 4,
  ordRejReasons: upTo(8),
  ordRejOther: 0,
  cxlRejReasons: upTo(3),
  cxlRejOther: 2,
};
const FIX_44: ReportForm = {
  ...FIX_42,
  hasTradeExecType: true,
  hasOrdStatusReqId: true,
  hasMassStatus: true,
  restatementReasons: upTo(10, 99),
  restatementOther: 99,
  ordRejReasons: upTo(15, 99),
  ordRejOther: 99,
  cxlRejReasons: upTo(6, 99),
  cxlRejOther: 99,
};
const FORMS: Readonly<Record<string, ReportForm>> = {
  "FIX.4.0": {
    ...FIX_42,
    hasExecType: false,
    hasDayQty: false,
    hasRestated: false,
    hasPendingReplace: false,
    hasOrderLinks: false,
    hasNumericExecId: true,
    hasLeavesQty: false,
    requiresLast: true,
    rejectHasOrder: false,
    rejectHasResponseTo: false,
    ordRejReasons: upTo(3),
    cxlRejReasons: upTo(1),
    cxlRejOther: 0,
  },
  "FIX.4.1": {
    ...FIX_42,
    hasDayQty: false,
    hasRestated: false,
    hasPendingReplace: false,
    requiresLast: true,
    rejectHasResponseTo: false,
    ordRejReasons: upTo(5),
    cxlRejReasons: upTo(1),
    cxlRejOther: 0,
  },
  "FIX.4.2": FIX_42,
  "FIX.4.3": {
    ...FIX_42,
    hasTradeExecType: true,
    restatementReasons: upTo(8),
    ordRejReasons: upTo(11),
    cxlRejReasons: upTo(6),
  },
  "FIX.4.4": FIX_44,
  // FIXT.1.1 by DefaultApplVerID (1137).
  "7": { ...FIX_44, hasTriggered: true, ordRejReasons: upTo(15, 18, 99), cxlRejReasons: upTo(6, 18, 99) },
  "8": { ...FIX_44, hasTriggered: true, ordRejReasons: upTo(16, 18, 99), cxlRejReasons: upTo(8, 18, 99) },
  "9": { ...FIX_44, hasTriggered: true, ordRejReasons: upTo(16, 18, 99), cxlRejReasons: upTo(8, 18, 99) },
};

/** The form of a session: by BeginString, and for FIXT.1.1 by its DefaultApplVerID. */
export function reportFormOf(beginString: string, defaultApplVerId: string): ReportForm {
  return FORMS[beginString] ?? FORMS[defaultApplVerId] ?? FIX_44;
}
