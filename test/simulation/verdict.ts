/** What must be true at a checkpoint, after a recovery, and when everything has come to rest. */
import { openSimulatedExchange } from "../../simulator/open-exchange.ts";
import { SessionLedger } from "../../src/client/session-ledger.ts";
import type { Config } from "../../src/config.ts";
import { evolve } from "../../src/core/core.ts";
import { placeOf } from "../../src/core/fill-table.ts";
import { State } from "../../src/core/state.ts";
import { VenueReportKind } from "../../src/domain/exchange-port.ts";
import { decodeFrame } from "../../src/domain/frame.ts";
import { parseVenueClOrdId } from "../../src/domain/instrument.ts";
import { ExceptionKind } from "../../src/domain/values.ts";
import type { Disk } from "../../src/journal/disk.ts";
import { type JournalScan, scanJournal } from "../../src/journal/journal.ts";
import { ByteReader } from "../../src/lib/byte-buffer.ts";
import { Redecider } from "../../src/redecide.ts";
import { Snapshots } from "../../src/snapshots.ts";
import { stateHash } from "../../src/state-hash.ts";
import { DATA, OMS_JOURNAL } from "./disk-door.ts";
import type { Listener } from "./listener.ts";
import type { Trader } from "./trader.ts";
import type { World } from "./world.ts";

const REQUEST_FACTOR = 65_536;

/** Of what build the snapshots are. */
export const VERSION = "simulated";

export type Replayed = { state: State; ledger: SessionLedger; commands: number; scan: JournalScan; timeNs: bigint };

/** I4: the journal, applied from its beginning, is the live state; and its commands, judged again, give its events. */
export function checkReplay(world: World, disk: Disk, live: State | null): Replayed {
  const state = new State();
  const reader = new ByteReader();
  const redecider = new Redecider();
  const ledger = new SessionLedger();
  let commands = 0;
  let timeNs = 0n;
  const scan = scanJournal(
    OMS_JOURNAL,
    (frame) => {
      reader.reset(frame.bytes, frame.payloadStart, frame.payloadEnd);
      const content = decodeFrame(reader);
      const difference = redecider.difference(state, content);
      if (difference !== "") world.fail("I4", `sequence ${frame.sequence}: ${difference}`);
      for (const [at, event] of content.events.entries()) {
        evolve(state, event, frame.timeNs, placeOf(frame.sequence, at));
      }
      ledger.recover(content, frame.segmentNumber, frame.offset - frame.start, frame.timeNs);
      commands++;
      timeNs = frame.timeNs;
      return true;
    },
    disk,
  );
  if (live !== null && stateHash(live) !== stateHash(state)) {
    world.fail("I4", `the live state is ${stateHash(live)}, and the journal gives ${stateHash(state)}`);
  }
  return { state, ledger, commands, scan, timeNs };
}

/** What the follower does on its thread: a snapshot of what it has replayed. @returns up to where, or null at the beginning */
export function saveSnapshot(disk: Disk, { state, ledger, scan, timeNs }: Replayed): JournalScan | null {
  if (scan.journalId === null || scan.lastSequence === 0) return null;
  new Snapshots(DATA, VERSION, disk).save({ state, ledger }, { journalId: scan.journalId, position: scan, timeNs });
  return scan;
}

/** I1: whatever a client was told of an order is true of the rebuilt state, or was already overtaken. */
export function checkAcknowledged(world: World, state: State, traders: readonly Trader[]): void {
  const { orders } = state;
  const changed = ordersWithChangedTrades(state);
  for (const { peer, orders: told } of traders) {
    const sessionId = state.sessionIds.get(`${peer.beginString}:${peer.compId}`);
    for (const order of told.values()) {
      const { orderId } = order;
      const what = `${peer.compId} was told of order ${orderId}: OrdStatus ${order.ordStatus}, CumQty ${order.cumQty}`;
      if (!orders.has(orderId)) world.fail("I1", `${what}, and the state has ${orders.count} orders`);
      else if (orders.sessionId[orderId] !== sessionId) world.fail("I1", `${what}, and it is another session's`);
      // The bust of a trade may be on its way.
      else if (changed.has(orderId)) continue;
      else if (orders.cumQty[orderId] < order.cumQty) world.fail("I1", `${what}; now ${orders.cumQty[orderId]}`);
      else if (order.isDone && orders.isOpen(orderId)) world.fail("I1", `${what}, and it is open now`);
    }
  }
}

function ordersWithChangedTrades({ exchangeExecIds, fills }: State): Set<number> {
  const changed = new Set<number>();
  for (let entry = 0; entry < exchangeExecIds.size; entry++)
    if (!(fills.lastQty[entry] > 0)) changed.add(exchangeExecIds.valueOf(entry));
  return changed;
}

