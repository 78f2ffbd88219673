/** What somebody should look at, for programs and for those who ask at a shell. */
import { Type } from "@sinclair/typebox";
import type { FastifyInstance } from "fastify";
import type { AlertWatch } from "./alert-watch.ts";
import { AlertsReplySchema } from "./alert-wire.ts";

export function addAlertsRoute(server: FastifyInstance, alerts: AlertWatch): void {
  const summary = "What somebody should look at: what lasts now, and what has happened of late";
  const querystring = Type.Object({}, { additionalProperties: false });
  server.get("/api/alerts", { schema: { summary, querystring, response: { 200: AlertsReplySchema } } }, () => ({
    rows: alerts.rows,
    recent: alerts.recent,
  }));
}
