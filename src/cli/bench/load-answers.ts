/** What a load session makes of the answers to its requests, whatever language they come in. */
import { type OrderFlow, RequestKind } from "./order-flow.ts";

/** Too late is a cancel or replace that met a fill on its way: no fault of anybody. */
export const Answer = { Taken: 0, TooLate: 1, Refused: 2 } as const;
export type Answer = (typeof Answer)[keyof typeof Answer];

/** Told of what happens; `request` is the number that `send` was given. */
export type LoadListener = {
  /** The first answer to a request. */
  onAnswer(session: LoadAnswers, request: number, answer: Answer): void;
  onFill(): void;
  onFailure(text: string): void;
};

export type LoadOptions = { host: string; port: number; compId: string; targetCompId: string; run: string };

export abstract class LoadAnswers {
  readonly compId: string;
  readonly flow: OrderFlow;
  loggedOn = false;
  firstReject = "";
  protected readonly listener: LoadListener;
  /** By request: an answer has come; the order under it is done. */
  readonly #answered: Uint8Array;
  readonly #done: Uint8Array;
  protected isEnding = false;

  constructor(compId: string, flow: OrderFlow, requestsMax: number, listener: LoadListener) {
    this.compId = compId;
    this.flow = flow;
    this.listener = listener;
    this.#answered = new Uint8Array(requestsMax);
    this.#done = new Uint8Array(requestsMax);
  }

  /** Writes the flow's next request. */
  abstract send(request: number, isDepth: boolean): void;
  /** Gives the socket what was written since the last time. */
  abstract flush(): void;
  /** Logs out; what the server sends from now on is not looked at. */
  abstract close(): void;

  /** @param readable the message, for the first that is a refusal */
  protected report(request: number, execType: string, ordStatus: string, readable: () => string): void {
    const { flow } = this;
    const isDone = ordStatus === "2" || ordStatus === "4" || ordStatus === "8" || ordStatus === "C";
    if (isDone) this.#done[request] = 1;
    switch (execType) {
      case "0":
      case "5":
        this.#answer(request, Answer.Taken);
        if (!isDone) flow.rests(request);
        return;
      case "F":
        this.listener.onFill();
        // A fill while a cancel is pending comes under the order's own ClOrdID, which is not idle then.
        if (isDone) flow.leaves(request);
        return;
      case "8":
        this.firstReject ||= readable();
        return this.#answer(request, Answer.Refused);
      case "4":
        if (flow.kinds[request] === RequestKind.Cancel) this.#answer(request, Answer.Taken);
        else flow.leaves(request);
        return;
      default:
        if (isDone) flow.leaves(request);
    }
  }

  protected cancelReject(request: number, isTooLate: boolean, readable: () => string): void {
    const origin = this.flow.origins[request];
    if (origin >= 0 && this.#done[origin] === 0) this.flow.rests(origin);
    if (isTooLate) return this.#answer(request, Answer.TooLate);
    this.firstReject ||= readable();
    this.#answer(request, Answer.Refused);
  }

  #answer(request: number, answer: Answer): void {
    if (this.#answered[request] === 1) return;
    this.#answered[request] = 1;
    this.listener.onAnswer(this, request, answer);
  }
}
