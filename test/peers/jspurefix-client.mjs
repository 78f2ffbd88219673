// An independent FIX client for tests: jspurefix, from bench/peers, with its numbers in files. Lines on standard input are
// {"msgType":"D","body":{"ClOrdID":...}} or "logout"; every message and event is a JSON line on standard output,
// {"event":"in"|"out"|"ready"|"stopped","text":"..."} with "|" between a message's fields. A body's TransactTime is put in.
//
//   node jspurefix-client.mjs PEERS-DIRECTORY PORT SENDER STORE-DIRECTORY
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";

const [peers, port, sender, store] = process.argv.slice(2);
const load = createRequire(join(peers, "package.json"));
load("reflect-metadata");
const { AsciiSession, EmptyLogFactory, SessionLauncher } = load("jspurefix");

const say = (event, text = "") => process.stdout.write(`${JSON.stringify({ event, text })}\n`);
let session = null;

class Client extends AsciiSession {
  onApplicationMsg() {}
  onDecoded(_msgType, text) {
    say("in", text);
  }
  onEncoded(_msgType, text) {
    say("out", text);
  }
  onLogon() {
    return true;
  }
  onReady() {
    session = this;
    say("ready");
  }
  onStopped(error) {
    say("stopped", error?.message ?? "");
  }
  give(msgType, body) {
    this.send(msgType, body);
  }
}

class Launcher extends SessionLauncher {
  constructor() {
    const tcp = { host: "127.0.0.1", port: Number(port) };
    const application = {
      type: "initiator",
      name: "client",
      reconnectSeconds: 1,
      tcp,
      protocol: "ascii",
      dictionary: "repo44",
    };
    const names = { SenderCompId: sender, TargetCompID: "LOCKSTEP", BeginString: "FIX.4.4" };
    const numbers = { ResetSeqNumFlag: false, store: { type: "file", directory: store } };
    super({ application, EncryptMethod: 0, HeartBtInt: 30, ...names, ...numbers }, null, new EmptyLogFactory());
  }
  makeFactory() {
    return { makeSession: (config) => new Client(config) };
  }
}

createInterface({ input: process.stdin }).on("line", (line) => {
  if (line === "logout") return session.done();
  const { msgType, body } = JSON.parse(line);
  session.give(msgType, { ...body, TransactTime: new Date() });
});
new Launcher().run().then(
  () => process.exit(0),
  (error) => {
    say("stopped", error.message);
    process.exit(1);
  },
);
