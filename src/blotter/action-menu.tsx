/** The menu of an order, as the desk decides it: what can be done now, and why not the rest. */
import { useEffect, useRef } from "preact/hooks";
import { type Action, begin, menu } from "./actions.ts";

const PHONE_WIDTH = 640;
export const ACTION_WORDS: Readonly<Record<string, string>> = {
  accept: "Accept",
  reject: "Reject …",
  claim: "Claim",
  pass: "Pass …",
  lock: "Lock",
  release: "Release",
  slice: "Slice …",
  fill: "Fill by hand …",
  replace: "Amend …",
  cancel: "Cancel …",
  note: "Note …",
  new: "New order",
};

export function ActionMenu() {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.querySelector<HTMLElement>("button:not(:disabled)")?.focus(), [menu.value]);
  const { menu: found, left, top } = menu.value!;
  const onKeyDown = (event: KeyboardEvent) => {
    const all = [...(place.current?.querySelectorAll<HTMLElement>("button:not(:disabled)") ?? [])];
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    const at = all.indexOf(document.activeElement as HTMLElement);
    // A letter goes to the next action that begins with it.
    const begins = (button: HTMLElement) => button.innerText.toLowerCase().startsWith(event.key.toLowerCase());
    const next = step === 0 ? [...all.slice(at + 1), ...all].find(begins) : all[(at + step + all.length) % all.length];
    // Letters are the menu's while it is open.
    if (event.key.length === 1) event.stopPropagation();
    if (next === undefined || (event.key.length !== 1 && step === 0)) return;
    next.focus();
    event.preventDefault();
    event.stopPropagation();
  };
  // On a phone it lies at the bottom, where the thumb is.
  const style =
    window.innerWidth <= PHONE_WIDTH
      ? {}
      : {
          left: `${Math.min(left, window.innerWidth - 260)}px`,
          top: `${Math.min(top, window.innerHeight - 330)}px`,
        };
  return (
    <div
      class="action-menu"
      role="menu"
      aria-label={`Order ${found.orderId}`}
      tabIndex={-1}
      ref={place}
      style={style}
      onKeyDown={onKeyDown}
    >
      {found.items.map(({ action, isEnabled, reason }) => (
        <button
          type="button"
          role="menuitem"
          key={action}
          disabled={!isEnabled}
          title={reason}
          data-action={action}
          onClick={() => void begin(action as Action, found.orderId)}
        >
          {ACTION_WORDS[action] ?? action}
          {reason !== "" && <small>{reason}</small>}
        </button>
      ))}
    </div>
  );
}
