/** `lockstep session`: a running OMS's client sessions, and what operators do with them, by way of its desk. */
import { userInfo } from "node:os";
import type { SessionRow, SessionsReply } from "../desk/session-wire.ts";
import { type AskDesk, askDesk, DEFAULT_HTTP, deskRefusal } from "./desk-call.ts";
import { readOptions, usageError } from "./options.ts";

const HELP = `usage: lockstep session list [--json] [--http HOST:PORT]
       lockstep session reset COMPID --reason TEXT [--actor NAME] [--json] [--http HOST:PORT]
       lockstep session logout COMPID --reason TEXT [--actor NAME] [--json] [--http HOST:PORT]

  reset makes both sequence numbers 1; the session must be logged out. Who and why are in the journal; --actor is the
  name of the account this runs under unless told. --http is where the desk listens, ${DEFAULT_HTTP} unless told.
`;

/** @throws LockstepError LOCKSTEP_ERR_USAGE, LOCKSTEP_ERR_REQUEST for what the OMS refuses, or when none is there */
export async function session(args: string[]): Promise<number> {
  const { values, positionals } = readOptions(
    args,
    {
      http: { type: "string" },
      reason: { type: "string" },
      actor: { type: "string" },
      json: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
    true,
  );
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const [action, compId, ...more] = positionals;
  const desk = askDesk(`http://${values.http ?? DEFAULT_HTTP}`);
  if (action === "list" && compId === undefined) {
    const rows = await list(desk);
    process.stdout.write(values.json ? `${JSON.stringify(rows)}\n` : rows.map(line).join(""));
    return 0;
  }
  if ((action !== "reset" && action !== "logout") || compId === undefined || more.length > 0) {
    throw usageError(`lockstep session ${positionals.join(" ")}: expected list, reset COMPID or logout COMPID`);
  }
  const reason = String(values.reason ?? "").trim();
  if (reason === "") throw usageError(`lockstep session ${action}: expected --reason TEXT; the journal keeps it`);
  const actor = String(values.actor ?? userInfo().username);
  const found = (await list(desk)).find((row) => row.compId === compId);
  if (found === undefined)
    throw deskRefusal(`there is no session ${compId}; lockstep session list tells those there are`);
  await desk(`/api/sessions/${found.sessionId}/${action}`, { actor, reason });
  const done = action === "reset" ? "both sequence numbers are 1" : "is logged out";
  process.stdout.write(values.json ? `${JSON.stringify({ compId, action, actor, reason })}\n` : `${compId}: ${done}\n`);
  return 0;
}

async function list(desk: AskDesk): Promise<SessionRow[]> {
  return ((await desk("/api/sessions")) as SessionsReply).rows;
}

function line(row: SessionRow): string {
  const numbers = `next out ${row.nextSenderMsgSeqNum}, next in ${row.nextTargetMsgSeqNum}`;
  const peer = row.peer === "" ? "" : `  ${row.peer}`;
  const error = row.lastError === "" ? "" : `  ${row.lastError}`;
  return `${row.compId.padEnd(12)}${row.state.padEnd(16)}${row.beginString.padEnd(9)}${numbers}${peer}${error}\n`;
}
