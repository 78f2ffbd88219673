/** A question or an order to a running OMS's desk, from the command line. */
import { LockstepError } from "../lib/errors.ts";

/** As the demonstration configuration has it. */
export const DEFAULT_HTTP = "127.0.0.1:8080";
export const HTTP_HELP = `  --http HOST:PORT where the desk listens, ${DEFAULT_HTTP} unless told`;
const PATIENCE_MS = 15_000;

type Option = string | boolean | undefined;

/** @param path with `body` it is an order, posted as JSON. @throws LockstepError LOCKSTEP_ERR_REQUEST, with the desk's words */
export type AskDesk = (
  path: string,
  body?: Record<string, unknown>,
  method?: "POST" | "PUT" | "DELETE",
) => Promise<unknown>;

/** The desk's address, of HOST:PORT or a whole one. */
export function deskAddress(http: Option): string {
  const given = String(http ?? DEFAULT_HTTP).replace(/\/$/, "");
  return /^https?:\/\//.test(given) ? given : `http://${given}`;
}

/** @param desk `http://HOST:PORT` */
export function askDesk(desk: string): AskDesk {
  return async (path, body, method) => {
    const headers = { "Content-Type": "application/json" };
    const post = body && { method: method ?? "POST", headers, body: JSON.stringify(body) };
    return (await fetchDesk(desk, path, post ?? (method === undefined ? {} : { method }))).json();
  };
}

/**
 * The answer as it comes, for what is large or no JSON.
 *
 * @param isAnyAnswer whether the answer counts whatever its status
 * @throws LockstepError LOCKSTEP_ERR_REQUEST, with the desk's words, or when nobody is there
 */
export async function fetchDesk(
  desk: string,
  path: string,
  request: RequestInit = {},
  isAnyAnswer = false,
): Promise<Response> {
  let reply: Response;
  try {
    reply = await fetch(`${desk}${path}`, { ...request, signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch (error) {
    throw deskRefusal(
      `no OMS answers at ${desk.slice("http://".length)}: start it, or name its desk with --http`,
      error,
    );
  }
  if (reply.ok || isAnyAnswer) return reply;
  const answer = (await reply.json().catch(() => ({}))) as { text?: string };
  throw deskRefusal(answer.text ?? `the desk answered ${reply.status}`);
}

/** A query of the fields that were given. */
export function queryOf(fields: Readonly<Record<string, Option | number>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) query.set(name, String(value));
  return query.size === 0 ? "" : `?${query}`;
}

export function deskRefusal(text: string, cause?: unknown): LockstepError {
  return new LockstepError("LOCKSTEP_ERR_REQUEST", text, { cause });
}
