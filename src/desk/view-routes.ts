/** Saved views, and a view as a file. */
import { Readable } from "node:stream";
import { type Static, Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import type { FastifyInstance } from "fastify";
import { LockstepError } from "../lib/errors.ts";
import type { DeskData } from "./desk-data.ts";
import { ExportSchema, exportOrders } from "./export.ts";
import { SAVED_VIEWS_MAX, type SavedViews } from "./saved-views.ts";

const closed = { additionalProperties: false } as const;
const ViewName = Type.String({ minLength: 1, maxLength: 40, pattern: "^[\\x20-\\xff]+$" });
const NameParams = Type.Object({ name: ViewName }, closed);
const ViewBody = Type.Object(
  { view: Type.Record(Type.String({ maxLength: 32 }), Type.Unknown(), { maxProperties: 32 }) },
  closed,
);
const ViewsReply = Type.Object(
  {
    views: Type.Array(Type.Object({ name: Type.String(), view: Type.Record(Type.String(), Type.Unknown()) }), {
      maxItems: SAVED_VIEWS_MAX,
    }),
  },
  closed,
);
const Refusal = Type.Object({ code: Type.String(), text: Type.String() }, closed);
const Nothing = Type.Object({}, closed);
/** The request as JSON in one parameter, so that a browser can download it as it is. */
const ExportQuery = Type.Object({ request: Type.String({ minLength: 2, maxLength: 8_000 }) }, closed);

export function addViewRoutes(server: FastifyInstance, data: DeskData, saved: SavedViews): void {
  server.get(
    "/api/views",
    { schema: { summary: "Views that were saved under a name", querystring: Nothing, response: { 200: ViewsReply } } },
    async () => ({
      views: saved.all,
    }),
  );
  const named = { params: NameParams, querystring: Nothing };
  server.put<{ Params: Static<typeof NameParams>; Body: Static<typeof ViewBody> }>(
    "/api/views/:name",
    {
      schema: {
        summary: "Saves a view under a name",
        ...named,
        body: ViewBody,
        response: { 200: Nothing, 409: Refusal },
      },
    },
    async (request, reply) => {
      try {
        saved.save({ name: request.params.name, view: request.body.view });
        return {};
      } catch (error) {
        if (!(error instanceof LockstepError)) throw error;
        return reply.code(409).send({ code: error.code, text: error.message });
      }
    },
  );
  server.delete<{ Params: Static<typeof NameParams> }>(
    "/api/views/:name",
    { schema: { summary: "Deletes a saved view", ...named, response: { 200: Nothing, 404: Refusal } } },
    async (request, reply) => {
      if (saved.remove(request.params.name)) return {};
      const text = `There is no saved view ${request.params.name}.`;
      return reply.code(404).send({ code: "LOCKSTEP_ERR_REQUEST", text });
    },
  );
  server.get<{ Querystring: Static<typeof ExportQuery> }>(
    "/api/export",
    { schema: { summary: "A view of the orders as CSV or JSON, streamed", querystring: ExportQuery } },
    async (request, reply) => {
      const asked = parse(request.query.request);
      if (!Value.Check(ExportSchema, asked)) {
        const fault = Value.Errors(ExportSchema, asked).First();
        const text = `request${fault?.path ?? ""}: ${fault?.message ?? "expected a JSON object"}`;
        return reply.code(400).send({ code: "LOCKSTEP_ERR_REQUEST", text });
      }
      const name = `orders-${new Date().toISOString().slice(0, 19).replaceAll(":", "")}.${asked.format}`;
      return reply
        .header("Content-Disposition", `attachment; filename="${name}"`)
        .type(asked.format === "csv" ? "text/csv; charset=utf-8" : "application/json; charset=utf-8")
        .send(Readable.from(exportOrders(data, asked)));
    },
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
