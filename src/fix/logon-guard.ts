/**
 * What a port does about strangers before they are somebody: addresses that failed too often in a row wait, each time
 * longer. Bounded: the address that failed longest ago is forgotten first.
 */
export type GuardLimits = {
  /** Wrong logons in a row from one address before it has to wait. */
  readonly failuresMax: number;
  /** The first wait, and the longest: each further wrong logon doubles it. */
  readonly pauseMinMs: number;
  readonly pauseMaxMs: number;
  readonly addressesMax: number;
};

export const GUARD_LIMITS: GuardLimits = {
  failuresMax: 10,
  pauseMinMs: 1_000,
  pauseMaxMs: 60_000,
  addressesMax: 4_096,
};

type Failures = { count: number; untilMs: number };

export class LogonGuard {
  readonly #limits: GuardLimits;
  readonly #failures = new Map<string, Failures>();

  constructor(limits: GuardLimits) {
    this.#limits = limits;
  }

  get addresses(): number {
    return this.#failures.size;
  }

  /** A wrong logon; how long the address has to wait now, 0 when it need not. */
  failed(address: string, nowMs: number): number {
    const { failuresMax, pauseMinMs, pauseMaxMs, addressesMax } = this.#limits;
    const failures = this.#failures.get(address) ?? { count: 0, untilMs: 0 };
    failures.count++;
    this.#failures.delete(address);
    this.#failures.set(address, failures);
    if (this.#failures.size > addressesMax) {
      for (const oldest of this.#failures.keys()) {
        this.#failures.delete(oldest);
        break;
      }
    }
    if (failures.count < failuresMax) return 0;
    const pauseMs = Math.min(pauseMaxMs, pauseMinMs * 2 ** Math.min(30, failures.count - failuresMax));
    failures.untilMs = nowMs + pauseMs;
    return pauseMs;
  }

  succeeded(address: string): void {
    this.#failures.delete(address);
  }

  /** Whether the address still has to wait. */
  mustWait(address: string, nowMs: number): boolean {
    const failures = this.#failures.get(address);
    return failures !== undefined && nowMs < failures.untilMs;
  }
}
