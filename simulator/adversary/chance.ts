/**
 * Chance that can be had again: a number from a seed, a rule and how often the rule was asked, and nothing else. There is
 * no generator whose state could be lost, so a restart in the middle of a night goes on as if there had been none.
 *
 * Only whole numbers and the four operations are used: the same on every machine.
 */

const TWO_32 = 4_294_967_296;

/**
 * @param salt tells draws of one rule at one count apart
 * @returns at least 0, below 1
 */
export function chance(seed: number, rule: number, count: number, salt: number): number {
  let hash = mix(seed >>> 0);
  hash = mix(hash ^ Math.floor(seed / TWO_32));
  hash = mix(hash ^ rule);
  hash = mix(hash ^ (count >>> 0));
  hash = mix(hash ^ salt);
  return hash / TWO_32;
}

/** murmur3's last step, which lets every bit of what goes in change every bit of what comes out. */
function mix(value: number): number {
  let hash = (value + 0x9e37_79b9) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** How long something takes: what share of cases, in percent, takes at most how many milliseconds; rising in both. */
export type Spread = readonly (readonly [percent: number, ms: number])[];

/** @returns whole milliseconds: `share` (0 to 1) of all cases take at most as long */
export function timeAt(spread: Spread, share: number): number {
  const percent = share * 100;
  let [fromPercent, fromMs] = spread[0];
  for (const [toPercent, toMs] of spread) {
    if (percent <= toPercent) {
      const width = toPercent - fromPercent;
      return width === 0 ? toMs : Math.round(fromMs + ((toMs - fromMs) * (percent - fromPercent)) / width);
    }
    fromPercent = toPercent;
    fromMs = toMs;
  }
  return fromMs;
}

/** Always the same time. */
export function exactly(ms: number): Spread {
  return [
    [0, ms],
    [100, ms],
  ];
}
