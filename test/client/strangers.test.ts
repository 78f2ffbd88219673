/** Connections that never become a session, and bytes that are no messages, in numbers, against a real process. */

import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { residentBytesOf } from "../../src/lib/process-figures.ts";
import { checkSum, message, random } from "../fix/messages.ts";
import { mutate } from "../fix/mutations.ts";
import { PersistentClient } from "../support/persistent-client.ts";
import { CLI_PATH, type LockstepProcess, startLockstep } from "../support/process.ts";

const IS_FULL = process.env.LOCKSTEP_FULL === "1";
const SEED = Number(process.env.LOCKSTEP_SEED ?? 20261122);
let oms: LockstepProcess | null = null;
let home = "";
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await oms?.stop();
  oms = null;
  rmSync(home, { recursive: true, force: true });
});

async function start(fix: string, compId = "LOCKSTEP"): Promise<LockstepProcess> {
  home = mkdtempSync(join(tmpdir(), "lockstep-strangers-"));
  const config = `insecureLogon: true
compId: ${compId}
fix: { limits: { lagMaxMs: 0, ${fix} } }
sessions:
  - { compId: C, beginString: FIX.4.4 }
  - { compId: ALPHA, beginString: FIX.4.4 }
venue: { agents: { enabled: false } }
instruments: [ { symbol: ZVZZT, referencePrice: "100.00" } ]
`;
  writeFileSync(join(home, "lockstep.yaml"), config);
  const args = ["--config", join(home, "lockstep.yaml"), "--durability", "write"];
  oms = await startLockstep({ dataDir: join(home, "data"), args });
  return oms;
}

const descriptors = ({ pid }: LockstepProcess) => readdirSync(`/proc/${pid}/fd`).length;
const rssMb = ({ pid }: LockstepProcess) => residentBytesOf(pid) / 2 ** 20;

