/** Instruments by the names others give them: made from their definitions, and so no part of the state's image. */
import { splitSecurityIds } from "../domain/instrument.ts";
import type { State } from "./state.ts";

type Named = { instrumentId: number; securityIds: string };

/** From now on the instrument is found by its ids; the instruments of one name stand in the order of their own ids. */
export function indexSecurities(state: State, { instrumentId, securityIds }: Named): void {
  for (const securityId of splitSecurityIds(securityIds)) {
    const ids = [...(state.securities.get(securityId) ?? []), instrumentId];
    state.securities.set(
      securityId,
      [...new Set(ids)].sort((a, b) => a - b),
    );
  }
}

/** The instrument is about to be defined anew. */
export function forgetSecurities(state: State, { instrumentId, securityIds }: Named): void {
  for (const securityId of splitSecurityIds(securityIds)) {
    const rest = (state.securities.get(securityId) ?? []).filter((id) => id !== instrumentId);
    if (rest.length === 0) state.securities.delete(securityId);
    else state.securities.set(securityId, rest);
  }
}
