/** On a phone: how many orders there are, a sheet with what narrows and arranges them, and a new order. */
import { useEffect, useRef, useState } from "preact/hooks";
import { begin } from "./actions.ts";
import { count } from "./format.ts";
import * as store from "./store.ts";
import { ViewBar } from "./view-bar.tsx";
import { DEFAULT_VIEW, view } from "./view-state.ts";

export function PhoneBar() {
  const [isOpen, setOpen] = useState(false);
  void store.ordersVersion.value;
  const { total, matched } = store.orders;
  const active = activeFilters();
  return (
    <>
      <button type="button" class="plain-button" data-filters={active} onClick={() => setOpen(true)}>
        ⌕ Filter{active > 0 && ` (${active})`}
      </button>
      <span class="phone-count">
        {matched === total ? `${count(total)} orders` : `${count(matched)} of ${count(total)}`}
      </span>
      <button type="button" class="plain-button" onClick={() => void begin("new", 0)}>
        + Order
      </button>
      {isOpen && <Sheet onClose={() => setOpen(false)} />}
    </>
  );
}

function activeFilters(): number {
  const { text, group, filters, groupBy } = view.value;
  return filters.length + groupBy.length + (text.trim() === "" ? 0 : 1) + (group === DEFAULT_VIEW.group ? 0 : 1);
}

function Sheet({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  void store.ordersVersion.value;
  return (
    <dialog class="sheet" ref={dialog} aria-label="Which orders" onClose={onClose}>
      <ViewBar />
      <button type="button" class="plain-button sheet-done" onClick={() => dialog.current?.close()}>
        Show {count(store.orders.matched)} {store.orders.matched === 1 ? "order" : "orders"}
      </button>
    </dialog>
  );
}
