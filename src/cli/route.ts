/** `lockstep route`: which routing rule an order would meet, and why those before it are not met. */
import { loadConfig } from "../config.ts";
import { decide, evolve } from "../core/core.ts";
import { type AskedRoute, dryRunRoute, type RouteDryRun } from "../core/route-dry-run.ts";
import { State } from "../core/state.ts";
import type { Command, Event } from "../domain/records.generated.ts";
import { referenceDataCommands } from "../reference-data-adapter.ts";
import { type OptionRows, readOptions, usageError } from "./options.ts";

const HELP = `usage: lockstep route [--config FILE] --client COMPID --symbol SYMBOL --qty N [OPTIONS]

  Says which routing rule of a configuration an order would meet, and why it does not meet those before it. Nothing is sent;
  limits and terms are checked, too, at the instruments' reference prices.

  --config FILE         the configuration; the embedded one without
  --client COMPID       whose order
  --account NAME        Account(1); the session's own without
  --symbol SYMBOL       Symbol(55)
  --qty N               OrderQty(38)
  --price P             Price(44); without it a market order
  --side V              Side(54): 1 buy (without), 2 sell, 5 sell short
  --ord-type V          OrdType(40): 2 with a price, 1 without, unless told
  --time-in-force V     TimeInForce(59): 0 (Day) unless told
  --ex-destination T    ExDestination(100)
  --handl-inst V        HandlInst(21): 1 (without) or 3
  --json                for programs
`;
const OPTIONS: OptionRows = {
  help: { type: "boolean", short: "h" },
  json: { type: "boolean" },
  config: { type: "string" },
  client: { type: "string" },
  account: { type: "string", default: "" },
  symbol: { type: "string" },
  qty: { type: "string" },
  price: { type: "string", default: "" },
  side: { type: "string", default: "1" },
  "ord-type": { type: "string" },
  "time-in-force": { type: "string", default: "0" },
  "ex-destination": { type: "string", default: "" },
  "handl-inst": { type: "string", default: "1" },
};

/** Exit 0 when the order would be taken, 2 when it would be refused. */
export async function route(args: string[]): Promise<number> {
  const { values } = readOptions(args, OPTIONS);
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const text = (name: string) => (values[name] as string | undefined) ?? "";
  for (const name of ["client", "symbol", "qty"]) if (text(name) === "") throw usageError(`--${name} is missing`);
  const asked: AskedRoute = {
    client: text("client"),
    account: text("account"),
    symbol: text("symbol"),
    side: text("side"),
    ordType: text("ord-type") || (text("price") === "" ? "1" : "2"),
    timeInForce: text("time-in-force"),
    qty: text("qty"),
    price: text("price"),
    exDestination: text("ex-destination"),
    handlInst: text("handl-inst"),
  };
  const config = loadConfig((values.config as string | undefined) ?? null);
  const found = dryRunRoute(stateOf(config), asked);
  if (typeof found === "string") throw usageError(found);
  const named = config.exchanges.find(({ venueId }) => venueId === found.venueId);
  const run = found.ruleId === "" && named !== undefined ? { ...found, to: named.name } : found;
  process.stdout.write(values.json ? `${JSON.stringify(run)}\n` : dryRunText(run));
  return run.refusal === "" ? 0 : 2;
}

function stateOf(config: ReturnType<typeof loadConfig>): State {
  const state = new State();
  const events: Event[] = [];
  const tell = (command: Command) => {
    events.length = 0;
    decide(state, command, events);
    for (const event of events) evolve(state, event, 0n, 0);
  };
  for (const command of referenceDataCommands(state, config, 0n)) tell(command);
  // Limits speak of sessions and instruments, which are there now.
  for (const command of referenceDataCommands(state, config, 0n)) tell(command);
  for (const line of state.venues.lines) if (line !== undefined) line.isUp = true;
  return state;
}

function dryRunText({ rules, ruleId, to, refusal }: RouteDryRun): string {
  const width = Math.max(0, ...rules.map((rule) => rule.ruleId.length));
  const rows = rules.map((rule) => `  ${rule.ruleId.padEnd(width)}  ${rule.isMet ? "met" : `no: ${rule.why}`}\n`);
  const by = ruleId === "" ? "no rule is met: its instrument's venue" : `by rule ${ruleId}`;
  const refused = refusal === "" ? "" : `it would be refused: ${refusal}\n`;
  return `${rows.join("")}to ${to}, ${by}\n${refused}`;
}
