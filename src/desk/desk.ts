/**
 * The people's side: HTTP questions, the blotter's files, and the blotter's WebSocket feed.
 *
 * In: what changed in the journal, told by the follower. Out: pages and messages. It reads history and the live orders
 * and changes neither, and it never touches the order path: what it costs, it costs the follower's thread. There are no
 * users yet, so it listens on the loopback only, and answers only to names of the loopback: a page of another site
 * cannot reach it by pointing its own name at 127.0.0.1.
 */
import { existsSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import fastifyHelmet from "@fastify/helmet";
import fastifyRateLimit from "@fastify/rate-limit";
import fastifyStatic from "@fastify/static";
import fastify, { type FastifyInstance } from "fastify";
import { errorText, LockstepError } from "../lib/errors.ts";
import { ActionRoom, PATIENCE_MS } from "./action-room.ts";
import { addActionRoutes } from "./action-routes.ts";
import type { ActionReply } from "./action-wire.ts";
import { type AlertSource, AlertWatch } from "./alert-watch.ts";
import { addAlertsRoute } from "./alerts-route.ts";
import { addAsOfRoute } from "./as-of-route.ts";
import { Depth } from "./depth.ts";
import type { BookTold } from "./depth-wire.ts";
import type { DeskData, DeskIdentity } from "./desk-data.ts";
import { addDocs } from "./docs.ts";
import { addEventRoutes } from "./event-routes.ts";
import { EventStream } from "./event-stream.ts";
import { Feed } from "./feed.ts";
import { addInstrumentsRoute } from "./instruments-route.ts";
import { addKillRoutes } from "./kill-routes.ts";
import { addKillSummaryRoute } from "./kill-summary-route.ts";
import { isLoopbackName } from "./loopback.ts";
import { addMassRoutes } from "./mass-routes.ts";
import { addOperationsRoute } from "./operations-route.ts";
import { Previews } from "./preview.ts";
import { addPreviewRoutes } from "./preview-routes.ts";
import { addRouteRoute } from "./route-route.ts";
import { addRoutes } from "./routes.ts";
import { addSearchRoute } from "./search-route.ts";
import { SentOrders } from "./sent-orders.ts";
import { addSessionRoutes } from "./session-routes.ts";
import { addSplitRoutes } from "./split-routes.ts";
import { addViewRoutes } from "./view-routes.ts";
import type { ExecutionRow } from "./wire.ts";

const REQUESTS_PER_MINUTE = 600;

export type Desk = {
  readonly host: string;
  readonly port: number;
  readonly viewerCount: number;
  changed(orderIds: ReadonlySet<number>, executions: readonly ExecutionRow[]): void;
  /** What the exchange's side tells of books that are watched. */
  market(books: readonly BookTold[]): void;
  /** What became of actions of people. */
  outcomes(replies: readonly ActionReply[]): void;
  /** An action the order path did not take. */
  actionLost(reply: ActionReply): void;
  /** History was exchanged: every window is shown again as a whole. */
  refresh(): void;
  close(): Promise<void>;
};

/** @throws LockstepError LOCKSTEP_ERR_CONFIG for a host that is not the loopback, LOCKSTEP_ERR_PORT_IN_USE */
export async function openDesk(
  http: { host: string; port: number },
  data: DeskData,
  identity: DeskIdentity,
): Promise<Desk> {
  if (!isLoopbackName(http.host)) {
    throw new LockstepError(
      "LOCKSTEP_ERR_CONFIG",
      `the desk was told to listen on ${http.host}. It has no users and passwords yet, so it listens on this machine ` +
        "only: use 127.0.0.1, and an SSH tunnel to look at it from elsewhere",
    );
  }
  const room = new ActionRoom(
    (action) => data.act(action),
    PATIENCE_MS,
    (actionId) => data.outcomeOf(actionId),
  );
  const alerts = new AlertWatch(alertSource(data), data.alertLimits);
  const events = new EventStream(data);
  const depth = new Depth(data);
  const server = await makeServer(data, identity, room, alerts, events, depth);
  const feed = new Feed(server.server, data, identity, alerts, depth);
  try {
    await server.listen({ host: http.host, port: http.port });
  } catch (error) {
    feed.close();
    await server.close();
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    throw new LockstepError(
      "LOCKSTEP_ERR_PORT_IN_USE",
      `the desk's port ${http.port} on ${http.host} is taken by another program: end it, or choose another with --http-port`,
      { cause: error },
    );
  }
  const { address, port } = server.server.address() as AddressInfo;
  return {
    host: address,
    port,
    get viewerCount() {
      return feed.viewerCount;
    },
    changed: (orderIds, executions) => feed.changed(orderIds, executions),
    market: (books) => feed.market(books),
    outcomes: (replies) => room.hear(replies),
    actionLost: (reply) => room.lost(reply),
    refresh: () => feed.refresh(),
    close: async () => {
      feed.close();
      events.close();
      await server.close();
    },
  };
}

function alertSource(data: DeskData): AlertSource {
  return {
    // Asked for each time: it is another one after a refresh.
    get state() {
      return data.state;
    },
    appliedSequence: () => data.appliedSequence(),
    trouble: () => data.system().journalTrouble,
    closesAtMs: (symbol, nowMs) => data.closesAtMs(symbol, nowMs),
  };
}

async function makeServer(
  data: DeskData,
  identity: DeskIdentity,
  room: ActionRoom,
  alerts: AlertWatch,
  events: EventStream,
  depth: Depth,
): Promise<FastifyInstance> {
  const server = fastify({
    logger: false,
    bodyLimit: 64 * 1024,
    requestTimeout: 10_000,
    connectionTimeout: 10_000,
    keepAliveTimeout: 5_000,
    maxRequestsPerSocket: 1_000,
    forceCloseConnections: true,
    // A query that is not in the schema is refused, not dropped in silence; text from the URL becomes numbers.
    ajv: { customOptions: { removeAdditional: false, coerceTypes: true } },
  });
  server.addHook("onRequest", async (request, reply) => {
    if (!isLoopbackName(request.hostname)) {
      await reply.code(421).send({ code: "LOCKSTEP_ERR_HOST", text: "The desk answers to localhost only." });
    }
  });
  await server.register(fastifyHelmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    frameguard: { action: "deny" },
    referrerPolicy: { policy: "no-referrer" },
  });
  await server.register(fastifyRateLimit, { max: REQUESTS_PER_MINUTE, timeWindow: 60_000, cache: 1_000 });
  server.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const status = error.statusCode ?? 500;
    // Beyond a refusal of what was asked, the caller is not told what our code looks like inside.
    const text = status < 500 ? error.message : "The desk could not answer; see its log.";
    if (status >= 500) process.stderr.write(`desk: ${errorText(error)}\n`);
    return reply.code(status).send({ code: status < 500 ? "LOCKSTEP_ERR_REQUEST" : "LOCKSTEP_ERR_DESK", text });
  });
  await addDocs(server, identity.version);
  addRoutes(server, data, identity);
  addViewRoutes(server, data, data.savedViews);
  const sent = new SentOrders();
  addActionRoutes(server, data, room, sent);
  addPreviewRoutes(server, data, new Previews(data, sent, depth));
  addMassRoutes(server, data, room);
  addSearchRoute(server, data);
  addRouteRoute(server, data);
  addAsOfRoute(server, data);
  addInstrumentsRoute(server, data);
  addOperationsRoute(server, data);
  addSessionRoutes(server, data);
  addKillRoutes(server, data);
  addKillSummaryRoute(server, data);
  addSplitRoutes(server, data);
  addAlertsRoute(server, alerts);
  addEventRoutes(server, data, events);
  await addPages(server);
  return server;
}

/** The built blotter lies in dist/blotter, seen from src/desk as from dist/src/desk. */
async function addPages(server: FastifyInstance): Promise<void> {
  const root = ["../../blotter/", "../../dist/blotter/"]
    .map((path) => fileURLToPath(new URL(path, import.meta.url)))
    .find((path) => existsSync(`${path}index.html`));
  if (root !== undefined) {
    await server.register(fastifyStatic, { root, index: "index.html", dotfiles: "deny", cacheControl: false });
    return;
  }
  server.get("/", (_request, reply) =>
    reply
      .code(503)
      .type("text/plain")
      .send("The blotter has not been built: run `npm run build`, then load this page."),
  );
}
