/** A drop copy's reader: enters nothing, and adds up the fills of everybody's orders from its copies. */
import { ReportWatcher } from "../support/report-watcher.ts";
import { FixPeer, type PeerOptions, type PeerOwner } from "./fix-peer.ts";
import type { Fields } from "./fix-text.ts";
import type { World } from "./world.ts";

/** Of orders that the desk enters by itself. */
export const DESK_ACCOUNT = "FUND";

export class Listener implements PeerOwner {
  readonly peer: FixPeer;
  /** By OrderID: the sum of LastQty. */
  readonly filled = new Map<number, number>();
  readonly #world: World;
  /** By ExecID, what stands of each trade. */
  readonly #trades = new Map<string, number>();
  readonly #watcher = new ReportWatcher({ joinsLate: true });
  readonly #execIds = new Set<string>();

  constructor(world: World, peer: Omit<PeerOptions, "world">) {
    this.#world = world;
    this.peer = new FixPeer({ ...peer, world }, this);
  }

  onApplication(msgType: string, fields: Fields): void {
    const execId = fields.get("17") ?? "";
    // An order of the desk's own is on nobody's behalf.
    const isCopy = msgType === "8" && ((fields.get("115") ?? "") !== "" || fields.get("1") === DESK_ACCOUNT);
    if (!isCopy) this.#world.fail("drop copy", `35=${msgType} ${execId} without OnBehalfOfCompID`);
    if (this.#execIds.has(execId)) this.#world.fail("drop copy", `ExecID ${execId} twice`);
    this.#execIds.add(execId);
    const fault = this.#watcher.faultOf(fields);
    if (fault !== "") this.#world.fail("drop copy", fault);
    const orderId = Number(fields.get("37"));
    const execType = fields.get("150") ?? "";
    if (!"FGH".includes(execType)) return;
    const undone = execType === "F" ? 0 : (this.#trades.get(fields.get("19") ?? "") ?? 0);
    const lastQty = execType === "H" ? 0 : Number(fields.get("32"));
    this.#trades.delete(fields.get("19") ?? "");
    this.#trades.set(execId, lastQty);
    this.filled.set(orderId, (this.filled.get(orderId) ?? 0) + lastQty - undone);
  }

  onRejected(number: number, fields: Fields): void {
    this.#world.fail("drop copy", `number ${number} was rejected: ${fields.get("58")}`);
  }

  sendsAgain(): boolean {
    return true;
  }
}
