/**
 * An OMS and a venue with a bad line between them, on virtual time, from one seed: orders and requests by chance, messages
 * lost, doubled, late and out of order, the line cut, either side killed. Then the faults end, the line is lost and found
 * once more, and soon after both sides have to agree on everything, with nothing in doubt and nothing left to a person.
 *
 * What the OMS is made of is what ships, up to the port where a FIX session begins; see `venue-line.ts` for the rest.
 */
import { exactly } from "../../simulator/adversary/chance.ts";
import { newRuleMemory } from "../../simulator/adversary/rule-book.ts";
import type { Act, Condition, Rule, Scenario } from "../../simulator/adversary/scenario.ts";
import { openSimulatedExchange } from "../../simulator/open-exchange.ts";
import { parseConfig, VENUE_ID } from "../../src/config.ts";
import { viewOrder } from "../../src/core/order-view.ts";
import type { State } from "../../src/core/state.ts";
import { CommandType } from "../../src/domain/records.generated.ts";
import { OrdType, Side, TimeInForce } from "../../src/domain/values.ts";
import { VenueAdapter } from "../../src/exchange/venue-adapter.ts";
import { VenuePublisher } from "../../src/exchange/venue-publisher.ts";
import type { Disk } from "../../src/journal/disk.ts";
import { BatchClock } from "../../src/lib/clock.ts";
import { Random } from "../../src/lib/random.ts";
import { recover } from "../../src/recover.ts";
import { linesLeftUp, referenceDataCommands } from "../../src/reference-data-adapter.ts";
import { Sequencer } from "../../src/sequencer/sequencer.ts";
import { cancel, marketOrder, newOrder, replace } from "../support/trade-words.ts";
import { DATA, EXCHANGE_JOURNAL, OMS_JOURNAL, openDiskDoor } from "./disk-door.ts";
import { FakeDisk } from "./fake-disk.ts";
import { LinePeople } from "./line-people.ts";
import { checkBothSides } from "./line-verdict.ts";
import { ProcessLife } from "./process-life.ts";
import { VenueDesk, VenueSession } from "./venue-line.ts";
import { type Violation, World } from "./world.ts";

const START_NS = 1_795_350_000_000_000_000n;
const TRADE_MS = 15_000;
/** The line is lost once more when everything has calmed down. */
const LAST_CUT_MS = TRADE_MS + 3_000;
/** Nothing is in doubt any more so long after the last logon. */
const RESOLVED_MS = 10_000;
const SEGMENT_BYTES = 1 << 18;
const SESSION_KEY = "FIX.4.4:ALPHA";
const SYMBOLS = ["ZVZZT", "KO"];

const HOUSE = parseConfig(
  `
compId: LOCKSTEP
insecureLogon: true
dataDir: ${DATA}
sessions:
  - { compId: ALPHA, beginString: FIX.4.4 }
instruments:
${SYMBOLS.map((symbol) => `  - { symbol: ${symbol}, referencePrice: "100.00" }`).join("\n")}
`,
  "the line's configuration",
);

export type LineOutcome = {
  seed: number;
  violation: Violation | null;
  last: readonly string[];
  digest: string;
  orders: number;
  fills: number;
  /** How often either side was started. */
  starts: number;
  /** How often the line came up. */
  logons: number;
  /** Doubts there were when it did. */
  doubts: number;
  /** Orders the venue had under our name that we never sent. */
  aliens: number;
};

export type LineOptions = {
  /** Gets every line of the trace. */
  print?: ((line: string) => void) | null;
  /** The share of orders, cancels, replaces and reports that the line loses, each; by chance unless told. */
  lossShare?: number;
};

/** One seed's night. */
export function runLine(seed: number, options: LineOptions = {}): LineOutcome {
  return new LineRun(seed, options).run();
}

type Oms = {
  life: ProcessLife;
  state: State;
  sequencer: Sequencer;
  session: VenueSession;
  sessionId: number;
  close: () => void;
};

class LineRun {
  readonly #seed: number;
  readonly #world: World;
  readonly #random: Random;
  readonly #disks: { oms: FakeDisk; exchange: FakeDisk };
  readonly #desk = new VenueDesk();
  readonly #lineMemory = newRuleMemory();
  readonly #venueMemory = newRuleMemory();
  readonly #lineScenario: Scenario;
  readonly #venueScenario: Scenario;
  readonly #policy: { holdsWhenDown: boolean; repeatsUnknown: boolean; cancelsAliens: boolean };
  readonly #people: LinePeople;
  #oms: Oms | null = null;
  #venueLife: ProcessLife | null = null;
  #isTrading = true;
  #number = 0;
  #starts = 0;
  #logons = 0;
  #doubts = 0;
  #lastLogonMs = 0;

