/** `lockstep exceptions`: what only a person can put right, of a running OMS, and what was done about it. */
import { userInfo } from "node:os";
import type { ExceptionsReply } from "../desk/session-wire.ts";
import { askDesk, deskAddress, HTTP_HELP } from "./desk-call.ts";
import { readOptions, readWhole, usageError } from "./options.ts";

const HELP = `usage: lockstep exceptions list
       lockstep exceptions close ID --reason TEXT [--actor NAME]

  list: exit 0 when there are none, 2 when there are. Who closed one and why is in the journal; --actor is the name of the
  account this runs under unless told.

  --json           for programs
${HTTP_HELP}
`;

/** @throws LockstepError LOCKSTEP_ERR_USAGE, LOCKSTEP_ERR_REQUEST */
export async function exceptions(args: string[]): Promise<number> {
  const { values, positionals } = readOptions(
    args,
    {
      reason: { type: "string" },
      actor: { type: "string" },
      http: { type: "string" },
      json: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
    true,
  );
  const [verb = "", about, ...more] = positionals;
  if (values.help || verb === "") {
    process.stdout.write(HELP);
    return values.help ? 0 : 1;
  }
  const desk = askDesk(deskAddress(values.http));
  if (verb === "list" && about === undefined) {
    const reply = (await desk("/api/exceptions")) as ExceptionsReply;
    const words = () => reply.rows.map(line).join("") || "nothing waits for anybody\n";
    process.stdout.write(values.json ? `${JSON.stringify(reply)}\n` : words());
    return reply.open === 0 ? 0 : 2;
  }
  if (verb !== "close" || more.length > 0) throw usageError(`${positionals.join(" ")}: expected list, or close ID`);
  const exceptionId = readWhole(about, "ID", 1, 0xffff_ffff);
  const reason = String(values.reason ?? "").trim();
  if (reason === "") throw usageError("lockstep exceptions close: expected --reason TEXT; the journal keeps it");
  const actor = String(values.actor ?? userInfo().username);
  await desk(`/api/exceptions/${exceptionId}/close`, { actor, reason });
  process.stdout.write(
    values.json ? `${JSON.stringify({ exceptionId, actor, reason })}\n` : `exception ${exceptionId} is closed\n`,
  );
  return 0;
}

function line({ exceptionId, openedUs, venue, orderId, text }: ExceptionsReply["rows"][number]): string {
  const about = `${venue === "" ? "" : `${venue}  `}${orderId === 0 ? "" : `order ${orderId}  `}`;
  return `${String(exceptionId).padStart(6)}  ${new Date(openedUs / 1_000).toISOString()}  ${about}${text}\n`;
}
