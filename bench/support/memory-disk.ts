/** A disk in memory that takes everything at once: what is measured above it is the code's own time. */
import type { Disk } from "../../src/journal/disk.ts";

type MemoryFile = { bytes: Uint8Array };

export class MemoryDisk implements Disk {
  readonly #files = new Map<string, MemoryFile>();
  /** A file stays its descriptor's, whatever name it has by now. */
  readonly #open = new Map<number, MemoryFile>();
  #lastFd = 0;
  syncs = 0;

  open(path: string, mode: "r" | "r+" | "w+"): number {
    let file = this.#files.get(path);
    if (mode !== "w+" && file === undefined) throw Object.assign(new Error(`ENOENT: ${path}`), { code: "ENOENT" });
    if (mode === "w+" || file === undefined) {
      file = { bytes: new Uint8Array(0) };
      this.#files.set(path, file);
    }
    this.#open.set(++this.#lastFd, file);
    return this.#lastFd;
  }

  close(fd: number): void {
    this.#open.delete(fd);
  }

  read(fd: number, bytes: Uint8Array, offset: number, length: number, position: number): number {
    const part = this.#open.get(fd)!.bytes.subarray(position, position + length);
    bytes.set(part, offset);
    return part.length;
  }

  write(fd: number, bytes: Uint8Array, offset: number, length: number, position: number): number {
    const file = this.#open.get(fd)!;
    if (position + length > file.bytes.length) {
      const grown = new Uint8Array(Math.max(position + length, file.bytes.length * 2));
      grown.set(file.bytes);
      file.bytes = grown;
    }
    file.bytes.set(bytes.subarray(offset, offset + length), position);
    return length;
  }

  datasync(): void {
    this.syncs++;
  }

  syncDirectory(): void {}

  makeDirectory(): void {}

  list(directory: string): string[] {
    const names = [...this.#files.keys()].filter((path) => path.startsWith(`${directory}/`));
    return names.map((path) => path.slice(directory.length + 1));
  }

  exists(path: string): boolean {
    return this.#files.has(path);
  }

  size(path: string): number {
    return this.#files.get(path)?.bytes.length ?? 0;
  }

  rename(from: string, to: string): void {
    this.#files.set(to, this.#files.get(from)!);
    this.#files.delete(from);
  }

  remove(path: string): void {
    this.#files.delete(path);
  }

  space(): { freeBytes: number; totalBytes: number } {
    return { freeBytes: 2 ** 40, totalBytes: 2 ** 40 };
  }

  zeroInBackground(path: string, bytes: number, done: (error: unknown) => void): () => void {
    this.#files.set(path, { bytes: new Uint8Array(bytes) });
    const told = setImmediate(done, null);
    return () => clearImmediate(told);
  }
}
