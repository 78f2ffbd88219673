/** fixparser as a peer in the benches: a CommonJS bundle whose own declarations are not part of its package. */
import { createRequire } from "node:module";

type PeerMessage = { encode(separator?: string): string };
type PeerParser = {
  parse(data: string): readonly unknown[];
  createMessage(...fields: readonly unknown[]): PeerMessage;
};
type PeerModule = {
  default: new () => PeerParser;
  Field: new (tag: number, value: string | number) => unknown;
};

export const FixParser = createRequire(import.meta.url)("fixparser") as PeerModule;
