/** `lockstep orders`: what the blotter shows of orders, from a running OMS: lists, searches, one with all of its story, files. */
import { writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import type { AsOfReply } from "../desk/as-of-wire.ts";
import type { OrderDetail } from "../desk/detail-wire.ts";
import type { Preview } from "../desk/preview-wire.ts";
import type { SearchReply } from "../desk/search-route.ts";
import { ORDER_COLUMN_IDS } from "../desk/view/names.ts";
import type { ExecutionRow, OrderRow } from "../desk/wire.ts";
import { decimalText } from "../domain/price.ts";
import { type AskDesk, askDesk, deskAddress, fetchDesk, HTTP_HELP, queryOf } from "./desk-call.ts";
import { type OptionRows, readOptions, readWhole, usageError } from "./options.ts";
import { readPlace } from "./replay/place.ts";

const HELP = `usage: lockstep orders list [--text WORDS] [--group all|working|filled|ended] [--limit N] [--before ORDERID]
       lockstep orders find TEXT [--from TIME] [--to TIME] [--limit N]   by any id of any day, or by words
       lockstep orders show ORDERID                        every event, who asked for it, the messages
       lockstep orders as-of ORDERID --at SEQ              the order, the market and the state's hash as of a sequence
       lockstep orders executions [--order ORDERID] [--fills] [--limit N] [--before SEQ]
       lockstep orders export [--format csv|json] [--columns A,B] [--text WORDS] [--view NAME] [--out FILE]
       lockstep orders preview LINE [--account A] [--user NAME]          what a line would come to; nothing is sent

  --json           the answer as the desk gives it, for programs
${HTTP_HELP}
`;
const OPTIONS: OptionRows = {
  text: { type: "string" },
  group: { type: "string" },
  limit: { type: "string" },
  before: { type: "string" },
  from: { type: "string" },
  to: { type: "string" },
  at: { type: "string" },
  order: { type: "string" },
  fills: { type: "boolean" },
  format: { type: "string" },
  columns: { type: "string" },
  view: { type: "string" },
  out: { type: "string" },
  account: { type: "string" },
  user: { type: "string" },
  http: { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
};
const ID_MAX = 0xffff_ffff;
const COLUMNS = ["orderId", "compId", "clOrdId", "symbol", "side", "ordStatus", "orderQty", "cumQty", "price", "avgPx"];

type Values = Readonly<Record<string, string | boolean | undefined>>;
type Asked = { desk: AskDesk; address: string; about: string; values: Values };
/** Each: the desk's answer, and how a person reads it. */
type Run = (asked: Asked) => Promise<{ answer: unknown; words: () => string }>;

const RUNS: Readonly<Record<string, Run>> = { list, find, show, "as-of": asOf, executions, preview };

/** @throws LockstepError LOCKSTEP_ERR_USAGE, LOCKSTEP_ERR_REQUEST */
export async function orders(args: string[]): Promise<number> {
  const { values, positionals } = readOptions(args, OPTIONS, true);
  const [verb = "", ...about] = positionals;
  if (values.help || verb === "") {
    process.stdout.write(HELP);
    return values.help ? 0 : 1;
  }
  const address = deskAddress(values.http);
  const asked = { desk: askDesk(address), address, about: about.join(" "), values };
  if (verb === "export") return exported(asked);
  const run = Object.hasOwn(RUNS, verb) ? RUNS[verb] : undefined;
  if (run === undefined)
    throw usageError(`lockstep orders ${verb}: expected ${Object.keys(RUNS).join(", ")} or export`);
  const { answer, words } = await run(asked);
  process.stdout.write(values.json ? `${JSON.stringify(answer)}\n` : words());
  return 0;
}

async function list({ desk, values }: Asked) {
  const { text, group, limit, before } = values;
  const answer = (await desk(`/api/orders${queryOf({ text, group, limit, before })}`)) as { rows: OrderRow[] };
  return { answer, words: () => answer.rows.map(orderLine).join("") };
}

/** Goes on, a stretch of orders a time, until there are enough or all were looked at. */
async function find({ desk, about: text, values }: Asked) {
  const limit = values.limit === undefined ? 100 : readWhole(values.limit, "limit", 1, 200);
  const within = { fromUs: microseconds(values.from, "from"), toUs: microseconds(values.to, "to") };
  let answer = (await desk(`/api/search${queryOf({ text, ...within, limit })}`)) as SearchReply;
  while (answer.nextBefore > 0 && answer.named.length + answer.worded.length < limit) {
    const query = queryOf({ text, ...within, limit, before: answer.nextBefore });
    const more = (await desk(`/api/search${query}`)) as SearchReply;
    answer = { ...more, named: answer.named, worded: [...answer.worded, ...more.worded] };
  }
  return { answer, words: () => [...answer.named, ...answer.worded].map(orderLine).join("") || "nothing was found\n" };
}

async function show({ desk, about }: Asked) {
  const answer = (await desk(`/api/orders/${readWhole(about, "ORDERID", 1, ID_MAX)}`)) as OrderDetail;
  const steps = () =>
    answer.events.map(
      ({ sequence, timeUs, name, detail }) => `${pad(sequence, 9)} ${time(timeUs)} ${name} ${detail}\n`,
    );
  const messages = () =>
    answer.messages.map(
      ({ sequence, timeUs, direction, raw }) =>
        `${pad(sequence, 9)} ${time(timeUs)} ${direction} ${raw.replaceAll("\u0001", "|")}\n`,
    );
  return { answer, words: () => `${orderLine(answer.order)}\n${steps().join("")}\n${messages().join("")}` };
}

async function asOf({ desk, about, values }: Asked) {
  const sequence = readWhole(values.at, "at", 1, Number.MAX_SAFE_INTEGER);
  const query = queryOf({ sequence, orderId: readWhole(about, "ORDERID", 1, ID_MAX) });
  let answer = (await desk(`/api/as-of${query}`)) as AsOfReply;
  // It tells how far it came; asked again, it goes on from there.
  while (!answer.isThere) answer = (await desk(`/api/as-of${query}`)) as AsOfReply;
  const order = answer.order === null ? "the order was not there yet\n" : orderLine(answer.order);
  return { answer, words: () => `${order}as of ${answer.sequence}, state ${answer.stateHash}\n` };
}

async function executions({ desk, values }: Asked) {
  const { order: orderId, fills: fillsOnly, limit, before } = values;
  const path = `/api/executions${queryOf({ orderId, fillsOnly, limit, before })}`;
  const answer = (await desk(path)) as { rows: ExecutionRow[] };
  return { answer, words: () => answer.rows.map(executionLine).join("") };
}

async function preview({ desk, about: text, values }: Asked) {
  const user = values.user ?? userInfo().username;
  const answer = (await desk(`/api/command${queryOf({ text, user, account: values.account })}`)) as {
    fault: { text: string; column: number } | null;
    preview?: Preview | null;
  };
  const words = () => {
    if (answer.fault !== null) return `column ${answer.fault.column}: ${answer.fault.text}\n`;
    const { preview } = answer;
    if (preview === null || preview === undefined) return "understood\n";
    const faults = preview.faults.map(({ text }) => `  cannot be sent: ${text}\n`);
    const warnings = preview.warnings.map(({ text }) => `  ${text}\n`);
    return `${preview.words}\n${faults.join("")}${warnings.join("")}`;
  };
  return { answer, words };
}

/** The file goes to standard output or `--out`; it is streamed by the desk, however large. */
async function exported({ desk, address, values }: Asked): Promise<number> {
  const format = values.format ?? (values.json ? "json" : "csv");
  const asked = String(values.columns ?? "");
  const columns = asked === "" ? COLUMNS : asked === "all" ? [...ORDER_COLUMN_IDS] : asked.split(",");
  const view = values.view === undefined ? {} : await savedView(desk, String(values.view));
  const filter = values.text === undefined ? view.filter : { ...(view.filter ?? {}), text: values.text };
  const request = JSON.stringify({
    format,
    columns: asked === "" ? (view.columns ?? columns) : columns,
    ...(filter === undefined ? {} : { filter }),
    ...(view.sort === undefined ? {} : { sort: view.sort }),
    name: values.view ?? "",
  });
  const reply = await fetchDesk(address, `/api/export${queryOf({ request })}`);
  if (values.out !== undefined) writeFileSync(String(values.out), Buffer.from(await reply.arrayBuffer()));
  else for await (const piece of reply.body ?? []) process.stdout.write(piece as Uint8Array);
  return 0;
}

type SavedParts = { filter?: Record<string, unknown>; sort?: unknown; columns?: unknown };

async function savedView(desk: AskDesk, name: string): Promise<SavedParts> {
  const { views } = (await desk("/api/views")) as { views: { name: string; view: SavedParts }[] };
  const found = views.find((one) => one.name === name);
  if (found !== undefined) return found.view;
  throw usageError(`--view is ${name}; there are ${views.map((one) => one.name).join(", ") || "none"}`);
}

function microseconds(given: string | boolean | undefined, name: string): number | undefined {
  const place = readPlace(given);
  if (place === null) return undefined;
  if ("timeNs" in place) return Number(place.timeNs / 1_000n);
  throw usageError(`--${name} is ${String(given)}, expected a UTC time as 2026-11-22T10:00:00Z`);
}

function orderLine(row: OrderRow): string {
  const side = row.side === "1" ? "buy" : row.side === "5" ? "short" : "sell";
  const price = row.price === null ? "market" : `@ ${decimalText(row.price, row.priceScale)}`;
  const qty = decimalText(row.orderQty, row.qtyScale);
  const filled = decimalText(row.cumQty, row.qtyScale);
  const why = row.text === "" ? "" : `  ${row.text}`;
  return `${pad(row.orderId, 9)} ${time(row.createdUs)} ${row.compId.padEnd(10)} ${row.clOrdId.padEnd(16)} ${side} ${qty} ${row.symbol} ${price}  OrdStatus ${row.ordStatus}, ${filled} filled${why}\n`;
}

function executionLine(row: ExecutionRow): string {
  const fill =
    row.lastQty === null || row.lastPx === null
      ? ""
      : ` ${decimalText(row.lastQty, row.qtyScale)} @ ${decimalText(row.lastPx, row.priceScale)}`;
  const why = row.text === "" ? "" : `  ${row.text}`;
  return `${row.execId.padEnd(12)} ${time(row.timeUs)} order ${row.orderId} ${row.symbol} ExecType ${row.execType}${fill}${why}\n`;
}

function time(us: number): string {
  return new Date(us / 1_000).toISOString();
}

function pad(value: number, width: number): string {
  return String(value).padStart(width);
}
