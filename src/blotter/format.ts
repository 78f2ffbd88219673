/** Numbers, times and codes as people read them. All exact: integers with a scale, never a division. */

/** Groups of three before the point: `decimal(1234550, 2)` is "12,345.50". */
export function decimal(mantissa: number, scale: number): string {
  const negative = mantissa < 0;
  const digits = String(Math.abs(mantissa)).padStart(scale + 1, "0");
  const point = digits.length - scale;
  const whole = digits.slice(0, point).replace(/\B(?=(\d{3})+$)/g, ",");
  return `${negative ? "−" : ""}${whole}${scale === 0 ? "" : `.${digits.slice(point)}`}`;
}

/** A quantity without the zeros its instrument could have: 3.0000 is "3", 2.5000 is "2.5". */
export function quantity(mantissa: number, scale: number): string {
  const text = decimal(mantissa, scale);
  return scale === 0 ? text : text.replace(/\.?0+$/, "");
}

/** A market order has no price; a refused one may have had a price that its instrument cannot have. */
export function price(mantissa: number | null, scale: number, ordType: string): string {
  if (mantissa !== null) return decimal(mantissa, scale);
  return ordType === "1" ? "MKT" : "–";
}

/** An average price at `digits` more digits than a price has, rounded half up as the report to the client is. */
export function average(mantissa: number, scale: number, priceScale: number, digits = 2): string {
  if (mantissa === 0) return "";
  const surplus = scale - priceScale - digits;
  if (surplus <= 0) return decimal(mantissa, scale);
  return decimal(Math.floor(mantissa / 10 ** surplus + 0.5), priceScale + digits);
}

export function count(value: number): string {
  return decimal(Math.round(value), 0);
}

/** A sum for a person: thousands apart, and no more than four digits after the point. */
export function amount(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: 4 });
}

/** An amount as the desk writes it, thousands apart: "1813900.00" is "1,813,900.00". */
export function money(text: string): string {
  const [whole, fraction] = text.split(".");
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ",")}${fraction === undefined ? "" : `.${fraction}`}`;
}

/** Time of day in UTC to the millisecond, or to the microsecond where order matters. */
export function timeOfDay(timeUs: number, digits: 3 | 6 = 3): string {
  const seconds = Math.floor(timeUs / 1e6);
  const clock = new Date(seconds * 1000).toISOString().slice(11, 19);
  return `${clock}.${String(timeUs - seconds * 1e6)
    .padStart(6, "0")
    .slice(0, digits)}`;
}

export function dateAndTime(timeUs: number): string {
  return `${new Date(timeUs / 1000).toISOString().slice(0, 10)} ${timeOfDay(timeUs, 6)} UTC`;
}

/** A span as "12 ms", "3.4 s", "2 min". */
export function span(ms: number): string {
  if (ms < 1) return "0 ms";
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  return `${Math.round(ms / 60_000)} min`;
}

/** Between two steps of an order microseconds matter. */
export function gap(us: number): string {
  return us < 1_000 ? `${us} µs` : span(us / 1_000);
}

export function latency(us: number): string {
  if (us < 1_000) return us < 100 ? us.toFixed(1) : us.toFixed(0);
  return us < 100_000 ? `${(us / 1_000).toFixed(1)}m` : `${(us / 1_000).toFixed(0)}m`;
}

export function bytes(value: number): string {
  if (value < 1024) return `${value} B`;
  const units = ["KiB", "MiB", "GiB", "TiB"];
  let unit = -1;
  for (; value >= 1024 && unit < units.length - 1; unit++) value /= 1024;
  return `${value.toFixed(value < 10 ? 2 : 1)} ${units[unit]}`;
}

/** "OrderAccepted" is "Order accepted". */
export function words(name: string): string {
  const text = name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
}
