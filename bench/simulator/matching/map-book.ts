/** The peer in C++: a book of a map and lists (`bench/peers/map-book.cpp`), compiled where there is a compiler. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OrderStream } from "./order-stream.ts";

export const MAP_BOOK = "std::map and lists, C++";
export const MAP_BOOK_ABSENT = `${MAP_BOOK} left out: needs g++`;

export class MapBook {
  readonly #directory = mkdtempSync(join(tmpdir(), "lockstep-map-book-"));
  readonly isThere: boolean;

  constructor() {
    const source = join(import.meta.dirname, "../../peers/map-book.cpp");
    this.isThere = spawnSync("g++", ["-std=c++14", "-O2", source, "-o", this.#program]).status === 0;
  }

  /** @returns nanoseconds an operation, a figure a round @throws Error when the book traded something else */
  play(stream: OrderStream, rounds: number): number[] {
    const file = join(this.#directory, "stream");
    const numbers = new Int32Array(1 + stream.length * 5);
    numbers[0] = stream.measuredFrom;
    for (let index = 0; index < stream.length; index++) {
      const at = 1 + index * 5;
      numbers[at] = stream.kinds[index];
      numbers[at + 1] = stream.orders[index];
      numbers[at + 2] = stream.sides[index];
      numbers[at + 3] = stream.prices[index];
      numbers[at + 4] = stream.qtys[index];
    }
    writeFileSync(file, new Uint8Array(numbers.buffer));
    const { status, stdout } = spawnSync(this.#program, [file, String(rounds)], { encoding: "utf8" });
    const lines = (stdout ?? "").trim().split("\n");
    if (status !== 0 || lines.length !== rounds) throw new Error(`map-book ended with ${status}`);
    return lines.map((line) => {
      const [ns, tradedQty] = line.split(" ").map(Number);
      if (tradedQty !== stream.tradedQty[stream.length - 1]) throw new Error("map-book traded something else");
      return ns;
    });
  }

  remove(): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }

  get #program(): string {
    return join(this.#directory, "map-book");
  }
}
