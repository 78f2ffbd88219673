/** What runs in the exchange's page. Everything shown is set as text, never as markup. */
export const EXCHANGE_SCRIPT = `"use strict";
const LEVELS = 8, TRADES = 60;
const instruments = new Map(), tops = new Map(), statuses = new Map();
let chosen = "", book = [new Map(), new Map()], trades = [], house = null, socket = null, waitMs = 500, isDue = false;
const at = (id) => document.getElementById(id);

function node(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined && text !== null) made.textContent = text;
  if (className) made.className = className;
  return made;
}
function decimal(value, scale) {
  if (value === null || value === undefined) return "";
  if (scale === 0) return String(value);
  const digits = String(Math.abs(value)).padStart(scale + 1, "0");
  return (value < 0 ? "-" : "") + digits.slice(0, -scale) + "." + digits.slice(-scale);
}
const price = (value, of) => decimal(value, of.priceScale);
function qty(value, of) {
  if (!value) return "";
  const [whole, rest] = decimal(value, of.qtyScale).split(".");
  return whole.replace(/\\B(?=(\\d{3})+(?!\\d))/g, ",") + (rest === undefined ? "" : "." + rest);
}
function table(id, heads, rows, empty) {
  const head = node("tr");
  for (const [text, className] of heads) head.append(node("th", text, className));
  const body = node("tbody");
  body.append(...rows);
  if (rows.length === 0) {
    const cell = node("td", empty, "empty");
    cell.colSpan = heads.length;
    const row = node("tr");
    row.append(cell);
    body.append(row);
  }
  const top = node("thead");
  top.append(head);
  keepFocus(() => at(id).replaceChildren(top, body));
}
/** What has the focus is made anew with its table: it keeps the focus. */
function keepFocus(change) {
  const key = document.activeElement && document.activeElement.dataset ? document.activeElement.dataset.key : undefined;
  change();
  if (key !== undefined && document.activeElement === document.body) {
    const same = document.querySelector('[data-key="' + CSS.escape(key) + '"]');
    if (same) same.focus({ preventScroll: true });
  }
}
function row(cells, className) {
  const made = node("tr", null, className);
  for (const cell of cells) {
    if (cell instanceof Node) made.append(cell);
    else made.append(Array.isArray(cell) ? node("td", cell[0], cell[1]) : node("td", cell));
  }
  return made;
}
function button(text, key, act, className) {
  const made = node("button", text, className);
  made.type = "button";
  made.dataset.key = key;
  made.addEventListener("click", act);
  return made;
}
function cellOf(children, className) {
  const cell = node("td", null, className);
  cell.append(...children);
  return cell;
}
const chipClass = (phase) => "chip" + (/halted|closed/.test(phase) ? " off" : /auction|open/.test(phase) ? " call" : "");

function showMarket() {
  const wanted = at("filter").value.trim().toUpperCase();
  const rows = [];
  for (const of of instruments.values()) {
    if (wanted !== "" && !of.symbol.toUpperCase().includes(wanted)) continue;
    const top = tops.get(of.symbol) || {}, status = statuses.get(of.symbol);
    const phase = status ? status.phase : "";
    const name = cellOf([button(of.symbol, "symbol " + of.symbol, () => choose(of.symbol), "link")], "text");
    if (phase !== "" && phase !== "continuous") name.append(" ", node("span", phase, chipClass(phase)));
    rows.push(row([name, [qty(top.bidQty, of), "dim"], [price(top.bidPx, of), "bid"], [price(top.askPx, of), "ask"],
      [qty(top.askQty, of), "dim"], price(top.lastPx, of), [qty(top.volume, of), "dim"]],
      of.symbol === chosen ? "chosen" : ""));
  }
  table("market", [["Symbol", "text"], ["Qty"], ["Bid"], ["Ask"], ["Qty"], ["Last"], ["Volume"]], rows, "No symbol contains this");
}
function bar(className, share) {
  const made = node("div", null, "bar " + className);
  made.style.width = Math.round(share * 100) + "%";
  return made;
}
function side(number) {
  const rows = [...book[number].values()].sort((a, b) => (number === 0 ? b.price - a.price : a.price - b.price));
  return rows.slice(0, LEVELS);
}
function showBook() {
  const of = instruments.get(chosen);
  if (of === undefined) return;
  const status = statuses.get(chosen), top = tops.get(chosen) || {};
  at("bookName").textContent = "Book of " + chosen + (of.description === "" ? "" : ", " + of.description);
  at("phase").textContent = status ? status.phase : "";
  at("phase").className = chipClass(status ? status.phase : "");
  at("facts").textContent = factsOf(of, status, top);
  const bids = side(0), asks = side(1);
  const most = Math.max(1, ...bids.map((level) => level.qty), ...asks.map((level) => level.qty));
  const rows = [];
  for (let place = LEVELS - 1; place >= 0; place--) rows.push(ladderRow(null, asks[place], of, most));
  const spread = bids.length > 0 && asks.length > 0 ? "spread " + price(asks[0].price - bids[0].price, of) : "one side, or none";
  const middle = node("td", spread + (top.lastPx === null || top.lastPx === undefined ? "" : ", last " + price(top.lastPx, of)));
  middle.colSpan = 5;
  const between = node("tr", null, "spread");
  between.append(middle);
  rows.push(between);
  for (let place = 0; place < LEVELS; place++) rows.push(ladderRow(bids[place], null, of, most));
  table("book", [["Orders"], ["Bid qty"], ["Price", "price"], ["Ask qty", "askSide"], ["Orders", "askSide"]], rows, "");
}
function ladderRow(bid, ask, of, most) {
  const level = bid || ask;
  const bidQty = node("td"), askQty = node("td", null, "askSide");
  if (bid) bidQty.append(bar("bidBar", bid.qty / most), node("span", qty(bid.qty, of), "bid"));
  if (ask) askQty.append(bar("askBar", ask.qty / most), node("span", qty(ask.qty, of), "ask"));
  const px = node("td", level ? price(level.price, of) : "\\u00a0", "price" + (bid ? " bid" : ask ? " ask" : ""));
  return row([[bid ? bid.orders : "", "dim"], bidQty, px, askQty, [ask ? ask.orders : "", "dim askSide"]]);
}
function factsOf(of, status, top) {
  const facts = [];
  if (status && status.indicativePx !== null) {
    facts.push("auction " + price(status.indicativePx, of) + " for " + qty(status.indicativeQty, of) + ", imbalance " + (qty(status.imbalance, of) || "0"));
  } else if (status && /auction|open/.test(status.phase)) facts.push("auction: nothing would trade");
  if (status && status.callEndsMs > 0) facts.push("ends " + clock(status.callEndsMs));
  if (top.openPx !== null && top.openPx !== undefined) {
    facts.push("open " + price(top.openPx, of) + ", high " + price(top.highPx, of) + ", low " + price(top.lowPx, of));
  }
  if (status && status.lowPx !== null) facts.push("band " + price(status.lowPx, of) + " to " + price(status.highPx, of));
  return facts.join("; ");
}
const clock = (ms) => new Date(ms).toISOString().slice(11, 19) + "Z";
function showTrades() {
  const of = instruments.get(chosen);
  if (of === undefined) return;
  const rows = trades.map((trade) => row([[trade.at, "text dim"],
    [price(trade.price, of), trade.side === 0 ? "bid" : trade.side === 1 ? "ask" : ""], qty(trade.qty, of)]));
  table("trades", [["Time", "text"], ["Price"], ["Quantity"]], rows, "Nothing has traded since this page looks");
}
function showHouse() {
  if (house === null) return;
  at("day").textContent = "trading day " + house.tradingDay;
  at("resting").textContent = house.restingOrders.toLocaleString("en") + " orders rest";
  at("readers").textContent = house.readers + (house.readers === 1 ? " reader" : " readers");
  if (house.isWaiting) state("its journal's disk is full", true);
  table("sessions", [["Session", "text"], ["State", "text"], ["Peer", "text"], ["Next out"], ["Next in"], ["Unsent"], ["", "text"]],
    house.sessions.map((of) => row([[of.name, "text"], [of.state, "text" + (of.state === "active" ? " bid" : " dim")], [of.peer, "text dim"],
      of.nextSenderMsgSeqNum, of.nextTargetMsgSeqNum, of.backlogBytes === 0 ? "" : of.backlogBytes.toLocaleString("en"),
      cellOf([
        command("Cut the line", of.name, { do: "fault", act: { kind: "disconnect", session: of.compId } }),
        command("Stall 10 s", of.name, { do: "fault", act: { kind: "stall", session: of.compId, forMs: 10000 } }),
        command("Skip a number", of.name, { do: "fault", act: { kind: "gap", session: of.compId, by: 1 } }),
        command("Cancel its orders", of.name, { do: "cancelAll", session: of.compId, symbol: "", side: "" }),
      ])])), "No sessions are configured");
  table("agents", [["Agent", "text"], ["Kind", "text"], ["State", "text"], ["Requests"], ["Open"], ["Inventory", "text"]],
    house.agents.map((of) => row([[of.name, "text"], [of.kind, "text"], [of.why === "" ? of.state : of.state + ": " + of.why, "text why" + (of.why === "" ? "" : " ask")],
      of.sent.toLocaleString("en"), of.open, [of.inventory, "text why"]])), "No agents trade here");
  at("scenario").textContent = house.scenario === "" ? "no scenario" : "scenario " + house.scenario;
  table("rules", [["Rule", "text"], ["Does", "text"], ["Met"], ["", "text"]],
    house.rules.map((of) => row([[of.name, "text"], [of.does, "text"], of.met,
      cellOf([command(of.isOn ? "Switch off" : "Switch on", of.name, { do: "rule", name: of.name, isOn: !of.isOn })])])),
    "No rules: the exchange behaves");
  table("commands", [["Time", "text"], ["By", "text"], ["What", "text"]],
    house.commands.map((of) => row([[clock(of.atMs), "text dim"], [of.who, "text"], [of.what, "text why"]])), "None yet");
}
function command(text, of, what) { return button(text, text + " " + of, () => order(what)); }

async function order(what) {
  const answer = at("answer");
  try {
    const reply = await fetch("/api/command", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(what) });
    const { error } = await reply.json();
    answer.textContent = reply.ok ? "Done: " + Object.values(what).map((value) => typeof value === "object" ? Object.values(value).join(" ") : value).filter((value) => value !== "").join(" ") : error;
    answer.className = reply.ok ? "" : "bad";
  } catch (error) {
    answer.textContent = "The exchange does not answer: " + error.message;
    answer.className = "bad";
  }
}
at("phaseForm").addEventListener("submit", (event) => {
  event.preventDefault();
  order({ do: "phase", symbol: at("phaseAll").checked ? "" : chosen, phase: at("phaseTo").value });
});
at("orderForm").addEventListener("submit", (event) => {
  event.preventDefault();
  order({ do: "cancel", orderId: at("orderId").value });
});
at("tradeForm").addEventListener("submit", (event) => {
  event.preventDefault();
  const execId = at("execId").value;
  if (event.submitter && event.submitter.name === "bust") return void order({ do: "bust", execId });
  order({ do: "correct", execId, qty: at("execQty").value, price: at("execPx").value });
});
at("filter").addEventListener("input", later);

function choose(symbol) {
  chosen = symbol;
  book = [new Map(), new Map()];
  trades = [];
  say({ kind: "subscribe", id: 4, channel: "book", symbol, depth: LEVELS, conflateMs: 100 });
  later();
}
function say(message) { if (socket !== null && socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message)); }
function later() {
  if (isDue) return;
  isDue = true;
  requestAnimationFrame(() => {
    isDue = false;
    showMarket();
    showBook();
    showTrades();
  });
}
function takeBook(message) {
  if (message.symbol !== chosen) return;
  if (message.isSnapshot) book = [new Map(), new Map()];
  for (const [action, number, id, px, amount, last] of message.rows) {
    if (number < 2) {
      if (action === 2) book[number].delete(id);
      else book[number].set(id, { price: px, qty: amount, orders: last });
    } else if (trades.length === 0 || trades[0].id !== id) {
      trades.unshift({ id, at: message.isSnapshot ? "before" : clock(Date.now()), price: px, qty: amount, side: last });
    }
  }
  trades.length = Math.min(trades.length, TRADES);
}
function take(message) {
  switch (message.kind) {
    case "instruments":
      at("name").textContent = message.exchange + ", the simulated exchange";
      document.title = message.exchange;
      instruments.clear();
      for (const of of message.rows) instruments.set(of.symbol, of);
      say({ kind: "subscribe", id: 1, channel: "top", conflateMs: 200 });
      say({ kind: "subscribe", id: 2, channel: "status" });
      say({ kind: "subscribe", id: 3, channel: "house" });
      choose(instruments.has(chosen) ? chosen : message.rows.length > 0 ? message.rows[0].symbol : "");
      break;
    case "top":
      for (const of of message.rows) tops.set(of.symbol, of);
      break;
    case "status":
      for (const of of message.rows) statuses.set(of.symbol, of);
      break;
    case "book":
      takeBook(message);
      break;
    case "house":
      house = message;
      showHouse();
      return;
    case "error":
      state(message.text, true);
  }
  later();
}
function state(text, isBad) {
  at("state").textContent = text;
  at("state").className = isBad ? "bad" : "";
}
function connect() {
  socket = new WebSocket("ws://" + location.host + "/ws");
  socket.addEventListener("open", () => { waitMs = 500; state("live", false); });
  socket.addEventListener("message", (event) => take(JSON.parse(event.data)));
  socket.addEventListener("close", () => {
    state("the exchange does not answer", true);
    setTimeout(connect, waitMs);
    waitMs = Math.min(waitMs * 2, 5000);
  });
}
connect();
`;
