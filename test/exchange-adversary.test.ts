/**
 * `lockstep exchange` as an adversary, a real process on sockets: certification quantities in three versions of FIX, lines
 * that are cut, silent and lose numbers, operators' commands, scenario files read again, kill -9 in the middle.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exchangeCommand } from "../src/cli/exchange/command.ts";
import { PersistentClient, REPORT_FAULT } from "./support/persistent-client.ts";
import { CLI_PATH, type LockstepProcess, startLockstep } from "./support/process.ts";

const CONFIG = `
compId: XSIM
insecureLogon: true
sessions:
  - { compId: ALPHA, beginString: FIX.4.4 }
  - { compId: BRAVO, beginString: FIX.4.2 }
  - { compId: CHARLIE, beginString: FIXT.1.1, defaultApplVerId: "9" }
instruments:
  - { symbol: ZXZZT, referencePrice: "100.00", certification: true }
  - { symbol: ZVZZT, referencePrice: "100.00" }
`;
const SCENARIO = `
name: every third
seed: 1
rules:
  - { name: third, on: order, where: { session: ALPHA, symbol: ZVZZT }, nth: 3, do: { reject: { reason: 0 } } }
  - { name: again, every: 60s, off: true, do: { gap: {} } }
`;

type Message = Record<string, string>;

class Client extends PersistentClient {
  readonly heard: Message[] = [];
  #seen = 0;

  constructor(compId: string, beginString: string, applVerId = "") {
    super({ compId, beginString, target: "XSIM", applVerId });
    this.onRaw = (raw) => this.heard.push(Object.fromEntries(raw.split("\x01").map((field) => field.split(/=(.*)/s))));
  }

  order(clOrdId: string, symbol: string, qty: number, side = 1, more = ""): void {
    this.send("D", `11=${clOrdId}|21=1|55=${symbol}|54=${side}|60=20261122-10:00:00|38=${qty}|40=2|44=100.00|${more}`);
  }

  cancel(clOrdId: string, origClOrdId: string, symbol: string, qty: number): void {
    this.send("F", `11=${clOrdId}|41=${origClOrdId}|55=${symbol}|54=1|60=20261122-10:00:00|38=${qty}|`);
  }

  /** The next message not looked at yet with these fields. */
  async next(wanted: Message): Promise<Message> {
    let found: Message | undefined;
    await this.until(
      () => {
        const isWanted = (message: Message) => Object.entries(wanted).every(([tag, value]) => message[tag] === value);
        const at = this.heard.findIndex((message, index) => index >= this.#seen && isWanted(message));
        if (at < 0) return false;
        found = this.heard[at];
        this.#seen = at + 1;
        return true;
      },
      `${this.compId} waits for ${JSON.stringify(wanted)}; heard ${JSON.stringify(this.heard.slice(this.#seen))}`,
    );
    return found!;
  }
}

/** What was wrong with the session. That fills do not add up where reports were lost or doubled is as it should be. */
function lineFaults({ faults }: Client): string[] {
  return faults.filter((fault) => !fault.startsWith(REPORT_FAULT));
}