async function until(condition: () => boolean, otherwise: string, withinMs = 20_000): Promise<void> {
  for (const endMs = performance.now() + withinMs; !condition(); ) {
    if (performance.now() > endMs) throw new Error(otherwise);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function order(id: string, symbol = "ZVZZT"): string {
  return `11=${id}|21=1|38=10|40=2|44=99.00|54=1|55=${symbol}|59=0|60=20261122-00:00:00|`;
}

describe("two thousand connections that never log on", { timeout: 90_000 }, () => {
  /** Logon timeout in seconds; the default is ten. */
  const LOGON_SECONDS = IS_FULL ? 10 : 2;

  it("half of them silent, half of them byte by byte, are all closed, keep no client out, and leave nothing open", async () => {
    const process = await start(`logonSeconds: ${LOGON_SECONDS}, partialMessageSeconds: ${LOGON_SECONDS}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const before = descriptors(process);
    let closed = 0;
    let connected = 0;
    const slow: Socket[] = [];
    for (let index = 0; index < 2_000; index++) {
      const localAddress = `127.5.${index % 50}.${1 + (Math.floor(index / 50) % 4)}`;
      const socket = connect({ host: "127.0.0.1", port: process.fixPort, localAddress });
      socket.on("error", () => {});
      socket.on("connect", () => connected++);
      socket.on("close", () => closed++);
      sockets.push(socket);
      if (index % 2 === 0) slow.push(socket);
      if (index % 100 === 99) await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const head = "8=FIX.4.4\x019=200\x0135=A\x0134=1\x0149=ALPHA\x01";
    let written = 0;
    const dripping = setInterval(() => {
      for (const socket of slow) if (!socket.destroyed) socket.write(head[written % head.length]);
      written++;
    }, 50);
    try {
      await until(() => connected > 1_500, "the sockets did not connect");
      const startMs = performance.now();
      const alpha = new PersistentClient({ compId: "ALPHA", beginString: "FIX.4.4" });
      await alpha.logOn(process.fixPort);
      const logonMs = performance.now() - startMs;
      expect(alpha.loggedOn).toBe(true);
      alpha.send("D", order("A"));
      await alpha.until(() => alpha.reports.has("A"), "the client was not served");
      await until(() => closed === 2_000, `${2_000 - closed} are still open`, 40_000);
      const closedMs = performance.now() - startMs;
      await until(() => descriptors(process) <= before + 1, "descriptors stay open");
      console.info(`logged on in ${Math.round(logonMs)} ms; all closed after ${Math.round(closedMs)} ms`);
      if (IS_FULL) expect([logonMs <= 1_000, closedMs <= 15_000]).toEqual([true, true]);
      expect(alpha.loggedOn).toBe(true);
      expect(alpha.faults).toEqual([]);
      await alpha.logOut();
      await until(() => descriptors(process) <= before, "the client's descriptor stays open");
    } finally {
      clearInterval(dripping);
    }
  });

  it("are bounded by address and in total, as the configuration says", async () => {
    const process = await start("connectionsMax: 30, connectionsPerAddressMax: 5, waitingPerAddressMax: 100");
    const dial = async (count: number, localAddress: string): Promise<() => number> => {
      let open = 0;
      for (let index = 0; index < count; index++) {
        const socket = connect({ host: "127.0.0.1", port: process.fixPort, localAddress });
        socket.on("error", () => {});
        socket.on("connect", () => open++);
        socket.on("close", () => open--);
        sockets.push(socket);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
      return () => open;
    };
    const one = await dial(20, "127.6.0.1");
    await until(() => one() === 5, `one address has ${one()} connections, expected 5`);
    const others = await Promise.all(Array.from({ length: 10 }, (_, index) => dial(5, `127.6.1.${index + 1}`)));
    const total = () => one() + others.reduce((sum, open) => sum + open(), 0);
    await until(() => total() === 30, `there are ${total()} connections, expected 30`);
  });
});

describe("seeded noise", { timeout: IS_FULL ? 3_600_000 : 60_000 }, () => {
  const INPUTS = IS_FULL ? 1_000_000 : 10_000;

  it("moves nobody's order, stops nothing, and is forgotten", async () => {
    const process = await start("wrongLogonsMax: 1000000", "S");
    const alpha = new PersistentClient({ compId: "ALPHA", beginString: "FIX.4.4", target: "S" });
    await alpha.logOn(process.fixPort);
    alpha.send("D", order("BEFORE"));
    await alpha.until(() => alpha.reports.has("BEFORE"), "the order before was not served");
    const next = random(SEED);
    const before = rssMb(process);
    let socket: Socket | null = null;
    let connections = 0;
    for (let input = 0; input < INPUTS; input++) {
      if (socket === null || socket.destroyed || socket.readyState !== "open") {
        socket = connect({
          host: "127.0.0.1",
          port: process.fixPort,
          localAddress: `127.7.0.${1 + (connections++ % 200)}`,
        });
        const fresh = socket;
        sockets.push(fresh);
        fresh.on("error", () => {});
        fresh.on("data", () => {});
        await new Promise<void>((resolve) => {
          fresh.once("connect", resolve);
          fresh.once("close", () => resolve());
        });
        if (next() < 0.8) fresh.write(message("FIX.4.4", `35=A|34=1|49=C|52=${now()}|56=S|98=0|108=30|141=Y`));
      }
      socket.write(retimed(mutate(next)));
      if (input % 20 === 0) await new Promise((resolve) => setImmediate(resolve));
      if (socket.writableLength > 100_000) socket.destroy();
    }
    alpha.send("D", order("AFTER"));
    await alpha.until(() => alpha.reports.has("AFTER"), `seed ${SEED}: the order after was not served`, 30_000);
    expect([alpha.faults, process.exit]).toEqual([[], null]);
    expect([...alpha.reports.values()].map((report) => report.get("39"))).toEqual(["0", "0"]);
    expect(connections).toBeGreaterThan(10);
    expect(rssMb(process) - before).toBeLessThan(200);
    await process.kill("SIGTERM");
    const verify = spawnSync(globalThis.process.execPath, [CLI_PATH, "verify", "--data-dir", process.dataDir]);
    expect([verify.status, verify.stderr.toString()]).toEqual([0, ""]);
  });
});

function now(): string {
  return new Date().toISOString().replaceAll("-", "").replace("T", "-").slice(0, 21);
}

/** The corpus' time becomes now, in as many bytes; what had a right sum has one again. */
function retimed(bytes: Buffer): Buffer {
  const text = bytes.toString("latin1");
  const fresh = text.replaceAll("20261122-01:20:00.000", now());
  const trailer = /10=(\d{3})\x01$/.exec(text);
  if (trailer === null || checkSum(text.slice(0, -7)) !== trailer[1]) return Buffer.from(fresh, "latin1");
  return Buffer.from(`${fresh.slice(0, -7)}10=${checkSum(fresh.slice(0, -7))}\x01`, "latin1");
}
