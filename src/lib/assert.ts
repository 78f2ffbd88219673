/**
 * Stops the process's current work when an invariant is broken. Always on: a broken invariant is a bug, and an order
 * system that goes on after a bug misreports orders.
 *
 * @throws AssertionError with `message` when `condition` is false.
 */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new AssertionError(message);
}

/** A broken invariant: a bug in Lockstep itself, never something a client or a disk did. */
export class AssertionError extends Error {
  override name = "AssertionError";
}

/** Marks a branch the types say cannot be reached. */
export function unreachable(value: never): never {
  throw new AssertionError(`unreachable: ${String(value)}`);
}
