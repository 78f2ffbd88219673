/** What an event did to its order and why, in a few words for a person. */
import type { OrderView } from "../../core/order-view.ts";
import { decimalText, NO_PRICE } from "../../domain/price.ts";
import { type Event, EventName, EventType, type RouteDecided } from "../../domain/records.generated.ts";
import { CxlRejReason, CxlRejResponseTo, OrdRejReason } from "../../domain/values.ts";
import { nameToWords } from "../../fix/dictionary-xml-names.ts";

/** @param order the order after the event, for its scales; null when there is none */
export function eventWords(event: Event, order: OrderView | null): string {
  const qty = (value: number) => decimalText(value, order?.qtyScale ?? 0);
  const price = (value: number) => (value === NO_PRICE ? "market" : `@ ${decimalText(value, order?.priceScale ?? 0)}`);
  switch (event.type) {
    case EventType.OrderAccepted:
      return `${event.clOrdId} accepted for ${event.account}: every check passed`;
    case EventType.OrderRejected:
      return `${event.clOrdId} refused by the house, ${ordRejText(event.ordRejReason)}${because(event.text)}`;
    case EventType.OrderRouted:
      return `sent to venue ${event.venueId} as ${event.orderId}-${event.requestNumber}`;
    case EventType.RouteDecided:
      return routeWords(event);
    case EventType.OrderAcknowledged:
      return `taken by the venue as ${event.exchangeOrderId}`;
    case EventType.OrderRefused:
      return `refused by the venue, ${ordRejText(event.ordRejReason)}${because(event.text)}`;
    case EventType.OrderFilled:
      return `filled ${qty(event.lastQty)} ${price(event.lastPx)}, the venue's ExecID ${event.exchangeExecId}`;
    case EventType.FillBusted:
      return `busted: ${qty(event.lastQty)} ${price(event.lastPx)} of the venue's ExecID ${event.exchangeExecRefId} are undone${because(event.text)}`;
    case EventType.FillCorrected:
      return `corrected: the venue's ExecID ${event.exchangeExecRefId} was ${qty(event.lastQty)} ${price(event.lastPx)}${because(event.text)}`;
    case EventType.RequestReleased:
      return `${event.clOrdId === "" ? "the house's cancel" : event.clOrdId} leaves for the venue now`;
    case EventType.CancelRequested:
      return `cancel ${event.clOrdId} accepted, waits for the venue`;
    case EventType.ReplaceRequested:
      return `replace ${event.clOrdId} to ${qty(event.orderQty)} ${price(event.price)} accepted, waits for the venue`;
    case EventType.RequestRejected: {
      const what = event.responseTo === CxlRejResponseTo.OrderCancelRequest ? "cancel" : "replace";
      const who = event.wasPending ? "the venue" : "the house";
      return `${what} ${event.clOrdId} refused by ${who}, ${cxlRejText(event.cxlRejReason)}${because(event.text)}`;
    }
    case EventType.OrderCanceled:
      return event.solicited ? "canceled as asked" : `canceled by the venue, unasked${because(event.text)}`;
    case EventType.OrderReplaced:
      return `replaced, now ${qty(event.orderQty)} ${price(event.price)}`;
    case EventType.OrderExpired:
      return `expired${because(event.text)}`;
    case EventType.OrderDoneForDay:
      return `done for the day${because(event.text)}`;
    case EventType.RequestRepeated:
      return `sent to venue ${event.venueId} again as ${event.orderId}-${event.requestNumber}: it does not know of it`;
    case EventType.DoubtResolved:
      return "in doubt no more: the venue has told how it stands";
    case EventType.ExceptionOpened:
      return `exception ${event.exceptionId}${because(event.text)}`;
    case EventType.OrderStatusReported:
      return "its state was told on request";
    case EventType.MassStatusReported:
      return "its state was told with that of others, on request";
    case EventType.VenueReportRefused:
      return `a venue's report was not believed${because(event.text)}`;
    default:
      return otherWords(event);
  }
}

function routeWords({ ruleId, version, venueId, desk }: RouteDecided): string {
  const where = desk !== "" ? `given to desk ${desk}` : venueId === 0 ? "refused" : `goes to venue ${venueId}`;
  return `${where} by routing rule ${ruleId} of table ${version}`;
}

/** "OrdRejReason(103) 3 (order exceeds limit)" */
export function ordRejText(reason: number): string {
  return `OrdRejReason(103) ${reason}${reasonName(OrdRejReason, reason)}`;
}

/** "CxlRejReason(102) 1 (unknown order)" */
export function cxlRejText(reason: number): string {
  return `CxlRejReason(102) ${reason}${reasonName(CxlRejReason, reason)}`;
}

function reasonName(reasons: Readonly<Record<string, number>>, reason: number): string {
  const name = Object.keys(reasons).find((key) => reasons[key] === reason);
  return name === undefined ? "" : ` (${nameToWords(name)})`;
}

function because(text: string): string {
  return text === "" ? "" : `: ${text}`;
}

function otherWords(event: Event): string {
  const { type, ...fields } = event as Event & Record<string, unknown>;
  const parts = Object.entries(fields).map(([name, value]) => `${name} ${String(value)}`);
  return `${nameToWords(EventName[type])} (${parts.join(", ")})`;
}
