/** One thing done with many orders, through the HTTP door and the command line of a real process. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { ActionRoom } from "../../src/desk/action-room.ts";
import type { IdentifiedAction, Menu } from "../../src/desk/action-wire.ts";
import { massPlan } from "../../src/desk/mass-plan.ts";
import { MassRoom } from "../../src/desk/mass-room.ts";
import type { MassJob, MassMenu, MassPlanReply } from "../../src/desk/mass-wire.ts";
import { readConditions } from "../../src/desk/view/condition-words.ts";
import { deskCommand } from "../support/desk-words.ts";
import { CLI_PATH, type LockstepProcess, startLockstep } from "../support/process.ts";
import { newOrder, TestCore } from "../support/trade-words.ts";
import { of, Trader } from "../support/trader.ts";

const now = () => new Date().toISOString().replaceAll("-", "").replace("T", "-").slice(0, 21);
const FOR_PEOPLE = { moreTerms: [21, "3".charCodeAt(0), 0], qtyMantissa: 1_000 };

test.each([
  ["symbol=ZVZZT", [{ column: "symbol", op: "eq", value: "ZVZZT" }], ""],
  ["qty>=10k and price<1.5m", ["orderQty ge 10000", "price lt 1500000"], ""],
  ["owner=anna|ben nova", [{ column: "owner", op: "in", value: ["anna", "ben"] }], "nova"],
  ['status="partially filled" "big one"', [{ column: "ordStatus", op: "eq", value: "partially filled" }], "big one"],
  ["notional > 1e6", ["notional gt 1000000"], ""],
  ["clordid=007", [{ column: "clOrdId", op: "eq", value: "007" }], ""],
])("reads %s", (text, conditions, words) => {
  const read = readConditions(text);
  const found = typeof read === "string" ? read : read.conditions;
  const short = Array.isArray(found) ? found.map(({ column, op, value }) => `${column} ${op} ${String(value)}`) : found;
  expect(typeof conditions[0] === "string" ? short : found).toEqual(conditions);
  expect(read).toMatchObject({ text: words });
});

test.each([
  ["colour=red", "there is no column colour"],
  ["qty>1|2", "several values are compared with = only"],
])("says what is wrong with %s", (text, words) => {
  expect(readConditions(text)).toContain(words);
});

/** A room whose order path answers by itself. */
function roomOf(core: TestCore, answer: (action: IdentifiedAction) => "done" | "refused" | "lost") {
  const begun: IdentifiedAction[] = [];
  const flight = { now: 0, most: 0 };
  const actions: ActionRoom = new ActionRoom((action) => {
    begun.push(action);
    flight.most = Math.max(flight.most, ++flight.now);
    const status = answer(action);
    const { actionId, orderId = 0 } = action;
    const reply = { actionId, orderId, status: status === "done" ? status : ("refused" as const), text: status };
    setImmediate(() => {
      flight.now--;
      if (status === "lost") actions.lost(reply);
      else actions.hear([reply]);
    });
  });
  const room = new MassRoom(actions, () => core.state);
  const finished = async (massId: string): Promise<MassJob> => {
    for (;;) {
      const job = room.of(massId);
      if (job !== null && job.state !== "running") return job;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  return { room, begun, flight, finished };
}

function thirtyOrders(): { core: TestCore; orderIds: number[] } {
  const core = new TestCore();
  for (let order = 1; order <= 30; order++) core.tell(newOrder(`A${order}`, FOR_PEOPLE));
  return { core, orderIds: Array.from({ length: 30 }, (_, index) => index + 1) };
}

it("is confirmed by its number when it is large, by who looked at it, and done once", async () => {
  const { core, orderIds } = thirtyOrders();
  const { room, begun, flight, finished } = roomOf(core, () => "done");
  const plan = await massPlan(core.state, { action: "accept", user: "Anna" }, orderIds);
  expect(plan.reply).toMatchObject({ count: 30, can: 30, mustType: true, clients: [{ compId: "ALPHA", count: 30 }] });
  expect(plan.reply.open).toEqual([{ currency: "USD", leaves: "3000000.00" }]);
  room.keep(plan);
  const { planId } = plan.reply;
  expect(room.begin({ planId: planId, user: "Anna" })).toContain("give their number back: 30, not none");
  expect(room.begin({ planId: planId, user: "Anna", count: 29 })).toContain("30, not 29");
  expect(room.begin({ planId: planId, user: "Ben", count: 30 })).toBe("the plan is Anna's");
  expect(room.begin({ planId: planId, user: "Anna", count: 30 })).toMatchObject({
    massId: planId,
    state: "running",
    total: 30,
  });
  room.begin({ planId: planId, user: "Anna", count: 30 });
  expect(await finished(planId)).toMatchObject({ state: "done", done: 30, failed: 0, failedOrderIds: "" });
  expect(begun.map(({ orderId = 0 }) => orderId).toSorted((a, b) => a - b)).toEqual(orderIds);
  expect(begun.every(({ seen }) => seen !== undefined)).toBe(true);
  // What clients send finds its place between them.
  expect(flight.most).toBeLessThanOrEqual(16);
  expect(room.begin({ planId: "another", user: "Anna", count: 1 })).toContain("no such plan");
});

it("keeps plans that wait while there is room for their orders, the newest always", async () => {
  const { core, orderIds } = thirtyOrders();
  const { room } = roomOf(core, () => "done");
  const plans = await Promise.all(
    [1, 2, 3].map(() => massPlan(core.state, { action: "accept", user: "Anna" }, orderIds.slice(0, 5))),
  );
  const planned = Array.from({ length: 90_000 }, (_, index) => ({ orderId: index + 1, seen: "1" }));
  for (const plan of plans) room.keep({ ...plan, planned });
  const said = plans.map(({ reply }) => room.begin({ planId: reply.planId, user: "Ben" }));
  expect(said).toEqual([expect.stringContaining("no such plan"), "the plan is Anna's", "the plan is Anna's"]);
});

it("tells each failure and names them for another try; a full line is tried again; nothing is begun after a stop", async () => {
  const { core, orderIds } = thirtyOrders();
  let full = 3;
  const { room, begun, finished } = roomOf(core, ({ orderId }) =>
    full-- > 0 ? "lost" : [7, 9].includes(orderId ?? 0) ? "refused" : "done",
  );
  const plan = await massPlan(core.state, { action: "claim", user: "Anna" }, orderIds);
  room.keep(plan);
  room.begin({ planId: plan.reply.planId, user: "Anna", count: 30 });
  const job = await finished(plan.reply.planId);
  expect(job).toMatchObject({ done: 28, failed: 2, failedOrderIds: "7,9" });
  expect(job.failures.map(({ orderId, compId, symbol }) => `${orderId} ${compId} ${symbol}`).toSorted()).toEqual([
    "7 ALPHA ZVZZT",
    "9 ALPHA ZVZZT",
  ]);
  expect(begun).toHaveLength(33);
  const again = await massPlan(core.state, { action: "claim", user: "Anna" }, orderIds);
  room.keep(again);
  room.begin({ planId: again.reply.planId, user: "Anna", count: 30 });
  room.stop(again.reply.planId);
  const stopped = await finished(again.reply.planId);
  expect(stopped.state).toBe("stopped");
  expect(stopped.done).toBeLessThan(30);
});

it("counts a part with its whole, and groups why others cannot", async () => {
  const core = new TestCore();
  core.tell(newOrder("A", FOR_PEOPLE));
  core.tell(newOrder("B"));
  for (const words of ["accept 1", "slice 1 100 @ 99.00", "lock 2 by Ben"]) core.tell(deskCommand(words, words));
  const ask = { action: "cancel", user: "Anna" } as const;
  const { reply } = await massPlan(core.state, ask, [1, 2, 3, 77, 78]);
  expect(reply).toMatchObject({ count: 5, can: 1, along: 1, mustType: false });
  expect(reply.cannot).toEqual([
    { reason: "it is not in memory: it never was, or ended days ago", count: 2 },
    { reason: "Ben has locked the order", count: 1 },
  ]);
  expect(reply.open).toEqual([{ currency: "USD", leaves: "100000.00" }]);
});

describe("many orders of a real house", () => {
  let oms: LockstepProcess;
  let base = "";
  const alpha = new Trader("ALPHA", "FIX.4.4", "", "LOCKSTEP");
  const headers = { "content-type": "application/json" };
  const ask = async <Reply>(path: string, body?: unknown): Promise<Reply> => {
    const post = body === undefined ? {} : { method: "POST", headers, body: JSON.stringify(body) };
    return (await (await fetch(`${base}${path}`, post)).json()) as Reply;
  };
  const lockstep = async (...args: string[]): Promise<{ code: number; said: string }> => {
    try {
      const command = [CLI_PATH, "desk", ...args, "--http", base, "--user", "Anna"];
      return { code: 0, said: (await promisify(execFile)(process.execPath, command)).stdout };
    } catch (error) {
      const { code, stdout } = error as { code: number; stdout: string };
      return { code, said: stdout };
    }
  };

  beforeAll(async () => {
    oms = await startLockstep({ args: ["--no-agents"] });
    base = `http://127.0.0.1:${oms.httpPort}`;
    await alpha.logOn(oms.fixPort);
    for (let index = 1; index <= 30; index++)
      alpha.send("D", `11=C${index}|21=3|38=1000|40=2|44=99.50|54=1|55=ZVZZT|59=0|60=${now()}|`);
    await alpha.next({ 35: "8", 11: "C30", 39: "A" });
  });
  afterAll(() => oms?.stop());

  it("a menu for them says with how many each thing can be done, and why not with the rest", async () => {
    // The client hears first; people see it a little later.
    await expect.poll(async () => (await ask<Menu>("/api/actions/30?user=Anna")).orderId, { timeout: 20_000 }).toBe(30);
    const menu = await ask<MassMenu>("/api/mass/menu", { user: "Anna", target: { orderIds: "1-30,99" } });
    expect(menu.count).toBe(31);
    expect(menu.items.find(({ action }) => action === "accept")).toMatchObject({ isEnabled: true, can: 30 });
    expect(menu.items.find(({ action }) => action === "release")).toMatchObject({
      isEnabled: false,
      reason: "nobody has locked the order",
    });
  });

  it("an order that changed after they were looked at is refused, with how it stands, and the others are done", async () => {
    const target = { filter: { columns: [{ column: "unaccepted", op: "eq", value: "Unaccepted" }] } };
    const plan = await ask<MassPlanReply>("/api/mass/plan", { action: "accept", user: "Anna", target });
    expect(plan).toMatchObject({ can: 30, mustType: true });
    await ask("/api/actions", { action: "accept", orderId: 4, user: "Ben" });
    await ask("/api/mass", { planId: plan.planId, user: "Anna", count: 30 });
    const far = () => ask<MassJob>(`/api/mass/${plan.planId}`);
    await expect.poll(async () => (await far()).state, { timeout: 20_000 }).toBe("done");
    const job = await far();
    expect(job).toMatchObject({ done: 29, failed: 1, failedOrderIds: "4" });
    expect(job.failures).toEqual([
      {
        orderId: 4,
        compId: "ALPHA",
        symbol: "ZVZZT",
        text: expect.stringMatching(/taken the order on already .*changed meanwhile: .* with Ben/) as string,
      },
    ]);
    expect(of(await alpha.next({ 35: "8", 11: "C30", 150: "0", 39: "0" }), 39)).toBe("0");
  });

  it("the command line shows first what it would do, and does it when the number is given back", async () => {
    const shown = await lockstep("pass", "--to", "Cleo", "--where", "owner=ben|anna clordid=C1|C2|C3|C4");
    expect(shown).toEqual({
      code: 0,
      said: "pass: 4 of 4 orders, USD 398000.00 open\n  clients: ALPHA 4\nnothing is done yet: --yes 4 does it\n",
    });
    const wrong = await lockstep("pass", "--to", "Cleo", "--orders", "1-3", "--yes", "2");
    expect(wrong).toMatchObject({ code: 1, said: expect.stringContaining("it is 3 orders now, not 2") as string });
    const done = await lockstep("pass", "--to", "Cleo", "--orders", "1-3", "--yes", "3", "--json");
    expect([done.code, JSON.parse(done.said)]).toMatchObject([0, { done: 3, total: 3, failed: 0, state: "done" }]);
    const none = await lockstep("release", "--where", "owner=Cleo");
    const menu = await lockstep("menu", "--orders", "1-3");
    expect(menu.said).toContain("cancel   with 3 of 3\n");
    expect(menu.said).toContain("release  nobody has locked the order\n");
    expect(none.said).toBe("release: 0 of 3 orders\n  not 3: nobody has locked the order\n");
  });

  it("all open orders of a trader are handed over in one action", async () => {
    const plan = await ask<MassPlanReply>("/api/mass/plan", {
      action: "handOver",
      user: "Ben",
      from: "Cleo",
      to: "Dora",
    });
    expect(plan).toMatchObject({ can: 3, clients: [{ compId: "ALPHA", count: 3 }] });
    await ask("/api/mass", { planId: plan.planId, user: "Ben" });
    await expect
      .poll(() => ask<MassJob>(`/api/mass/${plan.planId}`), { timeout: 20_000 })
      .toMatchObject({ state: "done", done: 3, text: "3 orders went to Dora" });
  });

  it("that need a note say so in their menu until there is one, and who asked for it is on record", async () => {
    const set = await lockstep("require-notes", "--client", "ALPHA", "--before", "work");
    expect(set).toEqual({ code: 0, said: "require-notes: done\n" });
    const menu = await ask<Menu>("/api/actions/8?user=Anna");
    expect(menu.items.find(({ action }) => action === "slice")?.reason).toBe(
      "write a note first: ALPHA's orders need one before they are given out or filled by hand (Anna set this)",
    );
    expect((await lockstep("note-rules")).said).toBe("client ALPHA: a note before work, set by Anna\n");
    expect((await lockstep("note", "8", "--text", "work it slowly")).code).toBe(0);
    const { items } = await ask<Menu>("/api/actions/8?user=Anna");
    expect(items.find(({ action }) => action === "slice")).toMatchObject({ isEnabled: true });
    expect((await lockstep("require-notes", "--client", "ALPHA", "--before", "nothing")).code).toBe(0);
    expect(JSON.parse((await lockstep("note-rules", "--json")).said)).toEqual({ rules: [] });
  });

  it("is not begun without the words it needs, and is once they are said", async () => {
    const plan = await ask<MassPlanReply>("/api/mass/plan", {
      action: "note",
      user: "Anna",
      target: { orderIds: "5-6" },
    });
    const confirm = { planId: plan.planId, user: "Anna" };
    expect(await ask("/api/mass", confirm)).toMatchObject({ text: "note needs `text`" });
    expect(await ask("/api/mass", { ...confirm, text: "with the client" })).toMatchObject({ total: 2 });
    await expect
      .poll(() => ask<MassJob>(`/api/mass/${plan.planId}`), { timeout: 20_000 })
      .toMatchObject({ state: "done", done: 2 });
  });

  it.each([
    [{ action: "cancel" }, "cancel needs a target"],
    [{ action: "handOver", to: "Anna" }, "handOver needs `from`"],
    [{ action: "cancel", target: { orderIds: "5-1" } }, "expected runs of at most 100000 OrderIDs"],
  ])("%j is refused: %s", async (body, words) => {
    expect(await ask("/api/mass/plan", { user: "Anna", ...body })).toMatchObject({
      code: "LOCKSTEP_ERR_REQUEST",
      text: expect.stringContaining(words) as string,
    });
  });
});
