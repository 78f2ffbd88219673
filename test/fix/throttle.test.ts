import { afterEach, describe, expect, it } from "vitest";
import { Admission } from "../../src/client/admission.ts";
import type { MessageView } from "../../src/fix/message-view.ts";
import type { FixSession } from "../../src/fix/session.ts";
import { SessionThrottle, TokenBucket, Verdict } from "../../src/fix/throttle.ts";
import { LagGauge } from "../../src/sequencer/lag-gauge.ts";
import { acceptorSide, turnOver } from "./two-sides.ts";

type Side = Awaited<ReturnType<typeof acceptorSide>>;
let side: Side | null = null;
afterEach(async () => {
  await side?.close();
  side = null;
});

const LOGON = "35=A|34=1|98=0|108=30";

describe("a token bucket", () => {
  it("gives a burst at once, then so many a second, and never more than the burst after a silence", () => {
    const bucket = new TokenBucket(100, 10);
    const taken = () => {
      let count = 0;
      while (bucket.take()) count++;
      return count;
    };
    expect(taken()).toBe(10);
    bucket.refill(50);
    expect(taken()).toBe(5);
    bucket.refill(60_000);
    expect(taken()).toBe(10);
    bucket.refill(10);
    expect(taken()).toBe(0);
  });

  it("holds to its rate over a minute, however the time is cut", () => {
    for (const stepMs of [1, 7, 250, 999]) {
      const bucket = new TokenBucket(100, 20);
      let count = 0;
      for (let nowMs = 0; nowMs <= 60_000; nowMs += stepMs) {
        bucket.refill(nowMs);
        for (let asked = 0; asked < 500 && bucket.take(); asked++) count++;
      }
      expect(count, `${stepMs} ms`).toBeLessThanOrEqual(6_020);
    }
  });
});

describe("a session's throttle", () => {
  const reject = { perSecond: 10, burst: 10, over: "reject", disconnectAfter: 3 } as const;

  it("refuses over the limit, lets cancels have a bucket of their own, and ends it after too many refusals in a minute", () => {
    const throttle = new SessionThrottle(reject);
    for (let index = 0; index < 10; index++) expect(throttle.judge(false)).toBe(Verdict.Take);
    expect([1, 2, 3].map(() => throttle.judge(false))).toEqual(Array(3).fill(Verdict.OverSession));
    expect(throttle.judge(true)).toBe(Verdict.Take);
    expect(throttle.judge(false)).toBe(Verdict.Disconnect);
    throttle.refill(60_000);
    for (let index = 0; index < 10; index++) expect(throttle.judge(false)).toBe(Verdict.Take);
    expect(throttle.judge(false)).toBe(Verdict.OverSession);
    expect(throttle.refused).toBe(5);
  });

  it("holds the line for what the application never sees, and not for what it has judged", () => {
    const throttle = new SessionThrottle(reject);
    for (let index = 0; index < 50; index++) {
      throttle.judge(false);
      expect(throttle.charge(1)).toBe(true);
    }
    expect(throttle.charge(1)).toBe(false);
    expect(throttle.waitMs).toBe(200);
    throttle.refill(200);
    expect(throttle.judge(false)).toBe(Verdict.Take);
  });

  it("keeps the house's limit for all of them, cancels excepted", () => {
    const house = new TokenBucket(5, 5);
    const [a, b] = [new SessionThrottle(null, house), new SessionThrottle(null, house)];
    expect([a, b, a, b, a, b].map((throttle) => throttle.judge(false))).toEqual([0, 0, 0, 0, 0, Verdict.OverHouse]);
    expect(b.judge(true)).toBe(Verdict.Take);
  });
});

