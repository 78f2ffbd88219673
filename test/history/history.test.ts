import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, expect, test } from "vitest";
import { viewOrder } from "../../src/core/order-view.ts";
import { State } from "../../src/core/state.ts";
import { CommandType } from "../../src/domain/records.generated.ts";
import { Projection } from "../../src/follower-projection.ts";
import { History } from "../../src/history/history.ts";
import { OrderMatcher } from "../../src/history/order-filter.ts";
import { Queries } from "../../src/history/queries.ts";
import { scanJournal } from "../../src/journal/journal.ts";
import { JournalTail } from "../../src/journal/tail.ts";
import { START_NS } from "../support/follower-fixture.ts";
import { JournalFixture } from "../support/journal-fixture.ts";
import { TradingDay } from "../support/trading-day.ts";

const TABLES = ["orders", "executions", "events", "messages", "commands"];
const directories: string[] = [];
afterEach(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
});

test("a history continued after a stop equals one rebuilt from the journal", () => {
  const directory = scratch();
  const journal = new JournalFixture(join(directory, "journal"), START_NS);
  const day = new TradingDay(journal, 3);
  day.begin();
  for (let part = 0; part < 4; part++) {
    for (let step = 0; step < 250; step++) {
      day.step();
      if (step % 7 === 0) journal.commit();
    }
    journal.commit();
    catchUp(journal, join(directory, "continued")).close();
  }
  catchUp(journal, join(directory, "rebuilt")).close();
  expect(contents(join(directory, "continued"))).toEqual(contents(join(directory, "rebuilt")));
  journal.close();
});

test("a batch that was not committed is applied again, once", () => {
  const directory = scratch();
  const journal = new JournalFixture(join(directory, "journal"), START_NS);
  const day = new TradingDay(journal, 4);
  day.begin();
  for (let step = 0; step < 300; step++) day.step();
  journal.commit();
  // The process dies inside the batch: the frames are in the transaction, the transaction is nowhere.
  const { history, poll } = open(journal, join(directory, "history"));
  poll(false);
  history.close();
  catchUp(journal, join(directory, "history")).close();
  catchUp(journal, join(directory, "rebuilt")).close();
  expect(contents(join(directory, "history"))).toEqual(contents(join(directory, "rebuilt")));
  journal.close();
});

test("a file of another schema, another journal, ahead of the journal, or no database is made anew and says why", () => {
  const directory = scratch();
  const make = () => {
    const history = new History(directory, "aa", 10);
    history.close();
    return history;
  };
  expect(make().rebuiltBecause).toBe("there was no history yet");
  expect(make().rebuiltBecause).toBe("");
  change(directory, "UPDATE meta SET schema_version = 99");
  expect(make().rebuiltBecause).toMatch(/schema version 99/);
  change(directory, "UPDATE meta SET journal_id = 'bb'");
  expect(make().rebuiltBecause).toMatch(/another journal/);
  change(directory, "UPDATE meta SET applied_sequence = 11");
  expect(make().rebuiltBecause).toMatch(/up to 11, the journal ends at 10/);
  rmSync(join(directory, "history.db"));
  Database(join(directory, "history.db")).exec("CREATE TABLE other (x)").close();
  expect(make().rebuiltBecause).toBe("there was no history yet");
});

test("a stored order equals the live one, and the filter finds the same orders in both", () => {
  const directory = scratch();
  const journal = new JournalFixture(join(directory, "journal"), START_NS);
  const day = new TradingDay(journal, 5);
  day.begin();
  for (let step = 0; step < 1_500; step++) day.step();
  journal.commit();
  const { history, projection, queries, poll } = open(journal, directory);
  poll(true);
  const everything = new OrderMatcher({});
  const stored = queries.orders(everything, 10_000);
  expect(stored).toHaveLength(journal.state.orders.count);
  for (const order of stored) {
    const live = projection.viewOrder(order.orderId);
    // Microseconds are kept of nanoseconds.
    const {
      createdNs,
      updatedNs,
      tradingDay: _day,
      pendingClOrdId: _pending,
      ...rest
    } = { tradingDay: 0, pendingClOrdId: "", ...live! };
    expect({ ...rest, createdNs: createdNs - (createdNs % 1000n), updatedNs: updatedNs - (updatedNs % 1000n) }).toEqual(
      order,
    );
    expect(live?.ordStatus).toBe(viewOrder(journal.state, order.orderId)?.ordStatus);
  }
  for (const text of ["acme", "BUY alp", "partially", "rej", "zephyr", "12", "%", "_", "v1", "sell new cor-01"]) {
    const matcher = new OrderMatcher({ text });
    const found = queries.orders(matcher, 10_000).map((order) => order.orderId);
    expect({ text, found }).toEqual({
      text,
      found: stored.map((order) => order.orderId).filter((orderId) => matcher.matches(projection.viewOrder(orderId)!)),
    });
  }
  history.close();
  journal.close();
});

function scratch(): string {
  const directory = mkdtempSync(join(tmpdir(), "lockstep-history-"));
  directories.push(directory);
  return directory;
}

function open(journal: JournalFixture, directory: string) {
  const journalId = scanJournal(journal.directory, () => false).journalId?.toString("hex") ?? "";
  const history = new History(directory, journalId, journal.writer.durableSequence);
  const queries = new Queries(history.database);
  const projection = new Projection(new State(), 0, history, queries);
  const tail = new JournalTail(journal.directory);
  const poll = (commits: boolean) => {
    let hasMore = true;
    while (hasMore) {
      hasMore = tail.poll(journal.writer.durableSegment, journal.writer.durableOffset, (frame) => {
        projection.apply(frame);
        return true;
      });
      if (commits) projection.commit();
      projection.endBatch();
    }
    tail.close();
  };
  return { history, queries, projection, poll };
}

function catchUp(journal: JournalFixture, directory: string): History {
  const { history, poll } = open(journal, directory);
  poll(true);
  return history;
}

function contents(directory: string): Record<string, unknown[]> {
  const database = new Database(join(directory, "history.db"), { readonly: true });
  const rows = Object.fromEntries(
    [...TABLES, "meta"].map((table) => [table, database.prepare(`SELECT * FROM ${table}`).all()]),
  );
  database.close();
  for (const table of TABLES) expect(rows[table].length).toBeGreaterThan(20);
  return rows;
}

function change(directory: string, sql: string): void {
  const database = new Database(join(directory, "history.db"));
  database.exec(sql);
  database.close();
}

test("orders the core has dropped stand in history as they ended, though days were read in one go", () => {
  const directory = scratch();
  const journal = new JournalFixture(join(directory, "journal"), START_NS);
  const day = new TradingDay(journal, 6);
  day.begin();
  for (let step = 0; step < 400; step++) day.step();
  const { count } = journal.state.orders;
  const openDay = () => journal.submit({ type: CommandType.OpenTradingDay, tradingDay: journal.state.tradingDay + 1 });
  // What is still open of the day ends with it.
  openDay();
  const ended = Array.from({ length: count }, (_, index) => viewOrder(journal.state, index + 1));
  openDay();
  journal.commit();
  const { projection, poll } = open(journal, directory);
  poll(true);
  expect(journal.state.orders.rowCount).toBeLessThan(count);
  for (const [index, order] of ended.entries()) {
    const known = projection.viewOrder(index + 1);
    expect([known?.clOrdId, known?.ordStatus, known?.cumQty]).toEqual([
      order?.clOrdId,
      order?.ordStatus,
      order?.cumQty,
    ]);
  }
});
