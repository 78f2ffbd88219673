import { afterEach, describe, expect, it } from "vitest";
import { FixInitiator } from "../../src/fix/initiator.ts";
import { MemoryStore } from "../../src/fix/memory-store.ts";
import { FixSession } from "../../src/fix/session.ts";
import { SessionHours, type SessionSchedule } from "../../src/fix/session-hours.ts";
import { fixSessionConfig } from "../../src/fix/session-types.ts";
import { Tag } from "../../src/fix/tags.ts";
import { ManualClock } from "../../src/lib/clock.ts";
import { acceptorSide, type RawClient, Recorder, START_NS, turnOver } from "./two-sides.ts";

type Side = Awaited<ReturnType<typeof acceptorSide>>;
let side: Side | null = null;
afterEach(async () => {
  await side?.close();
  side = null;
});

const open = async (...given: Parameters<typeof acceptorSide>): Promise<Side> => {
  const [config, ...rest] = given;
  side = await acceptorSide({ heartBtIntMax: 3600, ...config }, ...rest);
  return side;
};
const HOUR = 3600;
const daily = (given: Partial<SessionSchedule> = {}): SessionSchedule => ({
  timeZone: "Europe/London",
  start: 8 * HOUR,
  end: 17 * HOUR,
  week: null,
  days: [1, 2, 3, 4, 5],
  holidays: [],
  ...given,
});
const shown = (hours: SessionHours, at: string) => {
  const window = hours.windowAt(Date.parse(at));
  return window && [window.startMs, window.endMs].map((ms) => `${new Date(ms).toISOString().slice(0, 16)}Z`);
};

describe("hours", () => {
  it("are local: a day's session moves by an hour in UTC when the clocks change", () => {
    const hours = new SessionHours(daily());
    expect(shown(hours, "2026-03-27T12:00Z")).toEqual(["2026-03-27T08:00Z", "2026-03-27T17:00Z"]);
    expect(shown(hours, "2026-03-30T12:00Z")).toEqual(["2026-03-30T07:00Z", "2026-03-30T16:00Z"]);
    expect(shown(hours, "2026-03-30T16:00Z")).toBeNull();
    expect(shown(hours, "2026-03-30T06:59Z")).toBeNull();
    expect(shown(hours, "2026-10-26T08:30Z")).toEqual(["2026-10-26T08:00Z", "2026-10-26T17:00Z"]);
    expect(shown(hours, "2026-10-25T12:00Z")).toBeNull();
  });

  it("may cross midnight, and the change of the clocks: 23 and 25 hours, no moment twice or never", () => {
    const hours = new SessionHours(
      daily({ timeZone: "America/New_York", start: 17 * HOUR, end: 17 * HOUR, days: [0, 1, 2, 3, 4, 5, 6] }),
    );
    expect(shown(hours, "2026-03-08T12:00Z")).toEqual(["2026-03-07T22:00Z", "2026-03-08T21:00Z"]);
    expect(shown(hours, "2026-11-01T12:00Z")).toEqual(["2026-10-31T21:00Z", "2026-11-01T22:00Z"]);
    let endMs = hours.windowAt(Date.parse("2026-01-01T00:00Z"))!.endMs;
    for (let day = 0; day < 400; day++) {
      const window = hours.windowAt(endMs)!;
      expect(window.startMs).toBe(endMs);
      endMs = window.endMs;
    }
  });

  it("start an hour later where the clocks skip their hour", () => {
    const hours = new SessionHours(daily({ timeZone: "Europe/Berlin", start: 2.5 * HOUR, days: [0] }));
    expect(shown(hours, "2026-03-29T10:00Z")).toEqual(["2026-03-29T01:30Z", "2026-03-29T15:00Z"]);
  });

  it("may be a week's, from Sunday evening to Friday evening", () => {
    const week = { startDay: 0, endDay: 5 };
    const hours = new SessionHours(
      daily({ timeZone: "America/New_York", start: 17 * HOUR, end: 17 * HOUR, week, days: [] }),
    );
    const expected = ["2026-03-01T22:00Z", "2026-03-06T22:00Z"];
    expect(shown(hours, "2026-03-01T22:00Z")).toEqual(expected);
    expect(shown(hours, "2026-03-06T21:59Z")).toEqual(expected);
    expect(shown(hours, "2026-03-06T22:00Z")).toBeNull();
    expect(shown(hours, "2026-03-08T22:00Z")).toEqual(["2026-03-08T21:00Z", "2026-03-13T21:00Z"]);
  });

  it("know holidays, and say when they open next", () => {
    const hours = new SessionHours(daily({ holidays: ["2026-12-25", "2026-12-28"] }));
    expect(shown(hours, "2026-12-25T12:00Z")).toBeNull();
    expect(hours.opensText(Date.parse("2026-12-24T18:00Z"))).toBe("opens 2026-12-29 08:00 Europe/London");
    expect(new SessionHours(daily({ days: [] })).opensText(0)).toBe("no session is planned");
  });
});

