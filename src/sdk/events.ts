/**
 * The journal's events, one after the other, for Node and the browser:
 *
 *   for await (const event of events({ url: "http://127.0.0.1:8080", from: 1 })) console.log(event.kind, event.order?.OrderID);
 *
 * It connects again when the line is lost and goes on behind the last event it gave: none is missed and none comes twice,
 * whichever side was restarted. `event.id` is the cursor: who keeps it, and gives it back as `after`, goes on there.
 */

/** An event of the journal. Fields that FIX has carry its name and value, decimals and ids are text, what is empty is not there. */
export type JournalEvent = {
  /** The cursor; of a report to a client it is the report's ExecID(17). */
  id: string;
  sequence: number;
  eventIndex: number;
  /** ISO 8601, UTC, nanoseconds. */
  time: string;
  /** OrderAccepted, OrderFilled … The page /docs/events has them all, with their fields. */
  kind: string;
  command: string;
  who: string;
  client?: string;
  symbol?: string;
  order?: { OrderID: string; Account: string; Symbol: string; Side: string };
  /** How the order stands after it, when the client is told of it. */
  report?: { ExecType: string; OrdStatus: string; ClOrdID: string; CumQty: string; LeavesQty: string };
  fields: JournalEventFields;
};
export type JournalEventFields = {
  ClOrdID?: string;
  OrigClOrdID?: string;
  OrderQty?: string;
  Price?: string;
  LastQty?: string;
  LastPx?: string;
  OrdType?: string;
  TimeInForce?: string;
  OrdRejReason?: number;
  CxlRejReason?: number;
  Text?: string;
} & { [field: string]: unknown };

export type EventsOptions = {
  /** Where the desk listens: "http://127.0.0.1:8080". */
  url: string;
  /** The first sequence wanted; without it and `after`, what happens from now on. */
  from?: number;
  /** The id of the last event dealt with. */
  after?: string;
  client?: string;
  symbol?: string;
  kinds?: readonly string[];
  /** false: it ends with what is there now. */
  follow?: boolean;
  signal?: AbortSignal;
  /** Told how far it is, also when nothing it wants happens: what to keep for `after`. */
  onCursor?: (id: string) => void;
  /** Told when the line is there and when it is lost. */
  onLine?: (isUp: boolean, reason: string) => void;
  /** Longest pause before it is tried again, in milliseconds. */
  retryMaxMs?: number;
};

const RETRY_MIN_MS = 200;
const RETRY_MAX_MS = 5_000;
/** The other side says something every 5 s. */
const SILENCE_MS = 20_000;

type Block = { event: string; data: string; id: string };

/**
 * @throws Error when what was asked for is refused: it is not understood, or it is too old to be there, with the first
 *   sequence that is. A line that is lost is no error.
 */
export async function* events(options: EventsOptions): AsyncGenerator<JournalEvent, void, undefined> {
  const { signal, onCursor = () => {}, onLine = () => {} } = options;
  let cursor = options.after ?? "";
  let pauseMs = RETRY_MIN_MS;
  while (!isAborted(signal)) {
    const line = new Line(signal);
    let reason = "the line was lost";
    try {
      const reply = await fetch(addressOf(options, cursor), { signal: line.signal });
      if (!reply.ok && reply.status !== 503) throw new Refused((await reply.json()) as { text?: string });
      if (!reply.ok || reply.body === null) throw new Error(`answered ${reply.status}`);
      onLine(true, "");
      for await (const { event, data, id } of blocks(reply.body, line)) {
        pauseMs = RETRY_MIN_MS;
        if (event === "end") return;
        if (event === "closed") {
          reason = (JSON.parse(data) as { reason: string }).reason;
          break;
        }
        if (id !== "") {
          cursor = id;
          onCursor(id);
        }
        if (data !== "") yield JSON.parse(data) as JournalEvent;
      }
    } catch (error) {
      if (error instanceof Refused) throw error;
      if (error instanceof Error) reason = error.message;
    } finally {
      line.close();
    }
    if (isAborted(signal)) return;
    onLine(false, reason);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    pauseMs = Math.min(options.retryMaxMs ?? RETRY_MAX_MS, pauseMs * 2);
  }
}

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

class Refused extends Error {
  constructor({ text }: { text?: string }) {
    super(text ?? "the event stream was refused");
  }
}

/** One connection, ended by the caller's signal or by silence. */
class Line {
  readonly #controller = new AbortController();
  readonly #outer: AbortSignal | undefined;
  readonly #abort = () => this.#controller.abort();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(outer: AbortSignal | undefined) {
    this.#outer = outer;
    outer?.addEventListener("abort", this.#abort);
    this.heard();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  heard(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#abort, SILENCE_MS);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#outer?.removeEventListener("abort", this.#abort);
    this.#controller.abort();
  }
}

function addressOf({ url, from, client, symbol, kinds, follow }: EventsOptions, cursor: string): string {
  const query = new URLSearchParams();
  if (cursor !== "") query.set("after", cursor);
  else if (from !== undefined) query.set("from", String(from));
  if (client !== undefined) query.set("client", client);
  if (symbol !== undefined) query.set("symbol", symbol);
  if (kinds !== undefined && kinds.length > 0) query.set("kinds", kinds.join(","));
  if (follow === false) query.set("follow", "false");
  return `${url.replace(/\/$/, "")}/api/events?${query}`;
}

/** Server-sent events (WHATWG HTML, 9.2), as far as this stream uses them. */
async function* blocks(body: ReadableStream<Uint8Array>, line: Line): AsyncGenerator<Block, void, undefined> {
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    line.heard();
    rest += decoder.decode(value, { stream: true });
    const parts = rest.split("\n\n");
    rest = parts.pop() ?? "";
    for (const part of parts) yield blockOf(part);
  }
}

function blockOf(part: string): Block {
  const block: Block = { event: "", data: "", id: "" };
  for (const text of part.split("\n")) {
    const colon = text.indexOf(": ");
    if (colon <= 0) continue;
    const name = text.slice(0, colon);
    if (name === "event" || name === "data" || name === "id") block[name] = text.slice(colon + 2);
  }
  return block;
}
