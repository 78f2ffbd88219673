/**
 * A disk in memory that keeps two things of every page: what programs read, and what a loss of power would leave. A write
 * changes the first, a sync makes the second equal to it; names of files likewise, with the sync of their directory.
 * What was not synced may survive a loss of power whole, in part, torn within a page, or not at all: chance decides.
 * A sync that fails leaves its pages readable and lost (fsyncgate): a later sync that succeeds does not bring them back.
 */
import { dirname } from "node:path";
import type { Random } from "../../src/lib/random.ts";

const PAGE = 4096;
const SECTOR = 512;

/** One file; lives on while a name, or an open file number, leads to it. */
export class FakeFile {
  bytes = Buffer.alloc(PAGE);
  size = 0;
  durableSize = 0;
  /** By page: what the platter has, where that is not what programs read; null is zeros. */
  readonly shadow = new Map<number, Buffer | null>();
  /** Pages whose sync failed: marked clean, not on the platter. */
  readonly lost = new Map<number, Buffer | null>();

  write(source: Uint8Array, offset: number, length: number, position: number): void {
    const end = position + length;
    if (end > this.bytes.length) {
      const grown = Buffer.alloc(Math.max(end, this.bytes.length * 2));
      this.bytes.copy(grown, 0, 0, this.size);
      this.bytes = grown;
    }
    for (let page = Math.floor(position / PAGE); page * PAGE < end; page++) this.#shadowPage(page);
    this.bytes.set(source.subarray(offset, offset + length), position);
    if (end > this.size) this.size = end;
  }

  truncate(): void {
    for (let page = 0; page * PAGE < this.size; page++) this.#shadowPage(page);
    this.bytes.fill(0, 0, this.size);
    this.size = 0;
  }

  sync(): void {
    this.shadow.clear();
    this.durableSize = this.size;
  }

  failSync(): void {
    for (const [page, durable] of this.shadow) if (!this.lost.has(page)) this.lost.set(page, durable);
    this.shadow.clear();
    this.durableSize = this.size;
  }

  /** What a loss of power would leave, if nothing unsynced survived. */
  durable(from: number, to: number): Buffer {
    const end = Math.min(to, this.durableSize);
    if (from >= end) return Buffer.alloc(0);
    const copy = Buffer.from(this.bytes.subarray(from, end));
    for (const pages of [this.shadow, this.lost]) {
      for (const [page, durable] of pages) {
        const start = Math.max(page * PAGE, from);
        const stop = Math.min((page + 1) * PAGE, end);
        if (start >= stop) continue;
        if (durable === null) copy.fill(0, start - from, stop - from);
        else durable.copy(copy, start - from, start - page * PAGE, stop - page * PAGE);
      }
    }
    return copy;
  }

  losePower(random: Random): void {
    const survives = random.below(3);
    for (const [page, durable] of this.shadow) {
      const fate = survives === 0 ? 0 : survives === 1 ? 2 : random.below(3);
      if (fate === 2) continue;
      for (let sector = 0; sector < PAGE; sector += SECTOR) {
        if (fate === 0 || random.oneIn(2)) this.#putBack(page, durable, sector, SECTOR);
      }
    }
    for (const [page, durable] of this.lost) this.#putBack(page, durable, 0, PAGE);
    if (this.size !== this.durableSize && random.oneIn(2)) {
      if (this.durableSize < this.size) this.bytes.fill(0, this.durableSize, this.size);
      this.size = this.durableSize;
    }
    this.shadow.clear();
    this.lost.clear();
    this.durableSize = this.size;
  }

  #shadowPage(page: number): void {
    const was = this.lost.get(page);
    if (was !== undefined) {
      this.lost.delete(page);
      this.shadow.set(page, was);
    } else if (!this.shadow.has(page)) {
      const start = page * PAGE;
      this.shadow.set(page, start >= this.size ? null : Buffer.from(this.bytes.subarray(start, start + PAGE)));
    }
  }

  #putBack(page: number, durable: Buffer | null, from: number, length: number): void {
    const start = page * PAGE + from;
    const end = Math.min(start + length, this.bytes.length);
    if (start >= end) return;
    this.bytes.fill(0, start, end);
    durable?.copy(this.bytes, start, from, from + end - start);
  }
}

type NameChange = { names: ReadonlyMap<string, FakeFile | null>; directory: string | null };

export class FakeDisk {
  /** Every name and its file, as programs see them. */
  readonly names = new Map<string, FakeFile>();
  readonly directories: Set<string>;
  capacity = Number.POSITIVE_INFINITY;
  readonly #random: Random;
  readonly #durableNames = new Map<string, FakeFile>();
  readonly #durableDirectories: Set<string>;
  /** By directory: changes of its names since its last sync, in order. */
  readonly #pending = new Map<string, NameChange[]>();

  /** @param root the directory that is there already */
  constructor(random: Random, root: string) {
    this.#random = random;
    this.directories = new Set([root]);
    this.#durableDirectories = new Set([root]);
  }

  get usedBytes(): number {
    let used = 0;
    for (const file of this.names.values()) used += file.size;
    return used;
  }

  makeDirectory(path: string): void {
    if (this.directories.has(path)) return;
    this.directories.add(path);
    this.#change(dirname(path), { names: new Map(), directory: path });
  }

  /** A name leads to a file from now on, or to none; several changes at once are one step. */
  setNames(directory: string, names: ReadonlyMap<string, FakeFile | null>): void {
    for (const [path, file] of names) {
      if (file === null) this.names.delete(path);
      else this.names.set(path, file);
    }
    this.#change(directory, { names, directory: null });
  }

  syncDirectory(directory: string): void {
    for (const change of this.#pending.get(directory) ?? []) this.#makeDurable(change);
    this.#pending.delete(directory);
  }

  /** Only what is durable is sure to be there afterwards. */
  losePower(): void {
    for (const changes of this.#pending.values()) {
      const kept = this.#random.below(changes.length + 1);
      for (let index = 0; index < kept; index++) this.#makeDurable(changes[index]);
    }
    this.#pending.clear();
    this.directories.clear();
    for (const path of this.#durableDirectories) this.directories.add(path);
    this.names.clear();
    for (const [path, file] of this.#durableNames) {
      if (this.directories.has(dirname(path))) this.names.set(path, file);
      else this.#durableNames.delete(path);
    }
    for (const file of new Set(this.names.values())) file.losePower(this.#random);
  }

  #change(directory: string, change: NameChange): void {
    const changes = this.#pending.get(directory);
    if (changes === undefined) this.#pending.set(directory, [change]);
    else changes.push(change);
  }

  #makeDurable({ names, directory }: NameChange): void {
    if (directory !== null) this.#durableDirectories.add(directory);
    for (const [path, file] of names) {
      if (file === null) this.#durableNames.delete(path);
      else this.#durableNames.set(path, file);
    }
  }
}
