/**
 * Seeded noise through framer, view, validator, group cursors, the tables of messages, and a session. LOCKSTEP_FUZZ=10000000
 * plays so many inputs, LOCKSTEP_FUZZ_SEED another row of them. A failure names the seed and the input's number, and
 * shows the input; nothing in it depends on the clock but the look for hangs.
 */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import type { GroupSpec, MessageSpec } from "../../src/fix/dictionary.ts";
import { Framer } from "../../src/fix/framer.ts";
import { MemoryStore } from "../../src/fix/memory-store.ts";
import { MessageView } from "../../src/fix/message-view.ts";
import { GroupCursor, groupOf } from "../../src/fix/messages/group-cursor.ts";
import * as lists from "../../src/fix/messages/list-messages.ts";
import * as marketData from "../../src/fix/messages/market-data-messages.ts";
import { codecOf } from "../../src/fix/messages/message-codec.ts";
import type { MessageForm } from "../../src/fix/messages/message-form.ts";
import { FixSession } from "../../src/fix/session.ts";
import { type FixApplication, fixSessionConfig, type Wire } from "../../src/fix/session-types.ts";
import { Validator } from "../../src/fix/validator.ts";
import { dictionaryOf } from "../../src/fix/versions.ts";
import { ManualClock } from "../../src/lib/clock.ts";
import { VERSIONS } from "./codec-generator.ts";
import { message, random } from "./messages.ts";
import { CORPUS, mutate } from "./mutations.ts";
import { START_NS } from "./two-sides.ts";

const INPUTS = Number(process.env.LOCKSTEP_FUZZ ?? 300_000);
const SEED = Number(process.env.LOCKSTEP_FUZZ_SEED ?? 20261122);
/** An input that takes longer is played again alone; twice as long is a hang. Over the second one it is one at once. */
const SLOW_MS = 10;
const HANG_MS = 1_000;
const TRIES = 5;
const DIGITS_HELD = 15;
const HEAP_GROWTH_MAX = 16 * 1024 * 1024;
const PATIENCE_MS = 60_000 + INPUTS / 5;
const RULES = { emptyValuesAllowed: false, userDefinedTagsAllowed: false };
const DICTIONARIES = VERSIONS.map((version) => dictionaryOf(...version));
const FORMS = Object.values({ ...lists, ...marketData }) as MessageForm[];
setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** What the framer makes of bytes that come in the given pieces. */
function framed(bytes: Buffer, cuts: readonly number[]): string {
  const framer = new Framer();
  const view = new MessageView();
  return framedBy(framer, view, bytes, cuts);
}

function framedBy(framer: Framer, view: MessageView, bytes: Buffer, cuts: readonly number[]): string {
  let found = "";
  let from = 0;
  for (const to of [...cuts, bytes.length]) {
    framer.push(Buffer.from(bytes.subarray(from, to)), 0, to - from);
    while (framer.next(view)) found += `${view.bytes.latin1Slice(view.start, view.end)};`;
    framer.keep();
    from = to;
  }
  return `${found}garbled ${framer.garbled}`;
}

