/**
 * Hot path: finds one participant's orders by the participant's own numbers, and knows which requests were seen before;
 * budget 5 ns a look-up.
 *
 * A participant's order numbers ascend and its requests for one order too, so a page of plain arrays per 4,096 orders
 * does what a hash would, without its rehashing, and what was seen costs eight bytes an order for good:
 *
 *   order number >>> 12 -> page -> (handle of the resting order or 0, requests below this were seen)
 */
const PAGE_BITS = 12;
const PAGE_ORDERS = 1 << PAGE_BITS;
const PAGES_AT_START = 16;

export class OrderDirectory {
  /** The greatest order number seen. */
  highest = 0;
  /** Which of `#pages` a run of order numbers has; 0 is the page of those never seen, which stays empty. */
  #pageNumbers = new Int32Array(PAGES_AT_START);
  readonly #pages: Int32Array[] = [new Int32Array(PAGE_ORDERS * 2)];

  /** What was set for the order: the handle where it rests, or 0. */
  handle(order: number): number {
    return this.#page(order)[(order & (PAGE_ORDERS - 1)) << 1];
  }

  /** Has the participant's request number `request` for this order, or a later one, come before? */
  hasSeen(order: number, request: number): boolean {
    return request < this.#page(order)[((order & (PAGE_ORDERS - 1)) << 1) + 1];
  }

  /** Has any request for this order come before? */
  knows(order: number): boolean {
    return this.#page(order)[((order & (PAGE_ORDERS - 1)) << 1) + 1] !== 0;
  }

  /** Remembers that the participant's request number `request` for this order has come. */
  see(order: number, request: number): void {
    const run = order >>> PAGE_BITS;
    if (run >= this.#pageNumbers.length) this.#grow(run);
    if (this.#pageNumbers[run] === 0) this.#pageNumbers[run] = this.#pages.push(new Int32Array(PAGE_ORDERS * 2)) - 1;
    this.#pages[this.#pageNumbers[run]][((order & (PAGE_ORDERS - 1)) << 1) + 1] = request + 1;
    if (order > this.highest) this.highest = order;
  }

  /** Remembers where an order seen before rests; 0 when it is done. */
  setHandle(order: number, handle: number): void {
    this.#page(order)[(order & (PAGE_ORDERS - 1)) << 1] = handle;
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
  }
}
