import { describe, expect, it } from "vitest";
import { MemoryStore } from "../../src/fix/memory-store.ts";

function numbers(store: MemoryStore, from: number, to: number): string[] {
  const found: string[] = [];
  store.readSent(from, to, (msgSeqNum, bytes, start, end) =>
    found.push(`${msgSeqNum}:${Buffer.from(bytes.subarray(start, end))}`),
  );
  return found;
}

describe("memory store", () => {
  it("gives back application messages in order, the youngest when there were too many", () => {
    const store = new MemoryStore(4);
    for (let n = 1; n <= 6; n++) store.sent(n, n !== 5, Buffer.from(`m${n}`), 0, 2);
    expect(numbers(store, 1, 6)).toEqual(["3:m3", "4:m4", "6:m6"]);
    expect(numbers(store, 4, 4)).toEqual(["4:m4"]);
    expect(store.nextSenderMsgSeqNum).toBe(7);
  });

  it("forgets everything at a reset", () => {
    const store = new MemoryStore();
    store.sent(1, true, Buffer.from("m"), 0, 1);
    store.consumed(9);
    store.reset();
    expect([store.nextSenderMsgSeqNum, store.nextTargetMsgSeqNum, numbers(store, 1, 9)]).toEqual([1, 1, []]);
  });
});
