/** Every key there is, drawn from the table they are obeyed by. */
import { signal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { KEYS, type Key, keyText, PLACES } from "./keys.ts";
import { useModal } from "./modal.ts";

export const isHelpShown = signal(false);

export function Help() {
  return isHelpShown.value ? <HelpDialog /> : null;
}

function HelpDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  const close = () => {
    isHelpShown.value = false;
  };
  useModal(dialog, close);
  const all: readonly Key[] = Object.values(KEYS);
  return (
    <dialog class="help" ref={dialog} aria-label="Keys">
      <div class="help-bar">
        <h2>Keys</h2>
        <button type="button" class="close" aria-label="Close" title="Close (Esc)" onClick={close}>
          ✕
        </button>
      </div>
      <div class="help-places">
        {PLACES.map((place) => (
          <section key={place}>
            <h3>{place}</h3>
            <dl>
              {all
                .filter((key) => key.place === place)
                .map(({ keys, does }) => (
                  <div key={does}>
                    <dt>
                      {keys.map((name) => (
                        <Keys key={name} name={name} />
                      ))}
                    </dt>
                    <dd>{does}</dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </dialog>
  );
}

/** "Ctrl+K" is two keys held together. */
export function Keys(props: { name: string }) {
  return (
    <span class="key-group">
      {keyText(props.name).map((part) => (
        <kbd key={part}>{part}</kbd>
      ))}
    </span>
  );
}
