/** Lines of a file, one after the other, in memory of a fixed size however long the file is. */
import type { Disk } from "../../src/journal/disk.ts";

const CHUNK_BYTES = 64 * 1024;
/** A line that is longer is no line of a recording. */
export const LINE_MAX = 1_000;

export class LineReader {
  /** The number of the line that `next` gave, from 1. */
  line = 0;
  readonly #disk: Disk;
  readonly #fd: number;
  readonly #bytes = Buffer.alloc(CHUNK_BYTES + LINE_MAX + 2);
  #from = 0;
  #to = 0;
  #position = 0;
  #isAtEnd = false;
  #isClosed = false;

  /** @throws the disk's error when the file cannot be opened */
  constructor(disk: Disk, path: string) {
    this.#disk = disk;
    this.#fd = disk.open(path, "r");
  }

  /**
   * The next line without its end, or null after the last one; bytes beyond ASCII come as Latin-1 characters. A line longer
   * than `LINE_MAX` comes cut, one character longer than that.
   */
  next(): string | null {
    let end = this.#bytes.subarray(this.#from, this.#to).indexOf(0x0a);
    while (end === -1 && !this.#isAtEnd && this.#to - this.#from <= LINE_MAX) {
      this.#fill();
      end = this.#bytes.subarray(this.#from, this.#to).indexOf(0x0a);
    }
    if (end === -1 && this.#from === this.#to) return null;
    this.line++;
    const length = end === -1 ? this.#to - this.#from : end;
    const text = this.#bytes.latin1Slice(this.#from, this.#from + Math.min(length, LINE_MAX + 1));
    this.#from += end === -1 ? length : end + 1;
    return text.endsWith("\r") ? text.slice(0, -1) : text;
  }

  /** The file from its beginning again. */
  rewind(): void {
    this.line = 0;
    this.#from = 0;
    this.#to = 0;
    this.#position = 0;
    this.#isAtEnd = false;
  }

  close(): void {
    if (!this.#isClosed) this.#disk.close(this.#fd);
    this.#isClosed = true;
  }

  #fill(): void {
    this.#bytes.copyWithin(0, this.#from, this.#to);
    this.#to -= this.#from;
    this.#from = 0;
    const read = this.#disk.read(this.#fd, this.#bytes, this.#to, CHUNK_BYTES, this.#position);
    this.#to += read;
    this.#position += read;
    this.#isAtEnd = read === 0;
  }
}
