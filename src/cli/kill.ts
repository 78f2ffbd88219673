/** `lockstep kill`: stops trading at once, or lets it go on, by way of a running OMS's desk. */
import { userInfo } from "node:os";
import type { KillSummary, KillSwitchesReply, KillSwitchRow } from "../desk/kill-wire.ts";
import { type AskDesk, askDesk, DEFAULT_HTTP, deskAddress } from "./desk-call.ts";
import { readOptions, usageError } from "./options.ts";

const HELP = `usage: lockstep kill --session COMPID | --desk NAME | --all  --reason TEXT [--release] [OPTIONS]
       lockstep kill list [--json] [--http HOST:PORT]
       lockstep kill --last-resort --config FILE ...   when the OMS cannot run; --last-resort --help tells more

  From this command on new orders and replaces of the client, the desk or everybody are refused, and every live order of
  theirs is canceled; cancels are taken. It stays so, over restarts, until --release. Once more it cancels what is still open.

  --session COMPID   a client's sessions of that name
  --desk NAME        orders that this desk has or would get, and their parts
  --all              the whole house
  --reason TEXT      why; clients are told, and the journal keeps it
  --release          lets trading go on
  --dry-run          tells what would be stopped, and stops nothing
  --actor NAME       who: the name of the account this runs under unless told
  --http HOST:PORT   where the desk listens, ${DEFAULT_HTTP} unless told
  --json             for programs
`;

/** @throws LockstepError LOCKSTEP_ERR_USAGE, LOCKSTEP_ERR_REQUEST for what the OMS refuses, or when none is there */
export async function kill(args: string[]): Promise<number> {
  if (args.includes("--last-resort")) return (await import("./kill/last-resort.ts")).lastResort(args);
  const { values, positionals } = readOptions(
    args,
    {
      session: { type: "string" },
      desk: { type: "string" },
      all: { type: "boolean" },
      release: { type: "boolean" },
      "dry-run": { type: "boolean" },
      reason: { type: "string" },
      actor: { type: "string" },
      http: { type: "string" },
      json: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
    true,
  );
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const desk = askDesk(deskAddress(values.http));
  const [word, ...more] = positionals;
  if (word === "list" && more.length === 0) {
    const { rows } = (await desk("/api/kill-switches")) as KillSwitchesReply;
    const text = rows.length === 0 ? "no kill switch is on\n" : rows.map(line).join("");
    process.stdout.write(values.json ? `${JSON.stringify(rows)}\n` : text);
    return 0;
  }
  if (word !== undefined) throw usageError(`lockstep kill ${positionals.join(" ")}: expected list, or options only`);
  const named = [values.session, values.desk, values.all].filter((value) => value !== undefined);
  if (named.length !== 1) throw usageError("lockstep kill: expected one of --session COMPID, --desk NAME and --all");
  if (values["dry-run"]) return dryRun(desk, values);
  const reason = String(values.reason ?? "").trim();
  if (reason === "") throw usageError("lockstep kill: expected --reason TEXT; the journal keeps it");
  const actor = String(values.actor ?? userInfo().username);
  const isOn = values.release !== true;
  const scope = values.all ? "all" : values.desk === undefined ? "session" : "desk";
  await desk("/api/kill-switches", { scope, compId: values.session, desk: values.desk, isOn, actor, reason });
  const whose = values.session ?? (values.desk === undefined ? "the house" : `desk ${values.desk}`);
  const told = isOn ? "on: new orders are refused, live ones are being canceled" : "off: new orders are taken";
  const done = { session: values.session, desk: values.desk, all: values.all, isOn, actor, reason };
  process.stdout.write(values.json ? `${JSON.stringify(done)}\n` : `the kill switch of ${whose} is ${told}\n`);
  return 0;
}

/** What it would stop, before it is on. */
async function dryRun(desk: AskDesk, values: Readonly<Record<string, string | boolean | undefined>>): Promise<number> {
  const question = new URLSearchParams({ scope: values.all ? "all" : values.desk === undefined ? "session" : "desk" });
  if (values.session !== undefined) question.set("compId", String(values.session));
  if (values.desk !== undefined) question.set("desk", String(values.desk));
  const summary = (await desk(`/api/kill-switches/summary?${question}`)) as KillSummary;
  const money = summary.openNotional.map(({ currency, value }) => `, ${currency} ${value.toFixed(2)}`).join("");
  const words = `${summary.openOrders} orders of ${summary.clients} clients would be canceled${money}\n`;
  process.stdout.write(values.json ? `${JSON.stringify(summary)}\n` : words);
  return 0;
}

function line({ scope, compId, desk, openOrders, actor, reason, sinceUs }: KillSwitchRow): string {
  const whose = scope === "all" ? "the house" : scope === "desk" ? `desk ${desk}` : compId;
  const since = new Date(sinceUs / 1000).toISOString();
  return `${whose.padEnd(16)}since ${since}, ${openOrders} orders still open: ${reason} (${actor})\n`;
}
