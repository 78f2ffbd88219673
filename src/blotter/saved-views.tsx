/** Views that were given a name: kept by the desk, for everybody who opens it; and a link to the one on the screen. */
import { signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { Menu } from "./menu.tsx";
import { RulesMenu } from "./rules-menu.tsx";
import * as store from "./store.ts";
import { changeView, DEFAULT_VIEW, linkTo, readView, type ViewState, view } from "./view-state.ts";

type Saved = { name: string; view: ViewState };
const saved = signal<readonly Saved[]>([]);

export function SavedViews() {
  const [name, setName] = useState("");
  useEffect(() => void load(), []);
  return (
    <Menu label="Views" isOn={false}>
      <button type="button" class="menu-row" onClick={() => changeView(DEFAULT_VIEW)}>
        Default
      </button>
      {saved.value.map((one) => (
        <div key={one.name} class="menu-row">
          <button type="button" class="menu-name" onClick={() => changeView(one.view)}>
            {one.name}
          </button>
          <button
            type="button"
            class="menu-remove"
            aria-label={`Delete view ${one.name}`}
            onClick={() => remove(one.name)}
          >
            ×
          </button>
        </div>
      ))}
      <form
        class="column-filter"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== "") void save(name.trim());
          setName("");
        }}
      >
        <input
          aria-label="Name of this view"
          placeholder="Save this view as …"
          maxLength={40}
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <button type="submit" class="plain-button" disabled={name.trim() === ""}>
          Save
        </button>
      </form>
      <button type="button" class="menu-row" onClick={copyLink}>
        Copy a link to this view
      </button>
      <label class="menu-row">
        <input
          type="checkbox"
          checked={view.value.attention}
          onChange={(event) => changeView({ attention: event.currentTarget.checked })}
        />
        Refused and stuck orders on top
      </label>
      <RulesMenu />
    </Menu>
  );
}

async function load(): Promise<void> {
  const reply = await fetch("/api/views");
  if (!reply.ok) return;
  const { views } = (await reply.json()) as { views: { name: string; view: unknown }[] };
  saved.value = views.map((one) => ({ name: one.name, view: readView(one.view) }));
}

async function save(name: string): Promise<void> {
  const reply = await fetch(`/api/views/${encodeURIComponent(name)}`, {
    method: "PUT",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ view: view.value }),
  });
  if (!reply.ok) store.toast.value = ((await reply.json()) as { text: string }).text;
  await load();
}

async function remove(name: string): Promise<void> {
  await fetch(`/api/views/${encodeURIComponent(name)}`, { method: "DELETE" });
  await load();
}

async function copyLink(): Promise<void> {
  const link = linkTo(view.value);
  try {
    await navigator.clipboard.writeText(link);
    store.toast.value = "The link is in the clipboard.";
  } catch {
    location.hash = new URL(link).hash;
    store.toast.value = "The link is in the address bar.";
  }
}
