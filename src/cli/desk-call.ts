/** A question or an order to a running OMS's desk, from the command line. */
import { LockstepError } from "../lib/errors.ts";

/** As the demonstration configuration has it. */
export const DEFAULT_HTTP = "127.0.0.1:8080";
const PATIENCE_MS = 10_000;

/** @param path with `body` it is an order, posted as JSON. @throws LockstepError LOCKSTEP_ERR_REQUEST, with the desk's words */
export type AskDesk = (path: string, body?: Record<string, unknown>) => Promise<unknown>;

/** @param desk `http://HOST:PORT` */
export function askDesk(desk: string): AskDesk {
  return async (path, body) => {
    const headers = { "Content-Type": "application/json" };
    const post = body && { method: "POST", headers, body: JSON.stringify(body) };
    let reply: Response;
    try {
      reply = await fetch(`${desk}${path}`, { ...post, signal: AbortSignal.timeout(PATIENCE_MS) });
    } catch (error) {
      throw deskRefusal(
        `no OMS answers at ${desk.slice("http://".length)}: start it, or name its desk with --http`,
        error,
      );
    }
    const answer: unknown = await reply.json();
    if (reply.ok) return answer;
    throw deskRefusal((answer as { text?: string }).text ?? `the desk answered ${reply.status}`);
  };
}

export function deskRefusal(text: string, cause?: unknown): LockstepError {
  return new LockstepError("LOCKSTEP_ERR_REQUEST", text, { cause });
}
