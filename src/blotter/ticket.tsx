/** The order's menu and the forms behind it: the ticket of a new order, a slice, a fill by hand, a cancel to confirm. */
import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { ActionRequest } from "../desk/action-wire.ts";
import { type Action, act, begin, closeForm, form, menu, plainQty, rename, tell, user } from "./actions.ts";

const PHONE_WIDTH = 640;
const WORDS: Readonly<Record<string, string>> = {
  accept: "Accept",
  reject: "Reject …",
  claim: "Claim",
  pass: "Pass …",
  lock: "Lock",
  release: "Release",
  slice: "Slice …",
  fill: "Fill by hand …",
  replace: "Amend …",
  cancel: "Cancel …",
  note: "Note …",
  new: "New order",
};
type FieldName = "side" | "qty" | "symbol" | "price" | "timeInForce" | "account" | "text" | "owner" | "desk" | "contra";
const FIELDS: Partial<Record<Action, readonly FieldName[]>> = {
  reject: ["text"],
  pass: ["owner", "desk"],
  slice: ["qty", "price", "timeInForce"],
  fill: ["qty", "price", "contra"],
  replace: ["qty", "price"],
  cancel: ["text"],
  note: ["text"],
  new: ["side", "qty", "symbol", "price", "timeInForce", "account"],
};
const LABELS: Readonly<Record<FieldName, string>> = {
  side: "Side",
  qty: "Quantity (10k, 1.5m)",
  symbol: "Symbol",
  price: "Price (none: market)",
  timeInForce: "Time in force",
  account: "Account",
  text: "Why, or what",
  owner: "Trader",
  desk: "Desk",
  contra: "With whom",
};
const CHOICES: Partial<Record<FieldName, readonly (readonly [string, string])[]>> = {
  side: [
    ["1", "Buy"],
    ["2", "Sell"],
    ["5", "Sell short"],
  ],
  timeInForce: [
    ["0", "Day"],
    ["1", "GTC"],
    ["3", "IOC"],
    ["4", "FOK"],
  ],
};
/** What is typed stays while the form is open, whatever becomes of the line. */
const values = signal<Partial<Record<FieldName, string>>>({});
const fault = signal("");

export function Actions() {
  return (
    <>
      {menu.value !== null && <ActionMenu />}
      {form.value !== null && <Form key={`${form.value.action}${form.value.orderId}`} />}
    </>
  );
}

function ActionMenu() {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.querySelector<HTMLElement>("button:not(:disabled)")?.focus(), [menu.value]);
  const { menu: found, left, top } = menu.value!;
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step === 0) return;
    const all = [...(place.current?.querySelectorAll<HTMLElement>("button:not(:disabled)") ?? [])];
    const at = all.indexOf(document.activeElement as HTMLElement);
    all[(at + step + all.length) % all.length]?.focus();
    event.preventDefault();
    event.stopPropagation();
  };
  // On a phone it lies at the bottom, where the thumb is.
  const style =
    window.innerWidth <= PHONE_WIDTH
      ? {}
      : {
          left: `${Math.min(left, window.innerWidth - 260)}px`,
          top: `${Math.min(top, window.innerHeight - 330)}px`,
        };
  return (
    <div
      class="action-menu"
      role="menu"
      aria-label={`Order ${found.orderId}`}
      tabIndex={-1}
      ref={place}
      style={style}
      onKeyDown={onKeyDown}
    >
      {found.items.map(({ action, isEnabled, reason }) => (
        <button
          type="button"
          role="menuitem"
          key={action}
          disabled={!isEnabled}
          title={reason}
          data-action={action}
          onClick={() => void begin(action as Action, found.orderId)}
        >
          {WORDS[action] ?? action}
          {reason !== "" && <small>{reason}</small>}
        </button>
      ))}
    </div>
  );
}

function Form() {
  const { action, orderId, seen } = form.value!;
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    fault.value = "";
    values.value =
      action === "new"
        ? { side: "1", timeInForce: "0", ...form.value?.given }
        : action === "slice"
          ? { timeInForce: "0" }
          : {};
    dialog.current?.showModal();
  }, []);
  const fields = FIELDS[action] ?? [];
  const onSubmit = async (event: Event) => {
    event.preventDefault();
    const reply = await act(requestOf(action, orderId, seen, fields));
    if (reply === null) fault.value = "The desk cannot be reached. Nothing was done; what you typed is kept.";
    else if (reply.status === "refused") fault.value = reply.text;
    else {
      closeForm();
      tell(action, reply);
    }
  };
  return (
    <dialog class="ticket" ref={dialog} onClose={closeForm} aria-label={WORDS[action]}>
      <form onSubmit={(event) => void onSubmit(event)}>
        <h2>
          {(WORDS[action] ?? action).replace(" …", "")} {orderId > 0 ? `order ${orderId}` : ""}
        </h2>
        {fields.map((name) => (
          <Field key={name} name={name} />
        ))}
        <label>
          You are
          <input value={user.value} maxLength={32} required onInput={(event) => rename(event.currentTarget.value)} />
        </label>
        <p class="fault" role="alert">
          {fault.value}
        </p>
        <div class="ticket-buttons">
          <button type="button" class="plain-button" onClick={closeForm}>
            Leave
          </button>
          <button type="submit" class="plain-button" data-do>
            {action === "cancel" ? "Cancel the order" : "Send"}
          </button>
        </div>
      </form>
    </dialog>
  );
}

function Field({ name }: { name: FieldName }) {
  const choices = CHOICES[name];
  const id = `ticket-${name}`;
  const value = values.value[name] ?? "";
  const set = (next: string) => {
    values.value = { ...values.peek(), [name]: next };
  };
  return (
    <div class="field">
      <label for={id}>{LABELS[name]}</label>
      {choices === undefined ? (
        <input
          id={id}
          name={name}
          value={value}
          maxLength={name === "text" ? 512 : 32}
          required={name === "qty" || name === "symbol" || name === "account"}
          autocomplete="off"
          spellcheck={false}
          onInput={(event) => set(event.currentTarget.value)}
        />
      ) : (
        <select id={id} name={name} value={value} onChange={(event) => set(event.currentTarget.value)}>
          {choices.map(([code, word]) => (
            <option key={code} value={code}>
              {word}
            </option>
          ))}
        </select>
      )}
    </div>
  );
}

function requestOf(
  action: Action,
  orderId: number,
  seen: string,
  fields: readonly FieldName[],
): Omit<ActionRequest, "user"> {
  const request: Record<string, unknown> = { action };
  // What is locked for the form has changed by that: nobody else can have changed it since.
  if (orderId > 0) Object.assign(request, { orderId, seen });
  for (const name of fields) {
    const text = values.peek()[name]?.trim() ?? "";
    if (text !== "") request[name] = name === "qty" ? plainQty(text) : name === "symbol" ? text.toUpperCase() : text;
  }
  return request as Omit<ActionRequest, "user">;
}
