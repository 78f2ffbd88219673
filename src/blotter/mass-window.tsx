/** The menu of a selection, and the window that shows what an action on many orders would come to, and what became of it. */
import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { MassAction, MassJob, MassPlanReply } from "../desk/mass-wire.ts";
import { rename, user } from "./actions.ts";
import { copyText } from "./clipboard.ts";
import { count, money } from "./format.ts";
import { beginMass, closeMass, closeMassMenu, confirm, look, mass, massMenu, retry, stopMass } from "./mass.ts";
import { replace as select } from "./selection.ts";
import * as store from "./store.ts";

const WORDS: Readonly<Record<MassAction, { menu: string; verb: string; done: string }>> = {
  cancel: { menu: "Cancel …", verb: "Cancel", done: "canceled, or being canceled" },
  accept: { menu: "Accept …", verb: "Accept", done: "accepted" },
  claim: { menu: "Claim …", verb: "Claim", done: "yours" },
  pass: { menu: "Pass …", verb: "Pass", done: "passed" },
  release: { menu: "Release locks …", verb: "Release", done: "released" },
  note: { menu: "Note …", verb: "Note on", done: "noted" },
  handOver: { menu: "Hand over all of a trader's …", verb: "Hand over", done: "handed over" },
};
type Field = "text" | "owner" | "desk" | "from" | "to" | "count";
const FIELDS: Readonly<Record<MassAction, readonly (readonly [Field, string, boolean])[]>> = {
  cancel: [["text", "Why (the clients read it)", false]],
  accept: [],
  claim: [],
  pass: [
    ["owner", "To trader", false],
    ["desk", "To desk", false],
  ],
  release: [],
  note: [["text", "Note", true]],
  handOver: [
    ["from", "From trader", true],
    ["to", "To trader", true],
  ],
};
const typed = signal<Partial<Record<Field, string>>>({});

export function Mass() {
  return (
    <>
      {massMenu.value !== null && <SelectionMenu />}
      {mass.value !== null && <MassWindow key={mass.value.action} />}
    </>
  );
}

function SelectionMenu() {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.querySelector<HTMLElement>("button:not(:disabled)")?.focus(), [massMenu.value]);
  useEffect(() => {
    const onClick = (event: MouseEvent) => {
      if (place.current?.contains(event.target as Node) !== true) closeMassMenu();
    };
    addEventListener("click", onClick);
    return () => removeEventListener("click", onClick);
  }, []);
  const { menu, target, left, top } = massMenu.value!;
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step === 0) return;
    const all = [...(place.current?.querySelectorAll<HTMLElement>("button:not(:disabled)") ?? [])];
    all[(all.indexOf(document.activeElement as HTMLElement) + step + all.length) % all.length]?.focus();
    event.preventDefault();
    event.stopPropagation();
  };
  const style = {
    left: `${Math.max(4, Math.min(left, window.innerWidth - 300))}px`,
    top: `${Math.max(4, Math.min(top, window.innerHeight - 360))}px`,
  };
  return (
    <div
      class="action-menu mass-menu"
      role="menu"
      aria-label={`${count(menu.count)} orders`}
      tabIndex={-1}
      ref={place}
      style={style}
      onKeyDown={onKeyDown}
    >
      <p class="mass-menu-head">
        {count(menu.count)} {menu.count === 1 ? "order" : "orders"}
        {"filter" in target ? " of this view" : " selected"}
      </p>
      {menu.items.map(({ action, isEnabled, can, reason }) => (
        <button
          type="button"
          role="menuitem"
          key={action}
          disabled={!isEnabled}
          title={reason}
          data-action={action}
          onClick={() => void begin(action as MassAction)}
        >
          <span>{WORDS[action as MassAction].menu}</span>
          {isEnabled && <span class="mass-can">{count(can)}</span>}
          {!isEnabled && reason !== "" && <small>{reason}</small>}
        </button>
      ))}
    </div>
  );
}

