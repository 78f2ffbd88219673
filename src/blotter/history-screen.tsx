/** Orders of any day, found by any id, symbol, client or words; each opens as it does on the blotter. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { OrderRow } from "../desk/wire.ts";
import { ordStatusLook } from "./codes.ts";
import { average, count, dateAndTime, price, quantity } from "./format.ts";
import { beginSearch, type Search, search, searchFurther } from "./history-search.ts";
import { place, replacePlace } from "./screens.ts";
import { Filled, Side, Status } from "./signs.tsx";
import * as store from "./store.ts";

const DAY_US = 86_400_000_000;
const TYPING_MS = 250;

export function HistoryScreen() {
  const [text, setText] = useState(place.peek().rest);
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus({ preventScroll: true }), []);
  useEffect(() => {
    const timer = setTimeout(() => {
      replacePlace("history", text.trim());
      beginSearch({ text: text.trim(), fromUs: dayUs(from), toUs: to === "" ? null : (dayUs(to) ?? 0) + DAY_US - 1 });
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [text, from, to]);
  return (
    <section class="panel screen history" aria-label="History">
      <form class="panel-bar history-bar" aria-label="Search of all days" onSubmit={(event) => event.preventDefault()}>
        <h2>History</h2>
        <div class="filter history-text">
          <span class="filter-sign" aria-hidden="true">
            ⌕
          </span>
          <input
            ref={input}
            data-search
            type="search"
            spellcheck={false}
            aria-label="Search all days"
            placeholder="Any id, symbol, client or words, of any day"
            maxLength={200}
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
            onKeyDown={(event) => event.key === "ArrowDown" && focusRow(null, 1)}
          />
        </div>
        <label>
          From <input type="date" value={from} onInput={(event) => setFrom(event.currentTarget.value)} />
        </label>
        <label>
          To <input type="date" value={to} onInput={(event) => setTo(event.currentTarget.value)} />
        </label>
        <span class="panel-count" role="status">
          {foundText(search.value)}
        </span>
      </form>
      <Results search={search.value} />
    </section>
  );
}

function Results(props: { search: Search }) {
  const { rows, state, error, nextBefore } = props.search;
  if (state === "failed") return <p class="screen-note error-text">The search could not be made: {error}</p>;
  if (rows.length === 0) {
    const text = state === "done" ? "No order of any day matches." : "Searching…";
    return <p class="screen-note">{text}</p>;
  }
  return (
    <div class="history-body">
      <table class="listing">
        <thead>
          <tr>
            <th>Made (UTC)</th>
            <th class="number">OrderID</th>
            <th>ClOrdID</th>
            <th>Client</th>
            <th>Account</th>
            <th>Side</th>
            <th>Symbol</th>
            <th class="number">Qty</th>
            <th class="number">Price</th>
            <th>Filled</th>
            <th class="number">Avg px</th>
            <th>Status</th>
            <th>Text</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.orderId} row={row} />
          ))}
        </tbody>
      </table>
      {nextBefore !== 0 && (
        <p class="history-further">
          Orders {count(nextBefore)} and older were not looked at.{" "}
          <button type="button" class="plain-button" disabled={state === "searching"} onClick={searchFurther}>
            {state === "searching" ? "Searching…" : "Search on"}
          </button>
        </p>
      )}
    </div>
  );
}

function Row({ row }: { row: OrderRow }) {
  const open = () => (store.openOrderId.value = row.orderId);
  return (
    <tr
      tabIndex={0}
      data-order-id={row.orderId}
      onClick={open}
      onKeyDown={(event) => {
        if (event.key === "Enter") open();
        if (event.key === "ArrowDown" || event.key === "ArrowUp") {
          focusRow(event.currentTarget, event.key === "ArrowDown" ? 1 : -1);
          event.preventDefault();
        }
      }}
    >
      <td data-name="Made">{dateAndTime(row.createdUs).slice(0, 23)}</td>
      <td class="number id" data-name="OrderID">
        {row.orderId}
      </td>
      <td class="id" data-name="ClOrdID">
        {row.clOrdId}
      </td>
      <td data-name="Client">{row.compId}</td>
      <td data-name="Account">{row.account}</td>
      <td data-name="Side">
        <Side code={row.side} />
      </td>
      <td data-name="Symbol">
        <b>{row.symbol}</b>
      </td>
      <td class="number" data-name="Qty">
        {quantity(row.orderQty, row.qtyScale)}
      </td>
      <td class="number" data-name="Price">
        {price(row.price, row.priceScale, row.ordType)}
      </td>
      <td data-name="Filled">
        <Filled cumQty={row.cumQty} orderQty={row.orderQty} side={row.side} />
      </td>
      <td class="number" data-name="Avg px">
        {average(row.avgPxMantissa, row.avgPxScale, row.priceScale)}
      </td>
      <td data-name="Status">
        <Status look={ordStatusLook(row.ordStatus)} />
      </td>
      <td class="history-words" data-name="Text" title={row.text}>
        {row.text}
      </td>
    </tr>
  );
}

function focusRow(from: HTMLElement | null, step: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>(".history tbody tr")];
  rows[from === null ? 0 : rows.indexOf(from) + step]?.focus();
}

function foundText({ state, rows, nextBefore, total }: Search): string {
  if (state === "idle" || state === "failed") return "";
  if (state === "searching") {
    return nextBefore === 0
      ? "searching…"
      : `searching, ${count(total - nextBefore + 1)} of ${count(total)} orders seen`;
  }
  return `${count(rows.length)} found${nextBefore === 0 ? "" : " so far"}, of ${count(total)} orders`;
}

/** Midnight UTC of `yyyy-mm-dd`; null for none. */
function dayUs(day: string): number | null {
  const ms = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(ms) ? null : ms * 1_000;
}
