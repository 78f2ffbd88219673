/** The clients' sessions and what can be done with them. */
import { useEffect, useState } from "preact/hooks";
import type { SessionLogReply, SessionRow, SessionsReply } from "../desk/session-wire.ts";
import { copyText } from "./clipboard.ts";
import { count, timeOfDay, words } from "./format.ts";
import { Loading } from "./loading.tsx";
import { ReasonForm } from "./reason-form.tsx";
import * as store from "./store.ts";

const LIST_MS = 1_000;
const LOG_MS = 2_000;

export function SessionsScreen() {
  const reply = usePolled<SessionsReply>("/api/sessions", LIST_MS);
  const { rows = [], exchanges = [] } = reply ?? {};
  const [chosen, setChosen] = useState(0);
  const session = rows.find(({ sessionId }) => sessionId === chosen) ?? rows[0];
  return (
    <div class="sessions-screen">
      <section class="panel" aria-label="Sessions">
        <div class="panel-bar">
          <h2>Sessions</h2>
          <span class="panel-count">
            {count(rows.filter(({ state }) => state === "LoggedOn").length)} of {count(rows.length)} logged on
          </span>
        </div>
        <div class="depth-scroll">
          <table class="listing">
            <thead>
              <tr>
                <th>With</th>
                <th>State</th>
                <th>Version</th>
                <th class="number">Next out</th>
                <th class="number">Next in</th>
                <th>From</th>
                <th>Last error</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr
                  key={row.sessionId}
                  tabIndex={0}
                  data-session={row.name}
                  aria-current={row === session ? "true" : undefined}
                  onClick={() => setChosen(row.sessionId)}
                  onKeyDown={(event) => event.key === "Enter" && setChosen(row.sessionId)}
                >
                  <td>
                    <b>{row.name}</b>
                    {row.venue !== "" && <span class="faint"> {row.isDropCopy ? "" : "venue"}</span>}
                  </td>
                  <td>
                    <span class="session-state" data-state={row.state}>
                      {words(row.state)}
                    </span>
                  </td>
                  <td>{row.beginString}</td>
                  <td class="number">{count(row.nextSenderMsgSeqNum)}</td>
                  <td class="number">{count(row.nextTargetMsgSeqNum)}</td>
                  <td class="id">{row.peer}</td>
                  <td class="session-fault" title={row.lastError}>
                    {row.lastError}
                  </td>
                </tr>
              ))}
              {exchanges.map((exchange) => (
                <tr key={exchange.name} data-exchange={exchange.name}>
                  <td>
                    <b>{exchange.name}</b> <span class="faint">venue</span>
                  </td>
                  <td>
                    <span class="session-state" data-state={exchange.isWaitingForRoom ? "LoggedOut" : "LoggedOn"}>
                      in the box
                    </span>
                  </td>
                  <td />
                  <td class="number" />
                  <td class="number" title="The last of its reports that the journal has">
                    {count(exchange.lastReportSequence)}
                  </td>
                  <td class="id" />
                  <td class="session-fault">
                    {exchange.isWaitingForRoom
                      ? "the disk of its journal is full"
                      : exchange.waitingReports > 0
                        ? `${count(exchange.waitingReports)} reports wait for the house`
                        : ""}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {reply === null && <Loading />}
          {reply !== null && rows.length === 0 && (
            <p class="screen-note">No client session is defined, or the order path was not heard of yet.</p>
          )}
        </div>
      </section>
      {session === undefined ? <section class="panel" /> : <SessionPanel key={session.sessionId} session={session} />}
    </div>
  );
}

type Action = "" | "reset" | "logout" | "connect";

/** What each action is called, and what it does, in words. */
const ACTIONS = {
  reset: {
    button: "Reset",
    title: (name: string) => `Both of ${name}'s sequence numbers become 1`,
    done: (name: string) => `${name} begins at 1 again`,
  },
  logout: {
    button: "Log out",
    title: (name: string) => `${name} is logged out`,
    done: (name: string) => `${name} was logged out`,
  },
  connect: {
    button: "Connect",
    title: (name: string) => `${name} is called, and again whenever the line is lost`,
    done: (name: string) => `${name} is called`,
  },
} as const;

function SessionPanel({ session }: { session: SessionRow }) {
  const [action, setAction] = useState<Action>("");
  const { name } = session;
  const isVenue = session.venue !== "";
  // A line that is called may be up again at any moment.
  const isOn = isVenue ? session.isCalled : session.state !== "LoggedOut";
  const log = usePolled<SessionLogReply>(`/api/sessions/${session.sessionId}/log`, LOG_MS);
  return (
    <section class="panel session-panel" aria-label={`Session ${name}`}>
      <div class="panel-bar">
        <h2>{name}</h2>
        <span class="session-state" data-state={session.state}>
          {words(session.state)}
        </span>
        <span class="spacer" />
        <button
          type="button"
          class="plain-button"
          disabled={!isOn}
          title={isOn ? "End the session with a Logout" : isVenue ? "It is not called" : "It is not logged on"}
          onClick={() => setAction("logout")}
        >
          Log out…
        </button>
        <button
          type="button"
          class="plain-button"
          disabled={isOn}
          title={isOn ? "Log it out first: the client would not know of new numbers" : "Both numbers begin at 1 again"}
          onClick={() => setAction("reset")}
        >
          Reset numbers…
        </button>
        {isVenue && (
          <button
            type="button"
            class="plain-button"
            disabled={isOn}
            title={isOn ? "It is called already, and again whenever the line is lost" : "Call the venue again"}
            onClick={() => setAction("connect")}
          >
            Connect…
          </button>
        )}
      </div>
      {action !== "" && (
        <ReasonForm
          title={ACTIONS[action].title(name)}
          button={ACTIONS[action].button}
          path={`/api/sessions/${session.sessionId}/${action}`}
          done={ACTIONS[action].done(name)}
          onClose={() => setAction("")}
        />
      )}
      {session.lastError !== "" && <p class="drawer-note session-words">{session.lastError}</p>}
      {!isOn && session.lastLogout !== "" && <p class="session-words faint">Last ended: {session.lastLogout}</p>}
      <div class="panel-bar">
        <h3>Messages, newest first</h3>
        <span class="panel-count">{log === null || log.from === 0 ? "" : `of frames since #${count(log.from)}`}</span>
        <button
          type="button"
          class="plain-button"
          disabled={log === null}
          onClick={() => void copyText(logText(log), "The log")}
        >
          Copy
        </button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls is reached by keys */}
      <ol class="session-log depth-scroll" tabIndex={0} aria-label="Messages">
        {log?.rows.map((line, index) => (
          <li key={`${line.sequence}-${index}`} data-direction={line.direction}>
            <span class="faint">{timeOfDay(line.timeUs)}</span> <b>{line.direction === "in" ? "→" : "←"}</b>{" "}
            <code>{line.raw.replaceAll("\u0001", "|")}</code>
          </li>
        ))}
        {log === null && (
          <li>
            <Loading />
          </li>
        )}
        {log !== null && log.rows.length === 0 && <li class="faint">No message of it is in these frames.</li>}
      </ol>
    </section>
  );
}

function logText(log: SessionLogReply | null): string {
  const rows = [...(log?.rows ?? [])].reverse();
  return rows
    .map(({ timeUs, direction, raw }) => `${timeOfDay(timeUs)} ${direction} ${raw.replaceAll("\u0001", "|")}`)
    .join("\n");
}

/** Asks again and again while it is shown; null before the first answer. */
function usePolled<Reply>(path: string, everyMs: number): Reply | null {
  const [reply, setReply] = useState<Reply | null>(null);
  useEffect(() => {
    const load = async () => {
      if (store.connection.peek() === "lost") return;
      try {
        const answer = await fetch(path);
        if (answer.ok) setReply((await answer.json()) as Reply);
      } catch {
        // The banner says that the desk is not there.
      }
    };
    void load();
    const timer = setInterval(() => void load(), everyMs);
    return () => clearInterval(timer);
  }, [path, everyMs]);
  return reply;
}
