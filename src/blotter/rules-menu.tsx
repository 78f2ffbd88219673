/** Row colours of a view: its rules, one more, and one less. */
import { useState } from "preact/hooks";
import { RULE_SIGNS, RULE_TEXT_MAX, RULE_TONES, RULES_MAX, type RuleTone, ruleFault } from "./row-rules.ts";
import { changeView, view } from "./view-state.ts";

export function RulesMenu() {
  const [text, setText] = useState("");
  const [tone, setTone] = useState<RuleTone>("amber");
  const [fault, setFault] = useState("");
  const { rules } = view.value;
  const add = () => {
    const found = rules.length >= RULES_MAX ? `A view has at most ${RULES_MAX} rules.` : ruleFault(text.trim());
    setFault(found);
    if (found !== "") return;
    changeView({ rules: [...rules.filter((rule) => rule.text !== text.trim()), { text: text.trim(), tone }] });
    setText("");
  };
  return (
    <fieldset class="rules" aria-label="Row colours">
      <p class="faint">Row colours of this view</p>
      {rules.map((rule) => (
        <div key={rule.text} class="menu-row" data-rule-row={rule.tone}>
          <span class="rule-sign" data-tone={rule.tone} aria-hidden="true">
            {RULE_SIGNS[rule.tone]}
          </span>
          <span class="menu-name">{rule.text}</span>
          <button
            type="button"
            class="menu-remove"
            aria-label={`Remove rule ${rule.text}`}
            onClick={() => changeView({ rules: rules.filter((other) => other !== rule) })}
          >
            ×
          </button>
        </div>
      ))}
      <form
        class="column-filter"
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <input
          aria-label="Rows that fulfil"
          placeholder="notional>1m side=sell"
          maxLength={RULE_TEXT_MAX}
          spellcheck={false}
          autocomplete="off"
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <select aria-label="Colour" value={tone} onChange={(event) => setTone(event.currentTarget.value as RuleTone)}>
          {RULE_TONES.map((one) => (
            <option key={one} value={one}>
              {RULE_SIGNS[one]} {one}
            </option>
          ))}
        </select>
        <button type="submit" class="plain-button">
          Add
        </button>
        {fault !== "" && (
          <p class="field-fault" role="alert">
            {fault}
          </p>
        )}
      </form>
    </fieldset>
  );
}
