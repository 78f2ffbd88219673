#!/usr/bin/env node
/** The `lockstep` command: finds the subcommand and turns every environment error into one clear sentence and exit 1. */
import { LockstepError } from "./lib/errors.ts";

type Run = (args: string[]) => Promise<number>;

const COMMANDS: Readonly<Record<string, { about: string; load: () => Promise<Run> }>> = {
  serve: {
    about: "run the OMS, the simulated exchange and the blotter",
    load: async () => (await import("./cli/serve.ts")).serve,
  },
  exchange: {
    about: "run the simulated exchange alone, for anybody's FIX client",
    load: async () => (await import("./cli/exchange.ts")).exchange,
  },
  client: {
    about: "a FIX client for people: type orders, read reports",
    load: async () => (await import("./cli/client.ts")).client,
  },
  desk: {
    about: "work orders as on the blotter: accept, slice, fill, cancel, pass, note …",
    load: async () => (await import("./cli/desk.ts")).desk,
  },
  decode: {
    about: "print FIX messages from logs or the journal, with names, meanings and faults",
    load: async () => (await import("./cli/decode.ts")).decode,
  },
  verify: {
    about: "re-decide the whole journal and check its hash chain",
    load: async () => (await import("./cli/verify.ts")).verify,
  },
  journal: {
    about: "look over, check, back up, repair and restore the journals",
    load: async () => (await import("./cli/journal.ts")).journal,
  },
  replay: {
    about: "the state, or one order, as of any place in the journal; what other limits would have done",
    load: async () => (await import("./cli/replay.ts")).replay,
  },
  records: {
    about: "export what happened to orders as lines of JSON: who, when, why, and the client's own messages",
    load: async () => (await import("./cli/records.ts")).records,
  },
  orders: {
    about: "orders of a running OMS: list, find, show, as of any sequence, executions, export, preview",
    load: async () => (await import("./cli/orders.ts")).orders,
  },
  house: {
    about: "a running OMS's health, figures, instruments and books",
    load: async () => (await import("./cli/house.ts")).house,
  },
  exceptions: {
    about: "what only a person can put right: list, close with a reason",
    load: async () => (await import("./cli/exceptions.ts")).exceptions,
  },
  views: {
    about: "saved views of the orders: list, show, save, delete",
    load: async () => (await import("./cli/views.ts")).views,
  },
  events: {
    about: "the events of a running OMS as they happen, and from any sequence on",
    load: async () => (await import("./cli/events.ts")).events,
  },
  history: {
    about: "have the history made anew from the journal",
    load: async () => (await import("./cli/history.ts")).history,
  },
  route: {
    about: "say which routing rule an order would meet, and why",
    load: async () => (await import("./cli/route.ts")).route,
  },
  session: {
    about: "list a running OMS's client sessions, log one out, or reset its numbers, with a reason",
    load: async () => (await import("./cli/session.ts")).session,
  },
  kill: {
    about: "stop all trading of a client, a desk or the house, or let it go on, with a reason",
    load: async () => (await import("./cli/kill.ts")).kill,
  },
  alerts: {
    about: "what somebody should look at: orders nobody accepts or answers, sessions and venues that are gone",
    load: async () => (await import("./cli/alerts.ts")).alerts,
  },
  split: {
    about: "split an instrument in a running OMS, or tell what that would do to its open orders",
    load: async () => (await import("./cli/split.ts")).split,
  },
  rules: {
    about: "write the rules of engagement for FIX clients, and QuickFIX dictionaries",
    load: async () => (await import("./cli/rules.ts")).rules,
  },
  bench: {
    about: "measure: load over FIX, latency hop by hop, comparisons, a report",
    load: async () => (await import("./cli/bench.ts")).bench,
  },
  config: {
    about: "print the configuration that would run, or check a file",
    load: async () => (await import("./cli/config.ts")).config,
  },
  password: {
    about: "turn a session's password into the passwordHash line of its configuration",
    load: async () => (await import("./cli/password.ts")).password,
  },
};

function usage(): string {
  const rows = Object.entries(COMMANDS).map(([name, { about }]) => `  ${name.padEnd(10)} ${about}`);
  return `usage: lockstep COMMAND [OPTIONS]\n\n${rows.join("\n")}\n\nlockstep COMMAND --help tells a command's options.\n`;
}

async function main(argv: string[]): Promise<number> {
  const [name = "", ...args] = argv;
  if (name === "--help" || name === "-h" || name === "help") {
    process.stdout.write(usage());
    return 0;
  }
  const command = COMMANDS[name];
  if (command === undefined) {
    process.stderr.write(`lockstep: ${name === "" ? "a command is missing" : `unknown command ${name}`}\n\n${usage()}`);
    return 1;
  }
  try {
    return await (await command.load())(args);
  } catch (error) {
    if (!(error instanceof LockstepError)) throw error;
    process.stderr.write(`lockstep ${name}: ${error.message} (${error.code})\n`);
    return 1;
  }
}

process.exitCode = await main(process.argv.slice(2));
