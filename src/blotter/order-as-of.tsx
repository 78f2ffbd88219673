/** The order as it was: a slider over the journal, and what the core knew there, made again from the recorded events. */
import { useEffect, useState } from "preact/hooks";
import type { AsOfReply, HouseLevel } from "../desk/as-of-wire.ts";
import type { OrderDetail } from "../desk/detail-wire.ts";
import type { OrderRow } from "../desk/wire.ts";
import { copyText } from "./clipboard.ts";
import { ordStatusLook } from "./codes.ts";
import { average, count, dateAndTime, price, quantity } from "./format.ts";
import { Loading } from "./loading.tsx";
import * as store from "./store.ts";

const SETTLE_MS = 120;

type Loaded = { reply: AsOfReply | null; error: string };

export function OrderAsOf(props: { detail: OrderDetail; start: number; now: OrderRow }) {
  const { detail, start, now } = props;
  const places = [...new Set(detail.events.map(({ sequence }) => sequence))];
  const [sequence, setSequence] = useState(start);
  const { reply, error } = useAsOf(now.orderId, sequence);
  const last = Math.max(store.system.value?.appliedSequence ?? 0, places.at(-1) ?? 1);
  const first = Math.max(1, (places[0] ?? 1) - 1);
  const go = (to: number) => setSequence(Math.max(1, Math.min(last, Math.round(to) || 1)));
  const earlier = places.findLast((place) => place < sequence);
  const later = places.find((place) => place > sequence);
  useEffect(() => {
    store.isReplay.value = true;
    return () => {
      store.isReplay.value = false;
    };
  }, []);
  return (
    <div class="as-of">
      <div class="as-of-bar">
        <button
          type="button"
          class="plain-button"
          title="The order's event before"
          disabled={earlier === undefined}
          onClick={() => go(earlier ?? sequence)}
        >
          ◂ event
        </button>
        <input
          type="range"
          aria-label="As of sequence"
          min={first}
          max={last}
          value={sequence}
          onInput={(event) => go(Number(event.currentTarget.value))}
        />
        <button
          type="button"
          class="plain-button"
          title="The order's next event"
          disabled={later === undefined}
          onClick={() => go(later ?? sequence)}
        >
          event ▸
        </button>
        <label class="faint">
          #{" "}
          <input
            type="number"
            aria-label="Sequence"
            min={1}
            max={last}
            value={sequence}
            onChange={(event) => go(Number(event.currentTarget.value))}
          />
        </label>
      </div>
      <Ticks places={places} first={first} last={last} />
      {error !== "" && <p class="error-text">{error}</p>}
      {reply === null && error === "" && <Loading />}
      {reply !== null && !reply.isThere && (
        <p class="drawer-note" role="status">
          Applying the journal: at sequence {count(reply.sequence)} of {count(sequence)}…
        </p>
      )}
      {reply?.isThere === true && <Past reply={reply} now={now} />}
    </div>
  );
}

/** Where on the slider something happened to the order. */
function Ticks(props: { places: number[]; first: number; last: number }) {
  const span = Math.max(1, props.last - props.first);
  return (
    <svg class="as-of-ticks" viewBox="0 0 1000 6" preserveAspectRatio="none" aria-hidden="true">
      {props.places.map((place) => (
        <rect key={place} x={((place - props.first) / span) * 996} width="4" height="6" />
      ))}
    </svg>
  );
}