/** START_NS is Sunday 2026-11-22 01:20 UTC; these sessions open from 01:00 to 02:00. */
const NIGHT = daily({ timeZone: "UTC", start: HOUR, end: 2 * HOUR, days: [0, 1, 2, 3, 4, 5, 6] });
const LOGON = "35=A|34=1|98=0|108=3600";
const ANSWER = "35=A|34=1|49=S|56=C|98=0|108=3600";

function advance({ clock, acceptor }: Side, ms: number): void {
  clock.advanceMs(ms);
  acceptor.tick();
}

async function logOn(here: Side, logon = LOGON): Promise<RawClient> {
  const client = here.dial();
  client.send(logon);
  return client;
}

function report({ session }: Side, orderId: string): void {
  session.begin("8").text(Tag.OrderID, orderId);
  session.send();
}

describe("a session with hours", () => {
  it("logs out at the end, refuses logons with words meanwhile, and starts at 1 the next day", async () => {
    const here = await open({ schedule: NIGHT });
    const client = await logOn(here);
    expect(await client.expect(1)).toEqual([ANSWER]);
    client.send("35=1|34=2|112=x");
    await client.expect(1);
    advance(here, 39 * 60_000 + 59_000);
    advance(here, 1_000);
    expect(await client.expect(1)).toEqual([
      "35=5|34=3|49=S|56=C|58=The session's hours are over; opens 2026-11-23 01:00 UTC",
    ]);
    client.send("35=5|34=3");
    expect(await client.expectClosed()).toBe(true);
    advance(here, 60_000);
    const early = await logOn(here, "35=A|34=4|98=0|108=3600");
    expect(await early.expect(1)).toEqual([
      "35=5|34=4|49=S|56=C|58=Logon outside the session's hours; opens 2026-11-23 01:00 UTC",
    ]);
    expect(here.app.events.at(-2)).toContain("Logon at 2026-11-22 02:01 UTC, outside the session's hours");
    expect([here.session.nextSenderMsgSeqNum, here.session.nextTargetMsgSeqNum]).toEqual([5, 4]);
    advance(here, 23 * HOUR * 1000);
    expect([here.session.nextSenderMsgSeqNum, here.session.nextTargetMsgSeqNum]).toEqual([1, 1]);
    const next = await logOn(here);
    expect(await next.expect(1)).toEqual([ANSWER]);
  });

  it("keeps its numbers over every logon and tick within its hours, and over clocks that step back", async () => {
    const here = await open({ schedule: NIGHT });
    let number = 1;
    for (let round = 0; round < 5; round++) {
      const client = await logOn(here, `35=A|34=${number++}|98=0|108=3600`);
      expect((await client.expect(1))[0]).toContain(`|34=${number - 1}|`);
      client.socket.destroy();
      for (let turn = 0; turn < 100 && here.session.connected; turn++) await turnOver();
      advance(here, 60_000);
    }
    here.clock.advanceMs(-30 * 60_000);
    here.acceptor.tick();
    here.clock.advanceMs(40 * 60_000);
    here.acceptor.tick();
    expect(here.session.nextSenderMsgSeqNum).toBe(6);
  });

  it("resets a session that stays connected over the roll, after logging it out", async () => {
    const here = await open({ schedule: { ...NIGHT, start: 2 * HOUR, end: 2 * HOUR } });
    const client = await logOn(here);
    await client.expect(1);
    advance(here, 20 * 60_000);
    advance(here, 20 * 60_000);
    expect((await client.expect(3)).at(-1)).toMatch(/^35=5\|.*hours are over/);
    client.send("35=5|34=2");
    await client.expectClosed();
    const next = await logOn(here);
    expect(await next.expect(1)).toEqual([ANSWER]);
  });

  it("knows after a restart whether its numbers are of today", () => {
    const clock = new ManualClock(START_NS);
    const nowMs = Number(START_NS / 1_000_000n);
    const numbers = [nowMs - 60_000, nowMs - 86_400_000, nowMs - 1_300_000, 0].map((lastUsedMs) => {
      const store = Object.assign(new MemoryStore(), { lastUsedMs, nextSenderMsgSeqNum: 7, nextTargetMsgSeqNum: 9 });
      const config = fixSessionConfig({
        beginString: "FIX.4.4",
        senderCompId: "S",
        targetCompId: "C",
        schedule: NIGHT,
      });
      const session = new FixSession({ id: 0, config, store, clock });
      session.attach(new Recorder());
      session.tick();
      return session.nextSenderMsgSeqNum;
    });
    expect(numbers).toEqual([7, 1, 1, 7]);
  });

  it("is not dialed outside its hours by an initiator", async () => {
    const here = await open();
    const clock = new ManualClock(START_NS);
    const given = { beginString: "FIX.4.4", senderCompId: "C", targetCompId: "S" };
    const config = fixSessionConfig({
      ...given,
      schedule: { ...NIGHT, start: 3 * HOUR, end: 4 * HOUR },
      latencyMaxMs: 0,
    });
    const session = new FixSession({ id: 0, config, store: new MemoryStore(), clock });
    const initiator = new FixInitiator({ session, application: new Recorder(), clock, flush: "auto", tickMs: 0 });
    initiator.connect("127.0.0.1", here.port);
    for (let turn = 0; turn < 10; turn++) await turnOver();
    expect(session.connected).toBe(false);
    clock.advanceMs(2 * HOUR * 1000);
    here.clock.advanceMs(2 * HOUR * 1000);
    initiator.tick();
    for (let turn = 0; turn < 200 && !session.loggedOn; turn++) await turnOver();
    expect(session.loggedOn).toBe(true);
    await initiator.close();
  });
});

