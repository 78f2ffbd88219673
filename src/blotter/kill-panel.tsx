/** The kill switch: which are on, and a held button that stops a client, a desk or the house, with what that would come to. */
import { useEffect, useState } from "preact/hooks";
import type { KillSummary, KillSwitchesReply, KillSwitchRow } from "../desk/kill-wire.ts";
import type { SessionsReply } from "../desk/session-wire.ts";
import { user } from "./actions.ts";
import { count, timeOfDay } from "./format.ts";
import { HoldButton } from "./hold-button.tsx";
import { ReasonForm } from "./reason-form.tsx";
import * as store from "./store.ts";

const AGAIN_MS = 2_000;
const HOLD_MS = 1_500;

type Target = Pick<KillSwitchRow, "scope" | "compId" | "desk">;
const HOUSE: Target = { scope: "all", compId: "", desk: "" };

export function KillPanel() {
  const [rows, setRows] = useState<readonly KillSwitchRow[]>([]);
  const [clients, setClients] = useState<readonly string[]>([]);
  const [desks, setDesks] = useState<readonly string[]>([]);
  const [target, setTarget] = useState(HOUSE);
  const [summary, setSummary] = useState<KillSummary | null>(null);
  const [reason, setReason] = useState("");
  const [fault, setFault] = useState("");
  const [releasing, setReleasing] = useState("");
  const load = async (isOther = () => false) => {
    const question = new URLSearchParams(target);
    const [on, known, sum] = await Promise.all([
      ask<KillSwitchesReply>("/api/kill-switches"),
      ask<SessionsReply>("/api/sessions"),
      ask<KillSummary>(`/api/kill-switches/summary?${question}`),
    ]);
    if (on !== null) {
      setRows(on.rows);
      setDesks(on.desks);
    }
    if (known !== null) setClients([...new Set(known.rows.filter(isClient).map((row) => row.compId))]);
    // What another target would come to is not this one's.
    if (!isOther()) setSummary(sum);
  };
  useEffect(() => {
    let isOther = false;
    const again = () => void load(() => isOther);
    again();
    const timer = setInterval(again, AGAIN_MS);
    return () => {
      isOther = true;
      clearInterval(timer);
    };
  }, [target]);
  const stop = async () => {
    const error = await post({ ...target, isOn: true, actor: user.value, reason: reason.trim() });
    setFault(error);
    if (error !== "") return;
    setReason("");
    store.toast.value = `${nameOf(target)} is stopped`;
    void load();
  };
  const targets: Target[] = [
    HOUSE,
    ...clients.map((compId): Target => ({ scope: "session", compId, desk: "" })),
    ...desks.map((desk): Target => ({ scope: "desk", compId: "", desk })),
  ];
  // A desk may lose its last order while it is looked at.
  if (!targets.some((one) => keyOf(one) === keyOf(target))) targets.push(target);
  const choose = (key: string) => setTarget(targets.find((one) => keyOf(one) === key) ?? HOUSE);
  return (
    <section class="panel kill-panel" aria-label="Kill switch">
      <div class="panel-bar">
        <h2>Kill switch</h2>
        <span class="panel-count">{rows.length === 0 ? "none is on" : `${count(rows.length)} on`}</span>
      </div>
      <ol class="alert-list">
        {rows.map((row) => (
          <li key={keyOf(row)} data-grave="true" data-kill={keyOf(row)}>
            <time>{timeOfDay(row.sinceUs).slice(0, 8)}</time>
            <span class="alert-text">
              <b>■ {nameOf(row)} stopped</b>
              <span class="alert-words">
                {row.actor}: {row.reason}. {count(row.openOrders)} of its orders are still live.
              </span>
            </span>
            <button type="button" class="plain-button" onClick={() => setReleasing(keyOf(row))}>
              Let it go on…
            </button>
            {releasing === keyOf(row) && (
              <ReasonForm
                title={`${nameOf(row)} may trade again`}
                button="Let it go on"
                path="/api/kill-switches"
                more={bodyOf(row, false)}
                done={`${nameOf(row)} may trade again`}
                onClose={() => {
                  setReleasing("");
                  void load();
                }}
              />
            )}
          </li>
        ))}
      </ol>
      <div class="kill-form">
        <label>
          Stop{" "}
          <select value={keyOf(target)} onChange={(event) => choose(event.currentTarget.value)}>
            {targets.map((one) => (
              <option key={keyOf(one)} value={keyOf(one)}>
                {one.scope === "all" ? "the whole house" : one.compId || `desk ${one.desk}`}
              </option>
            ))}
          </select>
        </label>
        <label class="kill-why">
          Why <input value={reason} maxLength={200} onInput={(event) => setReason(event.currentTarget.value)} />
        </label>
        <HoldButton
          label="Hold to stop"
          class="kill-hold"
          holdMs={HOLD_MS}
          fault={reason.trim() === "" ? "Say why first: clients are told, and the journal keeps it" : ""}
          title="Held for a second and a half: from then on new orders are refused, and live ones are canceled"
          onHeld={() => void stop()}
        />
        <p class="kill-summary">{summaryText(summary)}</p>
        {fault !== "" && (
          <p class="field-fault" role="alert">
            {fault}
          </p>
        )}
      </div>
    </section>
  );
}

function isClient(row: SessionsReply["rows"][number]): boolean {
  return row.venue === "" && !row.isDropCopy;
}

function summaryText(summary: KillSummary | null): string {
  if (summary === null) return "What it would stop is not known: the desk does not answer.";
  const { openOrders, clients, openNotional } = summary;
  if (openOrders === 0) return "No order is live there. New orders are refused from then on.";
  const money = openNotional.map(({ currency, value }) => `${count(value)} ${currency}`).join(", ");
  const whose = clients === 1 ? "one client" : `${count(clients)} clients`;
  const live = openOrders === 1 ? "1 live order" : `${count(openOrders)} live orders`;
  return `Cancels ${live} of ${whose}, ${money} open. New orders are refused from then on.`;
}

function nameOf({ scope, compId, desk }: Target): string {
  return scope === "all" ? "The whole house" : scope === "session" ? compId : `Desk ${desk}`;
}

function keyOf({ scope, compId, desk }: Target): string {
  return `${scope} ${compId}${desk}`;
}

/** A name that is not meant is not said. */
function bodyOf({ scope, compId, desk }: Target, isOn: boolean) {
  return { scope, isOn, ...(compId === "" ? {} : { compId }), ...(desk === "" ? {} : { desk }) };
}

async function ask<Reply>(path: string): Promise<Reply | null> {
  try {
    const reply = await fetch(path);
    return reply.ok ? ((await reply.json()) as Reply) : null;
  } catch {
    return null;
  }
}

/** @returns what stood against it; "" when it was done */
async function post({ isOn, actor, reason, ...target }: Target & { isOn: boolean; actor: string; reason: string }) {
  try {
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify({ ...bodyOf(target, isOn), actor, reason });
    const reply = await fetch("/api/kill-switches", { method: "POST", headers, body });
    return reply.ok ? "" : (((await reply.json()) as { text?: string }).text ?? `the desk answered ${reply.status}`);
  } catch {
    return "The desk could not be reached; use lockstep kill.";
  }
}
