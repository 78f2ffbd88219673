/** The exchange's page as it is sent: no build, no framework. Everything shown is set as text, never as markup. */
export const EXCHANGE_PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>XSIM</title>
<style>
body { font: 13px system-ui, sans-serif; margin: 16px; color: #111; background: #fff; }
h1 { font-size: 16px; } h2 { font-size: 13px; margin: 16px 0 4px; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 2px 10px; text-align: right; } th { font-weight: 600; border-bottom: 1px solid #888; }
th:first-child, td:first-child { text-align: left; } tbody tr { cursor: default; }
tr.chosen { background: #e4ecf7; } .sides { display: flex; gap: 48px; flex-wrap: wrap; }
button { font: inherit; border: 0; background: none; padding: 0; text-decoration: underline; cursor: pointer; }
#state { color: #a00; }
</style>
<h1>XSIM, the simulated exchange <span id="day"></span> <span id="state" role="status"></span></h1>
<div class="sides">
<section><h2>Market</h2><table id="market"></table></section>
<section><h2 id="bookName">Book</h2><table id="book"></table>
<h2>Last trades</h2><table id="trades"></table></section>
</div>
<h2>Agents</h2><table id="agents"></table>
<h2>Sessions</h2><table id="sessions"></table>
<script src="/page.js"></script>
</html>
`;

export const EXCHANGE_SCRIPT = `"use strict";
let chosen = "";
const at = (id) => document.getElementById(id);
function fill(id, heads, rows, mark) {
  const table = document.createElement("table");
  const head = table.createTHead().insertRow();
  for (const text of heads) { const th = document.createElement("th"); th.textContent = text; head.append(th); }
  const body = table.createTBody();
  for (const row of rows) {
    const tr = body.insertRow();
    row.forEach((value, index) => {
      const cell = tr.insertCell();
      if (index === 0 && mark) {
        const button = document.createElement("button");
        button.textContent = value;
        button.onclick = () => { chosen = value; show(); };
        cell.append(button);
        if (value === chosen) tr.className = "chosen";
      } else cell.textContent = value;
    });
  }
  at(id).replaceChildren(...table.childNodes);
}
async function show() {
  try {
    const market = await (await fetch("/api/market")).json();
    if (chosen === "" && market.rows.length > 0) chosen = market.rows[0].symbol;
    at("day").textContent = market.tradingDay + ", " + market.restingOrders + " orders rest";
    fill("market", ["Symbol", "Bid qty", "Bid", "Ask", "Ask qty", "Last", "Volume", "Trades"],
      market.rows.map((r) => [r.symbol, r.bidQty, r.bidPx, r.askPx, r.askQty, r.lastPx, r.volume, r.trades]), true);
    fill("trades", ["Symbol", "Side", "Quantity", "Price"], market.trades.map((t) => [t.symbol, t.side, t.qty, t.price]));
    fill("agents", ["Agent", "Kind", "State", "Requests", "Open", "Inventory"], market.agents.map(
      (a) => [a.name, a.kind, a.why === "" ? a.state : a.state + ": " + a.why, a.sent, a.open, a.inventory]));
    fill("sessions", ["Session", "State", "Peer", "Next out", "Next in"], market.sessions.map(
      (s) => [s.name, s.state, s.peer, s.nextSenderMsgSeqNum, s.nextTargetMsgSeqNum]));
    const book = await (await fetch("/api/book/" + encodeURIComponent(chosen))).json();
    at("bookName").textContent = "Book of " + book.symbol;
    const rows = [];
    for (let i = 0; i < Math.max(book.bids.length, book.asks.length); i++) {
      const b = book.bids[i] || { orders: "", qty: "", price: "" }, a = book.asks[i] || { orders: "", qty: "", price: "" };
      rows.push([b.orders, b.qty, b.price, a.price, a.qty, a.orders]);
    }
    fill("book", ["Orders", "Quantity", "Bid", "Ask", "Quantity", "Orders"], rows);
    at("state").textContent = "";
  } catch (error) { at("state").textContent = "the exchange does not answer"; }
}
show();
setInterval(show, 1000);
`;
