/**
 * A buy side's trader: places orders, changes and cancels them, asks for their state, and keeps a ledger of what it was
 * told. The ledger is what the OMS is held to: whatever it acknowledged has to be there, after whatever happened.
 */
import type { Random } from "../../src/lib/random.ts";
import { ReportWatcher } from "../support/report-watcher.ts";
import { FixPeer, type PeerOptions, type PeerOwner } from "./fix-peer.ts";
import { type Fields, stamp } from "./fix-text.ts";
import type { World } from "./world.ts";

/** OrdStatus (39) values an order trades no more with. */
const TERMINAL = new Set(["2", "3", "4", "8", "C"]);
/** ExecType (150) of reports that answer nothing yet. */
const PENDING = new Set(["6", "A", "E"]);
const DUPLICATE_ORDER = "6";

/** One request of ours, by its ClOrdID. */
type Request = { clOrdId: string; kind: string; number: number; isAnswered: boolean; isAbandoned: boolean };

/** What we were told of one order, by its OrderID. */
export type ToldOrder = {
  orderId: number;
  side: string;
  symbol: string;
  /** The ClOrdID in force, as far as we know. */
  clOrdId: string;
  orderQty: number;
  cumQty: number;
  filled: number;
  ordStatus: string;
  isDone: boolean;
  /** By ExecID of its trades, what stands of each. */
  trades: Map<string, number>;
};

export type Market = { symbol: string; referencePx: number };

export type TraderOptions = {
  peer: Omit<PeerOptions, "world">;
  world: World;
  random: Random;
  markets: readonly Market[];
  /** Orders asked for again after a broken line are left out: they are too old by then. */
  leavesOutOld: boolean;
  /** Orders for people, for another exchange and in lists are among what it sends. */
  isMixed: boolean;
};

export class Trader implements PeerOwner {
  readonly peer: FixPeer;
  readonly requests = new Map<string, Request>();
  readonly orders = new Map<number, ToldOrder>();
  readonly #executions = new Set<string>();
  readonly #watcher = new ReportWatcher();
  readonly #options: TraderOptions;
  readonly #byNumber = new Map<number, Request[]>();
  #lastTransactTime = "";
  #orderCount = 0;

  constructor(options: TraderOptions) {
    this.#options = options;
    this.peer = new FixPeer({ ...options.peer, world: options.world }, this);
  }

  /** Requests that wait for their answer. */
  unanswered(): Request[] {
    return [...this.requests.values()].filter((request) => !request.isAnswered && !request.isAbandoned);
  }

  /** Does one thing a trader does. */
  act(): void {
    const { random, isMixed } = this.#options;
    if (!this.peer.loggedOn) return;
    if (isMixed && this.peer.beginString >= "FIX.4.2" && random.oneIn(25)) return this.#placeList();
    const choice = random.below(100);
    if (choice < 55 || this.orders.size === 0) this.#place();
    else if (choice < 70) this.#cancel();
    else if (choice < 84) this.#replace();
    else if (choice < 88) this.#status();
    else if (choice < 91) this.#placeAgain();
    else if (choice < 93) this.peer.askAgain(1 + random.below(Math.max(1, this.peer.nextIn - 1)));
    else if (choice < 96) this.peer.testRequest(`T${random.below(1000)}`);
    else if (choice < 98) this.peer.babble(random.oneIn(2) ? "8=FIX.4.4\x019=5\x0135=0\x0110=000\x01" : "nonsense\x01");
    else this.#placeWrong();
  }

