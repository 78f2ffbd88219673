/**
 * The order ticket: a new order, a part of one, a change, a fill by hand. While it is typed the desk says what it would come
 * to; faults stand beside their fields, warnings want Enter twice, and nothing is shown as done before the journal has it.
 */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { ACTION_WORDS, ActionMenu } from "./action-menu.tsx";
import { closeForm, form, menu, type OpenForm, rename, tell, user } from "./actions.ts";
import { dropDraft, keepAccount, keepDraft, lastAccount, readDraft } from "./draft.ts";
import { Field } from "./field.tsx";
import { decimal } from "./format.ts";
import { LineAge } from "./line-age.tsx";
import { useModal } from "./modal.ts";
import { askPreview, useLive } from "./preview.ts";
import { PreviewCard, Warnings } from "./preview-card.tsx";
import { stepPrice } from "./price-steps.ts";
import { type Sent, type Stage, useSending } from "./sending.ts";
import * as store from "./store.ts";
import {
  type FieldName,
  faultOf,
  isTerms,
  MORE,
  queryOf,
  TERMS,
  type TermsAction,
  type Values,
} from "./ticket-fields.ts";
import { WordForm } from "./word-form.tsx";

/** A price that is being typed is not wrong yet. */
const REST_MS = 600;

export function Actions() {
  const open = form.value;
  return (
    <>
      {menu.value !== null && <ActionMenu />}
      {open !== null &&
        (isTerms(open.action) ? (
          <Ticket key={`${open.action}${open.orderId}`} open={open} action={open.action} />
        ) : (
          <WordForm key={`${open.action}${open.orderId}`} open={open} />
        ))}
    </>
  );
}

function Ticket({ open, action }: { open: OpenForm; action: TermsAction }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const { values, setValues, kept, keepSent } = useValues(open, action);
  const [isTried, setTried] = useState(false);
  const sending = useSending(kept?.sent ?? null, keepSent);
  const live = useLive(JSON.stringify([values, user.value]), () => askPreview(queryOf(action, open, values)));
  const { focused, onFocus } = useRestingFocus(JSON.stringify(values));
  const preview = live.answer;
  // The order was not among those on the screen: the desk says how it stands.
  const current = preview?.current ?? null;
  useEffect(() => {
    if (action === "replace" && current !== null && values.qty === undefined) setValues(current);
  }, [current === null]);
  useModal(dialog, closeForm, "input:checked, input:not([type=radio])");
  // It was to be sent and cannot be: the first field that is wrong has the focus, as soon as it is known which.
  const seeksFault = useRef(false);
  useLayoutEffect(() => {
    const wrong = seeksFault.current ? dialog.current?.querySelector<HTMLElement>("[aria-invalid=true]") : null;
    if (wrong == null) return;
    seeksFault.current = false;
    wrong.focus();
  });
  const change = (of: (before: Values) => Values) => {
    seeksFault.current = false;
    setValues((before) => ({ ...before, ...of(before) }));
    sending.reset();
  };
  const set = (name: FieldName, text: string) => change(() => ({ [name]: text }));
  const submit = async (isSure: boolean) => {
    setTried(true);
    const reply = await sending.send(live.now, isSure);
    if (reply?.status === "done") {
      keepAccount(values.account ?? "");
      closeForm();
      tell(ACTION_WORDS[action].replace(" …", ""), reply);
    } else seeksFault.current = true;
  };
  const { stage } = sending;
  const fault = (name: FieldName) => {
    if (stage.kind === "failed" && stage.field === name) return stage.text;
    return live.isCurrent && (isTried || focused !== name) ? faultOf(preview, name, isTried) : "";
  };
  const onPriceKey = (event: KeyboardEvent) => {
    const way = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : 0;
    if (way === 0) return;
    event.preventDefault();
    void stepTo(way * (event.shiftKey ? 10 : 1));
  };
  const stepTo = async (steps: number) => {
    // The keys may be faster than the desk's first answer.
    const found = preview ?? (await live.now());
    if (found?.instrument == null) return;
    const { tickTable, priceScale } = found.instrument;
    const reference = (found.market?.last || found.market?.close || "").replaceAll(",", "");
    change(({ price = "" }) => ({
      price: price.trim() === "" ? reference : stepPrice(price, steps, tickTable, priceScale),
    }));
  };
  const field = (name: FieldName) => (
    <Field
      key={name}
      name={name}
      value={values[name] ?? ""}
      onValue={(text) => set(name, text)}
      fault={fault(name)}
      echo={name === "qty" ? echoOf(values.qty, preview?.qty, live.isCurrent) : ""}
      disabled={name === "price" && values.ordType === "1"}
      onKeyDown={name === "price" ? onPriceKey : undefined}
      onFocus={() => onFocus(name)}
      onBlur={() => onFocus("")}
    />
  );
  const general = preview?.faults.filter(({ field }) => field === "" || field === "user").map(({ text }) => text) ?? [];
  return (
    <dialog
      class="ticket order-ticket"
      ref={dialog}
      aria-label={ACTION_WORDS[action]}
      data-side={sideName(values, preview?.side)}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit(false);
        }}
        onKeyDown={(event) => {
          const isField = /^(INPUT|SELECT)$/.test((event.target as HTMLElement).tagName);
          if (event.key !== "Enter" || !isField || event.isComposing) return;
          event.preventDefault();
          void submit(event.shiftKey);
        }}
      >
        <h2>
          {ACTION_WORDS[action].replace(" …", "")} {open.orderId > 0 ? `order ${open.orderId}` : ""}
          {kept !== null && <small>kept from before</small>}
        </h2>
        <div class="ticket-line" data-action={action}>
          {TERMS[action].map(field)}
        </div>
        <div class="ticket-line ticket-more">
          {MORE[action].map(field)}
          <Field
            name="user"
            value={user.value}
            onValue={rename}
            fault={isTried ? faultOf(preview, "user", true) : ""}
          />
        </div>
        {preview !== null && <PreviewCard preview={preview} isCurrent={live.isCurrent} />}
        <Warnings preview={preview} isArmed={stage.kind === "armed"} />
        {general.length > 0 && isTried && stage.kind !== "failed" && (
          <p class="fault ticket-fault">{general.join("; ")}</p>
        )}
        <StageLine stage={stage} />
        <LineAge />
        <div class="ticket-buttons">
          <button type="button" class="plain-button" onClick={closeForm}>
            Leave <kbd>Esc</kbd>
          </button>
          <button type="submit" class="plain-button send-button" data-do aria-disabled={stage.kind === "pending"}>
            {sendWord(stage, action)} <kbd>Enter</kbd>
          </button>
        </div>
      </form>
    </dialog>
  );
}

