import { expect, test } from "vitest";
import { ImageReader, ImageWriter } from "../../src/lib/image.ts";
import { Random } from "../../src/lib/random.ts";
import { TextMap } from "../../src/lib/text-map.ts";

const SEED = Number(process.env.LOCKSTEP_SEED ?? Date.now() % 1_000_000);

type Plain = Map<string, { value: number; entry: number }>;

/** Adds and changes keys in a map and in a plain one, looking at both after each step. */
function play(map: TextMap, plain: Plain, random: Random, steps: number): void {
  for (let step = 0; step < steps; step++) {
    const scope = random.below(3);
    const text = `C${random.below(steps)}${"x".repeat(random.below(4))}`;
    const key = `${scope} ${text}`;
    const known = plain.get(key);
    const isThere = map.find(scope, text);
    if (isThere !== (known?.entry ?? -1))
      throw new Error(`${key}: found entry ${isThere}, expected ${known?.entry ?? -1}`);
    if (random.oneIn(3)) continue;
    const value = random.below(1_000_000);
    const entry = map.put(scope, text, value);
    if (known !== undefined && entry !== known.entry) throw new Error(`${key} moved from ${known.entry} to ${entry}`);
    plain.set(key, { value, entry });
  }
}

function compare(map: TextMap, plain: Plain): void {
  expect(map.size).toBe(plain.size);
  let wrong = 0;
  for (const [key, { value, entry }] of plain) {
    const scope = Number(key.slice(0, 1));
    const text = key.slice(2);
    const isSame =
      map.find(scope, text) === entry &&
      map.valueOf(entry) === value &&
      map.scopeOf(entry) === scope &&
      map.textOf(entry) === text;
    if (!isSame) wrong++;
  }
  expect(wrong).toBe(0);
}

function imageOf(map: TextMap): Buffer {
  const pieces: Buffer[] = [];
  const writer = new ImageWriter((bytes) => pieces.push(Buffer.from(bytes)));
  map.transfer(writer);
  writer.flush();
  return Buffer.concat(pieces);
}

test(`knows what a plain map knows after every step, while its slots double (LOCKSTEP_SEED=${SEED})`, () => {
  const random = new Random(SEED);
  for (const reserved of [0, 3_000, 100_000]) {
    const map = new TextMap(1);
    if (reserved > 0) map.reserve(reserved);
    const plain: Plain = new Map();
    play(map, plain, random, 20_000);
    compare(map, plain);
  }
});

test("room made while the slots are doubling loses no key", () => {
  const map = new TextMap(1);
  const plain: Plain = new Map();
  // One more than the slots are for: they have doubled, and nearly all keys are still in those before.
  for (let index = 0; index <= 512; index++) {
    const entry = map.put(0, `K${index}`, index);
    plain.set(`0 K${index}`, { value: index, entry });
  }
  compare(map, plain);
  map.reserve(50_000);
  compare(map, plain);
});

test("an image taken at any size, doubling or not, gives the same map and takes more keys", () => {
  const map = new TextMap(1);
  const plain: Plain = new Map();
  for (let size = 0; size < 3_000; size++) {
    const entry = map.put(1, `K${size}`, size);
    plain.set(`1 K${size}`, { value: size, entry });
    if (size % 97 !== 0 && size < 510) continue;
    if (size % 97 !== 0 && size > 530) continue;
    const bytes = imageOf(map);
    const read = new TextMap(4);
    let at = 0;
    const source = (into: Uint8Array) => {
      into.set(bytes.subarray(at, at + into.length));
      at += into.length;
    };
    read.transfer(new ImageReader(source, bytes.length));
    compare(read, plain);
    expect(imageOf(read).equals(bytes)).toBe(true);
    expect(read.put(2, "one more", 1)).toBe(map.size);
    expect(read.find(2, "one more")).toBe(map.size);
  }
});

test("a smaller map keeps the wanted keys, and the room that was asked for", () => {
  const map = new TextMap(1);
  map.reserve(10_000);
  for (let index = 0; index < 5_000; index++) map.put(0, `K${index}`, index);
  const { map: kept, entries } = map.kept((value) => value % 5 === 0);
  expect(kept.size).toBe(1_000);
  for (let index = 0; index < 5_000; index++) {
    const entry = kept.find(0, `K${index}`);
    if (entry !== entries[index] || (entry === -1) !== (index % 5 !== 0))
      throw new Error(`K${index} is entry ${entry}`);
    if (entry !== -1) expect(kept.valueOf(entry)).toBe(index);
  }
  for (let index = 0; index < 9_000; index++) kept.put(1, `N${index}`, index);
  expect(kept.textOf(kept.find(1, "N8999"))).toBe("N8999");
});
