/** `lockstep desk`: what people do on the blotter, from the command line, through the same door. */
import { userInfo } from "node:os";
import type { NoteRulesReply } from "../desk/action-wire.ts";
import { readQuantity } from "../domain/order-grammar.ts";
import { isMass, massAction } from "./desk-mass.ts";
import { readOptions, readWhole, usageError } from "./options.ts";
import { ACTION_WORDS } from "./twins.ts";

const HELP = `usage: lockstep desk ACTION [ORDERID] [OPTIONS]

  accept ORDERID              take a care order on                 reject ORDERID --text WHY
  claim ORDERID               make it yours                        pass ORDERID --to TRADER [--desk DESK]
  lock ORDERID                nobody else may work it              release ORDERID
  slice ORDERID --qty Q [--price P] [--tif CODE] [--venue N]       send a part of it to a venue
  fill ORDERID --qty Q --price P [--contra WHO] [--traded ISO-TIME]  a trade made by hand
  replace ORDERID --qty Q [--price P]                              change an order of the desk's own
  cancel ORDERID [--text WHY]                                      cancel-all ORDERID,ORDERID,… [--text WHY]
  note ORDERID --text WORDS   close EXCEPTIONID --text WHAT
  new --account A --symbol S --side buy|sell|short --qty Q [--price P] [--tif CODE] [--care]
      [--client COMPID [--cl-ord-id ID]]   given by telephone: the client is told on its session, under its own ID or none
  require-notes [--client COMPID | --desk DESK] --before accept|work|nothing   care orders of a client, a desk or all need a note
                              before they are accepted, or given out and filled by hand            note-rules: whose do
  hand-over --from TRADER --to TRADER                              menu ORDERID: what can be done, and why not the rest

  menu|cancel|accept|claim|pass|release|note --where WORDS              many orders: shows how many, of whom and why not the rest;
                                        --orders 1-500,502         with --yes COUNT it is done, and each failure is told
    WORDS: symbol=ZVZZT side=sell qty>=10k owner=anna|ben status=new, and words that are found anywhere in the order

  --user NAME   who you are (your login name)     --id ID     the action's own id: sent twice, it is done once
  --seen TIME   the order's "seen" of its menu: refused when it has changed since
  --http URL    the blotter's address (http://127.0.0.1:8080)    --json   the answer as it is
  Quantities may be written 10k and 1.5m. The exit code is 0 when it was done, 1 when it was not.
`;
const OPTIONS = {
  user: { type: "string" },
  http: { type: "string" },
  id: { type: "string" },
  seen: { type: "string" },
  qty: { type: "string" },
  price: { type: "string" },
  tif: { type: "string" },
  venue: { type: "string" },
  contra: { type: "string" },
  traded: { type: "string" },
  text: { type: "string" },
  to: { type: "string" },
  from: { type: "string" },
  desk: { type: "string" },
  account: { type: "string" },
  symbol: { type: "string" },
  side: { type: "string" },
  care: { type: "boolean" },
  client: { type: "string" },
  "cl-ord-id": { type: "string" },
  where: { type: "string" },
  before: { type: "string" },
  orders: { type: "string" },
  yes: { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;
const HTTP = "http://127.0.0.1:8080";
const ID_MAX = 0xffff_ffff;
const SIDES: Readonly<Record<string, string>> = { buy: "1", sell: "2", short: "5" };
/** Words of the command line that are others in the interface. */
const ACTIONS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(ACTION_WORDS).map(([action, word]) => [word, action]),
);

type Values = Readonly<Record<string, string | boolean | undefined>>;
type Answer = { status?: string; text?: string; orderId?: number; items?: { action: string; reason: string }[] };

/** @returns the exit code. @throws LockstepError LOCKSTEP_ERR_USAGE */
export async function desk(args: string[]): Promise<number> {
  const { values, positionals } = readOptions(args, OPTIONS, true);
  if (values.help || positionals.length === 0) {
    process.stdout.write(HELP);
    return values.help ? 0 : 1;
  }
  const [verb, about, ...more] = positionals;
  if (more.length > 0) throw usageError(`${more[0]} is one word too many`);
  const user = String(values.user ?? userInfo().username);
  const base = String(values.http ?? HTTP).replace(/\/$/, "");
  if (isMass(values) && about === undefined)
    return massAction(verb, values, user, (path, body) => ask(`${base}${path}`, body));
  if (verb === "note-rules") return noteRules(await ask(`${base}/api/note-rules`), values.json === true);
  const response = await (verb === "menu"
    ? ask(`${base}/api/actions/${readWhole(about, "ORDERID", 1, ID_MAX)}?user=${encodeURIComponent(user)}`)
    : ask(`${base}/api/actions`, bodyOf(verb, about, values, user)));
  const answer = (await response.json()) as Answer;
  if (values.json) process.stdout.write(`${JSON.stringify(answer)}\n`);
  else process.stdout.write(wordsOf(verb, answer));
  return response.status === 200 ? 0 : 1;
}

async function ask(url: string, body?: Record<string, unknown>): Promise<Response> {
  try {
    if (body === undefined) return await fetch(url);
    const headers = { "content-type": "application/json" };
    return await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  } catch {
    throw usageError(`nobody answers at ${new URL(url).origin}: is the OMS running, and --http its blotter's address?`);
  }
}

/** @throws LockstepError LOCKSTEP_ERR_USAGE */
function bodyOf(verb: string, about: string | undefined, values: Values, user: string): Record<string, unknown> {
  const action = ACTIONS[verb] ?? verb;
  const body: Record<string, unknown> = { action, user };
  const given = { actionId: values.id, seen: values.seen, text: values.text, contra: values.contra, desk: values.desk };
  const order = { account: values.account, symbol: values.symbol, from: values.from, timeInForce: values.tif };
  const phone = { client: values.client, clOrdId: values["cl-ord-id"], before: values.before };
  for (const [field, value] of Object.entries({ ...given, ...order, ...phone, price: values.price })) {
    if (value !== undefined) body[field] = value;
  }
  if (values.qty !== undefined) body.qty = plainQty(String(values.qty));
  if (values.venue !== undefined) body.venueId = readWhole(values.venue, "venue", 1, 16);
  if (values.care) body.isCare = true;
  if (values.to !== undefined) body[action === "pass" ? "owner" : "to"] = values.to;
  if (values.side !== undefined) body.side = sideOf(String(values.side));
  if (values.traded !== undefined) body.tradedMs = timeOf(String(values.traded));
  if (action === "cancelAll") body.orderIds = (about ?? "").split(",").map((id) => readWhole(id, "ORDERID", 1, ID_MAX));
  else if (action === "closeException") body.exceptionId = readWhole(about, "EXCEPTIONID", 1, ID_MAX);
  else if (about !== undefined) body.orderId = readWhole(about, "ORDERID", 1, ID_MAX);
  return body;
}

function sideOf(word: string): string {
  const side = SIDES[word];
  if (side === undefined) throw usageError(`--side is ${word}, expected buy, sell or short`);
  return side;
}

function plainQty(word: string): string {
  const read = readQuantity(word);
  if ("qty" in read) return read.qty;
  throw usageError(`--qty is ${word}, expected a number like 500, 10k or 1.5m`);
}

function timeOf(word: string): number {
  const ms = Date.parse(word);
  if (Number.isNaN(ms)) throw usageError(`--traded is ${word}, expected a time like 2026-11-22T14:30:00Z`);
  return ms;
}

async function noteRules(response: Response, isJson: boolean): Promise<number> {
  const answer = (await response.json()) as NoteRulesReply;
  const whose = (rule: NoteRulesReply["rules"][number]) =>
    rule.compId !== "" ? `client ${rule.compId}` : rule.desk !== "" ? `desk ${rule.desk}` : "all";
  const lines = answer.rules.map((rule) => `${whose(rule)}: a note before ${rule.before}, set by ${rule.user}\n`);
  process.stdout.write(isJson ? `${JSON.stringify(answer)}\n` : lines.join("") || "no orders need notes\n");
  return response.ok ? 0 : 1;
}

function wordsOf(verb: string, { status, text = "", orderId = 0, items }: Answer): string {
  if (items !== undefined) {
    return items
      .map(({ action, reason }) => `${action.padEnd(8)} ${reason === "" ? "can be done" : reason}\n`)
      .join("");
  }
  const about = orderId === 0 ? "" : ` (order ${orderId})`;
  return `${verb}: ${status ?? "refused"}${about}${text === "" ? "" : `: ${text}`}\n`;
}
