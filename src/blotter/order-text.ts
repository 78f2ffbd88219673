/** An order's whole story as plain text, for a mail or a ticket. */
import type { OrderDetail } from "../desk/detail-wire.ts";
import type { OrderRow } from "../desk/wire.ts";
import { ordStatusLook, ordTypeWord, sideLook, timeInForceWord } from "./codes.ts";
import { average, dateAndTime, price, quantity, timeOfDay, words } from "./format.ts";
import { detailText } from "./order-timeline.tsx";

export function orderText(order: OrderRow, detail: OrderDetail): string {
  const qty = (value: number) => quantity(value, order.qtyScale);
  const lines = [
    `Order ${order.orderId} of ${order.compId}: ${sideLook(order.side).word} ${qty(order.orderQty)} ${order.symbol} ` +
      `${price(order.price, order.priceScale, order.ordType)} ${order.currency}, ${ordStatusLook(order.ordStatus).word}`,
    `ClOrdID ${order.clOrdId}, account ${order.account}, ${ordTypeWord(order.ordType)} ${timeInForceWord(order.timeInForce)}`,
    `Filled ${qty(order.cumQty)} at ${average(order.avgPxMantissa, order.avgPxScale, order.priceScale, 4) || "–"}, leaves ${qty(order.leavesQty)}`,
    `Made ${dateAndTime(order.createdUs)}, changed ${dateAndTime(order.updatedUs)}`,
  ];
  if (order.text !== "") lines.push(order.text);
  lines.push("", "Events");
  for (const event of detail.events) {
    const what = `${words(event.name)}  ${detailText(event, order)}`.trimEnd();
    lines.push(`  #${event.sequence}  ${timeOfDay(event.timeUs, 6)}  ${what}`);
  }
  lines.push("", "Messages");
  for (const { direction, timeUs, raw } of detail.messages) {
    lines.push(`  ${direction === "in" ? "in " : "out"}  ${timeOfDay(timeUs, 6)}  ${raw.replaceAll("\u0001", "|")}`);
  }
  return lines.join("\n");
}
