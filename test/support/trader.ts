/** A client of `lockstep exchange` over FIX that keeps what it hears, and the messages it sends. */
import { PersistentClient } from "./persistent-client.ts";

export type Message = [tag: string, value: string][];

/** A client that keeps every application message with its groups, by type. */
export class Trader extends PersistentClient {
  readonly heard: Message[] = [];
  #seen = 0;

  constructor(compId: string, beginString: string, applVerId = "", target = "XSIM") {
    super({ compId, beginString, target, applVerId });
    this.onRaw = (raw) => this.heard.push(raw.split("\x01").map((field) => field.split(/=(.*)/s) as [string, string]));
  }

  /** The next message not looked at yet that has all these fields. */
  async next(wanted: Record<number, string>): Promise<Message> {
    let found: Message | undefined;
    const isWanted = (message: Message) =>
      Object.entries(wanted).every(([tag, value]) => message.some(([key, text]) => key === tag && text === value));
    await this.until(
      () => {
        const at = this.heard.findIndex((message, index) => index >= this.#seen && isWanted(message));
        if (at < 0) return false;
        found = this.heard[at];
        this.#seen = at + 1;
        return true;
      },
      `${this.compId} waits for ${JSON.stringify(wanted)}; heard ${JSON.stringify(this.heard.slice(this.#seen))}`,
    );
    return found!;
  }
}

export const of = (message: Message, tag: number) => message.find(([key]) => key === String(tag))?.[1];

/** A group's entries, each begun by its first tag. */
export function entries(message: Message, first: number): Map<string, string>[] {
  const found: Map<string, string>[] = [];
  for (const [tag, value] of message) {
    if (tag === String(first)) found.push(new Map());
    found.at(-1)?.set(tag, value);
  }
  return found;
}

/** The levels a market data subscriber knows of a book, from the whole of its snapshots (W) and increments (X). */
export class ToldBook {
  readonly book = new Map<string, { side: string; price: number; qty: number }>();
  readonly trades: string[] = [];

  take(message: Message): void {
    const isSnapshot = of(message, 35) === "W";
    if (isSnapshot) this.book.clear();
    for (const entry of entries(message, isSnapshot ? 269 : 279)) {
      const side = entry.get("269")!;
      // Up to 4.4 a snapshot's entries have no MDEntryID: an order is known by OrderID(37), a level by its price.
      const id = entry.get("37") ?? `${side} ${entry.get("270")}`;
      if (side === "J") continue;
      if (side === "2") this.trades.push(`${entry.get("271")}@${entry.get("270")}`);
      else if (entry.get("279") === "2") this.book.delete(id);
      else this.book.set(id, { side, price: Number(entry.get("270")), qty: Number(entry.get("271")) });
    }
  }

  /** Price -> quantity of a side, best first. */
  levels(side: string): [number, number][] {
    const levels = new Map<number, number>();
    for (const row of this.book.values()) {
      if (row.side === side) levels.set(row.price, (levels.get(row.price) ?? 0) + row.qty);
    }
    return [...levels].sort(([a], [b]) => (side === "0" ? b - a : a - b));
  }
}

export const limit = (clOrdId: string, symbol: string, side: number, qty: number, price: string, more = "") =>
  `11=${clOrdId}|21=1|55=${symbol}|54=${side}|60=20261122-10:00:00|38=${qty}|40=2|44=${price}|${more}`;
