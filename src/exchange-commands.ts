/**
 * Operators' commands as the exchange's page and `lockstep exchange command` send them: JSON with words and decimals, checked,
 * for `SimulatedExchange.command`. Symbols and sessions are "" for all of them.
 *
 *   POST /api/command     a command and, beside it, `who` gives it; { error: "" } when it was done
 *   GET  /api/adversary   { scenario: { name, seed, startedMs, rules: [{ name, on, act, seen, met, isOff }] } | null,
 *                           certified: [symbol], commands: [{ atMs, who, command }] }
 */
import { type Static, Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import { type OperatorCommand, restingOrder } from "../simulator/adversary/operator-commands.ts";
import { PHASE_RULES, type Phase } from "../simulator/phases.ts";
import { RESUME } from "../simulator/phases-by-instrument.ts";
import type { Venue } from "../simulator/venue.ts";
import { COMP_ID_MAX, SYMBOL_MAX } from "./domain/limits.ts";
import { parseDecimal } from "./domain/price.ts";
import type { ServedExchange } from "./exchange-server.ts";

const closed = { additionalProperties: false } as const;
const STALL_MS_MAX = 600_000;
const GAP_MAX = 1_000;
const NAME_MAX = 200;
const WHO_MAX = 40;
/** "" is all of them. */
const SymbolText = Type.String({ maxLength: SYMBOL_MAX });
const Session = Type.String({ maxLength: COMP_ID_MAX });
const ExecId = Type.String({ pattern: "^T[0-9]{1,15}$" });
const OrderId = Type.String({ pattern: "^X[0-9]{1,15}$" });
const DecimalText = Type.String({ maxLength: 30 });

const SCHEMAS = {
  phase: Type.Object({ do: Type.Literal("phase"), symbol: SymbolText, phase: Type.String({ maxLength: 30 }) }, closed),
  bust: Type.Object({ do: Type.Literal("bust"), execId: ExecId }, closed),
  correct: Type.Object({ do: Type.Literal("correct"), execId: ExecId, qty: DecimalText, price: DecimalText }, closed),
  cancel: Type.Object({ do: Type.Literal("cancel"), orderId: OrderId }, closed),
  expire: Type.Object({ do: Type.Literal("expire"), orderId: OrderId }, closed),
  hold: Type.Object({ do: Type.Literal("hold"), session: Session }, closed),
  release: Type.Object({ do: Type.Literal("release") }, closed),
  /** -1 has the request carried out. */
  answer: Type.Object({ do: Type.Literal("answer"), reason: Type.Integer({ minimum: -1, maximum: 999 }) }, closed),
  fill: Type.Object({ do: Type.Literal("fill"), orderId: OrderId, qty: DecimalText, price: DecimalText }, closed),
  cancelAll: Type.Object(
    {
      do: Type.Literal("cancelAll"),
      session: Session,
      symbol: SymbolText,
      side: Type.Union([Type.Literal(""), Type.Literal("buy"), Type.Literal("sell")]),
    },
    closed,
  ),
  rule: Type.Object(
    { do: Type.Literal("rule"), name: Type.String({ maxLength: NAME_MAX }), isOn: Type.Boolean() },
    closed,
  ),
  fault: Type.Object(
    {
      do: Type.Literal("fault"),
      act: Type.Union([
        Type.Object({ kind: Type.Literal("disconnect"), session: Session }, closed),
        Type.Object(
          {
            kind: Type.Literal("stall"),
            session: Session,
            forMs: Type.Integer({ minimum: 1, maximum: STALL_MS_MAX }),
          },
          closed,
        ),
        Type.Object(
          { kind: Type.Literal("gap"), session: Session, by: Type.Integer({ minimum: 1, maximum: GAP_MAX }) },
          closed,
        ),
        Type.Object({ kind: Type.Literal("restart") }, closed),
      ]),
    },
    closed,
  ),
} as const;
export type WrittenCommand = { [Name in keyof typeof SCHEMAS]: Static<(typeof SCHEMAS)[Name]> }[keyof typeof SCHEMAS];

const Who = Type.String({ minLength: 1, maxLength: WHO_MAX, pattern: "^[\\x20-\\x7e]+$" });

/** Gives a command that came as JSON. @returns why it cannot be, in words, or "" */
export function giveCommand(served: ServedExchange, given: unknown): string {
  const { who = "page", ...body } = (given ?? {}) as { who?: unknown };
  if (!Value.Check(Who, who)) return `/who: expected 1 to ${WHO_MAX} plain characters`;
  const name = (body as { do?: unknown } | null)?.do;
  if (typeof name !== "string" || !Object.hasOwn(SCHEMAS, name)) {
    return `/do: expected one of ${Object.keys(SCHEMAS).join(", ")}`;
  }
  const schema = SCHEMAS[name as keyof typeof SCHEMAS];
  if (!Value.Check(schema, body)) {
    const error = Value.Errors(schema, body).First();
    return `${error?.path ?? ""}: ${error?.message ?? "another shape was expected"}`;
  }
  const command = toCommand(served, body as WrittenCommand);
  return typeof command === "string" ? command : served.exchange.command(who, command);
}

/** The scenario in force, the certification symbols and the latest commands. */
export function adversaryStatus({ exchange, venue }: ServedExchange) {
  const { rules, commands } = exchange.adversary;
  const certified = venue.instruments.flatMap((instrument, book) =>
    instrument !== null && exchange.adversary.isCertified(book) ? [instrument.symbol] : [],
  );
  const { name, seed } = rules?.scenario ?? { name: "", seed: 0 };
  const scenario = rules === null ? null : { name, seed, startedMs: rules.startMs, rules: rules.status() };
  return { scenario, certified, commands };
}

/** The command in the venue's own numbers, or why there is none. */
function toCommand({ venue, sessions }: ServedExchange, written: WrittenCommand): OperatorCommand | string {
  if (written.do === "phase") {
    const phase = phaseOf(written.phase);
    return phase === null ? `there is no phase ${written.phase}` : { ...written, phase };
  }
  if (written.do === "hold" || (written.do === "fault" && written.act.kind !== "restart")) {
    const { session } = written.do === "hold" ? written : (written.act as { session: string });
    const isKnown = session === "" || sessions.some(({ config }) => config.targetCompId === session);
    return isKnown ? written : `there is no session ${session}`;
  }
  if (written.do !== "correct" && written.do !== "fill") return written;
  const book = written.do === "fill" ? bookOfOrder(venue, written.orderId) : bookOfTrade(venue, written.execId);
  const instrument = venue.instruments[book] ?? null;
  // The venue says that it does not know the trade, or the order.
  if (instrument === null) return { ...written, qty: 0, price: 0 };
  const qty = parseDecimal(written.qty, instrument.qtyScale);
  const price = parseDecimal(written.price, instrument.priceScale);
  if (Number.isNaN(qty)) return `the quantity ${written.qty} is no decimal of ${instrument.symbol}`;
  if (Number.isNaN(price)) return `the price ${written.price} is no decimal of ${instrument.symbol}`;
  return { ...written, qty, price };
}

/** 0 for an order that does not rest. */
function bookOfOrder(venue: Venue, orderId: string): number {
  const order = restingOrder(venue, orderId);
  return order === 0 ? 0 : venue.engine.pool.book(order);
}

/** 0 for a trade nobody knows. */
function bookOfTrade({ trades }: Venue, execId: string): number {
  const at = trades.find(Number(execId.slice(1)));
  return at === -1 ? 0 : trades.book(at);
}

function phaseOf(name: string): Phase | typeof RESUME | null {
  if (name === "resume") return RESUME;
  const found = Object.entries(PHASE_RULES).find(([, rules]) => rules.name === name);
  return found === undefined ? null : (Number(found[0]) as Phase);
}
