/**
 * A whole day in a second: clients, their lines, the OMS, its journal, the exchange and everything that can go wrong with
 * them, in one process, on virtual time, from one seed. The same seed gives the same run, byte for byte.
 *
 * Everything between the clients' bytes and the platter is the code that ships; the doors are fake. The clients are
 * written apart from it. First there is trading with faults, for a number of steps; then the faults end, and everything
 * has to come to rest with nothing lost, nothing doubled and everybody told.
 */
import { type Config, parseConfig } from "../../src/config.ts";
import type { State } from "../../src/core/state.ts";
import type { Disk } from "../../src/journal/disk.ts";
import { Random } from "../../src/lib/random.ts";
import { DATA, type DiskFaults, openDiskDoor } from "./disk-door.ts";
import { FakeDisk } from "./fake-disk.ts";
import { Network, type NetworkFaults } from "./fake-network.ts";
import type { FixPeer } from "./fix-peer.ts";
import { House } from "./house.ts";
import { Listener } from "./listener.ts";
import type { Mutant } from "./mutants.ts";
import { People } from "./people.ts";
import { ProcessLife } from "./process-life.ts";
import { Trader } from "./trader.ts";
import { checkAcknowledged, checkAtRest, checkReplay, saveSnapshot } from "./verdict.ts";
import { Weather } from "./weather.ts";
import { Witness } from "./witness.ts";
import { type Violation, World } from "./world.ts";

export const STEPS = 4_000;
/** The last midnight UTC before the run's first day ends; a run begins some time before it. */
const MIDNIGHT_NS = 1_795_392_000_000_000_000n;
/** One run in so many has midnight, and with it the trading day's end, in its middle. */
const MIDNIGHT_ONE_IN = 3;
const PACES = [1, 1, 4, 16, 64];
/** Faults come less far apart than trading does. */
const WEATHER_PACE_MAX = 8;
const CHECKPOINT_MS = 20_000;
/** How long everything may take to come to rest, and how long it has to stay so. */
const REST_MAX_MS = 240_000;
const REST_MS = 5_000;

const HOUSE = `
compId: LOCKSTEP
insecureLogon: true
dataDir: ${DATA}
sessions:
  - { compId: COPY, beginString: FIX.4.4, dropCopy: {} }
  - { compId: ALPHA, beginString: FIX.4.4, pendingReports: true }
  - { compId: BRAVO, beginString: FIX.4.2 }
  - { compId: CHARLIE, beginString: FIXT.1.1, defaultApplVerId: "9" }
  - { compId: DELTA, beginString: FIX.4.3, pendingReports: true, resendRequestChunk: 5 }
  - { compId: ECHO, beginString: FIX.4.0 }
limits:
  - { priceCollarPercent: 20 }
  - { maxOrderQty: 100000 }
venue: { name: XSIM, agents: { enabled: true, seed: 1 } }
instruments:
  - { symbol: ZVZZT, referencePrice: "100.00" }
  - { symbol: KO, referencePrice: "62.15", agents: true }
  - { symbol: INTC, referencePrice: "24.35", agents: true }
`;
/** Orders that people work, another exchange, rules, a split: in every third run. */
const MIXED_ONE_IN = 3;
const MIXED = HOUSE.concat(`exchanges: [{ name: XALT, id: 2, agents: { seed: 2 } }]
routing:
  - { id: named, when: { exDestination: [XALT] }, to: { venue: XALT } }
  - { id: large, when: { qtyMin: 350 }, to: { desk: cash } }
  - { id: none, when: { symbol: [INTC], qtyMax: 3 }, to: { reject: too small } }
splits: [{ id: INTC-1, symbol: INTC, ratio: "2:1" }]
`);
const MARKETS = [
  { symbol: "ZVZZT", referencePx: 100 },
  { symbol: "KO", referencePx: 62.15 },
  { symbol: "INTC", referencePx: 24.35 },
];

export type SimulationOptions = {
  seed: number;
  /** Things that happen before the faults end. */
  steps?: number;
  mutant?: Mutant | null;
  /** Gets every line of the trace. */
  print?: ((line: string) => void) | null;
};

export type Outcome = {
  seed: number;
  violation: Violation | null;
  /** The last events before the end. */
  last: readonly string[];
  /** SHA-256 of everything that happened. */
  digest: string;
  simulatedMs: number;
  steps: number;
  starts: number;
  orders: number;
  fills: number;
  commands: number;
  messages: number;
  duplicates: number;
  faults: Record<string, number>;
  /** Why the run ended early, "" when it did not. */
  over: string;
};

export function simulate(options: SimulationOptions): Outcome {
  const undo = options.mutant?.patch?.() ?? null;
  const run = new Simulation(options);
  try {
    run.trade();
    run.rest();
  } finally {
    undo?.();
  }
  return run.verdict();
}

