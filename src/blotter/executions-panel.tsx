/** Fills, or all reports, newest first; of the selected order alone when linked to it. */
import type { ExecutionRow } from "../desk/wire.ts";
import { execTypeLook } from "./codes.ts";
import { dateAndTime, decimal, quantity, timeOfDay } from "./format.ts";
import { type Column, Grid } from "./grid.tsx";
import { Side, Status } from "./signs.tsx";
import * as store from "./store.ts";

const COLUMNS: readonly Column<ExecutionRow>[] = [
  {
    id: "time",
    title: "Time UTC",
    width: 96,
    cell: (row) => timeOfDay(row.timeUs),
    hint: (row) => dateAndTime(row.timeUs),
  },
  {
    id: "execType",
    title: "Report",
    width: 104,
    cell: (row) => <Status look={execTypeLook(row.execType)} />,
    hint: (row) => row.text,
  },
  { id: "side", title: "Side", width: 52, cell: (row) => <Side code={row.side} /> },
  { id: "symbol", title: "Symbol", width: 86, cell: (row) => <b>{row.symbol}</b> },
  { id: "compId", title: "Client", width: 96, cell: (row) => row.compId },
  {
    id: "lastQty",
    title: "Last qty",
    width: 88,
    align: "right",
    cell: (row) => (row.lastQty === null ? "" : quantity(row.lastQty, row.qtyScale)),
  },
  {
    id: "lastPx",
    title: "Last px",
    width: 88,
    align: "right",
    cell: (row) => (row.lastPx === null ? "" : decimal(row.lastPx, row.priceScale)),
  },
  { id: "cumQty", title: "Cum qty", width: 88, align: "right", cell: (row) => quantity(row.cumQty, row.qtyScale) },
  { id: "leavesQty", title: "Leaves", width: 88, align: "right", cell: (row) => quantity(row.leavesQty, row.qtyScale) },
  { id: "clOrdId", title: "ClOrdID", width: 92, cell: (row) => <span class="id">{row.clOrdId}</span> },
  {
    id: "orderId",
    title: "OrderID",
    width: 72,
    align: "right",
    cell: (row) => <span class="id">{row.orderId}</span>,
  },
  { id: "execId", title: "ExecID", width: 84, align: "right", cell: (row) => <span class="id">{row.execId}</span> },
  {
    id: "text",
    title: "Venue ExecID, text",
    width: 150,
    cell: (row) => row.text || row.exchangeExecId,
    hint: (row) => row.text,
  },
];

export function ExecutionsPanel() {
  const selected = store.selectedOrderId.value;
  return (
    <section class="panel executions-panel" aria-label="Executions">
      <div class="panel-bar">
        <h2>Executions</h2>
        <fieldset class="segments" aria-label="Which reports">
          <button type="button" aria-pressed={store.fillsOnly.value} onClick={() => (store.fillsOnly.value = true)}>
            Fills
          </button>
          <button type="button" aria-pressed={!store.fillsOnly.value} onClick={() => (store.fillsOnly.value = false)}>
            All reports
          </button>
        </fieldset>
        <button
          type="button"
          class="plain-button"
          aria-pressed={store.isLinked.value}
          disabled={selected === 0 && !store.isLinked.value}
          onClick={() => (store.isLinked.value = !store.isLinked.value)}
        >
          {selected === 0 ? "Selected order only" : `Order ${selected} only`}
        </button>
      </div>
      <Grid
        label="Executions"
        columns={COLUMNS}
        source={store.executions}
        version={store.executionsVersion.value}
        keyAttribute="data-exec-id"
        selected={null}
        onSelect={(key) => (store.selectedOrderId.value = store.executions.rows.get(key)?.orderId ?? 0)}
        onOpen={(key) => (store.openOrderId.value = store.executions.rows.get(key)?.orderId ?? 0)}
        empty="Nothing yet"
      />
    </section>
  );
}
