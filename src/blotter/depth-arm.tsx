/** Above the ladder: what a click sends, the button that is held to arm it, and what became of the last clicks. */
import { useEffect } from "preact/hooks";
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
import { HoldButton } from "./hold-button.tsx";

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
          <HoldButton
            label="Hold to arm"
            class="arm-hold"
            holdMs={HOLD_MS}
            fault={armFault()}
            title="Hold it for most of a second: clicks on prices then send at once"
            onHeld={arm}
          />
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
