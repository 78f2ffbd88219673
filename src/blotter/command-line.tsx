/**
 * The command line: an order in words, read by the grammar of `lockstep client` while it is typed, with what it would come
 * to. Enter sends; with warnings it wants Enter twice. What was sent is listed as pending until the journal has it.
 */
import { signal } from "@preact/signals";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { CommandReply } from "../desk/preview-wire.ts";
import { user } from "./actions.ts";
import { keepAccount, keepLine, keepSentLine, lastAccount, readLine, sentLines } from "./draft.ts";
import { isHelpShown, Keys } from "./help.tsx";
import { LineAge } from "./line-age.tsx";
import { useModal } from "./modal.ts";
import { askCommand, useLive } from "./preview.ts";
import { PreviewCard, Warnings } from "./preview-card.tsx";
import { goTo } from "./screens.ts";
import { type Stage, useSending } from "./sending.ts";
import * as store from "./store.ts";

const OUTCOMES_MAX = 4;
const EXAMPLES = [
  "sell 10k ZVZZT lim 100.02 day",
  "buy 1.5m AAPL market ioc for HOUSE",
  "replace last 200 @ 100.05",
  "cancel 17",
];

export const isCommandLineOpen = signal(false);
/** What was sent from here and what became of it, newest first. */
const outcomes = signal<readonly { text: string; outcome: string; isDone: boolean }[]>([]);

export function CommandLine() {
  return isCommandLineOpen.value ? <CommandDialog /> : null;
}

function CommandDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(readLine);
  const [back, setBack] = useState(-1);
  const [isTried, setTried] = useState(false);
  const sending = useSending(null, () => {});
  const live = useLive(text.trim() === "" ? "" : text, () => askCommand(text));
  const { stage } = sending;
  const answer = live.answer;
  const close = () => {
    isCommandLineOpen.value = false;
  };
  useModal(dialog, close);
  useLayoutEffect(() => input.current?.select(), []);
  const type = (next: string, from = -1) => {
    setText(next);
    setBack(from);
    setTried(false);
    keepLine(next);
    sending.reset();
  };
  const sent = () => {
    keepSentLine(text);
    type("");
  };
  const submit = async (isSure: boolean) => {
    let reply: CommandReply | null = null;
    const outcome = await sending.send(async () => {
      reply = await live.now();
      return reply?.preview ?? null;
    }, isSure);
    if (outcome !== null && outcome.status !== "unknown") {
      const words =
        outcome.status === "done" ? `done${outcome.orderId === 0 ? "" : `, order ${outcome.orderId}`}` : outcome.text;
      const line = { text, outcome: words, isDone: outcome.status === "done" };
      outcomes.value = [line, ...outcomes.peek()].slice(0, OUTCOMES_MAX);
      if (outcome.status !== "done") return;
      keepAccount((reply as CommandReply | null)?.preview?.request?.account ?? "");
      sent();
    }
  };
  const enter = async (isSure: boolean) => {
    const found = live.isCurrent ? answer : await live.now();
    setTried(true);
    if (found === null || found.preview !== null) return submit(isSure);
    if (found.kind === "" || !goWhere(found)) return;
    sent();
    close();
  };
  const complete = async () => {
    const found = live.isCurrent ? answer : await live.now();
    const word = found?.completion.words[0];
    // Somebody may have gone on typing meanwhile.
    if (found !== null && word !== undefined && input.current?.value === text) type(completed(text, found, word));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") void enter(event.shiftKey);
    else if (event.key === "Tab" && !event.shiftKey && text !== "") void complete();
    else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      const lines = sentLines();
      const to = Math.max(-1, Math.min(lines.length - 1, back + (event.key === "ArrowUp" ? 1 : -1)));
      type(to === -1 ? "" : lines[to], to);
    } else return;
    event.preventDefault();
  };
  const fault = live.isCurrent && answer?.fault != null ? answer.fault : null;
  // Somebody in the middle of a line knows that there is more to come.
  const isBegun = fault !== null && fault.length === 0 && !isTried;
  const faults = answer?.preview?.faults ?? [];
  return (
    <dialog class="command-line" ref={dialog} aria-label="Command line">
      <div class="command-entry">
        <span class="command-sign" aria-hidden="true">
          ›
        </span>
        <input
          ref={input}
          class="command-input"
          aria-label="Command"
          aria-invalid={fault !== null && !isBegun ? "true" : undefined}
          aria-describedby="command-said"
          placeholder={EXAMPLES[0]}
          value={text}
          maxLength={512}
          autocomplete="off"
          spellcheck={false}
          onInput={(event) => type(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
      </div>
      <p class="command-said" id="command-said" role="status" data-tone={isBegun ? "soft" : "bad"}>
        {fault !== null && (
          <>
            <span
              class="command-caret"
              aria-hidden="true"
              style={{ paddingLeft: `${Math.min(72, fault.column - 1)}ch` }}
            >
              {"^".repeat(Math.max(1, Math.min(40, fault.length)))}
            </span>{" "}
            {fault.text}
          </>
        )}
      </p>
      <Completions answer={answer} onChoose={(word) => type(completed(text, answer!, word))} />
      {answer?.preview != null && text.trim() !== "" && (
        <>
          {answer.preview.words !== "" && <PreviewCard preview={answer.preview} isCurrent={live.isCurrent} />}
          {faults.map((each) => (
            <p key={each.text} class="fault command-fault">
              {each.text}
            </p>
          ))}
          <Warnings preview={answer.preview} isArmed={stage.kind === "armed"} />
        </>
      )}
      <p class="stage" data-stage={stage.kind} role="alert">
        {stageText(stage)}
      </p>
      <LineAge />
      <Outcomes />
      <p class="command-keys">
        <span>
          as <b>{user.value}</b>
          {lastAccount() !== "" && (
            <>
              , for <b>{lastAccount()}</b> unless the line says
            </>
          )}
        </span>
        <span class="spacer" />
        <Keys name="Enter" /> send <Keys name="Tab" /> complete <Keys name="ArrowUp" /> before <Keys name="Escape" />{" "}
        back
      </p>
    </dialog>
  );
}

function Completions(props: { answer: CommandReply | null; onChoose: (word: string) => void }) {
  const words = props.answer?.completion.words ?? [];
  const wants = props.answer?.completion.wants ?? [];
  if (props.answer === null)
    return (
      <p class="command-examples">
        {EXAMPLES.map((example) => (
          <code key={example}>{example}</code>
        ))}
      </p>
    );
  return (
    <p class="completions">
      {words.slice(0, 12).map((word, index) => (
        <button key={word} type="button" tabIndex={-1} data-first={index === 0} onClick={() => props.onChoose(word)}>
          {word}
        </button>
      ))}
      {wants.length > 0 && props.answer.kind === "" && (
        <span class="faint">
          {wants
            .map((want) =>
              `a ${want}`.replace("a order", "an order").replace("a account", "an account").replace("a words", "words"),
            )
            .join(" or ")}
        </span>
      )}
    </p>
  );
}

function Outcomes() {
  if (outcomes.value.length === 0) return null;
  return (
    <ol class="outcomes" aria-label="Sent from here">
      {outcomes.value.map(({ text, outcome, isDone }, index) => (
        <li key={`${index}${text}`} data-done={isDone}>
          <span aria-hidden="true">{isDone ? "●" : "✕"}</span>
          <code>{text}</code>
          <span>{outcome}</span>
        </li>
      ))}
    </ol>
  );
}

function stageText(stage: Stage): string {
  if (stage.kind === "typing") return "";
  if (stage.kind === "armed") return "Look at the warnings. Enter once more sends it all the same.";
  return stage.kind === "failed" ? stage.text : `◔ ${stage.text}`;
}

/** The word that is being typed is ended by another. */
function completed(text: string, answer: CommandReply, word: string): string {
  return `${text.slice(0, answer.completion.column - 1)}${word} `;
}

/** @returns false when the line leads nowhere */
function goWhere({ kind, orderId }: CommandReply): boolean {
  if (kind === "help") isHelpShown.value = true;
  else if (kind === "orders") goTo("orders");
  else if (kind === "status" && orderId !== 0) {
    store.selectedOrderId.value = orderId;
    store.openOrderId.value = orderId;
  } else return kind === "quit";
  return true;
}
