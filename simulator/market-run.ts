/**
 * A market on virtual time: the exchange with its own traffic and nobody else, as fast as the machine can. Nothing of the
 * machine's clock comes in, so the same settings make the same journal.
 */
import type { InstrumentDefinition } from "../src/domain/instrument.ts";
import type { AgentStatus, AgentsOptions } from "./agents/agents.ts";
import { CalendarClock } from "./calendar.ts";
import type { TradingPlan } from "./calendar-inputs.ts";
import { openSimulatedExchange, type Recording } from "./open-exchange.ts";
import { Phase } from "./phases.ts";

/** How often the agents look at the market, and at one where everything is closed. */
const STEP_MS = 100;
const CLOSED_STEP_MS = 1_000;

export type MarketRunOptions = {
  /** Where the exchange's journal is made; nothing is there yet. */
  readonly directory: string;
  readonly instruments: readonly InstrumentDefinition[];
  readonly agents: AgentsOptions | null;
  readonly trading: TradingPlan;
  readonly recorded?: Recording | null;
  /** UTC in milliseconds. */
  readonly startMs: number;
  readonly endMs: number;
  readonly onMessage: (text: string) => void;
};

/** Runs it to its end. @returns how the agents stand then @throws LockstepError of the exchange's journal and configuration */
export function runMarket(options: MarketRunOptions): AgentStatus[] {
  const { directory, instruments, agents, trading, recorded = null, startMs, endMs, onMessage } = options;
  let nowMs = startMs;
  const exchange = openSimulatedExchange({
    directory,
    instruments,
    agents:
      agents === null
        ? null
        : { ...agents, onStopped: (name, why) => onMessage(`the agent ${name} is stopped: ${why}`) },
    trading,
    recorded,
    onRecordingOver: onMessage,
    lastReportSequence: 0,
    newJournalId: () => Buffer.alloc(16, 1),
    nowNs: () => BigInt(nowMs) * 1_000_000n,
  });
  try {
    let day = 0;
    while (nowMs < endMs) {
      const today = Math.floor(nowMs / 86_400_000);
      if (today !== day) exchange.openTradingDay(dateNumber(nowMs));
      day = today;
      exchange.tick(nowMs - startMs);
      let isOpen = false;
      exchange.visitStatus((_symbol, { rules }) => {
        isOpen ||= rules.takesNew;
      });
      nowMs += isOpen ? STEP_MS : CLOSED_STEP_MS - (nowMs % CLOSED_STEP_MS);
    }
    return exchange.agentStatuses();
  } finally {
    exchange.close();
  }
}

/** The first moment from `fromMs` on at which a calendar is not closed, and when all have closed after it; null without any. */
export function nextDay({ calendars }: TradingPlan, fromMs: number): { startMs: number; endMs: number } | null {
  const days = calendars.map((calendar) => {
    const clock = new CalendarClock(calendar);
    let at = clock.phaseAt(fromMs);
    let startMs = fromMs;
    if (at.phase === Phase.Closed) {
      startMs = at.untilMs;
      at = clock.phaseAt(startMs);
    }
    while (at.phase !== Phase.Closed) at = clock.phaseAt(at.untilMs);
    return { startMs, endMs: at.sinceMs + STEP_MS };
  });
  if (days.length === 0) return null;
  const startMs = Math.min(...days.map((day) => day.startMs));
  return { startMs, endMs: Math.max(...days.map((day) => day.endMs)) };
}

function dateNumber(ms: number): number {
  return Number(new Date(ms).toISOString().slice(0, 10).replaceAll("-", ""));
}