class Simulation {
  readonly #options: SimulationOptions;
  readonly #world: World;
  readonly #house: House;
  readonly #weather: Weather;
  readonly #people: People | null;
  readonly #traders: Trader[];
  readonly #listener: Listener;
  /** In the order of the configuration's sessions. */
  readonly #peers: FixPeer[];
  readonly #config: Config;
  readonly #random: Random;
  /** The disks as they are, without faults. */
  readonly #plainDisk: Disk;
  /** How many times slower than in the busiest runs everything comes: in slow ones heartbeats and timeouts matter. */
  readonly #pace: number;
  #stepNs = 0n;
  #isTrading = true;

  constructor(options: SimulationOptions) {
    this.#options = options;
    const { seed, mutant = null, print = null } = options;
    const chance = (stream: number) => new Random(seed * 64 + stream);
    const world = new World(print);
    this.#world = world;
    this.#random = chance(0);
    const random = this.#random;
    const isMixed = seed % MIXED_ONE_IN === 0;
    this.#config = configOf(random, seed, isMixed);
    this.#pace = PACES[random.below(PACES.length)];
    const { durability } = this.#config;
    const disk: DiskFaults = { crashIn: 0, syncErrorIn: 0, full: false, slowMs: 0 };
    const net: NetworkFaults = { delayMs: 5, crashIn: 0 };
    const oms = new FakeDisk(chance(1), DATA);
    const exchange = new FakeDisk(chance(2), DATA);
    const sessionIds = new Map<string, number>();
    const witness = new Witness({
      world,
      oms,
      exchange,
      durability,
      sessionIdOf: (compId) => sessionIds.get(compId) ?? 0,
    });
    const beforeMidnightMs = random.oneIn(MIDNIGHT_ONE_IN)
      ? random.below(30_000) * this.#pace
      : random.below(20 * 3_600_000);
    const startNs = MIDNIGHT_NS - BigInt(beforeMidnightMs) * 1_000_000n;
    const wallNs = () => startNs + BigInt(Math.round(world.nowMs * 1e6));
    const network: Network = new Network({
      world,
      random: chance(3),
      faults: net,
      listener: () => {
        const { path, life } = this.#house;
        return path === null || life === null ? null : { life, accept: (socket) => path.acceptor.accept(socket) };
      },
      onSent: (line, bytes) => {
        world.digest(bytes);
        witness.onSent(line.id, bytes);
      },
      onCrash: () => this.#house.end(this.#house.nextEnd, "in the middle of a send"),
    });
    const [copy, ...clients] = this.#config.sessions.map((session, index) => {
      const { compId, beginString, defaultApplVerId: applVerId } = session;
      const address = `10.0.0.${index + 1}`;
      return { network, compId, beginString, applVerId, heartBtInt: 5 + random.below(26), address, wallNs };
    });
    this.#listener = new Listener(world, copy);
    this.#traders = clients.map((peer, index) => {
      return new Trader({
        world,
        random: chance(10 + index),
        markets: MARKETS,
        leavesOutOld: random.oneIn(2),
        isMixed,
        peer,
      });
    });
    this.#peers = [this.#listener.peer, ...this.#traders.map(({ peer }) => peer)];
    this.#house = new House({
      world,
      random: chance(4),
      config: this.#config,
      wallNs: () => wallNs() + this.#stepNs,
      oms,
      exchange,
      faults: disk,
      witness,
      mutant,
      pace: this.#pace,
      onEnded: () => network.processEnded(),
      onUp: ({ state }) => {
        checkAcknowledged(world, state, this.#traders);
        // Made from a snapshot and what came since, or from everything: it has to be the same.
        if (this.#house.starts % 3 === 0) checkReplay(world, this.#plainDisk, state);
      },
    });
    for (const [index, { compId }] of this.#config.sessions.entries()) sessionIds.set(compId, index + 1);
    const people = { world, random: chance(7), house: this.#house, markets: MARKETS, pace: this.#pace };
    this.#people = isMixed ? new People(people) : null;
    this.#weather = new Weather({
      world,
      random: chance(5),
      house: this.#house,
      network,
      peers: this.#peers,
      oms,
      disk,
      net,
      survivesPowerLoss: durability === "fsync",
      stepWallClock: (byNs) => {
        this.#stepNs += byNs;
      },
      meanMs: (1_500 + random.below(10_000)) * Math.min(this.#pace, WEATHER_PACE_MAX),
    });
    this.#plainDisk = openDiskDoor({
      life: new ProcessLife(world, wallNs, () => {}),
      random: chance(6),
      oms,
      exchange,
      faults: { crashIn: 0, syncErrorIn: 0, full: false, slowMs: 0 },
      onCrash: () => {},
      onWritten: () => {},
      onSynced: () => {},
    });
  }

  /** Trading, and everything that may go wrong. */
  trade(): void {
    const world = this.#world;
    this.#house.boot();
    this.#weather.begin();
    this.#people?.begin();
    for (const trader of this.#traders) this.#keepActing(trader);
    this.#keepChecking();
    const steps = this.#options.steps ?? STEPS;
    while (world.steps < steps && this.#goesOn) world.step();
  }

  /** The faults end; all have to hear everything, and nothing may wait for anything any more. */
  rest(): void {
    if (!this.#goesOn) return;
    const world = this.#world;
    world.note("the faults end");
    this.#weather.clear();
    this.#people?.rest();
    this.#isTrading = false;
    this.#house.isMarketOpen = false;
    const untilMs = world.nowMs + REST_MAX_MS;
    let restSinceMs = -1;
    let received = -1;
    while (this.#goesOn) {
      world.step();
      const now = this.#peers.reduce((sum, peer) => sum + peer.received, 0);
      const isAtRest = this.#away().length === 0;
      if (now !== received) restSinceMs = world.nowMs;
      received = now;
      const waiting = this.#traders.flatMap((trader) => trader.unanswered());
      if (isAtRest && waiting.length === 0 && world.nowMs - restSinceMs >= REST_MS) break;
      if (world.nowMs < untilMs) continue;
      const requests = waiting.slice(0, 5).map(({ kind, clOrdId }) => `35=${kind} ${clOrdId}`);
      world.fail(
        "settles",
        `no rest: have not everything: ${this.#away().join(" ")}; unanswered: ${requests.join(", ")}`,
      );
    }
  }

  /** The books are compared, live and from the journals. */
  verdict(): Outcome {
    const world = this.#world;
    let commands = 0;
    try {
      if (world.violation === null) commands = this.#compareBooks();
    } catch (error) {
      world.fail("reads", error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
    const { starts, over, path } = this.#house;
    const told = this.#traders.flatMap((trader) => [...trader.orders.values()]);
    const outcome = {
      seed: this.#options.seed,
      violation: world.violation,
      last: [...world.last],
      simulatedMs: world.nowMs,
      steps: world.steps,
      starts,
      orders: told.length,
      fills: told.filter(({ filled }) => filled > 0).length,
      commands,
      messages: this.#peers.reduce((sum, peer) => sum + peer.received, 0),
      duplicates: this.#peers.reduce((sum, peer) => sum + peer.duplicates, 0),
      faults: this.#weather.faults,
      over,
    };
    path?.journal.close();
    return { ...outcome, digest: world.finish() };
  }

  get #goesOn(): boolean {
    return this.#world.violation === null && this.#house.over === "";
  }

  /** What the follower does: reads the journal, holds it against the live state, and makes a snapshot of it. */
  #follow(live: State): void {
    const replayed = checkReplay(this.#world, this.#plainDisk, live);
    this.#house.snapshotUpTo = saveSnapshot(this.#plainDisk, replayed) ?? this.#house.snapshotUpTo;
    this.#world.note(`snapshot at ${replayed.scan.lastSequence}`);
  }

  #compareBooks(): number {
    const world = this.#world;
    const live = this.#house.path?.state ?? null;
    const { state, commands } = checkReplay(world, this.#plainDisk, live);
    checkAcknowledged(world, state, this.#traders);
    if (this.#house.over !== "") return commands;
    checkAtRest(world, state, this.#traders, this.#listener, { config: this.#config, disk: this.#plainDisk });
    return commands;
  }

  /** The clients that are not in session, or have not had everything the OMS has for them. */
  #away(): string[] {
    const sessions = this.#house.path?.sessions ?? [];
    const away: string[] = [];
    for (const [index, peer] of this.#peers.entries()) {
      const next = sessions[index]?.nextSenderMsgSeqNum;
      if (!peer.loggedOn || peer.nextIn !== next) away.push(`${peer.compId} (expects ${peer.nextIn}, next is ${next})`);
    }
    return away;
  }

  #keepActing(trader: Trader): void {
    const world = this.#world;
    const turn = () => {
      if (!this.#isTrading) return;
      const count = this.#random.oneIn(6) ? 1 + this.#random.below(12) : 1;
      for (let index = 0; index < count; index++) trader.act();
      world.after((50 + this.#random.below(1_500)) * this.#pace, turn);
    };
    world.after(500 + this.#random.below(1_000), turn);
  }

  #keepChecking(): void {
    const world = this.#world;
    world.tickAfter(CHECKPOINT_MS * this.#pace, () => {
      const { path, life } = this.#house;
      // A group that waits for room on the disk is in the state, and not in the journal.
      const isSettled = path !== null && !path.sequencer.isWaitingForRoom;
      if (isSettled && life !== null) life.run(() => this.#follow(path.state));
      if (this.#isTrading) this.#keepChecking();
    });
  }
}

const parsedOf = new Map<string, Config>();

function configOf(random: Random, seed: number, isMixed: boolean): Config {
  const text = isMixed ? MIXED : HOUSE;
  const parsed = parsedOf.get(text) ?? parseConfig(text, "the simulation's configuration");
  parsedOf.set(text, parsed);
  const sessions = parsed.sessions.slice(0, 3 + random.below(parsed.sessions.length - 2));
  return {
    ...parsed,
    durability: random.oneIn(5) ? "write" : "fsync",
    segmentBytes: 65_536 * (1 + random.below(3)),
    agents: parsed.agents === null ? null : { ...parsed.agents, seed },
    // A clock that steps by an hour is more than any SendingTime check lets pass; what it does to that is tested elsewhere.
    sessions: sessions.map((session) => ({ ...session, settings: { ...session.settings, latencyMaxMs: 0 } })),
  };
}
