/**
 * Hot path: turns of the event loop in which peers are read; budget 20 ns a read.
 *
 * Shared are those in which another peer has spoken a moment ago as well: then each has a small part of every turn, so
 * that none waits long behind another; who is alone has all of it, so that one commit serves as much as there is.
 */

/** So many turns after another peer spoke. */
const SHARED_TURNS = 1_000;

export class ReadTurns {
  turn = 0;
  isShared = false;
  readonly #soon: (run: () => void) => void;
  #sharedUntil = -1;
  #last: object | null = null;
  #isCounted = false;
  readonly #end = () => {
    this.turn++;
    this.#isCounted = false;
  };

  /** @param soon runs something when the sockets that are readable in this turn have been read */
  constructor(soon: (run: () => void) => void) {
    this.#soon = soon;
  }

  /** The peer is about to be read. */
  read(peer: object): void {
    if (!this.#isCounted) {
      this.#isCounted = true;
      this.#soon(this.#end);
    }
    if (peer !== this.#last) {
      if (this.#last !== null) this.#sharedUntil = this.turn + SHARED_TURNS;
      this.#last = peer;
    }
    this.isShared = this.turn < this.#sharedUntil;
  }
}