/** Everything an input goes through. What is checked holds for every input; a fault is thrown. */
class Rig {
  judged = 0;
  accepted = 0;
  ignored = 0;
  logons = 0;
  readonly #view = new MessageView();
  readonly #cursor = new GroupCursor();
  readonly #inner = new GroupCursor();
  readonly #validators = DICTIONARIES.map((dictionary) => new Validator(dictionary, RULES));
  readonly #codecs = DICTIONARIES.map(
    (dictionary) => new Map(FORMS.map((form) => [form.msgType, codecOf(form, dictionary)])),
  );
  #play = newSession();

  /** @param cuts where the bytes are cut into the reads they come in; `version` judges what is framed */
  play(bytes: Buffer, cuts: readonly number[], version: number): void {
    const whole = framedBy(new Framer(), this.#view, bytes, []);
    if (framedBy(new Framer(), this.#view, bytes, cuts) !== whole)
      throw new Error(`framed otherwise when cut at ${cuts}`);
    this.#judge(bytes, version);
    this.#feed(bytes, cuts);
  }

  /** Begins with another session, as it is after its Logon. */
  renew(): void {
    this.#play = newSession();
  }

  #judge(bytes: Buffer, version: number): void {
    const view = this.#view;
    const framer = new Framer();
    framer.push(bytes, 0, bytes.length);
    while (framer.next(view)) {
      this.judged++;
      const isValid = this.#validators[version].check(view);
      if (isValid) this.accepted++;
      const codec = this.#codecs[version].get(view.msgType);
      const values = codec?.read(view);
      if (isValid && values === null && !hasLongNumber(view, codec!.refTagId))
        throw new Error(`valid, and unreadable at ${codec!.refTagId}`);
      const spec = DICTIONARIES[version].message(view.msgType);
      if (spec === undefined) continue;
      for (let index = 0; index < view.count; index++) {
        const group = groupOf(spec, view.tagAt(index));
        if (group !== undefined) this.#walk(spec, group, isValid);
      }
    }
  }

  #walk(spec: MessageSpec, group: GroupSpec, isValid: boolean): void {
    const cursor = this.#cursor;
    if (!cursor.open(this.#view, spec, group.countTag)) return;
    let entries = 0;
    for (; cursor.next(); entries++)
      for (const { countTag } of group.groups) if (this.#inner.openWithin(cursor, countTag)) this.#inner.next();
    if (isValid && entries !== cursor.count) throw new Error(`valid, and ${entries} entries of ${group.countTag}`);
  }

  /** A session that is logged on hears the bytes. Where no message was whole, nothing of it changes. */
  #feed(bytes: Buffer, cuts: readonly number[]): void {
    if (!this.#play.session.connected) {
      this.renew();
      this.logons++;
    }
    const { session, store, feed, delivered } = this.#play;
    const numbers = () =>
      `${session.nextTargetMsgSeqNum} ${store.nextTargetMsgSeqNum} ${store.nextSenderMsgSeqNum} ${delivered()} ${session.loggedOn}`;
    const before = numbers();
    if (!feed(bytes, cuts)) {
      this.ignored++;
      if (numbers() !== before) throw new Error(`nothing was whole, and ${before} became ${numbers()}`);
    }
    if (session.status().queuedMessages > session.config.queuedMessagesMax) throw new Error("the queue has no bound");
  }
}

/** What is valid is readable: only a number may have more digits than can be held exactly. */
function hasLongNumber(view: MessageView, tag: number): boolean {
  for (let index = 0; index < view.count; index++)
    if (view.tagAt(index) === tag && view.textAt(index).length > DIGITS_HELD) return true;
  return false;
}

/** The n-th input of the seed, the same however many there are. */
function inputOf(number: number): { bytes: Buffer; cuts: number[]; version: number } {
  const next = random(SEED + number * 7_919);
  const pick = (count: number) => Math.floor(next() * count);
  const bytes = pick(4) === 0 ? Buffer.concat([mutate(next), CORPUS[pick(CORPUS.length)]]) : mutate(next);
  const cuts: number[] = [];
  // Mostly in two or three reads; now and then byte by byte.
  if (pick(500) === 0) for (let at = 1; at < bytes.length; at++) cuts.push(at);
  else {
    cuts.push(pick(bytes.length));
    if (pick(2) === 0) cuts.push(cuts[0] + pick(bytes.length - cuts[0]));
  }
  return { bytes, cuts, version: pick(DICTIONARIES.length) };
}

/** Milliseconds the input takes alone, at the best of some tries. */
function aloneMs(rig: Rig, input: ReturnType<typeof inputOf>): number {
  let bestMs = Number.POSITIVE_INFINITY;
  for (let count = 0; count < TRIES; count++) {
    rig.renew();
    const startMs = performance.now();
    rig.play(input.bytes, input.cuts, input.version);
    bestMs = Math.min(bestMs, performance.now() - startMs);
  }
  return bestMs;
}

describe("fuzz", () => {
  it(`plays ${INPUTS} inputs of seed ${SEED}: no exception, no hang, no change by garbage, flat memory`, {
    timeout: PATIENCE_MS,
  }, () => {
    const rig = new Rig();
    const spare = new Rig();
    const warmUp = Math.min(20_000, INPUTS / 10);
    const cpuBefore = process.cpuUsage();
    let heapBefore = 0;
    let slow = 0;
    for (let number = 0; number < INPUTS; number++) {
      if (number === warmUp) {
        collectGarbage();
        heapBefore = process.memoryUsage().heapUsed;
      }
      const input = inputOf(number);
      const startMs = performance.now();
      try {
        rig.play(input.bytes, input.cuts, input.version);
      } catch (error) {
        const shown = JSON.stringify(input.bytes.toString("latin1"));
        throw new Error(`seed ${SEED}, input ${number}, ${shown} cut at ${input.cuts}: ${(error as Error).stack}`);
      }
      const tookMs = performance.now() - startMs;
      if (tookMs <= SLOW_MS) continue;
      slow++;
      if (tookMs > HANG_MS || aloneMs(spare, input) > SLOW_MS)
        throw new Error(`seed ${SEED}, input ${number}: ${tookMs} ms`);
    }
    collectGarbage();
    const grown = process.memoryUsage().heapUsed - heapBefore;
    const { judged, accepted, ignored, logons } = rig;
    if (process.env.LOCKSTEP_FUZZ !== undefined) {
      const cpuSeconds = process.cpuUsage(cpuBefore).user / 1e6;
      const counts = `${cpuSeconds.toFixed(0)} s of CPU, ${judged} framed, ${accepted} valid, ${ignored} ignored, ${logons} logons, ${slow} played again alone`;
      process.stdout.write(`${INPUTS} inputs of seed ${SEED}: ${counts}, heap ${(grown / 1024).toFixed(0)} KiB more\n`);
    }
    expect(grown).toBeLessThan(HEAP_GROWTH_MAX);
    // The noise gets everywhere: into the validator, past it, and to sessions that end.
    for (const count of [judged, accepted, ignored, logons]) expect(count).toBeGreaterThan(INPUTS / 1_000);
  });

  it("finds the same messages when they are cut at every byte, or come byte by byte", () => {
    for (const bytes of CORPUS) {
      const whole = framed(bytes, []);
      expect(whole.startsWith("8=FIX") && whole.endsWith(";garbled 0")).toBe(true);
      for (let at = 1; at < bytes.length; at++) expect(framed(bytes, [at])).toEqual(whole);
      expect(framed(bytes, Array.from(bytes.keys()).slice(1))).toEqual(whole);
    }
  });

  it("spends no more on a message for how its fields repeat", () => {
    const shapes: ((index: number) => string)[] = [
      (index) => `${40_000 + index}=`,
      (index) => `-${index + 1}=`,
      () => "0=",
      (index) => ["448=X", "447=D", "452=1"][index % 3],
      (index) => ["448=X", "802=1"][index % 2],
      () => "453=1",
      () => "55=",
    ];
    const rig = new Rig();
    for (const shape of shapes) {
      const fields = Array.from({ length: 4_000 }, (_, index) => shape(index)).join("|");
      const bytes = message("FIX.4.4", `35=D|34=2|49=C|52=20261122-01:20:00.000|56=S|453=1333|${fields}`);
      const input = { bytes, cuts: [], version: 4 };
      rig.play(bytes, [], 4);
      expect(aloneMs(rig, input)).toBeLessThan(HANG_MS);
    }
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
  let played = 0;
  /** Whether a message was whole. */
  const feed = (bytes: Buffer, cuts: readonly number[]): boolean => {
    const garbled = framer.garbled;
    let whole = false;
    let from = 0;
    session.readTime();
    for (const to of [...cuts, bytes.length]) {
      framer.push(bytes, from, to);
      while (session.connected && framer.next(view)) {
        whole = true;
        session.receive(view);
      }
      framer.keep();
      from = to;
    }
    if (framer.garbled > garbled) session.garbled(framer.garbled - garbled);
    if (++played % 1_000 === 0) {
      session.tick();
      return true;
    }
    return whole;
  };
  return { session, store, feed, delivered: () => delivered };
}
