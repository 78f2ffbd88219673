/** One instrument's market: the ladder with the house's own part in it, time and sales, and fills against the market. */
import { useEffect, useState } from "preact/hooks";
import type { InstrumentsReply } from "../desk/depth-wire.ts";
import { Chart, type ChartProps, type Marker } from "./chart.tsx";
import { ArmBar } from "./depth-arm.tsx";
import { DepthLadder } from "./depth-ladder.tsx";
import { type DepthView, depth, watchedSymbol } from "./depth-store.ts";
import { count, price, quantity, timeOfDay } from "./format.ts";
import { Loading } from "./loading.tsx";
import { goTo, place, replacePlace } from "./screens.ts";
import { Side } from "./signs.tsx";
import * as store from "./store.ts";

const INSTRUMENTS_MS = 2_000;
const KEPT = "lockstep-depth";
const TRADES_SHOWN = 120;
const CHART_HEIGHT = 210;

export function DepthScreen() {
  const instruments = useInstruments();
  const symbol = place.value.rest || localStorage.getItem(KEPT) || instruments?.rows[0]?.symbol || "";
  useEffect(() => {
    watchedSymbol.value = symbol;
    if (symbol === "") return;
    localStorage.setItem(KEPT, symbol);
    if (place.peek().rest === "") replacePlace("depth", symbol);
  }, [symbol]);
  useEffect(() => {
    return () => {
      watchedSymbol.value = "";
    };
  }, []);
  const view = depth.value?.symbol === symbol ? depth.value : null;
  const known = instruments?.rows.find((row) => row.symbol === symbol);
  return (
    <div class="depth">
      <Instruments reply={instruments} symbol={symbol} />
      <section class="panel depth-book" aria-label={`Depth of ${symbol}`}>
        <div class="panel-bar">
          <h2>{symbol || "Depth"}</h2>
          <span class="faint">{known?.description === symbol ? "" : known?.description}</span>
          <span class="panel-count">{view === null ? "" : view.currency}</span>
        </div>
        {view === null || view.book === null ? (
          <NoBook symbol={symbol} />
        ) : (
          <>
            <ArmBar symbol={symbol} />
            <DepthLadder view={view} book={view.book} />
          </>
        )}
      </section>
      <div class="depth-side">
        <section class="panel" aria-label="Fills against the market">
          <div class="panel-bar">
            <h2>Our fills and the market</h2>
            <span class="panel-count">
              <span class="key-line" data-colour="last" /> last <span class="key-line" data-colour="quote" /> bid, offer
              <span class="side" data-side="buy">
                {" "}
                ▲ bought
              </span>
              <span class="side" data-side="sell">
                {" "}
                ▼ sold
              </span>
            </span>
          </div>
          {view !== null && <PriceChart view={view} />}
        </section>
        <div class="depth-lists">
          <Trades view={view} />
          <Fills view={view} />
        </div>
      </div>
    </div>
  );
}

function NoBook(props: { symbol: string }) {
  const [isLate, setIsLate] = useState(false);
  useEffect(() => {
    setIsLate(false);
    const timer = setTimeout(() => setIsLate(true), 1_500);
    return () => clearTimeout(timer);
  }, [props.symbol]);
  const text =
    "No depth is told of this instrument: it does not trade on the exchange in the box, or the exchange waits.";
  return <p class="screen-note">{isLate ? text : "Waiting for the book…"}</p>;
}