/** What is typed, with what the tab kept of it, or what the order has now. */
function useValues(open: OpenForm, action: TermsAction) {
  const [kept] = useState(() => {
    const draft = readDraft();
    return draft?.form.action === action && draft.form.orderId === open.orderId ? draft : null;
  });
  const [values, setValues] = useState<Values>(() => kept?.values ?? firstValues(action, open));
  const sent = useRef(kept?.sent ?? null);
  const keep = () => keepDraft({ form: open, values: values as Record<string, string>, sent: sent.current });
  useEffect(keep, [values]);
  useEffect(() => dropDraft, []);
  const keepSent = (next: Sent | null) => {
    sent.current = next;
    keep();
  };
  return { values, setValues, kept, keepSent };
}

function firstValues(action: TermsAction, { orderId, given }: OpenForm): Values {
  const order = orderId === 0 ? undefined : store.orders.order(orderId);
  const price = order?.price == null ? "" : plain(order.price, order.priceScale);
  switch (action) {
    case "new":
      return { side: "1", ordType: "2", timeInForce: "0", account: lastAccount(), ...given };
    case "slice":
      return { ordType: "2", timeInForce: "0", price };
    case "replace":
      return order === undefined ? {} : { qty: plain(order.orderQty, order.qtyScale).replace(/\.0+$/, ""), price };
    default:
      return {};
  }
}

/** The field that has the focus, for as long as something is typed into it. */
function useRestingFocus(text: string) {
  const [focused, onFocus] = useState("");
  const [resting, setResting] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setResting(text), REST_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return { focused: resting === text ? "" : focused, onFocus };
}

function StageLine({ stage }: { stage: Stage }) {
  const text =
    stage.kind === "armed"
      ? "Look at the warnings. Enter once more sends it all the same."
      : stage.kind === "failed" && stage.field !== ""
        ? ""
        : stage.kind === "typing"
          ? ""
          : stage.text;
  return (
    <p class="stage" data-stage={stage.kind} role="alert">
      {(stage.kind === "pending" || stage.kind === "unknown") && <span aria-hidden="true">◔ </span>}
      {text}
    </p>
  );
}

function sendWord(stage: Stage, action: TermsAction): string {
  if (stage.kind === "pending") return "Pending …";
  if (stage.kind === "unknown") return "Ask again";
  if (stage.kind === "armed") return "Send all the same";
  return action === "replace" ? "Amend" : action === "fill" ? "Record the fill" : "Send";
}

function sideName(values: Values, side = ""): string {
  const code = values.side ?? side;
  return code === "" ? "none" : code === "1" ? "buy" : "sell";
}

/** A quantity that was typed in another way than it is sent. */
function echoOf(typed: string | undefined, qty: string | undefined, isCurrent: boolean): string {
  if (!isCurrent || qty === undefined || qty === "" || qty === typed?.trim()) return "";
  const [whole, fraction = ""] = qty.split(".");
  return decimal(Number(whole + fraction), fraction.length);
}

function plain(mantissa: number, scale: number): string {
  return decimal(mantissa, scale).replaceAll(",", "");
}