describe("lockstep exchange as an adversary", () => {
  let home = "";
  let exchange: LockstepProcess;
  const alpha = new Client("ALPHA", "FIX.4.4");
  const bravo = new Client("BRAVO", "FIX.4.2");
  const charlie = new Client("CHARLIE", "FIXT.1.1", "9");
  const scenarioPath = () => join(home, "night.yaml");

  const start = async () => {
    exchange = await startLockstep({
      command: "exchange",
      dataDir: join(home, "data"),
      args: ["--config", join(home, "config.yaml"), "--no-agents", "--scenario", scenarioPath()],
    });
  };
  const command = async (...words: string[]) => {
    const args = [CLI_PATH, "exchange", "command", "--http-port", String(exchange.httpPort), "--who", "mia", ...words];
    return promisify(execFile)(process.execPath, args).then(
      ({ stdout }) => ({ code: 0, text: stdout }),
      ({ code, stdout, stderr }) => ({ code, text: `${stdout}${stderr}` }),
    );
  };
  const post = async (given: object) => {
    const answer = await fetch(`http://127.0.0.1:${exchange.httpPort}/api/command`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ who: "mia", ...given }),
    });
    return answer.status;
  };
  const hangUp = async (said: RegExp) => {
    const before = exchange.output.length;
    process.kill(exchange.pid, "SIGHUP");
    await alpha.until(() => said.test(exchange.output.slice(before)), `the exchange says ${said}`);
  };

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), "lockstep-adversary-"));
    writeFileSync(join(home, "config.yaml"), CONFIG);
    writeFileSync(scenarioPath(), SCENARIO);
    await start();
    for (const client of [alpha, bravo, charlie]) await client.logOn(exchange.fixPort);
  }, 60_000);

  afterAll(async () => {
    for (const client of [alpha, bravo, charlie]) client.drop();
    await exchange?.stop();
    rmSync(home, { recursive: true, force: true });
  });

  /** A client goes through the certification table, one row of every kind. */
  async function rehearse(client: Client, tradeType: string): Promise<void> {
    const isOld = tradeType === "";
    const fill = (status: string) => ({ 150: isOld ? status : tradeType, 39: status });
    client.order("C13", "ZXZZT", 9_013);
    await client.next({ 35: "8", 11: "C13", 150: "0" });
    await client.next({ 11: "C13", ...fill("2"), 32: "9013", 14: "9013", 151: "0" });
    client.order("C3", "ZXZZT", 9_003, 2);
    await client.next({ 11: "C3", ...fill("1"), 14: "3001" });
    await client.next({ 11: "C3", ...fill("1"), 14: "6002" });
    await client.next({ 11: "C3", ...fill("2"), 14: "9003" });
    client.order("C10", "ZXZZT", 9_010);
    await client.next({ 11: "C10", ...fill("1"), 14: "4505", 151: "4505" });
    client.cancel("C10X", "C10", "ZXZZT", 9_010);
    await client.next({ 11: "C10X", 150: "4", 39: "4", 14: "4505", 151: "0" });
    client.order("C20", "ZXZZT", 9_020);
    client.order("C22", "ZXZZT", 9_022);
    await client.next({ 35: "8", 11: "C20", 150: "4", 39: "4", 58: "canceled by the exchange" });
    await client.next({ 35: "8", 11: "C22", 150: "C", 39: "C", 58: "expired by the exchange" });

    // Is busted and corrected.
    {
      client.order("C31", "ZXZZT", 9_031);
      const { 17: traded } = await client.next({ 11: "C31", ...fill("1"), 14: "4515" });
      await client.next({ 11: "C31", ...(isOld ? { 20: "1" } : { 150: "H" }), 19: traded, 14: "0" });
      client.order("C32", "ZXZZT", 9_032);
      const { 17: filled } = await client.next({ 11: "C32", ...fill("2") });
      await client.next({ 11: "C32", ...(isOld ? { 20: "2" } : { 150: "G" }), 19: filled, 31: "99.99", 14: "9032" });
    }

    // Is told of twice, in the wrong order, late, and not at all.
    {
      client.order("C40", "ZXZZT", 9_040);
      const { 17: told } = await client.next({ 11: "C40", ...fill("2") });
      await client.next({ 11: "C40", 17: told });
      client.order("C42", "ZXZZT", 9_042);
      expect((await client.next({ 35: "8", 11: "C42" }))[39]).toBe("2");
      const acknowledged = await client.next({ 35: "8", 11: "C42" });
      expect([acknowledged[150], acknowledged[39], acknowledged[14]]).toEqual(["0", "0", "0"]);
      client.order("C43", "ZXZZT", 9_043);
      expect((await client.next({ 35: "8", 11: "C43" }))[39]).toBe("2");
      client.order("C44", "ZXZZT", 9_044);
      await client.next({ 35: "8", 11: "C44", 150: "0" });
      client.send("H", "11=C44|55=ZXZZT|54=1|");
      expect((await client.next({ 35: "8", 11: "C44" }))[14]).toBe("4522");
    }
    client.order("C83", "ZXZZT", 9_083);
    await client.next({ 35: "8", 11: "C83", 150: "8", 39: "8", 103: "3" });
    client.order("C54", "ZXZZT", 9_054);
    await client.next({ 35: "8", 11: "C54", 150: "0" });
    client.cancel("C54X", "C54", "ZXZZT", 9_054);
    await client.next({ 35: "8", 11: "C54", ...fill("2") });
    await client.next({ 35: "9", 11: "C54X", 102: "0", 39: "2" });

    // Cuts its sender's line, skips numbers and falls silent.
    {
      client.order("C62", "ZXZZT", 9_062);
      await client.next({ 35: "8", 11: "C62", 150: "0" });
      expect(lineFaults(client)).toEqual([]);
      client.order("C60", "ZXZZT", 9_060);
      await client.until(() => !client.loggedOn, "the line is cut");
      await client.logOn(exchange.fixPort);
      await client.next({ 35: "8", 11: "C60", 150: "0" });
      const stalledAt = Date.now();
      expect(await post({ do: "fault", act: { kind: "stall", forMs: 1_000, session: client.compId } })).toBe(200);
      client.order("LATE", "ZXZZT", 9_001);
      await client.next({ 35: "8", 11: "LATE", 150: "0" });
      expect(Date.now() - stalledAt).toBeGreaterThanOrEqual(990);
      client.cancel("LATEX", "LATE", "ZXZZT", 9_001);
      await client.next({ 35: "8", 11: "LATEX", 150: "4" });
      expect(lineFaults(client)).toEqual([]);
    }
  }

  it("rehearses with clients of FIX 4.4, 4.2 and 5.0SP2 at once", async () => {
    await Promise.all([rehearse(alpha, "F"), rehearse(bravo, ""), rehearse(charlie, "F")]);
  }, 30_000);

  it("does what an operator commands, says what it cannot, and keeps who said so", async () => {
    expect(await command("halt", "ZVZZT")).toEqual({ code: 0, text: "done\n" });
    alpha.order("H1", "ZVZZT", 100);
    expect((await alpha.next({ 11: "H1", 150: "8" }))[58]).toContain("halted");
    expect(await post({ do: "phase", symbol: "", phase: "resume" })).toBe(200);
    alpha.order("B1", "ZVZZT", 100);
    await alpha.next({ 11: "B1", 150: "0" });
    bravo.order("S1", "ZVZZT", 40, 2);
    const { 17: execId } = await alpha.next({ 11: "B1", 150: "F" });
    expect(await post({ do: "correct", execId, qty: "30", price: "99.505" })).toBe(400);
    expect((await command("correct", execId, "30", "99.50")).code).toBe(0);
    await alpha.next({ 11: "B1", 150: "G", 19: execId, 32: "30", 31: "99.50" });
    expect(await post({ do: "bust", execId })).toBe(200);
    const { 37: orderId } = await alpha.next({ 11: "B1", 150: "H", 19: execId, 14: "0" });
    expect((await command("bust", execId)).text).toContain(`no trade ${execId}`);
    const fill = (qty: string, price: string, of = orderId) => post({ do: "fill", orderId: of, qty, price });
    expect(await fill("10", "99.10")).toBe(200);
    await alpha.next({ 11: "B1", 150: "F", 32: "10", 31: "99.10", 14: "10" });
    expect((await command("fill", orderId, "1000", "99.10")).text).toContain("open, which is less");
    expect([await fill("10", "99.105"), await fill("10", "99.10", "X999999")]).toEqual([400, 400]);
    // A session's requests are kept back, and answered one by one.
    expect(await post({ do: "answer", reason: -1 })).toBe(400);
    expect(await post({ do: "hold", session: "NOBODY" })).toBe(400);
    expect((await command("hold", "ALPHA")).text).toBe("done\n");
    alpha.cancel("C1", "B1", "ZVZZT", 100);
    for (let left = 1_000; (await post({ do: "answer", reason: 2 })) !== 200 && left > 0; left--)
      await new Promise((resolve) => setTimeout(resolve, 20));
    await alpha.next({ 35: "9", 11: "C1", 102: "2" });
    expect(await fill("10", "99.20")).toBe(200);
    await alpha.next({ 11: "B1", 150: "F", 14: "20" });
    alpha.order("B2", "ZVZZT", 100);
    expect(await post({ do: "release" })).toBe(200);
    await alpha.next({ 11: "B2", 150: "0" });
    expect(await post({ do: "cancelAll", session: "ALPHA", symbol: "", side: "" })).toBe(200);
    await alpha.next({ 11: "B1", 150: "4", 58: "canceled by the exchange" });
    expect(await post({ do: "phase", symbol: "", phase: "lunch" })).toBe(400);
    expect(await post({ do: "fault", act: { kind: "gap", by: 2, session: "NOBODY" } })).toBe(400);
    await expect(exchangeCommand(["dance"])).rejects.toThrow("there is no command dance");
    const { text } = await command("status");
    expect(text).toContain('scenario "every third", seed 1');
    expect(text).toContain('mia: {"do":"bust"');
    const status = JSON.parse((await command("status", "--json")).text);
    expect(status.certified).toEqual(["ZXZZT"]);
  }, 90_000);

  it("reads its scenario again at SIGHUP, and keeps the one it has when the file has a fault", async () => {
    writeFileSync(scenarioPath(), SCENARIO.replace("nth: 3", "nth: often"));
    await hangUp(
      /the scenario stays as it was: .*night\.yaml, line 5: rules\/0\/nth: found \\"often\\", expected an integer/,
    );
    expect((await command("status")).text).toContain("third (reject on order)");
    writeFileSync(scenarioPath(), SCENARIO.replace("nth: 3", "nth: 2"));
    await hangUp(/has the scenario \\"every third\\" of 2 rules from now on/);
    alpha.order("N1", "ZVZZT", 10);
    await alpha.next({ 11: "N1", 150: "0" });
  });

  it("goes on counting after kill -9, and after a restart of its own on the same port", async () => {
    // What an operator keeps back is still kept back, too.
    expect(await post({ do: "hold", session: "ALPHA" })).toBe(200);
    alpha.cancel("N1X", "N1", "ZVZZT", 10);
    for (let times = 0; times < 2; times++) await alpha.echo();
    await exchange.kill("SIGKILL");
    await start();
    for (const client of [alpha, bravo, charlie]) await client.logOn(exchange.fixPort);
    expect((await command("accept")).code).toBe(0);
    await alpha.next({ 11: "N1X", 41: "N1", 150: "4" });
    expect(await post({ do: "release" })).toBe(200);
    alpha.order("N2", "ZVZZT", 10);
    await alpha.next({ 11: "N2", 150: "8", 103: "0" });
    alpha.order("N3", "ZVZZT", 10);
    await alpha.next({ 11: "N3", 150: "0" });
    const { fixPort, pid } = exchange;
    expect(await post({ do: "fault", act: { kind: "restart" } })).toBe(200);
    await alpha.until(() => !alpha.loggedOn, "the exchange logs out");
    await alpha.until(() => exchange.output.includes("restarts"), "the restart is told");
    for (let attempt = 0; !alpha.loggedOn && attempt < 200; attempt++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      await alpha.logOn(fixPort);
    }
    alpha.order("N4", "ZVZZT", 10);
    await alpha.next({ 11: "N4", 150: "8", 103: "0" });
    alpha.cancel("N3X", "N3", "ZVZZT", 10);
    await alpha.next({ 11: "N3X", 150: "4" });
    expect(exchange.pid).toBe(pid);
    expect(exchange.exit).toBe(null);
    expect([alpha, bravo, charlie].flatMap(lineFaults)).toEqual([]);
  });
});
