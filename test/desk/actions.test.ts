/** What people do, from the HTTP door to the client's report: a real process, a FIX client, and the command line. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ActionRoom } from "../../src/desk/action-room.ts";
import type { ActionReply, IdentifiedAction, Menu, Selection } from "../../src/desk/action-wire.ts";
import { CLI_PATH, type LockstepProcess, startLockstep } from "../support/process.ts";
import { of, Trader } from "../support/trader.ts";

const now = () => new Date().toISOString().replaceAll("-", "").replace("T", "-").slice(0, 21);

describe("actions of people", () => {
  let oms: LockstepProcess;
  let base = "";
  const alpha = new Trader("ALPHA", "FIX.4.4", "", "LOCKSTEP");

  beforeAll(async () => {
    oms = await startLockstep({ args: ["--no-agents"] });
    base = `http://127.0.0.1:${oms.httpPort}`;
    await alpha.logOn(oms.fixPort);
  });
  afterAll(() => oms?.stop());

  const post = (body: unknown, headers: Record<string, string> = { "content-type": "application/json" }) =>
    fetch(`${base}/api/actions`, { method: "POST", headers, body: JSON.stringify(body) });
  const act = async (body: Record<string, unknown>): Promise<ActionReply> =>
    (await (await post({ user: "Anna", ...body })).json()) as ActionReply;
  const order = (clOrdId: string, qty: number) =>
    alpha.send("D", `11=${clOrdId}|21=3|38=${qty}|40=2|44=99.50|54=1|55=ZVZZT|59=0|60=${now()}|`);

  it("take an order from unaccepted to filled, and its client hears of one order", async () => {
    order("CARE-1", 1_000);
    const pending = await alpha.next({ 35: "8", 11: "CARE-1", 39: "A" });
    const orderId = Number(of(pending, 37));
    expect(await act({ action: "slice", orderId, qty: "400", price: "99.40" })).toMatchObject({
      status: "refused",
      text: expect.stringContaining("accept the order first") as string,
    });
    expect(await act({ action: "accept", orderId })).toMatchObject({ status: "done", orderId });
    await alpha.next({ 35: "8", 11: "CARE-1", 150: "0", 39: "0" });
    const slice = await act({ action: "slice", orderId, qty: "400", price: "99.40" });
    expect(slice.status).toBe("done");
    expect(slice.orderId).toBeGreaterThan(orderId);
    expect(await act({ action: "fill", orderId, qty: "600", price: "99.00", contra: "BROKER" })).toMatchObject({
      status: "done",
    });
    const fill = await alpha.next({ 35: "8", 11: "CARE-1", 150: "F" });
    expect([of(fill, 14), of(fill, 151), of(fill, 6)]).toEqual(["600", "400", "99.000000"]);
    const over = await act({ action: "fill", orderId, qty: "1", price: "99.00" });
    expect(over.text).toContain("nothing of it is free");
    expect(await act({ action: "cancel", orderId, text: "the client called" })).toMatchObject({ status: "done" });
    const canceled = await alpha.next({ 35: "8", 11: "CARE-1", 150: "4" });
    expect([of(canceled, 14), of(canceled, 58)]).toEqual(["600", "the client called"]);
  });

  it("are refused when the order has changed since it was looked at, and tell how it stands", async () => {
    order("CARE-2", 500);
    const orderId = Number(of(await alpha.next({ 35: "8", 11: "CARE-2" }), 37));
    const menu = await menuOf(orderId, "Anna");
    expect(menu.items.find(({ action }) => action === "accept")).toMatchObject({ isEnabled: true });
    expect(menu.items.find(({ action }) => action === "slice")?.reason).toBe("accept the order first");
    const { seen } = menu;
    expect(await act({ action: "accept", orderId, seen, user: "Ben" })).toMatchObject({ status: "done" });
    expect((await act({ action: "cancel", orderId, seen })).text).toMatch(/changed meanwhile: it is new, .* with Ben/);
  });

  it("of two traders who press amend together one wins, and the other sees who holds it", async () => {
    order("CARE-3", 500);
    const orderId = Number(of(await alpha.next({ 35: "8", 11: "CARE-3" }), 37));
    await act({ action: "accept", orderId });
    const both = await Promise.all(["Anna", "Ben"].map((user) => act({ action: "lock", orderId, user })));
    const winner = both[0].status === "done" ? "Anna" : "Ben";
    expect(both.map(({ status }) => status).toSorted()).toEqual(["done", "refused"]);
    expect(both.find(({ status }) => status === "refused")?.text).toContain(`${winner} has locked the order`);
    const other = winner === "Anna" ? "Ben" : "Anna";
    const { items } = await menuOf(orderId, other);
    expect(items.filter(({ action }) => action !== "note").every(({ reason }) => reason.includes(winner))).toBe(true);
  });

  it("are done once when they are sent twice under one id", async () => {
    order("CARE-4", 500);
    const orderId = Number(of(await alpha.next({ 35: "8", 11: "CARE-4" }), 37));
    await act({ action: "accept", orderId });
    const body = { action: "slice", orderId, qty: "100", price: "99.40", actionId: "twice" };
    const [one, two] = await Promise.all([act(body), act(body)]);
    expect(two).toEqual(one);
    expect(await act(body)).toEqual(one);
    expect((await menuOf(orderId, "Anna")).freeQty).toBe("400");
  });

  it("tell what a selection is worth before it is canceled", async () => {
    const reply = await fetch(`${base}/api/actions?user=Anna&orderIds=1,2,3,4,99`);
    const selection = (await reply.json()) as Selection;
    expect(selection.count).toBe(5);
    expect(selection.cancelable).toContain(3);
    expect(selection.notionals).toEqual([{ currency: "USD", leaves: expect.stringMatching(/^\d+\.\d\d$/) as string }]);
    expect(selection.reasons.map(({ reason }) => reason)).toContain("order 99 is not here");
    const done = await act({ action: "cancelAll", orderIds: selection.cancelable });
    expect(done.status).toBe("done");
  });

  it("come from this desk's own pages and from programs only, as JSON, and with all they need", async () => {
    const body = { action: "note", user: "Anna", orderId: 1, text: "x" };
    const json = { "content-type": "application/json" };
    expect((await post(body, { ...json, origin: "https://evil.example" })).status).toBe(403);
    expect((await post(body, { ...json, origin: "null" })).status).toBe(403);
    expect((await post(body, { "content-type": "text/plain" })).status).toBe(415);
    expect((await post(body, { ...json, origin: base })).status).toBe(200);
    const lacking = await post({ action: "slice", user: "Anna", orderId: 1 });
    expect([lacking.status, ((await lacking.json()) as { text: string }).text]).toEqual([
      400,
      "body/qty: slice needs it, and it is missing",
    ]);
    expect((await post({ ...body, colour: "red" })).status).toBe(400);
    expect((await post({ ...body, text: "snow ☃" })).status).toBe(400);
  });

  it("are given on the command line, too", async () => {
    order("CARE-9", 500);
    const orderId = of(await alpha.next({ 35: "8", 11: "CARE-9" }), 37) ?? "";
    const desk = async (...args: string[]) => {
      const all = [CLI_PATH, "desk", ...args, "--http", base, "--user", "Anna"];
      try {
        return { code: 0, out: (await promisify(execFile)(process.execPath, all)).stdout };
      } catch (error) {
        return { code: (error as { code: number }).code, out: (error as { stdout: string }).stdout };
      }
    };
    expect(await desk("accept", orderId)).toEqual({ code: 0, out: `accept: done (order ${orderId})\n` });
    const slice = await desk("slice", orderId, "--qty", "0.3k", "--price", "99.40", "--json");
    expect(JSON.parse(slice.out)).toMatchObject({ status: "done" });
    const menu = await desk("menu", orderId, "--json");
    expect((JSON.parse(menu.out) as Menu).freeQty).toBe("200");
    const refused = await desk("slice", orderId, "--qty", "1m", "--price", "99.40");
    expect(refused.code).toBe(1);
    expect(refused.out).toContain("1000000 is more than the 200 that are free");
    const entered = await desk(
      "new",
      "--account",
      "HOUSE",
      "--symbol",
      "ZVZZT",
      "--side",
      "buy",
      "--qty",
      "10",
      "--price",
      "99.00",
    );
    expect(entered).toMatchObject({ code: 0, out: expect.stringMatching(/^new: done \(order \d+\)/) as string });
    const terms = ["--account", "FUND", "--symbol", "ZVZZT", "--side", "buy", "--qty", "10", "--price", "99.00"];
    const told = await desk("new", ...terms, "--client", "ALPHA", "--cl-ord-id", "PHONE-1");
    expect(told.code).toBe(0);
    await alpha.next({ 35: "8", 11: "PHONE-1", 150: "0", 1: "FUND", 151: "10" });
    const stranger = await desk("new", ...terms, "--client", "OMEGA");
    expect(stranger).toMatchObject({ code: 1, out: expect.stringContaining("there is no session OMEGA") as string });
  });

  /** The desk is told of an order a moment after its client. */
  async function menuOf(orderId: number, user: string): Promise<Menu> {
    for (let attempt = 0; attempt < 500; attempt++) {
      const reply = await fetch(`${base}/api/actions/${orderId}?user=${user}`);
      if (reply.status === 200) return (await reply.json()) as Menu;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`order ${orderId} did not come to the desk within ten seconds`);
  }
});

describe("an action nobody answers", () => {
  it("is not known yet, and its outcome is told to whoever asks again", async () => {
    const given: IdentifiedAction[] = [];
    const room = new ActionRoom((action) => given.push(action), 20);
    const action: IdentifiedAction = { action: "accept", user: "Anna", actionId: "a", orderId: 7 };
    expect(await room.submit(action)).toMatchObject({ status: "unknown", orderId: 7 });
    const again = room.submit(action);
    room.hear([{ actionId: "a", status: "done", orderId: 7, text: "" }]);
    expect(await again).toMatchObject({ status: "done" });
    expect(await room.submit(action)).toMatchObject({ status: "done" });
    expect(given).toHaveLength(1);
  });
});
