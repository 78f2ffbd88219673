import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { OrderMatcher } from "../../src/history/order-filter.ts";
import { Queries } from "../../src/history/queries.ts";
import { TABLES } from "../../src/history/schema.ts";

/** Counts all there is, once, when a history is opened. */
const WHOLE = new Set(["SELECT count(*) AS n FROM executions"]);

test("every question of people goes by an index, however many orders there are", () => {
  const database = new Database(":memory:");
  database.exec(TABLES);
  const asked = new Map<string, number>();
  const watched = new Proxy(database, {
    get(target, name) {
      if (name !== "prepare") return Reflect.get(target, name);
      return (sql: string) => {
        asked.set(sql, (sql.match(/\?/g) ?? []).length);
        return target.prepare(sql);
      };
    },
  });
  const queries = new Queries(watched);
  const everything = new OrderMatcher({ text: "", group: "all" });
  queries.orders(everything, 10);
  queries.orders(new OrderMatcher({ text: "acme buy", group: "working" }), 10, 500);
  queries.countOrders(everything);
  queries.order(7);
  queries.orderText(7);
  queries.executions({}, 10);
  queries.executions({ fillsOnly: true }, 10, 500);
  queries.executions({ orderId: 7 }, 10);
  queries.search({ text: "A-17", fromUs: 0, toUs: 1e15, before: 0, limit: 10 });
  queries.search({ text: "acme 12-1", fromUs: 5, toUs: 1e15, before: 900, limit: 10 });
  queries.sessionLog(1, 10);
  queries.countExecutions();
  queries.reports(1, 500);
  queries.events(7, 10);
  queries.commands(7, 10);
  queries.messages(7, 10);
  expect(asked.size).toBeGreaterThan(14);
  for (const [sql, parameters] of asked) {
    if (WHOLE.has(sql)) continue;
    expect({ sql, whole: wholeTables(database, sql, parameters) }).toEqual({ sql, whole: [] });
  }
  const fills = [...asked.keys()].filter((sql) => sql.includes("e.exec_type = 'F'"));
  expect(fills.length).toBeGreaterThan(0);
  for (const sql of fills) expect(planOf(database, sql, asked.get(sql) ?? 0).join("\n")).toContain("INDEX fills");
  expect(wholeTables(database, "SELECT * FROM orders WHERE symbol = ?", 1)).toEqual(["SCAN orders"]);
  database.close();
});

/** Tables the question would read from end to end. */
function wholeTables(database: Database.Database, sql: string, parameters: number): string[] {
  return planOf(database, sql, parameters).filter((detail) => /^SCAN (?!CONSTANT)/.test(detail));
}

function planOf(database: Database.Database, sql: string, parameters: number): string[] {
  const plan = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...new Array(parameters).fill(1)) as {
    detail: string;
  }[];
  return plan.map(({ detail }) => detail);
}
