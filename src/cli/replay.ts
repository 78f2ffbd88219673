/** `lockstep replay`: the state as of any place in the journal, one order's whole timeline, and what other limits would have done. */
import { loadConfig } from "../config.ts";
import { CommandName, EventName } from "../domain/records.generated.ts";
import { nodeDisk } from "../journal/disk.ts";
import { timeText } from "../lib/iso-time.ts";
import { type AppliedVisitor, readRecovered } from "../recover.ts";
import { type LoadedSnapshot, passedOverText, Snapshots } from "../snapshots.ts";
import { packageVersion, readOptions, usageError } from "./options.ts";
import { findOrders, orderLine, readTimelines, selectOrders, timelineText } from "./replay/order-timeline.ts";
import { jsonValue, readPlace, sequenceOf } from "./replay/place.ts";
import { asOfText, summarize, summaryText } from "./replay/state-summary.ts";
import { whatIf } from "./replay/what-if.ts";
import { whatIfJson, whatIfText } from "./replay/what-if-text.ts";
import { journalDirectory } from "./verify.ts";

const HELP = `usage: lockstep replay [--data-dir DIR] [--until SEQ|TIME] [--order ID | --open | --orders | --what-if FILE] [--json]

  Makes the state as of any place again by applying what the journal recorded, from the newest usable snapshot at or before
  that place on. It only reads, takes no lock, and may run beside a running OMS: it sees what was committed when it started.
  Without a further option it prints a summary: orders by state, sessions with their next numbers, limits, the hash of the
  whole state.

  --data-dir DIR   the data directory (./data)
  --until PLACE    stop after that sequence, that UTC time (2026-11-22T10:00:00Z, 2026-11-22), or so long before the
                   journal's last frame (-5m; units ms s m h d); default: the end
  --order ID       how the order stood, and all that happened to it up to there: sequence, time, cause, why. ID is an
                   OrderID or any ClOrdID the order ever had; all orders it names are shown
  --open           also the orders that were open, a line each
  --orders         also all orders
  --events         also every command with its events, on the way: the whole journal is applied
  --whole          apply the whole journal, whatever snapshots there are
  --what-if FILE   decides the same commands under the limits and instruments of another configuration, from the first
                   command on, and prints what would have been different: orders and requests refused or accepted, why,
                   their notional, totals by client and reason, and the fills lost. Other keys of the file do nothing
  --json           one JSON object a line; the last one is the summary

  Exit 0; 1 when the order is unknown, the journal is absent or damaged, or an option or the configuration is wrong.
`;

const OPTIONS = {
  "data-dir": { type: "string" },
  until: { type: "string" },
  order: { type: "string" },
  open: { type: "boolean" },
  orders: { type: "boolean" },
  events: { type: "boolean" },
  whole: { type: "boolean" },
  "what-if": { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

export async function replay(args: string[]): Promise<number> {
  const { values } = readOptions(joinDuration(args), OPTIONS);
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  // A reader that has seen enough, like head, is no error.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
  const isJson = values.json === true;
  const place = readPlace(values.until);
  const otherPath = values["what-if"] as string | undefined;
  const other = otherPath === undefined ? null : loadConfig(otherPath);
  const dataDirectory = (values["data-dir"] as string | undefined) ?? "./data";
  const directory = journalDirectory(dataDirectory);
  const until = sequenceOf(directory, place);
  if (other !== null) {
    const result = whatIf(directory, until, other);
    process.stdout.write(isJson ? whatIfJson(result) : whatIfText(result, otherPath as string));
    return 0;
  }
  if (typeof values.order === "string") return printOrder(directory, until, values.order, isJson);
  return printState(dataDirectory, until, values, isJson);
}

function printOrder(directory: string, until: number, asked: string, isJson: boolean): number {
  const orderIds = findOrders(directory, until, asked);
  if (orderIds.size === 0)
    throw usageError(`--order is ${asked}; no order had that OrderID or ClOrdID by sequence ${until}`);
  const { recovered, sequence, timelines, orders } = readTimelines(directory, until, orderIds);
  const { state, ledger, lastTimeNs } = recovered;
  for (const orderId of [...orderIds].sort((a, b) => a - b)) {
    const order = orders.get(orderId);
    if (order === undefined) continue;
    const timeline = timelines.get(orderId) ?? [];
    process.stdout.write(
      isJson
        ? `${JSON.stringify({ ...order, timeline }, jsonValue)}\n`
        : `${orderLine(order)}\n${timelineText(timeline)}`,
    );
  }
  const summary = summarize(state, ledger, sequence, lastTimeNs);
  process.stdout.write(isJson ? `${JSON.stringify(summary)}\n` : `${asOfText(summary)}\n`);
  return 0;
}

function printState(
  dataDirectory: string,
  until: number,
  values: Record<string, string | boolean | undefined>,
  isJson: boolean,
): number {
  const from = values.events || values.whole ? null : newestSnapshot(dataDirectory, until);
  const fromSnapshot = from?.info.position.lastSequence ?? 0;
  let sequence = fromSnapshot;
  const visit: AppliedVisitor = (frame, content) => {
    sequence = frame.sequence;
    if (values.events) {
      const command = CommandName[content.command.type];
      const events = content.events.map((event) => EventName[event.type]);
      const time = timeText(frame.timeNs);
      process.stdout.write(
        isJson
          ? `${JSON.stringify({ sequence, time, command, events })}\n`
          : `${sequence} ${time} ${command}: ${events.join(" ")}\n`,
      );
    }
    return frame.sequence < until;
  };
  const { state, ledger, lastTimeNs } =
    from !== null && fromSnapshot === until
      ? { ...from, lastTimeNs: from.info.timeNs }
      : readRecovered(journalDirectory(dataDirectory), visit, from);
  const orders = values.open || values.orders ? selectOrders(state, values.orders !== true) : [];
  for (const order of orders)
    process.stdout.write(isJson ? `${JSON.stringify(order, jsonValue)}\n` : `${orderLine(order)}\n`);
  const summary = summarize(state, ledger, sequence, lastTimeNs);
  process.stdout.write(isJson ? `${JSON.stringify({ ...summary, fromSnapshot })}\n` : summaryText(summary));
  if (from !== null && !isJson) {
    process.stdout.write(
      `made from   the snapshot at sequence ${fromSnapshot} and ${sequence - fromSnapshot} frames since\n`,
    );
  }
  return 0;
}

/** The newest usable snapshot of the state at `until` or before; null when there is none. */
function newestSnapshot(dataDirectory: string, until: number): LoadedSnapshot | null {
  const snapshots = new Snapshots(dataDirectory, packageVersion(), nodeDisk);
  return snapshots.load(({ path, reason }) => process.stderr.write(`${passedOverText(path, reason)}\n`), until);
}

/** `--until -5m` looks like two options to the parser. */
function joinDuration(args: string[]): string[] {
  const at = args.indexOf("--until");
  if (at === -1 || !/^-\d/.test(args[at + 1] ?? "")) return args;
  return [...args.slice(0, at), `--until=${args[at + 1]}`, ...args.slice(at + 2)];
}
