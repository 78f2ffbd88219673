/** Which of the messages found are asked for. */
import { Tag } from "../../fix/tags.ts";
import { usageError } from "../options.ts";
import { fieldOf, hasValue } from "./fields.ts";

const DURATION = /^-(\d{1,9})(s|m|h|d)$/;
const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const TIME = /^(\d{4})-?(\d{2})-?(\d{2})(?:[-T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,12}))?)?Z?)?$/;
const FRACTION_DIGITS = 12;

export type FilterOptions = {
  types: string | undefined;
  clOrdId: string | undefined;
  order: string | undefined;
  session: string | undefined;
  since: string | undefined;
  until: string | undefined;
};

export class Filter {
  readonly isOpen: boolean;
  readonly #types: ReadonlySet<string> | null;
  readonly #clOrdId: string;
  readonly #order: string;
  readonly #session: readonly string[];
  readonly #since: string;
  readonly #until: string;

  /** @throws LockstepError LOCKSTEP_ERR_USAGE */
  constructor(options: FilterOptions, nowMs: number) {
    this.isOpen = Object.values(options).every((value) => value === undefined);
    this.#types = options.types === undefined ? null : new Set(options.types.split(",").map((type) => type.trim()));
    this.#clOrdId = options.clOrdId ?? "";
    this.#order = options.order ?? "";
    this.#session = options.session === undefined ? [] : options.session.split("/");
    if (this.#session.length > 2 || this.#session.includes(""))
      throw usageError(`--session is ${options.session}, expected a CompID or two as ALPHA/LOCKSTEP`);
    this.#since = options.since === undefined ? "" : timeKey(options.since, "since", nowMs, "0");
    this.#until = options.until === undefined ? "" : timeKey(options.until, "until", nowMs, "9");
  }

  passes(raw: string): boolean {
    if (this.#types !== null && !this.#types.has(fieldOf(raw, Tag.MsgType))) return false;
    if (this.#clOrdId !== "" && !hasValue(raw, [Tag.ClOrdID, Tag.OrigClOrdID], this.#clOrdId)) return false;
    const orderTags = [Tag.ClOrdID, Tag.OrigClOrdID, Tag.OrderID, Tag.ExecID];
    if (this.#order !== "" && !hasValue(raw, orderTags, this.#order)) return false;
    return this.#isOfSession(raw) && this.#isInTime(raw);
  }

  #isOfSession(raw: string): boolean {
    const [one, other] = this.#session;
    if (one === undefined) return true;
    const sender = fieldOf(raw, Tag.SenderCompID);
    const target = fieldOf(raw, Tag.TargetCompID);
    if (other === undefined) return sender === one || target === one;
    return (sender === one && target === other) || (sender === other && target === one);
  }

  /** A message that does not say when it was sent is in no range. */
  #isInTime(raw: string): boolean {
    if (this.#since === "" && this.#until === "") return true;
    const match = TIME.exec(fieldOf(raw, Tag.SendingTime));
    if (match === null) return false;
    const key = keyOf(match, "0");
    return key >= this.#since && (this.#until === "" || key <= this.#until);
  }
}

/** A text that sorts as the time does. @param fill what an until says no more of is taken in whole: "9" */
function timeKey(text: string, name: string, nowMs: number, fill: "0" | "9"): string {
  const duration = DURATION.exec(text);
  if (duration !== null) {
    const iso = new Date(nowMs - Number(duration[1]) * UNIT_MS[duration[2]]).toISOString();
    return keyOf(TIME.exec(iso) as RegExpExecArray, "0");
  }
  const match = TIME.exec(text);
  if (match !== null) return keyOf(match, fill);
  throw usageError(
    `--${name} is ${text}, expected a UTC time as 2026-11-22T10:00:00Z or 20261122-10:00:00, or a duration before now as -5m`,
  );
}

function keyOf(match: RegExpExecArray, fill: "0" | "9"): string {
  const [, year, month, day, hour, minute, second, fraction] = match;
  const part = (text: string | undefined, length: number) => text ?? fill.repeat(length);
  const time = `${part(hour, 2)}:${part(minute, 2)}:${part(second, 2)}`;
  return `${year}${month}${day}-${time}.${(fraction ?? "").padEnd(FRACTION_DIGITS, fill)}`;
}
