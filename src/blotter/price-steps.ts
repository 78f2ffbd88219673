/** The next price of an instrument's grid above or below one that is typed. Exact: in integers of the price's smallest digit. */

/** @param ticks pairs (from price, tick) @returns the text as it was when it is no price */
export function stepPrice(text: string, steps: number, ticks: readonly number[], scale: number): string {
  const found = /^(\d{1,12})(?:\.(\d{0,8}))?$/.exec(text.trim().replaceAll(",", ""));
  if (found === null || ticks.length < 2) return text;
  const fraction = (found[2] ?? "").padEnd(scale, "0");
  let price = Number(found[1] + fraction.slice(0, scale));
  // What is off the grid goes to the grid first: 100.005 up is 100.01.
  let isBetween = /[1-9]/.test(fraction.slice(scale));
  for (let left = Math.abs(steps); left > 0; left--) {
    const tick = tickAt(ticks, steps > 0 ? price : Math.max(0, price - 1));
    if (steps > 0) price = Math.floor(price / tick) * tick + tick;
    else if (isBetween) price = Math.floor(price / tick) * tick;
    else price = Math.ceil(price / tick) * tick - tick;
    isBetween = false;
    if (price <= 0) price = ticks[1];
  }
  const digits = String(price).padStart(scale + 1, "0");
  return scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

function tickAt(ticks: readonly number[], price: number): number {
  let tick = ticks[1];
  for (let row = 2; row < ticks.length && price >= ticks[row]; row += 2) tick = ticks[row + 1];
  return tick;
}
