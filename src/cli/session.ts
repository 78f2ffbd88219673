/** `lockstep session`: a running OMS's sessions with clients and venues, and what operators do with them, by way of its desk. */
import { userInfo } from "node:os";
import type { SessionLogReply, SessionRow, SessionsReply } from "../desk/session-wire.ts";
import { askDesk, deskAddress, deskRefusal, HTTP_HELP } from "./desk-call.ts";
import { readOptions, usageError } from "./options.ts";

const HELP = `usage: lockstep session list                          clients' sessions, lines to venues, exchanges in the box
       lockstep session log NAME                       its newest messages
       lockstep session logout|reset NAME --reason TEXT [--actor NAME]
       lockstep session connect VENUE --reason TEXT [--actor NAME]

  NAME is a client's CompID, a venue, or "VENUE drop copy". reset makes both sequence numbers 1; the session must be logged
  out. A venue that was logged out is not called again until connect, or until the OMS starts again. Who and why are in the
  journal; --actor is the name of the account this runs under unless told.

  --json           for programs
${HTTP_HELP}
`;
const DONE: Readonly<Record<string, string>> = {
  reset: "both sequence numbers are 1",
  logout: "is logged out",
  connect: "is called",
};

type Exchange = SessionsReply["exchanges"][number];

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
  const [action = "", name, ...more] = positionals;
  const desk = askDesk(deskAddress(values.http));
  const { rows, exchanges } = (await desk("/api/sessions")) as SessionsReply;
  if (action === "list" && name === undefined) {
    const lines = [...rows.map(line), ...exchanges.map(exchangeLine)];
    process.stdout.write(values.json ? `${JSON.stringify({ rows, exchanges })}\n` : lines.join(""));
    return 0;
  }
  if ((action !== "log" && DONE[action] === undefined) || name === undefined || more.length > 0) {
    throw usageError(`lockstep session ${positionals.join(" ")}: expected list, or log, logout, reset or connect NAME`);
  }
  const found = rows.find((row) => row.name === name) ?? rows.find((row) => row.compId === name);
  if (found === undefined)
    throw deskRefusal(`there is no session ${name}; lockstep session list tells those there are`);
  if (action === "log") {
    const log = (await desk(`/api/sessions/${found.sessionId}/log`)) as SessionLogReply;
    process.stdout.write(values.json ? `${JSON.stringify(log)}\n` : log.rows.map(logLine).reverse().join(""));
    return 0;
  }
  const reason = String(values.reason ?? "").trim();
  if (reason === "") throw usageError(`lockstep session ${action}: expected --reason TEXT; the journal keeps it`);
  const actor = String(values.actor ?? userInfo().username);
  await desk(`/api/sessions/${found.sessionId}/${action}`, { actor, reason });
  const { compId } = found;
  const told = values.json ? JSON.stringify({ name, compId, action, actor, reason }) : `${name}: ${DONE[action]}`;
  process.stdout.write(`${told}\n`);
  return 0;
}

function line(row: SessionRow): string {
  const numbers = `next out ${row.nextSenderMsgSeqNum}, next in ${row.nextTargetMsgSeqNum}`;
  const peer = row.peer === "" ? "" : `  ${row.peer}`;
  const error = row.lastError === "" ? "" : `  ${row.lastError}`;
  const away = row.venue === "" || row.isCalled ? "" : "  not called";
  return `${row.name.padEnd(15)} ${row.state.padEnd(15)} ${row.beginString.padEnd(9)}${numbers}${peer}${away}${error}\n`;
}

function exchangeLine({ name, lastReportSequence, waitingReports, isWaitingForRoom }: Exchange): string {
  const trouble = isWaitingForRoom ? "  the disk of its journal is full" : "";
  const numbers = `last report ${lastReportSequence}, ${waitingReports} waiting`;
  return `${name.padEnd(15)} ${"InTheBox".padEnd(15)} ${"".padEnd(9)}${numbers}${trouble}\n`;
}

function logLine({ sequence, timeUs, direction, raw }: SessionLogReply["rows"][number]): string {
  const time = new Date(timeUs / 1_000).toISOString();
  return `${String(sequence).padStart(9)} ${time} ${direction.padEnd(3)} ${raw.replaceAll("\u0001", "|")}\n`;
}
