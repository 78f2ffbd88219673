// jspurefix as an order acceptor that does nothing but answer: every NewOrderSingle gets an ExecutionReport (New) of the
// same terms; its store is in memory and its logs are off. Prints "listening PORT".
//
//   node jspurefix-acceptor.mjs PORT
import { createRequire } from "node:module";
import { connect } from "node:net";

const port = Number(process.argv[2]);
const load = createRequire(import.meta.url);
load("reflect-metadata");
const { AsciiSession, EmptyLogFactory, SessionLauncher } = load("jspurefix");

let orders = 0;

class Answerer extends AsciiSession {
  constructor(config) {
    super(config);
    this.logReceivedMsgs = false;
  }
  onApplicationMsg(msgType, view) {
    if (msgType !== "D") return;
    const order = view.toObject();
    const id = String(++orders);
    this.send("8", {
      OrderID: id,
      ExecID: `E${id}`,
      ExecType: "0",
      OrdStatus: "0",
      ClOrdID: order.ClOrdID,
      Account: order.Account,
      Instrument: { Symbol: order.Instrument?.Symbol ?? order.Symbol },
      Side: order.Side,
      OrderQtyData: { OrderQty: order.OrderQtyData?.OrderQty ?? order.OrderQty },
      OrdType: order.OrdType,
      Price: order.Price,
      TimeInForce: order.TimeInForce,
      LeavesQty: order.OrderQtyData?.OrderQty ?? order.OrderQty,
      CumQty: 0,
      AvgPx: 0,
      TransactTime: new Date(),
    });
  }
  onDecoded() {}
  onEncoded() {}
  onLogon() {
    return true;
  }
  onReady() {}
  onStopped() {}
}

class Launcher extends SessionLauncher {
  constructor() {
    const tcp = { host: "127.0.0.1", port };
    const application = { type: "acceptor", name: "acceptor", tcp, protocol: "ascii", dictionary: "repo44" };
    const names = { SenderCompId: "LOCKSTEP", TargetCompID: "BENCH1", BeginString: "FIX.4.4" };
    const numbers = { ResetSeqNumFlag: true, store: { type: "memory" } };
    super(null, { application, EncryptMethod: 0, HeartBtInt: 30, ...names, ...numbers }, new EmptyLogFactory());
  }
  makeFactory() {
    return { makeSession: (config) => new Answerer(config) };
  }
}

new Launcher().run().catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});

/** It does not say when it listens: it is asked until it does. */
function ask() {
  const socket = connect({ host: "127.0.0.1", port }, () => {
    socket.destroy();
    process.stdout.write(`listening ${port}\n`);
  });
  socket.on("error", () => setTimeout(ask, 50));
}
ask();
