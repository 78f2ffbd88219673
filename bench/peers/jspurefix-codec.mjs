// jspurefix doing what the codec benches do: a NewOrderSingle parsed to a view and to an object, an ExecutionReport of the
// same fields built and encoded. It looks at structure and checksum and validates no values. Prints one JSON line of
// microseconds a message, medians, and what it read and wrote.
//
//   node jspurefix-codec.mjs MESSAGE MILLISECONDS        MESSAGE has "|" between its fields
import { createRequire } from "node:module";

const [message, milliseconds] = process.argv.slice(2);
const load = createRequire(import.meta.url);
load("reflect-metadata");
const { AsciiParser, DITokens, EmptyLogFactory, SessionContainer } = load("jspurefix");
const PER_SAMPLE = 100;

function medianMicroseconds(work) {
  const samples = [];
  for (const endMs = performance.now() + Number(milliseconds); performance.now() < endMs || samples.length < 5; ) {
    const startMs = performance.now();
    for (let index = 0; index < PER_SAMPLE; index++) work(index);
    samples.push(((performance.now() - startMs) * 1000) / PER_SAMPLE);
  }
  // The first samples are those of code that is not warm yet.
  samples.splice(0, samples.length >> 1);
  return samples.sort((a, b) => a - b)[samples.length >> 1];
}

const description = {
  application: {
    type: "acceptor",
    name: "codec",
    tcp: { host: "127.0.0.1", port: 0 },
    protocol: "ascii",
    dictionary: "repo44",
  },
  EncryptMethod: 0,
  HeartBtInt: 30,
  SenderCompId: "LOCKSTEP",
  TargetCompID: "CLIENT01",
  BeginString: "FIX.4.4",
};
const system = new SessionContainer();
system.registerGlobal(new EmptyLogFactory());
const container = await system.makeSystem(description);
const config = container.resolve(DITokens.IJsFixConfig);
const [buffer, messageMax] = [container.resolve(DITokens.ParseBuffer), container.resolve(DITokens.maxMessageLen)];
const parser = new AsciiParser(config, null, buffer, messageMax);
const bytes = Buffer.from(message.replaceAll("|", "\x01"), "latin1");
let parsed = 0;
let order = null;
let isObject = false;
parser.on("msg", (_type, view) => {
  parsed++;
  if (isObject) order = view.toObject();
});
const parseView = medianMicroseconds(() => parser.parseBuffer(bytes));
isObject = true;
const parseObject = medianMicroseconds(() => parser.parseBuffer(bytes));
const transmitter = container.resolve(DITokens.MsgTransmitter);
let length = 0;
const build = medianMicroseconds((index) => {
  const id = String(100000 + index);
  transmitter.encodeMessage("8", {
    OrderID: id,
    ExecID: id,
    ExecType: "0",
    OrdStatus: "0",
    ClOrdID: "ORD-00100027",
    Account: "ACC-7",
    Instrument: { Symbol: "ACME" },
    Side: "1",
    OrderQtyData: { OrderQty: 1500 },
    OrdType: "2",
    Price: 101.25,
    TimeInForce: "0",
    LeavesQty: 1500,
    CumQty: 0,
    AvgPx: 0,
    TransactTime: new Date(),
  });
  length = transmitter.buffer.getPos();
});
process.stdout.write(
  `${JSON.stringify({ view: parseView, object: parseObject, build, parsed, clOrdId: order?.ClOrdID ?? "", length })}\n`,
);
process.exit(0);
