/** When the exchange in the box trades, told to the core: only what differs from what it knows. */
import type { SimulatedExchange } from "../simulator/exchange.ts";
import { Phase } from "../simulator/phases.ts";
import type { State } from "./core/state.ts";
import { type Command, CommandType } from "./domain/records.generated.ts";
import { TradingPhase } from "./domain/values.ts";

/**
 * Tells the phases of now, and each change from now on. Instruments without a calendar have no hours to be told.
 *
 * @param holdsWhenClosed whether orders for a closed market are kept until it opens
 * @param offer puts a command in line, for which a place is kept free
 * @param own the instruments whose hours are this venue's
 */
export function followPhases(
  state: State,
  exchange: SimulatedExchange,
  holdsWhenClosed: boolean,
  offer: (command: Command) => boolean,
  own: ReadonlySet<string>,
): void {
  const told = new Map<string, number>();
  const tell = (symbol: string, phase: number, scheduledPhase: number) => {
    if (scheduledPhase === 0 || !own.has(symbol)) return;
    const now = phase === Phase.Closed ? TradingPhase.Closed : TradingPhase.Open;
    if (told.get(symbol) === now) return;
    told.set(symbol, now);
    const known = state.instruments[state.instrumentIds.get(symbol) ?? 0];
    if (known?.phase === now && known.holdsWhenClosed === holdsWhenClosed) return;
    offer({ type: CommandType.UpdatePhase, symbol, phase: now, holdsWhenClosed });
  };
  exchange.visitStatus((symbol, { phase, scheduledPhase }) => tell(symbol, phase, scheduledPhase));
  exchange.watchStatus((symbol, { phase, scheduledPhase }) => tell(symbol, phase, scheduledPhase));
}
