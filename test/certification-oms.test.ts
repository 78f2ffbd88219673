/** A client of the OMS rehearses on the exchange's certification symbol: what the exchange does comes through the OMS as FIX. */
import { execFile } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { AlertsReply } from "../src/desk/alert-wire.ts";
import { type Fields, PersistentClient } from "./support/persistent-client.ts";
import { CLI_PATH, type LockstepProcess, startLockstep } from "./support/process.ts";

const SYMBOL = "ZXZZT";

describe("the certification symbol through the OMS", () => {
  let oms: LockstepProcess;
  const client = new PersistentClient({ compId: "ALPHA", beginString: "FIX.4.4" });
  const heard: Map<string, string>[] = [];

  const order = (clOrdId: string, qty: number) =>
    client.send("D", `11=${clOrdId}|21=1|55=${SYMBOL}|54=1|60=20261122-10:00:00|38=${qty}|40=2|44=100.00|`);
  const ends = async (clOrdId: string, wanted: Record<string, string>): Promise<Fields> => {
    const isSo = () => Object.entries(wanted).every(([tag, value]) => client.reports.get(clOrdId)?.get(tag) === value);
    const last = () => JSON.stringify([...(client.reports.get(clOrdId) ?? [])]);
    await client.until(isSo, `${clOrdId} comes to ${JSON.stringify(wanted)}`).catch((error) => {
      throw new Error(`${error}; the last report was ${last()}`);
    });
    return client.reports.get(clOrdId)!;
  };

  beforeAll(async () => {
    oms = await startLockstep({ args: ["--no-agents"] });
    client.onRaw = (raw) =>
      heard.push(new Map(raw.split("\x01").map((field) => field.split(/=(.*)/s) as [string, string])));
    await client.logOn(oms.fixPort);
  }, 60_000);

  afterAll(async () => {
    client.drop();
    await oms?.stop();
  });

  it("gives every kind of end, and the client's numbers add up", async () => {
    for (const code of [3, 11, 13, 20, 21, 22, 23, 40, 41, 42, 43, 45, 83, 99]) order(`C${code}`, 9_000 + code);
    await ends("C3", { 39: "2", 14: "9003" });
    await ends("C11", { 39: "2", 14: "9011" });
    await ends("C13", { 39: "2", 14: "9013" });
    await ends("C20", { 39: "4", 150: "4", 14: "0" });
    await ends("C21", { 39: "4", 14: "4510" });
    await ends("C22", { 39: "C", 150: "C" });
    await ends("C23", { 39: "C", 14: "4511" });
    await ends("C40", { 39: "2", 14: "9040" });
    await ends("C41", { 39: "0", 14: "0" });
    await ends("C42", { 39: "2", 14: "9042" });
    await ends("C43", { 39: "2", 14: "9043" });
    await ends("C45", { 39: "2", 14: "9045" });
    await ends("C83", { 39: "8", 103: "3" });
    await ends("C99", { 39: "8", 103: "99" });
    expect(client.faults).toEqual([]);
    // Told twice by the exchange, told once by the OMS.
    expect(heard.filter((fields) => fields.get("11") === "C40" && fields.get("150") === "F")).toHaveLength(1);
  });

  it("refuses cancels, keeps them waiting, and lets fills come first", async () => {
    for (const code of [50, 52, 54]) {
      order(`C${code}`, 9_000 + code);
      await ends(`C${code}`, { 39: "0" });
      client.send("F", `11=X${code}|41=C${code}|55=${SYMBOL}|54=1|60=20261122-10:00:00|38=${9_000 + code}|`);
    }
    const refused = async (clOrdId: string) => {
      const isRefused = () => heard.some((fields) => fields.get("35") === "9" && fields.get("11") === clOrdId);
      await client.until(isRefused, `${clOrdId} is refused`);
    };
    await refused("X50");
    await refused("X54");
    await ends("C54", { 150: "F", 14: "9054", 151: "0" });
    await ends("X52", { 39: "4", 150: "4", 14: "0" });
    expect(client.faults).toEqual([]);
  });

  it("passes on what was busted and corrected", async () => {
    for (const code of [31, 32]) order(`C${code}`, 9_000 + code);
    const told = (clOrdId: string, execType: string) =>
      heard.find((fields) => fields.get("11") === clOrdId && fields.get("150") === execType);
    await client.until(() => told("C31", "H") !== undefined, "C31 is busted");
    expect([told("C31", "H")!.get("19"), told("C31", "H")!.get("14")]).toEqual([told("C31", "F")!.get("17"), "0"]);
    await client.until(() => told("C32", "G") !== undefined, "C32 is corrected");
    expect(told("C32", "G")!.get("19")).toBe(told("C32", "F")!.get("17"));
    expect([told("C32", "G")!.get("14"), told("C32", "G")!.get("31")]).toEqual(["9032", "99.99"]);
  });

  it("tells people of a cancel that the venue has swallowed, and no more once the order is filled", async () => {
    const alerts = async (): Promise<AlertsReply["rows"]> => {
      const address = `http://127.0.0.1:${oms.httpPort}/api/alerts`;
      const { rows } = (await (await fetch(address)).json()) as AlertsReply;
      return rows.filter(({ kind, text }) => kind === "unanswered" && text.includes("S53"));
    };
    const code = 9_053;
    order("S53", code);
    await ends("S53", { 39: "0" });
    client.send("F", `11=X53|41=S53|55=${SYMBOL}|54=1|60=20261122-10:00:00|38=${code}|`);
    await vi.waitFor(async () => expect(await alerts()).toHaveLength(1), { timeout: 30_000, interval: 200 });
    const [alert] = await alerts();
    expect(alert.text).toBe(`ALPHA S53 ${SYMBOL}: its cancel is not answered by its venue`);
    const cli = ["alerts", "--json", "--http", `127.0.0.1:${oms.httpPort}`];
    const { stdout, code: exit } = await run(cli);
    expect(exit).toBe(2);
    expect((JSON.parse(stdout) as AlertsReply).rows.map(({ key }) => key)).toContain(alert.key);
    // More than it, and no quantity that means something.
    const sell = `11=S54|21=1|55=${SYMBOL}|54=2|60=20261122-10:00:00|38=60000|40=2|44=100.00|`;
    client.send("D", sell);
    await ends("S53", { 150: "F", 14: String(code) });
    await vi.waitFor(async () => expect(await alerts()).toEqual([]), { timeout: 30_000, interval: 200 });
  }, 90_000);
});

function run(args: string[]): Promise<{ code: number; stdout: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [CLI_PATH, ...args], (error, stdout) => {
      resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout });
    });
  });
}
