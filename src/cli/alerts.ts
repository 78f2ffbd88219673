/** `lockstep alerts`: what somebody should look at, by way of a running OMS's desk. */
import type { Alert, AlertsReply } from "../desk/alert-wire.ts";
import { askDesk, DEFAULT_HTTP, deskAddress } from "./desk-call.ts";
import { readOptions } from "./options.ts";

const HELP = `usage: lockstep alerts [--json] [--http HOST:PORT]

  What lasts now (orders nobody accepts or no venue answers, sessions and venues that are gone, exceptions), oldest first
  in each kind, and what has happened of late (refusals, fills of care orders, limits nearly used), newest first. After how
  long something is told is in the configuration (alerts). The exit code is 0 when nothing lasts, 2 when something does.
  --http is where the desk listens, ${DEFAULT_HTTP} unless told.
`;

/** @throws LockstepError LOCKSTEP_ERR_USAGE, LOCKSTEP_ERR_REQUEST when no OMS answers */
export async function alerts(args: string[]): Promise<number> {
  const { values } = readOptions(args, {
    http: { type: "string" },
    json: { type: "boolean" },
    help: { type: "boolean", short: "h" },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const reply = (await askDesk(deskAddress(values.http))("/api/alerts")) as AlertsReply;
  process.stdout.write(values.json ? `${JSON.stringify(reply)}\n` : wordsOf(reply));
  return reply.rows.length === 0 ? 0 : 2;
}

function wordsOf({ rows, recent }: AlertsReply): string {
  const lasting = rows.length === 0 ? "nothing waits for anybody\n" : rows.map(line).join("");
  return recent.length === 0 ? lasting : `${lasting}\nwhat has happened, newest first:\n${recent.map(line).join("")}`;
}

function line({ kind, sinceMs, text, orderId }: Alert): string {
  const since = sinceMs === 0 ? "" : `${new Date(sinceMs).toISOString().slice(0, 19)}Z`;
  return `${since.padEnd(22)}${kind.padEnd(16)}${text}${orderId === 0 ? "" : ` (order ${orderId})`}\n`;
}
