/** The book as a ladder: offers above, bids below, the house's own open quantity beside the public one. */
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { DepthMessage, Level } from "../desk/depth-wire.ts";
import type { DepthView } from "./depth-store.ts";
import { type Aim, click, takeAim } from "./depth-trade.ts";
import { count, price, quantity } from "./format.ts";

type Book = NonNullable<DepthMessage["book"]>;

export function DepthLadder(props: { view: DepthView; book: Book }) {
  const { view, book } = props;
  const scroll = useRef<HTMLDivElement>(null);
  const spread = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    const [box, row] = [scroll.current, spread.current];
    if (box !== null && row !== null) box.scrollTop = row.offsetTop - box.clientHeight / 2;
  }, [view.symbol]);
  const own = useMemo(() => {
    const byPrice = new Map<number, { bid: number; ask: number }>();
    for (const level of view.own) {
      const both = byPrice.get(level.price) ?? { bid: 0, ask: 0 };
      if (level.side === "1") both.bid += level.leavesQty;
      else both.ask += level.leavesQty;
      byPrice.set(level.price, both);
    }
    return byPrice;
  }, [view.own]);
  const most = Math.max(1, ...book.bids.map(({ qty }) => qty), ...book.asks.map(({ qty }) => qty));
  const row = (level: Level, side: "bid" | "ask") => (
    <LadderRow
      key={`${side}${level.price}`}
      level={level}
      side={side}
      own={own.get(level.price)?.[side] ?? 0}
      share={level.qty / most}
      view={view}
    />
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls is reached by keys
    <div class="depth-scroll ladder-scroll" ref={scroll} tabIndex={0}>
      <table class="ladder" data-hash={book.hash}>
        <thead>
          <tr>
            <th>Ours</th>
            <th>Orders</th>
            <th>Bid</th>
            <th class="ladder-price">Price</th>
            <th>Offer</th>
            <th>Orders</th>
            <th>Ours</th>
          </tr>
        </thead>
        <tbody>
          {[...book.asks].reverse().map((level) => row(level, "ask"))}
          <tr class="ladder-spread" ref={spread}>
            <td colSpan={7}>{spreadText(view, book)}</td>
          </tr>
          {book.bids.map((level) => row(level, "bid"))}
        </tbody>
      </table>
    </div>
  );
}

function LadderRow(props: { level: Level; side: "bid" | "ask"; own: number; share: number; view: DepthView }) {
  const { level, side, own, share, view } = props;
  const ours = <td class="ladder-own">{own === 0 ? "" : quantity(own, view.qtyScale)}</td>;
  const orders = <td class="ladder-orders">{count(level.orders)}</td>;
  const text = price(level.price, view.priceScale, "2");
  const hit = (code: "1" | "2") => <Hit aim={{ symbol: view.symbol, side: code, price: text.replaceAll(",", "") }} />;
  const size = (
    <td class="ladder-size ladder-aim" data-side={side === "bid" ? "buy" : "sell"}>
      <span class="ladder-bar" style={{ transform: `scaleX(${share})` }} aria-hidden="true" />
      <span class="ladder-qty">{quantity(level.qty, view.qtyScale)}</span>
      {hit(side === "bid" ? "1" : "2")}
    </td>
  );
  // Where nobody is on this side: a click there takes what is on the other.
  const free = <td class="ladder-aim">{hit(side === "bid" ? "2" : "1")}</td>;
  return (
    <tr data-price={level.price} data-side={side} data-qty={level.qty} data-orders={level.orders} data-own={own > 0}>
      {side === "bid" ? (
        <>
          {ours}
          {orders}
          {size}
        </>
      ) : (
        <>
          <td />
          <td />
          {free}
        </>
      )}
      <td class="ladder-price">{text}</td>
      {side === "ask" ? (
        <>
          {size}
          {orders}
          {ours}
        </>
      ) : (
        <>
          {free}
          <td />
          <td />
        </>
      )}
    </tr>
  );
}

/** The part of a row that is clicked on: bids to buy, offers to sell. */
function Hit({ aim }: { aim: Aim }) {
  return (
    <button
      type="button"
      class="ladder-hit"
      tabIndex={-1}
      data-side={aim.side}
      aria-label={`${aim.side === "1" ? "Buy" : "Sell"} at ${aim.price}`}
      onPointerEnter={() => takeAim(aim)}
      onPointerLeave={() => takeAim(null)}
      onClick={(event) => click(aim, (event as unknown as PointerEvent).pointerType)}
    />
  );
}

function spreadText(view: DepthView, book: Book): string {
  const [bid, ask] = [book.bids[0], book.asks[0]];
  const last = view.trades.at(-1);
  const lastText = last === undefined ? "nothing traded" : `last ${price(last.price, view.priceScale, "2")}`;
  if (bid === undefined || ask === undefined) return `${lastText} · one side is empty`;
  return `${lastText} · spread ${price(ask.price - bid.price, view.priceScale, "2")}`;
}
