/** The faults of a run, by chance from its seed: when one comes, which, and for how long. */
import type { Random } from "../../src/lib/random.ts";
import type { DiskFaults } from "./disk-door.ts";
import type { FakeDisk } from "./fake-disk.ts";
import type { Network, NetworkFaults } from "./fake-network.ts";
import type { FixPeer } from "./fix-peer.ts";
import type { EndKind, House } from "./house.ts";
import { tamper } from "./tampering.ts";
import type { World } from "./world.ts";

const HOUR_NS = 3_600_000_000_000n;
const CALM_DELAY_MS = 5;
/** A process that was told to end at its n-th write, and wrote no more, ends anyway. */
const ARMED_MS = 4_000;

export type WeatherOptions = {
  world: World;
  random: Random;
  house: House;
  network: Network;
  peers: readonly FixPeer[];
  oms: FakeDisk;
  disk: DiskFaults;
  net: NetworkFaults;
  /** Does a loss of power cost nothing that was promised? Not at the `write` level. */
  survivesPowerLoss: boolean;
  stepWallClock: (byNs: bigint) => void;
  /** Mean time from one fault to the next. */
  meanMs: number;
};

export class Weather {
  readonly faults: Record<string, number> = {};
  readonly #options: WeatherOptions;
  readonly #kinds: readonly (readonly [weight: number, name: string, strike: () => void])[];
  #isOver = false;

  constructor(options: WeatherOptions) {
    this.#options = options;
    this.#kinds = [
      [10, "crash", () => options.house.end(this.#endKind(), "between two steps")],
      [14, "crash in a write or sync", () => this.#crashInWrite()],
      [5, "crash in a send", () => this.#crashInSend()],
      [5, "sync error", () => this.#syncError()],
      [4, "disk full", () => this.#diskFull()],
      [
        5,
        "slow disk",
        () =>
          this.#for(
            5_000,
            () => (options.disk.slowMs = 300),
            () => (options.disk.slowMs = 0),
          ),
      ],
      [6, "damage", () => this.#damage()],
      [10, "cut", () => this.#someLine()?.cut()],
      [5, "silence", () => this.#silence()],
      [4, "a client that does not read", () => this.#unread()],
      [5, "slow network", () => this.#slowNetwork()],
      [6, "clock step", () => options.stepWallClock(options.random.oneIn(2) ? HOUR_NS : -HOUR_NS)],
      [7, "pause", () => options.house.life?.stall(50 + options.random.below(4_000))],
      [6, "log off", () => this.#somePeer().logOut()],
      [5, "client switched off", () => this.#switchOff()],
      [5, "second connection", () => this.#secondConnection()],
    ];
  }

  begin(): void {
    this.#next();
  }

  /** The sun comes out: everything that was wrong is put right. */
  clear(): void {
    const { disk, net, network } = this.#options;
    this.#isOver = true;
    Object.assign(disk, { crashIn: 0, syncErrorIn: 0, full: false, slowMs: 0 } satisfies DiskFaults);
    Object.assign(net, { crashIn: 0, delayMs: CALM_DELAY_MS } satisfies NetworkFaults);
    for (const line of network.lines) line.setUnread(false);
  }

  #next(): void {
    const { world, random, meanMs } = this.#options;
    world.after(1 + random.below(meanMs * 2), () => {
      if (this.#isOver) return;
      this.#strike();
      this.#next();
    });
  }

  #strike(): void {
    const { world, random } = this.#options;
    let at = random.below(this.#kinds.reduce((sum, [weight]) => sum + weight, 0));
    for (const [weight, name, strike] of this.#kinds) {
      at -= weight;
      if (at >= 0) continue;
      world.note(`fault: ${name}`);
      this.faults[name] = (this.faults[name] ?? 0) + 1;
      strike();
      return;
    }
  }

  #endKind(): EndKind {
    const { random, survivesPowerLoss } = this.#options;
    if (!survivesPowerLoss || random.oneIn(2)) return "kill";
    return random.oneIn(12) ? "blackout" : "power";
  }

  #crashInWrite(): void {
    const { world, random, house, disk } = this.#options;
    const { life } = house;
    house.nextEnd = this.#endKind();
    disk.crashIn = 1 + random.below(12);
    world.after(ARMED_MS, () => {
      if (life?.alive) house.end(house.nextEnd, "it wrote no more");
    });
  }

  #crashInSend(): void {
    const { random, house, net } = this.#options;
    house.nextEnd = this.#endKind();
    net.crashIn = 1 + random.below(10);
  }

  #syncError(): void {
    const { random, house, disk } = this.#options;
    house.expectDiskFault();
    disk.syncErrorIn = 1 + random.below(6);
  }

  #diskFull(): void {
    const { house, disk } = this.#options;
    house.expectDiskFault();
    this.#for(
      15_000,
      () => (disk.full = true),
      () => (disk.full = false),
    );
  }

  /** While the process is down its journal is damaged; the next start has to see it. */
  #damage(): void {
    const { world, random, house, oms } = this.#options;
    if (house.tampering !== null || house.over !== "") return;
    house.end("kill", "to be damaged");
    if (house.life !== null) return;
    house.tampering = tamper(oms, random);
    if (house.tampering !== null) world.note(`damage: ${house.tampering.text}`);
  }

  #silence(): void {
    const line = this.#someLine();
    if (line !== null) line.isSilent = true;
  }

  #unread(): void {
    const line = this.#someLine();
    if (line === null) return;
    this.#for(
      20_000,
      () => line.setUnread(true),
      () => line.setUnread(false),
    );
  }

  #slowNetwork(): void {
    const { random, net } = this.#options;
    const delayMs = 100 + random.below(3_000);
    this.#for(
      10_000,
      () => (net.delayMs = delayMs),
      () => (net.delayMs = CALM_DELAY_MS),
    );
  }

  #switchOff(): void {
    const peer = this.#somePeer();
    peer.stayAway(this.#options.random.below(20_000));
    peer.hangUp();
  }

  /** The same client dials once more while it is connected: it must not be let in, nor put the first one out. */
  #secondConnection(): void {
    const { network } = this.#options;
    const peer = this.#somePeer();
    if (!peer.loggedOn) return;
    const line = network.dial(
      {
        onOpen: () => line.send(peer.logonOfAnother()),
        onBytes: () => {},
        onClosed: () => {},
      },
      "10.9.9.9",
    );
  }

  #for(mostMs: number, begin: () => void, end: () => void): void {
    begin();
    this.#options.world.after(1 + this.#options.random.below(mostMs), end);
  }

  #somePeer(): FixPeer {
    const { random, peers } = this.#options;
    return peers[random.below(peers.length)];
  }

  #someLine() {
    return this.#somePeer().line;
  }
}
