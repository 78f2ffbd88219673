/**
 * What sessions cost that are logged on and say nothing but heartbeats: a thousand of them against a real server. CPU as a
 * share of one core, the same server's without any taken off; memory as what the process grew by, a session.
 */
import { connect, type Socket } from "node:net";
import { cpuSecondsOf, residentBytesOf } from "../../src/lib/process-figures.ts";
import type { LockstepProcess } from "../../test/support/process.ts";
import type { BenchRow } from "../row.ts";
import { withHouse } from "./bench-house.ts";

const HEARTBEAT_SECONDS = 30;
/** Garbage that was not looked at yet is not what a session costs. */
const SMALL_NURSERY = { NODE_OPTIONS: "--max-semi-space-size=1" };

class IdleClient {
  readonly #compId: string;
  readonly #socket: Socket;
  #number = 1;

  constructor(port: number, compId: string) {
    this.#compId = compId;
    this.#socket = connect({ host: "127.0.0.1", port });
    this.#socket.on("error", () => {});
  }

  async logOn(): Promise<void> {
    const answered = new Promise((resolve) => this.#socket.once("data", resolve));
    this.send("A", `98=0|108=${HEARTBEAT_SECONDS}|`);
    await answered;
    this.#socket.on("data", () => {});
  }

  send(msgType: string, body: string): void {
    const stamp = new Date().toISOString().replaceAll("-", "").replace("T", "-").slice(0, 21);
    const head = `35=${msgType}|34=${this.#number++}|49=${this.#compId}|52=${stamp}|56=LOCKSTEP|`;
    const text = `8=FIX.4.4|9=${head.length + body.length}|${head}${body}`.replaceAll("|", "\x01");
    let sum = 0;
    for (let index = 0; index < text.length; index++) sum += text.charCodeAt(index);
    this.#socket.write(`${text}10=${String(sum % 256).padStart(3, "0")}\x01`, "latin1");
  }

  close(): void {
    this.#socket.destroy();
  }
}

const wait = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

async function cpuShare({ pid }: LockstepProcess, seconds: number): Promise<{ orderPath: number; all: number }> {
  const before = cpuSecondsOf(pid);
  const startMs = performance.now();
  await wait(seconds);
  const after = cpuSecondsOf(pid);
  const percent = 100_000 / (performance.now() - startMs);
  return {
    orderPath: (after.mainThread - before.mainThread) * percent,
    all: (after.all - before.all) * percent,
  };
}

export async function run(quick = false): Promise<BenchRow[]> {
  const count = quick ? 200 : 1_000;
  const seconds = quick ? 5 : 60;
  const sessions = Array.from({ length: count }, (_, index) => `{ compId: IDLE${index}, beginString: FIX.4.4 }`);
  return withHouse(
    sessions,
    async (oms) => {
      await wait(2);
      const without = await cpuShare(oms, seconds);
      const before = residentBytesOf(oms.pid);
      const clients: IdleClient[] = [];
      for (let index = 0; index < count; index++) {
        const client = new IdleClient(oms.fixPort, `IDLE${index}`);
        await client.logOn();
        clients.push(client);
      }
      await wait(2);
      const grown = residentBytesOf(oms.pid) - before;
      // Spread over the interval, as they would be.
      let next = 0;
      const everyMs = (HEARTBEAT_SECONDS * 1000) / count;
      const startMs = performance.now();
      const timer = setInterval(() => {
        const due = (performance.now() - startMs) / everyMs;
        for (; next < due; next++) clients[next % count].send("0", "");
      }, 20);
      const idle = await cpuShare(oms, seconds);
      clearInterval(timer);
      for (const client of clients) client.close();
      const what = `${count} idle sessions`;
      const note = `${seconds} s, heartbeats every ${HEARTBEAT_SECONDS} s; without them ${without.orderPath.toFixed(2)} %`;
      const allNote = `without them ${without.all.toFixed(2)} %`;
      return [
        {
          name: `${what}: order path's thread, more than without`,
          unit: "% of a core",
          value: idle.orderPath - without.orderPath,
          note,
        },
        {
          name: `${what}: all threads, more than without`,
          unit: "% of a core",
          value: idle.all - without.all,
          note: allNote,
        },
        { name: `${what}: memory a session`, unit: "kB", value: grown / count / 1000 },
      ];
    },
    SMALL_NURSERY,
  );
}
