/** What stands around the tables: the header, the banner when something is not as it should be, the status bar. */
import { begin } from "./actions.ts";
import { isCommandLineOpen } from "./command-line.tsx";
import { count, span } from "./format.ts";
import { ScreenNav } from "./screen-nav.tsx";
import { place } from "./screens.ts";
import { SelectionStatus } from "./selection-status.tsx";
import * as store from "./store.ts";
import { theme, toggleTheme } from "./theme.ts";

const STALE_MS = 3_000;

export function Header() {
  const system = store.system.value;
  return (
    <header class="header">
      <Mark />
      <h1>Lockstep</h1>
      <span class="environment" data-environment={store.environment.value}>
        {store.environment.value || "…"}
      </span>
      <ScreenNav />
      {system !== null && system.tradingDay !== 0 && <span class="day">Trading day {dayText(system.tradingDay)}</span>}
      <span class="spacer" />
      {system !== null && (
        <>
          <Figure name="orders/s" value={count(system.ordersPerSecond)} />
          <Figure name="reports/s" value={count(system.reportsPerSecond)} />
          <Figure
            name="sessions"
            value={`${system.sessions.filter((session) => session.state === "LoggedOn").length}/${system.sessions.length}`}
          />
        </>
      )}
      <button type="button" class="plain-button header-key" title="New order (n)" onClick={() => void begin("new", 0)}>
        New order <kbd>n</kbd>
      </button>
      <button
        type="button"
        class="plain-button header-key"
        title="Command line: an order in words (Ctrl+K)"
        onClick={() => (isCommandLineOpen.value = true)}
      >
        Command <kbd>Ctrl</kbd> <kbd>K</kbd>
      </button>
      <button type="button" class="plain-button" onClick={toggleTheme} title="Dark or light">
        {theme.value === "dark" ? "☾ Dark" : "☀ Light"}
      </button>
      {place.value.screen === "orders" && (
        <button
          type="button"
          class="plain-button"
          aria-pressed={store.isSystemShown.value}
          title="Figures of the system beside the orders (s)"
          onClick={() => (store.isSystemShown.value = !store.isSystemShown.value)}
        >
          Figures
        </button>
      )}
    </header>
  );
}

function Mark() {
  return (
    <svg class="mark" viewBox="0 0 16 16" aria-hidden="true">
      <rect width="16" height="16" rx="3.5" />
      <path d="M3.5 10.5h3v-3h3v-3h3" class="mark-step" />
      <path d="M3.5 13h5.5v-3h3.5" class="mark-lock" />
    </svg>
  );
}

function Figure(props: { name: string; value: string }) {
  return (
    <span class="figure">
      <b>{props.value}</b> {props.name}
    </span>
  );
}

/** Says what is wrong with what is on the screen; absent when nothing is. */
export function Banner() {
  const age = store.dataAgeMs.value;
  if (store.connection.value === "lost") {
    return (
      <div class="banner" role="alert" data-tone="bad">
        <b>Connection lost.</b> What you see is {span(age)} old, as of sequence {count(store.orders.sequence)}.
        Reconnecting…
      </div>
    );
  }
  const trouble = store.system.value?.journalTrouble ?? "";
  if (trouble !== "") {
    return (
      <div class="banner" role="alert" data-tone="bad">
        <b>Trouble:</b> {trouble}
      </div>
    );
  }
  if (store.connection.value === "live" && age > STALE_MS) {
    return (
      <div class="banner" role="alert" data-tone="warn">
        <b>No word from the desk for {span(age)}.</b> What you see may be out of date.
      </div>
    );
  }
  const pathAge = store.system.value?.orderPathAgeMs ?? null;
  if (pathAge !== null && pathAge > STALE_MS) {
    return (
      <div class="banner" role="alert" data-tone="warn">
        <b>The order path has not been heard of for {span(pathAge)}.</b> Orders on the screen are as they were then.
      </div>
    );
  }
  return null;
}

const CONNECTION_WORDS: Readonly<Record<store.Connection, string>> = {
  connecting: "Connecting",
  live: "Live",
  lost: "Connection lost",
};

export function StatusBar() {
  void store.ordersVersion.value;
  const system = store.system.value;
  const hello = store.hello.value;
  const age = store.dataAgeMs.value;
  const state = store.connection.value === "live" && age > STALE_MS ? "stale" : store.connection.value;
  return (
    <footer class="status-bar">
      <span class="connection" data-state={state}>
        {state === "stale" ? "Stale" : CONNECTION_WORDS[store.connection.value]}
      </span>
      <span title="Time since the desk was last heard of">
        data {age < 1_500 && state === "live" ? "current" : `${span(age)} old`}
      </span>
      <span id="sequence" title="Journal sequence the orders on the screen are true at">
        seq <b>{store.orders.sequence < 0 ? "–" : count(store.orders.sequence)}</b>
      </span>
      {system !== null && (
        <>
          <span title="Behind the durable journal">
            lag {system.lagFrames === 0 ? "0" : `${count(system.lagFrames)} frames, ${span(system.lagMs)}`}
          </span>
          <span title="What must be true before a report is released">durability {system.durability}</span>
          <span>
            {count(system.viewers)} {system.viewers === 1 ? "viewer" : "viewers"}
          </span>
        </>
      )}
      <SelectionStatus />
      <span class="spacer" />
      <span class="keys">
        <kbd>/</kbd> filter <kbd>↑</kbd>
        <kbd>↓</kbd> move <kbd>Enter</kbd> open <kbd>Esc</kbd> close <kbd>n</kbd> order <kbd>?</kbd> all keys
      </span>
      {hello !== null && (
        <>
          <span title="Where FIX clients connect">FIX {hello.fixAddress}</span>
          <span>v{hello.version}</span>
        </>
      )}
    </footer>
  );
}

function dayText(day: number): string {
  const digits = String(day);
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
}