  onApplication(msgType: string, fields: Fields): void {
    const clOrdId = fields.get("11") ?? "";
    if (msgType === "9") {
      this.#answer(clOrdId);
      return this.#takeRefusal(fields);
    }
    const time = fields.get("60") ?? "";
    if (time < this.#lastTransactTime) this.#complain("clock", `TransactTime ${time} after ${this.#lastTransactTime}`);
    this.#lastTransactTime = time;
    const isStatus = fields.get("150") === "I" || fields.get("20") === "3";
    // What the report tells, not what the order is: a replace may be confirmed while a cancel is pending.
    const isPending = PENDING.has(fields.get("150") ?? "");
    const isDuplicate = fields.get("103") === DUPLICATE_ORDER;
    if (!isStatus && !isPending && !isDuplicate) this.#answer(clOrdId);
    this.#takeReport(fields, isStatus || isDuplicate, isPending);
  }

  onRejected(number: number, fields: Fields): void {
    for (const request of this.#byNumber.get(number) ?? []) request.isAnswered = true;
    const text = fields.get("58") ?? "";
    // Before FIX 4.2 there is no other answer to an order that is not taken.
    if (fields.get("35") === "3" && this.peer.beginString >= "FIX.4.2")
      this.#complain("sessions", `number ${number} was rejected: ${text}`);
  }

  sendsAgain(number: number): boolean {
    const requests = this.#byNumber.get(number);
    if (requests === undefined) return true;
    if (!this.#options.leavesOutOld || requests[0].kind !== "D") return true;
    for (const request of requests) request.isAbandoned = true;
    return false;
  }

  #answer(clOrdId: string): void {
    const request = this.requests.get(clOrdId);
    if (request === undefined) return this.#complain("I2", `an answer to ${clOrdId}, which was never sent`);
    if (request.isAbandoned) this.#complain("I2", `an answer to ${clOrdId}, which was taken back`);
    request.isAnswered = true;
  }

  #takeRefusal(fields: Fields): void {
    const order = this.orders.get(Number(fields.get("37")));
    if (order === undefined) return;
    // FIX 4.0 and 4.1 do not say there what the order is; what was told of its quantities does.
    order.ordStatus = fields.get("39") ?? (order.cumQty === order.orderQty ? "2" : order.ordStatus);
    if (TERMINAL.has(order.ordStatus)) order.isDone = true;
  }

  #takeReport(fields: Fields, isStatus: boolean, isPending: boolean): void {
    const execId = fields.get("17") ?? "";
    if (this.#executions.has(execId)) return this.#complain("I3", `ExecID ${execId} twice: ${textOf(fields)}`);
    this.#executions.add(execId);
    const fault = this.#watcher.faultOf(fields);
    if (fault !== "") this.#complain("I3", fault);
    if (fields.get("37") === "NONE") return;
    const orderId = Number(fields.get("37"));
    let order = this.orders.get(orderId);
    if (order === undefined) {
      const side = fields.get("54") ?? "";
      const symbol = fields.get("55") ?? "";
      order = {
        orderId,
        side,
        symbol,
        clOrdId: "",
        orderQty: 0,
        cumQty: 0,
        filled: 0,
        ordStatus: "",
        isDone: false,
        trades: new Map<string, number>(),
      };
      this.orders.set(orderId, order);
    }
    const ordStatus = fields.get("39") ?? "";
    const cumQty = Number(fields.get("14"));
    const isBust = fields.get("150") === "H" || fields.get("20") === "1";
    const isCorrection = fields.get("150") === "G" || fields.get("20") === "2";
    const lastQty = isStatus || isBust ? 0 : Number(fields.get("32") ?? 0);
    if (isBust || isCorrection) order.trades.delete(fields.get("19") ?? "");
    if (lastQty > 0) order.trades.set(execId, lastQty);
    order.filled = [...order.trades.values()].reduce((sum, qty) => sum + qty, 0);
    order.cumQty = cumQty;
    order.orderQty = Number(fields.get("38"));
    order.ordStatus = ordStatus;
    if (isBust || isCorrection) order.isDone = TERMINAL.has(ordStatus);
    if (TERMINAL.has(ordStatus)) order.isDone = true;
    else if (!isStatus && !isPending) order.clOrdId = fields.get("11") ?? "";
  }

  #send(kind: string, clOrdId: string, body: string): void {
    this.#sendAll(kind, [clOrdId], body);
  }

