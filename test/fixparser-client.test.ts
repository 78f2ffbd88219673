/** The basics with a client of another make: messages built and read by fixparser over a plain TCP socket. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FixparserClient } from "./support/fixparser-client.ts";
import type { Fields } from "./support/mailbox.ts";
import { type LockstepProcess, startLockstep } from "./support/process.ts";

describe("a fixparser client trades with Lockstep", () => {
  let oms: LockstepProcess;
  let alpha: FixparserClient;
  let bravo: FixparserClient;

  beforeAll(async () => {
    oms = await startLockstep({ args: ["--no-agents"] });
    alpha = await FixparserClient.logOn({ port: oms.fixPort, sender: "ALPHA", beginString: "FIX.4.4" });
    bravo = await FixparserClient.logOn({ port: oms.fixPort, sender: "BRAVO", beginString: "FIX.4.2" });
  });
  afterAll(async () => {
    alpha?.destroy();
    bravo?.destroy();
    await oms?.stop();
  });

  const order = (
    client: FixparserClient,
    clOrdId: string,
    side: string,
    qty: string,
    price: string,
    more: Fields = {},
  ) =>
    client.send({
      35: "D",
      11: clOrdId,
      21: "1",
      38: qty,
      40: "2",
      44: price,
      54: side,
      55: "ZWZZT",
      60: client.now(),
      ...more,
    });
  const report = (client: FixparserClient, clOrdId: string, execType: string) =>
    client.received.next({ 35: "8", 11: clOrdId, 150: execType });

  it("gets an order acknowledged", async () => {
    order(alpha, "F1", "1", "100", "90.00");
    expect(await report(alpha, "F1", "0")).toMatchObject({ 39: "0", 14: "0", 151: "100", 38: "100", 44: "90" });
  });

  it("replaces it", async () => {
    const change = { 11: "F2", 38: "200", 40: "2", 41: "F1", 44: "90.05", 54: "1", 55: "ZWZZT" };
    alpha.send({ 35: "G", ...change, 60: alpha.now() });
    expect(await report(alpha, "F2", "5")).toMatchObject({ 41: "F1", 39: "0", 38: "200", 44: "90.05", 151: "200" });
  });

  it("cancels it", async () => {
    alpha.send({ 35: "F", 11: "F3", 38: "200", 41: "F2", 54: "1", 55: "ZWZZT", 60: alpha.now() });
    expect(await report(alpha, "F3", "4")).toMatchObject({ 41: "F2", 39: "4", 14: "0", 151: "0" });
  });

  it("crosses with another session, and both read their fills", async () => {
    order(bravo, "G1", "2", "300", "100.00");
    expect(await report(bravo, "G1", "0")).toMatchObject({ 20: "0", 39: "0" });
    order(alpha, "F4", "1", "100", "100.00");
    expect(await report(alpha, "F4", "F")).toMatchObject({
      39: "2",
      31: "100",
      32: "100",
      14: "100",
      151: "0",
      6: "100",
    });
    expect(await report(bravo, "G1", "1")).toMatchObject({
      20: "0",
      39: "1",
      31: "100",
      32: "100",
      14: "100",
      151: "200",
    });
  });

  it("is told why an order is rejected, and a cancel of an unknown one", async () => {
    order(alpha, "F4", "1", "100", "100.00");
    expect(await report(alpha, "F4", "8")).toMatchObject({ 103: "6" });
    order(alpha, "F5", "1", "100", "100.00", { 55: "NOSUCH" });
    expect(await report(alpha, "F5", "8")).toMatchObject({ 39: "8", 103: "1", 58: expect.stringMatching(/NOSUCH/) });
    alpha.send({ 35: "F", 11: "F6", 38: "1", 41: "NEVER", 54: "1", 55: "ZWZZT", 60: alpha.now() });
    expect(await alpha.received.next({ 35: "9", 11: "F6" })).toMatchObject({ 37: "NONE", 102: "1", 434: "1" });
  });

  it("logs out, and every message had the BodyLength and CheckSum fixparser computes", async () => {
    await alpha.logOut();
    await bravo.logOut();
    expect([...alpha.invalid, ...bravo.invalid]).toEqual([]);
    const rejects = [...alpha.received.all, ...bravo.received.all].filter((message) =>
      ["3", "j"].includes(message[35]),
    );
    expect(rejects).toEqual([]);
  });
});
