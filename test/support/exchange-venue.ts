/**
 * `lockstep exchange` as a transcript's venue, just as its users have it: in a process of its own, with its book, its rules and
 * its journal. What a transcript has it do is done by those who trade there and by its operator: a fill by somebody who takes
 * the other side, where the order is the best and trades at its own price, everything else by the operator's commands. What
 * it was asked is heard from its drop copy.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { refusalText, Text, textOf } from "../../simulator/report-text.ts";
import { type LockstepProcess, startLockstep } from "./process.ts";
import type { LineNumbers, VenueDoor } from "./stage.ts";
import { limit, type Message, of, Trader } from "./trader.ts";

const GATEWAY = "GW";
const PATIENCE_MS = 20_000;
const CONFIG = `
compId: XSIM
insecureLogon: true
durability: write
sessions:
  - { compId: ${GATEWAY}, beginString: FIX.4.4, reportsOverReset: drop }
  - { compId: OTHER, beginString: FIX.4.4 }
  - { compId: COPY, beginString: FIX.4.4, dropCopy: { clients: [${GATEWAY}], includeRequests: true } }
instruments:
  - { symbol: ACME, referencePrice: "10.00" }
  - { symbol: BETA.L, referencePrice: "100.00" }
  - { symbol: BETA.P, referencePrice: "100.00" }
`;

/** An order as the drop copy tells of it. */
type Known = {
  symbol: string;
  side: string;
  price: number;
  orderId: string;
  isOpen: boolean;
  /** Of its trades, as they were first told. */
  execIds: string[];
};

