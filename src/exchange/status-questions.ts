/** Orders in doubt whose venue was, or is to be, asked how they stand; one that does not answer is asked again, then given up. */
import type { VenueStatusRequest } from "../domain/exchange-port.ts";

const ANSWER_MS = 5_000;
const TIMES_MAX = 3;

type Question = { readonly request: VenueStatusRequest; times: number; askedMs: number };
export type Overdue = { readonly request: VenueStatusRequest; readonly isGivenUp: boolean };

export class StatusQuestions {
  /** By the order's part of the ClOrdID. */
  readonly #open = new Map<string, Question>();
  #nextLookMs = 0;

  want(request: VenueStatusRequest, nowMs: number): void {
    this.#open.set(String(request.orderId), { request, times: 0, askedMs: nowMs });
  }

  /** What was never asked one by one, from now on to be taken for asked. */
  toAsk(nowMs: number): VenueStatusRequest[] {
    const unasked = [...this.#open.values()].filter(({ times }) => times === 0);
    for (const question of unasked) {
      question.times = 1;
      question.askedMs = nowMs;
    }
    return unasked.map(({ request }) => request);
  }

  /** The question has left; it may have waited for its turn. */
  asked(request: VenueStatusRequest, nowMs: number): void {
    const question = this.#open.get(String(request.orderId));
    if (question !== undefined) question.askedMs = nowMs;
  }

  answered(clOrdId: string): void {
    const dash = clOrdId.indexOf("-");
    if (dash > 0) this.#open.delete(clOrdId.slice(0, dash));
  }

  /** Questions without an answer for too long; those given up are forgotten. */
  overdue(nowMs: number): Overdue[] {
    if (this.#open.size === 0 || nowMs < this.#nextLookMs) return [];
    this.#nextLookMs = nowMs + ANSWER_MS / 5;
    const late: Overdue[] = [];
    for (const [key, question] of this.#open) {
      if (nowMs - question.askedMs < ANSWER_MS) continue;
      const isGivenUp = question.times >= TIMES_MAX;
      if (isGivenUp) this.#open.delete(key);
      question.times++;
      question.askedMs = nowMs;
      late.push({ request: question.request, isGivenUp });
    }
    return late;
  }

  clear(): void {
    this.#open.clear();
  }
}
