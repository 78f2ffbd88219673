/** What a kill switch would stop, before it is on. */
import { type Static, Type } from "@sinclair/typebox";
import type { FastifyInstance } from "fastify";
import { ordersStopped } from "../core/kill-switch.ts";
import type { State } from "../core/state.ts";
import { NO_PRICE } from "../domain/price.ts";
import type { DeskData } from "./desk-data.ts";
import { KILL_SCOPES, type KillSummary, KillSummarySchema, KillSwitchSchema } from "./kill-wire.ts";

const Query = Type.Object(
  {
    scope: KillSwitchSchema.properties.scope,
    compId: Type.Optional(Type.String({ maxLength: 64, description: "with scope session" })),
    desk: Type.Optional(Type.String({ maxLength: 64, description: "with scope desk" })),
  },
  { additionalProperties: false },
);

export function addKillSummaryRoute(server: FastifyInstance, data: DeskData): void {
  const summary = "What a kill switch would stop: live orders, whose they are, and what is open of them";
  server.get<{ Querystring: Static<typeof Query> }>(
    "/api/kill-switches/summary",
    { schema: { summary, querystring: Query, response: { 200: KillSummarySchema } } },
    (request) => {
      const { scope, compId = "", desk = "" } = request.query;
      const sessionIds =
        scope === "session"
          ? data.state.sessions.flatMap((one) => (one?.compId === compId ? [one.sessionId] : []))
          : [0];
      const asked = { scope: KILL_SCOPES.indexOf(scope) + 1, desk };
      return sumOf(data.state, [
        ...new Set(sessionIds.flatMap((sessionId) => ordersStopped(data.state, { ...asked, sessionId }))),
      ]);
    },
  );
}

/** Open quantity at the order's price, or at the day's reference price when it has none, by currency. */
function sumOf({ orders, instruments }: State, orderIds: readonly number[]): KillSummary {
  const clients = new Set<number>();
  const sums = new Map<string, number>();
  for (const orderId of orderIds) {
    const row = orders.rowOf(orderId);
    clients.add(orders.sessionId[row]);
    const instrument = instruments[orders.instrumentId[row]];
    if (instrument === undefined) continue;
    const price = orders.price[row] === NO_PRICE ? instrument.referencePx : orders.price[row];
    const units = (orders.leavesQty(row) * price) / 10 ** (instrument.priceScale + instrument.qtyScale);
    sums.set(instrument.currency, (sums.get(instrument.currency) ?? 0) + units);
  }
  const openNotional = [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, value]) => ({ currency, value }));
  return { openOrders: orderIds.length, clients: clients.size, openNotional };
}
