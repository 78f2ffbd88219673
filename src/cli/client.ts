/**
 * `lockstep client`: a FIX client for people. Lines typed, or piped, become orders; what comes back is printed in words.
 */
import { readFileSync } from "node:fs";
import { createInterface, type Interface } from "node:readline";
import { ORDER_GRAMMAR_HELP, parseOrderLine } from "../domain/order-grammar.ts";
import { type Clock, SystemClock } from "../lib/clock.ts";
import { errorText } from "../lib/errors.ts";
import { Random } from "../lib/random.ts";
import { playDemo } from "./client/demo.ts";
import { OrderClient } from "./client/order-client.ts";
import { orderLine } from "./client/own-orders.ts";
import { readOptions, readWhole, usageError } from "./options.ts";

const HELP = `usage: lockstep client [OPTIONS]

  --fix HOST:PORT      where the OMS listens (127.0.0.1:9878)
  --sender ID          our CompID (ALPHA)
  --target ID          theirs (LOCKSTEP)
  --begin-string V     FIX.4.0 to FIX.4.4, or FIXT.1.1 (FIX.4.4)
  --appl-ver-id N      DefaultApplVerID of a FIXT.1.1 session: 7, 8 or 9 (9)
  --password-file F    the password is this file's first line
  --id-prefix P        ClOrdIDs are P-1, P-2 ... (C and the time of the start: a ClOrdID is used once a day)
  --reset              start both sequence numbers at 1 with ResetSeqNumFlag(141)=Y; always on. Numbers are not kept from
                       one run to the next, so reports made while nobody was logged on are not seen: see the blotter
  --demo               play varied orders for a minute, with BRAVO (FIX.4.2) as the other side of crosses
  --seconds N          how long the demonstration plays; after a pipe's last line, how long to go on listening

  Commands, typed or piped:
${ORDER_GRAMMAR_HELP}

  A pipe's next line waits for the answer to the one before. Exit 0 when every request was answered, whatever the answer;
  1 when the logon failed, the session was lost, a piped line was not understood, or an answer did not come.
`;