async function begin(action: MassAction): Promise<void> {
  await beginMass(action, massMenu.peek()?.target);
}

function MassWindow() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    typed.value = mass.peek()?.action === "handOver" ? { from: user.peek() } : {};
    dialog.current?.showModal();
  }, []);
  const { action, plan, job, fault } = mass.value!;
  const number = job?.total ?? plan?.can ?? 0;
  return (
    <dialog class="mass" ref={dialog} onClose={closeMass} aria-label={`${WORDS[action].verb} orders`}>
      <h2>
        {WORDS[action].verb} {count(number)} {number === 1 ? "order" : "orders"}
      </h2>
      {job !== null ? <Outcome job={job} /> : plan !== null ? <Plan plan={plan} /> : fault === "" && <p>Looking …</p>}
      {fault !== "" && (
        <p class="mass-fault" role="alert">
          {fault}
        </p>
      )}
      {plan === null && job === null && (
        <div class="mass-buttons">
          <button type="button" class="plain-button" onClick={closeMass}>
            Leave
          </button>
        </div>
      )}
    </dialog>
  );
}

/** What it would come to, the words it needs, and the way to confirm it. */
function Plan({ plan }: { plan: MassPlanReply }) {
  const form = useRef<HTMLFormElement>(null);
  const action = plan.action as MassAction;
  const { can, mustType } = plan;
  useEffect(() => form.current?.querySelector<HTMLElement>("[data-first]")?.focus(), [plan.planId]);
  const isTyped = !mustType || Number((typed.value.count ?? "").replaceAll(",", "")) === can;
  const onSubmit = (event: Event) => {
    event.preventDefault();
    if (can === 0 || !isTyped) return;
    const words: Record<string, unknown> = { count: can };
    for (const [field] of FIELDS[action]) {
      const text = (typed.peek()[field] ?? "").trim();
      if (text !== "" && field !== "from") words[field] = text;
    }
    void confirm(words);
  };
  return (
    <form ref={form} onSubmit={onSubmit}>
      <dl class="mass-figures">
        <dt>Will be done with</dt>
        <dd>
          <b>{count(can)}</b> of {count(plan.count)} orders
          {plan.along > 0 && <span class="faint"> · {count(plan.along)} parts go with their whole</span>}
        </dd>
        <dt>Open</dt>
        <dd>
          {plan.open.length === 0
            ? "nothing"
            : plan.open.map((one) => `${one.currency} ${money(one.leaves)}`).join(" · ")}
        </dd>
        <dt>{plan.clients.length === 1 ? "Client" : "Clients"}</dt>
        <dd>
          {plan.clients.map(({ compId, count: of }) => (
            <span key={compId} class="mass-client">
              {compId === "" ? "the house" : compId} <b>{count(of)}</b>
            </span>
          ))}
          {plan.moreClients > 0 && <span class="faint">and {count(plan.moreClients)} more</span>}
          {plan.clients.length === 0 && "none"}
        </dd>
        {plan.cannot.flatMap(({ reason, count: of }) => [
          <dt key={`${reason} not`} class="mass-not">
            Not {count(of)}
          </dt>,
          <dd key={reason} class="mass-not">
            {reason}
          </dd>,
        ])}
      </dl>
      {FIELDS[action].map(([field, label, isRequired], index) => (
        <Typed
          key={field}
          field={field}
          label={label}
          isRequired={isRequired}
          isFirst={index === 0 && !mustType}
          {...(field === "from" ? { onChange: (text: string) => text.trim() !== "" && void look(text.trim()) } : {})}
        />
      ))}
      {mustType && can > 0 && (
        <Typed field="count" label={`Type ${can} to confirm`} isRequired isFirst={action === "cancel"} />
      )}
      <label>
        You are
        <input value={user.value} maxLength={32} required onInput={(event) => rename(event.currentTarget.value)} />
      </label>
      <div class="mass-buttons">
        <button type="button" class="plain-button" onClick={closeMass}>
          Leave
        </button>
        <button
          type="submit"
          class="plain-button"
          data-do
          data-danger={action === "cancel"}
          disabled={can === 0 || !isTyped}
          data-first={FIELDS[action].length === 0 && !mustType ? "" : undefined}
        >
          {WORDS[action].verb} {count(can)} {can === 1 ? "order" : "orders"}
        </button>
      </div>
    </form>
  );
}