/** At rest: clients, core and exchanges agree on every order; what the clients have is all there is. */
export function checkAtRest(
  world: World,
  state: State,
  traders: readonly Trader[],
  listener: Listener,
  exchange: { config: Config; disk: Disk },
): void {
  const { orders, care, venues } = state;
  const told = new Map(traders.flatMap((trader) => [...trader.orders]));
  const fills = tapesOf(world, exchange.config, exchange.disk);
  const byHand = filledByHand(state);
  let clients = 0;
  for (let orderId = 1; orderId <= orders.count; orderId++) {
    const cumQty = orders.cumQty[orderId];
    const order = told.get(orderId);
    const isDesks = orders.sessionId[orderId] === 0;
    if (!isDesks) clients++;
    if (order === undefined) {
      if (!isDesks) world.fail("I3", `order ${orderId} is in the core, and no client was told of it`);
    } else if (order.filled !== cumQty) {
      world.fail("I3", `order ${orderId}: CumQty ${cumQty} in the core, the client's fills sum to ${order.filled}`);
    } else if (order.isDone === orders.isOpen(orderId)) {
      world.fail("I3", `order ${orderId}: the client was last told OrdStatus ${order.ordStatus}`);
    }
    const copied = listener.filled.get(orderId) ?? 0;
    if (copied !== cumQty && !isDesks)
      world.fail("drop copy", `order ${orderId}: CumQty ${cumQty} in the core, the copies' fills sum to ${copied}`);
    let traded = (fills.get(orderId) ?? 0) + (byHand.get(orderId) ?? 0);
    for (const childId of care.work.get(orderId)?.children ?? []) traded += orders.cumQty[childId];
    if (traded !== cumQty)
      world.fail("I3", `order ${orderId}: CumQty ${cumQty} in the core, ${traded} traded at the exchanges and by hand`);
  }
  if (told.size !== clients) world.fail("I3", `clients know ${told.size} orders, the core ${clients} of theirs`);
  for (const { text, orderId, kind } of venues.exceptions.values()) {
    // Trades that crossed on the wire, and a bust of what a part had traded after its whole had ended, are for people.
    if (kind !== ExceptionKind.ContingencyBroken) world.fail("person", `order ${orderId}: ${text}`);
  }
}

/** By order, what people have filled of it away from the exchanges. */
function filledByHand({ exchangeExecIds, fills }: State): Map<number, number> {
  const byHand = new Map<number, number>();
  for (let entry = 0; entry < exchangeExecIds.size; entry++) {
    if (!exchangeExecIds.textOf(entry).startsWith("manual:")) continue;
    const orderId = exchangeExecIds.valueOf(entry);
    byHand.set(orderId, (byHand.get(orderId) ?? 0) + Math.max(0, fills.lastQty[entry]));
  }
  return byHand;
}

/** Everything the exchanges ever reported, from their own journals. @returns by order, what it traded */
function tapesOf(world: World, config: Config, disk: Disk): Map<number, number> {
  const filled = new Map<number, number>();
  for (const { directory } of config.exchanges) addTape(world, config, disk, `${DATA}/${directory}`, filled);
  return filled;
}

function addTape(world: World, config: Config, disk: Disk, directory: string, filled: Map<number, number>): void {
  /** By ClOrdID: an order may be given to its venue anew, with what is left of it. */
  const taken = new Set<string>();
  /** By ExecID, what stands of each trade. */
  const trades = new Map<string, number>();
  const changed = new Map<string, string>();
  const exchange = openSimulatedExchange({
    directory,
    instruments: config.instruments,
    agents: null,
    lastReportSequence: 0,
    segmentBytes: config.segmentBytes,
    disk,
    nowNs: () => 0n,
  });
  exchange.connect(
    {
      onReport: ({ kind, clOrdId, lastQty, exchangeExecId, exchangeExecRefId = "" }) => {
        const orderId = Math.floor(parseVenueClOrdId(clOrdId) / REQUEST_FACTOR);
        const isChange = kind === VenueReportKind.Busted || kind === VenueReportKind.Corrected;
        if (kind === VenueReportKind.Fill || isChange) {
          // A trade that was corrected may be named by what it was first.
          let made = isChange ? exchangeExecRefId : "";
          for (let next = changed.get(made); next !== undefined; next = changed.get(made)) made = next;
          if (isChange) changed.set(made, exchangeExecId);
          const undone = trades.get(made) ?? 0;
          const qty = kind === VenueReportKind.Busted ? 0 : lastQty;
          trades.delete(made);
          trades.set(exchangeExecId, qty);
          filled.set(orderId, (filled.get(orderId) ?? 0) + qty - undone);
        }
        if (kind !== VenueReportKind.Accepted && kind !== VenueReportKind.Rejected) return true;
        if (taken.has(clOrdId)) world.fail("I2", `the exchange took order ${clOrdId} as new twice`);
        taken.add(clOrdId);
        return true;
      },
    },
    0,
  );
  exchange.close();
}
