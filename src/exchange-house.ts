/** What goes on in the exchange besides trading: sessions, agents, the rules of the scenario in force, operators' commands. */

import type { CommandRecord } from "../simulator/adversary/operator-commands.ts";
import type { AgentStatus } from "../simulator/agents/agents.ts";
import { isPhase, PHASE_RULES, type Phase } from "../simulator/phases.ts";
import type { Venue } from "../simulator/venue.ts";
import { decimalText } from "./domain/price.ts";
import type { Channel } from "./exchange-feed-channels.ts";
import type { HouseMessage } from "./exchange-feed-wire.ts";
import type { ServedExchange } from "./exchange-server.ts";

const HOUSE_MS = 1_000;
const COMMANDS_SHOWN = 20;

export class HouseChannel implements Channel {
  readonly conflateMs = HOUSE_MS;
  readonly #id: number;
  readonly #served: ServedExchange;
  readonly #readers: () => number;

  /** @param readers how many read the exchange's market data */
  constructor(id: number, served: ServedExchange, readers: () => number) {
    this.#id = id;
    this.#served = served;
    this.#readers = readers;
  }

  take(): HouseMessage {
    const { exchange, venue, sessions } = this.#served;
    const { tradingDay, restingOrders, adversary } = exchange;
    return {
      kind: "house",
      id: this.#id,
      tradingDay,
      restingOrders,
      isWaiting: exchange.isWaitingForRoom,
      readers: this.#readers(),
      sessions: sessions.map((session) => {
        const { name, state, peer, nextSenderMsgSeqNum, nextTargetMsgSeqNum } = session.status();
        const { backlogBytes, config } = session;
        const compId = config.targetCompId;
        return { name, compId, state, peer, nextSenderMsgSeqNum, nextTargetMsgSeqNum, backlogBytes };
      }),
      agents: exchange.agentStatuses().map(({ name, kind, state, why, sent, open, symbols }) => {
        return { name, kind, state, why, sent, open, inventory: inventoryText(venue, symbols) };
      }),
      scenario: adversary.rules?.scenario.name ?? "",
      rules: (adversary.rules?.status() ?? []).map(({ name, on, act, met, isOff }) => {
        return { name, does: `${act} on ${on}`, isOn: !isOff, met };
      }),
      commands: adversary.commands.slice(-COMMANDS_SHOWN).reverse().map(shownCommand),
    };
  }

  close(): void {}
}

/** "ACME 500, NOVA -20": what an agent holds. */
function inventoryText({ instruments }: Venue, symbols: AgentStatus["symbols"]): string {
  return symbols
    .filter(({ inventory }) => inventory !== 0)
    .map(({ book, inventory }) => `${instruments[book]!.symbol} ${decimalText(inventory, instruments[book]!.qtyScale)}`)
    .join(", ");
}

function shownCommand({ atMs, who, command }: CommandRecord): HouseMessage["commands"][number] {
  const words = Object.entries(command)
    .filter(([, value]) => value !== "")
    .map(([key, value]) => wordOf(key, value));
  return { atMs, who, what: words.join(" ") };
}

function wordOf(key: string, value: unknown): string {
  if (key === "phase") return isPhase(value as number) ? PHASE_RULES[value as Phase].name : "as the calendar says";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
