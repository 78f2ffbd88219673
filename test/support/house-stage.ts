/** A stage all in this process, on a clock that stands still: the parts of the order path, and a scripted venue. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clientDictionary } from "../../src/client/client-dictionary.ts";
import { FixAdapter } from "../../src/client/fix-adapter.ts";
import { FixPublisher } from "../../src/client/fix-publisher.ts";
import { State } from "../../src/core/state.ts";
import { type Command, CommandType } from "../../src/domain/records.generated.ts";
import { VenueAdapter } from "../../src/exchange/venue-adapter.ts";
import { VenuePublisher } from "../../src/exchange/venue-publisher.ts";
import { MemoryStore } from "../../src/fix/memory-store.ts";
import { FixSession } from "../../src/fix/session.ts";
import { fixSessionConfig } from "../../src/fix/session-types.ts";
import { openJournal } from "../../src/journal/journal.ts";
import { Durability, type JournalWriter } from "../../src/journal/writer.ts";
import { BatchClock, ManualClock } from "../../src/lib/clock.ts";
import { type Publisher, Sequencer } from "../../src/sequencer/sequencer.ts";
import { SweepAdapter } from "../../src/sweep-adapter.ts";
import { DeskEar } from "./desk-words.ts";
import { type Over, ScenarioClient, type Version } from "./scenario-client.ts";
import { ScriptedVenue } from "./scripted-venue.ts";
import type { Stage, VenuePolicy } from "./stage.ts";
import { testInstrument } from "./trade-words.ts";

const START_NS = BigInt(Date.UTC(2026, 10, 22)) * 1_000_000n;

export class HouseStage implements Stage {
  readonly state = new State();
  readonly client: ScenarioClient;
  readonly deskEar = new DeskEar();
  readonly venueId = 1;
  readonly firstDay = 20_261_122;
  readonly #directory: string;
  readonly #journal: JournalWriter;
  readonly #sequencer: Sequencer;
  readonly #venue = new ScriptedVenue();

  constructor(version: Version, over: Over) {
    this.#directory = mkdtempSync(join(tmpdir(), "lockstep-scenario-"));
    const clock = new BatchClock(new ManualClock(START_NS));
    const { state } = this;
    const options = { directory: this.#directory, durability: Durability.Write, segmentBytes: 64 * 1024 };
    this.#journal = openJournal(options, () => true).writer;
    const publishers: Publisher[] = [];
    this.#sequencer = new Sequencer(
      {
        state,
        journal: this.#journal,
        clock,
        soon: setImmediate,
        publishers,
        sentIndex: { record: () => {} },
        onDurable: () => {},
        onFailure: (error) => {
          throw error;
        },
      },
      0n,
    );
    this.#define(version);
    const config = fixSessionConfig({
      beginString: version.beginString,
      defaultApplVerId: version.applVerId,
      dictionary: clientDictionary(version.beginString, version.applVerId),
      senderCompId: "LOCKSTEP",
      targetCompId: "CLIENT",
    });
    const session = new FixSession({ id: 1, config, store: new MemoryStore(), clock });
    session.attach(new FixAdapter(this.#sequencer, () => {}));
    const fixPublisher = new FixPublisher(state, () => {});
    fixPublisher.addSession(session);
    publishers.push(fixPublisher, new VenuePublisher(state, this.venueId, this.#venue));
    publishers.push(this.deskEar);
    publishers.push(new SweepAdapter(state, (command) => this.#sequencer.offer(command)));
    this.#venue.connect(new VenueAdapter(this.venueId, (command) => this.#sequencer.offer(command)));
    this.client = new ScenarioClient(session, version, over, clock);
    this.settle();
    this.client.deliver();
    this.client.forget();
  }

  get requests(): string[] {
    return this.#venue.requests;
  }

  /** What comes out is what a transcript says, to the letter. */
  readonly fits = () => false;

  offer(command: Command): void {
    this.#sequencer.offer(command);
  }

  venueActs(words: string): void {
    this.#venue.act(words);
  }

  limitVenue(limits: VenuePolicy): void {
    const policy = { holdsWhenDown: true, repeatsUnknown: true, cancelsAliens: false, ...limits };
    this.offer({ type: CommandType.DefineVenue, venueId: this.venueId, name: "SCRIPT", ...policy });
    this.cutLine(true);
  }

  cutLine(isUp: boolean): void {
    const type = isUp ? CommandType.VenueLineUp : CommandType.VenueLineDown;
    this.offer({ type, venueId: this.venueId, text: isUp ? "SCRIPT" : "gone" });
  }

  settle(): void {
    do this.#sequencer.doWork();
    while (this.#sequencer.inbox.size > 0);
  }

  close(): void {
    this.#sequencer.stop();
    this.#journal.close();
    rmSync(this.#directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 20 });
  }

  #define(version: Version): void {
    const sessionKey = `${version.beginString}:CLIENT`;
    const account = "CLIENT-1";
    this.#tell({
      type: CommandType.DefineSession,
      sessionKey,
      compId: "CLIENT",
      account,
      pendingReports: true,
      replaceChains: true,
    });
    this.#tell({ type: CommandType.DefineInstrument, ...testInstrument("ACME"), referencePx: 1_000 as never });
    for (const [symbol, exchange] of [
      ["BETA.L", "XLON"],
      ["BETA.P", "XPAR"],
    ]) {
      const securityIds = "4:GB00BH4HKS39|8:BETA";
      this.#tell({ type: CommandType.DefineInstrument, ...testInstrument(symbol), exchange, securityIds });
    }
    this.#tell({ type: CommandType.OpenTradingDay, tradingDay: this.firstDay });
  }

  #tell(command: Command): void {
    this.offer(command);
    this.#sequencer.doWork();
  }
}
