/** Alerts until they are acknowledged, and exceptions until somebody has dealt with them. */
import { useState } from "preact/hooks";
import { ALERT_KINDS, acknowledge, acknowledgeAll, alerts, exceptions, muted, toggleMuted } from "./alerts.ts";
import { count, timeOfDay } from "./format.ts";
import { ReasonForm } from "./reason-form.tsx";
import * as store from "./store.ts";

export function AlertsPanel() {
  const waiting = alerts.value;
  return (
    <section class="panel" aria-label="Alerts">
      <div class="panel-bar">
        <h2>Alerts</h2>
        <span class="panel-count">{waiting.length === 0 ? "none waits" : `${count(waiting.length)} wait`}</span>
        <button type="button" class="plain-button" disabled={waiting.length === 0} onClick={acknowledgeAll}>
          Acknowledge all
        </button>
      </div>
      <fieldset class="alert-kinds">
        <legend class="faint">Toast and sound for</legend>
        {ALERT_KINDS.map(({ id, word }) => (
          <label key={id}>
            <input type="checkbox" checked={!muted.value.includes(id)} onChange={() => toggleMuted(id)} /> {word}
          </label>
        ))}
      </fieldset>
      <ol class="alert-list depth-scroll">
        {waiting.map((alert) => (
          <li key={alert.key} data-kind={alert.kind}>
            <time>{timeOfDay(alert.timeMs * 1000).slice(0, 8)}</time>
            <span class="alert-text">{alert.text}</span>
            {alert.orderId !== 0 && (
              <button type="button" class="link-button" onClick={() => (store.openOrderId.value = alert.orderId)}>
                order {alert.orderId}
              </button>
            )}
            <button type="button" class="plain-button" onClick={() => acknowledge(alert.key)}>
              Acknowledge
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

const KINDS: Readonly<Record<number, string>> = {
  1: "Quantities differ",
  2: "Unknown at the venue",
  3: "Not resolved",
  4: "Unknown to us",
  5: "Cannot be booked",
  6: "Drop copy differs",
  7: "Message rejected",
};

export function ExceptionsPanel() {
  const [closing, setClosing] = useState(0);
  const { rows, open } = exceptions.value;
  return (
    <section class="panel" aria-label="Exceptions">
      <div class="panel-bar">
        <h2>Exceptions</h2>
        <span class="panel-count">{open === 0 ? "none is open" : `${count(open)} open`}</span>
      </div>
      <ol class="alert-list depth-scroll">
        {rows.map((row) => (
          <li key={row.exceptionId} data-kind="exception" data-exception={row.exceptionId}>
            <time>{timeOfDay(row.openedUs).slice(0, 8)}</time>
            <span class="alert-text">
              <b>{KINDS[row.kind] ?? `Kind ${row.kind}`}</b>
              {row.venue === "" ? "" : ` at ${row.venue}`}: {row.text}
            </span>
            {row.orderId !== 0 && (
              <button type="button" class="link-button" onClick={() => (store.openOrderId.value = row.orderId)}>
                order {row.orderId}
              </button>
            )}
            <button type="button" class="plain-button" onClick={() => setClosing(row.exceptionId)}>
              Close…
            </button>
            {closing === row.exceptionId && (
              <ReasonForm
                title={`Exception ${row.exceptionId} is dealt with`}
                button="Close it"
                path={`/api/exceptions/${row.exceptionId}/close`}
                done={`Exception ${row.exceptionId} is closed`}
                onClose={() => setClosing(0)}
              />
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
