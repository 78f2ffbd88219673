/** One field of a form: its label, what was understood of it, and beside it what is wrong with it. */
import { CHOICES, type FieldName, LABELS } from "./ticket-fields.ts";

export type FieldProps = {
  name: FieldName;
  value: string;
  onValue: (next: string) => void;
  /** "" when nothing is wrong. */
  fault: string;
  /** What was understood: 10,000 for 10k. */
  echo?: string;
  disabled?: boolean;
  suggestions?: readonly string[];
  onKeyDown?: ((event: KeyboardEvent) => void) | undefined;
  onFocus?: () => void;
  onBlur?: () => void;
};

const LENGTHS: Partial<Record<FieldName, number>> = { text: 512, price: 24, qty: 24 };

export function Field(props: FieldProps) {
  const { name, value, onValue, fault, echo = "" } = props;
  const id = `ticket-${name}`;
  const choices = CHOICES[name];
  const about = {
    "aria-invalid": fault === "" ? undefined : ("true" as const),
    "aria-describedby": fault === "" ? undefined : `${id}-fault`,
    disabled: props.disabled,
    onFocus: props.onFocus,
    onBlur: props.onBlur,
  };
  return (
    <div class="field" data-field={name} data-wrong={fault !== ""}>
      <label for={name === "side" ? undefined : id} id={`${id}-label`}>
        {LABELS[name]}
        {echo !== "" && <span class="echo">= {echo}</span>}
      </label>
      {name === "side" ? (
        <SideField value={value} onValue={onValue} about={about} />
      ) : choices === undefined ? (
        <input
          id={id}
          name={name}
          value={value}
          maxLength={LENGTHS[name] ?? 32}
          inputMode={name === "price" ? "decimal" : undefined}
          autocomplete="off"
          spellcheck={false}
          list={props.suggestions === undefined ? undefined : `${id}-list`}
          onInput={(event) => onValue(event.currentTarget.value)}
          onKeyDown={props.onKeyDown}
          {...about}
        />
      ) : (
        <select id={id} name={name} value={value} onChange={(event) => onValue(event.currentTarget.value)} {...about}>
          {choices.map(([code, word]) => (
            <option key={code} value={code}>
              {word}
            </option>
          ))}
        </select>
      )}
      {props.suggestions !== undefined && (
        <datalist id={`${id}-list`}>
          {props.suggestions.map((word) => (
            <option key={word} value={word} />
          ))}
        </datalist>
      )}
      <p class="fault" id={`${id}-fault`} role={fault === "" ? undefined : "alert"}>
        {fault}
      </p>
    </div>
  );
}

/** Buy or sell, to be seen at a glance and said with a letter. */
function SideField(props: { value: string; onValue: (next: string) => void; about: Record<string, unknown> }) {
  const letters: Readonly<Record<string, string>> = { b: "1", s: "2", h: "5" };
  return (
    <fieldset
      class="side-choice"
      aria-labelledby="ticket-side-label"
      onKeyDown={(event) => {
        const code = letters[event.key.toLowerCase()];
        if (code === undefined || event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        props.onValue(code);
        event.currentTarget.querySelector<HTMLInputElement>(`input[value="${code}"]`)?.focus();
      }}
    >
      {CHOICES.side!.map(([code, word]) => (
        <label key={code} data-side={code === "1" ? "buy" : "sell"} data-chosen={props.value === code}>
          <input
            type="radio"
            name="side"
            value={code}
            checked={props.value === code}
            onChange={() => props.onValue(code)}
            {...props.about}
          />
          {word}
        </label>
      ))}
    </fieldset>
  );
}