const OPTIONS = {
  fix: { type: "string" },
  sender: { type: "string" },
  target: { type: "string" },
  "begin-string": { type: "string" },
  "appl-ver-id": { type: "string" },
  "password-file": { type: "string" },
  "id-prefix": { type: "string" },
  reset: { type: "boolean" },
  demo: { type: "boolean" },
  seconds: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;
const ANSWER_MS = 10_000;
const DEMO_SECONDS = 60;
/** Unasked reports, fills above all, follow an answer within this; a pipe that ends looks for them. */
const QUIET_MS = 100;
const DEMO_SEED = 20_261_122;

type Options = Record<string, string | boolean | undefined>;
type Address = { host: string; port: number };

export async function client(args: string[]): Promise<number> {
  const { values } = readOptions(args, OPTIONS);
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const address = readAddress((values.fix as string | undefined) ?? "127.0.0.1:9878");
  const seconds = values.seconds === undefined ? undefined : readWhole(values.seconds, "seconds", 0, 86_400);
  const clock = new SystemClock();
  const desk = new Desk(clock, values, values.demo === true);
  if (!(await desk.logOn(address))) return 1;
  if (values.demo) return demonstrate(desk, address, values, seconds ?? DEMO_SECONDS, clock);
  const understood = await converse(desk, seconds ?? 0);
  return desk.end(understood);
}

/** One session at the console: what it prints, and whether it is still there. */
class Desk {
  readonly orders: OrderClient;
  readonly compId: string;
  /** Why the session is over, "" while it is not. */
  lost = "";
  onLost: () => void = () => {};
  /** Redraws the prompt after a line; nothing in a pipe. */
  prompt: () => void = () => {};
  readonly #clock: Clock;
  readonly #prefix: string;

  constructor(clock: Clock, values: Options, isNamed: boolean) {
    this.#clock = clock;
    const beginString = (values["begin-string"] as string | undefined) ?? "FIX.4.4";
    this.compId = (values.sender as string | undefined) ?? "ALPHA";
    this.#prefix = isNamed ? `${this.compId} ` : "";
    this.orders = new OrderClient({
      beginString,
      defaultApplVerId: beginString === "FIXT.1.1" ? ((values["appl-ver-id"] as string | undefined) ?? "9") : "",
      sender: this.compId,
      target: (values.target as string | undefined) ?? "LOCKSTEP",
      password: readPassword(values["password-file"] as string | undefined),
      idPrefix: (values["id-prefix"] as string | undefined) ?? `C${timeText(clock).slice(0, 8).replaceAll(":", "")}`,
      clock,
      print: (sentence) => this.print(sentence),
      onLost: (reason) => {
        this.lost = reason;
        this.print(`the session is over: ${reason}`);
        this.onLost();
      },
    });
  }

  async logOn({ host, port }: Address): Promise<boolean> {
    const refusal = await this.orders.logOn(host, port);
    if (refusal === "") {
      this.print(`logged on to ${host}:${port}`);
      return true;
    }
    await this.orders.logOut();
    process.stderr.write(`lockstep client: ${this.compId} is not logged on: ${refusal}\n`);
    return false;
  }

  print(sentence: string): void {
    if (process.stdout.isTTY) process.stdout.write("\r\u001b[K");
    process.stdout.write(`${timeText(this.#clock)} ${this.#prefix}${sentence}\n`);
    this.prompt();
  }

  /** Waits for what is unanswered and logs out. @returns the exit code */
  async end(isWell: boolean): Promise<number> {
    this.prompt = () => {};
    const answered = this.lost === "" && (await this.orders.orders.settled(ANSWER_MS));
    const waiting = this.orders.orders.waiting;
    if (waiting > 0) process.stderr.write(`lockstep client: ${waiting} requests were not answered\n`);
    const wasLost = this.lost !== "";
    await this.orders.logOut();
    if (!wasLost) this.print("logged out");
    return isWell && answered && !wasLost ? 0 : 1;
  }
}

/** Reads and obeys lines until the end of input, quit, or the session's end. @returns whether all were understood */
async function converse(desk: Desk, seconds: number): Promise<boolean> {
  const isTerminal = process.stdin.isTTY === true;
  const lines = createInterface({ input: process.stdin, output: process.stdout, terminal: isTerminal });
  if (isTerminal) desk.prompt = () => lines.prompt(true);
  desk.onLost = () => lines.close();
  lines.on("SIGINT", () => lines.close());
  const stop = () => lines.close();
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  desk.prompt();
  const understood = await obeyAll(desk, lines, isTerminal);
  lines.close();
  if (!isTerminal && desk.lost === "") await desk.orders.orders.until(() => false, QUIET_MS + seconds * 1000);
  return understood;
}

async function obeyAll(desk: Desk, lines: Interface, isTerminal: boolean): Promise<boolean> {
  let understood = true;
  for await (const line of lines) {
    const outcome = obey(desk, line);
    if (outcome === "quit") break;
    if (outcome === "not understood" && !isTerminal) understood = false;
    if (!isTerminal) await desk.orders.orders.settled(ANSWER_MS);
    desk.prompt();
  }
  return understood;
}

function obey(desk: Desk, line: string): "done" | "quit" | "not understood" {
  const parsed = parseOrderLine(line);
  if (!parsed.ok) {
    process.stderr.write(`${line}\n${" ".repeat(parsed.column - 1)}^ ${parsed.error}\n`);
    return "not understood";
  }
  const { command } = parsed;
  switch (command.kind) {
    case "quit":
      return "quit";
    case "nothing":
      return "done";
    case "help":
      process.stdout.write(`${ORDER_GRAMMAR_HELP}\n`);
      return "done";
    case "orders": {
      const { all } = desk.orders.orders;
      process.stdout.write(all.length === 0 ? "no orders yet\n" : `${all.map(orderLine).join("\n")}\n`);
      return "done";
    }
    case "accept":
    case "slice":
    case "note":
      process.stderr.write(`${command.kind} is work of the desk: see lockstep desk --help, or the blotter\n`);
      return "not understood";
    default:
      return desk.orders.send(command) === "" ? "not understood" : "done";
  }
}

async function demonstrate(
  desk: Desk,
  address: Address,
  values: Options,
  seconds: number,
  clock: Clock,
): Promise<number> {
  const other = new Desk(clock, { ...values, sender: "BRAVO", "begin-string": "FIX.4.2" }, true);
  const isThere = desk.compId !== other.compId && (await other.logOn(address));
  if (!isThere) desk.print("no second session to cross with; playing without crosses");
  let stopped = false;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      stopped = true;
    });
  }
  await playDemo({
    desk: desk.orders,
    other: isThere ? other.orders : null,
    seconds,
    random: new Random(DEMO_SEED),
    nowMs: () => clock.monotonicMs(),
    isOver: () => stopped || desk.lost !== "" || other.lost !== "",
  });
  const codes = [isThere ? await other.end(true) : 0, await desk.end(true)];
  return Math.max(...codes);
}

function readAddress(text: string): Address {
  const found = /^(.+):(\d{1,5})$/.exec(text);
  if (found === null) throw usageError(`--fix is ${text}, expected HOST:PORT`);
  return { host: found[1].replace(/^\[(.*)\]$/, "$1"), port: readWhole(found[2], "fix", 1, 65_535) };
}

function readPassword(path: string | undefined): string {
  if (path === undefined) return "";
  try {
    return readFileSync(path, "utf8").split(/\r?\n/)[0];
  } catch (error) {
    throw usageError(`--password-file ${path} cannot be read: ${errorText(error)}`);
  }
}

/** The time of day here, where the person is. */
function timeText(clock: Clock): string {
  const now = new Date(Number(clock.nowNs() / 1_000_000n));
  const two = (value: number) => String(value).padStart(2, "0");
  return `${two(now.getHours())}:${two(now.getMinutes())}:${two(now.getSeconds())}.${String(now.getMilliseconds()).padStart(3, "0")}`;
}
