/**
 * What the desk says of itself: its HTTP questions as OpenAPI (`/api/openapi.json`), and as pages the same and the messages
 * of its WebSocket, all made from the schemas that requests are checked with. A page cannot say what is not so.
 */
import fastifySwagger from "@fastify/swagger";
import { Kind, type TSchema } from "@sinclair/typebox";
import type { FastifyInstance } from "fastify";
import { EVENT_FIELDS, JournalEventSchema } from "./event-wire.ts";
import { CLIENT_MESSAGES, SERVER_MESSAGES } from "./wire.ts";

type Schema = Partial<Record<string, unknown>> & {
  type?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  const?: unknown;
  description?: string;
};
type Operation = {
  summary?: string;
  parameters?: { name: string; in: string; required?: boolean; schema: Schema; description?: string }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses?: Record<string, { content?: Record<string, { schema: Schema }> }>;
};

const STYLE = `body{max-width:1000px;margin:24px auto;padding:0 16px;font:14px/1.5 system-ui,sans-serif;color:#17202a;background:#fff}
h1{font-size:22px}h2{margin-top:32px;font-size:17px}h3{margin-bottom:4px;font-size:14px;font-family:ui-monospace,monospace}
table{width:100%;border-collapse:collapse}td,th{padding:3px 10px 3px 0;border-bottom:1px solid #dfe5ec;text-align:left;vertical-align:top}
th{color:#5b6b7c;font-weight:500}code{font-family:ui-monospace,monospace;font-size:13px}a{color:#1558a8}
@media(prefers-color-scheme:dark){body{color:#dde4ec;background:#0e1217}td,th{border-color:#232d39}a{color:#6cb2ff}th{color:#8494a5}}`;
const DEPTH_MAX = 3;

/** Call it before the routes are added: it notes each of them. */
export async function addDocs(server: FastifyInstance, version: string): Promise<void> {
  await server.register(fastifySwagger, {
    openapi: {
      openapi: "3.0.3",
      info: {
        title: "Lockstep desk",
        version,
        description: "What the desk answers over HTTP. Orders are entered over FIX, and over WebSocket as JSON.",
      },
    },
  });
  const hidden = { schema: { hide: true } };
  server.get("/api/openapi.json", hidden, () => server.swagger());
  const page =
    (title: string, body: () => string) =>
    (_request: unknown, reply: { type(type: string): { send(text: string): unknown } }) =>
      reply.type("text/html; charset=utf-8").send(pageOf(title, body()));
  server.get(
    "/docs",
    hidden,
    page("Lockstep: interfaces", () => INDEX),
  );
  server.get(
    "/docs/api",
    hidden,
    page("HTTP", () => operations(server)),
  );
  server.get("/docs/feed", hidden, page("The blotter's WebSocket", feedMessages));
  server.get("/docs/events", hidden, page("The event stream", eventKinds));
  server.get("/docs/style.css", hidden, (_request, reply) => reply.type("text/css; charset=utf-8").send(STYLE));
}

const INDEX = `<ul>
<li><a href="/docs/api">HTTP</a> (<a href="/api/openapi.json">OpenAPI</a>)</li>
<li><a href="/docs/events">The event stream</a>: <code>/api/events</code>, from any sequence on</li>
<li><a href="/docs/feed">The blotter's WebSocket</a>: <code>/ws</code></li>
<li>FIX, and orders as JSON over WebSocket: <code>lockstep rules --out DIR</code> writes the rules of engagement</li>
</ul>`;

function operations(server: FastifyInstance): string {
  const { paths = {} } = server.swagger() as unknown as { paths?: Record<string, Record<string, Operation>> };
  const parts: string[] = [];
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(methods)) parts.push(operationText(method, path, operation));
  }
  return parts.join("\n");
}

function operationText(
  method: string,
  path: string,
  { summary, parameters = [], requestBody, responses = {} }: Operation,
): string {
  const rows = parameters.map(({ name, in: where, required, schema, description }) => [
    `<code>${escaped(name)}</code>`,
    `${where}${required === true ? ", required" : ""}`,
    typeText(schema),
    escaped(description ?? schema.description ?? ""),
  ]);
  const bodies = Object.values(requestBody?.content ?? {}).map(({ schema }) => `<p>Body</p>${fieldsTable(schema)}`);
  const replies = Object.entries(responses).map(([status, { content = {} }]) => {
    const [body] = Object.values(content);
    return `<p>${status}</p>${body === undefined ? "" : fieldsTable(body.schema)}`;
  });
  const asked = rows.length === 0 ? "" : tableOf(["parameter", "where", "type", ""], rows);
  return `<h2>${method.toUpperCase()} <code>${escaped(path)}</code></h2><p>${escaped(summary ?? "")}</p>${asked}${bodies.join("")}${replies.join("")}`;
}

