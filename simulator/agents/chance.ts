/** Shapes of chance the agents draw from, all of one seeded source. */
import { Random } from "../../src/lib/random.ts";

/** A source for one use of many: the same `seed`, `use` and `life` give the same one, any other a different one. */
export function chanceOf(seed: number, use: number, life: number): Random {
  const low = Math.imul(Math.floor(seed % 4_294_967_296) ^ Math.imul(use + 1, 0x9e3779b1), 0x85ebca6b) >>> 0;
  return new Random(low + (life % 1_048_576) * 4_294_967_296);
}

/** From 0 up to and without 1. */
export function uniform(random: Random): number {
  return random.next() / 4_294_967_296;
}

/** Mean 0 and deviation 1, never beyond 3.5: the sum of four uniform numbers. */
export function bell(random: Random): number {
  return (uniform(random) + uniform(random) + uniform(random) + uniform(random) - 2) * Math.sqrt(3);
}

/** The time to the next of events that come at random, so many apart in the mean. */
export function waitOf(random: Random, mean: number): number {
  return -Math.log(1 - uniform(random)) * mean;
}
