/**
 * The desk's command line: a line of the grammar that `lockstep client` reads, as what it would come to at the desk. An order
 * is named by its OrderID, or is the last one that the user sent from here.
 */
import { viewOrder } from "../core/order-view.ts";
import { completeOrderLine, type OrderCommand, parseOrderLine } from "../domain/order-grammar.ts";
import { OrdType } from "../domain/values.ts";
import type { ActionRequest } from "./action-wire.ts";
import type { DeskData } from "./desk-data.ts";
import { currentOf, type Previews } from "./preview.ts";
import type { CommandQuery, CommandReply, Preview, PreviewFault } from "./preview-wire.ts";

const SYMBOLS_MAX = 8;
const ORDER_ID_MAX = 0xffff_ffff;

type Line = Pick<CommandQuery, "user"> & { account: string };
type OrderLine = Exclude<OrderCommand, { kind: "new" | "orders" | "help" | "quit" | "nothing" }>;

export function readCommand(data: DeskData, previews: Previews, query: CommandQuery): CommandReply {
  const { text, account = "", user } = query;
  const parsed = parseOrderLine(text);
  const reply: CommandReply = {
    text,
    kind: "",
    fault: null,
    completion: completionOf(data, previews, query),
    preview: null,
    orderId: 0,
  };
  if (!parsed.ok) {
    const { error, column, length } = parsed;
    return { ...reply, fault: { text: error.replace(/^column \d+: /, ""), column, length } };
  }
  const { command } = parsed;
  reply.kind = command.kind;
  if (command.kind === "new")
    reply.preview = previews.of(newOrder(command, { user, account }), null, accountFaults(command.account || account));
  else if ("target" in command) {
    const orderId = targetOf(command.target, previews, user);
    if (command.kind === "status") reply.orderId = orderId;
    else reply.preview = previewOf(data, previews, command, orderId, user);
  }
  return reply;
}

function newOrder(command: Extract<OrderCommand, { kind: "new" }>, { user, account }: Line): ActionRequest {
  const { side, qty, symbol, ordType, price, timeInForce, isCare } = command;
  const order = { side, qty, symbol, ordType, timeInForce, account: command.account || account };
  return { action: "new", user, ...order, ...(price === "" ? {} : { price }), ...(isCare ? { isCare } : {}) };
}

function accountFaults(account: string): PreviewFault[] {
  if (account !== "") return [];
  return [{ field: "account", text: "for which account? Add: for ACCOUNT", isMissing: true }];
}

/** @returns 0 when there is no such order */
function targetOf(target: string, previews: Previews, user: string): number {
  if (target === "last") return previews.sent.lastOf(user);
  const orderId = /^\d{1,10}$/.test(target) ? Number(target) : 0;
  return orderId <= ORDER_ID_MAX ? orderId : 0;
}

function previewOf(data: DeskData, previews: Previews, command: OrderLine, orderId: number, user: string): Preview {
  const order = viewOrder(data.state, orderId);
  const seen = order === null ? {} : { seen: String(order.updatedNs) };
  const request: ActionRequest = { action: "cancel", user, ...(orderId === 0 ? {} : { orderId }), ...seen };
  if (order === null) {
    const text =
      command.target === "last"
        ? "you have sent no order from here yet"
        : `order ${command.target} is not here; expected an OrderID`;
    return previews.of(request, null, [{ field: "", text, isMissing: false }]);
  }
  switch (command.kind) {
    case "replace": {
      request.action = "replace";
      const current = currentOf(order);
      request.qty = command.qty || current.qty;
      const price = command.price || current.price;
      if (price !== "") request.price = price;
      break;
    }
    case "slice": {
      const { qty, price, timeInForce } = command;
      const ordType = price === "" ? OrdType.Market : OrdType.Limit;
      Object.assign(request, { action: "slice", qty, ordType, timeInForce }, price === "" ? {} : { price });
      break;
    }
    case "note":
      Object.assign(request, { action: "note", text: command.text });
      // Notes of others are no reason to think again.
      delete request.seen;
      break;
    default:
      request.action = command.kind === "accept" ? "accept" : "cancel";
  }
  return previews.of(request, order);
}

function completionOf(data: DeskData, previews: Previews, query: CommandQuery): CommandReply["completion"] {
  const { column, words, wants } = completeOrderLine(query.text);
  const begun = query.text
    .slice(column - 1)
    .trim()
    .toUpperCase();
  const found = [...words];
  if (wants.includes("symbol")) found.push(...symbolsLike(data, begun));
  if (wants.includes("account")) found.push(...accountsLike(data, begun, query.account ?? ""));
  if (wants.includes("order")) {
    const orders = [query.selected ?? 0, previews.sent.lastOf(query.user)].filter((orderId) => orderId !== 0);
    found.push(...[...new Set(orders.map(String))].filter((orderId) => orderId.startsWith(begun)));
  }
  return { column, words: found.filter((word) => word.toUpperCase() !== begun), wants: [...wants] };
}

function symbolsLike(data: DeskData, begun: string): string[] {
  const found: string[] = [];
  for (const instrument of data.state.instruments) {
    if (instrument?.symbol.toUpperCase().startsWith(begun) === true) found.push(instrument.symbol);
    if (found.length === SYMBOLS_MAX) break;
  }
  return found;
}

/** The one used last, and the clients' own. */
function accountsLike(data: DeskData, begun: string, last: string): string[] {
  const all = [last, ...data.state.sessions.map((session) => session?.account ?? "")];
  const like = all.filter((account) => account !== "" && account.toUpperCase().startsWith(begun));
  return [...new Set(like)].slice(0, SYMBOLS_MAX);
}
