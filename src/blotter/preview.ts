/** Asks the desk what would become of what is being typed, while it is typed: the last answer wins, and it stays current. */
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { CommandReply, Preview, PreviewQuery } from "../desk/preview-wire.ts";
import { user } from "./actions.ts";
import { lastAccount } from "./draft.ts";
import * as store from "./store.ts";

const PAUSE_MS = 80;
/** Prices move while somebody thinks. */
const AGAIN_MS = 1_000;

export type Live<Answer> = {
  /** The newest answer, which may be to a text of a moment ago. */
  answer: Answer | null;
  /** Is it an answer to what is typed now? */
  isCurrent: boolean;
  /** Asks at once. @returns null when the desk cannot be reached */
  now: () => Promise<Answer | null>;
};

/** @param key changes with what is typed; "" asks for nothing */
export function useLive<Answer>(key: string, ask: () => Promise<Answer | null>): Live<Answer> {
  const [answer, setAnswer] = useState<{ key: string; value: Answer } | null>(null);
  const newest = useRef(0);
  const asker = useRef(ask);
  asker.current = ask;
  const now = useCallback(async () => {
    const number = ++newest.current;
    const value = await asker.current();
    if (value !== null && number === newest.current) setAnswer({ key, value });
    return value;
  }, [key]);
  useEffect(() => {
    newest.current++;
    if (key === "") return setAnswer(null);
    const timer = setTimeout(() => void now(), PAUSE_MS);
    const again = setInterval(() => {
      if (!document.hidden) void now();
    }, AGAIN_MS);
    return () => {
      clearTimeout(timer);
      clearInterval(again);
    };
  }, [key, now]);
  return { answer: answer?.value ?? null, isCurrent: answer?.key === key, now };
}

export function askPreview(query: Omit<PreviewQuery, "user">): Promise<Preview | null> {
  return get("/api/preview", { ...query, user: user.peek() });
}

export function askCommand(text: string): Promise<CommandReply | null> {
  const selected = store.selectedOrderId.peek();
  const about = selected === 0 ? {} : { selected };
  return get("/api/command", { text, user: user.peek(), account: lastAccount(), ...about });
}

async function get<Reply>(path: string, query: Record<string, string | number | boolean>): Promise<Reply | null> {
  const words = Object.entries(query).map(([name, value]) => [name, String(value)]);
  try {
    const reply = await fetch(`${path}?${new URLSearchParams(words)}`);
    return reply.ok ? ((await reply.json()) as Reply) : null;
  } catch {
    return null;
  }
}
