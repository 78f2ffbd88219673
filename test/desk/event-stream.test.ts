import { readdirSync, rmSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { Value } from "@sinclair/typebox/value";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EventConsumer, WHOLE_FRAME } from "../../src/desk/event-consumer.ts";
import { EVENT_FIELDS, JournalEventSchema } from "../../src/desk/event-wire.ts";
import { type Event, EventName } from "../../src/domain/records.generated.ts";
import { QUIET_KINDS } from "../../src/history/event-json.ts";
import { FollowedEvents } from "../../src/journal-events.ts";
import { Random } from "../../src/lib/random.ts";
import { type EventsOptions, events, type JournalEvent } from "../../src/sdk/events.ts";
import { FollowerFixture } from "../support/follower-fixture.ts";
import { TradingDay } from "../support/trading-day.ts";

const SEED = Number(process.env.LOCKSTEP_SEED ?? 20261122);
const STUCK = { timeout: 20_000 };

let fixture: FollowerFixture;
let day: TradingDay;
/** What the journal holds, in order, as it was written. */
const written: { id: string; event: Event }[] = [];
beforeAll(async () => {
  // Small segments: readings go over many.
  fixture = new FollowerFixture(undefined, 64 * 1024);
  const { journal } = fixture;
  let sequence = 0;
  let eventIndex = 0;
  journal.onEvent = (event) => {
    const now = journal.writer.lastSequence + 1;
    eventIndex = now === sequence ? eventIndex + 1 : 0;
    sequence = now;
    written.push({ id: `${sequence}-${eventIndex}`, event });
  };
  day = new TradingDay(journal, SEED);
  day.begin();
  steps(600);
  await fixture.start();
});
afterAll(() => fixture.close());

function steps(count: number): void {
  for (let step = 0; step < count; step++) {
    day.step();
    if (step % 20 === 0) fixture.journal.commit();
  }
  fixture.journal.commit();
}

const told = () => written.filter(({ event }) => !QUIET_KINDS.has(EventName[event.type]));
const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id);
const url = (query: string) => `${fixture.address}/api/events?${query}`;

async function all(options: Omit<EventsOptions, "url">): Promise<JournalEvent[]> {
  const found: JournalEvent[] = [];
  for await (const event of events({ url: fixture.address, follow: false, ...options })) found.push(event);
  return found;
}

