/** What an action would come to, field by field or as a line of text: reads, asked for with every key that is pressed. */
import type { FastifyInstance } from "fastify";
import { readCommand } from "./command-line.ts";
import type { DeskData } from "./desk-data.ts";
import type { Previews } from "./preview.ts";
import {
  type CommandQuery,
  CommandQuerySchema,
  CommandReplySchema,
  type PreviewQuery,
  PreviewQuerySchema,
  PreviewSchema,
} from "./preview-wire.ts";

/** Twenty a second: a fast typist has ten keys, and what is open asks once a second. */
const PREVIEWS_PER_MINUTE = 1_200;
const config = { rateLimit: { max: PREVIEWS_PER_MINUTE, timeWindow: 60_000 } };

export function addPreviewRoutes(server: FastifyInstance, data: DeskData, previews: Previews): void {
  const preview = {
    summary:
      "What an action would come to: faults by field, warnings, reference price, route and limits; nothing is sent",
    querystring: PreviewQuerySchema,
    response: { 200: PreviewSchema },
  };
  server.get<{ Querystring: PreviewQuery }>("/api/preview", { schema: preview, config }, (request) =>
    previews.ofFields(request.query),
  );
  const command = {
    summary:
      "A line of the command line (as lockstep client reads it): what it says, or where it is wrong, how it can go on, and what it would come to",
    querystring: CommandQuerySchema,
    response: { 200: CommandReplySchema },
  };
  server.get<{ Querystring: CommandQuery }>("/api/command", { schema: command, config }, (request) =>
    readCommand(data, previews, request.query),
  );
}
