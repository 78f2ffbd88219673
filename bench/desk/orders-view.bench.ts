/**
 * Views over a million orders: the first page of each kind, a jump to any place, and what fifty different views cost while
 * orders change. All of it is the follower's thread's time, never the order path's.
 */
import { OrdersView, type ViewSpec } from "../../src/desk/view/orders-view.ts";
import { OrdersWindow } from "../../src/desk/view/orders-window.ts";
import { Random } from "../../src/lib/random.ts";
import type { BenchRow } from "../row.ts";
import { CoreDay, INSTRUMENTS, newOrder } from "../support/core-day.ts";
import { same } from "../support/measure.ts";

const PAGE = 300;
const JUMPS = 200;
const VIEWS = 50;
const BY_LABEL = { by: "label", descending: false } as const;

const KINDS: readonly [name: string, spec: ViewSpec][] = [
  ["newest first", { filter: {}, sort: [], group: [] }],
  ["by price", { filter: {}, sort: [{ column: "price", descending: true }], group: [] }],
  [
    "by symbol, then quantity",
    {
      filter: {},
      sort: [
        { column: "symbol", descending: false },
        { column: "leavesQty", descending: true },
      ],
      group: [],
    },
  ],
  ["by ClOrdID", { filter: {}, sort: [{ column: "clOrdId", descending: false }], group: [] }],
  ["words that few have", { filter: { text: "9999" }, sort: [], group: [] }],
  ["grouped by symbol and side", { filter: {}, sort: [], group: ["symbol", "side"] }],
];

export async function run(quick = false): Promise<BenchRow[]> {
  const orders = quick ? 20_000 : 1_000_000;
  const day = new CoreDay();
  const random = new Random(1);
  for (let orderId = 1; orderId <= orders; orderId++) {
    const order = newOrder(orderId);
    day.tell({ ...order, priceMantissa: order.priceMantissa + random.below(200) });
    if (orderId % 2 === 0) day.tell(day.accepted(orderId));
  }
  const of = `${orders.toLocaleString("en-US")} orders`;
  const rows: BenchRow[] = [];
  for (const [kind, spec] of KINDS) {
    const beginMs = performance.now();
    const view = new OrdersView(day.state, spec);
    view.refreshFigures(1);
    const window = new OrdersWindow(view, spec.group.length, BY_LABEL);
    window.look({ from: 0, to: PAGE });
    window.lines();
    rows.push({ name: `${of}, ${kind}: first page`, unit: "ms", value: performance.now() - beginMs, reach: 1_000 });
    if (view.count < PAGE || spec.group.length > 0) continue;
    const jumpsMs = performance.now();
    for (let jump = 0; jump < JUMPS; jump++) {
      const from = random.below(view.count - PAGE);
      window.look({ from, to: from + PAGE });
      same(window.lines().keys.length, PAGE, "lines of a page");
    }
    const value = (performance.now() - jumpsMs) / JUMPS;
    rows.push({ name: `${of}, ${kind}: a jump to any place`, unit: "ms", value, reach: 100 });
  }
  rows.push(fifty(day, orders, random));
  return rows;
}

/** What an order's change costs fifty views, each another one. */
function fifty(day: CoreDay, orders: number, random: Random): BenchRow {
  const views = Array.from({ length: VIEWS }, (_, index) => {
    const text = index % 2 === 0 ? "" : INSTRUMENTS[index % INSTRUMENTS.length].symbol.toLowerCase();
    const column = (["orderId", "price", "leavesQty", "symbol"] as const)[index % 4];
    return new OrdersView(day.state, {
      filter: { text, columns: [{ column: "orderQty", op: "ge", value: index }] },
      sort: [{ column, descending: true }],
      group: [],
    });
  });
  const changes = 5_000;
  const ids = Array.from({ length: changes }, () => 2 * random.below(orders >> 1) + 1);
  const unique = [...new Set(ids)];
  for (const orderId of unique) day.tell(day.accepted(orderId));
  const beginMs = performance.now();
  for (const view of views) for (const orderId of unique) view.touch(orderId);
  const value = ((performance.now() - beginMs) * 1_000) / unique.length;
  return { name: `an order's change, told to ${VIEWS} different views`, unit: "us", value };
}
