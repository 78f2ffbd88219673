/** `lockstep house`: what the blotter's other screens show of a running OMS: its figures, instruments, and books. */
import WebSocket from "ws";
import type { DepthMessage, InstrumentsReply, Level } from "../desk/depth-wire.ts";
import type { OperationsReply } from "../desk/operations-wire.ts";
import type { SystemMessage } from "../desk/wire.ts";
import { decimalText } from "../domain/price.ts";
import { askDesk, deskAddress, deskRefusal, fetchDesk, HTTP_HELP, queryOf } from "./desk-call.ts";
import { readOptions, usageError } from "./options.ts";

const HELP = `usage: lockstep house health          whether it is well; exit 2 when it is not
       lockstep house system          rates, latencies, journal, threads
       lockstep house operations      orders, rejects, fills and acknowledgements minute by minute, and what is open
       lockstep house instruments [BEGINNING]   with their prices
       lockstep house depth SYMBOL [--follow]   the book, its trades, and what the house has in it
       lockstep house api             its HTTP interface as OpenAPI; with --kinds, the fields of the events

  --json           for programs
${HTTP_HELP}
`;
const PATIENCE_MS = 10_000;

type Values = Readonly<Record<string, string | boolean | undefined>>;

/** @throws LockstepError LOCKSTEP_ERR_USAGE, LOCKSTEP_ERR_REQUEST */
export async function house(args: string[]): Promise<number> {
  const { values, positionals } = readOptions(
    args,
    {
      follow: { type: "boolean" },
      kinds: { type: "boolean" },
      http: { type: "string" },
      json: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
    true,
  );
  const [verb = "", about = "", ...more] = positionals;
  if (values.help || verb === "") {
    process.stdout.write(HELP);
    return values.help ? 0 : 1;
  }
  if (more.length > 0) throw usageError(`${more[0]} is one word too many`);
  const address = deskAddress(values.http);
  switch (verb) {
    case "health":
      return health(address, values);
    case "system":
      return tell(values, (await askDesk(address)("/api/system")) as SystemMessage, systemWords);
    case "operations":
      return tell(values, (await askDesk(address)("/api/operations")) as OperationsReply, operationsWords);
    case "instruments": {
      const path = `/api/instruments${queryOf({ text: about === "" ? undefined : about })}`;
      return tell(values, (await askDesk(address)(path)) as InstrumentsReply, instrumentsWords);
    }
    case "api": {
      const answer = await askDesk(address)(values.kinds ? "/api/events/kinds" : "/api/openapi.json");
      return tell(values, answer, (api) => `${JSON.stringify(api, null, 2)}\n`);
    }
    case "depth":
      if (about === "") throw usageError("lockstep house depth: expected SYMBOL");
      return depth(address, about, values);
    default:
      throw usageError(`lockstep house ${verb}: expected health, system, operations, instruments, depth or api`);
  }
}

function tell<Answer>(values: Values, answer: Answer, words: (answer: Answer) => string): number {
  process.stdout.write(values.json ? `${JSON.stringify(answer)}\n` : words(answer));
  return 0;
}

async function health(address: string, values: Values): Promise<number> {
  const reply = await fetchDesk(address, "/health", {}, true);
  const answer = (await reply.json()) as { status: string; appliedSequence: number; text: string };
  tell(values, answer, ({ status, appliedSequence, text }) => `${status} at sequence ${appliedSequence} ${text}\n`);
  return reply.ok ? 0 : 2;
}

function systemWords(system: SystemMessage): string {
  const { ordersPerSecond, reportsPerSecond, orders, durableSequence, lagFrames, viewers, openExceptions } = system;
  const latencies = system.latencies.map(
    ({ hop, count, p50Us, p99Us, maxUs }) =>
      `${hop.padEnd(12)} ${String(count).padStart(9)}  p50 ${p50Us.toFixed(1)} us  p99 ${p99Us.toFixed(1)} us  max ${maxUs.toFixed(1)} us\n`,
  );
  const trouble = system.journalTrouble === "" ? "" : `${system.journalTrouble}\n`;
  return `${trouble}${ordersPerSecond.toFixed(1)} orders/s, ${reportsPerSecond.toFixed(1)} reports/s, ${orders} orders, sequence ${durableSequence}, the desk ${lagFrames} behind, ${viewers} viewers, ${openExceptions} open exceptions\n${latencies.join("")}`;
}

function operationsWords({ minutes, openOrders, openNotional }: OperationsReply): string {
  const rows = minutes.map(
    ({ startUs, orders, rejected, acks, ackP50Us, ackP99Us, fills }) =>
      `${new Date(startUs / 1_000).toISOString().slice(0, 16)}Z  ${orders} orders, ${rejected} rejected, ${acks} acknowledged (p50 ${ackP50Us} us, p99 ${ackP99Us} us), ${fills} fills\n`,
  );
  const sums = openNotional.map(({ currency, value }) => `${value.toFixed(2)} ${currency}`).join(", ");
  return `${rows.join("")}open: ${openOrders} orders, ${sums || "nothing"}\n`;
}

function instrumentsWords({ rows }: InstrumentsReply): string {
  return rows
    .map(({ symbol, currency, priceScale, bidPx, askPx, lastPx, description }) => {
      const text = (price: number | null) => (price === null ? "-" : decimalText(price, priceScale));
      return `${symbol.padEnd(10)} ${text(bidPx)} / ${text(askPx)}  last ${text(lastPx)} ${currency}  ${description}\n`;
    })
    .join("");
}

/** Watches the book on the blotter's own line: once it is told, or for good. */
async function depth(address: string, symbol: string, values: Values): Promise<number> {
  const socket = new WebSocket(`${address.replace(/^http/, "ws")}/ws`, { origin: address });
  const ended = new Promise<number>((resolve, reject) => {
    const late = setTimeout(
      () =>
        reject(
          deskRefusal(`no book of ${symbol} was told within ${PATIENCE_MS / 1_000} s: is it of an outside venue?`),
        ),
      PATIENCE_MS,
    );
    socket.on("open", () => socket.send(JSON.stringify({ kind: "watch", symbol })));
    socket.on("error", (error) => reject(deskRefusal(`no OMS answers at ${address}: ${error.message}`)));
    socket.on("message", (bytes) => {
      const message = JSON.parse(String(bytes)) as DepthMessage | { kind: "error"; text: string };
      if (message.kind === "error") return reject(deskRefusal(message.text));
      if (message.kind !== "depth" || message.book === null) return;
      clearTimeout(late);
      tell(values, message, depthWords);
      if (!values.follow) resolve(0);
    });
    socket.on("close", () => (values.follow ? resolve(1) : undefined));
  });
  try {
    return await ended;
  } finally {
    socket.terminate();
  }
}

function depthWords({ symbol, priceScale, qtyScale, currency, book, own }: DepthMessage): string {
  const line = (level: Level | undefined) =>
    level === undefined
      ? "".padEnd(30)
      : `${decimalText(level.qty, qtyScale).padStart(12)} @ ${decimalText(level.price, priceScale).padEnd(15)}`;
  const { bids = [], asks = [] } = book ?? {};
  const levels = Array.from(
    { length: Math.min(10, Math.max(bids.length, asks.length)) },
    (_, at) => `${line(bids[at])} | ${line(asks[at])}\n`,
  );
  const ours = own.map(
    ({ side, price, leavesQty }) =>
      `ours: ${side === "1" ? "buy" : "sell"} ${decimalText(leavesQty, qtyScale)} @ ${decimalText(price, priceScale)}\n`,
  );
  return `${symbol} (${currency})\n${levels.join("")}${ours.join("")}`;
}
