/** One order opened: what it is, what happened to it in order, and the messages that crossed the wire. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { OrderRow } from "../desk/wire.ts";
import { copyText } from "./clipboard.ts";
import { ordStatusLook, ordTypeWord, timeInForceWord } from "./codes.ts";
import { DrawerActions } from "./drawer-actions.tsx";
import { average, dateAndTime, price, quantity } from "./format.ts";
import { Loading } from "./loading.tsx";
import { OrderAsOf } from "./order-as-of.tsx";
import { useOrderDetail } from "./order-detail.ts";
import { OrderLatency } from "./order-latency.tsx";
import { OrderLinks } from "./order-links.tsx";
import { OrderMessages } from "./order-messages.tsx";
import { orderText } from "./order-text.ts";
import { OrderTimeline } from "./order-timeline.tsx";
import { closeDrawer } from "./shortcuts.ts";
import { Filled, Side, Status } from "./signs.tsx";
import * as store from "./store.ts";
import { Fact } from "./system-panel.tsx";

const TABS = ["timeline", "messages", "latency", "asOf"] as const;
type Tab = (typeof TABS)[number];

export function OrderDrawer(props: { orderId: number }) {
  const { detail, error } = useOrderDetail(props.orderId);
  const [tab, setTab] = useState<Tab>("timeline");
  const [asOf, setAsOf] = useState(0);
  const drawer = useRef<HTMLElement>(null);
  useEffect(() => drawer.current?.focus({ preventScroll: true }), []);
  void store.ordersVersion.value;
  const order = store.orders.order(props.orderId) ?? detail?.order;
  return (
    <aside
      class="drawer"
      aria-label={`Order ${props.orderId}`}
      tabIndex={-1}
      ref={drawer}
      onKeyDown={(event) => {
        // A slider and a field have a use of their own for these.
        if ((event.target as HTMLElement).tagName === "INPUT") return;
        const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
        if (step !== 0) setTab(TABS[Math.max(0, Math.min(TABS.length - 1, TABS.indexOf(tab) + step))]);
      }}
    >
      <div class="drawer-bar">
        {order === undefined ? <h2>Order {props.orderId}</h2> : <Title order={order} />}
        {order !== undefined && detail !== null && (
          <button
            type="button"
            class="plain-button"
            title="Facts, events and messages as plain text"
            onClick={() => void copyText(orderText(order, detail), `Order ${order.orderId}`)}
          >
            Copy
          </button>
        )}
        <button type="button" class="close" aria-label="Close" title="Close (Esc)" onClick={closeDrawer}>
          ✕
        </button>
      </div>
      {order !== undefined && <Summary order={order} />}
      {order !== undefined && <OrderLinks order={order} />}
      <div class="tabs" role="tablist">
        <TabButton id="timeline" word="Timeline" count={detail?.events.length} tab={tab} setTab={setTab} />
        <TabButton id="messages" word="FIX messages" count={detail?.messages.length} tab={tab} setTab={setTab} />
        <TabButton id="latency" word="Latency" tab={tab} setTab={setTab} />
        <TabButton id="asOf" word="As of" tab={tab} setTab={setTab} />
        <span class="spacer" />
        <span class="faint tab-keys">
          <kbd>←</kbd>
          <kbd>→</kbd>
        </span>
      </div>
      <div class="drawer-body" aria-busy={detail === null && error === ""}>
        {error !== "" && <p class="error-text">{error}</p>}
        {detail === null && error === "" && <Loading />}
        {detail !== null && tab === "timeline" && (
          <OrderTimeline
            detail={detail}
            onPlace={(sequence) => {
              setAsOf(sequence);
              setTab("asOf");
            }}
          />
        )}
        {detail !== null && tab === "messages" && <OrderMessages messages={detail.messages} />}
        {detail !== null && tab === "latency" && <OrderLatency detail={detail} />}
        {detail !== null && order !== undefined && tab === "asOf" && (
          <OrderAsOf detail={detail} now={order} start={asOf || (detail.events.at(-1)?.sequence ?? 1)} />
        )}
      </div>
      {order !== undefined && <DrawerActions order={order} />}
    </aside>
  );
}

function Title(props: { order: OrderRow }) {
  const { order } = props;
  return (
    <h2>
      <Side code={order.side} /> {quantity(order.orderQty, order.qtyScale)} <b>{order.symbol}</b>{" "}
      <span class="drawer-price">{priceText(order)}</span>
      <Status look={ordStatusLook(order.ordStatus)} />
    </h2>
  );
}

function priceText(order: OrderRow): string {
  if (order.price !== null) return `@ ${price(order.price, order.priceScale, order.ordType)} ${order.currency}`;
  return order.ordType === "1" ? "at market" : "";
}

function Summary(props: { order: OrderRow }) {
  const { order } = props;
  return (
    <div class="summary">
      {order.text !== "" && (
        <p class="order-text" data-tone={ordStatusLook(order.ordStatus).tone}>
          {order.text}
        </p>
      )}
      <dl class="facts summary-facts">
        <Fact name="OrderID">{order.orderId}</Fact>
        <Fact name="Filled">
          <Filled cumQty={order.cumQty} orderQty={order.orderQty} side={order.side} />
        </Fact>
        <Fact name="ClOrdID">{order.clOrdId}</Fact>
        <Fact name="Cum qty">{quantity(order.cumQty, order.qtyScale)}</Fact>
        <Fact name="Client">{order.compId}</Fact>
        <Fact name="Leaves">{quantity(order.leavesQty, order.qtyScale)}</Fact>
        <Fact name="Account">{order.account}</Fact>
        <Fact name="Avg px">{average(order.avgPxMantissa, order.avgPxScale, order.priceScale, 4) || "–"}</Fact>
        <Fact name="Type · TIF">
          {ordTypeWord(order.ordType)} · {timeInForceWord(order.timeInForce)}
        </Fact>
        <Fact name="Venue">{order.venueId === 0 ? "–" : `${order.venueId} · ${order.exchangeOrderId || "–"}`}</Fact>
        {order.ruleId !== "" && <Fact name="Routing rule">{order.ruleId}</Fact>}
        <Fact name="Created">{dateAndTime(order.createdUs)}</Fact>
        <Fact name="Updated">{dateAndTime(order.updatedUs)}</Fact>
      </dl>
    </div>
  );
}

function TabButton(props: { id: Tab; word: string; count?: number | undefined; tab: Tab; setTab: (tab: Tab) => void }) {
  return (
    <button type="button" role="tab" aria-selected={props.tab === props.id} onClick={() => props.setTab(props.id)}>
      {props.word} {props.count !== undefined && <span class="tab-count">{props.count}</span>}
    </button>
  );
}
