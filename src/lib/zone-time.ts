/**
 * Local time of a time zone and back, by Intl's rules of it. Local times are milliseconds as if they were UTC, so that days
 * can be counted in them; each is turned into a moment anew, which is what a change of the clocks asks for.
 */
export const DAY_MS = 86_400_000;

export class ZoneTime {
  readonly #format: Intl.DateTimeFormat;

  /** @param timeZone "Europe/London", as Intl knows it; see `isTimeZone` */
  constructor(timeZone: string) {
    this.#format = new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  }

  /** A moment's local time. */
  localMs(wallMs: number): number {
    const part: Record<string, number> = {};
    for (const { type, value } of this.#format.formatToParts(wallMs)) part[type] = Number(value);
    const { year, month, day, hour, minute, second } = part;
    return Date.UTC(year, month - 1, day, hour, minute, second);
  }

  /** The midnight that began a moment's local day, as local time. */
  localMidnight(wallMs: number): number {
    return Math.floor(this.localMs(wallMs) / DAY_MS) * DAY_MS;
  }

  /**
   * The moment of a local time: by the offset before it, and again by the one it leads to. A time in an hour that the
   * clocks skip is an hour later, one that comes twice is the first.
   */
  moment(localMs: number): number {
    const before = localMs - (this.localMs(localMs - DAY_MS) - (localMs - DAY_MS));
    if (this.localMs(before) === localMs) return before;
    const after = localMs - (this.localMs(before) - before);
    return this.localMs(after) === localMs ? after : before;
  }
}

/** Whether Intl knows the zone. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en-US", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
