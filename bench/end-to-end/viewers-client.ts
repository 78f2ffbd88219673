/**
 * So many blotters in one process, each with another filter and order, who read all they are told. Says "open" when every
 * view has been answered, and at SIGTERM how many messages came.
 *
 *   viewers-client PORT COUNT
 */
import WebSocket from "ws";

const [port, count] = process.argv.slice(2).map(Number);
const SORTS = ["orderId", "price", "leavesQty", "updated", "symbol"] as const;
const GROUPS = ["all", "working", "filled"] as const;

let messages = 0;
let opened = 0;
for (let viewer = 0; viewer < count; viewer++) {
  const origin = `http://127.0.0.1:${port}`;
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, { origin, perMessageDeflate: false });
  let isFirst = true;
  socket.on("open", () => {
    socket.send(
      JSON.stringify({
        kind: "open",
        table: "orders",
        view: 1,
        filter: { group: GROUPS[viewer % 3], columns: [{ column: "orderId", op: "ge", value: viewer }] },
        sort: [{ column: SORTS[viewer % 5], descending: true }],
        range: { from: 0, to: 60 },
      }),
    );
  });
  socket.on("message", (bytes) => {
    messages++;
    if (!isFirst || !String(bytes).startsWith('{"kind":"window"')) return;
    isFirst = false;
    if (++opened === count) process.stdout.write("open\n");
  });
  socket.on("error", (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  });
}
process.on("SIGTERM", () => {
  process.stdout.write(`${messages}\n`);
  process.exit(0);
});
