/** Above the ladder: what a click sends, the button that is held to arm it, and what became of the last clicks. */
import { useEffect, useRef, useState } from "preact/hooks";
import {
  aim,
  aimWords,
  arm,
  armFault,
  disarm,
  isArmed,
  leftMs,
  setTerms,
  shots,
  terms,
  watchArmed,
} from "./depth-trade.ts";

const HOLD_MS = 800;

export function ArmBar({ symbol }: { symbol: string }) {
  useEffect(watchArmed, []);
  useEffect(() => disarm, [symbol]);
  return (
    <div class="arm" data-armed={isArmed.value}>
      <div class="arm-line">
        <label>
          Qty
          <input
            class="arm-qty"
            value={terms.value.qty}
            maxLength={16}
            placeholder="100, 10k"
            spellcheck={false}
            autocomplete="off"
            onInput={(event) => setTerms({ qty: event.currentTarget.value })}
          />
        </label>
        <label>
          Account
          <input
            class="arm-account"
            value={terms.value.account}
            maxLength={32}
            spellcheck={false}
            autocomplete="off"
            onInput={(event) => setTerms({ account: event.currentTarget.value })}
          />
        </label>
        <span class="spacer" />
        {isArmed.value ? (
          <button type="button" class="plain-button arm-off" onClick={disarm}>
            Disarm (Esc)
          </button>
        ) : (
          <HoldButton />
        )}
      </div>
      <p class="arm-words" role="status">
        {isArmed.value ? (
          <>
            <b class="arm-sign">▲ ARMED {Math.ceil(leftMs.value / 1_000)} s</b>{" "}
            {aim.value === null ? "A click on a price sends at once." : <>Click: {aimWords(aim.value)}</>}
          </>
        ) : (
          "Not armed: a click on a price opens a ticket."
        )}
      </p>
      {shots.value.map((shot, index) => (
        <p key={`${index}${shot.words}`} class="arm-shot" data-outcome={shot.outcome}>
          {shot.words}: <b>{shot.outcome}</b>, {shot.text}
        </p>
      ))}
    </div>
  );
}

/** Held for most of a second, by pointer or key, it arms; let go before, it does nothing. */
function HoldButton() {
  const timer = useRef<number | undefined>(undefined);
  const [isHeld, setHeld] = useState(false);
  const fault = armFault();
  const begin = () => {
    if (timer.current !== undefined) return;
    setHeld(true);
    timer.current = window.setTimeout(() => {
      end();
      arm();
    }, HOLD_MS);
  };
  const end = () => {
    clearTimeout(timer.current);
    timer.current = undefined;
    setHeld(false);
  };
  useEffect(() => end, []);
  const isKey = (event: KeyboardEvent) => event.key === " " || event.key === "Enter";
  return (
    <button
      type="button"
      class="plain-button arm-hold"
      data-held={isHeld}
      disabled={fault !== ""}
      title={fault || "Hold it for most of a second: clicks on prices then send at once"}
      onPointerDown={begin}
      onPointerUp={end}
      onPointerLeave={end}
      onPointerCancel={end}
      onBlur={end}
      onKeyDown={(event) => {
        if (!isKey(event)) return;
        event.preventDefault();
        begin();
      }}
      onKeyUp={(event) => isKey(event) && end()}
    >
      {isHeld ? "Keep holding…" : "Hold to arm"}
    </button>
  );
}
