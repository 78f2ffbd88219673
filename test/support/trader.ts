/** A client of `lockstep exchange` over FIX that keeps what it hears, and the messages it sends. */
import { PersistentClient } from "./persistent-client.ts";

export type Message = [tag: string, value: string][];

/** A client that keeps every application message with its groups, by type. */
export class Trader extends PersistentClient {
  readonly heard: Message[] = [];
  #seen = 0;

  constructor(compId: string, beginString: string, applVerId = "") {
    super({ compId, beginString, target: "XSIM", applVerId });
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

export const limit = (clOrdId: string, symbol: string, side: number, qty: number, price: string, more = "") =>
  `11=${clOrdId}|21=1|55=${symbol}|54=${side}|60=20261122-10:00:00|38=${qty}|40=2|44=${price}|${more}`;
