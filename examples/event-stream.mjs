// Everything that happens, from the journal's first event on or from where this program ended the last time.
// Run `npm start` in one terminal, and in another: node examples/event-stream.mjs [http://127.0.0.1:8080] [cursor.txt]
// End it at any moment and start it again: no event is missed and none comes twice.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { events } from "lockstep/client";

const [url = "http://127.0.0.1:8080", file = "cursor.txt", once] = process.argv.slice(2);
const place = existsSync(file) ? { after: readFileSync(file, "utf8") } : { from: 1 };

for await (const event of events({ url, ...place, follow: once !== "--once" })) {
  const { sequence, kind, who, order, report, fields } = event;
  if (kind === "OrderFilled") {
    console.log(`${sequence} ${order.Symbol}: ${fields.LastQty} @ ${fields.LastPx}, ${report.CumQty} so far`);
  } else console.log(`${sequence} ${kind} by ${who}${order === undefined ? "" : `, order ${order.OrderID}`}`);
  // A program that books what it hears writes the cursor in the same transaction.
  writeFileSync(file, event.id);
}