describe("a session that queues", () => {
  it("is read no faster than its limit, loses nothing, and holds nobody else up", async () => {
    const waiting: { run: () => void; ms: number }[] = [];
    const later = (run: () => void, ms: number) => void waiting.push({ run, ms });
    side = await acceptorSide({}, "auto", { later, others: [{ targetCompId: "D" }] });
    const { session, clock, dial, app } = side;
    session.throttle = new SessionThrottle({ perSecond: 10, burst: 5, over: "queue", disconnectAfter: 0 });
    const seen: number[] = [];
    app.onMessage = (from: FixSession, view) => {
      if (from === session) seen.push(view.msgSeqNum);
    };
    const client = dial();
    client.send(LOGON);
    await client.expect(1);
    const order = (number: number) => client.text(`35=D|34=${number}|11=a|21=1|40=1|54=1|55=X|60=20261122-01:20:00`);
    client.socket.write(Buffer.concat(Array.from({ length: 20 }, (_, index) => order(index + 2))));
    for (let turn = 0; turn < 300 && waiting.length === 0; turn++) await turnOver();
    expect(seen).toEqual([2, 3, 4, 5]);
    const other = dial();
    other.sender = "D";
    other.send(LOGON);
    expect(await other.expect(1)).toHaveLength(1);
    for (let rounds = 0; seen.length < 20; rounds++) {
      expect(rounds).toBeLessThan(40);
      const { run, ms } = waiting.shift()!;
      expect(ms).toBeGreaterThanOrEqual(100);
      clock.advanceMs(ms);
      run();
      await turnOver();
    }
    expect(seen).toEqual(Array.from({ length: 20 }, (_, index) => index + 2));
  });
});

describe("a line without room", () => {
  it("leaves messages where they are until there is some, and loses none", async () => {
    const waiting: (() => void)[] = [];
    side = await acceptorSide({}, "auto", { later: (run) => void waiting.push(run) });
    const { dial, app, session } = side;
    let isFull = false;
    app.isFull = () => isFull;
    const client = dial();
    client.send(LOGON);
    await client.expect(1);
    isFull = true;
    for (let number = 2; number < 50; number++) client.send(`35=1|34=${number}|112=${number}`);
    for (let rounds = 0; rounds < 5; rounds++) {
      for (let turn = 0; turn < 300 && waiting.length === 0; turn++) await turnOver();
      expect(waiting.length).toBe(1);
      waiting.shift()!();
    }
    expect([client.received, session.nextTargetMsgSeqNum]).toEqual([[], 2]);
    isFull = false;
    waiting.shift()!();
    expect(await client.expect(48)).toHaveLength(48);
    expect(session.nextTargetMsgSeqNum).toBe(50);
  });
});

describe("the lag gauge", () => {
  it("needs nothing but slow turns for a second, ends with a fast one, and forgets what is long ago", () => {
    let nowMs = 0;
    const clock = { monotonicMs: () => nowMs };
    const gauge = new LagGauge(50);
    const lagging = (lagMs: number, turns: number) => {
      for (let turn = 0; turn < turns; turn++) {
        nowMs += lagMs;
        gauge.turn(lagMs, nowMs);
      }
      return gauge.isLagging(clock);
    };
    expect(lagging(80, 12)).toBe(false);
    expect(lagging(10, 1)).toBe(false);
    expect(lagging(80, 12)).toBe(false);
    expect(lagging(80, 1)).toBe(true);
    expect(lagging(40, 1)).toBe(true);
    expect(lagging(20, 1)).toBe(false);
    expect(lagging(2_000, 1)).toBe(true);
    nowMs += 250;
    expect(gauge.isLagging(clock)).toBe(false);
    nowMs += 1_000;
    expect(lagging(60, 3)).toBe(false);
    const never = new LagGauge(0);
    never.turn(10_000, nowMs);
    expect(never.isLagging(clock)).toBe(false);
  });
});

describe("a line that is too long", () => {
  it("takes a few orders of each session a turn and sheds the rest, and no cancel, request or replace", () => {
    const line = { isLagging: true, turns: 1 };
    const admission = new Admission(line);
    const taken = (id: number, msgType: string, count: number) => {
      const session = { id, throttle: null } as FixSession;
      const view = { msgType } as MessageView;
      return Array.from({ length: count }, () => admission.judge(session, view)).filter((refusal) => refusal === null)
        .length;
    };
    expect([taken(1, "D", 100), taken(2, "D", 3), taken(1, "D", 1), taken(1, "F", 50), taken(1, "G", 50)]).toEqual([
      16, 3, 0, 50, 50,
    ]);
    line.turns = 2;
    expect(taken(1, "D", 100)).toBe(16);
    expect(admission.shed).toBe(169);
    line.isLagging = false;
    expect(taken(1, "D", 100)).toBe(100);
  });
});
