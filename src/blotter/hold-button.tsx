/** A button that is held, not clicked: for what must not happen by a slip. */
import { useEffect, useRef, useState } from "preact/hooks";

/** Held for `holdMs`, by pointer or key, it does what it says; let go before, it does nothing. */
export function HoldButton(props: {
  label: string;
  class: string;
  holdMs: number;
  /** Why it cannot be held now; "" when it can. */
  fault: string;
  title: string;
  onHeld: () => void;
}) {
  const timer = useRef<number | undefined>(undefined);
  const [isHeld, setHeld] = useState(false);
  const begin = () => {
    if (timer.current !== undefined) return;
    setHeld(true);
    timer.current = window.setTimeout(() => {
      end();
      props.onHeld();
    }, props.holdMs);
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
      class={`plain-button ${props.class}`}
      data-held={isHeld}
      disabled={props.fault !== ""}
      title={props.fault || props.title}
      onPointerDown={(event) => {
        // A finger that moves a little still holds it.
        event.currentTarget.setPointerCapture(event.pointerId);
        begin();
      }}
      onPointerUp={end}
      onPointerCancel={end}
      onContextMenu={(event) => event.preventDefault()}
      onBlur={end}
      onKeyDown={(event) => {
        if (!isKey(event)) return;
        event.preventDefault();
        begin();
      }}
      onKeyUp={(event) => isKey(event) && end()}
    >
      {isHeld ? "Keep holding…" : props.label}
    </button>
  );
}