function feedMessages(): string {
  const list = (messages: Readonly<Record<string, TSchema>>) =>
    Object.entries(messages)
      .map(([name, schema]) => `<h3>${name}</h3>${fieldsTable(schema as Schema)}`)
      .join("\n");
  return `<p>One JSON object a message. What is not understood is answered by <code>error</code>, and the connection lives.</p>
<h2>To the desk</h2>${list(CLIENT_MESSAGES)}<h2>From the desk</h2>${list(SERVER_MESSAGES)}`;
}

function eventKinds(): string {
  const kinds = Object.entries(EVENT_FIELDS)
    .map(
      ([kind, schema]) =>
        `<h3>${kind}</h3><p>${escaped(String(schema.description))}</p>${fieldsTable(schema as Schema)}`,
    )
    .join("\n");
  return `<p><code>GET /api/events?from=SEQUENCE</code> answers with server-sent events: the journal's events as they happen, and
from any sequence on. The <code>id</code> of each is the cursor: given back as <code>after</code>, or by a browser as
<code>Last-Event-ID</code>, nothing is missed and nothing comes twice, whoever was restarted meanwhile. An <code>id</code> alone, each
5 s when there is nothing else, moves the cursor. <code>event: closed</code> says why the stream ends, <code>event: end</code> that all
that was asked for is told. Who reads nothing for 10 s is let go. 410 says that the journal begins later, and where.</p>
<p>Fields that FIX has carry its name and value and begin with a capital; the house's own begin small. Prices and quantities are
decimal text; what is empty is not there.</p>
<h2>An event</h2>${fieldsTable(JournalEventSchema as unknown as Schema)}<h2>Kinds, and their fields</h2>${kinds}`;
}

function fieldsTable(schema: Schema): string {
  return tableOf(["field", "type", ""], fieldRows(schema, "", 0));
}

function fieldRows(schema: Schema, prefix: string, depth: number): string[][] {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const optional = required.has(name) ? "" : ", optional";
    const row = [
      `<code>${escaped(prefix + name)}</code>`,
      typeText(field) + optional,
      escaped(String(field.description ?? "")),
    ];
    const inner = field.type === "array" ? field.items : field;
    if (inner?.properties === undefined || depth >= DEPTH_MAX) return [row];
    return [row, ...fieldRows(inner, `${prefix}${name}${field.type === "array" ? "[]" : ""}.`, depth + 1)];
  });
}

function typeText(schema: Schema): string {
  if (schema.const !== undefined) return `<code>${escaped(JSON.stringify(schema.const))}</code>`;
  if (schema.anyOf !== undefined) return schema.anyOf.map(typeText).join(" | ");
  if (schema.enum !== undefined)
    return (schema.enum as unknown[]).map((one) => `<code>${escaped(JSON.stringify(one))}</code>`).join(" | ");
  if (schema.type === "array") return `list of ${schema.items === undefined ? "anything" : typeText(schema.items)}`;
  const bounds = [
    ["minimum", "from "],
    ["maximum", "to "],
    ["maxLength", "at most "],
  ]
    .filter(([key]) => schema[key] !== undefined)
    .map(([key, word]) => word + String(schema[key]));
  const name = schema.type ?? String((schema as Record<symbol, unknown>)[Kind] ?? "anything").toLowerCase();
  return `${escaped(name)}${bounds.length === 0 ? "" : ` (${bounds.join(", ")})`}`;
}

function tableOf(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = heads.map((text) => `<th>${text}</th>`).join("");
  const body = rows.map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`).join("\n");
  return `<table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`;
}

function pageOf(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title} · Lockstep</title><link rel="stylesheet" href="/docs/style.css"></head>
<body><p><a href="/">Blotter</a> · <a href="/docs">Interfaces</a></p><h1>${title}</h1>${body}</body></html>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
