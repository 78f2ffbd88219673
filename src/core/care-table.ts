/**
 * What people do with orders: which are theirs to work, who has them, and which orders are parts of others. Only orders a
 * person or a rule gave to the desk have a row. Cold.
 */
import type { Image } from "../lib/image.ts";

export type Note = { user: string; note: string; atNs: bigint };

/** The desk's side of an order. */
export type Work = {
  /** Who has it, and which desk; "" for nobody, for any. */
  owner: string;
  desk: string;
  /** Who alone may work it now; "" for anybody. */
  lockedBy: string;
  /** Who did something with it last. */
  lastUser: string;
  /** OrderIDs of its parts, oldest first. */
  children: number[];
  notes: Note[];
  /** Fills of it that people entered so far. */
  manualFills: number;
};

export class CareTable {
  readonly work = new Map<number, Work>();
  readonly parentOf = new Map<number, number>();

  /** The row of an order, made when it has none. */
  workOf(orderId: number): Work {
    let work = this.work.get(orderId);
    if (work === undefined) {
      work = { owner: "", desk: "", lockedBy: "", lastUser: "", children: [], notes: [], manualFills: 0 };
      this.work.set(orderId, work);
    }
    return work;
  }

  /** Forgets orders that have left memory. */
  keep(isHere: (orderId: number) => boolean): void {
    for (const [childId, parentId] of this.parentOf) {
      if (!isHere(childId) || !isHere(parentId)) this.parentOf.delete(childId);
    }
    for (const [orderId, work] of this.work) {
      if (isHere(orderId)) work.children = work.children.filter(isHere);
      else this.work.delete(orderId);
    }
  }

  /** Writes the table, or reads one in place of what is here. */
  transfer(image: Image): void {
    const rows = [...this.work];
    for (let index = 0, count = image.count(rows.length); index < count; index++) {
      const orderId = image.int(rows[index]?.[0] ?? 0);
      this.work.set(orderId, transferWork(rows[index]?.[1], image));
    }
    const pairs = [...this.parentOf];
    for (let index = 0, count = image.count(pairs.length); index < count; index++) {
      const childId = image.int(pairs[index]?.[0] ?? 0);
      this.parentOf.set(childId, image.int(pairs[index]?.[1] ?? 0));
    }
  }
}

function transferWork(was: Work | undefined, image: Image): Work {
  const work: Work = {
    owner: image.text(was?.owner ?? ""),
    desk: image.text(was?.desk ?? ""),
    lockedBy: image.text(was?.lockedBy ?? ""),
    lastUser: image.text(was?.lastUser ?? ""),
    children: [],
    notes: [],
    manualFills: image.int(was?.manualFills ?? 0),
  };
  const children = was?.children ?? [];
  for (let index = 0, count = image.count(children.length); index < count; index++) {
    work.children.push(image.int(children[index] ?? 0));
  }
  const notes = was?.notes ?? [];
  for (let index = 0, count = image.count(notes.length); index < count; index++) {
    const { user, note, atNs } = notes[index] ?? { user: "", note: "", atNs: 0n };
    work.notes.push({ user: image.text(user), note: image.text(note), atNs: image.time(atNs) });
  }
  return work;
}