  constructor(seed: number, { print = null, lossShare }: LineOptions) {
    const chance = (stream: number) => new Random(seed * 64 + stream);
    const random = chance(0);
    this.#seed = seed;
    this.#world = new World(print);
    this.#random = random;
    this.#disks = { oms: new FakeDisk(chance(1), DATA), exchange: new FakeDisk(chance(2), DATA) };
    this.#policy = { holdsWhenDown: random.oneIn(2), repeatsUnknown: random.oneIn(2), cancelsAliens: random.oneIn(2) };
    this.#lineScenario = lineScenario(seed, random, lossShare);
    this.#venueScenario = venueScenario(seed, random);
    this.#people = new LinePeople({
      world: this.#world,
      random: chance(9),
      desk: this.#desk,
      symbols: SYMBOLS,
      house: () => this.#oms && { ...this.#oms, tell: (command) => this.#oms?.sequencer.offer(command) },
    });
  }

  run(): LineOutcome {
    const world = this.#world;
    this.#startVenue();
    this.#startOms();
    this.#keepTrading();
    this.#keepKilling();
    this.#people.begin();
    this.#runUntil(TRADE_MS);
    this.#isTrading = false;
    this.#people.end();
    world.note("the faults end");
    this.#runUntil(LAST_CUT_MS + 2_000);
    if (world.violation === null && this.#lastLogonMs < LAST_CUT_MS) world.fail("line", "it did not come up again");
    this.#runUntil(this.#lastLogonMs + RESOLVED_MS);
    const { state = null } = this.#oms ?? {};
    try {
      if (world.violation === null && state === null) world.fail("line", "the OMS did not come up again");
      if (world.violation === null && state !== null)
        checkBothSides(world, state, this.#plainDisk(), HOUSE.instruments, this.#people.aliens);
    } catch (error) {
      world.fail("reads", error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
    const { violation, last } = world;
    const fills = this.#desk.said.filter(({ kind }) => kind === "Fill").length;
    const outcome = { seed: this.#seed, violation, last: [...last], orders: state?.orders.count ?? 0, fills };
    return {
      ...outcome,
      starts: this.#starts,
      logons: this.#logons,
      doubts: this.#doubts,
      aliens: this.#people.aliens.length,
      digest: world.finish(),
    };
  }

  #runUntil(ms: number): void {
    const world = this.#world;
    let isOver = false;
    world.at(ms, () => (isOver = true));
    while (!isOver && world.violation === null && world.step());
  }

  #startVenue(): void {
    const world = this.#world;
    const life = new ProcessLife(world, this.#wallNs, (error) => world.fail("no bug", textOf(error)));
    this.#venueLife = life;
    this.#starts++;
    life.run(() => {
      const exchange = openSimulatedExchange({
        directory: EXCHANGE_JOURNAL,
        instruments: HOUSE.instruments,
        agents: null,
        lastReportSequence: this.#desk.saidUpTo,
        segmentBytes: SEGMENT_BYTES,
        disk: this.#door(life),
        newJournalId: () => this.#journalId(),
        nowNs: () => life.nowNs(),
      });
      exchange.openTradingDay(20_261_122);
      this.#desk.open(exchange, this.#venueScenario, this.#venueMemory, () => world.nowMs);
      life.every(50, () => this.#desk.flush());
    });
    this.#oms?.session.callSoon();
  }

  #startOms(): void {
    const world = this.#world;
    const life: ProcessLife = new ProcessLife(world, this.#wallNs, (error) => world.fail("no bug", textOf(error)));
    this.#starts++;
    life.run(() => {
      this.#oms = this.#openOms(life);
    });
  }

  #openOms(life: ProcessLife): Oms {
    const world = this.#world;
    const { durability } = HOUSE;
    const disk = this.#door(life);
    const clock = new BatchClock(life);
    const { state, ledger, writer, lastTimeNs } = recover({
      directory: OMS_JOURNAL,
      durability,
      segmentBytes: SEGMENT_BYTES,
      disk,
      newJournalId: () => this.#journalId(),
    });
    const session = new VenueSession({
      desk: this.#desk,
      life,
      random: new Random(this.#seed * 64 + 5 + this.#starts),
      scenario: this.#lineScenario,
      memory: this.#lineMemory,
      note: (text) => world.note(text),
    });
    this.#desk.onGap = () =>
      life.soon(() => {
        session.onHangUp("the venue misses a request and hangs up");
        session.callSoon();
      });
    const publisher = new VenuePublisher(state, VENUE_ID, session);
    const sequencer = new Sequencer(
      {
        state,
        journal: writer,
        clock,
        soon: (run) => life.soon(run),
        publishers: [publisher],
        sentIndex: ledger,
        onDurable: () => {},
        onFailure: (error) => {
          if (life.alive) world.fail("no bug", textOf(error));
        },
      },
      lastTimeNs,
    );
    for (const command of referenceDataCommands(state, HOUSE, clock.nowNs())) sequencer.offer(command);
    const venue = { venueId: VENUE_ID, name: "XSIM", ordTypes: "", timesInForce: "", ...this.#policy };
    if (state.venues.lines[VENUE_ID] === undefined) sequencer.offer({ type: CommandType.DefineVenue, ...venue });
    for (const command of linesLeftUp(state)) sequencer.offer(command);
    sequencer.doWork();
    world.note(`the OMS is up: ${state.orders.count} orders, venue report ${state.lastReportSequence[VENUE_ID]}`);
    const adapter = new VenueAdapter(
      VENUE_ID,
      (command) => sequencer.offer(command),
      (command) => sequencer.offerReserved(command),
    );
    session.connect(
      {
        onReport: (report) => adapter.onReport(report),
        onLine: (isUp, text) => {
          world.note(`line ${isUp ? "up" : "down"}: ${text}`);
          if (isUp) {
            this.#logons++;
            this.#lastLogonMs = world.nowMs;
          }
          adapter.onLine(isUp, text);
          if (isUp) life.after(1, () => (this.#doubts += state.venues.doubts.size));
        },
      },
      state.lastReportSequence[VENUE_ID],
    );
    return {
      life,
      state,
      sequencer,
      session,
      sessionId: state.sessionIds.get(SESSION_KEY)!,
      close: () => writer.close(),
    };
  }

  #keepTrading(): void {
    const world = this.#world;
    const random = this.#random;
    world.after(20 + random.below(120), () => {
      if (!this.#isTrading) return;
      const oms = this.#oms;
      const count = random.oneIn(5) ? 1 + random.below(8) : 1;
      for (let index = 0; oms !== null && index < count; index++) this.#act(oms);
      this.#keepTrading();
    });
  }

  #act({ state, sequencer, sessionId }: Oms): void {
    const random = this.#random;
    const clOrdId = `A-${++this.#number}`;
    const given = { sessionId, msgSeqNum: this.#number };
    const { count } = state.orders;
    const choice = random.below(10);
    const old = choice < 5 || count === 0 ? null : viewOrder(state, 1 + Math.max(0, count - 1 - random.below(30)));
    if (old === null) {
      const terms = { ...given, symbol: SYMBOLS[random.below(SYMBOLS.length)], qtyMantissa: 1 + random.below(300) };
      const side = random.oneIn(2) ? Side.Buy : Side.Sell;
      if (random.oneIn(12)) {
        sequencer.offer(marketOrder(clOrdId, { ...terms, side, timeInForce: TimeInForce.ImmediateOrCancel }));
        return;
      }
      const timeInForce = random.oneIn(6) ? TimeInForce.ImmediateOrCancel : TimeInForce.Day;
      sequencer.offer(newOrder(clOrdId, { ...terms, side, timeInForce, priceMantissa: this.#price() }));
      return;
    }
    const { symbol, side } = old;
    // The one in force, or a chain on one that is not answered yet.
    const origClOrdId = old.pendingClOrdId !== "" && random.oneIn(2) ? old.pendingClOrdId : old.clOrdId;
    if (choice < 7) sequencer.offer(cancel(clOrdId, origClOrdId, { ...given, symbol, side }));
    else {
      const terms = { qtyMantissa: 1 + random.below(300), priceMantissa: this.#price(), ordType: OrdType.Limit };
      sequencer.offer(replace(clOrdId, origClOrdId, { ...given, ...terms, symbol, side }));
    }
  }

  #keepKilling(): void {
    const world = this.#world;
    const random = this.#random;
    world.after(500 + random.below(6_000), () => {
      if (!this.#isTrading) return;
      if (random.oneIn(2)) this.#killVenue();
      else this.#killOms(random.oneIn(2));
      this.#keepKilling();
    });
  }

  #killVenue(): void {
    const life = this.#venueLife;
    if (life === null) return;
    this.#world.note("the venue's process ends");
    life.alive = false;
    this.#venueLife = null;
    this.#desk.end();
    const oms = this.#oms;
    oms?.life.run(() => oms.session.onHangUp("the venue's process has ended"));
    this.#world.after(50 + this.#random.below(1_500), () => this.#startVenue());
  }

  #killOms(isPowerLost: boolean): void {
    const oms = this.#oms;
    if (oms === null) return;
    this.#world.note(`the OMS's process ends${isPowerLost ? ", and its machine's power" : ""}`);
    oms.life.alive = false;
    oms.session.close();
    this.#oms = null;
    if (isPowerLost) this.#disks.oms.losePower();
    this.#world.after(50 + this.#random.below(1_500), () => this.#startOms());
  }

  #price(): number {
    return 9_980 + this.#random.below(41);
  }

  #journalId(): Buffer {
    return Buffer.from(Array.from({ length: 16 }, () => this.#random.below(256)));
  }

  readonly #wallNs = () => START_NS + BigInt(Math.round(this.#world.nowMs * 1e6));

  #door(life: ProcessLife): Disk {
    return openDiskDoor({
      life,
      random: this.#random,
      ...this.#disks,
      faults: { crashIn: 0, syncErrorIn: 0, full: false, slowMs: 0 },
      onCrash: () => {},
      onWritten: () => {},
      onSynced: () => {},
    });
  }

  #plainDisk(): Disk {
    return this.#door(new ProcessLife(this.#world, this.#wallNs, () => {}));
  }
}

const ANY: Condition = { session: "", symbol: "", side: "", ordType: "", report: "" };

function rule(name: string, on: Rule["on"], act: Act, given: Partial<Rule> = {}): Rule {
  const times = { after: 0, nth: 1, times: 0, fromMs: 0, toMs: TRADE_MS, everyMs: 0, isOff: false };
  return { name, on, where: ANY, probability: 1, ...times, act, ...given };
}

/** What the line does: a quiet one, or one that loses nearly a third of everything. */
function lineScenario(seed: number, random: Random, lossShare?: number): Scenario {
  const share = () => random.below(31) / 100;
  const lose: Act = { kind: "lose" };
  const late = (mostMs: number): Act => ({
    kind: "delay",
    keepsOrder: true,
    time: [
      [0, 1],
      [100, 1 + random.below(mostMs)],
    ],
  });
  const rules = [
    rule("lost order", "order", lose, { probability: lossShare ?? share() }),
    rule("lost cancel", "cancel", lose, { probability: lossShare ?? share() }),
    rule("lost replace", "replace", lose, { probability: lossShare ?? share() }),
    rule("lost report", "report", lose, { probability: lossShare ?? share() }),
    rule("late order", "order", late(300), { probability: share() }),
    rule("late cancel", "cancel", late(300), { probability: share() }),
    rule("late report", "report", late(500), { probability: share() }),
    rule(
      "doubled report",
      "report",
      { kind: "duplicate", after: exactly(random.below(400)) },
      { probability: share() },
    ),
    rule("cut", "time", { kind: "disconnect", session: "" }, { fromMs: 500, everyMs: 700 + random.below(6_000) }),
    rule("cut at a report", "report", { kind: "disconnect", session: "" }, { probability: random.below(20) / 1_000 }),
    rule("silence", "order", { kind: "stall", session: "", forMs: 500 }, { probability: random.below(10) / 1_000 }),
    rule("last cut", "time", { kind: "disconnect", session: "" }, { fromMs: LAST_CUT_MS, toMs: 0 }),
  ];
  return { name: "a bad line", seed, rules };
}

/** What the venue does by itself: fills come before the order's acknowledgment. */
function venueScenario(seed: number, random: Random): Scenario {
  const behind = 1 + random.below(3);
  const reorder: Act = { kind: "reorder", behind, withinMs: 1 + random.below(200) };
  const where = { ...ANY, report: "accepted" } as const;
  return {
    name: "disorder",
    seed,
    rules: [rule("overtaken", "report", reorder, { where, probability: random.below(31) / 100 })],
  };
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
