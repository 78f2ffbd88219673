/** A follower in this process on a journal fixture, in a directory of its own. */
import { EventEmitter } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Follower, runFollower } from "../../src/follower.ts";
import type { FollowerOptions, FromFollower, ToFollower } from "../../src/follower-messages.ts";
import { JournalFixture } from "./journal-fixture.ts";

export const START_NS = 1_795_334_400_000_000_000n;

export const NO_ALERTS: FollowerOptions["alerts"] = {
  unacceptedMs: 0,
  unworkedMs: 0,
  unacknowledgedMs: 0,
  unansweredMs: 0,
  doubtMs: 0,
  sessionLostMs: 0,
  nearCloseMs: 0,
  limitUsePercent: 0,
};

export class FollowerFixture {
  readonly directory = mkdtempSync(join(tmpdir(), "lockstep-follower-"));
  readonly journal: JournalFixture;
  readonly messages: FromFollower[] = [];
  readonly #port = new EventEmitter();
  /** How often the follower writes a snapshot; set it before `start`. */
  verify: FollowerOptions["verify"] = "idle";
  /** Frames up to this one are not judged again. */
  verifyAfter = 0;
  snapshots = { everyFrames: 1_000_000, everyMinutes: 15 };
  /** Hears what the follower says, as the order path would. */
  onMessage: (message: FromFollower) => void = () => {};
  /** Nobody is told of anything that waits, unless a test wants it. */
  alerts = { ...NO_ALERTS };
  /** What the configuration says when it says nothing. */
  warnings: FollowerOptions["warnings"] = {
    priceAwayPercent: 3,
    limitUsedPercent: 80,
    dayVolumePercent: 25,
    sameOrderMs: 60_000,
  };
  trading: FollowerOptions["trading"] = { calendars: [], instruments: [] };
  follower: Follower | null = null;
  address = "";

  constructor(startNs = START_NS, segmentBytes?: number) {
    this.journal = new JournalFixture(join(this.directory, "journal"), startNs, segmentBytes);
  }

  async start(httpPort = 0): Promise<void> {
    this.messages.length = 0;
    const port = Object.assign(this.#port, {
      postMessage: (message: FromFollower) => {
        this.messages.push(message);
        this.onMessage(message);
      },
      close: () => undefined,
    });
    this.follower = await runFollower(
      {
        journalDirectory: this.journal.directory,
        dataDirectory: this.directory,
        http: { host: "127.0.0.1", port: httpPort },
        position: this.journal.position,
        environment: "SIM",
        version: "0.1.0",
        fixAddress: "127.0.0.1:9878",
        durability: "fsync",
        snapshots: this.snapshots,
        skips: [],
        alerts: this.alerts,
        warnings: this.warnings,
        trading: this.trading,
        verify: this.verify,
        verifyAfter: this.verifyAfter,
      },
      port,
    );
    const listening = this.messages.find((message) => message.kind === "listening");
    if (listening?.kind !== "listening") throw new Error(JSON.stringify(this.messages));
    this.address = `http://127.0.0.1:${listening.port}`;
  }

  /** As the order path would say it. */
  tell(message: Exclude<ToFollower, { kind: "stop" }>): void {
    this.#port.emit("message", message);
  }

  /** Resolves when everything durable is applied. */
  async caughtUp(): Promise<void> {
    for (let attempt = 0; attempt < 1_000; attempt++) {
      const reply = await fetch(`${this.address}/health`);
      const { appliedSequence } = (await reply.json()) as { appliedSequence: number };
      if (appliedSequence >= this.journal.writer.durableSequence) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error("the follower did not catch up within ten seconds");
  }

  async stop(): Promise<void> {
    await this.follower?.stop();
    this.#port.removeAllListeners();
    this.follower = null;
  }

  async close(): Promise<void> {
    await this.stop();
    this.journal.close();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
