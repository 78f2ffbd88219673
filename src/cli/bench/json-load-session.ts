/**
 * A lean session that makes load as JSON over a WebSocket: texts are put together, answers are searched for four names. Where
 * they are not what is expected, the run ends, because then what was measured is not orders.
 */
import WebSocket from "ws";
import { LoadAnswers, type LoadListener, type LoadOptions } from "./load-answers.ts";
import { symbolName } from "./load-session.ts";
import { type OrderFlow, RequestKind } from "./order-flow.ts";

const ID_DIGITS = 8;

export class JsonLoadSession extends LoadAnswers {
  readonly #socket: WebSocket;
  readonly #run: string;
  #waiting: string[] = [];

  constructor(options: LoadOptions, flow: OrderFlow, requestsMax: number, listener: LoadListener) {
    super(options.compId, flow, requestsMax, listener);
    this.#run = options.run;
    this.#socket = new WebSocket(`ws://${options.host}:${options.port}/json`, { perMessageDeflate: false });
    const logon = { MsgType: "Logon", BeginString: "FIX.4.4", SenderCompID: this.compId, ResetSeqNumFlag: true };
    this.#socket.on("open", () => this.#socket.send(JSON.stringify({ ...logon, TargetCompID: options.targetCompId })));
    this.#socket.on("message", (bytes) => this.#message(bytes.toString()));
    this.#socket.on("error", (error) => this.#fail(error.message));
    this.#socket.on("close", (_code, reason) => this.#fail(`the server closed the connection: ${String(reason)}`));
  }

  send(request: number, isDepth: boolean): void {
    const { flow } = this;
    const kind = flow.next(request, isDepth);
    const head = `"ClOrdID":"${this.#id(request)}","Symbol":"${symbolName(flow.symbols[request])}"`;
    const side = `"Side":"${flow.isBuy[request] === 1 ? 1 : 2}"`;
    if (kind === RequestKind.Cancel) {
      const origin = this.#id(flow.origins[request]);
      this.#waiting.push(`{"MsgType":"OrderCancelRequest",${head},${side},"OrigClOrdID":"${origin}"}`);
      return;
    }
    const msgType = kind === RequestKind.Replace ? "OrderCancelReplaceRequest" : "NewOrderSingle";
    const origin = kind === RequestKind.Replace ? `,"OrigClOrdID":"${this.#id(flow.origins[request])}"` : "";
    const price = `"Price":"${(flow.prices[request] / 100).toFixed(2)}"`;
    const terms = `"OrderQty":"100","OrdType":"2",${price},"TimeInForce":"${kind === RequestKind.Take ? 3 : 1}"`;
    this.#waiting.push(`{"MsgType":"${msgType}",${head},${side},${terms}${origin}}`);
  }

  flush(): void {
    for (const text of this.#waiting) this.#socket.send(text);
    this.#waiting = [];
  }

  close(): void {
    this.isEnding = true;
    this.#socket.send('{"MsgType":"Logout"}');
    setTimeout(() => this.#socket.terminate(), 500).unref();
  }

  #fail(text: string): void {
    if (this.isEnding) return;
    this.isEnding = true;
    this.#socket.terminate();
    this.listener.onFailure(`${this.compId}: ${text}`);
  }

  #id(request: number): string {
    return `${this.#run}${String(request).padStart(ID_DIGITS, "0")}`;
  }

  #message(text: string): void {
    const readable = () => text;
    switch (field(text, "MsgType")) {
      case "ExecutionReport":
        return this.report(requestIn(text, "ClOrdID"), field(text, "ExecType"), field(text, "OrdStatus"), readable);
      case "OrderCancelReject":
        return this.cancelReject(requestIn(text, "ClOrdID"), text.includes('"CxlRejReason":0'), readable);
      case "BusinessMessageReject":
        return this.cancelReject(requestIn(text, "BusinessRejectRefID"), false, readable);
      case "Logon":
        this.loggedOn = true;
        return;
      case "Heartbeat":
      case "TestRequest":
        return;
      default:
        this.#fail(`a message that is no report came: ${text.slice(0, 300)}`);
    }
  }
}

/** The text of a property; "" when there is none. Its value is known to have no quotation mark in it. */
function field(text: string, name: string): string {
  const label = `"${name}":"`;
  const at = text.indexOf(label);
  return at === -1 ? "" : text.slice(at + label.length, text.indexOf('"', at + label.length));
}

function requestIn(text: string, name: string): number {
  return Number(field(text, name).slice(-ID_DIGITS));
}
