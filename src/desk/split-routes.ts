/** Splits of instruments: what one would do to each open order, and an operator's word that it is due. */
import type { Static } from "@sinclair/typebox";
import type { FastifyInstance } from "fastify";
import { previewSplit } from "../core/splits.ts";
import { decimalText, NO_PRICE } from "../domain/price.ts";
import type { DeskData } from "./desk-data.ts";
import { carryOut, Done, Refusal } from "./session-routes.ts";
import { SplitBodySchema, SplitPreviewSchema, SplitQuerySchema, type SplitRow } from "./split-wire.ts";

export function addSplitRoutes(server: FastifyInstance, data: DeskData): void {
  const asked = {
    summary: "What a split would do to each open order of an instrument; nothing is done",
    querystring: SplitQuerySchema,
    response: { 200: SplitPreviewSchema, 409: Refusal },
  };
  server.get<{ Querystring: Static<typeof SplitQuerySchema> }>("/api/splits", { schema: asked }, (request, reply) => {
    const { symbol, newShares, oldShares, replaceAt = "" } = request.query;
    const { state } = data;
    const venueIds = venueIdsOf(
      data,
      replaceAt.split(",").filter((name) => name !== ""),
    );
    if (typeof venueIds === "string") return reply.code(409).send({ code: "LOCKSTEP_ERR_REQUEST", text: venueIds });
    if (!state.instrumentIds.has(symbol))
      return reply.code(409).send({ code: "LOCKSTEP_ERR_REQUEST", text: `There is no instrument ${symbol}.` });
    const rows = previewSplit(state, symbol, { newShares, oldShares }, venueIds).map((row) => rowOf(data, row));
    return { rows, tradingDay: state.tradingDay };
  });
  const set = {
    summary: "Splits an instrument: orders kept here are restated, those at the named venues replaced",
    body: SplitBodySchema,
    response: { 200: Done, 403: Refusal, 409: Refusal },
  };
  server.post<{ Body: Static<typeof SplitBodySchema> }>("/api/splits", { schema: set }, (request, reply) => {
    const { replaceAt = [], ...split } = request.body;
    const venueIds = venueIdsOf(data, replaceAt);
    if (typeof venueIds === "string") return reply.code(409).send({ code: "LOCKSTEP_ERR_REQUEST", text: venueIds });
    return carryOut(data, request, reply, { act: "split", ...split, venueIds });
  });
}

/** @returns the venues' ids, or which name is no venue's */
function venueIdsOf(data: DeskData, names: readonly string[]): number[] | string {
  const venues = [...data.exchanges(), ...data.state.venues.lines.filter((line) => line !== undefined)];
  const ids: number[] = [];
  for (const name of names) {
    const venue = venues.find((each) => each.name === name);
    if (venue === undefined)
      return `There is no venue ${name}; there are ${venues.map((each) => each.name).join(", ")}.`;
    ids.push(venue.venueId);
  }
  return ids;
}

function rowOf({ state }: DeskData, { orderId, act, figures }: ReturnType<typeof previewSplit>[number]): SplitRow {
  const { orders, instruments, clOrdIds, sessions } = state;
  const row = orders.rowOf(orderId);
  const { qtyScale = 0, priceScale = 0 } = instruments[orders.instrumentId[row]] ?? {};
  const qty = (value: number) => decimalText(value, qtyScale);
  const px = (value: number) => (value === NO_PRICE ? "" : decimalText(value, priceScale));
  const was = { orderQty: qty(orders.orderQty[row]), cumQty: qty(orders.cumQty[row]), price: px(orders.price[row]) };
  const isSplit = act === "restate" || act === "replace";
  const now = isSplit
    ? { newOrderQty: qty(figures.orderQty), newCumQty: qty(figures.cumQty), newPrice: px(figures.price) }
    : { newOrderQty: was.orderQty, newCumQty: was.cumQty, newPrice: was.price };
  const names = {
    clOrdId: clOrdIds.textOf(orders.clOrdIdEntry[row]),
    compId: sessions[orders.sessionId[row]]?.compId ?? "",
  };
  return { orderId, ...names, act, ...was, ...now, text: act === "leave" ? "" : figures.text };
}
