/** Alerts until they are acknowledged, exceptions until somebody has dealt with them, and what makes noise. */
import { useState } from "preact/hooks";
import {
  ALERT_KINDS,
  acknowledge,
  acknowledgeAll,
  alerts,
  CHANNELS,
  exceptions,
  isGrave,
  isSoundOn,
  type Kept,
  kindWord,
  mutes,
  toggleMute,
  toggleSound,
  waiting,
} from "./alerts.ts";
import { count, span, timeOfDay } from "./format.ts";
import { ReasonForm } from "./reason-form.tsx";
import * as store from "./store.ts";

export function AlertsPanel() {
  const all = alerts.value;
  // What lasts stands before what is over.
  const rows = [...waiting.value, ...all.filter(({ clearedMs }) => clearedMs !== 0)];
  const over = all.length - waiting.value.length;
  return (
    <section class="panel" aria-label="Alerts">
      <div class="panel-bar">
        <h2>Alerts</h2>
        <span class="panel-count">
          {waiting.value.length === 0
            ? "none waits"
            : `${count(waiting.value.length)} ${waiting.value.length === 1 ? "waits" : "wait"}`}
          {over > 0 && ` · ${count(over)} over`}
        </span>
        <button type="button" class="plain-button" disabled={all.length === 0} onClick={acknowledgeAll}>
          Acknowledge all
        </button>
      </div>
      {rows.length === 0 && (
        <p class="screen-note">
          Nothing waits for you. Care orders, orders a venue does not answer, lost sessions and refusals are told here.
        </p>
      )}
      <ol class="alert-list depth-scroll">
        {rows.map((alert) => (
          <AlertRow key={alert.key} alert={alert} />
        ))}
      </ol>
    </section>
  );
}

function AlertRow({ alert }: { alert: Kept }) {
  const { key, kind, text, orderId, sinceMs, clearedMs } = alert;
  // The clock of the desk's last word: the ages move with it.
  const nowMs = store.system.value?.timeMs ?? Date.now();
  const age = clearedMs !== 0 ? `over since ${timeOfDay(clearedMs * 1000).slice(0, 8)}` : ageText(nowMs - sinceMs);
  return (
    <li data-kind={kind} data-grave={isGrave(kind) && clearedMs === 0} data-cleared={clearedMs !== 0}>
      <time>{sinceMs === 0 ? "" : timeOfDay(sinceMs * 1000).slice(0, 8)}</time>
      <span class="alert-text">
        <b>
          {clearedMs !== 0 ? "✓ " : isGrave(kind) ? "▲ " : "● "}
          {kindWord(kind)}
        </b>
        <span class="alert-age">{sinceMs === 0 ? "" : age}</span>
        <span class="alert-words">{text}</span>
      </span>
      {orderId !== 0 && (
        <button type="button" class="link-button" onClick={() => (store.openOrderId.value = orderId)}>
          order {orderId}
        </button>
      )}
      <button type="button" class="plain-button" onClick={() => acknowledge(key)}>
        Acknowledge
      </button>
    </li>
  );
}

function ageText(ms: number): string {
  return ms < 1_000 ? "now" : `for ${span(Math.floor(ms / 1_000) * 1_000).replace(".0 s", " s")}`;
}

/** Which kinds show a toast, make a sound and count in the title. */
export function AlertSettings() {
  return (
    <section class="panel" aria-label="What makes noise">
      <div class="panel-bar">
        <h2>What makes noise</h2>
        <span class="panel-count">on this browser</span>
        <button type="button" class="plain-button" aria-pressed={isSoundOn.value} onClick={toggleSound}>
          {isSoundOn.value ? "Sound is on" : "Sound is off"}
        </button>
      </div>
      <div class="depth-scroll">
        <table class="listing alert-settings">
          <thead>
            <tr>
              <th>Alert</th>
              {CHANNELS.map(({ id, word }) => (
                <th key={id}>{word}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {ALERT_KINDS.map(({ id, word }) => (
              <tr key={id}>
                <td>{word}</td>
                {CHANNELS.map((channel) => (
                  <td key={channel.id}>
                    <label>
                      <input
                        type="checkbox"
                        aria-label={`${channel.word}: ${word}`}
                        checked={!mutes.value.includes(`${id}:${channel.id}`)}
                        onChange={() => toggleMute(id, channel.id)}
                      />
                    </label>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
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
  8: "Cannot be true",
  9: "Disputed by the client",
  10: "Alternatives traded too much",
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
      {rows.length === 0 && <p class="screen-note">Books, venues and drop copies agree.</p>}
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
