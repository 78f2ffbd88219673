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
  const { stdin } = process;
  // Before the question: who types ahead of it, or between the two, is not shown either.
  stdin.setRawMode(true);
  stdin.setEncoding("latin1");
  try {
    const typed = new TypedLines();
    const first = await typed.ask("Password: ");
    if ((await typed.ask("Once more: ")) === first) return first;
  } finally {
    stdin.setRawMode(false);
    stdin.pause();
  }
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

/** Lines typed on a terminal in raw mode. What is typed ahead of a question answers it. */
class TypedLines {
  #ahead = "";

  async ask(question: string): Promise<string> {
    process.stderr.write(question);
    let line = "";
    for (;;) {
      const ahead = this.#ahead;
      this.#ahead = "";
      for (let at = 0; at < ahead.length; at++) {
        const char = ahead[at];
        if (char === CTRL_C) throw usageError("stopped; nothing was made");
        if (char === "\r" || char === "\n" || char === CTRL_D) {
          this.#ahead = ahead.slice(at + 1);
          process.stderr.write("\n");
          return line;
        }
        if (char === "\x7f" || char === "\b") line = line.slice(0, -1);
        else if (line.length < INPUT_MAX) line += char;
      }
      this.#ahead = await nextPiece();
    }
  }
}

/** The next bytes of the terminal; its end counts as the end of the line. */
function nextPiece(): Promise<string> {
  const { stdin } = process;
  return new Promise((resolve) => {
    const finish = (piece: string): void => {
      stdin.off("data", finish);
      stdin.off("end", onEnd);
      stdin.pause();
      resolve(piece);
    };
    const onEnd = (): void => finish(CTRL_D);
    stdin.on("data", finish);
    stdin.on("end", onEnd);
    stdin.resume();
  });
}
