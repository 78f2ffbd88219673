/** What the core knows of venues behind a line: policies, whether the line is up, orders in doubt; and what people have to look at. */
import { EXCEPTIONS_MAX, VENUES_MAX } from "../domain/limits.ts";
import { ExceptionKind } from "../domain/values.ts";
import type { Image } from "../lib/image.ts";

export type VenuePolicy = {
  venueId: number;
  name: string;
  holdsWhenDown: boolean;
  repeatsUnknown: boolean;
  cancelsAliens: boolean;
  /** What it takes, one character each; "" for everything. */
  ordTypes: string;
  timesInForce: string;
};

export type VenueLine = VenuePolicy & {
  isUp: boolean;
  /** With whom, or why not. */
  text: string;
};

/** Something that only a person can put right. */
export type OpenException = {
  exceptionId: number;
  kind: ExceptionKind;
  orderId: number;
  venueId: number;
  text: string;
  openedNs: bigint;
};

/** Kinds that say how an order stands; asked again, a venue says it in other figures. */
const STANDING: ReadonlySet<number> = new Set([
  ExceptionKind.CumQtyDiffers,
  ExceptionKind.UnknownAtVenue,
  ExceptionKind.Unresolved,
]);
const NO_LINE: VenueLine = {
  venueId: 0,
  name: "",
  holdsWhenDown: false,
  repeatsUnknown: false,
  cancelsAliens: false,
  ordTypes: "",
  timesInForce: "",
  isUp: false,
  text: "",
};
const NO_EXCEPTION: OpenException = { exceptionId: 0, kind: 1, orderId: 0, venueId: 0, text: "", openedNs: 0n };

export class VenueTable {
  /** By venue id; a venue that is not here has no line that could be down. */
  readonly lines: (VenueLine | undefined)[] = new Array(VENUES_MAX + 1).fill(undefined);
  /** OrderIDs of orders with a request that may or may not have reached a venue whose line was lost since. */
  readonly doubts = new Set<number>();
  /** By id, oldest first. Beyond EXCEPTIONS_MAX open ones they are in the journal and the history only. */
  readonly exceptions = new Map<number, OpenException>();
  /** The last exception id given. */
  exceptionCount = 0;

  isDown(venueId: number): boolean {
    const line = this.lines[venueId];
    return line !== undefined && !line.isUp;
  }

  isInDoubt(orderId: number): boolean {
    return this.doubts.size > 0 && this.doubts.has(orderId);
  }

  /** Is it known: an open exception of that kind with those words, or any words about the same order's standing? */
  hasException(kind: number, orderId: number, venueId: number, text: string): boolean {
    for (const open of this.exceptions.values()) {
      if (open.kind !== kind || open.orderId !== orderId || open.venueId !== venueId) continue;
      if (open.text === text || (orderId !== 0 && STANDING.has(kind))) return true;
    }
    return false;
  }

  openException(exception: OpenException): void {
    this.exceptionCount = exception.exceptionId;
    if (this.exceptions.size < EXCEPTIONS_MAX) this.exceptions.set(exception.exceptionId, exception);
  }

  transfer(image: Image): void {
    for (let venueId = 1; venueId <= VENUES_MAX; venueId++) {
      const was = this.lines[venueId];
      if (!image.flag(was !== undefined)) continue;
      const line = transferLine(was ?? NO_LINE, image);
      if (image.isReading) this.lines[venueId] = line;
    }
    const doubts = [...this.doubts];
    for (let index = 0, count = image.count(doubts.length); index < count; index++) {
      const orderId = image.int(doubts[index] ?? 0);
      if (image.isReading) this.doubts.add(orderId);
    }
    this.exceptionCount = image.int(this.exceptionCount);
    const open = [...this.exceptions.values()];
    for (let index = 0, count = image.count(open.length); index < count; index++) {
      const exception = transferException(open[index] ?? NO_EXCEPTION, image);
      if (image.isReading) this.exceptions.set(exception.exceptionId, exception);
    }
  }
}

function transferLine(was: VenueLine, image: Image): VenueLine {
  return {
    venueId: image.int(was.venueId),
    name: image.text(was.name),
    holdsWhenDown: image.flag(was.holdsWhenDown),
    repeatsUnknown: image.flag(was.repeatsUnknown),
    cancelsAliens: image.flag(was.cancelsAliens),
    ordTypes: image.text(was.ordTypes),
    timesInForce: image.text(was.timesInForce),
    isUp: image.flag(was.isUp),
    text: image.text(was.text),
  };
}

function transferException(was: OpenException, image: Image): OpenException {
  return {
    exceptionId: image.int(was.exceptionId),
    kind: image.int(was.kind) as ExceptionKind,
    orderId: image.int(was.orderId),
    venueId: image.int(was.venueId),
    text: image.text(was.text),
    openedNs: image.time(was.openedNs),
  };
}
