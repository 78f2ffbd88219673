import { afterAll, beforeAll, expect, test } from "vitest";
import { csvCell } from "../../src/desk/export.ts";
import { SAVED_VIEW_BYTES_MAX } from "../../src/desk/saved-views.ts";
import { FollowerFixture } from "../support/follower-fixture.ts";
import { TradingDay } from "../support/trading-day.ts";

let fixture: FollowerFixture;
beforeAll(async () => {
  fixture = new FollowerFixture();
  const day = new TradingDay(fixture.journal, 9);
  day.begin();
  for (let step = 0; step < 1_500; step++) day.step();
  fixture.journal.commit();
  await fixture.start();
});
afterAll(() => fixture.close());

const ask = (path: string, init?: RequestInit) => fetch(`${fixture.address}${path}`, init);
const put = (name: string, body: unknown) =>
  ask(`/api/views/${encodeURIComponent(name)}`, {
    method: "PUT",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
const views = async () => ((await (await ask("/api/views")).json()) as { views: unknown[] }).views;
const exported = (request: unknown) => ask(`/api/export?request=${encodeURIComponent(JSON.stringify(request))}`);

test("keeps views under their names, in their order, until they are deleted", async () => {
  expect((await put("Working, mine", { view: { group: "working" } })).status).toBe(200);
  expect((await put("All of ACME", { view: { text: "acme" } })).status).toBe(200);
  expect((await put("All of ACME", { view: { text: "acme", group: "filled" } })).status).toBe(200);
  expect(await views()).toEqual([
    { name: "All of ACME", view: { text: "acme", group: "filled" } },
    { name: "Working, mine", view: { group: "working" } },
  ]);
  await fixture.follower?.stop();
  await fixture.start();
  expect(await views()).toHaveLength(2);
  expect((await ask("/api/views/All%20of%20ACME", { method: "DELETE" })).status).toBe(200);
  expect((await ask("/api/views/All%20of%20ACME", { method: "DELETE" })).status).toBe(404);
  expect(await views()).toHaveLength(1);
});

test("refuses a view that is none, or too long", async () => {
  expect((await put("x", { view: 5 })).status).toBe(400);
  expect((await put("x", {})).status).toBe(400);
  const text = "x".repeat(SAVED_VIEW_BYTES_MAX);
  expect(await (await put("x", { view: { text } })).json()).toMatchObject({ code: "LOCKSTEP_ERR_REQUEST" });
});

test("gives a view as CSV: every row that passes, in its order, the columns that were asked for", async () => {
  const columns = ["orderId", "side", "symbol", "orderQty", "price", "ordStatus"];
  const sort = [{ column: "price", descending: true }];
  const reply = await exported({ format: "csv", columns, filter: { text: "acme" }, sort, name: "ACME" });
  expect(reply.headers.get("content-disposition")).toMatch(/^attachment; filename="orders-.*\.csv"$/);
  const [head, names, ...lines] = (await reply.text()).trimEnd().split("\r\n");
  expect(head).toContain('""view"":""ACME""');
  expect(names).toBe(columns.join(","));
  const { state } = fixture.journal;
  let matching = 0;
  for (let orderId = 1; orderId <= state.orders.count; orderId++) {
    if (state.instruments[state.orders.instrumentId[orderId]]?.symbol === "ACME") matching++;
  }
  expect(lines).toHaveLength(matching);
  const prices = lines.map((line) => Number(line.split(",")[4]));
  expect(prices).toEqual([...prices].sort((a, b) => b - a));
  expect(lines[0]).toMatch(/^\d+,(Buy|Sell|Sell short),ACME,\d+,\d+\.\d\d,[A-Z]/);
});

test("gives it as JSON, and says what it is of", async () => {
  const reply = await exported({ format: "json", columns: ["orderId", "clOrdId"], filter: { group: "filled" } });
  const file = (await reply.json()) as { orders: number; rows: { orderId: string }[]; asOfSequence: number };
  expect(file.rows).toHaveLength(file.orders);
  expect(file.orders).toBeGreaterThan(10);
  expect(file.asOfSequence).toBe(fixture.journal.writer.durableSequence);
  expect(Object.keys(file.rows[0])).toEqual(["orderId", "clOrdId"]);
});

test("makes no formula of what a client wrote", async () => {
  expect(csvCell('=HYPERLINK("http://evil")')).toBe(`"'=HYPERLINK(""http://evil"")"`);
  expect([csvCell("+1+1"), csvCell("@x"), csvCell("-2.5"), csvCell("-x")]).toEqual(["'+1+1", "'@x", "-2.5", "'-x"]);
});

test.each([
  [{ format: "xls", columns: ["orderId"] }, "/format"],
  [{ format: "csv", columns: [] }, "/columns"],
  [{ format: "csv", columns: ["password"] }, "/columns/0"],
  [{ format: "csv", columns: ["orderId"], extra: 1 }, "/extra"],
  ["nothing", "Expected object"],
])("refuses %j, and says where", async (request, where) => {
  const reply = await exported(request);
  expect(reply.status).toBe(400);
  expect(((await reply.json()) as { text: string }).text).toContain(where);
});
