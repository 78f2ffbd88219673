/** All flow that is the exchange's own: its agents, and a recorded day. One ear for what becomes of their orders. */
import type { AgentStatus, Agents } from "./agents/agents.ts";
import type { TradingPlan } from "./calendar-inputs.ts";
import { type ClientListener, LAST_AGENT } from "./participants.ts";
import type { RecordedFlow } from "./recorded/recorded-flow.ts";

/** The recording's place among the participants; agents have those before it. */
export const RECORDED_PARTICIPANT = LAST_AGENT;

export class Traffic implements ClientListener {
  readonly #agents: Agents | null;
  readonly #recorded: RecordedFlow | null;
  readonly #onOver: (text: string) => void;
  #isOver = false;

  constructor(agents: Agents | null, recorded: RecordedFlow | null, onOver: (text: string) => void) {
    this.#agents = agents;
    this.#recorded = recorded;
    this.#onOver = onOver;
  }

  /** The recording's requests come before the agents'. @param nowMs never goes back @param wallMs UTC */
  tick(nowMs: number, wallMs: number): void {
    this.#recorded?.tick(nowMs);
    this.#agents?.tick(nowMs, wallMs);
    if (this.#recorded === null || this.#isOver || !this.#recorded.isOver) return;
    this.#isOver = true;
    const { path, why, sent, passedOver } = this.#recorded;
    const counts = `${sent} requests sent, ${passedOver} rows passed over`;
    this.#onOver(
      why === "" ? `the recording ${path} is over: ${counts}` : `the recording is stopped: ${why}; ${counts}`,
    );
  }

  setTradingPlan(plan: TradingPlan): void {
    this.#agents?.setTradingPlan(plan);
  }

  statuses(): AgentStatus[] {
    const agents = this.#agents?.statuses() ?? [];
    if (this.#recorded === null) return agents;
    const { isOver, why, sent, open } = this.#recorded;
    const state = why !== "" ? "stopped" : isOver ? "over" : "running";
    return [...agents, { name: "recording", kind: "recorded", state, why, sent, open, symbols: [] }];
  }

  close(): void {
    this.#recorded?.close();
  }

  onReport(...report: Parameters<ClientListener["onReport"]>): void {
    const [participant, kind, clientOrder, request] = report;
    if (participant === RECORDED_PARTICIPANT) this.#recorded?.onReport(kind, clientOrder, request);
    else this.#agents?.onReport(...report);
  }
}
