/**
 * What a command costs the loop: on a disk in memory, with publishers that do nothing. Beside it the same commands
 * decided, encoded, applied and committed with no loop around, so that the loop's own share is seen.
 */
import { decide, evolve } from "../../src/core/core.ts";
import { encodeDecision, encodeSentCount } from "../../src/domain/frame.ts";
import type { Command } from "../../src/domain/records.generated.ts";
import { openJournal } from "../../src/journal/journal.ts";
import type { JournalWriter } from "../../src/journal/writer.ts";
import { BatchClock, SystemClock } from "../../src/lib/clock.ts";
import { type Publisher, Sequencer } from "../../src/sequencer/sequencer.ts";
import { NEW_ORDER } from "../fix/messages.ts";
import type { BenchRow } from "../row.ts";
import { CoreDay, newOrder } from "../support/core-day.ts";
import { measure, same } from "../support/measure.ts";
import { MemoryDisk } from "../support/memory-disk.ts";

const ORDERS = 100;
/** Everything is made anew when so many orders were taken. */
const ORDERS_MAX = 30_000;
const SEGMENT_BYTES = 32 * 1024 * 1024;

export async function run(quick = false): Promise<BenchRow[]> {
  let loop = new Loop();
  let bare = new Loop();
  const before = (made: Loop): Loop => {
    const used = made.day.state.orders.count > ORDERS_MAX ? new Loop() : made;
    used.makeCommands();
    return used;
  };
  const whole = "Sequencer: a command, decided, applied, journaled and released";
  const parts = "the same without the loop around it";
  const rows = await measure(
    [
      {
        name: whole,
        unit: "us",
        perTurn: 2 * ORDERS,
        before: () => {
          loop = before(loop);
        },
        turn: () => {
          for (let index = 0; index < ORDERS; index++)
            loop.sequencer.offer(loop.commands[index], NEW_ORDER, 0, NEW_ORDER.length);
          loop.sequencer.doWork();
          for (let index = ORDERS; index < 2 * ORDERS; index++) loop.sequencer.offer(loop.commands[index]);
          loop.sequencer.doWork();
        },
        check: () => loop.check(),
      },
      {
        name: parts,
        unit: "us",
        perTurn: 2 * ORDERS,
        before: () => {
          bare = before(bare);
        },
        turn: () => {
          bare.workBare(0, ORDERS);
          bare.workBare(ORDERS, 2 * ORDERS);
        },
        check: () => bare.check(),
      },
    ],
    quick,
  );
  const own = rows[0].value - rows[1].value;
  return [...rows, { name: "Sequencer: of that the loop's own", unit: "us", value: own, budget: 0.3 }];
}

class Loop {
  readonly day = new CoreDay();
  readonly journal: JournalWriter;
  readonly sequencer: Sequencer;
  commands: Command[] = [];
  #failed: unknown = null;
  #expected = 0;
  #published = 0;

  constructor() {
    const options = { directory: "/journal", durability: "write", segmentBytes: SEGMENT_BYTES } as const;
    this.journal = openJournal({ ...options, disk: new MemoryDisk() }, () => true).writer;
    const publisher: Publisher = { publish: () => void this.#published++, release: () => {} };
    this.sequencer = new Sequencer(
      {
        state: this.day.state,
        journal: this.journal,
        clock: new BatchClock(new SystemClock()),
        // The bench calls the loop itself.
        soon: () => {},
        publishers: [publisher],
        sentIndex: { record: () => {} },
        onDurable: () => {},
        onFailure: (error) => {
          this.#failed = error;
        },
      },
      0n,
    );
  }

  makeCommands(): void {
    const first = this.day.state.orders.count + 1;
    this.commands = [];
    for (let orderId = first; orderId < first + ORDERS; orderId++) this.commands.push(newOrder(orderId));
    for (let orderId = first; orderId < first + ORDERS; orderId++) this.commands.push(this.day.accepted(orderId));
    this.#expected = this.journal.durableSequence + this.commands.length;
  }

  workBare(from: number, to: number): void {
    const { day, journal, commands } = this;
    const { state, events } = day;
    for (let index = from; index < to; index++) {
      events.length = 0;
      decide(state, commands[index], events);
      const frame = journal.beginFrame(day.nowNs);
      encodeDecision(frame, commands[index], NEW_ORDER, 0, index < ORDERS ? NEW_ORDER.length : 0, events);
      for (let at = 0; at < events.length; at++) evolve(state, events[at], day.nowNs, index);
      encodeSentCount(frame, 0);
      journal.endFrame();
    }
    journal.commit();
  }

  check(): void {
    if (this.#failed !== null) throw this.#failed;
    const { orders } = this.day.state;
    same(this.journal.durableSequence, this.#expected, "the last durable frame");
    same(orders.ordStatus(orders.rowOf(orders.count)), "0", "the last order's status");
  }
}