  /** @param clOrdIds of its orders, each of which is answered by itself */
  #sendAll(kind: string, clOrdIds: readonly string[], body: string): void {
    const number = this.peer.send(kind, body);
    if (number === 0) return;
    const requests = clOrdIds.map((clOrdId) => ({ clOrdId, kind, number, isAnswered: false, isAbandoned: false }));
    for (const request of requests) this.requests.set(request.clOrdId, request);
    this.#byNumber.set(number, requests);
  }

  /** A few orders in one message, some of which depend on one another where the version has words for it. */
  #placeList(): void {
    const { random, markets } = this.#options;
    const { symbol, referencePx } = markets[random.below(markets.length)];
    const isContingent = this.peer.beginString === "FIXT.1.1" && random.oneIn(2);
    const clOrdIds = Array.from({ length: 2 + random.below(3) }, () => this.#nextClOrdId());
    const lines = clOrdIds.map((clOrdId, index) => {
      const terms = `55=${symbol}|54=${1 + random.below(2)}|38=${10 + random.below(90)}|40=2|44=${this.#price(referencePx)}|`;
      return `11=${clOrdId}|67=${index + 1}|${terms}`;
    });
    const contingency = isContingent ? `1385=${1 + random.below(4)}|` : "";
    const head = `66=L${clOrdIds[0]}|394=3|${contingency}68=${lines.length}|73=${lines.length}|`;
    this.#sendAll("E", clOrdIds, head + lines.join(""));
  }

  #place(): void {
    const { random, markets } = this.#options;
    const { symbol, referencePx } = markets[random.below(markets.length)];
    const clOrdId = this.#nextClOrdId();
    const isMarket = random.oneIn(12);
    const timeInForce = isMarket || random.oneIn(6) ? (random.oneIn(3) ? "4" : "3") : random.oneIn(4) ? "1" : "0";
    const price = isMarket ? "" : `44=${this.#price(referencePx)}|`;
    const terms = `38=${1 + random.below(400)}|40=${isMarket ? 1 : 2}|${price}54=${1 + random.below(2)}|55=${symbol}`;
    const { isMixed } = this.#options;
    const isCare = isMixed && random.oneIn(5);
    // FIX 4.0 knows no destination but its own.
    const exDestination = isMixed && random.oneIn(4) && this.peer.beginString > "FIX.4.0" ? "100=XALT|" : "";
    const handling = `21=${isCare ? 3 : 1}|${exDestination}`;
    this.#send("D", clOrdId, `11=${clOrdId}|${handling}${terms}|59=${timeInForce}|${this.#time()}`);
  }

  #placeWrong(): void {
    const clOrdId = this.#nextClOrdId();
    const { random } = this.#options;
    const symbol = random.oneIn(2) ? "NOBODY" : this.#options.markets[0].symbol;
    const terms = `38=${random.oneIn(2) ? 10 : 1e9}|40=2|44=${random.oneIn(2) ? "100.005" : "1.00"}|54=1|55=${symbol}`;
    this.#send("D", clOrdId, `11=${clOrdId}|21=1|${terms}|59=0|${this.#time()}`);
  }

  /** The same order once more, by mistake or as a possible resend. */
  #placeAgain(): void {
    const { random } = this.#options;
    const known = [...this.requests.values()].filter(({ kind, isAnswered }) => kind === "D" && isAnswered);
    if (known.length === 0 || this.peer.beginString < "FIX.4.2") return;
    const { clOrdId } = known[random.below(known.length)];
    const { symbol, referencePx } = this.#options.markets[0];
    const terms = `38=5|40=2|44=${this.#price(referencePx)}|54=1|55=${symbol}|59=0|`;
    const possResend = random.oneIn(2) ? "97=Y|" : "";
    this.peer.send("D", `${possResend}11=${clOrdId}|21=1|${terms}${this.#time()}`);
  }

  #cancel(): void {
    const order = this.#someOrder();
    if (order === null) return;
    const clOrdId = this.#nextClOrdId();
    const qty = this.peer.beginString === "FIX.4.0" ? "125=F|" : "";
    const terms = `38=1|41=${order.clOrdId}|54=${order.side}|55=${order.symbol}|`;
    this.#send("F", clOrdId, `11=${clOrdId}|${terms}${this.#time()}${qty}`);
  }

  #replace(): void {
    const order = this.#someOrder();
    if (order === null) return;
    const { random, markets } = this.#options;
    const market = markets.find(({ symbol }) => symbol === order.symbol) ?? markets[0];
    const clOrdId = this.#nextClOrdId();
    const terms = `38=${1 + random.below(500)}|40=2|41=${order.clOrdId}|44=${this.#price(market.referencePx)}|`;
    this.#send("G", clOrdId, `11=${clOrdId}|21=1|${terms}54=${order.side}|55=${order.symbol}|${this.#time()}`);
  }

  #status(): void {
    const order = this.#someOrder();
    if (order === null) return;
    this.peer.send("H", `11=${order.clOrdId}|54=${order.side}|55=${order.symbol}|`);
  }

  /** Mostly a young one that may still trade. */
  #someOrder(): ToldOrder | null {
    const { random } = this.#options;
    const orders = [...this.orders.values()].slice(-60).filter(({ clOrdId }) => clOrdId !== "");
    const open = orders.filter(({ isDone }) => !isDone);
    const choice = open.length > 0 && !random.oneIn(8) ? open : orders;
    return choice.length === 0 ? null : choice[random.below(choice.length)];
  }

  #price(referencePx: number): string {
    return (referencePx + (this.#options.random.below(61) - 30) / 100).toFixed(2);
  }

  #time(): string {
    const { beginString } = this.peer;
    return beginString < "FIX.4.2" ? "" : `60=${stamp(this.#options.peer.wallNs())}|`;
  }

  #nextClOrdId(): string {
    return `${this.peer.compId}-${++this.#orderCount}`;
  }

  #complain(invariant: string, text: string): void {
    this.#options.world.fail(invariant, `${this.peer.compId}: ${text}`);
  }
}

function textOf(fields: Fields): string {
  return [...fields].map(([tag, value]) => `${tag}=${value}`).join("|");
}
