import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { viewOrder } from "../../src/core/order-view.ts";
import type { AsOfReply } from "../../src/desk/as-of-wire.ts";
import type { OrderDetail } from "../../src/desk/detail-wire.ts";
import type { Ticks } from "../../src/domain/price.ts";
import { CommandType } from "../../src/domain/records.generated.ts";
import { stateHash } from "../../src/state-hash.ts";
import { BlotterBrowser, missingBrowser } from "../support/browser.ts";

/** What the live core knew at some places, noted when it was there. */
type Noted = { sequence: number; hash: string; orderId: number; ordStatus: string; cumQty: number };

describe.skipIf(missingBrowser !== "")(`an order's detail in a browser ${missingBrowser}`, () => {
  let desk: BlotterBrowser;
  const noted: Noted[] = [];
  /** What the venue told of ACME's prices, and in which frame; from a hundred frames on. */
  const told: { sequence: number; bidPx: number; askPx: number; lastPx: number }[] = [];
  const tellMarket = () => {
    const { journal } = desk.fixture;
    if (journal.writer.lastSequence < 100 || journal.writer.lastSequence % 3 !== 0) return;
    const bidPx = (10_040 + (told.length % 9)) as Ticks;
    const prices = { bidPx, askPx: (bidPx + 2) as Ticks, lastPx: (bidPx + 1) as Ticks };
    journal.submit({ type: CommandType.UpdateMarket, symbol: "ACME", ...prices });
    told.push({ sequence: journal.writer.lastSequence, ...prices });
  };

  beforeAll(async () => {
    desk = new BlotterBrowser(600);
    const { journal } = desk.fixture;
    let events = 0;
    journal.onEvent = (event) => {
      if (!("orderId" in event) || event.orderId === 0 || ++events % 97 !== 0) return;
      const { orderId } = event;
      // The frame's later events are still to come: it is looked at when the next one is written.
      const sequence = journal.writer.lastSequence;
      const order = viewOrder(journal.state, orderId);
      if (order !== null) pending.push({ sequence: sequence + 1, orderId });
    };
    const pending: { sequence: number; orderId: number }[] = [];
    desk.onStep = () => {
      for (const { sequence, orderId } of pending.splice(0)) {
        if (journal.writer.lastSequence !== sequence) continue;
        const { ordStatus, cumQty } = viewOrder(journal.state, orderId)!;
        noted.push({ sequence, orderId, hash: stateHash(journal.state), ordStatus, cumQty });
      }
      tellMarket();
    };
    await desk.start();
  });
  afterAll(() => desk?.close());

  const ask = async (sequence: number, orderId: number) => {
    const reply = await fetch(`${desk.fixture.address}/api/as-of?sequence=${sequence}&orderId=${orderId}`);
    return { status: reply.status, body: (await reply.json()) as AsOfReply & { text: string } };
  };

  test("the past made again has the hash and the order the live core had, forwards and backwards", async () => {
    expect(noted.length).toBeGreaterThan(5);
    for (const { sequence, orderId, hash, ordStatus, cumQty } of [...noted, ...[...noted].reverse()]) {
      const { body } = await ask(sequence, orderId);
      expect({
        at: body.sequence,
        hash: body.stateHash,
        ordStatus: body.order?.ordStatus,
        cumQty: body.order?.cumQty,
      }).toEqual({
        at: sequence,
        hash,
        ordStatus,
        cumQty,
      });
    }
  }, 60_000);

  test("a place that is not in the journal is refused with where it ends", async () => {
    const end = desk.fixture.journal.writer.durableSequence;
    const { status, body } = await ask(end + 1, 1);
    expect({ status, text: body.text }).toEqual({
      status: 404,
      text: `The journal ends at sequence ${end}; ask for that or an earlier one.`,
    });
  });

  test("slides back from a step of the timeline, and shows the hash of the state there", async () => {
    const { sequence, orderId, hash } = noted[noted.length - 1];
    const page = await desk.open(`#/history/${orderId}`);
    await page.locator(`tr[data-order-id="${orderId}"]`).click();
    await page.locator(".timeline-place", { hasText: `#${sequence.toLocaleString("en-US")}` }).click();
    await expect.poll(() => page.locator(".as-of-hash code").innerText(), { timeout: 10_000 }).toBe(hash);
    await desk.pictures(page, "as-of");
    expect(await page.locator(".environment").innerText()).toBe("REPLAY");
    expect(await page.title()).toMatch(/REPLAY/);
    await page.getByRole("spinbutton", { name: "Sequence" }).fill("30");
    await page.keyboard.press("Enter");
    await expect.poll(() => page.locator(".as-of-place").getAttribute("data-sequence")).toBe("30");
    expect(await page.locator(".drawer-note").innerText()).toContain("did not exist there yet");
    await page.close();
  });

  test("tells beside each step the market then, as the venue had told it last, and where none was told", async () => {
    const reply = await fetch(`${desk.fixture.address}/api/orders?text=ACME&limit=500`);
    const { rows } = (await reply.json()) as { rows: { orderId: number }[] };
    let steps = 0;
    let untold = 0;
    for (const { orderId } of rows) {
      const detail = (await (await fetch(`${desk.fixture.address}/api/orders/${orderId}`)).json()) as OrderDetail;
      for (const sequence of new Set(detail.events.map((event) => event.sequence))) {
        const last = told.findLast((one) => one.sequence < sequence);
        const { toldSequence, bidPx, askPx, lastPx } = detail.markets.find((one) => one.sequence === sequence) ?? {};
        const shown = toldSequence === undefined ? undefined : { sequence: toldSequence, bidPx, askPx, lastPx };
        expect(shown).toEqual(last);
        if (last === undefined) untold++;
        else if (++steps % 20 === 0) {
          const then = (await ask(sequence, orderId)).body.market;
          expect([then?.bidPx, then?.askPx]).toEqual([bidPx, askPx]);
        }
      }
    }
    expect(steps).toBeGreaterThan(40);
    expect(untold).toBeGreaterThan(0);
    const page = await desk.open(`#/history/${rows[0].orderId}`);
    await page.locator(`tr[data-order-id="${rows[0].orderId}"]`).click();
    await expect
      .poll(() => page.locator(".timeline-market").first().innerText(), { timeout: 20_000 })
      .toMatch(/^market 100\.4\d \/ 100\.\d\d · last 100\.4\d · told \d+ (µs|ms|s) before$/);
    await desk.pictures(page, "timeline");
    await page.close();
  }, 60_000);

  test("lays the order's hops beside everybody's, and says so when it was not sampled", async () => {
    const newest = desk.fixture.journal.state.orders.count;
    const sampled = newest - (newest % 4);
    const page = await desk.open(`#/history/${sampled}`);
    await page.locator(`tr[data-order-id="${sampled}"]`).click();
    await page.getByRole("tab", { name: "Latency" }).click();
    await expect.poll(() => page.locator(".waterfall").first().locator("tbody tr").count()).toBe(5);
    expect(await page.locator(".waterfall tfoot").innerText()).toContain("socket to socket");
    await desk.pictures(page, "latency");
    await page.keyboard.press("Escape");
    await page.locator("[data-search]").fill(String(sampled - 1));
    await page.locator(`tr[data-order-id="${sampled - 1}"]`).click();
    await page.getByRole("tab", { name: "Latency" }).click();
    expect(await page.locator(".drawer-note").innerText()).toContain("not one of the sample");
    expect(await page.locator(".waterfall").count()).toBe(1);
    await page.close();
  });

  test("says that it loads when the desk takes its time, and no more when it has answered", async () => {
    const page = await desk.open("#/history/1");
    await page.locator('tr[data-order-id="1"]').waitFor({ timeout: 20_000 });
    let go = () => {};
    const held = new Promise<void>((resolve) => {
      go = resolve;
    });
    await page.route("**/api/orders/1", async (route) => {
      await held;
      await route.continue();
    });
    await page.locator('tr[data-order-id="1"]').click();
    const body = page.locator(".drawer-body");
    await body.getByText("Loading…").waitFor({ timeout: 20_000 });
    expect(await body.getAttribute("aria-busy")).toBe("true");
    go();
    await page.locator(".timeline").waitFor({ timeout: 20_000 });
    expect(await body.getAttribute("aria-busy")).toBe("false");
    expect(await body.getByText("Loading…").count()).toBe(0);
    await page.close();
  });

  test("logs no error and breaks no rule of its content security policy", () => {
    expect(desk.problems).toEqual([]);
  });
});
