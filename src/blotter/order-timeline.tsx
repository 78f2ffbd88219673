/** What happened to an order: each frame of the journal that touched it, the command it began with, its events. */
import type { OrderDetail } from "../desk/detail-wire.ts";
import type { OrderRow } from "../desk/wire.ts";
import { cxlRejReasonWord, ordRejReasonWord, ordTypeWord, sideLook, timeInForceWord } from "./codes.ts";
import { count, decimal, gap, quantity, timeOfDay, words } from "./format.ts";
import { termsText } from "./term-words.ts";

type Step = OrderDetail["events"][number];
type Market = OrderDetail["markets"][number];
type Frame = { sequence: number; timeUs: number; command: string; events: Step[] };

/** NO_PRICE of the domain: what a price field holds when there is none. */
const NO_PRICE = Number.MIN_SAFE_INTEGER;
const TONES: Readonly<Record<string, string>> = {
  OrderFilled: "good",
  OrderRejected: "bad",
  OrderRefused: "bad",
  RequestRejected: "bad",
  VenueReportRefused: "bad",
  OrderCanceled: "muted",
  OrderExpired: "muted",
};

/** @param onPlace a place in the journal was chosen, to see how everything stood there */
export function OrderTimeline(props: { detail: OrderDetail; onPlace: (sequence: number) => void }) {
  const { order } = props.detail;
  const frames = framesOf(props.detail);
  const markets = new Map(props.detail.markets.map((market) => [market.sequence, market]));
  return (
    <ol class="timeline">
      {markets.size === 0 && (
        <li class="timeline-note">
          The market at the time is not recorded: no venue has told the house prices of {order.symbol || "it"}.
        </li>
      )}
      {frames.map((frame, index) => (
        <li key={frame.sequence} class="timeline-frame">
          <div class="timeline-head">
            <time>{timeOfDay(frame.timeUs, 6)}</time>
            <b>{words(frame.command)}</b>
            <span class="spacer" />
            {index > 0 && <span class="faint">+{gap(frame.timeUs - frames[index - 1].timeUs)}</span>}
            <button
              type="button"
              class="timeline-place"
              title="As of this journal sequence"
              onClick={() => props.onPlace(frame.sequence)}
            >
              #{count(frame.sequence)}
            </button>
          </div>
          {markets.size > 0 && (
            <p class="timeline-market">
              <MarketThen market={markets.get(frame.sequence)} frame={frame} order={order} />
            </p>
          )}
          {frame.events.map((event) => (
            <div key={event.eventIndex} class="timeline-event" data-tone={TONES[event.name]}>
              <span class="timeline-name">{words(event.name)}</span>
              <span class="timeline-detail">{detailText(event, order)}</span>
            </div>
          ))}
        </li>
      ))}
    </ol>
  );
}

/** Best bid and offer and the last trade, as the venue had told them last, and how long before. */
function MarketThen(props: { market: Market | undefined; frame: Frame; order: OrderRow }) {
  const { market, frame, order } = props;
  if (market === undefined) return <>market not recorded then</>;
  const shown = (value: number | null) => (value === null ? "–" : decimal(value, order.priceScale));
  return (
    <>
      market <b>{shown(market.bidPx)}</b> / <b>{shown(market.askPx)}</b> · last <b>{shown(market.lastPx)}</b>
      <span title={`The venue's word in frame ${count(market.toldSequence)}`}>
        {" "}
        · told {gap(frame.timeUs - market.toldUs)} before
      </span>
    </>
  );
}

function framesOf(detail: OrderDetail): Frame[] {
  const commands = new Map(detail.commands.map((command) => [command.sequence, command.name]));
  const frames: Frame[] = [];
  for (const event of detail.events) {
    let frame = frames.at(-1);
    if (frame?.sequence !== event.sequence) {
      const { sequence, timeUs } = event;
      frame = { sequence, timeUs, command: commands.get(sequence) ?? "", events: [] };
      frames.push(frame);
    }
    frame.events.push(event);
  }
  return frames;
}

/** Fields whose number is a count of lots or ticks, or a code; the others are shown as they are. */
const READERS: Readonly<Record<string, (value: unknown, order: OrderRow) => string>> = {
  orderQty: (value, order) => quantity(value as number, order.qtyScale),
  lastQty: (value, order) => quantity(value as number, order.qtyScale),
  price: (value, order) => priceText(value as number, order.priceScale),
  lastPx: (value, order) => priceText(value as number, order.priceScale),
  side: (value) => sideLook(value as string).word,
  ordType: (value) => ordTypeWord(value as string),
  timeInForce: (value) => timeInForceWord(value as string),
  ordRejReason: (value) => ordRejReasonWord(value as number),
  cxlRejReason: (value) => cxlRejReasonWord(value as number),
  moreTerms: (value, order) => termsText(value as number[], order),
  responseTo: (value) => (value === "2" ? "replace" : "cancel"),
};
/** Of the order itself, and so the same in every line. */
const OMITTED: ReadonlySet<string> = new Set([
  "type",
  "orderId",
  "sessionId",
  "instrumentId",
  "account",
  "symbol",
  "qtyMantissa",
  "qtyScale",
  "priceMantissa",
  "priceScale",
]);
const NAMES: Readonly<Record<string, string>> = {
  clOrdId: "ClOrdID",
  origClOrdId: "OrigClOrdID",
  orderQty: "qty",
  lastQty: "qty",
  lastPx: "px",
  price: "px",
  venueId: "venue",
  requestNumber: "request",
  exchangeOrderId: "venue OrderID",
  exchangeExecId: "venue ExecID",
  ordType: "type",
  timeInForce: "TIF",
  ordRejReason: "reason",
  cxlRejReason: "reason",
  responseTo: "response to",
  wasPending: "was pending",
};

export function detailText(event: Step, order: OrderRow): string {
  const detail = JSON.parse(event.detail) as Record<string, unknown>;
  const parts: string[] = [];
  // A refusal tells the order as it was asked, before any instrument's scale: an exact decimal of its own.
  if (typeof detail.qtyMantissa === "number") {
    parts.push(`asked qty ${quantity(detail.qtyMantissa, Number(detail.qtyScale))}`);
    parts.push(`px ${priceText(Number(detail.priceMantissa), Number(detail.priceScale))}`);
  }
  for (const [name, value] of Object.entries(detail)) {
    if (OMITTED.has(name) || value === "") continue;
    const text = READERS[name]?.(value, order) ?? (typeof value === "boolean" ? (value ? "yes" : "no") : String(value));
    if (text === "") continue;
    parts.push(name === "text" || name === "moreTerms" ? text : `${NAMES[name] ?? name} ${text}`);
  }
  return parts.join(" · ");
}

function priceText(value: number, scale: number): string {
  return value === NO_PRICE ? "market" : decimal(value, scale);
}
