/**
 * Seeded noise through framer, view, validator and session. By default a budget of seconds; LOCKSTEP_FUZZ=10000000 plays so
 * many messages, LOCKSTEP_FUZZ_SEED another row of them. A failure names the seed and the message.
 */
import { describe, expect, it } from "vitest";
import { Framer } from "../../src/fix/framer.ts";
import { MemoryStore } from "../../src/fix/memory-store.ts";
import { MessageView } from "../../src/fix/message-view.ts";
import { FixSession } from "../../src/fix/session.ts";
import { type FixApplication, fixSessionConfig, type Wire } from "../../src/fix/session-types.ts";
import { Validator } from "../../src/fix/validator.ts";
import { dictionaryOf } from "../../src/fix/versions.ts";
import { ManualClock } from "../../src/lib/clock.ts";
import { message, random } from "./messages.ts";
import { CORPUS, mutate } from "./mutations.ts";
import { START_NS } from "./two-sides.ts";

const WANTED = Number(process.env.LOCKSTEP_FUZZ ?? 0);
const SEED = Number(process.env.LOCKSTEP_FUZZ_SEED ?? 20261122);
const BUDGET_MS = 3_500;
const HANG_MS = 1_000;
const PATIENCE_MS = WANTED === 0 ? 30_000 : 3_600_000;

/** Calls `play` until the budget, or the number wanted, is used up; how often. */
function forBudget(play: (round: number) => void): number {
  const startMs = performance.now();
  let round = 0;
  for (; WANTED === 0 ? performance.now() - startMs < BUDGET_MS : round < WANTED; round++) {
    const roundMs = performance.now();
    try {
      play(round);
    } catch (error) {
      throw new Error(`seed ${SEED}, round ${round}: ${(error as Error).stack}`);
    }
    if (performance.now() - roundMs > HANG_MS) throw new Error(`seed ${SEED}, round ${round}: hangs`);
  }
  return round;
}

/** What the framer makes of bytes that come in the given pieces. */
function framed(bytes: Buffer, cuts: readonly number[]): string[] {
  const framer = new Framer();
  const view = new MessageView();
  const found: string[] = [];
  let from = 0;
  for (const to of [...cuts, bytes.length]) {
    framer.push(Buffer.from(bytes.subarray(from, to)), 0, to - from);
    while (framer.next(view)) found.push(view.bytes.latin1Slice(view.start, view.end));
    framer.keep();
    from = to;
  }
  return [...found, `garbled ${framer.garbled}`];
}

describe("fuzz", () => {
  it("finds the same messages in noise at every split", { timeout: PATIENCE_MS }, () => {
    const next = random(SEED);
    const count = forBudget(() => {
      const bytes = Buffer.concat([mutate(next), CORPUS[Math.floor(next() * CORPUS.length)], mutate(next)]);
      const whole = framed(bytes, []);
      const at = Math.floor(next() * bytes.length);
      const cuts = [at, Math.min(bytes.length, at + Math.floor(next() * 40))];
      if (framed(bytes, cuts).join() !== whole.join())
        throw new Error(`${cuts}: ${JSON.stringify(bytes.toString("latin1"))}`);
    });
    expect(count).toBeGreaterThan(1_000);
  });

  it("finds the same message when it is cut at every byte, or comes byte by byte", () => {
    for (const bytes of CORPUS) {
      const whole = framed(bytes, []);
      expect(whole).toHaveLength(2);
      for (let at = 1; at < bytes.length; at++) expect(framed(bytes, [at])).toEqual(whole);
      expect(framed(bytes, Array.from(bytes.keys()).slice(1))).toEqual(whole);
    }
  });

  it("is judged by the validator without an exception, in every version", { timeout: PATIENCE_MS }, () => {
    const rules = { emptyValuesAllowed: false, userDefinedTagsAllowed: false };
    const validators = [dictionaryOf("FIX.4.0"), dictionaryOf("FIX.4.4"), dictionaryOf("FIXT.1.1", "9")].map(
      (dictionary) => new Validator(dictionary, rules),
    );
    const next = random(SEED + 1);
    const view = new MessageView();
    const framer = new Framer();
    let judged = 0;
    forBudget(() => {
      const bytes = mutate(next);
      framer.push(bytes, 0, bytes.length);
      while (framer.next(view)) {
        judged++;
        for (const validator of validators) validator.check(view);
      }
      framer.keep();
    });
    expect(judged).toBeGreaterThan(1_000);
  });

  it("leaves a session's numbers where whole, valid messages put them, and its memory bounded", {
    timeout: PATIENCE_MS,
  }, () => {
    const next = random(SEED + 2);
    const before = process.memoryUsage().heapUsed;
    let logons = 0;
    let play = newSession();
    const count = forBudget(() => {
      if (!play.session.connected) {
        play = newSession();
        logons++;
      }
      const { session, store, feed } = play;
      const numbers = [session.nextTargetMsgSeqNum, store.nextTargetMsgSeqNum + play.delivered()];
      const isWhole = feed(mutate(next));
      // Garbage, which the framer skips, changes nothing.
      if (!isWhole)
        expect([session.nextTargetMsgSeqNum, store.nextTargetMsgSeqNum + play.delivered()]).toEqual(numbers);
      expect(session.status().queuedMessages).toBeLessThanOrEqual(session.config.queuedMessagesMax);
      if (next() < 0.001) session.tick();
    });
    expect([count > 1_000, logons > 0]).toEqual([true, true]);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(128 * 1024 * 1024);
  });
});

/** A session that is logged on, fed without sockets. */
function newSession() {
  const clock = new ManualClock(START_NS);
  const store = new MemoryStore(1_000);
  const config = fixSessionConfig({ beginString: "FIX.4.4", senderCompId: "S", targetCompId: "C" });
  const session = new FixSession({ id: 0, config, store, clock });
  let delivered = 0;
  const application: FixApplication = {
    onLogon: () => {},
    onLogout: () => {},
    onMessage: () => {
      delivered++;
    },
  };
  session.attach(application);
  const wire: Wire = { peer: "fuzz", backlogBytes: 0, write: () => {}, close: () => {} };
  const view = new MessageView();
  const framer = new Framer();
  const logon = message("FIX.4.4", "35=A|34=1|49=C|52=20261122-01:20:00.000|56=S|98=0|108=30");
  framer.push(logon, 0, logon.length);
  framer.next(view);
  session.accept(wire, view);
  if (!session.loggedOn) throw new Error("the fuzzed session did not log on");
  const feed = (bytes: Buffer): boolean => {
    const garbled = framer.garbled;
    let whole = false;
    framer.push(bytes, 0, bytes.length);
    session.readTime();
    while (session.connected && framer.next(view)) {
      whole = true;
      session.receive(view);
    }
    framer.keep();
    if (framer.garbled > garbled) session.garbled(framer.garbled - garbled);
    return whole;
  };
  return { session, store, feed, delivered: () => delivered };
}
