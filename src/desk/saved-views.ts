/**
 * Views of the orders that people have given a name: one small file, written whole and put in place at once. It belongs to
 * the desk; nothing of the journal depends on it, and without it there are just no saved views.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { LockstepError } from "../lib/errors.ts";

/** What the page makes of a view is its own; the desk keeps it as it is. */
export type SavedView = { name: string; view: Record<string, unknown> };

export const SAVED_VIEWS_MAX = 200;
export const SAVED_VIEW_BYTES_MAX = 16 * 1024;

export class SavedViews {
  readonly #path: string;
  #views: SavedView[] = [];

  /** @param path the file; one that cannot be read is put aside, as `.bad`, when the first view is saved */
  constructor(path: string) {
    this.#path = path;
    if (!existsSync(path)) return;
    try {
      this.#views = (JSON.parse(readFileSync(path, "utf8")) as { views: SavedView[] }).views.filter(isView);
    } catch {
      renameSync(path, `${path}.bad`);
    }
  }

  get all(): readonly SavedView[] {
    return this.#views;
  }

  /** @throws LockstepError LOCKSTEP_ERR_REQUEST when there are too many, or the view is too long */
  save(view: SavedView): void {
    if (JSON.stringify(view).length > SAVED_VIEW_BYTES_MAX) {
      throw new LockstepError("LOCKSTEP_ERR_REQUEST", `a saved view has at most ${SAVED_VIEW_BYTES_MAX} bytes`);
    }
    const others = this.#views.filter(({ name }) => name !== view.name);
    if (others.length >= SAVED_VIEWS_MAX) {
      throw new LockstepError("LOCKSTEP_ERR_REQUEST", `there are ${SAVED_VIEWS_MAX} saved views already: delete one`);
    }
    this.#write([...others, view].sort((a, b) => (a.name < b.name ? -1 : 1)));
  }

  /** @returns false when there is none of that name */
  remove(name: string): boolean {
    const others = this.#views.filter((view) => view.name !== name);
    if (others.length === this.#views.length) return false;
    this.#write(others);
    return true;
  }

  #write(views: SavedView[]): void {
    const next = `${this.#path}.next`;
    writeFileSync(next, `${JSON.stringify({ views }, null, 2)}\n`, { mode: 0o600 });
    renameSync(next, this.#path);
    this.#views = views;
  }
}

function isView(value: unknown): value is SavedView {
  const { name, view } = (value ?? {}) as Partial<SavedView>;
  return typeof name === "string" && typeof view === "object" && view !== null;
}
