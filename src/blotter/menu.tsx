/** A button that opens a list. */
import { useState } from "preact/hooks";

/** A button with a list below it; closed by Escape, and by a click elsewhere. */
export function Menu(props: { label: string; isOn: boolean; children: preact.ComponentChildren }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <fieldset
      class="menu"
      aria-label={props.label}
      onFocusOut={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOpen(false);
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !isOpen) return;
        setOpen(false);
        event.stopPropagation();
      }}
    >
      <button
        type="button"
        class="plain-button"
        aria-expanded={isOpen}
        data-on={props.isOn}
        onClick={() => setOpen(!isOpen)}
      >
        {props.label} ▾
      </button>
      {isOpen && (
        <div class="menu-list" tabIndex={-1}>
          {props.children}
        </div>
      )}
    </fieldset>
  );
}
