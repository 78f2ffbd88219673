/** One session that abuses its line, against a real process: it is served its part and no more, and others all of theirs. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { residentBytesOf } from "../../src/lib/process-figures.ts";
import { type AbuseKind, Abuser } from "../support/abuser.ts";
import { PersistentClient } from "../support/persistent-client.ts";
import { type LockstepProcess, startLockstep } from "../support/process.ts";

/** Seconds of abuse; the whole of the failure mode is half a minute. */
const SECONDS = process.env.LOCKSTEP_FULL === "1" ? 30 : 2;
const GROWTH_MB_MAX = 150;
let oms: LockstepProcess | null = null;
let home = "";
afterEach(async () => {
  await oms?.stop();
  oms = null;
  rmSync(home, { recursive: true, force: true });
});

async function start(): Promise<LockstepProcess> {
  home = mkdtempSync(join(tmpdir(), "lockstep-fairness-"));
  const config = `insecureLogon: true
fix: { limits: { lagMaxMs: 0 } }
sessions:
  - { compId: ABUSER, beginString: FIX.4.4 }
  - { compId: LIMITED, beginString: FIX.4.4, throttle: { perSecond: 100, disconnectAfter: 0 } }
  - { compId: OTHER, beginString: FIX.4.4 }
venue: { agents: { enabled: false } }
instruments: [ { symbol: ZVZZT, referencePrice: "100.00" } ]
`;
  writeFileSync(join(home, "lockstep.yaml"), config);
  const args = ["--config", join(home, "lockstep.yaml"), "--durability", "write"];
  oms = await startLockstep({ dataDir: join(home, "data"), args });
  return oms;
}

function rssMb(pid: number): number {
  return residentBytesOf(pid) / 2 ** 20;
}

const order = (id: string) => `11=${id}|21=1|38=10|40=2|44=99.00|54=1|55=ZVZZT|59=0|60=20261122-00:00:00|`;
const cancel = (id: string) => `11=X${id}|38=10|41=${id}|54=1|55=ZVZZT|60=20261122-00:00:00|`;

describe("while one session abuses its line", { timeout: 120_000 }, () => {
  const KINDS: readonly (readonly [what: string, kind: AbuseKind, compId: string, perSecond: number])[] = [
    ["asks for everything again without end", "resend", "ABUSER", 0],
    ["sends twenty times its limit", "flood", "LIMITED", 2_000],
    ["sends orders as fast as it can", "flood", "ABUSER", 0],
    ["sends garbage as fast as it can", "garbage", "ABUSER", 0],
  ];

  it.each(KINDS)(
    "and %s, another's orders and cancels are all served, and memory stays",
    async (_what, kind, compId, perSecond) => {
      const process = await start();
      const abuser = new Abuser(process.fixPort, compId);
      await abuser.logOn();
      if (kind === "resend") await abuser.trade(5_000);
      const other = new PersistentClient({ compId: "OTHER", beginString: "FIX.4.4" });
      await other.logOn(process.fixPort);
      const before = rssMb(process.pid);
      const abuse = abuser.abuse(kind, perSecond);
      let sent = 0;
      for (const endMs = performance.now() + SECONDS * 1000; performance.now() < endMs; sent++) {
        other.send("D", order(`O${sent}`));
        await other.until(() => other.reports.has(`O${sent}`), `order ${sent} was not served`);
        other.send("F", cancel(`O${sent}`));
        await other.until(() => other.reports.get(`XO${sent}`)?.get("39") === "4", `cancel ${sent} was not served`);
      }
      abuser.stop();
      await abuse;
      expect([other.faults, other.possDups]).toEqual([[], 0]);
      expect(sent).toBeGreaterThan(0);
      expect(rssMb(process.pid) - before).toBeLessThan(GROWTH_MB_MAX);
      expect(process.exit).toBeNull();
      // What a note says a thousand times is said a bounded number of times.
      expect(process.output.split("\n").length).toBeLessThan(500 + SECONDS * 100);
      if (kind === "resend") {
        // One request is served at a time, and repeats wait: a tenth of what was asked for is far more than what was sent.
        expect(abuser.possDups).toBeGreaterThanOrEqual(5_000);
        expect(abuser.possDups).toBeLessThan(abuser.sent * 500);
        expect(process.output).toMatch(/the peer asked for messages 1 to \d+ again, \d+ times in a row/);
      }
      if (compId === "LIMITED") {
        await abuser.until(() => abuser.count("8") + abuser.count("j") >= abuser.sent, "not every order was answered");
        expect(abuser.count("8") + abuser.count("j")).toBe(abuser.sent);
        expect(abuser.count("j")).toBeGreaterThan(abuser.count("8"));
      }
      abuser.socket.destroy();
    },
  );
});
