/** A drop copy's reader: enters nothing, and adds up the fills of everybody's orders from its copies. */
import { FixPeer, type PeerOptions, type PeerOwner } from "./fix-peer.ts";
import type { Fields } from "./fix-text.ts";
import type { World } from "./world.ts";

export class Listener implements PeerOwner {
  readonly peer: FixPeer;
  /** By OrderID: the sum of LastQty. */
  readonly filled = new Map<number, number>();
  readonly #world: World;
  readonly #execIds = new Set<string>();

  constructor(world: World, peer: Omit<PeerOptions, "world">) {
    this.#world = world;
    this.peer = new FixPeer({ ...peer, world }, this);
  }

  onApplication(msgType: string, fields: Fields): void {
    const execId = fields.get("17") ?? "";
    const isCopy = msgType === "8" && (fields.get("115") ?? "") !== "";
    if (!isCopy) this.#world.fail("drop copy", `35=${msgType} ${execId} without OnBehalfOfCompID`);
    if (this.#execIds.has(execId)) this.#world.fail("drop copy", `ExecID ${execId} twice`);
    this.#execIds.add(execId);
    const orderId = Number(fields.get("37"));
    const lastQty = fields.get("150") === "F" ? Number(fields.get("32")) : 0;
    if (lastQty > 0) this.filled.set(orderId, (this.filled.get(orderId) ?? 0) + lastQty);
  }

  onRejected(number: number, fields: Fields): void {
    this.#world.fail("drop copy", `number ${number} was rejected: ${fields.get("58")}`);
  }

  sendsAgain(): boolean {
    return true;
  }
}
