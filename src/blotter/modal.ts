/** A dialog over the page: opened with it, closed by Escape at once, and the focus goes back to where it was. */
import { useLayoutEffect } from "preact/hooks";

/** @param first what has the focus at first; the dialog decides when it is "" */
export function useModal(dialog: { readonly current: HTMLDialogElement | null }, close: () => void, first = ""): void {
  useLayoutEffect(() => {
    const opened = dialog.current;
    const before = document.activeElement as HTMLElement | null;
    if (opened === null) return;
    const cancel = (event: Event) => {
      // Closed here and now: the next key is for the page already.
      event.preventDefault();
      close();
    };
    opened.addEventListener("cancel", cancel);
    opened.showModal();
    if (first !== "") opened.querySelector<HTMLElement>(first)?.focus();
    return () => {
      opened.removeEventListener("cancel", cancel);
      // What is behind an open dialog takes no focus.
      opened.close();
      const isThere = before?.isConnected === true && before !== document.body;
      const back = isThere ? before : document.querySelector<HTMLElement>(".orders-panel .grid");
      back?.focus({ preventScroll: true });
    };
  }, []);
}