function Typed(props: {
  field: Field;
  label: string;
  isRequired: boolean;
  isFirst: boolean;
  onChange?: (text: string) => void;
}) {
  const { field, label, isRequired, isFirst, onChange } = props;
  return (
    <label>
      {label}
      <input
        name={field}
        value={typed.value[field] ?? ""}
        required={isRequired}
        maxLength={field === "text" ? 512 : 32}
        autocomplete="off"
        spellcheck={false}
        inputMode={field === "count" ? "numeric" : "text"}
        data-first={isFirst ? "" : undefined}
        onInput={(event) => {
          typed.value = { ...typed.peek(), [field]: event.currentTarget.value };
        }}
        onChange={(event) => onChange?.(event.currentTarget.value)}
      />
    </label>
  );
}

/** How far it has come, and each failure with its reason. */
function Outcome({ job }: { job: MassJob }) {
  const { state, total, done, failed, failures, failedOrderIds, text } = job;
  const action = job.action as MassAction;
  const isRunning = state === "running";
  const close = useRef<HTMLButtonElement>(null);
  useEffect(() => close.current?.focus(), [state]);
  return (
    <>
      <p
        class="mass-state"
        role="status"
        data-state={isRunning ? "running" : failed > 0 || state === "stopped" ? "bad" : "good"}
      >
        <b>{count(done)}</b> of {count(total)} {WORDS[action].done}
        {failed > 0 && (
          <>
            , <b>{count(failed)} failed</b>
          </>
        )}
        {text !== "" && <span class="faint"> · {text}</span>}
      </p>
      <progress max={total} value={done + failed} aria-label="How far it has come" />
      {failures.length > 0 && (
        <section class="mass-failures" aria-label="What failed">
          <table>
            <thead>
              <tr>
                <th scope="col">Order</th>
                <th scope="col">Client</th>
                <th scope="col">Symbol</th>
                <th scope="col">Why not</th>
              </tr>
            </thead>
            <tbody>
              {failures.map(({ orderId, compId, symbol, text: why }) => (
                <tr key={orderId} data-failed={orderId}>
                  <td>
                    <button type="button" class="link-button" onClick={() => show(orderId)}>
                      {orderId}
                    </button>
                  </td>
                  <td>{compId}</td>
                  <td>{symbol}</td>
                  <td>{why}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {failed > failures.length && <p class="faint">and {count(failed - failures.length)} more</p>}
        </section>
      )}
      <div class="mass-buttons">
        {isRunning && (
          <button type="button" class="plain-button" onClick={() => void stopMass()}>
            Stop
          </button>
        )}
        {!isRunning && failedOrderIds !== "" && (
          <>
            <button
              type="button"
              class="plain-button"
              onClick={() => void copyText(listOf(job), "The list of failures")}
            >
              Copy
            </button>
            <button type="button" class="plain-button" data-retry onClick={retry}>
              Try the {failed > 0 ? `${count(failed)} failed` : "rest"} again …
            </button>
          </>
        )}
        <button type="button" class="plain-button" data-close ref={close} onClick={closeMass}>
          {isRunning ? "Go on without this window" : "Close"}
        </button>
      </div>
    </>
  );
}

function show(orderId: number): void {
  closeMass();
  select([orderId]);
  store.selectedOrderId.value = orderId;
  store.openOrderId.value = orderId;
}

function listOf({ failures }: MassJob): string {
  return failures.map(({ orderId, compId, symbol, text }) => [orderId, compId, symbol, text].join("\t")).join("\n");
}