export class ExchangeVenue implements VenueDoor {
  readonly requests: string[] = [];
  readonly #process: LockstepProcess;
  readonly #home: string;
  readonly #copy = new Trader("COPY", "FIX.4.4");
  readonly #other = new Trader("OTHER", "FIX.4.4");
  /** By the OMS's order number, of this transcript. */
  #orders = new Map<string, Known>();
  #latest = "";
  /** What waits for the operator's word, by type. */
  #held: string[] = [];
  #isHolding = false;
  /** Texts of a transcript in the exchange's words. */
  readonly #words = new Map([
    ["the venue canceled it", textOf(Text.CanceledByExchange)],
    ["too late", textOf(Text.OrderDone)],
  ]);
  #heard = 0;
  #transcripts = 0;
  #trades = 0;

  static async open(): Promise<ExchangeVenue> {
    const home = mkdtempSync(join(tmpdir(), "lockstep-exchange-venue-"));
    const config = join(home, "exchange.yaml");
    writeFileSync(config, CONFIG);
    const args = ["--config", config, "--no-agents"];
    const venue = new ExchangeVenue(
      await startLockstep({ command: "exchange", dataDir: join(home, "data"), args }),
      home,
    );
    await venue.#copy.logOn(venue.port);
    await venue.#other.logOn(venue.port);
    return venue;
  }

  private constructor(process: LockstepProcess, home: string) {
    this.#process = process;
    this.#home = home;
  }

  get port(): number {
    return this.#process.fixPort;
  }

  /** Every transcript's OMS is a new one: its numbers begin at 1, and its ClOrdIDs are others than those before. */
  get row(): string {
    return `senderCompId: ${GATEWAY}, targetCompId: XSIM, resetOnLogon: true, clOrdIdPrefix: ${this.#prefix}`;
  }

  wordOf(tag: string, value: string): string {
    if (tag === "536") return this.#orders.get(value.replace(/^V(\d+)-1$/, "$1"))?.orderId ?? value;
    if (tag !== "58") return value;
    const longestFirst = [...this.#words].sort(([a], [b]) => b.length - a.length);
    const [text, words] = longestFirst.find(([each]) => value.endsWith(each)) ?? ["", ""];
    return value.slice(0, value.length - text.length) + words;
  }

  async reset(): Promise<void> {
    await this.#hold(false);
    await this.#command({ do: "cancelAll", session: "", symbol: "", side: "" });
    await this.numbers();
    this.#transcripts++;
    this.#orders = new Map();
    this.#latest = "";
    this.requests.length = 0;
  }

  async act(words: string): Promise<void> {
    if (words === "hold" || words === "release") return this.#hold(words === "hold");
    if (words === "accept") {
      this.#held.shift();
      return this.#command({ do: "answer", reason: -1 });
    }
    if (words.startsWith("reject ")) {
      // OrdRejReason(103) 0 and CxlRejReason(102) 2 are both the exchange's own choice.
      const reason = this.#held.shift() === "D" ? 0 : 2;
      this.#words.set(words.slice("reject ".length), textOf(refusalText(reason)));
      return this.#command({ do: "answer", reason });
    }
    const [, number = this.#latest, deed = words] = /^order (\d+) (.+)$/.exec(words) ?? [];
    const order = this.#orders.get(number);
    if (order === undefined) throw new Error(`the exchange has heard of no order ${number}`);
    this.#latest = number;
    const { orderId } = order;
    const [, qty, price] = /^fill (\d+) @ ([\d.]+)$/.exec(deed) ?? [];
    const [, bust] = /^bust (\d+)$/.exec(deed) ?? [];
    const [, correct, toQty, toPrice] = /^correct (\d+) to (\d+) @ ([\d.]+)$/.exec(deed) ?? [];
    if (qty !== undefined) {
      if (this.#isBest(order) && Number(price) === order.price) return this.#trade(order, Number(qty), price);
      return this.#command({ do: "fill", orderId, qty, price });
    }
    if (bust !== undefined) return this.#command({ do: "bust", execId: order.execIds[Number(bust) - 1] });
    if (correct !== undefined) {
      const execId = order.execIds[Number(correct) - 1];
      return this.#command({ do: "correct", execId, qty: toQty, price: toPrice });
    }
    if (deed === "expire") return this.#command({ do: "expire", orderId });
    if (deed !== "unsolicited cancel") throw new Error(`nobody at the exchange can "${words}"`);
    return this.#command({ do: "cancel", orderId });
  }

  setUp(): Promise<void> {
    throw new Error("the exchange's door stays open");
  }

  /** A batch is made of what came in one turn: two looks in a row that see the same numbers see its end. */
  async numbers(): Promise<LineNumbers> {
    const untilMs = performance.now() + PATIENCE_MS;
    for (let before = ""; ; ) {
      const found = await this.#sessions();
      const [gateway, copy] = [found.get(GATEWAY)!, found.get("COPY")!];
      const now = JSON.stringify([...found]);
      if (now === before && this.#copy.nextIn === copy.out) {
        this.#read();
        return gateway;
      }
      if (performance.now() > untilMs) throw new Error(`the exchange does not come to rest: ${now}`);
      if (before !== "") await new Promise((resolve) => setTimeout(resolve, 1));
      before = now;
    }
  }

  async stop(): Promise<void> {
    this.#copy.drop();
    this.#other.drop();
    await this.#process.stop();
    rmSync(this.#home, { recursive: true, force: true });
  }

  get #prefix(): string {
    return `T${this.#transcripts}.`;
  }

  async #hold(isOn: boolean): Promise<void> {
    await this.#command(isOn ? { do: "hold", session: GATEWAY } : { do: "release" });
    this.#isHolding = isOn;
    this.#held = [];
  }

  /** Whether whoever takes the other side at its price trades with this order alone. */
  #isBest(order: Known): boolean {
    const sign = order.side === "1" ? 1 : -1;
    return [...this.#orders.values()].every(
      ({ symbol, side, price, isOpen }, index, all) =>
        all[index] === order ||
        !isOpen ||
        symbol !== order.symbol ||
        (side === "1" ? 1 : -1) !== sign ||
        price * sign < order.price * sign,
    );
  }

  /** Somebody takes the other side at the order's price. */
  async #trade({ symbol, side }: Known, qty: number, price: string): Promise<void> {
    const clOrdId = `K${++this.#trades}`;
    this.#other.send("D", limit(clOrdId, symbol, side === "1" ? 2 : 1, qty, price, "59=3|"));
    const ended = () =>
      this.#other.heard.find((message) => of(message, 11) === clOrdId && /[248]/.test(of(message, 39)!));
    await this.#other.until(() => ended() !== undefined, `${clOrdId} does not end`, PATIENCE_MS);
    const end = ended()!;
    if (of(end, 39) !== "2") throw new Error(`nobody can have ${qty} of the order at ${price}: ${of(end, 58)}`);
  }

  #read(): void {
    const { heard } = this.#copy;
    for (; this.#heard < heard.length; this.#heard++) this.#take(heard[this.#heard]);
  }

  #take(message: Message): void {
    const type = of(message, 35)!;
    const clOrdId = of(message, 11) ?? "";
    if (!clOrdId.startsWith(this.#prefix)) return;
    const number = clOrdId.slice(this.#prefix.length).split("-")[0];
    const price = Number(of(message, 44) ?? Number.NaN);
    if (type === "8") this.#report(this.#orders.get(number), message, price);
    if (type !== "D" && type !== "F" && type !== "G") return;
    this.#latest = number;
    if (this.#isHolding) this.#held.push(type);
    const [symbol, side] = [of(message, 55)!, of(message, 54)!];
    if (type === "D") this.#orders.set(number, { symbol, side, price, orderId: "", isOpen: true, execIds: [] });
    const terms = `${of(message, 38)} @ ${Number.isNaN(price) ? "market" : price}`;
    this.requests.push(type === "F" ? "cancel" : `${type === "D" ? "new" : "replace"} ${terms}`);
  }

  #report(order: Known | undefined, message: Message, price: number): void {
    if (order === undefined) return;
    Object.assign(order, { orderId: of(message, 37)!, price, isOpen: /[01A6E]/.test(of(message, 39)!) });
    if (of(message, 150) === "F") order.execIds.push(of(message, 17)!);
  }

  async #sessions(): Promise<Map<string, LineNumbers>> {
    const answer = await fetch(`http://127.0.0.1:${this.#process.httpPort}/api/market`);
    const { sessions } = (await answer.json()) as {
      sessions: { name: string; nextSenderMsgSeqNum: number; nextTargetMsgSeqNum: number }[];
    };
    return new Map(
      sessions.map(({ name, nextSenderMsgSeqNum: out, nextTargetMsgSeqNum }) => {
        return [name.split(" -> ")[1], { in: nextTargetMsgSeqNum, out }];
      }),
    );
  }

  async #command(command: Record<string, string | number>): Promise<void> {
    const answer = await fetch(`http://127.0.0.1:${this.#process.httpPort}/api/command`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ who: "transcript", ...command }),
    });
    const { error } = (await answer.json()) as { error: string };
    if (error !== "") throw new Error(`the exchange's operator cannot ${JSON.stringify(command)}: ${error}`);
  }
}
