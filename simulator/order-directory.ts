/**
 * Hot path: finds one participant's orders by the participant's own numbers, and knows which requests were seen before;
 * budget 5 ns a look-up.
 *
 * A participant's order numbers ascend and its requests for one order too, so a page of plain numbers per 4,096 orders
 * does what a hash would, without its rehashing, and what was seen costs eight bytes an order:
 *
 *   order number >>> 12 -> page -> handle of the resting order or 0
 *                               -> requests below this were seen
 *
 * Pages stand one behind the other in two columns: a cancel reads the handles only, and a million of them are four
 * megabytes, which a processor keeps near. A page of which nothing rests and nothing came through a whole trading day
 * shrinks to a bit an order: seen, and done with.
 */
const PAGE_BITS = 12;
const PAGE_ORDERS = 1 << PAGE_BITS;
const PAGE_MASK = PAGE_ORDERS - 1;
const PAGES_AT_START = 4;
const RUNS_AT_START = 16;
/** Stands in for the page of a run that shrank to bits, as page 0 does for one never heard of. Neither is ever written to. */
const SHRUNK = 1;
const EVERY_REQUEST = 0x7fff_ffff;

/** In place of a handle: requests spoke of the order, and it never came itself. It still may, where a line loses messages. */
export const NEVER_CAME = -2;

export class OrderDirectory {
  /** The greatest order number seen. */
  highest = 0;
  /** Which page a run of order numbers has, and the trading day its last request came on. */
  #pageNumbers = new Int32Array(RUNS_AT_START);
  #lastDays = new Int32Array(RUNS_AT_START);
  #handles = new Int32Array(PAGES_AT_START << PAGE_BITS);
  #requests = new Int32Array(PAGES_AT_START << PAGE_BITS);
  #pageCount = SHRUNK + 1;
  readonly #freePages: number[] = [];
  /** By run that shrank: a bit for every order that was seen. */
  readonly #bits = new Map<number, Uint8Array>();
  #day = 0;

  /** Pages of memory in use, for tests of its bounds. */
  get pageCount(): number {
    return this.#pageCount;
  }

  /** What was set for the order: the handle where it rests, or 0. */
  handle(order: number): number {
    return this.#handles[this.#place(order)];
  }

  /** Has the participant's request number `request` for this order, or a later one, come before? */
  hasSeen(order: number, request: number): boolean {
    const place = this.#place(order);
    if (place >>> PAGE_BITS === SHRUNK) return this.#isMarked(order);
    return request < this.#requests[place];
  }

  /** Has any request for this order come before? */
  knows(order: number): boolean {
    const place = this.#place(order);
    if (place >>> PAGE_BITS === SHRUNK) return this.#isMarked(order);
    return this.#requests[place] !== 0;
  }

  /** Remembers that the participant's request number `request` for this order has come. */
  see(order: number, request: number): void {
    const run = order >>> PAGE_BITS;
    if (run >= this.#pageNumbers.length) this.#growRuns(run);
    if (this.#pageNumbers[run] <= SHRUNK) this.#restore(run);
    this.#lastDays[run] = this.#day;
    this.#requests[this.#place(order)] = request + 1;
    if (order > this.highest) this.highest = order;
  }

  /** Remembers where an order seen before rests; 0 when it is done. */
  setHandle(order: number, handle: number): void {
    this.#handles[this.#place(order)] = handle;
  }

  /** A trading day begins. Runs that nothing rests of, and nothing was heard of since the day before the last, shrink. */
  openDay(day: number): void {
    const lastDay = this.#day;
    this.#day = day;
    for (let run = 0; run < this.#pageNumbers.length; run++) {
      const page = this.#pageNumbers[run];
      if (page <= SHRUNK || this.#lastDays[run] >= lastDay || this.#hasResting(page)) continue;
      const first = page << PAGE_BITS;
      this.#bits.set(run, bitsOf(this.#requests.subarray(first, first + PAGE_ORDERS)));
      this.#pageNumbers[run] = SHRUNK;
      this.#freePages.push(page);
    }
  }

  /** Where the order stands in both columns. */
  #place(order: number): number {
    const run = order >>> PAGE_BITS;
    const page = run < this.#pageNumbers.length ? this.#pageNumbers[run] : 0;
    return (page << PAGE_BITS) | (order & PAGE_MASK);
  }

  /** Gives a run its page, or gives it back: an order of it was held until now, while the others were done with. */
  #restore(run: number): void {
    const page = this.#newPage();
    this.#pageNumbers[run] = page;
    const bits = this.#bits.get(run);
    if (bits === undefined) return;
    const first = page << PAGE_BITS;
    for (let at = 0; at < PAGE_ORDERS; at++) if (isSet(bits, at)) this.#requests[first + at] = EVERY_REQUEST;
    this.#bits.delete(run);
  }

  #isMarked(order: number): boolean {
    const bits = this.#bits.get(order >>> PAGE_BITS);
    return bits !== undefined && isSet(bits, order & PAGE_MASK);
  }

  /** Handles are above 0; what never was an order has one below. */
  #hasResting(page: number): boolean {
    const first = page << PAGE_BITS;
    for (let at = first; at < first + PAGE_ORDERS; at++) if (this.#handles[at] > 0) return true;
    return false;
  }

  #newPage(): number {
    const free = this.#freePages.pop();
    if (free !== undefined) {
      const first = free << PAGE_BITS;
      this.#handles.fill(0, first, first + PAGE_ORDERS);
      this.#requests.fill(0, first, first + PAGE_ORDERS);
      return free;
    }
    if (this.#pageCount << PAGE_BITS === this.#handles.length) {
      this.#handles = grown(this.#handles, this.#handles.length * 2);
      this.#requests = grown(this.#requests, this.#requests.length * 2);
    }
    return this.#pageCount++;
  }

  #growRuns(run: number): void {
    let length = this.#pageNumbers.length * 2;
    while (length <= run) length *= 2;
    this.#pageNumbers = grown(this.#pageNumbers, length);
    this.#lastDays = grown(this.#lastDays, length);
  }
}

function grown(column: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  const copy = new Int32Array(length);
  copy.set(column);
  return copy;
}

function bitsOf(requests: Int32Array): Uint8Array {
  const bits = new Uint8Array(PAGE_ORDERS >> 3);
  for (let at = 0; at < PAGE_ORDERS; at++) if (requests[at] !== 0) bits[at >> 3] |= 1 << (at & 7);
  return bits;
}

function isSet(bits: Uint8Array, at: number): boolean {
  return (bits[at >> 3] & (1 << (at & 7))) !== 0;
}