function Past({ reply, now }: { reply: AsOfReply; now: OrderRow }) {
  const { order, market } = reply;
  return (
    <>
      <p class="as-of-place" data-sequence={reply.sequence}>
        <b>#{count(reply.sequence)}</b> {dateAndTime(reply.timeUs)} · {count(reply.orders)} orders,{" "}
        {count(reply.openOrders)} open
      </p>
      <p class="as-of-hash">
        <span class="faint">state</span> <code>{reply.stateHash}</code>{" "}
        <button type="button" class="plain-button" onClick={() => void copyText(reply.stateHash, "The state's hash")}>
          Copy
        </button>
      </p>
      {order === null ? (
        <p class="drawer-note">The order did not exist there{reply.orders < now.orderId ? " yet" : " any more"}.</p>
      ) : (
        <Compared then={order} now={now} />
      )}
      {market !== null && (
        <>
          <h3 class="drawer-heading">The market in {market.symbol} then, by the house's own record</h3>
          <dl class="as-of-market">
            <Quote name="Bid" value={market.bidPx} scale={market.priceScale} />
            <Quote name="Last" value={market.lastPx} scale={market.priceScale} />
            <Quote name="Offer" value={market.askPx} scale={market.priceScale} />
          </dl>
          <h3 class="drawer-heading">The house's open orders in {market.symbol} then</h3>
          <div class="as-of-book">
            <Levels levels={reply.bids} side="buy" scale={market.priceScale} qtyScale={now.qtyScale} />
            <Levels levels={reply.asks} side="sell" scale={market.priceScale} qtyScale={now.qtyScale} />
          </div>
        </>
      )}
    </>
  );
}

const FACTS: readonly [name: string, of: (order: OrderRow) => string][] = [
  ["Status", (order) => ordStatusLook(order.ordStatus).word],
  ["Quantity", (order) => quantity(order.orderQty, order.qtyScale)],
  ["Price", (order) => price(order.price, order.priceScale, order.ordType)],
  ["Filled", (order) => quantity(order.cumQty, order.qtyScale)],
  ["Leaves", (order) => quantity(order.leavesQty, order.qtyScale)],
  ["Avg px", (order) => average(order.avgPxMantissa, order.avgPxScale, order.priceScale, 4) || "–"],
  ["ClOrdID", (order) => order.clOrdId],
  ["Request pending", (order) => order.pending || "–"],
  ["Venue's OrderID", (order) => order.exchangeOrderId || "–"],
];

function Compared(props: { then: OrderRow; now: OrderRow }) {
  return (
    <table class="as-of-facts">
      <thead>
        <tr>
          <th />
          <th>Then</th>
          <th>Now</th>
        </tr>
      </thead>
      <tbody>
        {FACTS.map(([name, of]) => {
          const [then, now] = [of(props.then), of(props.now)];
          return (
            <tr key={name} data-changed={then !== now}>
              <th>{name}</th>
              <td data-fact={name}>{then}</td>
              <td>{then === now ? <span class="faint">same</span> : now}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Quote(props: { name: string; value: number | null; scale: number }) {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd>{props.value === null ? "–" : price(props.value, props.scale, "2")}</dd>
    </div>
  );
}

function Levels(props: { levels: HouseLevel[]; side: "buy" | "sell"; scale: number; qtyScale: number }) {
  const word = props.side === "buy" ? "Buying" : "Selling";
  if (props.levels.length === 0) return <p class="faint">{word}: nobody.</p>;
  return (
    <table class="figures" data-side={props.side}>
      <thead>
        <tr>
          <th>{word}</th>
          <th>Leaves</th>
          <th>Orders</th>
        </tr>
      </thead>
      <tbody>
        {props.levels.map((level) => (
          <tr key={String(level.price)} data-own={level.hasThisOrder}>
            <th>
              {price(level.price, props.scale, "1")}
              {level.hasThisOrder && <span title="This order is among them"> ◂</span>}
            </th>
            <td>{quantity(level.leavesQty, props.qtyScale)}</td>
            <td>{count(level.orders)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Asks again and again until the journal was applied as far as wanted. */
function useAsOf(orderId: number, sequence: number): Loaded {
  const [loaded, setLoaded] = useState<Loaded>({ reply: null, error: "" });
  useEffect(() => {
    const abort = new AbortController();
    const ask = async () => {
      try {
        for (;;) {
          const reply = await fetch(`/api/as-of?sequence=${sequence}&orderId=${orderId}`, { signal: abort.signal });
          const body = (await reply.json()) as AsOfReply & { text?: string };
          if (!reply.ok) return setLoaded({ reply: null, error: body.text ?? `the desk answered ${reply.status}` });
          setLoaded({ reply: body, error: "" });
          if (body.isThere) return;
        }
      } catch (error) {
        if (!abort.signal.aborted) setLoaded({ reply: null, error: `the desk could not be reached: ${String(error)}` });
      }
    };
    const timer = setTimeout(() => void ask(), SETTLE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [orderId, sequence]);
  return loaded;
}
