/**
 * What operators order from the desk: each becomes a command with who and why, is carried out once it is in the journal
 * and durable, and then answered.
 */
import { killSwitchFault } from "./core/kill-switch.ts";
import { splitFault } from "./core/splits.ts";
import type { State } from "./core/state.ts";
import type { Act } from "./desk/act-wire.ts";
import { type Command, CommandType, type Event, EventType } from "./domain/records.generated.ts";
import { SessionAction } from "./domain/values.ts";
import type { FixSession } from "./fix/session.ts";
import type { Publisher } from "./sequencer/sequencer.ts";
import type { VenueLine } from "./venues.ts";

/** What can be done with a session, as the journal knows it. */
const ACTIONS = { reset: SessionAction.Reset, logout: SessionAction.LogOut, connect: SessionAction.Connect } as const;

type Answer = (fault: string) => void;

export class OperatorActions implements Publisher {
  readonly #state: State;
  readonly #sessions: readonly FixSession[];
  readonly #offer: (command: Command) => boolean;
  /** Finds the venue's line a session is. */
  lineOf: (sessionId: number) => VenueLine | undefined = () => undefined;
  readonly #answers = new Map<number, Answer>();
  readonly #closing = new Map<number, Answer>();
  readonly #splitting = new Map<string, Answer>();
  /** In the journal, and to be carried out when it is durable. */
  #due: (() => void)[] = [];
  #requests = 0;

  constructor(state: State, sessions: readonly FixSession[], offer: (command: Command) => boolean) {
    this.#state = state;
    this.#sessions = sessions;
    this.#offer = offer;
  }

  /** @param answer told once, with what stood against it, or "" when it was done */
  take(act: Act, answer: Answer): void {
    if (act.act === "close") return this.#close(act, answer);
    if (act.act === "kill") return this.#kill(act, answer);
    if (act.act === "split") return this.#split(act, answer);
    const fault = this.#sessionFault(act);
    if (fault !== "") return answer(fault);
    const { sessionId, actor, reason } = act;
    const requestId = ++this.#requests;
    const action = ACTIONS[act.act];
    this.#answers.set(requestId, answer);
    if (this.#offer({ type: CommandType.ActOnSession, sessionId, action, actor, reason, requestId })) return;
    this.#answers.delete(requestId);
    answer("the house has more to do than it can take; try again");
  }

  #sessionFault({ act, sessionId }: Extract<Act, { sessionId: number; act: keyof typeof ACTIONS }>): string {
    const line = this.lineOf(sessionId);
    const session = line?.initiator.session ?? this.#sessions.find(({ id }) => id === sessionId);
    if (session === undefined) return `there is no session ${sessionId}`;
    const name = line?.venue ?? session.config.targetCompId;
    if (act === "connect") {
      if (line === undefined) return `${name} is a client: it connects by itself`;
      if (line.initiator.isCalling) return `${name} is called already, and again whenever the line is lost`;
      return session.connected ? `${name} is being logged out: try again in a moment` : "";
    }
    if (act === "reset") {
      if (line?.initiator.isCalling)
        return `${name} is called all the time: log it out first, and reset its numbers then`;
      return session.connected ? `${name} is connected: log it out first, and reset its numbers then` : "";
    }
    const isOn = line === undefined ? session.loggedOn : line.initiator.isCalling;
    return isOn ? "" : line === undefined ? `${name} is not logged on` : `${name} is logged out already`;
  }

  publish(event: Event): void {
    if (event.type === EventType.SessionActionTaken) {
      const answer = this.#answers.get(event.requestId) ?? (() => undefined);
      this.#answers.delete(event.requestId);
      this.#due.push(() => answer(this.#carryOut(event)));
    } else if (event.type === EventType.KillSwitchSet) {
      const answer = this.#answers.get(event.requestId);
      this.#answers.delete(event.requestId);
      if (answer !== undefined) this.#due.push(() => answer(""));
    } else if (event.type === EventType.SplitApplied) {
      const answer = this.#splitting.get(event.splitId);
      this.#splitting.delete(event.splitId);
      if (answer !== undefined) this.#due.push(() => answer(""));
    } else if (event.type === EventType.ExceptionClosed) {
      const answer = this.#closing.get(event.exceptionId);
      this.#closing.delete(event.exceptionId);
      if (answer !== undefined) this.#due.push(() => answer(""));
    }
  }

  release(): void {
    if (this.#due.length === 0) return;
    const due = this.#due;
    this.#due = [];
    for (const run of due) run();
  }

  #close({ exceptionId, actor, reason }: Extract<Act, { act: "close" }>, answer: Answer): void {
    if (!this.#state.venues.exceptions.has(exceptionId)) return answer(`there is no open exception ${exceptionId}`);
    if (this.#closing.has(exceptionId)) return answer(`exception ${exceptionId} is being closed already`);
    this.#closing.set(exceptionId, answer);
    if (this.#offer({ type: CommandType.CloseException, exceptionId, actor, text: reason })) return;
    this.#closing.delete(exceptionId);
    answer("the house has more to do than it can take; try again");
  }

  #kill({ act: _, ...asked }: Extract<Act, { act: "kill" }>, answer: Answer): void {
    const fault = killSwitchFault(this.#state, asked);
    if (fault !== "") return answer(fault);
    const requestId = ++this.#requests;
    this.#answers.set(requestId, answer);
    if (this.#offer({ type: CommandType.SetKillSwitch, ...asked, requestId })) return;
    this.#answers.delete(requestId);
    answer("the house has more to do than it can take; try again");
  }

  #split({ act: _, ...asked }: Extract<Act, { act: "split" }>, answer: Answer): void {
    const { splitId, symbol } = asked;
    const fault = splitFault(this.#state, asked, this.#state.instrumentIds.get(symbol));
    if (fault !== "") return answer(`split ${splitId}: ${fault}`);
    if (this.#splitting.has(splitId)) return answer(`split ${splitId} is being applied already`);
    this.#splitting.set(splitId, answer);
    if (this.#offer({ type: CommandType.ApplySplit, ...asked })) return;
    this.#splitting.delete(splitId);
    answer("the house has more to do than it can take; try again");
  }

  #carryOut({
    sessionId,
    action,
    actor,
    reason,
  }: Extract<Event, { type: typeof EventType.SessionActionTaken }>): string {
    const line = this.lineOf(sessionId);
    const session = line?.initiator.session ?? this.#sessions.find(({ id }) => id === sessionId);
    if (session === undefined) return "the session is gone";
    if (action === SessionAction.Connect) {
      line?.initiator.connectToAny(line.config.hosts);
      return "";
    }
    if (action === SessionAction.LogOut) {
      const text = `logged out by the desk: ${reason} (${actor})`;
      // It stays away, too, until somebody has it connect, or the house starts again.
      if (line === undefined) session.logout(text);
      else void line.initiator.close(text);
      return "";
    }
    return session.resetSequenceNumbers() ? "" : "it connected meanwhile: its numbers stay";
  }
}
