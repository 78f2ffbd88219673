/**
 * Between sessions and the log: a peer that does the same wrong thing a thousand times a second fills no disk. Notes of one
 * session and kind come through up to a burst and then so many a second; the next that comes through says how many did not.
 */
import type { FixSession } from "../fix/session.ts";
import type { SessionEventKind } from "../fix/session-types.ts";
import { TokenBucket } from "../fix/throttle.ts";
import type { Clock } from "../lib/clock.ts";
import type { SessionNote } from "./fix-adapter.ts";

/** Of a session; and of those who are nobody's session, all together. */
const PER_SECOND = 5;
const BURST = 50;
const STRANGERS_PER_SECOND = 50;
const STRANGERS_BURST = 1_000;
/** A peer's own words may be a whole message long. */
const TEXT_MAX = 1_000;

type Counted = { readonly bucket: TokenBucket; silenced: number };

export class NoteLimiter {
  readonly #clock: Clock;
  readonly #note: SessionNote;
  readonly #counted = new Map<string, Counted>();

  constructor(clock: Clock, note: SessionNote) {
    this.#clock = clock;
    this.#note = note;
  }

  note(session: FixSession | null, kind: SessionEventKind, text: string): void {
    const key = `${session?.id ?? ""} ${kind}`;
    let counted = this.#counted.get(key);
    if (counted === undefined) {
      const bucket =
        session === null ? new TokenBucket(STRANGERS_PER_SECOND, STRANGERS_BURST) : new TokenBucket(PER_SECOND, BURST);
      counted = { bucket, silenced: 0 };
      this.#counted.set(key, counted);
    }
    counted.bucket.refill(this.#clock.monotonicMs());
    if (!counted.bucket.take()) {
      counted.silenced++;
      return;
    }
    const more = counted.silenced === 0 ? "" : ` (and ${counted.silenced} more like it before)`;
    counted.silenced = 0;
    const kept = text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX)}…` : text;
    this.#note(session, kind, `${kept}${more}`);
  }
}
