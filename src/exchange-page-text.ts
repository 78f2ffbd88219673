/** The exchange's page as it is sent: no build, no framework, nothing from elsewhere. */
export const EXCHANGE_PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>XSIM</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/page.css">
<header>
<h1 id="name">XSIM</h1>
<span id="day"></span><span id="resting"></span><span id="readers"></span>
<span id="answer" role="status"></span><span id="state" role="status"></span>
</header>
<main>
<section class="market" aria-labelledby="marketHead">
<div class="head"><h2 id="marketHead">Market</h2><input id="filter" type="search" placeholder="Symbol" aria-label="Show symbols that contain"></div>
<div class="scroll"><table id="market"></table></div>
</section>
<section class="ladder" aria-labelledby="bookName">
<div class="head"><h2 id="bookName">Book</h2><span id="phase" class="chip"></span></div>
<p id="facts"></p>
<table id="book" aria-label="Order book"></table>
<form id="phaseForm" class="tools">
<label>Phase <select id="phaseTo">
<option value="halted">halt</option><option value="resume">resume</option>
<option value="continuous">continuous</option><option value="pre-open">pre-open</option>
<option value="opening auction">opening auction</option><option value="volatility auction">volatility auction</option>
<option value="closing auction">closing auction</option><option value="closed">closed</option>
</select></label>
<label><input id="phaseAll" type="checkbox"> all symbols</label>
<button>Set</button>
</form>
</section>
<section class="tape" aria-labelledby="tapeHead">
<div class="head"><h2 id="tapeHead">Trades</h2></div>
<div class="scroll"><table id="trades"></table></div>
</section>
<section class="wide" aria-labelledby="sessionsHead">
<div class="head"><h2 id="sessionsHead">Sessions</h2></div>
<div class="scroll"><table id="sessions"></table></div>
</section>
<section aria-labelledby="rulesHead">
<div class="head"><h2 id="rulesHead">Faults</h2><span id="scenario"></span></div>
<table id="rules"></table>
<form id="orderForm" class="tools">
<label>Cancel order <input id="orderId" size="12" placeholder="OrderID (37)" required pattern="X[0-9]{1,15}"></label>
<button>Cancel it</button>
</form>
<form id="tradeForm" class="tools">
<label>Trade <input id="execId" size="10" placeholder="ExecID (17)" required pattern="T[0-9]{1,15}"></label>
<label>is of <input id="execQty" size="6" placeholder="quantity" inputmode="decimal"></label>
<label>at <input id="execPx" size="7" placeholder="price" inputmode="decimal"></label>
<button name="correct">Correct</button>
<button name="bust">Bust</button>
</form>
</section>
<section class="wide" aria-labelledby="agentsHead">
<div class="head"><h2 id="agentsHead">Agents</h2></div>
<div class="scroll"><table id="agents"></table></div>
</section>
<section aria-labelledby="commandsHead">
<div class="head"><h2 id="commandsHead">Commands given</h2></div>
<div class="scroll"><table id="commands"></table></div>
</section>
</main>
<script src="/page.js"></script>
</html>
`;

export const EXCHANGE_STYLES = `
:root { color-scheme: light dark; --ink: #16191d; --dim: #5b6470; --paper: #f4f5f7; --card: #fff; --line: #d9dde3;
  --bid: #0b6b3a; --bidBar: #cfe9da; --ask: #a3261f; --askBar: #f6d5d2; --mark: #1f5fbf; --markBack: #e2ecfa; --warn: #8a5a00; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e7eb; --dim: #98a2ae; --paper: #14171b; --card: #1c2026; --line: #323942;
  --bid: #58c08a; --bidBar: #1d3f2d; --ask: #ef8a82; --askBar: #4a2422; --mark: #8bb6f5; --markBack: #22344f; --warn: #e0b04c; } }
* { box-sizing: border-box; }
body { margin: 0; font: 13px/1.45 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
header { display: flex; gap: 20px; align-items: baseline; padding: 10px 16px; border-bottom: 1px solid var(--line); background: var(--card); position: sticky; top: 0; z-index: 2; }
header span { color: var(--dim); } h1 { font-size: 16px; margin: 0; } h2 { font-size: 13px; margin: 0; }
#state.bad { color: var(--ask); font-weight: 600; }
main { display: grid; gap: 12px; padding: 12px 16px; align-items: start;
  grid-template-columns: minmax(400px, 1.35fr) minmax(330px, 1fr) minmax(220px, .7fr); }
section { background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: 10px 12px; min-width: 0; }
section.wide { grid-column: span 2; }
.head { display: flex; gap: 10px; align-items: center; margin-bottom: 6px; min-height: 24px; }
.head input { margin-left: auto; width: 110px; } .head span { color: var(--dim); }
.scroll { overflow: auto; max-height: 508px; } .wide .scroll, section:last-child .scroll { max-height: 250px; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: 2px 6px; text-align: right; white-space: nowrap; }
th { font-weight: 600; color: var(--dim); border-bottom: 1px solid var(--line); position: sticky; top: 0; background: var(--card); z-index: 1; }
th.text, td.text { text-align: left; } td.why { white-space: normal; }
tr.chosen td { background: var(--markBack); } td.empty { color: var(--dim); text-align: left; padding: 8px 6px; }
.bid { color: var(--bid); } .ask { color: var(--ask); } .dim { color: var(--dim); }
.chip { border: 1px solid var(--line); border-radius: 9px; padding: 0 8px; font-size: 12px; color: var(--dim); white-space: nowrap; }
.chip:empty { display: none; } .chip.off { color: var(--ask); border-color: currentColor; } .chip.call { color: var(--warn); border-color: currentColor; }
#facts { margin: 0 0 6px; color: var(--dim); min-height: 18px; }
#book { table-layout: fixed; } #book td { position: relative; height: 21px; }
#book td.price { text-align: center; font-weight: 600; } #book tr.spread td { color: var(--dim); text-align: center; border-block: 1px solid var(--line); }
#book th { text-align: right; } #book th.price { text-align: center; } #book th.askSide, #book td.askSide { text-align: left; }
.bar { position: absolute; inset: 1px auto 1px auto; z-index: 0; } .bar.bidBar { right: 0; background: var(--bidBar); } .bar.askBar { left: 0; background: var(--askBar); }
#book td span { position: relative; }
.tools { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; margin-top: 10px; } .tools label { color: var(--dim); }
button, input, select { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: 4px; padding: 1px 8px; }
button { cursor: pointer; } button:hover { border-color: var(--mark); } button:disabled { opacity: .5; cursor: default; }
:focus-visible { outline: 2px solid var(--mark); outline-offset: 1px; }
button.link { border: 0; padding: 0; color: var(--mark); background: none; } td button { padding: 0 6px; margin-left: 4px; font-size: 12px; }
#answer { margin-left: auto; color: var(--ink); } #answer.bad { color: var(--ask); }
@media (max-width: 1020px) { main { grid-template-columns: 1fr; } section.wide { grid-column: auto; } }
`;
