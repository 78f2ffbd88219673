/**
 * Hot path: the phases of a trading day, and what each takes; budget 3 ns an order in continuous trading.
 *
 * One table says it all: the venue refuses by it, and the page about the exchange is made from it.
 *
 *   closed -> pre-open -> opening auction -> continuous <-> volatility auction
 *     ^                                          |
 *     +----------- closing auction <-------------+          halted: from and to anywhere, by command
 */
import { OrdRejReason, OrdType } from "../src/domain/values.ts";
import { Text } from "./report-text.ts";

/** An instrument's phase, as it is journaled. */
export const Phase = {
  Closed: 1,
  PreOpen: 2,
  OpeningAuction: 3,
  Continuous: 4,
  VolatilityAuction: 5,
  ClosingAuction: 6,
  Halted: 7,
} as const;
export type Phase = (typeof Phase)[keyof typeof Phase];

/** TimeInForce (59) of an order at the open. */
export const AT_THE_OPENING: string = "2";

export type PhaseRules = {
  readonly name: string;
  /** Orders trade as they come. Otherwise they wait for an auction, if they are taken at all. */
  readonly trades: boolean;
  /** The indicative price and volume are published. */
  readonly calls: boolean;
  readonly takesNew: boolean;
  readonly takesReplace: boolean;
  readonly takesCancel: boolean;
  /** Orders without a price; in a call they wait for the uncross, and what it leaves of them is canceled. */
  readonly takesMarket: boolean;
  /** IOC and FOK. */
  readonly takesImmediate: boolean;
  readonly takesAtOpen: boolean;
  readonly takesAtClose: boolean;
  /** Why an order is refused that the phase does not take. */
  readonly refusal: Text;
  readonly immediateRefusal: Text;
};

const TAKES_ORDERS = {
  trades: false,
  calls: true,
  takesNew: true,
  takesReplace: true,
  takesCancel: true,
  takesMarket: true,
  takesImmediate: false,
  takesAtOpen: false,
  takesAtClose: true,
  refusal: Text.None,
  immediateRefusal: Text.None,
} as const;
const TAKES_CANCELS = {
  ...TAKES_ORDERS,
  calls: false,
  takesNew: false,
  takesReplace: false,
  takesMarket: false,
  takesAtClose: false,
} as const;

export const PHASE_RULES: Readonly<Record<Phase, PhaseRules>> = {
  [Phase.Closed]: { ...TAKES_CANCELS, name: "closed", refusal: Text.ExchangeClosed },
  [Phase.PreOpen]: {
    ...TAKES_ORDERS,
    name: "pre-open",
    takesAtOpen: true,
    immediateRefusal: Text.NotImmediateInPreOpen,
  },
  [Phase.OpeningAuction]: {
    ...TAKES_ORDERS,
    name: "opening auction",
    takesAtOpen: true,
    immediateRefusal: Text.NotImmediateInOpening,
  },
  [Phase.Continuous]: { ...TAKES_ORDERS, name: "continuous", trades: true, calls: false, takesImmediate: true },
  [Phase.VolatilityAuction]: {
    ...TAKES_ORDERS,
    name: "volatility auction",
    immediateRefusal: Text.NotImmediateInVolatility,
  },
  [Phase.ClosingAuction]: { ...TAKES_ORDERS, name: "closing auction", immediateRefusal: Text.NotImmediateInClosing },
  [Phase.Halted]: { ...TAKES_CANCELS, name: "halted", refusal: Text.TradingHalted },
};

/** Is this number one of the phases? What is read from a journal or a command is not taken on trust. */
export function isPhase(value: number): value is Phase {
  return PHASE_RULES[value as Phase] !== undefined;
}

/**
 * Why the phase does not take an order's terms; Text.None when it does.
 *
 * @param ordType and timeInForce: FIX's characters (40, 59)
 */
export function phaseFault(phase: Phase, isReplace: boolean, ordType: string, timeInForce: string): Text {
  const rules = PHASE_RULES[phase];
  if (isReplace ? !rules.takesReplace : !rules.takesNew) return rules.refusal;
  // Market with left over as limit (K): there is no best price it could take before the auction is over.
  if (ordType === "K" && !rules.trades) return Text.NotMarketToLimit;
  switch (timeInForce) {
    case "3":
    case "4":
      if (!rules.takesImmediate) return rules.immediateRefusal;
      break;
    case AT_THE_OPENING:
      if (!rules.takesAtOpen) return Text.OpeningOver;
      break;
    case "7":
      if (!rules.takesAtClose) return rules.refusal;
      break;
  }
  return ordType === OrdType.Market && !rules.takesMarket ? rules.refusal : Text.None;
}

/** OrdRejReason (103) of a refusal by phase or band; -1 for the refusals of others. */
export function phaseRejReason(fault: Text): number {
  switch (fault) {
    case Text.ExchangeClosed:
    case Text.TradingHalted:
      return OrdRejReason.ExchangeClosed;
    case Text.OpeningOver:
      return OrdRejReason.TooLateToEnter;
    case Text.OutsideStaticBand:
      return OrdRejReason.PriceExceedsCurrentPriceBand;
    default:
      return -1;
  }
}

/** The table for people: Markdown, a row a phase. */
export function phaseTable(): string {
  const yes = (value: boolean) => (value ? "yes" : "-");
  const rows = Object.values(PHASE_RULES).map((rules) => {
    const times = [
      ...(rules.takesNew ? ["Day", "GTC", "GTD"] : []),
      ...(rules.takesImmediate ? ["IOC", "FOK"] : []),
      ...(rules.takesAtOpen ? ["OPG"] : []),
      ...(rules.takesAtClose ? ["ATC"] : []),
    ];
    const cells = [
      rules.name,
      yes(rules.trades),
      yes(rules.takesNew),
      yes(rules.takesReplace),
      yes(rules.takesCancel),
      yes(rules.takesMarket),
      times.length === 0 ? "-" : times.join(", "),
      yes(rules.calls),
    ];
    return `| ${cells.join(" | ")} |`;
  });
  return [
    "| Phase | Trades at once | New | Replace | Cancel | Market orders | Times in force | Indicative price |",
    "|---|---|---|---|---|---|---|---|",
    ...rows,
  ].join("\n");
}
