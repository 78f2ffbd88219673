// Orders as JSON over a WebSocket, with the client that comes with Lockstep.
// Run `npm start` in one terminal, and in another: node examples/json-client.mjs
import { LockstepClient, OrdType, Side, TimeInForce } from "lockstep/client";
import WebSocket from "ws";

const client = new LockstepClient({
  url: process.argv[2] ?? "ws://127.0.0.1:9880/json",
  compId: "WEB1",
  makeSocket: (url) => new WebSocket(url),
});
client.onMessage = (message) => {
  if (message.MsgType === "ExecutionReport") {
    console.log(`${message.ClOrdID}: ExecType ${message.ExecType}, ${message.CumQty} of ${message.OrderQty} filled`);
  }
};
await client.connect();

const id = `EX-${process.pid}`;
const order = {
  ClOrdID: `${id}-1`,
  Symbol: "ZVZZT",
  Side: Side.Buy,
  OrderQty: "100",
  OrdType: OrdType.Limit,
  Price: "99.50",
  TimeInForce: TimeInForce.Day,
};
const accepted = await client.send({ MsgType: "NewOrderSingle", ...order });
console.log(`accepted as OrderID ${accepted.OrderID}`);

const cancel = { ClOrdID: `${id}-2`, OrigClOrdID: `${id}-1`, Symbol: order.Symbol, Side: order.Side };
const canceled = await client.send({ MsgType: "OrderCancelRequest", ...cancel });
console.log(`canceled: OrdStatus ${canceled.OrdStatus}; the last number seen is ${client.lastSeq}`);
client.close();
