/**
 * The exchange as an adversary: what goes wrong, on purpose and on the record.
 *
 * In: a scenario, the certification switches and operators' commands, all of them inputs of the venue; requests before the
 * venue judges them; reports before they leave. Out: refusals, fills, ends, changed trades, what becomes of each report, and
 * what a FIX line suffers, told to whoever holds the lines. It is judged where the venue's inputs are carried out, by seed
 * and counts: run again from the journal it does the same, and the lines hear of it only the first time.
 *
 * It never touches the exchange's own agents and reads no clock. It sleeps while there is no scenario and nobody rehearses,
 * and costs an order a comparison or two then.
 */
import type { Qty, Ticks } from "../../src/domain/price.ts";
import type { ByteReader } from "../../src/lib/byte-buffer.ts";
import { CODE_BASE, type Convention, conventionOf } from "../certification/conventions.ts";
import { isRare } from "../order-checks.ts";
import { FIRST_CLIENT, Participant } from "../participants.ts";
import { Phase } from "../phases.ts";
import { RESUME } from "../phases-by-instrument.ts";
import { refusalText, Text } from "../report-text.ts";
import type { Venue } from "../venue.ts";
import { emptyRequest, InputKind, type RequestInput } from "../venue-inputs.ts";
import { AdversaryInput, decodeCommand, decodeScenario, scenarioText } from "./adversary-inputs.ts";
import { timeAt } from "./chance.ts";
import { HeldRequests } from "./held-requests.ts";
import {
  type CommandRecord,
  cancelAll,
  carryOutCommand,
  commandFault,
  type OperatorCommand,
  setPhase,
  sideName,
} from "./operator-commands.ts";
import { fillPlan, type OrderPlan } from "./order-plan.ts";
import { type OrderNote, OrderWorks } from "./order-works.ts";
import { fateBy, mergeFates } from "./report-fates.ts";
import { type Fate, type TimedLine, UNTOUCHED } from "./report-line.ts";
import { type Met, type Occurrence, RuleBook } from "./rule-book.ts";
import { type Act, type Occasion, REPORT_NAMES } from "./scenario.ts";

/** What a line suffers. `session` is a CompID, "" for every line; told when it happens, and not when the journal is run. */
export type LineFault = {
  readonly fault: "disconnect" | "stall" | "gap" | "restart";
  readonly session: string;
  readonly forMs: number;
  readonly by: number;
};

/** So many of the latest commands are kept to be looked at. */
const COMMANDS_KEPT = 200;
const OMS_NAME = "OMS";
const OCCASION_OF = new Map<number, Occasion>([
  [InputKind.NewOrder, "order"],
  [InputKind.CancelOrder, "cancel"],
  [InputKind.ReplaceOrder, "replace"],
]);

export class Adversary {
  /** Whether requests and reports are to be looked at. */
  isAwake = false;
  /** Why the request at hand is refused; Text.None goes on. */
  refusal: Text = Text.None;
  /** Who holds the FIX lines; null while the journal is run. */
  onLineFault: ((fault: LineFault) => void) | null = null;
  /** A session's CompID by participant, for the clients of the exchange's own server. */
  clientName: (participant: number) => string = (participant) => `#${participant}`;
  /** Commands carried out, the latest last. */
  readonly commands: CommandRecord[] = [];
  readonly #venue: Venue;
  readonly #works: OrderWorks;
  readonly #lines: TimedLine[] = [];
  readonly #held = new HeldRequests();
  readonly #certified = new Set<number>();
  readonly #occurrence: Occurrence = noOccurrence();
  #rules: RuleBook | null = null;
  /** What the rules have in mind for the order at hand. */
  #plans: OrderPlan[] = [];

  constructor(venue: Venue) {
    this.#venue = venue;
    this.#works = new OrderWorks(venue);
  }

  /** A way out of the venue whose time this keeps. */
  addLine(line: TimedLine): void {
    this.#lines.push(line);
  }

  /** The rules in force and how often each was met; null without a scenario. */
  get rules(): RuleBook | null {
    return this.#rules;
  }

