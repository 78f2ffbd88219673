/** Who and why, before something is done that the journal keeps. The words stay when it is refused. */
import { useEffect, useRef, useState } from "preact/hooks";
import * as store from "./store.ts";

const ACTOR = "lockstep-actor";

export function ReasonForm(props: {
  title: string;
  button: string;
  path: string;
  /** What is said beside who and why. */
  more?: object;
  done: string;
  onClose: () => void;
}) {
  const [actor, setActor] = useState(localStorage.getItem(ACTOR) ?? "");
  const [reason, setReason] = useState("");
  const [fault, setFault] = useState("");
  const [isSending, setIsSending] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const send = async () => {
    if (actor.trim() === "" || reason.trim() === "")
      return setFault("Say who you are and why: the journal keeps both.");
    setIsSending(true);
    localStorage.setItem(ACTOR, actor.trim());
    const error = await post(props.path, { ...props.more, actor: actor.trim(), reason: reason.trim() });
    setIsSending(false);
    if (error !== "") return setFault(error);
    store.toast.value = props.done;
    props.onClose();
  };
  return (
    <form
      class="reason-form"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        props.onClose();
      }}
    >
      <p>
        <b>{props.title}.</b>
      </p>
      <label>
        Who <input ref={first} maxLength={40} value={actor} onInput={(event) => setActor(event.currentTarget.value)} />
      </label>
      <label>
        Why <input maxLength={200} value={reason} onInput={(event) => setReason(event.currentTarget.value)} />
      </label>
      <button type="submit" class="plain-button" disabled={isSending}>
        {props.button}
      </button>
      <button type="button" class="plain-button" onClick={props.onClose}>
        Leave it
      </button>
      {fault !== "" && (
        <p class="field-fault" role="alert">
          {fault}
        </p>
      )}
    </form>
  );
}

/** @returns what stood against it; "" when it was done */
async function post(path: string, body: { actor: string; reason: string }): Promise<string> {
  try {
    const reply = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    if (reply.ok) return "";
    return ((await reply.json()) as { text?: string }).text ?? `the desk answered ${reply.status}`;
  } catch {
    return "The desk could not be reached; nothing was done that it knows of.";
  }
}