function Instruments(props: { reply: InstrumentsReply | null; symbol: string }) {
  const { reply, symbol } = props;
  return (
    <nav class="panel depth-instruments" aria-label="Instruments">
      <div class="panel-bar">
        <h2>Instruments</h2>
        <span class="panel-count">{reply === null ? "" : count(reply.matched)}</span>
      </div>
      <select aria-label="Instrument" value={symbol} onChange={(event) => goTo("depth", event.currentTarget.value)}>
        {reply?.rows.map((row) => (
          <option key={row.symbol} value={row.symbol}>
            {row.symbol}
          </option>
        ))}
      </select>
      <div class="depth-instruments-body" aria-busy={reply === null}>
        {reply === null && <Loading />}
        <table class="listing">
          <thead>
            <tr>
              <th>Symbol</th>
              <th class="number">Bid</th>
              <th class="number">Offer</th>
              <th class="number">Last</th>
            </tr>
          </thead>
          <tbody>
            {reply?.rows.map((row) => (
              <tr
                key={row.symbol}
                tabIndex={0}
                aria-current={row.symbol === symbol ? "true" : undefined}
                onClick={() => goTo("depth", row.symbol)}
                onKeyDown={(event) => event.key === "Enter" && goTo("depth", row.symbol)}
              >
                <td>
                  <b>{row.symbol}</b>
                </td>
                <td class="number">{shown(row.bidPx, row.priceScale)}</td>
                <td class="number">{shown(row.askPx, row.priceScale)}</td>
                <td class="number">{shown(row.lastPx, row.priceScale)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </nav>
  );
}

function PriceChart({ view }: { view: DepthView }) {
  const unit = 10 ** view.priceScale;
  const { samples } = view;
  if (samples.length < 2) return <p class="screen-note">Drawn from now on, as prices change.</p>;
  const row = (of: (sample: DepthView["samples"][number]) => number | null) =>
    samples.map((sample) => {
      const value = of(sample);
      return value === null ? null : value / unit;
    });
  const data: ChartProps["data"] = [
    samples.map(({ timeMs }) => timeMs / 1000),
    row(({ bidPx }) => bidPx),
    row(({ askPx }) => askPx),
    row(({ lastPx }) => lastPx),
  ];
  const markers: Marker[] = view.fills.map(({ timeUs, price: px, side }) => ({
    x: timeUs / 1e6,
    y: px / unit,
    colour: side === "1" ? "--buy" : "--sell",
    isUp: side === "1",
  }));
  const last = samples.at(-1)?.lastPx ?? null;
  return (
    <Chart
      label={`Prices of ${view.symbol} since you began to watch: last ${shown(last, view.priceScale)}, ${view.fills.length} own fills`}
      height={CHART_HEIGHT}
      series={[
        { label: "bid", colour: "--faint", isStepped: true, isDashed: true },
        { label: "offer", colour: "--faint", isStepped: true, isDashed: true },
        { label: "last", colour: "--accent", isStepped: true },
      ]}
      data={data}
      markers={markers}
      format={(value) => value.toFixed(view.priceScale)}
    />
  );
}

function Trades({ view }: { view: DepthView | null }) {
  const trades = view?.trades ?? [];
  const newest = trades.slice(-TRADES_SHOWN).reverse();
  return (
    <section class="panel" aria-label="Time and sales">
      <div class="panel-bar">
        <h2>Time and sales</h2>
        <span class="panel-count" title="UTC; the exchange tells the times of trades to a tenth of a second">
          to 0.1 s
        </span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls is reached by keys */}
      <div class="depth-scroll" tabIndex={0}>
        <table class="figures tape">
          <tbody>
            {newest.map((trade, index) => {
              const before = newest[index + 1]?.price ?? trade.price;
              const way = trade.price > before ? "up" : trade.price < before ? "down" : "same";
              return (
                <tr key={trade.id} data-way={way}>
                  <th>{timeOfDay(trade.timeMs * 1000).slice(0, 10)}</th>
                  <td>
                    <span aria-hidden="true">{way === "up" ? "▴" : way === "down" ? "▾" : ""}</span>{" "}
                    {shown(trade.price, view!.priceScale)}
                  </td>
                  <td>{quantity(trade.qty, view!.qtyScale)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
        {newest.length === 0 && (view === null ? <Loading /> : <p class="screen-note">Nothing has traded.</p>)}
      </div>
    </section>
  );
}

function Fills({ view }: { view: DepthView | null }) {
  const fills = [...(view?.fills ?? [])].reverse();
  return (
    <section class="panel" aria-label="Our fills">
      <div class="panel-bar">
        <h2>Our fills</h2>
        <span class="panel-count">{fills.length === 0 ? "" : count(fills.length)}</span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls is reached by keys */}
      <div class="depth-scroll" tabIndex={0}>
        <table class="figures tape">
          <tbody>
            {fills.map((fill) => (
              <tr key={fill.execId} data-order-id={fill.orderId}>
                <th>{timeOfDay(fill.timeUs).slice(0, 10)}</th>
                <td>
                  <Side code={fill.side} />
                </td>
                <td>{shown(fill.price, view!.priceScale)}</td>
                <td>{quantity(fill.qty, view!.qtyScale)}</td>
                <td>
                  <button type="button" class="link-button" onClick={() => (store.openOrderId.value = fill.orderId)}>
                    {fill.orderId}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {fills.length === 0 && (view === null ? <Loading /> : <p class="screen-note">None of late.</p>)}
      </div>
    </section>
  );
}

function shown(mantissa: number | null, scale: number): string {
  return mantissa === null ? "–" : price(mantissa, scale, "2");
}

function useInstruments(): InstrumentsReply | null {
  const [reply, setReply] = useState<InstrumentsReply | null>(null);
  useEffect(() => {
    const load = async () => {
      try {
        const answer = await fetch("/api/instruments");
        if (answer.ok) setReply((await answer.json()) as InstrumentsReply);
      } catch {
        // The banner says that the desk is not there; the list is asked for again.
      }
    };
    void load();
    const timer = setInterval(() => void load(), INSTRUMENTS_MS);
    return () => clearInterval(timer);
  }, []);
  return reply;
}
