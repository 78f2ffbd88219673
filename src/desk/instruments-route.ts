/** The instruments and their public prices as the core has them. */
import type { Static } from "@sinclair/typebox";
import type { FastifyInstance } from "fastify";
import { NO_PRICE } from "../domain/price.ts";
import { InstrumentsQuerySchema, type InstrumentsReply, InstrumentsReplySchema } from "./depth-wire.ts";
import type { DeskData } from "./desk-data.ts";

const ROWS_MAX = 200;

export function addInstrumentsRoute(server: FastifyInstance, data: DeskData): void {
  const summary = "Instruments with their public prices as the core has them";
  const schema = { summary, querystring: InstrumentsQuerySchema, response: { 200: InstrumentsReplySchema } };
  server.get<{ Querystring: Static<typeof InstrumentsQuerySchema> }>("/api/instruments", { schema }, (request) => {
    const wanted = (request.query.text ?? "").toUpperCase();
    const rows: InstrumentsReply["rows"] = [];
    let matched = 0;
    for (const instrument of data.state.instruments) {
      if (instrument?.symbol.toUpperCase().startsWith(wanted) !== true || matched++ >= ROWS_MAX) continue;
      const { symbol, description, currency, priceScale, bidPx, askPx, lastPx, referencePx, phase } = instrument;
      const prices = { bidPx: orNull(bidPx), askPx: orNull(askPx), lastPx: orNull(lastPx) };
      rows.push({ symbol, description, currency, priceScale, ...prices, referencePx: orNull(referencePx), phase });
    }
    return { rows, matched };
  });
}

function orNull(price: number): number | null {
  return price === NO_PRICE ? null : price;
}
