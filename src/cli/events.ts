/** `lockstep events`: the journal's events of a running OMS, from any sequence on, as lines of JSON or for people. */
import { events as eventsOf, type JournalEvent } from "../sdk/events.ts";
import { deskAddress, fetchDesk, HTTP_HELP } from "./desk-call.ts";
import { readOptions, readWhole, usageError } from "./options.ts";

const HELP = `usage: lockstep events [--from SEQ | --after ID] [--follow] [--client COMPID] [--symbol SYMBOL] [--kinds A,B] [--json]

  --from SEQ       from that journal sequence on (with --follow: from now on, else from the first)
  --after ID       what comes behind the last id that was dealt with (123-0), or behind all of a sequence (123)
  --follow         goes on with what happens, also over restarts of the OMS
  --client, --symbol, --kinds   only what is about them; the desk's page /docs/events has the kinds
  --json           the events as the stream has them, a line each
${HTTP_HELP}
  The sequence of the last line, or its id, is the place to go on from. Exit 1 when what was asked for is refused: of an
  older journal than there is, with the first sequence that is there.
`;
const OPTIONS = {
  from: { type: "string" },
  after: { type: "string" },
  follow: { type: "boolean" },
  client: { type: "string" },
  symbol: { type: "string" },
  kinds: { type: "string" },
  http: { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;
const SEQUENCE_MAX = 999_999_999_999_999;

/** @throws LockstepError LOCKSTEP_ERR_USAGE, LOCKSTEP_ERR_REQUEST */
export async function events(args: string[]): Promise<number> {
  const { values } = readOptions(args, OPTIONS);
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  // A reader that has seen enough, like head, is no error.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
  const follow = values.follow === true;
  const from = values.from === undefined ? undefined : readWhole(values.from, "from", 1, SEQUENCE_MAX);
  if (from !== undefined && values.after !== undefined) throw usageError("--from and --after are two beginnings");
  const text = (name: keyof typeof OPTIONS) => values[name] as string | undefined;
  const url = deskAddress(values.http);
  // Whether somebody is there is said at once; later a line that is lost is no end.
  await fetchDesk(url, "/health", {}, true);
  const stream = eventsOf({
    url,
    ...(from === undefined && values.after === undefined && !follow ? { from: 1 } : {}),
    ...(from === undefined ? {} : { from }),
    ...(values.after === undefined ? {} : { after: String(values.after) }),
    ...(text("client") === undefined ? {} : { client: String(values.client) }),
    ...(text("symbol") === undefined ? {} : { symbol: String(values.symbol) }),
    kinds: text("kinds")?.split(",") ?? [],
    follow,
    onLine: (isUp, reason) => {
      if (!isUp) process.stderr.write(`lockstep events: ${reason}; connecting again\n`);
    },
  });
  try {
    for await (const event of stream) process.stdout.write(values.json ? `${JSON.stringify(event)}\n` : line(event));
  } catch (error) {
    throw usageError((error as Error).message);
  }
  return 0;
}

function line({ id, time, kind, who, order, report, symbol, fields }: JournalEvent): string {
  const about = order === undefined ? (symbol ?? "") : `order ${order.OrderID} ${order.Symbol}`;
  const fill = fields.LastQty === undefined ? "" : ` ${fields.LastQty} @ ${fields.LastPx}`;
  const after = report === undefined ? "" : `  [OrdStatus ${report.OrdStatus}, ${report.CumQty} filled]`;
  const why = fields.Text === undefined ? "" : `: ${fields.Text}`;
  return `${id.padEnd(12)} ${time}  ${who.padEnd(14)} ${kind.padEnd(20)} ${about}${fill}${why}${after}\n`;
}
