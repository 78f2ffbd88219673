/** Orders of any day, by any id or by words; a stretch of orders a request, so that a search of millions holds nobody up. */
import { type Static, Type } from "@sinclair/typebox";
import type { FastifyInstance } from "fastify";
import type { DeskData } from "./desk-data.ts";
import { orderRow } from "./rows.ts";
import { OrderRowSchema } from "./wire.ts";

const closed = { additionalProperties: false } as const;
const LIMIT_MAX = 200;
const Us = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const OrderId = Type.Integer({ minimum: 0, maximum: 0xffff_ffff });

export const SearchQuerySchema = Type.Object(
  {
    /** An id, the beginning of one, or words that must all be found in symbol, client, account, ids and text. */
    text: Type.Optional(Type.String({ maxLength: 200 })),
    /** Made at or after, and at or before, in microseconds since 1970. */
    fromUs: Type.Optional(Us),
    toUs: Type.Optional(Us),
    /** From the last answer: search on. */
    before: Type.Optional(OrderId),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: LIMIT_MAX })),
  },
  closed,
);
export const SearchReplySchema = Type.Object(
  {
    /** Orders that have the text as an id, or an id that begins with it; told with the first answer. */
    named: Type.Array(OrderRowSchema),
    worded: Type.Array(OrderRowSchema),
    /** 0 when all orders were looked at. */
    nextBefore: OrderId,
    total: Type.Integer(),
    /** The last frame history holds. */
    asOf: Type.Integer(),
  },
  closed,
);
export type SearchReply = Static<typeof SearchReplySchema>;

export function addSearchRoute(server: FastifyInstance, data: DeskData): void {
  const summary = "Orders of any day by any id or by words, a stretch of orders a time";
  const schema = { summary, querystring: SearchQuerySchema, response: { 200: SearchReplySchema } };
  server.get<{ Querystring: Static<typeof SearchQuerySchema> }>("/api/search", { schema }, (request) => {
    const { text = "", fromUs = 0, toUs = Number.MAX_SAFE_INTEGER - 1, before = 0, limit = 100 } = request.query;
    const { named, worded, nextBefore } = data.queries.search({ text, fromUs, toUs, before, limit });
    const rows = (orderIds: readonly number[]) =>
      orderIds.flatMap((orderId) => {
        const order = data.viewOrder(orderId);
        return order === null ? [] : [orderRow(order, data.state)];
      });
    return {
      named: rows(named),
      worded: rows(worded),
      nextBefore,
      total: data.orderCount(),
      asOf: data.historySequence(),
    };
  });
}
