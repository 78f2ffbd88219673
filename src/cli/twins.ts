/**
 * What can be done on a screen can be done from a shell: each question and order of the desk's HTTP, and each message of the
 * blotter's WebSocket, with the command that does the same. A test walks the routes and fails when one is not here.
 */

/** By method and path, as OpenAPI has them. */
export const HTTP_TWINS: Readonly<Record<string, string>> = {
  "GET /api/orders": "orders list",
  "GET /api/orders/{orderId}": "orders show",
  "GET /api/executions": "orders executions",
  "GET /api/search": "orders find",
  "GET /api/as-of": "orders as-of",
  "GET /api/export": "orders export",
  "GET /api/command": "orders preview",
  "GET /api/preview": "orders preview",
  "GET /api/system": "house system",
  "GET /api/operations": "house operations",
  "GET /api/instruments": "house instruments",
  "GET /health": "house health",
  "GET /api/events": "events",
  "GET /api/events/kinds": "house api",
  "GET /api/views": "views list",
  "PUT /api/views/{name}": "views save",
  "DELETE /api/views/{name}": "views delete",
  "GET /api/actions": "desk cancel",
  "POST /api/actions": "desk",
  "GET /api/actions/{orderId}": "desk menu",
  "POST /api/mass": "desk cancel",
  "GET /api/mass/{massId}": "desk cancel",
  "POST /api/mass/{massId}/stop": "desk cancel",
  "POST /api/mass/menu": "desk cancel",
  "POST /api/mass/plan": "desk cancel",
  "GET /api/note-rules": "desk note-rules",
  "GET /api/alerts": "alerts",
  "GET /api/exceptions": "exceptions list",
  "POST /api/exceptions/{exceptionId}/close": "exceptions close",
  "GET /api/kill-switches": "kill",
  "GET /api/kill-switches/summary": "kill",
  "POST /api/kill-switches": "kill",
  "GET /api/route": "route",
  "GET /api/splits": "split",
  "POST /api/splits": "split",
  "GET /api/sessions": "session list",
  "GET /api/sessions/{sessionId}/log": "session log",
  "POST /api/sessions/{sessionId}/{action}": "session logout",
};

/** By the kind of what a viewer asks for. */
export const FEED_TWINS: Readonly<Record<string, string>> = {
  open: "orders list",
  look: "orders list",
  expand: "orders list",
  close: "orders list",
  subscribe: "orders executions",
  unsubscribe: "orders executions",
  watch: "house depth",
  unwatch: "house depth",
  select: "desk cancel",
  selectLines: "desk cancel",
};

/** An action of `POST /api/actions` that is another word on the command line. */
export const ACTION_WORDS: Readonly<Record<string, string>> = {
  handOver: "hand-over",
  cancelAll: "cancel-all",
  closeException: "close",
  requireNotes: "require-notes",
};
