/**
 * An OMS in this process with one outside venue, which is a FIX acceptor that says what the test has it say. Orders are put
 * in line as commands; what the venue is sent can be waited for, and the OMS's state looked at.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseConfig } from "../../src/config.ts";
import { type OrderView, viewOrder } from "../../src/core/order-view.ts";
import type { OpenException } from "../../src/core/venue-table.ts";
import type { Command } from "../../src/domain/records.generated.ts";
import { type AcceptorOptions, FixAcceptor } from "../../src/fix/acceptor.ts";
import { MemoryStore } from "../../src/fix/memory-store.ts";
import type { MessageView } from "../../src/fix/message-view.ts";
import { FixSession } from "../../src/fix/session.ts";
import { type FixApplication, type FixSessionConfig, fixSessionConfig } from "../../src/fix/session-types.ts";
import { nodeDisk } from "../../src/journal/disk.ts";
import { randomJournalId } from "../../src/journal/journal.ts";
import { type Clock, SystemClock } from "../../src/lib/clock.ts";
import { type OrderPath, openOrderPath } from "../../src/order-path.ts";
import { watchJournal } from "./journal-watch.ts";
import { type Fields, fieldsOf, Mailbox } from "./mailbox.ts";

const WAIT_MS = 10_000;

/** What the venue's sessions hear. */
class Ear implements FixApplication {
  readonly received = new Mailbox();
  logons = 0;
  readonly rejects: Fields[] = [];

  onLogon(): void {
    this.logons++;
  }

  onLogout(): void {}

  onMessage(_session: FixSession, view: MessageView): void {
    this.received.put(fieldsOf(view.bytes.toString("latin1", view.start, view.end)));
  }

  onReject(_session: FixSession, view: MessageView): void {
    this.rejects.push(fieldsOf(view.bytes.toString("latin1", view.start, view.end)));
  }
}

/** The machine's clock, whose wall time can be put forward. */
class SteppedClock implements Clock {
  readonly #clock = new SystemClock();
  #aheadNs = 0n;

  nowNs(): bigint {
    return this.#clock.nowNs() + this.#aheadNs;
  }

  monotonicMs(): number {
    return this.#clock.monotonicMs();
  }

  stepHours(hours: number): void {
    this.#aheadNs += BigInt(hours) * 3_600_000_000_000n;
  }
}

export type BenchOptions = {
  /** More keys of the venue's row, in YAML's flow style: `unknown: cancel, alien: cancel`. */
  row?: string;
  beginString?: "FIX.4.2" | "FIX.4.4";
  withDropCopy?: boolean;
  /** Who is called, of the venue's port; the venue alone unless told. */
  hosts?: (port: number) => string;
  /** What the venue wants of a connection, and of its sessions. */
  door?: Pick<AcceptorOptions, "tls">;
  session?: Partial<FixSessionConfig>;
  /** Whether the OMS gets in; it does unless told. */
  isRefused?: boolean;
};

export class FixVenueBench {
  readonly ear: Ear;
  readonly session: FixSession;
  readonly copy: FixSession;
  readonly oms: OrderPath;
  /** Of both sides. */
  readonly clock: SteppedClock;
  /** What was told to the operator. */
  readonly notes: string[];
  readonly #acceptor: FixAcceptor;
  readonly #directory: string;

  static async open(options: BenchOptions = {}): Promise<FixVenueBench> {
    const clock = new SteppedClock();
    const notes: string[] = [];
    const ear = new Ear();
    const beginString = options.beginString ?? "FIX.4.4";
    const sessionOf = (id: number, targetCompId: string) => {
      const config = fixSessionConfig({ beginString, senderCompId: "VENUE", targetCompId, ...options.session });
      return new FixSession({ id, config, store: new MemoryStore(), clock });
    };
    const session = sessionOf(1, "GW");
    const copy = sessionOf(2, "GWCOPY");
    const venue = { sessions: [session, copy], clock, flush: "auto", tickMs: 20, application: ear } as const;
    const acceptor = new FixAcceptor({ ...venue, ...options.door });
    const { port } = await acceptor.listen("127.0.0.1", 0);
    const directory = mkdtempSync(join(tmpdir(), "lockstep-venue-bench-"));
    let oms: OrderPath;
    try {
      oms = openOms(directory, clock, port, beginString, options, notes);
    } catch (error) {
      await acceptor.close();
      rmSync(directory, { recursive: true, force: true });
      throw error;
    }
    const bench = new FixVenueBench({ ear, session, copy, oms, clock, notes }, acceptor, directory);
    oms.venues.open((error) => {
      throw error;
    });
    if (!options.isRefused) await bench.until(() => bench.isUp, "the venue's line is not up");
    return bench;
  }

