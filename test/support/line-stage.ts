/**
 * A stage whose venue is another process behind a FIX line: the server's own order path in this process, configured with a
 * row of `venues`, calling a venue that does what the transcript says.
 *
 *   client (a session without a socket) -> order path, journal -> FIX initiator -> socket -> VenueDoor
 *
 * Nothing moves any more when the OMS has nothing in line and both sides of the line have the same numbers: neither does
 * anything of its own accord, so that no wait is for time.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseConfig } from "../../src/config.ts";
import type { State } from "../../src/core/state.ts";
import { type Command, CommandType } from "../../src/domain/records.generated.ts";
import type { FixSession } from "../../src/fix/session.ts";
import { nodeDisk } from "../../src/journal/disk.ts";
import { randomJournalId } from "../../src/journal/journal.ts";
import { SystemClock } from "../../src/lib/clock.ts";
import { type OrderPath, openOrderPath } from "../../src/order-path.ts";
import { DeskEar } from "./desk-words.ts";
import { ScenarioClient, type Version } from "./scenario-client.ts";
import type { Stage, VenueDoor, VenuePolicy } from "./stage.ts";

const WAIT_MS = 20_000;
const VENUE_ID = 2;

export class LineStage implements Stage {
  readonly venueId = VENUE_ID;
  readonly deskEar: DeskEar;
  readonly client: ScenarioClient;
  readonly firstDay: number;
  readonly #path: OrderPath;
  readonly #venue: VenueDoor;
  readonly #session: FixSession;
  readonly #directory: string;
  /** What a transcript calls an ExecID, and what it is here. */
  readonly #execIds = new Map<string, string>();

  /** @param line the version that is spoken with the venue, @param client the one the client speaks */
  static async open(venue: VenueDoor, line: Version, client: Version): Promise<LineStage> {
    await venue.reset();
    const directory = mkdtempSync(join(tmpdir(), "lockstep-line-"));
    const ear = new DeskEar();
    const config = parseConfig(settings(directory, venue, line, client), "the transcripts' OMS");
    const clock = new SystemClock();
    const path = openOrderPath({
      config,
      skip: null,
      version: "test",
      log: () => {},
      onFatal: (error) => {
        throw error;
      },
      clock,
      disk: nodeDisk,
      newJournalId: randomJournalId,
      soon: setImmediate,
      onDurable: () => {},
      listeners: [ear],
      tls: null,
    });
    const stage = new LineStage(path, venue, ear, directory, client);
    try {
      path.venues.open((error) => {
        throw error;
      });
      await stage.#until(() => stage.#isUp, "the line is not up");
      await stage.settle();
      stage.client.deliver();
      stage.client.forget();
      return stage;
    } catch (error) {
      await stage.close();
      throw error;
    }
  }

  private constructor(path: OrderPath, venue: VenueDoor, ear: DeskEar, directory: string, client: Version) {
    this.#path = path;
    this.#venue = venue;
    this.deskEar = ear;
    this.#directory = directory;
    this.#session = path.venues.sessions[0];
    this.client = new ScenarioClient(path.sessions[0], client, "FIX", path.clock);
    this.firstDay = path.state.tradingDay;
  }

  get state(): State {
    return this.#path.state;
  }

  /** Messages of the line that either side refused as such. */
  get rejects(): number {
    const { rejectsSent, rejectsReceived, garbled } = this.#session.status();
    return rejectsSent + rejectsReceived + garbled;
  }

  get requests(): string[] {
    return this.#venue.requests;
  }

  /** ExecIDs name frames of the journal, which has others here, and OrderIDs are the venue's: each is the same throughout. */
  readonly fits = (field: string, found: readonly string[]): boolean => {
    const [tag, name] = field.split("=");
    const given = found.find((each) => each.startsWith(`${tag}=`))?.slice(tag.length + 1) ?? "";
    if (this.#venue.wordOf(tag, name) !== name) return given === this.#venue.wordOf(tag, name);
    if ((tag !== "17" && tag !== "19") || given === "") return false;
    const known = this.#execIds.get(name);
    if (known === undefined && ![...this.#execIds.values()].includes(given)) this.#execIds.set(name, given);
    return this.#execIds.get(name) === given;
  };

  offer(command: Command): void {
    this.#path.sequencer.offer(command);
  }

  venueActs(words: string): Promise<void> {
    return this.#venue.act(words);
  }

  limitVenue(limits: VenuePolicy): void {
    const policy = { holdsWhenDown: true, repeatsUnknown: true, cancelsAliens: false, ...limits };
    this.offer({ type: CommandType.DefineVenue, venueId: VENUE_ID, name: "SCRIPT", ...policy });
  }

  async cutLine(isUp: boolean): Promise<void> {
    await this.#venue.setUp(isUp);
    await this.#until(() => this.#isUp === isUp, `the OMS has not seen that the line is ${isUp ? "up" : "down"}`);
  }

  async settle(): Promise<void> {
    const untilMs = performance.now() + WAIT_MS;
    for (;;) {
      this.#work();
      if (!this.#isUp) return;
      const [out, inbound] = [this.#session.nextSenderMsgSeqNum, this.#session.nextTargetMsgSeqNum];
      const theirs = await this.#venue.numbers();
      this.#work();
      const isStill = out === this.#session.nextSenderMsgSeqNum && inbound === this.#session.nextTargetMsgSeqNum;
      if (isStill && theirs.in === out && theirs.out === inbound) return;
      if (performance.now() > untilMs)
        throw new Error(`the line does not settle: ours ${out} ${inbound}, theirs ${theirs.in} ${theirs.out}`);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  async close(): Promise<void> {
    const { venues, sequencer, bundled, journal, acceptor } = this.#path;
    await venues.close("the transcript is over");
    sequencer.stop();
    bundled.close();
    journal.close();
    await acceptor.close();
    // The journal makes its next file ready on another thread.
    rmSync(this.#directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 20 });
  }

  get #isUp(): boolean {
    return this.state.venues.lines[VENUE_ID]?.isUp === true;
  }

  #work(): void {
    const { sequencer } = this.#path;
    do sequencer.doWork();
    while (sequencer.inbox.size > 0);
  }

  async #until(condition: () => boolean, otherwise: string): Promise<void> {
    const untilMs = performance.now() + WAIT_MS;
    for (this.#work(); !condition(); this.#work()) {
      if (performance.now() > untilMs) throw new Error(otherwise);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }
}

function settings(directory: string, { port, row }: VenueDoor, line: Version, client: Version): string {
  const version = ({ beginString, applVerId }: Version) =>
    `beginString: ${beginString}${applVerId === "" ? "" : `, defaultApplVerId: "${applVerId}"`}`;
  const call = `hosts: [{ host: 127.0.0.1, port: ${port} }], ${row}`;
  const beta = `referencePrice: "100.00", venue: SCRIPT, securityIds: { isin: GB00BH4HKS39, exchangeSymbol: BETA }`;
  return `
dataDir: ${directory}
insecureLogon: true
durability: write
segmentBytes: 65536
journal: { lowSpaceBytes: 0 }
sessions: [{ compId: CLIENT, ${version(client)}, account: CLIENT-1, pendingReports: true }]
venues:
  - { name: SCRIPT, id: ${VENUE_ID}, ${version(line)}, ${call}, reconnectMinMs: 10, reconnectMaxMs: 40, whenDown: hold }
instruments:
  - { symbol: ACME, referencePrice: "10.00", venue: SCRIPT }
  - { symbol: BETA.L, exchange: XLON, ${beta} }
  - { symbol: BETA.P, exchange: XPAR, ${beta} }
`;
}