  /** The scenario in force as it was journaled; "" for none. */
  get text(): string {
    return scenarioText(this.#rules?.scenario ?? null);
  }

  /** The venue's time, UTC in milliseconds. */
  get nowMs(): number {
    return this.#venue.phases.nowMs;
  }

  isCertified(book: number): boolean {
    return this.#certified.has(book);
  }

  /** Whether it must be told the time before a batch: what begins in it is timed from then. */
  get needsTime(): boolean {
    return this.isAwake || this.#certified.size > 0;
  }

  /** When something is due, UTC in milliseconds; infinity for never. */
  get nextMs(): number {
    if (!this.isAwake) return Number.POSITIVE_INFINITY;
    let least = Math.min(this.#works.nextMs, this.#rules?.nextMs ?? Number.POSITIVE_INFINITY);
    for (const { nextMs } of this.#lines) least = Math.min(least, nextMs);
    return least;
  }

  /** Takes up a record of its own. @returns false for anybody else's */
  apply(kind: number, from: ByteReader): boolean {
    if (kind === AdversaryInput.SetScenario) {
      const scenario = decodeScenario(from.text());
      this.#rules = scenario === null ? null : new RuleBook(scenario, this.#venue.phases.nowMs);
      if (scenario === null) this.#works.forgetPlain();
    } else if (kind === AdversaryInput.SetCertification) {
      const book = from.u16();
      if (from.bool()) this.#certified.add(book);
      else this.#certified.delete(book);
    } else if (kind === AdversaryInput.Command) {
      const { who, command } = decodeCommand(from);
      this.commands.push({ atMs: this.#venue.phases.nowMs, who, command });
      if (this.commands.length > COMMANDS_KEPT) this.commands.shift();
      carryOutCommand(this.#venue, this.#doors(), command);
    } else {
      return false;
    }
    this.#stir();
    return true;
  }

  /** What stands against a command now, in words; "" when nothing does. */
  commandFault(command: OperatorCommand): string {
    return commandFault(this.#venue, this.#doors(), command);
  }

  /** Input: the time. */
  passTime(nowMs: number): void {
    if (!this.isAwake) return;
    this.#works.passTime(nowMs);
    for (const line of this.#lines) line.passTime(nowMs);
    for (const { rule } of this.#rules?.takeDue(nowMs) ?? []) this.#do(rule.act, "", "");
    this.#stir();
  }

  openDay(): void {
    this.#works.openDay();
  }

  /** Does a request make an order one of the certification table, so that it has to wake up? Asked while it sleeps. */
  wakesFor(kind: number, input: RequestInput): boolean {
    if (this.#certified.size === 0 || kind === InputKind.CancelOrder) return false;
    const book = kind === InputKind.NewOrder ? input.book : this.#works.bookOf(input.participant, input.clientOrder);
    const code = this.#tableOf(book, input.orderQty);
    if (code === null || this.#nameOf(input.participant) === "") return false;
    this.isAwake = true;
    return true;
  }

  /**
   * A request comes in. `refusal` says afterwards why the venue has to refuse it.
   *
   * @returns whether the venue does not get it, now or ever
   */
  withholds(kind: number, input: RequestInput): boolean {
    this.refusal = Text.None;
    const { participant, clientOrder, request } = input;
    if (this.#held.session !== null && this.#isKept(kind, input)) return true;
    if (kind === InputKind.NewOrder && this.#rules === null && !this.#certified.has(input.book)) return false;
    const session = this.#nameOf(participant);
    if (session === "" || this.#venue.directories[participant].hasSeen(clientOrder, request)) return false;
    this.#plans = [];
    const note = kind === InputKind.NewOrder ? this.#newNote(input) : this.#noteOf(kind, input);
    return this.#judgeRequest(kind, input, note, session) || this.#certify(kind, input, note);
  }

  /** A new order that the venue takes; true when it is taken here, and rests or is done. */
  takeOrder(input: RequestInput): boolean {
    const note = this.#works.noteOf(input.participant, input.clientOrder);
    if (note === undefined || isRare(input)) return false;
    const convention = this.#conventionOf(note);
    const plans = convention === null ? this.#plans : [convention.plan, ...this.#plans];
    this.#plans = [];
    if (convention?.line !== undefined)
      this.#fault(convention.line.fault, this.#nameOf(note.participant), convention.line);
    if (plans.length === 0) return false;
    const merged = { steps: plans.flatMap(({ steps }) => steps), isAlone: plans.some(({ isAlone }) => isAlone) };
    if (merged.isAlone) this.#works.takeAlone(input, note, merged);
    else this.#works.plan(note, merged);
    this.#stir();
    return merged.isAlone;
  }

  /**
   * Whether anything may become of an order. Nothing does of one that came without a scenario, to a book without the table:
   * it has no note (measured on a busy machine: with one for each, a certified symbol cost every order of every other up to 1 us and
   * 1 to 3 us of p50).
   */
  minds(participant: number, clientOrder: number): boolean {
    return this.#rules !== null || this.#works.noteOf(participant, clientOrder) !== undefined;
  }

  /** A report of one of the OMS's orders was made, whatever becomes of it. */
  heed(clientOrder: number, kind: number, request: number, orderNumber: number, lastQty: number, about: number): void {
    const note = this.#works.noteOf(Participant.Oms, clientOrder);
    if (note !== undefined) this.#works.heed(note, kind, request, orderNumber, lastQty, about);
  }

  /** How an order ended that came while this was awake; null for others, and while it is live. */
  endOf(
    participant: number,
    clientOrder: number,
  ): { ordStatus: string; cumQty: number; request: number; orderNumber: number } | null {
    const note = this.#works.noteOf(participant, clientOrder);
    return note === undefined ? null : this.#works.endOf(note);
  }

  /**
   * What becomes of a report that is to leave.
   *
   * @param kind a `ReportKind`
   * @param execNumber of a trade; 0
   */
  fateOf(participant: number, clientOrder: number, kind: number, execNumber: number): Fate {
    const note = this.#works.noteOf(participant, clientOrder);
    const name = REPORT_NAMES[kind];
    let fate = UNTOUCHED;
    const reports = note === undefined ? undefined : this.#conventionOf(note)?.reports;
    for (const given of [reports?.[name], reports?.[""]]) if (given !== undefined) fate = mergeFates(fate, given);
    if (this.#rules === null) return fate;
    const at = this.#occurrence;
    at.on = "report";
    at.participant = participant;
    at.session = this.#nameOf(participant);
    at.symbol = note?.symbol ?? "";
    at.side = note?.side ?? "";
    at.ordType = note?.ordType ?? "";
    at.report = name;
    for (const met of this.#rules.meet(at, this.#venue.phases.nowMs)) {
      const own = fateBy(met);
      if (own !== null) fate = mergeFates(fate, own);
      else this.#afterReport(met, execNumber, at.session, at.symbol);
    }
    this.#stir();
    return fate;
  }

  #judgeRequest(kind: number, input: RequestInput, note: OrderNote | undefined, session: string): boolean {
    if (this.#rules === null) return false;
    const at = this.#occurrence;
    at.on = OCCASION_OF.get(kind)!;
    at.participant = input.participant;
    at.session = session;
    at.symbol = note?.symbol ?? "";
    at.side = note?.side ?? "";
    at.ordType = note?.ordType ?? "";
    at.report = "";
    let isWithheld = false;
    for (const { rule, share } of this.#rules.meet(at, this.#venue.phases.nowMs)) {
      const { act } = rule;
      if (act.kind === "reject") this.refusal = refusalText(act.reason);
      else if (act.kind === "fill") this.#plans.push(fillPlan(act.share, act.parts, act.everyMs, act.left));
      else if (act.kind === "cancel" || act.kind === "expire") {
        this.#plans.push({ steps: [{ do: act.kind, afterMs: timeAt(act.after, share) }], isAlone: false });
      } else if (act.kind === "lose") isWithheld = true;
      else if (act.kind === "delay") {
        isWithheld = true;
        this.#later(kind, input, timeAt(act.time, share));
      } else this.#works.later(0, () => this.#do(act, session, note?.symbol ?? ""));
    }
    this.#stir();
    return isWithheld;
  }

  /** An operator keeps clients' requests back. */
  #isKept(kind: number, input: RequestInput): boolean {
    const { participant, clientOrder, request } = input;
    const name = this.#nameOf(participant);
    if (name === "" || (this.#held.session !== "" && this.#held.session !== name)) return false;
    if (this.#venue.directories[participant].hasSeen(clientOrder, request)) return false;
    return this.#held.keep(kind, input);
  }

  /** The request that has waited longest is carried out, or refused for a reason; -1 for none. */
  #answerHeld(reason: number): void {
    const held = this.#held.next();
    if (held === undefined) return;
    this.#plans = [];
    this.refusal = reason < 0 ? Text.None : refusalText(reason);
    this.#venue.carryOut(held.kind, held.input);
    this.refusal = Text.None;
  }

  #hold(session: string | null): void {
    this.#held.session = session;
    while (session === null && this.#held.size > 0) this.#answerHeld(-1);
  }

  /** What the certification table says to a request. */
  #certify(kind: number, input: RequestInput, note: OrderNote | undefined): boolean {
    if (note === undefined || !this.#certified.has(note.book)) return false;
    if (kind === InputKind.NewOrder) {
      const reason = this.#conventionOf(note)?.ordRejReason;
      if (reason !== undefined) this.refusal = refusalText(reason);
      return false;
    }
    const convention = this.#conventionOf(note);
    if (kind === InputKind.ReplaceOrder) return this.#certifyReplace(input, note, convention);
    if (convention === null) return false;
    if (convention.cancelRefusal !== undefined) this.refusal = refusalText(convention.cancelRefusal);
    if (convention.fillsOnCancel) this.#works.fillRest(note);
    if (convention.cancelDelayMs === undefined) return false;
    if (convention.cancelDelayMs !== null) this.#later(InputKind.CancelOrder, input, convention.cancelDelayMs);
    this.#stir();
    return true;
  }

  /** A replace to another of the table's quantities makes the order another one of the table. */
  #certifyReplace(input: RequestInput, note: OrderNote, before: Convention | null): boolean {
    if (before?.replaceRefusal !== undefined) this.refusal = refusalText(before.replaceRefusal);
    const convention = this.#tableOf(note.book, input.orderQty);
    if (convention?.ordRejReason !== undefined) this.refusal = refusalText(convention.ordRejReason);
    if (this.refusal !== Text.None) return false;
    note.code = convention?.code ?? 0;
    if (convention !== null) this.#works.plan(note, convention.plan);
    this.#stir();
    return false;
  }

  /** The order's note; one that came while this slept gets one when its replace is of the table. */
  #noteOf(kind: number, input: RequestInput): OrderNote | undefined {
    const { participant, clientOrder, ordType, orderQty, request } = input;
    const known = this.#works.noteOf(participant, clientOrder);
    if (known !== undefined || kind !== InputKind.ReplaceOrder) return known;
    const book = this.#works.bookOf(participant, clientOrder);
    if (this.#tableOf(book, orderQty) === null) return undefined;
    return this.#works.noteResting(participant, clientOrder, this.#symbolOf(book), ordType, request);
  }

  #symbolOf(book: number): string {
    return this.#venue.instruments[book]?.symbol ?? "";
  }

  #newNote(input: RequestInput): OrderNote | undefined {
    const { participant, clientOrder, book, ordType } = input;
    const side = sideName(input.side);
    const symbol = this.#symbolOf(book);
    const code = this.#tableOf(book, input.orderQty)?.code ?? 0;
    if (code === 0 && this.#rules === null) return undefined;
    const sofar = {
      planNumber: 0,
      lastExec: 0,
      cumQty: 0,
      request: input.request,
      orderNumber: 0,
      ordStatus: "",
    } as const;
    const note: OrderNote = { participant, clientOrder, book, symbol, side, ordType, code, ...sofar };
    this.#works.note(note);
    return note;
  }

  #conventionOf({ book, code }: OrderNote): Convention | null {
    return code === 0 || !this.#certified.has(book) ? null : conventionByCode(code);
  }

  #tableOf(book: number, orderQty: number): Convention | null {
    if (!this.#certified.has(book)) return null;
    return conventionOf(orderQty / (this.#venue.instruments[book]?.lotSize ?? 1));
  }

  /** The request comes once more after a while, and is not looked at again. */
  #later(kind: number, input: RequestInput, afterMs: number): void {
    const copy = { ...emptyRequest(), ...input, terms: { ...input.terms } };
    const plans = this.#plans;
    const { refusal } = this;
    this.#works.later(afterMs, () => {
      this.#plans = plans;
      this.refusal = refusal;
      this.#venue.carryOut(kind, copy);
      this.refusal = Text.None;
    });
  }

  /** What a rule on a report does besides. It waits until the trade that is going on is over. */
  #afterReport({ rule, share }: Met, execNumber: number, session: string, symbol: string): void {
    const { act } = rule;
    if (act.kind === "bust") {
      this.#works.later(timeAt(act.after, share), () => this.#works.changeTrade(execNumber, true, 0, 0));
    } else if (act.kind === "correct") {
      const { ticks, share: ofQty } = act;
      this.#works.later(timeAt(act.after, share), () => this.#works.changeTrade(execNumber, false, ticks, ofQty));
    } else this.#works.later(0, () => this.#do(act, session, symbol));
  }

  /** Acts that are not about one message. @param session and @param symbol of the message they come after; "" */
  #do(act: Act, session: string, symbol: string): void {
    const venue = this.#venue;
    switch (act.kind) {
      case "halt": {
        const of = act.symbol === "" ? symbol : act.symbol;
        setPhase(venue, of, Phase.Halted);
        if (act.forMs > 0) this.#works.later(act.forMs, () => setPhase(venue, of, RESUME));
        break;
      }
      case "resume":
        setPhase(venue, act.symbol, RESUME);
        break;
      case "phase":
        setPhase(venue, act.symbol === "" ? symbol : act.symbol, act.phase as Phase);
        break;
      case "cancelResting":
        cancelAll(venue, this.#doors(), act.session, act.symbol, "");
        break;
      case "disconnect":
        this.#fault("disconnect", act.session === "" ? session : act.session, {});
        break;
      case "stall":
        this.#fault("stall", act.session === "" ? session : act.session, { forMs: act.forMs });
        break;
      case "gap":
        this.#fault("gap", act.session === "" ? session : act.session, { by: act.by });
        break;
      case "restart":
        this.#fault("restart", "", {});
        break;
    }
    this.#stir();
  }

  #fault(fault: LineFault["fault"], session: string, { forMs = 0, by = 0 }: { forMs?: number; by?: number }): void {
    this.onLineFault?.({ fault, session, forMs, by });
  }

  #doors() {
    return {
      nameOf: (participant: number) => this.#nameOf(participant),
      hasRule: (name: string) => this.#rules?.scenario.rules.some((rule) => rule.name === name) ?? false,
      switchRule: (name: string, isOff: boolean) => this.#rules?.switch(name, isOff) ?? false,
      carryOutAct: (act: Act) => this.#do(act, "", ""),
      heldRequests: () => this.#held.size,
      hold: (session: string | null) => this.#hold(session),
      answerHeld: (reason: number) => this.#answerHeld(reason),
      fill: (order: number, qty: Qty, price: Ticks) => void this.#works.cross(order, qty, price),
    };
  }

  /** "" for the exchange's own agents. */
  #nameOf(participant: number): string {
    if (participant === Participant.Oms) return OMS_NAME;
    return participant < FIRST_CLIENT ? "" : this.clientName(participant);
  }

  /** Is there still something to look at? */
  #stir(): void {
    const waits = this.#works.size > 0 || this.#lines.some(({ size }) => size > 0);
    const holds = this.#held.session !== null || this.#held.size > 0;
    this.isAwake = waits || holds || this.#rules !== null || this.#works.hasRehearsal;
    if (!this.isAwake) this.refusal = Text.None;
  }
}

function conventionByCode(code: number): Convention | null {
  return conventionOf(CODE_BASE + code);
}

function noOccurrence(): Occurrence {
  return { on: "order", participant: 0, session: "", symbol: "", side: "", ordType: "", report: "" };
}
