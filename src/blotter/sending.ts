/**
 * How an action is sent: what the desk says of it is asked once more, warnings want a second word, and what was sent is
 * pending until the journal's answer. One action has one id, so that asking again does nothing twice.
 */
import { useRef, useState } from "preact/hooks";
import type { ActionReply, ActionRequest } from "../desk/action-wire.ts";
import type { Preview } from "../desk/preview-wire.ts";
import { act } from "./actions.ts";

export type Stage =
  | { kind: "typing" }
  /** There are these warnings: once more, and it is sent. */
  | { kind: "armed"; warnings: string }
  | { kind: "pending"; text: string }
  /** It was sent, and nobody can say yet what became of it. */
  | { kind: "unknown"; text: string }
  | { kind: "failed"; text: string; field: string };

/** An action that was sent, as it was sent, until its answer is here. */
export type Sent = ActionRequest & { actionId: string };

const PENDING = "Pending: waiting for the journal's answer";
const UNREACHED = "The desk cannot be reached, and nothing was sent. What you typed is kept.";
const UNANSWERED = "It was sent, and the line was lost before the answer. Send again to ask: it is not done twice.";

export type Sending = {
  stage: Stage;
  /** What was typed has changed: it is another action now. */
  reset: () => void;
  /**
   * @param ask what would become of it now
   * @param isSure whatever the warnings
   * @returns what became of it; null when it was not sent, or is not answered
   */
  send: (ask: () => Promise<Preview | null>, isSure: boolean) => Promise<ActionReply | null>;
};

/**
 * @param before what was sent before the page was loaded again
 * @param keep is told what is on its way, and null when it is answered
 */
export function useSending(before: Sent | null, keep: (sent: Sent | null) => void): Sending {
  const [stage, setStage] = useState<Stage>(
    before === null ? { kind: "typing" } : { kind: "unknown", text: UNANSWERED },
  );
  const sent = useRef<Sent | null>(before);
  const isBusy = useRef(false);
  const remember = (next: Sent | null) => {
    sent.current = next;
    keep(next);
  };
  const reset = () => {
    if (sent.current !== null) remember(null);
    setStage({ kind: "typing" });
  };
  const deliver = async (action: Sent) => {
    remember(action);
    setStage({ kind: "pending", text: PENDING });
    const reply = await act(action);
    if (reply === null) setStage({ kind: "unknown", text: UNANSWERED });
    else if (reply.status === "unknown") setStage({ kind: "unknown", text: `Pending: ${reply.text}` });
    else {
      remember(null);
      setStage(
        reply.status === "done" ? { kind: "typing" } : { kind: "failed", text: reply.text, field: reply.field ?? "" },
      );
    }
    return reply;
  };
  const judge = async (ask: () => Promise<Preview | null>, isSure: boolean): Promise<Sent | null> => {
    const preview = await ask();
    if (preview === null) setStage({ kind: "failed", text: UNREACHED, field: "" });
    if (preview === null || preview.request === null) return null;
    const warnings = preview.warnings.map(({ kind }) => kind).join();
    const isSeen = isSure || (stage.kind === "armed" && stage.warnings === warnings);
    if (warnings === "" || isSeen) return { ...preview.request, actionId: crypto.randomUUID() };
    setStage({ kind: "armed", warnings });
    return null;
  };
  const send: Sending["send"] = async (ask, isSure) => {
    if (isBusy.current) return null;
    isBusy.current = true;
    try {
      const action = sent.current ?? (await judge(ask, isSure));
      return action === null ? null : await deliver(action);
    } finally {
      isBusy.current = false;
    }
  };
  return { stage, reset, send };
}