describe("reports made over the roll", () => {
  const away = async (overReset: "possResend" | "drop") => {
    const here = await open({ schedule: NIGHT, overReset });
    const client = await logOn(here);
    await client.expect(1);
    report(here, "seen");
    await client.expect(1);
    advance(here, 40 * 60_000);
    await client.expect(1);
    client.send("35=5|34=2");
    await client.expectClosed();
    report(here, "night 1");
    report(here, "night 2");
    advance(here, 23 * HOUR * 1000);
    return here;
  };

  it("go into the new session as possible resends, for a client that starts at 1 and asks", async () => {
    const here = await away("possResend");
    const client = await logOn(here);
    expect(await client.expect(1)).toEqual(["35=A|34=3|49=S|56=C|98=0|108=3600"]);
    client.send("35=2|34=2|7=1|16=0");
    expect(await client.expect(3)).toEqual([
      "35=8|34=1|43=Y|49=S|56=C|97=Y|37=night 1",
      "35=8|34=2|43=Y|49=S|56=C|97=Y|37=night 2",
      "35=4|34=3|43=Y|49=S|56=C|36=4|123=Y",
    ]);
    expect(here.app.events.join("\n")).toContain("2 messages the peer never saw go into the new session");
  });

  it("and for a client that resets both numbers when it logs on", async () => {
    const here = await away("possResend");
    const client = await logOn(here, `${LOGON}|141=Y`);
    expect(await client.expect(3)).toEqual([
      `${ANSWER}|141=Y`,
      "35=8|34=2|49=S|56=C|97=Y|37=night 1",
      "35=8|34=3|49=S|56=C|97=Y|37=night 2",
    ]);
  });

  it("or are dropped, which is said", async () => {
    const here = await away("drop");
    const client = await logOn(here);
    expect(await client.expect(1)).toEqual([ANSWER]);
    expect(here.app.events.join("\n")).toContain("2 of 2 messages the peer never saw are dropped with the old numbers");
  });
});
