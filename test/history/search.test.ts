import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FollowerFixture } from "../support/follower-fixture.ts";
import { TradingDay } from "../support/trading-day.ts";

type Found = { named: { orderId: number; clOrdId: string }[]; worded: { orderId: number }[]; nextBefore: number };

describe("the search of all days", () => {
  const fixture = new FollowerFixture();
  const names = new Map<string, number>();
  let address = "";

  beforeAll(async () => {
    const day = new TradingDay(fixture.journal, 7);
    fixture.journal.onEvent = (event) => {
      if ("clOrdId" in event && "orderId" in event && event.orderId > 0) names.set(event.clOrdId, event.orderId);
      if ("exchangeExecId" in event && "orderId" in event) names.set(event.exchangeExecId, event.orderId);
    };
    day.begin();
    for (let step = 0; step < 1_500; step++) day.step();
    fixture.journal.commit();
    await fixture.start();
    await fixture.caughtUp();
    address = `${fixture.address}/api/search`;
  });
  afterAll(() => fixture.close());

  const find = async (query: string) => (await (await fetch(`${address}?${query}`)).json()) as Found;

  it("finds every order by every name it ever had", async () => {
    const all = [...names].filter(([name]) => name !== "");
    expect(all.length).toBeGreaterThan(500);
    for (let index = 0; index < all.length; index += Math.ceil(all.length / 60)) {
      const [name, orderId] = all[index];
      const { named } = await find(`text=${encodeURIComponent(name)}`);
      expect(
        named.map((row) => row.orderId),
        name,
      ).toContain(orderId);
    }
  });

  it("goes on below the last order it looked at, and passes over none", async () => {
    const found: number[] = [];
    let before = 0;
    do {
      const { worded, nextBefore } = await find(`text=nova&limit=7&before=${before}`);
      found.push(...worded.map(({ orderId }) => orderId));
      before = nextBefore;
    } while (before !== 0);
    const { orders, instruments } = fixture.journal.state;
    const expected: number[] = [];
    for (let row = orders.rowCount; row > 0; row--) {
      if (instruments[orders.instrumentId[row]]?.symbol === "NOVA") expected.push(orders.idOf(row));
    }
    expect(found).toEqual(expected);
  });

  it("looks only at the days asked for", async () => {
    const { orders } = fixture.journal.state;
    const middle = Math.floor(orders.count / 2);
    const fromUs = Number(orders.createdNs[orders.rowOf(middle)] / 1_000n);
    const { worded } = await find(`fromUs=${fromUs}&toUs=${fromUs}`);
    expect(worded.map(({ orderId }) => orderId)).toEqual([middle]);
    expect((await find(`toUs=${fromUs - 1}&limit=1`)).worded).toEqual([
      expect.objectContaining({ orderId: middle - 1 }),
    ]);
  });

  it("takes wildcards and quotes for what they are", async () => {
    for (const text of ["%", "_", "'", '"', "\\", "%%%"]) {
      const { named, worded } = await find(`text=${encodeURIComponent(text)}`);
      expect([...named, ...worded], text).toEqual([]);
    }
  });

  it("refuses a question that is not one", async () => {
    for (const query of ["limit=0", "limit=1000", "before=-1", "what=ever", `text=${"x".repeat(201)}`]) {
      expect((await fetch(`${address}?${query}`)).status, query).toBe(400);
    }
  });
});
