/**
 * Hot path: finds one participant's orders by the participant's own numbers, and knows which requests were seen before;
 * budget 5 ns a look-up.
 *
 * A participant's order numbers ascend and its requests for one order too, so a page of plain arrays per 4,096 orders
 * does what a hash would, without its rehashing, and what was seen costs eight bytes an order:
 *
 *   order number >>> 12 -> page -> (handle of the resting order or 0, requests below this were seen)
 *
 * A page of which nothing rests and nothing came through a whole trading day shrinks to a bit an order: seen, and done with.
 */
const PAGE_BITS = 12;
const PAGE_ORDERS = 1 << PAGE_BITS;
const PAGES_AT_START = 16;
/** Stands in for the page of a run that shrank to bits, as page 0 does for one never heard of. Neither is ever written to. */
const SHRUNK = 1;
const EVERY_REQUEST = 0x7fff_ffff;

export class OrderDirectory {
  /** The greatest order number seen. */
  highest = 0;
  /** Which of `#pages` a run of order numbers has, and the trading day its last request came on. */
  #pageNumbers = new Int32Array(PAGES_AT_START);
  #lastDays = new Int32Array(PAGES_AT_START);
  readonly #pages: Int32Array[] = [new Int32Array(PAGE_ORDERS * 2), new Int32Array(PAGE_ORDERS * 2)];
  readonly #freePages: number[] = [];
  /** By run that shrank: a bit for every order that was seen. */
  readonly #bits = new Map<number, Uint8Array>();
  #day = 0;

  /** Pages of memory in use, for tests of its bounds. */
  get pageCount(): number {
    return this.#pages.length;
  }

  /** What was set for the order: the handle where it rests, or 0. */
  handle(order: number): number {
    return this.#page(order)[(order & (PAGE_ORDERS - 1)) << 1];
  }

  /** Has the participant's request number `request` for this order, or a later one, come before? */
  hasSeen(order: number, request: number): boolean {
    const page = this.#page(order);
    if (page === this.#pages[SHRUNK]) return this.#isMarked(order);
    return request < page[((order & (PAGE_ORDERS - 1)) << 1) + 1];
  }

  /** Has any request for this order come before? */
  knows(order: number): boolean {
    const page = this.#page(order);
    if (page === this.#pages[SHRUNK]) return this.#isMarked(order);
    return page[((order & (PAGE_ORDERS - 1)) << 1) + 1] !== 0;
  }

  /** Remembers that the participant's request number `request` for this order has come. */
  see(order: number, request: number): void {
    const run = order >>> PAGE_BITS;
    if (run >= this.#pageNumbers.length) this.#grow(run);
    if (this.#pageNumbers[run] <= SHRUNK) this.#restore(run);
    this.#lastDays[run] = this.#day;
    this.#pages[this.#pageNumbers[run]][((order & (PAGE_ORDERS - 1)) << 1) + 1] = request + 1;
    if (order > this.highest) this.highest = order;
  }

  /** Remembers where an order seen before rests; 0 when it is done. */
  setHandle(order: number, handle: number): void {
    this.#page(order)[(order & (PAGE_ORDERS - 1)) << 1] = handle;
  }

  /** A trading day begins. Runs that nothing rests of, and nothing was heard of since the day before the last, shrink. */
  openDay(day: number): void {
    const lastDay = this.#day;
    this.#day = day;
    for (let run = 0; run < this.#pageNumbers.length; run++) {
      const pageNumber = this.#pageNumbers[run];
      if (pageNumber <= SHRUNK || this.#lastDays[run] >= lastDay || hasResting(this.#pages[pageNumber])) continue;
      this.#bits.set(run, bitsOf(this.#pages[pageNumber]));
      this.#pageNumbers[run] = SHRUNK;
      this.#freePages.push(pageNumber);
    }
  }

  /** Gives a run its page, or gives it back: an order of it was held until now, while the others were done with. */
  #restore(run: number): void {
    this.#pageNumbers[run] = this.#newPage();
    const bits = this.#bits.get(run);
    if (bits === undefined) return;
    const page = this.#pages[this.#pageNumbers[run]];
    for (let at = 0; at < PAGE_ORDERS; at++) if (isSet(bits, at)) page[(at << 1) + 1] = EVERY_REQUEST;
    this.#bits.delete(run);
  }

  #isMarked(order: number): boolean {
    const bits = this.#bits.get(order >>> PAGE_BITS);
    return bits !== undefined && isSet(bits, order & (PAGE_ORDERS - 1));
  }

  #newPage(): number {
    const free = this.#freePages.pop();
    if (free === undefined) return this.#pages.push(new Int32Array(PAGE_ORDERS * 2)) - 1;
    this.#pages[free].fill(0);
    return free;
  }

  #page(order: number): Int32Array {
    const run = order >>> PAGE_BITS;
    return this.#pages[run < this.#pageNumbers.length ? this.#pageNumbers[run] : 0];
  }

  #grow(run: number): void {
    let length = this.#pageNumbers.length * 2;
    while (length <= run) length *= 2;
    const grown = new Int32Array(length);
    grown.set(this.#pageNumbers);
    this.#pageNumbers = grown;
    const days = new Int32Array(length);
    days.set(this.#lastDays);
    this.#lastDays = days;
  }
}

function bitsOf(page: Int32Array): Uint8Array {
  const bits = new Uint8Array(PAGE_ORDERS >> 3);
  for (let at = 0; at < PAGE_ORDERS; at++) if (page[(at << 1) + 1] !== 0) bits[at >> 3] |= 1 << (at & 7);
  return bits;
}

function isSet(bits: Uint8Array, at: number): boolean {
  return (bits[at >> 3] & (1 << (at & 7))) !== 0;
}

/** Handles are above 0; what never was an order has one below. */
function hasResting(page: Int32Array): boolean {
  for (let at = 0; at < page.length; at += 2) if (page[at] > 0) return true;
  return false;
}
