/** `lockstep password`: a session's password comes in, its passwordHash for the configuration goes out. */
import { hashPassword, PASSWORD_LENGTH_MIN, passwordFault } from "../fix/credentials.ts";
import { readOptions, usageError } from "./options.ts";

const HELP = `usage: lockstep password [--json]

  Reads a password and prints the passwordHash line for its session's row in the configuration. On a terminal it is
  asked for twice and not shown; otherwise it is the first line of standard input. It is kept nowhere, and is no
  argument, because arguments are seen by everybody on the machine and remembered by shells.

  --json    prints {"passwordHash":"..."}
`;

const CTRL_C = "\x03";
const CTRL_D = "\x04";
const INPUT_MAX = 4_096;

/** @throws LockstepError LOCKSTEP_ERR_USAGE for a text that cannot be a password */
export async function password(args: string[]): Promise<number> {
  const { values } = readOptions(args, { json: { type: "boolean" }, help: { type: "boolean", short: "h" } });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const given = process.stdin.isTTY ? await askTwice() : await firstLine();
  const fault = passwordFault(given, PASSWORD_LENGTH_MIN);
  if (fault !== "") throw usageError(`this cannot be a password: ${fault}`);
  const passwordHash = hashPassword(given);
  process.stdout.write(values.json ? `${JSON.stringify({ passwordHash })}\n` : `passwordHash: "${passwordHash}"\n`);
  return 0;
}

async function askTwice(): Promise<string> {
  const first = await ask("Password: ");
  if ((await ask("Once more: ")) === first) return first;
  throw usageError("the two passwords differ");
}

/** One line of standard input, without its end. FIX is one byte a character, and so is what is read here. */
async function firstLine(): Promise<string> {
  let text = "";
  for await (const piece of process.stdin.setEncoding("latin1")) {
    text += piece as string;
    if (text.includes("\n") || text.length > INPUT_MAX) break;
  }
  return text.split("\n", 1)[0].replace(/\r$/, "");
}

/** Asks on the terminal; what is typed is not shown. */
function ask(question: string): Promise<string> {
  const { stdin, stderr } = process;
  stderr.write(question);
  stdin.setRawMode(true);
  stdin.setEncoding("latin1");
  stdin.resume();
  return new Promise((resolve, reject) => {
    let typed = "";
    const finish = (error: Error | null): void => {
      stdin.off("data", take);
      stdin.setRawMode(false);
      stdin.pause();
      stderr.write("\n");
      if (error === null) resolve(typed);
      else reject(error);
    };
    const take = (piece: string): void => {
      for (const char of piece) {
        if (char === CTRL_C) return finish(usageError("stopped; nothing was made"));
        if (char === "\r" || char === "\n" || char === CTRL_D) return finish(null);
        if (char === "\x7f" || char === "\b") typed = typed.slice(0, -1);
        else if (typed.length < INPUT_MAX) typed += char;
      }
    };
    stdin.on("data", take);
  });
}
