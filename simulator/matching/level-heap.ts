/**
 * Hot path: knows the best level of one side; budget 20 ns to add or remove one, 1 ns to look at the best.
 *
 * A four-way heap over integer keys in typed arrays (four children share a cache line), with every level's place noted,
 * so that any level can leave. Smaller keys are better: asks use the price, bids its negative. A level far from the best
 * is added without moving anything, which a sorted array could not promise.
 */
const CAPACITY_MIN = 16;

export class LevelHeap {
  size = 0;
  #keys = new Float64Array(CAPACITY_MIN);
  #levels = new Int32Array(CAPACITY_MIN);
  /** Where each level stands in the two arrays above. */
  #places = new Int32Array(CAPACITY_MIN);

  /** Key and level of the best; only when `size` is above 0. */
  get bestKey(): number {
    return this.#keys[0];
  }

  get bestLevel(): number {
    return this.#levels[0];
  }

  /** The key at a place of the heap. Those of its children, at 4 x place + 1 to + 4, are not better. */
  keyAt(place: number): number {
    return this.#keys[place];
  }

  levelAt(place: number): number {
    return this.#levels[place];
  }

  add(level: number, key: number): void {
    if (this.size === this.#levels.length || level >= this.#places.length) this.#grow(level);
    this.#rise(this.size++, level, key);
  }

  remove(level: number): void {
    const place = this.#places[level];
    const last = --this.size;
    if (place === last) return;
    const movedKey = this.#keys[last];
    const moved = this.#levels[last];
    if (place > 0 && movedKey < this.#keys[(place - 1) >> 2]) this.#rise(place, moved, movedKey);
    else this.#sink(place, moved, movedKey);
  }

  #rise(place: number, level: number, key: number): void {
    const keys = this.#keys;
    const levels = this.#levels;
    const places = this.#places;
    while (place > 0) {
      const parent = (place - 1) >> 2;
      if (keys[parent] <= key) break;
      keys[place] = keys[parent];
      levels[place] = levels[parent];
      places[levels[place]] = place;
      place = parent;
    }
    keys[place] = key;
    levels[place] = level;
    places[level] = place;
  }

  #sink(place: number, level: number, key: number): void {
    const keys = this.#keys;
    const levels = this.#levels;
    const places = this.#places;
    const size = this.size;
    for (;;) {
      const first = (place << 2) + 1;
      if (first >= size) break;
      let child = first;
      const end = Math.min(first + 4, size);
      for (let other = first + 1; other < end; other++) if (keys[other] < keys[child]) child = other;
      if (keys[child] >= key) break;
      keys[place] = keys[child];
      levels[place] = levels[child];
      places[levels[place]] = place;
      place = child;
    }
    keys[place] = key;
    levels[place] = level;
    places[level] = place;
  }

  #grow(level: number): void {
    let capacity = this.#levels.length * 2;
    while (capacity <= level) capacity *= 2;
    const keys = new Float64Array(capacity);
    keys.set(this.#keys);
    this.#keys = keys;
    const levels = new Int32Array(capacity);
    levels.set(this.#levels);
    this.#levels = levels;
    const places = new Int32Array(capacity);
    places.set(this.#places);
    this.#places = places;
  }
}
