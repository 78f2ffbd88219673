/** `lockstep exchange command`: an operator's word to a running exchange. */
import { userInfo } from "node:os";
import type { WrittenCommand } from "../../exchange-commands.ts";
import { errorText, LockstepError } from "../../lib/errors.ts";
import { readOptions, readWhole, usageError } from "../options.ts";

const HELP = `usage: lockstep exchange command [OPTIONS] COMMAND

  halt [SYMBOL]  resume [SYMBOL]     trading stops, goes on as the calendar says; without a symbol everywhere
  phase "PHASE" [SYMBOL]             closed, pre-open, "opening auction", continuous, "closing auction" …
  bust EXECID                        a trade is undone: T12
  correct EXECID QTY PRICE           a trade was of so much, at that price
  cancel ORDERID                     one resting order: X12
  expire ORDERID                     its time is over
  fill ORDERID QTY PRICE             so much of it trades there, whoever is before it
  hold [SESSION]                     requests wait from now on, of a session
  accept  reject REASON  release     the first that waits is carried out, or refused; all are, and none waits any more
  cancel-all [SESSION [SYMBOL]]      all resting orders, of a session, in a symbol
  rule NAME on|off                   switches rules of the scenario
  disconnect [SESSION]               cuts the line, or all lines
  stall SECONDS [SESSION]            keeps it silent
  gap COUNT [SESSION]                skips MsgSeqNums
  restart                            the exchange ends and begins again from its journal
  status                             the scenario, its rules, the latest commands

  --http-port N      of the exchange's page (8081)
  --host H           (127.0.0.1)
  --who NAME         who says so, for the record; you, unless told
  --json             the answer as JSON
`;

const OPTIONS = {
  "http-port": { type: "string" },
  host: { type: "string" },
  who: { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;
const HTTP_PORT = 8_081;
const ANSWER_MS = 10_000;

type Status = {
  scenario: {
    name: string;
    seed: number;
    rules: { name: string; on: string; act: string; met: number; isOff: boolean }[];
  } | null;
  certified: string[];
  commands: { atMs: number; who: string; command: unknown }[];
};

/** @returns the exit code: 0 when it was done, 2 when the exchange could not */
export async function exchangeCommand(args: string[]): Promise<number> {
  const { values, positionals } = readOptions(args, OPTIONS, true);
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const port = values["http-port"] === undefined ? HTTP_PORT : readWhole(values["http-port"], "http-port", 1, 65_535);
  const url = `http://${(values.host as string | undefined) ?? "127.0.0.1"}:${port}`;
  const isJson = values.json === true;
  if (positionals[0] === "status") {
    const status = (await ask(`${url}/api/adversary`, null)).body as Status;
    process.stdout.write(isJson ? `${JSON.stringify(status)}\n` : statusText(status));
    return 0;
  }
  const command = toCommand(positionals);
  const who = (values.who as string | undefined) ?? userInfo().username;
  const { status, body } = await ask(`${url}/api/command`, { who, ...command });
  const { error } = body as { error: string };
  if (isJson) process.stdout.write(`${JSON.stringify(body)}\n`);
  else if (error === "") process.stdout.write("done\n");
  else process.stderr.write(`${error}\n`);
  return status === 200 ? 0 : 2;
}

/** @throws LockstepError LOCKSTEP_ERR_USAGE */
function toCommand([name, ...words]: string[]): WrittenCommand {
  const [first, second, third] = words;
  const need = (word: string | undefined, what: string): string => {
    if (word === undefined) throw usageError(`${name} needs ${what}; lockstep exchange command --help tells the rest`);
    return word;
  };
  const most = (count: number) => {
    if (words.length > count) throw usageError(`${name}: "${words[count]}" is one word too many`);
  };
  most(name === "correct" || name === "fill" ? 3 : 2);
  const fault = (act: Extract<WrittenCommand, { do: "fault" }>["act"]): WrittenCommand => ({ do: "fault", act });
  switch (name) {
    case "halt":
    case "resume":
      most(1);
      return { do: "phase", symbol: first ?? "", phase: name === "halt" ? "halted" : "resume" };
    case "phase":
      return { do: "phase", symbol: second ?? "", phase: need(first, "a phase") };
    case "bust":
      most(1);
      return { do: "bust", execId: need(first, "an ExecID") };
    case "correct":
      return {
        do: "correct",
        execId: need(first, "an ExecID"),
        qty: need(second, "a quantity"),
        price: need(third, "a price"),
      };
    case "cancel":
    case "expire":
      most(1);
      return { do: name, orderId: need(first, "an OrderID") };
    case "fill": {
      const orderId = need(first, "an OrderID");
      return { do: "fill", orderId, qty: need(second, "a quantity"), price: need(third, "a price") };
    }
    case "hold":
      most(1);
      return { do: "hold", session: first ?? "" };
    case "release":
      most(0);
      return { do: "release" };
    case "accept":
      most(0);
      return { do: "answer", reason: -1 };
    case "reject":
      most(1);
      return { do: "answer", reason: readWhole(need(first, "a reason"), "REASON", 0, 999) };
    case "cancel-all":
      return { do: "cancelAll", session: first ?? "", symbol: second ?? "", side: "" };
    case "rule": {
      const state = need(second, "on or off");
      if (state !== "on" && state !== "off") throw usageError(`rule: found ${state}, expected on or off`);
      return { do: "rule", name: need(first, "a name"), isOn: state === "on" };
    }
    case "disconnect":
      most(1);
      return fault({ kind: "disconnect", session: first ?? "" });
    case "stall": {
      const forMs = readWhole(need(first, "seconds"), "SECONDS", 1, 600) * 1_000;
      return fault({ kind: "stall", session: second ?? "", forMs });
    }
    case "gap":
      return fault({ kind: "gap", session: second ?? "", by: readWhole(need(first, "a count"), "COUNT", 1, 1_000) });
    case "restart":
      most(0);
      return fault({ kind: "restart" });
    default:
      throw usageError(
        `${name === undefined ? "no command" : `there is no command ${name}`}; lockstep exchange command --help tells them`,
      );
  }
}

async function ask(url: string, body: unknown): Promise<{ status: number; body: unknown }> {
  const post = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  try {
    const answer = await fetch(url, { ...(body === null ? {} : post), signal: AbortSignal.timeout(ANSWER_MS) });
    return { status: answer.status, body: await answer.json() };
  } catch (error) {
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    throw new LockstepError(
      "LOCKSTEP_ERR_USAGE",
      `no exchange answers at ${url}: ${errorText(cause)}. Start one with lockstep exchange, or name its page with --http-port`,
    );
  }
}

function statusText({ scenario, certified, commands }: Status): string {
  const rules = (scenario?.rules ?? []).map(
    ({ name, on, act, met, isOff }) =>
      `  ${isOff ? "off" : "on "} ${String(met).padStart(7)} times  ${name} (${act} on ${on})\n`,
  );
  const told = commands
    .slice(-10)
    .map(({ atMs, who, command }) => `  ${new Date(atMs).toISOString()} ${who}: ${JSON.stringify(command)}\n`);
  return [
    scenario === null ? "no scenario\n" : `scenario "${scenario.name}", seed ${scenario.seed}\n`,
    ...rules,
    `certification: ${certified.length === 0 ? "none" : certified.join(", ")}\n`,
    told.length === 0 ? "no commands yet\n" : "commands:\n",
    ...told,
  ].join("");
}