describe(`the event stream (seed ${SEED})`, () => {
  test("tells every event of the journal once, in order, over segments, as its schema says", async () => {
    expect(readdirSync(fixture.journal.directory).length).toBeGreaterThan(3);
    const found = await all({ from: 1 });
    expect(ids(found)).toEqual(ids(told()));
    for (const event of found) {
      expect([...Value.Errors(JournalEventSchema, event)], JSON.stringify(event)).toEqual([]);
      expect([...Value.Errors(EVENT_FIELDS[event.kind], event.fields)], JSON.stringify(event)).toEqual([]);
    }
    const filled = found.find(({ kind }) => kind === "OrderFilled") as JournalEvent;
    expect(filled).toMatchObject({
      who: "venue 1",
      order: { OrderID: filled.fields.OrderID, Symbol: filled.symbol },
      report: { ExecType: "F", CumQty: expect.stringMatching(/^\d+(\.\d+)?$/) },
      fields: { LastPx: expect.stringMatching(/^\d+\.\d+$/) },
    });
    const rejected = found.find(({ kind }) => kind === "OrderRejected") as JournalEvent;
    expect(rejected).toMatchObject({
      report: { ExecType: "8", OrdStatus: "8" },
      fields: { OrdRejReason: expect.any(Number) },
    });
  });

  test("goes on behind any cursor, also one within a frame, and with Last-Event-ID", async () => {
    const random = new Random(SEED);
    const every = ids(told());
    const cursors = Array.from({ length: 8 }, () => random.below(every.length));
    // The last event but one of a frame of several.
    cursors.push(every.findIndex((id, at) => id.endsWith("-0") && every[at + 1]?.endsWith("-1")));
    for (const at of cursors) {
      expect(ids(await all({ after: every[at] }))).toEqual(every.slice(at + 1));
    }
    const [sequence] = every[40].split("-");
    const expected = every.filter((id) => Number(id.split("-")[0]) > Number(sequence));
    expect(ids(await all({ after: sequence }))).toEqual(expected);
    const reply = await fetch(url("from=1&follow=false"), { headers: { "Last-Event-ID": every[40] } });
    expect(/^id: (\d+-\d+)$/m.exec(await reply.text())?.[1]).toBe(every[40]);
    expect((await all({ after: every.at(-1) ?? "" })).length).toBe(0);
  });

  test("filters by client, symbol and kind; kinds that are many come when they are asked for", async () => {
    const found = await all({ from: 1, client: "CORVUS", symbol: "ACME", kinds: ["OrderFilled", "OrderAccepted"] });
    expect(found.length).toBeGreaterThan(3);
    const whole = await all({ from: 1 });
    expect(found).toEqual(
      whole.filter(
        ({ client, symbol, kind }) => client === "CORVUS" && symbol === "ACME" && /^Order(Filled|Accepted)$/.test(kind),
      ),
    );
    const quiet = await all({ from: 1, kinds: ["VenueReportRecorded"] });
    expect(quiet.length).toBe(written.length - told().length);
  });

  test("moves the cursor of a reader who wants nothing of what happens", async () => {
    const cursors: string[] = [];
    const stop = new AbortController();
    const reading = (async () => {
      const options = { url: fixture.address, kinds: ["SplitApplied"], onCursor: (id: string) => cursors.push(id) };
      for await (const _ of events({ ...options, signal: stop.signal }));
    })();
    await expect.poll(() => cursors.length, STUCK).toBe(1);
    steps(20);
    await expect.poll(() => Number(cursors.at(-1)), STUCK).toBe(fixture.journal.writer.durableSequence);
    stop.abort();
    await reading;
  });

  test("a reader goes on over restarts of the desk while it is told what happens", async () => {
    const found: JournalEvent[] = [];
    const lines: boolean[] = [];
    const stop = new AbortController();
    const from = fixture.journal.writer.durableSequence + 1;
    const reading = (async () => {
      const onLine = (isUp: boolean) => lines.push(isUp);
      for await (const event of events({ url: fixture.address, from, signal: stop.signal, onLine, retryMaxMs: 100 })) {
        found.push(event);
      }
    })();
    await expect.poll(() => lines, STUCK).toEqual([true]);
    steps(100);
    const port = Number(new URL(fixture.address).port);
    await fixture.stop();
    steps(100);
    await fixture.start(port);
    steps(100);
    const expected = () => ids(told()).filter((id) => Number(id.split("-")[0]) >= from);
    await expect.poll(() => found.length, STUCK).toBe(expected().length);
    expect(ids(found)).toEqual(expected());
    expect(lines.slice(0, 2)).toEqual([true, false]);
    stop.abort();
    await reading;
  });

  test("refuses what it cannot tell, and says what it can", async () => {
    const refused = async (query: string) => {
      const reply = await fetch(url(query));
      return { status: reply.status, ...((await reply.json()) as { text: string; firstSequence?: number }) };
    };
    expect(await refused("kinds=OrderFiled")).toMatchObject({
      status: 400,
      text: expect.stringMatching(/expected kinds of events \(OrderAccepted.*found "OrderFiled"/),
    });
    expect(await refused("after=x")).toMatchObject({ status: 400, text: expect.stringContaining("querystring/after") });
    expect(await refused("fro=1")).toMatchObject({ status: 400 });
    expect(await refused("from=999999999")).toMatchObject({
      status: 409,
      text: expect.stringContaining(`ends at sequence ${fixture.journal.writer.durableSequence}`),
    });
    const readers = Array.from({ length: 16 }, () => new AbortController());
    await Promise.all(readers.map(({ signal }) => fetch(url(""), { signal })));
    expect(await refused("from=1")).toMatchObject({ status: 503, text: "16 programs read the event stream already" });
    for (const reader of readers) reader.abort();
    await expect.poll(async () => (await fetch(url("follow=false"))).status, STUCK).toBe(200);
  });

  test("who reads nothing costs the others nothing, and is told from the journal when he reads again", async () => {
    const deaf = await ask("from=1&kinds=OrderAccepted,OrderFilled,OrderAcknowledged,OrderRouted,VenueReportRecorded");
    const found: JournalEvent[] = [];
    const stop = new AbortController();
    const from = fixture.journal.writer.durableSequence + 1;
    const reading = (async () => {
      for await (const event of events({ url: fixture.address, from, signal: stop.signal })) found.push(event);
    })();
    for (let turn = 0; turn < 10; turn++) {
      steps(400);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const expected = ids(told()).filter((id) => Number(id.split("-")[0]) >= from);
    await expect.poll(() => found.length, STUCK).toBe(expected.length);
    expect(ids(found)).toEqual(expected);
    let heard = "";
    deaf.on("data", (bytes) => {
      heard += String(bytes);
    });
    deaf.resume();
    const wanted = /^Order(Accepted|Filled|Acknowledged|Routed)$|^VenueReportRecorded$/;
    const last = written.findLast(({ event }) => wanted.test(EventName[event.type]));
    await expect.poll(() => heard.includes(`id: ${last?.id}\ndata`), STUCK).toBe(true);
    const heardIds = [...heard.matchAll(/^id: (\d+-\d+)\r?$/gm)].map(([, id]) => id);
    expect(heardIds).toEqual(ids(written.filter(({ event }) => wanted.test(EventName[event.type]))));
    deaf.destroy();
    stop.abort();
    await reading;
  }, 60_000);

  test.runIf(process.env.LOCKSTEP_FULL)(
    "who reads nothing at five thousand events a second is let go, and the operator is told",
    async () => {
      const deaf = await ask("from=1");
      const isLetGo = () =>
        fixture.messages.some((message) => message.kind === "said" && /nothing was read for 10 s/.test(message.text));
      const giveUpMs = performance.now() + 100_000;
      while (!isLetGo() && performance.now() < giveUpMs) {
        // Five thousand events a second, about.
        steps(130);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      expect(isLetGo()).toBe(true);
      deaf.destroy();
    },
    120_000,
  );

  test("what lies before the journal's first segment is refused with the first sequence that is there", async () => {
    const { directory, writer } = fixture.journal;
    await fixture.stop();
    const { durableSegment, durableOffset, durableSequence } = writer;
    const end = {
      segmentNumber: durableSegment,
      offset: durableOffset,
      lastSequence: durableSequence,
      lastGroup: 0,
      hash: Buffer.alloc(32),
    };
    rmSync(join(directory, "segment-00000001.journal"));
    const journal = new FollowedEvents(directory, new Set(), () => end);
    const { firstSequence } = journal;
    expect(firstSequence).toBeGreaterThan(1);
    expect(() => journal.open(firstSequence - 2)).toThrow(`the journal begins at sequence ${firstSequence}`);
    const cursor = journal.open(firstSequence - 1);
    const sequences: number[] = [];
    while (cursor.read(({ sequence }) => sequences.push(sequence)));
    expect(sequences).toEqual(
      Array.from({ length: durableSequence - firstSequence + 1 }, (_, at) => firstSequence + at),
    );
    cursor.close();
  });
});

test("who takes nothing for ten seconds is let go, with a reason; who has nothing to take is not", () => {
  let nowMs = 0;
  const reasons: string[] = [];
  const ended: boolean[] = [];
  let takes: (() => void)[] = [];
  const sink = {
    write: (_: string, taken: () => void) => takes.push(taken),
    end: (isStuck: boolean) => ended.push(isStuck),
  };
  const filter = { client: "", symbol: "", kinds: null };
  const place = { sequence: 7, eventIndex: WHOLE_FRAME };
  const consumer = new EventConsumer(
    place,
    filter,
    Number.POSITIVE_INFINITY,
    sink,
    () => nowMs,
    (reason) => reasons.push(reason),
  );
  const take = () => {
    for (const taken of takes) taken();
    takes = [];
  };
  for (; nowMs < 60_000; nowMs += 1_000) {
    take();
    consumer.tick();
  }
  expect(ended).toEqual([]);
  take();
  const text = "x".repeat(300 * 1024);
  const big = { sequence: 8, eventIndex: 0, kind: "OrderFilled", client: "", symbol: "", text: () => text };
  consumer.give([big], 8);
  expect({ hasRoom: consumer.hasRoom, isFull: consumer.isFull }).toEqual({ hasRoom: false, isFull: false });
  for (let second = 0; second < 10; second++) {
    nowMs += 1_000;
    consumer.tick();
  }
  expect(ended).toEqual([]);
  nowMs += 1_000;
  consumer.tick();
  expect({ ended, reasons }).toEqual({ ended: [true], reasons: ["nothing was read for 10 s; go on after 8"] });
});

/** Asks, and then reads nothing. */
function ask(query: string): Promise<Socket> {
  const { hostname, port } = new URL(fixture.address);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => {
      socket.pause();
      socket.write(`GET /api/events?${query} HTTP/1.1\r\nHost: ${hostname}:${port}\r\n\r\n`);
      resolve(socket);
    });
    socket.on("error", () => undefined);
  });
}
