/** `lockstep history rebuild`: asks for the history to be made anew from the journal, beside a running OMS or before the next start. */
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { REBUILD_MARKER } from "../history/history.ts";
import { readOptions, usageError } from "./options.ts";
import { journalDirectory } from "./verify.ts";

const HELP = `usage: lockstep history rebuild [--data-dir DIR]

  The history is what the blotter's questions are answered from; the journal has all of it. A running OMS throws its file
  away within a second and fills it again while trading goes on; one that is not running does so when it starts.
`;

/** @throws LockstepError LOCKSTEP_ERR_USAGE, LOCKSTEP_ERR_DATA_DIR */
export async function history(args: string[]): Promise<number> {
  const [action, ...rest] = args;
  const { values } = readOptions(action === "rebuild" ? rest : args, {
    "data-dir": { type: "string" },
    help: { type: "boolean", short: "h" },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  if (action !== "rebuild") throw usageError(`lockstep history ${action ?? ""}: expected lockstep history rebuild`);
  const dataDir = (values["data-dir"] as string | undefined) ?? "./data";
  journalDirectory(dataDir);
  writeFileSync(join(dataDir, REBUILD_MARKER), "");
  const isThere = existsSync(join(dataDir, "history.db"));
  process.stdout.write(
    isThere ? "the history will be made anew\n" : "there is no history yet; the next start makes it\n",
  );
  return 0;
}
