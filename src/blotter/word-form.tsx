/** Forms that want a word or two: a cancel to confirm, a reason, a note, to whom an order is passed. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { ActionRequest } from "../desk/action-wire.ts";
import { ACTION_WORDS } from "./action-menu.tsx";
import { act, closeForm, type OpenForm, rename, tell, user } from "./actions.ts";
import { dropDraft, keepDraft, readDraft } from "./draft.ts";
import { Field } from "./field.tsx";
import { LineAge } from "./line-age.tsx";
import { useModal } from "./modal.ts";
import { askCommand, useLive } from "./preview.ts";
import { PreviewCard } from "./preview-card.tsx";
import { type FieldName, type Values, WORD_FIELDS } from "./ticket-fields.ts";

export function WordForm({ open }: { open: OpenForm }) {
  const { action, orderId } = open;
  const dialog = useRef<HTMLDialogElement>(null);
  const [values, setValues] = useState<Values>(() => {
    const draft = readDraft();
    return draft?.form.action === action && draft.form.orderId === orderId ? draft.values : {};
  });
  const [fault, setFault] = useState<{ field: string; text: string }>({ field: "", text: "" });
  const [isPending, setPending] = useState(false);
  useModal(dialog, closeForm);
  useEffect(() => dropDraft, []);
  useEffect(() => keepDraft({ form: open, values: values as Record<string, string>, sent: null }), [values]);
  // What is canceled is shown as it stands, with what is still open.
  const live = useLive(action === "cancel" ? `cancel ${orderId}` : "", () => askCommand(`cancel ${orderId}`));
  const preview = live.answer?.preview ?? null;
  const submit = async () => {
    setPending(true);
    const reply = await act(requestOf(open, values));
    setPending(false);
    if (reply === null)
      setFault({
        field: "",
        text: "The desk cannot be reached. What you typed is kept; whether it was done, the order will show.",
      });
    else if (reply.status === "refused") setFault({ field: reply.field ?? "", text: reply.text });
    else {
      closeForm();
      tell(ACTION_WORDS[action].replace(" …", ""), reply);
    }
  };
  const fields: readonly FieldName[] = WORD_FIELDS[action] ?? [];
  return (
    <dialog class="ticket" ref={dialog} aria-label={ACTION_WORDS[action]}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <h2>
          {(ACTION_WORDS[action] ?? action).replace(" …", "")} order {orderId}
        </h2>
        {preview !== null && <PreviewCard preview={preview} isCurrent={live.isCurrent} />}
        {fields.map((name) => (
          <Field
            key={name}
            name={name}
            value={values[name] ?? ""}
            onValue={(text) => setValues({ ...values, [name]: text })}
            fault={fault.field === name ? fault.text : ""}
          />
        ))}
        <Field name="user" value={user.value} onValue={rename} fault="" />
        <p class="fault ticket-fault" role="alert">
          {fields.some((name) => name === fault.field) ? "" : fault.text}
        </p>
        <LineAge />
        <div class="ticket-buttons">
          <button type="button" class="plain-button" onClick={closeForm}>
            Leave
          </button>
          <button type="submit" class="plain-button send-button" data-do disabled={isPending}>
            {isPending ? "Pending …" : action === "cancel" ? "Cancel the order" : "Send"}
          </button>
        </div>
      </form>
    </dialog>
  );
}

function requestOf({ action, orderId, seen }: OpenForm, values: Values): Omit<ActionRequest, "user"> {
  const request: Record<string, unknown> = { action, orderId, seen };
  for (const name of WORD_FIELDS[action] ?? []) {
    const text = values[name]?.trim() ?? "";
    if (text !== "") request[name] = text;
  }
  return request as Omit<ActionRequest, "user">;
}
