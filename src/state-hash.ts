/** One number for all the core knows: equal on any machine for the same journal. */
import { createHash } from "node:crypto";
import type { State } from "./core/state.ts";
import { transferState } from "./core/state-image.ts";
import { ImageWriter } from "./lib/image.ts";

/** SHA-256 of the state's image, in hexadecimal. */
export function stateHash(state: State): string {
  const hash = createHash("sha256");
  const image = new ImageWriter((bytes) => void hash.update(bytes));
  transferState(state, image);
  image.flush();
  return hash.digest("hex");
}
