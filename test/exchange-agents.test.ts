import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AgentStatus } from "../simulator/agents/agents.ts";
import { type LockstepProcess, startLockstep } from "./support/process.ts";

type ShownAgent = Omit<AgentStatus, "symbols"> & { inventory: string };

describe("the exchange alone", () => {
  let directory: string;
  let running: LockstepProcess | null = null;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "lockstep-agents-"));
  });

  afterEach(async () => {
    await running?.stop();
    running = null;
    rmSync(directory, { recursive: true, force: true });
  });

  const agents = async () => {
    const answer = await fetch(`http://127.0.0.1:${running!.httpPort}/api/market`);
    return ((await answer.json()) as { agents: ShownAgent[] }).agents;
  };
  const until = async (isSo: (shown: ShownAgent[]) => boolean) => {
    for (const start = Date.now(); ; await new Promise((resolve) => setTimeout(resolve, 50))) {
      const shown = await agents();
      if (isSo(shown)) return shown;
      if (Date.now() - start > 60_000) throw new Error(`it never came to be: ${JSON.stringify(shown)}`);
    }
  };

  it("shows on its page who trades there, how much they hold, and whether they run", async () => {
    const config = join(directory, "house.yaml");
    writeFileSync(
      config,
      `insecureLogon: true
sessions: [ { compId: ALPHA, beginString: FIX.4.4 } ]
venue:
  agents:
    list:
      - { kind: maker, name: quoter, ratePerSecond: 20 }
      - { kind: noise, name: crowd, ratePerSecond: 20 }
instruments: [ { symbol: ACME, referencePrice: "100.00", agents: true } ]
`,
    );
    running = await startLockstep({ command: "exchange", args: ["--config", config] });
    const [quoter, crowd] = await until((shown) => shown[0].open > 5 && shown[1].inventory !== "");
    expect(quoter).toMatchObject({ name: "quoter", kind: "maker", state: "running", why: "" });
    expect(quoter.sent).toBeGreaterThanOrEqual(10);
    expect(crowd.inventory).toMatch(/^ACME -?\d+$/);
  });
});