  private constructor(
    parts: Pick<FixVenueBench, "ear" | "session" | "copy" | "oms" | "clock" | "notes">,
    acceptor: FixAcceptor,
    directory: string,
  ) {
    this.ear = parts.ear;
    this.session = parts.session;
    this.copy = parts.copy;
    this.oms = parts.oms;
    this.clock = parts.clock;
    this.notes = parts.notes;
    this.#acceptor = acceptor;
    this.#directory = directory;
  }

  get isUp(): boolean {
    return this.oms.state.venues.lines[2]?.isUp === true;
  }

  get doubts(): number[] {
    return [...this.oms.state.venues.doubts];
  }

  get exceptions(): OpenException[] {
    return [...this.oms.state.venues.exceptions.values()];
  }

  order(orderId: number): OrderView | null {
    return viewOrder(this.oms.state, orderId);
  }

  /** Puts a client's request in line. */
  tell(command: Command): void {
    this.oms.sequencer.offer(command);
  }

  next(wanted: Fields): Promise<Fields> {
    return this.ear.received.next(wanted, WAIT_MS);
  }

  /** The venue sends a message: `35=8|11=1-1|...`. What every report needs is put in where it is missing. */
  say(fields: string, session: FixSession = this.session): void {
    const given = new Map(fields.split("|").map((field) => field.split(/=(.*)/s) as [string, string]));
    const msgType = given.get("35")!;
    given.delete("35");
    const isOld = session.config.beginString === "FIX.4.2";
    const needed =
      msgType === "8"
        ? { 6: "0", 14: "0", 17: `E${session.nextSenderMsgSeqNum}`, 37: "V1", 54: "1", 55: "ACME", 151: "0" }
        : { 37: "V1", 39: "0", 434: "1" };
    const extra = isOld && msgType === "8" ? { 20: "0" } : {};
    if (msgType === "8" || msgType === "9") {
      for (const [tag, value] of Object.entries({ ...needed, ...extra })) if (!given.has(tag)) given.set(tag, value);
    }
    const writer = session.begin(msgType);
    for (const [tag, value] of [...given].sort(([a], [b]) => Number(a) - Number(b))) writer.text(Number(tag), value);
    session.send();
  }

  /** The order is on the venue's book. */
  async accept(orderId: number): Promise<void> {
    await this.next({ 35: "D", 11: `${orderId}-1` });
    this.say(`35=8|11=${orderId}-1|37=V${orderId}|150=0|39=0|38=100|151=100`);
    await this.until(() => this.order(orderId)?.ordStatus === "0", `order ${orderId} is not accepted`);
  }

  /** Cuts the line, and waits until the OMS has logged on again. */
  async blink(): Promise<void> {
    const { logons } = this.ear;
    this.session.disconnect("cut by the test");
    await this.until(() => !this.isUp, "the OMS has not seen that the line is cut");
    await this.until(() => this.isUp && this.ear.logons > logons, "the line is not up again");
  }

  async until(condition: () => boolean, otherwise: string): Promise<void> {
    const untilMs = performance.now() + WAIT_MS;
    while (!condition()) {
      if (performance.now() > untilMs) throw new Error(otherwise);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async close(): Promise<void> {
    await this.oms.venues.close("over");
    this.oms.sequencer.stop();
    this.oms.exchange.close();
    this.oms.journal.close();
    await this.#acceptor.close();
    const { faults } = watchJournal(this.#directory);
    rmSync(this.#directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 20 });
    if (faults.length > 0) throw new Error(`reports that cannot be:\n${faults.join("\n")}`);
  }
}

function openOms(
  directory: string,
  clock: Clock,
  port: number,
  beginString: string,
  { row = "", withDropCopy = false, hosts = (own) => `{ host: 127.0.0.1, port: ${own} }` }: BenchOptions,
  notes: string[],
): OrderPath {
  const call = `hosts: [${hosts(port)}], reconnectMinMs: 20, reconnectMaxMs: 50, targetCompId: VENUE`;
  const copy = withDropCopy ? `, dropCopy: { ${call}, senderCompId: GWCOPY, graceMs: 300 }` : "";
  const more = row === "" ? "" : `, ${row}`;
  const text = `
dataDir: ${directory}
insecureLogon: true
durability: write
sessions:
  - { compId: ALPHA, beginString: FIX.4.4 }
venues:
  - { name: OUTSIDE, id: 2, beginString: ${beginString}, ${call}, senderCompId: GW${more}${copy} }
instruments:
  - { symbol: ZVZZT, referencePrice: "100.00", venue: OUTSIDE }
`;
  return openOrderPath({
    config: parseConfig(text, "the bench"),
    skip: null,
    version: "test",
    log: (_level, text) => void notes.push(text),
    onFatal: (error) => {
      throw error;
    },
    clock,
    disk: nodeDisk,
    newJournalId: randomJournalId,
    soon: setImmediate,
    onDurable: () => {},
    tls: null,
  });
}
