/**
 * `lockstep records export`: what the journal holds of orders as lines of JSON, for who keeps records and who asks for them:
 * each change with its sequence, time, who caused it, the client's own message, and how the order stood after it. The
 * journal's checksums and its hash chain are checked on the way, and the last line says to which head the records lead.
 */
import { type OrderView, viewOrder } from "../core/order-view.ts";
import type { State } from "../core/state.ts";
import type { FrameContent } from "../domain/frame.ts";
import { decimalText } from "../domain/price.ts";
import type { Event } from "../domain/records.generated.ts";
import { eventJson } from "../history/event-json.ts";
import { execTypeOf, executionOf } from "../history/execution.ts";
import { microseconds } from "../history/order-record.ts";
import { redact } from "../history/redact.ts";
import type { Frame } from "../journal/reader.ts";
import { readRecovered } from "../recover.ts";
import { packageVersion, readOptions, usageError } from "./options.ts";
import { eventWords } from "./replay/event-words.ts";
import { findOrders } from "./replay/order-timeline.ts";
import { readPlace, sequenceOf } from "./replay/place.ts";
import { journalDirectory } from "./verify.ts";

const HELP = `usage: lockstep records export [--data-dir DIR] [--order ID] [--client COMPID] [--from TIME] [--until SEQ|TIME]

  Writes a line of JSON for everything that happened to orders: each event as the event stream tells it (lockstep events), the
  client's own message (without passwords), the event in words, and how the order stood after it. The last line is the
  head: the sequence and the chain's hash the records lead to, for lockstep journal verify --head.

  --data-dir DIR   the data directory (./data); it may be that of a running OMS
  --order ID       one order, by its OrderID or any ClOrdID it ever had
  --client COMPID  the orders of one client
  --from TIME      from that UTC time on (2026-11-22T10:00:00Z)
  --until PLACE    up to that sequence, that UTC time, or so long before the journal's end (-5m)

  Exit 0; 1 when the order is unknown, or the journal is absent or damaged.
`;

const OPTIONS = {
  "data-dir": { type: "string" },
  order: { type: "string" },
  client: { type: "string" },
  from: { type: "string" },
  until: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

type Wanted = { orderIds: ReadonlySet<number> | null; client: string; fromNs: bigint };

export async function records(args: string[]): Promise<number> {
  const { values, positionals } = readOptions(args, OPTIONS, true);
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  if (positionals.length !== 1 || positionals[0] !== "export") {
    throw usageError(`${positionals.join(" ") || "nothing"}: expected records export`);
  }
  // A reader that has seen enough, like head, is no error.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
  const directory = journalDirectory((values["data-dir"] as string | undefined) ?? "./data");
  const until = sequenceOf(directory, readPlace(values.until));
  const from = readPlace(values.from);
  if (from !== null && !("timeNs" in from)) throw usageError(`--from is ${String(values.from)}, expected a UTC time`);
  const wanted = {
    orderIds: ordersOf(directory, until, values.order),
    client: (values.client as string | undefined) ?? "",
    fromNs: from?.timeNs ?? 0n,
  };
  let written = 0;
  let sequence = 0;
  const { scan } = readRecovered(directory, (frame, content, state) => {
    sequence = frame.sequence;
    if (frame.timeNs >= wanted.fromNs) written += writeFrame(frame, content, state, wanted);
    // The head is that of the last whole group that was read: without a place to stop at, the journal's own.
    return values.until === undefined || frame.sequence < until;
  });
  const chainHash = scan.hash.toString("hex");
  const head = { kind: "head", records: written, sequence, lastSequence: scan.lastSequence, chainHash };
  process.stdout.write(`${JSON.stringify({ ...head, version: packageVersion() })}\n`);
  return 0;
}

function ordersOf(directory: string, until: number, asked: string | boolean | undefined): Set<number> | null {
  if (typeof asked !== "string") return null;
  const found = findOrders(directory, until, asked);
  if (found.size > 0) return found;
  throw usageError(`--order is ${asked}; no order had that OrderID or ClOrdID by sequence ${until}`);
}

/** @returns how many lines it wrote */
function writeFrame(frame: Frame, content: FrameContent, state: State, wanted: Wanted): number {
  let count = 0;
  let text = "";
  for (const [eventIndex, event] of content.events.entries()) {
    const { orderId = 0 } = event as { orderId?: number };
    if (orderId === 0 || (wanted.orderIds !== null && !wanted.orderIds.has(orderId))) continue;
    const order = viewOrder(state, orderId);
    if (wanted.client !== "" && order?.compId !== wanted.client) continue;
    text += `${JSON.stringify(recordOf(frame, content, state, event, eventIndex, order))}\n`;
    count++;
  }
  if (text !== "") process.stdout.write(text);
  return count;
}

/** The event as the event stream tells it, and besides the client's own message, words, and how the order stood after it. */
function recordOf(
  { sequence, timeNs, bytes }: Frame,
  { command, receivedStart, receivedEnd }: FrameContent,
  state: State,
  event: Event,
  eventIndex: number,
  order: OrderView | null,
): Record<string, unknown> {
  const received =
    receivedEnd > receivedStart
      ? Buffer.from(redact(bytes.subarray(receivedStart, receivedEnd))).toString("latin1")
      : "";
  const execType = execTypeOf(event);
  const report =
    execType === "" || order === null
      ? null
      : executionOf(event, execType, order, order.symbol, sequence, eventIndex, microseconds(timeNs));
  const known = order === null ? null : { ...order, client: order.compId };
  return {
    ...eventJson({ sequence, eventIndex, timeNs }, command, event, known, report, state),
    received,
    words: eventWords(event, order),
    after: {
      ClOrdID: order?.clOrdId ?? "",
      OrdStatus: order?.ordStatus ?? "",
      CumQty: decimalText(order?.cumQty ?? 0, order?.qtyScale ?? 0),
      LeavesQty: decimalText(order?.leavesQty ?? 0, order?.qtyScale ?? 0),
    },
  };
}
